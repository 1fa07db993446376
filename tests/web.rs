//! In-browser unit tests: what needs a real document, storage or layout.
#![cfg(target_arch = "wasm32")]
// Helpers of tests may fail a test too.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use leptos::prelude::*;
use pilothouse::{
    api::{clock, page, storage, via::Via},
    components::{confirm::Confirm, power_menu::OpenMenu},
    pages::machines::Machines,
    routes::{Route, View},
    store::{
        Store,
        accounts::Account,
        settings::{Settings, Theme},
    },
};
use pilothouse_core::{ByteSize, Endpoint, Machine, State};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const HOSTILE: &str = "<img src=x onerror=\"document.title='owned'\"><b>bold</b>";

/// A page with the fleet on it and this many machines in one account.
fn fleet(count: u32) -> (Store, RwSignal<Route>, Mounted) {
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
        provide_context(RwSignal::<Option<Confirm>>::new(None));
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
