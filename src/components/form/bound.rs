//! One field in its place: what it shows, what changes it, what is wrong with it.

use std::sync::Arc;

use leptos::prelude::*;
use pilothouse_core::{Field, Input, form::Kind, input::Entry};

use super::scope::Scope;
use crate::ui::follow::text;

/// A field and where it is. Clones are the same field.
#[derive(Clone)]
pub(super) struct Bound {
    pub(super) scope: Scope,
    pub(super) field: Arc<Field>,
    /// What it is called in errors.
    pub(super) path: Arc<str>,
}

impl Bound {
    pub(super) fn new(scope: Scope, field: Field) -> Self {
        let path = scope.path(&field.key).into();
        let field = Arc::new(field);
        Self { scope, field, path }
    }

    /// The id of its element.
    pub(super) fn id(&self) -> String {
        self.scope.filling.id(&self.path)
    }

    /// The ids of the words below it, for `aria-describedby`.
    pub(super) fn described_by(&self) -> String {
        let id = self.id();
        [&id, "-help ", &id, "-error"].concat()
    }

    /// Its text. Reactive.
    pub(super) fn text(&self) -> String {
        let read = |input: &Input| input.text(&self.field.key).unwrap_or_default().to_owned();
        self.scope.with(read)
    }

    /// Its text, as a signal.
    pub(super) fn value(&self) -> Signal<String> {
        let bound = self.clone();
        text(move || bound.text())
    }

    /// The values chosen in it. Reactive.
    pub(super) fn many(&self) -> Vec<String> {
        self.scope
            .with(|input| input.many(&self.field.key).to_vec())
    }

    /// Makes, replaces or, with an empty text, removes its entry, because a person does.
    pub(super) fn set(&self, entry: impl Into<Entry>) {
        let entry = entry.into();
        self.scope.change(&self.field.key, |input| match &entry {
            Entry::Many(values) if values.is_empty() => input.remove(&self.field.key),
            entry => input.set(&self.field.key, entry.clone()),
        });
    }

    /// A person leaves it.
    pub(super) fn leave(&self) {
        self.scope.filling.check_field(&self.path);
    }

    /// What is wrong with it; empty for nothing.
    pub(super) fn error(&self) -> Signal<String> {
        let (errors, path) = (self.scope.filling.errors, self.path.clone());
        text(move || {
            errors.with(|errors| {
                let mut errors = errors.iter();
                let found = errors.find(|(field, _)| **field == *path);
                found.map(|(_, words)| words.clone()).unwrap_or_default()
            })
        })
    }

    /// `"true"` while something is wrong with it.
    pub(super) fn is_invalid(&self) -> Signal<String> {
        let error = self.error();
        text(move || (!error.read().is_empty()).to_string())
    }

    /// Whether it may stay empty; what is never empty need not say so.
    fn may_be_left_out(&self) -> bool {
        match &self.field.kind {
            Kind::OneOf(_) => !self.field.required && self.field.initial.is_empty(),
            Kind::Rows { least, .. } => *least == 0,
            Kind::Further { .. } => false,
            _ => !self.field.required,
        }
    }

    /// Its label, with the mark of what may be left out.
    pub(super) fn label(&self) -> AnyView {
        let mark = self
            .may_be_left_out()
            .then(|| view! { <span class="muted">" (optional)"</span> });
        view! { {self.field.label.clone()} {mark} }.into_any()
    }

    /// What it is for and what is wrong with it, below it.
    pub(super) fn words(&self, more: AnyView) -> AnyView {
        let (id, error) = (self.id(), self.error());
        let help = self.field.help.clone();
        view! {
            <p id=[&id, "-help"].concat() class="help">{help}{more}</p>
            <p id=[&id, "-error"].concat() class="error-text">{error}</p>
        }
        .into_any()
    }

    /// A control with its label above and its words below.
    pub(super) fn frame(&self, control: AnyView) -> AnyView {
        view! {
            <div class="field">
                <label for=self.id()>{self.label()}</label>
                {control}
                {self.words(().into_any())}
            </div>
        }
        .into_any()
    }

    /// Several controls as one field; takes the focus itself, for links to it.
    pub(super) fn set_of(&self, controls: AnyView) -> AnyView {
        view! {
            <fieldset
                id=self.id()
                class="field choices"
                tabindex="-1"
                aria-describedby=self.described_by()
            >
                <legend>{self.label()}</legend>
                {controls}
                {self.words(().into_any())}
            </fieldset>
        }
        .into_any()
    }
}
