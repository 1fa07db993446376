//! Addresses: added, named, swapped, given back.

use super::*;

impl Desk {
    pub(super) fn nic(&mut self, name: &str) -> Value {
        self.get(&format!("{}/nics", machine(name)))[0].take()
    }

    fn ip_create(&mut self, name: &str, order: &Value) -> (u16, Value) {
        let id = self.nic(name)["id"].clone();
        self.call(
            "POST",
            &format!("{}/nics/{id}/ip_create", machine(name)),
            order,
        )
    }
}

#[test]
fn addresses_are_added() {
    let mut desk = Desk::small();
    for (family, count) in [("ipv4", 2), ("ipv6", 1)] {
        let before = desk.nic("web1");
        let order = value!({"addresses": count, "contiguous": false, "family": family, "reason": "ssl site"});
        let (status, made) = desk.ip_create("web1", &order);
        assert_eq!(status, 200);
        for (name, content) in order.as_object().unwrap() {
            assert_eq!(made[name], *content, "the answer repeats the order");
        }
        let fresh = made["ips"].as_array().unwrap();
        assert_eq!(fresh.len(), count);
        let after = desk.nic("web1");
        assert_eq!(after["ips"], before["ips"]);
        for ip in fresh {
            let ip = ip.as_str().unwrap();
            let via: IpAddr = after["extra_ips"][ip].as_str().unwrap().parse().unwrap();
            let ip: IpAddr = ip.parse().unwrap();
            assert_eq!(
                (ip.is_ipv6(), via.is_ipv6()),
                (family == "ipv6", family == "ipv6")
            );
        }
    }
    // One without any takes the first for its own.
    let (_, made) = desk.ip_create("no-address-1", &value!({"addresses": 1, "reason": "a"}));
    assert_eq!(desk.nic("no-address-1")["ips"], made["ips"]);
    for (order, field) in [
        (value!({"addresses": 0, "reason": "a"}), "addresses"),
        (value!({"addresses": "two", "reason": "a"}), "addresses"),
        (value!({"addresses": 99, "reason": "a"}), "addresses"),
        (
            value!({"addresses": 1, "family": "ipx", "reason": "a"}),
            "family",
        ),
    ] {
        let (status, body) = desk.ip_create("web1", &order);
        assert_eq!(status, 400, "{order}");
        assert!(body[field][0].is_string(), "{body}");
    }
    let nic = desk.nic("web1")["id"].clone();
    let order = value!({"addresses": 1, "reason": "a"});
    for (method, target, status) in [
        (
            "POST",
            format!("{}/nics/{nic}/ip_create", machine("web2")),
            404,
        ),
        ("PUT", format!("{}/nics/{nic}", machine("web1")), 404),
        ("DELETE", format!("{}/nics/{nic}", machine("web1")), 404),
        ("POST", format!("{}/nics", machine("web1")), 404),
    ] {
        assert_eq!(
            desk.status(method, &target, &order),
            status,
            "{method} {target}"
        );
    }
    desk.call("DELETE", &machine("web1"), &Value::Null);
    let target = format!("{}/nics/{nic}/ip_create", machine("web1"));
    assert_eq!(
        desk.status("POST", &target, &order),
        403,
        "nothing of a deleted machine changes"
    );
}

