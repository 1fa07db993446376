//! Whole documents.

use super::read;
use crate::katapult::spec::{
    SpecDocument,
    allocation::AllocationKind,
    backup::Interval,
    disk::Speed,
    hostname::Hostname,
    reference::{By, Reference},
};
use pilothouse_core::Document;

/// With everything a document can hold, laid out as it is written.
pub(super) const FULL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<VirtualMachineSpec>
  <DataCenter by="permalink">no-fjord-03</DataCenter>
  <Resources>
    <Package by="permalink">boulder-8</Package>
  </Resources>
  <DiskTemplate>
    <DiskTemplate by="permalink">templates/alma-9</DiskTemplate>
    <Version by="number">11</Version>
    <Option key="install_agent">false</Option>
    <Option key="root_password">s&amp;lt;3cr3t</Option>
  </DiskTemplate>
  <ISO>iso_fJoRd000iSo00007</ISO>
  <SystemDisks>
    <Disk>
      <Name>Root</Name>
      <Size>60</Size>
      <Speed>nvme</Speed>
      <IOProfile by="permalink">steady</IOProfile>
      <BackupPolicies>
        <BackupPolicy>
          <Retention>5</Retention>
          <Schedule>
            <Interval>weekly</Interval>
            <Frequency>2</Frequency>
            <Time>4</Time>
          </Schedule>
        </BackupPolicy>
      </BackupPolicies>
    </Disk>
    <Disk>
      <Name>Mail</Name>
      <Size>250</Size>
      <FileSystemType>xfs</FileSystemType>
    </Disk>
  </SystemDisks>
  <SharedDisks>
    <Disk by="name">Archive</Disk>
  </SharedDisks>
  <BackupPolicies>
    <BackupPolicy>
      <Retention>30</Retention>
    </BackupPolicy>
  </BackupPolicies>
  <NetworkInterfaces>
    <NetworkInterface>
      <Network by="permalink">no-fjord-03-public</Network>
      <SpeedProfile by="permalink">10gbps</SpeedProfile>
      <IPAddressAllocation type="new">
        <Version>6</Version>
        <Subnet by="address">2001:db8:7::/64</Subnet>
      </IPAddressAllocation>
      <IPAddressAllocation type="existing">
        <IPAddress by="address">203.0.113.77</IPAddress>
      </IPAddressAllocation>
    </NetworkInterface>
    <NetworkInterface>
      <VirtualNetwork>vnet_fJoRd00VnEt00003</VirtualNetwork>
    </NetworkInterface>
  </NetworkInterfaces>
  <Hostname>
    <Hostname>mail-3</Hostname>
  </Hostname>
  <Name>Mail 3</Name>
  <Description>Takes post for &lt;three&gt; offices</Description>
  <Group by="name">post</Group>
  <AuthorizedKeys>
    <Users>
      <User by="email_address">post@example.org</User>
    </Users>
    <SSHKeys all="yes"/>
  </AuthorizedKeys>
  <Tags>
    <Tag>mail</Tag>
    <Tag>fjord</Tag>
  </Tags>
</VirtualMachineSpec>
"#;

/// The least a machine can be built from.
pub(super) const SMALLEST: &str = r#"<VirtualMachineSpec>
<Hostname><Hostname type="random"/></Hostname>
<DiskTemplate><DiskTemplate by="permalink">templates/alma-9</DiskTemplate></DiskTemplate>
<Resources><Package by="permalink">boulder-8</Package></Resources>
<DataCenter by="permalink">no-fjord-03</DataCenter>
</VirtualMachineSpec>"#;

/// As the server gives a copy back: other declaration, ids, and what it adds.
const NORMALISED: &str = r#"<?xml version="1.0"?>
<VirtualMachineSpec>
  <DataCenter>loc_fJoRd00000000003</DataCenter>
  <Resources>
    <Package by="permalink">boulder-8</Package>
  </Resources>
  <DiskTemplate>
    <DiskTemplate by="permalink">templates/alma-9</DiskTemplate>
    <Version by="number">12</Version>
  </DiskTemplate>
  <NetworkInterfaces>
    <NetworkInterface>
      <SpeedProfile>nsp_fJoRd00000000010</SpeedProfile>
      <IPAddressAllocation type="existing">
        <IPAddress by="address">203.0.113.77</IPAddress>
      </IPAddressAllocation>
    </NetworkInterface>
  </NetworkInterfaces>
  <Hostname>
    <Hostname>mail-3</Hostname>
  </Hostname>
  <Description/>
  <AuthorizedKeys continuous_management="no">
    <SSHKeys all="yes"/>
  </AuthorizedKeys>
  <Tags>
    <Tag>mail</Tag>
  </Tags>
