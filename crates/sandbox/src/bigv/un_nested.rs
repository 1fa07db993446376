//! Reads that name no account and no group, with their filters.
//!
//! Source: BigV reference, VM endpoints, where they are marked as later.

use super::call::{Call, need};
use super::reply::{Refusal, Reply, ready};
use super::rights::Level;
use super::{Group, World};
use crate::json as answer_json;
use http::StatusCode;
use serde_json::Value;

impl World {
    /// `/groups`, `/virtual_machines` and `/discs`, with or without an id.
    pub(super) fn un_nested(&mut self, path: &[&str], call: &Call) -> Reply {
        if !call.reads() {
            return Err(Refusal::NotFound);
        }
        match path {
            ["groups"] => {
                let groups = self.filtered(call);
                Ok(self.group_list(|group| groups.contains(&group.id), call))
            }
            ["groups", part] => {
                let group = self.groups.iter().find(|g| g.id.to_string() == **part);
                let group = group.filter(|group| call.rights.see_group(group));
                let group = group.cloned().ok_or(Refusal::NotFound)?;
                self.group(&group, call)
            }
            ["virtual_machines"] => {
                let groups = self.filtered(call);
                let list = self.machine_list(|m| groups.contains(&m.group_id), call);
                Ok(ready(StatusCode::OK, list))
            }
            ["virtual_machines", part] => {
                let id = part.parse().map_err(|_| Refusal::NotFound)?;
                let machine = self.machine_ref(id).ok_or(Refusal::NotFound)?;
                let group = self.group_by_id(machine.group_id);
                let level = group.and_then(|group| call.rights.on_machine(group, id));
                need(level, Level::VmConsole)?;
                self.read(id, call)
            }
            ["discs"] => {
                let groups = self.filtered(call);
                let wanted = call.query.get("vm_id");
                let deleted = call.query.include_deleted();
                let list: Value = self
                    .every_machine()
                    .filter(|m| groups.contains(&m.group_id) && (deleted || !m.deleted))
                    .filter(|m| {
                        wanted.is_none_or(|part| m.id.to_string() == part || m.name == part)
                    })
                    .filter(|m| {
                        let group = self.group_by_id(m.group_id);
                        group.is_some_and(|g| call.rights.on_machine(g, m.id).is_some())
                    })
                    .flat_map(|m| m.discs.iter().map(|d| d.as_json(m.id, m.dialect, false)))
                    .collect();
                Ok(answer_json(StatusCode::OK, &list))
            }
            _ => Err(Refusal::NotFound),
        }
    }

    /// The ids of the groups that the query's filters leave. As in paths, names will do for ids.
    fn filtered(&self, call: &Call) -> Vec<u32> {
        let is = |filter: &str, id: u32, name: &str| {
            call.query
                .get(filter)
                .is_none_or(|part| id.to_string() == part || name == part)
        };
        let fits = |group: &&Group| {
            let account = self.accounts.iter().find(|a| a.id == group.account);
            let account = account.map_or("", |a| a.name.as_str());
            is("account_id", group.account, account) && is("group_id", group.id, &group.name)
        };
        self.groups.iter().filter(fits).map(|g| g.id).collect()
    }
}
