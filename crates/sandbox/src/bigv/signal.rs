//! Signals to a running machine, and reinstalling one that is off.
//!
//! Source: BigV reference, Signal and Reimage.

use super::Dialect;
use super::definitions::{distributions, is_key};
use super::machine::Machine;
use super::reply::{Invalid, Refusal, Reply};
use crate::{json, names};
use http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;

const NOT_LISTED: &str = "is not included in the list";

/// `POST …/signal`; the answer repeats the order.
pub(super) fn signal(machine: &mut Machine, order: &Value, now: Timestamp) -> Reply {
    let refuse = |words| Err(Refusal::Text(StatusCode::BAD_REQUEST, words));
    if !machine.power_on {
        // Status and words for this are unpublished.
        return refuse("The virtual machine is not powered on");
    }
    match order.get("signal").and_then(Value::as_str) {
        Some("powerdown" | "reset") if machine.is(names::REFUSING) => {
            return refuse("The virtual machine refuses this signal");
        }
        Some("powerdown") => machine.power_down(now),
        // The same host process goes on: nothing to be seen.
        Some("reset") => {}
        Some("sendkey") => match order.get("data").and_then(Value::as_str) {
            None | Some("") => return Err(Invalid::one("data", "can't be blank")),
            Some(keys) if keys.split('-').all(is_key) => {}
            Some(_) => return Err(Invalid::one("data", NOT_LISTED)),
        },
        Some(_) => return Err(Invalid::one("signal", NOT_LISTED)),
        None => return Err(Invalid::one("signal", "can't be blank")),
    }
    Ok(json(StatusCode::OK, order))
}

/// What is wrong with an order to install a system.
pub(super) fn check_image(order: &Value, dialect: Dialect, invalid: &mut Invalid) {
    let text = |name: &str| {
        order
            .get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    match text("distribution") {
        None => invalid.add("distribution", "can't be blank"),
        Some(name) if distributions(dialect).contains(&name) => {}
        Some(_) => invalid.add("distribution", NOT_LISTED),
    }
    // A key instead of the password came later.
    let key = dialect.is_later() && text("ssh_public_key").is_some();
    if text("root_password").is_none() && !key {
        invalid.add("root_password", "can't be blank");
    }
}

/// `POST …/reimage`. Afterwards the machine is on, and the brain does not look after it.
pub(super) fn reimage(machine: &mut Machine, order: &Value, now: Timestamp) -> Reply {
    if machine.power_on {
        // Status and words for this are unpublished.
        return Err(Invalid::one("power_on", "must be false"));
    }
    let mut invalid = Invalid::default();
    check_image(order, machine.dialect, &mut invalid);
    if machine.discs.is_empty() {
        invalid.add("discs", "can't be blank");
    }
    invalid.check()?;
    if machine.is(names::REFUSING) {
        return Err(Invalid::one("power_on", "is refused by this machine"));
    }
    machine.last_imaged_with = order
        .get("distribution")
        .and_then(Value::as_str)
        .map(str::to_owned);
    machine.autoreboot_on = false;
    machine.order(true, now);
    Ok(json(StatusCode::OK, order))
}
