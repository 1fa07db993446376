//! Reading disks; source: `OnApp` reference, section 10. Changing them is `disk_acts`.

use super::World;
use super::call::Call;
use super::disk::Disk;
use super::machine::Machine;
use super::paging::Window;
use super::refusal::Refusal;
use super::reply::{Names, Reply, names};
use serde_json::Value;

const DISKS: Names = names("disks", "disk");

impl World {
    /// `GET /virtual_machines/:id/disks`
    pub(super) fn machine_disks(&self, id: u32) -> Result<Reply, Refusal> {
        let machine = self.machine(id)?;
        let views = machine.disks.iter().map(|disk| self.disk(machine, disk));
        Ok(Reply::list(DISKS, views.collect()))
    }

    /// `GET /settings/disks`
    pub(super) fn all_disks(&self, call: &Call) -> Reply {
        let of = |machine| -> Vec<(&Machine, &Disk)> {
            let machine: &Machine = machine;
            machine.disks.iter().map(|disk| (machine, disk)).collect()
        };
        let window = Window::read(&call.params, None);
        let owned = self.machines.values().flat_map(of);
        let owned = owned.map(|(machine, disk)| (Some(machine), disk));
        let loose = self.detached.values().map(|disk| (None, disk));
        let cut = Window::cut(window, owned.chain(loose));
        let view = |(machine, disk): (Option<&Machine>, &Disk)| match machine {
            Some(machine) => self.disk(machine, disk),
            None => disk.view(self.dialect, None),
        };
        let reply = Reply::list(DISKS, cut.into_iter().map(view).collect());
        Window::mark(window, self.by_disk.len() + self.detached.len(), reply)
    }

    /// `GET /settings/disks/:id`
    pub(super) fn one_disk(&self, disk: &str) -> Result<Reply, Refusal> {
        let number: u32 = disk.parse().map_err(|_| Refusal::NotFound)?;
        if let Some(disk) = self.detached.get(&number) {
            return Ok(Reply::one("disk", disk.view(self.dialect, None)));
        }
        let (_, number) = self.locate_disk(disk)?;
        Ok(Reply::one("disk", self.disk_view(number)?))
    }

    /// The machine and the number of a disk in a path.
    pub(super) fn locate_disk(&self, disk: &str) -> Result<(u32, u32), Refusal> {
        let number: u32 = disk.parse().map_err(|_| Refusal::NotFound)?;
        let owner = self.by_disk.get(&number).ok_or(Refusal::NotFound)?;
        Ok((*owner, number))
    }

    /// The same below a machine, whose disk it has to be.
    pub(super) fn locate_disk_of(&self, id: u32, disk: &str) -> Result<u32, Refusal> {
        let (owner, number) = self.locate_disk(disk)?;
        if owner == id {
            Ok(number)
        } else {
            Err(Refusal::NotFound)
        }
    }

    /// A machine's disk by number.
    pub(super) fn find_disk(&self, disk: u32) -> Result<(&Machine, &Disk), Refusal> {
        let owner = self.by_disk.get(&disk).copied().unwrap_or_default();
        let machine = self.machine(owner)?;
        let found = machine.disks.iter().find(|one| one.id == disk);
        Ok((machine, found.ok_or(Refusal::NotFound)?))
    }

    /// The object inside `{"disk": …}`.
    pub(super) fn disk_view(&self, disk: u32) -> Result<Value, Refusal> {
        let (machine, disk) = self.find_disk(disk)?;
        Ok(self.disk(machine, disk))
    }

    fn disk(&self, machine: &Machine, disk: &Disk) -> Value {
        let place = machine.disks.iter().position(|one| one.id == disk.id);
        let place = place.map_or(0, |place| place + 1);
        disk.view(self.dialect, Some((machine.id, place)))
    }
}
