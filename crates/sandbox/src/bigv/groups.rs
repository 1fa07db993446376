//! Accounts and groups, and the overview that nests everything below them.
//!
//! Source: BigV reference, Groups, accounts, overview.

use super::query::Query;
use super::reply::{Invalid, Refusal, Reply, nothing, ready};
use super::{Account, Group, World};
use crate::Response;
use http::{Method, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

impl World {
    /// `GET /accounts`
    pub(super) fn accounts(&mut self, query: &Query, now: Timestamp) -> Response {
        let list: Vec<String> = self
            .accounts
            .clone()
            .iter()
            .map(|account| self.account_text(account, query, now))
            .collect();
        ready(StatusCode::OK, format!("[{}]", list.join(",")))
    }

    /// `GET /accounts/ID`
    pub(super) fn account(&mut self, account: &Account, query: &Query, now: Timestamp) -> Response {
        ready(StatusCode::OK, self.account_text(account, query, now))
    }

    /// Calls on the groups of an account.
    pub(super) fn groups_of(
        &mut self,
        account: &Account,
        method: &Method,
        order: &Value,
        query: &Query,
        now: Timestamp,
    ) -> Reply {
        match *method {
            Method::GET => Ok(self.group_list(Some(account.id), query, now)),
            Method::POST => {
                let name = self.free_group_name(account.id, order)?;
                let id = self.groups.iter().map(|g| g.id).max().unwrap_or_default() + 1;
                let group = Group {
                    id,
                    account: account.id,
                    name,
                };
                let text = self.group_text(&group, &Query::default(), now);
                self.groups.push(group);
                Ok(ready(StatusCode::CREATED, text))
            }
            _ => Err(Refusal::NotFound),
        }
    }

    /// Every group, or those of one account.
    pub(super) fn group_list(
        &mut self,
        account: Option<u32>,
        query: &Query,
        now: Timestamp,
    ) -> Response {
        let list: Vec<String> = self
            .groups
            .clone()
            .iter()
            .filter(|g| account.is_none_or(|account| g.account == account))
            .map(|group| self.group_text(group, query, now))
            .collect();
        ready(StatusCode::OK, format!("[{}]", list.join(",")))
    }

    /// Calls on one group.
    pub(super) fn group(
        &mut self,
        group: &Group,
        method: &Method,
        order: &Value,
        query: &Query,
        now: Timestamp,
    ) -> Reply {
        match *method {
            Method::GET => {}
            Method::PUT => {
                let name = self.free_group_name(group.account, order)?;
                self.rename_group(group.id, &name, now);
            }
            Method::DELETE => {
                // Deleted machines count as well; whether they really do is unverified.
                if self
                    .machines
                    .iter()
                    .flatten()
                    .any(|m| m.group_id == group.id)
                {
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
        let group = self.groups.iter().find(|g| g.id == group.id).cloned();
        let group = group.ok_or(Refusal::NotFound)?;
        Ok(ready(StatusCode::OK, self.group_text(&group, query, now)))
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

    fn free_group_name(&self, account: u32, order: &Value) -> Result<String, Refusal> {
        let name = order.get("name").and_then(Value::as_str).unwrap_or("");
        if name.is_empty() {
            return Err(Invalid::one("name", "can't be blank"));
        }
        if self
            .groups
            .iter()
            .any(|g| g.account == account && g.name == name)
        {
            return Err(Invalid::one("name", "has already been taken"));
        }
        Ok(name.to_owned())
    }

    fn account_text(&mut self, account: &Account, query: &Query, now: Timestamp) -> String {
        let shown = json!({"id": account.id, "name": account.name, "suspended": false});
        if !query.overview() {
            return shown.to_string();
        }
        let groups: Vec<String> = self
            .groups
            .clone()
            .iter()
            .filter(|g| g.account == account.id)
            .map(|group| self.group_text(group, query, now))
            .collect();
        with_member(&shown, "groups", &format!("[{}]", groups.join(",")))
    }

    fn group_text(&mut self, group: &Group, query: &Query, now: Timestamp) -> String {
        let mut shown = json!({"account_id": group.account, "id": group.id, "name": group.name});
        if !query.overview() {
            return shown.to_string();
        }
        if let Some(fields) = shown.as_object_mut() {
            fields.insert("type".to_owned(), "application/vnd.bigv.group".into());
        }
        let machines = self.machine_list(|m| m.group_id == group.id, query, now);
        with_member(&shown, "virtual_machines", &machines)
    }
}

/// An object's text with one more member that is text already.
fn with_member(object: &Value, name: &str, text: &str) -> String {
    let object = object.to_string();
    let open = object.strip_suffix('}').unwrap_or(&object);
    format!(r#"{open},"{name}":{text}}}"#)
}
