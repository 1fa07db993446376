//! The machine's interfaces, addresses and private networks.

use pilothouse_core::{Content, Error, Interface, MachineId};

use super::{Answers, is_of, label, machine, price, rows};
use crate::node::{Node, add_address};

/// The public interface and one for each private network (e24cloud reference, "The VM object").
pub(super) fn interfaces(id: &MachineId, answers: &Answers) -> Result<Vec<Content>, Error> {
    let machine = machine(answers.get(0)?, id)?;
    let mut interfaces = Vec::new();
    let public = machine.get("public_interface").object();
    if public.is_object() {
        interfaces.push(self::public(public));
    }
    let networks = machine.get("networks").rows().iter().map(Node::from);
    interfaces.extend(
        networks
            .filter(|network| network.is_object())
            .map(|network| Interface {
                id: network.get("id").text().unwrap_or_default(),
                name: "Private".to_owned(),
                mac: network.get("mac_address").text().unwrap_or_default(),
                network: network.get("label").text().unwrap_or_default(),
                addresses: Vec::new(),
                // Its values are not published.
                detail: network.get("type").text().unwrap_or_default(),
            }),
    );
    Ok(vec![Content::Interfaces(interfaces)])
}

fn public(public: Node<'_>) -> Interface {
    let mut addresses = Vec::new();
    let mut by_dhcp = Vec::new();
    let primary = public.get("primary_ip_ipv4address").text();
    add_address(&mut addresses, &primary.unwrap_or_default());
    for row in public.get("ipv4_addresses").rows() {
        let row = Node::from(row);
        let address = row.get("ipv4_address").text().unwrap_or_default();
        add_address(&mut addresses, &address);
        if row.get("dhcp").flag() == Some(true) {
            add_address(&mut by_dhcp, &address);
        }
    }
    let detail = if by_dhcp.is_empty() {
        String::new()
    } else {
        ["By DHCP: ", &by_dhcp.join(", ")].concat()
    };
    Interface {
        id: String::new(),
        name: "Public".to_owned(),
        mac: public.get("mac_address").text().unwrap_or_default(),
        network: String::new(),
        addresses,
        detail,
    }
}

/// `GET /v2/ipv4-addresses/` (e24cloud reference, "IPv4"): those attached to the machine.
pub(super) fn addresses(id: &MachineId, answers: &Answers) -> Result<Vec<Content>, Error> {
    let addresses = rows(answers.get(0)?, "ipv4_addresses")?.iter();
    let own = addresses.map(Node::from).filter(|node| is_of(*node, id));
    let facts = own.filter_map(|address| {
        let dhcp = address.get("dhcp").flag() == Some(true);
        // Without a zone of time: shown as it is told.
        let since = address.get("attach_time").text();
        let words = [
            dhcp.then(|| "by DHCP".to_owned()),
            since.map(|since| ["since ", &since].concat()),
            price(address),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        Some((address.get("ipv4_address").text()?, words.join(", ")))
    });
    Ok(vec![Content::Facts(facts.collect())])
}

/// `GET /v2/vlans` (e24cloud reference, "VLANs"): those the machine is in.
pub(super) fn vlans(id: &MachineId, answers: &Answers) -> Result<Vec<Content>, Error> {
    let vlans = rows(answers.get(0)?, "vlans")?.iter();
    let own = vlans.map(Node::from).filter(|node| is_of(*node, id));
    let facts = own.map(|vlan| {
        let others: Vec<String> = vlan
            .get("virtual_machines")
            .rows()
            .iter()
            .map(Node::from)
            .filter(|machine| machine.is_object() && !super::is(*machine, id))
            .map(label)
            .collect();
        let others = (!others.is_empty()).then(|| ["with ", &others.join(", ")].concat());
        let words: Vec<String> = [others, price(vlan)].into_iter().flatten().collect();
        (label(vlan), words.join(", "))
    });
    Ok(vec![Content::Facts(facts.collect())])
}
