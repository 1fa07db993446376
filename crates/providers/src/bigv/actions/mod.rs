//! One act a file.

pub(super) mod change_machine;
pub(super) mod check;
pub(super) mod create_machine;
pub(super) mod delete_machine;
mod edit_machine;
pub(super) mod follow_creation;
pub(super) mod list_machines;
pub(super) mod list_trash;
pub(super) mod look;
pub(super) mod open_console;
pub(super) mod power;
pub(super) mod read_machine;
pub(super) mod rebuild_machine;
mod require;
pub(super) mod rescue_machine;
pub(super) mod send_keys;
pub(super) mod sign_in;
