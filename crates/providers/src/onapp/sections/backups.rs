//! Backups (OnApp reference, "Backups").

use pilothouse_core::{ByteSize, Content, Error};
use serde_json::Value;

use crate::{
    node::Node,
    onapp::wire::{bad_answer, date, inside},
    words::one_line,
};

/// `GET /virtual_machines/:id/backups`: full images and incremental ones alike.
pub(super) fn read(body: &Value) -> Result<Content, Error> {
    let list = Node::from(body);
    if !list.is_list() {
        return Err(bad_answer("is not a list of backups"));
    }
    Ok(Content::Facts(list.items().filter_map(backup).collect()))
}

/// Named by when it was made, else by its number.
fn backup(item: Node<'_>) -> Option<(String, String)> {
    let node = inside(item, "backup");
    let text = |key| node.get(key).text().map(|text| one_line(&text));
    let is = |key: &str| node.get(key).flag();
    let id = text("id")?;
    let at = date(node.get("built_at")).or_else(|| date(node.get("created_at")));
    let name = at.map_or_else(|| ["Backup ", &id].concat(), |at| at.to_string());
    // KB, as text in old releases; 0 as long as it is being made.
    let size = node.get("backup_size").number().filter(|size| *size > 0);
    let words = [
        text("backup_type"),
        size.map(|size| ByteSize::from_bytes(size.saturating_mul(1024)).to_string()),
        (is("built") == Some(false)).then(|| "not ready yet".to_owned()),
        (is("locked") == Some(true)).then(|| "locked".to_owned()),
        text("note"),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    Some((name, words.join(", ")))
}
