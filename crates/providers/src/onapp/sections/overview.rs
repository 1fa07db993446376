//! Facts of a machine (OnApp reference, "The virtual machine object").

use pilothouse_core::{Content, Error, HourlyPrice};
use serde_json::Value;

use crate::{
    node::Node,
    onapp::wire::{self, machine_in},
    words::one_line,
};

/// (member, its name, its unit)
const NUMBERS: [(&str, &str, &str); 9] = [
    ("cpu_shares", "Processor priority", ""),
    ("cpu_units", "Processor units", ""),
    ("cpu_sockets", "Sockets", ""),
    ("cpu_threads", "Threads a core", ""),
    ("min_disk_size", "Least disk of the template", " GB"),
    ("instance_package_id", "Package", ""),
    ("hypervisor_id", "Compute resource", ""),
    ("user_id", "Owner", ""),
    ("template_id", "Template number", ""),
];
/// (member, its name); shown only if it is on.
const SWITCHES: [(&str, &str); 8] = [
    ("recovery_mode", "Rescue mode"),
    ("vip", "Priority in failover"),
    ("enable_autoscale", "Autoscaling"),
    ("built_from_iso", "Built from an ISO image"),
    ("allowed_hot_migrate", "Can move while running"),
    ("support_incremental_backups", "Incremental backups"),
    ("initial_root_password_encrypted", "Root password encrypted"),
    ("firewall_notrack", "Firewall does not track connections"),
];

/// Names and values; none of what lets somebody in.
pub(super) fn read(body: &Value) -> Result<Content, Error> {
    machine_in(body)?;
    let machine = wire::record(body);
    let mut facts = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        facts.extend(value.map(|value| (name.to_owned(), value)));
    };
    add("Identifier", line(machine, "identifier"));
    add("Host name", host_name(machine));
    add("Template", line(machine, "template_label"));
    add("Operating system", system(machine));
    add("Virtualization", line(machine, "hypervisor_type"));
    for (key, name, unit) in NUMBERS {
        let value = line(machine, key).filter(|value| value != "0");
        add(name, value.map(|value| [&value, unit].concat()));
    }
    for (key, name) in SWITCHES {
        let on = machine.get(key).flag() == Some(true);
        add(name, on.then(|| "yes".to_owned()));
    }
    // The unit is not attested well enough to be shown as one.
    let traffic = machine.get("monthly_bandwidth_used").number();
    add(
        "Traffic this month (as the panel counts)",
        traffic.map(|traffic| traffic.to_string()),
    );
    // Unrounded floats.
    let price = |key| HourlyPrice::from_decimal(&line(machine, key)?, None);
    for (key, name) in [
        ("price_per_hour", "Price an hour, on"),
        ("price_per_hour_powered_off", "Price an hour, off"),
    ] {
        add(name, price(key).map(|price| price.to_string()));
    }
    add("Note", machine.get("note").text());
    add("Administrators' note", machine.get("admin_note").text());
    Ok(Content::Facts(facts))
}

fn line(node: Node<'_>, key: &str) -> Option<String> {
    node.get(key).text().map(|text| one_line(&text))
}

fn host_name(machine: Node<'_>) -> Option<String> {
    let name = line(machine, "hostname")?;
    Some(match line(machine, "domain") {
        Some(domain) => [&name, ".", &domain].concat(),
        None => name,
    })
}

fn system(machine: Node<'_>) -> Option<String> {
    let kind = line(machine, "operating_system");
    let distribution = line(machine, "operating_system_distro");
    let words: Vec<String> = [kind, distribution].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(", "))
}
