//! The place where requests are held against the description.

use serde_json::{Value, json};

use crate::description::Contract;

#[test]
fn requests_are_held_against_the_contract() {
    let Some(contract) = Contract::load() else {
        return;
    };
    let lookup = json!({"virtual_machine": {"id": "vm_x"}});
    let start = "/core/v1/virtual_machines/_/start";
    for (method, target, body) in [
        (
            "GET",
            "/core/v1/organizations/_/virtual_machines?organization%5Bid%5D=x&page=2&per_page=100",
            Value::Null,
        ),
        ("GET", "/core/v1/virtual_machines/vm_x", Value::Null),
        ("POST", start, lookup.clone()),
        (
            "DELETE",
            "/core/v1/virtual_machines/_?virtual_machine[id]=vm_x",
            Value::Null,
        ),
    ] {
        let found = contract.request_faults(method, target, &body);
        assert!(found.is_empty(), "{method} {target}: {found:?}");
    }
    for (method, target, body) in [
        ("GET", "/virtual_machines/vm_x", Value::Null),
        ("PUT", start, lookup.clone()),
        (
            "GET",
            "/core/v1/virtual_machines/_?machine[id]=x",
            Value::Null,
        ),
        ("POST", start, json!({"virtual_machine": {"name": "x"}})),
        ("POST", start, json!({"machine": {"id": "x"}})),
        ("POST", start, json!({"virtual_machine": {"id": 5}})),
        ("GET", "/core/v1/virtual_machines/vm_x", lookup),
    ] {
        let found = contract.request_faults(method, target, &body);
        assert!(!found.is_empty(), "{method} {target} {body} passes");
    }
    // The client's requests go here: build one of each, and hold `request.method`,
    // `request.target()` and its body against `contract.request_faults`.
}
