//! The page for installing a machine anew. Everything on it is lost, so its name is asked for.

use std::sync::Arc;

use leptos::prelude::*;
use pilothouse_core::{
    Input, Operator, Verb,
    capability::{Availability, Undo},
};

use super::{aside::Aside, asked::Asked, plan::Plan, stopped};
use crate::{
    components::{
        form::{Filling, FormView, problems::ProblemSummary},
        typed::{TypedField, is_typed},
    },
    routes::{Place, Route, View},
    store::{holding::Holding, use_store},
    ui::{
        dialog::Dialog,
        follow::{part, when},
    },
};

/// The form for one machine, once it has been read.
#[component]
pub fn RebuildMachine(
    /// Its account.
    holding: Holding,
    /// The provider's complete client.
    operator: Arc<dyn Operator>,
    /// Which machine.
    place: Place,
) -> impl IntoView {
    // The form is made once of the machine as it is first seen: what is typed outlives refreshes.
    let (held, id) = (holding.clone(), place.machine.clone());
    let is_here = Memo::new(move |_| {
        held.roster.with(|roster| {
            roster
                .entries()
                .iter()
                .any(|entry| entry.machine.id.as_str() == id)
        })
    });
    let is_loading = {
        let holding = holding.clone();
        Memo::new(move |_| {
            holding
                .status
                .with(|status| status.fresh.is_none() && status.error.is_none())
        })
    };
    part(move || {
        let machine = holding.roster.with_untracked(|roster| {
            let mut entries = roster.entries().iter();
            entries
                .find(|entry| entry.machine.id.as_str() == place.machine)
                .map(|entry| entry.machine.clone())
        });
        match machine.filter(|_| is_here.get()) {
            None if is_loading.get() => super::skeleton(),
            None => stopped("Rebuild", "This machine is not in the account.", None),
            Some(machine) => {
                let plan = Plan::new(
                    use_store(),
                    Filling::new(
                        holding.clone(),
                        operator.clone(),
                        Verb::Rebuild,
                        Some(machine),
                    ),
                );
                view! { <Form plan place=place.clone()/> }.into_any()
            }
        }
    })
}

#[component]
fn Form(plan: Plan, place: Place) -> impl IntoView {
    let about = plan.filling.about();
    let machine = about.machine.as_ref();
    let name = machine
        .map(|machine| machine.name.clone())
        .unwrap_or_default();
    let (held, operator) = (about.holding.clone(), about.operator.clone());
    let can = Memo::new(move |_| {
        let state = held.roster.with(|roster| {
            let mut entries = roster.entries().iter();
            entries
                .find(|entry| entry.machine.id.as_str() == place.machine)
                .map(|entry| entry.machine.state)
        });
        match state.map(|state| operator.abilities().availability(Verb::Rebuild, state)) {
            Some(Availability::Not(why)) => why,
            _ => String::new(),
        }
    });
    Effect::new(move |_| plan.is_blocked.set(!can.read().is_empty()));
    let asking = RwSignal::new(None::<Vec<(String, Input)>>);
    let is_asked = when(move || !plan.asked.read().is_empty());
    let label = about.holding.account.label.clone();
    let (title, asked_name) = (name.clone(), name);
    let filling = plan.filling;
    view! {
        <div class="build-head">
            <h1>"Rebuild "<span class="mono">{title}</span></h1>
            <p class="muted">"in "{label}</p>
        </div>
        <Asked plan/>
        <form
            class="build"
            class:is-away=is_asked
            aria-label="Rebuild"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                if can.get_untracked().is_empty() {
                    asking.set(plan.finished());
                }
            }
        >
            <div class="build-form">
                {part(move || {
                    let why = can.get();
                    (!why.is_empty() && !is_asked.get_untracked()).then(|| view! {
                        <div class="banner" role="alert">
                            <p class="banner-words">"Cannot be rebuilt now. "{why}</p>
                            <a class="button" href=Route::Machines(View::default()).href()>"Back to the machines"</a>
                        </div>
                    }).into_any()
                })}
                <ProblemSummary filling/>
                <FormView filling/>
            </div>
            <Aside plan/>
        </form>
        {part(move || {
            let name = asked_name.clone();
            asking.get().map(|each| view! { <Sure plan name each close=Callback::new(move |()| asking.set(None))/> }).into_any()
        })}
    }
}

/// Asks for the name of the machine whose disks are about to be lost.
#[component]
fn Sure(
    plan: Plan,
    name: String,
    each: Vec<(String, Input)>,
    close: Callback<()>,
) -> impl IntoView {
    let about = plan.filling.about();
    let lost = match about
        .operator
        .abilities()
        .rule(Verb::Rebuild)
        .map(|rule| rule.undo)
    {
        Some(Undo::Never(words)) => ["Cannot be taken back. Lost: ", words].concat(),
        _ => String::new(),
    };
    let typed = RwSignal::new(String::new());
    let (wanted, title) = (name.clone(), ["Rebuild ", &name, "?"].concat());
    let is_same = when(move || is_typed(&typed.read(), &name));
    let each = StoredValue::new(each);
    let go = move || {
        if is_same.get_untracked() {
            let each = each.get_value();
            close.run(());
            plan.ask(each);
        }
    };
    view! {
        <Dialog title on_close=close>
            <form class="form" novalidate on:submit=move |event| { event.prevent_default(); go(); }>
                <p>{lost}</p>
                <TypedField id="sure-name" wanted value=typed/>
                <div class="dialog-actions">
                    <button class="button" type="button" on:click=move |_| close.run(())>"Cancel"</button>
                    <button class="button danger" type="submit" disabled=move || !is_same.get()>"Rebuild"</button>
                </div>
            </form>
        </Dialog>
    }
}
