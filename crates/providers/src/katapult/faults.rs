//! What the codes mean that only the complete client meets, and which field of a form each
//! failure is about (Katapult reference, section "Errors").

use pilothouse_core::{Error, ErrorKind, Response};
use serde_json::Value;

use super::error::{envelope, failure};
use crate::{node::Node, words::one_line};

/// Makes an error of an answer with any status but 2xx. Fields are those of the forms.
pub(super) fn fault(response: &Response) -> Error {
    let mut error = failure(response);
    let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
    let detail = Node::from(envelope(&body)).get("detail");
    let code = error.code.clone().unwrap_or_default();
    if let Some((_, kind, words)) = WORDS.iter().find(|(known, ..)| *known == code) {
        // The kind of a status may leave the outcome open; these codes say that nothing was done.
        error = Error::new(*kind, with_reason(words, detail)).with_code(error.code.take());
    } else if let Some((field, thing)) = chosen(&code) {
        let words = [
            "Katapult has no such ",
            thing,
            ", or no longer. Choose another.",
        ]
        .concat();
        error = Error::new(ErrorKind::Invalid, words.as_str())
            .with_code(error.code.take())
            .with_field(field, words);
        return error;
    }
    for (path, _) in &mut error.fields {
        *path = form_key(path);
    }
    if let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == code) {
        let words = reason(detail).unwrap_or_else(|| error.message.clone());
        error = error.with_field(*field, words);
    }
    if code == "validation_error" {
        error.fields.extend(sentences(detail));
    }
    error
}

/// Codes that are in no answer to the fleet's own requests: what happened and what to do. Each
/// says that nothing was done.
static WORDS: &[(&str, ErrorKind, &str)] = &[
    (
        "location_required",
        ErrorKind::Invalid,
        "Katapult needs a place. Choose a data center or a zone.",
    ),
    (
        "one_system_disk_required",
        ErrorKind::Invalid,
        "Exactly one of the disks has to be the system disk.",
    ),
    (
        "invalid_spec_xml",
        ErrorKind::Invalid,
        "Katapult cannot read this spec document.",
    ),
    (
        "resource_creation_restricted",
        ErrorKind::Forbidden,
        "The organization may not create anything now. See its limits in the Katapult Console.",
    ),
    (
        "flexible_resources_unavailable_to_organization",
        ErrorKind::Forbidden,
        "The organization may not choose processors and memory freely. Choose a package.",
    ),
    (
        "policy_not_available_for_managed_organizations",
        ErrorKind::Unsupported,
        "Katapult tells no limits of a managed organization.",
    ),
    (
        "deletion_restricted",
        ErrorKind::Conflict,
        "Katapult does not delete this while something uses it.",
    ),
    (
        "trash_object_not_found",
        ErrorKind::NotFound,
        "It is no longer in Katapult's trash.",
    ),
    (
        "resource_does_not_support_unallocation",
        ErrorKind::Conflict,
        "What has this address does not let it go. Remove that first.",
    ),
    (
        "continuous_management_disabled",
        ErrorKind::Conflict,
        "The machine's keys are not managed by Katapult.",
    ),
    (
        "no_interface_available",
        ErrorKind::Conflict,
        "The machine has no interface in the network of this address. Add one first.",
    ),
    (
        "ip_already_allocated",
        ErrorKind::Conflict,
        "This address is in use. Choose another.",
    ),
    (
        "invalid_ip",
        ErrorKind::Invalid,
        "This address does not fit the interface. Choose one of its network.",
    ),
    (
        "no_allocation",
        ErrorKind::Conflict,
        "This address is free already.",
    ),
    (
        "no_available_addresses",
        ErrorKind::Conflict,
        "The network has no free address left. Choose another network.",
    ),
    (
        "speed_profile_already_assigned",
        ErrorKind::Conflict,
        "The interface has this speed already.",
    ),
    (
        "virtual_machine_network_interface_already_attached",
        ErrorKind::Conflict,
        "The interface is attached already.",
    ),
    (
        "virtual_machine_network_interface_already_detached",
        ErrorKind::Conflict,
        "The interface is detached already.",
    ),
    (
        "unassigned_disk",
        ErrorKind::Conflict,
        "The disk belongs to no machine. Assign it first.",
    ),
    (
        "unable_to_assign",
        ErrorKind::Conflict,
        "Katapult cannot give this disk to the machine.",
    ),
    (
        "unable_to_unassign",
        ErrorKind::Conflict,
        "Katapult cannot take this disk from its machine.",
    ),
];

