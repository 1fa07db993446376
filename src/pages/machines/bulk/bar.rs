//! The bar: how many machines are selected, what they can do, and why not all of them.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::{Input, Order, Verb};

use super::{
    super::fleet::Fleet,
    harm,
    tally::{self, Tally},
};
use crate::{
    components::{
        confirm::{Confirm, ask_typed},
        request_view::sends::Sends,
    },
    store::{Store, rows::RowKey},
    ui::{
        drop::Drop,
        follow::{part, part_when, text},
    },
};

/// Names that are worth reading one by one.
const NAMES: usize = 4;

/// The bar.
pub(super) fn bar(fleet: Fleet) -> AnyView {
    fetch_operators(fleet);
    let picked = fleet.picked;
    let count = text(move || {
        let all = picked.count();
        let shown = fleet.picked_shown.get();
        let selected = [&all.to_string(), " selected"].concat();
        match all - shown.min(all) {
            0 => selected,
            hidden => [&selected, ", ", &hidden.to_string(), " not shown"].concat(),
        }
    });
    let tally = Memo::new(move |_| tally::tally(fleet.store, &picked.keys()));
    let power = part(move || buttons(fleet, &tally.read(), |verb| Verb::POWER.contains(&verb)));
    let delete = part(move || buttons(fleet, &tally.read(), |verb| verb == Verb::Delete));
    let is_more = |verb: Verb| verb != Verb::Delete && !Verb::POWER.contains(&verb);
    let has_more = move || tally.read().ready.iter().any(|(verb, _)| is_more(*verb));
    let more = part_when(has_more, move || {
        let make = Arc::new(move |_| part(move || buttons(fleet, &tally.read(), is_more)));
        view! { <Drop id="bulk-more" label=Signal::stored("More".to_owned()) name="More actions" make/> }
            .into_any()
    });
    let lacks = move || {
        let tally = tally.read();
        let few = |(_, count): &(Verb, usize)| *count < tally.there;
        tally.ready.is_empty() || tally.ready.iter().any(few)
    };
    let why = part_when(lacks, move || {
        let make = Arc::new(move |_| part(move || reasons(fleet, &tally.read())));
        view! { <Drop id="bulk-why" label=Signal::stored("Why not all?".to_owned()) name="Why not all?" make/> }
            .into_any()
    });
    view! {
        <div class="bulk" role="toolbar" aria-label="Actions on the selected machines">
            <strong class="bulk-count" role="status">{count}</strong>
            <div class="bulk-verbs">{power} {delete} {more}</div>
            {why}
            <button class="button quiet" on:click=move |_| picked.clear()>"Clear"</button>
        </div>
    }
    .into_any()
}

/// Brings the complete clients of the accounts with selected machines, for what is more than
/// power.
fn fetch_operators(fleet: Fleet) {
    let accounts = Memo::new(move |_| {
        let mut accounts: Vec<_> = fleet
            .picked
            .keys()
            .into_iter()
            .map(|key| key.account)
            .collect();
        accounts.dedup();
        accounts
    });
    Effect::new(move |_| {
        let accounts = accounts.get();
        let store = fleet.store;
        spawn_local(async move {
            for account in accounts {
                if let Some(holding) = store.holding(&account) {
                    // Without them there is still power; the machine's own page says why.
                    let _fetched = store.operator(&holding).await;
                }
            }
        });
    });
}

/// The buttons of some of the verbs.
fn buttons(fleet: Fleet, tally: &Tally, wanted: impl Fn(Verb) -> bool) -> AnyView {
    let there = tally.there;
    let ready = tally.ready.iter().filter(|(verb, _)| wanted(*verb));
    let buttons = ready.map(|&(verb, count)| {
        let of = if count < there {
            [" of ", &there.to_string()].concat()
        } else {
            String::new()
        };
        let dots = if verb.is_harsh() { "…" } else { "" };
        view! {
            <button class="button" class:danger=verb.is_harsh() on:click=move |_| choose(fleet, verb)>
                {[verb.label(), " ", &count.to_string(), &of, dots].concat()}
            </button>
        }
        .into_any()
    });
    buttons.collect::<Vec<AnyView>>().into_any()
}

