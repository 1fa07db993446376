//! The whole client against answers written by hand and against rubbish.

use std::time::Duration;

use pilothouse_core::{
    Access, Availability, ByteSize, Call, Credentials, Endpoint, Error, ErrorKind, Judgement,
    Machine, MachineId, Order, Orders, Outcome, Provider, Receipt, Response, Safety, State, Step,
    Target, Ticket, Verb,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::Katapult;
use crate::testing::{answer, now};

mod faults;
mod looks;
mod lookups;
mod orders;
mod sections;

const VM: &str = "vm_Zq8Wn3Lk5Tr1Xc7V";

fn limited_to(organization: &str) -> Access {
    Access::new(
        Endpoint::parse("https://api.katapult.io").unwrap(),
        Credentials::new("token")
            .with("token", "k4t4")
            .with("organization", organization),
    )
}

fn access() -> Access {
    limited_to("")
}

fn target() -> Target {
    let (id, locator) = (MachineId::new(VM), String::new());
    Target { id, locator }
}

fn fault(status: u16, code: &str) -> Response {
    let error = json!({"code": code, "description": "General words.", "detail": {}});
    answer(status, json!({ "error": error }).to_string())
}

/// Everything a listing does: paths asked for, pages yielded, how it ended.
struct Listing {
    paths: Vec<String>,
    pages: Vec<Vec<Machine>>,
    end: Result<(), Error>,
}

impl Listing {
    fn ids(&self) -> Vec<Vec<&str>> {
        (self.pages.iter())
            .map(|page| page.iter().map(|machine| machine.id.as_str()).collect())
            .collect()
    }
}

fn list_with(access: &Access, mut serve: impl FnMut(&str) -> Result<Response, Error>) -> Listing {
    let (mut paths, mut pages) = (Vec::new(), Vec::new());
    let mut flow = Katapult.list(access);
    let end = loop {
        match flow.next(now()) {
            Ok(Step::Send(request)) => {
                assert_eq!(request.safety, Safety::Read);
                assert_eq!(request.headers["authorization"], "Bearer k4t4");
                assert!(matches!(flow.next(now()), Ok(Step::Wait(_))));
                let served = serve(request.target().as_str());
                paths.push(request.target());
                if let Err(error) = flow.receive(now(), served) {
                    break Err(error);
                }
            }
            Ok(Step::Yield(page)) => pages.push(page),
            Ok(Step::Wait(_)) => panic!("waits for nothing"),
            Ok(Step::Done) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    assert!(matches!(flow.next(now()), Ok(Step::Done)), "ends for good");
    Listing { paths, pages, end }
}

/// Hands out these answers one after another.
fn list(access: &Access, answers: Vec<Response>) -> Listing {
    let mut answers = answers.into_iter();
    let listing = list_with(access, |path| {
        Ok(answers.next().unwrap_or_else(|| panic!("asks for {path}")))
    });
    assert_eq!(answers.next().map(drop), None, "asks for all of them");
    listing
}

fn organizations() -> Response {
    let body = json!({"organizations": [
        {"id": "org_1", "name": "Acme", "sub_domain": "acme", "suspended": false},
        {"id": "org_2", "name": "Beta", "sub_domain": "beta", "suspended": true},
        {"id": null, "name": "Gamma", "sub_domain": "gamma"},
    ]});
    answer(200, body.to_string())
}

fn rows(ids: &[&str]) -> Value {
    json!(
        ids.iter()
            .map(|id| json!({"id": id, "name": id}))
            .collect::<Vec<_>>()
    )
}

fn page(ids: &[&str], pagination: Value) -> Response {
    let body = json!({"virtual_machines": rows(ids), "pagination": pagination});
    answer(200, body.to_string())
}

fn counted(current: u64, total_pages: u64) -> Value {
    json!({"current_page": current, "total_pages": total_pages, "total": 9, "per_page": 100, "large_set": false})
}

fn uncounted(per_page: u64) -> Value {
    json!({"current_page": 1, "total_pages": null, "total": null, "per_page": per_page, "large_set": true})
}

fn read(body: &Value) -> Result<Machine, Error> {
    let response = answer(200, body.to_string());
    Katapult.read(&access(), now(), &target())?.read(&response)
}

fn order(verb: Verb) -> Call<Receipt> {
    let target = target();
    Katapult
        .order(&access(), now(), &Order::new(verb, target), 0)
        .unwrap()
        .unwrap()
}

fn look_call(verb: Verb, task: Option<&str>) -> Call<Judgement> {
    let target = target();
    let ticket = Ticket {
        order: Order::new(verb, target),
        task: task.map(str::to_owned),
        made: None,
        accepted: now(),
    };
    Katapult.look(&access(), now(), &ticket).unwrap()
}

fn full() -> Value {
    json!({
        "virtual_machine": {
            "id": VM, "name": "Shop front", "hostname": "shop-1", "fqdn": "shop-1.acme.katapult.cloud",
            "description": null, "created_at": 1_767_225_600, "initial_root_password": "hunter2",
            "state": "started",
            "zone": {"id": "zone_1", "name": "Aurora", "permalink": "lon-1",
                "data_center": {"id": "dc_1", "name": "London", "permalink": "london",
                    "country": {"id": "ctry_1", "name": "United Kingdom"}}},
            "organization": {"id": "org_1", "name": "Acme", "address1": "1 High Street"},
            "group": null,
            "package": {"id": "vmpkg_1", "name": "ROCK-6", "cpu_cores": 2, "memory_in_gb": 6,
                "storage_in_gb": 60, "icon": {"url": "x"}},
            "attached_iso": null, "memory_in_gb": 6, "cpu_cores": 2, "gpus": [],
            "tags": [{"id": "tag_1", "name": "web", "color": "teal", "created_at": 1}],
            "tag_names": ["web", "eu"],
            "ip_addresses": [
                {"id": "ip_1", "address": "198.51.100.9", "vip": false},
                {"id": "ip_2", "address": "2001:db8::9"},
                {"id": "ip_3", "address": "198.51.100.9"},
            ],
            "suspended": false, "suspended_at": null,
        },
        "annotations": [],
    })
}

fn expected() -> Machine {
    Machine {
        state: State::Running,
        provider_state: "started".into(),
        addresses: ["198.51.100.9", "2001:db8::9"].map(String::from).into(),
        cpus: Some(2),
        memory: Some(ByteSize::from_gib(6)),
        disk: Some(ByteSize::from_gib(60)),
        place: Some("Aurora".into()),
        tags: vec!["web".into(), "eu".into()],
        created: Some("2026-01-01T00:00:00Z".parse().unwrap()),
        ..Machine::bare(VM, "Shop front")
    }
}

#[test]
fn every_page_of_every_organization_is_asked_for_and_yielded() {
    let listing = list(
        &access(),
        vec![
            organizations(),
            page(&["a", "b"], counted(1, 2)),
            page(&["c"], counted(2, 2)),
            page(&[], counted(1, 0)),
            page(&["d"], counted(1, 1)),
        ],
    );
    let below = "/core/v1/organizations/organization/virtual_machines?organization%5B";
    assert_eq!(
        listing.paths,
        [
            "/core/v1/organizations".to_owned(),
            format!("{below}id%5D=org_1&page=1&per_page=100"),
            format!("{below}id%5D=org_1&page=2&per_page=100"),
            format!("{below}id%5D=org_2&page=1&per_page=100"),
            format!("{below}sub_domain%5D=gamma&page=1&per_page=100"),
        ]
    );
    assert_eq!(
        listing.ids(),
        [vec!["a", "b"], vec!["c"], vec![], vec!["d"]]
    );
    assert_eq!(listing.end, Ok(()));
}

#[test]
fn one_organization_is_asked_for_straight() {
    for (entered, query) in [
        ("acme", "organization%5Bsub_domain%5D=acme"),
        (" org_A1&x ", "organization%5Bid%5D=org_A1%26x"),
    ] {
        let listing = list(&limited_to(entered), vec![page(&["a"], counted(1, 1))]);
        let path = format!(
            "/core/v1/organizations/organization/virtual_machines?{query}&page=1&per_page=100"
        );
        assert_eq!(listing.paths, [path]);
        assert_eq!(listing.ids(), [["a"]]);
    }
}

#[test]
fn pages_end_where_they_should() {
    let full: Vec<String> = (0..100).map(|n| format!("vm_{n}")).collect();
    let full: Vec<&str> = full.iter().map(String::as_str).collect();
    for (name, answers) in [
        ("none", vec![page(&[], counted(1, 0))]),
        ("none, counted wrong", vec![page(&[], counted(1, 9))]),
        ("full and last", vec![page(&full, counted(1, 1))]),
        (
            "uncounted",
            vec![page(&full, uncounted(100)), page(&["x"], uncounted(100))],
        ),
        (
            "uncounted, ends with a full page",
            vec![page(&full, uncounted(100)), page(&[], uncounted(100))],
        ),
        (
            "smaller pages than asked for",
            vec![page(&["a", "b"], uncounted(2)), page(&["c"], uncounted(2))],
        ),
        (
            "large and counted after all",
            vec![
                page(&full, json!({"total_pages": 1, "large_set": true})),
                page(&["x"], json!({"total_pages": 1, "large_set": true})),
            ],
        ),
        ("no pagination, short", vec![page(&["a"], Value::Null)]),
        (
            "no pagination, full",
            vec![page(&full, Value::Null), page(&full, Value::Null)],
        ),
        (
            "the same page for ever",
            vec![page(&["a"], counted(1, 9)), page(&["a"], counted(1, 9))],
        ),
        (
            "pages of nothing",
            vec![page(&["a"], uncounted(0)), page(&["a"], uncounted(0))],
        ),
        (
            "odd pagination",
            vec![
                page(&["a"], json!({"total_pages": "2"})),
                page(&["b"], json!([{"total_pages": 2.0}])),
            ],
        ),
    ] {
        let listing = list(&limited_to("acme"), answers);
        assert_eq!(listing.end, Ok(()), "{name}");
    }
}

#[test]
fn a_list_without_end_is_cut() {
    let mut count = 0;
    let listing = list_with(&limited_to("acme"), |_| {
        count += 1;
        Ok(page(&[&format!("vm_{count}")], uncounted(1)))
    });
    assert_eq!(listing.pages.len(), 1_000);
    assert_eq!(listing.end.unwrap_err().kind, ErrorKind::BadAnswer);
}

#[test]
fn a_closed_organization_does_not_lose_the_others() {
    let kinds = [
        (
            fault(403, "organization_suspended"),
            ErrorKind::Forbidden,
            "Acme: The organization is suspended",
        ),
        (
            fault(403, "organization_not_activated"),
            ErrorKind::Forbidden,
            "Acme: ",
        ),
        (
            fault(403, "permission_denied"),
            ErrorKind::Forbidden,
            "Acme: ",
        ),
        (
            fault(404, "organization_not_found"),
            ErrorKind::NotFound,
            "Acme: ",
        ),
        (answer(403, "<html>"), ErrorKind::Forbidden, "Acme: "),
    ];
    for (failure, kind, words) in kinds {
        let listing = list(
            &access(),
            vec![
                organizations(),
                failure,
                fault(403, "organization_suspended"),
                page(&["d"], counted(1, 1)),
            ],
        );
        assert_eq!(listing.ids(), [["d"]]);
        let error = listing.end.unwrap_err();
        assert_eq!((error.kind, error.outcome), (kind, Outcome::NotDone));
        assert!(error.message.starts_with(words), "{error}");
        assert!(
            error.message.ends_with("1 more organization failed."),
            "{error}"
        );
    }
}

#[test]
fn any_other_failure_ends_the_list_at_once() {
    for (failure, kind) in [
        (fault(403, "invalid_api_token"), ErrorKind::Unauthorized),
        (fault(403, "scope_not_granted"), ErrorKind::Forbidden),
        (fault(429, "rate_limit_reached"), ErrorKind::RateLimited),
        (fault(503, "service_unavailable"), ErrorKind::Unavailable),
        (fault(404, "route_not_found"), ErrorKind::Refused),
        (answer(200, "<html>"), ErrorKind::BadAnswer),
        (answer(200, "{}"), ErrorKind::BadAnswer),
    ] {
        for before in [
            vec![],
            vec![organizations()],
            vec![organizations(), page(&["a"], counted(1, 2))],
        ] {
            let pages = before.len().saturating_sub(1);
            let body = failure.body().clone();
            let answers = before
                .into_iter()
                .chain([answer(failure.status().as_u16(), body)]);
            let listing = list(&access(), answers.collect());
            assert_eq!(listing.end.unwrap_err().kind, kind);
            assert_eq!(listing.pages.len(), pages, "pages before it stay");
        }
    }
    let listing = list_with(&access(), |_| {
        Err(Error::new(ErrorKind::Unreachable, "No connection."))
    });
    let error = listing.end.unwrap_err();
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::Unreachable, Outcome::NotDone)
    );
}

#[test]
fn a_token_without_the_scope_is_told_the_other_way() {
    let detail = json!({"scopes": ["organizations:read"]});
    let body = json!({"error": {"code": "scope_not_granted", "detail": detail}}).to_string();
    let error = list(&access(), vec![answer(403, body)]).end.unwrap_err();
    assert!(error.message.contains("organizations:read"), "{error}");
    assert!(error.message.contains("name the organization"), "{error}");
}

#[test]
fn a_listed_machine_is_unread() {
    let mut vm = full()["virtual_machine"].clone();
    for key in ["state", "memory_in_gb", "cpu_cores", "tag_names", "tags"] {
        vm.as_object_mut().unwrap().remove(key);
    }
    vm["package"] = json!({"name": "ROCK-6"});
    let body = json!({"virtual_machines": [vm, null, 7, {"name": "no id"}, [], {"id": "b"}], "pagination": counted(1, 1)});
    let listing = list(&limited_to("acme"), vec![answer(200, body.to_string())]);
    let listed = Machine {
        state: State::Unread,
        provider_state: String::new(),
        cpus: None,
        memory: None,
        disk: None,
        tags: Vec::new(),
        ..expected()
    };
    assert_eq!(listing.pages, [[listed, Machine::bare("b", "")]]);
    // Should a list ever tell states, the panel reads each machine all the same.
    let listing = list(
        &limited_to("acme"),
        vec![answer(
            200,
            json!({"virtual_machines": [full()["virtual_machine"]]}).to_string(),
        )],
    );
    assert_eq!(listing.pages[0][0].state, State::Unread);
}

#[test]
fn a_machine_is_read_in_full_and_without_its_password() {
    let call = Katapult.read(&access(), now(), &target()).unwrap();
    assert_eq!(
        call.request.target(),
        format!("/core/v1/virtual_machines/virtual_machine?virtual_machine%5Bid%5D={VM}")
    );
    let machine = read(&full()).unwrap();
    assert_eq!(machine, expected());
    assert!(!format!("{machine:?}").contains("hunter2"));
}

#[test]
fn every_word_is_a_state() {
    for (words, state) in [
        (json!({"state": "started"}), State::Running),
        (json!({"state": "stopped"}), State::Off),
        (json!({"state": "starting"}), State::Starting),
        (json!({"state": "allocating"}), State::Starting),
        (json!({"state": "allocated"}), State::Starting),
        (json!({"state": "stopping"}), State::Stopping),
        (json!({"state": "shutting_down"}), State::Stopping),
        (json!({"state": "resetting"}), State::Restarting),
        (json!({"state": "migrating"}), State::Busy),
        (json!({"state": "transferring"}), State::Busy),
        (json!({"state": "failed"}), State::Failed),
        (json!({"state": "orphaned"}), State::Failed),
        (json!({"state": "dreaming"}), State::Busy),
        (
            json!({"state": "stopped", "suspended": true}),
            State::Suspended,
        ),
        (
            json!({"state": "started", "suspended": null}),
            State::Running,
        ),
        (json!({"state": null}), State::Unknown),
        (json!({"state": ["started"]}), State::Unknown),
    ] {
        let word = words["state"].as_str().unwrap_or_default().to_owned();
        let mut vm = words;
        vm["id"] = json!(VM);
        let machine = read(&json!({ "virtual_machine": vm })).unwrap();
        assert_eq!((machine.state, machine.provider_state), (state, word));
    }
}

#[test]
fn fields_that_are_missing_or_odd_are_absent() {
    let odd = json!({
        "id": VM, "name": {}, "hostname": [], "state": {}, "suspended": "maybe",
        "created_at": "yesterday", "memory_in_gb": -1, "cpu_cores": 5_000_000_000u64,
        "zone": "here", "package": 7, "ip_addresses": {"address": null}, "tag_names": "web",
    });
    for vm in [json!({ "id": VM }), odd] {
        let bare = Machine {
            state: State::Unknown,
            ..Machine::bare(VM, "")
        };
        assert_eq!(read(&json!({ "virtual_machine": vm })).unwrap(), bare);
    }
}

#[test]
fn what_is_nothing_of_the_kind_is_a_bad_answer() {
    let machine = full().to_string();
    let cut = machine.split_at(machine.len() / 2).0;
    let deep = "[".repeat(100_000);
    let long = format!("{:?}", "x".repeat(10_000));
    let read = |response: &Response| {
        Katapult
            .read(&access(), now(), &target())
            .unwrap()
            .read(response)
            .map(drop)
    };
    let order = |response: &Response| order(Verb::Start).read(response).map(drop);
    let look = |response: &Response| {
        look_call(Verb::Start, Some("task_1"))
            .read(response)
            .map(drop)
    };
    let check = |response: &Response| {
        Katapult
            .check(&access(), now())
            .unwrap()
            .read(response)
            .map(drop)
    };
    for body in [
        "",
        "  ",
        "null",
        "7",
        "true",
        "\"machines\"",
        "[]",
        "{}",
        "<!doctype html><title>Hi</title>",
        cut,
        &deep,
        &long,
        r#"{"virtual_machine":null,"virtual_machines":null,"task":null,"organizations":null}"#,
        r#"{"virtual_machine":[{"id":"a"}],"virtual_machines":{"id":"a"},"task":[{"id":"t"}],"organizations":{"id":"o"}}"#,
        r#"{"virtual_machine":{},"virtual_machines":[{}],"task":{},"organizations":[{}]}"#,
        r#"{"virtual_machine":"a","virtual_machines":"a","task":"a","organizations":[null]}"#,
        r#"[[{"id":"a"}]]"#,
    ] {
        let response = answer(200, body);
        for result in [read(&response), look(&response), check(&response)] {
            let error = result.unwrap_err();
            assert_eq!(
                (error.kind, error.outcome),
                (ErrorKind::BadAnswer, Outcome::NotDone),
                "{body:.80}"
            );
            assert!(error.message.len() < 400, "{error}");
        }
        let error = order(&response).unwrap_err();
        assert_eq!(
            (error.kind, error.outcome),
            (ErrorKind::BadAnswer, Outcome::Unknown),
            "{body:.80}"
        );
        let listing = list(&limited_to("acme"), vec![response]);
        let end = listing.end;
        // A list that ends early is an error; one that is empty is not.
        assert_eq!(end.unwrap_err().kind, ErrorKind::BadAnswer, "{body:.80}");
    }
    for (status, kind) in [
        (404, ErrorKind::NotFound),
        (403, ErrorKind::Forbidden),
        (502, ErrorKind::Unavailable),
    ] {
        let error = read(&answer(status, "<html>")).unwrap_err();
        assert_eq!((error.kind, error.status), (kind, Some(status)));
    }
}

#[test]
fn orders_are_sent_as_documented() {
    for (verb, action) in [
        (Verb::Start, "start"),
        (Verb::ShutDown, "shutdown"),
        (Verb::PowerOff, "stop"),
        (Verb::Reset, "reset"),
    ] {
        let request = order(verb).request;
        assert_eq!(request.method, "POST");
        assert_eq!(
            request.target(),
            format!("/core/v1/virtual_machines/virtual_machine/{action}")
        );
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(body, json!({"virtual_machine": {"id": VM}}));
        assert_eq!(request.safety, Safety::Unsafe);
        assert_eq!(request.headers["content-type"], "application/json");
        assert_eq!(request.headers["authorization"], "Bearer k4t4");
        let order = Order::new(verb, target());
        for step in [1, usize::MAX] {
            let more = Katapult.order(&access(), now(), &order, step).unwrap();
            assert!(more.is_none());
        }
    }
    let order = Order::new(Verb::Reboot, target());
    let error = Katapult.order(&access(), now(), &order, 0).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unsupported);
}

