//! Changing a machine's package or resources (reference, Change package; Flexible resources).
//! Which codes refuse a change that cannot be is not known: 406 here.

use http::StatusCode;
use serde_json::json;

use super::{
    Ask, Outcome, World, catalogue::packages, machine::Size, queue::Event, refusal::Refusal,
    reply::Reply, state::State, task::Status,
};
use crate::names;

/// Simulated seconds a change takes.
const CHANGE: f64 = 4.0;

fn resize(world: &mut World, ask: &Ask, name: &'static str, size: Size) -> Outcome {
    let machine = world.machine(ask)?;
    if machine.name.starts_with(names::REFUSING) {
        return Err(Refusal::task_queueing_error(
            "This virtual machine does not accept tasks at the moment",
        ));
    }
    if machine.size == size {
        return Err(Refusal::task_queueing_error(
            "The virtual machine has these resources already",
        ));
    }
    let shrinks =
        size.cpu_cores < machine.size.cpu_cores || size.memory_in_gb < machine.size.memory_in_gb;
    if shrinks && machine.state != State::Stopped {
        return Err(Refusal::task_queueing_error(
            "The virtual machine has to be stopped to have fewer CPUs or less memory",
        ));
    }
    if machine.busy {
        return Err(Refusal::task_queueing_error(
            "Another task of this virtual machine is already queued",
        ));
    }
    let id = machine.id.clone();
    let organization = machine.organization;
    let task = world.queue_task(name, organization, ask.now, CHANGE);
    world.queue.plan(
        world.after(ask.now, CHANGE),
        Event::MachineIsResized { machine: id, size },
    );
    world.plan_end(&task, Status::Completed);
    Ok(Reply::ok(json!({ "task": task.full(ask.now) })))
}

/// `PUT /virtual_machines/virtual_machine/package`
pub(super) fn change_package(world: &mut World, ask: &Ask) -> Outcome {
    world.machine(ask)?;
    let package = packages::named(ask, "virtual_machine_package")?;
    resize(world, ask, "Change package", Size::of(package))
}

/// `PUT /virtual_machines/virtual_machine/flexible_resources`
pub(super) fn change_resources(world: &mut World, ask: &Ask) -> Outcome {
    let resources = ask.arguments.required_object("resources")?;
    let number = |name: &str| -> Result<u32, Refusal> {
        u32::try_from(resources.required_integer(name)?)
            .ok()
            .filter(|number| (1..=1024).contains(number))
            .ok_or_else(|| resources.invalid(name, "validation_errors"))
    };
    let size = Size {
        package: None,
        cpu_cores: number("cpu_cores")?,
        memory_in_gb: number("memory_in_gb")?,
        use_dedicated_cpus: resources.boolean("use_dedicated_cpus")?.unwrap_or(false),
    };
    if world.machine(ask)?.organization.is_restricted() {
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "flexible_resources_unavailable_to_organization",
            "The organization may only use packages",
        ));
    }
    resize(world, ask, "Change flexible resources", size)
}
