//! Networks and addresses.

use pilothouse_core::{Field, Input};

use super::{Entries, Part, disks::set_rows, or_unsaid};
use crate::katapult::spec::{
    allocation::{Allocation, AllocationKind},
    interface::Interface,
    reference::By,
    words::Word,
};

const NETWORK: &[By] = &[By::Permalink];
const SPEED_PROFILE: &[By] = &[By::Permalink];
const SUBNET: &[By] = &[By::Address];
const ADDRESS: &[By] = &[By::Address];

/// `NetworkInterfaces`.
pub(super) static INTERFACES: Part = Part {
    fields: || {
        let address = vec![
            Field::one_of(
                "type",
                "Which address",
                &[("new", "A new one"), ("existing", "One there is")],
            )
            .required(),
            Field::one_of(
                "version",
                "Version",
                &or_unsaid(&[("4", "IPv4"), ("6", "IPv6")]),
            )
            .when("type", &["new"]),
            Field::text("subnet", "Subnet")
                .when("type", &["new"])
                .help("Its address with its length, or its id, to take the new one from."),
            Field::lookup("address", "Address", "addresses", &[])
                .when("type", &["existing"])
                .required(),
        ];
        let kinds = [
            ("network", "Network"),
            ("virtual_network", "Virtual network"),
        ];
        let interface = vec![
            Field::one_of("connect", "Connect to", &kinds),
            Field::lookup("network", "Network", "networks", &[])
                .when("connect", &["network"])
                .required(),
            Field::lookup(
                "virtual_network",
                "Virtual network",
                "virtual_networks",
                &[],
            )
            .when("connect", &["virtual_network"])
            .required(),
            Field::lookup("speed_profile", "Speed", "speed_profiles", &[]),
            Field::rows("addresses", "Addresses", 0, 64, address),
        ];
        vec![
            Field::rows("interfaces", "Network interfaces", 0, 32, interface)
                .help("Without any the provider connects the machine as it sees fit."),
        ]
    },
    fill: |spec, input| {
        let interfaces = spec.interfaces.iter().flatten();
        set_rows(input, "interfaces", interfaces.map(interface_row).collect());
    },
    read: |entries, spec| {
        let interfaces = entries.rows("interfaces", interface);
        spec.interfaces = (!interfaces.is_empty()).then_some(interfaces);
    },
    is_whole: false,
};

fn interface_row(interface: &Interface) -> Input {
    let is_virtual = interface.network.is_none() && interface.virtual_network.is_some();
    let kind = if is_virtual {
        "virtual_network"
    } else {
        "network"
    };
    let virtual_network = interface.virtual_network.as_deref();
    let mut row = Input::default()
        .with("connect", kind)
        .with("virtual_network", virtual_network.unwrap_or_default());
    if let Some(network) = &interface.network {
        row.set("network", network.entry(NETWORK));
    }
    if let Some(profile) = &interface.speed_profile {
        row.set("speed_profile", profile.entry(SPEED_PROFILE));
    }
    let addresses = interface.allocations.iter().map(address_row);
    set_rows(&mut row, "addresses", addresses.collect());
    row
}

fn interface(entries: &Entries<'_>) -> Interface {
    let kind = entries.word("connect");
    let is = |other: &str| kind.as_deref() != Some(other);
    let network = || entries.reference("network", NETWORK);
    let virtual_network = || entries.word("virtual_network");
    let addresses = entries.rows("addresses", allocation);
    Interface {
        network: is("virtual_network").then(network).flatten(),
        virtual_network: is("network").then(virtual_network).flatten(),
        speed_profile: entries.reference("speed_profile", SPEED_PROFILE),
        allocations: addresses.into_iter().flatten().collect(),
    }
}

fn address_row(allocation: &Allocation) -> Input {
    let mut row = Input::default()
        .with("type", allocation.kind.word())
        .with("version", allocation.version.map_or("", Word::word));
    if let Some(subnet) = &allocation.subnet {
        row.set("subnet", subnet.entry(SUBNET));
    }
    if let Some(address) = &allocation.address {
        row.set("address", address.entry(ADDRESS));
    }
    row
}

fn allocation(entries: &Entries<'_>) -> Option<Allocation> {
    let Some(kind) = entries.choice("type") else {
        if entries.word("type").is_none() {
            entries.wrong("type", "Choose one.");
        }
        return None;
    };
    let is_new = kind == AllocationKind::New;
    let subnet = || entries.reference("subnet", SUBNET);
    let address = || entries.reference("address", ADDRESS);
    Some(Allocation {
        kind,
        version: is_new.then(|| entries.choice("version")).flatten(),
        subnet: is_new.then(subnet).flatten(),
        address: (!is_new).then(address).flatten(),
    })
}
