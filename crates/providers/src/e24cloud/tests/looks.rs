//! How each accepted order is judged by what is read.

use std::time::Duration;

use pilothouse_core::{
    ErrorKind, Input, Judgement, MachineId, Orders, Response, Target, Ticket, Verb,
};
use serde_json::{Value, json};

use super::{E24CloudOperator, ID, access, answer, assert_signed, now, one, ticket};

/// A ticket that was accepted this many seconds ago.
fn aged(verb: Verb, input: Input, seconds: u64) -> Ticket {
    let mut ticket = ticket(verb);
    ticket.order.input = input;
    if verb == Verb::Create {
        ticket.made = Some(std::mem::replace(
            &mut ticket.order.target,
            Target::account(),
        ));
    }
    let past = now().as_millisecond() - i64::try_from(seconds).unwrap() * 1000;
    ticket.accepted = pilothouse_core::Timestamp::from_millisecond(past).unwrap();
    assert_eq!(
        ticket.accepted.checked_add(Duration::from_secs(seconds)),
        Ok(now())
    );
    ticket
}

/// "pending", "done", "noted", "failed" or the kind of the error.
fn judged(ticket: &Ticket, path: &str, response: &Response) -> String {
    let call = E24CloudOperator.look(&access(), now(), ticket).unwrap();
    assert_eq!(call.request.target(), path);
    assert_signed(&call.request);
    match call.read(response) {
        Ok(Judgement::Pending { percent: None, .. }) => "pending".into(),
        Ok(Judgement::Pending { .. }) => "counted".into(),
        Ok(Judgement::Done { note: None, .. }) => "done".into(),
        Ok(Judgement::Done { .. }) => "noted".into(),
        Ok(Judgement::Failed { .. }) => "failed".into(),
        Err(error) => format!("{:?}", error.kind),
    }
}

fn path() -> String {
    format!("/v2/virtual-machines/{ID}")
}

fn vm(state: &str, more: &Value) -> Response {
    let mut vm = json!({"id": ID, "label": "old", "cores": 1, "ram": 512, "state": state});
    for (key, value) in more.as_object().unwrap() {
        vm[key] = value.clone();
    }
    one(&vm)
}

