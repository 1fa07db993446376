//! A piece of work for the panel's worker, and how it looks on the wire; source: `OnApp`
//! reference, sections 14.1 and 14.2.

use super::dialect::Dialect;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::net::IpAddr;

/// How far a transaction has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Pending,
    Running,
    Complete,
    Failed,
    Cancelled,
}

impl Status {
    /// As the panel spells it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Complete => "complete",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What a transaction works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parent {
    Machine,
    Disk(u32),
    Nic(u32),
    Backup(u32),
}

impl Parent {
    /// Its type and id on the wire; `machine` is whose queue it is in.
    fn named(self, dialect: Dialect, machine: u32) -> (&'static str, u32) {
        match (self, dialect) {
            (Self::Machine, _) => ("VirtualMachine", machine),
            (Self::Disk(disk), _) => ("Disk", disk),
            (Self::Nic(nic), Dialect::Legacy) => ("NetworkInterface", nic),
            (Self::Nic(nic), Dialect::Modern) => ("Networking::NetworkInterface", nic),
            (Self::Backup(backup), _) => ("Backup", backup),
        }
    }
}

/// What is different once a transaction is complete.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Effect {
    None,
    Boot {
        recovery: bool,
    },
    Halt,
    Suspend,
    /// The operating system is installed.
    Built,
    Resize {
        memory: u32,
        cpus: u32,
        cpu_shares: u32,
    },
    Hostname {
        hostname: String,
        domain: String,
    },
    Password {
        password: String,
        passphrase: Option<String>,
    },
    Move {
        hypervisor: u32,
        /// The data store its disks go to, if they go anywhere.
        store: Option<u32>,
    },
    Destroy,
    /// The disk can be used.
    DiskReady(u32),
    /// The same, and the machine gets the address that was set aside for it.
    FirstDisk {
        disk: u32,
        ip: IpAddr,
    },
    /// GB
    DiskSize {
        disk: u32,
        size: u32,
    },
    DiskMoved {
        disk: u32,
        store: u32,
    },
    /// Not the machine's any more, but kept.
    DiskDetached(u32),
    DiskGone(u32),
    Connected(u32),
    /// Mbit/s
    Rate {
        nic: u32,
        rate: u32,
    },
    NicGone(u32),
    BackupReady(u32),
    BackupGone(u32),
    /// The template made of a backup can be used.
    TemplateReady(u32),
    Autoscale,
}

/// One step of a request, before it is queued.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) action: &'static str,
    pub(super) parent: Parent,
    pub(super) seconds: f64,
    pub(super) effect: Effect,
    /// Why it will fail, if it will.
    pub(super) failure: Option<&'static str>,
    pub(super) params: Value,
}

impl Step {
    /// A step that works on the machine.
    pub(super) fn new(action: &'static str, seconds: f64, effect: Effect) -> Self {
        Self {
            action,
            parent: Parent::Machine,
            seconds,
            effect,
            failure: None,
            params: json!({}),
        }
    }

    /// The same on one of its disks.
    pub(super) fn on_disk(mut self, disk: u32) -> Self {
        self.parent = Parent::Disk(disk);
        self
    }

    /// The same on one of its interfaces.
    pub(super) fn on_nic(mut self, nic: u32) -> Self {
        self.parent = Parent::Nic(nic);
        self
    }

    /// The same on one of its backups.
    pub(super) fn on_backup(mut self, backup: u32) -> Self {
        self.parent = Parent::Backup(backup);
        self
    }

    /// The same, but it fails, if there is a reason for it.
    pub(super) fn failing(mut self, reason: Option<&'static str>) -> Self {
        self.failure = reason;
        self
    }

    /// With parameters.
    pub(super) fn with(mut self, params: Value) -> Self {
        self.params = params;
        self
    }
}

/// A queued step.
#[derive(Clone, Debug)]
pub(super) struct Transaction {
    pub(super) id: u32,
    pub(super) chain: u32,
    pub(super) depends_on: Option<u32>,
    pub(super) machine: u32,
    pub(super) identifier: String,
    pub(super) user: u32,
    pub(super) step: Step,
    pub(super) status: Status,
    /// From running to its end, at the world's pace.
    pub(super) work: SignedDuration,
    pub(super) created_at: Timestamp,
    pub(super) started_at: Option<Timestamp>,
    pub(super) updated_at: Timestamp,
}

impl Transaction {
    /// The object inside `{"transaction": …}`; `detailed` adds what the worker wrote.
    pub(super) fn view(&self, dialect: Dialect, detailed: bool) -> Value {
        let (parent_type, parent_id) = self.step.parent.named(dialect, self.machine);
        let mut view = json!({
            "id": self.id,
            "action": self.step.action,
            "status": self.status.name(),
            "parent_type": parent_type,
            "parent_id": parent_id,
            "dependent_transaction_id": self.depends_on,
            "identifier": self.identifier,
            "params": self.step.params,
            "actor": null,
            "user_id": self.user,
            "priority": 10,
            "pid": (self.status == Status::Running).then_some(20_000 + self.id % 10_000),
            "allowed_cancel": self.status == Status::Pending,
            "start_after": null,
            "started_at": dialect.maybe_date(self.started_at),
            "created_at": dialect.date(self.created_at),
            "updated_at": dialect.date(self.updated_at),
        });
        let Some(map) = view.as_object_mut() else {
            return view;
        };
        if dialect == Dialect::Modern {
            map.insert("associated_object_type".to_owned(), json!("VirtualMachine"));
            map.insert("associated_object_id".to_owned(), json!(self.machine));
            map.insert("chain_id".to_owned(), json!(self.chain));
            map.insert("scheduled".to_owned(), json!(false));
            map.insert("finished_at".to_owned(), Value::Null);
            map.insert("lock_version".to_owned(), json!(1));
        }
        if detailed {
            map.insert("log_output".to_owned(), json!(self.log()));
        }
        view
    }

    fn log(&self) -> String {
        let action = self.step.action;
        let first = format!("Executing {action} for {}", self.identifier);
        match self.status {
            Status::Pending | Status::Cancelled => String::new(),
            Status::Running => first,
            Status::Complete => format!("{first}\nDone."),
            Status::Failed => {
                let reason = self.step.failure.unwrap_or("Remote command failed");
                format!("{first}\nFatal: {reason}\nExit code: 1")
            }
        }
    }
}
