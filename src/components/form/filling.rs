//! One form while it is filled in.

use std::sync::Arc;

use leptos::prelude::*;
use pilothouse_core::{
    Choice, Field, Form, Input, Machine, Operator, Verb, form::Kind, input::Entry,
};

use super::{
    asks::Asks,
    checks,
    scope::Scope,
    shown::{self, initial, sent},
};
use crate::{store::holding::Holding, ui::dom};

/// A form, what was entered into it so far, and what is wrong with that. Copies are the same; it
/// lives as long as the part of the page that made it.
#[derive(Clone, Copy)]
pub struct Filling {
    about: StoredValue<About>,
    /// The form; replaced where the provider tells more about its fields.
    pub form: RwSignal<Form>,
    /// What was entered, hidden fields included.
    pub input: RwSignal<Input>,
    /// (path of a field, what is wrong with it); a path of no field is shown in the summary only.
    pub errors: RwSignal<Vec<(String, String)>>,
    /// How often a person changed something.
    pub edits: RwSignal<u32>,
    pub(super) asks: Asks,
    /// The choices a field has, by its path.
    pub(super) known: RwSignal<Vec<(String, Arc<[Choice]>)>>,
    /// The fields of groups that were asked for, by the path of the group.
    pub(super) further: RwSignal<Vec<(String, Vec<Field>)>>,
    /// Keys of fields that were described anew.
    pub(super) revised: RwSignal<Vec<String>>,
}

/// What a form is for.
#[derive(Clone)]
pub struct About {
    /// The account.
    pub holding: Holding,
    /// Its provider's complete client.
    pub operator: Arc<dyn Operator>,
    /// What it is for.
    pub verb: Verb,
    /// The machine it is about, if it is about one.
    pub machine: Option<Machine>,
    /// The form a document's form is part of.
    pub(super) outer: Option<Filling>,
    /// Begins the ids of its elements; different for each form on a page.
    pub(super) prefix: &'static str,
}

impl Filling {
    /// The form of a verb, with what stands in it at first.
    pub fn new(
        holding: Holding,
        operator: Arc<dyn Operator>,
        verb: Verb,
        machine: Option<Machine>,
    ) -> Self {
        let form = operator.form(verb, machine.as_ref());
        let about = About {
            holding,
            operator,
            verb,
            machine,
            outer: None,
            prefix: "field-",
        };
        Self::of(about, form)
    }

    /// The form of a document that is one of this form's fields.
    pub(super) fn inside(self, form: Form) -> Self {
        let about = About {
            outer: Some(self),
            prefix: "document-",
            ..self.about()
        };
        Self::of(about, form)
    }

    fn of(about: About, form: Form) -> Self {
        let input = initial(&form.fields);
        Self {
            about: StoredValue::new(about),
            form: RwSignal::new(form),
            input: RwSignal::new(input),
            errors: RwSignal::default(),
            edits: RwSignal::new(0),
            asks: Asks::default(),
            known: RwSignal::default(),
            further: RwSignal::default(),
            revised: RwSignal::default(),
        }
    }

    /// What it is for.
    pub fn about(self) -> About {
        self.about.get_value()
    }

    /// Whether its part of the page is still there.
    pub fn is_alive(self) -> bool {
        self.about.try_with_value(|_| ()).is_some()
    }

    /// The id of the element of the field with this path.
    pub fn id(self, path: &str) -> String {
        self.about.with_value(|about| [about.prefix, path].concat())
    }

    pub(super) fn scope(self) -> Scope {
        let form = self.form;
        let fields = Signal::derive(move || form.with(|form| form.fields.clone()));
        Scope::new(self, Vec::new(), fields)
    }

    /// Puts fields the provider told more about in the place of those with the same keys.
    pub fn revise(self, fields: Vec<Field>) {
        let mut revised = Vec::new();
        self.form.update(|form| {
            for field in fields {
                let known = form.fields.iter_mut().find(|known| known.key == field.key);
                if let Some(known) = known.filter(|known| **known != field) {
                    revised.push(field.key.clone());
                    // When it is shown is the form's to say, not the limits'.
                    let when = known.when.take();
                    *known = Field { when, ..field };
                }
            }
        });
        self.revised.set(revised);
    }

    /// Changes what was entered, because a person does; what was wrong with that field is taken
    /// back until it is checked again.
    pub(super) fn change(self, path: &str, change: &mut dyn FnMut(&mut Input)) {
        if self.input.try_update(|input| change(input)).is_none() {
            return;
        }
        let is_about = |(wrong, _): &(String, String)| checks::is_within(wrong, path);
        if self
            .errors
            .with_untracked(|errors| errors.iter().any(is_about))
        {
            self.errors
                .update(|errors| errors.retain(|error| !is_about(error)));
        }
        self.edits.update(|edits| *edits = edits.wrapping_add(1));
    }

