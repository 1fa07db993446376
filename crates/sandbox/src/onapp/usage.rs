//! Hourly statistics, invented but steady: the same hour of the same machine always says the
//! same. Source: `OnApp` reference, section 16.

use super::World;
use super::call::Call;
use super::machine::Machine;
use super::params::Params;
use super::refusal::Refusal;
use super::reply::{Names, Reply, statistics};
use crate::names::spread;
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::Offset};
use serde_json::{Value, json};

const CPU: Names = statistics("cpu_hourly_stats", "cpu_hourly_stat");
const NETWORK: Names = statistics("net_hourly_stats", "net_hourly_stat");
const DISK: Names = statistics("disk_hourly_stats", "disk_hourly_stat");
const TOTALS: Names = statistics("vm_stats", "vm_stat");

/// Rows are given for this long when no period is asked for.
const WINDOW: i64 = 48;
/// And never more than three months of them, which is how long they are kept.
const KEPT: i64 = 24 * 92;

impl World {
    /// `GET /virtual_machines/:id/cpu_usage`
    pub(super) fn cpu_usage(&self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let machine = self.machine(id)?;
        let row = |hour: i64| {
            // Hundredths of a second of one core times ten: 36 000 is the whole hour.
            let most = 36_000 * machine.cpus;
            json!({"cpu_time": draw(id, hour, 1) % most})
        };
        Ok(self.rows(call, machine, CPU, row))
    }

    /// `GET /virtual_machines/:id/network_interfaces/:nid/usage`
    pub(super) fn network_usage(&self, call: &Call, id: u32, nic: &str) -> Result<Reply, Refusal> {
        let machine = self.machine(id)?;
        let nic = self.find_nic(id, nic)?.id;
        let row = |hour: i64| {
            json!({
                "network_interface_id": nic,
                "data_received": draw(id, hour, 2) % 400_000,
                "data_sent": draw(id, hour, 3) % 900_000,
            })
        };
        Ok(self.rows(call, machine, NETWORK, row))
    }

    /// `GET /settings/disks/:id/usage`
    pub(super) fn disk_usage(&self, call: &Call, disk: u32) -> Result<Reply, Refusal> {
        let (machine, _) = self.find_disk(disk)?;
        let row = |hour: i64| {
            json!({
                "disk_id": disk,
                "data_read": draw(disk, hour, 4) % 300_000,
                "data_written": draw(disk, hour, 5) % 600_000,
                "reads_completed": draw(disk, hour, 6) % 20_000,
                "writes_completed": draw(disk, hour, 7) % 40_000,
            })
        };
        Ok(self.rows(call, machine, DISK, row))
    }

    /// `GET /usage_statistics`: numbers as decimal texts.
    pub(super) fn totals(&self) -> Reply {
        let row = |machine: &Machine| {
            let text = |salt: u32| {
                let number = if machine.boots == 0 {
                    0
                } else {
                    draw(machine.id, 0, salt) % 90_000
                };
                format!("{number}.0")
            };
            json!({
                "virtual_machine_id": machine.id,
                "user_id": machine.user,
                "cpu_usage": text(1),
                "data_sent": text(2),
                "data_received": text(3),
                "data_read": text(4),
                "data_written": text(5),
                "reads_completed": text(6),
                "writes_completed": text(7),
            })
        };
        Reply::list(TOTALS, self.machines.values().map(row).collect())
    }

    /// A list of one row an hour.
    fn rows(
        &self,
        call: &Call,
        machine: &Machine,
        names: Names,
        row: impl Fn(i64) -> Value,
    ) -> Reply {
        Reply::list(names, self.hours(call, machine, row))
    }

    /// One row an hour, oldest first, since the machine was first built.
    pub(super) fn hours(
        &self,
        call: &Call,
        machine: &Machine,
        row: impl Fn(i64) -> Value,
    ) -> Vec<Value> {
        let (start, end) = period(&call.params.inside("period"), call.now);
        let first = start.max(hour_of(machine.created_at) + 1);
        if machine.boots == 0 {
            return Vec::new();
        }
        let one = |hour: i64| {
            let at = Timestamp::from_second(hour * 3_600).unwrap_or(call.now);
            let mut one = row(hour);
            if let Some(map) = one.as_object_mut() {
                map.insert("id".to_owned(), json!(hour % 1_000_000));
                map.insert("user_id".to_owned(), json!(machine.user));
                map.insert("virtual_machine_id".to_owned(), json!(machine.id));
                for key in ["stat_time", "created_at", "updated_at"] {
                    map.insert(key.to_owned(), self.dialect.date(at));
                }
            }
            one
        };
        (first..=end).map(one).collect()
    }
}

/// First and last hour asked for, counted from 1970, in `period[startdate]` and
/// `period[enddate]`: `2016-02-01 10:00:00`, in UTC unless the panel's own time is wanted.
fn period(params: &Params, now: Timestamp) -> (i64, i64) {
    let local = params.flag("use_local_time").unwrap_or(false);
    let offset = Offset::constant(if local { 2 } else { 0 });
    let hour = |key: &str| {
        let civil: DateTime = params.text(key)?.trim().replace(' ', "T").parse().ok()?;
        Some(hour_of(offset.to_timestamp(civil).ok()?))
    };
    let last = hour_of(now);
    let end = hour("enddate").unwrap_or(last).min(last);
    let start = hour("startdate").unwrap_or(end - WINDOW + 1);
    (start.max(end - KEPT), end)
}

fn hour_of(at: Timestamp) -> i64 {
    at.as_second()
        .div_euclid(SignedDuration::from_hours(1).as_secs())
}

fn draw(what: u32, hour: i64, salt: u32) -> u32 {
    spread(spread(what.wrapping_add(salt << 24)) ^ hour as u32)
}
