//! The whole client against answers written by hand and against rubbish.

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use pilothouse_core::{
    Access, Availability, ByteSize, Call, Credentials, Endpoint, Error, ErrorKind, Flow, Judgement,
    Machine, MachineId, Order, Orders, Outcome, Provider, Receipt, Request, Response, Safety,
    State, Step, Target, Ticket, Verb,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{E24Cloud, E24CloudOperator};
use crate::rubbish::{assert_errors_can_be_shown, json_like};
use crate::testing::{self, answer, now};

mod acts;
mod forms;
mod looks;
mod lookups;
mod rubbish;
mod secrets;
mod sections;

const ID: &str = "7d1e5c80-46f2-4b39-9c0d-2ab61f3e8d57";

fn access() -> Access {
    Access::new(
        Endpoint::parse("https://eu-poland-1warszawa.api.e24cloud.com").unwrap(),
        Credentials::new("key")
            .with("api_key", "E24DEMOKEY01")
            .with("api_secret", "not-a-real-secret-42"),
    )
}

fn target() -> Target {
    let (id, locator) = (MachineId::new(ID), String::new());
    Target { id, locator }
}

fn ticket(verb: Verb) -> Ticket {
    let target = target();
    Ticket {
        order: Order::new(verb, target),
        task: None,
        made: None,
        accepted: now(),
    }
}

fn list(response: Response) -> Result<Vec<Machine>, Error> {
    let flow = E24Cloud.list(&access());
    testing::list(flow, "/v2/virtual-machines", response)
}

fn read(response: &Response) -> Result<Machine, Error> {
    E24Cloud.read(&access(), now(), &target())?.read(response)
}

fn order(verb: Verb) -> Call<Receipt> {
    let target = target();
    E24Cloud
        .order(&access(), now(), &Order::new(verb, target), 0)
        .unwrap()
        .unwrap()
}

/// What a flow yields when its requests are answered with these, in their order.
fn run<T>(mut flow: Box<dyn Flow<T>>, answers: &[(&str, Response)]) -> Result<Vec<T>, Error> {
    let mut answers = answers.iter();
    let mut yielded = Vec::new();
    loop {
        match flow.next(now())? {
            Step::Send(request) => {
                let (path, response) = answers.next().expect("a request nobody expects");
                assert_eq!(request.target(), *path);
                assert_eq!(request.method, "GET");
                assert_eq!(request.safety, Safety::Read);
                assert_signed(&request);
                assert!(matches!(flow.next(now())?, Step::Wait(_)));
                flow.receive(now(), Ok(response.clone()))?;
            }
            Step::Yield(one) => yielded.push(one),
            Step::Wait(_) => panic!("nothing to wait for"),
            Step::Done => {
                assert!(answers.next().is_none(), "a request is missing");
                assert!(matches!(flow.next(now())?, Step::Done));
                return Ok(yielded);
            }
        }
    }
}

/// Whether the signature covers exactly what is sent, computed anew from the reference's formula.
fn assert_signed(request: &Request) {
    let head = format!(
        "{}\n{}\n{}\n{}\n",
        request.method,
        "eu-poland-1warszawa.api.e24cloud.com",
        "Tue, 02 Jun 2026 10:15:30 GMT",
        request.target()
    );
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"not-a-real-secret-42").unwrap();
    mac.update(head.as_bytes());
    mac.update(&request.body);
    let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());
    assert_eq!(
        request.headers["authorization"],
        format!("E24DEMOKEY01:{signature}")
    );
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(request.headers["x-date"], "Tue, 02 Jun 2026 10:15:30 GMT");
}

fn look(verb: Verb, response: &Response) -> Result<Judgement, Error> {
    E24Cloud
        .look(&access(), now(), &ticket(verb))?
        .read(response)
}

fn full() -> Value {
    json!({
        "id": ID, "label": "mail <b>1</b>", "cores": 2, "ram": 2048, "adm": false,
        "system": {"id": "3001", "name": "Debian 12"},
        "cost_per_hour": 0.125, "state": "online", "transfer_used": "0.50",
        "owner": {"id": "9", "name": "Ada"},
        "public_interface": {
            "primary_ip_ipv4address": "198.51.100.7", "mac_address": "52:54:00:00:00:01",
            "ipv4_addresses": [
                {"id": "a", "ipv4_address": "198.51.100.6", "dhcp": false},
                {"id": "b", "ipv4_address": "198.51.100.7", "dhcp": true},
            ],
        },
        "storage_volumes": [
            {"id": "c", "size": 20, "system_disk": true, "type": "ssd"},
            {"id": "d", "size": "30", "system_disk": 0},
        ],
        "zone": {"id": "e", "name": "DC1/PUBLIC-1"},
        "networks": [{"id": 4, "label": "lan", "mac_address": "", "type": "vlan"}],
        "groups": [{"id": 1, "name": "mail"}, {"id": 2, "name": "prod"}],
    })
}

