//! Network interfaces; source: `OnApp` reference, section 11.1.

use super::World;
use super::call::Call;
use super::fields::Fields;
use super::ids;
use super::nic::Nic;
use super::places;
use super::refusal::Refusal;
use super::reply::{Names, Reply, names};
use super::transaction::{Effect, Step};

const NICS: Names = names("network_interfaces", "network_interface");
/// The fastest port, Mbit/s.
const FASTEST: u32 = 100_000;

impl World {
    /// `GET /virtual_machines/:id/network_interfaces`
    pub(super) fn nics(&self, id: u32) -> Result<Reply, Refusal> {
        let nics = self.machine(id)?.nics.iter();
        let views = nics.map(|nic| nic.view(self.dialect, id));
        Ok(Reply::list(NICS, views.collect()))
    }

    /// `GET /virtual_machines/:id/network_interfaces/:nid`
    pub(super) fn one_nic(&self, id: u32, nic: &str) -> Result<Reply, Refusal> {
        let nic = self.find_nic(id, nic)?;
        Ok(Reply::one("network_interface", nic.view(self.dialect, id)))
    }

    /// The interface in a path.
    pub(super) fn find_nic(&self, id: u32, nic: &str) -> Result<&Nic, Refusal> {
        let machine = self.machine(id)?;
        let nic = nic.parse().ok().and_then(|nic| machine.nic(nic));
        nic.ok_or(Refusal::NotFound)
    }

    /// `POST /virtual_machines/:id/network_interfaces`
    pub(super) fn add_nic(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let machine = self.unlocked(id)?;
        let params = call.params.inside("network_interface");
        let mut fields = Fields::new(&params);
        let rate = fields.optional("rate_limit", 0, FASTEST, 0);
        let wanted = params.number("network_join_id");
        // Whether it has to be of the zone the machine is in is not recorded.
        let wanted = wanted.filter(|join| places::network_of_join(*join).is_some());
        if !params.given("network_join_id") {
            fields.problem("network_join_id", "can't be blank");
        } else if wanted.is_none() {
            fields.problem("network_join_id", "is invalid");
        }
        let primary = params.flag("primary").unwrap_or(false);
        if primary && machine.nics.iter().any(|nic| nic.primary) {
            // Under which key is not recorded.
            fields.problem("primary", "already has primary allocation.");
        }
        fields.finish()?;
        let number = ids::next(&mut self.ids.nic);
        let label = params.text("label").unwrap_or_else(|| {
            let place = self.machine(id).map_or(0, |machine| machine.nics.len());
            format!("eth{place}")
        });
        let join = wanted.map_or(1, |join| join as u32);
        let mut nic = Nic::new(number, label, join, call.now);
        nic.rate = rate;
        nic.primary = primary;
        let view = nic.view(self.dialect, id);
        self.machine_mut(id, call.now)?.nics.push(nic);
        let effect = Effect::Connected(number);
        let step = Step::new("attach_network_interface", 1.5, effect).on_nic(number);
        self.enqueue(id, vec![step], call.now);
        let location = self.location(call, id, "network_interfaces", number)?;
        Ok(Reply::created("network_interface", view).header("location", location))
    }

    /// `PUT /virtual_machines/:id/network_interfaces/:nid`: label and port speed.
    pub(super) fn edit_nic(&mut self, call: &Call, id: u32, nic: &str) -> Result<Reply, Refusal> {
        let old = self.find_nic(id, nic)?;
        let (nic, old_rate) = (old.id, old.rate);
        let params = call.params.inside("network_interface");
        let mut fields = Fields::new(&params);
        let rate = fields.optional("rate_limit", 0, FASTEST, old_rate);
        if params.has("label") {
            fields.required("label");
        }
        fields.finish()?;
        if rate != old_rate {
            self.unlocked(id)?;
        }
        if let Some(nic) = self.machine_mut(id, call.now)?.nic_mut(nic) {
            nic.label = params.text("label").unwrap_or_else(|| nic.label.clone());
            nic.updated_at = call.now;
        }
        if rate != old_rate {
            let effect = Effect::Rate { nic, rate };
            let step = Step::new("update_rate_limit", 1.0, effect).on_nic(nic);
            self.enqueue(id, vec![step], call.now);
        }
        Ok(self.gone())
    }

    /// `DELETE /virtual_machines/:id/network_interfaces/:nid`: its addresses go with it.
    pub(super) fn remove_nic(&mut self, call: &Call, id: u32, nic: &str) -> Result<Reply, Refusal> {
        let nic = self.find_nic(id, nic)?.id;
        self.unlocked(id)?;
        let effect = Effect::NicGone(nic);
        let step = Step::new("detach_network_interface", 1.5, effect).on_nic(nic);
        self.enqueue(id, vec![step], call.now);
        Ok(self.gone())
    }
}
