//! Reading a specification document: every element of it, what is wrong with it, and how the
//! service writes it back (reference, Creating a VM: build from spec).

mod belongings;
mod disks;
mod networks;
mod normal;

use super::{
    Ask, World,
    arguments::Lookup,
    build::{Contents, Order},
    catalogue::{
        Listed, find,
        isos::{ISOS, Iso},
        packages::PACKAGES,
        places::{DATA_CENTERS, DataCenter, ZONES, Zone},
        templates::{TEMPLATES, Version},
    },
    machine::{Annotation, Size},
    organization::Organization,
    refusal::Refusal,
    xml::Element,
};

/// Reads a specification and collects what is wrong with it.
struct Reader<'a> {
    world: &'a World,
    ask: &'a Ask,
    organization: &'static Organization,
    spec: &'a Element,
    faults: Vec<String>,
}

/// What a specification orders.
///
/// # Errors
/// 422 with a sentence for each fault.
pub(super) fn read(
    world: &World,
    ask: &Ask,
    organization: &'static Organization,
    spec: &Element,
    annotations: Vec<Annotation>,
) -> Result<Order, Refusal> {
    let mut reader = Reader {
        world,
        ask,
        organization,
        spec,
        faults: Vec::new(),
    };
    if spec.name != "VirtualMachineSpec" {
        reader.fault("Document element must be VirtualMachineSpec");
    }
    let zone = reader.location();
    let size = reader.size();
    let contents = reader.contents();
    let disks = reader.system_disks(size, contents.clone());
    let shared_disks = reader.shared_disks();
    let interfaces = reader.interfaces(zone);
    let hostname = reader.hostname();
    let group = reader.group();
    let keys = reader.keys();
    let policies = reader.policies(spec);
    let iso = reader.iso();
    let tags = reader.tags();
    let (Some(zone), Some(size), true) = (zone, size, reader.faults.is_empty()) else {
        return Err(Refusal::validation_error(&reader.faults));
    };
    let name = spec.text_at(&["Name"]);
    let spec_xml = normal::normalised(reader.world, spec, zone, &hostname, contents.as_ref());
    Ok(Order {
        organization,
        zone,
        size,
        disks,
        shared_disks,
        interfaces,
        policies,
        iso,
        keys,
        name: name
            .or_else(|| spec.text_at(&["Name", "Name"]))
            .map(str::to_owned),
        description: spec.text_at(&["Description"]).map(str::to_owned),
        group,
        tags,
        annotations,
        spec_xml: spec_xml.document(),
        hostname,
    })
}

impl Reader<'_> {
    fn fault(&mut self, fault: impl Into<String>) {
        self.faults.push(fault.into());
    }

    /// How a reference element says to look its text up. Without `by` the text is an id;
    /// `by="id"` says the same.
    fn by<'e>(&mut self, element: &'e Element, known: &[&str]) -> Option<&'e str> {
        match element.attribute("by") {
            None | Some("id") => Some("id"),
            Some(by) if known.contains(&by) => Some(by),
            Some(other) => {
                self.fault(format!("{} cannot be looked up by {other}", element.name));
                None
            }
        }
    }

    fn found<T>(&mut self, element: &Element, found: Option<T>) -> Option<T> {
        if found.is_none() {
            self.fault(format!("{} could not be found", element.name));
        }
        found
    }

    /// What a reference into the catalogue means.
    fn refer<T: Listed>(
        &mut self,
        all: &'static [T],
        element: &Element,
        known: &[&str],
    ) -> Option<&'static T> {
        let key = match self.by(element, known)? {
            "permalink" => "permalink",
            _ => "id",
        };
        let value = element.text.clone();
        let found = find(all, &Lookup { key, value }, "").ok();
        self.found(element, found)
    }

    /// A whole number an element holds.
    fn number(&mut self, inside: &Element, name: &str) -> Option<u32> {
        let text = inside.text_at(&[name])?;
        let number = text.parse().ok();
        if number.is_none() {
            self.fault(format!("{name} is not a number"));
        }
        number
    }

    fn data_center(&mut self, element: &Element) -> Option<&'static DataCenter> {
        if element.attribute("by") == Some("name") {
            let found = DATA_CENTERS.iter().find(|one| one.name == element.text);
            return self.found(element, found);
        }
        self.refer(&DATA_CENTERS, element, &["permalink"])
    }

    fn location(&mut self) -> Option<&'static Zone> {
        match (self.spec.child("Zone"), self.spec.child("DataCenter")) {
            (Some(zone), None) => self.refer(&ZONES, zone, &["permalink"]),
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
            return self.refer(&PACKAGES, package, &["permalink"]).map(Size::of);
        }
        let Some(resources) = resources else {
            self.fault("Resources must have a package or memory and CPU cores");
            return None;
        };
        if self.organization.is_restricted() {
            self.fault("Flexible resources are not available to the organization");
            return None;
        }
        let memory = self.number(resources, "Memory");
        let cores = self.number(resources, "CPUCores");
        if let (Some(memory_in_gb @ 1..=1024), Some(cpu_cores @ 1..=1024)) = (memory, cores) {
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

    /// The template, its version and its options.
    fn contents(&mut self) -> Option<Contents> {
        let container = self.spec.child("DiskTemplate")?;
        let element = container.child("DiskTemplate")?;
        let template = self.refer(&TEMPLATES, element, &["permalink"])?;
        let options: Vec<(String, String)> = container
            .children
            .iter()
            .filter(|child| child.name == "Option")
            .filter_map(|child| Some((child.attribute("key")?.to_owned(), child.text.clone())))
            .collect();
        let keys: Vec<String> = options.iter().map(|(key, _)| key.clone()).collect();
        if let Some(label) = template.first_missing(&keys) {
            self.fault(format!("{label} can't be blank"));
        }
        let version: Option<&'static Version> = match container.child("Version") {
            None => template.find_version(None),
            Some(version) => {
                let found = if self.by(version, &["number"])? == "number" {
                    let number = version.text.parse().ok();
                    number.and_then(|number| template.find_version(Some(number)))
                } else {
                    template.version_of_id(&version.text)
                };
                self.found(version, found)
            }
        };
        Some(Contents {
            template,
            version: version?,
            options,
        })
    }

    fn iso(&mut self) -> Option<&'static Iso> {
        let element = self.spec.child("ISO")?;
        self.refer(&ISOS, element, &[])
    }
}
