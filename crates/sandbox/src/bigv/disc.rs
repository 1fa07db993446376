//! Discs: their JSON and the calls on them.
//!
//! Source: BigV reference, Discs and backups.

use super::definitions::STORAGE_GRADES;
use super::machine::Machine;
use super::query::Query;
use super::reply::{Invalid, Refusal, Reply, nothing};
use crate::json as answer_json;
use http::{Method, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

/// The smallest disc, in MiB.
const SMALLEST: u64 = 50;
/// The largest disc, in MiB.
const LARGEST: u64 = 2 * 1024 * 1024;
const MOST_PER_MACHINE: usize = 8;

/// A disc. Sizes are MiB.
#[derive(Clone, Debug)]
pub(super) struct Disc {
    pub(super) id: u32,
    pub(super) label: String,
    pub(super) size: u64,
    pub(super) storage_grade: String,
}

impl Disc {
    /// The disc as JSON.
    pub(super) fn as_json(&self, machine: u32, overview: bool) -> Value {
        let pool = format!("tail{}-{}1", 1 + self.id % 6, self.storage_grade);
        let mut disc = json!({
            "id": self.id,
            "label": self.label,
            "size": self.size,
            "storage_grade": self.storage_grade,
            "storage_pool": pool,
            "virtual_machine_id": machine,
        });
        if overview && let Some(fields) = disc.as_object_mut() {
            fields.insert("type".to_owned(), "application/vnd.bigv.disc".into());
        }
        disc
    }

    /// A disc as ordered, or what is wrong with the order.
    pub(super) fn ordered(order: &Value, id: u32, place: usize) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let size = match order.get("size") {
            None | Some(Value::Null) => 25_600,
            Some(size) => checked_size(size, &mut invalid),
        };
        let storage_grade = order
            .get("storage_grade")
            .and_then(Value::as_str)
            .unwrap_or("sata");
        if !STORAGE_GRADES.contains(&storage_grade) {
            invalid.add("storage_grade", "is not included in the list");
        }
        if place > MOST_PER_MACHINE {
            invalid.add("label", "is one disc too many");
        }
        if !invalid.is_empty() {
            return Err(invalid);
        }
        let label = order.get("label").and_then(Value::as_str);
        Ok(Self {
            id,
            label: label.map_or_else(|| format!("disc-{place}"), str::to_owned),
            size,
            storage_grade: storage_grade.to_owned(),
        })
    }

    fn change(&mut self, order: &Value) -> Result<(), Refusal> {
        let mut invalid = Invalid::default();
        let size = order.get("size").map(|s| checked_size(s, &mut invalid));
        if size.is_some_and(|size| invalid.is_empty() && size < self.size) {
            invalid.add("size", "is smaller than the disc");
        }
        invalid.check()?;
        self.size = size.unwrap_or(self.size);
        if let Some(label) = order.get("label").and_then(Value::as_str) {
            label.clone_into(&mut self.label);
        }
        Ok(())
    }
}

fn checked_size(size: &Value, invalid: &mut Invalid) -> u64 {
    match size.as_u64() {
        None => invalid.add("size", "is not a number"),
        Some(size) if size < SMALLEST => {
            invalid.add("size", "must be greater than or equal to 50");
        }
        Some(size) if size > LARGEST => {
            invalid.add("size", "must be less than or equal to 2097152");
        }
        Some(size) => return size,
    }
    0
}

/// Calls below `…/virtual_machines/ID/discs`. `fresh` is the id of a disc to be made.
pub(super) fn calls(
    machine: &mut Machine,
    method: &Method,
    rest: &[&str],
    order: &Value,
    query: &Query,
    fresh: u32,
    now: Timestamp,
) -> Reply {
    let ok = |value: &Value| Ok(answer_json(StatusCode::OK, value));
    let owner = machine.id;
    if machine.deleted && method != Method::GET {
        return Err(Refusal::Forbidden);
    }
    let reply = match (method, rest) {
        (&Method::GET, []) => {
            let list: Vec<Value> = machine
                .discs
                .iter()
                .map(|d| d.as_json(owner, false))
                .collect();
            return ok(&list.into());
        }
        (&Method::POST, []) => {
            let place = machine.discs.len() + 1;
            let disc = Disc::ordered(order, fresh, place).map_err(Refusal::Invalid)?;
            let shown = disc.as_json(owner, false);
            machine.discs.push(disc);
            Ok(answer_json(StatusCode::CREATED, &shown))
        }
        (_, [part]) => {
            let place = machine
                .discs
                .iter()
                .position(|d| d.id.to_string() == **part || d.label == **part)
                .ok_or(Refusal::NotFound)?;
            let disc = machine.discs.get_mut(place).ok_or(Refusal::NotFound)?;
            match *method {
                Method::GET => return ok(&disc.as_json(owner, false)),
                Method::PUT => {
                    disc.change(order)?;
                    ok(&disc.as_json(owner, false))
                }
                Method::DELETE if query.purge() => {
                    machine.discs.remove(place);
                    Ok(nothing())
                }
                // The one thing a disc cannot be is softly deleted.
                Method::DELETE => Err(Refusal::Text(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Internal server error",
                )),
                _ => Err(Refusal::NotFound),
            }
        }
        _ => Err(Refusal::NotFound),
    };
    machine.changed(now);
    reply
}
