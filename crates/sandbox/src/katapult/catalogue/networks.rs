//! Networks machines can be put on, and their speed and disk profiles.

use serde_json::{Value, json};

use super::{
    Listed, find,
    places::{self, DATA_CENTERS, DataCenter},
};
use crate::katapult::{Ask, Outcome, World, page::Page, refusal::Refusal, reply::Reply};

/// A public network; one a data center, and the default there.
pub(in crate::katapult) struct Network {
    pub(in crate::katapult) id: &'static str,
    pub(in crate::katapult) name: &'static str,
    pub(in crate::katapult) permalink: &'static str,
    data_center: &'static DataCenter,
}

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

/// `GET /organizations/organization/available_networks`; not paginated.
pub(in crate::katapult) fn available(_: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let networks: Vec<Value> = NETWORKS.iter().map(Network::listed).collect();
    let virtual_networks: Vec<Value> = DATA_CENTERS
        .iter()
        .take(1)
        .map(|data_center| {
            json!({
                "id": "vnet_S5bWk8dNz3XqH0tC",
                "name": format!("{} backbone", organization.name),
                "data_center": data_center.brief(),
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
    let network = optional(ask)?.ok_or_else(|| ask.arguments.missing("network"))?;
    Ok(Reply::ok(json!({ "network": network.full() })))
}

/// `GET /data_centers/data_center/default_network`
pub(in crate::katapult) fn show_default(_: &mut World, ask: &Ask) -> Outcome {
    let network = Network::default_of(places::data_center(ask)?)
        .ok_or_else(|| Refusal::not_found("network_not_found"))?;
    Ok(Reply::ok(json!({ "network": network.listed() })))
}

/// `GET /organizations/organization/network_speed_profiles`
pub(in crate::katapult) fn speed_profiles(_: &mut World, ask: &Ask) -> Outcome {
    ask.organization()?;
    let all = [
        ("nsp_Qd2mV7kYr9LxT4fJ", "1 Gbit/s", "1gbps", 1000),
        ("nsp_w8HgZ1cNb5PsU6eA", "10 Gbit/s", "10gbps", 10_000),
    ];
    let page = Page::read(&ask.arguments)?;
    let shown: Vec<Value> = page
        .of(&all)
        .iter()
        .map(|(id, name, permalink, speed)| {
            json!({
                "id": id,
                "name": name,
                "permalink": permalink,
                "upload_speed_in_mbit": speed,
                "download_speed_in_mbit": speed,
            })
        })
        .collect();
    Ok(Reply::ok(json!({
        "pagination": page.counted(all.len()),
        "network_speed_profiles": shown,
    })))
}

/// `GET /organizations/organization/disk_io_profiles`
pub(in crate::katapult) fn io_profiles(_: &mut World, ask: &Ask) -> Outcome {
    ask.organization()?;
    let all = [
        ("diop_3rXvK6sMd0GwB9hQ", "Standard", "standard", Some(1000)),
        ("diop_yL5tN8jFc2ZpE7aU", "Unlimited", "unlimited", None),
    ];
    let page = Page::read(&ask.arguments)?;
    let shown: Vec<Value> = page
        .of(&all)
        .iter()
        .map(|(id, name, permalink, iops)| {
            json!({
                "id": id,
                "name": name,
                "permalink": permalink,
                "speed_in_mb": iops.map(|iops: u32| iops / 4),
                "iops": iops,
            })
        })
        .collect();
    Ok(Reply::ok(json!({
        "pagination": page.counted(all.len()),
        "disk_io_profiles": shown,
    })))
}
