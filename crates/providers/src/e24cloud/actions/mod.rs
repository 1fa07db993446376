//! One act a file.

use pilothouse_core::{Target, wire::escape};

pub(super) mod check;
pub(super) mod list_machines;
pub(super) mod look;
pub(super) mod power;
pub(super) mod read_machine;

/// Path of the machines; a machine's own is below.
const MACHINES: &str = "/v2/virtual-machines";

/// Path of one machine.
fn path(target: &Target) -> String {
    [MACHINES, "/", &escape(target.id.as_str())].concat()
}
