//! Journeys: the built panel in a real browser, in front of the proxy and the simulated
//! providers. Each one has a stage and a browser of its own, so they share nothing.
//!
//! `cargo xtask test --only journeys` builds what they need and says where it is.
#![cfg(not(target_arch = "wasm32"))]

#[path = "e2e/harness/mod.rs"]
mod harness;

#[path = "e2e/accessibility.rs"]
mod accessibility;
#[path = "e2e/accessible.rs"]
mod accessible;
#[path = "e2e/accounts.rs"]
mod accounts;
#[path = "e2e/activity.rs"]
mod activity;
#[path = "e2e/build.rs"]
mod build;
#[path = "e2e/bulk.rs"]
mod bulk;
#[path = "e2e/faults.rs"]
mod faults;
#[path = "e2e/faults_page.rs"]
mod faults_page;
#[path = "e2e/fleet.rs"]
mod fleet;
#[path = "e2e/fleet_view.rs"]
mod fleet_view;
#[path = "e2e/keyboard.rs"]
mod keyboard;
#[path = "e2e/keyboard_fleet.rs"]
mod keyboard_fleet;
#[path = "e2e/keyboard_forms.rs"]
mod keyboard_forms;
#[path = "e2e/keyboard_machine.rs"]
mod keyboard_machine;
#[path = "e2e/machine.rs"]
mod machine;
#[path = "e2e/opening.rs"]
mod opening;
#[path = "e2e/palette.rs"]
mod palette;
#[path = "e2e/power.rs"]
mod power;
#[path = "e2e/requests.rs"]
mod requests;
#[path = "e2e/suggestions.rs"]
mod suggestions;
#[path = "e2e/trash.rs"]
mod trash;
#[path = "e2e/trouble.rs"]
mod trouble;
