//! A machine's discs.

use pilothouse_core::{Content, Disk, Error, Response};

use crate::{bigv::wire, node::Node};

/// Reads `GET {machine}/discs` (BigV reference, "Discs and backups").
pub(super) fn discs(response: &Response) -> Result<Content, Error> {
    let answer = wire::objects(response)?;
    let rows = Node::from(&answer).rows().iter().map(Node::from);
    let discs = rows.filter(|row| row.is_object()).map(disc);
    Ok(Content::Disks(discs.collect()))
}

/// Where a machine starts from is not told.
pub(super) fn disc(disc: Node) -> Disk {
    let text = |key: &str| disc.get(key).text().unwrap_or_default();
    Disk {
        id: text("id"),
        name: text("label"),
        size: wire::disc_size(disc),
        kind: joined(&text("storage_grade"), " on ", &text("storage_pool")),
        boots: None,
        state: moving(disc),
    }
}

/// Later clusters tell of a disc that is being moved to another pool or grade.
fn moving(disc: Node) -> String {
    let text = |key: &str| disc.get(key).text().unwrap_or_default();
    let to = joined(
        &text("new_storage_grade"),
        " on ",
        &text("new_storage_pool"),
    );
    if to.is_empty() {
        return String::new();
    }
    let words = ["moving to ", &to].concat();
    joined(&words, ", progress ", &text("migration_progress"))
}

/// Both with words between them, or the one there is.
fn joined(one: &str, between: &str, other: &str) -> String {
    if one.is_empty() || other.is_empty() {
        [one, other].concat()
    } else {
        [one, between, other].concat()
    }
}
