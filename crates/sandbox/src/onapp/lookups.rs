//! What a build form needs to know: zones, hosts, stores, networks, packages, limits; source:
//! `OnApp` reference, section 13.3.

use super::World;
use super::address;
use super::call::Call;
use super::paging::Window;
use super::params::Params;
use super::refusal::Refusal;
use super::reply::{Names, Reply, names};
use serde_json::{Value, json};

/// How many hosts there are.
pub(super) const HYPERVISORS: u32 = 4;
/// The id of the first address of the pool in `/settings/networks/:id/ip_addresses`.
pub(super) const FIRST_ADDRESS: i64 = 9_001;

/// A ready-made size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Package {
    id: i64,
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

const ZONES: Names = names("hypervisor_groups", "hypervisor_group");
const HOSTS: Names = names("hypervisors", "hypervisor");
const STORE_ZONES: Names = names("data_store_groups", "data_store_group");
const STORES: Names = names("data_stores", "data_store");
const NETWORK_ZONES: Names = names("network_groups", "network_group");
const NETWORKS: Names = names("networks", "network");
const ADDRESSES: Names = names("ip_addresses", "ip_address");
const OFFERS: Names = names("instance_packages", "instance_package");
const LOCATIONS: Names = names("location_groups", "location_group");

impl World {
    /// `GET /settings/…` and the like; the same lists are also below a user and a zone.
    pub(super) fn lookup(&self, call: &Call, what: &[&str]) -> Result<Reply, Refusal> {
        let (names, items) = match what {
            ["hypervisor_zones"] => (ZONES, self.hypervisor_zones()),
            ["hypervisors"] | ["hypervisor_zones", _, "hypervisors"] => (
                HOSTS,
                inside(what, "hypervisor_group_id", self.hypervisors()),
            ),
            ["data_store_zones"] => (STORE_ZONES, self.data_store_zones()),
            ["data_stores"] | ["hypervisor_zones", _, "data_stores"] => {
                (STORES, self.data_stores())
            }
            ["network_zones"] => (NETWORK_ZONES, self.network_zones()),
            ["networks"] | ["hypervisor_zones", _, "networks"] => (NETWORKS, self.networks()),
            ["networks", id, "ip_addresses"] => (ADDRESSES, self.pool(id)?),
            ["instance_packages"] => (OFFERS, self.packages()),
            ["location_groups"] => (LOCATIONS, self.locations()),
            [
                list @ ("hypervisor_zones" | "hypervisors" | "data_store_zones" | "data_stores"
                | "network_zones" | "networks" | "instance_packages"),
                id,
            ] => {
                return self.lookup_one(call, list, id);
            }
            _ => return Err(Refusal::NotFound),
        };
        let window = Window::read(&call.params, None);
        let total = items.len();
        let cut = Window::cut(window, items.into_iter());
        Ok(Window::mark(window, total, Reply::list(names, cut)))
    }

    fn lookup_one(&self, _call: &Call, list: &str, id: &str) -> Result<Reply, Refusal> {
        let (names, items) = match list {
            "hypervisor_zones" => (ZONES, self.hypervisor_zones()),
            "hypervisors" => (HOSTS, self.hypervisors()),
            "data_store_zones" => (STORE_ZONES, self.data_store_zones()),
            "data_stores" => (STORES, self.data_stores()),
            "network_zones" => (NETWORK_ZONES, self.network_zones()),
            "networks" => (NETWORKS, self.networks()),
            _ => (OFFERS, self.packages()),
        };
        let found = items.into_iter().find(|item| {
            id.parse::<u64>().is_ok() && item.get("id").and_then(Value::as_u64) == id.parse().ok()
        });
        found
            .map(|item| Reply::one(names.singular, item))
            .ok_or(Refusal::NotFound)
    }

