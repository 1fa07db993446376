//! Volumes, images, addresses and private networks.

use super::*;

const VOLUMES: &str = "/v2/storage-volumes";
const ADDRESSES: &str = "/v2/ipv4-addresses";
const IMAGES: &str = "/v2/disk-images";

fn named(list: &Value, label: &str) -> Value {
    let list = list.as_array().unwrap();
    list.iter().find(|v| v["label"] == label).unwrap().clone()
}

fn to(machine: &str) -> String {
    value!({ "virtual_machine_id": machine }).to_string()
}

impl Desk {
    fn volume(&mut self, id: &str) -> Value {
        let mut answer = self.call("GET", &format!("{VOLUMES}/{id}"), "");
        answer["storage_volume"].take()
    }

    fn address(&mut self, id: &str) -> Value {
        let mut answer = self.call("GET", &format!("{ADDRESSES}/{id}"), "");
        answer["ipv4_address"].take()
    }

    fn volume_named(&mut self, label: &str) -> String {
        let list = self.call("GET", VOLUMES, "");
        named(&list["storage_volumes"], label)["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

#[test]
fn volumes_have_the_published_fields() {
    let mut desk = Desk::small();
    let list = desk.call("GET", VOLUMES, "");
    assert_eq!(list["success"], true);
    for volume in list["storage_volumes"].as_array().unwrap() {
        assert!(volume["id"].is_string() && volume["size"].is_u64());
        assert!(volume["label"].is_string() || volume["label"].is_null());
        assert!(volume["cost_per_hour"].is_number() || volume["cost_per_hour"].is_null());
        assert!(["hdd", "ssd"].contains(&volume["type"].as_str().unwrap()));
        assert!(volume["system_disk"].is_boolean());
        let shared = volume["shared_disk"].as_bool().unwrap();
        assert_eq!(volume["virtual_machines"].is_array(), shared);
        assert_eq!(volume.get("virtual_machine").is_none(), shared);
        let whole = desk.volume(volume["id"].as_str().unwrap());
        assert!(whole["owner"]["id"].is_string() && whole["zone"]["id"].is_string());
        assert_eq!(whole["task"], value!([]));
        assert!(whole.get("attach_time").is_some());
        for (name, content) in volume.as_object().unwrap() {
            assert_eq!(whole[name], *content, "{name}");
        }
    }
    let holder = &list["storage_volumes"][0]["virtual_machine"];
    assert!(holder["id"].is_string() && holder["label"].is_string());
    assert_eq!(holder["attach_time"], "2026-05-04 08:30:00");
}

#[test]
fn a_volume_moves_a_little_later() {
    let mut desk = Desk::small();
    let (machine, volume) = (desk.id("web-poz-01"), desk.volume_named("archive"));
    let call = |desk: &mut Desk, verb: &str, body: &str| {
        desk.call("POST", &format!("{VOLUMES}/{volume}/{verb}"), body)
    };
    assert_eq!(
        call(&mut desk, "detach", ""),
        no(),
        "it is attached to nothing"
    );
    for (body, why) in [
        (&*to("nobody"), "no such machine"),
        ("", "none named"),
        ("{", "no JSON"),
    ] {
        assert_eq!(call(&mut desk, "attach", body)["success"], false, "{why}");
    }
    let fresh = desk.id("worker-poz-09");
    assert_eq!(
        call(&mut desk, "attach", &to(&fresh)),
        no(),
        "it is being installed"
    );
    assert_eq!(call(&mut desk, "attach", &to(&machine)), yes());
    let shown = desk.volume(&volume);
    assert!(shown["virtual_machine"].is_null(), "old values at first");
    assert_eq!(shown["task"].as_array().unwrap().len(), 1);
    assert_eq!(
        call(&mut desk, "attach", &to(&machine)),
        no(),
        "it is under way"
    );
    let shown = desk.wait(1.6).volume(&volume);
    assert_eq!(shown["task"], value!([]));
    assert_eq!(shown["virtual_machine"]["id"], *machine);
    assert_eq!(shown["attach_time"], "2026-06-02 10:15:31");
    let has = |desk: &mut Desk| {
        let volumes = desk.machine(&machine)["storage_volumes"].take();
        volumes
            .as_array()
            .unwrap()
            .iter()
            .any(|v| v["id"] == *volume)
    };
    assert!(has(&mut desk));
    assert_eq!(
        call(&mut desk, "attach", &to(&machine)),
        no(),
        "it has it already"
    );
    let target = format!("{VOLUMES}/{volume}");
    assert_eq!(
        desk.call("DELETE", &target, "")["success"],
        false,
        "it is attached"
    );
    assert_eq!(call(&mut desk, "detach", ""), yes());
    assert!(has(&mut desk));
    assert!(desk.wait(1.6).volume(&volume)["virtual_machine"].is_null());
    assert!(!has(&mut desk));
    assert_eq!(desk.call("DELETE", &target, ""), yes());
    assert_eq!(desk.wait(1.6).raw("GET", &target, "").status(), 404);
}

#[test]
fn a_system_volume_stays_while_its_machine_is_on() {
    let mut desk = Desk::small();
    for (label, accepted) in [("web-poz-01", false), ("cache-poz-01", true)] {
        let id = desk.id(label);
        let volume = desk.machine(&id)["storage_volumes"][0]["id"].take();
        let target = format!("{VOLUMES}/{}/detach", volume.as_str().unwrap());
        assert_eq!(
            desk.call("POST", &target, "")["success"],
            accepted,
            "{label}"
        );
    }
}

#[test]
fn a_shared_volume_has_several_machines() {
    let mut desk = Desk::small();
    let (volume, third) = (desk.volume_named("cluster"), desk.id("shop-waw-01"));
    let call = |desk: &mut Desk, verb: &str, body: &str| {
        let answer = desk.call("POST", &format!("{VOLUMES}/{volume}/{verb}"), body);
        let machines = desk.wait(1.6).volume(&volume)["virtual_machines"].take();
        (
            answer["success"] == true,
            machines.as_array().unwrap().len(),
        )
    };
    assert_eq!(call(&mut desk, "attach", &to(&third)), (true, 3));
    assert_eq!(call(&mut desk, "attach", &to(&third)), (false, 3));
    assert_eq!(call(&mut desk, "detach", ""), (false, 3), "from which?");
    assert_eq!(call(&mut desk, "detach", &to(&third)), (true, 2));
}

#[test]
fn an_image_becomes_a_template() {
    let mut desk = Desk::small();
    let first = desk.call("GET", IMAGES, "")["disk_images"][0].take();
    assert!(first["id"].is_string() && first["size"].is_u64() && first["owner"]["id"].is_string());
    assert!(first["cost_per_hour"].is_number() && first["storage_volume"]["id"].is_string());
    let template = |desk: &mut Desk, label: &str| {
        let list = desk.call("GET", "/v2/templates", "")["templates"].take();
        let list = list.as_array().unwrap().clone();
        list.into_iter().find(|t| t["label"] == label)
    };
    assert!(template(&mut desk, "shop-golden-2026-05").unwrap()["owner"]["id"].is_string());
    assert!(
        template(&mut desk, "Debian 12")
            .unwrap()
            .get("owner")
            .is_none()
    );

    let volume = desk.volume_named("archive");
    let body = value!({"storage_volume_id": volume, "label": "mine"}).to_string();
    let answer = desk.call("PUT", IMAGES, &body);
    assert_eq!(answer["success"], true);
    let id = answer["disk_image"]["id"].as_str().unwrap().to_owned();
    let listed = named(&desk.call("GET", IMAGES, "")["disk_images"], "mine");
    assert_eq!(
        (&listed["id"], &listed["size"]),
        (&value!(id), &value!(100))
    );
    assert_eq!(listed["storage_volume"]["id"], *volume);
    assert!(template(&mut desk, "mine").is_none(), "not copied yet");
    let shown = desk.wait(1.6);
    let shown = template(shown, "mine").unwrap();
    assert!(shown["id"].is_string() && shown["owner"]["name"].is_string());
    let zone = catalogue::Zone::FirstPublic.id();
    let order = value!({"create_vm": {"cpus": 1, "ram": 512, "compute_zone_id": zone,
        "name": "copy", "boot_type": "image", "os": shown["id"]}});
    let made = desk.call("PUT", "/v2/virtual-machines", &order.to_string());
    let machine = made["virtual_machine"]["id"].as_str().unwrap();
    assert_eq!(
        desk.machine(machine)["system"],
        value!({"id": shown["id"], "name": "mine"})
    );

    assert_eq!(desk.call("DELETE", &format!("{IMAGES}/{id}"), ""), yes());
    assert!(template(desk.wait(1.6), "mine").is_none());
    assert_eq!(
        desk.raw("DELETE", &format!("{IMAGES}/{id}"), "").status(),
        404
    );
    for body in [
        "",
        "{}",
        r#"{"storage_volume_id":"x","label":"a"}"#,
        &body.replace("mine", ""),
    ] {
        assert_eq!(desk.call("PUT", IMAGES, body)["success"], false, "{body}");
    }
}

#[test]
fn addresses_come_and_go() {
    let mut desk = Desk::small();
    let machine = desk.id("no-address-poz-01");
    let zone = catalogue::Zone::FirstPublic.id();
    let mut made = Vec::new();
    for path in [ADDRESSES, "/v2/ipv4-addresses/"] {
        let mut answer = desk.call("PUT", path, &value!({ "zone_id": zone }).to_string());
        assert_eq!(answer["success"], true);
        made.push(answer["ipv4_address"].take());
    }
    assert_ne!(made[0]["ipv4_address"], made[1]["ipv4_address"]);
    let address = &made[0];
    let id = address["id"].as_str().unwrap();
    assert_eq!(
        desk.address(id),
        *address,
        "an order answers the whole address"
    );
    assert!(address["cost_per_hour"].is_string() && address["dhcp"].is_boolean());
    assert_eq!(address["zone"]["id"], *zone);
    assert!(address["virtual_machine"].is_null() && address["attach_time"].is_null());
    let list = desk.call("GET", "/v2/ipv4-addresses/", "");
    assert!(list["ipv4_addresses"].as_array().unwrap().contains(address));
    assert_eq!(desk.call("GET", ADDRESSES, ""), list);

    let call = |desk: &mut Desk, verb: &str, body: &str| {
        desk.call("POST", &format!("{ADDRESSES}/{id}/{verb}"), body)
    };
    assert_eq!(call(&mut desk, "detach", ""), no(), "it must be attached");
    assert_eq!(call(&mut desk, "attach", &to(&machine)), yes());
    assert!(
        desk.address(id)["virtual_machine"].is_null(),
        "old values at first"
    );
    let shown = desk.wait(1.6).address(id);
    assert_eq!(
        shown["virtual_machine"],
        value!({"id": machine, "label": "no-address-poz-01"})
    );
    assert_eq!(shown["attach_time"], "2026-06-02 10:15:31");
    let primary = |desk: &mut Desk| {
        desk.machine(&machine)["public_interface"]["primary_ip_ipv4address"].take()
    };
    assert_eq!(primary(&mut desk), address["ipv4_address"]);
    assert_eq!(
        call(&mut desk, "attach", &to(&machine)),
        no(),
        "it is attached"
    );
    assert_eq!(call(&mut desk, "detach", ""), yes());
    assert_eq!(primary(desk.wait(1.6)), "");
    // A deletion detaches by itself.
    assert_eq!(call(&mut desk, "attach", &to(&machine)), yes());
    let target = format!("{ADDRESSES}/{id}");
    assert_eq!(desk.wait(1.6).call("DELETE", &target, ""), yes());
    assert_eq!(primary(desk.wait(1.6)), "");
    assert_eq!(desk.raw("GET", &target, "").status(), 404);
    let closed = value!({"zone_id": catalogue::Zone::Closed.id()}).to_string();
    for body in [
        "",
        r#"{"zone_id":"x"}"#,
        r#"{"compute_zone_id":"x"}"#,
        &closed,
    ] {
        assert_eq!(
            desk.call("PUT", ADDRESSES, body)["success"],
            false,
            "{body}"
        );
    }
}

#[test]
fn machines_join_and_leave_networks() {
    let mut desk = Desk::small();
    let machine = desk.id("stuck-install-poz-01");
    assert_eq!(
        desk.call("POST", "/v2/vlans/502/attach", &to(&machine)),
        no()
    );
    let machine = desk.id("no-address-poz-01");
    let storage = |desk: &mut Desk| named(&desk.call("GET", "/v2/vlans", "")["vlans"], "storage");
    let networks = |desk: &mut Desk| {
        let shown = desk.machine(&machine)["networks"].take();
        shown.as_array().map_or(0, Vec::len)
    };
    let before = storage(&mut desk);
    assert_eq!(before["id"], 502);
    assert!(before["owner"]["id"].is_string() && before["zone"]["id"].is_string());
    assert_eq!(
        (&before["task"], &before["virtual_machines"]),
        (&value!([]), &value!([]))
    );
    let call = |desk: &mut Desk, verb: &str| {
        desk.call("POST", &format!("/v2/vlans/502/{verb}"), &to(&machine))
    };
    assert_eq!(call(&mut desk, "detach"), no());
    assert_eq!(call(&mut desk, "attach"), yes());
    assert_eq!(storage(&mut desk)["task"].as_array().unwrap().len(), 1);
    let member = storage(desk.wait(1.6))["virtual_machines"][0].take();
    assert_eq!(
        (&member["id"], &member["label"]),
        (&value!(machine), &value!("no-address-poz-01"))
    );
    assert!(member["owner_id"].is_string());
    assert_eq!(networks(&mut desk), 1);
    assert_eq!(desk.machine(&machine)["networks"][0]["label"], "storage");
    assert_eq!(call(&mut desk, "attach"), no());
    assert_eq!(call(&mut desk, "detach"), yes());
    assert_eq!(storage(desk.wait(1.6))["virtual_machines"], value!([]));
    assert_eq!(networks(&mut desk), 0);
}

#[test]
fn what_a_machine_leaves_behind_can_be_used_again() {
    let mut desk = Desk::small();
    let (gone, heir) = (desk.id("web-poz-01"), desk.id("no-address-poz-01"));
    let mut shown = desk.machine(&gone);
    let volume = shown["storage_volumes"][0]["id"].take();
    let address = shown["public_interface"]["ipv4_addresses"][0]["id"].take();
    let target = format!("/v2/virtual-machines/{gone}");
    assert_eq!(
        desk.call("DELETE", &target, r#"{"deleteResources": 0}"#),
        yes()
    );
    desk.wait(5.0);
    for (path, noun, id) in [
        (VOLUMES, "storage_volumes", volume.as_str().unwrap()),
        (ADDRESSES, "ipv4_addresses", address.as_str().unwrap()),
    ] {
        let list = desk.call("GET", path, "")[noun].take();
        let left = list
            .as_array()
            .unwrap()
            .iter()
            .find(|v| v["id"] == *id)
            .unwrap();
        assert!(left["virtual_machine"].is_null(), "{left}");
        let attach = format!("{path}/{id}/attach");
        assert_eq!(
            desk.call("POST", &attach, &to(&gone))["success"],
            false,
            "it is gone"
        );
        assert_eq!(desk.call("POST", &attach, &to(&heir)), yes());
    }
    let shown = desk.wait(1.6).machine(&heir);
    assert_eq!(shown["storage_volumes"][1]["id"], volume);
    assert_eq!(
        shown["public_interface"]["ipv4_addresses"][0]["id"],
        address
    );
}

#[test]
fn resources_go_with_their_machine_when_told_to() {
    let mut desk = Desk::small();
    let gone = desk.id("db-poz-01");
    let shown = desk.machine(&gone);
    let target = format!("/v2/virtual-machines/{gone}");
    assert_eq!(
        desk.call("DELETE", &target, r#"{"deleteResources": 1}"#),
        yes()
    );
    desk.wait(5.0);
    let ids = |list: &Value| -> Vec<Value> {
        list.as_array()
            .unwrap()
            .iter()
            .map(|v| v["id"].clone())
            .collect()
    };
    let volumes = ids(&desk.call("GET", VOLUMES, "")["storage_volumes"]);
    let addresses = ids(&desk.call("GET", ADDRESSES, "")["ipv4_addresses"]);
    for id in ids(&shown["storage_volumes"]) {
        assert!(!volumes.contains(&id));
    }
    for id in ids(&shown["public_interface"]["ipv4_addresses"]) {
        assert!(!addresses.contains(&id));
    }
}

#[test]
fn nothing_takes_time_at_no_pace() {
    let now = "2026-06-02T10:15:30Z".parse().unwrap();
    let options = Options {
        seed: Seed::Small,
        pace: 0.0,
    };
    let mut desk = Desk {
        world: World::new(options, now),
        now,
    };
    let (machine, volume) = (desk.id("web-poz-01"), desk.volume_named("archive"));
    let attach = format!("{VOLUMES}/{volume}/attach");
    assert_eq!(desk.call("POST", &attach, &to(&machine)), yes());
    assert_eq!(desk.volume(&volume)["virtual_machine"]["id"], *machine);
}
