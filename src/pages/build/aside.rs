//! What stands beside the form and stays in sight: what will happen, what it costs, what is sent.

use leptos::prelude::*;

use super::{plan::Plan, summary};
use crate::{
    components::request_view::sends::Requests,
    ui::{
        follow::{part, text},
        tabs::{TabList, panel_id, tab_id},
    },
};

const ID: &str = "plan";
const TABS: &[&str] = &["Summary", "Request"];

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
                    _ => requests(plan),
                })}
            </div>
            {summary::submit(plan)}
        </aside>
    }
}

/// Every request of the first copy.
fn requests(plan: Plan) -> AnyView {
    let holding = plan.filling.about().holding;
    let order = Signal::derive(move || plan.first());
    let more = text(move || match plan.copies.get() {
        0 | 1 => String::new(),
        _ => "For the first copy:".to_owned(),
    });
    view! { <Requests id="plan-request" holding order more/> }.into_any()
}
