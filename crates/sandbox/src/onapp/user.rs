//! The one user; source: `OnApp` reference, sections 2 and 13.3.

use super::World;
use super::auth;
use super::refusal::Refusal;
use super::reply::Reply;
use crate::names::spread;
use serde_json::{Value, json};

/// The user's id.
pub(super) const ID: u32 = 5;

impl World {
    /// Not found unless it is the one user's id.
    pub(super) fn user(id: &str) -> Result<u32, Refusal> {
        match id.parse() {
            Ok(ID) => Ok(ID),
            _ => Err(Refusal::NotFound),
        }
    }

    /// `GET /profile`
    pub(super) fn profile(&self) -> Reply {
        Reply::one("user", self.user_view())
    }

    /// `GET /users/:id`
    pub(super) fn show_user(&self, id: &str) -> Result<Reply, Refusal> {
        Self::user(id)?;
        Ok(self.profile())
    }

    /// `POST /users/:id/make_new_api_key`: the old key opens nothing any more.
    pub(super) fn make_new_api_key(&mut self, id: &str) -> Result<Reply, Refusal> {
        Self::user(id)?;
        let seed = self.api_key.bytes().fold(7, |sum: u32, byte| {
            spread(sum.wrapping_mul(31).wrapping_add(u32::from(byte)))
        });
        let words = (0..4).map(|n| u128::from(spread(seed.wrapping_add(n))));
        let digits = words.fold(0, |key, word| key << 32 | word);
        self.api_key = format!("{digits:032x}{seed:08x}");
        Ok(self.profile())
    }

    /// The object inside `{"user": …}`.
    pub(super) fn user_view(&self) -> Value {
        let machines = || self.machines.values();
        let memory: u32 = machines().map(|machine| machine.memory).sum();
        let disk: u32 = machines().map(super::machine::Machine::disk_size).sum();
        let addresses: usize = machines().map(|machine| machine.addresses.len()).sum();
        json!({
            "id": ID,
            "login": auth::LOGIN,
            "email": auth::EMAIL,
            "first_name": "Sandbox",
            "last_name": "User",
            "status": "active",
            "roles": [{"role": {"id": 2, "label": "User", "identifier": "user"}}],
            "time_zone": "Athens",
            "locale": "en",
            "bucket_id": 1,
            "image_template_group_id": null,
            "used_cpus": machines().map(|machine| machine.cpus).sum::<u32>(),
            "used_cpu_shares": machines().map(|machine| machine.cpu_shares).sum::<u32>(),
            "used_memory": memory,
            "memory_available": 262_144,
            "used_disk_size": disk,
            "disk_space_available": 20_000,
            "used_ip_addresses": addresses,
            "outstanding_amount": "12.4",
            "payment_amount": "0.0",
            "total_amount": "12.4",
            "api_key": self.api_key,
            "created_at": self.dialect.date(self.born),
            "updated_at": self.dialect.date(self.born),
        })
    }
}
