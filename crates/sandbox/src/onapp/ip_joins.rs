//! Addresses on interfaces, by the bodies of both generations; source: `OnApp` reference,
//! section 11.2.

use super::World;
use super::address::{self, Address};
use super::call::Call;
use super::dialect::Dialect;
use super::fields::Fields;
use super::machine::Machine;
use super::params::Params;
use super::places;
use super::refusal::Refusal;
use super::reply::{Names, Reply, names};
use super::transaction::{Effect, Step};
use serde_json::{Value, json};
use std::net::IpAddr;

const JOINS: Names = names("ip_address_joins", "ip_address_join");
const HERE: &str = "is already allocated to this network card";

impl World {
    /// `GET /virtual_machines/:id/ip_addresses`: joins, whose id is not the address's.
    pub(super) fn joins(&self, id: u32) -> Result<Reply, Refusal> {
        let addresses = self.machine(id)?.addresses.iter();
        let views = addresses.map(|address| self.join(id, address));
        Ok(Reply::list(JOINS, views.collect()))
    }

    /// `GET /virtual_machines/:id/ip_addresses/:join`
    pub(super) fn one_join(&self, id: u32, join: &str) -> Result<Reply, Refusal> {
        let address = find(self.machine(id)?, join)?;
        Ok(Reply::one("ip_address_join", self.join(id, address)))
    }

    /// `POST /virtual_machines/:id/ip_addresses`: before 5.4 with the id of an address in an
    /// `ip_address_join`, later with its text in an `ip_address`. Both are always taken.
    pub(super) fn add_join(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let machine = self.unlocked(id)?;
        let params = call
            .params
            .inside_or_bare(&["ip_address", "ip_address_join"]);
        // The problem is named after the field of the generation whose body it is.
        let (field, wanted) = if call.params.given("ip_address_join") {
            let id = params.number("ip_address_id");
            let wanted = id.map(|id| address::by_id(id).ok_or("is invalid"));
            ("ip_address_id", wanted)
        } else {
            let text = params.text("address");
            let wanted = text.map(|text| address::parse(&text).ok_or("is invalid"));
            ("selected_ip_address", wanted)
        };
        let mut fields = Fields::new(&params);
        let nic = match params.number("network_interface_id") {
            Some(nic) => u32::try_from(nic).ok().and_then(|nic| machine.nic(nic)),
            None if params.given("network_interface_id") => None,
            None => machine.primary_nic(),
        };
        if nic.is_none() {
            fields.problem("network_interface_id", "is invalid");
        }
        let (nic, network) = nic.map_or((0, 1), |nic| {
            let network = places::network_of_join(i64::from(nic.join));
            (nic.id, network.unwrap_or(1))
        });
        let here = |ip: &IpAddr| {
            let mut on = machine.addresses.iter().filter(|one| one.nic == nic);
            on.any(|one| one.ip == *ip)
        };
        let ip = match wanted {
            None => self.address_in(wanted_network(&params).unwrap_or(network), id),
            Some(Err(text)) => {
                fields.problem(field, text);
                address::nth(0)
            }
            Some(Ok(ip)) => {
                let used = params.flag("used_ip").unwrap_or(false);
                if here(&ip) {
                    fields.problem(field, HERE);
                } else if self.taken.contains(&ip) && !used {
                    fields.problem(field, "has already been taken");
                }
                ip
            }
        };
        fields.finish()?;
        let join = self.give(id, nic, ip, call.now);
        self.refilter(call, id, nic, false);
        let machine = self.machine(id)?;
        let address = find(machine, &join.to_string())?;
        let location = self.location(call, id, "ip_addresses", join)?;
        let reply = Reply::created("ip_address_join", self.join(id, address));
        Ok(reply.header("location", location))
    }

    /// `DELETE /virtual_machines/:id/ip_addresses/:join`, with `rebuild_network` in the query or
    /// in an `ip_address_join`.
    pub(super) fn drop_join(&mut self, call: &Call, id: u32, join: &str) -> Result<Reply, Refusal> {
        let address = find(self.unlocked(id)?, join)?;
        let (join, nic, ip) = (address.join, address.nic, address.ip);
        let machine = self.machine_mut(id, call.now)?;
        machine.addresses.retain(|one| one.join != join);
        self.taken.remove(&ip);
        let rebuild = call.params.holding("rebuild_network");
        let rebuild = rebuild.flag("rebuild_network").unwrap_or(false);
        self.refilter(call, id, nic, rebuild);
        Ok(self.gone())
    }

    /// Queues what a change of addresses makes necessary. The machine stays free for the next
    /// change and for the rebuilding of its network, which clients ask for right after.
    fn refilter(&mut self, call: &Call, id: u32, nic: u32, rebuild: bool) {
        let update = Step::new("update_firewall", 1.0, Effect::None).on_nic(nic);
        self.enqueue_unlocked(id, vec![update], call.now);
        if rebuild {
            let running = self.machine(id).is_ok_and(|machine| machine.booted);
            let effect = if running {
                Effect::Boot { recovery: false }
            } else {
                Effect::None
            };
            let step = Step::new("rebuild_network", 4.0, effect);
            self.enqueue(id, vec![step], call.now);
        }
    }

    fn join(&self, id: u32, address: &Address) -> Value {
        let view = address.view(self.dialect);
        let inner = match self.dialect {
            Dialect::Legacy => json!({"ip_address": view}),
            Dialect::Modern => view,
        };
        json!({
            "id": address.join,
            "ip_address_id": address::id_of(address.ip),
            "network_interface_id": address.nic,
            "virtual_machine_id": id,
            "ip_address": inner,
            "created_at": self.dialect.date(address.created_at),
            "updated_at": self.dialect.date(address.created_at),
        })
    }
}

/// The network of the net or range asked for; both have the network's number here.
fn wanted_network(params: &Params) -> Option<u32> {
    let net = params
        .number("ip_net_id")
        .or(params.number("ip_range_id"))?;
    u32::try_from(net)
        .ok()
        .filter(|net| (1..=places::NETWORKS).contains(net))
}

fn find<'a>(machine: &'a Machine, join: &str) -> Result<&'a Address, Refusal> {
    let join: u32 = join.parse().map_err(|_| Refusal::NotFound)?;
    let found = machine.addresses.iter().find(|one| one.join == join);
    found.ok_or(Refusal::NotFound)
}
