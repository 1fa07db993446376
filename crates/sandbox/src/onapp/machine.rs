//! One virtual machine as the panel keeps it. How it looks on the wire is `machine_view`.

use super::address::Address;
use crate::names::spread;
use jiff::Timestamp;
use std::collections::VecDeque;

/// A virtual machine.
#[derive(Clone, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "the panel's flags are independent of one another and are published one by one"
)]
pub(super) struct Machine {
    pub(super) id: u32,
    /// 14 lower-case letters and digits.
    pub(super) identifier: String,
    pub(super) label: String,
    pub(super) hostname: String,
    pub(super) domain: String,
    pub(super) user: u32,
    pub(super) hypervisor: u32,
    pub(super) template: u32,
    /// MB
    pub(super) memory: u32,
    pub(super) cpus: u32,
    pub(super) cpu_shares: u32,
    pub(super) disks: Vec<Disk>,
    pub(super) nic: Nic,
    pub(super) addresses: Vec<Address>,
    pub(super) built: bool,
    pub(super) booted: bool,
    pub(super) locked: bool,
    pub(super) suspended: bool,
    pub(super) recovery: bool,
    pub(super) vip: bool,
    pub(super) autoscale: bool,
    /// `new`, `delivered` or `failed`: how the last provisioning went, never whether it runs.
    pub(super) state: &'static str,
    pub(super) note: Option<String>,
    pub(super) admin_note: Option<String>,
    pub(super) root_password: String,
    /// The root password was encrypted with a passphrase nobody but its owner has.
    pub(super) passphrase: Option<String>,
    /// How often it was booted; the console moves to another port and password each time.
    pub(super) boots: u32,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
    /// Transactions not yet over, the one being worked on first.
    pub(super) queue: VecDeque<u32>,
    /// All its transactions, oldest first.
    pub(super) transactions: Vec<u32>,
}

/// A disk.
#[derive(Clone, Debug)]
pub(super) struct Disk {
    pub(super) id: u32,
    /// GB
    pub(super) size: u32,
    pub(super) swap: bool,
}

/// The network interface.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nic {
    pub(super) id: u32,
    /// Mbit/s, 0 for unlimited.
    pub(super) rate: u32,
}

impl Machine {
    /// GB, swap included.
    pub(super) fn disk_size(&self) -> u32 {
        self.disks.iter().map(|disk| disk.size).sum()
    }

    /// The label begins so.
    pub(super) fn is_like(&self, sentinel: &str) -> bool {
        self.label.starts_with(sentinel)
    }

    /// Not running any more.
    pub(super) fn halt(&mut self) {
        self.booted = false;
        self.recovery = false;
    }

    /// Running, in recovery mode or not.
    pub(super) fn boot(&mut self, recovery: bool) {
        self.booted = true;
        self.recovery = recovery;
        self.boots = self.boots.saturating_add(1);
    }
}

/// The identifier of machine, disk or template number `n`: never digits alone, never the same
/// for two numbers.
pub(super) fn identifier(n: u32) -> String {
    const LETTERS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let letter = |value: u32| LETTERS.get(value as usize % 36).map_or('x', |&b| b as char);
    let mut text = String::from(letter(n % 26));
    for (mut word, length) in [(spread(n), 7), (spread(n ^ 0x00a5_a5a5), 6)] {
        for _ in 0..length {
            text.push(letter(word % 36));
            word /= 36;
        }
    }
    text
}

/// A secret that protects nothing: the same every time for the same number.
pub(super) fn secret(n: u32) -> String {
    format!("sim{:08x}", spread(n ^ 0x5ec2_e700))
}
