//! What machines cost, hour by hour; source: `OnApp` reference, section 16.

use super::World;
use super::call::Call;
use super::machine::Machine;
use super::refusal::Refusal;
use super::reply::{Names, Reply, statistics};
use serde_json::{Value, json};

const BILLING: Names = statistics("vm_hourly_stats", "vm_hourly_stat");

/// An hour of one unit, in the account's currency.
const CPU: f64 = 0.004_173;
const CPU_SHARE: f64 = 0.000_011_7;
const MEGABYTE: f64 = 0.000_006_112;
const GIGABYTE: f64 = 0.000_297_8;

impl World {
    /// `GET /virtual_machines/:id/vm_stats`
    pub(super) fn billing(&self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        Ok(Reply::list(BILLING, self.bills(call, self.machine(id)?)))
    }

    /// `GET /virtual_machines/:id/vm_stats/:stat`
    pub(super) fn one_bill(&self, call: &Call, id: u32, stat: &str) -> Result<Reply, Refusal> {
        let stat: i64 = stat.parse().map_err(|_| Refusal::NotFound)?;
        let bills = self.bills(call, self.machine(id)?).into_iter();
        let wanted = |bill: &Value| bill.get("id").and_then(Value::as_i64) == Some(stat);
        let found = bills.into_iter().find(wanted).ok_or(Refusal::NotFound)?;
        Ok(Reply::one("vm_hourly_stat", found))
    }

    /// `GET /users/:id/vm_stats`
    pub(super) fn bills_of(&self, call: &Call, user: u32) -> Reply {
        let own = self.machines.values().filter(|one| one.user == user);
        let bills = own.flat_map(|machine| self.bills(call, machine));
        Reply::list(BILLING, bills.collect())
    }

    fn bills(&self, call: &Call, machine: &Machine) -> Vec<Value> {
        self.hours(call, machine, |_| bill(machine))
    }
}

fn bill(machine: &Machine) -> Value {
    let disks = machine.disks.iter().map(|disk| {
        json!({"id": disk.id, "label": "Disk", "costs": [cost("disk_size", disk.size, GIGABYTE)]})
    });
    let nics = machine.nics.iter().map(
        |nic| json!({"id": nic.id, "label": nic.label, "costs": [cost("rate", nic.rate, 0.0)]}),
    );
    let costs = [
        cost("cpus", machine.cpus, CPU),
        cost("cpu_shares", machine.cpu_shares, CPU_SHARE),
        cost("memory", machine.memory, MEGABYTE),
    ];
    let total = f64::from(machine.cpus) * CPU
        + f64::from(machine.cpu_shares) * CPU_SHARE
        + f64::from(machine.memory) * MEGABYTE
        + f64::from(machine.disk_size()) * GIGABYTE;
    json!({
        "currency_code": "EUR",
        "total_cost": total,
        "vm_resources_cost": total,
        "usage_cost": 0.0,
        "vm_billing_stat_id": 0,
        "billing_stats": {
            "disks": disks.collect::<Vec<Value>>(),
            "network_interfaces": nics.collect::<Vec<Value>>(),
            "virtual_machines": [{"id": machine.id, "label": machine.label, "costs": costs}],
        },
    })
}

fn cost(name: &str, value: u32, price: f64) -> Value {
    json!({"resource_name": name, "value": value, "cost": f64::from(value) * price})
}
