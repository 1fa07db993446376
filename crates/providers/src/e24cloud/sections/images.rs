//! Images that were made of the machine's disks.

use pilothouse_core::{Content, Error, MachineId};

use super::{Answers, gigabytes, label, machine, price, rows};
use crate::node::Node;

/// `GET /v2/disk-images` (e24cloud reference, "Disk images"): those of a volume the machine has.
pub(super) fn tell(id: &MachineId, answers: &Answers) -> Result<Vec<Content>, Error> {
    let machine = machine(answers.get(0)?, id)?;
    let volumes = machine.get("storage_volumes").rows();
    let has = |volume: &str| {
        let mut ids = volumes.iter().map(|row| Node::from(row).get("id").text());
        ids.any(|id| id.as_deref() == Some(volume))
    };
    let mut facts = Vec::new();
    for image in rows(answers.get(1)?, "disk_images")? {
        let image = Node::from(image);
        let volume = image.get("storage_volume").object();
        if volume.get("id").text().is_none_or(|id| !has(&id)) {
            continue;
        }
        let name = volume.get("label").text();
        let words = [
            gigabytes(image),
            name.map(|name| ["of ", &name].concat()),
            price(image),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        facts.push((label(image), words.join(", ")));
    }
    Ok(vec![Content::Facts(facts)])
}
