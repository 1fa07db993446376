//! The shapes of Katapult's answers and what they mean (Katapult reference, sections
//! "Pagination", "VM objects", "States and power", "Task" and "Organizations, user, policy").

use pilothouse_core::{ByteSize, Error, ErrorKind, Machine, Response, State, wire::json};
use serde::Deserialize;

use super::{auth::lookup, error::failure, shape::Shape};
use crate::lenient::{self, Objects};

/// Reads the object every success is.
///
/// # Errors
/// What [`failure`] makes of it; [`ErrorKind::BadAnswer`] for anything but an object.
fn object<T>(response: &Response) -> Result<T, Error>
where
    T: for<'de> Deserialize<'de>,
{
    if !response.status().is_success() {
        return Err(failure(response));
    }
    (json::<Shape<T>>(response)?.object()).ok_or_else(|| bad_answer("is no object"))
}

fn bad_answer(what: &str) -> Error {
    Error::new(
        ErrorKind::BadAnswer,
        format!("Katapult's answer {what}. Check that the endpoint is Katapult's API."),
    )
}

/// One organization, as far as it leads to machines.
pub(super) struct Organization {
    key: &'static str,
    value: String,
    /// For a person.
    pub(super) name: String,
}

impl Organization {
    /// From what a person entered: an id or a sub domain.
    pub(super) fn named(text: &str) -> Self {
        let key = if text.starts_with("org_") {
            "id"
        } else {
            "sub_domain"
        };
        let (value, name) = (text.to_owned(), text.to_owned());
        Self { key, value, name }
    }

    /// Its lookup as part of a query.
    pub(super) fn query(&self) -> String {
        lookup("organization", self.key, &self.value)
    }
}

/// Reads the organizations a token sees.
pub(super) fn organizations(response: &Response) -> Result<Vec<Organization>, Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default)]
        organizations: Shape<Entry>,
    }
    #[derive(Deserialize)]
    struct Entry {
        #[serde(default, deserialize_with = "lenient::text")]
        id: Option<String>,
        #[serde(default, deserialize_with = "lenient::text")]
        name: Option<String>,
        #[serde(default, deserialize_with = "lenient::text")]
        sub_domain: Option<String>,
    }
    let answer: Answer = object(response)?;
    let Shape::List { objects, len } = answer.organizations else {
        return Err(bad_answer("has no list of organizations"));
    };
    let found: Vec<_> = (objects.into_iter())
        .filter_map(|entry| {
            let (key, value) = match (entry.id, &entry.sub_domain) {
                (Some(id), _) => ("id", id),
                (None, Some(sub_domain)) => ("sub_domain", sub_domain.clone()),
                (None, None) => return None,
            };
            let name = entry.name.or(entry.sub_domain);
            let name = name.unwrap_or_else(|| value.clone());
            Some(Organization { key, value, name })
        })
        .collect();
    if found.is_empty() && len > 0 {
        return Err(bad_answer("has no organization with an id"));
    }
    Ok(found)
}

/// One page of an organization's machines.
pub(super) struct Page {
    pub(super) machines: Vec<Machine>,
    /// How many the account has, where the server counts.
    pub(super) total: Option<u64>,
    /// Whether another page follows.
    pub(super) more: bool,
}

/// Reads page number `page` (from 1), of which `per_page` machines were asked for.
pub(super) fn page(response: &Response, page: u64, per_page: u64) -> Result<Page, Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default)]
        virtual_machines: Shape<Vm>,
        #[serde(default)]
        pagination: Objects<Paging>,
    }
    let answer: Answer = object(response)?;
    let Shape::List { objects, len } = answer.virtual_machines else {
        return Err(bad_answer("has no list of machines"));
    };
    // What the list says of a machine never includes its state.
    let machines: Vec<_> = (objects.into_iter())
        .filter_map(|vm| {
            let state = State::Unread;
            vm.into_machine()
                .map(|machine| Machine { state, ..machine })
        })
        .collect();
    if machines.is_empty() && len > 0 {
        return Err(bad_answer("has no machine with an id"));
    }
    let paging = answer.pagination.into_first().unwrap_or_default();
    Ok(Page {
        machines,
        total: paging.total,
        more: paging.more(page, len as u64, per_page),
    })
}

#[derive(Default, Deserialize)]
struct Paging {
    #[serde(default, deserialize_with = "lenient::number")]
    total_pages: Option<u64>,
    #[serde(default, deserialize_with = "lenient::number")]
    total: Option<u64>,
    #[serde(default, deserialize_with = "lenient::number")]
    per_page: Option<u64>,
    #[serde(default, deserialize_with = "lenient::flag")]
    large_set: bool,
}

