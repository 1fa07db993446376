//! Backups of discs, and when they are made.
//!
//! Source: BigV reference, Discs and backups. Schedules are kept, but make no backups here.

use super::disc::Disc;
use super::reply::{Invalid, Refusal, Reply, nothing};
use crate::json as answer_json;
use http::{Method, StatusCode};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde_json::{Value, json};

/// A copy of a disc.
#[derive(Clone, Debug)]
pub(super) struct Backup {
    id: u32,
    label: String,
    size: u64,
}

/// When backups are made, and how many are kept.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    id: u32,
    start_at: String,
    interval_seconds: u64,
    capacity: u64,
}

impl Schedule {
    /// A schedule as ordered, or what is wrong with the order.
    pub(super) fn ordered(order: &Value, id: u32, now: Timestamp) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let given = |name: &str| order.get(name).filter(|value| !value.is_null());
        let mut number = |name: &str, missing: Option<u64>| match given(name) {
            None => missing.or_else(|| {
                // A text, not a list of them: this is how it was seen.
                let words = format!("Missing {name} parameter");
                invalid.put(name, words.into());
                None
            }),
            Some(value) => value.as_u64().filter(|n| *n > 0).or_else(|| {
                invalid.add(name, "is not a number");
                None
            }),
        };
        let interval = number("interval_seconds", None);
        let capacity = number("capacity", Some(1));
        let start_at = match given("start_at") {
            None | Some(Value::String(_)) => given("start_at").and_then(Value::as_str),
            Some(_) => {
                invalid.add("start_at", "is invalid");
                None
            }
        };
        match (interval, capacity) {
            (Some(interval_seconds), Some(capacity)) if invalid.is_empty() => Ok(Self {
                id,
                start_at: start_at.map_or_else(|| next_midnight(now), str::to_owned),
                interval_seconds,
                capacity,
            }),
            _ => Err(invalid),
        }
    }

    /// The schedule as JSON.
    pub(super) fn as_json(&self) -> Value {
        json!({
            "id": self.id,
            "start_at": self.start_at,
            "interval_seconds": self.interval_seconds,
            "capacity": self.capacity,
        })
    }
}

impl Backup {
    fn as_json(&self, disc: &Disc, machine: u32) -> Value {
        json!({
            "id": self.id,
            "label": self.label,
            "size": self.size,
            "storage_grade": "iceberg",
            "storage_pool": format!("tail{}-iceberg1", 1 + self.id % 6),
            "virtual_machine_id": machine,
            "parent_disc_id": disc.id,
            "manual": true,
        })
    }
}

/// Calls below `…/discs/ID/backups` and `…/discs/ID/backup_schedules`. `fresh` is the number of
/// what is to be made.
pub(super) fn calls(
    disc: &mut Disc,
    machine: u32,
    method: &Method,
    rest: &[&str],
    (order, purge, fresh, now): (&Value, bool, u32, Timestamp),
) -> Reply {
    let place = |part: &str| {
        let found = disc.backups.iter().position(|b| b.id.to_string() == part);
        found.ok_or(Refusal::NotFound)
    };
    match (method, rest) {
        (&Method::GET, ["backups"]) => {
            let list: Vec<Value> = disc
                .backups
                .iter()
                .map(|b| b.as_json(disc, machine))
                .collect();
            Ok(answer_json(StatusCode::OK, &list.into()))
        }
        (&Method::POST, ["backups"]) => {
            let backup = Backup {
                id: fresh,
                label: format!("{}-backup-{}", disc.label, disc.backups.len() + 1),
                size: disc.size,
            };
            let shown = backup.as_json(disc, machine);
            disc.backups.push(backup);
            Ok(answer_json(StatusCode::CREATED, &shown))
        }
        (&Method::PUT, ["backups", part]) => {
            let backup = disc.backups.get(place(part)?).ok_or(Refusal::NotFound)?;
            if order.get("restore").is_some_and(|r| !r.is_boolean()) {
                return Err(Invalid::one("restore", "is not included in the list"));
            }
            Ok(answer_json(StatusCode::OK, &backup.as_json(disc, machine)))
        }
        // A backup is a disc, and goes like one.
        (&Method::DELETE, ["backups", part]) => {
            let place = place(part)?;
            if !purge {
                return Err(Refusal::internal());
            }
            disc.backups.remove(place);
            Ok(nothing())
        }
        (&Method::POST, ["backup_schedules"]) => {
            let schedule = Schedule::ordered(order, fresh, now).map_err(Refusal::Invalid)?;
            let shown = schedule.as_json();
            disc.schedules.push(schedule);
            Ok(answer_json(StatusCode::CREATED, &shown))
        }
        (&Method::DELETE, ["backup_schedules", part]) => {
            let before = disc.schedules.len();
            disc.schedules.retain(|s| s.id.to_string() != **part);
            if disc.schedules.len() == before {
                return Err(Refusal::NotFound);
            }
            Ok(nothing())
        }
        _ => Err(Refusal::NotFound),
    }
}

fn next_midnight(now: Timestamp) -> String {
    let today = TimeZone::UTC.to_datetime(now).date();
    let next = today.checked_add(1.day()).unwrap_or(today);
    format!("{next} 00:00:00 GMT")
}
