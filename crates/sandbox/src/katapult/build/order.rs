//! What somebody has ordered, checked.

use super::super::{
    authorized_keys::Keys,
    backup::Schedule,
    catalogue::{
        isos::Iso,
        networks::Network,
        places::Zone,
        profiles::{SPEEDS, SpeedProfile},
        templates::{Template, Version},
    },
    disk::Plan,
    interface::Place,
    machine::{Annotation, Size},
    organization::Organization,
};

/// What the system disk is called that nobody has named.
pub(in crate::katapult) const SYSTEM_DISK: &str = "System Disk";

/// What is installed on the first disk.
#[derive(Clone)]
pub(in crate::katapult) struct Contents {
    pub(in crate::katapult) template: &'static Template,
    pub(in crate::katapult) version: &'static Version,
    /// Keys and values.
    pub(in crate::katapult) options: Vec<(String, String)>,
}

/// A backup policy: how many copies are kept, and when one is made.
pub(in crate::katapult) type Retained = (u32, Schedule);

/// A disk to make; the first one of an order is booted from.
pub(in crate::katapult) struct DiskOrder {
    pub(in crate::katapult) plan: Plan,
    pub(in crate::katapult) policies: Vec<Retained>,
}

impl DiskOrder {
    /// One without backups.
    pub(in crate::katapult) fn of(plan: Plan) -> Self {
        Self {
            plan,
            policies: Vec::new(),
        }
    }
}

/// An address an interface shall have.
pub(in crate::katapult) enum AddressOrder {
    /// A new one of this version.
    New(&'static str),
    /// By id.
    Existing(String),
}

/// A network interface to make.
pub(in crate::katapult) struct InterfaceOrder {
    pub(in crate::katapult) place: Place,
    pub(in crate::katapult) speed: &'static SpeedProfile,
    pub(in crate::katapult) addresses: Vec<AddressOrder>,
}

impl InterfaceOrder {
    /// One on a public network with a new address of either version.
    pub(in crate::katapult) fn on(network: &'static Network) -> Self {
        let [speed, ..] = &SPEEDS;
        Self {
            place: Place::Public(network),
            speed,
            addresses: vec![AddressOrder::New("ipv4"), AddressOrder::New("ipv6")],
        }
    }
}

/// An order.
pub(in crate::katapult) struct Order {
    pub(in crate::katapult) organization: &'static Organization,
    pub(in crate::katapult) zone: &'static Zone,
    pub(in crate::katapult) size: Size,
    pub(in crate::katapult) disks: Vec<DiskOrder>,
    /// Ids of disks that are there already.
    pub(in crate::katapult) shared_disks: Vec<String>,
    pub(in crate::katapult) interfaces: Vec<InterfaceOrder>,
    /// Of the whole machine.
    pub(in crate::katapult) policies: Vec<Retained>,
    pub(in crate::katapult) iso: Option<&'static Iso>,
    pub(in crate::katapult) keys: Keys,
    pub(in crate::katapult) hostname: String,
    /// Display name; the hostname if none was given.
    pub(in crate::katapult) name: Option<String>,
    pub(in crate::katapult) description: Option<String>,
    pub(in crate::katapult) group: Option<String>,
    pub(in crate::katapult) tags: Vec<String>,
    pub(in crate::katapult) annotations: Vec<Annotation>,
    /// The normalised document a build shows.
    pub(in crate::katapult) spec_xml: String,
}

impl Order {
    /// An order of nothing beyond what every machine has.
    pub(in crate::katapult) fn bare(
        organization: &'static Organization,
        zone: &'static Zone,
        size: Size,
        hostname: String,
        spec_xml: String,
    ) -> Self {
        Self {
            organization,
            zone,
            size,
            disks: Vec::new(),
            shared_disks: Vec::new(),
            interfaces: Vec::new(),
            policies: Vec::new(),
            iso: None,
            keys: Keys::default(),
            hostname,
            name: None,
            description: None,
            group: None,
            tags: Vec::new(),
            annotations: Vec::new(),
            spec_xml,
        }
    }
}
