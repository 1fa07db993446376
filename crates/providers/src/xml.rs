//! Reading XML that somebody else wrote, and writing what anybody can read.
//!
//! Document types are refused, so there are no entities to expand; how deep and how large a
//! document may be is limited before anything is built from it.

use std::fmt;

use roxmltree::{Document, Node, ParsingOptions};

/// Deeper than any honest document; keeps whoever walks a document from running out of stack.
const DEEPEST: usize = 100;
/// More elements, attributes and texts than the largest answer has.
const MOST_NODES: u32 = 4_000_000;

/// What is wrong with a document, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// From 1.
    pub(crate) line: u32,
    /// In characters, from 1.
    pub(crate) column: u32,
    /// In words; quotes nothing of the document but names of elements.
    pub(crate) words: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}, column {}: {}",
            self.line, self.column, self.words
        )
    }
}

/// Parses a document.
///
/// # Errors
/// The first [`Problem`]: not well-formed, a document type, too deep or too large.
pub(crate) fn parse(text: &str) -> Result<Document<'_>, Problem> {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let at = error.pos();
        let words = error.to_string();
        // The parser says the place again at the end.
        let words = words
            .rsplit_once(" at ")
            .map_or(words.as_str(), |(words, _)| words);
        let (line, column) = (at.row, at.col);
        let words = words.to_owned();
        Problem {
            line,
            column,
            words,
        }
    })?;
    // The parser keeps a list of open elements; whoever walks the tree may call itself instead.
    let too_deep = |node: &Node<'_, '_>| node.ancestors().nth(DEEPEST + 1).is_some();
    match document.descendants().find(too_deep) {
        Some(node) => Err(problem_at(
            &node,
            format!("more than {DEEPEST} elements inside each other"),
        )),
        None => Ok(document),
    }
}

/// A problem with this element.
pub(crate) fn problem_at(node: &Node<'_, '_>, words: impl Into<String>) -> Problem {
    problem_in(node.document(), node.range().start, words)
}

/// A problem at this byte of a document.
pub(crate) fn problem_in(
    document: &Document<'_>,
    byte: usize,
    words: impl Into<String>,
) -> Problem {
    let at = document.text_pos_at(byte);
    let (line, column) = (at.row, at.col);
    let words = words.into();
    Problem {
        line,
        column,
        words,
    }
}

/// Text made fit to stand between tags or inside an attribute's quotes. Characters XML has no
/// way to carry are left out.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // As they are, a reader would turn them into line feeds.
            '\r' => escaped.push_str("&#13;"),
            '\t' | '\n' => escaped.push(c),
            c if !is_character(c) => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// The same for an attribute, where a reader would turn line feeds and tabs into spaces.
pub(crate) fn escape_attribute(text: &str) -> String {
    escape(text).replace('\t', "&#9;").replace('\n', "&#10;")
}

/// Whether XML has a way to carry this character.
pub(crate) fn is_character(c: char) -> bool {
    c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}') || matches!(c, '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{escape, escape_attribute, parse};

    #[test]
    fn problems_say_where_they_are() {
        for (text, place) in [
            ("<a>\n  <b></c>\n</a>", (2, 6)),
            ("<a>", (1, 1)),
            ("", (1, 1)),
            ("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", (1, 1)),
            ("<a>&nothing;</a>", (1, 4)),
        ] {
            let problem = parse(text).unwrap_err();
            assert_eq!((problem.line, problem.column), place, "{text}: {problem}");
        }
        let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        let problem = parse(&deep).unwrap_err();
        assert_eq!((problem.line, problem.column), (1, 301));
        let wide = format!("<a>{}</a>", "<b/>".repeat(10_000));
        assert!(parse(&wide).is_ok());
    }

    proptest! {
        #[test]
        fn any_text_survives_being_written(text in "[^\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{fffe}\u{ffff}]{0,40}") {
            let document = format!("<a>{}</a>", escape(&text));
            let read = parse(&document).unwrap();
            prop_assert_eq!(read.root_element().text().unwrap_or_default(), &text);
            let document = format!("<a b=\"{}\"/>", escape_attribute(&text));
            let read = parse(&document).unwrap();
            prop_assert_eq!(read.root_element().attribute("b").unwrap_or_default(), text);
        }

        #[test]
        fn anything_is_read_or_refused(text in "[<>/a&;!?\" \n=-]{0,60}") {
            let _ = parse(&text);
        }
    }
}
