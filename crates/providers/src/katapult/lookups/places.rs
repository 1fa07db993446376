//! Where a machine can be (Katapult reference, "Places and networks").

use pilothouse_core::{Access, Choice, Flow};

use super::{List, choice, listed};
use crate::{
    katapult::{
        answer::text_at,
        flows::OneAfterAnother,
        form_values::{DATA_CENTER, ZONE},
    },
    node::Node,
};

/// `GET /data_centers`; not paginated.
static DATA_CENTERS: List = List {
    below: "/data_centers",
    fixed: "",
    key: "data_centers",
    paged: false,
    read: data_center,
};

/// `GET /zones`; not paginated.
static ZONES: List = List {
    below: "/zones",
    fixed: "",
    key: "zones",
    paged: false,
    read: zone,
};

static PLACED_DATA_CENTERS: List = List {
    read: |node| Some(placed(DATA_CENTER, "any zone", data_center(node)?)),
    ..DATA_CENTERS
};

static PLACED_ZONES: List = List {
    read: |node| Some(placed(ZONE, "zone", zone(node)?)),
    ..ZONES
};

/// `GET /organizations/organization/available_networks`; not paginated.
pub(super) static NETWORKS: List = List {
    below: "/organizations/organization/available_networks",
    fixed: "",
    key: "networks",
    paged: false,
    read: |node| {
        let is_default = node.get("default").flag() == Some(true);
        let mut one = in_data_center(node)?;
        if is_default {
            one.detail = listed(vec![
                (!one.detail.is_empty()).then_some(one.detail),
                Some("the usual one".to_owned()),
            ]);
        }
        Some(one)
    },
};

/// The other list in the same answer.
pub(super) static VIRTUAL_NETWORKS: List = List {
    key: "virtual_networks",
    read: in_data_center,
    ..NETWORKS
};

fn data_center(node: Node) -> Option<Choice> {
    let country = text_at(node, &["country", "name"]).unwrap_or_default();
    Some(choice(node)?.with_detail(country))
}

fn zone(node: Node) -> Option<Choice> {
    in_data_center(node)
}

fn in_data_center(node: Node) -> Option<Choice> {
    let place = text_at(node, &["data_center", "name"]).unwrap_or_default();
    Some(choice(node)?.with_detail(place))
}

/// The same as one of two kinds of places: the value says which.
fn placed(kind: &str, word: &str, mut one: Choice) -> Choice {
    one.value = [kind, ":", &one.value].concat();
    let detail = (!one.detail.is_empty()).then_some(one.detail);
    one.detail = listed(vec![detail, Some(word.to_owned())]);
    one
}

/// Data centers and zones as the values of one field.
pub(super) fn places(access: &Access) -> Box<dyn Flow<Vec<Choice>>> {
    let data_centers = PLACED_DATA_CENTERS.pages(access, String::new());
    let zones = PLACED_ZONES.pages(access, String::new());
    Box::new(OneAfterAnother::new(vec![
        Box::new(data_centers),
        Box::new(zones),
    ]))
}

/// Data centers alone.
pub(super) fn data_centers(access: &Access) -> Box<dyn Flow<Vec<Choice>>> {
    Box::new(DATA_CENTERS.pages(access, String::new()))
}

/// Zones alone.
pub(super) fn zones(access: &Access) -> Box<dyn Flow<Vec<Choice>>> {
    Box::new(ZONES.pages(access, String::new()))
}
