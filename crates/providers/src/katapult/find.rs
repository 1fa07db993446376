//! Naming one object to Katapult: every object has one or two keys, and a person may type either
//! (Katapult reference, section "Lookup objects").

use serde_json::{Value, json};

use super::auth::lookup;

/// What kind of object is named, and how.
pub(super) struct Find {
    /// The lookup's name in a query.
    name: &'static str,
    /// The key beside `id`; empty where there is none.
    other: &'static str,
    /// Whether a text is the id rather than the other key.
    is_id: fn(&str) -> bool,
}

pub(super) const ORGANIZATION: Find =
    by("organization", "sub_domain", |text| starts(text, &["org_"]));
/// A machine's id has no dot in it, its full name always one.
pub(super) const MACHINE: Find = by("virtual_machine", "fqdn", |text| !text.contains('.'));
pub(super) const BUILD: Find = by("virtual_machine_build", "", always);
/// The key is `package` in a build's body only.
pub(super) const PACKAGE: Find = by("virtual_machine_package", "permalink", |text| {
    starts(text, &["vmpkg_"])
});
pub(super) const ZONE: Find = by("zone", "permalink", |text| starts(text, &["zone_"]));
/// Data centers were locations once; their older ids say so.
pub(super) const DATA_CENTER: Find = by("data_center", "permalink", |text| {
    starts(text, &["dc_", "loc_"])
});
pub(super) const DISK_TEMPLATE: Find = by("disk_template", "permalink", |text| {
    starts(text, &["dtpl_"])
});
pub(super) const DISK_TEMPLATE_VERSION: Find = by("disk_template_version", "", always);
pub(super) const OPERATING_SYSTEM: Find = by("operating_system", "", always);
pub(super) const NETWORK: Find = by("network", "permalink", |text| starts(text, &["netw_"]));
pub(super) const IO_PROFILE: Find = by("io_profile", "permalink", |text| starts(text, &["diop_"]));
/// No id of one was ever seen; the common look has to do.
pub(super) const GPU_TYPE: Find = by("gpu_type", "permalink", |text| starts(text, &["gpu_"]));
pub(super) const GROUP: Find = by("virtual_machine_group", "", always);
pub(super) const INTERFACE: Find = by("virtual_machine_network_interface", "", always);

const fn by(name: &'static str, other: &'static str, is_id: fn(&str) -> bool) -> Find {
    Find { name, other, is_id }
}

fn always(_: &str) -> bool {
    true
}

/// Whether a text begins as an id of its kind does, or looks like one of any kind.
fn starts(text: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| text.starts_with(prefix)) || is_like_id(text)
}

/// Ids seen so far are a few lower-case letters, `_` and sixteen letters or digits. A name that
/// looks so is the rarer thing.
pub(super) fn is_like_id(text: &str) -> bool {
    text.split_once('_').is_some_and(|(prefix, rest)| {
        !prefix.is_empty()
            && prefix.bytes().all(|b| b.is_ascii_lowercase())
            && rest.len() == 16
            && rest.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

impl Find {
    fn key(&self, text: &str) -> &'static str {
        if self.other.is_empty() || (self.is_id)(text) {
            "id"
        } else {
            self.other
        }
    }

    /// As part of a query.
    pub(super) fn query(&self, text: &str) -> String {
        let text = text.trim();
        lookup(self.name, self.key(text), text)
    }

    /// As part of a body.
    pub(super) fn json(&self, text: &str) -> Value {
        let text = text.trim();
        json!({ self.key(text): text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_text_finds_its_own_key() {
        for (find, text, key) in [
            (&ORGANIZATION, "org_1", "id"),
            (&ORGANIZATION, "acme", "sub_domain"),
            (&MACHINE, "vm_1", "id"),
            (&MACHINE, "odd-id", "id"),
            (&MACHINE, "web-1.acme.katapult.cloud", "fqdn"),
            (&BUILD, "vmbuild_1", "id"),
            (&BUILD, "anything", "id"),
            (&PACKAGE, "vmpkg_1", "id"),
            (&PACKAGE, "pebble-4", "permalink"),
            (&ZONE, "zone_1", "id"),
            (&ZONE, "lon-1", "permalink"),
            (&DATA_CENTER, "dc_1", "id"),
            (&DATA_CENTER, "loc_1", "id"),
            (&DATA_CENTER, "london", "permalink"),
            (&DISK_TEMPLATE, "templates/rocky_9", "permalink"),
            (&DISK_TEMPLATE, "dtpl_9", "id"),
            (&NETWORK, "netw_9", "id"),
            (&NETWORK, "london-public", "permalink"),
            (&IO_PROFILE, "standard", "permalink"),
            (&IO_PROFILE, "diop_1", "id"),
            (&GPU_TYPE, "rtx_4090", "permalink"),
            (&GPU_TYPE, "gputype_Q7rS4tU1vW8xY5zA", "id"),
            (&GROUP, "shop", "id"),
        ] {
            assert_eq!(find.json(text), json!({ key: text }), "{text}");
            let query = lookup(find.name, key, text);
            assert_eq!(find.query(&format!(" {text} ")), query);
        }
    }
}
