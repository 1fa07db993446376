//! What has to be entered for each verb. BigV publishes few limits, so most bounds here only keep
//! out what no machine could have; the rest is BigV's to judge.

use pilothouse_core::{
    Error, ErrorKind, Field, Form, Input, Machine, Verb,
    form::{Kind, Rule},
};

mod change;
mod create;
mod install;
mod keys;
mod sign_in;

pub(super) use create::Way;
pub(super) use keys::data as keys_as_data;
pub(super) use sign_in::sign_in;

/// The form of a verb; empty for one that needs nothing but the machine.
pub(super) fn form(verb: Verb, machine: Option<&Machine>) -> Form {
    Form::new(match verb {
        Verb::Create => create::fields(),
        Verb::Rebuild => install::fields(None),
        Verb::Rename => change::rename(machine),
        Verb::Resize => change::resize(machine),
        Verb::Edit => change::edit(machine),
        Verb::SendKeys => keys::fields(),
        _ => Vec::new(),
    })
}

/// Checks what was entered against the form, and then what no single field can say.
///
/// # Errors
/// [`ErrorKind::Invalid`], nothing sent.
pub(super) fn check(verb: Verb, input: &Input) -> Result<(), Error> {
    form(verb, None).check(input)?;
    match verb {
        Verb::Create if Way::of(input) == Way::Image => install::check(input),
        Verb::Rebuild => install::check(input),
        Verb::Resize => change::check_resize(input),
        Verb::Edit => change::check_edit(input),
        Verb::SendKeys => keys::check(input),
        _ => Ok(()),
    }
}

/// What is wrong with one field.
fn wrong(field: &str, words: &str) -> Error {
    Error::new(ErrorKind::Invalid, words).with_field(field, words)
}

/// The name is part of the host name, where one label has at most 63 characters.
fn name() -> Field {
    Field::host_name("name", "Name", 63)
        .required()
        .help("Unique in its group; a deleted machine keeps its name until it is purged. It becomes the first part of the host name.")
}

fn cpus() -> Field {
    Field::number("cpus", "Cores", 1, 1024, "").help("BigV decides how many are possible.")
}

fn memory() -> Field {
    Field::number("memory", "Memory", 1, 4_194_304, "MB").help("BigV decides how much is possible.")
}

fn hardware_profile() -> Field {
    Field::lookup("hardware_profile", "Hardware profile", "hardware_profiles", &[])
        .help("Which devices the system sees. The virtio profiles are fast; the compatibility profiles suit systems without drivers for them.")
}

fn keymap() -> Field {
    Field::lookup("keymap", "Keyboard layout", "keymaps", &[]).help("Of the console.")
}

fn cdrom_url() -> Field {
    let (longest, rule) = (2048, Rule::Url);
    Field::new("cdrom_url", "CD image", Kind::Text { longest, rule })
        .help("Address of an ISO image BigV can fetch; the machine sees it as a CD.")
}
