//! Creating machines; source: `OnApp` reference, section 7.2.

use super::World;
use super::address;
use super::build;
use super::call::Call;
use super::dialect::Dialect;
use super::fields::Fields;
use super::ids;
use super::machine::Machine;
use super::nic::Nic;
use super::packages;
use super::params::Params;
use super::places;
use super::refusal::Refusal;
use super::reply::Reply;
use super::template::Template;
use super::transaction::{Effect, Step};
use std::net::IpAddr;

/// What is asked for, checked.
struct Order {
    label: String,
    hostname: String,
    template: Template,
    memory: u32,
    cpus: u32,
    cpu_shares: u32,
    cpu_sockets: Option<u32>,
    cpu_threads: Option<u32>,
    package: Option<i64>,
    /// GB: the primary disk and the swap disk.
    disks: (u32, u32),
    /// The data stores of the two.
    stores: (u32, u32),
    /// Mbit/s
    rate: u32,
    network: Option<u32>,
    address: Option<IpAddr>,
    hypervisor: u32,
}

impl World {
    /// `POST /virtual_machines`
    pub(super) fn create(&mut self, call: &Call) -> Result<Reply, Refusal> {
        let params = call.params.inside("virtual_machine");
        let order = self.order(&params)?;
        let switch = |key: &str, otherwise| params.flag(key).unwrap_or(otherwise);
        let id = ids::next(&mut self.ids.machine);
        let (template, address) = (order.template.clone(), order.address);
        let machine = self.furnish(id, order, &params, call);
        let vcenter = places::host_kind(machine.hypervisor) == "vcenter";
        self.adopt(machine);
        let builds = switch("required_virtual_machine_build", false);
        // With a build the address is given on the way, not in the first answer.
        let named = params.given("selected_ip_address") || params.given("selected_ip_address_id");
        let later = address.filter(|_| builds && !vcenter && !named);
        match (address, later) {
            (Some(ip), None) => self.give_primary(id, ip, call.now),
            // Nobody else may have it meanwhile.
            (Some(ip), Some(_)) => drop(self.taken.insert(ip)),
            (None, _) => {}
        }
        if builds {
            let startup = switch("required_virtual_machine_startup", true);
            let machine = self.machine(id)?;
            let mut steps = build::chain(machine, &template, "build_disk", startup, later);
            if params.has("recipe_ids") || params.has("recipe_joins_attributes") {
                steps.push(Step::new("run_recipe_on_vm", 1.5, Effect::None));
            }
            self.enqueue(id, steps, call.now);
        }
        self.accepted(call, id)
    }

    fn furnish(&mut self, id: u32, order: Order, params: &Params, call: &Call) -> Machine {
        let mut disks = self.new_disks(order.disks, call.now);
        for disk in &mut disks {
            disk.autobackups = params.flag("required_automatic_backup").unwrap_or(false);
            disk.store = if disk.swap {
                order.stores.1
            } else {
                order.stores.0
            };
        }
        let zone = places::zone_of(order.hypervisor);
        let network = order.network.unwrap_or(1);
        let mut nic = Nic::new(
            ids::next(&mut self.ids.nic),
            "eth0".to_owned(),
            places::join_of(zone, network),
            call.now,
        );
        nic.primary = true;
        nic.connected = true;
        nic.rate = order.rate;
        let mut machine = Machine::new(id, order.label, order.hostname, call.now);
        if let Some(domain) = params.text("domain") {
            machine.domain = domain;
        }
        if let Some(password) = params.text("initial_root_password") {
            machine.root_password = password;
        }
        Machine {
            hypervisor: order.hypervisor,
            template: order.template.id,
            memory: order.memory,
            cpus: order.cpus,
            cpu_shares: order.cpu_shares,
            cpu_sockets: order.cpu_sockets,
            cpu_threads: order.cpu_threads,
            package: order.package,
            disks,
            nics: vec![nic],
            autoscale: params.flag("enable_autoscale").unwrap_or(false),
            virsh: params.flag("virsh_console").unwrap_or(false),
            time_zone: params.text("time_zone"),
            note: params.text("note"),
            admin_note: params.text("admin_note"),
            passphrase: params.text("initial_root_password_encryption_key"),
            ..machine
        }
    }

