//! Listing, making, reading, changing and discarding policies.

use http::StatusCode;
use serde_json::{Value, json};

use super::{Policy, Schedule, Target};
use crate::katapult::{
    Ask, Outcome, World, organization::Organization, page::Page, refusal::Refusal, reply::Reply,
};

/// Copies a policy may keep at most; the real figure is not published.
const MOST_KEPT: i64 = 1000;

fn paginated(world: &World, ask: &Ask, is_wanted: impl Fn(&Policy) -> bool) -> Outcome {
    let now = ask.now.as_second();
    let all: Vec<&Policy> = world
        .policies
        .iter()
        .filter(|policy| policy.trash.is_none() && is_wanted(policy))
        .collect();
    Page::list(&ask.arguments, "disk_backup_policies", &all, |policy| {
        world.policy_listed(policy, now)
    })
}

/// `GET /organizations/organization/disk_backup_policies`
pub(in crate::katapult) fn of_organization(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    paginated(world, ask, |one| one.organization.id == organization.id)
}

/// `GET /virtual_machines/virtual_machine/disk_backup_policies`
pub(in crate::katapult) fn of_machine(world: &mut World, ask: &Ask) -> Outcome {
    let machine = world.machine(ask)?;
    let with_disks = ask.arguments.boolean("include_disks")?.unwrap_or(false);
    paginated(world, ask, |one| match &one.target {
        Target::Machine(id) => *id == machine.id,
        Target::Disk(id) => with_disks && machine.disks.contains(id),
    })
}

/// `GET /disks/disk/disk_backup_policies`
pub(in crate::katapult) fn of_disk(world: &mut World, ask: &Ask) -> Outcome {
    let disk = Target::Disk(world.disk(ask)?.id.clone());
    paginated(world, ask, |one| one.target == disk)
}

/// Retention and schedule as given, over what was there before.
fn given(ask: &Ask, before: Option<(u32, Schedule)>) -> Result<(u32, Schedule), Refusal> {
    let properties = ask.arguments.required_object("properties")?;
    let retention = properties.integer("retention")?;
    let schedule = properties.object("schedule")?;
    let mut faults = Vec::new();
    let (kept, timing) = match before {
        Some((kept, timing)) => (Some(i64::from(kept)), timing),
        None => (None, Schedule::default()),
    };
    let retention = retention.or(kept).unwrap_or_default();
    if !(1..=MOST_KEPT).contains(&retention) {
        faults.push("Retention is not included in the list".to_owned());
    }
    let schedule = timing.with(schedule.as_ref())?;
    faults.extend(schedule.faults());
    match u32::try_from(retention) {
        Ok(retention) if faults.is_empty() => Ok((retention, schedule)),
        _ => Err(Refusal::validation_error(&faults)),
    }
}

fn create(
    world: &mut World,
    ask: &Ask,
    organization: &'static Organization,
    target: Target,
) -> Outcome {
    let (retention, schedule) = given(ask, None)?;
    let id = world.make_policy(organization, target, retention, schedule);
    show_policy(world, ask, &id)
}

#[expect(clippy::unnecessary_wraps, reason = "what callers answer")]
fn show_policy(world: &World, ask: &Ask, id: &str) -> Outcome {
    let policy = world.policies.get(id);
    let shown = policy.map(|policy| world.policy_in_full(policy, ask.now.as_second()));
    Ok(Reply::ok(json!({ "disk_backup_policy": shown })))
}

/// `POST /virtual_machines/virtual_machine/disk_backup_policies`; answers 200.
pub(in crate::katapult) fn create_for_machine(world: &mut World, ask: &Ask) -> Outcome {
    let machine = world.machine(ask)?;
    let (organization, target) = (machine.organization, Target::Machine(machine.id.clone()));
    create(world, ask, organization, target)
}

/// `POST /disks/disk/disk_backup_policies`; answers 200.
pub(in crate::katapult) fn create_for_disk(world: &mut World, ask: &Ask) -> Outcome {
    let disk = world.disk(ask)?;
    let (organization, target) = (disk.organization, Target::Disk(disk.id.clone()));
    create(world, ask, organization, target)
}

/// `GET /disk_backup_policies/disk_backup_policy`
pub(in crate::katapult) fn show(world: &mut World, ask: &Ask) -> Outcome {
    let id = world.policy(ask)?.id.clone();
    show_policy(world, ask, &id)
}

/// `PATCH /disk_backup_policies/disk_backup_policy`
pub(in crate::katapult) fn update(world: &mut World, ask: &Ask) -> Outcome {
    let policy = world.policy(ask)?;
    let id = policy.id.clone();
    let before = (policy.retention, policy.schedule.clone());
    let (retention, schedule) = given(ask, Some(before))?;
    if let Some(policy) = world.policies.get_mut(&id) {
        policy.retention = retention;
        policy.schedule = schedule;
    }
    let shown = world.policies.get(&id).map(|policy| {
        let mut shown = world.policy_basics(policy);
        let schedule = policy.schedule.full(ask.now.as_second());
        shown.insert("schedule".to_owned(), schedule);
        Value::Object(shown)
    });
    Ok(Reply::ok(json!({ "disk_backup_policy": shown })))
}

/// `DELETE /disk_backup_policies/disk_backup_policy`; into the trash, though the answer does not
/// say where.
pub(in crate::katapult) fn delete(world: &mut World, ask: &Ask) -> Outcome {
    let id = world.policy(ask)?.id.clone();
    world.discard_policy(&id, ask.now);
    Ok(Reply::ok(json!({ "disk_backup_policy": {"id": id} })))
}

/// `DELETE /disk_backup_policies/disk_backup_policy/schedule`: into the trash later.
pub(in crate::katapult) fn schedule_deletion(world: &mut World, ask: &Ask) -> Outcome {
    let at = ask.arguments.required_integer("timestamp")?;
    let id = world.policy(ask)?.id.clone();
    if at <= ask.now.as_second() || jiff::Timestamp::from_second(at).is_err() {
        return Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "invalid_timestamp",
            "The timestamp is not a time to come",
        ));
    }
    if let Some(policy) = world.policies.get_mut(&id) {
        policy.auto_move_to_trash_at = Some(at);
    }
    world.plan_discarding(&id, at);
    let policy = world.policies.get(&id);
    Ok(Reply::ok(json!({
        "disk_backup_policy": {
            "id": id,
            "target": policy.map(|policy| world.policy_target(policy)),
            "auto_move_to_trash_at": at,
        }
    })))
}
