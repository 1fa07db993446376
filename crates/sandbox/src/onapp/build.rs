//! Installing an operating system; source: `OnApp` reference, sections 8 and 14.2.

use super::World;
use super::call::Call;
use super::dialect::Dialect;
use super::disk_acts::primary_size;
use super::machine::Machine;
use super::params::Params;
use super::places::host_kind;
use super::refusal::Refusal;
use super::reply::Reply;
use super::template::{Kind, Template};
use super::transaction::{Effect, Step};
use crate::names;
use std::net::IpAddr;

/// What is said of a machine that boots from a medium (the one text the reference records).
const FROM_ISO: &str = "The action is not available to the virtual server because it's built from \
                        ISO.";

impl World {
    /// The template or medium that `template_id` or `template_label` names.
    pub(super) fn chosen(&self, params: &Params) -> Result<&Template, Refusal> {
        let found = if params.given("template_id") {
            let id = params.number("template_id");
            let id = id.and_then(|id| u32::try_from(id).ok());
            id.and_then(|id| self.template(id))
        } else if let Some(label) = params.text("template_label") {
            self.templates.iter().find(|one| one.label == label)
        } else {
            return Err(Refusal::field("template_id", "can't be blank"));
        };
        // 404 would be as plausible for one that does not exist; the reference cannot tell.
        found
            .filter(|template| template.builds() || template.kind == Kind::Iso)
            .ok_or_else(|| Refusal::field("template_id", "is invalid"))
    }
}

/// Windows needs to know whose licence it runs on, if anything is said about it at all.
pub(super) fn licensed(params: &Params, template: &Template) -> Result<(), Refusal> {
    if template.system != "windows" {
        return Ok(());
    }
    match params.text("licensing_type").as_deref() {
        None | Some("mak") => Ok(()),
        Some("own") if params.text("licensing_key").is_some() => Ok(()),
        Some("own") => Err(Refusal::field("licensing_key", "can't be blank")),
        Some("kms") if params.has("licensing_server_id") => Ok(()),
        Some("kms") => Err(Refusal::field("licensing_server_id", "can't be blank")),
        Some(_) => Err(Refusal::field("licensing_type", "is invalid")),
    }
}

/// The chain that installs a system: `disk_action` is `build_disk` for new disks, `format_disk`
/// for those there already are. With `address` the machine gets one on the way.
pub(super) fn chain(
    machine: &Machine,
    template: &Template,
    disk_action: &'static str,
    startup: bool,
    address: Option<IpAddr>,
) -> Vec<Step> {
    let failure = if template.kind == Kind::Broken {
        Some("Template archive is damaged: checksum differs")
    } else {
        let told = machine.is_like(names::FAILING_BUILD);
        told.then_some("Compute resource ran out of space")
    };
    let mut steps = Vec::new();
    if host_kind(machine.hypervisor) == "vcenter" {
        vcenter(&mut steps, machine, failure);
    } else {
        for disk in &machine.disks {
            let ready = match address.filter(|_| disk.primary) {
                Some(ip) => Effect::FirstDisk { disk: disk.id, ip },
                None => Effect::DiskReady(disk.id),
            };
            steps.push(Step::new(disk_action, 2.0, ready).on_disk(disk.id));
        }
        if template.is_medium() {
            let build = Step::new("build_virtual_machine", 4.0, Effect::Built);
            steps.push(build.failing(failure));
        } else {
            install(&mut steps, machine, template, failure);
        }
    }
    if startup {
        let boot = Effect::Boot { recovery: false };
        steps.push(Step::new("startup_virtual_machine", 3.0, boot));
    }
    steps
}

fn vcenter(steps: &mut Vec<Step>, machine: &Machine, failure: Option<&'static str>) {
    let provision = Step::new("provision_virtual_machine", 5.0, Effect::None);
    steps.push(provision.failing(failure));
    if let Some(nic) = machine.primary_nic() {
        steps.push(Step::new("update_rate_limit", 1.0, Effect::None).on_nic(nic.id));
    }
    steps.push(Step::new("configure_operating_system", 2.0, Effect::Built));
}

fn install(
    steps: &mut Vec<Step>,
    machine: &Machine,
    template: &Template,
    failure: Option<&'static str>,
) {
    let primary = machine.primary_disk().map_or(0, |disk| disk.id);
    let provisioning = Step::new("provisioning", 4.0, Effect::None).failing(failure);
    steps.push(provisioning.on_disk(primary));
    let windows = template.system == "windows";
    let freebsd = template.system == "freebsd";
    let last = if windows || freebsd {
        Effect::None
    } else {
        Effect::Built
    };
    steps.push(Step::new("configure_operating_system", 2.0, last));
    if windows {
        steps.push(Step::new("provision_win", 3.0, Effect::Built));
    } else if freebsd {
        steps.push(Step::new("provision_freebsd", 3.0, Effect::Built));
    }
}

impl World {
    /// `POST /virtual_machines/:id/build`: installs or re-installs; all data is lost.
    pub(super) fn build(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let machine = self.unlocked(id)?;
        self.not_from_iso(id)?;
        let params = call.params.inside("virtual_machine");
        let named = params.given("template_id") || params.given("template_label");
        let template = match self.template(machine.template) {
            // Old clients leave it out when it stays the same.
            Some(old) if self.dialect == Dialect::Legacy && !named => old,
            _ => self.chosen(&params)?,
        };
        if template.is_medium() {
            return Err(Refusal::field("template_id", "is invalid"));
        }
        licensed(&params, template)?;
        if primary_size(machine) < template.min_disk {
            return Err(Refusal::field(
                "primary_disk_size",
                &format!("must be greater than or equal to {}", template.min_disk),
            ));
        }
        // A suspended machine is not started by way of its build either.
        let startup = params.flag("required_startup") == Some(true) && !machine.suspended;
        // A machine that was only created has no disks yet, merely the plan of them.
        let disk_action = match machine.state {
            "new" => "build_disk",
            _ => "format_disk",
        };
        let mut steps = chain(machine, template, disk_action, startup, None);
        if machine.booted {
            let stop = Step::new("stop_virtual_machine", 1.5, Effect::Halt);
            steps.insert(0, stop);
        }
        let passphrase = params.text("initial_root_password_encryption_key");
        let template = template.id;
        let machine = self.machine_mut(id, call.now)?;
        // `state` keeps what the last attempt left until this one is over.
        machine.built = false;
        machine.template = template;
        machine.iso = None;
        machine.passphrase = passphrase;
        self.enqueue(id, steps, call.now);
        self.accepted(call, id)
    }

    /// Refuses what a machine that boots from a medium cannot do.
    pub(super) fn not_from_iso(&self, id: u32) -> Result<(), Refusal> {
        let template = self.template(self.machine(id)?.template);
        if template.is_some_and(Template::is_medium) {
            return Err(Refusal::Sentence(FROM_ISO.to_owned()));
        }
        Ok(())
    }
}
