//! Which call goes where; source: `OnApp` reference, sections 1, 7, 8, 9, 13 and 14.

use super::World;
use super::call::Call;
use super::power::Power;
use super::refusal::Refusal;
use super::reply::{self, Reply};

impl World {
    /// Answers a call.
    pub(super) fn route(&mut self, call: &Call) -> Result<Reply, Refusal> {
        let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
        match (call.method.as_str(), path.as_slice()) {
            ("GET", ["version"]) => Ok(Reply::one("version", self.dialect.version().into())),
            ("GET", ["profile"]) => Ok(self.profile()),
            ("GET", ["transactions"]) => Ok(self.all_transactions(call)),
            ("GET", ["transactions", id]) => self.transaction(call, id),
            (_, ["virtual_machines", rest @ ..]) => self.machine_route(call, rest),
            (_, ["users", rest @ ..]) => self.user_route(call, rest),
            _ => Err(Refusal::NotFound),
        }
    }

    fn machine_route(&mut self, call: &Call, rest: &[&str]) -> Result<Reply, Refusal> {
        match (call.method.as_str(), rest) {
            ("GET", []) => Ok(self.list_machines(call)),
            ("GET", ["status"]) => Ok(self.list_statuses(call)),
            (method, [id, rest @ ..]) => {
                let id = self.locate(id)?;
                match (method, rest) {
                    ("GET", []) => self.show_machine(id),
                    ("GET", ["status"]) => self.show_status(id),
                    ("GET", ["transactions"]) => self.machine_transactions(call, id),
                    ("POST", ["build"]) => self.build(call, id),
                    ("POST", [verb]) => match Power::named(verb) {
                        Some(power) => self.power(call, id, power),
                        None => self.machine_post(call, id, verb),
                    },
                    _ => Err(Refusal::NotFound),
                }
            }
            _ => Err(Refusal::NotFound),
        }
    }

    fn machine_post(&mut self, call: &Call, id: u32, verb: &str) -> Result<Reply, Refusal> {
        match verb {
            "unlock" => self.unlock(call, id),
            _ => Err(Refusal::NotFound),
        }
    }

    fn user_route(&mut self, call: &Call, rest: &[&str]) -> Result<Reply, Refusal> {
        match (call.method.as_str(), rest) {
            ("GET", []) => Ok(Reply::list(
                reply::names("users", "user"),
                vec![self.user_view()],
            )),
            ("GET", [id]) => self.show_user(id),
            ("GET", [id, "virtual_machines"]) => {
                Self::user(id)?;
                Ok(self.list_machines(call))
            }
            ("POST", [id, "make_new_api_key"]) => self.make_new_api_key(id),
            _ => Err(Refusal::NotFound),
        }
    }
}
