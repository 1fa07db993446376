//! Disks and their backups.

use pilothouse_core::{Field, Input};

use super::{Entries, Part, or_unsaid, place::set_number};
use crate::katapult::spec::{backup::BackupPolicy, disk::SystemDisk, reference::By, words::Word};

const IO_PROFILE: &[By] = &[By::Permalink];
const SHARED_DISK: &[By] = &[By::Name];

/// `SystemDisks`.
pub(super) static SYSTEM_DISKS: Part = Part {
    fields: || {
        let disk = vec![
            Field::text("name", "Name"),
            Field::number("size", "Size", 1, u64::from(u32::MAX), "GB"),
            Field::one_of(
                "speed",
                "Storage",
                &or_unsaid(&[("ssd", "SSD"), ("nvme", "NVMe")]),
            ),
            Field::lookup("io_profile", "I/O profile", "io_profiles", &[]),
            Field::text("file_system", "File system")
                .help("ext4 or xfs, for a disk that starts empty."),
            backups("Backups of this disk"),
        ];
        vec![
            Field::rows("disks", "Disks", 0, 64, disk)
                .help("The first is the one it starts from. Without any there is one, as large as the package says."),
        ]
    },
    fill: |spec, input| {
        let disks: Vec<Input> = spec.system_disks.iter().flatten().map(disk_row).collect();
        set_rows(input, "disks", disks);
    },
    read: |entries, spec| {
        let disks = entries.rows("disks", disk);
        spec.system_disks = (!disks.is_empty()).then_some(disks);
    },
    is_whole: false,
};

/// `SharedDisks` and the whole machine's `BackupPolicies`.
pub(super) static OTHER_DISKS: Part = Part {
    fields: || {
        let shared = vec![
            Field::lookup("disk", "Disk", "disks", &[])
                .required()
                .help("One of the organization's; a name may be typed."),
        ];
        vec![
            Field::rows("shared_disks", "Shared disks", 0, 64, shared)
                .help("Disks of the organization that several machines use."),
            backups("Backups of all disks"),
        ]
    },
    fill: |spec, input| {
        let shared = spec.shared_disks.iter();
        let row = |disk: String| Input::default().with("disk", disk);
        set_rows(
            input,
            "shared_disks",
            shared.map(|disk| row(disk.entry(SHARED_DISK))).collect(),
        );
        set_rows(
            input,
            "backups",
            spec.backups.iter().map(backup_row).collect(),
        );
    },
    read: |entries, spec| {
        let disks = entries.rows("shared_disks", |row| row.reference("disk", SHARED_DISK));
        spec.shared_disks = disks.into_iter().flatten().collect();
        spec.backups = entries.rows("backups", backup);
    },
    is_whole: true,
};

fn backups(label: &str) -> Field {
    let intervals = [
        ("hourly", "Hours"),
        ("daily", "Days"),
        ("weekly", "Weeks"),
        ("monthly", "Months"),
    ];
    let most = u64::from(u32::MAX);
    let fields = vec![
        Field::number("retention", "Kept", 0, most, "").help("How many backups are kept."),
        Field::one_of("interval", "Interval", &or_unsaid(&intervals)),
        Field::number("frequency", "Every", 0, most, "")
            .help("So many hours, days, weeks or months."),
        Field::number("time", "Time", 0, most, "").help("Presumably the hour of the day."),
    ];
    Field::rows("backups", label, 0, 32, fields)
}

fn disk_row(disk: &SystemDisk) -> Input {
    let mut row = Input::default()
        .with("name", disk.name.as_deref().unwrap_or_default())
        .with("speed", disk.speed.map_or("", Word::word))
        .with(
            "file_system",
            disk.file_system.as_deref().unwrap_or_default(),
        );
    set_number(&mut row, "size", disk.size);
    if let Some(profile) = &disk.io_profile {
        row.set("io_profile", profile.entry(IO_PROFILE));
    }
    set_rows(
        &mut row,
        "backups",
        disk.backups.iter().map(backup_row).collect(),
    );
    row
}

fn disk(entries: &Entries<'_>) -> SystemDisk {
    SystemDisk {
        name: entries.text("name"),
        size: entries.number("size", 1),
        speed: entries.choice("speed"),
        io_profile: entries.reference("io_profile", IO_PROFILE),
        file_system: entries.word("file_system"),
        backups: entries.rows("backups", backup),
    }
}

fn backup_row(policy: &BackupPolicy) -> Input {
    let mut row = Input::default().with("interval", policy.interval.map_or("", Word::word));
    set_number(&mut row, "retention", policy.retention);
    set_number(&mut row, "frequency", policy.frequency);
    set_number(&mut row, "time", policy.time);
    row
}

fn backup(entries: &Entries<'_>) -> BackupPolicy {
    BackupPolicy {
        retention: entries.number("retention", 0),
        interval: entries.choice("interval"),
        frequency: entries.number("frequency", 0),
        time: entries.number("time", 0),
    }
}

/// Enters rows, if there are any.
pub(super) fn set_rows(input: &mut Input, key: &str, rows: Vec<Input>) {
    if !rows.is_empty() {
        input.set(key, rows);
    }
}
