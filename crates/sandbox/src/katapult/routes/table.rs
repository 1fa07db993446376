//! Every endpoint: method, path, scopes, arguments (`!` for those that have to be there) and what
//! answers it, by family.

use super::{
    super::{
        authorized_keys, backup, build, build_simple, build_spec,
        catalogue::{gpus, networks, packages, places, profiles, systems, templates},
        console, disk, group, interface, ip, machines, organization, policy, power, resize,
        ssh_key, tag, task, trash, update,
    },
    Route, at, guarded,
};

const OPEN: &[&str] = &[];
const ORGANIZATIONS: &[&str] = &["organizations:read"];
const MACHINES: &[&str] = &["virtual_machines", "virtual_machines:read"];
const MACHINES_WRITE: &[&str] = &["virtual_machines"];
const POWER: &[&str] = &["virtual_machines", "virtual_machines:power_actions"];
const CONSOLE: &[&str] = &["virtual_machines", "virtual_machines:console"];
const DISKS: &[&str] = &["disks", "disks:read"];
const TASKS: &[&str] = &["tasks", "tasks:read"];
const PACKAGES: &[&str] = &["virtual_machine_packages:read"];
const TEMPLATES: &[&str] = &["disk_templates", "disk_templates:read"];
const TAGS: &[&str] = &["tags", "tags:read"];
const TAGS_WRITE: &[&str] = &["tags"];
const GROUPS: &[&str] = &["virtual_machine_groups", "virtual_machine_groups:read"];
const GROUPS_WRITE: &[&str] = &["virtual_machine_groups"];
const TRASH: &[&str] = &["trash_objects:read"];
const TRASH_RESTORE: &[&str] = &["trash_objects:restore"];
const TRASH_PURGE: &[&str] = &["trash_objects:purge"];
const DISKS_WRITE: &[&str] = &["disks"];
const BACKUPS: &[&str] = &["disk_backup_policies", "disk_backup_policies:read"];
const BACKUPS_WRITE: &[&str] = &["disk_backup_policies"];
const ADDRESSES: &[&str] = &["ip_addresses", "ip_addresses:read"];
const ADDRESSES_WRITE: &[&str] = &["ip_addresses"];
const INTERFACES_WRITE: &[&str] = &["virtual_machines", "virtual_machines:network_interfaces"];
const AUTHORIZED_KEYS: &[&str] = &["virtual_machines:authorized_keys"];

