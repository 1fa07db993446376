//! Start, stop, shutdown and reset (reference, States and power). What each needs beforehand is
//! published nowhere; an impossible state is answered as a task that cannot be queued.

use serde_json::json;

use super::{
    Ask, Outcome, World, queue::Event, refusal::Refusal, reply::Reply, state::State, task::Status,
};
use crate::names;

/// A power action.
struct Action {
    task: &'static str,
    word: &'static str,
    allowed: &'static [State],
    /// (simulated seconds, state from then on); the last one ends the task.
    course: &'static [(f64, State)],
}

/// The way up.
pub(super) const STARTING: &[(f64, State)] = &[
    (0.4, State::Allocating),
    (1.2, State::Allocated),
    (2.0, State::Starting),
    (4.0, State::Started),
];

const START: Action = Action {
    task: "Start virtual machine",
    word: "started",
    allowed: &[State::Stopped],
    course: STARTING,
};

const STOP: Action = Action {
    task: "Stop virtual machine",
    word: "stopped",
    // Also one that is taking its time to shut down.
    allowed: &[State::Started, State::ShuttingDown],
    course: &[(0.3, State::Stopping), (1.5, State::Stopped)],
};

const SHUTDOWN: Action = Action {
    task: "Shutdown virtual machine",
    word: "shut down",
    allowed: &[State::Started],
    course: &[(0.4, State::ShuttingDown), (5.0, State::Stopped)],
};

const RESET: Action = Action {
    task: "Reset virtual machine",
    word: "reset",
    allowed: &[State::Started],
    course: &[(0.4, State::Resetting), (3.0, State::Started)],
};

/// How much longer everything takes on a machine named so.
const SLOWNESS: f64 = 20.0;

/// `POST /virtual_machines/virtual_machine/start`
pub(super) fn start(world: &mut World, ask: &Ask) -> Outcome {
    act(world, ask, &START)
}

/// `POST /virtual_machines/virtual_machine/stop`
pub(super) fn stop(world: &mut World, ask: &Ask) -> Outcome {
    act(world, ask, &STOP)
}

/// `POST /virtual_machines/virtual_machine/shutdown`
pub(super) fn shutdown(world: &mut World, ask: &Ask) -> Outcome {
    act(world, ask, &SHUTDOWN)
}

/// `POST /virtual_machines/virtual_machine/reset`
pub(super) fn reset(world: &mut World, ask: &Ask) -> Outcome {
    act(world, ask, &RESET)
}

fn act(world: &mut World, ask: &Ask, action: &Action) -> Outcome {
    let machine = world.machine(ask)?;
    if machine.name.starts_with(names::REFUSING) {
        return Err(Refusal::task_queueing_error(
            "This virtual machine does not accept tasks at the moment",
        ));
    }
    if !action.allowed.contains(&machine.state) {
        return Err(Refusal::task_queueing_error(format!(
            "The virtual machine cannot be {} while it is {}",
            action.word,
            machine.state.word()
        )));
    }
    if machine.busy && machine.state != State::ShuttingDown {
        return Err(Refusal::task_queueing_error(
            "Another task of this virtual machine is already queued",
        ));
    }
    let id = machine.id.clone();
    let fails = machine.name.starts_with(names::FAILING);
    let slowness = if machine.name.starts_with(names::SLOW) {
        SLOWNESS
    } else {
        1.0
    };
    let before = machine.state;
    let organization = machine.organization;
    let seconds = action.course.last().map_or(0.0, |(seconds, _)| *seconds) * slowness;
    let task = world.queue_task(action.task, organization, ask.now, seconds);
    // A failing action gets as far as its first state and falls back.
    let (steps, status) = match action.course.first() {
        Some(first) if fails => (vec![*first, (seconds, before)], Status::Failed),
        _ => (action.course.to_vec(), Status::Completed),
    };
    let steps: Vec<_> = steps
        .into_iter()
        .map(|(at, state)| (at * slowness, state))
        .collect();
    world.send(&id, ask.now, &steps);
    world.plan_end(&task, status);
    Ok(Reply::ok(json!({ "task": task.brief() })))
}

impl World {
    /// Sends a machine through states to come, (simulated seconds from now, state). Whatever
    /// was planned for it before is void.
    pub(super) fn send(&mut self, id: &str, now: jiff::Timestamp, steps: &[(f64, State)]) {
        let Some(machine) = self.machines.get_mut(id) else {
            return;
        };
        // What is in the trash goes nowhere, not even at the end of its own build.
        if machine.trash.is_some() {
            return;
        }
        machine.course += 1;
        machine.busy = !steps.is_empty();
        let course = machine.course;
        for (index, (seconds, state)) in steps.iter().enumerate() {
            self.queue.plan(
                self.after(now, *seconds),
                Event::MachineIs {
                    machine: id.to_owned(),
                    course,
                    state: *state,
                    arrived: index + 1 == steps.len(),
                },
            );
        }
    }
}
