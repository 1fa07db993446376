//! What an organization has (Katapult reference, "SSH keys, tags, groups" and "IP addresses and
//! interfaces").

use pilothouse_core::Choice;

use super::{List, choice};

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
