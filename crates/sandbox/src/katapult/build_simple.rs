//! Ordering a machine by its parts (reference, simple build).

use http::StatusCode;

use super::{
    Ask, Outcome, World,
    build::Order,
    catalogue::{
        find,
        networks::{self, Network},
        packages,
        places::{DATA_CENTERS, DataCenter, ZONES, Zone},
        templates,
    },
    machine::Size,
    machines,
    refusal::Refusal,
    spec_xml,
    update::hostname_faults,
};

const LOOKUP: [&str; 2] = ["id", "permalink"];

/// `POST /organizations/organization/virtual_machines/build`
pub(super) fn build(world: &mut World, ask: &Ask) -> Outcome {
    let arguments = &ask.arguments;
    let organization = ask.organization()?;
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
    let options = arguments
        .objects("disk_template_options")?
        .unwrap_or_default();
    let options: Vec<(String, String)> = options
        .iter()
        .map(|option| {
            let value = option.text("value")?.unwrap_or_default();
            Ok((option.required_text("key")?, value))
        })
        .collect::<Result<_, Refusal>>()?;
    let network = networks::optional(ask)?;
    let hostname = arguments.text("hostname")?;
    let annotations = machines::given_annotations(arguments)?;
    check_disks(ask)?;

    let zone = location(zone, data_center)?;
    let hostname = match hostname {
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
    if !faults.is_empty() {
        return Err(Refusal::validation_error(&faults));
    }
    // Leaving the network out presumably means the data center's own.
    let network = network.or_else(|| Network::default_of(zone.data_center));
    let spec_xml = spec_xml::compose(zone, package, template, &options, network, &hostname);
    let order = Order {
        organization,
        zone,
        size: Size::of(package),
        network,
        hostname,
        name: None,
        description: None,
        group: None,
        tags: Vec::new(),
        annotations,
        spec_xml,
    };
    Ok(world.build(order, ask.now))
}

/// Where the machine goes. What both a zone and a data center mean is not known; the zone is
/// the narrower of the two.
pub(super) fn location(
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

fn check_disks(ask: &Ask) -> Result<(), Refusal> {
    let Some(disks) = ask.arguments.objects("disks")? else {
        return Ok(());
    };
    let mut systems = 0;
    for disk in &disks {
        disk.text("name")?;
        disk.required_integer("size_in_gb")?;
        disk.word("initial_file_system", &["ext4", "xfs"])?;
        disk.word("storage_speed", &["nvme", "ssd"])?;
        systems += usize::from(disk.boolean("system")?.unwrap_or(false));
    }
    if systems == 1 {
        return Ok(());
    }
    Err(Refusal::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "one_system_disk_required",
        "Exactly one of the disks has to be the system disk",
    ))
}
