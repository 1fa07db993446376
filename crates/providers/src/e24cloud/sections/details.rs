//! What the machine's own record says beyond what every provider says.

use pilothouse_core::{Content, Error, MachineId};

use super::{Answers, machine, price};
use crate::node::Node;

/// Facts from the machine (e24cloud reference, "The VM object"); what is not told is left out.
pub(super) fn tell(id: &MachineId, answers: &Answers) -> Result<Vec<Content>, Error> {
    let machine = machine(answers.get(0)?, id)?;
    let part = |key: &str, member: &str| machine.get(key).object().get(member);
    let facts = [
        ("Cost", price(machine)),
        ("Template", part("system", "id").text()),
        ("Zone id", part("zone", "id").text()),
        ("Managed by e24cloud", yes_or_no(machine.get("adm"))),
        ("Autoscaler", yes_or_no(part("autoscaler", "active"))),
        // In which unit is not published.
        ("Transfer used", machine.get("transfer_used").text()),
        (
            "Owner",
            part("owner", "name")
                .text()
                .or_else(|| part("owner", "id").text()),
        ),
    ];
    let told = facts.into_iter();
    let told = told.filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Ok(vec![Content::Facts(told.collect())])
}

fn yes_or_no(node: Node<'_>) -> Option<String> {
    let words = if node.flag()? { "yes" } else { "no" };
    Some(words.to_owned())
}
