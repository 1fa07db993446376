//! What can be installed on a new machine.

use pilothouse_core::{Choice, Error, Response};

use crate::{e24cloud::wire, node::Node};

/// What a template can support, and in which words a person reads it.
const WORDS: [(&str, &str); 3] = [
    ("password", "password"),
    ("sshkey", "SSH key"),
    ("cloudinit", "cloud-init"),
];

/// `GET /v2/templates` (e24cloud reference, "Templates"). What a template supports are its tags;
/// one with an owner is an image somebody of the account made.
pub(super) fn read(response: &Response) -> Result<Vec<Choice>, Error> {
    let body = wire::succeeded(response)?;
    let templates = Node::from(&body).get("templates");
    if !templates.is_there() {
        return Err(wire::bad_answer("has no list of templates"));
    }
    let rows = templates.rows().iter();
    Ok(rows.filter_map(|row| template(Node::from(row))).collect())
}

fn template(template: Node<'_>) -> Option<Choice> {
    let id = template.get("id").text()?;
    let label = template.get("label").text().unwrap_or_else(|| id.clone());
    let tags = tags(template.get("supports"));
    let mut detail = Vec::new();
    let owner = template.get("owner");
    if owner.object().is_object() || owner.text().is_some() {
        let name = owner.object().get("name").text();
        detail.push(name.map_or_else(
            || "Own image".to_owned(),
            |name| ["Own image of ", &name].concat(),
        ));
    }
    let has = |tag: &str| tags.iter().any(|known| known == tag);
    let known = WORDS.iter().filter(|(tag, _)| has(tag));
    detail.extend(known.map(|(_, words)| (*words).to_owned()));
    let mut choice = Choice::new(id, label).with_detail(detail.join(", "));
    choice.tags = tags;
    Some(choice)
}

/// A list of words; also one text with several in it.
fn tags(supports: Node<'_>) -> Vec<String> {
    let mut tags = Vec::new();
    let mut add = |text: &str| {
        for word in text.split([',', ' ']).filter(|word| !word.is_empty()) {
            let word = word.to_ascii_lowercase();
            if !tags.contains(&word) {
                tags.push(word);
            }
        }
    };
    add(supports.str().unwrap_or_default());
    for item in supports.items() {
        add(item.str().unwrap_or_default());
    }
    tags
}
