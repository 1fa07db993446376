//! How fast a network interface and a disk may be.

use serde_json::{Value, json};

use super::{Listed, find};
use crate::katapult::{Ask, Outcome, World, arguments::Arguments, page::Page, refusal::Refusal};

/// A network speed profile.
pub(in crate::katapult) struct SpeedProfile {
    pub(in crate::katapult) id: &'static str,
    name: &'static str,
    permalink: &'static str,
    mbit: u32,
}

/// Every network speed profile; the first is what a machine gets that asks for none.
pub(in crate::katapult) static SPEEDS: [SpeedProfile; 2] = [
    SpeedProfile {
        id: "nsp_Qd2mV7kYr9LxT4fJ",
        name: "1 Gbit/s",
        permalink: "1gbps",
        mbit: 1000,
    },
    SpeedProfile {
        id: "nsp_w8HgZ1cNb5PsU6eA",
        name: "10 Gbit/s",
        permalink: "10gbps",
        mbit: 10_000,
    },
];

/// A disk IO profile.
pub(in crate::katapult) struct IoProfile {
    pub(in crate::katapult) id: &'static str,
    name: &'static str,
    permalink: &'static str,
    iops: Option<u32>,
}

/// Every disk IO profile.
pub(in crate::katapult) static IO_PROFILES: [IoProfile; 2] = [
    IoProfile {
        id: "diop_3rXvK6sMd0GwB9hQ",
        name: "Standard",
        permalink: "standard",
        iops: Some(1000),
    },
    IoProfile {
        id: "diop_yL5tN8jFc2ZpE7aU",
        name: "Unlimited",
        permalink: "unlimited",
        iops: None,
    },
];

impl Listed for SpeedProfile {
    fn id(&self) -> &'static str {
        self.id
    }
    fn permalink(&self) -> Option<&'static str> {
        Some(self.permalink)
    }
}

impl Listed for IoProfile {
    fn id(&self) -> &'static str {
        self.id
    }
    fn permalink(&self) -> Option<&'static str> {
        Some(self.permalink)
    }
}

impl SpeedProfile {
    /// As interfaces show it.
    pub(in crate::katapult) fn brief(&self) -> Value {
        json!({"id": self.id, "name": self.name, "permalink": self.permalink})
    }

    fn full(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "permalink": self.permalink,
            "upload_speed_in_mbit": self.mbit,
            "download_speed_in_mbit": self.mbit,
        })
    }
}

impl IoProfile {
    /// With every field.
    pub(in crate::katapult) fn full(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "permalink": self.permalink,
            "speed_in_mb": self.iops.map(|iops| iops / 4),
            "iops": self.iops,
        })
    }
}

/// The speed profile a request names.
pub(in crate::katapult) fn speed(ask: &Ask) -> Result<&'static SpeedProfile, Refusal> {
    let lookup = ask
        .arguments
        .lookup("speed_profile", &["id", "permalink"])?;
    find(&SPEEDS, &lookup, "network_speed_profile_not_found")
}

/// The IO profile some arguments name, if they name one.
pub(in crate::katapult) fn io(
    arguments: &Arguments,
) -> Result<Option<&'static IoProfile>, Refusal> {
    arguments
        .optional_lookup("io_profile", &["id", "permalink"])?
        .map(|lookup| find(&IO_PROFILES, &lookup, "disk_io_profile_not_found"))
        .transpose()
}

/// `GET /organizations/organization/network_speed_profiles`
pub(in crate::katapult) fn list_speeds(_: &mut World, ask: &Ask) -> Outcome {
    ask.organization()?;
    Page::list(
        &ask.arguments,
        "network_speed_profiles",
        &SPEEDS,
        SpeedProfile::full,
    )
}

/// `GET /organizations/organization/disk_io_profiles`
pub(in crate::katapult) fn list_io(_: &mut World, ask: &Ask) -> Outcome {
    ask.organization()?;
    Page::list(
        &ask.arguments,
        "disk_io_profiles",
        &IO_PROFILES,
        IoProfile::full,
    )
}
