//! The browser console; source: `OnApp` reference, section 15.

use super::World;
use super::call::Call;
use super::refusal::Refusal;
use super::reply::Reply;
use crate::names::spread;
use serde_json::json;

impl World {
    /// `GET /virtual_machines/:id/console`. What a stopped machine answers is not recorded; here
    /// it refuses.
    pub(super) fn console(&self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let machine = self.machine(id)?;
        if !machine.booted {
            return Err(Refusal::unfit("Virtual Server is not running"));
        }
        let session = json!({
            "id": 40_000 + id,
            "virtual_machine_id": id,
            "port": 30_000 + id % 5_000,
            "remote_key": remote_key(call, id),
            "called_in_at": null,
            "created_at": self.dialect.date(call.now),
            "updated_at": self.dialect.date(call.now),
        });
        Ok(Reply::one("remote_access_session", session))
    }

    /// `GET /virtual_machines/:id/console_popup`: on to the viewer.
    pub(super) fn console_popup(&self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        self.console(call, id)?;
        Ok(Reply::elsewhere(format!(
            "http://{}/console_remote/{}",
            call.host,
            remote_key(call, id)
        )))
    }
}

/// The page of the viewer, which asks for nothing but the key in its path. There is nothing to
/// see behind it, so any well-formed key opens it.
pub(super) fn viewer(path: &str) -> Option<Reply> {
    let key = path.strip_prefix("/console_remote/")?;
    let formed = key.len() == 32 && key.chars().all(|char| char.is_ascii_hexdigit());
    formed.then(|| Reply::page("Simulated console"))
}

/// Another key every minute.
fn remote_key(call: &Call, id: u32) -> String {
    let minute = (call.now.as_second() / 60) as u32;
    let draw = |n: u32| u128::from(spread(spread(id ^ minute).wrapping_add(n)));
    let key = (0..4).fold(0, |key, n| key << 32 | draw(n));
    format!("{key:032x}")
}
