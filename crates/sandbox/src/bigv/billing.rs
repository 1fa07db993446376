//! What clients read from the billing host before they choose an account. It lives on the same
//! port here.
//!
//! Source: BigV reference, Using the token, and Usage, billing and the rest. Sessions get in, API
//! keys do not. Further fields are unpublished; signing up for money is not simulated.

use super::World;
use super::query::Query;
use super::reply::{Refusal, Reply};
use super::rights::Level;
use crate::{Request, json as answer_json};
use http::{Method, StatusCode, header};
use jiff::Timestamp;
use serde_json::{Value, json};

impl World {
    /// Calls below `/api/v1`.
    pub(super) fn billing(&self, request: &Request, rest: &[&str], now: Timestamp) -> Reply {
        let user = request
            .headers()
            .get(header::AUTHORIZATION)
            .and_then(|text| text.to_str().ok())
            .and_then(|text| text.strip_prefix("Token token="))
            .and_then(|token| self.gate.sessions.get(token.trim_matches('"')))
            .filter(|session| session.until > now)
            .and_then(|session| self.gate.users.iter().find(|u| u.id == session.user))
            .ok_or(Refusal::Unauthenticated)?;
        let person = json!({"id": user.id, "username": user.name, "email": user.email});
        let list: Vec<Value> = match (request.method(), rest) {
            (&Method::GET, ["accounts"]) => {
                let privileges: Vec<_> = self
                    .gate
                    .privileges
                    .iter()
                    .filter(|p| p.username == user.name && p.api_key_id.is_none())
                    .cloned()
                    .collect();
                let rights = self.rights(&privileges);
                self.accounts
                    .iter()
                    .filter(|a| rights.on_account(a.id) == Some(Level::AccountAdmin))
                    .map(|account| {
                        json!({
                            "id": 50_000 + account.id,
                            "bigv_account_subscription": account.name,
                            "owner": person,
                            "tech": person,
                            "card_reference": "",
                        })
                    })
                    .collect()
            }
            (&Method::GET, ["people"]) => {
                let query = Query::parse(request.uri().query().unwrap_or(""));
                let asked = query.get("username").is_none_or(|name| name == user.name);
                asked.then_some(person).into_iter().collect()
            }
            _ => return Err(Refusal::NotFound),
        };
        Ok(answer_json(StatusCode::OK, &list.into()))
    }
}
