//! A machine's actions in a menu: what it can do now, and why it cannot do the rest.

use std::sync::Arc;

use leptos::{ev, html, prelude::*};
use pilothouse_core::{Availability, Order, Verb};

use super::{
    confirm::{Confirm, ask},
    floating::{Afloat, Floating},
    request_view::sends::Sends,
};
use crate::{
    routes::{Route, View},
    store::{Store, rows::RowKey, use_store},
    ui::{
        dom,
        follow::{part, text},
        menu::{keys, step},
        window::px,
    },
};

/// The menu that is open.
#[derive(Clone, PartialEq)]
pub struct OpenMenu {
    /// For which machine.
    pub key: RowKey,
    /// The element that gets the focus back.
    pub opener: String,
    /// Where the opener is: left, top, right, bottom in pixels.
    pub anchor: [f64; 4],
}

/// Roughly the menu's size, to decide whether it opens upwards.
const HEIGHT: f64 = 385.0;
const WIDTH: f64 = 260.0;

/// Opens the menu of a machine beside the element with this id.
pub fn open(menu: RwSignal<Option<OpenMenu>>, key: RowKey, opener: String) {
    let anchor = document()
        .get_element_by_id(&opener)
        .map_or([0.0; 4], |element| {
            let place = element.get_bounding_client_rect();
            [place.left(), place.top(), place.right(), place.bottom()]
        });
    menu.set(Some(OpenMenu {
        key,
        opener,
        anchor,
    }));
}

/// Where the menu appears.
#[component]
pub fn MenuHost() -> impl IntoView {
    let menu = expect_context::<RwSignal<Option<OpenMenu>>>();
    let close = move || {
        if let Some(was) = menu.try_update(Option::take).flatten() {
            dom::focus(&was.opener);
        }
    };
    let resize = window_event_listener(ev::resize, move |_| menu.set(None));
    on_cleanup(move || resize.remove());
    part(move || {
        menu.get()
            .map(|open| {
                view! {
                    <div class="menu-shade" on:click=move |_| close()></div>
                    <Menu open close=Callback::new(move |()| close())/>
                }
            })
            .into_any()
    })
}

#[component]
fn Menu(open: OpenMenu, close: Callback<()>) -> impl IntoView {
    let store = use_store();
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(menu) = node.get() {
            step(&menu, 1, None);
        }
    });
    let [_, top, right, bottom] = open.anchor;
    let height = window()
        .inner_height()
        .ok()
        .and_then(|h| h.as_f64())
        .unwrap_or(0.0);
    let upwards = bottom + HEIGHT > height && top > HEIGHT;
    let vertical = if upwards {
        height - top + 4.0
    } else {
        bottom + 4.0
    };
    let left = (right - WIDTH).max(8.0);
    let name = store.holding(&open.key.account).and_then(|holding| {
        let roster = holding.roster.read_untracked();
        Some(roster.get(&open.key.machine)?.machine.name.clone())
    });
    let name = name.unwrap_or_default();
    let label = format!("Actions for {name}");
    let key = open.key.clone();
    view! {
        <div
            node_ref=node
            class="menu"
            class:menu-upwards=upwards
            role="menu"
            tabindex="-1"
            aria-label=label
            style:left=px(left)
            style:top=if upwards { "auto".to_owned() } else { px(vertical) }
            style:bottom=if upwards { px(vertical) } else { "auto".to_owned() }
            on:keydown=move |event| keys(&event, node, close)
        >
            <p class="menu-title" aria-hidden="true">{name}</p>
            <MenuLink key=key.clone() words="Open" close/>
            {Verb::POWER_MEANINGS.map(|(verb, meaning)| view! { <MenuItem key=key.clone() verb meaning close/> }).into_iter().collect_view()}
            <MenuLink key=key.clone() words="More…" close/>
            <MenuRequests key close/>
        </div>
    }
}

