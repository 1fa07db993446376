//! What a finished transaction has changed.

use super::World;
use super::address::{self, Address};
use super::disk::Disk;
use super::ids;
use super::machine::Machine;
use super::nic::Nic;
use super::places;
use super::schedule::Target;
use super::template::Kind;
use super::transaction::Effect;
use jiff::Timestamp;
use std::net::IpAddr;

impl World {
    /// Applies an effect.
    pub(super) fn apply(&mut self, id: u32, effect: Effect, at: Timestamp) {
        match effect {
            Effect::Destroy => self.forget(id),
            Effect::FirstDisk { disk, ip } => {
                self.give_primary(id, ip, at);
                self.apply(id, Effect::DiskReady(disk), at);
            }
            Effect::DiskDetached(disk) => {
                if let Some(disk) = self.take_disk(id, disk) {
                    self.detached.insert(disk.id, disk);
                }
            }
            Effect::DiskGone(disk) => drop(self.take_disk(id, disk)),
            Effect::NicGone(nic) => self.drop_nic(id, nic),
            Effect::BackupReady(backup) => {
                if let Some(backup) = self.backups.get_mut(&backup) {
                    backup.finish(at);
                }
            }
            Effect::BackupGone(backup) => drop(self.backups.remove(&backup)),
            Effect::TemplateReady(template) => {
                if let Some(one) = self.templates.iter_mut().find(|one| one.id == template) {
                    one.kind = Kind::Image;
                }
            }
            effect => {
                if let Some(machine) = self.machines.get_mut(&id) {
                    change(machine, effect, at);
                }
            }
        }
    }

    /// Gives the machine an address on its first interface, which comes to be on the network of
    /// that address.
    pub(super) fn give_primary(&mut self, id: u32, ip: IpAddr, at: Timestamp) {
        let Some(machine) = self.machines.get_mut(&id) else {
            return;
        };
        let zone = places::zone_of(machine.hypervisor);
        let mut number = 0;
        if let Some(nic) = machine.nics.first_mut() {
            nic.join = places::join_of(zone, address::network_of(ip));
            number = nic.id;
        }
        self.give(id, number, ip, at);
    }

    /// The next free address of either network.
    pub(super) fn any_address(&self) -> IpAddr {
        let start = self.next_address;
        // When all are taken, machines share: the documentation ranges are small.
        let tries = if self.taken.len() < address::POOL as usize {
            address::POOL
        } else {
            0
        };
        let mut all = (start..start.saturating_add(tries)).map(address::nth);
        let free = all.find(|ip| !self.taken.contains(ip));
        free.unwrap_or_else(|| address::nth(start))
    }

    /// A free address of a network, or a shared one; IPv6 has one for every machine and more.
    pub(super) fn address_in(&self, network: u32, id: u32) -> IpAddr {
        if network == address::V6 {
            let mut all = (0..u16::MAX).map(|n| address::nth_v6(id + (u32::from(n) << 16)));
            let free = all.find(|ip| !self.taken.contains(ip));
            return free.unwrap_or_else(|| address::nth_v6(id));
        }
        let all = || (0..address::POOL).map(address::nth);
        let mut here = all().filter(|ip| address::network_of(*ip) == network);
        let free = here.find(|ip| !self.taken.contains(ip));
        free.unwrap_or_else(|| address::nth(id))
    }

    /// Gives the machine this address on one of its interfaces; the number of the assignment.
    pub(super) fn give(&mut self, id: u32, nic: u32, ip: IpAddr, at: Timestamp) -> u32 {
        let join = ids::next(&mut self.ids.join);
        self.next_address = self.next_address.wrapping_add(1);
        if let Some(machine) = self.machines.get_mut(&id) {
            self.taken.insert(ip);
            machine.addresses.push(Address {
                join,
                ip,
                nic,
                created_at: at,
            });
        }
        join
    }

    /// Takes a disk out of a machine.
    fn take_disk(&mut self, id: u32, disk: u32) -> Option<Disk> {
        self.by_disk.remove(&disk);
        let disks = &mut self.machines.get_mut(&id)?.disks;
        let place = disks.iter().position(|one| one.id == disk)?;
        self.schedules
            .retain(|_, one| one.target != Target::Disk(disk));
        Some(disks.remove(place))
    }

    /// Takes an interface out of a machine, and all that is on it.
    fn drop_nic(&mut self, id: u32, nic: u32) {
        let Some(machine) = self.machines.get_mut(&id) else {
            return;
        };
        machine.nics.retain(|one| one.id != nic);
        machine.rules.retain(|rule| rule.nic != nic);
        for address in machine.addresses.iter().filter(|one| one.nic == nic) {
            self.taken.remove(&address.ip);
        }
        machine.addresses.retain(|one| one.nic != nic);
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
        for other in self.machines.values_mut() {
            other.strict = other.strict.filter(|strict| *strict != id);
        }
        self.schedules.retain(|_, one| match one.target {
            Target::Machine(machine) => machine != id,
            Target::Disk(disk) => !machine.disks.iter().any(|one| one.id == disk),
        });
        // A backup that was never finished has nothing left to be made of.
        self.backups
            .retain(|_, one| one.machine != id || one.built_at.is_some());
        // What was queued behind the end will never be done.
        for left in machine.queue {
            self.cancel(left);
        }
    }
}

/// What changes nothing but the machine.
fn change(machine: &mut Machine, effect: Effect, at: Timestamp) {
    match effect {
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
        Effect::Move { hypervisor, store } => {
            let zone = places::zone_of(hypervisor);
            // The joins of the networks are those of the new zone.
            for nic in &mut machine.nics {
                let network = places::network_of_join(i64::from(nic.join));
                nic.join = places::join_of(zone, network.unwrap_or(1));
            }
            machine.hypervisor = hypervisor;
            for disk in &mut machine.disks {
                disk.store = store.unwrap_or(disk.store);
            }
        }
        Effect::Autoscale => machine.autoscale = true,
        effect => change_part(machine, &effect, at),
    }
}

/// What changes a disk or an interface.
fn change_part(machine: &mut Machine, effect: &Effect, at: Timestamp) {
    match *effect {
        Effect::DiskReady(disk) => on_disk(machine, disk, at, |disk| disk.built = true),
        Effect::DiskSize { disk, size } => on_disk(machine, disk, at, |disk| disk.size = size),
        Effect::DiskMoved { disk, store } => on_disk(machine, disk, at, |disk| disk.store = store),
        Effect::Connected(nic) => on_nic(machine, nic, at, |nic| nic.connected = true),
        Effect::Rate { nic, rate } => on_nic(machine, nic, at, |nic| nic.rate = rate),
        _ => {}
    }
}

fn on_disk(machine: &mut Machine, id: u32, at: Timestamp, change: impl Fn(&mut Disk)) {
    if let Some(disk) = machine.disk_mut(id) {
        change(disk);
        disk.updated_at = at;
    }
}

fn on_nic(machine: &mut Machine, id: u32, at: Timestamp, change: impl Fn(&mut Nic)) {
    if let Some(nic) = machine.nic_mut(id) {
        change(nic);
        nic.updated_at = at;
    }
}
