//! A part of a form whose fields have names of their own: the whole, one row, one group.

use std::sync::Arc;

use leptos::prelude::*;
use pilothouse_core::{Field, Input};

use super::{Filling, shown};

/// Marks a key whose field was described anew after it was first shown.
pub(super) const REVISED: char = '\u{1f}';

/// One step from the whole input to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into the group of this key.
    Group(String),
    /// Into the row of this key and number.
    Row(String, usize),
}

/// Where fields are. Clones are the same place.
#[derive(Clone)]
pub struct Scope {
    /// The form it is part of.
    pub filling: Filling,
    steps: Arc<[Step]>,
    fields: Signal<Vec<Field>>,
    /// The keys of the fields that are shown now.
    pub shown: Memo<Vec<String>>,
}

impl Scope {
    pub(super) fn new(filling: Filling, steps: Vec<Step>, fields: Signal<Vec<Field>>) -> Self {
        let steps: Arc<[Step]> = steps.into();
        let prefix = prefix(&steps);
        let place = steps.clone();
        let shown = Memo::new(move |_| {
            filling.input.with(|root| {
                let empty = Input::default();
                let input = at(root, &place).unwrap_or(&empty);
                fields.with(|fields| {
                    shown::keys(fields, input, &|key| {
                        filling.tags(fields, input, &prefix, key)
                    })
                })
            })
        });
        Self {
            filling,
            steps,
            fields,
            shown,
        }
    }

    /// The scope of a group or row below.
    pub(super) fn below(&self, step: Step, fields: Signal<Vec<Field>>) -> Self {
        let mut steps = self.steps.to_vec();
        steps.push(step);
        Self::new(self.filling, steps, fields)
    }

    /// The keys of the fields shown now, in order. Reactive.
    pub fn keys(&self) -> Vec<String> {
        self.shown.get()
    }

    /// A field by its key.
    pub fn field(&self, key: &str) -> Option<Field> {
        self.fields
            .with_untracked(|fields| fields.iter().find(|field| field.key == key).cloned())
    }

    /// What a field of this scope is called in errors: `discs[1].size`.
    pub fn path(&self, key: &str) -> String {
        [&prefix(&self.steps), key].concat()
    }

    /// Reads what was entered here. Reactive.
    pub fn with<T>(&self, read: impl FnOnce(&Input) -> T) -> T {
        self.filling.input.with(|root| match at(root, &self.steps) {
            Some(input) => read(input),
            None => read(&Input::default()),
        })
    }

    /// Changes what was entered here, because a person does.
    pub fn change(&self, key: &str, mut change: impl FnMut(&mut Input)) {
        let path = self.path(key);
        self.filling.change(&path, &mut |root| {
            change_at(root, &self.steps, &mut change);
        });
    }

    /// Fills in those entries of a group that are not there.
    pub(super) fn fill(&self, group: &str, first: &Input) {
        let mut steps = self.steps.to_vec();
        steps.push(Step::Group(group.to_owned()));
        let is_complete = self.filling.input.with_untracked(|root| {
            let here = at(root, &steps);
            let is_there = |key: &str| here.is_some_and(|here| here.entry(key).is_some());
            first.entries().all(|(key, _)| is_there(key))
        });
        if !is_complete {
            self.filling.fill(|root| {
                change_at(root, &steps, &mut |here| {
                    for (key, entry) in first.entries() {
                        if here.entry(key).is_none() {
                            here.set(key, entry.clone());
                        }
                    }
                });
            });
        }
    }

    /// Everything entered here and around here, the nearer first; for lookups.
    pub(super) fn around(&self) -> Input {
        let mut all = self.filling.everything();
        let mut here = all.clone();
        for step in self.steps.iter() {
            let below = at(&here, std::slice::from_ref(step)).cloned();
            here = below.unwrap_or_default();
            for (key, entry) in here.entries() {
                all.set(key, entry.clone());
            }
        }
        all
    }
}

fn prefix(steps: &[Step]) -> String {
    let mut prefix = String::new();
    for step in steps {
        match step {
            Step::Group(key) => prefix.push_str(&[key, "."].concat()),
            Step::Row(key, index) => {
                prefix.push_str(&[key, "[", &index.to_string(), "]."].concat());
            }
        }
    }
    prefix
}

fn at<'a>(root: &'a Input, steps: &[Step]) -> Option<&'a Input> {
    steps.iter().try_fold(root, |input, step| match step {
        Step::Group(key) => input.group(key),
        Step::Row(key, index) => input.rows(key).get(*index),
    })
}

fn change_at(root: &mut Input, steps: &[Step], change: &mut dyn FnMut(&mut Input)) {
    match steps.split_first() {
        None => change(root),
        Some((Step::Group(key), rest)) => {
            let mut group = root.group(key).cloned().unwrap_or_default();
            change_at(&mut group, rest, change);
            root.set(key, group);
        }
        Some((Step::Row(key, index), rest)) => {
            let mut rows = root.rows(key).to_vec();
            if let Some(row) = rows.get_mut(*index) {
                change_at(row, rest, change);
            }
            root.set(key, rows);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Input, Step, at, change_at, prefix};

    #[test]
    fn a_place_is_found_and_changed_where_it_is() {
        let disc = |size: u64| Input::default().with("size", size);
        let mut root = Input::default().with("discs", vec![disc(1), disc(2)]);
        let steps = [Step::Row("discs".into(), 1)];
        change_at(&mut root, &steps, &mut |row| row.set("size", 5_u64));
        assert_eq!(at(&root, &steps).unwrap().number("size"), Some(5));
        assert_eq!(root.rows("discs")[0].number("size"), Some(1));
        let group = [Step::Group("options".into())];
        assert!(at(&root, &group).is_none());
        change_at(&mut root, &group, &mut |group| group.set("agent", "yes"));
        assert_eq!(at(&root, &group).unwrap().text("agent"), Some("yes"));
        assert_eq!(prefix(&steps), "discs[1].");
        assert_eq!(prefix(&group), "options.");
    }
}
