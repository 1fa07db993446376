//! What a form has asked the provider for: each list of choices and each group of fields once for
//! the entries it depends on. An answer to an earlier choice is kept where it belongs and shown
//! nowhere else.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::{Choice, Error, Field, Flow, Input, input::Entry};

use super::Filling;
use crate::store::use_store;

/// What is asked for: its name and the entries it depends on.
pub(super) type Question = (String, Vec<Option<Entry>>);

/// How an answer stands.
#[derive(Clone, PartialEq)]
pub(super) enum Answer<T> {
    /// Nothing came yet.
    Asking,
    /// These so far; more come while `more`.
    Here { items: Arc<[T]>, more: bool },
    /// Why there is none.
    Failed(String),
}

/// A question and its answer.
pub(super) type Asked<T> = (Question, ArcRwSignal<Answer<T>>);

/// All questions of a form.
#[derive(Clone, Copy, Default)]
pub(super) struct Asks {
    choices: StoredValue<Vec<Asked<Choice>>>,
    fields: StoredValue<Vec<Asked<Field>>>,
}

/// The flow that answers a question.
type Made<T> = Result<Box<dyn Flow<Vec<T>>>, Error>;

impl Filling {
    /// The choices of a lookup.
    pub(super) fn ask_choices(
        self,
        question: Question,
        input: Input,
    ) -> ArcRwSignal<Answer<Choice>> {
        let about = self.about();
        let name = question.0.clone();
        self.ask(self.asks.choices, question, move |access| {
            about.operator.lookup(access, &name, &input)
        })
    }

    /// The fields of a group.
    pub(super) fn ask_fields(self, question: Question, input: Input) -> ArcRwSignal<Answer<Field>> {
        let about = self.about();
        let name = question.0.clone();
        self.ask(self.asks.fields, question, move |access| {
            about.operator.further(access, &name, &input)
        })
    }

    fn ask<T: Clone + Send + Sync + 'static>(
        self,
        known: StoredValue<Vec<Asked<T>>>,
        question: Question,
        make: impl FnOnce(&pilothouse_core::Access) -> Made<T> + 'static,
    ) -> ArcRwSignal<Answer<T>> {
        let found = known.with_value(|known| {
            let mut known = known.iter();
            let found = known.find(|(asked, _)| *asked == question);
            found.map(|(_, answer)| answer.clone())
        });
        if let Some(answer) = found {
            return answer;
        }
        let answer = ArcRwSignal::new(Answer::Asking);
        known.update_value(|known| known.push((question, answer.clone())));
        let (store, holding, shown) = (use_store(), self.about().holding, answer.clone());
        let mut flow = match store.access(&holding).and_then(|access| make(&access)) {
            Ok(flow) => flow,
            Err(error) => {
                answer.set(Answer::Failed(error.message));
                return answer;
            }
        };
        spawn_local(async move {
            let mut all: Vec<T> = Vec::new();
            let is_wanted = move || self.is_alive();
            let each = |page: Vec<T>| {
                all.extend(page);
                shown.set(here(&all, true));
            };
            let ended = store.drive(&holding, &mut *flow, is_wanted, each).await;
            shown.set(match ended {
                Ok(()) => here(&all, false),
                Err(error) => Answer::Failed(error.message),
            });
        });
        answer
    }

    /// Forgets what failed, so that it is asked again.
    pub(super) fn forget_choices(self, question: &Question) {
        self.asks
            .choices
            .update_value(|known| known.retain(|(asked, _)| asked != question));
    }

    /// The same for a group of fields.
    pub(super) fn forget_fields(self, question: &Question) {
        self.asks
            .fields
            .update_value(|known| known.retain(|(asked, _)| asked != question));
    }
}

fn here<T: Clone>(all: &[T], more: bool) -> Answer<T> {
    Answer::Here {
        items: all.into(),
        more,
    }
}