#[rustfmt::skip]
pub(super) static ROUTES: &[Route] = &[
    at("GET", "organizations", ORGANIZATIONS, "", organization::list),
    at("GET", "organizations/:organization", ORGANIZATIONS, "organization!", organization::show),
    at("GET", "users/current", OPEN, "", organization::current_user),
    at("GET", "organizations/:organization/policy", ORGANIZATIONS, "organization!", policy::show),
    at("GET", "organizations/:organization/policy_limits", ORGANIZATIONS, "organization!", policy::limits),
    at("GET", "organizations/:organization/virtual_machines", MACHINES, "organization! annotations page per_page", machines::list),
    at("GET", "virtual_machines/:virtual_machine", MACHINES, "virtual_machine!", machines::show),
    at("PATCH", "virtual_machines/:virtual_machine", MACHINES_WRITE, "virtual_machine! properties! annotations", update::update),
    guarded("DELETE", "virtual_machines/:virtual_machine", MACHINES_WRITE, "virtual_machine!", trash::discard),
    at("GET", "organizations/:organization/trash_objects", TRASH, "organization! page per_page", trash::list),
    guarded("POST", "organizations/:organization/trash_objects/purge_all", TRASH_PURGE, "organization!", trash::purge_all),
    at("GET", "trash_objects/:trash_object", TRASH, "trash_object!", trash::show),
    guarded("DELETE", "trash_objects/:trash_object", TRASH_PURGE, "trash_object!", trash::purge),
    guarded("POST", "trash_objects/:trash_object/restore", TRASH_RESTORE, "trash_object!", trash::restore),
    guarded("POST", "virtual_machines/:virtual_machine/start", POWER, "virtual_machine!", power::start),
    guarded("POST", "virtual_machines/:virtual_machine/stop", POWER, "virtual_machine!", power::stop),
    guarded("POST", "virtual_machines/:virtual_machine/shutdown", POWER, "virtual_machine!", power::shutdown),
    guarded("POST", "virtual_machines/:virtual_machine/reset", POWER, "virtual_machine!", power::reset),
    guarded("POST", "virtual_machines/:virtual_machine/console_sessions", CONSOLE, "virtual_machine!", console::create),
    at("GET", "virtual_machine/authorized_keys", AUTHORIZED_KEYS, "", authorized_keys::show),
    guarded("PUT", "virtual_machines/:virtual_machine/package", MACHINES_WRITE, "virtual_machine! virtual_machine_package!", resize::change_package),
    guarded("PUT", "virtual_machines/:virtual_machine/flexible_resources", MACHINES_WRITE, "virtual_machine! resources!", resize::change_resources),
    guarded("POST", "organizations/:organization/virtual_machines/build", MACHINES_WRITE, "organization! zone data_center package! disk_template disk_template_options disks network hostname annotations", build_simple::build),
    guarded("POST", "organizations/:organization/virtual_machines/build_from_spec", MACHINES_WRITE, "organization! xml! annotations", build_spec::build),
    at("GET", "virtual_machines/builds/:virtual_machine_build", MACHINES, "virtual_machine_build!", build::show),
    at("GET", "tasks/:task", TASKS, "task!", task::show),
    at("GET", "virtual_machine_packages", PACKAGES, "organization page per_page", packages::list),
    at("GET", "virtual_machine_packages/:virtual_machine_package", PACKAGES, "virtual_machine_package!", packages::show),
    at("GET", "organizations/:organization/disk_templates", TEMPLATES, "organization! include_universal operating_system page per_page", templates::list),
    at("GET", "disk_templates/:disk_template", TEMPLATES, "disk_template!", templates::show),
    at("GET", "disk_templates/:disk_template/versions", TEMPLATES, "disk_template! page per_page", templates::list_versions),
    at("GET", "disk_template_versions/:disk_template_version", TEMPLATES, "disk_template_version!", templates::show_version),
    at("GET", "disk_template_versions/:disk_template_version/spec", TEMPLATES, "disk_template_version!", templates::show_spec),
    at("GET", "operating_systems", OPEN, "page per_page", systems::list),
    at("GET", "operating_systems/:operating_system", OPEN, "operating_system!", systems::show),
    at("GET", "data_centers", OPEN, "", places::list_data_centers),
    at("GET", "data_centers/:data_center", OPEN, "data_center!", places::show_data_center),
    at("GET", "zones", OPEN, "", places::list_zones),
    at("GET", "zones/:zone", OPEN, "zone!", places::show_zone),
    at("GET", "data_centers/:data_center/default_network", OPEN, "data_center!", networks::show_default),
    at("GET", "networks/:network", OPEN, "network!", networks::show),
    at("GET", "organizations/:organization/available_networks", OPEN, "organization!", networks::available),
    at("GET", "organizations/:organization/network_speed_profiles", OPEN, "organization! page per_page", profiles::list_speeds),
    at("GET", "organizations/:organization/disk_io_profiles", OPEN, "organization! page per_page", profiles::list_io),
    at("GET", "gpu_types", OPEN, "page per_page", gpus::list),
    at("GET", "gpu_types/:gpu_type", OPEN, "gpu_type!", gpus::show),
    at("GET", "data_centers/:data_center/gpu_types", OPEN, "data_center! page per_page", gpus::of_data_center),
    guarded("GET", "organizations/:organization/ip_addresses", ADDRESSES, "organization! allocated page per_page", ip::list),
    guarded("POST", "organizations/:organization/ip_addresses", ADDRESSES_WRITE, "organization! network! version! vip label", ip::create),
    at("GET", "ip_addresses/:ip_address", ADDRESSES, "ip_address!", ip::show),
    guarded("PATCH", "ip_addresses/:ip_address", ADDRESSES_WRITE, "ip_address! vip label reverse_dns", ip::update),
    guarded("DELETE", "ip_addresses/:ip_address", ADDRESSES_WRITE, "ip_address!", ip::release),
    at("POST", "ip_addresses/:ip_address/unallocate", ADDRESSES_WRITE, "ip_address!", ip::unallocate),
    at("POST", "virtual_machines/:virtual_machine/allocate_ip", ADDRESSES_WRITE, "virtual_machine! ip_address!", ip::allocate_to_machine),
    at("GET", "virtual_machines/:virtual_machine/network_interfaces", MACHINES, "virtual_machine! page per_page", interface::list),
    at("POST", "virtual_machines/:virtual_machine/network_interfaces", INTERFACES_WRITE, "virtual_machine! network virtual_network speed_profile!", interface::create),
    at("GET", "virtual_machines/:virtual_machine/networks/:network/interface", MACHINES, "virtual_machine! network!", interface::on_network),
    at("GET", "virtual_machine_network_interfaces/:virtual_machine_network_interface", MACHINES, "virtual_machine_network_interface!", interface::show),
    at("DELETE", "virtual_machine_network_interfaces/:virtual_machine_network_interface", INTERFACES_WRITE, "virtual_machine_network_interface!", interface::delete),
    at("GET", "virtual_machine_network_interfaces/:virtual_machine_network_interface/available_ips/:address_version", ADDRESSES, "virtual_machine_network_interface! address_version!", interface::available_ips),
    at("POST", "virtual_machine_network_interfaces/:virtual_machine_network_interface/allocate_ip", ADDRESSES_WRITE, "virtual_machine_network_interface! ip_address!", interface::allocate_ip),
    guarded("POST", "virtual_machine_network_interfaces/:virtual_machine_network_interface/allocate_new_ip", ADDRESSES_WRITE, "virtual_machine_network_interface! address_version!", interface::allocate_new_ip),
    at("PATCH", "virtual_machine_network_interfaces/:virtual_machine_network_interface/update_speed_profile", MACHINES_WRITE, "virtual_machine_network_interface! speed_profile!", interface::update_speed_profile),
    guarded("POST", "virtual_machine_network_interfaces/:virtual_machine_network_interface/attach", INTERFACES_WRITE, "virtual_machine_network_interface!", interface::attach),
    guarded("POST", "virtual_machine_network_interfaces/:virtual_machine_network_interface/detach", INTERFACES_WRITE, "virtual_machine_network_interface!", interface::detach),
    at("GET", "virtual_machines/:virtual_machine/disks", DISKS, "virtual_machine! page per_page", disk::of_machine),
    at("GET", "organizations/:organization/disks", DISKS, "organization! annotations page per_page", disk::list),
    guarded("POST", "organizations/:organization/disks", DISKS_WRITE, "organization! properties! annotations", disk::create),
    at("GET", "disks/:disk", DISKS, "disk!", disk::show),
    guarded("PATCH", "disks/:disk", DISKS_WRITE, "disk! properties! annotations", disk::update),
    guarded("DELETE", "disks/:disk", DISKS_WRITE, "disk!", disk::delete),
    guarded("POST", "disks/:disk/assign", DISKS_WRITE, "disk! virtual_machine!", disk::assign),
    guarded("POST", "disks/:disk/unassign", DISKS_WRITE, "disk!", disk::unassign),
    guarded("POST", "disks/:disk/attach", DISKS_WRITE, "disk!", disk::attach),
    guarded("POST", "disks/:disk/detach", DISKS_WRITE, "disk!", disk::detach),
    guarded("PUT", "disks/:disk/resize", DISKS_WRITE, "disk! size_in_gb! resize_method", disk::resize),
    guarded("PUT", "disks/:disk/io_profile", DISKS_WRITE, "disk! io_profile!", disk::change_io_profile),
    guarded("GET", "organizations/:organization/disk_backup_policies", BACKUPS, "organization! page per_page", backup::of_organization),
    guarded("GET", "virtual_machines/:virtual_machine/disk_backup_policies", BACKUPS, "virtual_machine! include_disks page per_page", backup::of_machine),
    guarded("POST", "virtual_machines/:virtual_machine/disk_backup_policies", BACKUPS_WRITE, "virtual_machine! properties!", backup::create_for_machine),
    guarded("GET", "disks/:disk/disk_backup_policies", BACKUPS, "disk! page per_page", backup::of_disk),
    guarded("POST", "disks/:disk/disk_backup_policies", BACKUPS_WRITE, "disk! properties!", backup::create_for_disk),
    at("GET", "disk_backup_policies/:disk_backup_policy", BACKUPS, "disk_backup_policy!", backup::show),
    guarded("PATCH", "disk_backup_policies/:disk_backup_policy", BACKUPS_WRITE, "disk_backup_policy! properties!", backup::update),
    guarded("DELETE", "disk_backup_policies/:disk_backup_policy", BACKUPS_WRITE, "disk_backup_policy!", backup::delete),
    guarded("DELETE", "disk_backup_policies/:disk_backup_policy/schedule", BACKUPS_WRITE, "disk_backup_policy! timestamp!", backup::schedule_deletion),
    guarded("GET", "organizations/:organization/ssh_keys", OPEN, "organization! page per_page", ssh_key::list),
    at("POST", "organizations/:organization/ssh_keys", OPEN, "organization! ssh_key=object!", ssh_key::create),
    guarded("DELETE", "ssh_keys/:ssh_key", OPEN, "ssh_key!", ssh_key::delete),
    at("GET", "organizations/:organization/tags", TAGS, "organization! page per_page", tag::list),
    guarded("POST", "organizations/:organization/tags", TAGS_WRITE, "organization! properties!", tag::create),
    at("GET", "tags/:tag", TAGS, "tag!", tag::show),
    guarded("PATCH", "tags/:tag", TAGS_WRITE, "tag! properties!", tag::update),
    guarded("DELETE", "tags/:tag", TAGS_WRITE, "tag!", tag::delete),
    guarded("GET", "organizations/:organization/virtual_machine_groups", GROUPS, "organization!", group::list),
    guarded("POST", "organizations/:organization/virtual_machine_groups", GROUPS_WRITE, "organization! properties!", group::create),
    guarded("GET", "virtual_machine_groups/:virtual_machine_group", GROUPS, "virtual_machine_group!", group::show),
    guarded("PATCH", "virtual_machine_groups/:virtual_machine_group", GROUPS_WRITE, "virtual_machine_group! properties!", group::update),
    guarded("DELETE", "virtual_machine_groups/:virtual_machine_group", GROUPS_WRITE, "virtual_machine_group!", group::delete),
];
