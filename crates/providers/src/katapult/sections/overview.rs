//! What is written about a machine.

use pilothouse_core::{Access, Call, Content, Error, Flow, Once, Response, Target};

use super::Facts;
use crate::{
    katapult::{
        actions::read_machine,
        answer::{object, text_at},
    },
    node::Node,
};

/// `GET /virtual_machines/virtual_machine` once more, for what the fleet does not keep.
pub(super) fn overview(access: &Access, target: &Target) -> Box<dyn Flow<Content>> {
    read(access, target, |answer| {
        let mut facts = Facts::default();
        machine(&mut facts, answer.get("virtual_machine"));
        for row in answer.get("annotations").rows() {
            let row = Node::from(row);
            let name = row.get("key").text().unwrap_or_default();
            facts.add(&["Annotation ", &name].concat(), row.get("value").text());
        }
        facts
    })
}

/// The same answer's addresses, each with its name in the reverse direction.
pub(super) fn addresses(access: &Access, target: &Target) -> Box<dyn Flow<Content>> {
    read(access, target, |answer| {
        let mut facts = Facts::default();
        for row in answer.get("virtual_machine").get("ip_addresses").rows() {
            let row = Node::from(row);
            let Some(address) = row.get("address").text() else {
                continue;
            };
            let movable = row.get("vip").flag() == Some(true);
            let parts = [
                row.get("reverse_dns").text(),
                text_at(row, &["network", "name"]),
                row.get("label").text(),
                movable.then(|| "can be moved to another machine".to_owned()),
            ];
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            let said = if parts.is_empty() {
                "no reverse name".to_owned()
            } else {
                parts.join(", ")
            };
            facts.add(&address, Some(said));
        }
        facts
    })
}

fn read(access: &Access, target: &Target, facts: fn(Node) -> Facts) -> Box<dyn Flow<Content>> {
    let (access, target) = (access.clone(), target.clone());
    Box::new(Once::new(move |_| {
        let request = read_machine::request(&access, &target)?;
        let read = move |response: &Response| -> Result<Content, Error> {
            let answer = object(response)?;
            Ok(Content::Facts(facts((&answer).into()).0))
        };
        Ok(Call::new(request, read))
    }))
}

/// Everything but the root password it was built with, which is never read.
fn machine(facts: &mut Facts, vm: Node) {
    facts.add("Host name", vm.get("hostname").text());
    facts.add("Full name", vm.get("fqdn").text());
    facts.add("Description", vm.get("description").text());
    facts.add("Organization", text_at(vm, &["organization", "name"]));
    facts.add("Zone", text_at(vm, &["zone", "name"]));
    facts.add("Data center", text_at(vm, &["zone", "data_center", "name"]));
    facts.add("Package", text_at(vm, &["package", "name"]));
    let dedicated = vm.get("use_dedicated_cpus").flag();
    let words = |dedicated| if dedicated { "dedicated" } else { "shared" };
    facts.add("Processors", dedicated.map(|it| words(it).to_owned()));
    for gpu in vm.get("gpus").rows() {
        facts.add("GPU", Some(attached_gpu(gpu.into())));
    }
    if vm.get("gpus").rows().is_empty() {
        facts.add("GPU", text_at(vm, &["gpu_type", "name"]));
    }
    facts.add("Group", text_at(vm, &["group", "name"]));
    facts.add("Tags", Some(tags(vm)));
    facts.add("ISO", text_at(vm, &["attached_iso", "name"]));
    facts.add("Hypervisor", text_at(vm, &["hypervisor", "name"]));
    facts.add("Created", moment(vm.get("created_at")));
    if vm.get("suspended").flag() == Some(true) {
        // The type of the moment was never seen.
        let at = vm.get("suspended_at");
        let since = moment(at).or_else(|| at.text());
        facts.add(
            "Suspended since",
            since.or_else(|| Some("unknown".to_owned())),
        );
    }
}

fn attached_gpu(gpu: Node) -> String {
    let name = text_at(gpu, &["type", "name"]);
    let parts = [name, gpu.get("status").text()];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

fn tags(vm: Node) -> String {
    let names: Vec<String> = vm.get("tag_names").items().filter_map(Node::text).collect();
    names.join(", ")
}

/// To the second, in words.
pub(super) fn moment(node: Node) -> Option<String> {
    let text = node.unix_time()?.to_string();
    Some([&text.trim_end_matches('Z').replace('T', " "), " UTC"].concat())
}
