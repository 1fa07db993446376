//! What an order would send, for whoever wants to see it before it is sent.

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::Order;

use super::{Named, RequestView};
use crate::{
    store::{holding::Holding, use_store},
    ui::follow::{part, part_when, text},
};

/// An order that has not been given yet.
#[derive(Clone)]
pub struct Sends {
    /// The account.
    pub holding: Holding,
    /// What would be asked, of the first machine where there are several.
    pub order: Order,
    /// What else would be sent that is not shown, in words; empty for nothing.
    pub more: String,
}

/// A button that shows the request, for a dialog. It is made anew whenever the order changes.
#[component]
pub fn ShowRequest(
    /// The account.
    holding: Holding,
    /// The order as it would be given now.
    #[prop(into)]
    order: Signal<Order>,
    /// What else would be sent that is not shown, in words.
    #[prop(into)]
    more: Signal<String>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let shown = part_when(
        move || open.get(),
        move || {
            let holding = holding.clone();
            view! { <Requests id="would-send" holding order more/> }.into_any()
        },
    );
    view! {
        <div class="would-send">
            <button
                type="button"
                class="button quiet"
                aria-expanded=text(move || open.get().to_string())
                on:click=move |_| open.update(|open| *open = !*open)
            >"Show the request"</button>
            {shown}
        </div>
    }
}

/// The requests of an order that may still change.
#[component]
pub fn Requests(
    /// Begins the ids; unique on the page.
    id: &'static str,
    /// The account.
    holding: Holding,
    /// The order as it would be given now.
    order: Signal<Order>,
    /// What else would be sent that is not shown, in words.
    more: Signal<String>,
) -> impl IntoView {
    let store = use_store();
    let found = RwSignal::new(None::<Result<Vec<Named>, String>>);
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let order = order.get();
        let this = turn.get_value().wrapping_add(1);
        turn.set_value(this);
        let holding = holding.clone();
        spawn_local(async move {
            let requests = store.preview(&holding, &order).await;
            // What was entered meanwhile has requests of its own.
            if turn.try_get_value() == Some(this) {
                let named = requests.map(|requests| Named::all("", requests));
                let _still_there = found.try_set(Some(named.map_err(|error| error.message)));
            }
        });
    });
    let is_found = move || matches!(&*found.read(), Some(Ok(_)));
    let requests = Signal::derive(move || match &*found.read() {
        Some(Ok(requests)) => requests.clone(),
        _ => Vec::new(),
    });
    let words = part(move || match &*found.read() {
        Some(Err(words)) => {
            view! { <p class="muted">"Fill in the form to see what is sent. "{words.clone()}</p> }
                .into_any()
        }
        Some(Ok(_)) => {
            let more = more.get();
            (!more.is_empty())
                .then(|| view! { <p class="muted">{more}</p> })
                .into_any()
        }
        None => ().into_any(),
    });
    let view = part_when(is_found, move || {
        view! { <RequestView id requests/> }.into_any()
    });
    view! { {words}{view} }
}
