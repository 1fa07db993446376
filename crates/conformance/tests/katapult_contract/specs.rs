//! Building from a specification: every element, what the service makes of it, and what it hands
//! back.

use serde_json::{Value, json};

use crate::watched::{Watched, text};

const PATH: &str = "organizations/organization/virtual_machines/build_from_spec";

fn order(xml: &str) -> Value {
    json!({
        "organization": {"sub_domain": "otter-post"},
        "xml": format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<VirtualMachineSpec>{xml}</VirtualMachineSpec>"),
        "annotations": [{"key": "made-by", "value": "contract"}],
    })
}

/// Something of everything, a list of single faults, and a simple build with disks.
pub(crate) fn builds(it: &mut Watched) {
    everything(it);
    for inside in FAULTY {
        let place = "<Zone by='permalink'>uk-demo-01-north</Zone><Resources><Package by='permalink'>pebble-1</Package></Resources>";
        let whole = order(&format!("{place}{inside}"));
        let answer = it.ask("POST", PATH, &whole, 422);
        let errors = answer["error"]["detail"]["errors"]
            .as_array()
            .unwrap()
            .len();
        assert_eq!(errors, 1, "{inside}: {answer}");
    }
    simple_with_disks(it);
}

/// Each wrong in one respect.
const FAULTY: [&str; 26] = [
    "<DataCenter by='permalink'>uk-demo-01</DataCenter>",
    "<DiskTemplate><DiskTemplate by='name'>Debian 12</DiskTemplate></DiskTemplate>",
    "<DiskTemplate><DiskTemplate by='permalink'>templates/none</DiskTemplate></DiskTemplate>",
    "<DiskTemplate><DiskTemplate by='permalink'>templates/debian-12</DiskTemplate><Version by='number'>99</Version></DiskTemplate>",
    "<DiskTemplate><DiskTemplate by='permalink'>templates/rocky-9</DiskTemplate></DiskTemplate>",
    "<SystemDisks><Disk><Size>0</Size></Disk></SystemDisks>",
    "<SystemDisks><Disk/><Disk/></SystemDisks>",
    "<SystemDisks><Disk><Speed>floppy</Speed></Disk></SystemDisks>",
    "<SystemDisks><Disk><FileSystemType>ntfs</FileSystemType></Disk></SystemDisks>",
    "<SystemDisks><Disk><IOProfile by='permalink'>none</IOProfile></Disk></SystemDisks>",
    "<SystemDisks><Disk><BackupPolicies><BackupPolicy><Schedule><Interval>yearly</Interval></Schedule></BackupPolicy></BackupPolicies></Disk></SystemDisks>",
    "<SharedDisks><Disk by='name'>None</Disk></SharedDisks>",
    "<NetworkInterfaces><NetworkInterface/></NetworkInterfaces>",
    "<NetworkInterfaces><NetworkInterface><VirtualNetwork by='name'>Backbone</VirtualNetwork></NetworkInterface></NetworkInterfaces>",
    "<NetworkInterfaces><NetworkInterface><Network>netw_Fp0sX6hRk2WvB9nD</Network><SpeedProfile by='permalink'>none</SpeedProfile></NetworkInterface></NetworkInterfaces>",
    "<NetworkInterfaces><NetworkInterface><Network>netw_Fp0sX6hRk2WvB9nD</Network><IPAddressAllocation/></NetworkInterface></NetworkInterfaces>",
    "<NetworkInterfaces><NetworkInterface><Network>netw_Fp0sX6hRk2WvB9nD</Network><IPAddressAllocation type='new'><Version>ipv4</Version></IPAddressAllocation></NetworkInterface></NetworkInterfaces>",
    "<NetworkInterfaces><NetworkInterface><Network>netw_Fp0sX6hRk2WvB9nD</Network><IPAddressAllocation type='new'><Subnet by='address'>10.0.0.0/8</Subnet></IPAddressAllocation></NetworkInterface></NetworkInterfaces>",
    "<NetworkInterfaces><NetworkInterface><Network>netw_Fp0sX6hRk2WvB9nD</Network><IPAddressAllocation type='existing'><IPAddress by='address'>10.0.0.1</IPAddress></IPAddressAllocation></NetworkInterface></NetworkInterfaces>",
    "<Hostname><Hostname>Mail</Hostname></Hostname>",
    "<Group by='name'>none</Group>",
    "<AuthorizedKeys><Users><User>user_none</User></Users></AuthorizedKeys>",
    "<AuthorizedKeys><SSHKeys><SSHKey>ssh_none</SSHKey></SSHKeys></AuthorizedKeys>",
    "<BackupPolicies><BackupPolicy><Retention>many</Retention></BackupPolicy></BackupPolicies>",
    "<ISO>iso_none</ISO>",
    "<ISO by='name'>Rescue disc</ISO>",
];

