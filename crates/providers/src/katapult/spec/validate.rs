//! Whether a text is a document of the table of elements, and every place where it is not.

use roxmltree::{Attribute as Found, Document, Node};

use super::{
    schema::{SPEC, places},
    schema_parts::{Attribute, Count, Element, Value},
    suggest::{nearest, quote},
    values,
};
use crate::xml::{self, Problem, problem_at, problem_in};

/// Nobody reads more; finding the place of each costs a walk over the text.
pub(super) const MOST_PROBLEMS: usize = 100;

/// Parses a text and holds it against the table.
///
/// # Errors
/// Every [`Problem`] in reading order, at most a hundred; the only one if the text is not XML.
pub(super) fn validate(text: &str) -> Result<Document<'_>, Vec<Problem>> {
    let document = xml::parse(text).map_err(|problem| vec![problem])?;
    let root = document.root_element();
    let mut log = Log(Vec::new());
    if root.tag_name().name() == SPEC.name {
        log.element(root, &SPEC);
    } else {
        let words = ["The outermost element has to be “", SPEC.name, "”."].concat();
        log.at(&root, words);
    }
    let Log(mut problems) = log;
    if problems.is_empty() {
        return Ok(document);
    }
    problems.sort_by_key(|problem| (problem.line, problem.column));
    Err(problems)
}

struct Log(Vec<Problem>);

impl Log {
    fn at(&mut self, node: &Node<'_, '_>, words: String) {
        if !self.is_full() {
            self.0.push(problem_at(node, words));
        }
    }

    fn is_full(&self) -> bool {
        self.0.len() >= MOST_PROBLEMS
    }

    /// Calls itself as deep as the table is.
    fn element(&mut self, node: Node<'_, '_>, element: &'static Element) {
        if node.tag_name().namespace().is_some() {
            let words = format!("“{}” has to be without a namespace.", element.name);
            self.at(&node, words);
            return;
        }
        self.attributes(&node, element);
        let has_parts = node.children().any(|child| child.is_element());
        if has_parts || matches!(element.value, Value::Space) {
            self.parts(&node, element);
        } else {
            self.value(&node, element);
        }
    }

    fn attributes(&mut self, node: &Node<'_, '_>, element: &Element) {
        for found in node.attributes() {
            if self.is_full() {
                return;
            }
            let known = element
                .attributes
                .iter()
                .find(|one| one.name == found.name());
            let words = match known {
                Some(known) if found.namespace().is_none() => wrong_value(known, element, &found),
                Some(known) => Some(format!(
                    "“{}” of “{}” has to be without a namespace.",
                    known.name, element.name
                )),
                None => Some(unknown_attribute(found.name(), element)),
            };
            let byte = found.range().start;
            self.0
                .extend(words.map(|words| problem_in(node.document(), byte, words)));
        }
        for missing in element.attributes.iter().filter(|one| one.is_needed) {
            if node.attribute(missing.name).is_none() {
                let words = format!("“{}” needs the attribute “{}”", element.name, missing.name);
                self.at(node, [&words, &allowed(missing), "."].concat());
            }
        }
    }

    fn parts(&mut self, node: &Node<'_, '_>, element: &'static Element) {
        let mut counts = vec![0_usize; element.parts.len()];
        let mut has_text = false;
        for child in node.children() {
            if self.is_full() {
                return;
            }
            if child.is_text() && !is_blank(&child) && !element.parts.is_empty() {
                has_text = true;
                self.at(&child, stray_text(element));
            } else if child.is_element() {
                let name = child.tag_name().name();
                let mut parts = element.parts.iter().zip(&mut counts);
                let Some((part, count)) = parts.find(|(part, _)| part.element.name == name) else {
                    self.at(&child, unknown_element(name, element));
                    continue;
                };
                *count += 1;
                if *count > 1 && part.count != Count::Any {
                    let words = format!("“{name}” is here already; only one is allowed.");
                    self.at(&child, words);
                }
                self.element(child, part.element);
            }
        }
        for (part, count) in element.parts.iter().zip(counts) {
            if part.count == Count::One && count == 0 && !has_text {
                let words = format!("“{}” needs a “{}” in it.", element.name, part.element.name);
                self.at(node, words);
            }
        }
    }

