//! Forms for what can be changed about a machine (BigV reference, "Updating a VM").

use pilothouse_core::{ByteSize, Error, Field, Input, Machine};

use super::{cdrom_url, cpus, hardware_profile, keymap, memory, name, wrong};
use crate::bigv::place::Place;

const KEEP: (&str, &str) = ("keep", "Leave as it is");

pub(super) fn rename(machine: Option<&Machine>) -> Vec<Field> {
    vec![name().starting(machine.map_or("", |machine| &machine.name))]
}

pub(super) fn resize(machine: Option<&Machine>) -> Vec<Field> {
    let said = |number: Option<u64>| number.map_or(String::new(), |number| number.to_string());
    let mib = |size: ByteSize| size.bytes() >> 20;
    vec![
        cpus().starting(said(machine.and_then(|m| m.cpus).map(u64::from))),
        memory().starting(said(machine.and_then(|m| m.memory).map(mib))),
    ]
}

pub(super) fn check_resize(input: &Input) -> Result<(), Error> {
    if input.is_empty() {
        return Err(wrong("cpus", "Enter cores, memory or both."));
    }
    Ok(())
}

/// What the panel does not know of a machine stays as it is unless something is chosen.
pub(super) fn edit(machine: Option<&Machine>) -> Vec<Field> {
    let group = machine.and_then(|machine| Place::of(&machine.locator));
    vec![
        Field::lookup("group", "Group", "every_group", &[])
            .starting(group.map_or(String::new(), |group| group.to_text()))
            .help("The host name changes with the group."),
        Field::one_of(
            "cdrom",
            "CD",
            &[KEEP, ("insert", "Insert"), ("eject", "Eject")],
        ),
        cdrom_url().required().when("cdrom", &["insert"]),
        keymap(),
        hardware_profile(),
        Field::one_of(
            "hardware_profile_locked",
            "Hardware profile",
            &[
                KEEP,
                ("true", "Keep this one"),
                ("false", "Let BigV upgrade it"),
            ],
        ),
        Field::one_of(
            "autoreboot",
            "Automatic restart",
            &[KEEP, ("true", "On"), ("false", "Off")],
        )
        .help(
            "On: BigV starts the machine whenever it finds it off, also at once if it is off now.",
        ),
    ]
}

pub(super) fn check_edit(input: &Input) -> Result<(), Error> {
    match input.text("group") {
        Some(text) if Place::parse(text).is_none() => Err(wrong(
            "group",
            "Choose a group, or write account and group with a slash between them.",
        )),
        _ => Ok(()),
    }
}