/// A way to the machine's own page, where everything else is.
#[component]
fn MenuLink(key: RowKey, words: &'static str, close: Callback<()>) -> impl IntoView {
    let view = match expect_context::<RwSignal<Route>>().get_untracked() {
        Route::Machines(view) | Route::Machine(_, view) => view,
        _ => View::default(),
    };
    let href = Route::Machine(key.place(), view).href();
    view! {
        <a class="menu-item" role="menuitem" tabindex="-1" href=href on:click=move |_| close.run(())>
            {words}
        </a>
    }
}

/// What each action would send, for whoever wants to know.
#[component]
fn MenuRequests(key: RowKey, close: Callback<()>) -> impl IntoView {
    let afloat = expect_context::<Afloat>();
    let choose = move |_| {
        close.run(());
        afloat.set(Some(Floating::Requests(key.clone())));
    };
    view! {
        <button class="menu-item muted" role="menuitem" tabindex="-1" on:click=choose>"Show requests…"</button>
    }
}

#[component]
fn MenuItem(key: RowKey, verb: Verb, meaning: &'static str, close: Callback<()>) -> impl IntoView {
    let store = use_store();
    let can = {
        let key = key.clone();
        Memo::new(move |_| availability(store, &key, verb))
    };
    let described_by = format!("reason-{}", verb.label().replace(' ', "-"));
    let note = store
        .holding(&key.account)
        .map_or("", |h| h.provider.facts().power.note(verb));
    let words = if note.is_empty() { meaning } else { note };
    let reason_id = described_by.clone();
    let choose = move |_| {
        if can.get_untracked().is_ready() {
            close.run(());
            choose(store, &key, (verb, meaning));
        }
    };
    view! {
        <button
            class="menu-item"
            class:danger=verb.is_harsh()
            role="menuitem"
            tabindex="-1"
            aria-disabled=text(move || (!can.read().is_ready()).to_string())
            aria-describedby=described_by
            on:click=choose
        >
            <span>{verb.label()}</span>
            <span class="menu-reason" id=reason_id aria-hidden="true">
                {text(move || can.read().reason().unwrap_or(words).to_owned())}
            </span>
        </button>
    }
}

/// Whether a machine can be asked to do this now. Reactive.
pub fn availability(store: Store, key: &RowKey, verb: Verb) -> Availability {
    let Some(holding) = store.holding(&key.account) else {
        return Availability::Not("Its account has been removed.".into());
    };
    if let Some(job) = store.jobs.open_for(&key.account, &key.machine) {
        return Availability::Not(format!("“{}” is under way.", job.order.verb.label()));
    }
    let state = holding
        .roster
        .with(|roster| roster.get(&key.machine).map(|e| e.machine.state));
    match state {
        Some(state) => holding.provider.facts().power.availability(verb, state),
        None => Availability::Not("The machine is not there any more.".into()),
    }
}

/// Does it, or asks first where work inside the machine may be lost.
pub fn choose(store: Store, key: &RowKey, (verb, meaning): (Verb, &str)) {
    if !verb.is_harsh() {
        let _job = store.order(key, verb);
        return;
    }
    let Some(holding) = store.holding(&key.account) else {
        return;
    };
    let told = holding
        .roster
        .with_untracked(|roster| roster.get(&key.machine).cloned());
    let Some(told) = told else {
        return;
    };
    let (name, state) = (&told.machine.name, told.machine.state);
    let note = holding.provider.facts().power.note(verb);
    let sends = Sends {
        order: Order::new(verb, told.machine.target()),
        holding,
        more: String::new(),
    };
    let key = key.clone();
    ask(Confirm {
        title: format!("{} {name}?", verb.label()),
        body: format!(
            "{meaning}. It is {} now. {note}",
            state.word().to_lowercase()
        ),
        verb: verb.label(),
        sends: Some(sends),
        yes: Arc::new(move || {
            let _job = store.order(&key, verb);
        }),
    });
}