impl Paging {
    /// A large set is not counted: its last page is the first that is not full. The server may
    /// have made pages smaller than asked for, and says so.
    fn more(&self, page: u64, rows: u64, asked: u64) -> bool {
        match self.total_pages {
            _ if rows == 0 => false,
            Some(total) if !self.large_set => page < total,
            _ => rows >= self.per_page.unwrap_or(asked),
        }
    }
}

/// Reads one machine in full.
pub(super) fn machine(response: &Response) -> Result<Machine, Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default)]
        virtual_machine: Shape<Vm>,
    }
    let answer: Answer = object(response)?;
    (answer.virtual_machine.object())
        .and_then(Vm::into_machine)
        .ok_or_else(|| bad_answer("has no machine with an id"))
}

/// A machine in a list or in full; the list leaves most of it out. The root password a full one
/// carries is never read.
#[derive(Deserialize)]
struct Vm {
    #[serde(default, deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    hostname: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    state: Option<String>,
    #[serde(default, deserialize_with = "lenient::flag")]
    suspended: bool,
    #[serde(default, deserialize_with = "lenient::number")]
    created_at: Option<u64>,
    #[serde(default, deserialize_with = "lenient::number")]
    memory_in_gb: Option<u64>,
    #[serde(default, deserialize_with = "lenient::number")]
    cpu_cores: Option<u64>,
    #[serde(default)]
    zone: Objects<Zone>,
    #[serde(default)]
    package: Objects<Package>,
    #[serde(default)]
    ip_addresses: Objects<Ip>,
    #[serde(default, deserialize_with = "lenient::list")]
    tag_names: Vec<String>,
}

#[derive(Deserialize)]
struct Zone {
    #[serde(default, deserialize_with = "lenient::text")]
    name: Option<String>,
}

#[derive(Deserialize)]
struct Package {
    #[serde(default, deserialize_with = "lenient::number")]
    storage_in_gb: Option<u64>,
}

#[derive(Deserialize)]
struct Ip {
    #[serde(default, deserialize_with = "lenient::text")]
    address: Option<String>,
}

impl Vm {
    /// `None` for what has no id: nothing could be asked of it.
    fn into_machine(self) -> Option<Machine> {
        let name = self.name.or(self.hostname).unwrap_or_default();
        let mut machine = Machine::bare(self.id?, name);
        machine.state = match self.state.as_deref() {
            _ if self.suspended => State::Suspended,
            Some(word) => state(word),
            None => State::Unknown,
        };
        machine.provider_state = self.state.unwrap_or_default();
        machine.addresses = addresses(self.ip_addresses.items);
        machine.cpus = self.cpu_cores.and_then(|cores| u32::try_from(cores).ok());
        machine.memory = self.memory_in_gb.map(ByteSize::from_gib);
        // What the package includes, which is what the machine's disks share unless somebody
        // bought more; the disks themselves would be a request for each machine.
        let package = self.package.into_first();
        machine.disk = (package.and_then(|p| p.storage_in_gb)).map(ByteSize::from_gib);
        machine.place = self.zone.into_first().and_then(|zone| zone.name);
        machine.tags = self.tag_names;
        machine.created = lenient::unix_seconds(self.created_at);
        Some(machine)
    }
}

/// What a state's word means.
fn state(word: &str) -> State {
    match word {
        "started" => State::Running,
        "stopped" => State::Off,
        // Being given a place on a hypervisor is the first part of every start.
        "starting" | "allocating" | "allocated" => State::Starting,
        "stopping" | "shutting_down" => State::Stopping,
        "resetting" => State::Restarting,
        "failed" | "orphaned" => State::Failed,
        // Migrating, transferring, and words that are not documented.
        _ => State::Busy,
    }
}

fn addresses(ips: Vec<Ip>) -> Vec<String> {
    let mut addresses: Vec<String> = Vec::new();
    for ip in ips.into_iter().filter_map(|ip| ip.address) {
        let address = ip.split('/').next().unwrap_or_default().trim();
        if !address.is_empty() && !addresses.iter().any(|known| known == address) {
            addresses.push(address.to_owned());
        }
    }
    addresses
}

/// A task; answers to orders leave out its progress.
#[derive(Deserialize)]
pub(super) struct Task {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(super) status: Option<String>,
    #[serde(default, deserialize_with = "lenient::number")]
    pub(super) progress: Option<u64>,
}

/// Reads the task an order became, or how it is doing.
pub(super) fn task(response: &Response) -> Result<Task, Error> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default)]
        task: Shape<Task>,
    }
    let answer: Answer = object(response)?;
    (answer.task.object())
        .filter(|task| task.id.is_some() || task.status.is_some())
        .ok_or_else(|| bad_answer("has no task in it"))
}
