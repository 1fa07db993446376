//! How orders are said to be doing.

#![allow(clippy::too_many_lines, reason = "tables are read as one")]

use pilothouse_core::{
    Call, ErrorKind, Judgement, MachineId, Order, Orders, State, Target, Ticket, Verb,
};
use serde_json::{Value, json};

use super::{VM, access, answer, fault, now, target};
use crate::katapult::KatapultOperator;

pub(super) fn call(verb: Verb, target: Target, task: Option<&str>, age: i64) -> Call<Judgement> {
    let later = std::time::Duration::from_secs(age.unsigned_abs());
    let ticket = Ticket {
        order: Order::new(verb, target),
        task: task.map(str::to_owned),
        made: None,
        accepted: now(),
    };
    let now = now().checked_add(later).unwrap();
    KatapultOperator.look(&access(), now, &ticket).unwrap()
}

/// `pending`, `done`, `noted` or `failed`, and the machine's id and state if there is one.
fn said(judgement: Judgement) -> (&'static str, Option<(String, State)>) {
    let (said, machine) = match judgement {
        Judgement::Pending { machine, .. } => ("pending", machine),
        Judgement::Done {
            machine,
            note: None,
        } => ("done", machine),
        Judgement::Done { machine, .. } => ("noted", machine),
        Judgement::Failed { machine, .. } => ("failed", machine),
    };
    (said, machine.map(|it| (it.id.to_string(), it.state)))
}

