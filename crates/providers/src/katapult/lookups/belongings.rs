//! What an organization has (Katapult reference, "SSH keys, tags, groups", "IP addresses and
//! interfaces" and "Disks and backups").

use pilothouse_core::Choice;

use super::{List, choice, counted, listed};
use crate::katapult::answer::text_at;

/// `GET /organizations/organization/ssh_keys`.
pub(super) static SSH_KEYS: List = List {
    below: "/organizations/organization/ssh_keys",
    fixed: "",
    key: "ssh_keys",
    paged: true,
    read: |node| {
        let print = node.get("fingerprint").text().unwrap_or_default();
        Some(choice(node)?.with_detail(print))
    },
};

/// `GET /organizations/organization/tags`. Machines are given tags by name.
pub(super) static TAGS: List = List {
    below: "/organizations/organization/tags",
    fixed: "",
    key: "tags",
    paged: true,
    read: |node| {
        let name = node.get("name").text()?;
        let color = node.get("color").text().unwrap_or_default();
        Some(Choice::new(name.clone(), name).with_detail(color.replace('_', " ")))
    },
};

/// `GET /organizations/organization/virtual_machine_groups`; not paginated.
pub(super) static GROUPS: List = List {
    below: "/organizations/organization/virtual_machine_groups",
    fixed: "",
    key: "virtual_machine_groups",
    paged: false,
    read: |node| {
        let apart = node.get("segregate").flag() == Some(true);
        let detail = if apart {
            "its machines are kept on different hypervisors"
        } else {
            ""
        };
        Some(choice(node)?.with_detail(detail))
    },
};

/// `GET /organizations/organization/ip_addresses`, those nothing has.
pub(super) static ADDRESSES: List = List {
    below: "/organizations/organization/ip_addresses",
    fixed: "allocated=false&",
    key: "ip_addresses",
    paged: true,
    read: |node| {
        let address = node.get("address").text()?;
        let id = node.get("id").text().unwrap_or_else(|| address.clone());
        let name = node.get("reverse_dns").text().unwrap_or_default();
        Some(Choice::new(id, address).with_detail(name))
    },
};

/// `GET /organizations/organization/disks`; its list is under a word in the singular. Whether one
/// that has a machine already can be shared is not published.
pub(super) static DISKS: List = List {
    below: "/organizations/organization/disks",
    fixed: "",
    key: "disk",
    paged: true,
    read: |node| {
        let machine = text_at(node, &["virtual_machine_disk", "virtual_machine", "fqdn"]);
        let detail = listed(vec![
            counted(node.get("size_in_gb"), "GB"),
            machine.map(|machine| ["of ", &machine].concat()),
        ]);
        Some(choice(node)?.with_detail(detail))
    },
};
