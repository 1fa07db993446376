//! No answer makes a reader of the complete client panic, or talk too much.

use pilothouse_core::{Error, Flow, Input, Operator, Orders, Step, Target, Verb};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::rubbish::{assert_errors_can_be_shown, json_like};

use super::{
    E24CloudOperator, NAMES, WORDS, access, acts::order, answer, forms::create, full, now, target,
    ticket,
};

fn input(verb: Verb) -> Input {
    match verb {
        Verb::Create => create().with_secret("password", "Correct-Horse-7"),
        Verb::Rename => Input::default().with("name", "x"),
        Verb::Resize => Input::default().with("cpus", "2").with("memory", "512"),
        _ => Input::default(),
    }
}

fn drain<T: std::fmt::Debug>(
    mut flow: Box<dyn Flow<T>>,
    status: u16,
    body: &[u8],
) -> Result<(), Error> {
    for _ in 0..100 {
        match flow.next(now())? {
            Step::Send(_) => flow.receive(now(), Ok(answer(status, body)))?,
            Step::Yield(one) => drop(format!("{one:?}")),
            Step::Wait(_) => panic!("nothing to wait for"),
            Step::Done => return Ok(()),
        }
    }
    panic!("it does not end")
}

fn read_everything(status: u16, body: &[u8]) {
    let response = answer(status, body);
    let mut results = Vec::new();
    for verb in [
        Verb::Create,
        Verb::Rename,
        Verb::Resize,
        Verb::Delete,
        Verb::ShutDown,
    ] {
        results.push(order(verb, input(verb)).read(&response).map(drop));
        let mut ticket = ticket(verb);
        ticket.order.input = input(verb);
        ticket.made = (verb == Verb::Create).then(target);
        let look = E24CloudOperator.look(&access(), now(), &ticket).unwrap();
        results.push(look.read(&response).map(drop));
    }
    let console = E24CloudOperator.console(&access(), now(), &Target::account());
    results.push(console.unwrap().read(&response).map(drop));
    for lookup in ["zones", "templates", "ssh_keys"] {
        let flow = E24CloudOperator.lookup(&access(), lookup, &Input::default());
        results.push(drain(flow.unwrap(), status, body));
    }
    for section in E24CloudOperator.sections(&access(), &target(), now()) {
        results.push(drain(section.read, status, body));
    }
    assert_errors_can_be_shown(results);
}

/// One answer to every question, with something odd in one place.
fn answer_to_all(key: &str, odd: &Value) -> Value {
    let mut body = json!({
        "success": true, "virtual_machine": full(), "virtual_machines": [full()],
        "regions": [{"name": "x", "zones": [{"id": "z"}]}],
        "templates": [{"id": "t", "supports": ["password"]}],
        "account": {"sshkeys": [{"id": 1}]},
        "storage_volumes": [{"id": "c"}], "disk_images": [{"id": "i", "storage_volume": {"id": "c"}}],
        "ipv4_addresses": [{"id": "a"}], "vlans": [{"id": 1}],
        "console": {"host": "h", "port": 1, "password": "p"},
    });
    body[key] = odd.clone();
    body
}

const KEYS: [&str; 11] = [
    "success",
    "virtual_machine",
    "virtual_machines",
    "regions",
    "templates",
    "account",
    "storage_volumes",
    "disk_images",
    "ipv4_addresses",
    "vlans",
    "console",
];

proptest! {
    #[test]
    fn bytes(status in 200u16..600, body in prop::collection::vec(any::<u8>(), 0..200)) {
        read_everything(status, &body);
    }

    #[test]
    fn json(key in prop::sample::select(&KEYS[..]), odd in json_like(NAMES, WORDS)) {
        read_everything(200, answer_to_all(key, &odd).to_string().as_bytes());
        let list = json!([odd, {
            "id": odd, "virtual_machine": odd, "zones": odd, "supports": odd, "owner": odd,
            "storage_volume": odd, "cost_per_hour": odd, "label": odd,
        }]);
        read_everything(200, answer_to_all(key, &list).to_string().as_bytes());
    }

    #[test]
    fn cuts(at in 0usize..1600) {
        let body = answer_to_all("adm", &Value::Null).to_string();
        read_everything(200, body.as_bytes().get(..at).unwrap_or(body.as_bytes()));
    }
}
