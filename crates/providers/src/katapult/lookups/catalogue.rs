//! What a machine can be made of (Katapult reference, "Packages" and "Places and networks").

use pilothouse_core::{Access, Choice, Flow, Input};

use super::{List, choice, counted, listed};
use crate::{katapult::find::DATA_CENTER, node::Node};

/// `GET /virtual_machine_packages`; with an organization also its private ones.
pub(super) static PACKAGES: List = List {
    below: "/virtual_machine_packages",
    fixed: "",
    key: "virtual_machine_packages",
    paged: true,
    read: |node| {
        let detail = listed(vec![
            counted(node.get("cpu_cores"), cpus(node)),
            counted(node.get("memory_in_gb"), "GB memory"),
            counted(node.get("storage_in_gb"), "GB disk"),
            counted(
                node.get("monthly_bandwidth_allowance_in_gb"),
                "GB traffic a month",
            ),
            (node.get("privacy").str() == Some("private"))
                .then(|| "only for this organization".to_owned()),
        ]);
        Some(choice(node)?.with_detail(detail))
    },
};

fn cpus(package: Node) -> &'static str {
    let one = package.get("cpu_cores").number() == Some(1);
    let dedicated = package.get("use_dedicated_cpus").flag() == Some(true);
    match (one, dedicated) {
        (true, false) => "CPU",
        (false, false) => "CPUs",
        (true, true) => "dedicated CPU",
        (false, true) => "dedicated CPUs",
    }
}

/// `GET /organizations/organization/network_speed_profiles`.
pub(super) static SPEED_PROFILES: List = List {
    below: "/organizations/organization/network_speed_profiles",
    fixed: "",
    key: "network_speed_profiles",
    paged: true,
    read: |node| {
        let detail = listed(vec![
            counted(node.get("upload_speed_in_mbit"), "Mbit/s up"),
            counted(node.get("download_speed_in_mbit"), "Mbit/s down"),
        ]);
        Some(choice(node)?.with_detail(detail))
    },
};

/// `GET /organizations/organization/disk_io_profiles`.
pub(super) static IO_PROFILES: List = List {
    below: "/organizations/organization/disk_io_profiles",
    fixed: "",
    key: "disk_io_profiles",
    paged: true,
    read: |node| {
        let detail = listed(vec![
            counted(node.get("speed_in_mb"), "MB/s"),
            counted(node.get("iops"), "IOPS"),
        ]);
        Some(choice(node)?.with_detail(detail))
    },
};

/// `GET /gpu_types`.
static GPU_TYPES: List = List {
    below: "/gpu_types",
    fixed: "",
    key: "gpu_types",
    paged: true,
    read: gpu_type,
};

/// `GET /data_centers/data_center/gpu_types`.
static GPU_TYPES_THERE: List = List {
    below: "/data_centers/data_center/gpu_types",
    ..GPU_TYPES
};

fn gpu_type(node: Node) -> Option<Choice> {
    let detail = listed(vec![
        node.get("manufacturer").text(),
        counted(node.get("memory_in_gb"), "GB memory"),
    ]);
    Some(choice(node)?.with_detail(detail))
}

/// Those of one data center where one was entered, else all.
pub(super) fn gpu_types(access: &Access, input: &Input) -> Box<dyn Flow<Vec<Choice>>> {
    Box::new(match input.text("data_center") {
        Some(place) => GPU_TYPES_THERE.pages(access, DATA_CENTER.query(place)),
        None => GPU_TYPES.pages(access, String::new()),
    })
}
