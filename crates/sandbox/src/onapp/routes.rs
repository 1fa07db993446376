//! Which call goes where; source: `OnApp` reference, sections 1, 7, 8, 9, 13 and 14.

use super::World;
use super::call::Call;
use super::power::Power;
use super::refusal::Refusal;
use super::reply::{self, Reply};

impl World {
    /// Answers a call.
    pub(super) fn route(&mut self, call: &Call) -> Result<Reply, Refusal> {
        let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
        match (call.method.as_str(), path.as_slice()) {
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
            // For administrators, which the one user is not.
            (_, ["settings", "configuration" | "nameservers", ..]) => Err(Refusal::Forbidden),
            ("GET", ["settings", "disks"]) => Ok(self.all_disks(call)),
            ("GET", ["settings", "disks", id]) => self.one_disk(id),
            ("GET", ["settings", "disks", id, "usage"]) => self.disk_usage(call, id),
            ("GET", ["settings", rest @ ..]) => self.lookup(call, rest),
            // The zones are where the oldest panels had them.
            ("GET", ["data_store_zones" | "network_zones"] | ["instance_packages", ..]) => {
                self.lookup(call, &path)
            }
            (_, ["virtual_machines", rest @ ..]) => self.machine_route(call, rest),
            (_, ["users", rest @ ..]) => self.user_route(call, rest),
            _ => Err(Refusal::NotFound),
        }
    }

    fn machine_route(&mut self, call: &Call, rest: &[&str]) -> Result<Reply, Refusal> {
        match (call.method.as_str(), rest) {
            ("GET", []) => Ok(self.list_machines(call)),
            ("POST", []) => self.create(call),
            ("GET", ["status"]) => Ok(self.list_statuses(call)),
            (method, [id, rest @ ..]) => {
                let id = self.locate(id)?;
                match (method, rest) {
                    ("GET", _) => self.read_route(call, id, rest),
                    ("PUT", []) => self.edit(call, id),
                    ("DELETE", []) => self.destroy(call, id),
                    ("DELETE", ["note"]) => self.drop_note(call, id),
                    ("PATCH", ["fqdn"]) => self.rename_host(call, id),
                    ("POST", ["build"]) => self.build(call, id),
                    ("POST", [verb]) => match Power::named(verb) {
                        Some(power) => self.power(call, id, power),
                        None => self.act(call, id, verb),
                    },
                    _ => Err(Refusal::NotFound),
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
            ["with_decrypted_password"] => self.decrypted(call, id),
            ["disks"] => self.machine_disks(id),
            ["disks", disk] => self.one_disk(disk),
            ["network_interfaces"] => self.nics(id),
            ["network_interfaces", nic] => self.one_nic(id, nic),
            ["network_interfaces", nic, "usage"] => self.network_usage(call, id, nic),
            ["ip_addresses"] => self.joins(id),
            ["cpu_usage"] => self.cpu_usage(call, id),
            ["vm_stats"] => self.billing(call, id),
            // Nothing of the kind is simulated; the lists are empty.
            ["backups"] | ["backups", "images" | "files"] => {
                Ok(Reply::list(reply::names("backups", "backup"), vec![]))
            }
            ["firewall_rules"] => Ok(Reply::list(
                reply::names("firewall_rules", "firewall_rule"),
                vec![],
            )),
            _ => Err(Refusal::NotFound),
        }
    }

    fn user_route(&mut self, call: &Call, rest: &[&str]) -> Result<Reply, Refusal> {
        match (call.method.as_str(), rest) {
            ("GET", []) => Ok(Reply::list(
                reply::names("users", "user"),
                vec![self.user_view()],
            )),
            ("GET", [id]) => self.show_user(id),
            ("GET", [id, "virtual_machines"]) => {
                Self::user(id)?;
                Ok(self.list_machines(call))
            }
            ("GET", [id, "limits"]) => {
                Self::user(id)?;
                Ok(self.limits())
            }
            (
                "GET",
                [
                    id,
                    list @ ("hypervisors" | "data_store_zones" | "network_zones"
                    | "hypervisor_zones"),
                ],
            ) => {
                Self::user(id)?;
                self.lookup(call, &[list])
            }
            ("POST", [id, "make_new_api_key"]) => self.make_new_api_key(id),
            _ => Err(Refusal::NotFound),
        }
    }
}
