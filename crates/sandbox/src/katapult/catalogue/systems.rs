//! Operating systems (reference, Disk templates and their options).

use serde_json::{Value, json};

use super::{Listed, find};
use crate::katapult::{Ask, Outcome, World, page::Page, reply::Reply};

/// An operating system.
pub(super) struct OperatingSystem {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
}

/// Every operating system.
pub(super) static SYSTEMS: [OperatingSystem; 4] = [
    OperatingSystem {
        id: "os_Vn5kT2wXq8RdJ0bL",
        name: "Debian",
    },
    OperatingSystem {
        id: "os_c7HsZ4gPy1MfB9eA",
        name: "Ubuntu",
    },
    OperatingSystem {
        id: "os_K3xUq6jNd0WvT8rG",
        name: "Rocky Linux",
    },
    OperatingSystem {
        id: "os_m9YbE5tLc2FzS7hQ",
        name: "Windows Server",
    },
];

impl Listed for OperatingSystem {
    fn id(&self) -> &'static str {
        self.id
    }
    fn permalink(&self) -> Option<&'static str> {
        None
    }
}

impl OperatingSystem {
    /// In lists.
    pub(super) fn listed(&self) -> Value {
        json!({"id": self.id, "name": self.name})
    }

    /// Alone. A badge is a picture, and none has one here.
    pub(super) fn full(&self) -> Value {
        json!({"id": self.id, "name": self.name, "badge": null})
    }
}

/// `GET /operating_systems`
pub(in crate::katapult) fn list(_: &mut World, ask: &Ask) -> Outcome {
    let page = Page::read(&ask.arguments)?;
    let shown = page.of(&SYSTEMS).iter();
    let shown: Vec<Value> = shown.map(OperatingSystem::listed).collect();
    Ok(Reply::ok(json!({
        "pagination": page.counted(SYSTEMS.len()),
        "operating_systems": shown,
    })))
}

/// `GET /operating_systems/operating_system`
pub(in crate::katapult) fn show(_: &mut World, ask: &Ask) -> Outcome {
    let lookup = ask.arguments.lookup("operating_system", &["id"])?;
    let system = find(&SYSTEMS, &lookup, "operating_system_not_found")?;
    Ok(Reply::ok(json!({ "operating_system": system.full() })))
}
