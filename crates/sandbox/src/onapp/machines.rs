//! Reading machines: all, one, in short; source: `OnApp` reference, section 7.

use super::World;
use super::call::Call;
use super::machine::Machine;
use super::paging::Window;
use super::refusal::Refusal;
use super::reply::{Names, Reply, names};
use jiff::Timestamp;
use serde_json::Value;

const MACHINES: Names = names("virtual_machines", "virtual_machine");

impl World {
    /// The machine that an id or identifier in a path means.
    pub(super) fn locate(&self, name: &str) -> Result<u32, Refusal> {
        let id = match name.parse::<u32>() {
            Ok(id) => Some(id),
            Err(_) => self.by_identifier.get(name).copied(),
        };
        id.filter(|id| self.machines.contains_key(id))
            .ok_or(Refusal::NotFound)
    }

    /// A machine by number.
    pub(super) fn machine(&self, id: u32) -> Result<&Machine, Refusal> {
        self.machines.get(&id).ok_or(Refusal::NotFound)
    }

    /// A machine by number, to be changed now.
    pub(super) fn machine_mut(&mut self, id: u32, now: Timestamp) -> Result<&mut Machine, Refusal> {
        let machine = self.machines.get_mut(&id).ok_or(Refusal::NotFound)?;
        machine.updated_at = now;
        Ok(machine)
    }

    /// Takes a machine in.
    pub(super) fn adopt(&mut self, machine: Machine) {
        self.by_identifier
            .insert(machine.identifier.clone(), machine.id);
        for disk in &machine.disks {
            self.by_disk.insert(disk.id, machine.id);
        }
        self.machines.insert(machine.id, machine);
    }

    /// `GET /virtual_machines`
    pub(super) fn list_machines(&self, call: &Call) -> Reply {
        self.list(call, None, |machine| self.view(machine))
    }

    /// `GET /users/:id/virtual_machines`
    pub(super) fn machines_of(&self, call: &Call, user: u32) -> Reply {
        self.list(call, Some(user), |machine| self.view(machine))
    }

    /// `GET /virtual_machines/status`
    pub(super) fn list_statuses(&self, call: &Call) -> Reply {
        self.list(call, None, |machine| self.short(machine))
    }

    fn list(&self, call: &Call, user: Option<u32>, view: impl Fn(&Machine) -> Value) -> Reply {
        let window = Window::read(&call.params, None);
        // The manual promises a search of the label; whether it finds more is not known, so
        // nobody may rely on it.
        let wanted = call.params.text("q").map(|text| text.to_lowercase());
        let found = |machine: &&Machine| {
            let label = |wanted: &String| machine.label.to_lowercase().contains(wanted);
            wanted.as_ref().is_none_or(label) && user.is_none_or(|user| machine.user == user)
        };
        let total = if window.is_some() && (wanted.is_some() || user.is_some()) {
            self.machines.values().filter(found).count()
        } else {
            self.machines.len()
        };
        let cut = Window::cut(window, self.machines.values().filter(found));
        let reply = Reply::list(MACHINES, cut.into_iter().map(view).collect());
        Window::mark(window, total, reply)
    }

    /// `GET /virtual_machines/:id`
    pub(super) fn show_machine(&self, id: u32) -> Result<Reply, Refusal> {
        Ok(Reply::one("virtual_machine", self.view(self.machine(id)?)))
    }

    /// `GET /virtual_machines/:id/status`
    pub(super) fn show_status(&self, id: u32) -> Result<Reply, Refusal> {
        Ok(Reply::one("virtual_machine", self.short(self.machine(id)?)))
    }

    /// 201 with the whole machine and where it is.
    pub(super) fn accepted(&self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let machine = self.machine(id)?;
        let location = format!(
            "http://{}/virtual_machines/{}",
            call.host, machine.identifier
        );
        Ok(Reply::created("virtual_machine", self.view(machine)).header("location", location))
    }

    /// Where a part of a machine is.
    pub(super) fn location(
        &self,
        call: &Call,
        id: u32,
        list: &str,
        part: u32,
    ) -> Result<String, Refusal> {
        let identifier = &self.machine(id)?.identifier;
        let host = &call.host;
        Ok(format!(
            "http://{host}/virtual_machines/{identifier}/{list}/{part}"
        ))
    }

    /// Refuses while a transaction holds the machine.
    pub(super) fn unlocked(&self, id: u32) -> Result<&Machine, Refusal> {
        let machine = self.machine(id)?;
        if machine.locked {
            return Err(Refusal::unfit(
                "Virtual Server is locked by another transaction",
            ));
        }
        Ok(machine)
    }
}
