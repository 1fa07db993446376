//! Public keys of users; source: `OnApp` reference, section 13.3.

use super::World;
use super::call::Call;
use super::dialect::Dialect;
use super::fields::Fields;
use super::ids;
use super::refusal::Refusal;
use super::reply::{Names, Reply, names};
use jiff::Timestamp;
use serde_json::{Value, json};

const KEYS: Names = names("ssh_keys", "ssh_key");

/// A public key.
#[derive(Clone, Debug)]
pub(super) struct SshKey {
    id: u32,
    user: u32,
    key: String,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl SshKey {
    fn view(&self, dialect: Dialect) -> Value {
        json!({
            "id": self.id,
            "user_id": self.user,
            "key": self.key,
            "created_at": dialect.date(self.created_at),
            "updated_at": dialect.date(self.updated_at),
        })
    }
}

impl World {
    /// `GET /users/:id/ssh_keys`
    pub(super) fn list_keys(&self, user: u32) -> Reply {
        let own = self.keys.values().filter(|key| key.user == user);
        Reply::list(KEYS, own.map(|key| key.view(self.dialect)).collect())
    }

    /// `GET /users/:id/ssh_keys/:key`, `GET /settings/ssh_keys/:key`
    pub(super) fn show_key(&self, key: &str) -> Result<Reply, Refusal> {
        let id = self.locate_key(key)?;
        let key = self.keys.get(&id).ok_or(Refusal::NotFound)?;
        Ok(Reply::one("ssh_key", key.view(self.dialect)))
    }

    /// `POST /users/:id/ssh_keys`, with the key in an `ssh_key` or without.
    pub(super) fn add_key(&mut self, call: &Call, user: u32) -> Result<Reply, Refusal> {
        let key = read_key(call)?;
        let id = ids::next(&mut self.ids.key);
        let key = SshKey {
            id,
            user,
            key,
            created_at: call.now,
            updated_at: call.now,
        };
        let view = key.view(self.dialect);
        self.keys.insert(id, key);
        let location = format!("http://{}/settings/ssh_keys/{id}", call.host);
        Ok(Reply::created("ssh_key", view).header("location", location))
    }

    /// `PUT /settings/ssh_keys/:key`
    pub(super) fn edit_key(&mut self, call: &Call, key: &str) -> Result<Reply, Refusal> {
        let id = self.locate_key(key)?;
        let text = read_key(call)?;
        if let Some(key) = self.keys.get_mut(&id) {
            key.key = text;
            key.updated_at = call.now;
        }
        Ok(self.gone())
    }

    /// `DELETE /settings/ssh_keys/:key`
    pub(super) fn drop_key(&mut self, key: &str) -> Result<Reply, Refusal> {
        let id = self.locate_key(key)?;
        self.keys.remove(&id);
        Ok(self.gone())
    }

    fn locate_key(&self, key: &str) -> Result<u32, Refusal> {
        let id = key.parse().ok().filter(|id| self.keys.contains_key(id));
        id.ok_or(Refusal::NotFound)
    }
}

/// The key in a call. What the panel thinks of a key nobody could use is not recorded.
fn read_key(call: &Call) -> Result<String, Refusal> {
    let params = call.params.inside_or_bare(&["ssh_key"]);
    let mut fields = Fields::new(&params);
    let key = fields.required("key").trim().to_owned();
    fields.finish()?;
    Ok(key)
}
