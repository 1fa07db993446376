//! Requests exactly as the known clients send them: their headers, spacing, dates and host.

use super::*;

const REGION: &str = "eu-poland-1poznan.api.e24cloud.com";

/// How a client speaks.
struct Habits {
    /// What stands in `Host`.
    host: &'static str,
    /// What it signs as host.
    signs: &'static str,
    /// How it writes the date.
    date: &'static str,
}

/// The old Python client behind a relay, the Go driver in Warsaw's summer, the PHP sample.
const CLIENTS: [Habits; 3] = [
    Habits {
        host: "127.0.0.1:4103",
        signs: REGION,
        date: "Tue, 02 Jun 2026 10:15:30 GMT",
    },
    Habits {
        host: REGION,
        signs: REGION,
        date: "Tue, 02 Jun 2026 12:15:30 CEST",
    },
    Habits {
        host: "127.0.0.1:4103",
        signs: "127.0.0.1",
        date: "Tue, 02 Jun 2026 10:15:30 GMT",
    },
];

fn ask(desk: &mut Desk, habits: &Habits, method: &str, target: &str, body: &str) -> Response {
    let parts = [method, habits.signs, habits.date, target, body];
    let signature = signature(account::DEMO_SECRET, &parts);
    let request = http::Request::builder()
        .method(method)
        .uri(target)
        .header("Host", habits.host)
        .header("Content-Type", "application/json")
        .header("X-Date", habits.date)
        .header(
            "Authorization",
            format!("{}:{signature}", account::DEMO_KEY),
        )
        .body(body.as_bytes().to_vec())
        .unwrap();
    desk.world.handle(&request, desk.now)
}

fn json_of(response: &Response) -> Value {
    assert_eq!(response.status(), 200);
    serde_json::from_slice(response.body()).unwrap()
}

#[test]
fn every_client_gets_in_by_its_own_habits() {
    for habits in CLIENTS {
        let mut desk = Desk::small();
        let answer = ask(&mut desk, &habits, "GET", "/v2/virtual-machines", "");
        assert_eq!(json_of(&answer)["success"], true, "{}", habits.date);
        // The query is part of what is signed, and changes nothing.
        let target = "/v2/virtual-machines?label=x%20y&limit=5";
        let answer = ask(&mut desk, &habits, "GET", target, "");
        assert_eq!(json_of(&answer)["success"], true);
    }
    let mut strict = Desk::small();
    strict.world = World::new(strict.world.options, strict.now).with_received_host_only();
    for (habits, status) in CLIENTS.iter().zip([403, 200, 200]) {
        let answer = ask(&mut strict, habits, "GET", "/v2/virtual-machines", "");
        assert_eq!(
            answer.status(),
            status,
            "{} for {}",
            habits.signs,
            habits.host
        );
    }
}

/// The Python client writes its JSON with spaces and escapes, and by accident sends a body with a
/// read of the templates.
#[test]
fn the_python_client_builds_a_machine() {
    let [python, ..] = CLIENTS;
    let mut desk = Desk::small();
    let templates = json_of(&ask(&mut desk, &python, "GET", "/v2/templates", "\"\""));
    assert_eq!(templates["success"], true);
    let regions = json_of(&ask(&mut desk, &python, "GET", "/v2/regions", ""));
    let zone = regions["regions"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|region| region["zones"].as_array().unwrap())
        .find(|zone| zone["label"] == "DC1/PUBLIC-1")
        .unwrap();
    let body = format!(
        r#"{{"create_vm": {{"cpus": 1, "ram": 512, "zone_id": {}, "name": "\u017c\u00f3\u0142w", "boot_type": "image", "os": 3001, "password": null, "key_id": 17}}}}"#,
        zone["id"]
    );
    let made = json_of(&ask(
        &mut desk,
        &python,
        "PUT",
        "/v2/virtual-machines",
        &body,
    ));
    let id = made["virtual_machine"]["id"].as_str().unwrap();
    let target = format!("/v2/virtual-machines/{id}");
    let shown = json_of(&ask(&mut desk, &python, "GET", &target, ""));
    assert_eq!(shown["virtual_machine"]["label"], "żółw");
    desk.wait(30.0);
    let power = |desk: &mut Desk, verb: &str, body: &str| {
        json_of(&ask(
            desk,
            &python,
            "POST",
            &format!("{target}/{verb}"),
            body,
        ))
    };
    assert_eq!(power(&mut desk, "poweroff", r#"{"wait_for": 1}"#), yes());
    desk.wait(30.0);
    assert_eq!(
        power(&mut desk, "resize", r#"{"cores": 2, "ram": 1024}"#),
        yes()
    );
    desk.wait(30.0);
    assert_eq!(power(&mut desk, "poweron", ""), yes());
    let shown = json_of(&ask(&mut desk, &python, "GET", &target, ""));
    assert_eq!(
        shown["virtual_machine"]["state"], "offline",
        "its guide says: still"
    );
    desk.wait(30.0);
    let answer = ask(&mut desk, &python, "DELETE", &target, "");
    assert_eq!(json_of(&answer), yes());
    desk.wait(30.0);
    assert_eq!(ask(&mut desk, &python, "GET", &target, "").status(), 404);
}

/// The Go driver uploads a key, sends every field of its order, empty or not, in compact JSON, and
/// reads until there is an address.
#[test]
fn the_go_driver_builds_a_machine() {
    let [_, go, _] = CLIENTS;
    let mut desk = Desk::small();
    let key = r#"{"name":"docker","method":"upload","content":"ssh-rsa AAAAB3Nza driver\n"}"#;
    let key = json_of(&ask(&mut desk, &go, "PUT", "/v2/account/sshkey", key));
    let body = format!(
        r##"{{"create_vm":{{"cpus":1,"ram":512,"zone_id":"{}","name":"node-1","boot_type":"image","cdrom":"","os":"3001","password":"","key_id":{},"user_data":"#cloud-config\n"}}}}"##,
        catalogue::Zone::FirstPublic.id(),
        key["sshkeys"]["id"]
    );
    let made = json_of(&ask(&mut desk, &go, "PUT", "/v2/virtual-machines", &body));
    let target = format!(
        "/v2/virtual-machines/{}",
        made["virtual_machine"]["id"].as_str().unwrap()
    );
    let mut reads = Vec::new();
    for _ in 0..3 {
        let shown = json_of(&ask(&mut desk, &go, "GET", &target, ""));
        let machine = &shown["virtual_machine"];
        reads.push((
            machine["state"].as_str().unwrap().to_owned(),
            machine["public_interface"]["primary_ip_ipv4address"] != "",
        ));
        desk.wait(5.0);
    }
    let installing = ("installing".to_owned(), false);
    assert_eq!(
        reads,
        [installing.clone(), installing, ("online".to_owned(), true)]
    );
    let power = |desk: &mut Desk, verb: &str| {
        let answer = ask(desk, &go, "POST", &format!("{target}/{verb}"), "");
        desk.wait(10.0);
        json_of(&answer)
    };
    for verb in ["shutdown", "poweron", "reboot"] {
        assert_eq!(power(&mut desk, verb), yes(), "{verb}");
    }
    let answer = ask(&mut desk, &go, "DELETE", &target, "");
    assert_eq!(json_of(&answer), yes());
    let gone = format!("/v2/account/{}/sshkey", key["sshkeys"]["id"]);
    assert_eq!(json_of(&ask(&mut desk, &go, "DELETE", &gone, "")), yes());
}
