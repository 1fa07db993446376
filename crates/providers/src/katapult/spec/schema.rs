//! Which elements a document has, as a table (Katapult reference, "The document").
//!
//! Reading is checked against it; parts stand in the order they are written in, which is the
//! order the server gives its own copies back in. Where those say nothing of an element it
//! stands with what it belongs to.

use super::schema_parts::{
    Attribute, Element, Part, Value, any, by, container, exactly, leaf, one, reference,
};

const YES_NO: &[&str] = &["yes", "no"];
const BY_PERMALINK: &[Attribute] = &[by(&["permalink", "id"])];
const BY_PERMALINK_OR_NAME: &[Attribute] = &[by(&["permalink", "name", "id"])];
const BY_NAME: &[Attribute] = &[by(&["name", "id"])];
const BY_ADDRESS: &[Attribute] = &[by(&["address", "id"])];
const BY_EMAIL_ADDRESS: &[Attribute] = &[by(&["email_address", "id"])];
/// Only a number is documented, though elsewhere no `by` means an id.
const BY_NUMBER: &[Attribute] = &[by(&["number"])];
const ALL: &[Attribute] = &[Attribute::new("all", YES_NO)];

/// The root.
pub(super) static SPEC: Element = container(
    "VirtualMachineSpec",
    &[
        one(&ZONE),
        one(&DATA_CENTER),
        one(&RESOURCES),
        one(&DISK_TEMPLATE),
        one(&ISO),
        one(&SYSTEM_DISKS),
        one(&SHARED_DISKS),
        one(&BACKUP_POLICIES),
        one(&NETWORK_INTERFACES),
        one(&HOSTNAME),
        one(&NAME),
        one(&DESCRIPTION),
        one(&GROUP),
        one(&AUTHORIZED_KEYS),
        one(&TAGS),
    ],
);

static ZONE: Element = reference("Zone", BY_PERMALINK);
static DATA_CENTER: Element = reference("DataCenter", BY_PERMALINK_OR_NAME);

static RESOURCES: Element = container("Resources", &[one(&PACKAGE), one(&MEMORY), one(&CORES)]);
static PACKAGE: Element = reference("Package", BY_PERMALINK);
static MEMORY: Element = leaf("Memory", Value::Whole { least: 1 });
static CORES: Element = leaf("CPUCores", Value::Whole { least: 1 });

static DISK_TEMPLATE: Element = container(
    "DiskTemplate",
    &[one(&TEMPLATE), one(&TEMPLATE_VERSION), any(&OPTION)],
);
static TEMPLATE: Element = reference("DiskTemplate", BY_PERMALINK);
static TEMPLATE_VERSION: Element = Element {
    attributes: BY_NUMBER,
    ..leaf("Version", Value::Whole { least: 1 })
};
/// Nothing in it is a value too: a blank password is made up by the template.
static OPTION: Element = Element {
    attributes: &[Attribute::needed("key")],
    ..leaf("Option", Value::Text)
};

static ISO: Element = leaf("ISO", Value::Needed);

static SYSTEM_DISKS: Element = container("SystemDisks", &[any(&SYSTEM_DISK)]);
static SYSTEM_DISK: Element = container(
    "Disk",
    &[
        one(&DISK_NAME),
        one(&SIZE),
        one(&SPEED),
        one(&IO_PROFILE),
        one(&FILE_SYSTEM),
        one(&BACKUP_POLICIES),
    ],
);
static DISK_NAME: Element = leaf("Name", Value::Text);
static SIZE: Element = leaf("Size", Value::Whole { least: 1 });
static SPEED: Element = leaf("Speed", Value::OneOf(&["ssd", "nvme"]));
static IO_PROFILE: Element = reference("IOProfile", BY_PERMALINK);
/// Two are known; more are not ruled out.
static FILE_SYSTEM: Element = leaf("FileSystemType", Value::Text);

