//! Ready-made sizes, and how much one user may order; source: `OnApp` reference, section 13.3.

use super::World;
use super::params::Params;
use super::refusal::Refusal;
use super::reply::{Reply, nested};
use serde_json::{Value, json};

/// A ready-made size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Package {
    pub(super) id: i64,
    label: &'static str,
    pub(super) cpus: u32,
    /// MB
    pub(super) memory: u32,
    /// GB
    pub(super) disk: u32,
    /// GB a month
    bandwidth: u32,
}

const PACKAGES: [Package; 3] = [
    Package {
        id: 1,
        label: "Small",
        cpus: 1,
        memory: 1024,
        disk: 20,
        bandwidth: 100,
    },
    Package {
        id: 2,
        label: "Medium",
        cpus: 2,
        memory: 4096,
        disk: 40,
        bandwidth: 250,
    },
    Package {
        id: 3,
        label: "Large",
        cpus: 8,
        memory: 16_384,
        disk: 100,
        bandwidth: 450,
    },
];

/// The package in `instance_package_id`; none if no package is named.
pub(super) fn package(params: &Params) -> Result<Option<Package>, Refusal> {
    let Some(id) = params.number("instance_package_id") else {
        return Ok(None);
    };
    let found = PACKAGES.into_iter().find(|package| package.id == id);
    found
        .map(Some)
        .ok_or_else(|| Refusal::field("instance_package_id", "is invalid"))
}

impl World {
    /// The objects inside `{"instance_package": …}`.
    pub(super) fn packages(&self) -> Vec<Value> {
        let one = |package: Package| {
            json!({
                "id": package.id, "label": package.label, "cpus": package.cpus,
                "memory": package.memory, "disk_size": package.disk,
                "bandwidth": package.bandwidth, "openstack_id": null, "buckets_ids": [1],
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        PACKAGES.map(one).to_vec()
    }

    /// `GET /users/:id/limits`: a plain object. The three hints are inside of it in one source
    /// and beside it in another; here they are beside, as in the manual.
    pub(super) fn limits(&self) -> Reply {
        let limits = json!({
            "cpus": 16, "cpu_shares": 100, "cpu_units": 1_000, "memory": 65_536, "rate": 1_000,
            "disk_size": 2_000, "primary_disk_size": 1_000, "swap_disk_size": 64,
            "hypervisors": [], "available_hypervisors": [],
            "hypervisor_groups": nested("hypervisor_group", self.hypervisor_zones().into_iter()),
            "data_store_groups": nested("data_store_group", self.data_store_zones().into_iter()),
            "data_store_group_sizes": [],
            "network_groups": nested("network_group", self.network_zones().into_iter()),
            "resource_network_groups": [], "customer_networks": [],
        });
        let tree = json!({
            "limits": limits,
            "best_data_store_group_primary_id": 1,
            "best_data_store_group_swap_id": 1,
            "best_network_group_id": 1,
        });
        Reply::bare("hash", tree)
    }

    /// The objects inside `{"recipe": …}`: scripts a machine can be built with.
    pub(super) fn recipes(&self) -> Vec<Value> {
        let one = |(id, label): (u32, &str)| {
            json!({
                "id": id, "label": label, "description": null, "compatible_with": "unix",
                "script_type": "bash", "user_id": null,
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        [(1, "Install nginx"), (2, "Harden ssh")].map(one).to_vec()
    }

    /// The objects inside `{"software_license": …}`. Their fields are not recorded.
    pub(super) fn software_licences(&self) -> Vec<Value> {
        vec![json!({
            "id": 1, "label": "Windows Server 2019 Standard", "license": "SIM-MAK-0001",
            "total": 10, "count": 0,
            "created_at": self.dialect.date(self.born),
            "updated_at": self.dialect.date(self.born),
        })]
    }
}
