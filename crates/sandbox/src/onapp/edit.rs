//! Changing and deleting machines; source: `OnApp` reference, sections 7.3 and 7.4.

use super::World;
use super::call::Call;
use super::dialect::Dialect;
use super::fields::Fields;
use super::machine::Machine;
use super::params::Params;
use super::refusal::Refusal;
use super::reply::{self, Reply};
use super::template;
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
        let resize = resized(machine, &params)?;
        let mut fields = Fields::new(&params);
        if params.has("label") {
            fields.required("label");
        }
        fields.finish()?;
        self.reword(call, id, &params)?;
        if let Some(step) = resize {
            self.enqueue(id, vec![step], call.now);
        }
        self.changed(call, id)
    }

    /// `POST /virtual_machines/:id/resize`, only of the oldest panels.
    pub(super) fn old_resize(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        if self.dialect != Dialect::Legacy {
            return Err(Refusal::NotFound);
        }
        let step = resized(self.unlocked(id)?, &call.params.inside("virtual_machine"))?;
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
        let mut steps = vec![Step::new("destroy_virtual_machine", 5.0, Effect::Destroy)];
        if running {
            // Whether the stop is a transaction of its own is not known.
            steps.insert(0, Step::new("stop_virtual_machine", 1.5, Effect::Halt));
        }
        self.enqueue(id, steps, call.now);
        Ok(match self.dialect {
            Dialect::Legacy => reply::empty_object(),
            Dialect::Modern => Reply::nothing(),
        })
    }

    /// `DELETE /virtual_machines/:id/note`
    pub(super) fn drop_note(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let kind = call.params.text("type");
        let machine = self.machine_mut(id, call.now)?;
        match kind.as_deref() {
            Some("admin_note") => machine.admin_note = None,
            _ => machine.note = None,
        }
        Ok(Reply::nothing())
    }
}

/// The transaction that changes the size, if the size changes. Without hot resize the machine is
/// restarted by it; what an installation without `allow_cold_resize` does then is not known.
fn resized(machine: &Machine, params: &Params) -> Result<Option<Step>, Refusal> {
    let template = template::find(machine.template);
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
    let hot = template.is_some_and(template::Template::resizes_hot);
    Ok(Some(if hot {
        Step::new("resize_vm_without_reboot", 2.0, effect)
    } else {
        Step::new("resize_virtual_machine", 5.0, effect)
    }))
}
