//! What has to be entered for each verb (OnApp reference, sections of the acts).

mod changes;
mod create;
mod install;

use pilothouse_core::{Form, Machine, Verb};

pub(super) use changes::{REBOOT, STARTUP};
pub(super) use install::ISO;

/// The form of a verb; empty for one that needs nothing.
pub(super) fn form(verb: Verb, machine: Option<&Machine>) -> Form {
    Form::new(match verb {
        Verb::Create => create::fields(),
        Verb::Rebuild => install::rebuild(),
        Verb::Rename => changes::rename(machine),
        Verb::Resize => changes::resize(machine),
        Verb::Edit => changes::edit(),
        Verb::Rescue => changes::rescue(machine),
        Verb::Delete => changes::delete(),
        _ => Vec::new(),
    })
}
