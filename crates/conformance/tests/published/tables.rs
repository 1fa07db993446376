//! The field tables of one provider, and values held to them.
//!
//! ```text
//! object disk                 every field is sent, unless it says otherwise
//!   id        int
//!   iqn       string|null     since 2.2
//!   iops      int             optional
//! request new_disk            every field may be left out, unless it says otherwise
//!   disk_size int             required
//!   ...disk                   and all fields of that table; `...?disk` makes them optional
//! object panel unseen         documented, and in no answer of the simulation
//! ```

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use serde_json::Value;

use crate::shape::{Release, Shape};

/// Since and until when something is there, both inclusive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span(pub(crate) Release, pub(crate) Release);

impl Span {
    /// From the first release to the last.
    pub(crate) const ALWAYS: Self = Self((0, 0), (u32::MAX, 0));

    /// Whether it is there in a release.
    pub(crate) fn has(self, release: Release) -> bool {
        (self.0..=self.1).contains(&release)
    }

    /// Takes in `since 5.4` or `until 4.0`; whether it was one of these.
    pub(crate) fn read(&mut self, words: &[&str]) -> bool {
        match words {
            ["since", release] => self.0 = read_release(release),
            ["until", release] => self.1 = read_release(release),
            _ => return false,
        }
        true
    }
}

fn read_release(text: &str) -> Release {
    let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
    (major.parse().unwrap(), minor.parse().unwrap())
}

#[derive(Clone, Debug)]
struct Field {
    name: String,
    shape: Shape,
    span: Span,
    needed: bool,
}

/// All tables of one provider.
#[derive(Debug)]
pub(crate) struct Tables {
    all: BTreeMap<String, Vec<Field>>,
    /// Those nothing is expected to be held to.
    unseen: BTreeSet<String>,
    /// Those that some value was held to.
    met: RefCell<BTreeSet<String>>,
}

/// A line without its comment and what is around it.
pub(crate) fn bare(line: &str) -> &str {
    let begins = |line: &str| line.trim_start().starts_with('#');
    let line = if begins(line) { "" } else { line };
    line.split(" # ").next().unwrap_or_default().trim_end()
}

impl Tables {
    /// Reads the tables.
    pub(crate) fn parse(text: &str) -> Self {
        let mut tables: BTreeMap<String, Vec<Field>> = BTreeMap::new();
        let (mut name, mut needed) = (String::new(), true);
        let mut unseen = BTreeSet::new();
        for line in text.lines().map(bare).filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            match (line.starts_with(' '), words.as_slice()) {
                (false, [kind @ ("object" | "request"), table, rest @ ..]) => {
                    match rest {
                        [] => {}
                        ["unseen"] => drop(unseen.insert((*table).to_owned())),
                        other => panic!("{table}: {other:?} cannot be read"),
                    }
                    (name, needed) = ((*table).to_owned(), *kind == "object");
                    let before = tables.insert(name.clone(), Vec::new());
                    assert!(before.is_none(), "{name} is there twice");
                }
                (true, [one]) if one.starts_with("...") => {
                    let mut other = tables[one.trim_start_matches(['.', '?'])].clone();
                    if one.starts_with("...?") {
                        for field in &mut other {
                            field.needed = false;
                        }
                    }
                    tables.get_mut(&name).unwrap().extend(other);
                }
                (true, [field, shape, rest @ ..]) => {
                    let field = Field::read(field, shape, needed, rest);
                    tables.get_mut(&name).unwrap().push(field);
                }
                _ => panic!("{line:?} cannot be read"),
            }
        }
        let tables = Self {
            all: tables,
            unseen,
            met: RefCell::default(),
        };
        for field in tables.all.values().flatten() {
            tables.check(&field.shape);
        }
        tables
    }

    /// Fails when a shape speaks of a table that is not there.
    pub(crate) fn check(&self, shape: &Shape) {
        for name in shape.tables() {
            assert!(self.all.contains_key(name), "{name} is no table");
        }
    }

    /// Tables no value was held to, and those one was held to though none was expected.
    pub(crate) fn unmet(&self) -> Vec<&str> {
        let met = self.met.borrow();
        let names = self.all.keys().map(String::as_str);
        names
            .filter(|name| met.contains(*name) == self.unseen.contains(*name))
            .collect()
    }

    /// What is wrong with a value, each with its place.
    pub(crate) fn faults(
        &self,
        shape: &Shape,
        value: &Value,
        release: Release,
        at: &str,
    ) -> Vec<String> {
        match (shape, value) {
            (Shape::Either(shapes), _) => {
                let all = shapes.iter();
                let mut all: Vec<_> = all
                    .map(|shape| self.faults(shape, value, release, at))
                    .collect();
                // Whatever is closest tells the most.
                all.sort_by_key(|found| {
                    (
                        found
                            .iter()
                            .any(|one| one.starts_with(at) && one.contains("is not")),
                        found.len(),
                    )
                });
                all.swap_remove(0)
            }
            (Shape::List(shape), Value::Array(items)) => {
                let items = items.iter().enumerate();
                items
                    .flat_map(|(place, item)| {
                        // Items of XML have a name where those of JSON may have none.
                        let bare = self.named(shape).and_then(|_| only(item));
                        let item = bare.unwrap_or(item);
                        self.faults(shape, item, release, &format!("{at}[{place}]"))
                    })
                    .collect()
            }
            (Shape::Map(shape), Value::Object(members)) => {
                let members = members.iter();
                members
                    .flat_map(|(key, member)| {
                        self.faults(shape, member, release, &format!("{at}.{key}"))
                    })
                    .collect()
            }
            (Shape::Wrapped(key, table), Value::Object(members)) if members.len() == 1 => {
                match members.get(key) {
                    Some(inner) => {
                        self.object_faults(table, inner, release, &format!("{at}.{key}"))
                    }
                    None => vec![format!("{at} has no {key}")],
                }
            }
            (Shape::Object(table), _) => self.object_faults(table, value, release, at),
            (shape, value) if shape.takes(value, release) => Vec::new(),
            (shape, value) => {
                let value: String = value.to_string().chars().take(80).collect();
                vec![format!("{at} is not {shape:?} but {value}")]
            }
        }
    }

    /// The table of a shape that is nothing but an object of it, unwrapped.
    fn named(&self, shape: &Shape) -> Option<&Vec<Field>> {
        match shape {
            Shape::Object(table) => self.all.get(table),
            _ => None,
        }
    }

    fn object_faults(&self, table: &str, value: &Value, release: Release, at: &str) -> Vec<String> {
        let Some(members) = value.as_object() else {
            return vec![format!("{at} is not a {table} but {value}")];
        };
        self.met.borrow_mut().insert(table.to_owned());
        let fields = self.all[table].iter();
        let fields: Vec<&Field> = fields.filter(|field| field.span.has(release)).collect();
        let mut found = Vec::new();
        for (name, member) in members {
            match fields.iter().find(|field| &field.name == name) {
                Some(field) => {
                    let at = format!("{at}.{name}");
                    found.extend(self.faults(&field.shape, member, release, &at));
                }
                None => found.push(format!("{at}: a {table} has no {name}")),
            }
        }
        let missing = fields
            .iter()
            .filter(|field| field.needed && !members.contains_key(&field.name));
        found.extend(missing.map(|field| format!("{at}: {} is missing", field.name)));
        found
    }
}

