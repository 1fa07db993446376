//! In-browser unit tests: what needs a real document, storage or layout.
#![cfg(target_arch = "wasm32")]
// Helpers of tests may fail a test too.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use leptos::prelude::*;
use pilothouse::{
    api::{clock, page, storage, via::Via},
    components::{confirm::Asking, power_menu::OpenMenu},
    pages::machines::Machines,
    routes::{Grouping, Route, View},
    store::{
        Store,
        accounts::Account,
        settings::{Settings, Theme},
    },
};
use pilothouse_core::{ByteSize, Endpoint, Machine, MachineId, State};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const HOSTILE: &str = "<img src=x onerror=\"document.title='owned'\"><b>bold</b>";

/// The tests' page has no files beside it: stands in for the styles of later parts.
fn have_later_styles() {
    if document().get_element_by_id("later-styles").is_none() {
        let link = document().create_element("link").unwrap();
        link.set_id("later-styles");
        link.set_attribute("rel", "stylesheet").unwrap();
        link.set_attribute("href", "data:text/css,").unwrap();
        document().head().unwrap().append_child(&link).unwrap();
    }
}

/// A page with the fleet on it and this many machines in one account.
fn fleet(count: u32) -> (Store, RwSignal<Route>, Mounted) {
    have_later_styles();
    let store = Store::new();
    let route = RwSignal::new(Route::Machines(View::default()));
    let account = Account {
        id: "a".into(),
        label: "Acme".into(),
        provider: "e24cloud".into(),
        endpoint: Endpoint::parse("http://127.0.0.1:1").unwrap(),
        via: Via::Direct,
        login: String::new(),
        colour: 0,
        preferences: std::collections::BTreeMap::new(),
        sandbox: true,
    };
    let holding = store.hold(account).unwrap();
    holding.roster.update(|roster| {
        for n in 0..count {
            let name = if n == 0 {
                HOSTILE.to_owned()
            } else {
                format!("web-{n:05}")
            };
            let machine = Machine {
                state: if n % 3 == 0 {
                    State::Off
                } else {
                    State::Running
                },
                cpus: Some(2),
                memory: Some(ByteSize::from_gib(4)),
                ..Machine::bare(n.to_string(), name)
            };
            roster.take(machine, clock::now());
        }
    });
    holding.set_status(|status| status.fresh = Some(clock::now()));
    store.is_ready.set(true);
    let place = document().create_element("div").unwrap();
    place.set_attribute("style", "height: 600px").unwrap();
    document().body().unwrap().append_child(&place).unwrap();
    let root: web_sys::HtmlElement = wasm_bindgen::JsCast::dyn_into(place).unwrap();
    let handle = leptos::mount::mount_to(root.clone(), move || {
        provide_context(store);
        provide_context(route);
        provide_context(RwSignal::<Option<OpenMenu>>::new(None));
        provide_context(Asking::new(None));
        view! { <Machines/> }
    });
    (store, route, Mounted(root, Some(Box::new(handle))))
}

/// Takes the page away again.
struct Mounted(web_sys::HtmlElement, Option<Box<dyn std::any::Any>>);

impl Drop for Mounted {
    fn drop(&mut self) {
        drop(self.1.take());
        self.0.remove();
    }
}

fn count(selector: &str) -> u32 {
    document().query_selector_all(selector).unwrap().length()
}

async fn settle() {
    clock::sleep(Duration::from_millis(50)).await;
}

#[wasm_bindgen_test]
async fn ten_thousand_machines_need_few_elements() {
    let (_store, route, _mounted) = fleet(10_000);
    settle().await;
    let rows = count("[role=row]");
    assert!((10..150).contains(&rows), "{rows} rows on the page");
    let grid = document().query_selector("[role=grid]").unwrap().unwrap();
    assert_eq!(grid.get_attribute("aria-rowcount").unwrap(), "10001");

    route.set(Route::Machines(View {
        query: "web-09999".into(),
        ..View::default()
    }));
    settle().await;
    assert_eq!(
        count("[role=row]"),
        2,
        "the heading and the one that matches"
    );
}

#[wasm_bindgen_test]
async fn rows_are_used_again_and_stay_in_order() {
    let (_store, _route, _mounted) = fleet(10_000);
    settle().await;
    let row = |id: &str| document().get_element_by_id(id);
    let focused: web_sys::HtmlElement =
        wasm_bindgen::JsCast::dyn_into(row("row-a-1").unwrap()).unwrap();
    focused.focus().unwrap();
    // Until all are made: a few in a frame.
    clock::sleep(Duration::from_millis(400)).await;
    let made = count(".grid-body [role=row]");
    let grid = document().query_selector("[role=grid]").unwrap().unwrap();
    let grid: web_sys::HtmlElement = wasm_bindgen::JsCast::dyn_into(grid).unwrap();
    grid.style().set_property("overflow", "auto").unwrap();
    grid.style().set_property("height", "600px").unwrap();
    for top in [100_000, 180_000] {
        grid.set_scroll_top(top);
        // Until they are put in order.
        clock::sleep(Duration::from_millis(400)).await;
    }
    let rows = document()
        .query_selector_all(".grid-body [role=row]")
        .unwrap();
    assert!(rows.length() <= made + 10, "{} rows", rows.length());
    let mut lines = Vec::new();
    for at in 0..rows.length() {
        let row: web_sys::Element = wasm_bindgen::JsCast::dyn_into(rows.get(at).unwrap()).unwrap();
        let line: u32 = row.get_attribute("aria-rowindex").unwrap().parse().unwrap();
        let words = row.text_content().unwrap();
        assert!(
            words.contains(&format!("web-{:05}", line - 2)),
            "{line}: {words}"
        );
        assert_eq!(row.id(), format!("row-a-{}", line - 2));
        lines.push(line);
    }
    assert!(lines.is_sorted(), "{lines:?}");
    assert_eq!(
        lines.first(),
        Some(&3),
        "the one with the focus is still there"
    );
    assert!(lines.contains(&5_010), "{lines:?}");
    assert_eq!(document().active_element().unwrap().id(), "row-a-1");
}

