//! A way to the machine's screen. What lets in is shown, copied or opened only when a person asks
//! for it, and is forgotten with the dialog.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::{Console, Error, Operator, SecretString, Timestamp};

use super::subject::Subject;
use crate::{
    api::page,
    components::content::Exact,
    ui::{
        copy::CopyButton,
        dialog::Dialog,
        follow::{part, text},
        moment::{absolute, left},
    },
    vault::reveal::reveal,
};

/// The dialog; asks as soon as it opens.
pub(super) fn console_dialog(
    subject: Subject,
    operator: Arc<dyn Operator>,
    close: Callback<()>,
) -> impl IntoView {
    let found = RwSignal::new(None);
    let ask = Callback::new(move |()| {
        found.set(None);
        let operator = operator.clone();
        spawn_local(async move {
            let way = look(subject, &*operator).await;
            let _still_open = found.try_set(Some(way));
        });
    });
    ask.run(());
    let name = subject.name().get_untracked();
    let title = ["Console of ", &name].concat();
    let body = part(move || match found.get() {
        None => view! { <p class="muted" role="status">"Asking the provider for a way in…"</p> }
            .into_any(),
        Some(Err(error)) => trouble(error, ask),
        Some(Ok(Console::Page { url, until })) => page_view(subject, url, until, ask),
        Some(Ok(Console::Screen {
            host,
            port,
            password,
        })) => screen_view(host, port, password),
        Some(Ok(Console::Command { line, note })) => command_view(line, note),
    });
    view! {
        <Dialog title on_close=close>
            {body}
            <div class="dialog-actions">
                <button class="button" on:click=move |_| close.run(())>"Close"</button>
            </div>
        </Dialog>
    }
}

async fn look(subject: Subject, operator: &dyn Operator) -> Result<Console, Error> {
    let target = subject.machine_untracked().map(|machine| machine.target());
    let target = target.unwrap_or_else(pilothouse_core::Target::account);
    let holding = subject.holding.get_value();
    let make = |access: &_, now| operator.console(access, now, &target);
    subject.store.call(&holding, make).await
}

fn trouble(error: Error, ask: Callback<()>) -> AnyView {
    view! {
        <p class="error-text" role="alert">{error.message}</p>
        <p><button class="button" on:click=move |_| ask.run(())>"Try again"</button></p>
    }
    .into_any()
}

fn page_view(
    subject: Subject,
    url: SecretString,
    until: Option<Timestamp>,
    ask: Callback<()>,
) -> AnyView {
    let is_blocked = RwSignal::new(false);
    let until = text(move || {
        match until {
        None => "The provider does not say for how long. Whoever has its address gets in, so it is not shown.".to_owned(),
        Some(until) => {
            let seconds = until.seconds_since(subject.store.now.get());
            if seconds <= 0 {
                return "It has expired. Ask for another one.".to_owned();
            }
            let at = absolute(until.as_millisecond());
            ["It lets in for ", &left(seconds), ", until ", &at, ". Whoever has its address gets in, so it is not shown."].concat()
        }
    }
    });
    view! {
        <p>"The provider's page opens in another tab."</p>
        <p class="muted">{until}</p>
        {part(move || is_blocked.get().then(|| view! {
            <p class="error-text" role="alert">"The browser did not open it, or its address is not that of a page. Allow this site to open tabs and try again."</p>
        }).into_any())}
        <p class="console-acts">
            <button class="button primary" on:click=move |_| is_blocked.set(!page::open_apart(&reveal(&url)))>"Open the console"</button>
            <button class="button" on:click=move |_| ask.run(())>"Ask for another one"</button>
        </p>
    }
    .into_any()
}

fn screen_view(host: String, port: u16, password: SecretString) -> AnyView {
    let port = port.to_string();
    let is_shown = RwSignal::new(false);
    let shown = password.clone();
    let (given_host, given_port) = (host.clone(), port.clone());
    let seen = text(move || {
        if is_shown.get() {
            reveal(&shown)
        } else {
            "••••••••".to_owned()
        }
    });
    view! {
        <p>"Connect a VNC viewer to:"</p>
        <dl class="facts">
            <div class="fact"><dt>"Host"</dt><dd class="fact-value"><span class="mono">{host}</span><CopyButton what="host" give=Arc::new(move || given_host.clone())/></dd></div>
            <div class="fact"><dt>"Port"</dt><dd class="fact-value"><span class="mono">{port}</span><CopyButton what="port" give=Arc::new(move || given_port.clone())/></dd></div>
            <div class="fact"><dt>"Password"</dt><dd class="fact-value">
                <span class="mono">{seen}</span>
                <button class="button quiet" aria-pressed=text(move || is_shown.get().to_string()) on:click=move |_| is_shown.update(|shown| *shown = !*shown)>"Show"</button>
                <CopyButton what="password" give=Arc::new(move || reveal(&password))/>
            </dd></div>
        </dl>
        <p class="muted">"The provider does not say for how long it lets in."</p>
    }
    .into_any()
}

fn command_view(line: String, note: String) -> AnyView {
    view! {
        <p>"Run this in a terminal:"</p>
        <Exact what="command" text=line/>
        <p class="muted">{note}</p>
    }
    .into_any()
}
