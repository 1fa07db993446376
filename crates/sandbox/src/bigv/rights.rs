//! Who may do what: privileges, and what follows from them for a caller.
//!
//! Source: BigV reference, Users, privileges, API keys. Unverified, and chosen here: a privilege
//! lets its holder see the account and the group its target is in, but nothing else in them.

use super::{Group, World};
use serde_json::Value;

/// How much a privilege allows, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    VmConsole,
    VmAdmin,
    GroupAdmin,
    AccountAdmin,
    ClusterAdmin,
    ClusterSu,
}

impl Level {
    const NAMES: [(Self, &'static str); 6] = [
        (Self::VmConsole, "vm_console"),
        (Self::VmAdmin, "vm_admin"),
        (Self::GroupAdmin, "group_admin"),
        (Self::AccountAdmin, "account_admin"),
        (Self::ClusterAdmin, "cluster_admin"),
        (Self::ClusterSu, "cluster_su"),
    ];

    /// Its published name.
    pub(super) fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(level, _)| *level == self)
            .map_or("", |(_, name)| name)
    }

    /// The level with this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::NAMES
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(level, _)| *level)
    }

    /// The attribute that says on what a privilege of this level is; none for the whole cluster.
    pub(super) fn target_attribute(self) -> Option<&'static str> {
        match self {
            Self::VmConsole | Self::VmAdmin => Some("virtual_machine_id"),
            Self::GroupAdmin => Some("group_id"),
            Self::AccountAdmin => Some("account_id"),
            Self::ClusterAdmin | Self::ClusterSu => None,
        }
    }
}

/// What a privilege is on, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Cluster,
    Account(u32),
    Group(u32),
    Machine(u32),
}

impl Target {
    /// The target a level needs, with this id.
    pub(super) fn of(level: Level, id: u32) -> Self {
        match level {
            Level::VmConsole | Level::VmAdmin => Self::Machine(id),
            Level::GroupAdmin => Self::Group(id),
            Level::AccountAdmin => Self::Account(id),
            Level::ClusterAdmin | Level::ClusterSu => Self::Cluster,
        }
    }
}

/// A privilege.
#[derive(Clone, Debug)]
pub(super) struct Privilege {
    pub(super) id: u32,
    pub(super) username: String,
    pub(super) level: Level,
    pub(super) target: Target,
    pub(super) creating_username: String,
    pub(super) yubikey_required: bool,
    /// In seconds.
    pub(super) yubikey_otp_max_age: u32,
    pub(super) ip_restrictions: Value,
    pub(super) password_required: bool,
    /// It belongs to this key of the user's alone.
    pub(super) api_key_id: Option<u32>,
}

/// A privilege's reach: what is `None` does not matter.
#[derive(Clone, Copy, Debug)]
struct Grant {
    level: Level,
    account: Option<u32>,
    group: Option<u32>,
    machine: Option<u32>,
}

/// All that somebody may do.
#[derive(Clone, Debug, Default)]
pub(super) struct Rights(Vec<Grant>);

impl Rights {
    fn best(&self, fits: impl Fn(&Grant) -> bool) -> Option<Level> {
        self.0.iter().filter(|g| fits(g)).map(|g| g.level).max()
    }

    /// The level on everything.
    pub(super) fn on_cluster(&self) -> Option<Level> {
        self.best(|g| g.account.is_none())
    }

    /// The level on an account as a whole.
    pub(super) fn on_account(&self, account: u32) -> Option<Level> {
        self.best(|g| g.account.is_none_or(|id| id == account) && g.group.is_none())
    }

    /// The level on a group as a whole.
    pub(super) fn on_group(&self, group: &Group) -> Option<Level> {
        self.best(|g| {
            g.account.is_none_or(|id| id == group.account)
                && g.group.is_none_or(|id| id == group.id)
                && g.machine.is_none()
        })
    }

    /// The level on a machine of a group.
    pub(super) fn on_machine(&self, group: &Group, machine: u32) -> Option<Level> {
        self.best(|g| {
            g.account.is_none_or(|id| id == group.account)
                && g.group.is_none_or(|id| id == group.id)
                && g.machine.is_none_or(|id| id == machine)
        })
    }

    /// Something in this account may be seen, so the account may.
    pub(super) fn see_account(&self, account: u32) -> bool {
        self.best(|g| g.account.is_none_or(|id| id == account))
            .is_some()
    }

    /// Something in this group may be seen, so the group may.
    pub(super) fn see_group(&self, group: &Group) -> bool {
        self.best(|g| {
            g.account.is_none_or(|id| id == group.account)
                && g.group.is_none_or(|id| id == group.id)
        })
        .is_some()
    }
}

impl World {
    /// What follows from privileges. Those on what is no longer there allow nothing.
    pub(super) fn rights(&self, privileges: &[Privilege]) -> Rights {
        let grants = privileges.iter().filter_map(|privilege| {
            let (account, group, machine) = match privilege.target {
                Target::Cluster => (None, None, None),
                Target::Account(account) => (Some(account), None, None),
                Target::Group(id) => {
                    let group = self.group_by_id(id)?;
                    (Some(group.account), Some(group.id), None)
                }
                Target::Machine(id) => {
                    let group = self.group_by_id(self.machine_ref(id)?.group_id)?;
                    (Some(group.account), Some(group.id), Some(id))
                }
            };
            Some(Grant {
                level: privilege.level,
                account,
                group,
                machine,
            })
        });
        Rights(grants.collect())
    }

    /// The level somebody has on a target; none when it is not there or out of sight.
    pub(super) fn level_on(&self, rights: &Rights, target: Target) -> Option<Level> {
        match target {
            Target::Cluster => rights.on_cluster(),
            Target::Account(id) => {
                self.accounts.iter().find(|a| a.id == id)?;
                rights.on_account(id)
            }
            Target::Group(id) => rights.on_group(self.group_by_id(id)?),
            Target::Machine(id) => {
                let group = self.group_by_id(self.machine_ref(id)?.group_id)?;
                rights.on_machine(group, id)
            }
        }
    }
}
