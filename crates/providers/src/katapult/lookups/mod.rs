//! The choices of the forms (Katapult reference, sections "Catalogue" and "SSH keys, tags,
//! groups").
//!
//! What belongs to an organization is asked of the one that was entered, else of the one the
//! account is limited to, else of every one the token sees.

mod belongings;
mod catalogue;
mod images;
mod known;
mod options;
mod organizations;
mod places;

use pilothouse_core::{
    Access, Call, Choice, Error, ErrorKind, Field, Flow, Input, Pages, Request, Timestamp,
};

use known::Known;

use super::{
    answer::{self, PER_PAGE},
    auth,
    find::ORGANIZATION,
    flows::{Belongings, EveryOrganization},
};
use crate::node::Node;

/// The list of choices with this name.
pub(super) fn lookup(
    access: &Access,
    lookup: &str,
    input: &Input,
) -> Result<Box<dyn Flow<Vec<Choice>>>, Error> {
    Ok(match lookup {
        "organizations" => organizations::organizations(access),
        "places" => places::places(access),
        "data_centers" => places::data_centers(access),
        "zones" => places::zones(access),
        "packages" => of_organization(access, input, &catalogue::PACKAGES),
        "networks" => of_organization(access, input, &places::NETWORKS),
        "virtual_networks" => of_organization(access, input, &places::VIRTUAL_NETWORKS),
        "speed_profiles" => of_organization(access, input, &catalogue::SPEED_PROFILES),
        "io_profiles" => of_organization(access, input, &catalogue::IO_PROFILES),
        "gpu_types" => catalogue::gpu_types(access, input),
        "operating_systems" => images::operating_systems(access),
        "disk_templates" => images::disk_templates(access, input),
        "disk_template_versions" => images::versions(access, input)?,
        "disks" => of_organization(access, input, &belongings::DISKS),
        "ssh_keys" => of_organization(access, input, &belongings::SSH_KEYS),
        "tags" => of_organization(access, input, &belongings::TAGS),
        "groups" => of_organization(access, input, &belongings::GROUPS),
        "addresses" => of_organization(access, input, &belongings::ADDRESSES),
        other => return Err(unknown(other)),
    })
}

/// The group of fields with this name.
pub(super) fn further(
    access: &Access,
    lookup: &str,
    input: &Input,
) -> Result<Box<dyn Flow<Vec<Field>>>, Error> {
    match lookup {
        "disk_template_options" => Ok(options::options(access, input)),
        other => Err(unknown(other)),
    }
}

fn unknown(lookup: &str) -> Error {
    let words = ["Katapult has no list called ", lookup, "."].concat();
    Error::new(ErrorKind::Setup, words)
}

/// What a lookup comes after and was not entered.
fn missing(what: &str) -> Error {
    let words = ["Choose the ", what, " first."].concat();
    Error::new(ErrorKind::Setup, words)
}

/// One of the service's lists.
struct List {
    /// Its path below the API's base.
    below: &'static str,
    /// What its query always has, ending with `&`.
    fixed: &'static str,
    /// The member it is under.
    key: &'static str,
    /// Whether it comes in pages.
    paged: bool,
    read: fn(Node) -> Option<Choice>,
}

impl List {
    fn call(&self, access: &Access, query: &str, page: u32) -> Result<ListCall, Error> {
        let (key, read) = (self.key, self.read);
        let joint = if query.is_empty() { "" } else { "&" };
        let below = [self.below, "?", self.fixed, query].concat();
        if self.paged {
            let paging = format!("{joint}page={page}&per_page={PER_PAGE}");
            let request = auth::get(access, &[&below, paging.as_str()].concat())?;
            return Ok(Call::new(request, move |response| {
                answer::page(response, key, page, read)
            }));
        }
        let request: Request = auth::get(access, below.trim_end_matches(['?', '&']))?;
        Ok(Call::new(request, move |response| {
            answer::whole(response, key, read)
        }))
    }

    /// All of it; the query names whose it is, or is empty.
    fn pages(&'static self, access: &Access, query: String) -> Pages<Choice> {
        let access = access.clone();
        Pages::new(move |page, _: Timestamp| self.call(&access, &query, page))
    }
}

type ListCall = Call<pilothouse_core::Page<Choice>>;

/// A list that belongs to organizations.
fn of_organization(
    access: &Access,
    input: &Input,
    list: &'static List,
) -> Box<dyn Flow<Vec<Choice>>> {
    filtered(access, input, list, String::new())
}

/// The same with more in the query.
fn filtered(
    access: &Access,
    input: &Input,
    list: &'static List,
    filter: String,
) -> Box<dyn Flow<Vec<Choice>>> {
    let named = input
        .text("organization")
        .or_else(|| auth::organization(access));
    if let Some(named) = named {
        let query = [ORGANIZATION.query(named), filter].concat();
        return Box::new(list.pages(access, query));
    }
    let belongings = Belongings {
        list: Box::new(move |access, query| list.pages(access, [query, &filter].concat())),
        id: |choice: &Choice| &choice.value,
    };
    Box::new(EveryOrganization::new(access, belongings))
}

/// A choice of what has an id; its name, else its id, for a person to read.
fn choice(node: Node) -> Option<Choice> {
    let id = node.get("id").text()?;
    let name = node.get("name").text().unwrap_or_else(|| id.clone());
    Some(Choice::new(id, name))
}

/// The parts that are there, with commas between.
fn listed(parts: Vec<Option<String>>) -> String {
    let there: Vec<String> = parts.into_iter().flatten().collect();
    there.join(", ")
}

/// A number with words after it.
fn counted(node: Node, words: &str) -> Option<String> {
    Some([&node.number()?.to_string(), " ", words].concat())
}
