//! Power: start, shut down, stop, restart, suspend, unlock; source: `OnApp` reference, section
//! 9.1. The wording of the refusals is this simulator's own; the real one is not recorded.

use super::World;
use super::call::Call;
use super::dialect::Dialect;
use super::disk_acts::primary_size;
use super::machine::Machine;
use super::places::host_kind;
use super::refusal::Refusal;
use super::reply::Reply;
use super::template::Kind;
use super::transaction::{Effect, Step};
use crate::names;
use serde_json::json;

/// A power action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Power {
    Startup,
    Shutdown,
    Stop,
    Reboot,
    /// A toggle: suspends, or lifts a suspension.
    Suspend,
}

impl Power {
    /// The action with this name in the path.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "startup" => Self::Startup,
            "shutdown" => Self::Shutdown,
            "stop" => Self::Stop,
            "reboot" => Self::Reboot,
            "suspend" => Self::Suspend,
            _ => return None,
        })
    }

    /// Why the machine is not fit for it now.
    fn objection(self, machine: &Machine) -> Option<&'static str> {
        match self {
            Self::Startup if machine.suspended => Some("Virtual Server is suspended"),
            Self::Startup if !machine.built => Some("Virtual Server is not built"),
            Self::Startup if machine.booted => Some("Virtual Server is already running"),
            Self::Shutdown | Self::Stop | Self::Reboot if !machine.booted => {
                Some("Virtual Server is not running")
            }
            _ => None,
        }
    }

    /// The work of it: everything that ends a run goes by the same name.
    fn step(self, recovery: bool) -> Step {
        let boot = Effect::Boot { recovery };
        match self {
            Self::Startup => Step::new("startup_virtual_machine", 3.0, boot),
            Self::Reboot => Step::new("reboot_virtual_machine", 4.0, boot),
            Self::Shutdown => Step::new("stop_virtual_machine", 4.0, Effect::Halt)
                .with(json!({"shutdown_type": "graceful"})),
            Self::Stop => Step::new("stop_virtual_machine", 1.5, Effect::Halt)
                .with(json!({"shutdown_type": "hard"})),
            // When exactly the flag turns is not recorded for a running machine; here it does
            // when the machine is down, so that a failure leaves nothing changed.
            Self::Suspend => Step::new("stop_virtual_machine", 2.0, Effect::Suspend)
                .with(json!({"shutdown_type": "hard"})),
        }
    }
}

impl World {
    /// `POST /virtual_machines/:id/startup` and its siblings.
    pub(super) fn power(&mut self, call: &Call, id: u32, power: Power) -> Result<Reply, Refusal> {
        let machine = self.unlocked(id)?;
        if machine.is_like(names::REFUSING) {
            return Err(Refusal::unfit(
                "The action is not available to this Virtual Server",
            ));
        }
        let mode = call.params.holding("mode").text("mode");
        let mut step = power.step(mode.as_deref() == Some("recovery"));
        let medium = match power {
            Power::Startup | Power::Reboot => self.medium(call, machine)?,
            _ => None,
        };
        if machine.is_like(names::SLOW) {
            step.seconds *= 20.0;
        }
        if machine.is_like(names::FAILING) {
            step.failure = Some("Remote command did not finish on the compute resource");
        }
        match (power.objection(machine), self.dialect) {
            (Some(objection), Dialect::Modern) => return Err(Refusal::unfit(objection)),
            // Old panels took everything and found out later.
            (Some(objection), Dialect::Legacy) => step.failure = Some(objection),
            (None, _) => {}
        }
        if power == Power::Suspend && (machine.suspended || !machine.booted) {
            let machine = self.machine_mut(id, call.now)?;
            machine.suspended = !machine.suspended;
            return self.accepted(call, id);
        }
        if matches!(power, Power::Startup | Power::Reboot) {
            self.machine_mut(id, call.now)?.iso = medium;
        }
        self.enqueue(id, vec![step], call.now);
        self.accepted(call, id)
    }

    /// The medium in `iso_id`, if the machine is to be started from one. The three refusals are
    /// as they were recorded.
    fn medium(&self, call: &Call, machine: &Machine) -> Result<Option<u32>, Refusal> {
        let params = call.params.holding("iso_id");
        if !params.given("iso_id") {
            return Ok(None);
        }
        let id = params.number("iso_id");
        let found = id.and_then(|id| self.template(u32::try_from(id).ok()?));
        let found = found.filter(|one| one.is_medium());
        let medium = found.ok_or_else(|| Refusal::field("iso_id", "is invalid"))?;
        let (memory, disk) = (medium.min_memory, medium.min_disk);
        if machine.memory < memory {
            let text = format!("Virtual server must have at least {memory}MB of RAM");
            return Err(Refusal::Single(text));
        }
        if medium.kind == Kind::ForeignIso && host_kind(machine.hypervisor) != "vcenter" {
            let text = "Template virtualization is not compatible with compute resource type";
            return Err(Refusal::Single(text.to_owned()));
        }
        if primary_size(machine) < disk {
            let text = format!("Virtual server primary disk size must be at least {disk}GB");
            return Err(Refusal::Single(text));
        }
        Ok(Some(medium.id))
    }

    /// `POST /virtual_machines/:id/unlock`: only the flag; the transaction goes on.
    pub(super) fn unlock(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        self.machine_mut(id, call.now)?.locked = false;
        self.accepted(call, id)
    }
}
