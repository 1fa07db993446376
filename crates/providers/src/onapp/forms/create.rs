//! The form of a new machine (OnApp reference, "Create").

use pilothouse_core::Field;

use super::install;

/// The reference gives no bounds, database columns do.
const LONGEST_NAME: usize = 255;
/// Sizes are bounded only against slips: what an account may really have is told by its limits,
/// and what a template needs by the template.
const MOST_CPUS: u64 = 512;
const MOST_MEMORY: u64 = 16 << 20;
const MOST_DISK: u64 = 1 << 20;
const MOST_SWAP: u64 = 1 << 14;
const MOST_SHARES: u64 = 100_000;
const MOST_SPEED: u64 = 1_000_000;

/// Shown only while no package is chosen.
const WITHOUT_PACKAGE: &[&str] = &[""];

pub(super) fn fields() -> Vec<Field> {
    let mut fields = names();
    fields.extend(install::sources());
    fields.extend(sizes());
    fields.extend(places());
    fields.extend(install::secrets());
    fields.extend(install::licence());
    fields.extend(afterwards());
    fields
}

fn names() -> Vec<Field> {
    vec![
        Field::text("name", "Name")
            .required()
            .help("The label the panel shows. Any text."),
        Field::host_name("hostname", "Host name", LONGEST_NAME).help(
            "Without domain: letters, digits and dashes. Left empty, it is made from the name.",
        ),
        Field::host_name("domain", "Domain", LONGEST_NAME)
            .help("From OnApp 5.4. Left empty, the panel takes “localdomain”."),
    ]
}

pub(super) fn cpus() -> Field {
    Field::number("cpus", "Processors", 1, MOST_CPUS, "")
}

pub(super) fn memory() -> Field {
    Field::number("memory", "Memory", 128, MOST_MEMORY, "MB")
        .help("At least what the template asks for.")
}

pub(super) fn cpu_shares() -> Field {
    Field::number("cpu_shares", "Processor priority", 1, MOST_SHARES, "").help(
        "How much processor time it gets beside its neighbours. KVM hosts take only 100; on Xen any weight.",
    )
}

pub(super) fn disk() -> Field {
    Field::number("disk", "Disk", 1, MOST_DISK, "GB").help("At least what the template asks for.")
}

pub(super) fn swap() -> Field {
    Field::number("swap", "Swap disk", 0, MOST_SWAP, "GB")
        .help("0 for Windows and for templates without swap. Left empty, there is none.")
}

pub(super) fn speed() -> Field {
    Field::number("speed", "Network speed", 0, MOST_SPEED, "Mbit/s")
        .help("0 or left empty for no limit.")
}

fn sizes() -> Vec<Field> {
    vec![
        Field::lookup("package", "Package", "packages", &[])
            .help("A ready-made size, from OnApp 4.3 where the provider offers them. Left empty, choose sizes below."),
        cpus().starting("1").required().when("package", WITHOUT_PACKAGE),
        memory().starting("1024").required().when("package", WITHOUT_PACKAGE),
        cpu_shares().starting("100").required().when("package", WITHOUT_PACKAGE),
        disk().starting("10").required().when("package", WITHOUT_PACKAGE),
        swap().when("package", WITHOUT_PACKAGE),
        speed(),
    ]
}

pub(super) fn disk_zone() -> Field {
    Field::lookup("disk_zone", "Disk zone", "disk_zones", &[])
        .help("Left empty, the panel chooses one.")
}

pub(super) fn swap_zone() -> Field {
    Field::lookup("swap_zone", "Swap disk zone", "disk_zones", &[])
        .help("Left empty, the panel chooses one.")
}

pub(super) fn network_zone() -> Field {
    Field::lookup("network_zone", "Network zone", "network_zones", &[])
        .help("Left empty, the panel chooses one. Not needed when a network is chosen.")
}

fn places() -> Vec<Field> {
    vec![
        Field::lookup("place", "Zone", "places", &[]).help("Left empty, the panel chooses one."),
        Field::lookup("host", "Compute resource", "hosts", &[])
            .help("Only for logins that may choose the very host."),
        disk_zone(),
        swap_zone(),
        network_zone(),
        Field::lookup("network", "Network", "networks", &[])
            .help("The network of the first interface. Left empty, the panel chooses one."),
        Field::lookup("ip_address", "Address", "ip_addresses", &["network"])
            .help("Left empty, the panel takes a free one."),
    ]
}

fn afterwards() -> Vec<Field> {
    vec![
        Field::flag("build", "Install the system now")
            .starting("true")
            .help("Otherwise it is only made; use Rebuild to install it later."),
        install::start(),
        Field::flag("backups", "Automatic backups").help("They may cost extra."),
        Field::lines("note", "Note"),
    ]
}
