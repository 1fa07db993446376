//! Reading what every answer of the complete client has in common.

use pilothouse_core::{Error, Page, Response};
use serde_json::Value;

use super::{
    faults::fault,
    wire::{self, bad_answer},
};
use crate::node::{Node, success};

pub(super) use super::wire::PER_PAGE;

/// Reads the object every success is. It may hold secrets: it is never kept nor quoted.
///
/// # Errors
/// What [`fault`] makes of it; [`ErrorKind::BadAnswer`](pilothouse_core::ErrorKind::BadAnswer)
/// for anything but an object.
pub(super) fn object(response: &Response) -> Result<Value, Error> {
    success(response, fault)?;
    wire::object(response)
}

/// One page of the list under this key; rows that make no sense are left out.
pub(super) fn page<T>(
    response: &Response,
    key: &str,
    number: u32,
    read: fn(Node) -> Option<T>,
) -> Result<Page<T>, Error> {
    let answer = object(response)?;
    let rows = rows(&answer, key)?;
    let paging = Node::from(&answer).get("pagination").one();
    let count = rows.len() as u64;
    Ok(Page {
        items: rows.iter().filter_map(|row| read(row.into())).collect(),
        more: wire::more(paging, u64::from(number), count, PER_PAGE),
    })
}

/// The whole list under this key.
pub(super) fn whole<T>(
    response: &Response,
    key: &str,
    read: fn(Node) -> Option<T>,
) -> Result<Page<T>, Error> {
    let answer = object(response)?;
    let rows = rows(&answer, key)?.iter();
    Ok(Page {
        items: rows.filter_map(|row| read(row.into())).collect(),
        more: false,
    })
}

fn rows<'a>(answer: &'a Value, key: &str) -> Result<&'a [Value], Error> {
    let list = Node::from(answer).get(key);
    if list.is_list() || list.is_object() {
        return Ok(list.rows());
    }
    let what = ["has no list of ", &key.replace('_', " ")].concat();
    Err(bad_answer(&what))
}

/// Text at the end of a path of members, each of which may be missing.
pub(super) fn text_at(node: Node, path: &[&str]) -> Option<String> {
    let end = path.iter().fold(node, |node, key| node.get(key));
    end.text()
}
