//! No answer makes any reader panic, print a secret or go on for ever.

use pilothouse_core::{
    Flow, Input, MachineId, Operator, Order, Orders, Step, Target, Ticket, Verb,
};
use proptest::prelude::*;
use serde_json::json;

use super::{
    access, account, answer, full, json_like, now,
    orders::{input, new_machine},
    target,
};
use crate::bigv::BigVOperator;

fn entries(verb: Verb) -> Input {
    let value = match verb {
        Verb::Create => new_machine(),
        Verb::Rebuild => json!({"image": "x", "password": "pw-secret"}),
        Verb::Rename => json!({"name": "web9"}),
        Verb::Resize => json!({"cpus": 2}),
        Verb::Edit => json!({"group": "7/32", "cdrom": "eject", "autoreboot": "true"}),
        Verb::SendKeys => json!({"combination": "esc"}),
        _ => json!({}),
    };
    input(&value, verb)
}

fn run<T>(flow: &mut dyn Flow<T>, status: u16, body: &[u8]) {
    for _ in 0..1000 {
        match flow.next(now()) {
            Ok(Step::Send(_)) => {
                if flow.receive(now(), Ok(answer(status, body))).is_err() {
                    return;
                }
            }
            Ok(Step::Done) | Err(_) => return,
            Ok(_) => {}
        }
    }
    panic!("it goes on for ever");
}

fn read_everything(status: u16, body: &[u8]) {
    let response = answer(status, body);
    let mut errors = Vec::new();
    for verb in Verb::OTHER {
        let order = Order {
            verb,
            target: target(),
            input: entries(verb),
        };
        for step in 0..3 {
            if let Ok(Some(call)) = BigVOperator.order(&access(), now(), &order, step) {
                errors.extend(call.read(&response).err());
            }
        }
        let (id, locator) = (
            MachineId::new("1"),
            "/accounts/1/groups/1/virtual_machines/1".into(),
        );
        for made in [None, Some(Target { id, locator })] {
            let ticket = Ticket {
                order: order.clone(),
                task: None,
                made,
                accepted: now(),
            };
            if let Ok(call) = BigVOperator.look(&access(), now(), &ticket) {
                errors.extend(call.read(&response).err());
            }
        }
    }
    let chosen = Input::default().with("account", "7");
    for lookup in [
        "distributions",
        "sendkeys",
        "accounts",
        "groups",
        "every_group",
    ] {
        run(
            BigVOperator
                .lookup(&access(), lookup, &chosen)
                .unwrap()
                .as_mut(),
            status,
            body,
        );
    }
    for mut section in BigVOperator.sections(&access(), &target(), now()) {
        run(section.read.as_mut(), status, body);
    }
    run(
        BigVOperator.trash(&access()).unwrap().as_mut(),
        status,
        body,
    );
    let console = BigVOperator.console(&access(), now(), &target()).unwrap();
    errors.extend(console.read(&response).err());
    let person = Input::default()
        .with("username", "ops")
        .with_secret("password", "pw");
    let token = BigVOperator.sign_in(&access(), now(), &person).unwrap();
    errors.extend(token.read(&response).err());
    for error in errors {
        assert!(error.message.chars().count() < 700, "{error}");
        assert!(!error.message.contains(char::is_control), "{error:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_answer_makes_it_panic(status in 200u16..600, body in prop::collection::vec(any::<u8>(), 0..200)) {
        read_everything(status, &body);
    }

    #[test]
    fn no_json_makes_it_panic(status in prop::sample::select(vec![200u16, 202, 400, 404, 500]), body in json_like()) {
        read_everything(status, body.to_string().as_bytes());
        read_everything(status, json!([account(&json!([full(), body]))]).to_string().as_bytes());
        read_everything(status, json!([{"id": "distributions", "data": body}]).to_string().as_bytes());
        read_everything(status, json!([{"id": 1, "backup_schedules": body, "backup_count": 1, "ips": body, "extra_ips": body}]).to_string().as_bytes());
    }
}
