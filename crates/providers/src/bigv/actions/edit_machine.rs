//! What can be changed beside name and size.

use pilothouse_core::Order;
use serde_json::{Map, Value};

use super::read_machine::path;
use crate::bigv::place::Place;

/// The attributes that were chosen to change (BigV reference, "Updating a VM").
pub(super) fn add_attributes(attributes: &mut Map<String, Value>, order: &Order) {
    let input = &order.input;
    if let Some(place) = new_place(order) {
        // The attribute is a number; only a group whose id is not told goes by its name.
        let group = place.group.parse::<u64>().map(Value::from);
        let group = group.unwrap_or_else(|_| place.group.as_str().into());
        attributes.insert("group_id".to_owned(), group);
    }
    match input.text("cdrom") {
        Some("insert") => {
            let url = input.text("cdrom_url").unwrap_or_default();
            attributes.insert("cdrom_url".to_owned(), url.into());
        }
        // Said outright: a published client leaves the attribute out and so never ejects. An empty
        // text would do as well; null is what a machine without CD shows.
        Some("eject") => {
            attributes.insert("cdrom_url".to_owned(), Value::Null);
        }
        _ => {}
    }
    for key in ["keymap", "hardware_profile"] {
        if let Some(text) = input.text(key) {
            attributes.insert(key.to_owned(), text.into());
        }
    }
    for (attribute, key) in [
        ("hardware_profile_locked", "hardware_profile_locked"),
        ("autoreboot_on", "autoreboot"),
    ] {
        if let Some(flag) = input.flag(key) {
            attributes.insert(attribute.to_owned(), flag.into());
        }
    }
}

/// The group it is to move to, unless it is there already.
fn new_place(order: &Order) -> Option<Place> {
    let place = Place::parse(order.input.text("group")?)?;
    (Place::of(&order.target.locator).as_ref() != Some(&place)).then_some(place)
}

/// Where the machine is once the order is carried out: its path goes through its group.
pub(super) fn path_after(order: &Order) -> String {
    match new_place(order) {
        Some(place) => {
            let id = pilothouse_core::wire::escape(order.target.id.as_str());
            [&place.path(), "/virtual_machines/", &id].concat()
        }
        None => path(&order.target),
    }
}
