//! What clients written by other people send, to the letter, against the simulation: Krystal's
//! Go client, their command line, their Terraform provider, and clients generated from the
//! published description (reference, Addressing objects; Encoding; Quirks). None of this needs
//! the description.

use jiff::{SignedDuration, Timestamp};
use pilothouse_sandbox::{Options, Request, Seed, Simulated, katapult};
use serde_json::{Value, json};

use crate::watched::text;

/// The service as a client sees it.
struct Service {
    world: katapult::World,
    now: Timestamp,
    /// Sent with a body.
    content_type: &'static str,
}

impl Service {
    fn new(content_type: &'static str) -> Self {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let options = Options {
            seed: Seed::Small,
            pace: 1.0,
        };
        Self {
            world: katapult::World::new(options, now),
            now,
            content_type,
        }
    }

    fn wait(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
    }

    /// Sends a request as it stands. A body of null is none, and has no content type.
    fn send(&mut self, method: &str, target: &str, body: &Value) -> (u16, Value) {
        let token = self.world.demo().values[0].1;
        let mut request = http::Request::builder()
            .method(method)
            .uri(target)
            .header("accept", "application/json")
            .header("authorization", format!("Bearer {token}"));
        let mut bytes = Vec::new();
        if !body.is_null() {
            request = request.header("content-type", self.content_type);
            bytes = body.to_string().into_bytes();
        }
        let request: Request = request.body(bytes).unwrap();
        let response = self.world.handle(&request, self.now);
        let status = response.status().as_u16();
        (status, serde_json::from_slice(response.body()).unwrap())
    }

    /// Sends a request that has to succeed.
    fn done(&mut self, method: &str, target: &str, body: &Value) -> Value {
        let (status, answer) = self.send(method, target, body);
        assert!(status < 300, "{method} {target} {body}: {answer}");
        answer
    }

    fn get(&mut self, target: &str) -> Value {
        self.done("GET", target, &Value::Null)
    }

    /// The code of a refusal, where the envelope has it.
    fn code(&mut self, method: &str, target: &str, body: &Value) -> (u16, String) {
        let (status, answer) = self.send(method, target, body);
        (status, text(&answer["error"]["code"]))
    }

    fn machine(&mut self, hostname: &str) -> String {
        let body = self.get(&format!(
            "/core/v1/virtual_machines/_?virtual_machine%5Bfqdn%5D={hostname}.otter-post.katapult.example"
        ));
        text(&body["virtual_machine"]["id"])
    }
}

/// Underscores in paths, lookups in the query, and no body with most writes.
#[test]
fn the_go_client_gets_by() {
    let mut it = Service::new("application/json");
    let by_name = "/core/v1/organizations/_?organization%5Bsub_domain%5D=otter-post";
    let organization = text(&it.get(by_name)["organization"]["id"]);
    let machines = it.get(&format!(
        "/core/v1/organizations/_/virtual_machines?organization%5Bid%5D={organization}&page=1&per_page=5"
    ));
    assert_eq!(machines["virtual_machines"].as_array().unwrap().len(), 5);
    let id = it.machine("mail");
    let none = Value::Null;
    for (action, state) in [
        ("shutdown", "stopped"),
        ("start", "started"),
        ("reset", "started"),
        ("stop", "stopped"),
    ] {
        let target = format!("/core/v1/virtual_machines/_/{action}?virtual_machine%5Bid%5D={id}");
        let task = it.done("POST", &target, &none);
        let task = text(&task["task"]["id"]);
        it.wait(10);
        // By the real id in the path.
        let task = it.get(&format!("/core/v1/tasks/{task}"));
        assert_eq!(task["task"]["status"], "completed", "{action}");
        let machine = it.get(&format!("/core/v1/virtual_machines/{id}"));
        assert_eq!(machine["virtual_machine"]["state"], state, "{action}");
    }
    let group = it.get(&format!(
        "/core/v1/organizations/_/virtual_machine_groups?organization%5Bid%5D={organization}"
    ));
    let group = text(&group["virtual_machine_groups"][0]["id"]);
    it.get(&format!("/core/v1/virtual_machine_groups/{group}"));
    for group in [json!({"id": group}), Value::Null] {
        let body = json!({"virtual_machine": {"id": id}, "properties": {"group": group}});
        let changed = it.done("PATCH", "/core/v1/virtual_machines/_", &body);
        assert_eq!(changed["virtual_machine"]["group"]["id"], group["id"]);
    }
    // Its flat keys and tags are not what the service takes.
    for (list, body) in [
        ("ssh_keys", json!({"name": "k", "key": "ssh-rsa AAAA"})),
        ("tags", json!({"name": "t", "color": "teal"})),
    ] {
        let target = format!("/core/v1/organizations/_/{list}?organization%5Bid%5D={organization}");
        let refused = it.code("POST", &target, &body);
        assert_eq!(refused, (400, "missing_required_argument".to_owned()));
    }
    let target = format!("/core/v1/virtual_machines/_?virtual_machine%5Bid%5D={id}");
    let gone = it.done("DELETE", &target, &none);
    let object = text(&gone["trash_object"]["id"]);
    let refused = it.code("GET", &target, &none);
    assert_eq!(refused, (406, "object_in_trash".to_owned()));
    let restore = format!("/core/v1/trash_objects/_/restore?trash_object%5Bid%5D={object}");
    it.done("POST", &restore, &none);
    let gone = it.done("DELETE", &target, &none);
    let object = text(&gone["trash_object"]["id"]);
    let purge = format!("/core/v1/trash_objects/_?trash_object%5Bid%5D={object}");
    it.done("DELETE", &purge, &none);
    it.wait(10);
    let refused = it.code("GET", &purge, &none);
    assert_eq!(refused, (404, "trash_object_not_found".to_owned()));
}

