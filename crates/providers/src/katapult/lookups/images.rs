//! What can be installed on a machine (Katapult reference, "Disk templates and their options").

use pilothouse_core::{Access, Choice, Error, Flow, Input};

use super::{Known, List, choice, counted, filtered, listed, missing};
use crate::katapult::{
    answer::text_at,
    find::{DISK_TEMPLATE, OPERATING_SYSTEM},
    flows::OneAfterAnother,
    form_values::ANY,
};

/// `GET /organizations/organization/disk_templates`. Without the universal ones the list is
/// normally empty.
static DISK_TEMPLATES: List = List {
    below: "/organizations/organization/disk_templates",
    fixed: "include_universal=true&",
    key: "disk_templates",
    paged: true,
    read: |node| {
        let detail = listed(vec![
            text_at(node, &["operating_system", "name"]),
            node.get("description").text(),
            counted(node.get("size_in_gb"), "GB at least"),
            (node.get("universal").flag() == Some(false))
                .then(|| "the organization's own".to_owned()),
        ]);
        Some(choice(node)?.with_detail(detail))
    },
};

/// `GET /disk_templates/disk_template/versions`. A document names them by number.
static VERSIONS: List = List {
    below: "/disk_templates/disk_template/versions",
    fixed: "",
    key: "disk_template_versions",
    paged: true,
    read: |node| {
        let number = node.get("number").text()?;
        let label = ["Version ", &number].concat();
        let detail = listed(vec![
            (node.get("stable").flag() == Some(false)).then(|| "not stable".to_owned()),
            counted(node.get("size_in_gb"), "GB at least"),
        ]);
        Some(Choice::new(number, label).with_detail(detail))
    },
};

/// `GET /operating_systems`.
static OPERATING_SYSTEMS: List = List {
    below: "/operating_systems",
    fixed: "",
    key: "operating_systems",
    paged: true,
    read: choice,
};

/// Images, of one operating system where one was entered.
pub(super) fn disk_templates(access: &Access, input: &Input) -> Box<dyn Flow<Vec<Choice>>> {
    let system = input.text("operating_system").filter(|it| *it != ANY);
    let filter = system.map(|it| ["&", &OPERATING_SYSTEM.query(it)].concat());
    filtered(access, input, &DISK_TEMPLATES, filter.unwrap_or_default())
}

/// Versions of the image that was entered.
pub(super) fn versions(
    access: &Access,
    input: &Input,
) -> Result<Box<dyn Flow<Vec<Choice>>>, Error> {
    let image = input.text("image").ok_or_else(|| missing("image"))?;
    Ok(Box::new(VERSIONS.pages(access, DISK_TEMPLATE.query(image))))
}

/// Operating systems, and before them no choice among them.
pub(super) fn operating_systems(access: &Access) -> Box<dyn Flow<Vec<Choice>>> {
    let any = Known::of(Choice::new(ANY, "Any operating system"));
    let all = OPERATING_SYSTEMS.pages(access, String::new());
    Box::new(OneAfterAnother::new(vec![Box::new(any), Box::new(all)]))
}
