//! "Are you sure?", asked in one place for everything that may lose work.

use std::sync::Arc;

use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    request_view::sends::{Sends, ShowRequest},
    typed::{TypedField, is_typed},
};
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
    let wanted = typed.clone();
    let is_right = when(move || !has_to_type || is_typed(&entered.read(), &typed));
    let yes = question.yes;
    let request = question.sends.map(|sends| {
        let Sends {
            holding,
            order,
            more,
        } = sends;
        view! { <ShowRequest holding order more/> }.into_any()
    });
    let go_on = move |event: SubmitEvent| {
        event.prevent_default();
        if is_right.get_untracked() {
            asking.set(None);
            yes();
        }
    };
    let details: Vec<AnyView> = details
        .into_iter()
        .map(|line| view! { <li>{line}</li> }.into_any())
        .collect();
    let list = (!details.is_empty())
        .then(|| view! { <ul class="confirm-details" role="list">{details}</ul> }.into_any());
    view! {
        <Dialog title=question.title on_close=close>
            <form class="form" novalidate on:submit=go_on>
                <p>{question.body}</p>
                {list}
                {request}
                {has_to_type.then(|| view! { <TypedField id="confirm-typed" wanted value=entered autofocus=true/> })}
                <div class="dialog-actions">
                    <button type="button" class="button" autofocus=!has_to_type on:click=move |_| close.run(())>"Cancel"</button>
                    <button type="submit" class="button danger" disabled=when(move || !is_right.get())>
                        {question.verb}
                    </button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}