/// Addresses and interfaces as the Go client asks for them.
#[test]
fn the_go_client_handles_addresses() {
    let mut it = Service::new("application/json");
    let none = Value::Null;
    let network = "/core/v1/networks/:network?network%5Bpermalink%5D=uk-demo-01-public";
    let network = text(&it.get(network)["network"]["id"]);
    let made = it.done(
        "POST",
        "/core/v1/organizations/_/ip_addresses",
        &json!({
            "organization": {"sub_domain": "otter-post"},
            "network": {"id": network},
            "version": "ipv4",
        }),
    );
    let address = text(&made["ip_address"]["address"]);
    let ip = text(&made["ip_address"]["id"]);
    let machine = it.machine("shop-front");
    let interfaces = it.get(&format!(
        "/core/v1/virtual_machines/_/network_interfaces?virtual_machine%5Bid%5D={machine}"
    ));
    let interface = text(&interfaces["virtual_machine_network_interfaces"][0]["id"]);
    let one = "/core/v1/virtual_machine_network_interfaces";
    let free = it.get(&format!(
        "{one}/_/available_ips/ipv4?virtual_machine_network_interface%5Bid%5D={interface}"
    ));
    assert_eq!(free["ip_addresses"][0]["id"], json!(ip));
    let body = json!({
        "virtual_machine_network_interface": {"id": interface},
        "ip_address": {"address": address},
    });
    it.done("POST", &format!("{one}/_/allocate_ip"), &body);
    let body = json!({
        "virtual_machine_network_interface": {"id": interface},
        "address_version": "ipv6",
    });
    it.done("POST", &format!("{one}/_/allocate_new_ip"), &body);
    let unallocate = format!("/core/v1/ip_addresses/_/unallocate?ip_address%5Bid%5D={ip}");
    assert_eq!(it.done("POST", &unallocate, &none), json!({}));
    let target = format!("/core/v1/ip_addresses/_?ip_address%5Baddress%5D={address}");
    assert!(it.get(&target)["allocation"].is_null());
    assert_eq!(it.done("DELETE", &target, &none), json!({}));
    let refused = it.code("GET", &target, &none);
    assert_eq!(refused, (404, "ip_address_not_found".to_owned()));
}

/// Loops over pages by their total, and orders machines with ids of keys and tags.
#[test]
fn the_command_line_gets_by() {
    let mut it = Service::new("application/json");
    let organization = "organization%5Bsub_domain%5D=otter-post";
    let (mut page, mut seen) = (1, 0);
    loop {
        let body = it.get(&format!(
            "/core/v1/organizations/_/virtual_machines?{organization}&page={page}"
        ));
        seen += body["virtual_machines"].as_array().unwrap().len();
        page += 1;
        if page > body["pagination"]["total_pages"].as_u64().unwrap() {
            break;
        }
    }
    assert_eq!(seen, 14);
    let key = it.get(&format!("/core/v1/organizations/_/ssh_keys?{organization}"));
    let key = text(&key["ssh_keys"][0]["id"]);
    let tag = it.get(&format!("/core/v1/organizations/_/tags?{organization}"));
    let tag = &tag["tags"][0];
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<VirtualMachineSpec><DataCenter>loc_Zr6uT0bKq3HnV8dS</DataCenter>\
         <Resources><Package>vmpkg_Hq3xZ8nVb0KtW5rM</Package></Resources>\
         <DiskTemplate><DiskTemplate>dtpl_Rw4nX7sKb1VtH9qC</DiskTemplate><Option key=\"install_agent\">true</Option></DiskTemplate>\
         <NetworkInterfaces><NetworkInterface><Network>netw_Fp0sX6hRk2WvB9nD</Network>\
         <IPAddressAllocation type=\"new\"><Version>4</Version></IPAddressAllocation></NetworkInterface></NetworkInterfaces>\
         <Hostname><Hostname type=\"random\"></Hostname></Hostname>\
         <AuthorizedKeys><SSHKeys><SSHKey>{key}</SSHKey></SSHKeys></AuthorizedKeys>\
         <Tags><Tag>{}</Tag></Tags></VirtualMachineSpec>",
        text(&tag["id"])
    );
    let made = it.done(
        "POST",
        "/core/v1/organizations/_/virtual_machines/build_from_spec",
        &json!({"organization": {"sub_domain": "otter-post"}, "xml": xml}),
    );
    let hostname = text(&made["hostname"]);
    it.wait(30);
    let id = it.machine(&hostname);
    let machine = it.get(&format!("/core/v1/virtual_machines/{id}"));
    assert_eq!(machine["virtual_machine"]["tag_names"][0], tag["name"]);
    // What it calls power-off is a shutdown.
    let target = format!(
        "/core/v1/virtual_machines/_/shutdown?virtual_machine%5Bfqdn%5D={hostname}.otter-post.katapult.example"
    );
    it.done("POST", &target, &Value::Null);
}

