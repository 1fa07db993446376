//! What is about to be asked: the form, how many copies, under which names.

use leptos::prelude::*;
use pilothouse_core::{Form, Input, Order, Target, Verb, form::Kind};

use super::{copies, documents};
use crate::{
    api::clock,
    components::form::Filling,
    store::{Store, jobs::JobId, work::Ask},
    ui::dom,
};

/// The id of the field for the pattern.
pub(super) const PATTERN: &str = "copies-pattern";

/// What a form amounts to. Copies are the same.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Everything known.
    pub store: Store,
    /// The form.
    pub filling: Filling,
    /// How many copies, as chosen.
    pub copies: RwSignal<u32>,
    /// The pattern of their names, once somebody has typed one.
    pub pattern: RwSignal<Option<String>>,
    /// What is wrong with the pattern.
    pub pattern_error: RwSignal<String>,
    /// It cannot be asked now.
    pub is_blocked: RwSignal<bool>,
    /// What was asked, while that is shown instead of the form.
    pub asked: RwSignal<Vec<JobId>>,
}

impl Plan {
    pub(super) fn new(store: Store, filling: Filling) -> Self {
        Self {
            store,
            filling,
            copies: RwSignal::new(1),
            pattern: RwSignal::new(None),
            pattern_error: RwSignal::default(),
            is_blocked: RwSignal::new(false),
            asked: RwSignal::default(),
        }
    }

    fn target(self) -> Target {
        let machine = self.filling.about().machine;
        machine.map_or_else(Target::account, |machine| machine.target())
    }

    pub(super) fn verb(self) -> Verb {
        self.filling.about().verb
    }

    fn order(self, input: Input) -> Order {
        Order {
            input,
            ..Order::new(self.verb(), self.target())
        }
    }

    /// What the machine would be called. Reactive.
    pub(super) fn name(self) -> Option<String> {
        let about = self.filling.about();
        if let Some(machine) = about.machine {
            return Some(machine.name);
        }
        about
            .operator
            .given_name(&self.order(self.filling.wanted()))
    }

    /// The key of the field the name is taken from, if it is one that is shown. Reactive.
    pub(super) fn name_key(self) -> Option<String> {
        const PROBE: &str = "zq7probe";
        let operator = self.filling.about().operator;
        let wanted = self.filling.wanted();
        let is_name = |key: &str| {
            let order = self.order(wanted.clone().with(key, PROBE));
            operator
                .given_name(&order)
                .is_some_and(|name| name.starts_with(PROBE))
        };
        self.filling.form.with(|form| {
            let lines = form
                .fields
                .iter()
                .filter(|field| matches!(field.kind, Kind::Text { .. }));
            let shown = lines.filter(|field| self.filling.is_shown(&field.key));
            shown
                .map(|field| field.key.clone())
                .find(|key| is_name(key))
        })
    }

    /// The pattern in use. Reactive.
    pub(super) fn pattern_now(self) -> String {
        let typed = self.pattern.get();
        typed.unwrap_or_else(|| copies::suggested(&self.name().unwrap_or_default()))
    }

    /// The names of all copies; an error is about the pattern. Reactive.
    pub(super) fn names(self) -> Result<Vec<String>, String> {
        let count = self.copies.get();
        if count < 2 {
            return Ok(vec![self.name().unwrap_or_default()]);
        }
        copies::names(&self.pattern_now(), count)
    }

    /// Whether the account has a machine of this name, as far as is known. Reactive.
    pub(super) fn is_taken(self, name: &str) -> bool {
        let holding = self.filling.about().holding;
        !name.is_empty()
            && holding.roster.with(|roster| {
                let mut machines = roster.entries().iter();
                machines.any(|entry| entry.machine.name.eq_ignore_ascii_case(name))
            })
    }

