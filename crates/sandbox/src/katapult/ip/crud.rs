//! Listing, taking, changing and giving back addresses.

use http::StatusCode;
use serde_json::json;

use super::{Allocation, IpAddress};
use crate::katapult::{
    Ask, Outcome, World, catalogue::networks, page::Page, refusal::Refusal, reply::Reply,
};

/// The refusal of one more address.
pub(in crate::katapult) fn none_left() -> Refusal {
    Refusal::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "no_available_addresses",
        "The network has no free address of this version",
    )
}

/// `GET /organizations/organization/ip_addresses`
pub(in crate::katapult) fn list(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let allocated = ask.arguments.boolean("allocated")?;
    let all: Vec<&IpAddress> = world
        .ips
        .shelf
        .iter()
        .filter(|one| one.organization.id == organization.id)
        .filter(|one| allocated.is_none_or(|wanted| wanted == (one.allocation != Allocation::None)))
        .collect();
    Page::list(&ask.arguments, "ip_addresses", &all, |one| {
        world.ip_listed(one)
    })
}

/// `POST /organizations/organization/ip_addresses`; answers 200.
pub(in crate::katapult) fn create(world: &mut World, ask: &Ask) -> Outcome {
    let organization = ask.organization()?;
    let network = networks::named(ask)?;
    let version = ask.arguments.required_text("version")?;
    let vip = ask.arguments.boolean("vip")?.unwrap_or(false);
    let label = ask.arguments.text("label")?;
    check_label(vip, label.as_deref())?;
    let id = world
        .new_ip(organization, network, &version)
        .ok_or_else(none_left)?;
    if let Some(address) = world.ips.shelf.get_mut(&id) {
        address.vip = vip;
        address.label = label;
    }
    Ok(shown(world, &id))
}

fn check_label(vip: bool, label: Option<&str>) -> Result<(), Refusal> {
    if vip && label.is_none_or(|label| label.trim().is_empty()) {
        let fault = "Label can't be blank".to_owned();
        return Err(Refusal::validation_error(&[fault]));
    }
    Ok(())
}

fn shown(world: &World, id: &str) -> Reply {
    let address = world.ips.shelf.get(id);
    Reply::ok(json!({ "ip_address": address.map(|address| world.ip_in_full(address)) }))
}

/// `GET /ip_addresses/ip_address`
pub(in crate::katapult) fn show(world: &mut World, ask: &Ask) -> Outcome {
    let address = world.ip(ask)?;
    Ok(Reply::ok(json!({
        "ip_address": world.ip_in_full(address),
        "allocation": world.ip_allocation(address),
    })))
}

/// `PATCH /ip_addresses/ip_address`; its arguments stand at the top level.
pub(in crate::katapult) fn update(world: &mut World, ask: &Ask) -> Outcome {
    let address = world.ip(ask)?.clone();
    let arguments = &ask.arguments;
    let vip = arguments.boolean("vip")?.unwrap_or(address.vip);
    let label = if arguments.is_null("label") {
        None
    } else {
        arguments.text("label")?.or(address.label)
    };
    let reverse_dns = arguments.text("reverse_dns")?;
    check_label(vip, label.as_deref())?;
    if reverse_dns.as_deref().is_some_and(|name| !is_host(name)) {
        let fault = "Reverse dns is invalid".to_owned();
        return Err(Refusal::validation_error(&[fault]));
    }
    if let Some(address) = world.ips.shelf.get_mut(&address.id) {
        address.vip = vip;
        address.label = label;
        address.reverse_dns = reverse_dns.or(address.reverse_dns.take());
    }
    Ok(shown(world, &address.id))
}

fn is_host(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    name.len() <= 253 && name.trim_end_matches('.').split('.').all(is_label)
}

/// `DELETE /ip_addresses/ip_address`; answers an empty object. That one in use is freed first
/// follows from there being a code for those that cannot be.
pub(in crate::katapult) fn release(world: &mut World, ask: &Ask) -> Outcome {
    let address = world.ip(ask)?.clone();
    super::allocation::check_free(&address)?;
    world.drop_ip(&address.id);
    Ok(Reply::ok(json!({})))
}
