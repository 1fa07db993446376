//! A machine's network interfaces.

use pilothouse_core::{Content, Error, Interface, Response};

use crate::{
    bigv::wire,
    node::{Node, add_address},
};

/// Reads `GET {machine}/nics` (BigV reference, "NICs & IPs").
pub(super) fn interfaces(response: &Response) -> Result<Content, Error> {
    Ok(Content::Interfaces(nics(response)?))
}

pub(super) fn nics(response: &Response) -> Result<Vec<Interface>, Error> {
    let answer = wire::objects(response)?;
    let rows = Node::from(&answer).rows().iter().map(Node::from);
    Ok(rows.filter(|row| row.is_object()).map(interface).collect())
}

fn interface(nic: Node) -> Interface {
    let text = |key: &str| nic.get(key).text().unwrap_or_default();
    let mut interface = Interface {
        id: text("id"),
        name: text("label"),
        mac: text("mac"),
        network: nic
            .get("vlan_num")
            .text()
            .map_or(String::new(), |vlan| ["VLAN ", &vlan].concat()),
        ..Interface::default()
    };
    for ip in nic.get("ips").items() {
        add_address(&mut interface.addresses, ip.str().unwrap_or_default());
    }
    // An address is routed to one of the interface's own, if BigV says to which.
    for (ip, via) in nic.get("extra_ips").members() {
        add_address(&mut interface.addresses, ip);
        if let Some(via) = via.text() {
            if !interface.detail.is_empty() {
                interface.detail.push_str(", ");
            }
            interface.detail += &[ip, " by way of ", &via].concat();
        }
    }
    for ip in nic.get("extra_ips").items() {
        add_address(&mut interface.addresses, ip.str().unwrap_or_default());
    }
    interface
}
