//! The next number of everything the panel counts.

/// Counters, each of them holding the number given out last.
#[derive(Debug)]
pub(super) struct Ids {
    pub(super) machine: u32,
    pub(super) disk: u32,
    pub(super) nic: u32,
    /// Assignments of addresses to interfaces.
    pub(super) join: u32,
    pub(super) rule: u32,
    pub(super) backup: u32,
    pub(super) schedule: u32,
    pub(super) key: u32,
    pub(super) template: u32,
}

impl Default for Ids {
    fn default() -> Self {
        Self {
            machine: 500,
            disk: 300,
            nic: 2_500,
            join: 71_600,
            rule: 8_000,
            backup: 4_000,
            schedule: 6_000,
            key: 700,
            template: 1_000,
        }
    }
}

/// The next number of a counter.
pub(super) fn next(counter: &mut u32) -> u32 {
    *counter = counter.saturating_add(1);
    *counter
}
