//! Network interfaces of a specification and the addresses on them.

use super::Reader;
use crate::katapult::{
    build::{AddressOrder, InterfaceOrder},
    catalogue::{
        networks::{NETWORKS, Network, SUBNETS, VIRTUAL_NETWORKS},
        places::Zone,
        profiles::SPEEDS,
    },
    interface::Place,
    ip::Allocation,
    xml::Element,
};

impl Reader<'_> {
    /// The interfaces as given; without the element, one on the data center's own network.
    pub(super) fn interfaces(&mut self, zone: Option<&'static Zone>) -> Vec<InterfaceOrder> {
        let Some(container) = self.spec.child("NetworkInterfaces") else {
            let default = zone.and_then(|zone| Network::default_of(zone.data_center));
            return default.into_iter().map(InterfaceOrder::on).collect();
        };
        let mut interfaces = Vec::new();
        for element in &container.children {
            if element.name == "NetworkInterface"
                && let Some(interface) = self.interface(element)
            {
                interfaces.push(interface);
            }
        }
        interfaces
    }

    fn interface(&mut self, element: &Element) -> Option<InterfaceOrder> {
        let place = match (element.child("Network"), element.child("VirtualNetwork")) {
            (Some(network), None) => {
                let found = self.refer(&NETWORKS, network, &["permalink"])?;
                Place::Public(found)
            }
            (None, Some(network)) => Place::Virtual(self.refer(&VIRTUAL_NETWORKS, network, &[])?),
            _ => {
                self.fault("NetworkInterface must have a Network or a VirtualNetwork");
                return None;
            }
        };
        let speed = match element.child("SpeedProfile") {
            Some(profile) => self.refer(&SPEEDS, profile, &["permalink"])?,
            None => SPEEDS.first()?,
        };
        let mut addresses = Vec::new();
        for allocation in &element.children {
            if allocation.name == "IPAddressAllocation" {
                addresses.extend(self.allocation(allocation, place));
            }
        }
        Some(InterfaceOrder {
            place,
            speed,
            addresses,
        })
    }

    fn allocation(&mut self, element: &Element, place: Place) -> Option<AddressOrder> {
        match element.attribute("type") {
            Some("new") => self.new_address(element),
            Some("existing") => self.existing_address(element, place),
            _ => {
                self.fault("IPAddressAllocation type must be new or existing");
                None
            }
        }
    }

    fn new_address(&mut self, element: &Element) -> Option<AddressOrder> {
        if let Some(subnet) = element.child("Subnet") {
            let by_address = self.by(subnet, &["address"])? == "address";
            let found = SUBNETS.iter().find(|one| {
                let known = if by_address { one.address } else { one.id };
                known == subnet.text
            });
            self.found(subnet, found)?;
        }
        match element.text_at(&["Version"]) {
            None | Some("4") => Some(AddressOrder::New("ipv4")),
            Some("6") => Some(AddressOrder::New("ipv6")),
            Some(_) => {
                self.fault("Version must be 4 or 6");
                None
            }
        }
    }

    fn existing_address(&mut self, element: &Element, place: Place) -> Option<AddressOrder> {
        let Some(reference) = element.child("IPAddress") else {
            self.fault("IPAddressAllocation must have an IPAddress");
            return None;
        };
        let by_address = self.by(reference, &["address"])? == "address";
        let found = self
            .world
            .find_ip(self.organization, &reference.text, by_address)
            .cloned();
        let address = self.found(reference, found)?;
        if address.allocation != Allocation::None {
            self.fault("IPAddress is already allocated");
            return None;
        }
        if !matches!(place, Place::Public(network) if network.id == address.network.id) {
            self.fault("IPAddress is not on the network of its interface");
            return None;
        }
        Some(AddressOrder::Existing(address.id))
    }
}
