//! IP addresses and network interfaces.

use pilothouse_sandbox::names;
use serde_json::{Value, json};

use crate::{
    basics::ORGANIZATION,
    watched::{Watched, text},
};

const LONDON: &str = "uk-demo-01-public";

fn order(version: &str) -> Value {
    json!({
        "organization": {"sub_domain": "otter-post"},
        "network": {"permalink": LONDON},
        "version": version,
    })
}

/// Taking, changing, allocating and giving back addresses.
pub(crate) fn addresses(it: &mut Watched) {
    let list = "organizations/organization/ip_addresses";
    for allocated in ["", "&allocated=true", "&allocated=false"] {
        let body = it.get(&format!("{list}?{ORGANIZATION}{allocated}&per_page=200"));
        for address in body["ip_addresses"].as_array().unwrap() {
            let is_allocated = !address["allocation_id"].is_null();
            assert_ne!(allocated, format!("&allocated={}", !is_allocated));
        }
    }
    let made = it.ask("POST", list, &order("ipv4"), 200);
    let id = text(&made["ip_address"]["id"]);
    let address = text(&made["ip_address"]["address"]);
    assert!(text(&made["ip_address"]["reverse_dns"]).contains(".rdns."));
    let mut vip = order("ipv6");
    vip["vip"] = json!("yes");
    it.refused("POST", list, &vip, (422, "validation_error"));
    vip["label"] = json!("Floating");
    it.ask("POST", list, &vip, 200);

    let one = format!("ip_addresses/ip_address?ip_address[address]={address}");
    assert!(it.get(&one)["allocation"].is_null());
    let patch = "ip_addresses/ip_address";
    let lookup = json!({"id": id});
    let body = json!({"ip_address": lookup, "label": "Spare", "reverse_dns": "spare.example.net"});
    let changed = it.ask("PATCH", patch, &body, 200);
    assert_eq!(changed["ip_address"]["reverse_dns"], "spare.example.net");
    let body = json!({"ip_address": lookup, "vip": true, "label": ""});
    it.refused("PATCH", patch, &body, (422, "validation_error"));

    let machine = it.id_of("shop-front");
    let unallocate = format!("ip_addresses/_/unallocate?ip_address[id]={id}");
    it.refused("POST", &unallocate, &Value::Null, (422, "no_allocation"));
    let allocate = "virtual_machines/virtual_machine/allocate_ip";
    let body = json!({"virtual_machine": {"id": machine}, "ip_address": lookup});
    let done = it.ask("POST", allocate, &body, 200);
    let fqdn = "shop-front.otter-post.katapult.example";
    assert_eq!(done["ip_address"]["reverse_dns"], fqdn);
    let shown = it.get(&one);
    assert_eq!(shown["allocation"]["type"], "VirtualMachine");
    assert_eq!(shown["allocation"]["value"]["id"], json!(machine));
    it.refused("POST", allocate, &body, (422, "ip_already_allocated"));
    assert_eq!(it.ask("POST", &unallocate, &Value::Null, 200), json!({}));
    let without = it.id_of("batch");
    let body = json!({"virtual_machine": {"id": without}, "ip_address": lookup});
    it.refused("POST", allocate, &body, (422, "no_interface_available"));
    // One in use is given back as well, and is gone from its machine.
    let body = json!({"virtual_machine": {"id": machine}, "ip_address": lookup});
    it.ask("POST", allocate, &body, 200);
    let release = format!("ip_addresses/{id}");
    assert_eq!(it.ask("DELETE", &release, &Value::Null, 200), json!({}));
    let shown = it.get(&format!("virtual_machines/{machine}"));
    assert!(!shown.to_string().contains(&address));
    balanced(it);
}

