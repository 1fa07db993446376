//! Background tasks (reference, Task). A task does not say what it is about.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Ask, Outcome, World, organization::Organization, queue::Event, refusal::Refusal, reply::Reply,
};

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Pending,
    Running,
    Completed,
    Failed,
}

impl Status {
    const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Failed => "failed",
        }
    }
}

/// A task.
#[derive(Clone)]
pub(super) struct Task {
    id: String,
    organization: &'static Organization,
    name: &'static str,
    status: Status,
    created_at: Timestamp,
    started_at: Option<Timestamp>,
    finished_at: Option<Timestamp>,
    /// When it will end, as planned.
    due: Timestamp,
}

/// Tasks by id. They are kept for good, as nothing says when the service forgets one.
pub(super) type Tasks = HashMap<String, Task>;

impl Task {
    /// What power actions and builds tell of a task.
    pub(super) fn brief(&self) -> Value {
        json!({"id": self.id, "name": self.name, "status": self.status.word()})
    }

    /// With times and progress.
    pub(super) fn full(&self, now: Timestamp) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "status": self.status.word(),
            "created_at": self.created_at.as_second(),
            "started_at": self.started_at.map(Timestamp::as_second),
            "finished_at": self.finished_at.map(Timestamp::as_second),
            "progress": self.progress(now),
        })
    }

    /// 0 while pending, 5 to 95 in uneven-looking steps while running, 100 when completed.
    fn progress(&self, now: Timestamp) -> u32 {
        let share = |at: Timestamp| {
            let Some(start) = self.started_at else {
                return 0;
            };
            let whole = self.due.duration_since(start).as_millis().max(1);
            let done = at.duration_since(start).as_millis().clamp(0, whole);
            5 + 18 * ((done * 6 / whole) as u32).min(5)
        };
        match self.status {
            Status::Pending => 0,
            Status::Running => share(now),
            Status::Completed => 100,
            Status::Failed => self.finished_at.map_or(0, share).min(77),
        }
    }
}

/// The share of a task's time that it waits in the queue.
const WAITS: f64 = 0.08;

impl World {
    /// Queues a task of so many simulated seconds. The caller plans what it does on the way and
    /// then calls [`World::plan_end`], so that a task never ends before its effects are there.
    pub(super) fn queue_task(
        &mut self,
        name: &'static str,
        organization: &'static Organization,
        now: Timestamp,
        seconds: f64,
    ) -> Task {
        let task = Task {
            id: self.serial.next("task"),
            organization,
            name,
            status: Status::Pending,
            created_at: now,
            started_at: None,
            finished_at: None,
            due: self.after(now, seconds),
        };
        self.queue.plan(
            self.after(now, seconds * WAITS),
            Event::TaskRuns {
                task: task.id.clone(),
            },
        );
        self.tasks.insert(task.id.clone(), task.clone());
        task
    }

    /// Plans a task's end.
    pub(super) fn plan_end(&mut self, task: &Task, status: Status) {
        self.queue.plan(
            task.due,
            Event::TaskEnds {
                task: task.id.clone(),
                status,
            },
        );
    }

    pub(super) fn run_task(&mut self, id: &str, at: Timestamp) {
        if let Some(task) = self.tasks.get_mut(id) {
            task.status = Status::Running;
            task.started_at = Some(at);
        }
    }

    pub(super) fn end_task(&mut self, id: &str, status: Status, at: Timestamp) {
        if let Some(task) = self.tasks.get_mut(id) {
            task.status = status;
            task.started_at.get_or_insert(at);
            task.finished_at = Some(at);
        }
    }
}

/// `GET /tasks/task`
pub(super) fn show(world: &mut World, ask: &Ask) -> Outcome {
    let lookup = ask.arguments.lookup("task", &["id"])?;
    let task = world
        .tasks
        .get(&lookup.value)
        .filter(|task| task.organization.is_seen_by(ask.token))
        .ok_or_else(|| Refusal::not_found("task_not_found"))?;
    Ok(Reply::ok(json!({ "task": task.full(ask.now) })))
}
