//! "Are you sure?", asked in one place for everything that may lose work.

use std::sync::Arc;

use leptos::prelude::*;

use crate::ui::{dialog::Dialog, follow::part};

/// A question waiting for an answer.
#[derive(Clone)]
pub struct Confirm {
    /// The heading, a question.
    pub title: String,
    /// What happens and what may be lost.
    pub body: String,
    /// The word on the button that does it.
    pub verb: &'static str,
    /// Called on yes.
    ///
    /// Shared rather than a callback of the part of the page that asks: that part may be gone by
    /// the time somebody answers.
    pub yes: Arc<dyn Fn() + Send + Sync>,
}

/// Asks a question.
pub fn ask(question: Confirm) {
    expect_context::<RwSignal<Option<Confirm>>>().set(Some(question));
}

/// Where questions appear.
#[component]
pub fn ConfirmHost() -> impl IntoView {
    let question = expect_context::<RwSignal<Option<Confirm>>>();
    part(move || {
        question.get().map(|asked| {
            let close = Callback::new(move |()| question.set(None));
            let yes = asked.yes;
            view! {
                <Dialog title=asked.title on_close=close>
                    <p>{asked.body}</p>
                    <div class="dialog-actions">
                        <button class="button" autofocus on:click=move |_| close.run(())>"Cancel"</button>
                        <button class="button danger" on:click=move |_| { question.set(None); yes(); }>
                            {asked.verb}
                        </button>
                    </div>
                </Dialog>
            }
        })
        .into_any()
    })
}
