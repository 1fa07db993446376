//! What stands beside the form and stays in sight: what will happen, what it costs, what is sent.

use leptos::prelude::*;

use super::{plan::Plan, request, summary};
use crate::ui::{
    follow::{part, text},
    tabs::{TabList, panel_id, tab_id},
};

const ID: &str = "plan";
const TABS: &[&str] = &["Summary", "curl", "Body"];

/// The summary, and what would be sent.
#[component]
pub fn Aside(
    /// What is about to be asked.
    plan: Plan,
) -> impl IntoView {
    let chosen = RwSignal::new(0);
    view! {
        <aside class="build-aside" aria-label="What will happen">
            <TabList id=ID label="What will happen" names=TABS chosen/>
            <div
                id=panel_id(ID)
                class="build-panel"
                role="tabpanel"
                tabindex="0"
                aria-labelledby=text(move || tab_id(ID, chosen.get()))
            >
                {part(move || match chosen.get() {
                    0 => summary::summary(plan),
                    1 => request::curl(plan),
                    _ => request::bodies(plan),
                })}
            </div>
            {summary::submit(plan)}
        </aside>
    }
}
