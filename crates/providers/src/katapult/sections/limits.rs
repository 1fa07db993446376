//! What a machine's organization may have.

use pilothouse_core::{Access, Call, Content, Error, Flow, Response, Target};

use super::Facts;
use crate::{
    katapult::{
        actions::read_machine,
        answer::{object, text_at},
        auth,
        find::ORGANIZATION,
        flows::{Chain, Next},
    },
    node::Node,
};

/// `GET /virtual_machines/virtual_machine` for its organization, then
/// `GET /organizations/organization/policy`.
pub(super) fn limits(access: &Access, target: &Target) -> Box<dyn Flow<Content>> {
    let (asking, target) = (access.clone(), target.clone());
    let access = access.clone();
    Box::new(Chain::new(
        move |_| Ok(Call::new(read_machine::request(&asking, &target)?, owner)),
        move |owner| {
            Ok(match owner {
                Some(owner) => Next::Ask(Box::new(policy(&access, &owner)?)),
                None => Next::Have(Content::Facts(Vec::new())),
            })
        },
    ))
}

fn owner(response: &Response) -> Result<Option<String>, Error> {
    let answer = object(response)?;
    let vm = Node::from(&answer).get("virtual_machine");
    let sub_domain = text_at(vm, &["organization", "sub_domain"]);
    Ok(text_at(vm, &["organization", "id"]).or(sub_domain))
}

fn policy(access: &Access, owner: &str) -> Result<Call<Content>, Error> {
    let below = [
        "/organizations/organization/policy?",
        &ORGANIZATION.query(owner),
    ]
    .concat();
    Ok(Call::new(auth::get(access, &below)?, |response| {
        let answer = object(response)?;
        Ok(Content::Facts(facts((&answer).into())))
    }))
}

/// The limits that bear on machines.
static LIMITS: [(&str, &str); 7] = [
    ("virtual_machines", "Machines"),
    ("virtual_machine_memory", "Memory"),
    ("disk_space", "Disk space"),
    ("disk_iops", "Disk IOPS"),
    ("network_speed", "Network speed"),
    ("unallocated_ip_addresses", "Unused addresses"),
    ("virtual_networks", "Virtual networks"),
];

static FEATURES: [(&str, &str); 3] = [
    ("zone_selection", "Choosing a zone"),
    (
        "flexible_virtual_machine_resources",
        "Entering processors and memory",
    ),
    ("suspension", "Suspension"),
];

fn facts(policy: Node) -> Vec<(String, String)> {
    let mut facts = Facts::default();
    for reason in policy
        .get("reasons_for_disallowing_resource_creation")
        .items()
    {
        facts.add("Nothing can be created", reason.text());
    }
    facts.add("Policy", policy.get("policy_name").text());
    for (key, name) in LIMITS {
        facts.add(name, limit(policy.get("limits").get(key)));
    }
    for (key, name) in FEATURES {
        let permitted = policy.get("features").get(key).get("permitted").flag();
        let words = |permitted| if permitted { "yes" } else { "no" };
        facts.add(name, permitted.map(|it| words(it).to_owned()));
    }
    facts.0
}

/// A limit of null is none.
fn limit(limit: Node) -> Option<String> {
    let (most, now) = (limit.get("limit").text(), limit.get("current").text());
    let unit = limit.get("unit").text();
    let unit = unit.map(|unit| [" ", &unit].concat()).unwrap_or_default();
    Some(match (now, most) {
        (Some(now), Some(most)) => [&now, " of ", &most, &unit].concat(),
        (Some(now), None) => [&now, &unit, ", no limit"].concat(),
        (None, Some(most)) => ["at most ", &most, &unit].concat(),
        (None, None) => return None,
    })
}
