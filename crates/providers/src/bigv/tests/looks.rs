//! How every accepted order is judged.

use pilothouse_core::{
    Call, ErrorKind, Judgement, MachineId, Order, Orders, State, Target, Ticket, Verb,
};
use serde_json::{Value, json};

use super::{
    PATH, access, answer, now,
    orders::{input, new_machine},
    target,
};
use crate::bigv::BigVOperator;

fn ticket(verb: Verb, entered: &Value) -> Ticket {
    let (target, input) = (target(), input(entered, verb));
    Ticket {
        order: Order {
            verb,
            target,
            input,
        },
        task: None,
        made: None,
        accepted: now(),
    }
}

fn look(ticket: &Ticket, seconds: u64) -> Call<Judgement> {
    let later = now().checked_add(std::time::Duration::from_secs(seconds));
    BigVOperator
        .look(&access(), later.unwrap(), ticket)
        .unwrap()
}

/// (what is judged, state of the machine told with it, beginning of the words)
fn told(judgement: Judgement) -> (&'static str, Option<State>, String) {
    let (kind, machine, words) = match judgement {
        Judgement::Pending { machine, .. } => ("pending", machine, None),
        Judgement::Done { machine, note } => ("done", machine, note),
        Judgement::Failed { machine, reason } => ("failed", machine, Some(reason)),
    };
    (
        kind,
        machine.map(|machine| machine.state),
        words.unwrap_or_default(),
    )
}