    /// The tags of the choice made in a field; `None` while they are not known. Reactive.
    pub(super) fn tags(
        self,
        fields: &[Field],
        input: &Input,
        prefix: &str,
        key: &str,
    ) -> Option<Vec<String>> {
        let Some(value) = input.text(key) else {
            return Some(Vec::new());
        };
        let field = fields.iter().find(|field| field.key == key)?;
        if let Kind::OneOf(choices) = &field.kind {
            return find(choices, value).map(|choice| choice.tags.clone());
        }
        let path = [prefix, key].concat();
        self.choice(&path, value).map(|choice| choice.tags)
    }

    /// A choice among those a field is known to have. Reactive.
    pub fn choice(self, path: &str, value: &str) -> Option<Choice> {
        self.known.with(|known| {
            let (_, choices) = known.iter().find(|(field, _)| field == path)?;
            find(choices, value).cloned()
        })
    }

    /// Whether the field with this key is shown. Reactive.
    pub fn is_shown(self, key: &str) -> bool {
        self.form.with(|form| {
            self.input.with(|input| {
                let tags = |key: &str| self.tags(&form.fields, input, "", key);
                shown::keys(&form.fields, input, &tags)
                    .iter()
                    .any(|one| one == key)
            })
        })
    }

    /// What is sent: what is shown. Reactive.
    pub fn wanted(self) -> Input {
        let tags = |fields: &[Field], input: &Input, prefix: &str, key: &str| {
            self.tags(fields, input, prefix, key)
        };
        self.form.with(|form| {
            self.input
                .with(|input| sent(&form.fields, input, "", &tags, &|path| self.group(path)))
        })
    }

    /// The fields of a group, if they have been told. Reactive.
    pub(super) fn group(self, path: &str) -> Option<Vec<Field>> {
        self.further.with(|further| {
            let mut groups = further.iter();
            let found = groups.find(|(group, _)| group == path);
            found.map(|(_, fields)| fields.clone())
        })
    }

    /// What lookups may depend on: what is sent, and around a document's form the form it is in.
    /// Reactive.
    pub(super) fn everything(self) -> Input {
        let here = self.wanted();
        let outer = self.about.with_value(|about| about.outer);
        let Some(outer) = outer else {
            return here;
        };
        let mut all = outer.wanted();
        for (key, entry) in here.entries() {
            all.set(key, entry.clone());
        }
        all
    }

    /// The choices made around a document's form, which its lookups may depend on. Reactive.
    pub(super) fn surroundings(self) -> Vec<Option<Entry>> {
        let outer = self.about.with_value(|about| about.outer);
        let Some(outer) = outer else {
            return Vec::new();
        };
        let wanted = outer.wanted();
        outer.form.with(|form| {
            let lookups = form
                .fields
                .iter()
                .filter(|field| matches!(field.kind, Kind::Lookup { .. }));
            lookups
                .map(|field| wanted.entry(&field.key).cloned())
                .collect()
        })
    }

    /// Fills in what nobody entered.
    pub(super) fn fill(self, change: impl FnOnce(&mut Input)) {
        let _still_there = self.input.try_update(change);
    }

    /// Everything wrong with what was entered, as far as can be told without asking. Not reactive.
    pub fn problems(self) -> Vec<(String, String)> {
        untrack(|| {
            let wanted = self.wanted();
            self.form.with(|form| checks::problems(self, form, &wanted))
        })
    }

    /// Checks one field, because a person leaves it. Nothing is missed yet: they may come back.
    pub(super) fn check_field(self, path: &str) {
        if !self.is_alive() {
            return;
        }
        let problems = self.problems().into_iter();
        let found: Vec<_> = problems
            .filter(|(field, words)| field == path && !checks::is_missing(words))
            .collect();
        let Some(found) = found.into_iter().next() else {
            return;
        };
        // What is said already stays where it is: somebody may be about to click on it.
        let is_said = self.errors.with_untracked(|errors| errors.contains(&found));
        if !is_said {
            self.errors.update(|errors| {
                match errors.iter_mut().find(|(field, _)| *field == found.0) {
                    Some(error) => *error = found,
                    None => errors.push(found),
                }
            });
        }
    }

    /// What to send, if nothing is wrong; else shows what is, and puts the focus there.
    pub fn finished(self) -> Option<Input> {
        let problems = self.problems();
        let is_good = problems.is_empty();
        self.show_problems(problems);
        is_good.then(|| untrack(|| self.wanted()))
    }

    /// Shows what is wrong, by field, and puts the focus on the first of them.
    pub fn show_problems(self, problems: Vec<(String, String)>) {
        self.errors.set(problems);
        let first = self.errors.with_untracked(|errors| errors.first().cloned());
        if let Some((path, _)) = first {
            self.go_to(&path);
        }
    }

    /// Puts the focus on a field.
    pub fn go_to(self, path: &str) {
        let id = self.id(path);
        if !dom::try_focus(&id) {
            // It may be about to be shown.
            request_animation_frame(move || dom::focus(&id));
        }
    }

    /// The words beside the field with this path; of a field in a row, its number too.
    pub fn label(self, path: &str) -> String {
        checks::label(self, path)
    }
}

fn find<'a>(choices: &'a [Choice], value: &str) -> Option<&'a Choice> {
    choices.iter().find(|choice| choice.value == value)
}
