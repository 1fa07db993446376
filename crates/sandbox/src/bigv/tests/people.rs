//! Users, privileges, API keys.

use super::*;

const SIGN_UP: &str = "/users";

fn newcomer() -> Value {
    value!({"username": "newcomer", "email": "new@example.org", "password": "correct-horse"})
}

fn ids(list: &Value) -> Vec<u64> {
    let list = list.as_array().unwrap().iter();
    list.map(|entry| entry["id"].as_u64().unwrap()).collect()
}

impl Desk {
    fn machine_id(&mut self, name: &str) -> u64 {
        self.get(&machine(name))["id"].as_u64().unwrap()
    }

    fn grant(&mut self, user: &str, order: &Value) -> Value {
        let (status, made) = self.call("POST", &format!("/users/{user}/privileges"), order);
        assert_eq!(status, 201, "{order}: {made}");
        made
    }
}

#[test]
fn users_are_read_by_id_or_name() {
    let mut desk = Desk::small();
    let own = desk.get("/users/sandbox");
    let fields: HashSet<&str> = own
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        fields,
        HashSet::from(["id", "username", "email", "authorized_keys"])
    );
    assert!(
        own["authorized_keys"].as_str().unwrap().contains('\n'),
        "one text, line by line"
    );
    assert_eq!(desk.get(&format!("/users/{}", own["id"])), own);
    assert!(desk.get("/users").as_array().unwrap().contains(&own));
    for (viewer, target, status) in [
        // Its consoles are on machines the administrator looks after.
        ("sandbox", "observer", 200),
        ("sandbox", "operator", 404),
        ("sandbox", "keyholder", 200),
        ("observer", "observer", 200),
        ("observer", "sandbox", 404),
        ("operator", "sandbox", 200),
        ("operator", "nobody", 404),
    ] {
        let got = Desk::user(viewer).status("GET", &format!("/users/{target}"), &Value::Null);
        assert_eq!(got, status, "{viewer} reads {target}");
    }
}

#[test]
fn anybody_may_sign_up() {
    let mut desk = Desk::small().with(&[("content-type", "application/json")]);
    let (status, made) = desk.call("POST", SIGN_UP, &newcomer());
    assert_eq!((status, &made["username"]), (201, &value!("newcomer")));
    assert!(made.get("password").is_none() && made["authorized_keys"].is_null());
    desk.becoming(&basic("newcomer", "correct-horse"));
    assert_eq!(desk.get("/accounts"), value!([]));
    // And open an account with it, in one go or later.
    let mut order = newcomer();
    order["username"] = value!("owner");
    order["account_name"] = value!("initech");
    assert_eq!(desk.status("POST", SIGN_UP, &order), 201);
    desk.becoming(&basic("owner", "correct-horse"));
    assert_eq!(desk.get("/accounts")[0]["name"], "initech");
    assert_eq!(desk.get("/accounts/initech/groups")[0]["name"], "default");
    let bare = value!({"name": "bare1"});
    let target = "/accounts/initech/groups/default/virtual_machines";
    assert_eq!(desk.status("POST", target, &bare), 202);
    for (field, wrong, message) in [
        ("username", value!("sandbox"), "has already been taken"),
        ("username", value!("with space"), "is invalid"),
        ("username", value!(""), "can't be blank"),
        ("email", value!("nowhere"), "is invalid"),
        ("password", Value::Null, "can't be blank"),
        ("account_name", value!("acme"), "has already been taken"),
        ("account_name", value!(7), "can't be blank"),
    ] {
        let mut order = newcomer();
        order["username"] = value!("another");
        order[field] = wrong;
        let (status, body) = desk.call("POST", SIGN_UP, &order);
        assert_eq!(
            (status, &body[field][0]),
            (400, &value!(message)),
            "{order}"
        );
    }
}

#[test]
fn a_user_changes_keys_and_password() {
    let mut desk = Desk::small();
    let before = desk.get("/users/sandbox");
    let order = value!({"authorized_keys": "ssh-ed25519 BBBB new", "username": "other", "email": "o@example.org"});
    let after = desk.put("/users/sandbox", &order);
    assert_eq!(
        after["authorized_keys"], "ssh-ed25519 BBBB new",
        "replaced whole"
    );
    assert_eq!(
        (&after["username"], &after["email"]),
        (&before["username"], &before["email"])
    );
    assert!(
        desk.put("/users/sandbox", &value!({"authorized_keys": null}))["authorized_keys"].is_null()
    );
    desk.put("/users/sandbox", &value!({"password": "changed"}));
    assert_eq!(desk.status("GET", "/accounts", &Value::Null), 401);
    desk.becoming(&basic("sandbox", "changed"));
    assert_eq!(desk.status("GET", "/accounts", &Value::Null), 200);
    for (order, field) in [
        (value!({"authorized_keys": ["a"]}), "authorized_keys"),
        (value!({"password": ""}), "password"),
    ] {
        let (status, body) = desk.call("PUT", "/users/sandbox", &order);
        assert_eq!(status, 400, "{order}");
        assert!(body[field][0].is_string());
    }
    // Not somebody else's, though one sees them.
    for method in ["PUT", "DELETE"] {
        assert_eq!(
            desk.status(method, "/users/keyholder", &value!({"password": "x"})),
            403
        );
    }
    assert_eq!(desk.status("DELETE", "/users/sandbox", &Value::Null), 204);
    assert_eq!(desk.status("GET", "/accounts", &Value::Null), 401);
}

