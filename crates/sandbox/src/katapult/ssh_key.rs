//! SSH keys of an organization (reference, SSH keys, tags, groups).

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    Ask, Outcome, World, organization::Organization, page::Page, refusal::Refusal, reply::Reply,
};

/// A key; what it is itself is shown to its machines alone.
#[derive(Clone)]
pub(super) struct SshKey {
    pub(super) id: String,
    pub(super) organization: &'static Organization,
    name: String,
    fingerprint: String,
    /// The public key itself.
    pub(super) text: String,
}

impl SshKey {
    fn shown(&self) -> Value {
        json!({"id": self.id, "name": self.name, "fingerprint": self.fingerprint})
    }
}

/// Whether a text begins as public keys do.
pub(super) fn is_public_key(text: &str) -> bool {
    ["ssh-", "ecdsa-", "sk-"]
        .iter()
        .any(|start| text.starts_with(start))
}

impl World {
    /// Takes in a key.
    pub(super) fn add_ssh_key(
        &mut self,
        organization: &'static Organization,
        name: &str,
        key: &str,
    ) -> SshKey {
        let key = SshKey {
            id: self.serial.next("ssh"),
            organization,
            name: name.to_owned(),
            // The form of fingerprints is not published; this is what OpenSSH prints.
            text: key.trim().to_owned(),
            fingerprint: format!("SHA256:{}", STANDARD_NO_PAD.encode(Sha256::digest(key))),
        };
        self.ssh_keys.push(key.clone());
        key
    }
}

/// `GET /organizations/organization/ssh_keys`
pub(super) fn list(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let page = Page::read(&ask.arguments)?;
    let keys = world.ssh_keys.iter();
    let all: Vec<&SshKey> = keys
        .filter(|key| key.organization.id == organization.id)
        .collect();
    let shown: Vec<Value> = page.of(&all).iter().map(|key| key.shown()).collect();
    Ok(Reply::ok(json!({
        "pagination": page.counted(all.len()),
        "ssh_keys": shown,
    })))
}

/// `POST /organizations/organization/ssh_keys`; answers 201.
pub(super) fn create(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let given = ask.arguments.required_object("ssh_key")?;
    let name = given.text("name")?.unwrap_or_default();
    let key = given.text("key")?.unwrap_or_default();
    let mut errors = Vec::new();
    if name.trim().is_empty() {
        errors.push("Name can't be blank".to_owned());
    }
    if !is_public_key(&key) {
        errors.push("Key is invalid".to_owned());
    }
    if !errors.is_empty() {
        return Err(Refusal::validation_error(&errors));
    }
    let key = world.add_ssh_key(organization, &name, &key);
    Ok(Reply::created(json!({ "ssh_key": key.shown() })))
}

/// `DELETE /ssh_keys/ssh_key`
pub(super) fn delete(world: &mut World, ask: &Ask) -> Outcome {
    let lookup = ask.arguments.lookup("ssh_key", &["id"])?;
    let in_use = world
        .machines
        .iter()
        .any(|machine| machine.keys.managed && machine.keys.chosen.contains(&lookup.value));
    let mut keys = world.ssh_keys.iter();
    let place = keys
        .position(|key| key.id == lookup.value && key.organization.is_seen_by(ask.token))
        .ok_or_else(|| Refusal::not_found("ssh_key_not_found"))?;
    ask.permit()?;
    // What restricts this is not published; a key that a machine will ask for is a reason.
    if in_use {
        return Err(Refusal::deletion_restricted(
            "The key is used by a virtual machine",
        ));
    }
    let key = world.ssh_keys.remove(place);
    Ok(Reply::ok(json!({ "ssh_key": key.shown() })))
}