    fn hypervisor_zones(&self) -> Vec<Value> {
        let one = |(id, label): (u32, &str)| {
            json!({
                "id": id, "label": label, "identifier": format!("hvz{id}"),
                "location_group_id": id, "server_type": "virtual", "closed": false,
                "preconfigured_only": false, "federation_enabled": false, "traded": false,
                "max_host_cpu": 32, "max_host_free_memory": 131_072, "cpu_units": 1_000,
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        [(1, "London"), (2, "Manchester")].map(one).to_vec()
    }

    fn hypervisors(&self) -> Vec<Value> {
        let one = |id: u32| {
            json!({
                "id": id, "label": format!("hv-{id:02}"), "hypervisor_type": "kvm",
                "hypervisor_group_id": 1 + (id - 1) / 2, "ip_address": format!("198.51.100.{}", 10 + id),
                "online": true, "enabled": true, "locked": false, "spare": false,
                "free_memory": 131_072, "total_memory": 262_144, "cpu_cores": 32,
                "total_cpus": 32, "cpu_mhz": 2_600, "distro": "centos7", "server_type": "virtual",
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        (1..=HYPERVISORS).map(one).collect()
    }

    fn data_store_zones(&self) -> Vec<Value> {
        let one = |(id, label): (u32, &str)| {
            json!({
                "id": id, "label": label, "location_group_id": 1, "server_type": "virtual",
                "min_disk_size": 1,
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        [(1, "SSD"), (2, "HDD")].map(one).to_vec()
    }

    fn data_stores(&self) -> Vec<Value> {
        let one = |(id, label, size): (u32, &str, u32)| {
            json!({
                "id": id, "label": label, "identifier": format!("onapp-store-{id}"),
                "data_store_size": size, "usage": size / 3, "zombie_disks_size": 0,
                "data_store_group_id": id, "local_hypervisor_id": null, "enabled": true,
                "ip": format!("198.51.100.{}", 50 + id), "data_store_type": "lvm",
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        [(1, "ssd-01", 20_000), (2, "hdd-01", 80_000)]
            .map(one)
            .to_vec()
    }

    fn network_zones(&self) -> Vec<Value> {
        let one = |(id, label): (u32, &str)| {
            json!({
                "id": id, "label": label, "location_group_id": 1,
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        [(1, "Public"), (2, "Public v6")].map(one).to_vec()
    }

    fn networks(&self) -> Vec<Value> {
        let one = |(id, label, vlan, zone): (u32, &str, Option<u32>, u32)| {
            json!({
                "id": id, "label": label, "identifier": format!("net{id}"), "vlan": vlan,
                "network_group_id": zone, "type": "Networking::Network",
                "ip_address_pool_id": null, "user_id": null,
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        let all = [
            (1, "Public 1", None, 1),
            (2, "Public 2", Some(200), 1),
            (3, "Public v6", Some(300), 2),
        ];
        all.map(one).to_vec()
    }

    fn pool(&self, network: &str) -> Result<Vec<Value>, Refusal> {
        let network: u32 = network.parse().map_err(|_| Refusal::NotFound)?;
        if !(1..=3).contains(&network) {
            return Err(Refusal::NotFound);
        }
        let all = (0..address::POOL).map(|n| (n, address::nth(n)));
        let here = all.filter(|(_, ip)| address::network_of(*ip) == network);
        let view = |(n, ip)| {
            let address = address::Address {
                id: n + FIRST_ADDRESS as u32,
                ip,
                created_at: self.born,
            };
            let mut view = address.view(self.dialect);
            if let Some(free) = view.get_mut("free") {
                *free = json!(!self.taken.contains(&ip));
            }
            view
        };
        Ok(here.map(view).collect())
    }

    fn packages(&self) -> Vec<Value> {
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

    fn locations(&self) -> Vec<Value> {
        let one = |(id, city, lat, lng): (u32, &str, f64, f64)| {
            json!({
                "id": id, "country": "GB", "city": city, "lat": lat, "lng": lng,
                "federated": false, "cdn_enabled": false,
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        let all = [(1, "London", 51.5, -0.12), (2, "Manchester", 53.48, -2.24)];
        all.map(one).to_vec()
    }

    /// `GET /users/:id/limits`: a plain object. The three hints are inside of it in one source
    /// and beside it in another; here they are beside, as in the manual.
    pub(super) fn limits(&self) -> Reply {
        let limits = json!({
            "cpus": 16, "cpu_shares": 100, "cpu_units": 1_000, "memory": 65_536, "rate": 1_000,
            "disk_size": 2_000, "primary_disk_size": 1_000, "swap_disk_size": 64,
            "hypervisors": [], "available_hypervisors": [],
            "hypervisor_groups": super::reply::nested("hypervisor_group", self.hypervisor_zones().into_iter()),
            "data_store_groups": super::reply::nested("data_store_group", self.data_store_zones().into_iter()),
            "data_store_group_sizes": [],
            "network_groups": super::reply::nested("network_group", self.network_zones().into_iter()),
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
}

/// Only those of the zone in the path, if there is one.
fn inside(path: &[&str], key: &str, items: Vec<Value>) -> Vec<Value> {
    let [_, zone, _] = path else {
        return items;
    };
    let matches = |item: &Value| item.get(key).and_then(Value::as_u64) == zone.parse().ok();
    items.into_iter().filter(matches).collect()
}
