//! What has to be entered for each verb (e24cloud reference, sections "Create" to "Delete").
//!
//! Sizes a machine can have and rules for passwords are not published. The bounds here only catch
//! slips; what e24cloud refuses beyond, it says itself.

use pilothouse_core::{Error, ErrorKind, Field, Form, Input, Machine, Verb};

use super::{
    actions::power::{LONGEST_WAIT, USUAL_WAIT, WAIT_FOR},
    lookups::{SSH_KEYS, TEMPLATES, ZONES},
};

/// Name of the machine.
pub(super) const NAME: &str = "name";
/// Virtual processors.
pub(super) const CPUS: &str = "cpus";
/// Memory in MB.
pub(super) const MEMORY: &str = "memory";
/// Zone, by id.
pub(super) const PLACE: &str = "place";
/// [`FROM_IMAGE`] or [`FROM_ISO`].
pub(super) const BOOT_TYPE: &str = "boot_type";
/// Template, by id.
pub(super) const IMAGE: &str = "image";
/// ISO image, by name.
pub(super) const CDROM: &str = "cdrom";
/// Password of the new system.
pub(super) const PASSWORD: &str = "password";
/// SSH key, by id with its type.
pub(super) const SSH_KEY: &str = "ssh_key";
/// For cloud-init.
pub(super) const USER_DATA: &str = "user_data";
/// Whether extra disks and addresses go with the machine.
pub(super) const DELETE_RESOURCES: &str = "delete_resources";

/// Install a template.
pub(super) const FROM_IMAGE: &str = "image";
/// Start from an ISO image.
pub(super) const FROM_ISO: &str = "cdrom";

/// The form of a verb, filled in from the machine.
pub(super) fn form(verb: Verb, machine: Option<&Machine>) -> Form {
    Form::new(match verb {
        Verb::Create => create(),
        Verb::Rename => vec![name(machine)],
        Verb::Resize => resize(machine),
        Verb::Delete => vec![delete_resources()],
        Verb::ShutDown => vec![wait_for(
            "A system that is still up after this time is switched off hard.",
        )],
        _ => Vec::new(),
    })
}

/// [`Form::check`], and that names are more than blanks.
pub(super) fn check(verb: Verb, input: &Input) -> Result<(), Error> {
    form(verb, None).check(input)?;
    for (key, label) in [(NAME, "Name"), (CDROM, "ISO image")] {
        if input.text(key).is_some_and(|text| text.trim().is_empty()) {
            let words = "This is needed.";
            let message = [label, ": ", words].concat();
            return Err(Error::new(ErrorKind::Invalid, message).with_field(key, words));
        }
    }
    Ok(())
}

fn create() -> Vec<Field> {
    vec![
        name(None),
        Field::lookup(PLACE, "Zone", ZONES, &[])
            .required()
            .help("A zone belongs to one region. To make a machine in another region, use the account with that region's endpoint."),
        cpus(None).starting("1"),
        memory(None).starting("1024"),
        Field::one_of(
            BOOT_TYPE,
            "Start from",
            &[(FROM_IMAGE, "A template"), (FROM_ISO, "An ISO image")],
        )
        .required()
        .help("A template is installed on the system disk, whose size e24cloud chooses. An ISO image is put into a virtual drive and you install from it yourself."),
        Field::lookup(IMAGE, "Template", TEMPLATES, &[])
            .required()
            .when(BOOT_TYPE, &[FROM_IMAGE]),
        Field::text(CDROM, "ISO image")
            .required()
            .when(BOOT_TYPE, &[FROM_ISO])
            .help("Its name exactly as the e24cloud panel shows it. e24cloud's API has no list of them."),
        Field::secret(PASSWORD, "Password", 1, 255)
            .when_tagged(IMAGE, "password")
            .help("For the new system. e24cloud does not publish its rules for passwords."),
        Field::lookup(SSH_KEY, "SSH key", SSH_KEYS, &[])
            .when_tagged(IMAGE, "sshkey")
            .help("One of the keys stored in the account."),
        Field::lines(USER_DATA, "User data")
            .when_tagged(IMAGE, "cloudinit")
            .help("Text for cloud-init, run at the first start."),
    ]
}

fn resize(machine: Option<&Machine>) -> Vec<Field> {
    vec![
        cpus(machine),
        memory(machine),
        wait_for(
            "A running machine goes down for this: it is asked to shut down and switched off hard if it is still up after this time. e24cloud does not say whether it starts it again.",
        ),
    ]
}

fn name(machine: Option<&Machine>) -> Field {
    let name = machine.map_or("", |machine| &machine.name);
    Field::text(NAME, "Name")
        .required()
        .starting(name)
        .help("Need not be unique.")
}

fn cpus(machine: Option<&Machine>) -> Field {
    let cpus = machine.and_then(|machine| machine.cpus);
    Field::number(CPUS, "Processors", 1, 256, "")
        .required()
        .starting(cpus.map(|cpus| cpus.to_string()).unwrap_or_default())
        .help("e24cloud does not publish which numbers it sells. Up to 16 are known to work.")
}

fn memory(machine: Option<&Machine>) -> Field {
    let memory = machine.and_then(|machine| machine.memory);
    let memory = memory.map(|size| (size.bytes() >> 20).to_string());
    Field::number(MEMORY, "Memory", 256, 1_048_576, "MB")
        .required()
        .starting(memory.unwrap_or_default())
        .help("e24cloud does not publish which sizes it sells. 512 to 32000 MB are known to work.")
}

fn wait_for(help: &str) -> Field {
    Field::number(WAIT_FOR, "Minutes to wait", 1, LONGEST_WAIT, "minutes")
        .starting(USUAL_WAIT.to_string())
        .help(help)
}

fn delete_resources() -> Field {
    Field::flag(DELETE_RESOURCES, "Delete its extra disks and addresses too")
        .help("If not, they are detached and kept in the account, each at its own price. If so, everything on those disks is lost.")
}

/// The same error with each field under the key its form has: e24cloud's names for one thing
/// differ between calls.
pub(super) fn with_form_keys(mut error: Error) -> Error {
    for (field, _) in &mut error.fields {
        let key = match field.as_str() {
            "cores" => CPUS,
            "ram" => MEMORY,
            "compute_zone_id" | "zone_id" => PLACE,
            "label" => NAME,
            "os" => IMAGE,
            "key_id" => SSH_KEY,
            "deleteResources" => DELETE_RESOURCES,
            _ => continue,
        };
        key.clone_into(field);
    }
    error
}
