//! SSH keys of an organization (reference, SSH keys, tags, groups).

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    Ask, Outcome, World, organization::Organization, page::Page, refusal::Refusal, reply::Reply,
};

/// A key; the key itself is never shown again.
#[derive(Clone)]
pub(super) struct SshKey {
    id: String,
    organization: &'static Organization,
    name: String,
    fingerprint: String,
}

impl SshKey {
    fn shown(&self) -> Value {
        json!({"id": self.id, "name": self.name, "fingerprint": self.fingerprint})
    }
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
    if !(key.starts_with("ssh-") || key.starts_with("ecdsa-") || key.starts_with("sk-")) {
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
    let mut keys = world.ssh_keys.iter();
    let place = keys
        .position(|key| key.id == lookup.value && key.organization.is_seen_by(ask.token))
        .ok_or_else(|| Refusal::not_found("ssh_key_not_found"))?;
    let key = world.ssh_keys.remove(place);
    Ok(Reply::ok(json!({ "ssh_key": key.shown() })))
}
