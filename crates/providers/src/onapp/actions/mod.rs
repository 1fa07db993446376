//! One act a file. The fleet's client reaches `check` to `read_machine`; the rest belongs to the
//! complete one.

pub(super) mod check;
pub(super) mod list_machines;
pub(super) mod look;
pub(super) mod power;
pub(super) mod read_machine;

mod body;
mod create_machine;
mod delete_machine;
mod edit_machine;
pub(super) mod explain;
mod fields;
pub(super) mod look_order;
pub(super) mod open_console;
pub(super) mod orders;
mod rebuild_machine;
mod rename_machine;
mod rescue_machine;
mod resize_machine;
mod suspend_machine;
mod unlock_machine;
mod verdict;
