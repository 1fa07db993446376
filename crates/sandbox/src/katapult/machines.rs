//! All machines, found by id or name without looking at the others, and the endpoints that read
//! them.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{
    Ask, Outcome, World,
    arguments::Arguments,
    machine::{Annotation, Machine, annotations, fqdn},
    organization::Organization,
    page::Page,
    refusal::Refusal,
    reply::Reply,
};

/// Machines and their indexes.
#[derive(Default)]
pub(super) struct Machines {
    by_id: HashMap<String, Machine>,
    /// Full name to id. A machine in the trash keeps its name.
    by_fqdn: HashMap<String, String>,
    /// Ids an organization's list shows, by organization id, oldest first.
    listed: HashMap<&'static str, Vec<String>>,
}

impl Machines {
    /// Takes in a new machine.
    pub(super) fn insert(&mut self, machine: Machine) {
        self.by_fqdn.insert(machine.fqdn(), machine.id.clone());
        self.list(machine.organization, &machine.id);
        self.by_id.insert(machine.id.clone(), machine);
    }

    /// By id.
    pub(super) fn get(&self, id: &str) -> Option<&Machine> {
        self.by_id.get(id)
    }

    /// By id, to change anything but the hostname.
    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut Machine> {
        self.by_id.get_mut(id)
    }

    /// By full name.
    pub(super) fn by_fqdn(&self, fqdn: &str) -> Option<&Machine> {
        self.by_id.get(self.by_fqdn.get(fqdn)?)
    }

    /// All of them, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Machine> {
        self.by_id.values()
    }

    /// Whether a hostname is in use in an organization, in the trash too.
    pub(super) fn is_taken(&self, hostname: &str, organization: &Organization) -> bool {
        self.by_fqdn.contains_key(&fqdn(hostname, organization))
    }

    /// Keeps a hostname for a machine that is being built.
    pub(super) fn reserve(&mut self, hostname: &str, organization: &Organization, id: &str) {
        self.by_fqdn
            .insert(fqdn(hostname, organization), id.to_owned());
    }

    /// Gives a machine another hostname.
    pub(super) fn rename(&mut self, id: &str, hostname: &str) {
        if let Some(machine) = self.by_id.get_mut(id) {
            self.by_fqdn.remove(&machine.fqdn());
            hostname.clone_into(&mut machine.hostname);
            self.by_fqdn.insert(machine.fqdn(), machine.id.clone());
        }
    }

    /// Shows a machine in its organization's list.
    pub(super) fn list(&mut self, organization: &Organization, id: &str) {
        let listed = self.listed.entry(organization.id).or_default();
        listed.push(id.to_owned());
    }

    /// Hides a machine from its organization's list.
    pub(super) fn unlist(&mut self, organization: &Organization, id: &str) {
        if let Some(listed) = self.listed.get_mut(organization.id) {
            listed.retain(|other| other != id);
        }
    }

    /// Forgets a machine.
    pub(super) fn remove(&mut self, id: &str) {
        if let Some(machine) = self.by_id.remove(id) {
            self.by_fqdn.remove(&machine.fqdn());
            self.unlist(machine.organization, id);
        }
    }

    /// Ids in an organization's list.
    pub(super) fn of(&self, organization: &Organization) -> &[String] {
        self.listed
            .get(organization.id)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}

impl World {
    /// The machine a request names, not in the trash.
    pub(super) fn machine(&self, ask: &Ask) -> Result<&Machine, Refusal> {
        self.machine_in(ask, &ask.arguments)
    }

    /// The machine some arguments name, not in the trash.
    pub(super) fn machine_in(&self, ask: &Ask, arguments: &Arguments) -> Result<&Machine, Refusal> {
        let lookup = arguments.lookup("virtual_machine", &["id", "fqdn"])?;
        let id = match lookup.key {
            "fqdn" => self.machines.by_fqdn.get(&lookup.value),
            _ => Some(&lookup.value),
        };
        let machine = id
            .and_then(|id| self.machines.get(id))
            .filter(|machine| machine.organization.is_seen_by(ask.token))
            .ok_or_else(|| Refusal::not_found("virtual_machine_not_found"))?;
        if let Some(trash) = &machine.trash {
            return Err(self.in_trash(trash));
        }
        ask.permit()?;
        Ok(machine)
    }
}

/// Puts annotations on something, each in the place of an older one of its key.
pub(super) fn annotate(on: &mut Vec<Annotation>, given: Vec<Annotation>) {
    for (key, value) in given {
        on.retain(|(old, _)| *old != key);
        on.push((key, value));
    }
}

/// The annotations among arguments.
pub(super) fn given_annotations(arguments: &Arguments) -> Result<Vec<Annotation>, Refusal> {
    let given = arguments.objects("annotations")?.unwrap_or_default();
    given
        .iter()
        .map(|one| {
            let value = one.text("value")?.unwrap_or_default();
            Ok((one.required_text("key")?, value))
        })
        .collect()
}

/// `GET /organizations/organization/virtual_machines`
pub(super) fn list(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let page = Page::read(&ask.arguments)?;
    let wanted = given_annotations(&ask.arguments)?;
    let all = world.machines.of(organization);
    let show = |ids: &[String]| -> Vec<Value> {
        let machines = ids.iter().filter_map(|id| world.machines.get(id));
        machines.map(|one| world.machine_listed(one)).collect()
    };
    let (total, shown) = if wanted.is_empty() {
        (all.len(), show(page.of(all)))
    } else {
        let has_all = |machine: &Machine| {
            let mut wanted = wanted.iter();
            wanted.all(|one| machine.annotations.contains(one))
        };
        let matching: Vec<String> = all
            .iter()
            .filter(|id| world.machines.get(id).is_some_and(has_all))
            .cloned()
            .collect();
        (matching.len(), show(page.of(&matching)))
    };
    let pagination = if organization.counts_large_sets {
        page.counted(total)
    } else {
        page.perhaps_counted(total)
    };
    Ok(Reply::ok(json!({
        "pagination": pagination,
        "virtual_machines": shown,
    })))
}

/// `GET /virtual_machines/virtual_machine`
pub(super) fn show(world: &mut World, ask: &Ask) -> Outcome {
    let machine = world.machine(ask)?;
    Ok(Reply::ok(json!({
        "virtual_machine": world.machine_in_full(machine),
        "annotations": annotations(&machine.annotations),
    })))
}
