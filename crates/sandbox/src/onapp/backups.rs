//! Backups: taking, reading, putting back, converting, removing; source: `OnApp` reference,
//! section 12.

use super::World;
use super::backup::Backup;
use super::call::Call;
use super::fields::Fields;
use super::ids;
use super::paging::Window;
use super::refusal::Refusal;
use super::reply::{Names, Reply, names};
use super::template::{Kind, Template};
use super::transaction::{Effect, Step};
use serde_json::Value;
use std::borrow::Cow;

const BACKUPS: Names = names("backups", "backup");

impl World {
    /// A list of the backups that `keep` keeps.
    pub(super) fn list_backups(&self, call: &Call, keep: impl Fn(&Backup) -> bool) -> Reply {
        let window = Window::read(&call.params, None);
        let kept: Vec<&Backup> = self.backups.values().filter(|one| keep(one)).collect();
        let total = kept.len();
        let cut = Window::cut(window, kept.into_iter());
        let views = cut.into_iter().map(|one| self.backup_view(one));
        Window::mark(window, total, Reply::list(BACKUPS, views.collect()))
    }

    /// `GET /virtual_machines/:id/backups`, and of them only the images or the files.
    pub(super) fn machine_backups(
        &self,
        call: &Call,
        id: u32,
        kind: Option<&str>,
    ) -> Result<Reply, Refusal> {
        self.machine(id)?;
        Ok(self.list_backups(call, |one| {
            one.machine == id
                && match kind {
                    Some("images") => one.disk.is_some(),
                    Some(_) => one.disk.is_none(),
                    None => true,
                }
        }))
    }

    /// `GET /backups/:id`
    pub(super) fn show_backup(&self, backup: &str) -> Result<Reply, Refusal> {
        let backup = self.backup(backup)?;
        Ok(Reply::one("backup", self.backup_view(backup)))
    }

    /// `POST /virtual_machines/:id/backups`, or of one disk.
    pub(super) fn take_backup(
        &mut self,
        call: &Call,
        id: u32,
        disk: Option<u32>,
    ) -> Result<Reply, Refusal> {
        let machine = self.unlocked(id)?;
        if !machine.built {
            return Err(Refusal::unfit("Virtual Server is not built"));
        }
        let covers = match disk {
            Some(disk) => self.find_disk(disk)?.1.size,
            None => machine.disk_size(),
        };
        let (machine_identifier, user) = (machine.identifier.clone(), machine.user);
        let template = machine.template;
        let number = ids::next(&mut self.ids.backup);
        let backup = Backup {
            id: number,
            machine: id,
            machine_identifier,
            disk,
            user,
            template,
            note: call.params.inside("backup").text("note"),
            covers,
            built_at: None,
            locked: true,
            created_at: call.now,
            updated_at: call.now,
        };
        let view = self.backup_view(&backup);
        self.backups.insert(number, backup);
        let action = match disk {
            Some(_) => "take_backup",
            None => "take_incremental_backup",
        };
        let step = Step::new(action, 5.0, Effect::BackupReady(number)).on_backup(number);
        self.enqueue(id, vec![step], call.now);
        let location = format!("http://{}/backups/{number}", call.host);
        Ok(Reply::created("backup", view).header("location", location))
    }

    /// `DELETE /backups/:id`
    pub(super) fn drop_backup(&mut self, call: &Call, backup: &str) -> Result<Reply, Refusal> {
        let found = self.backup(backup)?;
        let (number, machine) = (found.id, found.machine);
        let step = destroying(number);
        if self.machines.contains_key(&machine) {
            self.unlocked(machine)?;
            self.enqueue(machine, vec![step], call.now);
        } else if let Some(backup) = self.backups.remove(&number) {
            self.note_done(machine, &backup.machine_identifier, step, call.now);
        }
        Ok(self.gone())
    }

