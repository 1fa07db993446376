//! Ordering a machine by its parts (reference, simple build).

use http::StatusCode;
use serde_json::json;

use super::{
    Ask, Outcome, World,
    build::{Contents, DiskOrder, InterfaceOrder, Order, SYSTEM_DISK},
    catalogue::{
        find,
        networks::{self, Network},
        packages,
        places::{DATA_CENTERS, DataCenter, ZONES, Zone},
        profiles, templates,
    },
    disk::{Plan, SIZES},
    machine::Size,
    machines,
    organization::RESTRICTION,
    refusal::Refusal,
    spec_xml,
    update::hostname_faults,
};

const LOOKUP: [&str; 2] = ["id", "permalink"];

/// `POST /organizations/organization/virtual_machines/build`
pub(super) fn build(world: &mut World, ask: &Ask) -> Outcome {
    let arguments = &ask.arguments;
    let options = options(ask)?;
    let disks = disks(ask)?;
    let annotations = machines::given_annotations(arguments)?;
    let organization = ask.organization()?;
    if organization.is_restricted() {
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "resource_creation_restricted",
            "The organization may not create resources at the moment",
        )
        .with(json!({ "errors": [RESTRICTION] })));
    }
    let zone = arguments
        .optional_lookup("zone", &LOOKUP)?
        .map(|lookup| find(&ZONES, &lookup, "zone_not_found"))
        .transpose()?;
    let data_center = arguments
        .optional_lookup("data_center", &LOOKUP)?
        .map(|lookup| find(&DATA_CENTERS, &lookup, "data_center_not_found"))
        .transpose()?;
    let package = packages::named(ask, "package")?;
    let template = templates::optional(ask)?;
    let network = networks::optional(ask)?;
    let disks = settled(disks)?;
    let zone = location(zone, data_center)?;

    let hostname = match arguments.text("hostname")? {
        Some(hostname) => hostname.to_ascii_lowercase(),
        None => world.free_hostname(organization, ask.now),
    };
    let mut faults = hostname_faults(&hostname);
    if world.machines.is_taken(&hostname, organization) {
        faults.push("Hostname has already been taken".to_owned());
    }
    let keys: Vec<String> = options.iter().map(|(key, _)| key.clone()).collect();
    if let Some(label) = template.and_then(|template| template.first_missing(&keys)) {
        faults.push(format!("{label} can't be blank"));
    }
    if disks.iter().any(|disk| !SIZES.contains(&disk.size_in_gb)) {
        faults.push("Size in gb is not included in the list".to_owned());
    }
    if !faults.is_empty() {
        return Err(Refusal::validation_error(&faults));
    }
    let contents = template.and_then(|template| {
        Some(Contents {
            template,
            version: template.find_version(None)?,
            options,
        })
    });
    let size = Size::of(package);
    let mut plans = disks;
    if plans.is_empty() {
        plans.push(Plan::plain(SYSTEM_DISK, size.disk()));
    }
    // Leaving the network out presumably means the data center's own.
    let network = network.or_else(|| Network::default_of(zone.data_center));
    let spec_xml = spec_xml::compose(zone, package, contents.as_ref(), &plans, network, &hostname);
    if let Some(first) = plans.first_mut() {
        first.contents = contents;
    }
    let order = Order {
        organization,
        zone,
        size,
        disks: plans.into_iter().map(DiskOrder::of).collect(),
        interfaces: network.into_iter().map(InterfaceOrder::on).collect(),
        annotations,
        ..Order::bare(organization, zone, size, hostname, spec_xml)
    };
    Ok(world.build(order, ask.now))
}

fn options(ask: &Ask) -> Result<Vec<(String, String)>, Refusal> {
    let options = ask.arguments.objects("disk_template_options")?;
    options
        .unwrap_or_default()
        .iter()
        .map(|option| {
            let value = option.text("value")?.unwrap_or_default();
            Ok((option.required_text("key")?, value))
        })
        .collect()
}

/// Where the machine goes. What both a zone and a data center mean is not known; the zone is
/// the narrower of the two.
fn location(
    zone: Option<&'static Zone>,
    data_center: Option<&'static DataCenter>,
) -> Result<&'static Zone, Refusal> {
    zone.or_else(|| data_center.and_then(DataCenter::first_zone))
        .ok_or_else(|| {
            Refusal::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "location_required",
                "Either a zone or a data center has to be given",
            )
        })
}

/// The disks that are asked for and whether each is the system's, and none if that is left to
/// the package.
fn disks(ask: &Ask) -> Result<Option<Vec<(bool, Plan)>>, Refusal> {
    let Some(disks) = ask.arguments.objects("disks")? else {
        return Ok(None);
    };
    let read = disks.iter().enumerate().map(|(index, disk)| {
        let name = disk.text("name")?;
        let name = name.unwrap_or_else(|| format!("Disk {}", index + 1));
        let size = disk.required_integer("size_in_gb")?;
        let speed = disk.word("storage_speed", &["nvme", "ssd"])?;
        let plan = Plan {
            file_system: disk.word("initial_file_system", &["ext4", "xfs"])?,
            speed: speed.unwrap_or_else(|| "ssd".to_owned()),
            io_profile: profiles::io(disk)?,
            ..Plan::plain(&name, u32::try_from(size).unwrap_or_default())
        };
        Ok((disk.boolean("system")?.unwrap_or(false), plan))
    });
    read.collect::<Result<_, _>>().map(Some)
}

/// The disks with the system's first.
fn settled(disks: Option<Vec<(bool, Plan)>>) -> Result<Vec<Plan>, Refusal> {
    let Some(disks) = disks else {
        return Ok(Vec::new());
    };
    let (system, others): (Vec<_>, Vec<_>) = disks.into_iter().partition(|(system, _)| *system);
    if system.len() != 1 {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "one_system_disk_required",
            "Exactly one of the disks has to be the system disk",
        ));
    }
    Ok(system
        .into_iter()
        .chain(others)
        .map(|(_, plan)| plan)
        .collect())
}
