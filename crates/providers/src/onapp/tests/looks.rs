//! What is made of a machine's state, verb by verb, and why something failed.

use pilothouse_core::{
    Error, ErrorKind, Input, Judgement, Order, Orders, Response, Target, Ticket, Timestamp, Verb,
};
use serde_json::{Value, json};

use super::{OnAppOperator, access, answer, now, target, wrapped};

pub(super) fn ticket(verb: Verb, input: Input, seconds: i64) -> Ticket {
    let made = (verb == Verb::Create).then(target);
    let target = if verb == Verb::Create {
        Target::account()
    } else {
        target()
    };
    Ticket {
        order: Order {
            verb,
            target,
            input,
        },
        task: None,
        made,
        accepted: Timestamp::from_second(now().as_second() - seconds).unwrap(),
    }
}

fn look(verb: Verb, input: Input, seconds: i64, response: &Response) -> Result<Judgement, Error> {
    let call = OnAppOperator.look(&access(), now(), &ticket(verb, input, seconds))?;
    assert_eq!(call.request.target(), "/virtual_machines/77.json");
    call.read(response)
}

#[test]
fn every_verb_is_judged_by_what_it_was_to_do() {
    use Verb::{Create, Delete, Edit, Rebuild, Rename, Rescue, Resize, Resume, Suspend, Unlock};
    let with = |key: &str, value: &str| Input::default().with(key, value);
    let none = Input::default;
    let (on, off) = (
        json!({"built": true, "booted": true}),
        json!({"built": true, "booted": false}),
    );
    let unbuilt = json!({"built": false, "booted": false});
    let failed = json!({"built": false, "booted": false, "state": "failed"});
    let locked = json!({"built": true, "booted": false, "locked": true});
    let building = json!({"built": false, "booted": false, "locked": true});
    let held = json!({"built": true, "booted": false, "suspended": true});
    let rescue = json!({"built": true, "booted": true, "recovery_mode": true});
    let says_no = json!({"built": true, "booted": true, "recovery_mode": null});
    let deleted = json!({"built": true, "booted": false, "deleted_at": "2026-06-02T10:00:00Z"});
    let just_now = json!({"built": true, "booted": false, "updated_at": "2026-06-02T10:15:20Z"});
    let named = json!({"label": "new ", "built": true, "booted": true, "locked": true});
    let sized = json!({"built": true, "booted": true, "cpus": "4", "memory": 2048});
    let noted = json!({"built": true, "booted": true, "note": "a\r\nb", "admin_note": null});
    let resize = with("cpus", "4").with("memory", "2048");
    for (verb, input, seconds, flags, said) in [
        (Create, none(), 30, &building, "pending"),
        (Create, none(), 3, &on, "done"),
        (Create, none(), 3, &unbuilt, "pending"),
        (Create, none(), 15, &unbuilt, "no operating system"),
        (Create, none(), 40, &failed, "no operating system"),
        (Create, with("build", "false"), 3, &unbuilt, "done"),
        (Create, with("start", "false"), 3, &off, "done"),
        (Create, none(), 20, &just_now, "pending"),
        (Create, none(), 20, &off, "but the machine is off"),
        (Create, none(), 20, &held, "suspended"),
        (Create, none(), 20, &deleted, "has been deleted"),
        (Rebuild, none(), 14, &on, "pending"),
        (Rebuild, none(), 15, &on, "done"),
        (Rebuild, none(), 50, &locked, "pending"),
        (Rebuild, with("start", "false"), 15, &off, "done"),
        (Rebuild, none(), 15, &failed, "no operating system"),
        (Rename, with("name", "new"), 0, &named, "done"),
        (Rename, with("name", "newer"), 14, &named, "pending"),
        (Rename, with("name", "newer"), 15, &named, "shows another"),
        (Edit, with("note", "a\nb"), 0, &noted, "done"),
        (Edit, with("note", "c"), 14, &noted, "pending"),
        (Edit, with("note", "c"), 15, &noted, "shows another"),
        (
            Edit,
            with("admin_note", "c"),
            15,
            &noted,
            "does not show it",
        ),
        (Edit, with("clear_admin_note", "true"), 0, &noted, "done"),
        (
            Edit,
            with("clear_note", "true"),
            15,
            &noted,
            "shows another",
        ),
        (Resize, resize.clone(), 4, &sized, "pending"),
        (Resize, resize.clone(), 5, &sized, "done"),
        (Resize, resize.clone(), 60, &locked, "pending"),
        (Resize, resize.clone(), 60, &on, "done"),
        (
            Resize,
            resize.clone().with("cpus", "8"),
            14,
            &sized,
            "pending",
        ),
        (
            Resize,
            resize.with("cpus", "8"),
            15,
            &sized,
            "cpus is another",
        ),
        (Suspend, none(), 0, &held, "done"),
        (Suspend, none(), 14, &on, "pending"),
        (Suspend, none(), 15, &on, "still running"),
        (Suspend, none(), 90, &locked, "pending"),
        (Resume, none(), 0, &off, "done"),
        (Resume, none(), 14, &held, "pending"),
        (Resume, none(), 15, &held, "still suspended"),
        (Rescue, none(), 0, &rescue, "done"),
        (Rescue, none(), 14, &says_no, "pending"),
        (Rescue, none(), 15, &says_no, "its own system"),
        (Rescue, none(), 15, &on, "does not say"),
        (Rescue, none(), 15, &off, "is off"),
        (Unlock, none(), 0, &on, "done"),
        (Unlock, none(), 0, &unbuilt, "done"),
        (Unlock, none(), 14, &building, "pending"),
        (Unlock, none(), 15, &locked, "locked still"),
        (Delete, none(), 60, &locked, "pending"),
        (Delete, none(), 14, &off, "pending"),
        (Delete, none(), 15, &off, "still there"),
        (Delete, none(), 0, &deleted, "done"),
    ] {
        let mut vm = flags.clone();
        vm["id"] = json!(77);
        let response = answer(200, wrapped(&vm).to_string());
        let judgement = look(verb, input, seconds, &response).unwrap();
        let (judged, machine) = match judgement {
            Judgement::Pending { machine, .. } => ("pending".to_owned(), machine),
            Judgement::Done {
                machine,
                note: None,
            } => ("done".to_owned(), machine),
            Judgement::Done { machine, note } => (note.unwrap(), machine),
            Judgement::Failed { machine, reason } => (reason, machine),
        };
        assert!(
            judged.contains(said),
            "{verb:?} after {seconds} s {vm}: {judged}"
        );
        assert_eq!(machine.unwrap().locator, "77");
    }
}

