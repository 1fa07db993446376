//! What a machine's own page shows beyond what the fleet knows of it.

use serde::Serialize;

use crate::{ByteSize, Flow, HourlyPrice, MachineId, Target, Timestamp};

/// One part of a machine's page, read on its own so that one that fails spoils no other.
pub struct Section {
    /// Its heading.
    pub title: &'static str,
    /// What it is about, so that a page can put what belongs together side by side.
    pub topic: Topic,
    /// How to read it; what it yields is shown one after the other.
    pub read: Box<dyn Flow<Content>>,
}

/// What a section is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// The machine as a whole, and whatever belongs nowhere else.
    #[default]
    Overview,
    /// Interfaces, addresses, rules for what may pass.
    Network,
    /// Disks and copies of them.
    Disks,
    /// What was done to it.
    Activity,
    /// What it used and what that costs.
    Usage,
}

impl Topic {
    /// Every topic, in the order a page shows them.
    pub const ALL: [Self; 5] = [
        Self::Overview,
        Self::Network,
        Self::Disks,
        Self::Activity,
        Self::Usage,
    ];

    /// The word on its tab.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Network => "Network",
            Self::Disks => "Disks",
            Self::Activity => "Activity",
            Self::Usage => "Usage",
        }
    }
}

/// What a section shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Names and values, both as text.
    Facts(Vec<(String, String)>),
    /// Disks.
    Disks(Vec<Disk>),
    /// Network interfaces.
    Interfaces(Vec<Interface>),
    /// What happened, the newest first.
    Events(Vec<Event>),
    /// Numbers over time.
    Series(Vec<Series>),
}

/// A disk. `None` and empty mean "the provider did not say".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Disk {
    /// The provider's id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// How large it is.
    pub size: Option<ByteSize>,
    /// Grade, speed or purpose, in the provider's words.
    pub kind: String,
    /// Whether the machine starts from it.
    pub boots: Option<bool>,
    /// The provider's word for its state.
    pub state: String,
}

/// A network interface. Empty means "the provider did not say".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Interface {
    /// The provider's id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its hardware address.
    pub mac: String,
    /// The network it is in.
    pub network: String,
    /// Its addresses, without prefix lengths.
    pub addresses: Vec<String>,
    /// Anything else worth a line: speed, state.
    pub detail: String,
}

/// Something that happened to a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When it began.
    pub at: Option<Timestamp>,
    /// What it was, in the provider's words.
    pub what: String,
    /// How it stands or ended, in the provider's words.
    pub status: String,
    /// Whether it went wrong.
    pub failed: bool,
    /// More words, or empty.
    pub detail: String,
}

/// One number over time, the oldest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Series {
    /// What it counts.
    pub label: String,
    /// In what: `"%"`, `"MB"`, a currency.
    pub unit: String,
    /// (when, how much)
    pub points: Vec<(Timestamp, f64)>,
}

/// A way to a machine's screen. Everything in it that lets somebody in is hidden from `Debug`.
#[derive(Clone, Debug)]
pub enum Console {
    /// A page to open in the browser. The address itself lets in.
    Page {
        /// To open; never to log.
        url: secrecy::SecretString,
        /// Until when, if it is known.
        until: Option<Timestamp>,
    },
    /// A remote screen (VNC) for a viewer outside the browser.
    Screen {
        /// Host name or address.
        host: String,
        /// TCP port.
        port: u16,
        /// Its password.
        password: secrecy::SecretString,
    },
    /// A command for a terminal.
    Command {
        /// To be copied.
        line: String,
        /// What is needed for it, in words.
        note: String,
    },
}

/// A machine, or something else, that was deleted and can be restored.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trashed {
    /// For [`Verb::Restore`](crate::Verb::Restore) and [`Verb::Purge`](crate::Verb::Purge).
    pub target: Target,
    /// The machine it was, where that is known.
    pub machine: Option<MachineId>,
    /// What it was called; empty where the provider does not say.
    pub name: String,
    /// What it is: `"machine"`, `"disk"`, in the provider's words.
    pub kind: String,
    /// When it will be gone for good; `None` where the provider does not say.
    pub until: Option<Timestamp>,
    /// What keeping it costs, where that is known.
    pub price: Option<HourlyPrice>,
}
