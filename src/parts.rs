//! What is fetched when it is first wanted, so that the first view need not wait for it: every page
//! but the fleet, and what opens over it.
//!
//! All of it is one file. Each thing a file of its own would be a hundred files, because what any
//! two of them share and the first view does not is another one.

use leptos::prelude::*;

use crate::{
    components::{
        floating::{Afloat, Floating},
        palette,
        request_view::actions::ActionRequests,
        shortcuts,
    },
    pages::{
        accounts, activity, build, machine,
        machines::{bulk::Bulk, fleet::Fleet, tools, tools::Tool},
        settings, trash,
    },
    routes::Route,
    split::part,
};

/// What can be wanted.
pub enum Wanted {
    /// The page of a route.
    Page(Route),
    /// The list of commands, over the page of a route.
    Palette(Route),
    /// The list of shortcuts.
    Shortcuts,
    /// What floats above any page.
    Floating(Floating, Afloat),
    /// What can be done with many machines.
    Bulk(Fleet),
    /// Saved views, how the table looks, and export.
    Tool(Fleet, Tool, Callback<()>),
}

/// Makes what is wanted.
pub type Make = fn(Wanted) -> AnyView;

part! {
    /// What makes everything that is not in the first view.
    pub rest: Make = |wanted| match wanted {
        Wanted::Page(route) => page(route),
        Wanted::Palette(route) => palette::view(&route),
        Wanted::Shortcuts => shortcuts::map::view(),
        Wanted::Floating(Floating::Requests(key), afloat) => {
            let close = Callback::new(move |()| afloat.set(None));
            view! { <ActionRequests key close/> }.into_any()
        }
        Wanted::Bulk(fleet) => view! { <Bulk fleet/> }.into_any(),
        Wanted::Tool(fleet, tool, close) => tools::tool(fleet, tool, close),
    };
}

fn page(route: Route) -> AnyView {
    match route {
        Route::Activity | Route::RequestLog => view! { <activity::Activity/> }.into_any(),
        Route::Settings => view! { <settings::SettingsPage/> }.into_any(),
        Route::Machine(place, _) => view! { <machine::MachinePage place/> }.into_any(),
        Route::Build(account) => view! { <build::Build account/> }.into_any(),
        Route::Rebuild(place) => view! { <build::Rebuild place/> }.into_any(),
        Route::Trash => view! { <trash::Trash/> }.into_any(),
        Route::NewAccount => view! { <accounts::NewAccount/> }.into_any(),
        Route::Account(id) => view! { <accounts::EditAccount id/> }.into_any(),
        _ => view! { <accounts::Accounts/> }.into_any(),
    }
}