#[test]
fn a_new_machine_is_done_when_it_is_online_with_an_address() {
    let address = json!({"public_interface": {"primary_ip_ipv4address": "198.51.100.7"}});
    let none = json!({"public_interface": {"primary_ip_ipv4address": "", "ipv4_addresses": []}});
    let failed = r#"{"success":false}"#;
    for (seconds, response, expected) in [
        (0, answer(404, "Not Found"), "pending"),
        (59, answer(404, "Not Found"), "pending"),
        (60, answer(404, "Not Found"), "NotFound"),
        (59, answer(200, failed), "pending"),
        (60, answer(200, failed), "Refused"),
        (
            5,
            answer(200, r#"{"success":true,"virtual_machine":[]}"#),
            "pending",
        ),
        (5, answer(403, ""), "Unauthorized"),
        (5, answer(500, ""), "Unavailable"),
        (5, vm("installing", &none), "pending"),
        (900, vm("installing", &address), "pending"),
        (5, vm("online", &none), "pending"),
        (599, vm("online", &none), "pending"),
        (600, vm("online", &none), "noted"),
        (5, vm("online", &address), "done"),
        (5, vm("offline", &address), "pending"),
        (600, vm("offline", &address), "noted"),
        (5, vm("", &address), "pending"),
        (900, vm("hatching", &address), "pending"),
        (5, vm("deleting", &address), "failed"),
    ] {
        let ticket = aged(Verb::Create, Input::default(), seconds);
        let said = judged(&ticket, &path(), &response);
        assert_eq!(said, expected, "{seconds} {response:?}");
    }
}

#[test]
fn a_new_machine_comes_with_the_last_look() {
    let address = json!({"public_interface": {"primary_ip_ipv4address": "198.51.100.7"}});
    let mut ticket = aged(Verb::Create, Input::default(), 5);
    let call = E24CloudOperator.look(&access(), now(), &ticket).unwrap();
    let Judgement::Done { machine, .. } = call.read(&vm("online", &address)).unwrap() else {
        panic!("done")
    };
    let machine = machine.unwrap();
    assert_eq!(machine.id, MachineId::new(ID));
    assert_eq!(machine.addresses, ["198.51.100.7"]);

    ticket.made = None;
    let error = E24CloudOperator.look(&access(), now(), &ticket);
    assert_eq!(error.unwrap_err().kind, ErrorKind::NotFound);
}

#[test]
fn changed_values_are_compared() {
    let name = |name: &str| Input::default().with("name", name);
    let size = Input::default()
        .with("cpus", 4_u64)
        .with("memory", 8192_u64);
    let grown = json!({"cores": 4, "ram": "8192"});
    for (verb, input, response, expected) in [
        (
            Verb::Rename,
            name("new"),
            vm("online", &json!({})),
            "pending",
        ),
        (
            Verb::Rename,
            name("new"),
            vm("online", &json!({"label": "new"})),
            "done",
        ),
        (
            Verb::Rename,
            name(" new "),
            vm("offline", &json!({"label": "new"})),
            "done",
        ),
        (
            Verb::Rename,
            name("new"),
            vm("online", &json!({"label": null})),
            "pending",
        ),
        (
            Verb::Rename,
            name("new"),
            vm("deleting", &json!({})),
            "failed",
        ),
        (Verb::Rename, name("new"), answer(404, ""), "NotFound"),
        (
            Verb::Resize,
            size.clone(),
            vm("online", &json!({})),
            "pending",
        ),
        (
            Verb::Resize,
            size.clone(),
            vm("offline", &json!({})),
            "pending",
        ),
        (
            Verb::Resize,
            size.clone(),
            vm("online", &json!({"cores": 4})),
            "pending",
        ),
        (
            Verb::Resize,
            size.clone(),
            vm("online", &json!({"ram": 8192})),
            "pending",
        ),
        (
            Verb::Resize,
            size.clone(),
            vm("resizing", &grown),
            "pending",
        ),
        (Verb::Resize, size.clone(), vm("online", &grown), "done"),
        (Verb::Resize, size.clone(), vm("offline", &grown), "noted"),
        (Verb::Resize, size, vm("deleting", &grown), "failed"),
        // Stale right after it was accepted.
        (
            Verb::Start,
            Input::default(),
            vm("offline", &json!({})),
            "pending",
        ),
        (
            Verb::ShutDown,
            Input::default(),
            vm("online", &json!({})),
            "pending",
        ),
        (
            Verb::ShutDown,
            Input::default(),
            vm("offline", &json!({})),
            "done",
        ),
        (
            Verb::Reboot,
            Input::default(),
            vm("online", &json!({})),
            "noted",
        ),
    ] {
        let ticket = aged(verb, input, 1);
        let said = judged(&ticket, &path(), &response);
        assert_eq!(said, expected, "{verb:?} {response:?}");
    }
}

#[test]
fn a_deleted_machine_is_one_the_list_no_longer_has() {
    let list = |items: Value| {
        let body = json!({"success": true, "virtual_machines": items});
        answer(200, body.to_string())
    };
    for (response, expected) in [
        (list(json!([{"id": ID, "state": "online"}])), "pending"),
        (list(json!([{"id": ID, "state": "deleting"}])), "pending"),
        (list(json!([{"id": "other", "state": "online"}])), "done"),
        (list(json!([])), "done"),
        (list(json!([null])), "BadAnswer"),
        (answer(200, r#"{"success":false}"#), "Refused"),
        (answer(404, "Not Found"), "NotFound"),
        (answer(200, ""), "BadAnswer"),
    ] {
        let ticket = aged(Verb::Delete, Input::default(), 5);
        let said = judged(&ticket, "/v2/virtual-machines", &response);
        assert_eq!(said, expected, "{response:?}");
    }
}
