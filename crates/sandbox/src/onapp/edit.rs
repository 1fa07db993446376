//! Changing and deleting machines; source: `OnApp` reference, sections 7.3 and 7.4.

use super::World;
use super::backup::Backup;
use super::backups::destroying;
use super::call::Call;
use super::dialect::Dialect;
use super::fields::Fields;
use super::machine::Machine;
use super::params::Params;
use super::refusal::Refusal;
use super::reply::Reply;
use super::switches::NO_AUTOSCALE;
use super::template::Template;
use super::transaction::{Effect, Step};

/// What may be written about a machine while it is locked.
const NOTES: [&str; 2] = ["note", "admin_note"];

impl World {
    /// `PUT /virtual_machines/:id`
    pub(super) fn edit(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let params = call.params.inside("virtual_machine");
        let only_notes = params.0.keys().all(|key| NOTES.contains(&key.as_str()));
        let machine = if only_notes {
            self.machine(id)?
        } else {
            self.unlocked(id)?
        };
        let resize = self.resized(machine, &params)?;
        let mut fields = Fields::new(&params);
        if params.has("label") {
            fields.required("label");
        }
        if params.flag("enable_autoscale") == Some(true) && !self.autoscales(machine) {
            fields.problem("enable_autoscale", NO_AUTOSCALE);
        }
        fields.optional("cpu_units", 1, 100_000, 1);
        fields.optional("cpu_sockets", 0, 64, 0);
        fields.finish()?;
        self.reword(call, id, &params)?;
        if let Some(step) = resize {
            self.enqueue(id, vec![step], call.now);
        }
        self.changed(call, id)
    }

    /// `POST /virtual_machines/:id/resize`, which was of the oldest panels. Newer ones have only
    /// `PUT`; it is taken all the same, so that old clients have somewhere to go.
    pub(super) fn old_resize(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let params = call.params.inside_or_bare(&["virtual_machine"]);
        let step = self.resized(self.unlocked(id)?, &params)?;
        if let Some(step) = step {
            self.enqueue(id, vec![step], call.now);
        }
        self.accepted(call, id)
    }

    fn reword(&mut self, call: &Call, id: u32, params: &Params) -> Result<(), Refusal> {
        let legacy = self.dialect == Dialect::Legacy;
        let machine = self.machine_mut(id, call.now)?;
        if let Some(label) = params.text("label") {
            machine.label = label;
        }
        if params.has("note") {
            machine.note = params.text("note");
        }
        if params.has("admin_note") {
            machine.admin_note = params.text("admin_note");
        }
        if let Some(autoscale) = params.flag("enable_autoscale") {
            machine.autoscale = autoscale;
        }
        if params.has("time_zone") {
            machine.time_zone = params.text("time_zone");
        }
        let number = |key| params.number(key).and_then(|n| u32::try_from(n).ok());
        machine.cpu_units = number("cpu_units").unwrap_or(machine.cpu_units);
        machine.cpu_sockets = number("cpu_sockets").or(machine.cpu_sockets);
        // Newer panels have `/fqdn` for it.
        if let Some(hostname) = params.text("hostname").filter(|_| legacy) {
            machine.hostname = hostname;
        }
        Ok(())
    }

    /// How this generation answers an edit.
    fn changed(&self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        match self.dialect {
            Dialect::Legacy => self.accepted(call, id),
            Dialect::Modern => Ok(Reply::nothing()),
        }
    }

    /// `PATCH /virtual_machines/:id/fqdn`
    pub(super) fn rename_host(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let params = call.params.inside("virtual_machine");
        let old = self.unlocked(id)?.domain.clone();
        let mut fields = Fields::new(&params);
        let hostname = fields.hostname("hostname");
        fields.finish()?;
        let domain = params.text("domain").unwrap_or(old);
        let effect = Effect::Hostname { hostname, domain };
        self.enqueue(id, vec![Step::new("update_fqdn", 2.0, effect)], call.now);
        self.changed(call, id)
    }

    /// `DELETE /virtual_machines/:id`: it can be read, locked, until it is gone.
    pub(super) fn destroy(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let running = self.unlocked(id)?.booted;
        let wants = |key: &str| call.params.holding(key).flag(key).unwrap_or(false);
        let mut steps = Vec::new();
        if running {
            // Whether the stop is a transaction of its own is not known.
            steps.push(Step::new("stop_virtual_machine", 1.5, Effect::Halt));
        }
        if wants("convert_last_backup") {
            steps.extend(self.convert_last(id));
        }
        if wants("destroy_all_backups") {
            let own = self.backups.values().filter(|one| one.machine == id);
            steps.extend(own.map(|backup| destroying(backup.id)));
        }
        steps.push(Step::new("destroy_virtual_machine", 5.0, Effect::Destroy));
        self.enqueue(id, steps, call.now);
        Ok(self.gone())
    }

    /// The newest backup becomes a template under the machine's name.
    fn convert_last(&mut self, id: u32) -> Option<Step> {
        let machine = self.machines.get(&id)?;
        let own = |one: &&Backup| one.machine == id && one.built_at.is_some();
        let last = self.backups.values().rev().find(own)?.id;
        let (old, label) = (
            self.template(machine.template)?.clone(),
            machine.label.clone(),
        );
        let (_, step) = self.converting(last, old, label);
        Some(step)
    }

    /// `DELETE /virtual_machines/:id/note`
    pub(super) fn drop_note(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let kind = call.params.holding("type").text("type");
        let machine = self.machine_mut(id, call.now)?;
        match kind.as_deref() {
            Some("admin_note") => machine.admin_note = None,
            _ => machine.note = None,
        }
        Ok(self.gone())
    }

    /// The transaction that changes the size, if the size changes. Without hot resize the machine is
    /// restarted by it; what an installation without `allow_cold_resize` does then is not known.
    fn resized(&self, machine: &Machine, params: &Params) -> Result<Option<Step>, Refusal> {
        let template = self.template(machine.template);
        let least = template.map_or(1, |template| template.min_memory);
        let mut fields = Fields::new(params);
        let memory = fields.optional("memory", least, 262_144, machine.memory);
        let cpus = fields.optional("cpus", 1, 64, machine.cpus);
        let shares = fields.optional("cpu_shares", 1, 1_000, machine.cpu_shares);
        fields.finish()?;
        if (memory, cpus, shares) == (machine.memory, machine.cpus, machine.cpu_shares) {
            return Ok(None);
        }
        let effect = Effect::Resize {
            memory,
            cpus,
            cpu_shares: shares,
        };
        let hot = template.is_some_and(Template::resizes_hot);
        Ok(Some(if hot {
            Step::new("resize_vm_without_reboot", 2.0, effect)
        } else {
            Step::new("resize_virtual_machine", 5.0, effect)
        }))
    }
}
