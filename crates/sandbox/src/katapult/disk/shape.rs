//! How disks are shown: in an organization's list, in a machine's, alone, and inside a backup
//! policy, where nothing is left out.

use serde_json::{Map, Value, json};

use super::{Assignment, Disk, Installation, Plug, Work};
use crate::katapult::{
    World,
    catalogue::profiles::IoProfile,
    machine::{Machine, annotations},
};

impl Work {
    const fn word(self) -> &'static str {
        match self {
            Self::NotBuilt => "not_built",
            Self::Failed => "failed",
            Self::Built => "built",
            Self::Building => "building",
            Self::Resizing => "resizing",
            Self::Configuring => "configuring",
        }
    }
}

impl Plug {
    const fn word(self) -> &'static str {
        match self {
            Self::Detached => "detached",
            Self::Attached => "attached",
            Self::Attaching => "attaching",
            Self::Detaching => "detaching",
        }
    }
}

impl Installation {
    fn shown(&self) -> Value {
        let labels = self.contents.template.labels();
        let attributes: Vec<Value> = self
            .contents
            .options
            .iter()
            .map(|(key, value)| {
                let known = labels.iter().find(|(name, _, _)| name == key);
                json!({
                    "key": key,
                    "label": known.map_or(key.as_str(), |(_, _, label)| label),
                    "value": value,
                    "description": null,
                    "protect": known.is_some_and(|(_, kind, _)| *kind == "Password"),
                })
            })
            .collect();
        json!({
            "id": self.id,
            "disk_template_version": self.contents.template.version_in_full(self.contents.version),
            "attributes": attributes,
        })
    }
}

impl Disk {
    fn basics(&self) -> Map<String, Value> {
        [
            ("id", json!(self.id)),
            ("name", json!(self.name)),
            ("size_in_gb", json!(self.size_in_gb)),
            ("wwn", json!(self.wwn)),
            ("state", json!(self.work.word())),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect()
    }

    /// In its machine's list.
    pub(super) fn of_machine(&self, assignment: &Assignment) -> Value {
        let mut disk = self.basics();
        disk.insert("created_at".to_owned(), json!(self.created_at));
        json!({
            "disk": disk,
            "attach_on_boot": assignment.attach_on_boot,
            "boot": assignment.boot,
            "state": assignment.plug.word(),
        })
    }

    fn detail(&self, data_center: Value, assignment: Value) -> Value {
        let mut shown = self.basics();
        let installation = self.installation.as_ref().map(Installation::shown);
        for (name, value) in [
            ("created_at", json!(self.created_at)),
            ("storage_speed", json!(self.speed)),
            ("io_profile", json!(self.io_profile.map(IoProfile::full))),
            ("bus_type", json!(self.bus_type)),
            ("data_center", data_center),
            ("virtual_machine_disk", assignment),
            ("installation", json!(installation)),
        ] {
            shown.insert(name.to_owned(), value);
        }
        Value::Object(shown)
    }

    /// Its annotations, shown beside it.
    pub(super) fn notes(&self) -> Value {
        annotations(&self.annotations)
    }
}

impl World {
    /// In its organization's list.
    pub(super) fn disk_listed(&self, disk: &Disk) -> Value {
        let mut shown = disk.basics();
        let assignment = disk
            .assignment
            .as_ref()
            .and_then(|one| self.machines.get(&one.machine))
            .map(|machine| json!({"virtual_machine": {"id": machine.id, "fqdn": machine.fqdn()}}));
        shown.insert("virtual_machine_disk".to_owned(), json!(assignment));
        Value::Object(shown)
    }

    fn assignment_of(&self, disk: &Disk, shown: impl Fn(&Machine) -> Value) -> Value {
        let Some(assignment) = &disk.assignment else {
            return Value::Null;
        };
        json!({
            "virtual_machine": self.machines.get(&assignment.machine).map(shown),
            "attach_on_boot": assignment.attach_on_boot,
            "boot": assignment.boot,
            "state": assignment.plug.word(),
        })
    }

    /// Alone.
    pub(in crate::katapult) fn disk_shown(&self, disk: &Disk) -> Value {
        let assignment = self.assignment_of(
            disk,
            |machine| json!({"id": machine.id, "fqdn": machine.fqdn()}),
        );
        disk.detail(disk.data_center.brief(), assignment)
    }

    /// With everything inside it in full, too.
    pub(in crate::katapult) fn disk_in_full(&self, disk: &Disk) -> Value {
        let assignment = self.assignment_of(disk, |machine| self.machine_in_full(machine));
        disk.detail(disk.data_center.full(), assignment)
    }
}
