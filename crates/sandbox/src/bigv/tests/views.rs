//! Accounts, groups, filters, and the two generations.

use super::*;

fn names(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap().iter();
    list.map(|entry| entry["name"].as_str().unwrap()).collect()
}

#[test]
fn accounts_come_and_go() {
    let mut desk = Desk::small();
    let (status, made) = desk.call("POST", "/accounts", &value!({"name": "initech"}));
    assert_eq!(
        (status, &made["name"], &made["suspended"]),
        (201, &value!("initech"), &value!(false))
    );
    assert_eq!(desk.get("/accounts/initech"), made);
    assert_eq!(desk.get(&format!("/accounts/{}", made["id"])), made);
    assert_eq!(names(&desk.get("/accounts/initech/groups")), ["default"]);
    // The name stays.
    let order = value!({"name": "other", "suspended": true});
    assert_eq!(desk.put("/accounts/initech", &order), made);
    for (name, message) in [
        (value!("acme"), "has already been taken"),
        (value!("a b"), "is invalid"),
        (Value::Null, "can't be blank"),
    ] {
        let (status, body) = desk.call("POST", "/accounts", &value!({ "name": name }));
        assert_eq!((status, &body["name"][0]), (400, &value!(message)));
    }
    assert_eq!(
        desk.status("DELETE", "/accounts/initech", &Value::Null),
        403
    );
    desk.becoming(&basic("operator", PASSWORD));
    assert_eq!(desk.put("/accounts/initech", &order)["suspended"], true);
    assert_eq!(
        desk.status("DELETE", "/accounts/acme", &Value::Null),
        400,
        "not empty"
    );
    assert_eq!(
        desk.status("DELETE", "/accounts/initech", &Value::Null),
        204
    );
    assert_eq!(desk.status("GET", "/accounts/initech", &Value::Null), 404);
    for (method, target) in [
        ("PUT", "/accounts/acme"),
        ("POST", "/accounts/acme/groups"),
        ("DELETE", GROUP),
    ] {
        let got = Desk::user("observer").status(method, target, &value!({"name": "lab"}));
        assert_eq!(got, 403, "{method} {target}");
    }
}

#[test]
fn a_group_put_merges_too() {
    let mut desk = Desk::small();
    let before = desk.get(GROUP);
    for order in [
        value!({}),
        value!({"name": "default"}),
        value!({"colour": "blue"}),
    ] {
        assert_eq!(desk.put(GROUP, &order), before, "{order}");
    }
    for (name, message) in [
        ("staging", "has already been taken"),
        ("a b", "is invalid"),
        ("", "can't be blank"),
    ] {
        let (status, body) = desk.call("PUT", GROUP, &value!({ "name": name }));
        assert_eq!((status, &body["name"][0]), (400, &value!(message)));
    }
}

#[test]
fn un_nested_reads_are_filtered() {
    let mut desk = Desk::small();
    let db = desk.get(&machine("db1"))["id"].clone();
    for (target, count) in [
        ("/groups".to_owned(), 3),
        ("/groups?account_id=1".to_owned(), 2),
        ("/groups?account_id=globex".to_owned(), 1),
        ("/groups?account_id=9".to_owned(), 0),
        ("/virtual_machines".to_owned(), 17),
        ("/virtual_machines?include_deleted=True".to_owned(), 18),
        ("/virtual_machines?account_id=2".to_owned(), 1),
        ("/virtual_machines?group_id=32".to_owned(), 7),
        ("/virtual_machines?account_id=2&group_id=32".to_owned(), 0),
        (format!("/discs?vm_id={db}"), 3),
        ("/discs?account_id=2".to_owned(), 2),
        ("/discs?vm_id=1".to_owned(), 0),
    ] {
        assert_eq!(
            desk.get(&target).as_array().unwrap().len(),
            count,
            "{target}"
        );
    }
    let seen = desk.get("/groups/31?view=overview");
    assert_eq!(seen, desk.get(&format!("{GROUP}?view=overview")));
    for target in ["/virtual_machines", "/groups", "/discs", "/groups/31"] {
        assert_eq!(
            desk.status("POST", target, &value!({"name": "abc"})),
            404,
            "{target}"
        );
    }
}

#[test]
fn the_generations_differ() {
    let now = Desk::small().now;
    let options = Options {
        seed: Seed::Small,
        pace: 1.0,
    };
    let mut desk = Desk::small();
    desk.world = World::speaking(Dialect::Original, options, now);
    let list = desk.get("/definitions");
    let entry_ids: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        entry_ids,
        [
            "distributions",
            "storage_grades",
            "hardware_profiles",
            "keymaps",
            "sendkeys"
        ]
    );
    assert_eq!(
        list[0]["data"],
        value!([
            "centos-5.8",
            "centos-6.3",
            "oneiric",
            "precise",
            "squeeze",
            "symbiosis",
            "wheezy",
            "winweb2k8r2",
            "winstd2012"
        ])
    );
    assert_eq!(desk.get("/definitions.json"), list);
    let shown = desk.get(&format!("{}?view=overview", machine("web1")));
    for field in ["zone_name", "last_imaged_with"] {
        assert!(shown.get(field).is_none(), "{field}");
    }
    assert!(shown["discs"][0].get("backup_count").is_none());
    assert!(desk.get("/privileges")[0].get("account_name").is_none());
    let ip = shown["network_interfaces"][0]["ips"][0].as_str().unwrap();
    assert!(desk.get(&format!("/ips/{ip}")).get("ip").is_none());
    for target in [
        "/api_keys",
        "/virtual_machines",
        "/groups/31",
        "/discs",
        "/accounts/acme/privileges",
        &format!("{}/discs/disc-1/backups", machine("web1")),
    ] {
        assert_eq!(desk.status("GET", target, &Value::Null), 404, "{target}");
    }
}

#[test]
fn the_generations_take_different_orders() {
    let mut desk = Desk::small();
    let (options, now) = (desk.world.options, desk.now);
    desk.world = World::speaking(Dialect::Original, options, now);
    let reimage = format!("{}/reimage", machine("backup1"));
    for (order, status) in [
        (
            value!({"distribution": "centos6", "root_password": "x"}),
            400,
        ),
        (
            value!({"distribution": "wheezy", "ssh_public_key": "ssh-rsa AAAA"}),
            400,
        ),
        (
            value!({"distribution": "centos-6.3", "root_password": "x"}),
            200,
        ),
    ] {
        assert_eq!(desk.status("POST", &reimage, &order), status, "{order}");
    }
    let vda = value!({"label": "vda", "size": 25600});
    assert_eq!(
        desk.status("POST", &format!("{}/discs", machine("web1")), &vda),
        201
    );

    let later = Desk::small().get("/definitions");
    let entry = |id: &str| {
        later
            .as_array()
            .unwrap()
            .iter()
            .find(|e| e["id"] == id)
            .unwrap()["data"]
            .clone()
    };
    assert_eq!(entry("zone_names"), value!(["manchester", "york"]));
    for name in [
        "centos5",
        "centos6",
        "centos7",
        "jessie",
        "precise",
        "symbiosis",
        "trusty",
        "utopic",
        "vivid",
        "wheezy",
        "winstd2012",
        "winweb2k8r2",
    ] {
        assert!(
            entry("distributions")
                .as_array()
                .unwrap()
                .contains(&value!(name)),
            "{name}"
        );
    }
    for id in ["distribution_descriptions", "storage_grade_descriptions"] {
        assert!(
            entry(id)
                .as_object()
                .unwrap()
                .values()
                .all(Value::is_string)
        );
    }
}