#[test]
fn addresses_have_reverse_names() {
    let mut desk = Desk::small();
    let ips = desk.nic("web1")["ips"].clone();
    for ip in ips.as_array().unwrap() {
        let ip = ip.as_str().unwrap();
        let target = format!("/ips/{ip}");
        let shown = desk.get(&target);
        assert_eq!(
            shown,
            value!({"address": ip, "ip": ip, "rdns": "web1.default.acme.uk0.bigv.io"})
        );
        let order = value!({"rdns": "www.example.org", "ip": "192.0.2.1"});
        let named = desk.put(&target, &order);
        assert_eq!(
            (&named["rdns"], &named["address"]),
            (&value!("www.example.org"), &value!(ip))
        );
        assert_eq!(desk.get(&target), named);
        assert_eq!(desk.put(&target, &value!({"rdns": ""})), shown);
        let (status, body) = desk.call("PUT", &target, &value!({"rdns": "no spaces"}));
        assert_eq!((status, &body["rdns"][0]), (400, &value!("is invalid")));
    }
    // An IPv6 address in any spelling, escaped or not.
    let six = ips[1].as_str().unwrap();
    let escaped = format!("/ips/{}", six.to_uppercase().replace(':', "%3A"));
    assert_eq!(desk.get(&escaped)["address"], *six);
    for target in ["/ips/10.0.0.1", "/ips/web1", "/ips"] {
        assert_eq!(desk.status("GET", target, &Value::Null), 404, "{target}");
    }
    let mut observer = Desk::user("observer");
    let target = format!("/ips/{}", ips[0].as_str().unwrap());
    assert_eq!(observer.status("GET", &target, &Value::Null), 200);
    assert_eq!(
        observer.status("PUT", &target, &value!({"rdns": "a.example"})),
        403
    );
}

#[test]
fn machines_swap_addresses_while_off() {
    for extra in [true, false] {
        let mut desk = Desk::small();
        let (one, two) = ("web1", "web2");
        desk.ip_create(one, &value!({"addresses": 1, "reason": "a"}));
        let (a, b) = (desk.nic(one), desk.nic(two));
        let order = value!({
            "virtual_machine_1_id": a["virtual_machine_id"],
            "virtual_machine_2_id": b["virtual_machine_id"],
            "move_additional_ips": extra,
        });
        let target = "/ips/swap_virtual_machine_ips";
        let (status, body) = desk.call("POST", target, &order);
        assert_eq!(status, 400, "both are on");
        assert!(
            body["virtual_machine_1_id"][0].is_string()
                && body["virtual_machine_2_id"][0].is_string()
        );
        desk.put(&machine(one), &stop());
        assert_eq!(desk.status("POST", target, &order), 400, "one is on");
        desk.put(&machine(two), &stop());
        assert_eq!(desk.status("POST", target, &order), 200);
        let (c, d) = (desk.nic(one), desk.nic(two));
        assert_eq!((&c["ips"], &d["ips"]), (&b["ips"], &a["ips"]));
        let (stay, went) = if extra { (&d, &c) } else { (&c, &d) };
        assert_eq!(went["extra_ips"], value!({}));
        let (ip, via) = stay["extra_ips"]
            .as_object()
            .unwrap()
            .iter()
            .next()
            .unwrap();
        assert!(a["extra_ips"].get(ip).is_some());
        assert_eq!(*via, stay["ips"][0]);
        let unknown =
            value!({"virtual_machine_1_id": 1, "virtual_machine_2_id": a["virtual_machine_id"]});
        let (status, body) = desk.call("POST", target, &unknown);
        assert_eq!(
            (status, &body["virtual_machine_1_id"][0]),
            (400, &value!("is invalid"))
        );
    }
}

#[test]
fn addresses_may_be_ordered_with_a_machine() {
    let mut desk = Desk::small();
    let taken = desk.nic("web1")["ips"][0].clone();
    for (ips, status) in [
        (value!({"ipv4": "192.0.2.250", "ipv6": "2001:db8::7"}), 202),
        (value!({"ipv4": taken}), 400),
        (value!({"ipv4": "2001:db8::8"}), 400),
        (value!({"ipv4": "somewhere"}), 400),
    ] {
        let order = value!({"virtual_machine": {"name": "vlan1"}, "ips": ips});
        let (got, body) = desk.call("POST", &format!("{GROUP}/vm_create"), &order);
        assert_eq!(got, status, "{ips}: {body}");
    }
    assert_eq!(
        desk.nic("vlan1")["ips"],
        value!(["192.0.2.250", "2001:db8::7"])
    );
    // Purging gives them back.
    desk.call(
        "DELETE",
        &format!("{}?purge=true", machine("web1")),
        &Value::Null,
    );
    let order = value!({"virtual_machine": {"name": "heir1"}, "ips": {"ipv4": taken}});
    assert_eq!(
        desk.status("POST", &format!("{GROUP}/vm_create"), &order),
        202
    );
}
