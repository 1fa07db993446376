//! Adding, changing, moving and removing disks; source: `OnApp` reference, section 10.

use super::World;
use super::call::Call;
use super::dialect::Dialect;
use super::disk::Disk;
use super::fields::Fields;
use super::ids;
use super::machine::Machine;
use super::params::Params;
use super::places;
use super::refusal::Refusal;
use super::reply::{self, Reply};
use super::transaction::{Effect, Step};
use jiff::Timestamp;

/// The one recorded sentence about a data store that cannot be used.
const FOREIGN_STORE: &str = "Data store cannot be associated with this virtual machine.";
/// The largest disk, GB.
const LARGEST: u32 = 10_240;

impl World {
    /// `POST /virtual_machines/:id/disks`: there at once, locked until it is built.
    pub(super) fn add_disk(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let machine = self.unlocked(id)?;
        let params = call.params.inside_or_bare(&["disk"]);
        let mut fields = Fields::new(&params);
        let size = fields.number("disk_size", 1, LARGEST);
        if !params.given("data_store_id") {
            fields.problem("data_store_id", "can't be blank");
        }
        if params.flag("primary") == Some(true) && machine.primary_disk().is_some() {
            fields.problem("primary", "has already been taken");
        }
        let iops = fields.optional("min_iops", 0, 1_000_000, 600);
        fields.finish()?;
        let store = store(&params)?;
        let number = ids::next(&mut self.ids.disk);
        let mut disk = Disk::new(number, size, call.now);
        disk.store = store;
        disk.primary = params.flag("primary").unwrap_or(false);
        disk.swap = params.flag("is_swap").unwrap_or(false);
        disk.min_iops = iops;
        describe(&mut disk, &params, call.now);
        let fstab = disk.linux_fstab == Some(true) || disk.freebsd_fstab == Some(true);
        let mut steps = vec![
            Step::new("build_disk", 2.0, Effect::DiskReady(number)).on_disk(number),
            Step::new("attach_disk", 1.0, Effect::None).on_disk(number),
        ];
        if fstab {
            steps.push(Step::new("update_fstab", 1.0, Effect::None));
        }
        self.by_disk.insert(number, id);
        self.machine_mut(id, call.now)?.disks.push(disk);
        self.enqueue(id, steps, call.now);
        let location = self.location(call, id, "disks", number)?;
        Ok(self.disk_accepted(number)?.header("location", location))
    }

    /// `PUT /settings/disks/:id`, `PUT /virtual_machines/:id/disks/:disk`
    pub(super) fn edit_disk(&mut self, call: &Call, disk: u32) -> Result<Reply, Refusal> {
        let (machine, found) = self.find_disk(disk)?;
        let machine = self.unlocked(machine.id)?;
        let params = call.params.inside_or_bare(&["disk"]);
        let mut fields = Fields::new(&params);
        let size = fields.optional("disk_size", 1, LARGEST, found.size);
        let template = self.template(machine.template);
        if size < found.size {
            // The text for Windows is not recorded; the one for media is.
            if template.is_some_and(super::template::Template::is_medium) {
                let text = "cannot be decreased for VM built from ISO template";
                fields.problem("disk_size", text);
            } else if template.is_some_and(|template| template.system == "windows") {
                fields.problem("disk_size", "cannot be decreased for Windows");
            }
        }
        let iops = fields.optional("min_iops", 0, 1_000_000, found.min_iops);
        fields.finish()?;
        let id = machine.id;
        let mut steps = Vec::new();
        if size != found.size {
            let effect = Effect::DiskSize { disk, size };
            steps.push(Step::new("resize_disk", 3.0, effect).on_disk(disk));
            // The system's own disk cannot change under it.
            if found.primary && machine.booted {
                let boot = Effect::Boot { recovery: false };
                steps.insert(0, Step::new("stop_virtual_machine", 1.5, Effect::Halt));
                steps.push(Step::new("startup_virtual_machine", 3.0, boot));
            }
        }
        let mounts = [
            "mount_point",
            "mounted",
            "add_to_linux_fstab",
            "add_to_freebsd_fstab",
        ];
        if mounts.iter().any(|key| params.given(key)) {
            steps.push(Step::new("update_fstab", 1.0, Effect::None));
        }
        if let Some(disk) = self.machine_mut(id, call.now)?.disk_mut(disk) {
            disk.min_iops = iops;
            describe(disk, &params, call.now);
        }
        if !steps.is_empty() {
            self.enqueue(id, steps, call.now);
        }
        Ok(self.gone())
    }

