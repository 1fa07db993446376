//! What each action of a machine would send.

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::{Order, Verb};

use super::{Named, RequestView};
use crate::{
    components::power_menu::availability,
    store::{Store, rows::RowKey, use_store},
    ui::{dialog::Dialog, follow::part},
};

/// The dialog.
#[component]
pub fn ActionRequests(
    /// Of which machine.
    key: RowKey,
    /// Called when it is dismissed.
    close: Callback<()>,
) -> impl IntoView {
    let store = use_store();
    let holding = store.holding(&key.account);
    let machine = holding.as_ref().and_then(|holding| {
        let roster = holding.roster.read_untracked();
        Some(roster.get(&key.machine)?.machine.clone())
    });
    let name = machine
        .as_ref()
        .map_or_else(String::new, |machine| machine.name.clone());
    let found = RwSignal::new(None::<Result<Vec<Named>, String>>);
    let verbs: Vec<Verb> = untrack(|| {
        let ready = |verb: &Verb| availability(store, &key, *verb).is_ready();
        Verb::POWER.into_iter().filter(ready).collect()
    });
    if let (Some(holding), Some(machine)) = (holding, machine) {
        spawn_local(async move {
            let orders = verbs
                .into_iter()
                .map(|verb| Order::new(verb, machine.target()));
            let asked = requests(store, &holding, orders.collect()).await;
            let _still_there = found.try_set(Some(asked));
        });
    } else {
        found.set(Some(Err("The machine is not there any more.".into())));
    }
    let shown = part(move || match found.get() {
        None => view! { <p class="muted" role="status">"Preparing…"</p> }.into_any(),
        Some(Err(words)) => view! { <p class="error-text" role="alert">{words}</p> }.into_any(),
        Some(Ok(requests)) if requests.is_empty() => {
            view! { <p class="muted">"It can be asked for nothing now."</p> }.into_any()
        }
        Some(Ok(requests)) => view! { <RequestView id="action-requests" requests/> }.into_any(),
    });
    view! {
        <Dialog title=["Requests for ", &name].concat() on_close=close>
            <p class="muted">"What each action that is possible now would send. Nothing is sent from here."</p>
            {shown}
            <div class="dialog-actions">
                <button class="button" autofocus on:click=move |_| close.run(())>"Close"</button>
            </div>
        </Dialog>
    }
}

async fn requests(
    store: Store,
    holding: &crate::store::holding::Holding,
    orders: Vec<Order>,
) -> Result<Vec<Named>, String> {
    let mut named = Vec::new();
    for order in orders {
        let requests = store.preview(holding, &order).await;
        let requests = requests.map_err(|error| error.message)?;
        named.extend(Named::all(order.verb.label(), requests));
    }
    Ok(named)
}
