//! Leaving a machine's page: back to the fleet as it was, and to the machine's row in it.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use crate::{
    routes::{self, Route},
    store::rows::RowKey,
    ui::dom,
};

/// The page's element.
pub(super) const DRAWER: &str = "machine";

/// Goes back to the fleet; the focus goes to the machine's row, if it is on the page.
pub(super) fn close(route: RwSignal<Route>) {
    let Route::Machine(place, view) = route.get_untracked() else {
        return;
    };
    routes::go(&Route::Machines(view));
    let key = RowKey {
        account: place.account.as_str().into(),
        machine: pilothouse_core::MachineId::new(place.machine),
    };
    let row = key.element_id();
    // After the fleet has its place again, where the page covered it.
    set_timeout(
        move || dom::focus(&row),
        std::time::Duration::from_millis(50),
    );
}

/// Escape closes the page, while the focus is in it or nowhere.
pub(super) fn on_escape() {
    let route = expect_context::<RwSignal<Route>>();
    let listener = window_event_listener(ev::keydown, move |event| {
        let is_meant = event.key() == "Escape" && !event.default_prevented() && is_here(&event);
        if is_meant {
            close(route);
        }
    });
    on_cleanup(move || listener.remove());
}

fn is_here(event: &web_sys::KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(target) = target else { return true };
    let is_in = |selector: &str| target.closest(selector).is_ok_and(|found| found.is_some());
    let nowhere = ["BODY", "HTML"].contains(&target.tag_name().as_str());
    nowhere || is_in("#machine") && !is_in("dialog")
}
