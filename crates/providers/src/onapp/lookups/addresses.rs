//! Free addresses of a network (OnApp reference, "Infrastructure" and "Embedded `ip_address`").

use pilothouse_core::{Choice, Error, ErrorKind, Input, wire::escape};

use super::source::{details, each, labelled, word};
use crate::{
    node::Node,
    onapp::{
        panel::Panel,
        plan::{Answer, Next, Plan},
        wire,
    },
};

/// `GET /settings/networks/:id/ip_addresses`, all at once.
pub(super) struct FreeAddresses {
    network: Option<String>,
    ready: Option<Vec<Choice>>,
}

impl FreeAddresses {
    /// # Errors
    /// [`ErrorKind::Setup`] without a network.
    pub(super) fn of(input: &Input) -> Result<Self, Error> {
        let Some(network) = input.text("network") else {
            let words = "Choose a network before its addresses are asked for.";
            return Err(Error::new(ErrorKind::Setup, words));
        };
        let (network, ready) = (Some(network.to_owned()), None);
        Ok(Self { network, ready })
    }
}

impl Plan for FreeAddresses {
    type Out = Vec<Choice>;

    fn next(&mut self, panel: &Panel) -> Result<Next<Vec<Choice>>, Error> {
        if let Some(network) = self.network.take() {
            let path = ["/settings/networks/", &escape(&network), "/ip_addresses"].concat();
            return Ok(Next::ask(panel.get(&path, "")?));
        }
        Ok(self.ready.take().map_or(Next::End, Next::Give))
    }

    fn answered(&mut self, answer: Result<Answer, Error>) -> Result<(), Error> {
        let body = answer?.body;
        if !Node::from(&body).is_list() {
            return Err(wire::bad_answer("is not a list of addresses"));
        }
        self.ready = Some(each(&body, "ip_address", address));
        Ok(())
    }
}

/// Taken ones are left out. From 5.4 on a panel is told the address, before that its record's
/// number; which it is shows in what the record has.
fn address(node: Node<'_>) -> Option<Choice> {
    let taken = node.get("free").flag() == Some(false);
    let barred = node.get("disallowed_primary").flag() == Some(true);
    let text = node.get("address").text()?;
    if taken || barred {
        return None;
    }
    let is_new = ["ip_net_id", "ip_range_id", "ipv4", "prefix"]
        .iter()
        .any(|key| node.get(key).is_there());
    let mut choice = if is_new {
        Choice::new(text, "")
    } else {
        labelled(node)?
    };
    choice.label = word(node, "address")?;
    choice.detail = details([
        word(node, "netmask").map(|mask| ["netmask ", &mask].concat()),
        word(node, "gateway").map(|gateway| ["gateway ", &gateway].concat()),
    ]);
    Some(choice)
}
