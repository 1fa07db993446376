//! What has to be known, entered and confirmed before something is asked of a provider.

use std::sync::Arc;

use leptos::prelude::*;
use pilothouse_core::{Machine, Operator, Order, Target, Undo, Verb};

use super::{
    form::{Filling, FormView, problems::ProblemSummary},
    request_view::sends::ShowRequest,
    typed::{TypedField, is_typed},
    undo::undo_words,
};
use crate::{
    store::{holding::Holding, use_store, work::Ask},
    ui::{dialog::Dialog, follow::when},
};

/// The dialog of one verb.
#[component]
pub fn OrderDialog(
    /// The account.
    holding: Holding,
    /// Its provider's complete client.
    operator: Arc<dyn Operator>,
    /// What is asked for.
    verb: Verb,
    /// Of what.
    target: Target,
    /// What that is called.
    name: String,
    /// The machine it is about, if it is about one.
    #[prop(optional_no_strip)]
    machine: Option<Machine>,
    /// What has to be typed in place of the name, such as a count.
    #[prop(optional)]
    typed: Option<String>,
    /// Called when it is answered either way.
    close: Callback<()>,
) -> impl IntoView {
    let store = use_store();
    let called = if name.trim().is_empty() {
        target.id.to_string()
    } else {
        name.clone()
    };
    let called = if called.is_empty() {
        holding.account.label.clone()
    } else {
        called
    };
    let title = [
        verb.label(),
        " ",
        &called,
        if verb.is_harsh() { "?" } else { "" },
    ]
    .concat();
    let rule = operator.abilities().rule(verb);
    let note = rule.map_or("", |rule| rule.note);
    let undo = rule.map(|rule| undo_words(rule.undo)).unwrap_or_default();
    let is_lost = rule.is_some_and(|rule| matches!(rule.undo, Undo::Never(_)));
    let wanted = is_final(verb).then(|| typed.unwrap_or_else(|| called.clone()));
    let answer = RwSignal::new(String::new());
    let filling = Filling::new(holding.clone(), operator, verb, machine);
    let is_bare = filling.form.with_untracked(|form| form.fields.is_empty());
    let can = {
        let wanted = wanted.clone();
        Memo::new(move |_| {
            wanted
                .as_ref()
                .is_none_or(|wanted| is_typed(&answer.read(), wanted))
        })
    };
    let request = {
        let (holding, target) = (holding.clone(), target.clone());
        let order = Signal::derive(move || Order {
            input: filling.wanted(),
            ..Order::new(verb, target.clone())
        });
        view! { <ShowRequest holding order more=String::new()/> }.into_any()
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !can.get_untracked() {
            return;
        }
        let Some(input) = filling.finished() else {
            return;
        };
        let order = Order {
            input,
            ..Order::new(verb, target.clone())
        };
        store.ask(&holding, Ask::new(order, name.clone()));
        close.run(());
    };
    view! {
        <Dialog title on_close=close>
            <form class="form" novalidate on:submit=submit>
                <p>{verb.meaning()}"."</p>
                {(!note.is_empty()).then(|| view! { <p class="muted">{note}</p> })}
                {(!undo.is_empty()).then(|| view! { <p class:loss-told=is_lost>{undo}</p> })}
                {(!is_bare).then(|| view! { <ProblemSummary filling/> <FormView filling/> })}
                {request}
                {wanted.map(|wanted| view! { <TypedField id="typed" wanted value=answer/> })}
                <div class="dialog-actions">
                    <button type="button" class="button" on:click=move |_| close.run(())>"Cancel"</button>
                    <button
                        type="submit"
                        class="button"
                        class:danger=verb.is_harsh()
                        class:primary=!verb.is_harsh()
                        disabled=when(move || !can.get())
                    >{verb.label()}</button>
                </div>
            </form>
        </Dialog>
    }
}

/// Whether a name has to be typed.
const fn is_final(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::Delete | Verb::Purge | Verb::EmptyTrash | Verb::Rebuild
    )
}
