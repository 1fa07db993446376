//! One virtual machine as the panel keeps it. How it looks on the wire is `machine_view`.

use super::address::Address;
use super::disk::Disk;
use super::firewall::Rule;
use super::nic::Nic;
use super::user;
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
    /// CPU units per core.
    pub(super) cpu_units: u32,
    pub(super) cpu_sockets: Option<u32>,
    pub(super) cpu_threads: Option<u32>,
    /// The ready-made size it was ordered as.
    pub(super) package: Option<i64>,
    pub(super) disks: Vec<Disk>,
    pub(super) nics: Vec<Nic>,
    pub(super) addresses: Vec<Address>,
    pub(super) rules: Vec<Rule>,
    pub(super) built: bool,
    pub(super) booted: bool,
    pub(super) locked: bool,
    pub(super) suspended: bool,
    pub(super) recovery: bool,
    pub(super) vip: bool,
    pub(super) autoscale: bool,
    /// Boots from its medium first.
    pub(super) cd_boot: bool,
    /// The medium it was last started from, if it was.
    pub(super) iso: Option<u32>,
    /// It has a serial console.
    pub(super) virsh: bool,
    pub(super) accelerated: bool,
    /// The machine it must not share a host with.
    pub(super) strict: Option<u32>,
    pub(super) time_zone: Option<String>,
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

impl Machine {
    /// A machine with nothing in it, not built, of the one user.
    pub(super) fn new(id: u32, label: String, hostname: String, at: Timestamp) -> Self {
        Self {
            id,
            identifier: identifier(id),
            label,
            hostname,
            domain: "localdomain".to_owned(),
            user: user::ID,
            hypervisor: 1,
            template: 1,
            memory: 0,
            cpus: 0,
            cpu_shares: 100,
            cpu_units: 10,
            cpu_sockets: None,
            cpu_threads: None,
            package: None,
            disks: Vec::new(),
            nics: Vec::new(),
            addresses: Vec::new(),
            rules: Vec::new(),
            built: false,
            booted: false,
            locked: false,
            suspended: false,
            recovery: false,
            vip: false,
            autoscale: false,
            cd_boot: false,
            iso: None,
            virsh: false,
            accelerated: false,
            strict: None,
            time_zone: None,
            state: "new",
            note: None,
            admin_note: None,
            root_password: secret(id),
            passphrase: None,
            boots: 0,
            created_at: at,
            updated_at: at,
            queue: VecDeque::new(),
            transactions: Vec::new(),
        }
    }

    /// The disk the system is on.
    pub(super) fn primary_disk(&self) -> Option<&Disk> {
        self.disks.iter().find(|disk| disk.primary)
    }

    /// One of its disks.
    pub(super) fn disk_mut(&mut self, id: u32) -> Option<&mut Disk> {
        self.disks.iter_mut().find(|disk| disk.id == id)
    }

    /// One of its interfaces.
    pub(super) fn nic(&self, id: u32) -> Option<&Nic> {
        self.nics.iter().find(|nic| nic.id == id)
    }

    /// One of its interfaces.
    pub(super) fn nic_mut(&mut self, id: u32) -> Option<&mut Nic> {
        self.nics.iter_mut().find(|nic| nic.id == id)
    }

    /// The interface that is used when none is named.
    pub(super) fn primary_nic(&self) -> Option<&Nic> {
        let primary = self.nics.iter().find(|nic| nic.primary);
        primary.or_else(|| self.nics.first())
    }

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
