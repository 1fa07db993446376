//! The keys a machine asks for itself, as plain text (reference, SSH keys, tags, groups).

use http::StatusCode;

use super::{Ask, Outcome, World, refusal::Refusal, reply::Reply};

/// How a machine's keys are looked after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Keys {
    /// Whether the machine may ask for them.
    pub(super) managed: bool,
    /// Every key of the organization.
    pub(super) all: bool,
    /// Ids of keys chosen one by one.
    pub(super) chosen: Vec<String>,
    /// Keys that were given as text.
    pub(super) texts: Vec<String>,
}

/// `GET /virtual_machine/authorized_keys`, singular: for a token that belongs to a machine.
pub(super) fn show(world: &mut World, ask: &Ask) -> Outcome {
    let machine = ask
        .token
        .machine
        .and_then(|fqdn| world.holders.get(fqdn))
        .and_then(|id| world.machines.get(id))
        .ok_or_else(|| Refusal::not_found("no_virtual_machine_for_api_token"))?;
    if !machine.keys.managed {
        return Err(Refusal::new(
            StatusCode::CONFLICT,
            "continuous_management_disabled",
            "The keys of this virtual machine are not managed continuously",
        ));
    }
    let mut lines: Vec<&str> = world
        .ssh_keys
        .iter()
        .filter(|key| key.organization.id == machine.organization.id)
        .filter(|key| machine.keys.all || machine.keys.chosen.contains(&key.id))
        .map(|key| key.text.as_str())
        .collect();
    lines.extend(machine.keys.texts.iter().map(String::as_str));
    let mut text = lines.join("\n");
    text.push('\n');
    Ok(Reply::text(text))
}
