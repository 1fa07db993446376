//! What has to be entered for each verb.

mod change;
mod create;

use pilothouse_core::{Field, Form, Machine, Verb};

/// The form of a verb; empty for one that needs nothing and for one Katapult lacks.
pub(super) fn form(verb: Verb, machine: Option<&Machine>) -> Form {
    Form::new(match verb {
        Verb::Create => create::create(),
        Verb::Rename => change::rename(machine),
        Verb::Edit => change::edit(machine),
        Verb::Resize => change::resize(machine),
        Verb::EmptyTrash => vec![
            organization().help("Everything in its trash is removed for good, whoever deleted it."),
        ],
        _ => Vec::new(),
    })
}

/// Taken from the account where that is limited to one.
fn organization() -> Field {
    Field::lookup("organization", "Organization", "organizations", &[]).required()
}

/// Names and values that are kept with a machine and mean nothing to Katapult.
fn annotations(help: &str) -> Field {
    Field::rows(
        "annotations",
        "Annotations",
        0,
        64,
        vec![
            Field::text("key", "Name").required(),
            Field::text("value", "Value"),
        ],
    )
    .help(help)
}
