//! Networks machines can be put on, and the subnets addresses there come from.

use serde_json::{Value, json};

use super::{
    Listed, find,
    places::{self, DATA_CENTERS, DataCenter},
};
use crate::katapult::{Ask, Outcome, World, refusal::Refusal, reply::Reply};

/// A public network; one a data center, and the default there.
pub(in crate::katapult) struct Network {
    pub(in crate::katapult) id: &'static str,
    pub(in crate::katapult) name: &'static str,
    pub(in crate::katapult) permalink: &'static str,
    pub(in crate::katapult) data_center: &'static DataCenter,
}

/// A network of an organization's own.
pub(in crate::katapult) struct VirtualNetwork {
    pub(in crate::katapult) id: &'static str,
    pub(in crate::katapult) name: &'static str,
    pub(in crate::katapult) data_center: &'static DataCenter,
}

/// Every virtual network. To keep it simple each organization has the same ones.
pub(in crate::katapult) static VIRTUAL_NETWORKS: [VirtualNetwork; 1] = [VirtualNetwork {
    id: "vnet_S5bWk8dNz3XqH0tC",
    name: "Backbone",
    data_center: &DATA_CENTERS[0],
}];

/// A range of addresses; all networks give addresses out of all of them.
pub(in crate::katapult) struct Subnet {
    pub(in crate::katapult) id: &'static str,
    pub(in crate::katapult) address: &'static str,
}

/// Every subnet.
pub(in crate::katapult) static SUBNETS: [Subnet; 4] = [
    Subnet {
        id: "sbnt_Lq3vN8xTc5RwK2hB",
        address: "192.0.2.0/24",
    },
    Subnet {
        id: "sbnt_1zYd7MgPs4JfX9eU",
        address: "198.51.100.0/24",
    },
    Subnet {
        id: "sbnt_Wk6tH0bVn3QcL8aE",
        address: "203.0.113.0/24",
    },
    Subnet {
        id: "sbnt_r5SxG2jZd9MpY7uT",
        address: "2001:db8::/32",
    },
];

/// Every network.
pub(in crate::katapult) static NETWORKS: [Network; 2] = [
    Network {
        id: "netw_Fp0sX6hRk2WvB9nD",
        name: "London public",
        permalink: "uk-demo-01-public",
        data_center: &DATA_CENTERS[0],
    },
    Network {
        id: "netw_7yTcL4jZq8MgE1aV",
        name: "Amsterdam public",
        permalink: "nl-demo-01-public",
        data_center: &DATA_CENTERS[1],
    },
];

impl Listed for Network {
    fn id(&self) -> &'static str {
        self.id
    }
    fn permalink(&self) -> Option<&'static str> {
        Some(self.permalink)
    }
}

impl Listed for VirtualNetwork {
    fn id(&self) -> &'static str {
        self.id
    }
    fn permalink(&self) -> Option<&'static str> {
        None
    }
}

impl Network {
    /// The default network of a data center.
    pub(in crate::katapult) fn default_of(data_center: &DataCenter) -> Option<&'static Self> {
        NETWORKS
            .iter()
            .find(|network| network.data_center.id == data_center.id)
    }

    fn with(&self, data_center: Value) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "permalink": self.permalink,
            "default": true,
            "data_center": data_center,
        })
    }

    /// In lists: without the country.
    fn listed(&self) -> Value {
        self.with(self.data_center.brief())
    }

    /// With its whole data center.
    pub(in crate::katapult) fn full(&self) -> Value {
        self.with(self.data_center.full())
    }
}

/// The network a request names, if it names one.
pub(in crate::katapult) fn optional(ask: &Ask) -> Result<Option<&'static Network>, Refusal> {
    ask.arguments
        .optional_lookup("network", &["id", "permalink"])?
        .map(|lookup| find(&NETWORKS, &lookup, "network_not_found"))
        .transpose()
}

/// The network a request has to name.
pub(in crate::katapult) fn named(ask: &Ask) -> Result<&'static Network, Refusal> {
    optional(ask)?.ok_or_else(|| ask.arguments.missing("network"))
}

/// The virtual network a request names, if it names one.
pub(in crate::katapult) fn optional_virtual(
    ask: &Ask,
) -> Result<Option<&'static VirtualNetwork>, Refusal> {
    ask.arguments
        .optional_lookup("virtual_network", &["id"])?
        .map(|lookup| find(&VIRTUAL_NETWORKS, &lookup, "virtual_network_not_found"))
        .transpose()
}

/// `GET /organizations/organization/available_networks`; not paginated.
pub(in crate::katapult) fn available(_: &mut World, ask: &Ask) -> Outcome {
    ask.organization()?;
    let networks: Vec<Value> = NETWORKS.iter().map(Network::listed).collect();
    let virtual_networks: Vec<Value> = VIRTUAL_NETWORKS
        .iter()
        .map(|one| {
            json!({
                "id": one.id,
                "name": one.name,
                "data_center": one.data_center.brief(),
            })
        })
        .collect();
    Ok(Reply::ok(json!({
        "networks": networks,
        "virtual_networks": virtual_networks,
    })))
}

/// `GET /networks/network`
pub(in crate::katapult) fn show(_: &mut World, ask: &Ask) -> Outcome {
    Ok(Reply::ok(json!({ "network": named(ask)?.full() })))
}

/// `GET /data_centers/data_center/default_network`
pub(in crate::katapult) fn show_default(_: &mut World, ask: &Ask) -> Outcome {
    let network = Network::default_of(places::data_center(ask)?)
        .ok_or_else(|| Refusal::not_found("network_not_found"))?;
    Ok(Reply::ok(json!({ "network": network.listed() })))
}
