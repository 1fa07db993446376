//! What is wrong with which account, how old what is shown of it is, and one next step.

use leptos::prelude::*;
use pilothouse_core::ErrorKind;

use crate::{
    routes::Route,
    store::{
        holding::{Health, Holding},
        use_store,
    },
    ui::{
        age::ago,
        follow::{act, list, part_when, text, when},
    },
};

/// One banner for each account that fails; nothing at all when none does.
#[component]
pub fn Problems() -> impl IntoView {
    let store = use_store();
    let failing = move || {
        let all = store.all().into_iter();
        all.filter(|h| h.status.with(|s| s.error.is_some()))
            .map(|h| h.key())
            .collect::<Vec<_>>()
    };
    part_when(
        move || !failing().is_empty(),
        move || {
            let banner = move |key: String| {
                store
                    .holding_by_key(&key)
                    .map(|holding| view! { <Problem holding/> })
                    .into_any()
            };
            view! {
                <section class="problems" aria-label="Problems">{list(failing, banner)}</section>
            }
            .into_any()
        },
    )
}

#[component]
fn Problem(holding: Holding) -> impl IntoView {
    let store = use_store();
    let held = holding.clone();
    let words = text(move || {
        held.status
            .with(|s| s.error.as_ref().map(|error| error.message.clone()))
            .unwrap_or_default()
    });
    let held = holding.clone();
    let age = text(move || shown_since(&held, store.now.get().as_second()));
    let held = holding.clone();
    let is_limited = when(move || held.health() == Health::Limited);
    let held = holding.clone();
    let needs_settings = move || {
        held.status.with(|s| {
            s.error.as_ref().is_some_and(|error| {
                matches!(
                    error.kind,
                    ErrorKind::Setup | ErrorKind::Unauthorized | ErrorKind::Forbidden
                )
            })
        })
    };
    let label = holding.account.label.clone();
    let settings = Route::Account(holding.account.id.clone()).href();
    let settings_label = format!("Fix credentials of {label}");
    let fix = move || {
        view! {
            <a class="button" href=settings.clone() aria-label=settings_label.clone()>"Fix credentials"</a>
        }
        .into_any()
    };
    let retry_label = format!("Try now: {label}");
    let is_loading = holding.status.clone();
    view! {
        <div class="banner" class:banner-limited=is_limited>
            <span class="state state-failed" aria-hidden="true"><span class="shape"></span></span>
            <p class="banner-words">
                <strong>{label}</strong>" "{words}" "<span class="muted">{age}</span>
            </p>
            {part_when(needs_settings, fix)}
            <button
                class="button"
                aria-label=retry_label
                disabled=when(move || is_loading.with(|s| s.is_loading))
                on:click=act(move |_| store.refresh(&holding))
            >"Try now"</button>
        </div>
    }
}

fn shown_since(holding: &Holding, now: i64) -> String {
    let count = holding.count();
    match (count, holding.status.with(|status| status.fresh)) {
        (0, _) => "Nothing is known of its machines yet.".into(),
        (1, Some(at)) => format!(
            "Its machine is shown as it was {}.",
            ago(now - at.as_second())
        ),
        (n, Some(at)) => format!(
            "Its {n} machines are shown as they were {}.",
            ago(now - at.as_second())
        ),
        (n, None) => format!("The {n} machines that could be read are shown; there may be more."),
    }
}
