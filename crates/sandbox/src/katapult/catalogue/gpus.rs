//! Types of graphics processors (reference, Places and networks).

use serde_json::{Value, json};

use super::{
    Listed, find,
    places::{self, DATA_CENTERS, DataCenter},
};
use crate::katapult::{
    Ask, Outcome, World, arguments::Arguments, page::Page, refusal::Refusal, reply::Reply,
};

/// A GPU type.
pub(in crate::katapult) struct GpuType {
    id: &'static str,
    name: &'static str,
    manufacturer: &'static str,
    memory_in_gb: u32,
    memory_type: &'static str,
    permalink: &'static str,
    data_centers: &'static [&'static DataCenter],
}

static GPU_TYPES: [GpuType; 2] = [
    GpuType {
        id: "gpu_T4kXw9vRb2NsZ7qH",
        name: "Lantern 24",
        manufacturer: "Demo Silicon",
        memory_in_gb: 24,
        memory_type: "GDDR6",
        permalink: "lantern-24",
        data_centers: &[&DATA_CENTERS[0], &DATA_CENTERS[1]],
    },
    GpuType {
        id: "gpu_8mPc3LgYd6JtE1uW",
        name: "Lighthouse 80",
        manufacturer: "Demo Silicon",
        memory_in_gb: 80,
        memory_type: "HBM3",
        permalink: "lighthouse-80",
        data_centers: &[&DATA_CENTERS[0]],
    },
];

impl Listed for GpuType {
    fn id(&self) -> &'static str {
        self.id
    }
    fn permalink(&self) -> Option<&'static str> {
        Some(self.permalink)
    }
}

impl GpuType {
    /// Id, name and permalink.
    pub(in crate::katapult) fn brief(&self) -> Value {
        json!({"id": self.id, "name": self.name, "permalink": self.permalink})
    }

    /// As machines and data centers show it.
    pub(in crate::katapult) fn full(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "manufacturer": self.manufacturer,
            "memory_in_gb": self.memory_in_gb,
            "memory_type": self.memory_type,
            "permalink": self.permalink,
        })
    }

    /// With the places that have it, as described by each.
    pub(in crate::katapult) fn with_places(&self, place: fn(&DataCenter) -> Value) -> Value {
        let mut shown = self.full();
        if let Some(fields) = shown.as_object_mut() {
            let places = self.data_centers.iter().map(|one| place(one)).collect();
            fields.insert("data_centers".to_owned(), Value::Array(places));
        }
        shown
    }

    /// Whether a data center has it.
    pub(in crate::katapult) fn is_at(&self, place: &DataCenter) -> bool {
        self.data_centers.iter().any(|one| one.id == place.id)
    }
}

/// The GPU type some arguments name, if they name one.
pub(in crate::katapult) fn optional(
    arguments: &Arguments,
) -> Result<Option<&'static GpuType>, Refusal> {
    arguments
        .optional_lookup("gpu_type", &["id", "permalink"])?
        .map(|lookup| find(&GPU_TYPES, &lookup, "gpu_type_not_found"))
        .transpose()
}

/// `GET /gpu_types`
pub(in crate::katapult) fn list(_: &mut World, ask: &Ask) -> Outcome {
    Page::list(&ask.arguments, "gpu_types", &GPU_TYPES, |one| {
        one.with_places(DataCenter::brief)
    })
}

/// `GET /gpu_types/gpu_type`
pub(in crate::katapult) fn show(_: &mut World, ask: &Ask) -> Outcome {
    let found = optional(&ask.arguments)?.ok_or_else(|| ask.arguments.missing("gpu_type"))?;
    Ok(Reply::ok(
        json!({ "gpu_type": found.with_places(DataCenter::brief) }),
    ))
}

/// `GET /data_centers/data_center/gpu_types`
pub(in crate::katapult) fn of_data_center(_: &mut World, ask: &Ask) -> Outcome {
    let place = places::data_center(ask)?;
    let there: Vec<&GpuType> = GPU_TYPES.iter().filter(|one| one.is_at(place)).collect();
    Page::list(&ask.arguments, "gpu_types", &there, |one| one.full())
}
