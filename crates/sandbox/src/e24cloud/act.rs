//! Calls on one machine: power, size, name, console, end.
//!
//! Source: e24cloud reference, Power, Resize, Rename, Delete, Console.

use super::catalogue::uuid;
use super::machine::{Effect, Machine, State};
use super::{done, forbidden, number, refused};
use crate::{Options, names};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// How long a machine takes to start, to be switched off, and to shut itself down, in seconds.
const START: f64 = 1.5;
const SWITCH_OFF: f64 = 1.5;
const SHUT_DOWN: f64 = 3.0;
/// What the page prints for `wait_for`, read as its default, in minutes.
const WAIT_FOR: u64 = 4;
/// The largest sizes a public client lets through.
pub(super) const MOST_CORES: u64 = 16;
pub(super) const MOST_RAM: u64 = 32_000;
pub(super) const LEAST_RAM: u64 = 512;

/// A `POST` on a machine; none when there is no such call.
pub(super) fn act(
    machine: &mut Machine,
    options: Options,
    verb: &str,
    body: &[u8],
    now: Timestamp,
) -> Option<Value> {
    let Ok(body) = parse(body) else {
        return Some(refused("the body is not JSON"));
    };
    let Ok(wait_for) = patience(&body) else {
        return Some(refused("wait_for is a number of minutes"));
    };
    Some(match verb {
        "poweron" => power(machine, State::Offline, |m| {
            m.queue(options, now, START, outcome(m, State::Online));
        }),
        "poweroff" if wait_for.is_none() => power(machine, State::Online, |m| {
            m.queue(options, now, SWITCH_OFF, outcome(m, State::Offline));
        }),
        "shutdown" | "poweroff" => power(machine, State::Online, |m| {
            shut_down(m, options, wait_for.unwrap_or(WAIT_FOR), now);
        }),
        "reboot" | "reset" => power(machine, State::Online, |m| {
            // The state shows nothing of it.
            m.queue(options, now, SHUT_DOWN, Effect::Nothing);
        }),
        "resize" => resize(machine, options, &body, wait_for.unwrap_or(WAIT_FOR), now),
        "rename" => rename(machine, &body),
        "console" => console(machine),
        _ => return None,
    })
}

/// `DELETE`: shown as deleting for a moment, then gone for good.
pub(super) fn delete(
    machine: &mut Machine,
    options: Options,
    body: &[u8],
    now: Timestamp,
) -> Value {
    let Ok(body) = parse(body) else {
        return refused("the body is not JSON");
    };
    if machine.state == State::Deleting || machine.outlook() == State::Gone {
        return forbidden();
    }
    // The default is unknown; keeping what would be lost is the careful one.
    let keep = match body.get("deleteResources") {
        None => true,
        Some(flag) => match flag.as_bool().map(u64::from).or_else(|| number(flag)) {
            Some(0) => true,
            Some(1) => false,
            _ => return refused("deleteResources is 0 or 1"),
        },
    };
    machine.keep_resources = keep;
    machine.queue_for(now, options.lasting(0.7), Effect::Become(State::Deleting));
    machine.queue_for(now, options.lasting(3.0), Effect::Become(State::Gone));
    done()
}

/// How many minutes a guest gets to shut down, if the order says.
fn patience(body: &Value) -> Result<Option<u64>, ()> {
    match body.get("wait_for") {
        None | Some(Value::Null) => Ok(None),
        Some(minutes) => number(minutes).map(Some).ok_or(()),
    }
}

/// Accepts power work when the machine will be in this state, and is not one that refuses.
fn power(machine: &mut Machine, needs: State, work: impl FnOnce(&mut Machine)) -> Value {
    if settled_in(machine, needs) {
        if machine.label.starts_with(names::REFUSING) {
            return refused("the machine refuses this operation");
        }
        work(machine);
        done()
    } else {
        forbidden()
    }
}

fn settled_in(machine: &Machine, needs: State) -> bool {
    !matches!(machine.state, State::Installing | State::Deleting) && machine.outlook() == needs
}

/// What the work leads to; on a failing machine to nothing.
fn outcome(machine: &Machine, state: State) -> Effect {
    if machine.label.starts_with(names::FAILING) {
        Effect::Nothing
    } else {
        Effect::Become(state)
    }
}

/// The guest obeys in its own time, at the latest when the wait is over.
fn shut_down(machine: &mut Machine, options: Options, wait_for: u64, now: Timestamp) {
    let obeys = options.lasting(SHUT_DOWN * machine.slowness());
    let patience = options.lasting(wait_for as f64 * 60.0);
    let least = options.lasting(SWITCH_OFF);
    let lasting: SignedDuration = obeys.min(patience).max(least);
    let effect = outcome(machine, State::Offline);
    machine.queue_for(now, lasting, effect);
}

fn resize(
    machine: &mut Machine,
    options: Options,
    body: &Value,
    wait_for: u64,
    now: Timestamp,
) -> Value {
    let size = |name: &str| body.get(name).and_then(number);
    let (Some(cores), Some(ram)) = (size("cores"), size("ram")) else {
        return refused("cores and ram are needed");
    };
    if !(1..=MOST_CORES).contains(&cores) || !(LEAST_RAM..=MOST_RAM).contains(&ram) {
        return refused("no such size");
    }
    let effect = Effect::Size { cores, ram };
    if settled_in(machine, State::Offline) {
        machine.queue(options, now, 2.0, effect);
        done()
    } else if settled_in(machine, State::Online) {
        shut_down(machine, options, wait_for, now);
        machine.queue(options, now, 2.0, effect);
        // Whether the real service starts it again is unverified.
        machine.queue(options, now, START, Effect::Become(State::Online));
        done()
    } else {
        forbidden()
    }
}

fn rename(machine: &mut Machine, body: &Value) -> Value {
    match body.get("name").and_then(Value::as_str) {
        Some(name) if !name.trim().is_empty() => {
            machine.rename(name);
            done()
        }
        _ => refused("a name is needed"),
    }
}

/// The one answer without `success`.
fn console(machine: &Machine) -> Value {
    if machine.state != State::Online {
        return forbidden();
    }
    let host = match machine.number % 2 {
        0 => "203.0.113.10",
        _ => "203.0.113.11",
    };
    let word: String = uuid(machine.number, 77).chars().take(8).collect();
    json!({"console": {
        "port": 5900 + machine.number % 100,
        "password": word,
        "host": host,
    }})
}

/// The body as JSON; no body is null.
pub(super) fn parse(body: &[u8]) -> Result<Value, serde_json::Error> {
    if body.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(body)
}