    /// `DELETE /settings/disks/:id`: destroyed with `force`, otherwise only taken out.
    pub(super) fn drop_disk(&mut self, call: &Call, disk: &str) -> Result<Reply, Refusal> {
        let loose = disk
            .parse()
            .ok()
            .and_then(|disk| self.detached.remove(&disk));
        if loose.is_some() {
            return Ok(self.gone());
        }
        let (id, disk) = self.locate_disk(disk)?;
        let machine = self.unlocked(id)?;
        let (_, found) = self.find_disk(disk)?;
        if found.primary {
            return Err(Refusal::unfit("The primary disk cannot be removed"));
        }
        let named = |key: &str| call.params.holding(key);
        let force = named("force").flag("force").unwrap_or(false);
        let step = if force {
            Step::new("destroy_disk", 2.0, Effect::DiskGone(disk))
        } else {
            Step::new("detach_disk", 1.0, Effect::DiskDetached(disk))
        };
        let mut steps = vec![step.on_disk(disk)];
        if force && machine.booted {
            steps.insert(0, Step::new("stop_virtual_machine", 1.5, Effect::Halt));
            let startup = named("required_startup").flag("required_startup");
            if startup.unwrap_or(true) {
                let boot = Effect::Boot { recovery: false };
                steps.push(Step::new("startup_virtual_machine", 3.0, boot));
            }
        }
        self.enqueue(id, steps, call.now);
        Ok(self.gone())
    }

    /// `POST /settings/disks/:id/build`, `/unlock`, `/autobackup_enable`, `/autobackup_disable`
    pub(super) fn act_on_disk(
        &mut self,
        call: &Call,
        disk: u32,
        action: &str,
    ) -> Result<Reply, Refusal> {
        let (machine, found) = self.find_disk(disk)?;
        let (id, built) = (machine.id, found.built);
        match action {
            "build" => {
                self.unlocked(id)?;
                let action = if built { "format_disk" } else { "build_disk" };
                let step = Step::new(action, 2.0, Effect::DiskReady(disk)).on_disk(disk);
                self.enqueue(id, vec![step], call.now);
            }
            "migrate" => return self.migrate_disk(call, disk),
            "unlock" | "autobackup_enable" | "autobackup_disable" => {
                let machine = self.machine_mut(id, call.now)?;
                let disk = machine.disk_mut(disk).ok_or(Refusal::NotFound)?;
                match action {
                    "unlock" => disk.locked = false,
                    _ => disk.autobackups = action == "autobackup_enable",
                }
            }
            _ => return Err(Refusal::NotFound),
        }
        self.disk_accepted(disk)
    }

    fn migrate_disk(&mut self, call: &Call, disk: u32) -> Result<Reply, Refusal> {
        let (machine, found) = self.find_disk(disk)?;
        let id = self.unlocked(machine.id)?.id;
        let old = found.store;
        let store = store(&call.params.inside_or_bare(&["disk"]))?;
        if store == old {
            let text = "is the data store the disk is on already";
            return Err(Refusal::field("data_store_id", text));
        }
        let effect = Effect::DiskMoved { disk, store };
        let step = Step::new("migrate_disk", 4.0, effect).on_disk(disk);
        self.enqueue(id, vec![step], call.now);
        self.disk_accepted(disk)
    }

    fn disk_accepted(&self, disk: u32) -> Result<Reply, Refusal> {
        Ok(Reply::created("disk", self.disk_view(disk)?))
    }

    /// How this generation answers edits and deletions that return no object.
    pub(super) fn gone(&self) -> Reply {
        match self.dialect {
            Dialect::Legacy => reply::empty_object(),
            Dialect::Modern => Reply::nothing(),
        }
    }

    /// The disks of a new machine: the primary one and, unless it is 0, a swap disk; GB.
    pub(super) fn new_disks(&mut self, (primary, swap): (u32, u32), at: Timestamp) -> Vec<Disk> {
        let mut disks = Vec::new();
        for (size, swap) in [(primary, false), (swap, true)] {
            if size > 0 || !swap {
                let id = ids::next(&mut self.ids.disk);
                disks.push(Disk {
                    primary: !swap,
                    swap,
                    file_system: (!swap).then(|| "ext4".to_owned()),
                    ..Disk::new(id, size, at)
                });
            }
        }
        disks
    }
}

/// The data store asked for; it has to be one the host of the machine can reach.
fn store(params: &Params) -> Result<u32, Refusal> {
    let wanted = params.number("data_store_id");
    let found = wanted.and_then(places::attached_store);
    found.ok_or_else(|| Refusal::Sentence(FOREIGN_STORE.to_owned()))
}

/// What can be changed about a disk without any work on it.
fn describe(disk: &mut Disk, params: &Params, now: Timestamp) {
    disk.updated_at = now;
    if params.has("label") {
        disk.label = params.text("label");
    }
    if params.has("mount_point") {
        disk.mount_point = params.text("mount_point");
    }
    if let Some(system) = params.text("file_system") {
        disk.file_system = Some(system);
    }
    disk.mounted = params.flag("mounted").unwrap_or(disk.mounted);
    disk.linux_fstab = params.flag("add_to_linux_fstab").or(disk.linux_fstab);
    disk.freebsd_fstab = params.flag("add_to_freebsd_fstab").or(disk.freebsd_fstab);
}

/// The primary disk was formatted for this machine, or is going to be.
pub(super) fn primary_size(machine: &Machine) -> u32 {
    machine.primary_disk().map_or(0, |disk| disk.size)
}
