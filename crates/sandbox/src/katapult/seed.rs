//! What a new world is filled with.

use jiff::Timestamp;

use super::{
    World,
    authorized_keys::Keys,
    backup::{Schedule, Target},
    build::SYSTEM_DISK,
    catalogue::{
        networks::Network,
        packages::{PACKAGES, Package},
        places::{DATA_CENTERS, ZONES, Zone},
        profiles::SPEEDS,
    },
    disk::{self, Assignment, Plan},
    interface::{Place, Plug},
    ip::Allocation,
    machine::{Machine, Size},
    organization::{ORGANIZATIONS, Organization},
    state::State,
};
use crate::{Seed, names};

/// How many machines the organization has that the service does not count.
const HERD: u32 = 1200;

/// (display name, hostname, state, place of package, place of zone)
type Row = (&'static str, &'static str, State, usize, usize);

const SMALL: [Row; 14] = [
    ("Shop front", "shop-front", State::Started, 2, 0),
    ("Shop database", "shop-db", State::Started, 3, 0),
    ("Mail", "mail", State::Started, 1, 1),
    ("Nightly backup", "backup", State::Stopped, 1, 1),
    ("Metrics", "metrics", State::Migrating, 2, 2),
    ("Wiki (build failed)", "wiki", State::Failed, 0, 0),
    ("Batch worker", NO_ADDRESS, State::Stopped, 4, 2),
    ("Old forum", "forum-old", State::Orphaned, 0, 1),
    ("Analytics", FLEXIBLE, State::Started, 5, 2),
    (names::UNICODE, "turtle", State::Started, 0, 2),
    (names::HOSTILE, "hostile-label", State::Started, 0, 0),
    (names::FAILING, names::FAILING, State::Started, 0, 0),
    (names::REFUSING, names::REFUSING, State::Stopped, 0, 1),
    (names::SLOW, names::SLOW, State::Started, 0, 2),
];

/// Has no address.
const NO_ADDRESS: &str = "batch";
/// Has resources of its own choice and therefore no package.
const FLEXIBLE: &str = "analytics";

const LABS: [Row; 2] = [
    ("Prototype", "prototype", State::Started, 2, 0),
    ("Load test", "load-test", State::Stopped, 3, 2),
];

/// Fills a new world.
pub(super) fn fill(world: &mut World, now: Timestamp) {
    let [main, labs, herd, _, _, restricted] = &ORGANIZATIONS;
    furnish(world, main, now);
    match world.options.seed {
        Seed::Small => {
            for row in SMALL {
                add(world, main, row, now);
            }
            dress_up(world, main, now);
            for row in LABS {
                add(world, labs, row, now);
            }
        }
        Seed::Fleet(count) => add_fleet(world, main, count, now),
    }
    add_fleet(world, herd, HERD, now);
    let frugal = ("Frugal", "frugal", State::Stopped, 0, 0);
    add(world, restricted, frugal, now);
}

fn furnish(world: &mut World, main: &'static Organization, now: Timestamp) {
    let at = now.as_second() - 90 * 86_400;
    for (name, color) in [
        ("production", "green"),
        ("staging", "yellow"),
        ("web", "pastel_light_blue"),
    ] {
        world.tag_named(main, name, color, at);
    }
    world.make_group(main, "shop", (true, false), at);
    world.add_ssh_key(
        main,
        "Robin's laptop",
        "ssh-ed25519 AAAAexample robin@laptop",
    );
}

/// What only some of the small world's machines have: tags, a group, descriptions, one more in
/// the trash and one on its way.
fn dress_up(world: &mut World, main: &'static Organization, now: Timestamp) {
    let group = world.groups.keys().next().cloned();
    let tags: Vec<String> = ["production", "web"]
        .iter()
        .filter_map(|name| world.find_tag(main, name))
        .collect();
    let ids = world.machines.of(main).to_vec();
    for id in ids.iter().take(2) {
        world.regroup(id, group.clone());
        if let Some(machine) = world.machines.get_mut(id) {
            machine.tags.clone_from(&tags);
            machine.description = Some("Part of the shop & its back office".to_owned());
            machine.annotations = vec![("team".to_owned(), "shop".to_owned())];
        }
    }
    for id in &ids {
        let Some(machine) = world.machines.get_mut(id) else {
            continue;
        };
        if machine.state == State::Migrating {
            let id = id.clone();
            world.send(&id, now, &[(600.0, State::Started)]);
        } else if machine.hostname == FLEXIBLE {
            machine.size = Size {
                package: None,
                cpu_cores: 6,
                memory_in_gb: 20,
                use_dedicated_cpus: false,
            };
        }
    }
    spare_parts(world, main, now);
    let retired = ("Retired shop", "shop-2019", State::Stopped, 0, 0);
    let retired = add(world, main, retired, now);
    world.discard(&retired, now);
}

