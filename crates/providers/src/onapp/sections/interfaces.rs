//! Interfaces and the addresses they have (OnApp reference, "Network interfaces" and "IP
//! addresses").

use pilothouse_core::{Content, Error, Interface};
use serde_json::Value;

use crate::{
    node::Node,
    onapp::{
        addresses::addresses,
        panel::Panel,
        plan::{Answer, Next, Plan, is_not_for_us},
        wire::{bad_answer, inside},
    },
    words::one_line,
};

/// Two lists: interfaces, and which address is on which.
pub(super) struct Interfaces {
    machine: String,
    stage: Stage,
}

enum Stage {
    Interfaces,
    Addresses(Vec<Interface>),
    Ready(Vec<Interface>),
    Ended,
}

impl Interfaces {
    /// Of the machine with this path.
    pub(super) fn new(machine: String) -> Self {
        let stage = Stage::Interfaces;
        Self { machine, stage }
    }
}

impl Plan for Interfaces {
    type Out = Content;

    fn next(&mut self, panel: &Panel) -> Result<Next<Content>, Error> {
        let list = match &self.stage {
            Stage::Interfaces => "/network_interfaces",
            Stage::Addresses(_) => "/ip_addresses",
            Stage::Ready(_) | Stage::Ended => {
                return Ok(match std::mem::replace(&mut self.stage, Stage::Ended) {
                    Stage::Ready(interfaces) => Next::Give(Content::Interfaces(interfaces)),
                    _ => Next::End,
                });
            }
        };
        let request = panel.get(&[&self.machine, list].concat(), "")?;
        Ok(Next::ask(request))
    }

    fn answered(&mut self, answer: Result<Answer, Error>) -> Result<(), Error> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Interfaces => Stage::Addresses(interfaces(&answer?.body)?),
            Stage::Addresses(mut interfaces) => {
                match answer {
                    Ok(answer) => join(&answer.body, &mut interfaces),
                    // Interfaces without addresses are better than nothing.
                    Err(error) if is_not_for_us(&error) => {}
                    Err(error) => return Err(error),
                }
                Stage::Ready(interfaces)
            }
            stage => stage,
        };
        Ok(())
    }
}

/// Reads a list of interfaces.
pub(super) fn interfaces(body: &Value) -> Result<Vec<Interface>, Error> {
    let list = Node::from(body);
    if !list.is_list() {
        return Err(bad_answer("is not a list of interfaces"));
    }
    Ok(list.items().filter_map(interface).collect())
}

fn interface(item: Node<'_>) -> Option<Interface> {
    let node = inside(item, "network_interface");
    let text = |key| node.get(key).text().map(|text| one_line(&text));
    let is = |key: &str| node.get(key).flag();
    let rate = node.get("rate_limit").number();
    let details = [
        (is("primary") == Some(true)).then(|| "primary".to_owned()),
        (is("connected") == Some(false)).then(|| "not connected".to_owned()),
        rate.map(|rate| match rate {
            0 => "no speed limit".to_owned(),
            rate => format!("{rate} Mbit/s"),
        }),
        text("default_firewall_rule").map(|rule| ["firewall: ", &rule].concat()),
    ];
    let details: Vec<String> = details.into_iter().flatten().collect();
    Some(Interface {
        id: text("id")?,
        name: text("label")
            .or_else(|| text("identifier"))
            .unwrap_or_default(),
        mac: text("mac_address").unwrap_or_default(),
        network: String::new(),
        addresses: Vec::new(),
        detail: details.join(", "),
    })
}

/// Puts each address where it belongs. Only the number of its network is told.
fn join(body: &Value, interfaces: &mut Vec<Interface>) {
    for item in Node::from(body).items() {
        let join = inside(item, "ip_address_join");
        let id = join.get("network_interface_id").text().unwrap_or_default();
        let address = inside(join.get("ip_address"), "ip_address");
        let network = address.get("network_id").text();
        let found = addresses(join.get("ip_address"));
        let at = interfaces.iter().position(|interface| interface.id == id);
        if at.is_none() && !found.is_empty() {
            interfaces.push(Interface {
                id,
                ..Interface::default()
            });
        }
        let at = at.unwrap_or(interfaces.len().saturating_sub(1));
        let Some(interface) = interfaces.get_mut(at).filter(|_| !found.is_empty()) else {
            continue;
        };
        interface.addresses.extend(found);
        if let (true, Some(network)) = (interface.network.is_empty(), network) {
            interface.network = ["Network ", &one_line(&network)].concat();
        }
    }
}