/// Plans, applies, changes and destroys a machine with an address of its own and a second disk.
#[test]
fn the_terraform_provider_gets_by() {
    let mut it = Service::new("application/json");
    let none = Value::Null;
    let order = json!({
        "organization": {"sub_domain": "otter-post"},
        "network": {"permalink": "uk-demo-01-public"},
        "version": "ipv4",
    });
    let path = "/core/v1/organizations/organization/ip_addresses";
    let ip = it.done("POST", path, &order);
    let (ip, address) = (&ip["ip_address"]["id"], &ip["ip_address"]["address"]);
    let (ip, address) = (text(ip), text(address));
    let xml = format!(
        "<VirtualMachineSpec><DataCenter by=\"permalink\">uk-demo-01</DataCenter>\
         <Resources><Package by=\"permalink\">pebble-2</Package></Resources>\
         <DiskTemplate><DiskTemplate by=\"permalink\">templates/ubuntu-24-04</DiskTemplate>\
         <Option key=\"install_agent\">true</Option></DiskTemplate>\
         <NetworkInterfaces><NetworkInterface><Network by=\"permalink\">uk-demo-01-public</Network>\
         <SpeedProfile by=\"permalink\">1gbps</SpeedProfile>\
         <IPAddressAllocation type=\"existing\"><IPAddress>{ip}</IPAddress></IPAddressAllocation>\
         </NetworkInterface></NetworkInterfaces><Hostname><Hostname>TF-Acc-1</Hostname></Hostname>\
         <AuthorizedKeys><Users all=\"yes\"/><SSHKeys all=\"yes\"/></AuthorizedKeys></VirtualMachineSpec>"
    );
    let made = it.done(
        "POST",
        "/core/v1/organizations/organization/virtual_machines/build_from_spec",
        &json!({"organization": {"sub_domain": "otter-post"}, "xml": xml}),
    );
    let build = format!(
        "/core/v1/virtual_machines/builds/virtual_machine_build?virtual_machine_build%5Bid%5D={}",
        text(&made["virtual_machine_build"]["id"])
    );
    it.wait(2);
    let id = loop {
        let body = it.get(&build);
        if body["virtual_machine_build"]["state"] == "complete" {
            break text(&body["virtual_machine_build"]["virtual_machine"]["id"]);
        }
        it.wait(5);
    };
    it.wait(10);
    let target = format!("/core/v1/virtual_machines/virtual_machine?virtual_machine%5Bid%5D={id}");
    let machine = it.get(&target)["virtual_machine"].clone();
    assert_eq!(
        (&machine["state"], &machine["hostname"]),
        (&json!("started"), &json!("tf-acc-1"))
    );
    assert_eq!(machine["ip_addresses"][0]["address"], json!(address));
    assert_eq!(machine["ip_addresses"][0]["reverse_dns"], machine["fqdn"]);
    let change = json!({
        "virtual_machine": {"id": id},
        "properties": {"description": "By Terraform", "tag_names": ["new tag"], "group": null},
    });
    let path = "/core/v1/virtual_machines/virtual_machine";
    let changed = it.done("PATCH", path, &change);
    assert_eq!(changed["virtual_machine"]["tag_names"], json!(["new tag"]));
    second_disk(&mut it, &id);
    // Stopped first, then deleted, its address freed while it is in the trash, then purged.
    let path = "/core/v1/virtual_machines/virtual_machine/stop";
    it.done("POST", path, &json!({"virtual_machine": {"id": id}}));
    it.wait(5);
    let gone = it.done("DELETE", &target, &none);
    let object = text(&gone["trash_object"]["id"]);
    let path = "/core/v1/ip_addresses/ip_address";
    let shown = it.get(&format!("{path}?ip_address%5Bid%5D={ip}"));
    assert_eq!(shown["allocation"]["value"]["id"], json!(id));
    let unallocate = json!({"ip_address": {"id": ip}});
    it.done("POST", &format!("{path}/unallocate"), &unallocate);
    it.done("DELETE", path, &unallocate);
    let purge = json!({"trash_object": {"id": object}});
    it.done("DELETE", "/core/v1/trash_objects/trash_object", &purge);
    it.wait(15);
    let refused = it.code("GET", &target, &none);
    assert_eq!(refused, (404, "virtual_machine_not_found".to_owned()));
}

