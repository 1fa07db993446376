//! The little XML a specification document is: elements, attributes and text. No document type
//! is accepted, so no entity but the five every document has is ever resolved.

use std::fmt::Write;

use quick_xml::{
    Reader, XmlVersion,
    escape::{escape, resolve_predefined_entity},
    events::{BytesStart, Event},
};

/// Deeper documents are refused; real ones have six levels.
const DEPTH: usize = 16;

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// Text outside of children, trimmed.
    pub(super) text: String,
}

impl Element {
    /// An element with text.
    pub(super) fn new(name: &str, text: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            text: text.into(),
            ..Self::default()
        }
    }

    /// An element with children.
    pub(super) fn holding(name: &str, children: Vec<Self>) -> Self {
        Self {
            name: name.to_owned(),
            children,
            ..Self::default()
        }
    }

    /// With an attribute.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.attributes.push((name.to_owned(), value.to_owned()));
        self
    }

    /// An attribute's value.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(known, _)| known == name)?;
        Some(found.1.as_str())
    }

    /// The first child of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The first child of this name, to change.
    pub(super) fn child_mut(&mut self, name: &str) -> Option<&mut Self> {
        self.children.iter_mut().find(|child| child.name == name)
    }

    /// The element at a path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter()
            .try_fold(self, |element, name| element.child(name))
    }

    /// The text at a path of names, if there is any.
    pub(super) fn text_at(&self, path: &[&str]) -> Option<&str> {
        let text = self.at(path)?.text.as_str();
        (!text.is_empty()).then_some(text)
    }

    /// As a document: a declaration without encoding, two spaces a level, empty elements closed
    /// in themselves, a newline at the end.
    pub(super) fn document(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\"?>\n");
        self.write(&mut out, 0);
        out
    }

    fn write(&self, out: &mut String, depth: usize) {
        let indent = "  ".repeat(depth);
        let name = &self.name;
        // Writing to a string cannot fail.
        let _ = write!(out, "{indent}<{name}");
        for (key, value) in &self.attributes {
            let _ = write!(out, " {key}=\"{}\"", escape(value.as_str()));
        }
        if self.children.is_empty() && self.text.is_empty() {
            out.push_str("/>\n");
        } else if self.children.is_empty() {
            let _ = writeln!(out, ">{}</{name}>", escape(self.text.as_str()));
        } else {
            out.push_str(">\n");
            for child in &self.children {
                child.write(out, depth + 1);
            }
            let _ = writeln!(out, "{indent}</{name}>");
        }
    }
}

/// Reads a document.
///
/// # Errors
/// Where it stops being well-formed, as `line:column: why`.
pub(super) fn parse(xml: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let event = reader.read_event();
        let at = place(xml, reader.buffer_position());
        let wrong = |why: &str| format!("{at}: {why}");
        match event.map_err(|error| wrong(&error.to_string()))? {
            Event::Start(_) if open.len() >= DEPTH => return Err(wrong("nested too deep")),
            Event::Start(start) => open.push(begin(&start).map_err(|why| wrong(&why))?),
            Event::Empty(start) => {
                let element = begin(&start).map_err(|why| wrong(&why))?;
                finish(element, &mut open, &mut root).map_err(wrong)?;
            }
            Event::End(_) => {
                let element = open.pop().ok_or_else(|| wrong("nothing to close"))?;
                finish(element, &mut open, &mut root).map_err(wrong)?;
            }
            Event::Text(text) => match open.last_mut() {
                Some(element) => element.text.push_str(&text.xml10_content()),
                None if text.xml10_content().trim().is_empty() => {}
                None => return Err(wrong("text outside of the document element")),
            },
            Event::CData(text) => {
                if let Some(element) = open.last_mut() {
                    element.text.push_str(&text.xml10_content());
                }
            }
            Event::GeneralRef(entity) => {
                let character = entity
                    .resolve_char_ref()
                    .map_err(|error| wrong(&error.to_string()))?
                    .map(String::from);
                let name = entity.xml10_content();
                let text = character
                    .or_else(|| resolve_predefined_entity(&name).map(str::to_owned))
                    .ok_or_else(|| wrong("an entity that is not defined"))?;
                if let Some(element) = open.last_mut() {
                    element.text.push_str(&text);
                }
            }
            Event::DocType(_) => return Err(wrong("document types are not accepted")),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof if open.is_empty() => {
                return root.ok_or_else(|| wrong("there is no document element"));
            }
            Event::Eof => return Err(wrong("the document ends too early")),
        }
    }
}

fn begin(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut element = Element {
        name: start.name().as_ref().to_owned(),
        ..Element::default()
    };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| error.to_string())?;
        let name = attribute.key.as_ref().to_owned();
        element.attributes.push((name, value.into_owned()));
    }
    Ok(element)
}

fn finish(
    mut element: Element,
    open: &mut [Element],
    root: &mut Option<Element>,
) -> Result<(), &'static str> {
    let text = element.text.trim().to_owned();
    element.text = text;
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None if root.is_some() => return Err("more than one document element"),
        None => *root = Some(element),
    }
    Ok(())
}

/// A position as line and column, both from one.
fn place(xml: &str, offset: u64) -> String {
    let before = xml.get(..offset as usize).unwrap_or(xml);
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    format!("{line}:{column}")
}

#[cfg(test)]
mod tests {
    use super::{Element, parse};

    #[test]
    fn documents_are_read_and_written_normalised() {
        let read = parse("<?xml version=\"1.0\" encoding=\"UTF-8\"?><A><!-- x --><B c=\"1 &amp; 2\"> a &lt; &#98; </B>\n<E></E></A>").unwrap();
        let expected = Element::holding(
            "A",
            vec![
                Element::new("B", "a < b").with("c", "1 & 2"),
                Element::new("E", ""),
            ],
        );
        assert_eq!(read, expected);
        assert_eq!(
            read.document(),
            "<?xml version=\"1.0\"?>\n<A>\n  <B c=\"1 &amp; 2\">a &lt; b</B>\n  <E/>\n</A>\n"
        );
    }

    #[test]
    fn what_is_not_well_formed_is_placed() {
        let deep = "<a>".repeat(40);
        for (xml, place) in [
            ("", "1:1"),
            ("<A>\n<B></A>", "2:"),
            ("<A>", "1:4"),
            ("<A/><B/>", "1:9"),
            ("<A>&nbsp;</A>", "1:10"),
            ("<!DOCTYPE A [<!ENTITY e \"x\">]><A>&e;</A>", "1:"),
            (deep.as_str(), "1:"),
            ("plain", "1:6"),
        ] {
            let error = parse(xml).unwrap_err();
            assert!(error.starts_with(place), "{xml}: {error}");
        }
    }
}
