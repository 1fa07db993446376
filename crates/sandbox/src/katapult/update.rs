//! Renaming, tagging and grouping a machine (reference, Update).

use serde_json::json;

use super::{
    Ask, Outcome, World, catalogue::gpus, machine::annotations, machines, refusal::Refusal,
    reply::Reply,
};

/// What a hostname has to be: a DNS label.
pub(super) fn hostname_faults(hostname: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if hostname.is_empty() {
        faults.push("Hostname can't be blank".to_owned());
    }
    if hostname.len() > 63 {
        faults.push("Hostname is too long (maximum is 63 characters)".to_owned());
    }
    let is_label = hostname
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !hostname.starts_with('-')
        && !hostname.ends_with('-');
    if !is_label {
        faults.push("Hostname is invalid".to_owned());
    }
    faults
}

/// `PATCH /virtual_machines/virtual_machine`. Nothing changes unless everything can.
pub(super) fn update(world: &mut World, ask: &Ask) -> Outcome {
    let machine = world.machine(ask)?.clone();
    let properties = ask.arguments.required_object("properties")?;
    let name = properties.text("name")?;
    let description = properties.text("description")?;
    let hostname = properties
        .text("hostname")?
        .map(|hostname| hostname.to_ascii_lowercase());
    let tag_names = properties.texts("tag_names")?;
    let group = properties
        .optional_lookup("group", &["id"])?
        .map(|lookup| world.group_id(&lookup.value, |owner| owner.id == machine.organization.id))
        .transpose()?;
    let gpu = gpus::optional(&properties)?;
    let given = machines::given_annotations(&ask.arguments)?;

    let mut faults = Vec::new();
    if name.as_ref().is_some_and(|name| name.trim().is_empty()) {
        faults.push("Name can't be blank".to_owned());
    }
    if let Some(hostname) = hostname.as_ref().filter(|new| **new != machine.hostname) {
        faults.extend(hostname_faults(hostname));
        if world.machines.is_taken(hostname, machine.organization) {
            faults.push("Hostname has already been taken".to_owned());
        }
    }
    if gpu.is_some_and(|gpu| !gpu.is_at(machine.zone.data_center)) {
        faults.push("Gpu type is not available in the data center".to_owned());
    }
    if !faults.is_empty() {
        // Not among the published answers of this endpoint, but nothing else fits.
        return Err(Refusal::validation_error(&faults));
    }

    let organization = machine.organization;
    let tags: Option<Vec<String>> = tag_names.map(|names| {
        let mut tags = Vec::new();
        for name in names {
            let tag = world.tag_named(organization, &name, "light_gray", ask.now.as_second());
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        tags
    });
    if let Some(hostname) = &hostname {
        world.machines.rename(&machine.id, hostname);
    }
    if group.is_some() || properties.is_null("group") {
        world.regroup(&machine.id, group);
    }
    if let Some(machine) = world.machines.get_mut(&machine.id) {
        machine.name = name.unwrap_or_else(|| machine.name.clone());
        if description.is_some() || properties.is_null("description") {
            machine.description = description;
        }
        machine.tags = tags.unwrap_or_else(|| machine.tags.clone());
        machines::annotate(&mut machine.annotations, given);
        if gpu.is_some() || properties.is_null("gpu_type") {
            machine.gpu = gpu;
        }
    }
    let machine = world.machines.get(&machine.id).unwrap_or(&machine);
    Ok(Reply::ok(json!({
        "virtual_machine": world.machine_in_full(machine),
        "annotations": annotations(&machine.annotations),
    })))
}
