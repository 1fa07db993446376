//! The virtual machine on the wire, long and short; source: `OnApp` reference, sections 6 and
//! 7.1. It holds the root and console passwords in clear text because real panels send them.

use super::World;
use super::dialect::Dialect;
use super::machine::{Machine, secret};
use super::places;
use super::reply::nested;
use super::template::Template;
use serde_json::{Map, Value, json};

impl World {
    /// The object inside `{"virtual_machine": …}`.
    pub(super) fn view(&self, machine: &Machine) -> Value {
        let template = self.template(machine.template);
        let mut groups = vec![
            identity(machine),
            flags(machine),
            self.dates(machine),
            access(machine),
            self.addresses(machine),
        ];
        groups.extend(template.map(system));
        match self.dialect {
            Dialect::Legacy => groups.push(json!({
                "total_disk_size": format!("{}.0", machine.disk_size()),
                "user_note": machine.note,
                "max_memory": machine.memory * 2,
            })),
            Dialect::Modern => {
                let medium = template.is_some_and(Template::is_medium);
                groups.push(json!({
                    "built_from_iso": medium,
                    "iso_id": machine.iso.or(medium.then_some(machine.template)),
                }));
                groups.push(topology(machine));
                groups.push(prices(machine));
                groups.push(modern(machine));
                groups.push(guarded(machine));
            }
        }
        let mut view = Map::new();
        for group in groups {
            if let Value::Object(group) = group {
                view.extend(group);
            }
        }
        Value::Object(view)
    }

    /// The short form.
    pub(super) fn short(&self, machine: &Machine) -> Value {
        let template = self.template(machine.template);
        json!({
            "id": machine.id,
            "identifier": machine.identifier,
            "hostname": machine.hostname,
            "template_id": machine.template,
            "built": machine.built,
            "locked": machine.locked,
            "booted": machine.booted,
            "operating_system": template.map(|template| template.system),
            "suspended": machine.suspended,
            "enable_autoscale": machine.autoscale,
            "state": machine.state,
        })
    }

    fn dates(&self, machine: &Machine) -> Value {
        json!({
            "created_at": self.dialect.date(machine.created_at),
            "updated_at": self.dialect.date(machine.updated_at),
        })
    }

    fn addresses(&self, machine: &Machine) -> Value {
        let views = machine.addresses.iter().map(|ip| ip.view(self.dialect));
        json!({"ip_addresses": nested("ip_address", views)})
    }
}

fn identity(machine: &Machine) -> Value {
    json!({
        "id": machine.id,
        "identifier": machine.identifier,
        "label": machine.label,
        "hostname": machine.hostname,
        "user_id": machine.user,
        "hypervisor_id": machine.hypervisor,
        "template_id": machine.template,
        "memory": machine.memory,
        "cpus": machine.cpus,
        "cpu_shares": machine.cpu_shares,
        "admin_note": machine.admin_note,
        "note": machine.note,
        "monthly_bandwidth_used": traffic(machine).to_string(),
    })
}

fn system(template: &Template) -> Value {
    json!({
        "template_label": template.label,
        "operating_system": template.system,
        "operating_system_distro": template.distro,
        "min_disk_size": template.min_disk,
        "allowed_swap": template.allows_swap(),
        "allowed_hot_migrate": template.system != "freebsd",
        "allow_resize_without_reboot": template.resizes_hot(),
    })
}

fn flags(machine: &Machine) -> Value {
    json!({
        "built": machine.built,
        "booted": machine.booted,
        "locked": machine.locked,
        "suspended": machine.suspended,
        // Never been in rescue is null, as is any other flag nobody has touched.
        "recovery_mode": machine.recovery.then_some(true),
        "vip": machine.vip.then_some(true),
        "enable_autoscale": machine.autoscale,
        "enable_monitis": null,
        "add_to_marketplace": null,
        "strict_virtual_machine_id": machine.strict,
        "state": machine.state,
    })
}

fn access(machine: &Machine) -> Value {
    let on = machine.booted;
    let encrypted = machine.passphrase.is_some();
    let password = if encrypted {
        // What is stored is no use to anybody without the passphrase.
        format!("enc:{}", secret(machine.id.rotate_left(7)))
    } else {
        machine.root_password.clone()
    };
    let port = 5900 + (machine.id + machine.boots) % 99;
    json!({
        "initial_root_password": password,
        "remote_access_password": secret(machine.id.wrapping_mul(31).wrapping_add(machine.boots)),
        "local_remote_access_port": on.then_some(port),
        "xen_id": on.then_some(machine.id % 400 + machine.boots),
    })
}

/// What release 4.1 added to the ways in.
fn guarded(machine: &Machine) -> Value {
    json!({
        "initial_root_password_encrypted": machine.passphrase.is_some(),
        "local_remote_access_ip_address": if machine.booted {
            format!("198.51.100.{}", 10 + machine.hypervisor)
        } else {
            String::new()
        },
    })
}

fn topology(machine: &Machine) -> Value {
    json!({
        "total_disk_size": machine.disk_size(),
        "cpu_priority": machine.cpu_shares,
        "cpu_units": machine.cpu_units,
        "cpu_sockets": machine.cpu_sockets,
        "cpu_threads": machine.cpu_threads,
        "cores_per_socket": 0,
        "preferred_hvs": [machine.hypervisor],
        "customer_network_id": null,
        "deleted_at": null,
        "edge_server_type": null,
        "storage_server_type": null,
        "firewall_notrack": false,
        "service_password": null,
        "support_incremental_backups": true,
    })
}

/// Not rounded, as panels answer them.
fn prices(machine: &Machine) -> Value {
    let disk = f64::from(machine.disk_size()) * 0.000_297_8;
    let running = f64::from(machine.cpus) * 0.004_173
        + f64::from(machine.memory) / 1024.0 * 0.006_259
        + f64::from(machine.cpu_shares) * 0.000_011_7;
    json!({"price_per_hour": running + disk, "price_per_hour_powered_off": disk})
}

fn modern(machine: &Machine) -> Value {
    json!({
        "domain": machine.domain,
        "acceleration": machine.accelerated,
        "acceleration_status": if machine.accelerated { "Active" } else { "Inactive" },
        "autoscale_service": null,
        "built_from_ova": false,
        "cdboot": machine.cd_boot,
        "draas_keys": [],
        "draas_mode": 0,
        "hot_add_cpu": null,
        "hot_add_memory": null,
        "hypervisor_type": places::host_kind(machine.hypervisor),
        "instance_package_id": machine.package,
        "instance_type_id": null,
        "openstack_id": null,
        "template_version": "1.4",
        "time_zone": machine.time_zone,
        "vapp_id": null,
        "virsh_console": machine.virsh,
        "vcenter_moref": null,
        "vcenter_reserved_memory": 0,
        "vdc_id": null,
        "vmware_tools": null,
    })
}

/// KB this month; invented, but the same for the same machine.
fn traffic(machine: &Machine) -> u32 {
    if machine.boots == 0 {
        return 0;
    }
    crate::names::spread(machine.id) % 9_000_000
}
