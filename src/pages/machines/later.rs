//! Parts of the page that are fetched when somebody first selects a machine or opens a tool.

use leptos::{prelude::*, task::spawn_local};

use super::{fleet::Fleet, tools::Tool};
use crate::{
    parts::{self, Make, Wanted},
    split::NotFetched,
    ui::follow,
};

/// The bar below the table.
pub fn bulk(fleet: Fleet) -> AnyView {
    fetched(move |make| make(Wanted::Bulk(fleet)))
}

/// What is in a tool's panel.
pub fn tool(fleet: Fleet, tool: Tool, close: Callback<()>) -> AnyView {
    fetched(move |make| make(Wanted::Tool(fleet, tool, close)))
}

/// What is made once what makes it is here.
fn fetched(show: impl Fn(Make) -> AnyView + Send + Sync + 'static) -> AnyView {
    let rest = RwSignal::new(None);
    spawn_local(async move {
        let fetched = parts::rest().await;
        let _still_wanted = rest.try_set(Some(fetched));
    });
    follow::part(move || match rest.get() {
        Some(Ok(make)) => show(make),
        Some(Err(_)) => {
            view! { <p class="banner banner-failed" role="alert">{NotFetched::WORDS}</p> }
                .into_any()
        }
        None => ().into_any(),
    })
}
