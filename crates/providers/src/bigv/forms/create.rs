//! The form for a new machine (BigV reference, "Creation").

use pilothouse_core::{Field, Input};

use super::{cdrom_url, cpus, hardware_profile, install, keymap, memory, name};

/// How much of a machine is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bigv) enum Way {
    /// With discs and a system on the first.
    Image,
    /// With empty discs.
    Empty,
    /// Without discs.
    Bare,
}

impl Way {
    /// What was chosen.
    pub(in crate::bigv) fn of(input: &Input) -> Self {
        match input.text("way") {
            Some("empty") => Self::Empty,
            Some("bare") => Self::Bare,
            _ => Self::Image,
        }
    }
}

pub(super) fn fields() -> Vec<Field> {
    let ways = [
        ("image", "With discs and an operating system"),
        ("empty", "With empty discs"),
        ("bare", "Without discs"),
    ];
    let mut fields = vec![
        Field::lookup("account", "Account", "accounts", &[]).required(),
        Field::lookup("group", "Group", "groups", &["account"])
            .required()
            .starting("default")
            .help("Every account has the group \"default\"."),
        name(),
        cpus().required().starting("1"),
        memory().required().starting("1024"),
        Field::one_of("way", "What to make", &ways).required(),
        Field::rows("discs", "Discs", 1, 8, disc()).when("way", &["image", "empty"]),
    ];
    fields.extend(install::fields(Some(("way", "image"))));
    fields.extend([
        Field::lookup("place", "Zone", "zone_names", &[])
            .help("Cannot be changed later. Early clusters have only one."),
        hardware_profile(),
        Field::flag("hardware_profile_locked", "Keep this hardware profile")
            .help("BigV then never moves the machine to a newer profile."),
        cdrom_url(),
        keymap(),
        Field::flag("autoreboot", "Restart automatically")
            .starting("true")
            .help("BigV starts the machine whenever it finds it off."),
        // Imaging leaves a machine on whatever was asked.
        Field::flag("start", "Switch on")
            .when("way", &["empty", "bare"])
            .help("Without a CD there is nothing to start from."),
    ]);
    fields
}

/// The label may be any identifying text, but later clusters refuse what a kernel would call a
/// disc ("Discs and backups"). The smallest size is one that a complaint of BigV's names.
fn disc() -> Vec<Field> {
    vec![
        Field::text("label", "Label").help(
            "Not a name such as vda or sda. Left empty, it becomes disc-1, disc-2 and so on.",
        ),
        Field::number("size", "Size", 50, 2_097_152, "MB")
            .required()
            .starting("25600")
            .help("25600 MB are 25 GB. At most 2 TB; a disc cannot be made smaller later."),
        Field::lookup("storage_grade", "Storage grade", "storage_grades", &[]).starting("sata"),
    ]
}