#[test]
fn a_machine_that_is_gone_was_deleted_or_is_missed() {
    for (verb, seconds, said) in [
        (Verb::Delete, 0, Some("done")),
        (Verb::Create, 14, Some("pending")),
        (Verb::Create, 15, Some("no longer has")),
        (Verb::Suspend, 15, None),
    ] {
        let judged = look(verb, Input::default(), seconds, &answer(404, ""));
        let judged = match judged {
            Ok(Judgement::Done {
                machine: None,
                note: None,
            }) => "done".to_owned(),
            Ok(Judgement::Pending { .. }) => "pending".to_owned(),
            Ok(Judgement::Failed { reason, .. }) => reason,
            Ok(judged) => panic!("{judged:?}"),
            Err(error) => {
                assert_eq!((error.kind, said), (ErrorKind::NotFound, None));
                continue;
            }
        };
        assert!(judged.contains(said.unwrap()), "{verb:?}: {judged}");
    }
    let error = look(Verb::Delete, Input::default(), 0, &answer(403, "")).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Forbidden);
}

fn transactions() -> Value {
    let one = |id: u32, action: &str, status: &str, at: &str, log: Value| {
        json!({"transaction": {"id": id, "action": action, "status": status, "created_at": at, "log_output": log,
            "params": {"initial_root_password": "s3cret"}}})
    };
    json!([
        one(
            9,
            "startup_virtual_machine",
            "cancelled",
            "2026-06-02T10:14:30Z",
            json!(null)
        ),
        one(
            8,
            "configure_operating_system",
            "failed",
            "2026-06-02T10:14:20Z",
            json!("mounting\nNo space left on device\n\nRoot password: hunter2\n")
        ),
        one(
            7,
            "build_disk",
            "complete",
            "2026-06-02T10:14:10Z",
            json!("ok")
        ),
        one(
            6,
            "build_disk",
            "failed",
            "2026-06-01T10:00:00Z",
            json!("old news")
        ),
    ])
}

