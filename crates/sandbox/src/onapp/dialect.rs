//! Which generation of panel this is. Installations differ by more than ten years of releases,
//! and a client meets them all; source: `OnApp` reference, sections 3.4, 4 and 18.

use jiff::{Timestamp, tz::Offset};
use serde_json::{Value, json};

/// How the simulated panel speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Release 2.x: edits answer 201 with the machine, deletions 200 with `{}`, dates end in `Z`,
    /// sizes are strings, power actions on unfit machines are accepted and fail later.
    Legacy,
    /// Release 6.1: edits and deletions answer 204, dates have milliseconds and the
    /// panel's time zone, machines have the newer fields.
    #[default]
    Modern,
}

impl Dialect {
    /// What `/version` says.
    pub(super) fn version(self) -> &'static str {
        match self {
            Self::Legacy => "2.3.1",
            Self::Modern => "6.1.0",
        }
    }

    /// A date as this generation prints it.
    pub(super) fn date(self, at: Timestamp) -> Value {
        match self {
            Self::Legacy => json!(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
            // Not the zone of Greenwich: whoever drops the offset has to be off by two hours.
            Self::Modern => {
                let local = Offset::constant(2).to_datetime(at);
                json!(local.strftime("%Y-%m-%dT%H:%M:%S.%3f+02:00").to_string())
            }
        }
    }

    /// A date that may be missing.
    pub(super) fn maybe_date(self, at: Option<Timestamp>) -> Value {
        at.map_or(Value::Null, |at| self.date(at))
    }
}
