//! Disk backup policies: how often something is backed up and how many copies are kept
//! (reference, Disks and backups). No backup is ever made here.

mod crud;
mod schedule;

use serde_json::{Map, Value, json};

pub(super) use self::{
    crud::{
        create_for_disk, create_for_machine, delete, of_disk, of_machine, of_organization,
        schedule_deletion, show, update,
    },
    schedule::{INTERVALS, Schedule},
};
use super::{
    Ask, World, organization::Organization, queue::Event, refusal::Refusal, shelf::Shelf,
    trash::Kind,
};

/// What is backed up, by id.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Target {
    Machine(String),
    Disk(String),
}

/// A policy.
#[derive(Clone)]
pub(super) struct Policy {
    id: String,
    organization: &'static Organization,
    target: Target,
    retention: u32,
    schedule: Schedule,
    /// When it goes into the trash by itself.
    auto_move_to_trash_at: Option<i64>,
    /// Id of the trash object it is in.
    pub(super) trash: Option<String>,
}

/// Policies by id.
pub(super) type Policies = Shelf<Policy>;

impl World {
    /// The policy a request names, not in the trash.
    fn policy(&self, ask: &Ask) -> Result<&Policy, Refusal> {
        let lookup = ask.arguments.lookup("disk_backup_policy", &["id"])?;
        let policy = self
            .policies
            .get(&lookup.value)
            .filter(|policy| policy.organization.is_seen_by(ask.token))
            .ok_or_else(|| Refusal::not_found("disk_backup_policy_not_found"))?;
        if let Some(trash) = &policy.trash {
            return Err(self.in_trash(trash));
        }
        ask.permit()?;
        Ok(policy)
    }

    /// Makes a policy and gives its id.
    pub(super) fn make_policy(
        &mut self,
        organization: &'static Organization,
        target: Target,
        retention: u32,
        schedule: Schedule,
    ) -> String {
        let id = self.serial.next("dbp");
        let policy = Policy {
            id: id.clone(),
            organization,
            target,
            retention,
            schedule,
            auto_move_to_trash_at: None,
            trash: None,
        };
        self.policies.insert(&id, policy);
        id
    }

    /// Moves a policy to the trash.
    fn discard_policy(&mut self, id: &str, now: jiff::Timestamp) {
        let Some(policy) = self.policies.get(id) else {
            return;
        };
        let organization = policy.organization;
        let object = self.put_in_trash(Kind::Policy, id, organization, now);
        if let Some(policy) = self.policies.get_mut(id) {
            policy.trash = Some(object.id);
            policy.auto_move_to_trash_at = None;
        }
    }

    /// Plans a policy's way into the trash, at a real time whatever the pace of the simulation.
    fn plan_discarding(&mut self, id: &str, at: i64) {
        if let Ok(time) = jiff::Timestamp::from_second(at) {
            let policy = id.to_owned();
            self.queue.plan(time, Event::PolicyEnds { policy, at });
        }
    }

    /// Lets a planned way into the trash happen, unless another time was set since.
    pub(super) fn end_policy(&mut self, id: &str, at: i64, now: jiff::Timestamp) {
        let policy = self.policies.get(id);
        if policy.is_some_and(|one| one.auto_move_to_trash_at == Some(at) && one.trash.is_none()) {
            self.discard_policy(id, now);
        }
    }

    /// Forgets the policies of something that is gone.
    pub(super) fn drop_policies_of(&mut self, target: &Target) {
        let ids: Vec<String> = self
            .policies
            .iter()
            .filter(|policy| policy.target == *target)
            .map(|policy| policy.id.clone())
            .collect();
        for id in ids {
            self.policies.remove(&id);
        }
    }

    /// The target, inside an object of its own. The description shows the whole machine or disk
    /// there; no recording has a policy.
    fn policy_target(&self, policy: &Policy) -> Value {
        let target = match &policy.target {
            Target::Machine(id) => {
                let machine = self.machines.get(id);
                machine.map(|machine| self.machine_in_full(machine))
            }
            Target::Disk(id) => {
                let disk = self.disks.get(id);
                disk.map(|disk| self.disk_in_full(disk))
            }
        };
        json!({ "target": target })
    }

    fn policy_basics(&self, policy: &Policy) -> Map<String, Value> {
        [
            ("id", json!(policy.id)),
            ("retention", json!(policy.retention)),
            ("target", self.policy_target(policy)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect()
    }

    /// In lists: the schedule without its details.
    fn policy_listed(&self, policy: &Policy, now: i64) -> Value {
        let mut shown = self.policy_basics(policy);
        shown.insert("total_size".to_owned(), json!(0));
        shown.insert("schedule".to_owned(), policy.schedule.listed(now));
        Value::Object(shown)
    }

    /// Alone.
    fn policy_in_full(&self, policy: &Policy, now: i64) -> Value {
        let mut shown = self.policy_basics(policy);
        shown.insert("total_size".to_owned(), json!(0));
        shown.insert("schedule".to_owned(), policy.schedule.full(now));
        shown.insert(
            "auto_move_to_trash_at".to_owned(),
            json!(policy.auto_move_to_trash_at),
        );
        Value::Object(shown)
    }
}
