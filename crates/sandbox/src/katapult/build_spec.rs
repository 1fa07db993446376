//! Ordering a machine by a specification document (reference, Creating a VM: build from spec).

use http::StatusCode;
use serde_json::json;

use super::{
    Ask, Outcome, World,
    arguments::Lookup,
    build::Order,
    catalogue::{
        Listed, find,
        networks::{NETWORKS, Network},
        packages::PACKAGES,
        places::{DATA_CENTERS, DataCenter, ZONES, Zone},
        templates::TEMPLATES,
    },
    machine::Size,
    machines,
    organization::Organization,
    refusal::Refusal,
    update::hostname_faults,
    xml::{self, Element},
};

/// The order of elements in the normalised document.
const ORDER: [&str; 12] = [
    "Zone",
    "DataCenter",
    "Resources",
    "DiskTemplate",
    "SystemDisks",
    "NetworkInterfaces",
    "Hostname",
    "Name",
    "Description",
    "Group",
    "AuthorizedKeys",
    "Tags",
];

/// `POST /organizations/organization/virtual_machines/build_from_spec`
pub(super) fn build(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let xml = ask.arguments.required_text("xml")?;
    let annotations = machines::given_annotations(&ask.arguments)?;
    let spec = xml::parse(&xml).map_err(|error| {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            "invalid_spec_xml",
            "The specification is not a valid XML document",
        )
        // One string here, where other errors have an array.
        .with(json!({ "errors": error }))
    })?;
    let mut reader = SpecReader {
        spec: &spec,
        faults: Vec::new(),
    };
    if spec.name != "VirtualMachineSpec" {
        reader.fault("Document element must be VirtualMachineSpec");
    }
    let zone = reader.location();
    let size = reader.size();
    reader.template();
    let network = reader.network();
    let hostname = reader.hostname(world, ask, organization);
    let group = reader.group(world, organization);
    let faults = reader.faults;
    let (Some(zone), Some(size), true) = (zone, size, faults.is_empty()) else {
        return Err(Refusal::validation_error(&faults));
    };
    let order = Order {
        organization,
        zone,
        size,
        network: network.or_else(|| {
            let default = Network::default_of(zone.data_center);
            default.filter(|_| spec.child("NetworkInterfaces").is_none())
        }),
        name: spec
            .text_at(&["Name"])
            .or_else(|| spec.text_at(&["Name", "Name"]))
            .map(str::to_owned),
        description: spec.text_at(&["Description"]).map(str::to_owned),
        group,
        // Only tags that exist already; whether by name or id is not settled, so either.
        tags: spec.child("Tags").map_or_else(Vec::new, |tags| {
            let named = tags.children.iter();
            named
                .filter_map(|tag| {
                    let by_id = world.tags.get(&tag.text).map(|tag| tag.id.clone());
                    by_id.or_else(|| world.find_tag(organization, &tag.text))
                })
                .collect()
        }),
        annotations,
        spec_xml: normalised(&spec, zone, &hostname).document(),
        hostname,
    };
    Ok(world.build(order, ask.now))
}

/// Reads a specification and collects what is wrong with it.
struct SpecReader<'a> {
    spec: &'a Element,
    faults: Vec<String>,
}

