//! One machine: beside the fleet where there is room, in its place where there is not.

mod activity;
mod acts;
mod can;
mod close;
mod console;
mod danger;
mod gone;
mod head;
mod look;
mod more;
mod overview;
mod raw;
mod section;
mod sections;
mod subject;
mod tabs;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::order_dialog::OrderDialog,
    routes::{Place, Route},
    store::{holding::Holding, use_store},
    ui::{
        dom,
        follow::{part, part_when, text},
    },
};
use subject::{Asked, Subject};

/// The machine at a place.
#[component]
pub fn MachinePage(
    /// Which.
    place: Place,
) -> impl IntoView {
    let store = use_store();
    let account = place.account.clone();
    // Another one after every change of the account's settings.
    let holding_key = Memo::new(move |_| {
        let all = store.all();
        let mut its = all.iter().filter(|holding| holding.account.id == account);
        its.next().map(Holding::key)
    });
    let machine = place.machine.clone();
    let body = part(move || {
        let key = holding_key.get();
        let holding = key.and_then(|key| store.holding_by_key(&key));
        match holding {
            Some(holding) => {
                let subject = Subject::new(store, holding, &machine);
                view! { <Body subject/> }.into_any()
            }
            None => no_account(&machine),
        }
    });
    close::on_escape();
    request_animation_frame(|| dom::focus(head::NAME));
    view! { <aside id=close::DRAWER class="drawer" aria-labelledby=head::NAME>{body}</aside> }
}

/// The account is not there, or not yet.
fn no_account(machine: &str) -> AnyView {
    let store = use_store();
    let machine = machine.to_owned();
    let words = move || {
        if store.is_ready.get() {
            "There is no such account in this panel. It was removed, or this address is from another browser."
        } else {
            "Reading the accounts…"
        }
    };
    view! {
        {head::bar(Signal::stored(machine))}
        <div class="drawer-part">
            <p class="muted">{text(move || words().to_owned())}</p>
            {part_when(move || store.is_ready.get(), || view! {
                <a class="button" href=Route::Accounts.href()>"Accounts"</a>
            }.into_any())}
        </div>
    }
    .into_any()
}

#[component]
fn Body(subject: Subject) -> impl IntoView {
    fetch_client(subject);
    look::when_known(subject);
    let is_known = Memo::new(move |_| subject.row.read().is_some());
    let parts = move || {
        view! {
            {head::head(subject)}
            {gone::notice(subject)}
            {acts::acts(subject)}
            {activity::now(subject)}
            {tabs::tabs(subject)}
        }
        .into_any()
    };
    view! {
        {head::bar(subject.name())}
        {part(move || if is_known.get() { parts() } else { gone::unknown(subject) })}
        <Dialogs subject/>
    }
}

/// Fetches the provider's complete client.
fn fetch_client(subject: Subject) {
    subject.trouble.set(None);
    spawn_local(async move {
        let Some(holding) = subject.holding.try_get_value() else {
            return;
        };
        match subject.store.operator(&holding).await {
            Ok(operator) => {
                let _still_there = subject.operator.try_set(Some(operator));
            }
            Err(error) => {
                let _still_there = subject.trouble.try_set(Some(error));
            }
        }
    });
}

/// What was asked for and wants an answer first.
#[component]
fn Dialogs(subject: Subject) -> impl IntoView {
    let close = Callback::new(move |()| subject.asked.set(None));
    part(move || {
        let (Some(asked), Some(operator)) = (subject.asked.get(), subject.operator.get_untracked())
        else {
            return ().into_any();
        };
        let Some(machine) = subject.machine_untracked() else {
            return ().into_any();
        };
        let holding = subject.holding.get_value();
        match asked {
            Asked::Console => {
                view! { {console::console_dialog(subject, operator, close)} }.into_any()
            }
            Asked::Verb(verb) => {
                let (target, name) = (machine.target(), machine.name.clone());
                let machine = Some(machine);
                view! { <OrderDialog holding operator verb target name machine close/> }.into_any()
            }
        }
    })
}
