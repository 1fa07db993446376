//! Tags: names with a color (reference, SSH keys, tags, groups).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    Ask, Outcome, World, arguments::Arguments, organization::Organization, page::Page,
    refusal::Refusal, reply::Reply,
};

const COLORS: [&str; 16] = [
    "red",
    "pink",
    "purple",
    "dark_blue",
    "green",
    "teal",
    "aqua",
    "light_blue",
    "yellow",
    "orange",
    "orange_red",
    "brown",
    "black",
    "dark_gray",
    "light_gray",
    "light_brown",
];

/// A tag.
pub(super) struct Tag {
    pub(super) id: String,
    organization: &'static Organization,
    pub(super) name: String,
    color: String,
    created_at: i64,
}

/// Tags by id.
pub(super) type Tags = BTreeMap<String, Tag>;

impl Tag {
    /// As lists show it.
    fn listed(&self) -> Value {
        json!({"id": self.id, "name": self.name, "color": self.color})
    }

    /// With the time it was made.
    pub(super) fn full(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "color": self.color,
            "created_at": self.created_at,
        })
    }
}

fn color(properties: &Arguments) -> Result<Option<String>, Refusal> {
    let Some(color) = properties.text("color")? else {
        return Ok(None);
    };
    let plain = color.strip_prefix("pastel_").unwrap_or(&color);
    if COLORS.contains(&plain) {
        Ok(Some(color))
    } else {
        Err(properties.invalid("color", "invalid_enum_value"))
    }
}

impl World {
    /// The id of an organization's tag of this name, made if there is none.
    pub(super) fn tag_named(
        &mut self,
        organization: &'static Organization,
        name: &str,
        color: &str,
        created_at: i64,
    ) -> String {
        if let Some(id) = self.find_tag(organization, name) {
            return id;
        }
        let tag = Tag {
            id: self.serial.next("tag"),
            organization,
            name: name.to_owned(),
            color: color.to_owned(),
            created_at,
        };
        let id = tag.id.clone();
        self.tags.insert(id.clone(), tag);
        id
    }

    /// The id of an organization's tag of this name.
    pub(super) fn find_tag(&self, organization: &Organization, name: &str) -> Option<String> {
        self.tags
            .values()
            .find(|tag| tag.organization.id == organization.id && tag.name == name)
            .map(|tag| tag.id.clone())
    }

    /// The id of an organization's tag, if this is one.
    pub(super) fn find_tag_id(&self, organization: &Organization, id: &str) -> Option<String> {
        let found = self.tags.get(id)?;
        (found.organization.id == organization.id).then(|| found.id.clone())
    }

    fn tag_id(&self, ask: &Ask) -> Result<String, Refusal> {
        let lookup = ask.arguments.lookup("tag", &["id"])?;
        self.tags
            .get(&lookup.value)
            .filter(|tag| tag.organization.is_seen_by(ask.token))
            .map(|tag| tag.id.clone())
            .ok_or_else(|| Refusal::not_found("tag_not_found"))
            .and_then(|id| ask.permit().map(|()| id))
    }

    fn show_tag(&self, id: &str) -> Reply {
        Reply::ok(json!({ "tag": self.tags.get(id).map(Tag::full) }))
    }
}

/// `GET /organizations/organization/tags`
pub(super) fn list(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let page = Page::read(&ask.arguments)?;
    let all: Vec<&Tag> = world
        .tags
        .values()
        .filter(|tag| tag.organization.id == organization.id)
        .collect();
    let shown: Vec<Value> = page.of(&all).iter().map(|tag| tag.listed()).collect();
    Ok(Reply::ok(json!({
        "pagination": page.counted(all.len()),
        "tags": shown,
    })))
}

/// `POST /organizations/organization/tags`; answers 200.
pub(super) fn create(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let properties = ask.arguments.required_object("properties")?;
    let name = properties.text("name")?.unwrap_or_default();
    let color = color(&properties)?;
    if name.trim().is_empty() {
        return Err(Refusal::validation_error(&[
            "Name can't be blank".to_owned()
        ]));
    }
    if world.find_tag(organization, &name).is_some() {
        return Err(Refusal::validation_error(&[
            "Name has already been taken".to_owned()
        ]));
    }
    let color = color.unwrap_or_else(|| "light_gray".to_owned());
    let id = world.tag_named(organization, &name, &color, ask.now.as_second());
    Ok(world.show_tag(&id))
}

/// `GET /tags/tag`
pub(super) fn show(world: &mut World, ask: &Ask) -> Outcome {
    let id = world.tag_id(ask)?;
    Ok(world.show_tag(&id))
}

/// `PATCH /tags/tag`
pub(super) fn update(world: &mut World, ask: &Ask) -> Outcome {
    let id = world.tag_id(ask)?;
    let properties = ask.arguments.required_object("properties")?;
    let (name, color) = (properties.text("name")?, color(&properties)?);
    if name.as_ref().is_some_and(|name| name.trim().is_empty()) {
        return Err(Refusal::validation_error(&[
            "Name can't be blank".to_owned()
        ]));
    }
    let owner = world.tags.get(&id).map(|tag| tag.organization);
    if let (Some(name), Some(owner)) = (&name, owner)
        && world.find_tag(owner, name).is_some_and(|other| other != id)
    {
        return Err(Refusal::validation_error(&[
            "Name has already been taken".to_owned()
        ]));
    }
    if let Some(tag) = world.tags.get_mut(&id) {
        tag.name = name.unwrap_or_else(|| tag.name.clone());
        tag.color = color.unwrap_or_else(|| tag.color.clone());
    }
    Ok(world.show_tag(&id))
}

/// `DELETE /tags/tag`
pub(super) fn delete(world: &mut World, ask: &Ask) -> Outcome {
    let id = world.tag_id(ask)?;
    let reply = world.show_tag(&id);
    // Machines that carried it skip ids they no longer find.
    world.tags.remove(&id);
    Ok(reply)
}
