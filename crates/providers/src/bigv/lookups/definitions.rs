//! Names BigV knows: distributions, storage grades, hardware profiles, keymaps, keys, zones.

use pilothouse_core::{Access, Call, Choice, Error, Request};
use serde_json::Value;

use crate::{
    bigv::{auth, wire},
    node::Node,
};

/// One of the lists.
#[derive(Clone, Copy)]
pub(super) struct List {
    /// Its id in the definitions and its name as a lookup.
    id: &'static str,
    /// The id of the definition that describes its names, on later clusters.
    described_by: &'static str,
    /// What is known of names BigV does not describe itself: (beginning of the name, words).
    known: &'static [(&'static str, &'static str)],
}

const LISTS: [List; 6] = [
    List {
        id: "distributions",
        described_by: "distribution_descriptions",
        known: &[],
    },
    List {
        id: "storage_grades",
        described_by: "storage_grade_descriptions",
        known: &[
            ("archive", "The cheapest"),
            ("sata", "The usual one"),
            ("ssd", "The fastest"),
        ],
    },
    List {
        id: "hardware_profiles",
        described_by: "",
        known: &[
            ("virtio", "Fast; moved to newer profiles unless kept"),
            ("compatibility", "For systems with old drivers; never moved"),
        ],
    },
    List {
        id: "keymaps",
        described_by: "",
        known: &[],
    },
    List {
        id: "sendkeys",
        described_by: "",
        known: &[],
    },
    List {
        id: "zone_names",
        described_by: "",
        known: &[],
    },
];

impl List {
    /// The list of this name.
    pub(super) fn of(lookup: &str) -> Option<Self> {
        LISTS.into_iter().find(|list| list.id == lookup)
    }
}

/// `GET /definitions` (BigV reference, "Definitions"): everything in one answer. It needs no
/// login; one is sent all the same, in case some names are told only to those who may use them.
/// A list the cluster does not have is empty: zones came later.
pub(super) fn definitions(access: &Access, list: List) -> Result<Call<Vec<Choice>>, Error> {
    let request = auth::sign(Request::get(&access.endpoint, "/definitions"), access)?;
    Ok(Call::new(request, move |response| {
        let answer = wire::objects(response)?;
        let descriptions = definition(&answer, list.described_by);
        Ok(choices(definition(&answer, list.id), descriptions, list))
    }))
}

/// The data of the definition with this id: an entry of a list as documented, or a member of an
/// object, with its data within or as itself.
fn definition<'a>(answer: &'a Value, id: &str) -> Node<'a> {
    for row in Node::from(answer).rows() {
        let row = Node::from(row);
        if row.get("id").str() == Some(id) {
            return row.get("data");
        }
        let member = row.get(id);
        if member.is_there() {
            let data = member.get("data");
            return if data.is_there() { data } else { member };
        }
    }
    Node::from(&Value::Null)
}

/// A list of names, one name, or an object of names with their descriptions.
fn choices(data: Node, descriptions: Node, list: List) -> Vec<Choice> {
    let mut choices = Vec::new();
    for (name, own) in names(data) {
        let described = descriptions.get(&name).text();
        let known = || (list.known.iter()).find(|(start, _)| name.starts_with(start));
        let detail = (described.or(own))
            .or_else(|| known().map(|(_, words)| (*words).to_owned()))
            .unwrap_or_default();
        if !choices.iter().any(|choice: &Choice| choice.value == name) {
            choices.push(Choice::new(name.clone(), name).with_detail(detail));
        }
    }
    choices
}

/// (name, description told with it)
fn names(data: Node) -> Vec<(String, Option<String>)> {
    if let Some(name) = data.text() {
        return vec![(name, None)];
    }
    let mut names = Vec::new();
    if data.is_object() {
        for (name, value) in data.members() {
            names.push((name.to_owned(), value.text()));
        }
    }
    for item in data.items() {
        let name = (item.text())
            .or_else(|| item.get("name").text())
            .or_else(|| item.get("id").text());
        if let Some(name) = name {
            names.push((name, item.get("description").text()));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{List, choices, definition};

    fn found(answer: &Value, lookup: &str) -> Vec<(String, String)> {
        let list = List::of(lookup).unwrap();
        let descriptions = definition(answer, list.described_by);
        let choices = choices(definition(answer, list.id), descriptions, list);
        (choices.into_iter())
            .map(|choice| (choice.value, choice.detail))
            .collect()
    }

    #[test]
    fn every_generation_of_definitions_is_read() {
        let early = json!([
            {"id": "distributions", "data": ["lenny", "centos-6.3"]},
            {"id": "storage_grades", "data": ["sata", "gold"]},
            {"id": "price_of_tea", "data": {"x": [1]}},
        ]);
        let later = json!([
            {"id": "distribution_descriptions", "data": {"jessie": "Debian 8", "other": "?"}},
            {"id": "distributions", "data": ["jessie", "trusty", "jessie"]},
            {"id": "zone_names", "data": ["york"]},
            {"id": "storage_grades", "data": ["ssd"]},
            {"id": "storage_grade_descriptions", "data": {"ssd": "Solid state"}},
        ]);
        let keyed = json!({
            "distributions": ["squeeze", 7, null, {}, ""],
            "keymaps": {"id": "keymaps", "data": ["en-gb"]},
            "hardware_profiles": {"virtio2013": null, "compatibility2013": "Old"},
            "sendkeys": "esc",
        });
        let objects = json!([{"id": "distributions", "data": [
            {"name": "wheezy", "description": "Debian 7"}, {"id": "precise"}, {"x": 1},
        ]}]);
        for (answer, lookup, expected) in [
            (
                &early,
                "distributions",
                vec![("lenny", ""), ("centos-6.3", "")],
            ),
            (
                &early,
                "storage_grades",
                vec![("sata", "The usual one"), ("gold", "")],
            ),
            (&early, "zone_names", vec![]),
            (
                &later,
                "distributions",
                vec![("jessie", "Debian 8"), ("trusty", "")],
            ),
            (&later, "zone_names", vec![("york", "")]),
            (&later, "storage_grades", vec![("ssd", "Solid state")]),
            (&keyed, "distributions", vec![("squeeze", ""), ("7", "")]),
            (&keyed, "keymaps", vec![("en-gb", "")]),
            (
                &keyed,
                "hardware_profiles",
                vec![
                    ("compatibility2013", "Old"),
                    ("virtio2013", "Fast; moved to newer profiles unless kept"),
                ],
            ),
            (&keyed, "sendkeys", vec![("esc", "")]),
            (
                &objects,
                "distributions",
                vec![("wheezy", "Debian 7"), ("precise", "")],
            ),
            (&json!([]), "keymaps", vec![]),
            (&json!(["keymaps"]), "keymaps", vec![]),
        ] {
            let expected: Vec<_> = (expected.into_iter())
                .map(|(value, detail)| (value.to_owned(), detail.to_owned()))
                .collect();
            assert_eq!(found(answer, lookup), expected, "{lookup} {answer}");
        }
        assert!(List::of("definitions").is_none());
    }
}
