//! Discs: their JSON, and what may be ordered of them.
//!
//! Source: BigV reference, Discs and backups.

use super::Dialect;
use super::backup::{Backup, Schedule};
use super::definitions::STORAGE_GRADES;
use super::reply::{Invalid, Refusal};
use jiff::Timestamp;
use serde_json::{Value, json};

/// The smallest disc, in MiB.
const SMALLEST: u64 = 50;
/// The largest disc, in MiB.
const LARGEST: u64 = 2 * 1024 * 1024;
/// How many discs a machine has at most.
pub(super) const MOST_PER_MACHINE: usize = 8;

/// A disc. Sizes are MiB.
#[derive(Clone, Debug)]
pub(super) struct Disc {
    pub(super) id: u32,
    pub(super) label: String,
    pub(super) size: u64,
    pub(super) storage_grade: String,
    pub(super) backups: Vec<Backup>,
    pub(super) schedules: Vec<Schedule>,
}

impl Disc {
    /// A disc without backups.
    pub(super) fn new(id: u32, label: &str, size: u64, storage_grade: &str) -> Self {
        Self {
            id,
            label: label.to_owned(),
            size,
            storage_grade: storage_grade.to_owned(),
            backups: Vec::new(),
            schedules: Vec::new(),
        }
    }

    /// The disc as JSON. What is only there while a disc migrates never is here.
    pub(super) fn as_json(&self, machine: u32, dialect: Dialect, overview: bool) -> Value {
        let pool = format!("tail{}-{}1", 1 + self.id % 6, self.storage_grade);
        let mut disc = json!({
            "id": self.id,
            "label": self.label,
            "size": self.size,
            "storage_grade": self.storage_grade,
            "storage_pool": pool,
            "virtual_machine_id": machine,
        });
        let Some(fields) = disc.as_object_mut() else {
            return disc;
        };
        if dialect.is_later() {
            let schedules: Value = self.schedules.iter().map(Schedule::as_json).collect();
            let more = [
                ("backup_count", self.backups.len().into()),
                ("backups_enabled", (!self.schedules.is_empty()).into()),
                ("backup_schedules", schedules),
            ];
            fields.extend(more.map(|(name, value)| (name.to_owned(), value)));
        }
        if overview {
            fields.insert("type".to_owned(), "application/vnd.bigv.disc".into());
        }
        disc
    }

    /// A disc as ordered, or what is wrong with the order. Without a label it is called by its
    /// place.
    pub(super) fn ordered(
        order: &Value,
        (id, place): (u32, usize),
        dialect: Dialect,
        now: Timestamp,
    ) -> Result<Self, Invalid> {
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
        let label = order.get("label").and_then(Value::as_str);
        let label = label.map_or_else(|| format!("disc-{place}"), str::to_owned);
        if dialect.is_later() && is_of_kernel(&label) {
            invalid.add("label", "is invalid");
        }
        if place > MOST_PER_MACHINE {
            invalid.add("label", "is one disc too many");
        }
        let mut disc = Self::new(id, &label, size, storage_grade);
        let schedules = order.get("backup_schedules").and_then(Value::as_array);
        for (n, schedule) in (1..).zip(schedules.into_iter().flatten()) {
            // Thirty-two schedules on one disc are more than anybody keeps apart.
            match Schedule::ordered(schedule, id * 32 + n, now) {
                Ok(schedule) => disc.schedules.push(schedule),
                Err(wrong) => invalid.put("backup_schedules", wrong.into_value()),
            }
        }
        if invalid.is_empty() {
            Ok(disc)
        } else {
            Err(invalid)
        }
    }

    /// Does what a PUT says about the disc itself.
    pub(super) fn change(&mut self, order: &Value, dialect: Dialect) -> Result<(), Refusal> {
        let mut invalid = Invalid::default();
        let size = order.get("size").map(|s| checked_size(s, &mut invalid));
        if size.is_some_and(|size| invalid.is_empty() && size < self.size) {
            invalid.add("size", "is smaller than the disc");
        }
        let label = order.get("label").and_then(Value::as_str);
        if label.is_some_and(|label| dialect.is_later() && is_of_kernel(label)) {
            invalid.add("label", "is invalid");
        }
        invalid.check()?;
        self.size = size.unwrap_or(self.size);
        if let Some(label) = label {
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

/// Such as the kernel gives: `vda`, `sdb1`. Later brains refuse them as labels.
fn is_of_kernel(label: &str) -> bool {
    ["vd", "sd", "hd"].iter().any(|kind| {
        label.strip_prefix(kind).is_some_and(|rest| {
            let mut rest = rest.bytes();
            rest.next().is_some_and(|b| b.is_ascii_lowercase()) && rest.all(|b| b.is_ascii_digit())
        })
    })
}