    fn value(&mut self, node: &Node<'_, '_>, element: &Element) {
        let text = values::whole_text(node);
        let text = text.trim();
        let name = element.name;
        let words = match element.value {
            Value::Needed if text.is_empty() => format!("“{name}” needs a value."),
            Value::Whole { least } if values::to_number(text).is_none_or(|n| n < least) => {
                let most = u32::MAX;
                format!("“{name}” has to be a whole number from {least} to {most}.")
            }
            Value::OneOf(words) if !words.contains(&text) => {
                format!("“{name}” has to be {}.", either(words))
            }
            Value::TextUnless(attribute) => match node.has_attribute(attribute) {
                false if text.is_empty() => {
                    format!("“{name}” needs a value or the attribute “{attribute}”.")
                }
                true if !text.is_empty() => {
                    format!("“{name}” has to be empty with the attribute “{attribute}”.")
                }
                _ => return,
            },
            _ => return,
        };
        self.at(node, words);
    }
}

fn is_blank(text: &Node<'_, '_>) -> bool {
    text.text().unwrap_or_default().trim().is_empty()
}

fn stray_text(element: &Element) -> String {
    let (name, parts) = (element.name, names_in(element));
    match element.value {
        Value::Space => format!("“{name}” holds {parts}, not text."),
        _ => format!("“{name}” holds either text or {parts}, not both."),
    }
}

fn wrong_value(known: &Attribute, element: &Element, found: &Found<'_, '_>) -> Option<String> {
    let (attribute, owner, value) = (known.name, element.name, found.value());
    let others: Vec<_> = known.values.iter().filter(|one| **one != "id").collect();
    let others = either(&others.into_iter().copied().collect::<Vec<_>>());
    match known.values {
        [] if value.trim().is_empty() => Some(format!("“{attribute}” of “{owner}” needs a value.")),
        [] => None,
        values if values.contains(&value) => None,
        values if values.contains(&"id") => Some(format!(
            "“{attribute}” of “{owner}” has to be {others}, or left out for an id."
        )),
        _ => Some(format!("“{attribute}” of “{owner}” has to be {others}.")),
    }
}

/// The values of an attribute at the end of a sentence; nothing where any will do.
fn allowed(attribute: &Attribute) -> String {
    match attribute.values {
        [] => String::new(),
        values => [": ", &either(values)].concat(),
    }
}

fn unknown_attribute(name: &str, element: &Element) -> String {
    let (owner, quoted) = (element.name, quote(name));
    let known = || element.attributes.iter().map(|one| one.name);
    let meant = match (nearest(name, known()), known().collect::<Vec<_>>()) {
        (Some(meant), _) => format!(" Did you mean “{meant}”?"),
        (None, all) if all.is_empty() => " It has none.".to_owned(),
        (None, all) => format!(" It has {}.", either(&all)),
    };
    format!("“{owner}” has no attribute {quoted}.{meant}")
}

fn unknown_element(name: &str, parent: &Element) -> String {
    let quoted = quote(name);
    let mut homes: Vec<&str> = Vec::new();
    for (home, part) in places() {
        if part.element.name == name && !homes.contains(&home.name) {
            homes.push(home.name);
        }
    }
    if !homes.is_empty() {
        let (owner, homes) = (parent.name, quoted_either(&homes));
        return format!("{quoted} does not belong in “{owner}”: it goes into {homes}.");
    }
    let here = parent.parts.iter().map(|part| part.element.name);
    let anywhere = || places().into_iter().map(|(_, part)| part.element.name);
    match nearest(name, here).or_else(|| nearest(name, anywhere())) {
        Some(meant) => format!("{quoted} is no known element. Did you mean “{meant}”?"),
        None if parent.parts.is_empty() => {
            format!(
                "{quoted} is no known element; “{}” holds text.",
                parent.name
            )
        }
        None => {
            let (owner, known) = (parent.name, names_in(parent));
            format!("{quoted} is no known element; “{owner}” can hold {known}.")
        }
    }
}

/// What can stand in an element.
fn names_in(element: &Element) -> String {
    let names: Vec<_> = element.parts.iter().map(|part| part.element.name).collect();
    quoted_either(&names)
}

fn quoted_either(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| quote(name)).collect();
    either(&quoted.iter().map(String::as_str).collect::<Vec<_>>())
}

/// `a`, `a or b`, `a, b or c`.
fn either(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => [&first.join(", "), " or ", last].concat(),
    }
}
