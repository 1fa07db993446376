//! Changing machines behind a page's back: through the provider's own interface, with its client.

use std::{collections::BTreeMap, thread, time::Duration};

use anyhow::Result;
use pilothouse_core::Step;
use pilothouse_probe::{Act, Setting, act};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::probe::{self, send};

/// Everything is done at once here, so nobody needs patience.
const PAUSE: Duration = Duration::from_millis(5);

/// A way into a simulated provider.
#[derive(Deserialize)]
pub(super) struct Account {
    /// The provider's id.
    pub(super) id: String,
    base_url: String,
    login: String,
    values: BTreeMap<String, String>,
}

/// Turns every so many of the account's machines off, or on where they are off.
pub(super) fn one_in(account: &Account, many: usize) -> Result<()> {
    let agent = send::agent();
    let machines = told(account, &agent, "list", &Value::Null)?;
    let machines: Vec<&Value> = machines
        .iter()
        .filter_map(Value::as_array)
        .flatten()
        .collect();
    for group in machines.chunks(many) {
        for machine in group {
            if turn_over(account, &agent, machine)? {
                break;
            }
        }
    }
    Ok(())
}

/// Turns a machine off or on; not one that is in any other state.
fn turn_over(account: &Account, agent: &ureq::Agent, machine: &Value) -> Result<bool> {
    // The list may have left the state out.
    let now = told(account, agent, "read", machine)?;
    let state = now.first().and_then(|now| now.get("state")?.as_str());
    let verb = match state {
        Some("running") => "power_off",
        Some("off") => "start",
        _ => return Ok(false),
    };
    told(account, agent, verb, machine)?;
    Ok(true)
}

/// Carries an act out and returns everything that was told.
fn told(account: &Account, agent: &ureq::Agent, name: &str, machine: &Value) -> Result<Vec<Value>> {
    let client = probe::client(&account.id)?;
    let name = Act::parse(name)?;
    let setting = json!({
        "endpoint": account.base_url,
        "login": account.login,
        "credentials": account.values,
        "machine": machine,
    });
    let verb = match name {
        Act::Order(verb) => Some(verb),
        _ => None,
    };
    let setting = Setting::read(client.as_ref(), verb, &setting, |_| None)?;
    let mut act = act(&client, &name, &setting, send::now())?;
    let mut all = Vec::new();
    loop {
        match act.next(send::now())? {
            Step::Send(request) => {
                let answer = send::exchange(agent, &request);
                act.receive(send::now(), answer)?;
            }
            Step::Wait(time) => thread::sleep(time.min(PAUSE)),
            Step::Yield(news) => all.push(news),
            Step::Done => return Ok(all),
        }
    }
}
