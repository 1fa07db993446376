//! The panel's worker: every machine has a queue of its own, in which one transaction is worked
//! on at a time. What is due is kept in order of time, so that thousands of idle machines cost
//! nothing. Source: `OnApp` reference, sections 14 and 19.

use super::World;
use super::transaction::{Effect, Parent, Status, Step, Transaction};
use super::user;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The id of the first transaction.
pub(super) const FIRST: u32 = 60_001;

/// How much of a step's time passes before the worker takes it up.
const WAITING: f64 = 0.15;

/// Every transaction there ever was, and which machine has something due when.
#[derive(Debug, Default)]
pub(super) struct Queue {
    transactions: Vec<Transaction>,
    due: BTreeMap<(Timestamp, u64), u32>,
    entries: u64,
    chains: u32,
}

impl Queue {
    /// A transaction by id.
    pub(super) fn get(&self, id: u32) -> Option<&Transaction> {
        self.transactions.get(id.checked_sub(FIRST)? as usize)
    }

    fn get_mut(&mut self, id: u32) -> Option<&mut Transaction> {
        self.transactions.get_mut(id.checked_sub(FIRST)? as usize)
    }

    /// All of them, newest first.
    pub(super) fn newest_first(&self) -> impl ExactSizeIterator<Item = &Transaction> {
        self.transactions.iter().rev()
    }

    fn remind(&mut self, at: Timestamp, machine: u32) {
        self.entries += 1;
        self.due.insert((at, self.entries), machine);
    }

    fn next_due(&mut self, now: Timestamp) -> Option<(Timestamp, u32)> {
        let entry = self
            .due
            .first_entry()
            .filter(|entry| entry.key().0 <= now)?;
        let at = entry.key().0;
        Some((at, entry.remove()))
    }
}

impl World {
    /// Lets everything happen that is due by `now`, each thing at its own time.
    pub(super) fn settle(&mut self, now: Timestamp) {
        while let Some((at, machine)) = self.queue.next_due(now) {
            self.work(machine, at);
        }
    }

    /// Queues the steps of one request and locks the machine.
    pub(super) fn enqueue(&mut self, machine: u32, steps: Vec<Step>, now: Timestamp) {
        self.append(machine, steps, now);
        if let Some(owner) = self.machines.get_mut(&machine) {
            owner.locked = true;
        }
    }

    /// Queues steps during which the machine can be worked with.
    pub(super) fn enqueue_unlocked(&mut self, machine: u32, steps: Vec<Step>, now: Timestamp) {
        self.append(machine, steps, now);
    }

    fn append(&mut self, machine: u32, steps: Vec<Step>, now: Timestamp) {
        let options = self.options;
        let Some(owner) = self.machines.get_mut(&machine) else {
            return;
        };
        let idle = owner.queue.is_empty();
        self.queue.chains += 1;
        let mut previous = None;
        for step in steps {
            let id = FIRST.saturating_add(self.queue.transactions.len() as u32);
            owner.queue.push_back(id);
            owner.transactions.push(id);
            self.queue.transactions.push(Transaction {
                id,
                chain: self.queue.chains,
                depends_on: previous,
                machine,
                identifier: owner.identifier.clone(),
                user: owner.user,
                work: options.lasting(step.seconds * (1.0 - WAITING)),
                step,
                status: Status::Pending,
                created_at: now,
                started_at: None,
                updated_at: now,
            });
            previous = Some(id);
        }
        owner.updated_at = now;
        if idle {
            self.await_next(machine, now);
        }
        self.lock_disks(machine);
    }

    /// Writes down work on something that has no machine any more: done as soon as asked for.
    pub(super) fn note_done(&mut self, machine: u32, identifier: &str, step: Step, now: Timestamp) {
        self.queue.chains += 1;
        let id = FIRST.saturating_add(self.queue.transactions.len() as u32);
        self.queue.transactions.push(Transaction {
            id,
            chain: self.queue.chains,
            depends_on: None,
            machine,
            identifier: identifier.to_owned(),
            user: user::ID,
            work: jiff::SignedDuration::ZERO,
            step,
            status: Status::Complete,
            created_at: now,
            started_at: Some(now),
            updated_at: now,
        });
    }

    /// A disk is locked as long as a transaction of its own is open.
    fn lock_disks(&mut self, machine: u32) {
        let Some(owner) = self.machines.get_mut(&machine) else {
            return;
        };
        let open = owner.queue.iter().filter_map(|id| self.queue.get(*id));
        let held: Vec<Parent> = open.map(|one| one.step.parent).collect();
        for disk in &mut owner.disks {
            disk.locked = held.contains(&Parent::Disk(disk.id));
        }
    }

    /// The worker will take up the machine's next transaction in a moment.
    fn await_next(&mut self, machine: u32, now: Timestamp) {
        let Some(owner) = self.machines.get_mut(&machine) else {
            return;
        };
        let next = owner.queue.front().and_then(|id| self.queue.get(*id));
        let Some(next) = next else {
            owner.locked = false;
            return;
        };
        let moment = self.options.lasting(next.step.seconds * WAITING);
        self.queue.remind(later(now, moment), machine);
    }

    /// Moves the machine's first transaction on.
    fn work(&mut self, machine: u32, at: Timestamp) {
        let first = self.machines.get(&machine).and_then(|m| m.queue.front());
        let Some(current) = first.copied().and_then(|id| self.queue.get_mut(id)) else {
            return;
        };
        current.updated_at = at;
        if current.status == Status::Pending {
            current.status = Status::Running;
            current.started_at = Some(at);
            let end = later(at, current.work);
            self.queue.remind(end, machine);
        } else if current.step.failure.is_some() {
            current.status = Status::Failed;
            let (id, chain) = (current.id, current.chain);
            self.fail(machine, id, chain, at);
        } else {
            current.status = Status::Complete;
            let effect = current.step.effect.clone();
            self.advance(machine, at);
            self.apply(machine, effect, at);
            self.await_next(machine, at);
        }
    }

    /// A transaction whose machine is gone.
    pub(super) fn cancel(&mut self, id: u32) {
        if let Some(one) = self.queue.get_mut(id) {
            one.status = Status::Cancelled;
        }
    }

    fn advance(&mut self, machine: u32, at: Timestamp) {
        if let Some(owner) = self.machines.get_mut(&machine) {
            owner.queue.pop_front();
            owner.updated_at = at;
        }
        self.lock_disks(machine);
    }

    /// The rest of the request is cancelled. A machine whose system was being installed is left
    /// without one; any other is as it was.
    fn fail(&mut self, machine: u32, failed: u32, chain: u32, at: Timestamp) {
        self.advance(machine, at);
        let Some(owner) = self.machines.get_mut(&machine) else {
            return;
        };
        let mut unfinished_build = false;
        for id in std::iter::once(&failed).chain(&owner.queue) {
            if let Some(one) = self.queue.get_mut(*id).filter(|one| one.chain == chain) {
                unfinished_build |= one.step.effect == Effect::Built;
                if *id != failed {
                    one.status = Status::Cancelled;
                    one.updated_at = at;
                }
            }
        }
        let queue = &self.queue;
        let cancelled = |id: &u32| queue.get(*id).is_none_or(|one| one.chain == chain);
        owner.queue.retain(|id| !cancelled(id));
        if unfinished_build {
            owner.built = false;
            owner.state = "failed";
            owner.halt();
        }
        self.lock_disks(machine);
        self.await_next(machine, at);
    }
}

fn later(at: Timestamp, by: jiff::SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(at)
}