fn one(vm: &Value) -> Response {
    answer(
        200,
        json!({"success": true, "virtual_machine": vm}).to_string(),
    )
}

#[test]
fn reads_a_whole_machine() {
    let body = json!({"success": true, "virtual_machines": [full()]}).to_string();
    let machines = list(answer(200, body)).unwrap();
    let expected = Machine {
        state: State::Running,
        provider_state: "online".into(),
        addresses: vec!["198.51.100.7".into(), "198.51.100.6".into()],
        cpus: Some(2),
        memory: Some(ByteSize::from_mib(2048)),
        disk: Some(ByteSize::from_gib(50)),
        place: Some("DC1/PUBLIC-1".into()),
        image: Some("Debian 12".into()),
        price: pilothouse_core::HourlyPrice::from_decimal("0.125", None),
        tags: vec!["mail".into(), "prod".into()],
        ..Machine::bare(ID, "mail <b>1</b>")
    };
    assert_eq!(machines, [expected]);
}

#[test]
fn fields_that_are_missing_or_odd_are_absent() {
    let odd = json!({
        "id": ID, "label": null, "cores": "many", "ram": {}, "system": "x", "cost_per_hour": [],
        "state": null, "public_interface": [], "storage_volumes": {"size": null},
        "zone": null, "groups": "none",
    });
    for vm in [json!({"id": ID}), odd] {
        let expected = Machine {
            state: State::Unknown,
            ..Machine::bare(ID, "")
        };
        assert_eq!(read(&one(&vm)).unwrap(), expected, "{vm}");
    }
    // Old answers name the system beside it, and say numbers as text.
    let old = json!({"id": ID, "systemName": "Debian 7", "ram": "512", "cost_per_hour": "0.05"});
    let machine = read(&one(&old)).unwrap();
    assert_eq!(machine.image.as_deref(), Some("Debian 7"));
    assert_eq!(machine.memory, Some(ByteSize::from_mib(512)));
    assert_eq!(machine.price.unwrap().nanos(), 50_000_000);
}

#[test]
fn every_word_for_a_state_has_its_meaning() {
    for (word, state) in [
        ("online", State::Running),
        ("Online", State::Running),
        ("offline", State::Off),
        ("installing", State::Building),
        ("deleting", State::Deleting),
        ("migrating <i>now</i>", State::Busy),
        ("", State::Unknown),
    ] {
        let machine = read(&one(&json!({"id": ID, "state": word}))).unwrap();
        assert_eq!(
            (machine.state, machine.provider_state.as_str()),
            (state, word)
        );
    }
}

#[test]
fn an_odd_item_does_not_lose_the_list() {
    for (items, count) in [
        (json!([]), 0),
        (
            json!([full(), null, 7, "x", [], {}, {"id": null}, full()]),
            2,
        ),
        (json!([{"id": 12}]), 1),
    ] {
        let body = json!({"virtual_machines": items}).to_string();
        assert_eq!(list(answer(200, body)).unwrap().len(), count, "{items}");
    }
}

#[test]
fn what_is_not_a_list_is_a_bad_answer() {
    let cut = json!({"success": true, "virtual_machines": [full()]}).to_string();
    let deep = format!("{{\"virtual_machines\":{}", "[".repeat(100_000));
    for body in [
        "",
        "  ",
        "null",
        "[]",
        "[true]",
        "7",
        "\"online\"",
        "<!doctype html><title>Log in</title>",
        r#"{"success":true}"#,
        r#"{"success":true,"virtual_machines":null}"#,
        r#"{"success":true,"virtual_machines":{"0":{"id":"a"}}}"#,
        r#"{"success":true,"virtual_machines":"none"}"#,
        r#"{"success":true,"virtual_machines":[null,7]}"#,
        r#"{"success":true,"virtual_machines":[{"id":"\ud800"}]}"#,
        cut.split_at(cut.len() / 2).0,
        &deep,
    ] {
        let error = list(answer(200, body)).unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadAnswer, "{body:.60}");
        assert_eq!(error.outcome, Outcome::NotDone, "a read does nothing");
    }
    assert_eq!(
        list(answer(200, b"\xff\xfe".to_vec())).unwrap_err().kind,
        ErrorKind::BadAnswer
    );
}

