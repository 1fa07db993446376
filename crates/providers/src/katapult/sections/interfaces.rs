//! A machine's network interfaces.

use std::vec;

use pilothouse_core::{
    Access, Call, Content, Error, Flow, Interface, Pages, Response, Step, Target, Timestamp,
};

use super::below;
use crate::{
    katapult::{
        answer::{object, page, text_at},
        auth,
        find::INTERFACE,
    },
    node::{Node, add_address},
};

/// `GET /virtual_machines/virtual_machine/network_interfaces`, then
/// `GET /virtual_machine_network_interfaces/virtual_machine_network_interface` for each: the list
/// leaves out hardware address, state and speed. One that cannot be read is shown as it was
/// listed.
pub(super) struct Interfaces {
    access: Access,
    list: Pages<Interface>,
    stage: Stage,
    found: Vec<Interface>,
}

enum Stage {
    Listing,
    Reading(vec::IntoIter<Interface>),
    Sent(
        vec::IntoIter<Interface>,
        Interface,
        Box<Call<Option<Interface>>>,
    ),
    Ended,
}

impl Interfaces {
    /// Asks nothing yet.
    pub(super) fn new(access: &Access, target: &Target) -> Self {
        let (listing, target) = (access.clone(), target.clone());
        let list = Pages::new(move |number, _| {
            let request = auth::get(&listing, &below("network_interfaces", &target, number))?;
            Ok(Call::new(request, move |response| {
                page(
                    response,
                    "virtual_machine_network_interfaces",
                    number,
                    interface,
                )
            }))
        });
        Self {
            access: access.clone(),
            list,
            stage: Stage::Listing,
            found: Vec::new(),
        }
    }

    fn step(&mut self, now: Timestamp) -> Result<Step<Content>, Error> {
        loop {
            match std::mem::replace(&mut self.stage, Stage::Ended) {
                Stage::Listing => {
                    let step = match self.list.next(now)? {
                        Step::Send(request) => Step::Send(request),
                        Step::Wait(time) => Step::Wait(time),
                        Step::Yield(interfaces) => {
                            self.found.extend(interfaces);
                            self.stage = Stage::Listing;
                            continue;
                        }
                        Step::Done => {
                            let found = std::mem::take(&mut self.found);
                            self.stage = Stage::Reading(found.into_iter());
                            continue;
                        }
                    };
                    self.stage = Stage::Listing;
                    return Ok(step);
                }
                Stage::Reading(mut waiting) => {
                    let Some(next) = waiting.next() else {
                        let found = std::mem::take(&mut self.found);
                        return Ok(Step::Yield(Content::Interfaces(found)));
                    };
                    let call = one(&self.access, &next.id)?;
                    let request = Box::new(call.request.clone());
                    self.stage = Stage::Sent(waiting, next, Box::new(call));
                    return Ok(Step::Send(request));
                }
                // Asked again before the answer was handed in: it is still awaited.
                waiting @ Stage::Sent(..) => {
                    self.stage = waiting;
                    return Ok(Step::Wait(std::time::Duration::from_secs(1)));
                }
                Stage::Ended => return Ok(Step::Done),
            }
        }
    }
}

impl Flow<Content> for Interfaces {
    fn next(&mut self, now: Timestamp) -> Result<Step<Content>, Error> {
        self.step(now)
    }

    fn receive(&mut self, now: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Listing => {
                self.list.receive(now, answer)?;
                self.stage = Stage::Listing;
            }
            Stage::Sent(waiting, listed, call) => {
                let read = answer.and_then(|response| call.read(&response));
                self.found.push(read.ok().flatten().unwrap_or(listed));
                self.stage = Stage::Reading(waiting);
            }
            stage => self.stage = stage,
        }
        Ok(())
    }
}

fn one(access: &Access, id: &str) -> Result<Call<Option<Interface>>, Error> {
    let base = "/virtual_machine_network_interfaces/virtual_machine_network_interface?";
    let below = [base, &INTERFACE.query(id)].concat();
    Ok(Call::new(auth::get(access, &below)?, |response| {
        let answer = object(response)?;
        Ok(interface(
            Node::from(&answer).get("virtual_machine_network_interface"),
        ))
    }))
}

fn interface(node: Node) -> Option<Interface> {
    let mut addresses = Vec::new();
    for ip in node.get("ip_addresses").rows() {
        let address = Node::from(ip).get("address").text();
        add_address(&mut addresses, &address.unwrap_or_default());
    }
    let network = text_at(node, &["network", "name"]);
    let network = network.or_else(|| text_at(node, &["virtual_network", "name"]));
    let detail = [
        node.get("state").text(),
        text_at(node, &["speed_profile", "name"]),
    ];
    let detail: Vec<String> = detail.into_iter().flatten().collect();
    Some(Interface {
        id: node.get("id").text()?,
        name: node.get("name").text().unwrap_or_default(),
        mac: node.get("mac_address").text().unwrap_or_default(),
        network: network.unwrap_or_default(),
        addresses,
        detail: detail.join(", "),
    })
}
