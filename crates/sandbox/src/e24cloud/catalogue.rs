//! What can be chosen from: regions and templates.
//!
//! Source: e24cloud reference, Regions and Templates.

use crate::names::spread;
use serde_json::{Value, json};

/// A compute zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    FirstPublic,
    SecondPublic,
    /// Shown, but nothing new is built there.
    Closed,
}

impl Zone {
    const ALL: [Self; 3] = [Self::FirstPublic, Self::SecondPublic, Self::Closed];

    pub(super) fn id(self) -> String {
        match self {
            Self::FirstPublic => uuid(1, 800),
            Self::SecondPublic => uuid(2, 800),
            Self::Closed => uuid(3, 800),
        }
    }

    /// What a machine shows as its zone's name.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::FirstPublic => "DC1/PUBLIC-1",
            Self::SecondPublic => "DC2/PUBLIC-1",
            Self::Closed => "DC2/PUBLIC-2",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::FirstPublic | Self::SecondPublic => "PUBLIC-1",
            Self::Closed => "PUBLIC-2",
        }
    }

    pub(super) fn available(self) -> bool {
        self != Self::Closed
    }

    pub(super) fn find(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|zone| zone.id() == id)
    }

    /// The zone as everything in it names it.
    pub(super) fn reference(self) -> Value {
        json!({"id": self.id(), "name": self.label()})
    }

    fn as_json(self) -> Value {
        json!({
            "id": self.id(),
            "label": self.label(),
            "name": self.name(),
            "available": self.available(),
        })
    }
}

/// A template everybody has.
pub(super) struct Template {
    pub(super) id: &'static str,
    pub(super) label: &'static str,
    pub(super) supports: &'static [&'static str],
}

pub(super) const TEMPLATES: [Template; 5] = [
    template("3001", "Debian 12", &["password", "sshkey", "cloudinit"]),
    template(
        "3002",
        "Ubuntu 24.04 LTS",
        &["password", "sshkey", "cloudinit"],
    ),
    template("3007", "AlmaLinux 9", &["password", "sshkey"]),
    template("3015", "Windows Server 2022", &["password"]),
    template("3020", "FreeBSD 14", &["sshkey"]),
];

const fn template(
    id: &'static str,
    label: &'static str,
    supports: &'static [&'static str],
) -> Template {
    Template {
        id,
        label,
        supports,
    }
}

/// The account as what it has names it.
pub(super) fn owner() -> Value {
    json!({"id": uuid(7, 900), "name": "sandbox"})
}

/// `GET /v2/regions`
pub(super) fn regions() -> Value {
    json!({"success": true, "regions": [
        {"name": "EU/POZNAN-1", "zones": [Zone::FirstPublic.as_json()]},
        {"name": "EU/POZNAN-2", "zones": [Zone::SecondPublic.as_json(), Zone::Closed.as_json()]},
    ]})
}

/// A UUID drawn from a number and a salt, the same every time.
pub(super) fn uuid(n: u32, salt: u32) -> String {
    let part = |i: u32| spread(n.wrapping_mul(8).wrapping_add(i) ^ salt.wrapping_mul(0x0101_6b2f));
    let middle = part(1);
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:04x}{:08x}",
        part(0),
        middle >> 16,
        middle & 0xfff,
        0x8000 | (part(2) >> 18),
        part(2) & 0xffff,
        part(3),
    )
}
