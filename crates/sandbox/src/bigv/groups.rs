//! Groups of machines.
//!
//! Source: BigV reference, Groups, accounts, overview.

use super::accounts::with_member;
use super::call::{Call, need};
use super::reply::{Invalid, Refusal, Reply, nothing, ready};
use super::rights::Level;
use super::{Account, Group, World};
use crate::Response;
use http::{Method, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

impl World {
    /// Calls on the groups of an account.
    pub(super) fn groups_of(&mut self, account: &Account, call: &Call) -> Reply {
        match call.method {
            Method::GET => Ok(self.group_list(|group| group.account == account.id, call)),
            Method::POST => {
                let level = call.rights.on_account(account.id);
                need(level.or(Some(Level::VmConsole)), Level::AccountAdmin)?;
                let name = call.order.get("name").and_then(Value::as_str);
                let group = Group {
                    id: self.next_group(),
                    account: account.id,
                    name: self.free_group_name(account.id, name.unwrap_or(""))?,
                };
                let text = as_json(&group).to_string();
                self.groups.push(group);
                Ok(ready(StatusCode::CREATED, text))
            }
            _ => Err(Refusal::NotFound),
        }
    }

    /// The groups that fit and may be seen.
    pub(super) fn group_list(&mut self, fits: impl Fn(&Group) -> bool, call: &Call) -> Response {
        let list: Vec<String> = self
            .groups
            .clone()
            .iter()
            .filter(|group| fits(group) && call.rights.see_group(group))
            .map(|group| self.group_text(group, call))
            .collect();
        ready(StatusCode::OK, format!("[{}]", list.join(",")))
    }

    /// Calls on one group.
    pub(super) fn group(&mut self, group: &Group, call: &Call) -> Reply {
        let level = call.rights.on_group(group).or(Some(Level::VmConsole));
        match call.method {
            Method::GET => {}
            Method::PUT => {
                need(level, Level::GroupAdmin)?;
                let name = call.order.get("name").filter(|name| **name != *group.name);
                if let Some(name) = name {
                    let name = name.as_str().unwrap_or("");
                    let name = self.free_group_name(group.account, name)?;
                    self.rename_group(group.id, &name, call.now);
                }
            }
            Method::DELETE => {
                need(level, Level::AccountAdmin)?;
                // Deleted machines count as well; whether they really do is unverified.
                if self.every_machine().any(|m| m.group_id == group.id) {
                    return Err(Refusal::Text(
                        StatusCode::BAD_REQUEST,
                        "The group still contains virtual machines",
                    ));
                }
                self.groups.retain(|g| g.id != group.id);
                return Ok(nothing());
            }
            _ => return Err(Refusal::NotFound),
        }
        let group = self.group_by_id(group.id).cloned();
        let text = self.group_text(&group.ok_or(Refusal::NotFound)?, call);
        Ok(ready(StatusCode::OK, text))
    }

    /// A number for a new group.
    pub(super) fn next_group(&self) -> u32 {
        self.groups.iter().map(|g| g.id).max().unwrap_or_default() + 1
    }

    /// The groups of an account.
    pub(super) fn groups_in(&self, account: u32) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(move |g| g.account == account)
    }

    fn rename_group(&mut self, id: u32, name: &str, now: Timestamp) {
        let Some(group) = self.groups.iter_mut().find(|g| g.id == id) else {
            return;
        };
        name.clone_into(&mut group.name);
        let group = group.clone();
        let domain = self.domain(&group);
        for machine in self.machines.iter_mut().flatten() {
            if machine.group_id == id {
                machine.domain.clone_from(&domain);
                machine.changed(now);
            }
        }
    }

    fn free_group_name(&self, account: u32, name: &str) -> Result<String, Refusal> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        let wrong = if name.is_empty() {
            "can't be blank"
        } else if !name.bytes().all(allowed) {
            "is invalid"
        } else if self.groups_in(account).any(|group| group.name == name) {
            "has already been taken"
        } else {
            return Ok(name.to_owned());
        };
        Err(Invalid::one("name", wrong))
    }

    /// A group as text; in the overview with its machines.
    pub(super) fn group_text(&mut self, group: &Group, call: &Call) -> String {
        let mut shown = as_json(group);
        if !call.query.overview() {
            return shown.to_string();
        }
        if let Some(fields) = shown.as_object_mut() {
            fields.insert("type".to_owned(), "application/vnd.bigv.group".into());
        }
        let machines = self.machine_list(|m| m.group_id == group.id, call);
        with_member(&shown, "virtual_machines", &machines)
    }
}

fn as_json(group: &Group) -> Value {
    json!({"account_id": group.account, "id": group.id, "name": group.name})
}