#[test]
fn a_privilege_has_the_published_attributes() {
    let mut desk = Desk::user("observer");
    let own = desk.get("/privileges");
    let first = &own[0];
    let id = first["id"].as_u64().unwrap();
    let vm = desk.machine_id("web1");
    assert_eq!(
        *first,
        value!({
            "id": id, "username": "observer", "level": "vm_console",
            "creating_username": "operator", "yubikey_required": false,
            "yubikey_otp_max_age": 900, "ip_restrictions": null, "virtual_machine_id": vm,
            "_links": {
                "self": {"href": format!("/privileges/{id}")},
                "user": {"href": "/users/observer"},
                "virtual_machine": {"href": format!("/virtual_machines/{vm}")},
            },
            "password_required": true, "api_key_id": null, "account_name": "acme",
            "group_name": "default", "virtual_machine_name": "web1",
        })
    );
    assert_eq!(desk.get(&format!("/privileges/{id}")), *first);
    assert_eq!(desk.get("/users/observer/privileges"), own);
    assert_eq!(
        desk.get(&format!("{}/privileges", machine("web1"))),
        value!([first])
    );
}

#[test]
fn privileges_are_listed_where_they_apply() {
    let mut desk = Desk::small();
    let names = |list: &Value| -> Vec<String> {
        let list = list.as_array().unwrap().iter();
        list.map(|p| p["username"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        names(&desk.get("/accounts/acme/privileges")),
        ["sandbox", "keyholder", "twofactor"]
    );
    assert_eq!(names(&desk.get(&format!("{GROUP}/privileges"))), [""; 0]);
    desk.grant(
        "observer",
        &value!({"level": "group_admin", "group_id": 31}),
    );
    assert_eq!(
        names(&desk.get(&format!("{GROUP}/privileges"))),
        ["observer"]
    );
    assert_eq!(
        names(&desk.get(&format!("{}/privileges", machine("web2")))),
        ["observer"]
    );
    // Who may not see others' sees none.
    assert_eq!(
        Desk::user("observer").get("/accounts/acme/privileges"),
        value!([])
    );
}

#[test]
fn one_grants_less_than_one_has() {
    let vm = Desk::small().machine_id("web1");
    for (giver, order, status) in [
        (
            "sandbox",
            value!({"level": "vm_admin", "virtual_machine_id": vm}),
            201,
        ),
        (
            "sandbox",
            value!({"level": "vm_console", "virtual_machine_id": vm}),
            201,
        ),
        (
            "sandbox",
            value!({"level": "group_admin", "group_id": 31}),
            201,
        ),
        (
            "sandbox",
            value!({"level": "account_admin", "account_id": 1}),
            403,
        ),
        ("sandbox", value!({"level": "cluster_admin"}), 403),
        (
            "operator",
            value!({"level": "account_admin", "account_id": 1}),
            201,
        ),
        ("operator", value!({"level": "cluster_admin"}), 201),
        ("operator", value!({"level": "cluster_su"}), 403),
        (
            "observer",
            value!({"level": "vm_console", "virtual_machine_id": vm}),
            403,
        ),
        (
            "observer",
            value!({"level": "group_admin", "group_id": 33}),
            400,
        ),
        ("sandbox", value!({"level": "king"}), 400),
        ("sandbox", value!({}), 400),
        ("sandbox", value!({"level": "group_admin"}), 400),
        (
            "sandbox",
            value!({"level": "group_admin", "group_id": "default"}),
            400,
        ),
        (
            "sandbox",
            value!({"level": "group_admin", "group_id": 999}),
            400,
        ),
        (
            "sandbox",
            value!({"level": "group_admin", "group_id": 31, "api_key_id": 1}),
            400,
        ),
        (
            "sandbox",
            value!({"level": "group_admin", "group_id": 31, "yubikey_otp_max_age": "long"}),
            400,
        ),
    ] {
        let mut desk = Desk::user(giver);
        let got = desk.status("POST", "/users/observer/privileges", &order);
        assert_eq!(got, status, "{giver} {order}");
    }
    assert_eq!(
        Desk::small().status("POST", "/users/nobody/privileges", &value!({})),
        404
    );
}

#[test]
fn privileges_do_what_they_say() {
    let admin = basic("sandbox", PASSWORD);
    let observer = basic("observer", PASSWORD);
    let mut desk = Desk::small();
    let web2 = desk.machine_id("web2");
    let granted = desk.grant(
        "observer",
        &value!({"level": "vm_admin", "virtual_machine_id": web2}),
    );
    desk.becoming(&observer);
    assert_eq!(desk.status("PUT", &machine("web2"), &stop()), 200);
    assert_eq!(desk.status("PUT", &machine("web1"), &stop()), 403);
    assert_eq!(desk.status("DELETE", &machine("web2"), &Value::Null), 403);
    // Out of sight: machines beside, groups beside, accounts beside.
    assert_eq!(desk.status("GET", &machine("worker9"), &Value::Null), 404);
    assert_eq!(desk.status("GET", STAGING, &Value::Null), 404);
    assert_eq!(desk.status("GET", "/accounts/globex", &Value::Null), 404);
    let seen = desk.get("/accounts?view=overview");
    assert_eq!(seen.as_array().unwrap().len(), 1);
    assert_eq!(
        seen[0]["groups"][0]["virtual_machines"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
    assert_eq!(desk.get("/virtual_machines").as_array().unwrap().len(), 4);
    assert_eq!(ids(&desk.get("/groups")), [31]);
    // Only those above may change it, and only what is not its substance.
    let target = format!("/privileges/{}", granted["id"]);
    assert_eq!(
        desk.status("PUT", &target, &value!({"yubikey_required": true})),
        403
    );
    desk.becoming(&admin);
    let order = value!({"yubikey_otp_max_age": 60, "ip_restrictions": "192.0.2.0/24", "level": "cluster_su"});
    let changed = desk.put(&target, &order);
    assert_eq!(
        (&changed["yubikey_otp_max_age"], &changed["level"]),
        (&value!(60), &value!("vm_admin"))
    );
    assert_eq!(changed["ip_restrictions"], "192.0.2.0/24");
    assert_eq!(desk.status("DELETE", &target, &Value::Null), 204);
    assert_eq!(desk.status("GET", &target, &Value::Null), 404);
    desk.becoming(&observer);
    assert_eq!(
        desk.status("PUT", &machine("web2"), &start()),
        403,
        "revoked"
    );
}

#[test]
fn api_keys_open_what_their_user_may() {
    let mut desk = Desk::small();
    let user = desk.get("/users/sandbox")["id"].clone();
    let order = value!({"user_id": user, "label": "panel", "expires_at": "2026-06-03 00:00:00"});
    let (status, made) = desk.call("POST", "/api_keys", &order);
    assert_eq!((status, &made["label"]), (201, &value!("panel")));
    assert_eq!(
        (&made["user_id"], &made["username"]),
        (&user, &value!("sandbox"))
    );
    assert_eq!(made["expires_at"], "2026-06-03 00:00:00");
    let key = made["api_key"].as_str().unwrap().to_owned();
    let listed = desk.get("/api_keys");
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert!(!listed.to_string().contains(&key), "shown once");
    assert!(listed[0].get("privileges").is_none());
    assert_eq!(
        desk.get("/api_keys?view=overview")[1]["privileges"],
        value!([])
    );
    let bearer = format!("Bearer apikey.{key}");
    desk.becoming(&bearer);
    assert_eq!(
        desk.status("PUT", &machine("web1"), &value!({"memory": 2048})),
        200
    );
    // With privileges of its own it has those alone.
    desk.becoming(&basic("sandbox", PASSWORD));
    let limit = value!({"level": "account_admin", "account_id": 2, "api_key_id": made["id"]});
    desk.grant("sandbox", &limit);
    assert_eq!(
        desk.get("/api_keys?view=overview")[1]["privileges"][0]["account_id"],
        2
    );
    desk.becoming(&bearer);
    assert_eq!(desk.get("/accounts")[0]["name"], "globex");
    assert_eq!(desk.status("GET", &machine("web1"), &Value::Null), 404);
    // It ends by itself, or when told to.
    desk.wait(86_400.0);
    assert_eq!(desk.status("GET", "/accounts", &Value::Null), 401);
    desk.becoming(&basic("sandbox", PASSWORD));
    let order = value!({"label": "lasting"});
    let (_, made) = desk.call("POST", "/api_keys", &order);
    let target = format!("/api_keys/{}", made["id"]);
    let bearer = format!("Bearer apikey.{}", made["api_key"].as_str().unwrap());
    assert_eq!(
        desk.wait(1e7)
            .becoming(&bearer)
            .status("GET", "/accounts", &Value::Null),
        200
    );
    assert_eq!(desk.status("DELETE", &target, &Value::Null), 204);
    assert_eq!(desk.status("GET", "/accounts", &Value::Null), 401);
    desk.becoming(&basic("sandbox", PASSWORD));
    assert_eq!(desk.status("DELETE", &target, &Value::Null), 404);
    for (order, status, field) in [
        (value!({"user_id": user}), 400, "label"),
        (value!({"label": "a", "user_id": 99}), 400, "user_id"),
        (
            value!({"label": "a", "expires_at": "soon"}),
            400,
            "expires_at",
        ),
    ] {
        let (got, body) = desk.call("POST", "/api_keys", &order);
        assert_eq!(got, status, "{order}");
        assert!(body[field][0].is_string(), "{order}: {body}");
    }
    assert_eq!(
        desk.status("POST", "/api_keys", &value!({"label": "a", "user_id": 5})),
        403
    );
    assert_eq!(
        Desk::user("observer").status("DELETE", "/api_keys/1", &Value::Null),
        404
    );
}