#[test]
fn a_build_ends_with_a_running_machine() {
    let build = |state: &str, machine: Value| json!({"id": "vmbuild_1", "state": state, "virtual_machine": machine});
    let vm = |state: &str| json!({"id": VM, "name": "Web", "hostname": "web", "fqdn": "web.x", "state": state});
    let is = |state| Some((VM.to_owned(), state));
    for (state, machine, age, expected) in [
        ("draft", Value::Null, 0, ("pending", None)),
        ("pending", Value::Null, 0, ("pending", None)),
        ("building", Value::Null, 0, ("pending", None)),
        (
            "building",
            vm("stopped"),
            0,
            ("pending", is(State::Building)),
        ),
        (
            "something new",
            vm("started"),
            0,
            ("pending", is(State::Building)),
        ),
        ("complete", vm("stopped"), 30, ("pending", is(State::Off))),
        ("complete", vm("stopped"), 601, ("noted", is(State::Off))),
        (
            "complete",
            vm("allocating"),
            30,
            ("pending", is(State::Starting)),
        ),
        (
            "complete",
            vm("starting"),
            9999,
            ("pending", is(State::Starting)),
        ),
        ("complete", vm("started"), 30, ("done", is(State::Running))),
        ("complete", vm("failed"), 30, ("failed", is(State::Failed))),
        ("complete", Value::Null, 30, ("noted", None)),
        ("failed", Value::Null, 0, ("failed", None)),
        ("failed", vm("failed"), 0, ("failed", is(State::Failed))),
    ] {
        for key in ["virtual_machine_build", "build"] {
            let call = call(Verb::Create, Target::account(), Some("vmbuild_1"), age);
            assert_eq!(
                call.request.target(),
                "/core/v1/virtual_machines/builds/virtual_machine_build?virtual_machine_build%5Bid%5D=vmbuild_1"
            );
            let body = json!({key: build(state, machine.clone()), "annotations": []});
            let judged = call.read(&answer(200, body.to_string())).unwrap();
            assert_eq!(said(judged), expected, "{state} {machine}");
        }
    }
    let look =
        |response| call(Verb::Create, Target::account(), Some("vmbuild_1"), 0).read(&response);
    for (response, kind) in [
        // Not "not found": that would be said of a machine.
        (fault(404, "build_not_found"), ErrorKind::Refused),
        (fault(403, "invalid_api_token"), ErrorKind::Unauthorized),
        (fault(429, "rate_limit_reached"), ErrorKind::RateLimited),
        (answer(200, "{}"), ErrorKind::BadAnswer),
        (
            answer(200, r#"{"build":[],"virtual_machine_build":7}"#),
            ErrorKind::BadAnswer,
        ),
    ] {
        assert_eq!(look(response).unwrap_err().kind, kind);
    }
}

#[test]
fn a_build_known_by_its_task_alone_names_no_machine() {
    for (status, expected) in [
        ("running", "pending"),
        ("completed", "noted"),
        ("failed", "failed"),
    ] {
        let call = call(Verb::Create, Target::account(), Some("task_1"), 0);
        assert_eq!(
            call.request.target(),
            "/core/v1/tasks/task?task%5Bid%5D=task_1"
        );
        let body = json!({"task": {"id": "task_1", "status": status}});
        let judged = call.read(&answer(200, body.to_string())).unwrap();
        assert_eq!(said(judged), (expected, None));
    }
}

#[test]
fn each_verb_looks_where_it_can_be_seen() {
    let disk = Target {
        id: MachineId::new("disk_1"),
        locator: "trsh_1".to_owned(),
    };
    let vm = format!("virtual_machines/virtual_machine?virtual_machine%5Bid%5D={VM}");
    let task = "tasks/task?task%5Bid%5D=task_1";
    let here = json!({"virtual_machine": {"id": VM, "state": "stopped"}});
    let ran = json!({"task": {"id": "task_1", "status": "completed"}});
    let is_off = Some((VM.to_owned(), State::Off));
    let in_trash = || fault(406, "object_in_trash");
    let gone = || fault(404, "virtual_machine_not_found");
    let seen = || answer(200, here.to_string());
    let done = || answer(200, ran.to_string());
    for (verb, target, id, path, response, expected) in [
        (
            Verb::Rename,
            target(),
            None,
            vm.as_str(),
            seen(),
            ("done", is_off.clone()),
        ),
        (
            Verb::Edit,
            target(),
            None,
            &vm,
            seen(),
            ("done", is_off.clone()),
        ),
        (
            Verb::Resize,
            target(),
            None,
            &vm,
            seen(),
            ("done", is_off.clone()),
        ),
        (
            Verb::Resize,
            target(),
            Some("task_1"),
            task,
            done(),
            ("done", None),
        ),
        (
            Verb::Delete,
            target(),
            None,
            &vm,
            seen(),
            ("pending", is_off.clone()),
        ),
        (
            Verb::Delete,
            target(),
            None,
            &vm,
            in_trash(),
            ("noted", None),
        ),
        (Verb::Delete, target(), None, &vm, gone(), ("done", None)),
        (Verb::Restore, target(), None, &vm, seen(), ("done", is_off)),
        (
            Verb::Restore,
            target(),
            None,
            &vm,
            in_trash(),
            ("pending", None),
        ),
        (
            Verb::Restore,
            disk.clone(),
            None,
            "trash_objects/trash_object?trash_object%5Bid%5D=trsh_1",
            fault(404, "trash_object_not_found"),
            ("done", None),
        ),
        (
            Verb::Restore,
            Target {
                locator: String::new(),
                ..disk.clone()
            },
            None,
            "trash_objects/trash_object?trash_object%5Bobject_id%5D=disk_1",
            answer(200, r#"{"trash_object":{"id":"trsh_1"}}"#),
            ("pending", None),
        ),
        (
            Verb::Restore,
            disk,
            None,
            "trash_objects/trash_object?trash_object%5Bid%5D=trsh_1",
            fault(403, "scope_not_granted"),
            ("noted", None),
        ),
        (
            Verb::Purge,
            target(),
            Some("task_1"),
            task,
            done(),
            ("done", None),
        ),
        (
            Verb::Purge,
            target(),
            Some("task_1"),
            task,
            fault(403, "scope_not_granted"),
            ("noted", None),
        ),
        (
            Verb::Purge,
            target(),
            None,
            &vm,
            in_trash(),
            ("pending", None),
        ),
        (Verb::Purge, target(), None, &vm, gone(), ("done", None)),
        (
            Verb::EmptyTrash,
            Target::account(),
            Some("task_1"),
            task,
            done(),
            ("done", None),
        ),
        (
            Verb::Start,
            target(),
            Some("task_1"),
            task,
            done(),
            ("done", None),
        ),
    ] {
        let call = call(verb, target, id, 0);
        assert_eq!(
            call.request.target(),
            format!("/core/v1/{path}"),
            "{verb:?}"
        );
        let status = response.status();
        let judged = call
            .read(&response)
            .unwrap_or_else(|error| panic!("{verb:?} {status}: {error}"));
        assert_eq!(said(judged), expected, "{verb:?} {status}");
    }
    for verb in [Verb::Rename, Verb::Edit, Verb::Restore] {
        let error = call(verb, target(), None, 0).read(&gone()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::NotFound, "{verb:?}");
    }
}

#[test]
fn what_is_kept_is_told_with_its_end() {
    let trash = json!({"id": "trsh_1", "keep_until": 1_780_172_837, "object_id": VM});
    for (trash, words) in [
        (trash, "until 2026-05-30 20:27:17 UTC"),
        (Value::Null, "for 48 hours"),
    ] {
        let error = json!({"code": "object_in_trash", "detail": {"trash_object": trash}});
        for body in [json!({ "error": error }), error] {
            let look = call(Verb::Delete, target(), None, 0);
            let Ok(Judgement::Done {
                note: Some(note), ..
            }) = look.read(&answer(406, body.to_string()))
            else {
                panic!("deleted");
            };
            assert!(note.contains(words), "{note}");
        }
    }
}

#[test]
fn a_machine_named_in_full_is_read_by_its_new_name() {
    let typed = "web-1.acme.katapult.cloud";
    for (value, id, query) in [
        (
            json!({"name": "a"}),
            typed,
            "fqdn%5D=web-1.acme.katapult.cloud",
        ),
        (
            json!({"hostname": "Shop-2"}),
            typed,
            "fqdn%5D=shop-2.acme.katapult.cloud",
        ),
        (json!({"hostname": "shop-2"}), VM, &["id%5D=", VM].concat()),
    ] {
        let mut order = Order::new(
            Verb::Rename,
            Target {
                id: MachineId::new(id),
                ..target()
            },
        );
        order.input = super::orders::entered(Verb::Rename, &value);
        let ticket = Ticket {
            order,
            task: None,
            made: None,
            accepted: now(),
        };
        let look = KatapultOperator.look(&access(), now(), &ticket).unwrap();
        let path = "/core/v1/virtual_machines/virtual_machine?virtual_machine%5B";
        assert_eq!(look.request.target(), [path, query].concat(), "{value}");
    }
}
