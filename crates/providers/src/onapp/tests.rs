//! The whole client against answers written by hand and against rubbish.

#![expect(
    clippy::too_many_lines,
    reason = "tables are as long as what they cover"
)]

use pilothouse_core::{
    Access, Availability, ByteSize, Call, Credentials, Endpoint, Error, ErrorKind, HourlyPrice,
    Judgement, Machine, MachineId, Order, Orders, Outcome, Provider, Receipt, Response, Safety,
    State, Step, Target, Ticket, Timestamp, Verb,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{FLEET, OnAppOperator};
use crate::rubbish::{assert_errors_can_be_shown, json_like};
use crate::testing::{answer, now};

mod abilities;
mod formats;
mod looks;
mod lookups;
mod orders;
mod refusals;
mod rubbish;
mod sections;

fn access() -> Access {
    let (login, password) = ("user", "userpass");
    Access::new(
        Endpoint::parse("https://cp.example.net").unwrap(),
        Credentials::new("password")
            .with("login", login)
            .with("password", password),
    )
}

fn target() -> Target {
    let (id, locator) = (MachineId::new("77"), "77".to_owned());
    Target { id, locator }
}

/// Plays a listing against these answers; the pages, whether it ended well, and how many were
/// asked for.
fn list(answers: Vec<Response>) -> (Vec<Vec<Machine>>, Result<(), Error>, usize) {
    let mut flow = FLEET.list(&access());
    let mut answers = answers.into_iter();
    let (mut pages, mut asked) = (Vec::new(), 0);
    loop {
        match flow.next(now()) {
            Ok(Step::Send(request)) => {
                asked += 1;
                assert_eq!(
                    request.target(),
                    format!("/virtual_machines.json?page={asked}&per_page=100")
                );
                assert_eq!(request.safety, Safety::Read);
                assert!(matches!(flow.next(now()), Ok(Step::Wait(_))));
                let answer = answers.next().expect("asks for no page too many");
                if let Err(error) = flow.receive(now(), Ok(answer)) {
                    assert!(matches!(flow.next(now()), Ok(Step::Done)));
                    return (pages, Err(error), asked);
                }
            }
            Ok(Step::Yield(machines)) => pages.push(machines),
            Ok(Step::Done) => return (pages, Ok(()), asked),
            Ok(Step::Wait(_)) => panic!("nothing to wait for"),
            Err(error) => return (pages, Err(error), asked),
        }
    }
}

fn listed(body: &Value) -> Vec<Machine> {
    let (pages, end, _) = list(vec![answer(200, body.to_string())]);
    end.unwrap();
    pages.concat()
}

fn read(body: &Value) -> Result<Machine, Error> {
    let response = answer(200, body.to_string());
    FLEET.read(&access(), now(), &target())?.read(&response)
}

fn order(verb: Verb) -> Call<Receipt> {
    let target = target();
    FLEET
        .order(&access(), now(), &Order::new(verb, target), 0)
        .unwrap()
        .unwrap()
}

/// Looks this many seconds after the order was accepted.
fn look(verb: Verb, seconds: i64, response: &Response) -> Result<Judgement, Error> {
    let target = target();
    let ticket = Ticket {
        order: Order::new(verb, target),
        task: None,
        made: None,
        accepted: Timestamp::from_second(now().as_second() - seconds).unwrap(),
    };
    FLEET.look(&access(), now(), &ticket)?.read(response)
}

fn full() -> Value {
    json!({
        "id": 77, "identifier": "q8n2c5t1w4e7rk", "label": "shop", "hostname": "shop01",
        "user_id": 5, "hypervisor_id": 2, "template_id": 10, "template_label": "Debian 8 x64",
        "memory": 1536, "cpus": 2, "cpu_shares": 100, "min_disk_size": 5, "total_disk_size": 51,
        "built": true, "booted": true, "locked": false, "suspended": false,
        "recovery_mode": null, "state": "delivered", "vip": null, "preferred_hvs": [],
        "monthly_bandwidth_used": "0", "price_per_hour": 0.285_577_83,
        "price_per_hour_powered_off": 0.007_083_39, "deleted_at": null,
        "initial_root_password": "r00t-s3cret", "remote_access_password": "vnc-s3cret",
        "service_password": "svc-s3cret",
        "created_at": "2015-08-25T21:52:34+00:00", "updated_at": "2015-08-26T18:43:18+00:00",
        "ip_addresses": [
            {"ip_address": {"id": 9, "address": "192.0.2.9", "netmask": "255.255.255.0"}},
            {"ip_address": {"id": 10, "address": ""}},
            {"ip_address": {"id": 11, "address": "2001:db8::9"}},
        ],
    })
}

fn expected() -> Machine {
    Machine {
        state: State::Running,
        provider_state: "built=true booted=true state=delivered".into(),
        addresses: ["192.0.2.9", "2001:db8::9"].map(String::from).into(),
        cpus: Some(2),
        memory: Some(ByteSize::from_mib(1536)),
        disk: Some(ByteSize::from_gib(51)),
        image: Some("Debian 8 x64".into()),
        price: HourlyPrice::from_decimal("0.28557783", None),
        created: Some("2015-08-25T21:52:34Z".parse().unwrap()),
        changed: Some("2015-08-26T18:43:18Z".parse().unwrap()),
        locator: "77".into(),
        ..Machine::bare("77", "shop")
    }
}

fn wrapped(vm: &Value) -> Value {
    json!({ "virtual_machine": vm })
}

/// Machines with these ids, as one page.
fn numbered(ids: std::ops::Range<u32>) -> String {
    ids.map(|id| wrapped(&json!({"id": id, "booted": true})))
        .collect::<Value>()
        .to_string()
}

#[test]
fn a_machine_reads_the_same_from_list_and_single_read() {
    for body in [
        json!([wrapped(&full())]),
        json!([full()]),
        json!([wrapped(&wrapped(&full()))]),
    ] {
        assert_eq!(listed(&body), [expected()], "{body}");
    }
    for body in [wrapped(&full()), full(), json!([wrapped(&full())])] {
        assert_eq!(read(&body).unwrap(), expected(), "{body}");
    }
}

#[test]
fn secrets_are_nowhere_in_what_was_read() {
    let machine = read(&wrapped(&full())).unwrap();
    let shown = format!("{machine:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
    let refused = answer(422, wrapped(&full()).to_string());
    let error = order(Verb::Start).read(&refused).unwrap_err();
    assert!(!format!("{error:?}").contains("s3cret"));
}

#[test]
fn old_and_new_panels_are_read_alike() {
    for (changes, check) in [
        (
            json!({"total_disk_size": "51.0", "memory": "1536", "cpus": "2", "booted": 1,
                "price_per_hour": "0.28557783", "built": "true", "recovery_mode": "",
                "created_at": "2015-08-25T21:52:34Z", "updated_at": "2015-08-26T18:43:18Z"}),
            "2.x",
        ),
        (
            json!({"created_at": "2015-08-26T03:22:34.000+05:30", "domain": "localdomain",
                "updated_at": "2015-08-26T11:43:18.000-07:00", "cpu_sockets": null}),
            "5.x",
        ),
        (
            json!({"id": "77", "label": "shop", "deleted_at": ""}),
            "text",
        ),
    ] {
        let mut vm = full();
        for (key, value) in changes.as_object().unwrap() {
            vm[key] = value.clone();
        }
        assert_eq!(read(&wrapped(&vm)).unwrap(), expected(), "{check}");
    }
}

#[test]
fn flags_make_the_state_in_the_documented_order() {
    let (on, built, locked, held) = ("booted", "built", "locked", "suspended");
    let rescue = "recovery_mode";
    for (set, provider_word, state) in [
        (&[built, on][..], "delivered", State::Running),
        (&[built], "delivered", State::Off),
        (&[built, on, rescue], "delivered", State::Rescue),
        (&[built, rescue], "delivered", State::Off),
        (&[built, locked], "delivered", State::Busy),
        (&[built, on, locked], "delivered", State::Busy),
        (&[built, on, locked, held, rescue], "delivered", State::Busy),
        (&[locked], "failed", State::Building),
        (&[locked, held], "new", State::Building),
        (&[built, on, held], "delivered", State::Suspended),
        (&[held], "failed", State::Suspended),
        (&[], "failed", State::Failed),
        (&[], "new", State::NotBuilt),
        (&[on], "", State::NotBuilt),
        (&[built, on], "failed", State::Running),
    ] {
        let mut vm = json!({"id": 1, "state": provider_word});
        for flag in [on, built, locked, held, rescue] {
            vm[flag] = json!(set.contains(&flag));
        }
        assert_eq!(read(&wrapped(&vm)).unwrap().state, state, "{vm}");
    }
    for (vm, state, words) in [
        (json!({"id": 1}), State::Unknown, ""),
        (
            json!({"id": 1, "booted": "maybe", "built": []}),
            State::Unknown,
            "",
        ),
        (json!({"id": 1, "booted": "0"}), State::Off, "booted=false"),
        (
            json!({"id": 1, "locked": true, "built": false, "booted": false, "state": "failed"}),
            State::Building,
            "built=false booted=false locked=true state=failed",
        ),
        (
            json!({"id": 1, "built": true, "booted": true, "deleted_at": "2015-08-26T18:43:18Z"}),
            State::Deleted,
            "built=true booted=true",
        ),
    ] {
        let machine = read(&wrapped(&vm)).unwrap();
        assert_eq!(
            (machine.state, machine.provider_state.as_str()),
            (state, words)
        );
    }
}

#[test]
fn the_price_is_that_of_the_present() {
    let price = |booted: Value| {
        let mut vm = full();
        vm["booted"] = booted;
        read(&vm).unwrap().price.map(|price| price.nanos())
    };
    assert_eq!(price(json!(true)), Some(285_577_830));
    assert_eq!(price(json!(false)), Some(7_083_390));
    assert_eq!(price(json!(null)), None);
}

#[test]
fn fields_that_are_missing_or_odd_are_absent() {
    let odd = json!({
        "id": 77, "label": {}, "hostname": [], "cpus": -1, "memory": "lots", "booted": 7,
        "built": {}, "locked": "maybe", "template_label": "", "ip_addresses": 7, "state": null,
        "total_disk_size": [], "price_per_hour": "free", "created_at": 5, "updated_at": "today",
        "deleted_at": false, "virtual_machine": "none",
    });
    for vm in [json!({"id": 77}), odd] {
        let bare = Machine {
            state: State::Unknown,
            locator: "77".into(),
            ..Machine::bare("77", "")
        };
        assert_eq!(read(&wrapped(&vm)).unwrap(), bare, "{vm}");
    }
    let named = json!({"identifier": "q8n2c5t1w4e7rk", "label": null, "hostname": "web"});
    let named = read(&wrapped(&named)).unwrap();
    assert_eq!(
        (named.id.as_str(), named.name.as_str()),
        ("q8n2c5t1w4e7rk", "web")
    );
}

#[test]
fn one_odd_item_does_not_lose_the_list() {
    let body = json!([
        wrapped(&full()), null, 7, "x", [], {}, wrapped(&Value::Null), wrapped(&json!("x")),
        wrapped(&json!({"label": "no id"})), {"error": "x"}, wrapped(&json!({"id": 5})),
    ]);
    assert_eq!(listed(&body).len(), 2);
    assert_eq!(listed(&json!([])), []);
}

#[test]
fn pages_are_asked_for_until_the_list_is_complete() {
    let plain = |ids| answer(200, numbered(ids));
    let counted = |ids, total: &str, limit: &str| {
        let mut response = answer(200, numbered(ids));
        response
            .headers_mut()
            .insert("x-total", total.parse().unwrap());
        response
            .headers_mut()
            .insert("x-limit", limit.parse().unwrap());
        response
    };
    for (what, answers, pages) in [
        ("short", vec![plain(0..99)], &[99][..]),
        ("none", vec![plain(0..0)], &[0]),
        ("two", vec![plain(0..100), plain(100..101)], &[100, 1]),
        ("even", vec![plain(0..100), plain(0..0)], &[100]),
        ("all at once", vec![plain(0..2500)], &[2500]),
        (
            "again and again",
            vec![plain(0..100), plain(0..100)],
            &[100],
        ),
        ("moved", vec![plain(0..100), plain(99..150)], &[100, 50]),
        ("total reached", vec![counted(0..100, "100", "100")], &[100]),
        (
            "smaller pages",
            vec![counted(0..50, "70", "50"), counted(50..70, "70", "50")],
            &[50, 20],
        ),
        (
            "smaller pages, no total",
            vec![counted(0..50, "?", "50"), counted(50..70, "?", "50")],
            &[50, 20],
        ),
        (
            "total of more than is shown",
            vec![counted(0..30, "40", "100"), counted(0..0, "40", "100")],
            &[30],
        ),
        (
            "no total at all",
            vec![counted(0..100, "0", "0"), counted(100..101, "0", "0")],
            &[100, 1],
        ),
    ] {
        let count = answers.len();
        let (got, end, asked) = list(answers);
        assert_eq!(end, Ok(()), "{what}");
        assert_eq!(asked, count, "{what}");
        let sizes: Vec<usize> = got.iter().map(Vec::len).collect();
        assert_eq!(sizes, pages, "{what}");
    }
}

#[test]
fn a_failing_page_leaves_the_earlier_ones() {
    for (response, kind) in [
        (answer(503, ""), ErrorKind::Unavailable),
        (answer(200, "<html>"), ErrorKind::BadAnswer),
        (answer(200, "{}"), ErrorKind::BadAnswer),
    ] {
        let (pages, end, _) = list(vec![answer(200, numbered(0..100)), response]);
        assert_eq!(pages.len(), 1);
        assert_eq!(end.unwrap_err().kind, kind);
    }
}

#[test]
fn a_list_without_an_end_ends() {
    let answers = (0..1001).map(|page| answer(200, numbered(page * 100..page * 100 + 100)));
    let (pages, end, asked) = list(answers.collect());
    assert_eq!((pages.len(), asked), (999, 1000));
    assert_eq!(end.unwrap_err().kind, ErrorKind::BadAnswer);
}

#[test]
fn what_is_no_machine_is_a_bad_answer() {
    let cut = json!([wrapped(&full())]).to_string();
    let deep = "[".repeat(100_000);
    let long = format!("\"{}\"", "x".repeat(5_000));
    for body in [
        "",
        "  ",
        "null",
        "7",
        "true",
        &long,
        "<!doctype html><title>Log in</title>",
        r#"{"error":"down for maintenance"}"#,
        "[null,7]",
        "[{},{}]",
        r#"[{"id":1}"#,
        cut.split_at(cut.len() / 2).0,
        &deep,
        "\u{feff}[]",
    ] {
        let (_, end, _) = list(vec![answer(200, body)]);
        let one = FLEET.read(&access(), now(), &target()).unwrap();
        for error in [end.unwrap_err(), one.read(&answer(200, body)).unwrap_err()] {
            assert_eq!(error.kind, ErrorKind::BadAnswer, "{body:.60}");
            assert_eq!(error.outcome, Outcome::NotDone, "a read does nothing");
            assert!(error.message.chars().count() < 400);
        }
    }
    let (_, end, _) = list(vec![answer(200, wrapped(&full()).to_string())]);
    assert_eq!(
        end.unwrap_err().kind,
        ErrorKind::BadAnswer,
        "one is no list"
    );
    assert_eq!(read(&json!([])).unwrap_err().kind, ErrorKind::BadAnswer);
    let (_, end, _) = list(vec![answer(404, "<html>")]);
    let error = end.unwrap_err();
    assert_eq!((error.kind, error.status), (ErrorKind::NotFound, Some(404)));
}

#[test]
fn a_machine_is_addressed_by_its_escaped_locator() {
    for (id, locator, path) in [
        ("77", "77", "/virtual_machines/77.json"),
        ("77", "", "/virtual_machines/77.json"),
        (
            "77",
            "q8n2c5t1w4e7rk",
            "/virtual_machines/q8n2c5t1w4e7rk.json",
        ),
        ("a/b?c", "", "/virtual_machines/a%2Fb%3Fc.json"),
        (
            "1",
            "../users/1#",
            "/virtual_machines/..%2Fusers%2F1%23.json",
        ),
        ("..", "", "/virtual_machines/%2E%2E.json"),
    ] {
        let (id, locator) = (MachineId::new(id), locator.to_owned());
        let call = FLEET.read(&access(), now(), &Target { id, locator });
        let request = call.unwrap().request;
        assert_eq!(request.path, path);
        assert_eq!(request.headers["accept"], "application/json");
        assert_eq!(request.headers["content-type"], "application/json");
        assert_eq!(
            request.headers["authorization"],
            "Basic dXNlcjp1c2VycGFzcw=="
        );
    }
}

#[test]
fn orders_are_sent_as_documented() {
    for (verb, action) in [
        (Verb::Start, "startup"),
        (Verb::ShutDown, "shutdown"),
        (Verb::PowerOff, "stop"),
        (Verb::Reboot, "reboot"),
    ] {
        let request = order(verb).request;
        assert_eq!(request.method, "POST");
        assert_eq!(request.path, format!("/virtual_machines/77/{action}.json"));
        assert!(request.body.is_empty());
        assert_eq!(request.safety, Safety::Unsafe);
        let target = target();
        let second = FLEET.order(&access(), now(), &Order::new(verb, target), 1);
        assert!(second.unwrap().is_none());
    }
    let (verb, target) = (Verb::Reset, target());
    let error = FLEET.order(&access(), now(), &Order::new(verb, target), 0);
    let error = error.unwrap_err();
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::Unsupported, Outcome::NotDone)
    );
}

