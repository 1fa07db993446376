//! Mounts the panel.

use std::time::Duration;

use pilothouse::{api::page, app::App};

fn main() {
    page::report_panics();
    // The browser has just made the program ready, and may draw before it goes on.
    leptos::prelude::set_timeout(show, Duration::ZERO);
}

fn show() {
    leptos::mount::mount_to_body(App);
    page::remove_boot_message();
}
