//! Builds: from the order to a machine that is on (reference, Creating a VM; Build).

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Ask, Outcome, World,
    catalogue::{networks::Network, places::Zone},
    machine::{Address, Annotation, Machine, Size, annotations},
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

/// What somebody has ordered, checked.
pub(super) struct Order {
    pub(super) organization: &'static Organization,
    pub(super) zone: &'static Zone,
    pub(super) size: Size,
    pub(super) network: Option<&'static Network>,
    pub(super) hostname: String,
    /// Display name; the hostname if none was given.
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) group: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) annotations: Vec<Annotation>,
    /// The normalised document a build shows.
    pub(super) spec_xml: String,
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
        Step::Machine => deliver(world, id, at),
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

/// Puts the machine there.
fn deliver(world: &mut World, id: &str, at: Timestamp) {
    let World {
        builds,
        addresses,
        serial,
        ..
    } = world;
    let Some(build) = builds.get(id) else {
        return;
    };
    let order = &build.order;
    let given = order.network.into_iter().flat_map(|network| {
        let all = addresses.next_v4().into_iter().chain([addresses.next_v6()]);
        all.map(|address| (network, address)).collect::<Vec<_>>()
    });
    let addresses = given
        .map(|(network, address)| Address {
            id: serial.next("ip"),
            text: address,
            network,
        })
        .collect();
    let machine = Machine {
        id: build.machine.clone(),
        organization: order.organization,
        name: order.name.clone().unwrap_or_else(|| order.hostname.clone()),
        hostname: order.hostname.clone(),
        description: order.description.clone(),
        created_at: at.as_second(),
        initial_root_password: Some(format!("demo-{}", &serial.next("pass"))),
        state: State::Stopped,
        zone: order.zone,
        size: order.size,
        group: None,
        tags: order.tags.clone(),
        addresses,
        annotations: order.annotations.clone(),
        trash: None,
        course: 0,
        // Until the build ends nothing else may be done with it.
        busy: true,
    };
    let (group, machine_id) = (order.group.clone(), machine.id.clone());
    world.machines.insert(machine);
    world.regroup(&machine_id, group);
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
