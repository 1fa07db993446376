//! Where a machine runs, apart from whom, whose it is, and a second one like it; source: `OnApp`
//! reference, section 9.4.

use super::World;
use super::build;
use super::call::Call;
use super::dialect::Dialect;
use super::fields::Fields;
use super::ids;
use super::machine::{Machine, identifier, secret};
use super::places;
use super::refusal::Refusal;
use super::reply::Reply;
use super::transaction::{Effect, Step};
use super::user;
use std::collections::VecDeque;

/// The one recorded sentence about a host a machine cannot go to.
const STAYS: &str = "Virtual Server cannot be migrated";

impl World {
    /// `POST /virtual_machines/:id/migration`, formerly `/migrate`: running machines move while
    /// they run. Old clients name the destination outside of the object.
    pub(super) fn migrate(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let machine = self.unlocked(id)?;
        let params = call.params.inside_or_bare(&["virtual_machine"]);
        let wanted = params.number("destination");
        let destination = wanted.or_else(|| call.params.number("destination"));
        let hypervisor = destination
            .and_then(|id| u32::try_from(id).ok())
            .filter(|id| self.can_move(machine, *id))
            .ok_or_else(|| Refusal::unfit(STAYS))?;
        let store = match params.number("data_store_id") {
            None => None,
            Some(store) => {
                let store = places::attached_store(store);
                Some(store.ok_or_else(|| Refusal::field("data_store_id", "is invalid"))?)
            }
        };
        let template = self.template(machine.template);
        let hot = template.is_none_or(|template| template.system != "freebsd");
        let action = if machine.booted && hot {
            "hot_migrate"
        } else {
            "cold_migrate"
        };
        let steps = vec![Step::new(action, 6.0, Effect::Move { hypervisor, store })];
        self.enqueue(id, steps, call.now);
        self.accepted(call, id)
    }

    /// To another host of the same kind, where nobody is it was to be kept apart from.
    fn can_move(&self, machine: &Machine, host: u32) -> bool {
        let apart =
            |other: &&Machine| machine.strict == Some(other.id) || other.strict == Some(machine.id);
        let mut partners = self.machines.values().filter(apart);
        (1..=places::VCENTER).contains(&host)
            && host != machine.hypervisor
            && places::host_kind(host) == places::host_kind(machine.hypervisor)
            && !partners.any(|partner| partner.hypervisor == host)
    }

    /// `PUT /virtual_machines/:id/segregation`, formerly `POST /strict_vm`
    pub(super) fn segregate(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        const FIELD: &str = "strict_virtual_machine_id";
        let params = call.params.inside_or_bare(&["virtual_machine"]);
        let other = params.number(FIELD).and_then(|id| u32::try_from(id).ok());
        let other = other.filter(|other| *other != id && self.machines.contains_key(other));
        let other = other.ok_or_else(|| Refusal::field(FIELD, "is invalid"))?;
        self.machine_mut(id, call.now)?.strict = Some(other);
        Ok(self.gone())
    }

    /// `DELETE /virtual_machines/:id/segregation`
    pub(super) fn desegregate(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        self.machine_mut(id, call.now)?.strict = None;
        Ok(self.gone())
    }

    /// `POST /virtual_machines/:id/change_owner`: at once. An unknown user breaks old panels.
    pub(super) fn change_owner(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        self.unlocked(id)?;
        let wanted = call.params.holding("user_id").text("user_id");
        match wanted.and_then(|wanted| Self::user(&wanted).ok()) {
            Some(owner) => self.machine_mut(id, call.now)?.user = owner,
            None if self.dialect == Dialect::Legacy => return Err(Refusal::Broken),
            None => return Err(Refusal::field("user_id", "is invalid")),
        }
        self.accepted(call, id)
    }

    /// `POST /virtual_machines/:id/clone` of the newest panels. What it queues is not recorded;
    /// here it is what a new machine queues.
    pub(super) fn clone_machine(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let old = self.unlocked(id)?.clone();
        if !old.built {
            return Err(Refusal::unfit("Virtual Server is not built"));
        }
        let params = call.params.inside_or_bare(&["virtual_machine"]);
        let mut fields = Fields::new(&params);
        let label = fields.required("label");
        let hostname = fields.hostname("hostname");
        fields.password("initial_root_password");
        fields.finish()?;
        let template = self.template(old.template).cloned();
        let template = template.ok_or(Refusal::NotFound)?;
        let number = ids::next(&mut self.ids.machine);
        let mut disks = old.disks.clone();
        for disk in &mut disks {
            disk.id = ids::next(&mut self.ids.disk);
            disk.built = false;
        }
        let mut nics = old.nics.clone();
        nics.truncate(1);
        for nic in &mut nics {
            nic.id = ids::next(&mut self.ids.nic);
        }
        let password = params.text("initial_root_password");
        let copy = Machine {
            id: number,
            identifier: identifier(number),
            label,
            hostname,
            user: user::ID,
            disks,
            nics,
            addresses: Vec::new(),
            rules: Vec::new(),
            built: false,
            booted: false,
            recovery: false,
            suspended: false,
            state: "new",
            strict: None,
            root_password: password.unwrap_or_else(|| secret(number)),
            passphrase: params.text("initial_root_password_encryption_key"),
            boots: 0,
            created_at: call.now,
            updated_at: call.now,
            queue: VecDeque::new(),
            transactions: Vec::new(),
            ..old
        };
        let ip = self.any_address();
        self.taken.insert(ip);
        let steps = build::chain(&copy, &template, "build_disk", true, Some(ip));
        self.adopt(copy);
        self.enqueue(number, steps, call.now);
        self.accepted(call, number)
    }
}
