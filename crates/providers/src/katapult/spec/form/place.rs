//! Where the machine is and how large.

use pilothouse_core::{Field, Input};

use super::Part;
use crate::katapult::spec::{reference::By, resources::Resources};

const ZONE: &[By] = &[By::Permalink];
const DATA_CENTER: &[By] = &[By::Permalink, By::Name];
const PACKAGE: &[By] = &[By::Permalink];

/// `Zone` or `DataCenter`.
pub(super) static PLACE: Part = Part {
    fields: || {
        vec![
            Field::one_of(
                "place",
                "Choose by",
                &[("data_center", "Data center"), ("zone", "Zone")],
            )
            .help("A zone is one part of a data center; not every organization may choose it."),
            Field::lookup("data_center", "Data center", "data_centers", &[])
                .when("place", &["data_center"])
                .required(),
            Field::lookup("zone", "Zone", "zones", &[])
                .when("place", &["zone"])
                .required(),
        ]
    },
    fill: |spec, input| {
        let is_zone = spec.zone.is_some() && spec.data_center.is_none();
        input.set("place", if is_zone { "zone" } else { "data_center" });
        if let Some(place) = &spec.data_center {
            input.set("data_center", place.entry(DATA_CENTER));
        }
        if let Some(place) = &spec.zone {
            input.set("zone", place.entry(ZONE));
        }
    },
    read: |entries, spec| {
        let place = entries.word("place");
        let is = |other: &str| place.as_deref() != Some(other);
        spec.zone = is("data_center")
            .then(|| entries.reference("zone", ZONE))
            .flatten();
        spec.data_center = is("zone")
            .then(|| entries.reference("data_center", DATA_CENTER))
            .flatten();
    },
    is_whole: false,
};

/// `Resources`.
pub(super) static RESOURCES: Part = Part {
    fields: || {
        vec![
            Field::one_of(
                "size",
                "Size",
                &[("package", "A package"), ("flexible", "Chosen freely")],
            )
            .help("Only some organizations may choose memory and cores freely."),
            Field::lookup("package", "Package", "packages", &[])
                .when("size", &["package"])
                .required(),
            Field::number("memory", "Memory", 1, u64::from(u32::MAX), "GB")
                .when("size", &["flexible"])
                .required(),
            Field::number("cpus", "Processor cores", 1, u64::from(u32::MAX), "")
                .when("size", &["flexible"])
                .required(),
        ]
    },
    fill: |spec, input| {
        let Resources {
            package,
            memory,
            cores,
        } = &spec.resources;
        let is_flexible = package.is_none() && (memory.is_some() || cores.is_some());
        input.set("size", if is_flexible { "flexible" } else { "package" });
        if let Some(package) = package {
            input.set("package", package.entry(PACKAGE));
        }
        set_number(input, "memory", *memory);
        set_number(input, "cpus", *cores);
    },
    read: |entries, spec| {
        let size = entries.word("size");
        let is = |other: &str| size.as_deref() != Some(other);
        let number = |key| is("package").then(|| entries.number(key, 1)).flatten();
        spec.resources = Resources {
            package: is("flexible")
                .then(|| entries.reference("package", PACKAGE))
                .flatten(),
            memory: number("memory"),
            cores: number("cpus"),
        };
    },
    is_whole: false,
};

/// Enters a number, if there is one.
pub(super) fn set_number(input: &mut Input, key: &str, number: Option<u32>) {
    if let Some(number) = number {
        input.set(key, u64::from(number));
    }
}
