//! Changing what is written about a machine.

use http::Method;
use pilothouse_core::{Access, Call, Error, Input, Receipt, Safety, Target};
use serde_json::{Map, Value, json};

use super::{
    create_machine::{refused, set, set_annotations},
    send::{done, send},
};
use crate::katapult::{
    find::{GPU_TYPE, GROUP, MACHINE},
    form_values::{JOIN, LEAVE},
};

/// The name, the host name or both; at least one has to be there.
pub(in crate::katapult) fn rename(
    access: &Access,
    target: &Target,
    input: &Input,
) -> Result<Call<Receipt>, Error> {
    let mut properties = Map::new();
    for key in ["name", "hostname"] {
        if let Some(text) = input.text(key).map(str::trim).filter(|it| !it.is_empty()) {
            set(&mut properties, key, text.into());
        }
    }
    if properties.is_empty() {
        return Err(refused("name", "Enter a name or a host name."));
    }
    update(access, target, properties, &Input::default())
}

/// Description, tags, group and annotations, each only where it was asked for. Tags are replaced
/// as a whole; a group of null takes the machine out of its group. No properties at all are
/// allowed and change nothing.
pub(in crate::katapult) fn edit(
    access: &Access,
    target: &Target,
    input: &Input,
) -> Result<Call<Receipt>, Error> {
    let mut properties = Map::new();
    if input.flag("set_description") == Some(true) {
        let text = input.text("description").unwrap_or_default();
        set(&mut properties, "description", text.into());
    }
    if input.flag("set_tags") == Some(true) {
        set(&mut properties, "tag_names", tags(input).into());
    }
    match (input.text("group_change"), input.text("group")) {
        (Some(JOIN), Some(group)) => set(&mut properties, "group", GROUP.json(group)),
        (Some(LEAVE), _) => set(&mut properties, "group", Value::Null),
        _ => {}
    }
    update(access, target, properties, input)
}

/// Another type of GPU. It is a property, unlike the rest of a machine's size.
pub(in crate::katapult) fn change_gpu(
    access: &Access,
    target: &Target,
    gpu_type: &str,
) -> Result<Call<Receipt>, Error> {
    let mut properties = Map::new();
    set(&mut properties, "gpu_type", GPU_TYPE.json(gpu_type));
    update(access, target, properties, &Input::default())
}

/// Those chosen and those written, each once.
fn tags(input: &Input) -> Vec<String> {
    let written = input.text("new_tags").unwrap_or_default().split(',');
    let chosen = input.many("tags").iter().map(String::as_str);
    let mut tags: Vec<String> = Vec::new();
    for tag in chosen.chain(written).map(str::trim) {
        if !tag.is_empty() && !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

/// `PATCH /virtual_machines/virtual_machine` (Katapult reference, "Update and resize"), done by
/// the time it is answered. Sent again it says the same.
fn update(
    access: &Access,
    target: &Target,
    properties: Map<String, Value>,
    input: &Input,
) -> Result<Call<Receipt>, Error> {
    let mut body = Map::new();
    set(
        &mut body,
        "virtual_machine",
        MACHINE.json(target.id.as_str()),
    );
    set(&mut body, "properties", json!(properties));
    set_annotations(&mut body, input);
    let below = "/virtual_machines/virtual_machine";
    let body = Value::Object(body);
    let request = send(access, Method::PATCH, below, Safety::Repeatable, &body)?;
    Ok(done(request))
}