fn vm(power: bool, auto: bool, more: Value) -> Value {
    let mut vm = json!({"id": 4711, "name": "web1", "power_on": power, "autoreboot_on": auto});
    for (key, value) in more.as_object().unwrap() {
        vm[key] = value.clone();
    }
    vm
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is a table")]
fn every_order_is_looked_after() {
    let rename = json!({"name": "web9"});
    let resize = json!({"cpus": 4, "memory": 8192});
    let edit = json!({"keymap": "de", "cdrom": "eject", "hardware_profile_locked": "true"});
    let moved = json!({"group": "7/32"});
    let rebuild = json!({"image": "x", "password": "p"});
    let keys = json!({"combination": "esc"});
    let none = json!({});
    let gone = json!({"deleted": true});
    let old = json!({"cores": 1, "memory": 8192});
    let new = json!({"cores": "4", "memory": 8192});
    let edited = json!({"keymap": "de", "cdrom_url": null, "hardware_profile_locked": true});
    let inserted = json!({"keymap": "de", "cdrom_url": "https://x/y.iso"});
    for (verb, entered, seconds, machine, kind, words) in [
        (
            Verb::Rename,
            &rename,
            3,
            vm(true, true, json!({"name": "web9"})),
            "done",
            "",
        ),
        (
            Verb::Rename,
            &rename,
            3,
            vm(true, true, none.clone()),
            "pending",
            "",
        ),
        (
            Verb::Rename,
            &rename,
            61,
            vm(true, true, none.clone()),
            "failed",
            "another name",
        ),
        (
            Verb::Rename,
            &rename,
            3,
            vm(false, false, gone.clone()),
            "failed",
            "deleted",
        ),
        (
            Verb::Resize,
            &resize,
            3,
            vm(false, false, new.clone()),
            "done",
            "",
        ),
        (
            Verb::Resize,
            &resize,
            3,
            vm(true, false, new),
            "done",
            "off and on again",
        ),
        (
            Verb::Resize,
            &resize,
            3,
            vm(true, false, old.clone()),
            "done",
            "off and on again",
        ),
        (
            Verb::Resize,
            &resize,
            3,
            vm(false, false, old.clone()),
            "pending",
            "",
        ),
        (
            Verb::Resize,
            &resize,
            99,
            vm(false, false, old),
            "failed",
            "another cores",
        ),
        (
            Verb::Edit,
            &edit,
            3,
            vm(false, false, edited.clone()),
            "done",
            "",
        ),
        (
            Verb::Edit,
            &edit,
            3,
            vm(true, false, edited),
            "done",
            "off and on again",
        ),
        (
            Verb::Edit,
            &edit,
            99,
            vm(false, false, inserted),
            "failed",
            "another cdrom_url",
        ),
        (
            Verb::Edit,
            &edit,
            99,
            vm(false, false, none.clone()),
            "done",
            "",
        ),
        (
            Verb::Edit,
            &moved,
            3,
            vm(true, false, json!({"group_id": 32})),
            "done",
            "",
        ),
        (
            Verb::Edit,
            &moved,
            99,
            vm(true, false, json!({"group_id": 31})),
            "failed",
            "group_id",
        ),
        (
            Verb::Rebuild,
            &rebuild,
            9,
            vm(false, false, none.clone()),
            "pending",
            "",
        ),
        (
            Verb::Rebuild,
            &rebuild,
            9,
            vm(true, false, none.clone()),
            "done",
            "automatic restart off",
        ),
        (
            Verb::Rebuild,
            &rebuild,
            9,
            vm(true, true, none.clone()),
            "done",
            "",
        ),
        (
            Verb::Rebuild,
            &rebuild,
            9,
            vm(false, false, gone.clone()),
            "failed",
            "deleted",
        ),
        (
            Verb::Rescue,
            &none,
            9,
            vm(true, true, none.clone()),
            "done",
            "does not tell",
        ),
        (
            Verb::Rescue,
            &none,
            9,
            vm(false, true, none.clone()),
            "pending",
            "",
        ),
        (
            Verb::Rescue,
            &none,
            9,
            vm(false, true, gone.clone()),
            "failed",
            "deleted",
        ),
        (
            Verb::SendKeys,
            &keys,
            3,
            vm(true, true, none.clone()),
            "done",
            "screen",
        ),
        (
            Verb::Delete,
            &none,
            3,
            vm(false, false, gone.clone()),
            "done",
            "",
        ),
        (
            Verb::Delete,
            &none,
            3,
            vm(true, true, none.clone()),
            "pending",
            "",
        ),
        (
            Verb::Restore,
            &none,
            3,
            vm(false, false, json!({"deleted": false})),
            "done",
            "switched off",
        ),
        (
            Verb::Restore,
            &none,
            3,
            vm(true, true, none.clone()),
            "done",
            "",
        ),
        (
            Verb::Restore,
            &none,
            3,
            vm(false, false, gone.clone()),
            "pending",
            "",
        ),
        (Verb::Purge, &none, 3, vm(false, false, gone), "pending", ""),
        (
            Verb::Start,
            &none,
            3,
            vm(true, true, none.clone()),
            "done",
            "",
        ),
    ] {
        for body in [machine.clone(), json!([machine])] {
            let call = look(&ticket(verb, entered), seconds);
            let (judged, state, said) = told(call.read(&answer(200, body.to_string())).unwrap());
            assert_eq!(judged, kind, "{verb:?} {entered} {body}");
            assert!(state.is_some());
            let fits = if words.is_empty() {
                said.is_empty()
            } else {
                said.contains(words)
            };
            assert!(fits, "{verb:?} {body}: {said}");
        }
    }
}

#[test]
fn looks_read_where_the_machine_is() {
    let overview = format!("{PATH}?view=overview");
    let overview = overview.as_str();
    let deleted = format!("{PATH}?include_deleted=true&view=overview");
    let deleted = deleted.as_str();
    for (verb, entered, path) in [
        (Verb::Rename, json!({"name": "web9"}), overview),
        (
            Verb::Edit,
            json!({"keymap": "de", "group": "7/31"}),
            overview,
        ),
        (
            Verb::Edit,
            json!({"group": "8/9"}),
            "/accounts/8/groups/9/virtual_machines/4711?view=overview",
        ),
        (
            Verb::Rebuild,
            json!({"image": "x", "password": "p"}),
            overview,
        ),
        (Verb::Delete, json!({}), deleted),
        (Verb::Purge, json!({}), deleted),
        (Verb::Restore, json!({}), deleted),
    ] {
        let request = look(&ticket(verb, &entered), 0).request;
        assert_eq!(
            (request.method.as_str(), request.path.as_str()),
            ("GET", path)
        );
    }
    let moved = look(&ticket(Verb::Edit, &json!({"group": "8/9"})), 3);
    let body = vm(true, true, json!({"group_id": 9})).to_string();
    let Judgement::Done { machine, .. } = moved.read(&answer(200, body)).unwrap() else {
        panic!("it has moved")
    };
    assert_eq!(
        machine.unwrap().locator,
        "/accounts/8/groups/9/virtual_machines/4711"
    );
}

#[test]
fn a_machine_that_is_gone_is_deleted_and_nothing_else() {
    for (verb, done) in [
        (Verb::Delete, true),
        (Verb::Purge, true),
        (Verb::Restore, false),
        (Verb::Rescue, false),
    ] {
        for response in [answer(404, ""), answer(200, "[]")] {
            match look(&ticket(verb, &json!({})), 3).read(&response) {
                Ok(Judgement::Done { machine: None, .. }) => assert!(done, "{verb:?}"),
                Ok(other) => panic!("{verb:?} {other:?}"),
                Err(error) => {
                    assert!(!done, "{verb:?}");
                    assert_eq!(error.kind, ErrorKind::NotFound);
                }
            }
        }
    }
}

fn creation(entered: &Value, made: bool) -> Ticket {
    let locator = "/accounts/7/groups/default/virtual_machines/4711".to_owned();
    let id = MachineId::new("4711");
    Ticket {
        made: made.then_some(Target { id, locator }),
        ..ticket(Verb::Create, entered)
    }
}

#[test]
fn a_creation_ends_with_the_new_machine() {
    let mut stays_off = new_machine();
    stays_off["way"] = json!("empty");
    let mut auto = new_machine();
    auto["autoreboot"] = json!(true);
    let image = new_machine();
    let named = |vm: &Value| {
        let mut vm = vm.clone();
        vm["name"] = json!("web2");
        json!([{"id": 1, "name": "other"}, vm, 7, null])
    };
    for (entered, machine, kind, state, words) in [
        (
            &image,
            vm(false, true, json!({})),
            "pending",
            State::Building,
            "",
        ),
        (
            &image,
            vm(false, false, json!({})),
            "pending",
            State::Building,
            "",
        ),
        (
            &image,
            vm(true, false, json!({})),
            "done",
            State::Running,
            "",
        ),
        (&auto, vm(true, true, json!({})), "done", State::Running, ""),
        (
            &auto,
            vm(true, false, json!({})),
            "done",
            State::Running,
            "automatic restart off",
        ),
        (
            &stays_off,
            vm(false, false, json!({})),
            "done",
            State::Off,
            "still working",
        ),
        (
            &image,
            vm(false, false, json!({"deleted": true})),
            "failed",
            State::Deleted,
            "deleted",
        ),
    ] {
        for (made, body) in [(true, machine.clone()), (false, named(&machine))] {
            let call = look(&creation(entered, made), 30);
            let path = if made {
                "/4711?view=overview"
            } else {
                "?view=overview"
            };
            let group = "/accounts/7/groups/default/virtual_machines";
            assert_eq!(call.request.path, [group, path].concat());
            let judged = told(call.read(&answer(200, body.to_string())).unwrap());
            assert_eq!((judged.0, judged.1), (kind, Some(state)), "{made} {body}");
            let fits = if words.is_empty() {
                judged.2.is_empty()
            } else {
                judged.2.contains(words)
            };
            assert!(fits, "{made} {body}: {}", judged.2);
        }
    }
}

#[test]
fn a_creation_nobody_sees_is_waited_for_and_then_given_up() {
    for (made, response) in [
        (true, answer(404, "")),
        (false, answer(200, "[]")),
        (false, answer(200, r#"[{"id":1,"name":"web20"}]"#)),
    ] {
        for (seconds, kind) in [(3, "pending"), (120, "pending"), (121, "failed")] {
            let call = look(&creation(&new_machine(), made), seconds);
            let (judged, machine, _) = told(call.read(&response).unwrap());
            assert_eq!((judged, machine), (kind, None), "{seconds}");
        }
    }
    let call = look(&creation(&new_machine(), false), 3);
    let body = r#"[{"id":5,"name":"WEB2","power_on":true},{"id":6,"name":"web2","power_on":true,"group_id":31}]"#;
    let Judgement::Done { machine, .. } = call.read(&answer(200, body)).unwrap() else {
        panic!("it is there")
    };
    assert_eq!(
        machine.unwrap().locator,
        "/accounts/7/groups/31/virtual_machines/6"
    );
}
