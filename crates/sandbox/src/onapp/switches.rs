//! Things about a machine that are on or off; source: `OnApp` reference, sections 9.2 and 9.4.

use super::World;
use super::call::Call;
use super::machine::Machine;
use super::refusal::Refusal;
use super::reply::Reply;
use super::template::Template;
use super::transaction::{Effect, Step};
use serde_json::json;

/// Said of systems that cannot tell the panel how busy they are.
pub(super) const NO_AUTOSCALE: &str = "Autoscale is not supported for this VS type.";

impl World {
    /// `POST /virtual_machines/:id/set_vip` (a toggle), `/autobackup_enable`,
    /// `/autobackup_disable`
    pub(super) fn flip(&mut self, call: &Call, id: u32, action: &str) -> Result<Reply, Refusal> {
        let machine = self.machine_mut(id, call.now)?;
        match action {
            "set_vip" => machine.vip = !machine.vip,
            _ => {
                for disk in machine.disks.iter_mut().filter(|disk| !disk.swap) {
                    disk.autobackups = action == "autobackup_enable";
                }
            }
        }
        self.accepted(call, id)
    }

    /// `POST /virtual_machines/:id/autoscale_enable`
    pub(super) fn autoscale(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        if !self.autoscales(self.unlocked(id)?) {
            return Err(Refusal::field("enable_autoscale", NO_AUTOSCALE));
        }
        let steps = vec![
            Step::new("check_or_install_zabbix_agent", 1.5, Effect::None),
            Step::new("enable_auto_scaling", 1.0, Effect::Autoscale),
        ];
        self.enqueue(id, steps, call.now);
        self.accepted(call, id)
    }

    /// Neither Windows nor what a medium installed can be scaled by the panel.
    pub(super) fn autoscales(&self, machine: &Machine) -> bool {
        let template = self.template(machine.template);
        template.is_some_and(|one| one.system != "windows" && !one.is_medium())
    }

    /// `POST /virtual_machines/:id/cd_boot/enable` and `/disable`, of machines from a medium.
    pub(super) fn cd_boot(&mut self, call: &Call, id: u32, on: bool) -> Result<Reply, Refusal> {
        let template = self.template(self.unlocked(id)?.template);
        if !template.is_some_and(Template::is_medium) {
            let text = "The action is available only to virtual servers built from ISO.";
            return Err(Refusal::Single(text.to_owned()));
        }
        self.machine_mut(id, call.now)?.cd_boot = on;
        self.accepted(call, id)
    }

    /// `PUT` and `DELETE /virtual_machines/:id/virsh_console`
    pub(super) fn virsh(&mut self, call: &Call, id: u32, on: bool) -> Result<Reply, Refusal> {
        self.machine_mut(id, call.now)?.virsh = on;
        Ok(self.gone())
    }

    /// `PUT /virtual_machines/:id/acceleration.enable` and `.disable`
    pub(super) fn accelerate(&mut self, call: &Call, id: u32, on: bool) -> Result<Reply, Refusal> {
        self.machine_mut(id, call.now)?.accelerated = on;
        Ok(self.gone())
    }

    /// `GET /virtual_machines/:id/acceleration/status`; how it looks is not recorded.
    pub(super) fn acceleration(&self, id: u32) -> Result<Reply, Refusal> {
        let on = self.machine(id)?.accelerated;
        let status = if on { "Active" } else { "Inactive" };
        let view = json!({"id": id, "acceleration": on, "acceleration_status": status});
        Ok(Reply::one("virtual_machine", view))
    }
}