    /// `POST /backups/:id/restore`
    pub(super) fn restore(&mut self, call: &Call, backup: &str) -> Result<Reply, Refusal> {
        let found = self.built_backup(backup)?;
        let (number, id, incremental) = (found.id, found.machine, found.disk.is_none());
        if !self.machines.contains_key(&id) {
            return Err(Refusal::unfit("The Virtual Server of this backup is gone"));
        }
        let running = self.unlocked(id)?.booted;
        let action = if incremental {
            "restore_incremental_backup"
        } else {
            "restore_backup"
        };
        let mut steps = vec![Step::new(action, 5.0, Effect::None).on_backup(number)];
        if running {
            let boot = Effect::Boot { recovery: false };
            steps.insert(0, Step::new("stop_virtual_machine", 1.5, Effect::Halt));
            steps.push(Step::new("startup_virtual_machine", 3.0, boot));
        }
        self.enqueue(id, steps, call.now);
        Ok(Reply::created(
            "backup",
            self.backup_view(self.backup(backup)?),
        ))
    }

    /// `POST /backups/:id/convert`: a template of one's own. What is answered is not recorded;
    /// here it is the template, not active until it is done.
    pub(super) fn convert(&mut self, call: &Call, backup: &str) -> Result<Reply, Refusal> {
        let found = self.built_backup(backup)?;
        let (number, machine) = (found.id, found.machine);
        let old = self.template(found.template).cloned();
        let old = old.ok_or(Refusal::NotFound)?;
        let params = call.params.inside("image_template");
        let mut fields = Fields::new(&params);
        let label = fields.required("label");
        let min_disk = fields.optional("min_disk_size", 1, 10_240, old.min_disk);
        let min_memory = fields.optional("min_memory_size", 1, 262_144, old.min_memory);
        fields.finish()?;
        if !self.machines.contains_key(&machine) {
            return Err(Refusal::unfit("The Virtual Server of this backup is gone"));
        }
        self.unlocked(machine)?;
        let (template, step) = self.converting(number, old, label);
        if let Some(one) = self.templates.iter_mut().find(|one| one.id == template) {
            one.min_disk = min_disk;
            one.min_memory = min_memory;
        }
        self.enqueue(machine, vec![step], call.now);
        let view = self.template(template);
        let view = view.map(|one| one.view(self.dialect, call.now));
        Ok(Reply::created("image_template", view.unwrap_or_default()))
    }

    /// Adds the template a backup is going to be, and the work on it.
    pub(super) fn converting(&mut self, backup: u32, old: Template, label: String) -> (u32, Step) {
        let id = ids::next(&mut self.ids.template);
        self.templates.push(Template {
            id,
            label: Cow::Owned(label),
            kind: Kind::Unfinished,
            user: Some(super::user::ID),
            parent: Some(old.id),
            ..old
        });
        let effect = Effect::TemplateReady(id);
        (
            id,
            Step::new("convert_backup", 5.0, effect).on_backup(backup),
        )
    }

    /// `PUT /backups/:id/note`
    pub(super) fn note_backup(&mut self, call: &Call, backup: &str) -> Result<Reply, Refusal> {
        let number = self.backup(backup)?.id;
        let params = call.params.inside_or_bare(&["backup"]);
        if let Some(backup) = self.backups.get_mut(&number) {
            backup.note = params.text("note");
            backup.updated_at = call.now;
        }
        Ok(self.gone())
    }

    fn backup(&self, backup: &str) -> Result<&Backup, Refusal> {
        let found = backup
            .parse()
            .ok()
            .and_then(|id: u32| self.backups.get(&id));
        found.ok_or(Refusal::NotFound)
    }

    fn built_backup(&self, backup: &str) -> Result<&Backup, Refusal> {
        let found = self.backup(backup)?;
        if found.built_at.is_none() {
            return Err(Refusal::unfit("Backup is not built"));
        }
        Ok(found)
    }

    fn backup_view(&self, backup: &Backup) -> Value {
        backup.view(self.dialect, self.template(backup.template))
    }
}

/// The work of removing a backup.
pub(super) fn destroying(backup: u32) -> Step {
    Step::new("destroy_backup", 2.0, Effect::BackupGone(backup)).on_backup(backup)
}
