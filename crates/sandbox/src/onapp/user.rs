//! The user who calls, and a colleague machines can be handed to; source: `OnApp` reference, sections 2 and 13.3.

use super::World;
use super::auth;
use super::dialect::Dialect;
use super::refusal::Refusal;
use super::reply::{Reply, names};
use crate::names::spread;
use serde_json::{Value, json};

/// The id of the user who calls.
pub(super) const ID: u32 = 5;
/// The id of the colleague, who cannot sign in.
pub(super) const COLLEAGUE: u32 = 6;

impl World {
    /// The user with the id in a path.
    pub(super) fn user(id: &str) -> Result<u32, Refusal> {
        match id.parse() {
            Ok(id @ (ID | COLLEAGUE)) => Ok(id),
            _ => Err(Refusal::NotFound),
        }
    }

    /// `GET /users`
    pub(super) fn users(&self) -> Reply {
        let views = [ID, COLLEAGUE].map(|id| self.user_view(id));
        Reply::list(names("users", "user"), views.to_vec())
    }

    /// `GET /profile`
    pub(super) fn profile(&self) -> Reply {
        Reply::one("user", self.user_view(ID))
    }

    /// `GET /users/:id`
    pub(super) fn show_user(&self, id: &str) -> Result<Reply, Refusal> {
        Ok(Reply::one("user", self.user_view(Self::user(id)?)))
    }

    /// `POST /users/:id/make_new_api_key`: the old key opens nothing any more.
    pub(super) fn make_new_api_key(&mut self, id: &str) -> Result<Reply, Refusal> {
        if Self::user(id)? != ID {
            return Err(Refusal::Forbidden);
        }
        let seed = self.api_key.bytes().fold(7, |sum: u32, byte| {
            spread(sum.wrapping_mul(31).wrapping_add(u32::from(byte)))
        });
        let words = (0..4).map(|n| u128::from(spread(seed.wrapping_add(n))));
        let digits = words.fold(0, |key, word| key << 32 | word);
        self.api_key = format!("{digits:032x}{seed:08x}");
        Ok(self.profile())
    }

    /// The object inside `{"user": …}`.
    fn user_view(&self, id: u32) -> Value {
        let machines = || self.machines.values().filter(|one| one.user == id);
        let own = id == ID;
        let memory: u32 = machines().map(|machine| machine.memory).sum();
        let disk: u32 = machines().map(super::machine::Machine::disk_size).sum();
        let addresses: usize = machines().map(|machine| machine.addresses.len()).sum();
        let plan = match self.dialect {
            Dialect::Legacy => "billing_plan_id",
            Dialect::Modern => "bucket_id",
        };
        json!({
            "id": id,
            "login": if own { auth::LOGIN } else { "colleague" },
            "email": if own { auth::EMAIL } else { "colleague@example.com" },
            "first_name": if own { "Sandbox" } else { "Other" },
            "last_name": "User",
            "status": "active",
            "roles": [{"role": {"id": 2, "label": "User", "identifier": "user"}}],
            "time_zone": "Athens",
            "locale": "en",
            (plan): 1,
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
            "api_key": own.then_some(&self.api_key),
            "created_at": self.dialect.date(self.born),
            "updated_at": self.dialect.date(self.born),
        })
    }
}
