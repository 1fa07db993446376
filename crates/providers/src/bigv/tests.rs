//! The whole client against answers written by hand and against rubbish.

use pilothouse_core::{
    Access, Availability, ByteSize, Call, Credentials, Endpoint, Error, ErrorKind, Judgement,
    Machine, MachineId, Order, Orders, Outcome, Provider, Receipt, Response, Safety, State, Target,
    Ticket, Verb,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::BigV;
use crate::testing::{self, answer, now};

mod forms;
mod looks;
mod lookups;
mod orders;
mod rubbish;
mod sections;
mod sign_in;

const PATH: &str = "/accounts/7/groups/31/virtual_machines/4711";

fn access() -> Access {
    Access::new(
        Endpoint::parse("https://uk0.bigv.io").unwrap(),
        Credentials::new("token").with("token", "apikey.k3y"),
    )
}

fn target() -> Target {
    let (id, locator) = (MachineId::new("4711"), PATH.to_owned());
    Target { id, locator }
}

fn list(response: Response) -> Result<Vec<Machine>, Error> {
    let flow = BigV.list(&access());
    testing::list(flow, "/accounts?view=overview", response)
}

fn listed(body: &Value) -> Result<Vec<Machine>, Error> {
    list(answer(200, body.to_string()))
}

fn read(body: &Value) -> Result<Machine, Error> {
    let response = answer(200, body.to_string());
    BigV.read(&access(), now(), &target())?.read(&response)
}

fn order(verb: Verb, step: usize) -> Option<Call<Receipt>> {
    let target = target();
    BigV.order(&access(), now(), &Order::new(verb, target), step)
        .unwrap()
}

fn look(verb: Verb, response: &Response) -> Result<Judgement, Error> {
    let target = target();
    let ticket = Ticket {
        order: Order::new(verb, target),
        task: None,
        made: None,
        accepted: now(),
    };
    BigV.look(&access(), now(), &ticket)?.read(response)
}

fn full() -> Value {
    json!({
        "id": 4711, "name": "web1", "hostname": "web1.shop.acme.uk0.bigv.io", "group_id": 31,
        "cores": 2, "memory": 1536, "power_on": true, "autoreboot_on": false, "cdrom_url": null,
        "management_address": "192.0.2.40", "keymap": null, "deleted": false, "head": "head07",
        "hardware_profile": "virtio2013", "hardware_profile_locked": false,
        "zone_name": "york", "last_imaged_with": "jessie",
        "type": "application/vnd.bigv.virtual-machine",
        "discs": [
            {"id": 1, "label": "disc-1", "size": 25600, "storage_grade": "sata"},
            {"id": 2, "label": "disc-2", "size": 51200, "storage_grade": "ssd"},
        ],
        "network_interfaces": [
            {"id": 5, "ips": ["198.51.100.9", "2001:db8::9/64"], "mac": "fe:ff:00:00:00:01"},
            {"id": 6, "ips": ["198.51.100.9", "203.0.113.2"], "extra_ips": {}},
        ],
    })
}

fn expected() -> Machine {
    Machine {
        state: State::Running,
        provider_state: "power_on=true autoreboot_on=false".into(),
        addresses: ["198.51.100.9", "2001:db8::9", "203.0.113.2"]
            .map(String::from)
            .into(),
        cpus: Some(2),
        memory: Some(ByteSize::from_mib(1536)),
        disk: Some(ByteSize::from_gib(75)),
        place: Some("york".into()),
        image: Some("jessie".into()),
        tags: vec!["shop".into()],
        locator: PATH.into(),
        ..Machine::bare("4711", "web1")
    }
}

fn account(vms: &Value) -> Value {
    let group = json!({"id": 31, "name": "shop", "account_id": 7, "virtual_machines": vms});
    json!({"id": 7, "name": "acme", "suspended": false, "groups": [group]})
}

#[test]
fn a_machine_reads_the_same_from_list_and_single_read() {
    for body in [
        json!([account(&json!([full()]))]),
        account(&json!([full()])),
    ] {
        assert_eq!(listed(&body).unwrap(), [expected()], "{body}");
    }
    for body in [full(), json!([full()])] {
        assert_eq!(read(&body).unwrap(), expected(), "{body}");
    }
}

#[test]
fn every_level_may_be_missing() {
    for (body, count) in [
        (json!([]), 0),
        (json!([{"id": 7}, {"name": "b", "groups": null}]), 0),
        (json!([{"id": 7, "groups": []}]), 0),
        (
            json!([{"id": 7, "groups": [{"id": 1}, {"id": 2, "virtual_machines": []}]}]),
            0,
        ),
        (
            json!([
                7,
                null,
                "x",
                account(&json!([full(), null, 3, {}, {"name": "no id"}, {"id": 5}]))
            ]),
            2,
        ),
        (json!([{"groups": [{"virtual_machines": [{"id": 5}]}]}]), 1),
    ] {
        assert_eq!(listed(&body).unwrap().len(), count, "{body}");
    }
}

#[test]
fn paths_are_made_of_ids_or_names_and_escaped() {
    let vm = |vm: Value, group: Value, account: Value| {
        let (mut group, mut account) = (group, account);
        group["virtual_machines"] = json!([vm]);
        account["groups"] = json!([group]);
        listed(&json!([account])).unwrap().remove(0).locator
    };
    for (path, locator) in [
        (
            vm(
                json!({"id": 1}),
                json!({"id": 2, "name": "g"}),
                json!({"id": 3}),
            ),
            "/accounts/3/groups/2/virtual_machines/1",
        ),
        (
            vm(
                json!({"id": "1"}),
                json!({"name": "default"}),
                json!({"name": "acme"}),
            ),
            "/accounts/acme/groups/default/virtual_machines/1",
        ),
        (
            vm(json!({"id": 1, "group_id": 9}), json!({}), json!({"id": 3})),
            "/accounts/3/groups/9/virtual_machines/1",
        ),
        (
            vm(
                json!({"id": "../x?y"}),
                json!({"name": "a/b"}),
                json!({"name": ".."}),
            ),
            "/accounts/%2E%2E/groups/a%2Fb/virtual_machines/..%2Fx%3Fy",
        ),
        (
            vm(json!({"id": 1}), json!({}), json!({})),
            "/virtual_machines/1",
        ),
    ] {
        assert_eq!(path, locator);
    }
}

#[test]
fn a_machine_is_addressed_by_its_locator_or_by_id_alone() {
    for (locator, path) in [
        (PATH, format!("{PATH}?view=overview")),
        ("", "/virtual_machines/a%2Fb?view=overview".to_owned()),
        (
            "//elsewhere.example/",
            "/virtual_machines/a%2Fb?view=overview".to_owned(),
        ),
    ] {
        let (id, locator) = (MachineId::new("a/b"), locator.to_owned());
        let call = BigV.read(&access(), now(), &Target { id, locator });
        assert_eq!(call.unwrap().request.path, path);
    }
}

#[test]
fn switches_make_the_state() {
    for (vm, state, words) in [
        (
            json!({"power_on": true, "autoreboot_on": true}),
            State::Running,
            "power_on=true autoreboot_on=true",
        ),
        (json!({"power_on": "true"}), State::Running, "power_on=true"),
        (
            json!({"power_on": false, "autoreboot_on": true}),
            State::Restarting,
            "power_on=false autoreboot_on=true",
        ),
        (
            json!({"power_on": false, "autoreboot_on": false}),
            State::Off,
            "power_on=false autoreboot_on=false",
        ),
        (json!({"power_on": false}), State::Off, "power_on=false"),
        (
            json!({"power_on": false, "deleted": true}),
            State::Deleted,
            "power_on=false deleted=true",
        ),
        (json!({"power_on": null}), State::Unknown, ""),
        (
            json!({"power_on": [], "autoreboot_on": true}),
            State::Unknown,
            "autoreboot_on=true",
        ),
    ] {
        let mut vm = vm;
        vm["id"] = json!(4711);
        let machine = read(&vm).unwrap();
        assert_eq!(
            (machine.state, machine.provider_state.as_str()),
            (state, words)
        );
    }
}

#[test]
fn fields_that_are_missing_or_odd_are_absent() {
    let odd = json!({
        "id": 4711, "name": {}, "hostname": [], "cores": -1, "memory": "lots", "power_on": 7,
        "autoreboot_on": {}, "deleted": "maybe", "zone_name": "", "last_imaged_with": null,
        "discs": {"0": {"size": 1}}, "network_interfaces": "none",
    });
    for vm in [json!({"id": 4711}), odd] {
        let bare = Machine {
            state: State::Unknown,
            locator: PATH.into(),
            ..Machine::bare("4711", "")
        };
        assert_eq!(read(&vm).unwrap(), bare, "{vm}");
    }
}

#[test]
fn only_a_group_somebody_made_is_a_label() {
    for (name, hostname, tags) in [
        ("www1", "www1.default.acme.uk0.bigv.io", &[][..]),
        ("www1", "www1.shop.acme.uk0.bigv.io", &["shop"]),
        ("a.b", "a.b.shop.acme.uk0.bigv.io", &["shop"]),
        ("www1", "other.shop.acme.uk0.bigv.io", &[]),
        ("www1", "www1", &[]),
        ("www1", "www1..x", &[]),
    ] {
        let vm = json!({"id": 1, "name": name, "hostname": hostname});
        assert_eq!(read(&vm).unwrap().tags, tags, "{hostname}");
    }
}

#[test]
fn what_is_neither_is_a_bad_answer() {
    let cut = json!([account(&json!([full()]))]).to_string();
    let deep = "[".repeat(100_000);
    for body in [
        "",
        "  ",
        "null",
        "7",
        "\"accounts\"",
        "<!doctype html><title>Log in</title>",
        "{}",
        r#"{"error":"down for maintenance"}"#,
        "[null,7]",
        "[{},{}]",
        r#"[{"id":1}"#,
        cut.split_at(cut.len() / 2).0,
        &deep,
    ] {
        let error = list(answer(200, body)).unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadAnswer, "{body:.60}");
        assert_eq!(error.outcome, Outcome::NotDone, "a read does nothing");
    }
    for (body, kind) in [
        (json!([]), ErrorKind::NotFound),
        (json!({}), ErrorKind::BadAnswer),
        (json!([{"name": "no id"}]), ErrorKind::BadAnswer),
        (json!(["x"]), ErrorKind::BadAnswer),
        (json!(null), ErrorKind::BadAnswer),
    ] {
        assert_eq!(read(&body).unwrap_err().kind, kind, "{body}");
    }
    let error = list(answer(404, "<html>")).unwrap_err();
    assert_eq!((error.kind, error.status), (ErrorKind::NotFound, Some(404)));
}

