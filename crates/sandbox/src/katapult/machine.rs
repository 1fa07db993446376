//! A machine and how the service shows it: in lists without its state, alone with everything
//! (reference, VM objects).

use serde_json::{Value, json};

use super::{
    World,
    authorized_keys::Keys,
    catalogue::{
        gpus::GpuType,
        isos::Iso,
        packages::Package,
        places::{DataCenter, Zone},
    },
    organization::Organization,
    state::State,
};

/// How big a machine is.
#[derive(Clone, Copy)]
pub(super) struct Size {
    /// None on a machine with resources of its own choice.
    pub(super) package: Option<&'static Package>,
    pub(super) cpu_cores: u32,
    pub(super) memory_in_gb: u32,
    pub(super) use_dedicated_cpus: bool,
}

impl Size {
    /// What a package gives.
    pub(super) fn of(package: &'static Package) -> Self {
        Self {
            package: Some(package),
            cpu_cores: package.cpu_cores,
            memory_in_gb: package.memory_in_gb,
            use_dedicated_cpus: package.use_dedicated_cpus,
        }
    }
}

impl Size {
    /// How big the one disk is that comes with it, in GB.
    pub(super) fn disk(self) -> u32 {
        self.package.map_or(40, |package| package.storage_in_gb)
    }
}

impl PartialEq for Size {
    fn eq(&self, other: &Self) -> bool {
        self.package.map(|package| package.id) == other.package.map(|package| package.id)
            && self.cpu_cores == other.cpu_cores
            && self.memory_in_gb == other.memory_in_gb
            && self.use_dedicated_cpus == other.use_dedicated_cpus
    }
}

impl std::fmt::Debug for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} CPUs, {} GB", self.cpu_cores, self.memory_in_gb)
    }
}

/// A key and a value somebody has put on an object.
pub(super) type Annotation = (String, String);

/// A machine.
#[derive(Clone)]
pub(super) struct Machine {
    pub(super) id: String,
    pub(super) organization: &'static Organization,
    /// Display name.
    pub(super) name: String,
    pub(super) hostname: String,
    pub(super) description: Option<String>,
    pub(super) created_at: i64,
    pub(super) initial_root_password: Option<String>,
    pub(super) state: State,
    pub(super) zone: &'static Zone,
    pub(super) size: Size,
    /// Id of its group.
    pub(super) group: Option<String>,
    /// Ids of its tags.
    pub(super) tags: Vec<String>,
    /// Ids of its network interfaces.
    pub(super) interfaces: Vec<String>,
    /// Ids of its disks.
    pub(super) disks: Vec<String>,
    pub(super) gpu: Option<&'static GpuType>,
    pub(super) iso: Option<&'static Iso>,
    pub(super) keys: Keys,
    pub(super) annotations: Vec<Annotation>,
    /// Id of the trash object it is in.
    pub(super) trash: Option<String>,
    /// Goes up whenever the machine is sent somewhere; planned states of an earlier course are
    /// void.
    pub(super) course: u32,
    /// On its way somewhere.
    pub(super) busy: bool,
}

/// Annotations as the service shows them, beside the object they are on.
pub(super) fn annotations(of: &[Annotation]) -> Value {
    let shown = of
        .iter()
        .map(|(key, value)| json!({"key": key, "value": value}));
    Value::Array(shown.collect())
}

impl Machine {
    /// Its full name.
    pub(super) fn fqdn(&self) -> String {
        fqdn(&self.hostname, self.organization)
    }

    /// As builds and console sessions show it.
    pub(super) fn brief(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "hostname": self.hostname,
            "fqdn": self.fqdn(),
            "state": self.state.word(),
        })
    }

    /// The one graphics processor it can have here. A real one has an id of its own.
    fn gpus(&self) -> Value {
        let shown = self.gpu.map(|gpu| {
            json!({
                "id": self.id.replacen("vm_", "vmgpu_", 1),
                "status": "attached",
                "pending_action": null,
                "available": true,
                "type": gpu.with_places(DataCenter::full),
            })
        });
        shown.into_iter().collect()
    }
}

/// The full name of a host in an organization.
pub(super) fn fqdn(hostname: &str, organization: &Organization) -> String {
    format!("{hostname}.{}", organization.infrastructure_domain())
}

impl World {
    /// In lists: no state, no description, no tags. The published description also has a
    /// `hypervisor` and the data center's country, which no recorded answer does.
    pub(super) fn machine_listed(&self, machine: &Machine) -> Value {
        let addresses: Vec<Value> = self
            .ips_of(machine)
            .map(|address| json!({"address": address.text}))
            .collect();
        let package = machine.size.package;
        json!({
            "id": machine.id,
            "name": machine.name,
            "hostname": machine.hostname,
            "fqdn": machine.fqdn(),
            "created_at": machine.created_at,
            "zone": machine.zone.listed(),
            "package": package.map(|package| json!({"name": package.name})),
            "gpu_type": machine.gpu.map(GpuType::brief),
            "ip_addresses": addresses,
        })
    }

    /// A machine with every field. `suspended` and its time are in recent recordings though not
    /// in the published description; `hypervisor` the other way round.
    pub(super) fn machine_in_full(&self, machine: &Machine) -> Value {
        let tags: Vec<_> = machine
            .tags
            .iter()
            .filter_map(|id| self.tags.get(id))
            .collect();
        let group = machine.group.as_ref().and_then(|id| self.groups.get(id));
        let size = machine.size;
        let addresses: Vec<Value> = self
            .ips_of(machine)
            .map(|one| self.ip_in_full(one))
            .collect();
        json!({
            "id": machine.id,
            "name": machine.name,
            "hostname": machine.hostname,
            "fqdn": machine.fqdn(),
            "description": machine.description,
            "created_at": machine.created_at,
            "initial_root_password": machine.initial_root_password,
            "state": machine.state.word(),
            "zone": machine.zone.full(),
            "organization": machine.organization.full(),
            "group": group.map(super::group::Group::shown),
            "package": size.package.map(Package::full),
            "attached_iso": machine.iso.map(Iso::shown),
            "memory_in_gb": size.memory_in_gb,
            "cpu_cores": size.cpu_cores,
            "use_dedicated_cpus": size.use_dedicated_cpus,
            "gpu_type": machine.gpu.map(GpuType::full),
            "gpus": machine.gpus(),
            "tags": tags.iter().map(|tag| tag.full()).collect::<Vec<_>>(),
            "tag_names": tags.iter().map(|tag| &tag.name).collect::<Vec<_>>(),
            "ip_addresses": addresses,
            "suspended": false,
            "suspended_at": null,
        })
    }
}
