//! Firewall rules of a machine; source: `OnApp` reference, section 11.3.

use super::World;
use super::call::Call;
use super::dialect::Dialect;
use super::fields::Fields;
use super::ids;
use super::machine::Machine;
use super::refusal::Refusal;
use super::reply::{Names, Reply, names};
use serde_json::{Value, json};

const RULES: Names = names("firewall_rules", "firewall_rule");

/// What one packet filter rule says.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) id: u32,
    pub(super) nic: u32,
    /// `ACCEPT` or `DROP`
    command: String,
    /// `TCP`, `UDP` or `ICMP`
    protocol: String,
    address: Option<String>,
    /// `22` or `80:90`
    port: Option<String>,
    comment: Option<String>,
}

impl Rule {
    fn view(&self, position: usize, dialect: Dialect) -> Value {
        let mut view = json!({
            "id": self.id,
            "network_interface_id": self.nic,
            "command": self.command,
            "protocol": self.protocol,
            "address": self.address,
            "port": self.port,
            "position": position,
        });
        if let (Dialect::Modern, Some(map)) = (dialect, view.as_object_mut()) {
            map.insert("comment".to_owned(), json!(self.comment));
        }
        view
    }
}

impl World {
    /// `GET /virtual_machines/:id/firewall_rules`
    pub(super) fn rules(&self, id: u32) -> Result<Reply, Refusal> {
        let rules = self.machine(id)?.rules.iter().enumerate();
        let views = rules.map(|(place, rule)| rule.view(place + 1, self.dialect));
        Ok(Reply::list(RULES, views.collect()))
    }

    /// `GET /virtual_machines/:id/firewall_rules/:rule`
    pub(super) fn one_rule(&self, id: u32, rule: &str) -> Result<Reply, Refusal> {
        let machine = self.machine(id)?;
        let place = place(machine, rule)?;
        let rule = machine.rules.get(place).ok_or(Refusal::NotFound)?;
        Ok(Reply::one(
            "firewall_rule",
            rule.view(place + 1, self.dialect),
        ))
    }

    /// `POST /virtual_machines/:id/firewall_rules`: nothing is filtered by it before
    /// `update_firewall_rules`.
    pub(super) fn add_rule(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let rule = read(call, self.machine(id)?, None)?;
        let dialect = self.dialect;
        let number = ids::next(&mut self.ids.rule);
        let machine = self.machine_mut(id, call.now)?;
        machine.rules.push(Rule { id: number, ..rule });
        let place = machine.rules.len();
        let view = machine.rules.last().map(|rule| rule.view(place, dialect));
        let location = self.location(call, id, "firewall_rules", number)?;
        let reply = Reply::created("firewall_rule", view.unwrap_or_default());
        Ok(reply.header("location", location))
    }

    /// `PUT /virtual_machines/:id/firewall_rules/:rule`
    pub(super) fn edit_rule(&mut self, call: &Call, id: u32, rule: &str) -> Result<Reply, Refusal> {
        let machine = self.machine(id)?;
        let place = place(machine, rule)?;
        let changed = read(call, machine, machine.rules.get(place))?;
        if let Some(old) = self.machine_mut(id, call.now)?.rules.get_mut(place) {
            *old = changed;
        }
        Ok(self.blank())
    }

    /// `DELETE /virtual_machines/:id/firewall_rules/:rule`
    pub(super) fn drop_rule(&mut self, call: &Call, id: u32, rule: &str) -> Result<Reply, Refusal> {
        let place = place(self.machine(id)?, rule)?;
        self.machine_mut(id, call.now)?.rules.remove(place);
        Ok(self.blank())
    }

    /// `PUT /virtual_machines/:id/firewall_rules/update_defaults`:
    /// `{"network_interfaces": {"<nic>": {"default_firewall_rule": "DROP"}}}`
    pub(super) fn rule_defaults(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let machine = self.machine(id)?;
        let mut changes = Vec::new();
        let wanted = call.params.inside("network_interfaces");
        for name in wanted.0.keys() {
            let nic = name.parse().ok().and_then(|id| machine.nic(id));
            let nic = nic.ok_or(Refusal::NotFound)?.id;
            let rule = wanted.inside(name).text("default_firewall_rule");
            let rule = match rule.as_deref() {
                Some("ACCEPT") => "ACCEPT",
                Some("DROP") => "DROP",
                _ => return Err(Refusal::field("default_firewall_rule", "is invalid")),
            };
            changes.push((nic, rule));
        }
        let machine = self.machine_mut(id, call.now)?;
        for (nic, rule) in changes {
            if let Some(nic) = machine.nic_mut(nic) {
                nic.default_rule = rule;
                nic.updated_at = call.now;
            }
        }
        Ok(self.blank())
    }

    /// What old panels answer here is one blank, not nothing.
    fn blank(&self) -> Reply {
        match self.dialect {
            Dialect::Legacy => Reply::blank(),
            Dialect::Modern => Reply::nothing(),
        }
    }
}

fn place(machine: &Machine, rule: &str) -> Result<usize, Refusal> {
    let rule: u32 = rule.parse().map_err(|_| Refusal::NotFound)?;
    let found = machine.rules.iter().position(|one| one.id == rule);
    found.ok_or(Refusal::NotFound)
}

/// The rule in a call. What an edit does not name stays as it was.
fn read(call: &Call, machine: &Machine, old: Option<&Rule>) -> Result<Rule, Refusal> {
    let params = call.params.inside("firewall_rule");
    let mut fields = Fields::new(&params);
    let nic = match (params.number("network_interface_id"), old) {
        (Some(nic), _) => u32::try_from(nic).unwrap_or_default(),
        (None, Some(old)) => old.nic,
        (None, None) => 0,
    };
    if old.is_none() && !params.given("network_interface_id") {
        fields.problem("network_interface_id", "can't be blank");
    } else if machine.nic(nic).is_none() {
        fields.problem("network_interface_id", "is invalid");
    }
    let mut choice = |field, kept: Option<&String>, known: &[&str]| {
        let text = params.text(field).or_else(|| kept.cloned());
        match text.map(|text| text.to_ascii_uppercase()) {
            None => fields.problem(field, "can't be blank"),
            Some(text) if known.contains(&text.as_str()) => return text,
            Some(_) => fields.problem(field, "is not included in the list"),
        }
        String::new()
    };
    let command = choice("command", old.map(|old| &old.command), &["ACCEPT", "DROP"]);
    let protocols = ["TCP", "UDP", "ICMP"];
    let protocol = choice("protocol", old.map(|old| &old.protocol), &protocols);
    let kept = |field: &str, old: Option<&String>| {
        if params.has(field) {
            params.text(field)
        } else {
            old.cloned()
        }
    };
    let port = kept("port", old.and_then(|old| old.port.as_ref()));
    if port.as_deref().is_some_and(|port| !is_port(port)) {
        fields.problem("port", "is invalid");
    }
    fields.finish()?;
    Ok(Rule {
        id: old.map_or(0, |old| old.id),
        nic,
        command,
        protocol,
        address: kept("address", old.and_then(|old| old.address.as_ref())),
        port,
        comment: kept("comment", old.and_then(|old| old.comment.as_ref())),
    })
}

/// One port, several, or a range.
fn is_port(text: &str) -> bool {
    let mut parts = text.split([':', ',', '-']);
    parts.all(|part| part.trim().parse::<u16>().is_ok())
}
