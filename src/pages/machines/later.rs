//! Parts of the page that are fetched when somebody first selects a machine or opens a tool.

use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local};

use super::{
    bulk::Bulk,
    fleet::Fleet,
    tools::{self, Tool},
};
use crate::{
    split::{NotFetched, part},
    ui::follow,
};

type BulkDoor = fn(Fleet) -> AnyView;
type ToolDoor = fn(Fleet, Tool, Callback<()>) -> AnyView;
type Fetching<T> = Pin<Box<dyn Future<Output = Result<T, NotFetched>>>>;

part! {
    /// What can be done with many machines.
    bulk_part: BulkDoor = |fleet| view! { <Bulk fleet/> }.into_any();
}
part! {
    /// Saved views, how the table looks, and export.
    tools_part: ToolDoor = tools::tool;
}

/// The bar below the table.
pub fn bulk(fleet: Fleet) -> AnyView {
    fetched(|| Box::pin(bulk_part()), move |door| door(fleet))
}

/// What is in a tool's panel.
pub fn tool(fleet: Fleet, tool: Tool, close: Callback<()>) -> AnyView {
    fetched(
        || Box::pin(tools_part()),
        move |door| door(fleet, tool, close),
    )
}

/// What a part makes once it is here.
fn fetched<T: Copy + Send + Sync + 'static>(
    fetch: fn() -> Fetching<T>,
    make: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let door = RwSignal::new(None);
    spawn_local(async move {
        let fetched = fetch().await;
        let _still_wanted = door.try_set(Some(fetched));
    });
    follow::part(move || match door.get() {
        Some(Ok(door)) => make(door),
        Some(Err(_)) => {
            view! { <p class="banner banner-failed" role="alert">{NotFetched::WORDS}</p> }
                .into_any()
        }
        None => ().into_any(),
    })
}
