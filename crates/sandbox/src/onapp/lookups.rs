//! What a build form needs to know, and where each list is; source: `OnApp` reference, section
//! 13.3. What is in the lists is `places` and `packages`.

use super::World;
use super::call::Call;
use super::dialect::Dialect;
use super::paging::Window;
use super::places::ZONES as ZONE_COUNT;
use super::refusal::Refusal;
use super::reply::{Names, Reply, names};
use serde_json::{Value, json};

const ZONES: Names = names("hypervisor_groups", "hypervisor_group");
const HOSTS: Names = names("hypervisors", "hypervisor");
const STORE_ZONES: Names = names("data_store_groups", "data_store_group");
const STORES: Names = names("data_stores", "data_store");
const STORE_JOINS: Names = names("data_store_joins", "data_store_join");
const NETWORK_ZONES: Names = names("network_groups", "network_group");
const NETWORKS: Names = names("networks", "network");
const NETWORK_JOINS: Names = names("network_joins", "network_join");
const ADDRESSES: Names = names("ip_addresses", "ip_address");
const NETS: Names = names("ip_nets", "ip_net");
const RANGES: Names = names("ip_ranges", "ip_range");
const OFFERS: Names = names("instance_packages", "instance_package");
const OLD_OFFERS: Names = names("instance_types", "instance_type");
const LOCATIONS: Names = names("location_groups", "location_group");
const RECIPES: Names = names("recipes", "recipe");
const LICENCES: Names = names("software_licenses", "software_license");
const TEMPLATE_GROUPS: Names = names("image_template_groups", "image_template_group");

impl World {
    /// `GET /settings/…` and the like; the same lists are also below a user and a zone.
    pub(super) fn lookup(&self, call: &Call, what: &[&str]) -> Result<Reply, Refusal> {
        let Some((names, items)) = self.lookup_list(what)? else {
            return self.lookup_one(what);
        };
        let window = Window::read(&call.params, None);
        let total = items.len();
        let cut = Window::cut(window, items.into_iter());
        Ok(Window::mark(window, total, Reply::list(names, cut)))
    }

    /// A list and what its items are called; none if there is no list of that name.
    fn lookup_list(&self, what: &[&str]) -> Result<Option<(Names, Vec<Value>)>, Refusal> {
        Ok(Some(match what {
            ["hypervisor_zones", id, list] => return self.in_zone(id, list),
            ["networks", id, rest @ ..] if !rest.is_empty() => return self.in_network(id, rest),
            ["hypervisor_zones"] => (ZONES, self.hypervisor_zones()),
            ["hypervisors"] => (HOSTS, self.hypervisors()),
            ["data_store_zones"] => (STORE_ZONES, self.data_store_zones()),
            ["data_stores"] => (STORES, self.data_stores()),
            ["network_zones"] => (NETWORK_ZONES, self.network_zones()),
            ["networks"] => (NETWORKS, self.networks()),
            // Since release 4.3.
            ["instance_packages"] if self.dialect == Dialect::Modern => (OFFERS, self.packages()),
            ["instance_types"] => (OLD_OFFERS, self.packages()),
            ["location_groups"] => (LOCATIONS, self.locations()),
            ["recipes"] => (RECIPES, self.recipes()),
            ["software_licenses"] => (LICENCES, self.software_licences()),
            ["image_template_groups"] => (TEMPLATE_GROUPS, self.template_groups()),
            _ => return Ok(None),
        }))
    }

    fn in_zone(&self, id: &str, list: &str) -> Result<Option<(Names, Vec<Value>)>, Refusal> {
        let id = numbered(id, ZONE_COUNT)?;
        Ok(match list {
            "hypervisors" => {
                let mut hosts = self.hypervisors();
                hosts.retain(|host| host.get("hypervisor_group_id") == Some(&json!(id)));
                Some((HOSTS, hosts))
            }
            "networks" => Some((NETWORKS, self.networks())),
            "data_stores" => Some((STORES, self.attached_stores())),
            "network_joins" => Some((NETWORK_JOINS, self.network_joins(id))),
            "data_store_joins" => Some((STORE_JOINS, self.data_store_joins(id))),
            _ => None,
        })
    }

    fn in_network(&self, id: &str, rest: &[&str]) -> Result<Option<(Names, Vec<Value>)>, Refusal> {
        let id = numbered(id, super::places::NETWORKS)?;
        Ok(match rest {
            ["ip_addresses"] => Some((ADDRESSES, self.pool(id))),
            ["ip_nets"] => Some((NETS, vec![self.ip_net(id)])),
            // Every network has one net with the network's own number, and that one range.
            ["ip_nets", net] if numbered(net, super::places::NETWORKS)? == id => None,
            ["ip_nets", net, "ip_ranges"] if numbered(net, super::places::NETWORKS)? == id => {
                Some((RANGES, vec![self.ip_range(id)]))
            }
            _ => None,
        })
    }

    fn lookup_one(&self, what: &[&str]) -> Result<Reply, Refusal> {
        let [list @ .., id] = what else {
            return Err(Refusal::NotFound);
        };
        let id: u64 = id.parse().map_err(|_| Refusal::NotFound)?;
        let (names, items) = self.lookup_list(list)?.ok_or(Refusal::NotFound)?;
        let wanted = |item: &Value| item.get("id").and_then(Value::as_u64) == Some(id);
        let found = items.into_iter().find(wanted).ok_or(Refusal::NotFound)?;
        Ok(Reply::one(names.singular, found))
    }
}

/// A number in a path, from 1 to `most`.
fn numbered(text: &str, most: u32) -> Result<u32, Refusal> {
    let number = text.parse().ok().filter(|n| (1..=most).contains(n));
    number.ok_or(Refusal::NotFound)
}
