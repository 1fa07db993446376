//! "Are you sure?", asked in one place for everything that may lose work.

use std::sync::Arc;

use leptos::prelude::*;

use super::request_view::sends::{Sends, ShowRequest};
use crate::ui::{
    dialog::Dialog,
    follow::{part, when},
};

/// A question waiting for an answer.
#[derive(Clone)]
pub struct Confirm {
    /// The heading, a question.
    pub title: String,
    /// What happens and what may be lost.
    pub body: String,
    /// The word on the button that does it.
    pub verb: &'static str,
    /// What would be sent, where anything is.
    pub sends: Option<Sends>,
    /// Called on yes.
    ///
    /// Shared rather than a callback of the part of the page that asks: that part may be gone by
    /// the time somebody answers.
    pub yes: Arc<dyn Fn() + Send + Sync>,
}

/// A question with what makes it harder to say yes to.
#[derive(Clone)]
pub struct Asked {
    question: Confirm,
    /// More of what happens, a line each.
    details: Vec<String>,
    /// What has to be typed before yes can be said; empty for nothing.
    typed: String,
}

/// Where the question of the moment is.
pub type Asking = RwSignal<Option<Asked>>;

/// Asks a question.
pub fn ask(question: Confirm) {
    ask_typed(question, String::new(), Vec::new());
}

/// Asks a question that is answered by typing this text, such as a machine's name or how many
/// machines are meant, and says more of what happens in a list.
pub fn ask_typed(question: Confirm, typed: String, details: Vec<String>) {
    expect_context::<Asking>().set(Some(Asked {
        question,
        details,
        typed,
    }));
}

/// Where questions appear.
#[component]
pub fn ConfirmHost() -> impl IntoView {
    let asking = expect_context::<Asking>();
    part(move || asking.get().map(|asked| dialog(asking, asked)).into_any())
}

fn dialog(asking: Asking, asked: Asked) -> AnyView {
    let close = Callback::new(move |()| asking.set(None));
    let Asked {
        question,
        details,
        typed,
    } = asked;
    let entered = RwSignal::new(String::new());
    let has_to_type = !typed.is_empty();
    let prompt = ["Type ", &typed, " to go on"].concat();
    let is_right = when(move || entered.read().trim() == typed.trim());
    let yes = question.yes;
    let request = question.sends.map(|sends| {
        let Sends {
            holding,
            order,
            more,
        } = sends;
        view! { <ShowRequest holding order more/> }.into_any()
    });
    let go_on = move || {
        if is_right.get_untracked() {
            asking.set(None);
            yes();
        }
    };
    let pressed = go_on.clone();
    let field = has_to_type.then(|| {
        view! {
            <div class="field confirm-field">
                <label for="confirm-typed">{prompt}</label>
                <input
                    id="confirm-typed"
                    class="input mono"
                    autofocus
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=entered
                    on:input=move |event| entered.set(event_target_value(&event))
                    on:keydown=move |event| if event.key() == "Enter" { pressed(); }
                />
            </div>
        }
        .into_any()
    });
    let details: Vec<AnyView> = details
        .into_iter()
        .map(|line| view! { <li>{line}</li> }.into_any())
        .collect();
    let list = (!details.is_empty())
        .then(|| view! { <ul class="confirm-details" role="list">{details}</ul> }.into_any());
    view! {
        <Dialog title=question.title on_close=close>
            <p>{question.body}</p>
            {list}
            {request}
            {field}
            <div class="dialog-actions">
                <button class="button" autofocus=!has_to_type on:click=move |_| close.run(())>"Cancel"</button>
                <button
                    class="button danger"
                    disabled=when(move || !is_right.get())
                    on:click=move |_| go_on()
                >
                    {question.verb}
                </button>
            </div>
        </Dialog>
    }
    .into_any()
}