/// An address of a load balancer stays there.
fn balanced(it: &mut Watched) {
    let address = it.first("ip_addresses", "ip_addresses", |one| {
        one["allocation_type"] == "LoadBalancer"
    });
    let id = text(&address["id"]);
    it.get(&format!("ip_addresses/{id}"));
    let held = (409, "resource_does_not_support_unallocation");
    it.refused("DELETE", &format!("ip_addresses/{id}"), &Value::Null, held);
    let path = format!("ip_addresses/{id}/unallocate");
    it.refused("POST", &path, &Value::Null, held);
}

const ONE: &str = "virtual_machine_network_interfaces/virtual_machine_network_interface";

/// Adding, attaching, speeding up and removing interfaces, and their addresses.
pub(crate) fn interfaces(it: &mut Watched) {
    let machine = it.id_of("shop-front");
    let fqdn = "shop-front.otter-post.katapult.example";
    let create = "virtual_machines/virtual_machine/network_interfaces";
    let with = |place: Value| {
        let mut body =
            json!({"virtual_machine": {"fqdn": fqdn}, "speed_profile": {"permalink": "1gbps"}});
        body.as_object_mut()
            .unwrap()
            .extend(place.as_object().unwrap().clone());
        body
    };
    it.refused("POST", create, &with(json!({})), (422, "validation_error"));
    let elsewhere = with(json!({"network": {"permalink": "nl-demo-01-public"}}));
    it.refused("POST", create, &elsewhere, (422, "validation_error"));
    let inside = with(json!({"virtual_network": {"id": "vnet_S5bWk8dNz3XqH0tC"}}));
    let made = it.ask("POST", create, &inside, 200);
    let inside = made["virtual_machine_network_interface"]["id"].clone();
    let made = it.ask(
        "POST",
        create,
        &with(json!({"network": {"permalink": LONDON}})),
        200,
    );
    let outside = made["virtual_machine_network_interface"].clone();
    assert_eq!(outside["state"], "detached");
    let outside = outside["id"].clone();
    it.get(&format!("virtual_machines/{machine}/network_interfaces"));
    it.get(&format!(
        "{ONE}?virtual_machine_network_interface[id]={}",
        text(&inside)
    ));

    let by_network = format!(
        "virtual_machines/_/networks/_/interface?virtual_machine[id]={machine}&network[permalink]="
    );
    it.get(&format!("{by_network}{LONDON}"));
    let none = format!("{by_network}nl-demo-01-public");
    it.refused("GET", &none, &Value::Null, (404, "interface_not_found"));

    plug(it, &outside);
    allocation(it, &machine, (&inside, &outside));

    let lookup = |id: &Value| json!({"virtual_machine_network_interface": {"id": id}});
    it.refused(
        "DELETE",
        ONE,
        &lookup(&outside),
        (409, "deletion_restricted"),
    );
    let attach = format!("{ONE}/attach");
    it.ask("POST", &attach, &lookup(&inside), 200);
    it.wait(5);
    it.refused("DELETE", ONE, &lookup(&inside), (422, "validation_error"));
    it.ask("POST", &format!("{ONE}/detach"), &lookup(&inside), 200);
    it.wait(5);
    it.ask("DELETE", ONE, &lookup(&inside), 200);
    it.ask("DELETE", ONE, &lookup(&inside), 404);
}