#[test]
fn an_order_is_accepted_or_its_outcome_is_said() {
    use ErrorKind::{BadAnswer, Conflict, Forbidden, NotFound, Unauthorized, Unavailable};
    use Outcome::{NotDone, Unknown};
    let vm = wrapped(&full()).to_string();
    let bare = full().to_string();
    for (status, body) in [(201, &vm), (200, &vm), (202, &bare), (204, &String::new())] {
        let call = order(Verb::Start);
        assert_eq!(
            call.read(&answer(status, body.as_str())),
            Ok(Receipt::default())
        );
    }
    for (status, body, kind, outcome) in [
        (201, "", BadAnswer, Unknown),
        (201, "<html>", BadAnswer, Unknown),
        (201, r#"{"virtual_machine":{"id":7"#, BadAnswer, Unknown),
        (201, "7", BadAnswer, Unknown),
        (201, "null", BadAnswer, Unknown),
        (200, "{}", BadAnswer, Unknown),
        (200, r#"{"virtual_machine":[]}"#, BadAnswer, Unknown),
        (302, "", BadAnswer, Unknown),
        (401, "", Unauthorized, NotDone),
        (403, "", Forbidden, NotDone),
        (
            404,
            r#"{"errors":["Resource not found"]}"#,
            NotFound,
            NotDone,
        ),
        (
            422,
            r#"{"errors":{"base":["is locked"]}}"#,
            Conflict,
            NotDone,
        ),
        (500, "<h1>", Unavailable, Unknown),
        (503, "", Unavailable, Unknown),
    ] {
        let error = order(Verb::Reboot).read(&answer(status, body)).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (kind, outcome),
            "{status} {body}"
        );
    }
}

#[test]
fn an_order_is_over_when_the_lock_is_gone() {
    use Verb::{PowerOff, Reboot, ShutDown, Start};
    let (on, off) = (json!({"booted": true}), json!({"booted": false}));
    let rescue = json!({"booted": true, "recovery_mode": true});
    let locked = json!({"booted": true, "locked": true});
    let locked_off = json!({"booted": false, "locked": true});
    let suspended = json!({"booted": false, "suspended": true});
    let unbuilt = json!({"booted": false, "built": false});
    let silent = json!({"booted": null});
    let deleted = json!({"booted": false, "deleted_at": "2026-06-02T10:00:00Z"});
    for (verb, seconds, flags, said) in [
        (Start, 0, &on, "done"),
        (Start, 14, &off, "pending"),
        (Start, 15, &off, "still off"),
        (Start, 90, &locked_off, "pending"),
        (Start, 90, &locked, "pending"),
        (Start, 15, &suspended, "is suspended"),
        (Start, 15, &unbuilt, "is not built"),
        (Start, 90, &silent, "pending"),
        (Start, -60, &off, "pending"),
        (ShutDown, 3, &off, "done"),
        (ShutDown, 14, &on, "pending"),
        (ShutDown, 15, &on, "still running"),
        (PowerOff, 15, &rescue, "still in rescue mode"),
        (PowerOff, 300, &locked, "pending"),
        (PowerOff, 0, &deleted, "has been deleted"),
        (Reboot, 4, &on, "pending"),
        (Reboot, 5, &on, "done"),
        (Reboot, 5, &rescue, "done"),
        (Reboot, 60, &locked, "pending"),
        (Reboot, 14, &off, "pending"),
        (Reboot, 15, &off, "is off"),
    ] {
        let mut vm = flags.clone();
        vm["id"] = json!(77);
        let response = answer(200, wrapped(&vm).to_string());
        let (judged, machine) = match look(verb, seconds, &response).unwrap() {
            Judgement::Pending { machine, .. } => ("pending".to_owned(), machine),
            Judgement::Done { machine, .. } => ("done".to_owned(), machine),
            Judgement::Failed { machine, reason } => (reason, machine),
        };
        assert!(
            judged.contains(said),
            "{verb:?} after {seconds} s {vm}: {judged}"
        );
        assert_eq!(machine.unwrap().locator, "77");
    }
    let error = look(Start, 0, &answer(404, "")).unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
}

#[test]
fn the_check_says_who_was_let_in() {
    let check = |status, body: &str| {
        let call = FLEET.check(&access(), now()).unwrap();
        assert_eq!(call.request.target(), "/profile.json");
        call.read(&answer(status, body))
    };
    for (body, words) in [
        (
            r#"{"user":{"id":5,"login":"ops","email":"ops@example.net","api_key":"s3cret"}}"#,
            "Signed in as ops (ops@example.net).",
        ),
        (
            r#"{"user":{"login":"ops","email":null}}"#,
            "Signed in as ops.",
        ),
        (
            r#"{"email":"ops@example.net"}"#,
            "Signed in as ops@example.net.",
        ),
        (r#"{"user":{"login":"a","email":"a"}}"#, "Signed in as a."),
    ] {
        assert_eq!(check(200, body).unwrap(), words);
    }
    for (status, body, kind) in [
        (200, "{}", ErrorKind::BadAnswer),
        (200, "[]", ErrorKind::BadAnswer),
        (200, r#"{"user":{"login":[]}}"#, ErrorKind::BadAnswer),
        (200, "<html>", ErrorKind::BadAnswer),
        (200, "", ErrorKind::BadAnswer),
        (401, "<html>", ErrorKind::Unauthorized),
        (404, "", ErrorKind::NotFound),
    ] {
        assert_eq!(check(status, body).unwrap_err().kind, kind, "{body}");
    }
}

#[test]
fn facts_are_usable() {
    let facts = FLEET.facts();
    assert_eq!((facts.id, facts.default_endpoint), ("onapp", None));
    assert!(
        facts
            .logins
            .iter()
            .flat_map(|login| login.fields)
            .all(|field| field.required)
    );
    for (verb, from) in [
        (Verb::Start, &[State::Off][..]),
        (Verb::ShutDown, &[State::Running]),
        (Verb::PowerOff, &[State::Running, State::Rescue]),
        (Verb::Reboot, &[State::Running, State::Rescue]),
        (Verb::Reset, &[]),
    ] {
        for state in State::ALL {
            let ready = facts.power.availability(verb, state) == Availability::Ready;
            assert_eq!(ready, from.contains(&state), "{verb:?} {state:?}");
        }
    }
    let reset = facts.power.availability(Verb::Reset, State::Running);
    assert!(reset.reason().unwrap().contains("Power off"));
}

/// The names this provider's answers use.
const NAMES: &[&str] = &[
    "virtual_machine",
    "id",
    "identifier",
    "label",
    "hostname",
    "built",
    "booted",
    "locked",
    "suspended",
    "recovery_mode",
    "state",
    "cpus",
    "memory",
    "total_disk_size",
    "ip_addresses",
    "ip_address",
    "ip_address_join",
    "address",
    "primary",
    "template_label",
    "price_per_hour",
    "created_at",
    "deleted_at",
    "user",
    "login",
    "email",
    "errors",
    "error",
    "base",
];

fn read_everything(status: u16, body: &[u8]) {
    let response = || answer(status, body);
    let check = FLEET.check(&access(), now()).unwrap();
    let one = FLEET.read(&access(), now(), &target()).unwrap();
    let results = [
        check.read(&response()).map(drop),
        list(vec![response()]).1,
        one.read(&response()).map(drop),
        order(Verb::Start).read(&response()).map(drop),
        look(Verb::Start, 20, &response()).map(drop),
        look(Verb::Reboot, 3, &response()).map(drop),
    ];
    assert_errors_can_be_shown(results);
}

proptest! {
    #[test]
    fn no_answer_makes_it_panic(status in 200u16..600, body in prop::collection::vec(any::<u8>(), 0..200)) {
        read_everything(status, &body);
    }

    #[test]
    fn no_xml_makes_it_panic(status in 200u16..600, body in "(<errors>)?(<error>|</error>|&[a-z#0-9]{0,4};?|[a-z<>&!\\[\\]-]){0,30}") {
        read_everything(status, body.as_bytes());
    }

    #[test]
    fn no_json_makes_it_panic(status in prop::sample::select(vec![200u16, 201, 400, 404, 422, 500]), body in json_like(NAMES, &[])) {
        read_everything(status, body.to_string().as_bytes());
        read_everything(status, wrapped(&body).to_string().as_bytes());
        read_everything(status, json!({"errors": body}).to_string().as_bytes());
        let among = json!([wrapped(&full()), wrapped(&body), body]);
        read_everything(status, among.to_string().as_bytes());
        let (pages, end, _) = list(vec![answer(200, among.to_string())]);
        prop_assert!(end.is_ok() && pages.concat().first() == Some(&expected()));
    }

    #[test]
    fn no_cut_makes_it_panic(at in 0usize..1500) {
        let body = json!([wrapped(&full())]).to_string();
        let cut = body.as_bytes().get(..at).unwrap_or(body.as_bytes());
        read_everything(200, cut);
        prop_assert!(cut.len() == body.len() || list(vec![answer(200, cut)]).1.is_err());
    }
}
