//! What an organization may have and do (reference, Organizations, user, policy). Only what the
//! simulation has any of is counted.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{
    Ask, Outcome, World, ip::Allocation, organization::Organization, refusal::Refusal, reply::Reply,
};

const MACHINES: u64 = 2000;
const MEMORY: u64 = 65_536;
const DISK_SPACE: u64 = 500_000;
const SPARE_ADDRESSES: u64 = 100;

/// What is limited but never used here: (name, limit).
const UNUSED: [(&str, u64); 8] = [
    ("managed_organizations", 0),
    ("security_groups", 100),
    ("virtual_networks", 10),
    ("load_balancers", 10),
    ("dns_zones", 100),
    ("certificates", 100),
    ("file_storage_volumes", 10),
    ("isos", 10),
];

fn limit(limit: u64, current: usize, unit: Option<&str>) -> Value {
    json!({"limit": limit, "current": current, "unit": unit})
}

impl World {
    fn limits_of(&self, organization: &Organization) -> Value {
        let ids = self.machines.of(organization);
        let memory: usize = ids
            .iter()
            .filter_map(|id| self.machines.get(id))
            .map(|machine| machine.size.memory_in_gb as usize)
            .sum();
        let disk_space: usize = self
            .disks
            .iter()
            .filter(|disk| disk.organization.id == organization.id)
            .map(|disk| disk.size_in_gb as usize)
            .sum();
        let spare = self
            .ips
            .shelf
            .iter()
            .filter(|one| one.organization.id == organization.id)
            .filter(|one| one.allocation == Allocation::None)
            .count();
        let mut limits: Map<String, Value> = UNUSED
            .into_iter()
            .map(|(name, most)| (name.to_owned(), limit(most, 0, None)))
            .collect();
        for (name, value) in [
            ("virtual_machines", limit(MACHINES, ids.len(), None)),
            ("virtual_machine_memory", limit(MEMORY, memory, Some("GB"))),
            ("disk_space", limit(DISK_SPACE, disk_space, Some("GB"))),
            (
                "unallocated_ip_addresses",
                limit(SPARE_ADDRESSES, spare, None),
            ),
            (
                "uninvoiced_balance",
                json!({"limit": 5000, "current": 12.5, "currency": organization.currency()}),
            ),
            ("disk_iops", json!({"limit": 10_000, "unit": "IOPS"})),
            ("network_speed", json!({"limit": 10_000, "unit": "Mbit/s"})),
        ] {
            limits.insert(name.to_owned(), value);
        }
        Value::Object(limits)
    }
}

/// `GET /organizations/organization/policy`
pub(super) fn show(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    if organization.is_managed() {
        return Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "policy_not_available_for_managed_organizations",
            "The policy of a managed organization is its manager's",
        ));
    }
    let restricted = organization.is_restricted();
    let permitted = |yes: bool| json!({ "permitted": yes });
    let reasons: Vec<&str> = restricted
        .then_some(super::organization::RESTRICTION)
        .into_iter()
        .collect();
    Ok(Reply::ok(json!({
        "policy_type": if restricted { "override" } else { "auto" },
        "policy_name": (!restricted).then_some("Established customers"),
        "limits": world.limits_of(organization),
        "features": {
            "disk_bus_configuration": permitted(true),
            "zone_selection": permitted(true),
            "restricted_traffic_types": permitted(false),
            "suspension": permitted(false),
            "flexible_virtual_machine_resources": permitted(!restricted),
        },
        "reasons_for_disallowing_resource_creation": reasons,
    })))
}

/// `GET /organizations/organization/policy_limits`, the older form.
pub(super) fn limits(_: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let limited = |value: u64| json!({"value": value, "unlimited": false});
    let mut limits: Map<String, Value> = UNUSED
        .into_iter()
        .map(|(name, most)| (format!("maximum_{name}"), limited(most)))
        .collect();
    for (name, value) in [
        ("maximum_uninvoiced_balance", limited(5000)),
        ("maximum_virtual_machines", limited(MACHINES)),
        ("maximum_virtual_machine_memory", limited(MEMORY)),
        ("maximum_disk_space", limited(DISK_SPACE)),
        ("maximum_unallocated_ip_addresses", limited(SPARE_ADDRESSES)),
        (
            "maximum_disk_size",
            limited(u64::from(*super::disk::SIZES.end())),
        ),
        (
            "minimum_disk_size",
            json!({"value": super::disk::SIZES.start()}),
        ),
        (
            "flexible_virtual_machine_resources",
            json!(!organization.is_restricted()),
        ),
        ("allow_suspension", json!(false)),
        ("allow_restricted_traffic_types", json!(false)),
    ] {
        limits.insert(name.to_owned(), value);
    }
    Ok(Reply::ok(json!({ "policy_limits": limits })))
}