</VirtualMachineSpec>
"#;

fn permalink(value: &str) -> Reference {
    let (by, value) = (By::Permalink, value.to_owned());
    Reference { by, value }
}

#[test]
fn a_full_document_is_read_and_written_to_the_letter() {
    let spec = read(FULL);
    assert_eq!(spec.data_center, Some(permalink("no-fjord-03")));
    assert_eq!(spec.zone, None);
    assert_eq!(spec.resources.package, Some(permalink("boulder-8")));
    assert_eq!(spec.template.version, Some(11));
    assert_eq!(spec.template.options[1].value, "s&lt;3cr3t");
    let disks = spec.system_disks.as_deref().unwrap();
    assert_eq!(
        (disks[0].size, disks[0].speed),
        (Some(60), Some(Speed::Nvme))
    );
    assert_eq!(disks[0].io_profile, Some(permalink("steady")));
    let policy = &disks[0].backups[0];
    assert_eq!(
        (policy.retention, policy.interval),
        (Some(5), Some(Interval::Weekly))
    );
    assert_eq!((policy.frequency, policy.time), (Some(2), Some(4)));
    assert_eq!(disks[1].file_system.as_deref(), Some("xfs"));
    assert_eq!(spec.shared_disks[0].by, By::Name);
    assert_eq!(spec.backups[0].retention, Some(30));
    let interfaces = spec.interfaces.as_deref().unwrap();
    let existing = &interfaces[0].allocations[1];
    assert_eq!(existing.kind, AllocationKind::Existing);
    assert_eq!(existing.address.as_ref().unwrap().by, By::Address);
    assert_eq!(
        interfaces[1].virtual_network.as_deref(),
        Some("vnet_fJoRd00VnEt00003")
    );
    assert_eq!(spec.hostname, Some(Hostname::Given("mail-3".to_owned())));
    let description = "Takes post for <three> offices";
    assert_eq!(spec.description.as_deref(), Some(description));
    assert_eq!(spec.authorized_keys.users[0].by, By::EmailAddress);
    assert!(spec.authorized_keys.all_keys);
    assert_eq!(spec.tags, ["mail", "fjord"]);
    assert_eq!(spec.write(), FULL);
    assert_eq!(SpecDocument.flaws(FULL), []);
}

#[test]
fn the_smallest_document_is_enough() {
    let spec = read(SMALLEST);
    assert_eq!(spec.hostname, Some(Hostname::Random));
    assert_eq!(SpecDocument.flaws(SMALLEST), []);
    let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<VirtualMachineSpec>
  <DataCenter by="permalink">no-fjord-03</DataCenter>
  <Resources>
    <Package by="permalink">boulder-8</Package>
  </Resources>
  <DiskTemplate>
    <DiskTemplate by="permalink">templates/alma-9</DiskTemplate>
  </DiskTemplate>
  <Hostname>
    <Hostname type="random"/>
  </Hostname>
</VirtualMachineSpec>
"#;
    assert_eq!(SpecDocument.normal(SMALLEST).as_deref(), Ok(expected));
}

#[test]
fn the_servers_own_copy_is_written_as_it_came_but_for_its_first_line() {
    let spec = read(NORMALISED);
    assert_eq!(spec.authorized_keys.is_managed, Some(false));
    let ours = NORMALISED
        .replace("\"1.0\"", "\"1.0\" encoding=\"UTF-8\"")
        .replace("  <Description/>\n", "");
    assert_eq!(spec.write(), ours);
}

#[test]
fn an_answer_to_a_template_is_not_printed() {
    let printed = format!("{:?}", read(FULL));
    assert!(!printed.contains("3cr3t"), "{printed}");
    assert!(printed.contains("root_password"), "{printed}");
}
