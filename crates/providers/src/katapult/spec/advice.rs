//! What the provider refuses in a document that can be read.

use super::{
    Spec,
    allocation::{Allocation, AllocationKind},
    interface::Interface,
};

/// Something the provider would refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Advice {
    /// The element it is about, from the root on: (name, how many of that name stand before it).
    /// One that is missing is about what it is missing from.
    pub(crate) path: Vec<(&'static str, usize)>,
    /// The field of the form it is about, e.g. `interfaces[1].network`.
    pub(crate) field: String,
    /// In a sentence.
    pub(crate) words: &'static str,
}

struct Advices(Vec<Advice>);

impl Advices {
    fn add(
        &mut self,
        path: &[(&'static str, usize)],
        field: impl Into<String>,
        words: &'static str,
    ) {
        self.0.push(Advice {
            path: path.to_vec(),
            field: field.into(),
            words,
        });
    }
}

/// Every rule of the reference that a text can break and still be a document.
pub(super) fn check(spec: &Spec) -> Vec<Advice> {
    let mut found = Advices(Vec::new());
    check_place(spec, &mut found);
    check_resources(spec, &mut found);
    check_template(spec, &mut found);
    let interfaces = spec.interfaces.iter().flatten();
    for (index, interface) in interfaces.enumerate() {
        check_interface(index, interface, &mut found);
    }
    check_keys(spec, &mut found);
    found.0
}

fn check_place(spec: &Spec, found: &mut Advices) {
    match (&spec.zone, &spec.data_center) {
        (None, None) => found.add(&[], "data_center", "A data center or a zone is needed."),
        (Some(_), Some(_)) => found.add(
            &[("Zone", 0)],
            "zone",
            "Give either a data center or a zone, not both.",
        ),
        _ => {}
    }
}

/// That cores and memory go together is how the reference reads; nobody has tried one alone.
fn check_resources(spec: &Spec, found: &mut Advices) {
    let resources = &spec.resources;
    let is_given = (
        resources.package.is_some(),
        resources.memory.is_some(),
        resources.cores.is_some(),
    );
    let path = &[("Resources", 0)];
    match is_given {
        (false, false, false) => found.add(
            path,
            "package",
            "A package, or memory and processor cores, are needed.",
        ),
        (false, true, false) => found.add(
            path,
            "cpus",
            "Memory without a package needs processor cores too.",
        ),
        (false, false, true) => found.add(
            path,
            "memory",
            "Processor cores without a package need memory too.",
        ),
        (true, false, false) | (false, true, true) => {}
        (true, memory, _) => {
            let (name, field) = if memory {
                ("Memory", "memory")
            } else {
                ("CPUCores", "cpus")
            };
            let path = &[("Resources", 0), (name, 0)];
            found.add(
                path,
                field,
                "Give either a package or memory and processor cores, not both.",
            );
        }
    }
}

fn check_template(spec: &Spec, found: &mut Advices) {
    let template = &spec.template;
    let depends = template.version.is_some() || !template.options.is_empty();
    if template.image.is_none() && depends {
        let words = "A version and options need the template they are of.";
        found.add(&[("DiskTemplate", 0)], "image", words);
    }
    let mut seen = std::collections::BTreeSet::new();
    for (index, option) in template.options.iter().enumerate() {
        if !seen.insert(option.key.as_str()) {
            let path = &[("DiskTemplate", 0), ("Option", index)];
            let field = format!("options[{index}].key");
            found.add(path, field, "This option is given already.");
        }
    }
}

fn check_interface(index: usize, interface: &Interface, found: &mut Advices) {
    let path = [("NetworkInterfaces", 0), ("NetworkInterface", index)];
    let row = format!("interfaces[{index}]");
    match (&interface.network, &interface.virtual_network) {
        (None, None) => {
            let words = "An interface needs a network or a virtual network.";
            found.add(&path, [&row, ".network"].concat(), words);
        }
        (Some(_), Some(_)) => {
            let [list, interface] = path;
            let path = [list, interface, ("VirtualNetwork", 0)];
            let words = "Give either a network or a virtual network, not both.";
            found.add(&path, [&row, ".virtual_network"].concat(), words);
        }
        _ => {}
    }
    for (number, allocation) in interface.allocations.iter().enumerate() {
        let [list, interface] = path;
        let path = [list, interface, ("IPAddressAllocation", number)];
        let row = format!("{row}.addresses[{number}]");
        check_allocation(path, &row, allocation, found);
    }
}

fn check_allocation(
    path: [(&'static str, usize); 3],
    row: &str,
    allocation: &Allocation,
    found: &mut Advices,
) {
    let [list, interface, this] = path;
    let inside = |name| [list, interface, this, (name, 0)];
    let new = "Only a new address is picked by version or subnet.";
    match (allocation.kind, &allocation.address) {
        (AllocationKind::New, Some(_)) => found.add(
            &inside("IPAddress"),
            [row, ".address"].concat(),
            "A new address is picked by the provider; only an existing one can be named.",
        ),
        (AllocationKind::Existing, None) => found.add(
            &path,
            [row, ".address"].concat(),
            "Say which existing address it is.",
        ),
        _ => {}
    }
    if allocation.kind == AllocationKind::Existing {
        if allocation.version.is_some() {
            found.add(&inside("Version"), [row, ".version"].concat(), new);
        }
        if allocation.subnet.is_some() {
            found.add(&inside("Subnet"), [row, ".subnet"].concat(), new);
        }
    }
}

fn check_keys(spec: &Spec, found: &mut Advices) {
    let keys = &spec.authorized_keys;
    let words = "Give either all of them or a list, not both.";
    if keys.all_users && !keys.users.is_empty() {
        let path = &[("AuthorizedKeys", 0), ("Users", 0)];
        found.add(path, "users", words);
    }
    if keys.all_keys && !keys.keys.is_empty() {
        let path = &[("AuthorizedKeys", 0), ("SSHKeys", 0)];
        found.add(path, "ssh_keys", words);
    }
}
