//! Pages that are fetched when they are first opened, so that the first view need not wait for them.

use leptos::prelude::*;

use crate::{
    components::{
        floating::{Afloat, Floating},
        request_view::actions::ActionRequests,
    },
    pages::{accounts, activity, build, machine, settings, trash},
    routes::Route,
    split::{NotFetched, part},
};

/// Makes the page of a route.
pub type Page = fn(&Route) -> AnyView;

part! {
    /// What was asked and what became of it.
    activity_part: Page = |_| view! { <activity::Activity/> }.into_any();
}
part! {
    /// How a person likes the panel.
    settings_part: Page = |_| view! { <settings::SettingsPage/> }.into_any();
}
part! {
    /// Accounts: all of them, one of them, another one.
    accounts_part: Page = |route| match route.clone() {
        Route::NewAccount => view! { <accounts::NewAccount/> }.into_any(),
        Route::Account(id) => view! { <accounts::EditAccount id/> }.into_any(),
        _ => view! { <accounts::Accounts/> }.into_any(),
    };
}

part! {
    /// One machine beside the fleet.
    machine_part: Page = |route| match route.clone() {
        Route::Machine(place, _) => view! { <machine::MachinePage place/> }.into_any(),
        _ => ().into_any(),
    };
}
part! {
    /// Making machines and installing them anew.
    build_part: Page = |route| match route.clone() {
        Route::Build(account) => view! { <build::Build account/> }.into_any(),
        Route::Rebuild(place) => view! { <build::Rebuild place/> }.into_any(),
        _ => ().into_any(),
    };
}
part! {
    /// What was deleted and can be restored.
    trash_part: Page = |_| view! { <trash::Trash/> }.into_any();
}

/// The page of a route, fetched if it has not been.
///
/// # Errors
/// When it could not be fetched.
pub async fn page(route: &Route) -> Result<Page, NotFetched> {
    match route {
        Route::Activity | Route::RequestLog => activity_part().await,
        Route::Settings => settings_part().await,
        Route::Machine(..) => machine_part().await,
        Route::Build(_) | Route::Rebuild(_) => build_part().await,
        Route::Trash => trash_part().await,
        _ => accounts_part().await,
    }
}

/// Makes what floats, where it floats.
pub type Float = fn(Floating, Afloat) -> AnyView;

part! {
    /// What floats above any page.
    pub floating: Float = |what, afloat| {
        let close = Callback::new(move |()| afloat.set(None));
        match what {
            Floating::Requests(key) => view! { <ActionRequests key close/> }.into_any(),
        }
    };
}
