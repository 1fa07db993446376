//! Names and values, one under the other; values that are worth it can be copied.

use std::sync::Arc;

use leptos::prelude::*;

use crate::ui::copy::CopyButton;

/// One name with its values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// What there is to say: words, and smaller words beside them.
    pub values: Vec<(String, String)>,
    /// The values are names, numbers or addresses rather than prose.
    pub exact: bool,
    /// Each value can be copied.
    pub copied: bool,
}

impl Fact {
    /// A name with words.
    pub fn words(name: &str, value: impl Into<String>) -> Self {
        let values = vec![(value.into(), String::new())];
        let name = name.to_owned();
        Self {
            name,
            values,
            ..Self::default()
        }
    }

    /// A name with a value that is to be read exactly.
    pub fn exact(name: &str, value: impl Into<String>) -> Self {
        Self {
            exact: true,
            ..Self::words(name, value)
        }
    }

    /// The same with smaller words beside its first value.
    #[must_use]
    pub fn beside(mut self, words: impl Into<String>) -> Self {
        if let Some((_, beside)) = self.values.first_mut() {
            *beside = words.into();
        }
        self
    }

    /// The same, to be copied.
    #[must_use]
    pub fn to_copy(mut self) -> Self {
        self.copied = true;
        self
    }
}

/// The list.
#[component]
pub fn Facts(
    /// What to show, in order.
    facts: Vec<Fact>,
) -> impl IntoView {
    let facts = facts.into_iter().map(|fact| {
        let Fact { name, values, exact, copied } = fact;
        let called = name.to_lowercase();
        let values = values.into_iter().map(move |(value, beside)| {
            let given = value.clone();
            let what = [&called, " ", &value].concat();
            view! {
                <dd class="fact-value">
                    <span class:mono=exact>{value}</span>
                    {(!beside.is_empty()).then(|| view! { <span class="muted">{beside}</span> })}
                    {copied.then(|| view! { <CopyButton what give=Arc::new(move || given.clone())/> })}
                </dd>
            }
        });
        view! { <div class="fact"><dt>{name}</dt>{values.collect_view()}</div> }
    });
    view! { <dl class="facts">{facts.collect_view()}</dl> }
}