/// Why some verbs cannot be asked of all of them.
fn reasons(fleet: Fleet, tally: &Tally) -> AnyView {
    let keys = fleet.picked.keys();
    let count = |verb: Verb| {
        let mut ready = tally.ready.iter();
        ready
            .find(|(one, _)| *one == verb)
            .map_or(0, |(_, count)| *count)
    };
    let verbs = Verb::POWER.into_iter().chain([Verb::Delete]);
    let short = verbs.filter(|verb| count(*verb) < tally.there);
    let parts = short.filter_map(|verb| {
        let reasons = tally::reasons(fleet.store, &keys, verb);
        if reasons.is_empty() {
            return None;
        }
        let lines = reasons.into_iter().map(|reason| {
            let names = names(&reason.machines);
            view! { <li><span>{reason.why}</span>" "<span class="muted mono">{names}</span></li> }
                .into_any()
        });
        let lines: Vec<AnyView> = lines.collect();
        Some(view! { <h2>{verb.label()}</h2><ul class="plain" role="list">{lines}</ul> }.into_any())
    });
    let parts: Vec<AnyView> = parts.collect();
    view! { <div class="bulk-reasons" tabindex="0" role="group" aria-label="Reasons">{parts}</div> }
        .into_any()
}

/// "web-1, web-2 and 7 more".
fn names(machines: &[String]) -> String {
    let few = machines.get(..NAMES).unwrap_or(machines).join(", ");
    match machines.len().saturating_sub(NAMES) {
        0 => few,
        more => [&few, " and ", &more.to_string(), " more"].concat(),
    }
}

/// Does it, or asks first where something may be lost.
fn choose(fleet: Fleet, verb: Verb) {
    let store = fleet.store;
    let keys = untrack(|| tally::ready(store, &fleet.picked.keys(), verb));
    if keys.is_empty() {
        return;
    }
    if !verb.is_harsh() {
        order(fleet, &keys, verb);
        return;
    }
    let count = keys.len().to_string();
    let machines = if keys.len() == 1 {
        " machine"
    } else {
        " machines"
    };
    let details = untrack(|| harm::lines(store, &keys, verb));
    let sends = sends(store, &keys, verb);
    let yes = {
        let keys = keys.clone();
        Arc::new(move || order(fleet, &keys, verb))
    };
    ask_typed(
        Confirm {
            title: [verb.label(), " ", &count, machines, "?"].concat(),
            body: [verb.meaning(), "."].concat(),
            verb: verb.label(),
            sends,
            yes,
        },
        count,
        details,
    );
}

/// What the first of them would be sent.
fn sends(store: Store, keys: &[RowKey], verb: Verb) -> Option<Sends> {
    let key = keys.first()?;
    let holding = store.holding(&key.account)?;
    let told = holding
        .roster
        .with_untracked(|roster| roster.get(&key.machine).cloned())?;
    let name = [told.machine.name.as_str(), " at ", &holding.account.label].concat();
    let more = match keys.len() {
        0 | 1 => String::new(),
        2 => ["For ", &name, ". One more machine is asked the same way."].concat(),
        count => {
            let others = (count - 1).to_string();
            [
                "For ",
                &name,
                ". ",
                &others,
                " more machines are asked the same way, each by its own provider's request.",
            ]
            .concat()
        }
    };
    Some(Sends {
        order: Order {
            input: untrack(|| usual_input(store, key, verb)),
            ..Order::new(verb, told.machine.target())
        },
        holding,
        more,
    })
}

fn order(fleet: Fleet, keys: &[RowKey], verb: Verb) {
    let store = fleet.store;
    let input = Arc::new(move |key: &RowKey| untrack(|| usual_input(store, key, verb)));
    let batch = store.order_all(keys.to_vec(), verb, input);
    fleet.results.set(Some(batch));
}

/// What is entered for a machine unless somebody says otherwise; power needs nothing.
fn usual_input(store: Store, key: &RowKey, verb: Verb) -> Input {
    if Verb::POWER.contains(&verb) {
        return Input::default();
    }
    let holding = store.holding(&key.account);
    let form = holding.and_then(|holding| {
        let operator = store.operator_now(&holding)?;
        holding.roster.with(|roster| {
            let machine = &roster.get(&key.machine)?.machine;
            Some(operator.form(verb, Some(machine)))
        })
    });
    form.unwrap_or_default().initial()
}
