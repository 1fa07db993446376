//! Writing a document the one way every document is laid out: two spaces a level, nothing in an
//! element makes it close itself, and a line feed at the end.

use crate::xml::{escape, escape_attribute};

/// A document in the making.
pub(super) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    /// One that holds the declaration alone.
    pub(super) fn new() -> Self {
        Self {
            text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
            depth: 0,
        }
    }

    /// The document.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// An element that holds text.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        if text.is_empty() {
            self.text.push_str("/>\n");
        } else {
            self.text.extend([">", &escape(text), "</", name, ">\n"]);
        }
    }

    /// An element that holds text, if there is any.
    pub(super) fn text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.leaf(name, &[], text);
        }
    }

    /// An element that holds a number, if there is one.
    pub(super) fn number(&mut self, name: &str, number: Option<u32>) {
        self.text(name, number.map(|number| number.to_string()).as_deref());
    }

    /// An element that holds others, or nothing.
    pub(super) fn container(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        fill: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        let opened = self.text.len();
        self.text.push_str(">\n");
        let filled = self.text.len();
        self.depth += 1;
        fill(self);
        self.depth -= 1;
        if self.text.len() == filled {
            self.text.truncate(opened);
            self.text.push_str("/>\n");
        } else {
            self.indent();
            self.text.extend(["</", name, ">\n"]);
        }
    }

    /// An element that is left out when it would hold nothing and say nothing.
    pub(super) fn section(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        fill: impl FnOnce(&mut Self),
    ) {
        let before = self.text.len();
        let mut is_empty = attributes.is_empty();
        self.container(name, attributes, |writer| {
            let start = writer.text.len();
            fill(writer);
            is_empty &= writer.text.len() == start;
        });
        if is_empty {
            self.text.truncate(before);
        }
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.text.extend(["<", name]);
        for (key, value) in attributes {
            self.text
                .extend([" ", key, "=\"", &escape_attribute(value), "\""]);
        }
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
    }
}
