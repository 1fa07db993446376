//! Which call below `/virtual_machines` goes where; source: `OnApp` reference, sections 7 to 12.

use super::World;
use super::call::Call;
use super::power::Power;
use super::refusal::Refusal;
use super::reply::Reply;
use super::schedule::Target;

impl World {
    /// `/virtual_machines/…`
    pub(super) fn machine_route(&mut self, call: &Call, rest: &[&str]) -> Result<Reply, Refusal> {
        match (call.method.as_str(), rest) {
            ("GET", []) => Ok(self.list_machines(call)),
            ("POST", []) => self.create(call),
            ("GET", ["status"]) => Ok(self.list_statuses(call)),
            (method, [id, rest @ ..]) => {
                let id = self.locate(id)?;
                match (method, rest) {
                    ("GET", _) => self.read_route(call, id, rest),
                    (_, ["disks", rest @ ..]) => self.machine_disk_route(call, id, rest),
                    (_, ["network_interfaces" | "ip_addresses" | "firewall_rules", ..]) => {
                        self.network_route(call, id, rest)
                    }
                    ("POST", _) => self.act_route(call, id, rest),
                    _ => self.change_route(call, id, rest),
                }
            }
            _ => Err(Refusal::NotFound),
        }
    }

    fn read_route(&self, call: &Call, id: u32, rest: &[&str]) -> Result<Reply, Refusal> {
        match rest {
            [] => self.show_machine(id),
            ["status"] => self.show_status(id),
            ["transactions"] => self.machine_transactions(call, id),
            ["logs"] => self.machine_logs(call, id),
            ["console"] => self.console(call, id),
            ["console_popup"] => self.console_popup(call, id),
            ["with_decrypted_password"] => self.decrypted(call, id),
            ["disks"] => self.machine_disks(id),
            ["disks", disk, rest @ ..] => {
                let disk = self.locate_disk_of(id, disk)?;
                self.read_disk(call, disk, rest)
            }
            ["network_interfaces"] => self.nics(id),
            ["network_interfaces", nic] => self.one_nic(id, nic),
            ["network_interfaces", nic, "usage"] => self.network_usage(call, id, nic),
            ["ip_addresses"] => self.joins(id),
            ["ip_addresses", join] => self.one_join(id, join),
            ["firewall_rules"] => self.rules(id),
            ["firewall_rules", rule] => self.one_rule(id, rule),
            ["backups"] => self.machine_backups(call, id, None),
            ["backups", kind @ ("images" | "files")] => self.machine_backups(call, id, Some(kind)),
            ["schedules"] => Ok(self.list_schedules(Some(Target::Machine(id)))),
            ["cpu_usage"] => self.cpu_usage(call, id),
            ["vm_stats"] => self.billing(call, id),
            ["vm_stats", stat] => self.one_bill(call, id, stat),
            ["acceleration", "status"] => self.acceleration(id),
            _ => Err(Refusal::NotFound),
        }
    }

    fn act_route(&mut self, call: &Call, id: u32, rest: &[&str]) -> Result<Reply, Refusal> {
        match rest {
            ["build"] => self.build(call, id),
            ["backups"] => self.take_backup(call, id, None),
            ["schedules"] => self.add_schedule(call, Target::Machine(id)),
            ["cd_boot", "enable"] => self.cd_boot(call, id, true),
            ["cd_boot", "disable"] => self.cd_boot(call, id, false),
            [verb] => match Power::named(verb) {
                Some(power) => self.power(call, id, power),
                None => self.act(call, id, verb),
            },
            _ => Err(Refusal::NotFound),
        }
    }

    fn change_route(&mut self, call: &Call, id: u32, rest: &[&str]) -> Result<Reply, Refusal> {
        match (call.method.as_str(), rest) {
            ("PUT", []) => self.edit(call, id),
            ("DELETE", []) => self.destroy(call, id),
            ("DELETE", ["note"]) => self.drop_note(call, id),
            ("PATCH", ["fqdn"]) => self.rename_host(call, id),
            ("PUT", ["segregation"]) => self.segregate(call, id),
            ("DELETE", ["segregation"]) => self.desegregate(call, id),
            ("PUT", ["virsh_console"]) => self.virsh(call, id, true),
            ("DELETE", ["virsh_console"]) => self.virsh(call, id, false),
            ("PUT", ["acceleration.enable"]) => self.accelerate(call, id, true),
            ("PUT", ["acceleration.disable"]) => self.accelerate(call, id, false),
            ("PUT", ["set_ssh_keys"]) => self.put_ssh_key(call, id),
            _ => Err(Refusal::NotFound),
        }
    }

    fn machine_disk_route(
        &mut self,
        call: &Call,
        id: u32,
        rest: &[&str],
    ) -> Result<Reply, Refusal> {
        match (call.method.as_str(), rest) {
            ("POST", []) => self.add_disk(call, id),
            (_, [disk, rest @ ..]) => {
                self.locate_disk_of(id, disk)?;
                self.disk_route(call, disk, rest)
            }
            _ => Err(Refusal::NotFound),
        }
    }

    fn network_route(&mut self, call: &Call, id: u32, rest: &[&str]) -> Result<Reply, Refusal> {
        match (call.method.as_str(), rest) {
            ("POST", ["network_interfaces"]) => self.add_nic(call, id),
            ("PUT", ["network_interfaces", nic]) => self.edit_nic(call, id, nic),
            ("DELETE", ["network_interfaces", nic]) => self.remove_nic(call, id, nic),
            ("POST", ["ip_addresses"]) => self.add_join(call, id),
            ("DELETE", ["ip_addresses", join]) => self.drop_join(call, id, join),
            ("POST", ["firewall_rules"]) => self.add_rule(call, id),
            ("PUT", ["firewall_rules", "update_defaults"]) => self.rule_defaults(call, id),
            ("PUT", ["firewall_rules", rule]) => self.edit_rule(call, id, rule),
            ("DELETE", ["firewall_rules", rule]) => self.drop_rule(call, id, rule),
            _ => Err(Refusal::NotFound),
        }
    }

    /// `GET /settings/disks/:id/…`, or the same below its machine.
    pub(super) fn read_disk(
        &self,
        call: &Call,
        disk: u32,
        rest: &[&str],
    ) -> Result<Reply, Refusal> {
        match rest {
            [] => Ok(Reply::one("disk", self.disk_view(disk)?)),
            ["usage"] => self.disk_usage(call, disk),
            ["backups"] => Ok(self.list_backups(call, |one| one.disk == Some(disk))),
            ["schedules"] => Ok(self.list_schedules(Some(Target::Disk(disk)))),
            _ => Err(Refusal::NotFound),
        }
    }

    /// Writes below `/settings/disks/:id`, or the same below its machine.
    pub(super) fn disk_route(
        &mut self,
        call: &Call,
        disk: &str,
        rest: &[&str],
    ) -> Result<Reply, Refusal> {
        if (call.method.as_str(), rest) == ("DELETE", &[]) {
            return self.drop_disk(call, disk);
        }
        let (id, disk) = self.locate_disk(disk)?;
        match (call.method.as_str(), rest) {
            ("PUT", []) => self.edit_disk(call, disk),
            ("POST", ["backups"]) => self.take_backup(call, id, Some(disk)),
            ("POST", ["schedules"]) => self.add_schedule(call, Target::Disk(disk)),
            ("POST", [action]) => self.act_on_disk(call, disk, action),
            _ => Err(Refusal::NotFound),
        }
    }
}
