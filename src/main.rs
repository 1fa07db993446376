//! Mounts the panel.

fn main() {
    pilothouse::api::page::report_panics();
    leptos::mount::mount_to_body(pilothouse::app::App);
    pilothouse::api::page::remove_boot_message();
}
