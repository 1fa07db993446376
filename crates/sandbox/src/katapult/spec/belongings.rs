//! Hostname, group, keys and tags of a specification.

use super::Reader;
use crate::katapult::{
    authorized_keys::Keys, organization::USER, ssh_key, update::hostname_faults, xml::Element,
};

/// Whether an attribute says yes.
fn is_yes(element: &Element, name: &str) -> bool {
    element.attribute(name) == Some("yes")
}

impl Reader<'_> {
    pub(super) fn hostname(&mut self) -> String {
        let element = self.spec.at(&["Hostname", "Hostname"]);
        let given = element
            .filter(|element| element.attribute("type") != Some("random"))
            .map(|element| element.text.to_ascii_lowercase());
        let Some(hostname) = given else {
            return self.world.free_hostname(self.organization, self.ask.now);
        };
        self.faults.extend(hostname_faults(&hostname));
        if self.world.machines.is_taken(&hostname, self.organization) {
            self.fault("Hostname has already been taken");
        }
        hostname
    }

    pub(super) fn group(&mut self) -> Option<String> {
        let element = self.spec.child("Group")?;
        let by_name = self.by(element, &["name"])? == "name";
        let group = self
            .world
            .find_group(self.organization, &element.text, by_name);
        self.found(element, group)
    }

    /// Only tags that are there already; whether by name or id is not settled, so either.
    pub(super) fn tags(&mut self) -> Vec<String> {
        let Some(container) = self.spec.child("Tags") else {
            return Vec::new();
        };
        let named = container.children.iter();
        named
            .filter_map(|tag| {
                let by_id = self.world.find_tag_id(self.organization, &tag.text);
                by_id.or_else(|| self.world.find_tag(self.organization, &tag.text))
            })
            .collect()
    }

    /// Who may get in. People have no keys in this simulation, so they are only checked.
    pub(super) fn keys(&mut self) -> Keys {
        let Some(element) = self.spec.child("AuthorizedKeys") else {
            return Keys::default();
        };
        let mut keys = Keys {
            managed: is_yes(element, "continuous_management"),
            ..Keys::default()
        };
        for user in element.child("Users").map_or(&[][..], |one| &one.children) {
            let is_known = match self.by(user, &["email_address"]) {
                // No endpoint tells anybody's address, so any one may be right.
                Some("email_address") => user.text.contains('@'),
                Some(_) => user.text == USER,
                None => true,
            };
            self.found(user, is_known.then_some(()));
        }
        let Some(ssh_keys) = element.child("SSHKeys") else {
            return keys;
        };
        keys.all = is_yes(ssh_keys, "all");
        for key in &ssh_keys.children {
            // Ids and the keys themselves are both sent by clients; which is right is not known.
            if ssh_key::is_public_key(&key.text) {
                keys.texts.push(key.text.clone());
            } else {
                let mut known = self.world.ssh_keys.iter();
                let is_known = known
                    .any(|one| one.id == key.text && one.organization.id == self.organization.id);
                if self.found(key, is_known.then_some(())).is_some() {
                    keys.chosen.push(key.text.clone());
                }
            }
        }
        keys
    }
}
