//! Plans for backups of disks and machines; source: `OnApp` reference, section 10.

use super::World;
use super::call::Call;
use super::dialect::Dialect;
use super::fields::Fields;
use super::ids;
use super::refusal::Refusal;
use super::reply::{Names, Reply, names};
use jiff::Timestamp;
use serde_json::{Value, json};

const SCHEDULES: Names = names("schedules", "schedule");
const PERIODS: [&str; 4] = ["days", "weeks", "months", "years"];

/// What is backed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Machine(u32),
    Disk(u32),
}

/// A plan.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    id: u32,
    pub(super) target: Target,
    user: u32,
    action: String,
    period: String,
    /// Every so many periods.
    duration: u32,
    /// How many backups are kept.
    rotation: Option<u32>,
    enabled: bool,
    start_at: Value,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl Schedule {
    fn view(&self, dialect: Dialect) -> Value {
        let (target_type, target_id) = match self.target {
            Target::Machine(id) => ("VirtualMachine", id),
            Target::Disk(id) => ("Disk", id),
        };
        let mut view = json!({
            "id": self.id,
            "action": self.action,
            "period": self.period,
            "duration": self.duration,
            "status": if self.enabled { "enabled" } else { "disabled" },
            "start_at": self.start_at,
            "target_type": target_type,
            "target_id": target_id,
            "user_id": self.user,
            "failure_count": 0,
            "params": null,
            "schedule_logs": [],
            "created_at": dialect.date(self.created_at),
            "updated_at": dialect.date(self.updated_at),
        });
        if let (Dialect::Modern, Some(map)) = (dialect, view.as_object_mut()) {
            map.insert("rotation_period".to_owned(), json!(self.rotation));
        }
        view
    }
}

impl World {
    /// `GET /settings/disks/:id/schedules` and the like; of everything without a target.
    pub(super) fn list_schedules(&self, target: Option<Target>) -> Reply {
        let all = self.schedules.values();
        let kept = all.filter(|one| target.is_none_or(|target| one.target == target));
        Reply::list(SCHEDULES, kept.map(|one| one.view(self.dialect)).collect())
    }

    /// `POST` of the same path. Recordings of old panels have the fields under `disk`, and answer
    /// with the disk in a list instead of the plan.
    pub(super) fn add_schedule(&mut self, call: &Call, target: Target) -> Result<Reply, Refusal> {
        let plain = Schedule {
            id: 0,
            target,
            user: super::user::ID,
            action: "autobackup".to_owned(),
            period: String::new(),
            duration: 1,
            rotation: None,
            enabled: true,
            start_at: self.dialect.date(call.now),
            created_at: call.now,
            updated_at: call.now,
        };
        let mut schedule = read(call, plain)?;
        schedule.id = ids::next(&mut self.ids.schedule);
        let view = schedule.view(self.dialect);
        if let Target::Disk(disk) = target {
            let id = self.find_disk(disk)?.0.id;
            if let Some(disk) = self.machine_mut(id, call.now)?.disk_mut(disk) {
                disk.autobackups = true;
            }
        }
        let location = format!("http://{}/settings/schedules/{}", call.host, schedule.id);
        self.schedules.insert(schedule.id, schedule);
        let reply = match (self.dialect, target) {
            (Dialect::Legacy, Target::Disk(disk)) => {
                Reply::created_list(names("disks", "disk"), vec![self.disk_view(disk)?])
            }
            _ => Reply::created("schedule", view),
        };
        Ok(reply.header("location", location))
    }

    /// `GET`, `PUT` and `DELETE /settings/schedules/:id`
    pub(super) fn schedule(&mut self, call: &Call, schedule: &str) -> Result<Reply, Refusal> {
        let id: u32 = schedule.parse().map_err(|_| Refusal::NotFound)?;
        let found = self.schedules.get(&id).ok_or(Refusal::NotFound)?;
        match call.method.as_str() {
            "GET" => return Ok(Reply::one("schedule", found.view(self.dialect))),
            "PUT" => {
                let changed = read(call, found.clone())?;
                self.schedules.insert(id, changed);
            }
            "DELETE" => drop(self.schedules.remove(&id)),
            _ => return Err(Refusal::NotFound),
        }
        Ok(self.gone())
    }
}

/// `old` with what the call says about it.
fn read(call: &Call, old: Schedule) -> Result<Schedule, Refusal> {
    let params = call.params.inside_or_bare(&["schedule", "disk"]);
    let mut fields = Fields::new(&params);
    let period = params.text("period").unwrap_or(old.period);
    if period.is_empty() {
        fields.problem("period", "can't be blank");
    } else if !PERIODS.contains(&period.as_str()) {
        fields.problem("period", "is not included in the list");
    }
    let duration = fields.optional("duration", 1, 1_000, old.duration);
    let rotation = fields.optional("rotation_period", 1, 1_000, old.rotation.unwrap_or(1));
    let enabled = match params.text("status").as_deref() {
        None => old.enabled,
        Some("enabled") => true,
        Some("disabled") => false,
        Some(_) => {
            fields.problem("status", "is not included in the list");
            false
        }
    };
    fields.finish()?;
    Ok(Schedule {
        action: params.text("action").unwrap_or(old.action),
        period,
        duration,
        rotation: if params.given("rotation_period") {
            Some(rotation)
        } else {
            old.rotation
        },
        enabled,
        start_at: params.text("start_at").map_or(old.start_at, Value::String),
        updated_at: call.now,
        ..old
    })
}
