//! What BigV tells of a machine beyond what every provider does.

use pilothouse_core::{Content, Error, ErrorKind, Response};

use crate::{bigv::wire, node::Node};

/// (attribute, words beside it)
const TEXTS: [(&str, &str); 8] = [
    ("hostname", "Host name"),
    ("management_address", "Management address"),
    ("head", "Running on"),
    ("hardware_profile", "Hardware profile"),
    ("cdrom_url", "CD"),
    ("keymap", "Keyboard layout"),
    ("zone_name", "Zone"),
    ("last_imaged_with", "Installed with"),
];

/// (attribute, words beside it, when true, when false)
const FLAGS: [(&str, &str, &str, &str); 3] = [
    (
        "hardware_profile_locked",
        "Profile upgrades",
        "Never: the profile is locked",
        "By BigV, by itself",
    ),
    ("autoreboot_on", "Automatic restart", "On", "Off"),
    ("deleted", "Deleted", "Yes", ""),
];

/// Reads `GET {machine}` (BigV reference, "The virtual machine object").
pub(super) fn overview(response: &Response) -> Result<Content, Error> {
    let answer = wire::objects(response)?;
    let vm = Node::from(&answer).one();
    if !vm.is_object() {
        let words = "BigV no longer has this machine, or this login may not see it.";
        return Err(Error::new(ErrorKind::NotFound, words));
    }
    let mut facts = Vec::new();
    for (attribute, label) in TEXTS {
        if let Some(text) = vm.get(attribute).text() {
            facts.push((label.to_owned(), text));
        }
    }
    for (attribute, label, yes, no) in FLAGS {
        let words = match vm.get(attribute).flag() {
            Some(true) => yes,
            Some(false) => no,
            None => "",
        };
        if !words.is_empty() {
            facts.push((label.to_owned(), words.to_owned()));
        }
    }
    Ok(Content::Facts(facts))
}