fn second_disk(it: &mut Service, machine: &str) {
    let made = it.done(
        "POST",
        "/core/v1/organizations/organization/disks",
        &json!({
            "organization": {"sub_domain": "otter-post"},
            "properties": {
                "name": "data", "size_in_gb": 10, "data_center": {"permalink": "uk-demo-01"},
                "storage_speed": "ssd", "initial_file_system": "ext4",
            },
        }),
    );
    let on = json!({"disk": {"id": made["disk"]["id"]}});
    it.wait(10);
    let mut assign = on.clone();
    assign["virtual_machine"] = json!({"id": machine});
    it.done("POST", "/core/v1/disks/disk/assign", &assign);
    it.done("POST", "/core/v1/disks/disk/attach", &on);
    it.wait(10);
    let mut resize = on.clone();
    resize["size_in_gb"] = json!(20);
    resize["resize_method"] = json!("online");
    it.done("PUT", "/core/v1/disks/disk/resize", &resize);
    it.wait(10);
    it.done("POST", "/core/v1/disks/disk/detach", &on);
    it.wait(10);
    // Unassigned whether it is assigned or not.
    it.done("POST", "/core/v1/disks/disk/unassign", &on);
    it.done("POST", "/core/v1/disks/disk/unassign", &on);
    let gone = it.done("DELETE", "/core/v1/disks/disk", &on);
    let purge = json!({"trash_object": {"object_id": on["disk"]["id"]}});
    assert_eq!(gone["trash_object"]["object_id"], on["disk"]["id"]);
    it.done("DELETE", "/core/v1/trash_objects/trash_object", &purge);
}

/// Parameter names in paths, bodies with every write, a charset after the content type, arrays
/// in the query one field after the other, and empty objects for what is not given.
#[test]
fn generated_clients_get_by() {
    let mut it = Service::new("application/json; charset=utf-8");
    let id = it.machine("mail");
    let on = json!({"virtual_machine": {"id": id}});
    let one = "/core/v1/virtual_machines/virtual_machine";
    it.done("POST", &format!("{one}/shutdown"), &on);
    it.wait(10);
    let mut patch = on.clone();
    patch["properties"] = json!({});
    patch["annotations"] = json!([{"key": "team", "value": "shop"}, {"key": "env", "value": "x"}]);
    it.done("PATCH", one, &patch);
    let list = "/core/v1/organizations/organization/virtual_machines?organization%5Bsub_domain%5D=otter-post";
    for (query, total) in [
        (
            "annotations%5B%5D%5Bkey%5D=team&annotations%5B%5D%5Bkey%5D=env\
             &annotations%5B%5D%5Bvalue%5D=shop&annotations%5B%5D%5Bvalue%5D=x",
            1,
        ),
        (
            "annotations%5B%5D%5Bkey%5D=team&annotations%5B%5D%5Bvalue%5D=shop",
            3,
        ),
    ] {
        let body = it.get(&format!("{list}&{query}"));
        assert_eq!(body["pagination"]["total"], total, "{query}");
    }
    it.done("DELETE", one, &on);
    let object = json!({"trash_object": {"object_id": id}});
    let restore = "/core/v1/trash_objects/trash_object/restore";
    it.done("POST", restore, &object);
    // Any scalar may come as text, and null is the same as nothing.
    let order = json!({
        "organization": {"id": null, "sub_domain": "otter-post"},
        "zone": {"permalink": "nl-demo-01-a"},
        "data_center": null,
        "package": {"permalink": "pebble-1"},
        "disk_template": null,
        "hostname": null,
        "unknown": {"ignored": true},
    });
    let build = "/core/v1/organizations/organization/virtual_machines/build";
    let made = it.done("POST", build, &order);
    assert_eq!(text(&made["hostname"]).split('-').count(), 3);
    // A body of another type is not read.
    it.content_type = "text/plain";
    let refused = it.code("POST", build, &order);
    assert_eq!(refused, (400, "missing_required_argument".to_owned()));
}
