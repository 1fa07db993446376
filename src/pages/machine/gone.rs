//! A machine that is not there any more, or has not been seen yet.

use leptos::prelude::*;

use super::{close, subject::Subject};
use crate::{
    routes::Route,
    store::holding::Health,
    ui::follow::{part, part_when},
};

/// Says so when the account has it no longer; what was known of it stays below.
pub(super) fn notice(subject: Subject) -> impl IntoView {
    // Whoever deletes it has come down to the end of the page.
    Effect::new(move |_| {
        if !subject.is_there.get()
            && let Some(page) = document().get_element_by_id(close::DRAWER)
        {
            page.set_scroll_top(0);
        }
    });
    part_when(
        move || !subject.is_there.get(),
        || {
            view! {
                <div class="drawer-notice" role="status">
                    <p>"This machine is not in its account any more. What is shown is what was last known of it."</p>
                    <a class="button" href=Route::Trash.href()>"Look in the trash"</a>
                </div>
            }
            .into_any()
        },
    )
}

/// In place of a machine nothing is known of.
pub(super) fn unknown(subject: Subject) -> AnyView {
    let holding = subject.holding.get_value();
    let label = holding.account.label.clone();
    part(move || {
        let (health, is_loading, error) = holding
            .status
            .with(|status| (status.health(), status.is_loading, status.error.clone()));
        match (health, error) {
            _ if is_loading => skeleton(),
            (Health::Loading, _) => skeleton(),
            (_, Some(error)) => {
                let retried = holding.clone();
                view! {
                    <div class="drawer-part" role="status">
                        <p><strong>{label.clone()}</strong>" could not be read, so nothing is known of this machine. "{error.message}</p>
                        <button class="button" on:click=move |_| subject.store.refresh(&retried)>"Try again"</button>
                    </div>
                }
                .into_any()
            }
            (_, None) => view! {
                <div class="drawer-part" role="status">
                    <p>{label.clone()}" has no such machine. It may have been deleted."</p>
                    <a class="button" href=Route::Trash.href()>"Look in the trash"</a>
                </div>
            }
            .into_any(),
        }
    })
}

fn skeleton() -> AnyView {
    view! {
        <div class="drawer-part skeleton-lines" role="status" aria-label="Reading the machine">
            {(0..8).map(|_| view! { <span></span> }).collect_view()}
        </div>
    }
    .into_any()
}
