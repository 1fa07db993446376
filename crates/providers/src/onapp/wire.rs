//! The shapes of OnApp's machines and what they mean (OnApp reference, sections "The virtual
//! machine object" and "State machine as seen through the API").
//!
//! Root, console and service passwords come along with every machine. No type here has a place
//! for them, so they are skipped while reading and never held.

use pilothouse_core::{
    ByteSize, Error, ErrorKind, HourlyPrice, Machine, Response, State, Timestamp,
    wire::{escape, text_header},
};
use serde::{Deserialize, Deserializer};

use super::{addresses::Addresses, error::failure, format::parse};
use crate::lenient::{self, Objects, one_line};

/// One page of a list.
pub(super) struct Page {
    /// Those that have an id.
    pub(super) machines: Vec<Machine>,
    /// How many items there were, odd ones included.
    pub(super) items: usize,
    /// `X-Total`: how many the whole list has.
    pub(super) total: Option<usize>,
    /// `X-Limit`: how many the panel puts on a page.
    pub(super) limit: Option<usize>,
}

/// Reads a page of the list, which is a bare array.
pub(super) fn page(response: &Response) -> Result<Page, Error> {
    let items: Vec<Objects<Vm>> = body(response)?;
    let count = |name| text_header(response, name)?.trim().parse().ok();
    let page = Page {
        items: items.len(),
        total: count("x-total"),
        limit: count("x-limit"),
        machines: (items.into_iter())
            .filter_map(|item| item.items.into_iter().find_map(Vm::into_machine))
            .collect(),
    };
    if page.machines.is_empty() && page.items > 0 {
        return Err(bad_answer("has a list in it, but not of machines"));
    }
    Ok(page)
}

/// Reads one machine.
pub(super) fn machine(response: &Response) -> Result<Machine, Error> {
    let vms: Objects<Vm> = body(response)?;
    (vms.items.into_iter())
        .find_map(Vm::into_machine)
        .ok_or_else(|| bad_answer("has no machine with an id in it"))
}

/// Any body of a success.
pub(super) fn body<T: for<'de> Deserialize<'de>>(response: &Response) -> Result<T, Error> {
    if !response.status().is_success() {
        return Err(failure(response));
    }
    parse(response)
}

pub(super) fn bad_answer(what: &str) -> Error {
    Error::new(
        ErrorKind::BadAnswer,
        format!("OnApp's answer {what}. Check that the endpoint is an OnApp control panel."),
    )
}

/// Where a machine is, without a suffix. The numeric id and the 14-character identifier are
/// equally good.
pub(super) fn path(id: &str) -> String {
    format!("/virtual_machines/{}", escape(id))
}

/// A machine, or the envelope around one.
#[derive(Deserialize)]
struct Vm {
    #[serde(default)]
    virtual_machine: Objects<Vm>,
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    identifier: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    label: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    hostname: Option<String>,
    #[serde(default, deserialize_with = "switch")]
    built: Option<bool>,
    #[serde(default, deserialize_with = "switch")]
    booted: Option<bool>,
    #[serde(default, deserialize_with = "lenient::flag")]
    locked: bool,
    #[serde(default, deserialize_with = "lenient::flag")]
    suspended: bool,
    #[serde(default, deserialize_with = "lenient::flag")]
    recovery_mode: bool,
    #[serde(default, deserialize_with = "lenient::text")]
    state: Option<String>,
    #[serde(default, deserialize_with = "lenient::number")]
    cpus: Option<u64>,
    #[serde(default, deserialize_with = "lenient::number")]
    memory: Option<u64>,
    #[serde(default, deserialize_with = "lenient::number")]
    total_disk_size: Option<u64>,
    #[serde(default)]
    ip_addresses: Addresses,
    #[serde(default, deserialize_with = "lenient::text")]
    template_label: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    price_per_hour: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    price_per_hour_powered_off: Option<String>,
    #[serde(default, deserialize_with = "date")]
    created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "date")]
    updated_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "date")]
    deleted_at: Option<Timestamp>,
}

/// A boolean that may be missing; what is neither yes nor no is missing.
fn switch<'de, D: Deserializer<'de>>(value: D) -> Result<Option<bool>, D::Error> {
    Ok(match lenient::text(value)?.as_deref() {
        Some("true" | "1") => Some(true),
        Some("false" | "0") => Some(false),
        _ => None,
    })
}

/// Three generations of panels write dates in three ways, all of them ISO 8601 with an offset
/// ("Dates").
fn date<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Timestamp>, D::Error> {
    Ok(lenient::text(value)?.and_then(|text| text.trim().parse().ok()))
}

impl Vm {
    /// `None` for what has no id: nothing could be asked of it.
    fn into_machine(mut self) -> Option<Machine> {
        if let Some(inner) = std::mem::take(&mut self.virtual_machine).into_first() {
            return inner.into_machine();
        }
        let (state, provider_state) = (self.state(), self.provider_state());
        let price = match self.booted {
            Some(true) => self.price_per_hour,
            Some(false) => self.price_per_hour_powered_off,
            None => None,
        };
        let id = self.id.or(self.identifier)?;
        let mut machine = Machine::bare(id, self.label.or(self.hostname).unwrap_or_default());
        machine.state = state;
        machine.provider_state = provider_state;
        machine.addresses = self.ip_addresses.into_texts();
        machine.cpus = self.cpus.and_then(|cpus| u32::try_from(cpus).ok());
        machine.memory = self.memory.map(ByteSize::from_mib);
        machine.disk = self.total_disk_size.map(ByteSize::from_gib);
        // No place: of where it is, only the number of its present host is told, which means
        // nothing to most people and changes with every migration.
        machine.image = self.template_label;
        // The account's currency is not told.
        machine.price = price.and_then(|price| HourlyPrice::from_decimal(&price, None));
        machine.created = self.created_at;
        machine.changed = self.updated_at;
        machine.locator = machine.id.to_string();
        Some(machine)
    }

    /// The reference's order of conditions. `state` is no power state: it is old news even while
    /// a new build runs, so it only tells a failed build from one never tried.
    fn state(&self) -> State {
        let unbuilt = self.built == Some(false);
        match self.booted {
            _ if self.deleted_at.is_some() => State::Deleted,
            _ if self.locked && unbuilt => State::Building,
            _ if self.locked => State::Busy,
            _ if self.suspended => State::Suspended,
            _ if unbuilt && self.state.as_deref() == Some("failed") => State::Failed,
            _ if unbuilt => State::NotBuilt,
            Some(true) if self.recovery_mode => State::Rescue,
            Some(true) => State::Running,
            Some(false) => State::Off,
            None => State::Unknown,
        }
    }

    /// The flags the state was made of, as they were told; those that are usually off only if on.
    fn provider_state(&self) -> String {
        let mut words: Vec<String> = [
            ("built", self.built),
            ("booted", self.booted),
            ("locked", self.locked.then_some(true)),
            ("suspended", self.suspended.then_some(true)),
            ("recovery_mode", self.recovery_mode.then_some(true)),
        ]
        .iter()
        .filter_map(|(name, value)| value.map(|value| format!("{name}={value}")))
        .collect();
        words.extend((self.state.as_deref()).map(|state| format!("state={}", one_line(state))));
        words.join(" ")
    }
}
