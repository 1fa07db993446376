//! The endpoint table of one provider.
//!
//! ```text
//! lists page:int per_page:int             what the query of every list takes
//! setup disk                              what has to be there first, and what it is called then
//!   before GET /virtual_machines/{vm}/disks
//!   keep disk /0/disk/id
//! POST /disks/{disk}/move                 a call
//!   201 {disk}                            status and body of success
//!   query force:int
//!   body {disk:move}
//!   needs disk
//!   try {"disk": {"store": 2}}            asked of the simulation; has to succeed
//!   refused 422 {"disk": {}}              asked of the simulation; has to be refused so
//!   never                                 there is nothing that succeeds to be tried here
//! ```

use serde_json::Value;

use crate::{
    shape::{Release, Shape},
    tables::{Span, bare},
};

/// One request of a scenario, with names in braces.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ask {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) body: String,
}

/// What a scenario does before the call it is about.
#[derive(Clone, Debug)]
pub(crate) enum Prelude {
    /// Everything of another setup.
    Needs(String),
    /// A request, and time for its work.
    Before(Ask),
    /// The same without the time.
    Rush(Ask),
    /// A place in the last answer gets a name.
    Keep(String, String),
    /// The item of a list whose member is this gets a name: (name, list, member, value, place).
    Find([String; 5]),
    /// A name for something known.
    Set(String, String),
}

/// Something asked of the simulation.
#[derive(Clone, Debug)]
pub(crate) struct Try {
    /// None for any success of the row.
    pub(crate) refused: Option<u16>,
    pub(crate) query: String,
    pub(crate) body: String,
}

/// One call.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) span: Span,
    pub(crate) answers: Vec<(u16, Shape, Span)>,
    pub(crate) query: Vec<(String, Shape)>,
    pub(crate) body: Option<Shape>,
    pub(crate) prelude: Vec<Prelude>,
    pub(crate) tries: Vec<Try>,
    /// It succeeds at no try of this row.
    pub(crate) never: bool,
    /// Content type of success; JSON where nothing is said.
    pub(crate) answers_as: String,
    /// Another content type a body may have.
    pub(crate) also_as: Option<String>,
}

/// All calls and setups of one provider.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) all: Vec<Row>,
    setups: Vec<(String, Vec<Prelude>)>,
    /// What the query of every list takes.
    lists: Vec<(String, Shape)>,
}

impl Rows {
    /// Reads the table.
    pub(crate) fn parse(text: &str) -> Self {
        let mut table = Self::default();
        let mut in_setup = false;
        for line in text.lines().map(bare).filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            if !line.starts_with(' ') {
                in_setup = words[0] == "setup";
                match words.as_slice() {
                    ["lists", names @ ..] => table.lists = queries(names),
                    ["setup", name] => table.setups.push(((*name).to_owned(), Vec::new())),
                    [method, path] => table.all.push(Row::new(method, path)),
                    _ => panic!("{line:?} cannot be read"),
                }
                continue;
            }
            let line = line.trim();
            let read = match prelude(line, &words) {
                Some(mut preludes) => {
                    let to = if in_setup {
                        &mut table.setups.last_mut().unwrap().1
                    } else {
                        &mut table.all.last_mut().unwrap().prelude
                    };
                    to.append(&mut preludes);
                    true
                }
                None => !in_setup && table.all.last_mut().unwrap().read(line, &words),
            };
            assert!(read, "{line:?} cannot be read");
        }
        for row in &mut table.all {
            let is_list = |(_, shape, _): &(u16, Shape, Span)| matches!(shape, Shape::List(_));
            if row.method == "GET" && row.answers.iter().any(is_list) {
                row.query.extend(table.lists.clone());
            }
            assert!(!row.answers.is_empty(), "{} has no answer", row.name());
            if !row.never && row.tries.iter().all(|one| one.refused.is_some()) {
                row.tries.insert(0, Try::read(None, ""));
            }
        }
        table
    }

    /// The setup of this name.
    pub(crate) fn setup(&self, name: &str) -> &[Prelude] {
        let found = self.setups.iter().find(|(known, _)| known == name);
        &found.unwrap_or_else(|| panic!("{name} is no setup")).1
    }

    /// The call a request makes in a release. Literal paths win over names in braces.
    pub(crate) fn find(&self, method: &str, path: &str, release: Release) -> Option<&Row> {
        let fits = |row: &&Row| row.method == method && row.span.has(release) && row.fits(path);
        let names = |row: &&Row| row.path.matches('{').count();
        self.all.iter().filter(fits).min_by_key(names)
    }
}