#[test]
fn orders_are_sent_as_documented() {
    use Safety::{Repeatable, Unsafe};
    let signal = format!("{PATH}/signal");
    let signal = signal.as_str();
    let overview = format!("{PATH}?view=overview");
    let overview = overview.as_str();
    let powerdown = r#"{"signal":"powerdown"}"#;
    let both_on = r#"{"autoreboot_on":true,"power_on":true}"#;
    let both_off = r#"{"autoreboot_on":false,"power_on":false}"#;
    for (verb, requests) in [
        (Verb::Start, vec![("PUT", PATH, both_on, Unsafe)]),
        (Verb::PowerOff, vec![("PUT", PATH, both_off, Unsafe)]),
        (
            Verb::ShutDown,
            vec![
                ("GET", overview, "", Safety::Read),
                ("PUT", PATH, r#"{"autoreboot_on":false}"#, Repeatable),
                ("POST", signal, powerdown, Unsafe),
            ],
        ),
        (
            Verb::Reboot,
            vec![
                ("GET", overview, "", Safety::Read),
                ("PUT", PATH, r#"{"autoreboot_on":true}"#, Repeatable),
                ("POST", signal, powerdown, Unsafe),
            ],
        ),
        (
            Verb::Reset,
            vec![("POST", signal, r#"{"signal":"reset"}"#, Unsafe)],
        ),
    ] {
        for (step, (method, path, body, safety)) in requests.iter().enumerate() {
            let request = order(verb, step).unwrap().request;
            assert_eq!(
                (request.method.as_str(), request.path.as_str()),
                (*method, *path)
            );
            assert_eq!(String::from_utf8(request.body).unwrap(), *body);
            assert_eq!(request.safety, *safety, "{verb:?} {step}");
            assert_eq!(request.headers["content-type"], "application/json");
            assert_eq!(request.headers["authorization"], "Bearer apikey.k3y");
        }
        assert!(order(verb, requests.len()).is_none());
        assert!(order(verb, usize::MAX).is_none());
    }
}

#[test]
fn an_order_is_accepted_or_its_outcome_is_said() {
    let (put, signal) = ((Verb::Start, 0), (Verb::Reset, 0));
    let vm = full().to_string();
    for ((verb, step), status, body) in [
        (put, 200, vm.as_str()),
        (put, 200, "[{}]"),
        (signal, 200, r#"{"signal":"reset"}"#),
        (signal, 200, ""),
        (signal, 204, ""),
    ] {
        let call = order(verb, step).unwrap();
        assert_eq!(
            call.read(&answer(status, body)),
            Ok(Receipt::default()),
            "{body}"
        );
    }
    for ((verb, step), status, body, kind, outcome) in [
        (put, 200, "", ErrorKind::BadAnswer, Outcome::Unknown),
        (put, 200, "[]", ErrorKind::BadAnswer, Outcome::Unknown),
        (put, 200, "null", ErrorKind::BadAnswer, Outcome::Unknown),
        (
            put,
            200,
            r#"{"id":"#,
            ErrorKind::BadAnswer,
            Outcome::Unknown,
        ),
        (
            signal,
            200,
            "<html>",
            ErrorKind::BadAnswer,
            Outcome::Unknown,
        ),
        (signal, 200, "{", ErrorKind::BadAnswer, Outcome::Unknown),
        (put, 401, "", ErrorKind::Unauthorized, Outcome::NotDone),
        (put, 403, "", ErrorKind::Forbidden, Outcome::NotDone),
        (
            signal,
            400,
            "VM is off",
            ErrorKind::Invalid,
            Outcome::NotDone,
        ),
        (
            signal,
            400,
            r#"{"power_on":["is off"]}"#,
            ErrorKind::Conflict,
            Outcome::NotDone,
        ),
        (signal, 404, "", ErrorKind::NotFound, Outcome::NotDone),
        (signal, 500, "", ErrorKind::Unavailable, Outcome::Unknown),
    ] {
        let error = order(verb, step)
            .unwrap()
            .read(&answer(status, body))
            .unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (kind, outcome),
            "{status} {body}"
        );
    }
}

#[test]
fn an_order_is_done_when_the_switches_say_so() {
    use Verb::{PowerOff, Reboot, Reset, ShutDown, Start};
    let (on, coming, off) = ((true, true), (false, true), (false, false));
    for (verb, (power, auto), said) in [
        (Start, on, "done"),
        (Start, off, "pending"),
        (Start, coming, "pending"),
        (PowerOff, off, "done"),
        (PowerOff, on, "pending"),
        (PowerOff, coming, "pending"),
        (ShutDown, off, "done"),
        (ShutDown, (true, false), "pending"),
        (Reboot, on, "noted"),
        (Reboot, coming, "pending"),
        (Reset, (true, false), "noted"),
        (Reset, off, "pending"),
    ] {
        let vm = json!({"id": 4711, "power_on": power, "autoreboot_on": auto});
        let judged = look(verb, &answer(200, vm.to_string())).unwrap();
        let (judged, machine) = match judged {
            Judgement::Pending { machine, .. } => ("pending", machine),
            Judgement::Done { machine, note } => (note.map_or("done", |_| "noted"), machine),
            Judgement::Failed { machine, .. } => ("failed", machine),
        };
        assert_eq!(judged, said, "{verb:?} {vm}");
        assert_eq!(machine.unwrap().locator, PATH);
    }
    let deleted = json!({"id": 4711, "deleted": true, "power_on": false}).to_string();
    let judged = look(PowerOff, &answer(200, deleted)).unwrap();
    assert!(matches!(judged, Judgement::Failed { .. }));
    assert_eq!(
        look(Start, &answer(404, "")).unwrap_err().kind,
        ErrorKind::NotFound
    );
}

#[test]
fn the_check_says_who_was_let_in() {
    for (body, words) in [
        (json!([]), "no account"),
        (
            json!([{"id": 7, "name": "acme", "suspended": false}]),
            "It sees acme.",
        ),
        (json!({"id": 7, "name": "acme"}), "It sees acme."),
        (json!([{"id": 7}, {"id": 8}]), "It sees 2 accounts."),
        (json!([{"id": 7}]), "It sees 1 account."),
        (
            json!([{"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "d"}]),
            "a, b, c and 1 more.",
        ),
    ] {
        let call = BigV.check(&access(), now()).unwrap();
        assert_eq!(call.request.target(), "/accounts");
        let said = call.read(&answer(200, body.to_string())).unwrap();
        assert!(said.contains(words), "{said}");
    }
    let call = BigV.check(&access(), now()).unwrap();
    let error = call
        .read(&answer(401, "Bad login credentials"))
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
}

#[test]
fn facts_are_usable() {
    let facts = BigV.facts();
    let endpoint = facts.default_endpoint.unwrap();
    assert_eq!(Endpoint::parse(endpoint).unwrap().to_string(), endpoint);
    for verb in Verb::POWER {
        let from = if verb == Verb::Start {
            State::Off
        } else {
            State::Running
        };
        assert_eq!(facts.power.availability(verb, from), Availability::Ready);
        assert!(!facts.power.note(verb).is_empty());
        assert!(!facts.power.availability(verb, State::Deleted).is_ready());
        let kept_down = facts.power.availability(verb, State::Restarting).is_ready();
        assert_eq!(kept_down, verb == Verb::PowerOff);
    }
}

#[test]
fn thousands_of_machines_are_read() {
    let body = json!([account(&json!(vec![full(); 5_000]))]);
    assert_eq!(listed(&body).unwrap().len(), 5_000);
}

/// JSON that looks like an answer from some distance.
fn json_like() -> impl Strategy<Value = Value> {
    let keys = prop::sample::select(vec![
        "id",
        "name",
        "groups",
        "virtual_machines",
        "hostname",
        "group_id",
        "cores",
        "memory",
        "power_on",
        "autoreboot_on",
        "deleted",
        "zone_name",
        "last_imaged_with",
        "discs",
        "size",
        "network_interfaces",
        "ips",
        "errors",
        "message",
        "signal",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(8, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((keys.clone(), inner), 0..8).prop_map(|pairs| {
                Value::Object(pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
            }),
        ]
    })
}

fn read_everything(status: u16, body: &[u8]) {
    let response = || answer(status, body);
    let check = BigV.check(&access(), now()).unwrap();
    let one = BigV.read(&access(), now(), &target()).unwrap();
    let results = [
        check.read(&response()).map(drop),
        list(response()).map(drop),
        one.read(&response()).map(drop),
        order(Verb::ShutDown, 0)
            .unwrap()
            .read(&response())
            .map(drop),
        order(Verb::ShutDown, 1)
            .unwrap()
            .read(&response())
            .map(drop),
        look(Verb::Start, &response()).map(drop),
        look(Verb::Reset, &response()).map(drop),
    ];
    for error in results.into_iter().filter_map(Result::err) {
        assert!(error.message.chars().count() < 700, "{error}");
        assert!(!error.message.contains(char::is_control), "{error:?}");
    }
}

proptest! {
    #[test]
    fn no_answer_makes_it_panic(status in 200u16..600, body in prop::collection::vec(any::<u8>(), 0..200)) {
        read_everything(status, &body);
    }

    #[test]
    fn no_json_makes_it_panic(status in prop::sample::select(vec![200u16, 201, 400, 404, 500]), body in json_like()) {
        read_everything(status, body.to_string().as_bytes());
        read_everything(status, account(&body).to_string().as_bytes());
        read_everything(status, json!([account(&json!([full(), body]))]).to_string().as_bytes());
    }

    #[test]
    fn no_cut_makes_it_panic(at in 0usize..1100) {
        let body = json!([account(&json!([full()]))]).to_string();
        let cut = body.as_bytes().get(..at).unwrap_or(body.as_bytes());
        read_everything(200, cut);
        prop_assert!(cut.len() == body.len() || list(answer(200, cut)).is_err());
    }
}
