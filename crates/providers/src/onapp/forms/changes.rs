//! The forms of what is done to a machine that is there (OnApp reference, "Edit/resize", "Delete"
//! and "Power").

use pilothouse_core::{Field, Machine, State};

use super::create;

/// How a machine that is on comes into rescue mode.
pub(in crate::onapp) const REBOOT: &str = "reboot";
/// How one that is off does.
pub(in crate::onapp) const STARTUP: &str = "startup";

pub(super) fn rename(machine: Option<&Machine>) -> Vec<Field> {
    let name = machine.map_or("", |machine| &machine.name);
    vec![
        Field::text("name", "Name")
            .required()
            .starting(name)
            .help("The label the panel shows. The host name stays as it is."),
    ]
}

pub(super) fn resize(machine: Option<&Machine>) -> Vec<Field> {
    let is_off = machine.is_some_and(|machine| machine.state == State::Off);
    let cpus = machine.and_then(|machine| machine.cpus);
    let memory = machine.and_then(|machine| machine.memory);
    let number = |number: Option<u64>| number.map(|n| n.to_string()).unwrap_or_default();
    vec![
        create::cpus().starting(number(cpus.map(u64::from))),
        create::memory().starting(number(memory.map(|memory| memory.bytes() >> 20))),
        create::cpu_shares(),
        Field::flag("restart", "Restart if need be")
            .starting(is_off.to_string())
            .help("If the sizes cannot be changed while it runs. Otherwise the panel refuses."),
        Field::flag("move", "Move to another host if need be")
            .help("If the present one has no room. Otherwise the panel refuses."),
    ]
}

pub(super) fn edit() -> Vec<Field> {
    let kept = &["false", ""];
    vec![
        Field::flag("clear_note", "Remove the note"),
        Field::lines("note", "Note")
            .help("Left empty, it stays as it is.")
            .when("clear_note", kept),
        Field::flag("clear_admin_note", "Remove the administrators' note"),
        Field::lines("admin_note", "Administrators' note")
            .help("Only for logins that may see it. Left empty, it stays as it is.")
            .when("clear_admin_note", kept),
    ]
}

/// The two ways are two requests, and which one it must be depends on what the machine does now.
pub(super) fn rescue(machine: Option<&Machine>) -> Vec<Field> {
    let is_off = machine.is_some_and(|machine| machine.state == State::Off);
    let ways = [
        (REBOOT, "Restart it (it is running)"),
        (STARTUP, "Start it (it is off)"),
    ];
    vec![
        Field::one_of("how", "How", &ways)
            .starting(if is_off { STARTUP } else { REBOOT })
            .required(),
    ]
}

pub(super) fn delete() -> Vec<Field> {
    vec![
        Field::flag("keep_template", "Make a template of the last backup")
            .help("So that a machine like it can be made again."),
        Field::flag("delete_backups", "Delete its backups too").help("Otherwise they are kept."),
    ]
}
