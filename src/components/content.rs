//! What a section of a machine's page shows, whichever of the kinds it is.

use std::sync::Arc;

use leptos::prelude::*;
use pilothouse_core::{Content, Disk, Event, Interface, state::Tone};

use super::{
    facts::{Fact, Facts},
    series::SeriesView,
    state_badge::tone_class,
};
use crate::ui::{copy::CopyButton, moment::absolute};

/// One content.
#[component]
pub fn ContentView(
    /// What to show.
    content: Content,
    /// The section's heading, which names its tables.
    title: &'static str,
) -> impl IntoView {
    match content {
        Content::Facts(facts) if facts.is_empty() => nothing(),
        Content::Facts(facts) => {
            let facts = facts.into_iter();
            let facts = facts
                .map(|(name, value)| Fact::words(&name, value))
                .collect();
            view! { <Facts facts/> }.into_any()
        }
        Content::Disks(disks) if disks.is_empty() => nothing(),
        Content::Disks(disks) => disk_table(disks, title),
        Content::Interfaces(interfaces) if interfaces.is_empty() => nothing(),
        Content::Interfaces(interfaces) => interfaces
            .into_iter()
            .map(interface)
            .collect_view()
            .into_any(),
        Content::Events(events) if events.is_empty() => nothing(),
        Content::Events(events) => {
            let events = events.into_iter().map(event).collect_view();
            view! { <ul class="plain events" role="list" aria-label=title>{events}</ul> }.into_any()
        }
        Content::Series(series) if series.is_empty() => nothing(),
        Content::Series(series) => {
            let series = series.into_iter();
            series
                .map(|series| view! { <SeriesView series/> })
                .collect_view()
                .into_any()
        }
    }
}

fn nothing() -> AnyView {
    view! { <p class="muted">"None."</p> }.into_any()
}

fn disk_table(disks: Vec<Disk>, title: &'static str) -> AnyView {
    let rows = disks.into_iter().map(|disk| {
        let name = if disk.name.is_empty() {
            disk.id
        } else {
            disk.name
        };
        let boots =
            (disk.boots == Some(true)).then(|| view! { <span class="tag">"starts from it"</span> });
        let size = disk
            .size
            .map_or_else(|| "–".to_owned(), |size| size.to_string());
        view! {
            <tr>
                <th scope="row" class="mono">{name}" "{boots}</th>
                <td class="mono number">{size}</td>
                <td>{disk.kind}</td>
                <td class="muted">{disk.state}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <table class="plain-table">
            <caption class="visually-hidden">{title}</caption>
            <thead>
                <tr><th scope="col">"Name"</th><th scope="col" class="number">"Size"</th><th scope="col">"Kind"</th><th scope="col">"State"</th></tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn interface(interface: Interface) -> AnyView {
    let Interface {
        id,
        name,
        mac,
        network,
        addresses,
        detail,
    } = interface;
    let name = if name.is_empty() { id } else { name };
    let addresses = addresses
        .into_iter()
        .map(|address| (address, String::new()));
    let mut facts = vec![Fact {
        values: addresses.collect(),
        copied: true,
        ..Fact::exact("Address", "")
    }];
    for (label, value) in [("Network", network), ("Hardware address", mac)] {
        if !value.is_empty() {
            facts.push(Fact::exact(label, value));
        }
    }
    facts.retain(|fact| !fact.values.is_empty());
    view! {
        <div class="interface">
            <h4 class="mono">{name}{(!detail.is_empty()).then(|| view! { <span class="muted">{detail}</span> })}</h4>
            <Facts facts/>
        </div>
    }
    .into_any()
}

fn event(event: Event) -> AnyView {
    let tone = if event.failed {
        Tone::Failed
    } else {
        Tone::Off
    };
    let at = event.at.map(|at| absolute(at.as_millisecond()));
    view! {
        <li class="event">
            <span class=tone_class(tone) aria-hidden="true"><span class="shape"></span></span>
            <span class="event-what">{event.what}" "<span class="muted">{event.status}</span></span>
            <span class="muted event-at">{at}</span>
            {(!event.detail.is_empty()).then(|| view! { <p class="event-detail muted">{event.detail}</p> })}
        </li>
    }
    .into_any()
}

/// Text that is shown exactly, with a button to copy it.
#[component]
pub fn Exact(
    /// What it is, for the button's name.
    what: &'static str,
    /// The text.
    text: String,
) -> impl IntoView {
    let given = text.clone();
    view! {
        <div class="exact">
            <pre class="mono" tabindex="0" role="region" aria-label=what>{text}</pre>
            <CopyButton what give=Arc::new(move || given.clone())/>
        </div>
    }
}