/// Attaching, detaching and another speed.
fn plug(it: &mut Watched, id: &Value) {
    let lookup = json!({"virtual_machine_network_interface": {"id": id}});
    let attach = format!("{ONE}/attach");
    let detach = format!("{ONE}/detach");
    let already = "virtual_machine_network_interface_already";
    it.refused(
        "POST",
        &detach,
        &lookup,
        (422, &format!("{already}_detached")),
    );
    let done = it.ask("POST", &attach, &lookup, 200);
    assert_eq!(
        done["virtual_machine_network_interface"]["state"],
        "attaching"
    );
    it.wait(5);
    it.refused(
        "POST",
        &attach,
        &lookup,
        (422, &format!("{already}_attached")),
    );
    it.ask("POST", &detach, &lookup, 200);
    it.wait(5);

    let speed = format!("{ONE}/update_speed_profile");
    let to = |id: &Value, speed: &str| json!({"virtual_machine_network_interface": {"id": id}, "speed_profile": {"permalink": speed}});
    let assigned = (422, "speed_profile_already_assigned");
    it.refused("PATCH", &speed, &to(id, "1gbps"), assigned);
    it.ask("PATCH", &speed, &to(id, "10gbps"), 200);
    it.wait(5);
    it.refused("PATCH", &speed, &to(id, "10gbps"), assigned);

    let refusing = it.id_of(names::REFUSING);
    let body = it.get(&format!("virtual_machines/{refusing}/network_interfaces"));
    let id = body["virtual_machine_network_interfaces"][0]["id"].clone();
    let queueing = (406, "task_queueing_error");
    let lookup = json!({"virtual_machine_network_interface": {"id": id}});
    it.refused("POST", &detach, &lookup, queueing);
    it.refused("PATCH", &speed, &to(&id, "10gbps"), queueing);
    let create = format!("virtual_machines/{refusing}/network_interfaces");
    let body = json!({"speed_profile": {"permalink": "1gbps"}, "network": {"permalink": LONDON}});
    let made = it.ask("POST", &create, &body, 200);
    let id = made["virtual_machine_network_interface"]["id"].clone();
    let lookup = json!({"virtual_machine_network_interface": {"id": id}});
    it.refused("POST", &attach, &lookup, queueing);
}

/// Which addresses an interface may have, and giving it some until there are none.
fn allocation(it: &mut Watched, machine: &str, (inside, outside): (&Value, &Value)) {
    let list = "organizations/organization/ip_addresses";
    let made = it.ask("POST", list, &order("ipv4"), 200);
    let id = made["ip_address"]["id"].clone();
    for (interface, version, count) in [
        (outside, "ipv4", 1),
        (outside, "ipv6", 2),
        (inside, "ipv4", 0),
    ] {
        let path = format!(
            "virtual_machine_network_interfaces/{}/available_ips/{version}",
            text(interface)
        );
        let found = it.get(&path)["ip_addresses"].as_array().unwrap().len();
        assert_eq!(found, count, "{version}");
    }
    let allocate = format!("{ONE}/allocate_ip");
    let body = |interface: &Value| json!({"virtual_machine_network_interface": {"id": interface}, "ip_address": {"id": id}});
    it.refused("POST", &allocate, &body(inside), (422, "invalid_ip"));
    let done = it.ask("POST", &allocate, &body(outside), 200);
    let shown = &done["virtual_machine_network_interface"]["ip_addresses"];
    assert_eq!(shown[0]["id"], id);
    it.refused(
        "POST",
        &allocate,
        &body(outside),
        (422, "ip_already_allocated"),
    );

    let new = format!("{ONE}/allocate_new_ip");
    let body = |interface: &Value, version: &str| json!({"virtual_machine_network_interface": {"id": interface}, "address_version": version});
    let none_left = (503, "no_available_addresses");
    it.ask("POST", &new, &body(outside, "ipv6"), 200);
    it.refused("POST", &new, &body(inside, "ipv4"), none_left);
    let made = it.ask("POST", &new, &body(outside, "ipv4"), 200);
    assert_eq!(made["ip_address"]["allocation_id"], json!(machine));
    // The pool is small enough to be emptied; what comes back can be had again.
    let mut taken = Vec::new();
    loop {
        let path = format!("organizations/_/ip_addresses?{ORGANIZATION}");
        let body = json!({"network": {"permalink": LONDON}, "version": "ipv4"});
        assert!(taken.len() < 60, "there is no end of addresses");
        let Some(id) = it.try_ask("POST", &path, &body) else {
            break;
        };
        taken.push(text(&id["ip_address"]["id"]));
    }
    it.refused("POST", list, &order("ipv4"), none_left);
    for id in taken {
        it.ask("DELETE", &format!("ip_addresses/{id}"), &Value::Null, 200);
    }
    it.ask("POST", list, &order("ipv4"), 200);
}
