//! Accounts, and the overview that nests everything below them.
//!
//! Source: BigV reference, Groups, accounts, overview. Unverified, and chosen here: whoever opens
//! an account administers it; only the cluster's people close one, once its groups are empty.

use super::call::{Call, need};
use super::reply::{Invalid, Refusal, Reply, nothing, ready};
use super::rights::{Level, Privilege, Target};
use super::{Account, Group, World};
use http::{Method, StatusCode};
use serde_json::{Value, json};

impl World {
    /// Calls on the accounts as a whole.
    pub(super) fn accounts(&mut self, call: &Call) -> Reply {
        match call.method {
            Method::GET => {
                let list: Vec<String> = self
                    .accounts
                    .clone()
                    .iter()
                    .filter(|account| call.rights.see_account(account.id))
                    .map(|account| self.account_text(account, call))
                    .collect();
                Ok(ready(StatusCode::OK, format!("[{}]", list.join(","))))
            }
            Method::POST => {
                let name = call.order.get("name").and_then(Value::as_str);
                let name = self
                    .free_account_name(name, "name")
                    .map_err(Refusal::Invalid)?;
                let account = self.open_account(&name, &call.user.1);
                Ok(ready(StatusCode::CREATED, account.as_json().to_string()))
            }
            _ => Err(Refusal::NotFound),
        }
    }

    /// Calls on one account.
    pub(super) fn account(&mut self, account: &Account, call: &Call) -> Reply {
        let level = call.rights.on_account(account.id);
        // Who sees a part of an account may read it, and is refused the rest.
        let least = |level: Option<Level>| level.or(Some(Level::VmConsole));
        match call.method {
            Method::GET => {}
            Method::PUT => {
                need(least(level), Level::AccountAdmin)?;
                // The name stays what it was.
                if let Some(suspended) = call.order.get("suspended").and_then(Value::as_bool)
                    && call.of_cluster()
                    && let Some(account) = self.accounts.iter_mut().find(|a| a.id == account.id)
                {
                    account.suspended = suspended;
                }
            }
            Method::DELETE => {
                need(least(level), Level::ClusterAdmin)?;
                let groups: Vec<u32> = self.groups_in(account.id).map(|g| g.id).collect();
                if self.every_machine().any(|m| groups.contains(&m.group_id)) {
                    return Err(Refusal::Text(
                        StatusCode::BAD_REQUEST,
                        "The account still contains virtual machines",
                    ));
                }
                self.groups.retain(|group| group.account != account.id);
                self.accounts.retain(|a| a.id != account.id);
                return Ok(nothing());
            }
            _ => return Err(Refusal::NotFound),
        }
        let found = self.accounts.iter().find(|a| a.id == account.id).cloned();
        let text = self.account_text(&found.ok_or(Refusal::NotFound)?, call);
        Ok(ready(StatusCode::OK, text))
    }

    /// A name no account has, or what is wrong with it, said of this attribute.
    pub(super) fn free_account_name(
        &self,
        name: Option<&str>,
        attribute: &str,
    ) -> Result<String, Invalid> {
        let name = name.unwrap_or("");
        let wrong = if name.is_empty() {
            "can't be blank"
        } else if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            "is invalid"
        } else if self.accounts.iter().any(|account| account.name == name) {
            "has already been taken"
        } else {
            return Ok(name.to_owned());
        };
        let mut invalid = Invalid::default();
        invalid.add(attribute, wrong);
        Err(invalid)
    }

    /// A new account with its default group, for this user.
    pub(super) fn open_account(&mut self, name: &str, username: &str) -> Account {
        let account = Account {
            id: self.accounts.iter().map(|a| a.id).max().unwrap_or(0) + 1,
            name: name.to_owned(),
            suspended: false,
        };
        self.groups.push(Group {
            id: self.next_group(),
            account: account.id,
            name: "default".to_owned(),
        });
        let id = self.gate.fresh();
        self.gate.privileges.push(Privilege {
            id,
            username: username.to_owned(),
            level: Level::AccountAdmin,
            target: Target::Account(account.id),
            creating_username: username.to_owned(),
            yubikey_required: false,
            yubikey_otp_max_age: 900,
            ip_restrictions: Value::Null,
            password_required: true,
            api_key_id: None,
        });
        self.accounts.push(account.clone());
        account
    }

    fn account_text(&mut self, account: &Account, call: &Call) -> String {
        let shown = account.as_json();
        if !call.query.overview() {
            return shown.to_string();
        }
        let groups: Vec<Group> = self.groups_in(account.id).cloned().collect();
        let groups: Vec<String> = groups
            .iter()
            .filter(|group| call.rights.see_group(group))
            .map(|group| self.group_text(group, call))
            .collect();
        with_member(&shown, "groups", &format!("[{}]", groups.join(",")))
    }
}

impl Account {
    fn as_json(&self) -> Value {
        json!({"id": self.id, "name": self.name, "suspended": self.suspended})
    }
}

/// An object's text with one more member that is text already.
pub(super) fn with_member(object: &Value, name: &str, text: &str) -> String {
    let object = object.to_string();
    let open = object.strip_suffix('}').unwrap_or(&object);
    format!(r#"{open},"{name}":{text}}}"#)
}