#[test]
fn an_accepted_order_names_its_task() {
    for (body, task) in [
        (
            json!({"task": {"id": "task_1", "name": "Start virtual machine", "status": "pending"}}),
            Some("task_1"),
        ),
        (json!({"task": {"id": null, "status": "pending"}}), None),
    ] {
        let read = order(Verb::Start).read(&answer(200, body.to_string()));
        assert_eq!(
            read.map(|receipt| receipt.task),
            Ok(task.map(str::to_owned))
        );
    }
    for (response, kind, outcome) in [
        (
            fault(406, "task_queueing_error"),
            ErrorKind::Conflict,
            Outcome::NotDone,
        ),
        (
            fault(406, "object_in_trash"),
            ErrorKind::NotFound,
            Outcome::NotDone,
        ),
        (
            fault(403, "permission_denied"),
            ErrorKind::Forbidden,
            Outcome::NotDone,
        ),
        (
            fault(500, "unhandled_exception"),
            ErrorKind::Unavailable,
            Outcome::Unknown,
        ),
        (answer(504, ""), ErrorKind::TimedOut, Outcome::Unknown),
    ] {
        let error = order(Verb::Start).read(&response).unwrap_err();
        assert_eq!((error.kind, error.outcome), (kind, outcome));
    }
}

#[test]
fn a_task_tells_how_it_goes() {
    let pending = |percent| Judgement::Pending {
        percent,
        machine: None,
    };
    let failed = |reason: &str| Judgement::Failed {
        reason: reason.to_owned(),
        machine: None,
    };
    let done = Judgement::Done {
        machine: None,
        note: None,
    };
    for (task, judgement) in [
        (
            json!({"id": "t", "status": "pending", "progress": 0}),
            pending(Some(0)),
        ),
        (
            json!({"id": "t", "status": "running", "progress": 35}),
            pending(Some(35)),
        ),
        (
            json!({"id": "t", "status": "running", "progress": 1000}),
            pending(Some(100)),
        ),
        (
            json!({"id": "t", "status": "running", "progress": null}),
            pending(None),
        ),
        (json!({"id": "t", "status": "thinking"}), pending(None)),
        (json!({"id": "t", "status": null}), pending(None)),
        (
            json!({"id": "t", "status": "completed", "progress": 100}),
            done,
        ),
        (
            json!({"status": "failed"}),
            failed("Katapult's task failed; it does not say why."),
        ),
        (
            json!({"name": "Start\nvirtual machine", "status": "failed"}),
            failed("Katapult's task \"Start virtual machine\" failed; it does not say why."),
        ),
    ] {
        let call = look_call(Verb::Start, Some("task_1"));
        assert_eq!(
            call.request.target(),
            "/core/v1/tasks/task?task%5Bid%5D=task_1"
        );
        let body = json!({ "task": task }).to_string();
        assert_eq!(call.read(&answer(200, body)), Ok(judgement), "{task}");
    }
    let look = |response| look_call(Verb::Start, Some("task_1")).read(&response);
    let Ok(Judgement::Done {
        note: Some(note), ..
    }) = look(fault(403, "scope_not_granted"))
    else {
        panic!("accepted all the same");
    };
    assert!(note.contains("tasks:read"), "{note}");
    // Not "not found": that would be said of the machine.
    assert_eq!(
        look(fault(404, "task_not_found")).unwrap_err().kind,
        ErrorKind::Refused
    );
    assert_eq!(
        look(fault(403, "invalid_api_token")).unwrap_err().kind,
        ErrorKind::Unauthorized
    );
    let error = look(fault(429, "rate_limit_reached")).unwrap_err();
    assert_eq!(error.retry_after, Some(Duration::from_mins(1)));
}

