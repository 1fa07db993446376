//! Virtual machine packages (reference, Packages). Prices are not part of them.

use serde_json::{Value, json};

use super::{Listed, find};
use crate::katapult::{Ask, Outcome, World, page::Page, refusal::Refusal, reply::Reply};

/// A package.
pub(in crate::katapult) struct Package {
    pub(in crate::katapult) id: &'static str,
    pub(in crate::katapult) name: &'static str,
    pub(in crate::katapult) permalink: &'static str,
    pub(in crate::katapult) cpu_cores: u32,
    pub(in crate::katapult) memory_in_gb: u32,
    pub(in crate::katapult) storage_in_gb: u32,
    pub(in crate::katapult) use_dedicated_cpus: bool,
    bandwidth: Option<u32>,
}

const fn package(
    id: &'static str,
    name: &'static str,
    permalink: &'static str,
    size: (u32, u32, u32),
    use_dedicated_cpus: bool,
) -> Package {
    Package {
        id,
        name,
        permalink,
        cpu_cores: size.0,
        memory_in_gb: size.1,
        storage_in_gb: size.2,
        use_dedicated_cpus,
        bandwidth: if use_dedicated_cpus { None } else { Some(1000) },
    }
}

/// Every package. (CPU cores, memory in GB, storage in GB)
pub(in crate::katapult) static PACKAGES: [Package; 7] = [
    package(
        "vmpkg_Hq3xZ8nVb0KtW5rM",
        "Pebble 1",
        "pebble-1",
        (1, 1, 20),
        false,
    ),
    package(
        "vmpkg_2cYp7LdSg9FwJ4uE",
        "Pebble 2",
        "pebble-2",
        (1, 2, 40),
        false,
    ),
    package(
        "vmpkg_tN6aQ1kXm3RvB8hZ",
        "Pebble 4",
        "pebble-4",
        (2, 4, 80),
        false,
    ),
    package(
        "vmpkg_9sGj5WyDc7PfT0eL",
        "Boulder 8",
        "boulder-8",
        (4, 8, 160),
        false,
    ),
    package(
        "vmpkg_Ku4bM2rHx6VnZ1qA",
        "Boulder 16",
        "boulder-16",
        (8, 16, 320),
        false,
    ),
    package(
        "vmpkg_d8FtC3wJy5SpL7gN",
        "Crag 32",
        "crag-32",
        (8, 32, 320),
        true,
    ),
    package(
        "vmpkg_1vRk9XzQh4BmE6aU",
        "Crag 64",
        "crag-64",
        (16, 64, 640),
        true,
    ),
];

impl Listed for Package {
    fn id(&self) -> &'static str {
        self.id
    }
    fn permalink(&self) -> Option<&'static str> {
        Some(self.permalink)
    }
}

impl Package {
    /// With every field.
    pub(in crate::katapult) fn full(&self) -> Value {
        let group = if self.use_dedicated_cpus {
            json!({"id": "vmpkgrp_Yw7dK2nRs5XcQ0bT", "name": "Dedicated CPUs"})
        } else {
            json!({"id": "vmpkgrp_g3LzP8vHf1MjA6uE", "name": "Shared CPUs"})
        };
        json!({
            "id": self.id,
            "name": self.name,
            "permalink": self.permalink,
            "cpu_cores": self.cpu_cores,
            "ipv4_addresses": 1,
            "memory_in_gb": self.memory_in_gb,
            "storage_in_gb": self.storage_in_gb,
            "monthly_bandwidth_allowance_in_gb": self.bandwidth,
            "privacy": "public",
            "icon": null,
            "use_dedicated_cpus": self.use_dedicated_cpus,
            "group": group,
        })
    }
}

/// The package a request names, under the name this endpoint has for it.
pub(in crate::katapult) fn named(
    ask: &Ask,
    name: &'static str,
) -> Result<&'static Package, Refusal> {
    let lookup = ask.arguments.lookup(name, &["id", "permalink"])?;
    find(&PACKAGES, &lookup, "package_not_found")
}

/// `GET /virtual_machine_packages`
pub(in crate::katapult) fn list(_: &mut World, ask: &Ask) -> Outcome {
    // The organization only adds private packages, of which there are none here.
    if ask.arguments.has("organization") {
        ask.organization()?;
    }
    let page = Page::read(&ask.arguments)?;
    let shown: Vec<Value> = page.of(&PACKAGES).iter().map(Package::full).collect();
    Ok(Reply::ok(json!({
        "pagination": page.counted(PACKAGES.len()),
        "virtual_machine_packages": shown,
    })))
}

/// `GET /virtual_machine_packages/virtual_machine_package`
pub(in crate::katapult) fn show(_: &mut World, ask: &Ask) -> Outcome {
    let package = named(ask, "virtual_machine_package")?;
    Ok(Reply::ok(
        json!({ "virtual_machine_package": package.full() }),
    ))
}
