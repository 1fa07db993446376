//! The page for a new machine.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::{Field, Input, Operator, Verb};

use super::{aside::Aside, asked::Asked, copies_view::Copies, draft::DraftNotice, plan::Plan};
use crate::{
    components::form::{Filling, FormView, problems::ProblemSummary},
    routes::Route,
    store::{holding::Holding, use_store},
    ui::follow::when,
};

/// What a provider may tell of the bounds of its fields.
const LIMITS: &str = "limits";

/// The form, the copies, and what stands beside them.
#[component]
pub fn NewMachine(
    /// In which account.
    holding: Holding,
    /// Its provider's complete client.
    operator: Arc<dyn Operator>,
    /// There is no other account to choose.
    is_only: bool,
) -> impl IntoView {
    let store = use_store();
    let label = holding.account.label.clone();
    let unlocked = store.access(&holding).err().map(|error| error.message);
    let settings = Route::Account(holding.account.id.clone()).href();
    let filling = Filling::new(holding, operator, Verb::Create, None);
    let plan = Plan::new(store, filling);
    read_limits(filling);
    let is_asked = when(move || !plan.asked.read().is_empty());
    view! {
        <div class="build-head">
            <h1>"New machine"</h1>
            <p class="muted">"in "{label}</p>
            {(!is_only).then(|| view! { <a href=Route::Build(None).href()>"Another account"</a> })}
        </div>
        {unlocked.map(|why| view! {
            <div class="banner build-banner" role="alert">
                <p class="banner-words">{why}</p>
                <a class="button" href=settings>"Open the account's settings"</a>
            </div>
        })}
        <Asked plan/>
        <form
            class="build"
            class:is-away=is_asked
            aria-label="New machine"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                if let Some(each) = plan.finished() {
                    plan.ask(each);
                }
            }
        >
            <div class="build-form">
                <DraftNotice plan/>
                <ProblemSummary filling/>
                <FormView filling/>
                <Copies plan/>
            </div>
            <Aside plan/>
        </form>
    }
}

/// Asks whether the provider has closer bounds for the fields; most have none to tell.
fn read_limits(filling: Filling) {
    let store = use_store();
    let about = filling.about();
    let access = store.access(&about.holding);
    let flow = access.and_then(|access| about.operator.further(&access, LIMITS, &Input::default()));
    let Ok(mut flow) = flow else { return };
    spawn_local(async move {
        let mut fields: Vec<Field> = Vec::new();
        let each = |page: Vec<Field>| fields.extend(page);
        let is_wanted = move || filling.is_alive();
        let read = store
            .drive(&about.holding, &mut *flow, is_wanted, each)
            .await;
        // Without them the provider judges what is sent, as it does anyway.
        if read.is_ok() && filling.is_alive() {
            filling.revise(fields);
        }
    });
}