#[test]
fn without_a_task_the_machine_tells() {
    for (verb, state, said) in [
        (Verb::Start, "started", "done"),
        (Verb::Start, "stopped", "pending"),
        (Verb::Start, "allocating", "pending"),
        (Verb::Start, "failed", "failed"),
        (Verb::ShutDown, "stopped", "done"),
        (Verb::ShutDown, "started", "pending"),
        (Verb::PowerOff, "stopping", "pending"),
        (Verb::PowerOff, "stopped", "done"),
        (Verb::Reset, "resetting", "pending"),
        (Verb::Reset, "started", "noted"),
    ] {
        let call = look_call(verb, None);
        assert!(
            call.request
                .path
                .contains("/virtual_machines/virtual_machine?")
        );
        let body = json!({"virtual_machine": {"id": VM, "state": state}}).to_string();
        let judged = match call.read(&answer(200, body)).unwrap() {
            Judgement::Pending { .. } => "pending",
            Judgement::Done { note, .. } => note.map_or("done", |_| "noted"),
            Judgement::Failed { .. } => "failed",
        };
        assert_eq!(judged, said, "{verb:?} {state}");
    }
}

#[test]
fn the_check_says_who_was_let_in() {
    let many: Vec<_> = (0..8)
        .map(|n| json!({"id": n, "name": format!("O{n}")}))
        .collect();
    for (organization, body, words) in [
        ("", json!({"organizations": []}), "sees no organization"),
        (
            "",
            json!({"organizations": [{"id": "org_1", "name": "Acme"}, 7, {"id": "org_2", "sub_domain": "beta"}]}),
            "Signed in; organizations: Acme, beta.",
        ),
        (
            "",
            json!({ "organizations": many }),
            "O0, O1, O2, O3, O4 and 3 more.",
        ),
        (
            "acme",
            json!({"virtual_machines": [], "pagination": {"total": 0}}),
            "organization acme, 0 machines.",
        ),
        (
            "acme",
            json!({"virtual_machines": [{"id": "a"}], "pagination": {"total": 1}}),
            "acme, 1 machine.",
        ),
        (
            "acme",
            json!({"virtual_machines": [{"id": "a"}], "pagination": uncounted(1)}),
            "organization acme.",
        ),
    ] {
        let call = Katapult.check(&limited_to(organization), now()).unwrap();
        let path = if organization.is_empty() {
            "/core/v1/organizations"
        } else {
            "/core/v1/organizations/organization/virtual_machines?organization%5Bsub_domain%5D=acme&page=1&per_page=1"
        };
        assert_eq!(call.request.target(), path);
        let said = call.read(&answer(200, body.to_string())).unwrap();
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn facts_are_usable() {
    let facts = Katapult.facts();
    let endpoint = facts.default_endpoint.unwrap();
    assert_eq!(Endpoint::parse(endpoint).unwrap().to_string(), endpoint);
    for (verb, from) in [
        (Verb::Start, Some(State::Off)),
        (Verb::ShutDown, Some(State::Running)),
        (Verb::PowerOff, Some(State::Running)),
        (Verb::Reset, Some(State::Running)),
        (Verb::Reboot, None),
    ] {
        for state in State::ALL {
            let available = facts.power.availability(verb, state);
            assert_eq!(
                available.is_ready(),
                Some(state) == from,
                "{verb:?} {state:?}"
            );
        }
    }
    let Availability::Not(words) = facts.power.availability(Verb::Reboot, State::Running) else {
        panic!("has no reboot");
    };
    assert!(words.contains("Shut down and then Start"), "{words}");
}

/// JSON that looks like an answer from some distance.
fn json_like() -> impl Strategy<Value = Value> {
    let keys = prop::sample::select(vec![
        "id",
        "name",
        "hostname",
        "state",
        "suspended",
        "created_at",
        "memory_in_gb",
        "cpu_cores",
        "zone",
        "package",
        "storage_in_gb",
        "ip_addresses",
        "address",
        "tag_names",
        "organizations",
        "sub_domain",
        "virtual_machines",
        "virtual_machine",
        "pagination",
        "total_pages",
        "per_page",
        "large_set",
        "task",
        "status",
        "progress",
        "error",
        "code",
        "description",
        "detail",
        "details",
        "errors",
        "scopes",
        "path",
        "issue",
        "current_state",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec![
            "invalid_argument",
            "validation_error",
            "scope_not_granted",
            "completed"
        ])
        .prop_map(Value::from),
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
    let response = answer(status, body);
    let check = |access: &Access| {
        Katapult
            .check(access, now())
            .unwrap()
            .read(&response)
            .map(drop)
    };
    let one = Katapult.read(&access(), now(), &target()).unwrap();
    let everywhere = list_with(&access(), |_| Ok(answer(status, body)));
    let here = list_with(&limited_to("acme"), |_| Ok(answer(status, body)));
    let results = [
        check(&access()),
        check(&limited_to("acme")),
        one.read(&response).map(drop),
        order(Verb::ShutDown).read(&response).map(drop),
        look_call(Verb::Start, None).read(&response).map(drop),
        look_call(Verb::Start, Some("t")).read(&response).map(drop),
        everywhere.end,
        here.end,
    ];
    for error in results.into_iter().filter_map(Result::err) {
        assert!(error.message.chars().count() < 1_000, "{error}");
        assert!(!error.message.contains(char::is_control), "{error:?}");
    }
}

proptest! {
    #[test]
    fn no_answer_makes_it_panic(status in 200u16..600, body in prop::collection::vec(any::<u8>(), 0..200)) {
        read_everything(status, &body);
    }

    #[test]
    fn no_json_makes_it_panic(status in prop::sample::select(vec![200u16, 201, 400, 403, 404, 406, 500]), body in json_like()) {
        read_everything(status, body.to_string().as_bytes());
        let body = json!({
            "organizations": [{"id": "o"}, body], "virtual_machines": [{"id": "a"}, body],
            "virtual_machine": {"id": "a", "zone": body, "package": body, "ip_addresses": body, "tag_names": body},
            "pagination": body, "task": {"id": "t", "progress": body}, "error": body,
        });
        read_everything(status, body.to_string().as_bytes());
        let body = json!({"error": {"code": body["error"], "description": body["error"], "detail": body["error"]}});
        read_everything(status, body.to_string().as_bytes());
    }

    #[test]
    fn no_cut_makes_it_panic(at in 0usize..1400) {
        let body = full().to_string();
        let cut = body.as_bytes().get(..at).unwrap_or(body.as_bytes());
        read_everything(200, cut);
        let whole = cut.len() == body.len();
        let one = Katapult.read(&access(), now(), &target()).unwrap();
        prop_assert!(whole || one.read(&answer(200, cut)).is_err());
    }
}
