//! Builds: from the order to a machine that is on (reference, Creating a VM; Build).

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Value, json};

mod delivery;
mod order;

pub(super) use self::order::{
    AddressOrder, Contents, DiskOrder, InterfaceOrder, Order, Retained, SYSTEM_DISK,
};
use super::{
    Ask, Outcome, World,
    machine::{Machine, annotations},
    organization::Organization,
    queue::Event,
    refusal::Refusal,
    reply::Reply,
    state::State,
    task::Status,
};

/// A build of a hostname that begins so fails.
pub(super) const FAILING: &str = "sim-fails-build";

/// Simulated seconds from the order to each step.
const BUILDING: f64 = 1.0;
const MACHINE: f64 = 4.0;
const ENDING: f64 = 8.0;

/// What a build does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Work begins.
    Building,
    /// The machine is there, stopped.
    Machine,
    /// The build is complete and the machine goes on by itself, or the build has failed.
    End,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Pending,
    Building,
    Complete,
    Failed,
}

impl Stage {
    const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Building => "building",
            Self::Complete => "complete",
            Self::Failed => "failed",
        }
    }
}

/// A build.
pub(super) struct Build {
    id: String,
    stage: Stage,
    created_at: i64,
    /// Id its machine has or will have.
    machine: String,
    order: Order,
}

/// Builds by id.
pub(super) type Builds = HashMap<String, Build>;

/// Moves a build on.
pub(super) fn go_on(world: &mut World, id: &str, step: Step, at: Timestamp) {
    let Some(build) = world.builds.get_mut(id) else {
        return;
    };
    let fails = build.order.hostname.starts_with(FAILING);
    let machine = build.machine.clone();
    match step {
        Step::Building => build.stage = Stage::Building,
        Step::Machine => delivery::deliver(world, id, at),
        Step::End if fails => {
            build.stage = Stage::Failed;
            world.send(&machine, at, &[(0.0, State::Failed)]);
        }
        Step::End => {
            build.stage = Stage::Complete;
            world.send(&machine, at, super::power::STARTING);
        }
    }
}

impl World {
    /// Begins a build and answers its order.
    pub(super) fn build(&mut self, order: Order, now: Timestamp) -> Reply {
        let task = self.queue_task("Build virtual machine", order.organization, now, ENDING);
        let id = self.serial.next("vmbuild");
        let machine = self.serial.next("vm");
        let fails = order.hostname.starts_with(FAILING);
        self.machines
            .reserve(&order.hostname, order.organization, &machine);
        for (seconds, step) in [
            (BUILDING, Step::Building),
            (MACHINE, Step::Machine),
            (ENDING, Step::End),
        ] {
            let build = id.clone();
            self.queue
                .plan(self.after(now, seconds), Event::BuildGoesOn { build, step });
        }
        let status = if fails {
            Status::Failed
        } else {
            Status::Completed
        };
        self.plan_end(&task, status);
        let shown = json!({"id": id, "state": Stage::Pending.word()});
        let reply = Reply::created(json!({
            "task": task.brief(),
            "build": shown,
            "virtual_machine_build": shown,
            "hostname": order.hostname,
            "annotations": annotations(&order.annotations),
        }));
        let build = Build {
            id: id.clone(),
            stage: Stage::Pending,
            created_at: now.as_second(),
            machine,
            order,
        };
        self.builds.insert(id, build);
        reply
    }

    /// A hostname nobody has: three words (reference, Suggested simulator defaults).
    pub(super) fn free_hostname(&self, organization: &Organization, now: Timestamp) -> String {
        const FIRST: [&str; 8] = [
            "quiet", "brisk", "mellow", "plain", "early", "lucky", "sunny", "vivid",
        ];
        const SECOND: [&str; 8] = [
            "amber", "cobalt", "ivory", "maroon", "olive", "russet", "teal", "umber",
        ];
        const THIRD: [&str; 8] = [
            "otter", "heron", "badger", "lynx", "plover", "stoat", "tern", "vole",
        ];
        let pick = |list: &[&'static str], number: u32| {
            let at = number as usize % list.len();
            list.get(at).copied().unwrap_or("otter")
        };
        let mut seed = now.as_second() as u32;
        loop {
            let number = crate::names::spread(seed);
            let mut hostname = format!(
                "{}-{}-{}",
                pick(&FIRST, number),
                pick(&SECOND, number >> 8),
                pick(&THIRD, number >> 16)
            );
            // Five hundred names run out; a number does not.
            if seed % 16 == 15 {
                hostname = format!("{hostname}-{}", number % 10_000);
            }
            if !self.machines.is_taken(&hostname, organization) {
                return hostname;
            }
            seed = seed.wrapping_add(1);
        }
    }
}

/// `GET /virtual_machines/builds/virtual_machine_build`
pub(super) fn show(world: &mut World, ask: &Ask) -> Outcome {
    let lookup = ask.arguments.lookup("virtual_machine_build", &["id"])?;
    let build = world
        .builds
        .get(&lookup.value)
        .filter(|build| build.order.organization.is_seen_by(ask.token))
        .ok_or_else(|| Refusal::not_found("build_not_found"))?;
    let machine: Option<Value> = world.machines.get(&build.machine).map(Machine::brief);
    Ok(Reply::ok(json!({
        "virtual_machine_build": {
            "id": build.id,
            "spec_xml": build.order.spec_xml,
            "state": build.stage.word(),
            "virtual_machine": machine,
            "created_at": build.created_at,
        },
        "annotations": annotations(&build.order.annotations),
    })))
}
