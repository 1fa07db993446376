//! Keyboard shortcuts: what there is, listening for them, and what they open over the page.

mod floating;
mod listen;
pub mod map;
mod sequence;
pub mod table;

use leptos::prelude::*;

pub use floating::{Float, Floating};

use crate::{
    parts::{self, Fetched, Wanted},
    routes::Route,
    split::NotFetched,
    store::use_store,
    ui::{dialog::Dialog, follow},
};

/// Listens for shortcuts, and shows what they open.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let floating = expect_context::<Floating>();
    let route = expect_context::<RwSignal<Route>>();
    listen::listen(use_store(), floating);
    follow::part(move || match floating.now() {
        Some(float) => fetched(float, floating, route),
        None => ().into_any(),
    })
}

/// One of them, fetched if it has not been.
fn fetched(float: Float, floating: Floating, route: RwSignal<Route>) -> AnyView {
    let fetched = Fetched::new(None);
    parts::fetch(fetched);
    follow::part(move || match fetched.get() {
        Some(Ok(make)) => make(match float {
            Float::Palette => Wanted::Palette(route.get_untracked()),
            Float::Map => Wanted::Shortcuts,
        }),
        Some(Err(_)) => not_fetched(floating),
        None => ().into_any(),
    })
}

fn not_fetched(floating: Floating) -> AnyView {
    let close = Callback::new(move |()| floating.close());
    view! {
        <Dialog title="Not here yet" on_close=close>
            <p>{NotFetched::WORDS}</p>
            <div class="dialog-actions">
                <button class="button" autofocus on:click=follow::act(move |_| floating.close())>"Close"</button>
            </div>
        </Dialog>
    }
    .into_any()
}