#[wasm_bindgen_test]
async fn the_focus_never_goes_over_to_another_machine() {
    let (store, _route, _mounted) = fleet(5);
    settle().await;
    let row = document().get_element_by_id("row-a-2").unwrap();
    let row: web_sys::HtmlElement = wasm_bindgen::JsCast::dyn_into(row).unwrap();
    row.focus().unwrap();
    settle().await;
    assert_eq!(document().active_element().unwrap().id(), "row-a-2");
    let holding = store.holding("a").unwrap();
    let gone = MachineId::new("2");
    holding.roster.update(|roster| roster.drop(&gone));
    settle().await;
    assert_eq!(count(".grid-body [role=row]"), 4);
    let focused = document().active_element().unwrap();
    assert_eq!(focused.tag_name(), "BODY", "on {}", focused.id());
}

#[wasm_bindgen_test]
async fn a_hostile_name_is_text() {
    let (_store, _route, mounted) = fleet(3);
    settle().await;
    assert!(mounted.0.text_content().unwrap().contains(HOSTILE));
    assert_eq!(count("[role=grid] img, [role=grid] b"), 0);
    assert_ne!(document().title(), "owned");
}

#[wasm_bindgen_test]
fn settings_survive_a_reload() {
    let settings = Settings {
        theme: Theme::Dark,
        refresh_seconds: 300,
        compact: true,
        ..Settings::default()
    };
    settings.apply();
    assert_eq!(Settings::load(), settings);
    let root = document().document_element().unwrap();
    assert_eq!(root.get_attribute("data-theme").as_deref(), Some("dark"));
    Settings::default().apply();
    assert_eq!(root.get_attribute("data-theme"), None);
}

#[wasm_bindgen_test]
fn what_cannot_be_read_any_more_is_as_good_as_nothing() {
    storage::save("settings", &"nonsense");
    assert_eq!(Settings::load(), Settings::default());
}

#[wasm_bindgen_test]
fn addresses_are_set_without_leaving_the_page() {
    page::replace("#/accounts");
    assert_eq!(Route::parse(&page::fragment()), Route::Accounts);
    page::replace("#/");
}

/// Presses a key on the element that has this id.
fn press(id: &str, key: &str, command: bool, shift: bool) {
    let options = web_sys::KeyboardEventInit::new();
    options.set_key(key);
    options.set_ctrl_key(command);
    options.set_shift_key(shift);
    options.set_bubbles(true);
    options.set_cancelable(true);
    let event =
        web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &options).unwrap();
    let element = document().get_element_by_id(id).unwrap();
    element.dispatch_event(&event).unwrap();
}

fn picked() -> u32 {
    count("[role=row][aria-selected=true]")
}

#[wasm_bindgen_test]
async fn rows_are_selected_by_keyboard_and_stay_selected() {
    let (store, route, _mounted) = fleet(12);
    settle().await;
    // The hostile name sorts first.
    press("row-a-0", " ", false, false);
    settle().await;
    assert_eq!(picked(), 1);
    press("row-a-0", "ArrowDown", false, true);
    settle().await;
    press("row-a-1", "ArrowDown", false, true);
    settle().await;
    assert_eq!(picked(), 3, "the range grows");
    press("row-a-2", "ArrowUp", false, true);
    settle().await;
    assert_eq!(picked(), 2, "and shrinks");
    press("row-a-1", "a", true, false);
    settle().await;
    assert_eq!(picked(), 12, "all of them");
    press("row-a-1", "Escape", false, false);
    settle().await;
    assert_eq!(picked(), 0);

    press("row-a-1", " ", false, false);
    let holding = store.holding("a").unwrap();
    holding.roster.update(|roster| {
        roster.take(Machine::bare("1", "zebra"), clock::now());
    });
    settle().await;
    let zebra = document().get_element_by_id("row-a-1").unwrap();
    assert_eq!(zebra.get_attribute("aria-rowindex").unwrap(), "13", "last");
    assert_eq!(zebra.get_attribute("aria-selected").unwrap(), "true");
    route.set(Route::Machines(View::default().of("web-00002")));
    settle().await;
    assert_eq!(picked(), 0);
    let bar = document()
        .query_selector("[role=toolbar]")
        .unwrap()
        .unwrap();
    let words = bar.text_content().unwrap();
    assert!(words.starts_with("1 selected, 1 not shown"), "{words}");
}

#[wasm_bindgen_test]
async fn groups_are_headings_that_close() {
    let (_store, route, _mounted) = fleet(9);
    route.set(Route::Machines(View {
        group: Some(Grouping::State),
        ..View::default()
    }));
    settle().await;
    let grid = document().query_selector("[role=grid]").unwrap().unwrap();
    let lines = || grid.get_attribute("aria-rowcount").unwrap();
    assert_eq!(lines(), "12", "two headings, nine machines, the columns");
    press("group-state:Running", "ArrowLeft", false, false);
    settle().await;
    assert_eq!(lines(), "6", "the six that run are put away");
    press("group-state:Running", "Enter", false, false);
    settle().await;
    assert_eq!(lines(), "12");
}
