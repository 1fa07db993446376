//! What is answered where, and the scopes each endpoint asks for (reference, Endpoint index).

use super::{
    Ask, Outcome, World, build, build_simple, build_spec,
    catalogue::{networks, packages, places, templates},
    console, group, hardware, machines, organization, power, resize, ssh_key, tag, task, trash,
    update,
};

/// One endpoint.
pub(super) struct Route {
    method: &'static str,
    /// Segments below `/core/v1/`; one with a colon stands for any.
    path: &'static str,
    /// Any one is enough; none means any token will do.
    pub(super) scopes: &'static [&'static str],
    pub(super) run: fn(&mut World, &Ask) -> Outcome,
}

/// Placeholders' names and the segments that stand there.
pub(super) type Placeholders = Vec<(&'static str, String)>;

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

const fn at(
    method: &'static str,
    path: &'static str,
    scopes: &'static [&'static str],
    run: fn(&mut World, &Ask) -> Outcome,
) -> Route {
    Route {
        method,
        path,
        scopes,
        run,
    }
}

#[rustfmt::skip]
static ROUTES: &[Route] = &[
    at("GET", "organizations", ORGANIZATIONS, organization::list),
    at("GET", "organizations/:organization", ORGANIZATIONS, organization::show),
    at("GET", "users/current", OPEN, organization::current_user),
    at("GET", "organizations/:organization/virtual_machines", MACHINES, machines::list),
    at("GET", "virtual_machines/:virtual_machine", MACHINES, machines::show),
    at("PATCH", "virtual_machines/:virtual_machine", MACHINES_WRITE, update::update),
    at("DELETE", "virtual_machines/:virtual_machine", MACHINES_WRITE, trash::discard),
    at("POST", "virtual_machines/:virtual_machine/start", POWER, power::start),
    at("POST", "virtual_machines/:virtual_machine/stop", POWER, power::stop),
    at("POST", "virtual_machines/:virtual_machine/shutdown", POWER, power::shutdown),
    at("POST", "virtual_machines/:virtual_machine/reset", POWER, power::reset),
    at("POST", "virtual_machines/:virtual_machine/console_sessions", CONSOLE, console::create),
    at("GET", "virtual_machines/:virtual_machine/disks", DISKS, hardware::disks),
    at("GET", "virtual_machines/:virtual_machine/network_interfaces", MACHINES, hardware::interfaces),
    at("PUT", "virtual_machines/:virtual_machine/package", MACHINES_WRITE, resize::change_package),
    at("PUT", "virtual_machines/:virtual_machine/flexible_resources", MACHINES_WRITE, resize::change_resources),
    at("POST", "organizations/:organization/virtual_machines/build", MACHINES_WRITE, build_simple::build),
    at("POST", "organizations/:organization/virtual_machines/build_from_spec", MACHINES_WRITE, build_spec::build),
    at("GET", "virtual_machines/builds/:virtual_machine_build", MACHINES, build::show),
    at("GET", "tasks/:task", TASKS, task::show),
    at("GET", "organizations/:organization/trash_objects", TRASH, trash::list),
    at("POST", "organizations/:organization/trash_objects/purge_all", TRASH_PURGE, trash::purge_all),
    at("GET", "trash_objects/:trash_object", TRASH, trash::show),
    at("DELETE", "trash_objects/:trash_object", TRASH_PURGE, trash::purge),
    at("POST", "trash_objects/:trash_object/restore", TRASH_RESTORE, trash::restore),
    at("GET", "virtual_machine_packages", PACKAGES, packages::list),
    at("GET", "virtual_machine_packages/:virtual_machine_package", PACKAGES, packages::show),
    at("GET", "organizations/:organization/disk_templates", TEMPLATES, templates::list),
    at("GET", "disk_templates/:disk_template", TEMPLATES, templates::show),
    at("GET", "disk_templates/:disk_template/versions", TEMPLATES, templates::list_versions),
    at("GET", "disk_template_versions/:disk_template_version", TEMPLATES, templates::show_version),
    at("GET", "disk_template_versions/:disk_template_version/spec", TEMPLATES, templates::show_spec),
    at("GET", "operating_systems", OPEN, templates::list_systems),
    at("GET", "operating_systems/:operating_system", OPEN, templates::show_system),
    at("GET", "data_centers", OPEN, places::list_data_centers),
    at("GET", "data_centers/:data_center", OPEN, places::show_data_center),
    at("GET", "data_centers/:data_center/default_network", OPEN, networks::show_default),
    at("GET", "zones", OPEN, places::list_zones),
    at("GET", "zones/:zone", OPEN, places::show_zone),
    at("GET", "networks/:network", OPEN, networks::show),
    at("GET", "organizations/:organization/available_networks", OPEN, networks::available),
    at("GET", "organizations/:organization/network_speed_profiles", OPEN, networks::speed_profiles),
    at("GET", "organizations/:organization/disk_io_profiles", OPEN, networks::io_profiles),
    at("GET", "organizations/:organization/ssh_keys", OPEN, ssh_key::list),
    at("POST", "organizations/:organization/ssh_keys", OPEN, ssh_key::create),
    at("DELETE", "ssh_keys/:ssh_key", OPEN, ssh_key::delete),
    at("GET", "organizations/:organization/tags", TAGS, tag::list),
    at("POST", "organizations/:organization/tags", TAGS_WRITE, tag::create),
    at("GET", "tags/:tag", TAGS, tag::show),
    at("PATCH", "tags/:tag", TAGS_WRITE, tag::update),
    at("DELETE", "tags/:tag", TAGS_WRITE, tag::delete),
    at("GET", "organizations/:organization/virtual_machine_groups", GROUPS, group::list),
    at("POST", "organizations/:organization/virtual_machine_groups", GROUPS_WRITE, group::create),
    at("GET", "virtual_machine_groups/:virtual_machine_group", GROUPS, group::show),
    at("PATCH", "virtual_machine_groups/:virtual_machine_group", GROUPS_WRITE, group::update),
    at("DELETE", "virtual_machine_groups/:virtual_machine_group", GROUPS_WRITE, group::delete),
];

impl Route {
    /// The placeholders' values if the path fits, and which segments are fixed.
    fn fit(&self, segments: &[String]) -> Option<(Vec<bool>, Placeholders)> {
        let parts: Vec<&'static str> = self.path.split('/').collect();
        if parts.len() != segments.len() {
            return None;
        }
        let mut fixed = Vec::with_capacity(parts.len());
        let mut values = Vec::new();
        for (part, segment) in parts.into_iter().zip(segments) {
            match part.strip_prefix(':') {
                Some(name) => values.push((name, segment.clone())),
                None if part != segment => return None,
                None => {}
            }
            fixed.push(!part.starts_with(':'));
        }
        Some((fixed, values))
    }
}

/// The route for a request. Leading slashes and one trailing slash do not count; fixed segments
/// go before placeholders.
pub(super) fn find(method: &str, path: &str) -> Option<(&'static Route, Placeholders)> {
    let path = path.trim_start_matches('/').strip_prefix("core/v1/")?;
    let path = path.strip_suffix('/').unwrap_or(path);
    let segments: Vec<String> = path
        .split('/')
        .map(|segment| {
            percent_encoding::percent_decode_str(segment)
                .decode_utf8_lossy()
                .into_owned()
        })
        .collect();
    ROUTES
        .iter()
        .filter(|route| route.method == method)
        .filter_map(|route| {
            let (fixed, values) = route.fit(&segments)?;
            Some((fixed, (route, values)))
        })
        .max_by(|(one, _), (other, _)| one.cmp(other))
        .map(|(_, found)| found)
}
