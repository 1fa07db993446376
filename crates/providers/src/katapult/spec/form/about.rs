//! What the machine is called.

use pilothouse_core::Field;

use super::Part;
use crate::katapult::spec::{hostname::Hostname, reference::By};

const GROUP: &[By] = &[By::Name];

/// `Hostname`.
pub(super) static HOSTNAME: Part = Part {
    fields: || {
        let kinds = [
            ("random", "Made up by the provider"),
            ("given", "Given here"),
            ("none", "Not said"),
        ];
        vec![
            Field::one_of("hostname_kind", "Host name is", &kinds),
            Field::host_name("hostname", "Host name", 253)
                .when("hostname_kind", &["given"])
                .required()
                .help("Capital letters become small ones."),
        ]
    },
    fill: |spec, input| match &spec.hostname {
        None => input.set("hostname_kind", "none"),
        Some(Hostname::Random) => input.set("hostname_kind", "random"),
        Some(Hostname::Given(name)) => {
            input.set("hostname_kind", "given");
            input.set("hostname", name.as_str());
        }
    },
    read: |entries, spec| {
        spec.hostname = match entries.word("hostname_kind").as_deref() {
            Some("random") => Some(Hostname::Random),
            Some("none") => None,
            None | Some("given") => entries.word("hostname").map(Hostname::Given),
            Some(_) => {
                entries.wrong("hostname_kind", "Not one of the choices.");
                None
            }
        };
    },
    is_whole: true,
};

/// `Name`, `Description` and `Group`.
pub(super) static ABOUT: Part = Part {
    fields: || {
        vec![
            Field::text("name", "Name"),
            Field::lines("description", "Description"),
            Field::lookup("group", "Group", "groups", &[]),
        ]
    },
    fill: |spec, input| {
        input.set("name", spec.name.as_deref().unwrap_or_default());
        input.set(
            "description",
            spec.description.as_deref().unwrap_or_default(),
        );
        if let Some(group) = &spec.group {
            input.set("group", group.entry(GROUP));
        }
    },
    read: |entries, spec| {
        spec.name = entries.text("name");
        spec.description = entries.text("description");
        spec.group = entries.reference("group", GROUP);
    },
    is_whole: true,
};