fn everything(it: &mut Watched) {
    let disk = it.ask(
        "POST",
        "organizations/organization/disks",
        &json!({
            "organization": {"sub_domain": "otter-post"},
            "properties": {
                "name": "Shared", "size_in_gb": 5, "data_center": {"permalink": "uk-demo-01"},
            },
        }),
        201,
    );
    let disk = text(&disk["disk"]["id"]);
    let ip = it.ask(
        "POST",
        "organizations/organization/ip_addresses",
        &json!({
            "organization": {"sub_domain": "otter-post"},
            "network": {"permalink": "uk-demo-01-public"},
            "version": "ipv4",
        }),
        200,
    );
    let (ip, address) = (&ip["ip_address"]["id"], &ip["ip_address"]["address"]);
    let (ip, address) = (text(ip), text(address));
    let key = it.first("ssh_keys", "ssh_keys", |_| true);
    let key = text(&key["id"]);
    it.wait(10);
    let made = it.ask("POST", PATH, &order(&document(&ip, &key)), 201);
    assert_eq!(made["hostname"], "contract-1");
    assert_eq!(made["build"], made["virtual_machine_build"]);
    it.wait(30);
    let build = text(&made["virtual_machine_build"]["id"]);
    let body = it.get(&format!("virtual_machines/builds/{build}"));
    let build = &body["virtual_machine_build"];
    assert_eq!(build["state"], "complete");
    assert_eq!(text(&build["spec_xml"]), normalised(&address, &key));

    let id = text(&build["virtual_machine"]["id"]);
    let machine = it.get(&format!("virtual_machines/{id}"))["virtual_machine"].clone();
    assert_eq!(machine["state"], "started");
    assert_eq!(machine["initial_root_password"], "s3cret & more");
    assert_eq!(machine["attached_iso"]["name"], "Rescue disc");
    assert_eq!(machine["tag_names"], json!(["web"]));
    let addresses = machine["ip_addresses"].as_array().unwrap();
    assert_eq!(addresses.len(), 3);
    assert!(addresses.iter().any(|one| one["id"] == json!(ip)));
    let interfaces = it.get(&format!("virtual_machines/{id}/network_interfaces"));
    assert_eq!(interfaces["pagination"]["total"], 2);
    let disks = it.get(&format!("virtual_machines/{id}/disks"));
    let sizes: Vec<_> = disks["disks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["disk"]["size_in_gb"], &one["boot"], &one["state"]))
        .collect();
    let attached = &json!("attached");
    assert_eq!(
        sizes,
        [
            (&json!(40), &json!(true), attached),
            (&json!(120), &json!(false), attached),
            (&json!(5), &json!(false), attached),
        ]
    );
    it.get(&format!("disks/{disk}"));
    let boot = text(&disks["disks"][0]["disk"]["id"]);
    let shown = it.get(&format!("disks/{boot}"));
    let attributes = shown["disk"]["installation"]["attributes"]
        .as_array()
        .unwrap();
    assert!(
        attributes
            .iter()
            .any(|one| one["key"] == "root_password" && one["protect"] == true)
    );
    let path = format!("virtual_machines/{id}/disk_backup_policies?include_disks=yes");
    assert_eq!(it.get(&path)["pagination"]["total"], 2);
    // The machine will ask for this key.
    let path = format!("ssh_keys/{key}");
    it.refused("DELETE", &path, &Value::Null, (409, "deletion_restricted"));
}

fn document(ip: &str, key: &str) -> String {
    format!(
        "<ISO>iso_Jc8wP5dXq2VnT7kR</ISO>\
         <Tags><Tag>web</Tag><Tag>unheard of</Tag></Tags>\
         <DataCenter by=\"name\">London (demo)</DataCenter>\
         <Resources><Package by=\"permalink\">pebble-4</Package></Resources>\
         <DiskTemplate><Option key=\"root_password\">s3cret &amp; more</Option>\
         <DiskTemplate by=\"permalink\">templates/debian-12</DiskTemplate></DiskTemplate>\
         <SystemDisks><Disk><Name>Boot</Name><Size>40</Size><Speed>nvme</Speed>\
         <IOProfile by=\"permalink\">standard</IOProfile>\
         <BackupPolicies><BackupPolicy><Retention>7</Retention><Schedule><Interval>daily</Interval>\
         <Frequency>1</Frequency><Time>3</Time></Schedule></BackupPolicy></BackupPolicies></Disk>\
         <Disk><Name>Data</Name><Size>120</Size><FileSystemType>ext4</FileSystemType></Disk></SystemDisks>\
         <SharedDisks><Disk by=\"name\">Shared</Disk></SharedDisks>\
         <NetworkInterfaces><NetworkInterface><Network by=\"permalink\">uk-demo-01-public</Network>\
         <SpeedProfile by=\"permalink\">1gbps</SpeedProfile>\
         <IPAddressAllocation type=\"new\"><Version>4</Version></IPAddressAllocation>\
         <IPAddressAllocation type=\"new\"><Version>6</Version><Subnet by=\"address\">2001:db8::/32</Subnet></IPAddressAllocation>\
         <IPAddressAllocation type=\"existing\"><IPAddress>{ip}</IPAddress></IPAddressAllocation>\
         </NetworkInterface><NetworkInterface><VirtualNetwork>vnet_S5bWk8dNz3XqH0tC</VirtualNetwork></NetworkInterface>\
         </NetworkInterfaces><Hostname><Hostname>Contract-1</Hostname></Hostname>\
         <Name>Contract &lt;1&gt;</Name><Description>All of it</Description><Group by=\"name\">shop</Group>\
         <AuthorizedKeys continuous_management=\"yes\"><Users><User by=\"email_address\">ops@example.net</User></Users>\
         <SSHKeys><SSHKey>{key}</SSHKey><SSHKey>ssh-ed25519 AAAAtext</SSHKey></SSHKeys></AuthorizedKeys>\
         <BackupPolicies><BackupPolicy><Retention>2</Retention></BackupPolicy></BackupPolicies>"
    )
}

fn normalised(address: &str, key: &str) -> String {
    format!(
        r#"<?xml version="1.0"?>
<VirtualMachineSpec>
  <DataCenter>loc_Zr6uT0bKq3HnV8dS</DataCenter>
  <Resources>
    <Package by="permalink">pebble-4</Package>
  </Resources>
  <DiskTemplate>
    <Option key="root_password">s3cret &amp; more</Option>
    <DiskTemplate by="permalink">templates/debian-12</DiskTemplate>
    <Version by="number">2</Version>
  </DiskTemplate>
  <SystemDisks>
    <Disk>
      <Name>Boot</Name>
      <Size>40</Size>
      <Speed>nvme</Speed>
      <IOProfile by="permalink">standard</IOProfile>
      <BackupPolicies>
        <BackupPolicy>
          <Retention>7</Retention>
          <Schedule>
            <Interval>daily</Interval>
            <Frequency>1</Frequency>
            <Time>3</Time>
          </Schedule>
        </BackupPolicy>
      </BackupPolicies>
    </Disk>
    <Disk>
      <Name>Data</Name>
      <Size>120</Size>
      <FileSystemType>ext4</FileSystemType>
    </Disk>
  </SystemDisks>
  <SharedDisks>
    <Disk by="name">Shared</Disk>
  </SharedDisks>
  <NetworkInterfaces>
    <NetworkInterface>
      <Network by="permalink">uk-demo-01-public</Network>
      <SpeedProfile>nsp_Qd2mV7kYr9LxT4fJ</SpeedProfile>
      <IPAddressAllocation type="new">
        <Version>4</Version>
      </IPAddressAllocation>
      <IPAddressAllocation type="new">
        <Version>6</Version>
        <Subnet by="address">2001:db8::/32</Subnet>
      </IPAddressAllocation>
      <IPAddressAllocation type="existing">
        <IPAddress by="address">{address}</IPAddress>
      </IPAddressAllocation>
    </NetworkInterface>
    <NetworkInterface>
      <VirtualNetwork>vnet_S5bWk8dNz3XqH0tC</VirtualNetwork>
    </NetworkInterface>
  </NetworkInterfaces>
  <Hostname>
    <Hostname>contract-1</Hostname>
  </Hostname>
  <Name>Contract &lt;1&gt;</Name>
  <Description>All of it</Description>
  <Group by="name">shop</Group>
  <AuthorizedKeys continuous_management="yes">
    <Users>
      <User by="email_address">ops@example.net</User>
    </Users>
    <SSHKeys>
      <SSHKey>{key}</SSHKey>
      <SSHKey>ssh-ed25519 AAAAtext</SSHKey>
    </SSHKeys>
  </AuthorizedKeys>
  <BackupPolicies>
    <BackupPolicy>
      <Retention>2</Retention>
    </BackupPolicy>
  </BackupPolicies>
  <Tags>
    <Tag>web</Tag>
    <Tag>unheard of</Tag>
  </Tags>
  <ISO>iso_Jc8wP5dXq2VnT7kR</ISO>
</VirtualMachineSpec>
"#
    )
}

fn simple_with_disks(it: &mut Watched) {
    let path = "organizations/organization/virtual_machines/build";
    let mut order = json!({
        "organization": {"sub_domain": "otter-post"},
        "data_center": {"permalink": "uk-demo-01"},
        "package": {"permalink": "pebble-2"},
        "disk_template": {"permalink": "templates/rocky-9"},
        "disk_template_options": [{"key": "install_agent", "value": "true"}],
        "disks": [
            {"name": "Data", "size_in_gb": 30, "initial_file_system": "xfs"},
            {"size_in_gb": "15", "system": true, "storage_speed": "nvme"},
        ],
    });
    let made = it.ask("POST", path, &order, 201);
    it.wait(30);
    let build = text(&made["build"]["id"]);
    let build = it.get(&format!("virtual_machines/builds/{build}"));
    let xml = text(&build["virtual_machine_build"]["spec_xml"]);
    assert!(
        xml.contains("<FileSystemType>xfs</FileSystemType>"),
        "{xml}"
    );
    let id = text(&build["virtual_machine_build"]["virtual_machine"]["id"]);
    let disks = it.get(&format!("virtual_machines/{id}/disks"));
    let first = &disks["disks"][0];
    assert_eq!(
        (&first["boot"], &first["disk"]["size_in_gb"]),
        (&json!(true), &json!(15))
    );
    order["disks"][0]["system"] = json!(1);
    it.refused("POST", path, &order, (422, "one_system_disk_required"));
    order["disks"] = json!([{"size_in_gb": 0, "system": true}]);
    it.refused("POST", path, &order, (422, "validation_error"));
    order["disks"] = json!([{"system": true}]);
    it.refused("POST", path, &order, (400, "missing_required_argument"));
}
