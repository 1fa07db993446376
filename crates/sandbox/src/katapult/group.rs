//! Groups of machines (reference, SSH keys, tags, groups).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Ask, Outcome, World, organization::Organization, refusal::Refusal, reply::Reply};

/// A group.
pub(super) struct Group {
    id: String,
    organization: &'static Organization,
    name: String,
    segregate: bool,
    auto_segregate: bool,
    created_at: i64,
    /// How many machines are in it, in the trash or not.
    pub(super) members: u32,
}

/// Groups by id.
pub(super) type Groups = BTreeMap<String, Group>;

impl Group {
    /// As every endpoint shows it.
    pub(super) fn shown(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "segregate": self.segregate,
            "auto_segregate": self.auto_segregate,
            "created_at": self.created_at,
        })
    }
}

impl World {
    /// Makes a group and gives its id.
    pub(super) fn make_group(
        &mut self,
        organization: &'static Organization,
        name: &str,
        (segregate, auto_segregate): (bool, bool),
        created_at: i64,
    ) -> String {
        let id = self.serial.next("vmgrp");
        let group = Group {
            id: id.clone(),
            organization,
            name: name.to_owned(),
            segregate,
            auto_segregate,
            created_at,
            members: 0,
        };
        self.groups.insert(id.clone(), group);
        id
    }

    /// The id of the group of an organization that a lookup names.
    pub(super) fn group_id(
        &self,
        id: &str,
        is_visible: impl Fn(&Organization) -> bool,
    ) -> Result<String, Refusal> {
        self.groups
            .get(id)
            .filter(|group| is_visible(group.organization))
            .map(|group| group.id.clone())
            .ok_or_else(|| Refusal::not_found("virtual_machine_group_not_found"))
    }

    /// The id of an organization's group, by name or by id.
    pub(super) fn find_group(
        &self,
        organization: &Organization,
        wanted: &str,
        by_name: bool,
    ) -> Option<String> {
        self.groups
            .values()
            .filter(|group| group.organization.id == organization.id)
            .find(|group| {
                let value = if by_name { &group.name } else { &group.id };
                value == wanted
            })
            .map(|group| group.id.clone())
    }

    fn named_group(&self, ask: &Ask) -> Result<String, Refusal> {
        let lookup = ask.arguments.lookup("virtual_machine_group", &["id"])?;
        let id = self.group_id(&lookup.value, |owner| owner.is_seen_by(ask.token))?;
        ask.permit()?;
        Ok(id)
    }

    /// Puts a machine into a group, or into none.
    pub(super) fn regroup(&mut self, machine: &str, group: Option<String>) {
        let Some(machine) = self.machines.get_mut(machine) else {
            return;
        };
        let old = std::mem::replace(&mut machine.group, group);
        let joined = machine.group.as_ref();
        if let Some(old) = old.and_then(|id| self.groups.get_mut(&id)) {
            old.members = old.members.saturating_sub(1);
        }
        if let Some(group) = joined.and_then(|id| self.groups.get_mut(id)) {
            group.members += 1;
        }
    }

    fn show_group(&self, id: &str) -> Reply {
        let group = self.groups.get(id).map(Group::shown);
        Reply::ok(json!({ "virtual_machine_group": group }))
    }
}

fn blank() -> Refusal {
    Refusal::validation_error(&["Name can't be blank".to_owned()])
}

/// `GET /organizations/organization/virtual_machine_groups`; not paginated.
pub(super) fn list(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let groups = world.groups.values();
    let all: Vec<Value> = groups
        .filter(|group| group.organization.id == organization.id)
        .map(Group::shown)
        .collect();
    Ok(Reply::ok(json!({ "virtual_machine_groups": all })))
}

/// `POST /organizations/organization/virtual_machine_groups`; answers 200.
pub(super) fn create(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let properties = ask.arguments.required_object("properties")?;
    let name = properties.text("name")?.unwrap_or_default();
    let segregate = properties.boolean("segregate")?.unwrap_or(false);
    let auto_segregate = properties.boolean("auto_segregate")?.unwrap_or(false);
    if name.trim().is_empty() {
        return Err(blank());
    }
    let at = ask.now.as_second();
    let id = world.make_group(organization, &name, (segregate, auto_segregate), at);
    Ok(world.show_group(&id))
}

/// `GET /virtual_machine_groups/virtual_machine_group`
pub(super) fn show(world: &mut World, ask: &Ask) -> Outcome {
    let id = world.named_group(ask)?;
    Ok(world.show_group(&id))
}

/// `PATCH /virtual_machine_groups/virtual_machine_group`
pub(super) fn update(world: &mut World, ask: &Ask) -> Outcome {
    let id = world.named_group(ask)?;
    let properties = ask.arguments.required_object("properties")?;
    let name = properties.text("name")?;
    if name.as_ref().is_some_and(|name| name.trim().is_empty()) {
        return Err(blank());
    }
    let segregate = properties.boolean("segregate")?;
    let auto_segregate = properties.boolean("auto_segregate")?;
    if let Some(group) = world.groups.get_mut(&id) {
        group.name = name.unwrap_or_else(|| group.name.clone());
        group.segregate = segregate.unwrap_or(group.segregate);
        group.auto_segregate = auto_segregate.unwrap_or(group.auto_segregate);
    }
    Ok(world.show_group(&id))
}

/// `DELETE /virtual_machine_groups/virtual_machine_group`; only an empty one goes.
pub(super) fn delete(world: &mut World, ask: &Ask) -> Outcome {
    let id = world.named_group(ask)?;
    if world.groups.get(&id).is_some_and(|group| group.members > 0) {
        return Err(Refusal::deletion_restricted(
            "The group still has virtual machines",
        ));
    }
    let reply = world.show_group(&id);
    world.groups.remove(&id);
    Ok(reply)
}
