//! Which entry of a form a refusal is about.
//!
//! A panel blames its own attributes, as members of a map or as the first words of a sentence
//! (OnApp reference, "Error bodies"). A form has names of its own for them.

use http::StatusCode;
use pilothouse_core::{Error, Order, Response};

use crate::onapp::{error::about_a_value, format::Format, forms::form, reasons::Reason};

/// (attribute, fields that may stand for it; the first one that was shown is meant, or else the
/// first one there is).
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("label", &["name"]),
    ("hostname", &["hostname"]),
    ("domain", &["domain"]),
    ("template_id", &["image", "iso"]),
    ("template_label", &["image", "iso"]),
    ("template", &["image", "iso"]),
    ("cpus", &["cpus", "package"]),
    ("cpu_shares", &["cpu_shares", "package"]),
    ("cpu_priority", &["cpu_shares", "package"]),
    ("memory", &["memory", "package"]),
    ("primary_disk_size", &["disk", "package"]),
    ("disk_size", &["disk", "package"]),
    ("swap_disk_size", &["swap", "package"]),
    ("instance_package_id", &["package"]),
    ("instance_package", &["package"]),
    ("rate_limit", &["speed"]),
    ("hypervisor_group_id", &["place"]),
    ("hypervisor_group", &["place"]),
    ("hypervisor_id", &["host"]),
    ("data_store_group_primary_id", &["disk_zone"]),
    ("data_store_group_swap_id", &["swap_zone"]),
    ("primary_network_group_id", &["network_zone"]),
    ("primary_network_id", &["network"]),
    ("network_id", &["network"]),
    ("network_interfaces", &["network"]),
    ("selected_ip_address_id", &["ip_address"]),
    ("selected_ip_address", &["ip_address"]),
    ("ip_address_id", &["ip_address"]),
    ("initial_root_password_encryption_key", &["encryption_key"]),
    ("encryption_passphrase", &["encryption_key"]),
    ("initial_root_password", &["password"]),
    ("licensing_type", &["licence"]),
    ("licensing_key", &["licence_key"]),
    ("licensing_server_id", &["licence_server"]),
    ("note", &["note"]),
    ("admin_note", &["admin_note"]),
    ("ip_addresses", &["ip_address"]),
];
/// What sentences that begin otherwise are about, by words in them.
const WORDS: [(&str, &str); 2] = [
    ("mb of ram", "memory"),
    ("primary disk size must", "primary_disk_size"),
];

/// The fields of a form as it was filled in: those that were shown, and those that were not.
pub(super) struct Asked([Vec<String>; 2]);

impl Asked {
    pub(super) fn of(order: &Order) -> Self {
        let fields = form(order.verb, None).fields;
        // What a choice is tagged with is not known any more: shown, if that decides.
        let (shown, hidden): (Vec<_>, Vec<_>) = fields
            .into_iter()
            .partition(|field| field.is_shown(&order.input, &|_| None));
        Self([shown, hidden].map(|fields| fields.into_iter().map(|field| field.key).collect()))
    }

    /// The error with the form's names for what it blames. What the form has no field for is in
    /// the message only; a sentence that turns out to be about a field makes a wrong value of what
    /// looked like a wrong moment.
    pub(super) fn in_words_of_the_form(
        &self,
        mut error: Error,
        format: &Format,
        response: &Response,
    ) -> Error {
        error.fields.clear();
        if response.status().is_success() {
            return error;
        }
        for reason in (format.reasons)(response) {
            if let Some(field) = self.blamed(&reason) {
                error.fields.push((field.to_owned(), reason.text));
            }
        }
        if !error.fields.is_empty() && response.status() == StatusCode::UNPROCESSABLE_ENTITY {
            return about_a_value(error);
        }
        error
    }

    fn blamed(&self, reason: &Reason) -> Option<&'static str> {
        let fields = attribute(reason)?;
        let mut found = self.0.iter().filter_map(|asked| {
            let mut fields = fields.iter();
            fields.find(|field| asked.iter().any(|key| key == *field))
        });
        found.next().copied()
    }
}

/// The fields that may stand for what a reason is about.
fn attribute(reason: &Reason) -> Option<&'static [&'static str]> {
    let is = |wanted: &str| {
        ATTRIBUTES
            .iter()
            .find(|(attribute, _)| *attribute == wanted)
    };
    let found = if let Some(name) = &reason.field {
        // Parts of an attribute: `disks.label`.
        is(name.split('.').next().unwrap_or_default())
    } else {
        let text = reason.text.to_ascii_lowercase();
        let says = WORDS.iter().find(|(words, _)| text.contains(words));
        match says {
            Some((_, attribute)) => is(attribute),
            // The longest: "template id" is no "template".
            None => ATTRIBUTES
                .iter()
                .filter(|(attribute, _)| begins(&text, attribute))
                .max_by_key(|(attribute, _)| attribute.len()),
        }
    };
    found.map(|(_, fields)| *fields)
}

/// Whether a sentence begins with an attribute's name as Rails says it: underscores are blanks, and
/// "_id" is left out or not.
fn begins(text: &str, attribute: &str) -> bool {
    let spelled = |name: &str| {
        let rest = text.strip_prefix(name.replace('_', " ").as_str());
        rest.is_some_and(|rest| rest.starts_with(' '))
    };
    spelled(attribute) || attribute.strip_suffix("_id").is_some_and(spelled)
}