    fn order(&self, params: &Params) -> Result<Order, Refusal> {
        let template = self.chosen(params).cloned();
        let package = packages::package(params)?;
        let (min_memory, min_disk) = template
            .as_ref()
            .map_or((1, 1), |template| (template.min_memory, template.min_disk));
        let mut fields = Fields::new(params);
        let label = fields.required("label");
        let hostname = fields.hostname("hostname");
        let (memory, cpus, primary) = match package {
            Some(package) => (package.memory, package.cpus, package.disk),
            None => (
                fields.number("memory", min_memory, 262_144),
                fields.number("cpus", 1, 64),
                fields.number("primary_disk_size", min_disk, 10_240),
            ),
        };
        // Some clients leave it out for hosts that take no shares.
        let cpu_shares = fields.optional("cpu_shares", 1, 1_000, 100);
        let swap = fields.optional("swap_disk_size", 0, 512, 0);
        let rate = fields.optional("rate_limit", 0, 100_000, 0);
        let cpu_sockets = fields.optional("cpu_sockets", 0, 64, 0);
        let cpu_threads = fields.optional("cpu_threads", 0, 64, 0);
        fields.password("initial_root_password");
        let hypervisor = self.host(params, &mut fields);
        let stores = ["data_store_group_primary_id", "data_store_group_swap_id"];
        let [primary_store, swap_store] = stores.map(|field| {
            // A zone has one store, with the zone's number.
            fields.optional(field, 1, 2, 1)
        });
        let network = network(params, &mut fields);
        let address = self.wanted(params, network, &mut fields);
        if let Err(Refusal::Invalid(problems)) = &template {
            fields.problems.extend(problems.iter().cloned());
        }
        fields.finish()?;
        let template = template?;
        build::licensed(params, &template)?;
        if self.dialect == Dialect::Legacy && network.is_none() && address.is_none() {
            // The recorded refusal of an order that says nothing about its network.
            return Err(Refusal::Sentence(
                "Network interfaces is invalid".to_owned(),
            ));
        }
        let swap = if template.allows_swap() { swap } else { 0 };
        Ok(Order {
            label,
            hostname,
            template,
            memory,
            cpus,
            cpu_shares,
            cpu_sockets: (cpu_sockets > 0).then_some(cpu_sockets),
            cpu_threads: (cpu_threads > 0).then_some(cpu_threads),
            package: package.map(|package| package.id),
            disks: (primary, swap),
            stores: (primary_store, swap_store),
            rate,
            network,
            address,
            hypervisor,
        })
    }

    /// The host named, one of the zone named, or any ordinary one.
    fn host(&self, params: &Params, fields: &mut Fields<'_>) -> u32 {
        let named = fields.optional("hypervisor_id", 1, places::VCENTER, 0);
        if named > 0 {
            return named;
        }
        let any = 1 + (self.ids.machine + 1) % places::HYPERVISORS;
        if !params.given("hypervisor_group_id") {
            return any;
        }
        let zone = params.number("hypervisor_group_id");
        zone.and_then(places::host_in).unwrap_or_else(|| {
            fields.problem("hypervisor_group_id", "is invalid");
            any
        })
    }

    /// The address named, or a free one if one is wanted.
    fn wanted(
        &self,
        params: &Params,
        network: Option<u32>,
        fields: &mut Fields<'_>,
    ) -> Option<IpAddr> {
        // The text of an address is of newer panels, its id of older ones; the lookup gives both.
        let (field, named) = if let Some(text) = params.text("selected_ip_address") {
            ("selected_ip_address", address::parse(&text))
        } else if params.given("selected_ip_address_id") {
            let id = params.number("selected_ip_address_id");
            ("selected_ip_address_id", id.and_then(address::by_id))
        } else if params.flag("required_ip_address_assignment") == Some(true) {
            let id = self.ids.machine + 1;
            return Some(match network {
                Some(network) => self.address_in(network, id),
                None => self.any_address(),
            });
        } else {
            return None;
        };
        match named {
            None => fields.problem(field, "is invalid"),
            Some(ip) if self.taken.contains(&ip) => {
                fields.problem(field, "has already been taken");
            }
            Some(_) => {}
        }
        named
    }
}

/// The network named, or the first one of the zone named. Each zone begins with its own: 1 and 3.
fn network(params: &Params, fields: &mut Fields<'_>) -> Option<u32> {
    for field in ["primary_network_id", "network_id"] {
        if params.given(field) {
            return Some(fields.optional(field, 1, places::NETWORKS, 1));
        }
    }
    if !params.given("primary_network_group_id") {
        return None;
    }
    match fields.optional("primary_network_group_id", 1, 2, 1) {
        2 => Some(address::V6),
        _ => Some(1),
    }
}