static SHARED_DISKS: Element = container("SharedDisks", &[any(&SHARED_DISK)]);
static SHARED_DISK: Element = reference("Disk", BY_NAME);

static BACKUP_POLICIES: Element = container("BackupPolicies", &[any(&BACKUP_POLICY)]);
static BACKUP_POLICY: Element = container("BackupPolicy", &[one(&RETENTION), one(&SCHEDULE)]);
static RETENTION: Element = leaf("Retention", Value::Whole { least: 0 });
static SCHEDULE: Element = container("Schedule", &[one(&INTERVAL), one(&FREQUENCY), one(&TIME)]);
static INTERVAL: Element = leaf(
    "Interval",
    Value::OneOf(&["hourly", "daily", "weekly", "monthly"]),
);
static FREQUENCY: Element = leaf("Frequency", Value::Whole { least: 0 });
/// Thought to be an hour of the day, which nobody has seen: any number is taken.
static TIME: Element = leaf("Time", Value::Whole { least: 0 });

static NETWORK_INTERFACES: Element = container("NetworkInterfaces", &[any(&NETWORK_INTERFACE)]);
static NETWORK_INTERFACE: Element = container(
    "NetworkInterface",
    &[
        one(&NETWORK),
        one(&VIRTUAL_NETWORK),
        one(&SPEED_PROFILE),
        any(&ALLOCATION),
    ],
);
static NETWORK: Element = reference("Network", BY_PERMALINK);
static VIRTUAL_NETWORK: Element = leaf("VirtualNetwork", Value::Needed);
static SPEED_PROFILE: Element = reference("SpeedProfile", BY_PERMALINK);
static ALLOCATION: Element = Element {
    attributes: &[Attribute::needed_of("type", &["new", "existing"])],
    ..container(
        "IPAddressAllocation",
        &[one(&IP_VERSION), one(&SUBNET), one(&IP_ADDRESS)],
    )
};
static IP_VERSION: Element = leaf("Version", Value::OneOf(&["4", "6"]));
static SUBNET: Element = reference("Subnet", BY_ADDRESS);
static IP_ADDRESS: Element = reference("IPAddress", BY_ADDRESS);

static HOSTNAME: Element = container("Hostname", &[exactly(&INNER_HOSTNAME)]);
static INNER_HOSTNAME: Element = Element {
    attributes: &[Attribute::new("type", &["random"])],
    ..leaf("Hostname", Value::TextUnless("type"))
};

/// Text of its own, or inside another of the same name.
static NAME: Element = Element {
    parts: &[one(&INNER_NAME)],
    ..leaf("Name", Value::Text)
};
static INNER_NAME: Element = leaf("Name", Value::Text);
static DESCRIPTION: Element = leaf("Description", Value::Text);
static GROUP: Element = reference("Group", BY_NAME);

static AUTHORIZED_KEYS: Element = Element {
    attributes: &[Attribute::new("continuous_management", YES_NO)],
    ..container("AuthorizedKeys", &[one(&USERS), one(&SSH_KEYS)])
};
static USERS: Element = Element {
    attributes: ALL,
    ..container("Users", &[any(&USER)])
};
static USER: Element = reference("User", BY_EMAIL_ADDRESS);
static SSH_KEYS: Element = Element {
    attributes: ALL,
    ..container("SSHKeys", &[any(&SSH_KEY)])
};
static SSH_KEY: Element = leaf("SSHKey", Value::Needed);

static TAGS: Element = container("Tags", &[any(&TAG)]);
static TAG: Element = leaf("Tag", Value::Needed);

/// Every pair of an element and one that may stand in it.
pub(super) fn places() -> Vec<(&'static Element, &'static Part)> {
    fn collect(element: &'static Element, found: &mut Vec<(&'static Element, &'static Part)>) {
        for part in element.parts {
            found.push((element, part));
            collect(part.element, found);
        }
    }
    let mut found = Vec::new();
    collect(&SPEC, &mut found);
    found
}
