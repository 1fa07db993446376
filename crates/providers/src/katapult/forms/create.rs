//! Making a machine (Katapult reference, "Creating a VM: simple build" and "Creating a VM: build
//! from spec").

use pilothouse_core::Field;

use super::{annotations, organization};
use crate::katapult::form_values::{ANY, SIMPLE, SPEC, WAY};

/// The largest disk anybody may ask for; the organization's own limit is Katapult's to judge.
const LARGEST_DISK: u64 = 65_536;

pub(super) fn create() -> Vec<Field> {
    let mut fields = vec![
        Field::one_of(
            WAY,
            "Build",
            &[
                (SIMPLE, "From a few choices"),
                (SPEC, "From a spec document"),
            ],
        )
        .required()
        .help("A spec document can also say networks with their addresses, backups, keys, tags and a group."),
        organization().help("The machine belongs to it and is on its bill. A sub domain or an id may be typed."),
    ];
    fields.extend(simple().map(|field| field.when(WAY, &[SIMPLE])));
    fields.push(
        Field::lines("xml", "Spec document")
            .required()
            .when(WAY, &[SPEC])
            .help("XML with the root VirtualMachineSpec. At least a place and a package or resources have to be in it."),
    );
    fields.push(annotations(
        "Kept with the machine; machines can be found by them.",
    ));
    fields
}

fn simple() -> impl Iterator<Item = Field> {
    [
        Field::lookup("place", "Place", "places", &[])
            .required()
            .help("A data center, where Katapult chooses the zone, or a zone. Not every organization may choose zones."),
        Field::lookup("package", "Package", "packages", &["organization"])
            .required()
            .help("Processors, memory and disk. It can be changed later; the disk does not change with it."),
        Field::lookup("operating_system", "Operating system", "operating_systems", &[])
            .starting(ANY)
            .help("Narrows the images down; it is not sent."),
        Field::lookup("image", "Image", "disk_templates", &["organization", "operating_system"])
            .help("Its latest version is installed. Without one the disk stays empty."),
        Field::further("options", "Options of the image", "disk_template_options", &["image"])
            .help("A root password that is left empty is made up by Katapult."),
        disks(),
        Field::lookup("network", "Network", "networks", &["organization"])
            .help("It has to be in the place chosen. Without one Katapult chooses."),
        Field::host_name("hostname", "Host name", 63)
            .help("One word without dots, in lower case once it is stored, and not used by another machine of the organization, those in its trash included. Without one Katapult makes one up."),
    ]
    .into_iter()
}

fn disks() -> Field {
    let fields = vec![
        Field::text("name", "Name"),
        Field::number("size", "Size", 1, LARGEST_DISK, "GB").required(),
        Field::flag("system", "System disk"),
        Field::one_of(
            "file_system",
            "File system",
            &[
                ("", "As the image has it"),
                ("ext4", "ext4"),
                ("xfs", "XFS"),
            ],
        )
        .help("An XFS file system can never be made smaller."),
        Field::one_of(
            "speed",
            "Storage",
            &[("", "Katapult's choice"), ("nvme", "NVMe"), ("ssd", "SSD")],
        ),
        Field::lookup("io_profile", "IO profile", "io_profiles", &[]),
    ];
    Field::rows("disks", "Disks", 0, 16, fields).help(
        "Without any the package's storage is one disk. With some, exactly one is the system disk.",
    )
}
