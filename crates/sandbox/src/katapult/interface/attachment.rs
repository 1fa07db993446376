//! Plugging interfaces in and out, and their speed.

use http::StatusCode;
use serde_json::json;

use super::{Change, Interface, Plug};
use crate::{
    katapult::{
        Ask, Outcome, World,
        catalogue::profiles,
        queue::Event,
        refusal::Refusal,
        reply::Reply,
        task::{Status, Task},
    },
    names,
};

/// Simulated seconds any of this takes.
const LASTS: f64 = 2.0;

impl World {
    /// Queues a task at whose end an interface changes.
    fn work_on_interface(
        &mut self,
        ask: &Ask,
        interface: &Interface,
        name: &'static str,
        change: Change,
    ) -> Result<Task, Refusal> {
        let machine = self
            .machines
            .get(&interface.machine)
            .ok_or_else(|| Refusal::not_found("virtual_machine_network_interface_not_found"))?;
        if machine.trash.is_some() || machine.name.starts_with(names::REFUSING) {
            return Err(Refusal::task_queueing_error(
                "The virtual machine of this interface does not accept tasks at the moment",
            ));
        }
        let organization = machine.organization;
        let task = self.queue_task(name, organization, ask.now, LASTS);
        let interface = interface.id.clone();
        let at = self.after(ask.now, LASTS);
        self.queue
            .plan(at, Event::InterfaceIs { interface, change });
        self.plan_end(&task, Status::Completed);
        Ok(task)
    }
}

fn plug(
    world: &mut World,
    ask: &Ask,
    (name, way, end): (&'static str, Plug, Plug),
    already: &'static str,
) -> Outcome {
    let interface = world.interface(ask)?.clone();
    if interface.plug == end || interface.plug == way {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            already,
            "The network interface is that already",
        ));
    }
    let task = world.work_on_interface(ask, &interface, name, Change::Plugged(end))?;
    world.change_interface(&interface.id, &Change::Plugged(way));
    let shown = world.interfaces.get(&interface.id);
    Ok(Reply::ok(json!({
        "virtual_machine_network_interface": shown.map(|one| world.interface_in_full(one)),
        "task": task.full(ask.now),
    })))
}

/// `POST …/attach`
pub(in crate::katapult) fn attach(world: &mut World, ask: &Ask) -> Outcome {
    let way = ("Attach network interface", Plug::Attaching, Plug::Attached);
    plug(
        world,
        ask,
        way,
        "virtual_machine_network_interface_already_attached",
    )
}

/// `POST …/detach`
pub(in crate::katapult) fn detach(world: &mut World, ask: &Ask) -> Outcome {
    let way = ("Detach network interface", Plug::Detaching, Plug::Detached);
    plug(
        world,
        ask,
        way,
        "virtual_machine_network_interface_already_detached",
    )
}

/// `PATCH …/update_speed_profile`
pub(in crate::katapult) fn update_speed_profile(world: &mut World, ask: &Ask) -> Outcome {
    let interface = world.interface(ask)?.clone();
    let speed = profiles::speed(ask)?;
    if speed.id == interface.speed.id {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "speed_profile_already_assigned",
            "The network interface has this speed profile already",
        ));
    }
    let name = "Update network interface speed profile";
    let task = world.work_on_interface(ask, &interface, name, Change::Paced(speed.id))?;
    Ok(Reply::ok(json!({ "task": task.full(ask.now) })))
}
