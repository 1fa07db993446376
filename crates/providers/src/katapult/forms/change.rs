//! Changing a machine (Katapult reference, "Update and resize").

use pilothouse_core::{Field, Machine};

use super::annotations;
use crate::katapult::form_values::{BY_GPU, BY_NUMBER, BY_PACKAGE, JOIN, KEEP, LEAVE, WAY};

/// No published bound: what no hypervisor has.
const MOST_CPUS: u64 = 512;
const MOST_MEMORY: u64 = 8192;

pub(super) fn rename(machine: Option<&Machine>) -> Vec<Field> {
    let name = machine.map_or("", |machine| machine.name.as_str());
    vec![
        Field::text("name", "Name").starting(name).help("Shown in lists; any text."),
        Field::host_name("hostname", "Host name", 63)
            .help("Left empty it stays as it is. Another one changes the machine's full name too, but nothing inside the machine. It must not be used by another machine of the organization, those in its trash included."),
    ]
}

pub(super) fn edit(machine: Option<&Machine>) -> Vec<Field> {
    let yes = &["true"];
    let tags = match machine.map(|machine| machine.tags.as_slice()) {
        None => String::new(),
        Some([]) => "It has none now. ".to_owned(),
        Some(tags) => ["It has ", &tags.join(", "), " now. "].concat(),
    };
    vec![
        Field::flag("set_description", "Write another description"),
        Field::lines("description", "Description")
            .when("set_description", yes)
            .help("Left empty, the description is removed."),
        Field::flag("set_tags", "Choose other tags"),
        Field::lookup_many("tags", "Tags", "tags", &[])
            .when("set_tags", yes)
            .help(&[&tags, "Those chosen here take the place of all of them."].concat()),
        Field::text("new_tags", "New tags")
            .when("set_tags", yes)
            .help("Names with commas between. A tag that is not there yet is made."),
        Field::one_of(
            "group_change",
            "Group",
            &[
                (KEEP, "As it is"),
                (JOIN, "Into another group"),
                (LEAVE, "In no group"),
            ],
        ),
        Field::lookup("group", "New group", "groups", &[])
            .required()
            .when("group_change", &[JOIN])
            .help("A group of the machine's own organization."),
        annotations(
            "Left empty they stay as they are. Whether others are kept beside the ones entered is not published.",
        ),
    ]
}

pub(super) fn resize(machine: Option<&Machine>) -> Vec<Field> {
    let cpus = machine.and_then(|machine| machine.cpus);
    let memory = machine.and_then(|machine| machine.memory);
    let memory = memory
        .map(|memory| memory.bytes() >> 30)
        .filter(|gb| *gb > 0);
    let said = |number: Option<u64>| number.map(|it| it.to_string()).unwrap_or_default();
    let numbers = &[BY_NUMBER];
    vec![
        Field::one_of(
            WAY,
            "Change to",
            &[
                (BY_PACKAGE, "Another package"),
                (BY_NUMBER, "Processors and memory as entered"),
                (BY_GPU, "Another type of GPU"),
            ],
        )
        .required()
        .help("Only some organizations may enter processors and memory."),
        Field::lookup("package", "Package", "packages", &[])
            .required()
            .when(WAY, &[BY_PACKAGE])
            .help("Not the one it has. A smaller one is refused while the machine runs. Its disks stay as large as they are."),
        Field::number("cpus", "Processors", 1, MOST_CPUS, "")
            .required()
            .when(WAY, numbers)
            .starting(said(cpus.map(u64::from)))
            .help("Fewer than now only while the machine is off."),
        Field::number("memory", "Memory", 1, MOST_MEMORY, "GB")
            .required()
            .when(WAY, numbers)
            .starting(said(memory))
            .help("Less than now only while the machine is off."),
        Field::one_of(
            "dedicated_cpus",
            "Dedicated processors",
            &[
                (KEEP, "Do not say"),
                ("true", "Yes"),
                ("false", "No"),
            ],
        )
        .when(WAY, numbers),
        Field::lookup("gpu_type", "Type of GPU", "gpu_types", &[])
            .required()
            .when(WAY, &[BY_GPU])
            .help("Katapult does not say when a change takes effect; switch the machine off first."),
    ]
}
