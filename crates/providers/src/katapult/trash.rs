//! What was deleted and can be restored.

use pilothouse_core::{Access, Call, Flow, MachineId, Pages, Target, Trashed};

use super::{
    answer::{PER_PAGE, page},
    auth,
    find::ORGANIZATION,
    flows::{Belongings, EveryOrganization},
};
use crate::node::Node;

/// `GET /organizations/organization/trash_objects` (Katapult reference, "Delete, trash, restore,
/// purge") of the organization the account is limited to, else of every one the token sees.
pub(super) fn trash(access: &Access) -> Box<dyn Flow<Vec<Trashed>>> {
    if let Some(named) = auth::organization(access) {
        return Box::new(list(access, &ORGANIZATION.query(named)));
    }
    let belongings = Belongings {
        list: Box::new(list),
        id: |trashed: &Trashed| &trashed.target.locator,
    };
    Box::new(EveryOrganization::new(access, belongings))
}

fn list(access: &Access, organization: &str) -> Pages<Trashed> {
    let base = "/organizations/organization/trash_objects?";
    let (access, base) = (access.clone(), [base, organization].concat());
    Pages::new(move |number, _| {
        let below = format!("{base}&page={number}&per_page={PER_PAGE}");
        Ok(Call::new(auth::get(&access, &below)?, move |response| {
            page(response, "trash_objects", number, trashed)
        }))
    })
}

/// Trash objects say of what kind they are and no name.
fn trashed(node: Node) -> Option<Trashed> {
    let locator = node.get("id").text()?;
    let object = node.get("object_id").text();
    let kind = node.get("object_type").text().unwrap_or_default();
    let is_machine = kind == "VirtualMachine";
    Some(Trashed {
        machine: object.clone().filter(|_| is_machine).map(MachineId::new),
        target: Target {
            id: MachineId::new(object.unwrap_or_default()),
            locator,
        },
        name: String::new(),
        kind: words(&kind),
        until: node.get("keep_until").unix_time(),
        price: None,
    })
}

/// `VirtualMachine` as `machine`, `DiskBackup` as `disk backup`.
fn words(kind: &str) -> String {
    if kind == "VirtualMachine" {
        return "machine".to_owned();
    }
    let mut words = String::new();
    for letter in kind.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
