//! XML without its secrets.
//!
//! It is read only as far as finding names and texts takes. What is not understood is left out.

use std::fmt::Write as _;

use super::{REMOVED, names, text::Held};

/// Deeper than any honest document.
const DEEPEST: usize = 100;

/// A piece of a document.
enum Piece<'a> {
    /// `<name …>`; what is between the name and the end, and whether it ends itself.
    Open(&'a str, &'a str, bool),
    /// `</name>`
    Close(&'a str),
    /// Text between tags, or in a CDATA section.
    Text(&'a str),
    /// Comments, instructions, document types.
    Aside,
}

/// The same document, laid out, without what is called like a secret or holds one. `None` when it
/// is no XML.
pub(super) fn without_secrets(document: &str, held: &Held<'_>) -> Option<String> {
    let mut shown = String::new();
    let mut open: Vec<&str> = Vec::new();
    // How many elements were open when the one that is left out began.
    let mut hidden: Option<usize> = None;
    let mut rest = document;
    while !rest.is_empty() {
        let (piece, after) = next(rest)?;
        rest = after;
        match piece {
            Piece::Open(name, attributes, ends) => {
                if hidden.is_none() {
                    line(&mut shown, open.len(), &tag(name, attributes, ends, held));
                    let is_secret = names::is_secret(name) || names_a_secret(attributes);
                    if is_secret && !ends {
                        line(&mut shown, open.len() + 1, REMOVED);
                        hidden = Some(open.len());
                    }
                }
                if !ends {
                    open.push(name);
                }
                if open.len() > DEEPEST {
                    return None;
                }
            }
            Piece::Close(name) => {
                if open.pop() != Some(name) {
                    return None;
                }
                if hidden == Some(open.len()) {
                    hidden = None;
                }
                if hidden.is_none() {
                    line(&mut shown, open.len(), &["</", name, ">"].concat());
                }
            }
            Piece::Text(text) if hidden.is_none() && !text.trim().is_empty() => {
                line(&mut shown, open.len(), &held.without(&plain(text.trim())));
            }
            Piece::Aside | Piece::Text(_) => {}
        }
    }
    open.is_empty().then_some(shown)
}

/// The piece a document begins with, and the rest; `None` when it cannot be understood.
fn next(document: &str) -> Option<(Piece<'_>, &str)> {
    let until = |begin: &str, end: &str| document.strip_prefix(begin)?.split_once(end);
    if let Some((text, rest)) = until("<![CDATA[", "]]>") {
        return Some((Piece::Text(text), rest));
    }
    for (begin, end) in [("<!--", "-->"), ("<?", "?>"), ("<!", ">")] {
        if document.starts_with(begin) {
            return Some((Piece::Aside, until(begin, end)?.1));
        }
    }
    if let Some((name, rest)) = until("</", ">") {
        return Some((Piece::Close(name.trim()), rest));
    }
    let Some(tag) = document.strip_prefix('<') else {
        let end = document.find('<').unwrap_or(document.len());
        let (text, rest) = document.split_at(end);
        return Some((Piece::Text(text), rest));
    };
    let (inside, rest) = tag.split_at(end_of_tag(tag)?);
    let (inside, ends) = match inside.strip_suffix('/') {
        Some(inside) => (inside, true),
        None => (inside, false),
    };
    let (name, attributes) = inside
        .split_once(char::is_whitespace)
        .unwrap_or((inside, ""));
    let rest = rest.strip_prefix('>')?;
    (!name.is_empty()).then_some((Piece::Open(name, attributes, ends), rest))
}

/// Where a tag ends: `>` may stand in an attribute's value.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.char_indices().find_map(|(at, letter)| {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            (None, '>') => return Some(at),
            _ => {}
        }
        None
    })
}

/// The attributes of a tag: (name, value).
fn attributes(mut text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    while let Some((name, rest)) = text.split_once('=') {
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|one| ['"', '\''].contains(one)) else {
            break;
        };
        let Some((value, rest)) = rest.split_at(1).1.split_once(quote) else {
            break;
        };
        found.push((name.trim(), value));
        text = rest;
    }
    found
}

fn tag(name: &str, text: &str, ends: bool, held: &Held<'_>) -> String {
    let mut tag = ["<", name].concat();
    for (name, value) in attributes(text) {
        let value = if names::is_secret(name) || names::is_a_value(name) && names_a_secret(text) {
            REMOVED.to_owned()
        } else {
            held.without(&plain(value))
        };
        // Writing to a text cannot fail.
        let _written = write!(tag, " {name}=\"{value}\"");
    }
    tag + if ends { "/>" } else { ">" }
}

/// Whether an attribute says that the element is a secret: `<field name="password">`.
fn names_a_secret(text: &str) -> bool {
    let attributes = attributes(text);
    let mut labels = attributes
        .iter()
        .filter(|(name, _)| names::is_a_label(name));
    labels.any(|(_, value)| names::is_secret(value))
}

/// A text as it is meant.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let Some((name, after)) = after.split_once(';').filter(|(name, _)| name.len() < 10) else {
            plain.push('&');
            rest = after;
            continue;
        };
        match letter(name) {
            Some(letter) => plain.push(letter),
            None => plain.push_str(REMOVED),
        }
        rest = after;
    }
    plain + rest
}

fn letter(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = entity.strip_prefix('#')?;
            let number = match number.strip_prefix('x') {
                Some(number) => u32::from_str_radix(number, 16),
                None => number.parse(),
            };
            number.ok().and_then(char::from_u32)
        }
    }
}

fn line(shown: &mut String, depth: usize, words: &str) {
    if !shown.is_empty() {
        shown.push('\n');
    }
    for _ in 0..depth {
        shown.push_str("  ");
    }
    shown.push_str(words);
}
