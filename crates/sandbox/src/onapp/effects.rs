//! What a finished transaction has changed.

use super::World;
use super::address::{self, Address};
use super::transaction::Effect;
use jiff::Timestamp;

impl World {
    /// Applies an effect.
    pub(super) fn apply(&mut self, id: u32, effect: Effect, at: Timestamp) {
        if effect == Effect::Destroy {
            self.forget(id);
            return;
        }
        if effect == Effect::Address {
            self.give_address(id, at);
            return;
        }
        let Some(machine) = self.machines.get_mut(&id) else {
            return;
        };
        match effect {
            Effect::None | Effect::Destroy | Effect::Address => {}
            Effect::Boot { recovery } => machine.boot(recovery),
            Effect::Halt => machine.halt(),
            Effect::Suspend => {
                machine.halt();
                machine.suspended = true;
            }
            Effect::Built => {
                machine.built = true;
                machine.state = "delivered";
            }
            Effect::Resize {
                memory,
                cpus,
                cpu_shares,
            } => {
                machine.memory = memory;
                machine.cpus = cpus;
                machine.cpu_shares = cpu_shares;
            }
            Effect::Hostname { hostname, domain } => {
                machine.hostname = hostname;
                machine.domain = domain;
            }
            Effect::Password {
                password,
                passphrase,
            } => {
                machine.root_password = password;
                machine.passphrase = passphrase;
            }
            Effect::Move { hypervisor } => machine.hypervisor = hypervisor,
        }
    }

    /// Gives the machine the next free address.
    pub(super) fn give_address(&mut self, id: u32, at: Timestamp) {
        let start = self.next_address;
        // When all are taken, machines share: the documentation ranges are small.
        let tries = if self.taken.len() < address::POOL as usize {
            address::POOL
        } else {
            0
        };
        let free = (start..start.saturating_add(tries))
            .map(address::nth)
            .find(|ip| !self.taken.contains(ip))
            .unwrap_or_else(|| address::nth(start));
        self.next_address = self.next_address.wrapping_add(1);
        self.give(id, free, at);
    }

    /// Gives the machine this address.
    pub(super) fn give(&mut self, id: u32, ip: std::net::IpAddr, at: Timestamp) {
        if let Some(machine) = self.machines.get_mut(&id) {
            self.next_address_id += 1;
            self.taken.insert(ip);
            machine.addresses.push(Address {
                id: self.next_address_id,
                ip,
                created_at: at,
            });
        }
    }

    fn forget(&mut self, id: u32) {
        let Some(machine) = self.machines.remove(&id) else {
            return;
        };
        self.by_identifier.remove(&machine.identifier);
        for disk in &machine.disks {
            self.by_disk.remove(&disk.id);
        }
        for address in &machine.addresses {
            self.taken.remove(&address.ip);
        }
        // What was queued behind the end will never be done.
        for left in machine.queue {
            self.cancel(left);
        }
    }
}