    /// What would be sent for each copy: its name and its input. Reactive.
    fn each(self, wanted: &Input) -> Result<Vec<(String, Input)>, String> {
        let names = self.names()?;
        let key = self.name_key().filter(|_| names.len() > 1);
        let wanted = documents::sealed(self.filling, wanted.clone());
        let input = |name: String| {
            let input = match &key {
                Some(key) => wanted.clone().with(key, name.as_str()),
                None => wanted.clone(),
            };
            (name, input)
        };
        Ok(names.into_iter().map(input).collect())
    }

    /// What would be asked for the first copy, as far as the form is filled in. Reactive.
    pub(super) fn first(self) -> Order {
        let wanted = self.filling.wanted();
        let each = self.each(&wanted).ok();
        let first = each.and_then(|each| each.into_iter().next());
        self.order(first.map_or(wanted, |(_, input)| input))
    }

    /// Everything checked that can be; shows what is wrong and gives nothing then. Not reactive.
    pub(super) fn finished(self) -> Option<Vec<(String, Input)>> {
        self.pattern_error.set(String::new());
        let name_key = untrack(|| self.name_key());
        let is_many = self.copies.get_untracked() > 1;
        if let Err(words) = untrack(|| self.names()) {
            self.refuse_pattern(words);
            return None;
        }
        if is_many && let Some(key) = &name_key {
            // Every copy gets its name from the pattern.
            let name = untrack(|| self.names())
                .ok()
                .and_then(|names| names.into_iter().next());
            let is_empty = self
                .filling
                .input
                .with_untracked(|input| input.text(key).is_none());
            if let Some(name) = name.filter(|_| is_empty) {
                self.filling.input.update(|input| input.set(key, name));
            }
        }
        let wanted = self.filling.finished()?;
        let each = match untrack(|| self.each(&wanted)) {
            Ok(each) => each,
            Err(words) => {
                self.refuse_pattern(words);
                return None;
            }
        };
        let form: Form = self.filling.form.get_untracked();
        for (name, input) in &each {
            let problems = form
                .check(input)
                .err()
                .map(|error| error.fields)
                .unwrap_or_default();
            let of_name = problems
                .into_iter()
                .find(|(key, _)| Some(key) == name_key.as_ref());
            if let Some((_, words)) = of_name {
                self.refuse_pattern([name, ": ", &words].concat());
                return None;
            }
        }
        self.passes(&each).then_some(each)
    }

    /// What the client itself says of the first request, before a job is made of it.
    fn passes(self, each: &[(String, Input)]) -> bool {
        let about = self.filling.about();
        let Some((_, input)) = each.first() else {
            return false;
        };
        let order = self.order(input.clone());
        let made = self.store.access(&about.holding).and_then(|access| {
            about
                .operator
                .order(&access, clock::now(), &order, 0)
                .map(|_| ())
        });
        match made {
            Ok(()) => true,
            Err(error) => {
                self.refuse(error.fields, &error.message);
                false
            }
        }
    }

    fn refuse_pattern(self, words: String) {
        self.pattern_error.set(words);
        dom::focus(PATTERN);
    }

    /// Shows what the client or the provider refused, at its fields where it names them.
    pub(super) fn refuse(self, fields: Vec<(String, String)>, message: &str) {
        let fields = if fields.is_empty() {
            vec![(String::new(), message.to_owned())]
        } else {
            fields
        };
        self.filling.show_problems(fields);
    }

    /// Asks for all copies.
    pub(super) fn ask(self, each: Vec<(String, Input)>) {
        let holding = self.filling.about().holding;
        let batch = (each.len() > 1).then(|| self.store.ids.next());
        let ids: Vec<JobId> = each
            .into_iter()
            .map(|(name, input)| {
                let ask = Ask {
                    batch: batch.clone(),
                    ..Ask::new(self.order(input), name)
                };
                self.store.ask(&holding, ask)
            })
            .collect();
        if self.verb() == Verb::Create {
            let account = &holding.account.id;
            self.store.forget_draft_after(account, ids.clone());
        }
        self.asked.set(ids);
        dom::focus("main");
    }
}