#[test]
fn a_failed_installation_that_left_its_lock_is_seen() {
    let mut alive = transactions();
    alive[0]["transaction"]["status"] = json!("pending");
    let mut well = transactions();
    well[1]["transaction"]["status"] = json!("complete");
    let call = |verb| {
        let call = OnAppOperator
            .look(&access(), now(), &ticket(verb, Input::default(), 60))
            .unwrap();
        assert_eq!(
            call.request.target(),
            "/virtual_machines/77/transactions.json?page=1&per_page=50"
        );
        call
    };
    for (status, body, fails) in [
        (200, transactions(), true),
        (200, alive, false),
        (200, well, false),
        (200, json!([]), false),
        (403, json!({}), false),
        (404, json!({}), false),
    ] {
        for verb in [Verb::Create, Verb::Rebuild] {
            let judged = call(verb).read(&answer(status, body.to_string())).unwrap();
            assert_eq!(
                matches!(judged, Judgement::Failed { .. }),
                fails,
                "{body}: {judged:?}"
            );
        }
    }
    assert_eq!(
        call(Verb::Create).read(&answer(503, "")).unwrap_err().kind,
        ErrorKind::Unavailable
    );
    let others = OnAppOperator
        .look(
            &access(),
            now(),
            &ticket(Verb::Delete, Input::default(), 60),
        )
        .unwrap();
    assert_eq!(others.request.target(), "/virtual_machines/77.json");
}

#[test]
fn failures_are_explained_by_the_newest_failed_transaction() {
    let explain = |verb, seconds, body: Value| {
        let call =
            OnAppOperator.explain(&access(), now(), &ticket(verb, Input::default(), seconds));
        let call = call.unwrap().unwrap();
        assert_eq!(
            call.request.target(),
            "/virtual_machines/77/transactions.json?page=1&per_page=50&detailed"
        );
        call.read(&answer(200, body.to_string()))
    };
    let words =
        "Its transaction “configure operating system” failed: mounting; No space left on device";
    for verb in [Verb::Create, Verb::Rebuild, Verb::Start] {
        assert_eq!(explain(verb, 90, transactions()), Ok(Some(words.into())));
    }
    let mut turned = transactions();
    turned.as_array_mut().unwrap().reverse();
    assert_eq!(explain(Verb::Rebuild, 90, turned), Ok(Some(words.into())));
    let mut silent = transactions();
    silent[1]["transaction"]["log_output"] = json!("");
    let short = "Its transaction “configure operating system” failed.";
    assert_eq!(explain(Verb::Rebuild, 90, silent), Ok(Some(short.into())));
    let mut well = transactions();
    well[1]["transaction"]["status"] = json!("complete");
    assert_eq!(
        explain(Verb::Rebuild, 90, well),
        Ok(None),
        "yesterday's failure is no reason"
    );
    assert_eq!(explain(Verb::Rebuild, 90, json!([{}, 7, null])), Ok(None));
    assert_eq!(
        explain(Verb::Rebuild, 90, json!({})).unwrap_err().kind,
        ErrorKind::BadAnswer
    );
    let mut nameless = ticket(Verb::Create, Input::default(), 90);
    nameless.made = None;
    assert!(
        OnAppOperator
            .explain(&access(), now(), &nameless)
            .unwrap()
            .is_none()
    );
}