#[test]
fn a_failure_is_one_whatever_its_status() {
    for (status, body, kind) in [
        (
            200,
            r#"{"success":false,"virtual_machines":[]}"#,
            ErrorKind::Refused,
        ),
        (200, r#"{"success":"false"}"#, ErrorKind::Refused),
        (
            200,
            r#"{"success":null,"virtual_machines":[]}"#,
            ErrorKind::Refused,
        ),
        (404, "no such path", ErrorKind::NotFound),
        (401, "", ErrorKind::Unauthorized),
        (503, "<html>", ErrorKind::Unavailable),
    ] {
        let error = list(answer(status, body)).unwrap_err();
        assert_eq!((error.kind, error.status), (kind, Some(status)), "{body}");
    }
}

#[test]
fn one_machine_comes_as_object_or_array() {
    let other = json!({"id": "other", "label": "not this"});
    for (vms, id) in [
        (full(), ID),
        (json!([full()]), ID),
        (json!([other, full()]), ID),
        (json!([other]), "other"),
    ] {
        assert_eq!(read(&one(&vms)).unwrap().id.as_str(), id, "{vms}");
    }
    for (vms, kind) in [
        (json!([]), ErrorKind::NotFound),
        (json!({}), ErrorKind::BadAnswer),
        (json!([7]), ErrorKind::BadAnswer),
        (json!("gone"), ErrorKind::BadAnswer),
        (json!(null), ErrorKind::BadAnswer),
    ] {
        assert_eq!(read(&one(&vms)).unwrap_err().kind, kind, "{vms}");
    }
}

#[test]
fn orders_are_sent_as_documented() {
    for (verb, action, body) in [
        (Verb::Start, "poweron", ""),
        (Verb::ShutDown, "shutdown", r#"{"wait_for":4}"#),
        (Verb::PowerOff, "poweroff", ""),
        (Verb::Reboot, "reboot", ""),
        (Verb::Reset, "reset", ""),
    ] {
        let Request {
            method,
            path,
            body: sent,
            safety,
            headers,
            ..
        } = order(verb).request;
        assert_eq!(method, "POST");
        assert_eq!(path, format!("/v2/virtual-machines/{ID}/{action}"));
        assert_eq!(String::from_utf8(sent).unwrap(), body);
        assert_eq!(safety, Safety::Unsafe);
        assert_eq!(headers["content-type"], "application/json");
        let target = target();
        let more = E24Cloud.order(&access(), now(), &Order::new(verb, target), 1);
        assert!(more.unwrap().is_none(), "one request is all");
    }
    let on = order(Verb::Start).request;
    assert_eq!(
        on.headers["authorization"],
        "E24DEMOKEY01:+9IF2y9FWqgzv+QA3iL1qmr6VLUEDhGJiUlbM9ceJ8Y="
    );
}

#[test]
fn an_id_cannot_leave_its_segment() {
    let id = MachineId::new("../account?x=1#");
    let locator = String::new();
    let call = E24Cloud.read(&access(), now(), &Target { id, locator });
    assert_eq!(
        call.unwrap().request.path,
        "/v2/virtual-machines/..%2Faccount%3Fx%3D1%23"
    );
}

#[test]
fn an_order_is_accepted_or_its_outcome_is_said() {
    for body in [r#"{"success":true}"#, r#"{"success":"true","x":[1]}"#, "{}"] {
        assert_eq!(
            order(Verb::Start).read(&answer(200, body)),
            Ok(Receipt::default())
        );
    }
    for (status, body, kind, outcome) in [
        (
            200,
            r#"{"success":false}"#,
            ErrorKind::Refused,
            Outcome::NotDone,
        ),
        (200, "", ErrorKind::BadAnswer, Outcome::Unknown),
        (200, "[]", ErrorKind::BadAnswer, Outcome::Unknown),
        (
            200,
            r#"{"success":"#,
            ErrorKind::BadAnswer,
            Outcome::Unknown,
        ),
        (200, "<html>", ErrorKind::BadAnswer, Outcome::Unknown),
        (404, "nope", ErrorKind::NotFound, Outcome::NotDone),
        (403, "", ErrorKind::Unauthorized, Outcome::NotDone),
        (502, "", ErrorKind::Unavailable, Outcome::Unknown),
    ] {
        let error = order(Verb::Start).read(&answer(status, body)).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (kind, outcome),
            "{status} {body}"
        );
    }
}

#[test]
fn an_order_is_done_when_the_state_says_so() {
    use Verb::{PowerOff, Reboot, Reset, ShutDown, Start};
    for (verb, word, expected) in [
        (Start, "online", "done"),
        (Start, "offline", "pending"),
        (Start, "warming up", "pending"),
        (Start, "deleting", "failed"),
        (ShutDown, "offline", "done"),
        (ShutDown, "online", "pending"),
        (PowerOff, "offline", "done"),
        (PowerOff, "online", "pending"),
        (Reboot, "online", "noted"),
        (Reboot, "offline", "pending"),
        (Reset, "online", "noted"),
        (Reset, "rebooting", "pending"),
        (Reset, "", "pending"),
    ] {
        let judged = look(verb, &one(&json!({"id": ID, "state": word}))).unwrap();
        let (said, machine) = match judged {
            Judgement::Pending { machine, .. } => ("pending", machine),
            Judgement::Done { machine, note } => (note.map_or("done", |_| "noted"), machine),
            Judgement::Failed { machine, .. } => ("failed", machine),
        };
        assert_eq!(said, expected, "{verb:?} {word}");
        assert_eq!(machine.unwrap().provider_state, word);
    }
    let gone = look(Start, &answer(404, "")).unwrap_err();
    assert_eq!(gone.kind, ErrorKind::NotFound);
}

#[test]
fn the_check_says_what_the_key_opens() {
    for (items, words) in [
        (json!([]), "no machines"),
        (json!([full()]), "1 machine in"),
        (json!([full(), full()]), "2 machines"),
    ] {
        let body = json!({"success": true, "virtual_machines": items}).to_string();
        let call = E24Cloud.check(&access(), now()).unwrap();
        assert!(!call.request.path.contains("account"));
        let said = call.read(&answer(200, body)).unwrap();
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn facts_are_usable() {
    let facts = E24Cloud.facts();
    for endpoint in facts.default_endpoint.iter().chain(facts.other_endpoints) {
        assert_eq!(Endpoint::parse(endpoint).unwrap().to_string(), *endpoint);
    }
    for verb in Verb::POWER {
        let from = if verb == Verb::Start {
            State::Off
        } else {
            State::Running
        };
        assert_eq!(facts.power.availability(verb, from), Availability::Ready);
        assert!(!facts.power.availability(verb, State::Busy).is_ready());
        assert!(!facts.power.availability(verb, State::Building).is_ready());
    }
}

#[test]
fn thousands_of_machines_are_read() {
    let body = json!({"success": true, "virtual_machines": vec![full(); 5_000]}).to_string();
    assert_eq!(list(answer(200, body)).unwrap().len(), 5_000);
}

/// The names this provider's answers use.
const NAMES: &[&str] = &[
    "success",
    "virtual_machine",
    "virtual_machines",
    "id",
    "label",
    "cores",
    "ram",
    "state",
    "cost_per_hour",
    "system",
    "name",
    "zone",
    "groups",
    "public_interface",
    "size",
    "primary_ip_ipv4address",
    "ipv4_addresses",
    "ipv4_address",
    "storage_volumes",
    "error",
    "errors",
    "message",
    "description",
];
const WORDS: &[&str] = &["online", "1e300"];

fn read_everything(status: u16, body: &[u8]) {
    let response = || answer(status, body);
    let check = E24Cloud.check(&access(), now()).unwrap();
    let results = [
        check.read(&response()).map(drop),
        list(response()).map(|all| drop(format!("{all:?}"))),
        read(&response()).map(|m| drop(m.price.map(|price| price.to_string()))),
        order(Verb::ShutDown).read(&response()).map(drop),
        look(Verb::Start, &response()).map(drop),
        look(Verb::Reset, &response()).map(drop),
    ];
    assert_errors_can_be_shown(results);
}

proptest! {
    #[test]
    fn no_answer_makes_it_panic(status in 200u16..600, body in prop::collection::vec(any::<u8>(), 0..200)) {
        read_everything(status, &body);
    }

    #[test]
    fn no_json_makes_it_panic(status in prop::sample::select(vec![200u16, 201, 400, 404, 500]), body in json_like(NAMES, WORDS)) {
        read_everything(status, body.to_string().as_bytes());
        for key in ["virtual_machines", "virtual_machine", "error"] {
            read_everything(status, json!({"success": true, key: body}).to_string().as_bytes());
            read_everything(status, json!({"success": false, key: body}).to_string().as_bytes());
        }
    }

    #[test]
    fn no_cut_makes_it_panic(at in 0usize..900) {
        let body = json!({"success": true, "virtual_machines": [full()], "virtual_machine": full()}).to_string();
        let cut = body.as_bytes().get(..at).unwrap_or(body.as_bytes());
        read_everything(200, cut);
        prop_assert!(cut.len() == body.len() || list(answer(200, cut)).is_err());
    }
}