/// What belongs to no machine: a disk and addresses, one of them a load balancer's. And backups
/// and managed keys for the first machine.
fn spare_parts(world: &mut World, main: &'static Organization, now: Timestamp) {
    let [london, ..] = &DATA_CENTERS;
    let at = now.as_second() - 30 * 86_400;
    let mut plan = Plan::plain("Archive", 100);
    plan.file_system = Some("xfs".to_owned());
    world.make_disk(main, london, plan, at);
    if let Some(network) = Network::default_of(london) {
        world.new_ip(main, network, "ipv6");
        let balanced = world.new_ip(main, network, "ipv4").unwrap_or_default();
        if let Some(address) = world.ips.shelf.get_mut(&balanced) {
            address.allocation = Allocation::LoadBalancer {
                id: "lb_Tz5nQ1cVk8RwX3hM",
                name: "Shop balancer",
            };
        }
    }
    let Some(first) = world.machines.of(main).first().cloned() else {
        return;
    };
    let disk = world
        .machines
        .get(&first)
        .and_then(|one| one.disks.first().cloned());
    let targets = disk.map(Target::Disk).into_iter();
    for target in targets.chain([Target::Machine(first.clone())]) {
        world.make_policy(main, target, 7, Schedule::default());
    }
    if let Some(machine) = world.machines.get_mut(&first) {
        machine.keys = Keys {
            managed: true,
            all: true,
            ..Keys::default()
        };
    }
}

fn add_fleet(world: &mut World, organization: &'static Organization, count: u32, now: Timestamp) {
    for n in 0..count {
        let drawn = names::spread(n);
        let state = match drawn % 100 {
            0..80 => State::Started,
            80..96 => State::Stopped,
            96..98 => State::Failed,
            98 => State::Transferring,
            _ => State::Orphaned,
        };
        let package = (drawn >> 8) as usize % PACKAGES.len();
        let zone = (drawn >> 16) as usize % ZONES.len();
        let name = names::machine(n);
        let row = (name.as_str(), name.as_str(), state, package, zone);
        add(world, organization, row, now);
    }
}

fn add(
    world: &mut World,
    organization: &'static Organization,
    (name, hostname, state, package, zone): (&str, &str, State, usize, usize),
    now: Timestamp,
) -> String {
    let [first_package, ..] = &PACKAGES;
    let [first_zone, ..] = &ZONES;
    let package: &'static Package = PACKAGES.get(package).unwrap_or(first_package);
    let zone: &'static Zone = ZONES.get(zone).unwrap_or(first_zone);
    let id = world.serial.next("vm");
    let age = i64::from(names::spread(hostname.len() as u32 + world.serial.count("vm")) % 20_000);
    let has_address = hostname != NO_ADDRESS && state != State::Failed;
    let network = Network::default_of(zone.data_center).filter(|_| has_address);
    let created_at = now.as_second() - 3600 - age * 3600;
    world.machines.insert(Machine {
        id: id.clone(),
        organization,
        name: name.to_owned(),
        hostname: hostname.to_owned(),
        description: None,
        created_at,
        initial_root_password: None,
        state,
        zone,
        size: Size::of(package),
        group: None,
        tags: Vec::new(),
        interfaces: Vec::new(),
        disks: Vec::new(),
        gpu: None,
        iso: None,
        keys: Keys::default(),
        annotations: Vec::new(),
        trash: None,
        course: 0,
        busy: false,
    });
    if let Some(network) = network {
        equip(world, organization, &id, network);
    }
    let plan = Plan::plain(SYSTEM_DISK, Size::of(package).disk());
    let disk = world.make_disk(organization, zone.data_center, plan, created_at);
    let assignment = Assignment {
        machine: id.clone(),
        attach_on_boot: true,
        boot: true,
        plug: match state {
            State::Stopped | State::Failed => disk::Plug::Detached,
            _ => disk::Plug::Attached,
        },
    };
    world.assign_disk(&disk, assignment);
    id
}

/// Gives a machine an interface with an address of either version.
fn equip(
    world: &mut World,
    organization: &'static Organization,
    machine: &str,
    network: &'static Network,
) {
    let [speed, ..] = &SPEEDS;
    let interface = world.add_interface(machine, Place::Public(network), speed, Plug::Attached);
    let given = world.addresses.spare_v4();
    for text in given.into_iter().chain([world.addresses.next_v6()]) {
        let address = world.take_ip(organization, network, text);
        world.allocate(&address, &interface);
    }
}