/// The one member of an object, if that is an object too.
fn only(value: &Value) -> Option<&Value> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    members.values().next().filter(|member| member.is_object())
}

impl Field {
    fn read(name: &str, shape: &str, needed: bool, rest: &[&str]) -> Self {
        let mut field = Self {
            name: name.to_owned(),
            shape: Shape::parse(shape),
            span: Span::ALWAYS,
            needed,
        };
        let mut rest = rest;
        loop {
            rest = match rest {
                [] => return field,
                ["optional", rest @ ..] => {
                    field.needed = false;
                    rest
                }
                ["required", rest @ ..] => {
                    field.needed = true;
                    rest
                }
                [word, release, rest @ ..] if field.span.read(&[word, release]) => rest,
                other => panic!("{name}: {other:?} cannot be read"),
            }
        }
    }
}

#[test]
fn tables_find_what_is_wrong() {
    let tables = Tables::parse(
        "object one\n  id int\n  new bool since 5.4\n  old string|null until 3\n  rare int optional # a note\nrequest ask\n  id int required\n  ...one",
    );
    let table = [
        ("@one", r#"{"id": 1, "new": true}"#, (5, 5), ""),
        ("@one", r#"{"id": 1, "old": null}"#, (2, 3), ""),
        (
            "@one",
            r#"{"id": 1, "old": null}"#,
            (5, 5),
            "it: a one has no old",
        ),
        (
            "@one",
            r#"{"id": "1", "new": true}"#,
            (5, 5),
            "it.id is not",
        ),
        ("@one", r#"{"new": true}"#, (5, 5), "it: id is missing"),
        ("[{x:one}]", r#"[{"x": {"id": 1}}]"#, (4, 0), ""),
        (
            "[{x:one}]",
            r#"[{"y": {"id": 1}}]"#,
            (4, 0),
            "it[0] has no x",
        ),
        (
            "@one|[@one]",
            r#"{"id": 1, "odd": 1}"#,
            (4, 0),
            "it: a one has no odd",
        ),
        ("map([string])", r#"{"base": ["no"]}"#, (4, 0), ""),
        (
            "map([string])",
            r#"{"base": [7]}"#,
            (4, 0),
            "it.base[0] is not",
        ),
    ];
    for (shape, value, release, words) in table {
        let value = serde_json::from_str(value).unwrap();
        let found = tables.faults(&Shape::parse(shape), &value, release, "it");
        let fits = if words.is_empty() {
            found.is_empty()
        } else {
            found.iter().any(|fault| fault.starts_with(words))
        };
        assert!(fits, "{shape} {value}: {found:?}");
    }
    assert_eq!(tables.unmet(), ["ask"]);
}