/// The field a code is about.
static FIELDS: &[(&str, &str)] = &[
    ("location_required", "place"),
    ("one_system_disk_required", "disks"),
    ("invalid_spec_xml", "xml"),
    ("flexible_resources_unavailable_to_organization", "way"),
    ("organization_not_found", "organization"),
    ("organization_suspended", "organization"),
    ("organization_not_activated", "organization"),
    ("resource_creation_restricted", "organization"),
    ("no_available_addresses", "network"),
    ("ip_already_allocated", "address"),
    ("invalid_ip", "address"),
];

/// The field and the name of something that was chosen and is not there: a value that is
/// refused, while the machine it was meant for may be well.
fn chosen(code: &str) -> Option<(&'static str, &'static str)> {
    Some(match code {
        "zone_not_found" => ("place", "zone"),
        "data_center_not_found" => ("place", "data center"),
        "package_not_found" => ("package", "package"),
        "disk_template_not_found" => ("image", "image"),
        "disk_template_version_not_found" => ("version", "version of the image"),
        "operating_system_not_found" => ("operating_system", "operating system"),
        "network_not_found" => ("network", "network"),
        "virtual_network_not_found" => ("virtual_network", "virtual network"),
        "network_speed_profile_not_found" => ("speed_profile", "speed"),
        "disk_io_profile_not_found" => ("disks", "IO profile"),
        "gpu_type_not_found" => ("gpu_type", "type of GPU"),
        "virtual_machine_group_not_found" => ("group", "group"),
        "ssh_key_not_found" => ("ssh_keys", "SSH key"),
        "tag_not_found" => ("tags", "tag"),
        "ip_address_not_found" => ("address", "address"),
        _ => return None,
    })
}

/// The form's key for an argument's path such as `properties.hostname` or `zone.permalink`:
/// that of its innermost part with one, else the path as it is.
fn form_key(path: &str) -> String {
    let known = path.rsplit('.').find_map(|part| {
        Some(match part {
            "zone" | "data_center" => "place",
            "package" | "virtual_machine_package" => "package",
            "disk_template" => "image",
            "disk_template_options" => "options",
            "cpu_cores" => "cpus",
            "memory_in_gb" => "memory",
            "use_dedicated_cpus" => "dedicated_cpus",
            "tag_names" => "tags",
            "disks"
            | "size_in_gb"
            | "initial_file_system"
            | "system"
            | "io_profile"
            | "storage_speed" => "disks",
            "organization" => "organization",
            "network" => "network",
            "hostname" => "hostname",
            "name" => "name",
            "description" => "description",
            "group" => "group",
            "gpu_type" => "gpu_type",
            "annotations" => "annotations",
            "xml" => "xml",
            _ => return None,
        })
    });
    known.unwrap_or(path).to_owned()
}

/// How sentences about a value begin, longer beginnings first.
static BEGINNINGS: &[(&str, &str)] = &[
    ("virtual machine package", "package"),
    ("virtual machine group", "group"),
    ("disk template option", "options"),
    ("disk template", "image"),
    ("data center", "place"),
    ("description", "description"),
    ("system disk", "disks"),
    ("annotation", "annotations"),
    ("cpu cores", "cpus"),
    ("hostname", "hostname"),
    ("host name", "hostname"),
    ("gpu type", "gpu_type"),
    ("package", "package"),
    ("network", "network"),
    ("memory", "memory"),
    ("group", "group"),
    ("disk", "disks"),
    ("zone", "place"),
    ("name", "name"),
    ("tag", "tags"),
];

/// Sentences such as `Label can't be blank`, each under the field it begins with.
fn sentences(detail: Node) -> Vec<(String, String)> {
    let field = |text: &str| {
        let lower = text.to_lowercase();
        let begins = |(beginning, _): &&(&str, &str)| lower.starts_with(beginning);
        BEGINNINGS.iter().find(begins).map(|(_, field)| *field)
    };
    all(detail.get("errors"))
        .into_iter()
        .filter_map(|text| Some((field(&text)?.to_owned(), text)))
        .collect()
}

/// A list of texts, or one alone.
fn all(node: Node) -> Vec<String> {
    let listed = node.items().filter_map(Node::text);
    let texts = listed.chain(node.text()).map(|text| one_line(&text));
    texts.filter(|text| !text.is_empty()).collect()
}

/// The reason in this very case.
fn reason(detail: Node) -> Option<String> {
    let texts = match all(detail.get("errors")) {
        none if none.is_empty() => all(detail.get("details")),
        some => some,
    };
    (!texts.is_empty()).then(|| one_line(&texts.join("; ")))
}

fn with_reason(words: &str, detail: Node) -> String {
    match reason(detail) {
        Some(reason) => [words, " It says: ", &reason].concat(),
        None => words.to_owned(),
    }
}
