//! Creating machines; source: `OnApp` reference, section 7.2.

use super::World;
use super::address;
use super::build;
use super::call::Call;
use super::fields::Fields;
use super::lookups;
use super::machine::{Machine, Nic, identifier, secret};
use super::params::Params;
use super::refusal::Refusal;
use super::reply::Reply;
use super::template::Template;
use super::user;
use std::collections::VecDeque;
use std::net::IpAddr;

/// What is asked for, checked.
struct Order {
    label: String,
    hostname: String,
    template: &'static Template,
    memory: u32,
    cpus: u32,
    cpu_shares: u32,
    primary: u32,
    swap: u32,
    rate: u32,
    address: Wanted,
    hypervisor: Option<u32>,
}

/// Which address it gets.
enum Wanted {
    None,
    Any,
    This(IpAddr),
}

impl World {
    /// `POST /virtual_machines`
    pub(super) fn create(&mut self, call: &Call) -> Result<Reply, Refusal> {
        let params = call.params.inside("virtual_machine");
        let order = self.order(&params)?;
        let id = self.next_machine;
        self.next_machine += 1;
        let machine = Machine {
            id,
            identifier: identifier(id),
            label: order.label,
            hostname: order.hostname,
            domain: params
                .text("domain")
                .unwrap_or_else(|| "localdomain".to_owned()),
            user: user::ID,
            hypervisor: order.hypervisor.unwrap_or(1 + id % lookups::HYPERVISORS),
            template: order.template.id,
            memory: order.memory,
            cpus: order.cpus,
            cpu_shares: order.cpu_shares,
            disks: self.new_disks(order.primary, order.swap),
            nic: Nic {
                id: 2_000 + id,
                rate: order.rate,
            },
            addresses: Vec::new(),
            built: false,
            booted: false,
            locked: false,
            suspended: false,
            recovery: false,
            vip: false,
            autoscale: params.flag("enable_autoscale").unwrap_or(false),
            state: "new",
            note: params.text("note"),
            admin_note: params.text("admin_note"),
            root_password: params
                .text("initial_root_password")
                .unwrap_or_else(|| secret(id)),
            passphrase: params.text("initial_root_password_encryption_key"),
            boots: 0,
            created_at: call.now,
            updated_at: call.now,
            queue: VecDeque::new(),
            transactions: Vec::new(),
        };
        self.adopt(machine);
        let builds = params
            .flag("required_virtual_machine_build")
            .unwrap_or(false);
        match order.address {
            Wanted::This(ip) => self.give(id, ip, call.now),
            // With a build the address is given on the way, not in the first answer.
            Wanted::Any if !builds => self.give_address(id, call.now),
            Wanted::Any | Wanted::None => {}
        }
        if builds {
            let startup = params
                .flag("required_virtual_machine_startup")
                .unwrap_or(true);
            let any = matches!(order.address, Wanted::Any);
            let machine = self.machine(id)?;
            let steps = build::chain(machine, order.template, "build_disk", startup, any);
            self.enqueue(id, steps, call.now);
        }
        self.accepted(call, id)
    }

    fn order(&self, params: &Params) -> Result<Order, Refusal> {
        let template = build::chosen(params);
        let package = lookups::package(params)?;
        let (min_memory, min_disk) = template
            .as_ref()
            .map_or((1, 1), |template| (template.min_memory, template.min_disk));
        let mut fields = Fields::new(params);
        let label = fields.required("label");
        let hostname = fields.hostname("hostname");
        let (memory, cpus, cpu_shares, primary) = match package {
            Some(package) => (package.memory, package.cpus, 100, package.disk),
            None => (
                fields.number("memory", min_memory, 262_144),
                fields.number("cpus", 1, 64),
                fields.number("cpu_shares", 1, 1_000),
                fields.number("primary_disk_size", min_disk, 10_240),
            ),
        };
        let swap = fields.optional("swap_disk_size", 0, 512, 0);
        let rate = fields.optional("rate_limit", 0, 100_000, 0);
        fields.password("initial_root_password");
        let hypervisor = fields.optional("hypervisor_id", 1, lookups::HYPERVISORS, 0);
        let address = self.wanted(params, &mut fields);
        if let Err(Refusal::Invalid(problems)) = &template {
            fields.problems.extend(problems.iter().cloned());
        }
        fields.finish()?;
        let template = template?;
        build::licensed(params, template)?;
        Ok(Order {
            label,
            hostname,
            template,
            memory,
            cpus,
            cpu_shares,
            primary,
            swap: if template.allows_swap() { swap } else { 0 },
            rate,
            address,
            hypervisor: (hypervisor > 0).then_some(hypervisor),
        })
    }

    fn wanted(&self, params: &Params, fields: &mut Fields<'_>) -> Wanted {
        // The text of an address is of newer panels, its id of older ones; the lookup gives both.
        let named = params.text("selected_ip_address").map(|text| {
            let ip = address::parse(&text);
            ip.ok_or(("selected_ip_address", "is invalid"))
        });
        let numbered = params.number("selected_ip_address_id").map(|id| {
            let index = id.checked_sub(lookups::FIRST_ADDRESS);
            let ip = index
                .and_then(|index| u32::try_from(index).ok())
                .filter(|n| *n < address::POOL)
                .map(address::nth);
            ip.ok_or(("selected_ip_address_id", "is invalid"))
        });
        match named.or(numbered) {
            Some(Ok(ip)) if self.taken.contains(&ip) => {
                fields.problem("selected_ip_address", "has already been taken");
                Wanted::None
            }
            Some(Ok(ip)) => Wanted::This(ip),
            Some(Err((field, text))) => {
                fields.problem(field, text);
                Wanted::None
            }
            None if params.flag("required_ip_address_assignment") == Some(true) => Wanted::Any,
            None => Wanted::None,
        }
    }
}
