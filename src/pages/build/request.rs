//! What would be sent, exactly, with the names of secrets in their places.

use leptos::prelude::*;
use pilothouse_core::Shown;

use super::plan::Plan;
use crate::{
    store::passwords,
    ui::follow::{part, text},
};

/// Every request as a command.
pub(super) fn curl(plan: Plan) -> AnyView {
    part(move || each(plan, "Copy the command", Shown::curl))
}

/// The body of every request that has one.
pub(super) fn bodies(plan: Plan) -> AnyView {
    part(move || {
        each(plan, "Copy the body", |request| {
            if request.body.is_empty() {
                [&request.method, " ", &request.url, "\n\nNo body."].concat()
            } else {
                pretty(&request.body)
            }
        })
    })
}

fn each(plan: Plan, copy: &'static str, show: fn(&Shown) -> String) -> AnyView {
    let requests = match plan.requests() {
        Ok(requests) => requests,
        Err(error) => {
            return view! { <p class="muted">"Fill in the form to see what is sent. "{error.message}</p> }.into_any();
        }
    };
    let count = requests.len();
    let more =
        (plan.copies.get() > 1).then(|| view! { <p class="muted">"For the first copy:"</p> });
    let blocks = requests.iter().enumerate().map(|(step, request)| {
        let title = (count > 1).then(|| {
            let words = format!("{} of {count}: {}", step + 1, request.method);
            view! { <p class="muted">{words}</p> }
        });
        view! { {title}<Block words=show(request) copy/> }
    });
    view! { {more}{blocks.collect_view()} }.into_any()
}

#[component]
fn Block(words: String, copy: &'static str) -> impl IntoView {
    let copied = RwSignal::new(false);
    let taken = words.clone();
    view! {
        <div class="request">
            <pre class="mono" tabindex="0">{words}</pre>
            <button
                class="button"
                type="button"
                aria-label=copy
                on:click=move |_| { passwords::copy(&taken); copied.set(true); }
            >{text(move || if copied.get() { "Copied" } else { "Copy" }.to_owned())}</button>
        </div>
    }
}

/// JSON with its lines broken; anything else as it is.
fn pretty(body: &str) -> String {
    let value = serde_json::from_slice::<serde_json::Value>(body.as_bytes());
    let pretty = value
        .ok()
        .and_then(|value| serde_json::to_string_pretty(&value).ok());
    pretty.unwrap_or_else(|| body.to_owned())
}
