//! No answer makes any reader of the complete client panic.

use pilothouse_core::{Access, Error, Flow, Input, Operator, Orders, Step, Verb};
use proptest::prelude::*;
use serde_json::json;

use crate::rubbish::{assert_errors_can_be_shown, json_like};

use super::{
    OnAppOperator, access, answer,
    looks::ticket,
    now,
    orders::{ordered, small, xml_access},
    target,
};

/// Answers everything that is asked with the same, a few times.
fn exhaust<T>(mut flow: Box<dyn Flow<T>>, status: u16, body: &[u8]) -> Result<(), Error> {
    for _ in 0..12 {
        match flow.next(now())? {
            Step::Send(_) => flow.receive(now(), Ok(answer(status, body)))?,
            Step::Done => return Ok(()),
            Step::Yield(_) | Step::Wait(_) => {}
        }
    }
    Ok(())
}

fn read_everything(access: &Access, status: u16, body: &[u8]) {
    let mut results = Vec::new();
    let input = |verb| match verb {
        Verb::Create => small(),
        Verb::Rebuild => Input::default().with("image", "1"),
        Verb::Rename => Input::default().with("name", "x"),
        Verb::Resize => Input::default().with("cpus", "2"),
        Verb::Edit => Input::default().with("note", "x"),
        Verb::Rescue => Input::default().with("how", "reboot"),
        _ => Input::default(),
    };
    for verb in Verb::OTHER {
        for step in 0..2 {
            if let Ok(Some(call)) = ordered(access, verb, input(verb), step) {
                results.push(call.read(&answer(status, body)).map(drop));
            }
        }
        for seconds in [0, 20, 70] {
            let ticket = ticket(verb, input(verb), seconds);
            let look = OnAppOperator.look(access, now(), &ticket).unwrap();
            results.push(look.read(&answer(status, body)).map(drop));
            if let Some(why) = OnAppOperator.explain(access, now(), &ticket).unwrap() {
                results.push(why.read(&answer(status, body)).map(drop));
            }
        }
    }
    let network = Input::default().with("network", "1");
    for lookup in [
        "images",
        "isos",
        "places",
        "hosts",
        "network_zones",
        "networks",
        "disk_zones",
        "packages",
        "ip_addresses",
    ] {
        let flow = OnAppOperator.lookup(access, lookup, &network).unwrap();
        results.push(exhaust(flow, status, body));
    }
    let limits = OnAppOperator.further(access, "limits", &network).unwrap();
    results.push(exhaust(limits, status, body));
    for section in OnAppOperator.sections(access, &target(), now()) {
        results.push(exhaust(section.read, status, body));
    }
    let console = OnAppOperator.console(access, now(), &target()).unwrap();
    results.push(console.read(&answer(status, body)).map(drop));
    assert_errors_can_be_shown(results);
}

/// The names this provider's answers use.
const NAMES: &[&str] = &[
    "virtual_machine",
    "id",
    "label",
    "built",
    "booted",
    "locked",
    "suspended",
    "transaction",
    "action",
    "status",
    "created_at",
    "stat_time",
    "cpu_time",
    "network_interface",
    "ip_address_join",
    "ip_address",
    "address",
    "network_interface_id",
    "image_template",
    "relations",
    "children",
    "limits",
    "cpus",
    "memory",
    "user",
    "hypervisor_group",
    "disk",
    "log_item",
    "log_output",
    "errors",
    "base",
    "remote_access_session",
    "remote_key",
    "virtualization",
    "min_disk_size",
    "cpu_hourly_stat",
    "total_cost",
    "updated_at",
];
const WORDS: &[&str] = &["2026-06-02T10:00:00Z", "failed"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_json_makes_it_panic(status in prop::sample::select(vec![200u16, 201, 403, 404, 422]), body in json_like(NAMES, WORDS)) {
        read_everything(&access(), status, body.to_string().as_bytes());
        read_everything(&access(), status, json!([body]).to_string().as_bytes());
    }

    #[test]
    fn no_xml_makes_it_panic(status in prop::sample::select(vec![200u16, 201, 404, 422]), body in "(<(a|errors|error|disks|disk|limits|virtual_machine|id)( type=\"(array|integer|boolean)\"| nil=\"true\")?/?>|</(a|errors|error|disks|disk|limits|virtual_machine|id)>|1|x| ){0,16}") {
        read_everything(&xml_access(), status, body.as_bytes());
    }

    #[test]
    fn no_bytes_make_it_panic(status in 200u16..600, body in prop::collection::vec(any::<u8>(), 0..80)) {
        read_everything(&access(), status, &body);
        read_everything(&xml_access(), status, &body);
    }
}
