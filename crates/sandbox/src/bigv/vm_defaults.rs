//! Defaults for machines to be made. Only their creation is known.
//!
//! Source: BigV reference, Usage, billing and the rest.

use super::World;
use super::call::{Call, need};
use super::reply::{Invalid, Refusal, Reply};
use super::rights::Level;
use crate::json as answer_json;
use http::{Method, StatusCode};
use serde_json::{Value, json};

impl World {
    /// `POST /vm_defaults`
    pub(super) fn vm_defaults(&mut self, call: &Call) -> Reply {
        if call.method != Method::POST {
            return Err(Refusal::NotFound);
        }
        let order = &call.order;
        let mut invalid = Invalid::default();
        let name = order.get("name").and_then(Value::as_str).unwrap_or("");
        if name.is_empty() {
            invalid.add("name", "can't be blank");
        }
        let public = order.get("public").unwrap_or(&Value::Bool(false));
        if !public.is_boolean() {
            invalid.add("public", "is not included in the list");
        }
        let account = order.get("account_id").and_then(Value::as_u64);
        let account = account.and_then(|id| u32::try_from(id).ok());
        let account = account.filter(|id| call.rights.see_account(*id));
        let account = account.filter(|id| self.accounts.iter().any(|a| a.id == *id));
        if account.is_none() {
            invalid.add("account_id", "is invalid");
        }
        let settings = order.get("server_settings").unwrap_or(&Value::Null);
        if !settings.is_object() {
            invalid.add("server_settings", "can't be blank");
        }
        invalid.check()?;
        let account = account.unwrap_or_default();
        let level = call.rights.on_account(account);
        need(level.or(Some(Level::VmConsole)), Level::AccountAdmin)?;
        let id = self.gate.fresh();
        Ok(answer_json(
            StatusCode::CREATED,
            &json!({
                "id": id,
                "name": name,
                "public": public,
                "account_id": account,
                "server_settings": settings,
            }),
        ))
    }
}
