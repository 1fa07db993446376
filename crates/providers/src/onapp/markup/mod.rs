//! The format XML: Rails' way of writing the trees that JSON writes (OnApp reference, "XML
//! conventions").
//!
//! Answers become the very tree their JSON form has, so nothing that reads one knows the other.

mod read;
#[cfg(test)]
mod tests;
mod write;

use pilothouse_core::{
    Access, Error, ErrorKind, Response,
    wire::{is_html, text_header},
};
use serde_json::Value;

use super::{
    format::{Format, JSON, prefers_xml},
    reasons::{self, Reason},
};

/// XML.
static XML: Format = Format {
    suffix: ".xml",
    media: "application/xml",
    write: write::document,
    read: body,
    reasons,
};

/// The format the account prefers; JSON if it prefers none.
pub(super) fn of(access: &Access) -> &'static Format {
    if prefers_xml(access) { &XML } else { &JSON }
}

/// The same as a [`FormatOf`](super::format::FormatOf).
#[expect(clippy::unnecessary_wraps, reason = "the fleet's can fail")]
pub(super) fn either(access: &Access) -> Result<&'static Format, Error> {
    Ok(of(access))
}

/// Whether the answer is a web page; markup that says nothing of itself is data here.
pub(super) fn is_page(response: &Response) -> bool {
    let body = response.body().trim_ascii_start();
    let begins = |with: &[u8]| {
        body.get(..with.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    let page = begins(b"<!doctype html") || begins(b"<html");
    let says_html =
        text_header(response, "content-type").is_some_and(|is| is.starts_with("text/html"));
    page || says_html && is_html(response)
}

fn body(response: &Response) -> Result<Value, Error> {
    let odd = |what: &str| {
        let status = response.status();
        let words = format!("The provider's answer ({status}) {what}.");
        Error::new(ErrorKind::BadAnswer, words)
    };
    if response.body().trim_ascii().is_empty() {
        return Err(odd("is empty"));
    }
    if is_page(response) {
        return Err(odd("is a web page, not data"));
    }
    let text =
        std::str::from_utf8(response.body()).map_err(|_| odd("is not valid XML: not UTF-8"))?;
    read::tree(text).map_err(|problem| odd(&format!("is not valid XML: {problem}")))
}

/// As a failure in JSON is read; what is no XML is read as the fleet reads it.
fn reasons(response: &Response) -> Vec<Reason> {
    let text = std::str::from_utf8(response.body()).unwrap_or_default();
    match read::tree(text) {
        Ok(tree) if !is_page(response) => reasons::of_tree(&tree),
        _ => reasons::reasons(response),
    }
}