impl SpecReader<'_> {
    fn fault(&mut self, fault: impl Into<String>) {
        self.faults.push(fault.into());
    }

    /// What a reference element means. Without `by` the text is an id; `by="id"` says the same.
    fn refer<T: Listed>(&mut self, all: &'static [T], element: &Element) -> Option<&'static T> {
        let key = match element.attribute("by") {
            None | Some("id") => "id",
            Some("permalink") => "permalink",
            Some(other) => {
                self.fault(format!("{} cannot be looked up by {other}", element.name));
                return None;
            }
        };
        let value = element.text.clone();
        let found = find(all, &Lookup { key, value }, "").ok();
        if found.is_none() {
            self.fault(format!("{} could not be found", element.name));
        }
        found
    }

    fn data_center(&mut self, element: &Element) -> Option<&'static DataCenter> {
        if element.attribute("by") == Some("name") {
            let found = DATA_CENTERS.iter().find(|one| one.name == element.text);
            if found.is_none() {
                self.fault("DataCenter could not be found");
            }
            return found;
        }
        self.refer(&DATA_CENTERS, element)
    }

    fn location(&mut self) -> Option<&'static Zone> {
        match (self.spec.child("Zone"), self.spec.child("DataCenter")) {
            (Some(zone), None) => self.refer(&ZONES, zone),
            (None, Some(data_center)) => self.data_center(data_center)?.first_zone(),
            _ => {
                self.fault("Exactly one of Zone and DataCenter must be given");
                None
            }
        }
    }

    fn size(&mut self) -> Option<Size> {
        let resources = self.spec.child("Resources");
        if let Some(package) = resources.and_then(|one| one.child("Package")) {
            return self.refer(&PACKAGES, package).map(Size::of);
        }
        let number = |name: &str| -> Option<u32> {
            let number = resources?.text_at(&[name])?.parse().ok()?;
            (1..=1024).contains(&number).then_some(number)
        };
        if let (Some(memory_in_gb), Some(cpu_cores)) = (number("Memory"), number("CPUCores")) {
            return Some(Size {
                package: None,
                cpu_cores,
                memory_in_gb,
                use_dedicated_cpus: false,
            });
        }
        self.fault("Resources must have a package or memory and CPU cores");
        None
    }

    fn template(&mut self) {
        let Some(container) = self.spec.child("DiskTemplate") else {
            return;
        };
        let Some(element) = container.child("DiskTemplate") else {
            return;
        };
        let keys: Vec<String> = container
            .children
            .iter()
            .filter(|child| child.name == "Option")
            .filter_map(|child| child.attribute("key").map(str::to_owned))
            .collect();
        let template = self.refer(&TEMPLATES, element);
        if let Some(label) = template.and_then(|template| template.first_missing(&keys)) {
            self.fault(format!("{label} can't be blank"));
        }
    }

    /// The first public network an interface is on; the simulation gives addresses there only.
    fn network(&mut self) -> Option<&'static Network> {
        let interfaces = self.spec.child("NetworkInterfaces")?;
        let mut networks = interfaces.children.iter();
        let network = networks.find_map(|interface| interface.child("Network"))?;
        self.refer(&NETWORKS, network)
    }

    fn hostname(&mut self, world: &World, ask: &Ask, organization: &Organization) -> String {
        let element = self.spec.at(&["Hostname", "Hostname"]);
        let given = element
            .filter(|element| element.attribute("type") != Some("random"))
            .map(|element| element.text.to_ascii_lowercase());
        let Some(hostname) = given else {
            return world.free_hostname(organization, ask.now);
        };
        self.faults.extend(hostname_faults(&hostname));
        if world.machines.is_taken(&hostname, organization) {
            self.fault("Hostname has already been taken");
        }
        hostname
    }

    fn group(&mut self, world: &World, organization: &Organization) -> Option<String> {
        let element = self.spec.child("Group")?;
        let by_name = element.attribute("by") == Some("name");
        let found = world.find_group(organization, &element.text, by_name);
        if found.is_none() {
            self.fault("Group could not be found");
        }
        found
    }
}

/// The document as the service keeps it: in its own order, the place by id, the hostname as it
/// became, and the keys' management spelt out.
fn normalised(spec: &Element, zone: &Zone, hostname: &str) -> Element {
    let mut spec = spec.clone();
    if spec.child("DataCenter").is_some() {
        spec.children.retain(|child| child.name != "DataCenter");
        let id = zone.data_center.id;
        spec.children.push(Element::new("DataCenter", id));
    }
    spec.children.retain(|child| child.name != "Hostname");
    let inner = Element::new("Hostname", hostname);
    spec.children
        .push(Element::holding("Hostname", vec![inner]));
    if spec.child("AuthorizedKeys").is_none() {
        spec.children.push(Element::new("AuthorizedKeys", ""));
    }
    if let Some(keys) = spec.child_mut("AuthorizedKeys")
        && keys.attribute("continuous_management").is_none()
    {
        let attribute = ("continuous_management".to_owned(), "no".to_owned());
        keys.attributes.push(attribute);
    }
    let rank = |element: &Element| {
        let mut known = ORDER.iter();
        known
            .position(|name| *name == element.name)
            .unwrap_or(ORDER.len())
    };
    spec.children.sort_by_key(rank);
    spec
}
