//! Users: signing up, keys for the console, passwords.
//!
//! Source: BigV reference, Users. Unverified, and chosen here: one sees oneself and whoever has a
//! privilege on what one administers; only oneself and the cluster's people may change a user.

use super::World;
use super::call::Call;
use super::people::User;
use super::reply::{Invalid, Refusal, Reply, nothing};
use super::rights::Level;
use crate::json;
use http::{Method, StatusCode};
use serde_json::Value;

impl World {
    /// Calls below `/users` of somebody who was let in.
    pub(super) fn users(&mut self, call: &Call, rest: &[&str]) -> Reply {
        match (&call.method, rest) {
            (&Method::GET, []) => {
                let seen = self.gate.users.iter().filter(|u| self.sees_user(call, u));
                let list: Vec<Value> = seen.map(User::as_json).collect();
                Ok(json(StatusCode::OK, &list.into()))
            }
            (&Method::POST, []) => self.sign_up(&call.order),
            (_, [part]) => {
                let user = self.find_user(part).ok_or(Refusal::NotFound)?;
                if !self.sees_user(call, user) {
                    return Err(Refusal::NotFound);
                }
                if call.reads() {
                    return Ok(json(StatusCode::OK, &user.as_json()));
                }
                let (id, name) = (user.id, user.name.clone());
                if id != call.user.0 && !call.of_cluster() {
                    return Err(Refusal::Forbidden);
                }
                match call.method {
                    Method::PUT => self.change_user(id, &call.order),
                    Method::DELETE => {
                        self.gate.users.retain(|user| user.id != id);
                        self.gate.privileges.retain(|p| p.username != name);
                        self.gate.keys.retain(|key| key.user != id);
                        Ok(nothing())
                    }
                    _ => Err(Refusal::NotFound),
                }
            }
            (_, [part, "privileges"]) => {
                let user = self.find_user(part).ok_or(Refusal::NotFound)?.clone();
                self.privileges_of(call, &user)
            }
            _ => Err(Refusal::NotFound),
        }
    }

    /// The user with this id or name.
    pub(super) fn find_user(&self, part: &str) -> Option<&User> {
        self.gate
            .users
            .iter()
            .find(|user| user.name == part || user.id.to_string() == part)
    }

    fn sees_user(&self, call: &Call, user: &User) -> bool {
        user.id == call.user.0
            || call.of_cluster()
            || self.gate.privileges.iter().any(|p| {
                p.username == user.name
                    && self.level_on(&call.rights, p.target) >= Some(Level::AccountAdmin)
            })
    }

    /// `POST /users`, which needs no authentication.
    pub(super) fn sign_up(&mut self, order: &Value) -> Reply {
        let mut invalid = Invalid::default();
        let text = |name: &str| order.get(name).and_then(Value::as_str).unwrap_or("");
        let (name, email, password) = (text("username"), text("email"), text("password"));
        if name.is_empty() {
            invalid.add("username", "can't be blank");
        } else if !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
            invalid.add("username", "is invalid");
        } else if self.gate.users.iter().any(|user| user.name == name) {
            invalid.add("username", "has already been taken");
        }
        if email.is_empty() {
            invalid.add("email", "can't be blank");
        } else if !email.contains('@') {
            invalid.add("email", "is invalid");
        }
        if password.is_empty() {
            invalid.add("password", "can't be blank");
        }
        let account = order.get("account_name").filter(|name| !name.is_null());
        let account = account.map(|name| self.free_account_name(name.as_str(), "account_name"));
        let account = match account {
            Some(Err(wrong)) => {
                invalid.merge(wrong);
                None
            }
            Some(Ok(name)) => Some(name),
            None => None,
        };
        invalid.check()?;
        let user = User {
            id: self.gate.fresh(),
            name: name.to_owned(),
            password: password.to_owned(),
            email: email.to_owned(),
            authorized_keys: None,
            second_factor: None,
            staff: false,
        };
        let shown = user.as_json();
        self.gate.users.push(user);
        if let Some(account) = account {
            self.open_account(&account, name);
        }
        Ok(json(StatusCode::CREATED, &shown))
    }

    fn change_user(&mut self, id: u32, order: &Value) -> Reply {
        let mut invalid = Invalid::default();
        let keys = order.get("authorized_keys");
        if keys.is_some_and(|keys| !keys.is_string() && !keys.is_null()) {
            invalid.add("authorized_keys", "is invalid");
        }
        let password = order.get("password").filter(|p| !p.is_null());
        if password.is_some_and(|p| p.as_str().is_none_or(str::is_empty)) {
            invalid.add("password", "can't be blank");
        }
        invalid.check()?;
        let user = self.gate.users.iter_mut().find(|user| user.id == id);
        let user = user.ok_or(Refusal::NotFound)?;
        if let Some(keys) = keys {
            // The whole text is replaced. Name and address stay what they were.
            user.authorized_keys = keys.as_str().map(str::to_owned);
        }
        if let Some(password) = password.and_then(Value::as_str) {
            password.clone_into(&mut user.password);
        }
        Ok(json(StatusCode::OK, &user.as_json()))
    }
}