impl Row {
    fn new(method: &str, path: &str) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            span: Span::ALWAYS,
            answers: Vec::new(),
            query: Vec::new(),
            body: None,
            prelude: Vec::new(),
            tries: Vec::new(),
            never: false,
            answers_as: "application/json".to_owned(),
            also_as: None,
        }
    }

    /// Method and path.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    fn fits(&self, path: &str) -> bool {
        let (mine, its) = (self.path.split('/'), path.split('/'));
        mine.clone().count() == its.clone().count()
            && mine
                .zip(its)
                .all(|(mine, its)| mine == its || (mine.starts_with('{') && !its.is_empty()))
    }

    /// Takes in a line; whether it could be read.
    fn read(&mut self, line: &str, words: &[&str]) -> bool {
        match words {
            words if self.span.read(words) => {}
            ["query", names @ ..] => self.query.append(&mut queries(names)),
            ["never"] => self.never = true,
            ["body", shape] => self.body = Some(Shape::parse(shape)),
            ["as", kind] => (*kind).clone_into(&mut self.answers_as),
            ["sent", "as", kind] => self.also_as = Some((*kind).to_owned()),
            ["try", ..] => self.tries.push(Try::read(None, after(line, 1))),
            ["refused", status, ..] => {
                let status = status.parse().unwrap();
                self.tries.push(Try::read(Some(status), after(line, 2)));
            }
            [status, shape, rest @ ..] if status.parse::<u16>().is_ok() => {
                let mut span = Span::ALWAYS;
                let read = rest.is_empty() || span.read(rest);
                let status = status.parse().unwrap();
                self.answers.push((status, Shape::parse(shape), span));
                return read;
            }
            _ => return false,
        }
        true
    }
}

impl Try {
    fn read(refused: Option<u16>, text: &str) -> Self {
        let (query, body) = match text.strip_prefix('?') {
            Some(rest) => rest.split_once(' ').unwrap_or((rest, "")),
            None => ("", text),
        };
        Self {
            refused,
            query: query.to_owned(),
            body: body.trim().to_owned(),
        }
    }
}

fn queries(names: &[&str]) -> Vec<(String, Shape)> {
    let mut read = Vec::new();
    for name in names {
        let (name, shape) = name.split_once(':').unwrap();
        read.push((name.to_owned(), Shape::parse(shape)));
    }
    read
}

fn prelude(line: &str, words: &[&str]) -> Option<Vec<Prelude>> {
    let own = |text: &str| text.to_owned();
    Some(match words {
        ["needs", names @ ..] => names.iter().map(|name| Prelude::Needs(own(name))).collect(),
        [how @ ("before" | "rush"), method, target, ..] => {
            let ask = Ask {
                method: own(method),
                target: own(target),
                body: own(after(line, 3)),
            };
            vec![if *how == "rush" {
                Prelude::Rush(ask)
            } else {
                Prelude::Before(ask)
            }]
        }
        ["keep", name, place] => vec![Prelude::Keep(own(name), own(place))],
        [
            "find",
            name,
            "in",
            list,
            "where",
            member,
            value,
            "take",
            place,
        ] => {
            let list = list.trim_end_matches('/');
            let all = [name, list, member, value, place];
            vec![Prelude::Find(all.map(own))]
        }
        ["set", name, value] => vec![Prelude::Set(own(name), own(value))],
        _ => return None,
    })
}

/// The line without its first words.
fn after(line: &str, words: usize) -> &str {
    let mut rest = line.trim_start();
    for _ in 0..words {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        rest = rest[end..].trim_start();
    }
    rest
}

/// A value of a query as the JSON it stands for.
pub(crate) fn query_value(text: &str) -> Vec<Value> {
    let mut forms = vec![Value::from(text)];
    forms.extend(text.parse::<i64>().ok().map(Value::from));
    forms.extend(
        text.to_ascii_lowercase()
            .parse::<bool>()
            .ok()
            .map(Value::from),
    );
    forms
}

#[test]
fn the_more_literal_path_wins() {
    let rows = Rows::parse(
        "setup a\n  set x 1\nGET /m/{id}\n  200 any\nGET /m/status\n  200 any\n  since 3.1\nPUT /m\n  200 none until 2\n  204 none since 3\n  refused 404 ?a=1 {\"b\": 2}",
    );
    let path = |path: &str, release| rows.find("GET", path, release).map(|row| row.path.as_str());
    assert_eq!(path("/m/status", (4, 0)), Some("/m/status"));
    assert_eq!(path("/m/status", (2, 0)), Some("/m/{id}"));
    assert_eq!(path("/m/", (2, 0)), None);
    assert_eq!(path("/m/1/2", (2, 0)), None);
    let tries = &rows.all[2].tries;
    assert_eq!(tries.len(), 2);
    assert_eq!(tries[1].query, "a=1");
    assert_eq!(tries[1].body, "{\"b\": 2}");
    assert_eq!(tries[1].refused, Some(404));
}
