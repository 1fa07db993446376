//! Which call goes where; source: `OnApp` reference, sections 1, 2 and 12 to 16. What is below
//! `/virtual_machines` is `machine_routes`.

use super::World;
use super::call::Call;
use super::refusal::Refusal;
use super::reply::Reply;

impl World {
    /// Answers a call.
    pub(super) fn route(&mut self, call: &Call) -> Result<Reply, Refusal> {
        let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
        match (call.method.as_str(), path.as_slice()) {
            (_, ["virtual_machines", rest @ ..]) => self.machine_route(call, rest),
            (_, ["users", rest @ ..]) => self.user_route(call, rest),
            (_, ["settings", rest @ ..]) => self.settings_route(call, rest),
            (_, ["backups", rest @ ..]) => self.backup_route(call, rest),
            ("GET", ["version"]) => Ok(Reply::one("version", self.dialect.version().into())),
            ("GET", ["profile"]) => Ok(self.profile()),
            ("GET", ["transactions"]) => Ok(self.all_transactions(call)),
            ("GET", ["transactions", id]) => self.transaction(call, id),
            ("GET", ["logs"]) => Ok(self.logs(call)),
            ("GET", ["logs", id]) => self.log(id),
            ("GET", ["usage_statistics"]) => Ok(self.totals()),
            ("GET", ["templates", rest @ ..]) => self.templates(call, rest),
            ("GET", ["template_isos", rest @ ..]) => self.media(call, rest),
            ("GET", ["template_store"]) => Ok(self.template_store()),
            ("GET", ["schedules"]) => Ok(self.list_schedules(None)),
            // The zones are where the oldest panels had them.
            (
                "GET",
                [
                    "data_store_zones" | "network_zones" | "instance_packages" | "instance_types"
                    | "recipes" | "software_licenses",
                    ..,
                ],
            ) => self.lookup(call, &path),
            _ => Err(Refusal::NotFound),
        }
    }

    fn settings_route(&mut self, call: &Call, rest: &[&str]) -> Result<Reply, Refusal> {
        match (call.method.as_str(), rest) {
            // For administrators, which the user is not.
            (_, ["configuration" | "nameservers", ..]) => Err(Refusal::Forbidden),
            ("GET", ["disks"]) => Ok(self.all_disks(call)),
            ("GET", ["disks", disk]) => self.one_disk(disk),
            ("GET", ["disks", disk, rest @ ..]) => {
                let (_, disk) = self.locate_disk(disk)?;
                self.read_disk(call, disk, rest)
            }
            (_, ["disks", disk, rest @ ..]) => self.disk_route(call, disk, rest),
            ("GET", ["schedules"]) => Ok(self.list_schedules(None)),
            (_, ["schedules", schedule]) => self.schedule(call, schedule),
            ("GET", ["ssh_keys", key]) => self.show_key(key),
            ("PUT", ["ssh_keys", key]) => self.edit_key(call, key),
            ("DELETE", ["ssh_keys", key]) => self.drop_key(key),
            ("GET", rest) => self.lookup(call, rest),
            _ => Err(Refusal::NotFound),
        }
    }

    fn backup_route(&mut self, call: &Call, rest: &[&str]) -> Result<Reply, Refusal> {
        match (call.method.as_str(), rest) {
            ("GET", [backup]) => self.show_backup(backup),
            ("DELETE", [backup]) => self.drop_backup(call, backup),
            ("POST", [backup, "restore"]) => self.restore(call, backup),
            ("POST", [backup, "convert"]) => self.convert(call, backup),
            ("PUT", [backup, "note"]) => self.note_backup(call, backup),
            _ => Err(Refusal::NotFound),
        }
    }

    fn user_route(&mut self, call: &Call, rest: &[&str]) -> Result<Reply, Refusal> {
        let [user, rest @ ..] = rest else {
            return match call.method.as_str() {
                "GET" => Ok(self.users()),
                _ => Err(Refusal::NotFound),
            };
        };
        let id = Self::user(user)?;
        match (call.method.as_str(), rest) {
            ("GET", []) => self.show_user(user),
            ("GET", ["virtual_machines"]) => Ok(self.machines_of(call, id)),
            ("GET", ["limits"]) => Ok(self.limits()),
            ("GET", ["backups"]) => Ok(self.list_backups(call, |one| one.user == id)),
            ("GET", ["ssh_keys"]) => Ok(self.list_keys(id)),
            ("POST", ["ssh_keys"]) => self.add_key(call, id),
            ("GET", ["ssh_keys", key]) => self.show_key(key),
            ("DELETE", ["ssh_keys", key]) => self.drop_key(key),
            ("GET", ["vm_stats"]) => Ok(self.bills_of(call, id)),
            (
                "GET",
                [
                    list @ ("hypervisors" | "data_store_zones" | "network_zones"
                    | "hypervisor_zones"),
                ],
            ) => self.lookup(call, &[list]),
            ("POST", ["make_new_api_key"]) => self.make_new_api_key(user),
            _ => Err(Refusal::NotFound),
        }
    }
}
