//! Countries, data centers and zones. Data-center ids come in two spellings, an older and a
//! newer one (reference, Identifiers).

use serde_json::{Value, json};

use super::{Listed, find};
use crate::katapult::{Ask, Outcome, World, refusal::Refusal, reply::Reply};

/// A country.
pub(in crate::katapult) struct Country {
    id: &'static str,
    name: &'static str,
    codes: (&'static str, &'static str),
    time_zone: &'static str,
    eu: bool,
}

/// A data center.
pub(in crate::katapult) struct DataCenter {
    pub(in crate::katapult) id: &'static str,
    pub(in crate::katapult) name: &'static str,
    pub(in crate::katapult) permalink: &'static str,
    country: &'static Country,
}

/// A zone of a data center.
pub(in crate::katapult) struct Zone {
    pub(in crate::katapult) id: &'static str,
    name: &'static str,
    permalink: &'static str,
    pub(in crate::katapult) data_center: &'static DataCenter,
}

/// The United Kingdom.
pub(in crate::katapult) static BRITAIN: Country = Country {
    id: "ctry_8hTq2LwN5vXk0RzB",
    name: "United Kingdom",
    codes: ("GB", "GBR"),
    time_zone: "Europe/London",
    eu: false,
};

static NETHERLANDS: Country = Country {
    id: "ctry_Jd4s7PfY1mWc9GaE",
    name: "Netherlands",
    codes: ("NL", "NLD"),
    time_zone: "Europe/Amsterdam",
    eu: true,
};

/// Every data center.
pub(in crate::katapult) static DATA_CENTERS: [DataCenter; 2] = [
    DataCenter {
        id: "loc_Zr6uT0bKq3HnV8dS",
        name: "London (demo)",
        permalink: "uk-demo-01",
        country: &BRITAIN,
    },
    DataCenter {
        id: "dc_m2XyC9gLw5EpJ7aQ",
        name: "Amsterdam (demo)",
        permalink: "nl-demo-01",
        country: &NETHERLANDS,
    },
];

static LONDON: &DataCenter = &DATA_CENTERS[0];
static AMSTERDAM: &DataCenter = &DATA_CENTERS[1];

/// Every zone.
pub(in crate::katapult) static ZONES: [Zone; 3] = [
    Zone {
        id: "zone_Bf1kR7sDz4QwN0hU",
        name: "London north",
        permalink: "uk-demo-01-north",
        data_center: LONDON,
    },
    Zone {
        id: "zone_vG5tM2pXj8YcL6eA",
        name: "London south",
        permalink: "uk-demo-01-south",
        data_center: LONDON,
    },
    Zone {
        id: "zone_4nKd9WqHb3RsT7yP",
        name: "Amsterdam",
        permalink: "nl-demo-01-a",
        data_center: AMSTERDAM,
    },
];

impl Listed for DataCenter {
    fn id(&self) -> &'static str {
        self.id
    }
    fn permalink(&self) -> Option<&'static str> {
        Some(self.permalink)
    }
}

impl Listed for Zone {
    fn id(&self) -> &'static str {
        self.id
    }
    fn permalink(&self) -> Option<&'static str> {
        Some(self.permalink)
    }
}

impl Country {
    /// With every field.
    pub(in crate::katapult) fn full(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "iso_code2": self.codes.0,
            "iso_code3": self.codes.1,
            "time_zone": self.time_zone,
            "eu": self.eu,
        })
    }
}

impl DataCenter {
    /// Id, name and permalink.
    pub(in crate::katapult) fn brief(&self) -> Value {
        json!({"id": self.id, "name": self.name, "permalink": self.permalink})
    }

    /// As the data center endpoints show it.
    fn listed(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "permalink": self.permalink,
            "country": {"id": self.country.id, "name": self.country.name},
        })
    }

    /// With its whole country.
    pub(in crate::katapult) fn full(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "permalink": self.permalink,
            "country": self.country.full(),
        })
    }

    /// Its zones, the first one being where machines go that name no zone.
    pub(in crate::katapult) fn first_zone(&self) -> Option<&'static Zone> {
        ZONES.iter().find(|zone| zone.data_center.id == self.id)
    }
}

impl Zone {
    /// In lists: without the country.
    pub(in crate::katapult) fn listed(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "permalink": self.permalink,
            "data_center": self.data_center.brief(),
        })
    }

    /// With its whole data center.
    pub(in crate::katapult) fn full(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "permalink": self.permalink,
            "data_center": self.data_center.full(),
        })
    }
}

/// The data center a request names.
pub(in crate::katapult) fn data_center(ask: &Ask) -> Result<&'static DataCenter, Refusal> {
    let lookup = ask.arguments.lookup("data_center", &["id", "permalink"])?;
    find(&DATA_CENTERS, &lookup, "data_center_not_found")
}

/// `GET /data_centers`; not paginated.
#[expect(clippy::unnecessary_wraps, reason = "every endpoint has this shape")]
pub(in crate::katapult) fn list_data_centers(_: &mut World, _: &Ask) -> Outcome {
    let all: Vec<Value> = DATA_CENTERS.iter().map(DataCenter::listed).collect();
    Ok(Reply::ok(json!({ "data_centers": all })))
}

/// `GET /data_centers/data_center`
pub(in crate::katapult) fn show_data_center(_: &mut World, ask: &Ask) -> Outcome {
    Ok(Reply::ok(
        json!({ "data_center": data_center(ask)?.listed() }),
    ))
}

/// `GET /zones`; not paginated.
#[expect(clippy::unnecessary_wraps, reason = "every endpoint has this shape")]
pub(in crate::katapult) fn list_zones(_: &mut World, _: &Ask) -> Outcome {
    let all: Vec<Value> = ZONES.iter().map(Zone::listed).collect();
    Ok(Reply::ok(json!({ "zones": all })))
}

/// `GET /zones/zone`
pub(in crate::katapult) fn show_zone(_: &mut World, ask: &Ask) -> Outcome {
    let lookup = ask.arguments.lookup("zone", &["id", "permalink"])?;
    let zone = find(&ZONES, &lookup, "zone_not_found")?;
    Ok(Reply::ok(json!({ "zone": zone.full() })))
}
