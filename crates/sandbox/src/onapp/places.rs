//! Where machines live: zones, hosts, stores, networks, locations; source: `OnApp` reference,
//! section 13.3.

use super::World;
use super::address;
use serde_json::{Value, json};

/// How many hosts there are for ordinary orders.
pub(super) const HYPERVISORS: u32 = 4;
/// The one host that is not KVM but vCenter, in a zone of its own.
pub(super) const VCENTER: u32 = 5;
/// How many zones of hosts.
pub(super) const ZONES: u32 = 3;
/// How many networks.
pub(super) const NETWORKS: u32 = 3;
/// How many data stores, the detached one among them.
const STORES: u32 = 3;
/// The data store no zone is joined with.
const DETACHED: u32 = 3;

/// What kind of host it is.
pub(super) fn host_kind(host: u32) -> &'static str {
    if host == VCENTER { "vcenter" } else { "kvm" }
}

/// The zone a host is in.
pub(super) fn zone_of(host: u32) -> u32 {
    1 + host.saturating_sub(1) / 2
}

/// The first host of a zone; none if there is no such zone.
pub(super) fn host_in(zone: i64) -> Option<u32> {
    let mut hosts = 1..=VCENTER;
    hosts.find(|host| i64::from(zone_of(*host)) == zone)
}

/// The join of a network with a zone of hosts.
pub(super) fn join_of(zone: u32, network: u32) -> u32 {
    (zone - 1) * NETWORKS + network
}

/// The network of a join; none if there is no such join.
pub(super) fn network_of_join(join: i64) -> Option<u32> {
    let join = u32::try_from(join).ok()?;
    let known = (1..=ZONES * NETWORKS).contains(&join);
    known.then(|| (join - 1) % NETWORKS + 1)
}

/// A data store machines can have disks on.
pub(super) fn attached_store(id: i64) -> Option<u32> {
    let id = u32::try_from(id).ok()?;
    (id != DETACHED && (1..=STORES).contains(&id)).then_some(id)
}

impl World {
    pub(super) fn hypervisor_zones(&self) -> Vec<Value> {
        let one = |(id, label): (u32, &str)| {
            json!({
                "id": id, "label": label, "identifier": format!("hvz{id}"),
                "location_group_id": if id == 2 { 2 } else { 1 }, "server_type": "virtual", "closed": false,
                "preconfigured_only": false, "federation_enabled": false, "traded": false,
                "max_host_cpu": 32, "max_host_free_memory": 131_072, "cpu_units": 1_000,
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        [(1, "London"), (2, "Manchester"), (3, "London vCenter")]
            .map(one)
            .to_vec()
    }

    pub(super) fn hypervisors(&self) -> Vec<Value> {
        let one = |id: u32| {
            json!({
                "id": id, "label": format!("hv-{id:02}"), "hypervisor_type": host_kind(id),
                "hypervisor_group_id": zone_of(id), "ip_address": format!("198.51.100.{}", 10 + id),
                "online": true, "enabled": true, "locked": false, "spare": false,
                "free_memory": 131_072, "total_memory": 262_144, "cpu_cores": 32,
                "total_cpus": 32, "cpu_mhz": 2_600, "distro": "centos7", "server_type": "virtual",
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        (1..=VCENTER).map(one).collect()
    }

    pub(super) fn data_store_zones(&self) -> Vec<Value> {
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

    pub(super) fn data_stores(&self) -> Vec<Value> {
        let one = |(id, label, size): (u32, &str, u32)| {
            json!({
                "id": id, "label": label, "identifier": format!("onapp-store-{id}"),
                "data_store_size": size, "usage": size / 3, "zombie_disks_size": 0,
                "data_store_group_id": if id == DETACHED { 2 } else { id }, "local_hypervisor_id": null, "enabled": true,
                "ip": format!("198.51.100.{}", 50 + id), "data_store_type": "lvm",
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        let all = [
            (1, "ssd-01", 20_000),
            (2, "hdd-01", 80_000),
            (DETACHED, "hdd-spare", 80_000),
        ];
        all.map(one).to_vec()
    }

    /// Those that are joined with the zones of hosts.
    pub(super) fn attached_stores(&self) -> Vec<Value> {
        let mut stores = self.data_stores();
        stores.retain(|store| store.get("id") != Some(&json!(DETACHED)));
        stores
    }

    /// Which data stores a zone of hosts has.
    pub(super) fn data_store_joins(&self, zone: u32) -> Vec<Value> {
        let join = |store: u32| {
            json!({
                "id": (zone - 1) * STORES + store, "data_store_id": store,
                "target_join_id": zone, "target_join_type": "HypervisorGroup",
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        (1..DETACHED).map(join).collect()
    }

    /// Which networks a zone of hosts has, and behind which interface of the host.
    pub(super) fn network_joins(&self, zone: u32) -> Vec<Value> {
        let join = |network: u32| {
            json!({
                "id": join_of(zone, network), "network_id": network,
                "interface": format!("eth{network}"),
                "target_join_id": zone, "target_join_type": "HypervisorGroup",
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        (1..=NETWORKS).map(join).collect()
    }

    pub(super) fn network_zones(&self) -> Vec<Value> {
        let one = |(id, label): (u32, &str)| {
            json!({
                "id": id, "label": label, "location_group_id": 1,
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        [(1, "Public"), (2, "Public v6")].map(one).to_vec()
    }

    pub(super) fn networks(&self) -> Vec<Value> {
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

    /// All addresses of a network that can be given away. There are more IPv6 addresses than
    /// anybody could list.
    pub(super) fn pool(&self, network: u32) -> Vec<Value> {
        let all = (0..address::POOL).map(address::nth);
        let here = all.filter(|ip| address::network_of(*ip) == network);
        let view = |ip| address::view(ip, !self.taken.contains(&ip), self.born, self.dialect);
        here.map(view).collect()
    }

    /// The one net of a network.
    pub(super) fn ip_net(&self, network: u32) -> Value {
        let (address, mask, gateway) = net(network);
        json!({
            "id": network, "label": format!("net-{network}"), "network_id": network,
            "network_address": address, "network_mask": mask, "default_gateway": gateway,
            "ipv4": network != address::V6, "kind": "public",
            "created_at": self.dialect.date(self.born),
            "updated_at": self.dialect.date(self.born),
        })
    }

    /// The one range of a net.
    pub(super) fn ip_range(&self, network: u32) -> Value {
        let (address, _, gateway) = net(network);
        let stem = address.trim_end_matches('0');
        let last = if network == address::V6 {
            "ffff"
        } else {
            "253"
        };
        json!({
            "id": network, "ip_net_id": network, "start_address": format!("{stem}4"),
            "end_address": format!("{stem}{last}"), "default_gateway": gateway,
            "ipv4": network != address::V6,
            "created_at": self.dialect.date(self.born),
            "updated_at": self.dialect.date(self.born),
        })
    }

    pub(super) fn locations(&self) -> Vec<Value> {
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
}

/// Address, length of the prefix and gateway of a network.
fn net(network: u32) -> (&'static str, u32, &'static str) {
    match network {
        1 => ("192.0.2.0", 24, "192.0.2.1"),
        2 => ("203.0.113.0", 24, "203.0.113.1"),
        _ => ("2001:db8:1::", 64, "2001:db8:1::1"),
    }
}
