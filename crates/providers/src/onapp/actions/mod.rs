//! One act a file.

pub(super) mod check;
pub(super) mod list_machines;
pub(super) mod look;
pub(super) mod power;
pub(super) mod read_machine;
