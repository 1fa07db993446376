//! What is fetched when it is first wanted, so that the first view need not wait for it: every page
//! but the fleet, and what opens over it.
//!
//! All of it is one file. Each thing a file of its own would be a hundred files, because what any
//! two of them share and the first view does not is another one.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::page,
    components::{
        confirm::ConfirmHost,
        floating::{Afloat, Floating},
        palette,
        power_menu::MenuHost,
        query_fault, query_list,
        request_view::actions::ActionRequests,
        shortcuts, tray,
    },
    pages::{
        accounts, activity, build, machine,
        machines::{
            bulk::Bulk,
            fleet::Fleet,
            group_line::GroupLine,
            pane::{Headings, Pane},
            tools,
            tools::Tool,
        },
        not_found, settings, trash, welcome,
    },
    query::Flaw,
    routes::Route,
    split::{NotFetched, part},
    ui::follow::{act, part as part_of},
};

/// What can be wanted.
pub enum Wanted {
    /// The page of a route.
    Page(Route),
    /// The list of commands, over the page of a route.
    Palette(Route),
    /// The list of shortcuts.
    Shortcuts,
    /// Menus, questions and what floats, over any page.
    Above,
    /// What is in the tray of jobs.
    Tray(Callback<()>),
    /// What could come next in the query.
    Suggestions(Signal<String>, Callback<String>),
    /// What is the matter with a query.
    Fault(String, Flaw),
    /// What can be done with many machines.
    Bulk(Fleet),
    /// Saved views, how the table looks, and export.
    Tool(Fleet, Tool, Callback<()>),
    /// A line of the fleet with a group's heading, by its key.
    Group(Box<(String, Headings, Pane)>),
}

/// Makes what is wanted.
pub type Make = fn(Wanted) -> AnyView;

part! {
    /// What makes everything that is not in the first view.
    rest_part: Make = |wanted| match wanted {
        Wanted::Page(route) => page_of(route),
        Wanted::Palette(route) => palette::view(&route),
        Wanted::Shortcuts => shortcuts::map::view(),
        Wanted::Above => above(),
        Wanted::Tray(close) => tray::panel(close),
        Wanted::Suggestions(typed, change) => query_list::view(typed, change),
        Wanted::Fault(query, flaw) => query_fault::show(&query, &flaw),
        Wanted::Bulk(fleet) => view! { <Bulk fleet/> }.into_any(),
        Wanted::Tool(fleet, tool, close) => tools::tool(fleet, tool, close),
        Wanted::Group(line) => {
            let (key, headings, pane) = *line;
            view! { <GroupLine key headings pane/> }.into_any()
        }
    };
}

/// Fetches what makes everything that is not in the first view, with its styles.
///
/// # Errors
/// When it could not be fetched.
pub async fn rest() -> Result<Make, NotFetched> {
    // The browser fetches the styles while the part is on its way.
    let styles = page::load_styles();
    let make = rest_part().await?;
    if styles.await {
        Ok(make)
    } else {
        Err(NotFetched)
    }
}

fn above() -> AnyView {
    let afloat = expect_context::<Afloat>();
    let close = Callback::new(move |()| afloat.set(None));
    let floating = part_of(move || match afloat.get() {
        Some(Floating::Requests(key)) => view! { <ActionRequests key close/> }.into_any(),
        None => ().into_any(),
    });
    view! { <MenuHost/> <ConfirmHost/> {floating} }.into_any()
}

/// What is made once what makes it is here; a banner and another try where it cannot be fetched.
pub fn later(show: impl Fn(Make) -> AnyView + Send + Sync + 'static) -> AnyView {
    shown(Box::new(show))
}

/// What makes everything that is not in the first view, once it is known whether it is here.
pub type Fetched = RwSignal<Option<Result<Make, NotFetched>>>;

/// Fetches it, again if it has been. Of two that are under way the first to come stays.
pub fn fetch(fetched: Fetched) {
    fetched.set(None);
    spawn_local(async move {
        let rest = rest().await;
        let _still_wanted = fetched.try_maybe_update(|fetched| {
            let is_news = !matches!(fetched, Some(Ok(_)));
            if is_news {
                *fetched = Some(rest);
            }
            (is_news, ())
        });
    });
}

fn shown(show: Box<dyn Fn(Make) -> AnyView + Send + Sync>) -> AnyView {
    let fetched = Fetched::new(None);
    fetch(fetched);
    part_of(move || match fetched.get() {
        Some(Ok(make)) => show(make),
        Some(Err(_)) => view! {
            <div class="page">
                <p class="banner banner-failed" role="alert">{NotFetched::WORDS}</p>
                <button class="button" on:click=act(move |_| fetch(fetched))>"Try again"</button>
            </div>
        }
        .into_any(),
        None => ().into_any(),
    })
}

fn page_of(route: Route) -> AnyView {
    match route {
        Route::Activity | Route::RequestLog => view! { <activity::Activity/> }.into_any(),
        Route::Settings => view! { <settings::SettingsPage/> }.into_any(),
        Route::Machine(place, _) => view! { <machine::MachinePage place/> }.into_any(),
        Route::Build(account) => view! { <build::Build account/> }.into_any(),
        Route::Rebuild(place) => view! { <build::Rebuild place/> }.into_any(),
        Route::Trash => view! { <trash::Trash/> }.into_any(),
        Route::NewAccount => view! { <accounts::NewAccount/> }.into_any(),
        Route::Account(id) => view! { <accounts::EditAccount id/> }.into_any(),
        Route::Accounts => view! { <accounts::Accounts/> }.into_any(),
        Route::Welcome => view! { <welcome::Welcome/> }.into_any(),
        _ => view! { <not_found::NotFound/> }.into_any(),
    }
}
