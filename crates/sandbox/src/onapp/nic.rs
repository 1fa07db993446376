//! A network interface as the panel keeps it, and how it looks on the wire; source: `OnApp`
//! reference, section 11.1.

use super::dialect::Dialect;
use super::machine::identifier;
use jiff::Timestamp;
use serde_json::{Value, json};

/// A network interface.
#[derive(Clone, Debug)]
pub(super) struct Nic {
    pub(super) id: u32,
    pub(super) label: String,
    pub(super) primary: bool,
    /// The join of a network with the zone of the host.
    pub(super) join: u32,
    /// Mbit/s, 0 for unlimited.
    pub(super) rate: u32,
    pub(super) connected: bool,
    /// What happens to packets no rule speaks of: `ACCEPT` or `DROP`.
    pub(super) default_rule: &'static str,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
}

impl Nic {
    /// An interface on a network join.
    pub(super) fn new(id: u32, label: String, join: u32, at: Timestamp) -> Self {
        Self {
            id,
            label,
            primary: false,
            join,
            rate: 0,
            connected: false,
            default_rule: "ACCEPT",
            created_at: at,
            updated_at: at,
        }
    }

    /// The object inside `{"network_interface": …}`.
    pub(super) fn view(&self, dialect: Dialect, machine: u32) -> Value {
        let [a, b, c, d] = self.id.to_be_bytes();
        let mut view = json!({
            "id": self.id,
            "identifier": identifier(self.id ^ 0x0e70_0000),
            "label": self.label,
            "primary": self.primary,
            "mac_address": format!("00:16:{a:02x}:{b:02x}:{c:02x}:{d:02x}"),
            "network_join_id": self.join,
            "rate_limit": self.rate,
            "default_firewall_rule": self.default_rule,
            "usage": null,
            "usage_last_reset_at": null,
            "usage_month_rolled_at": null,
            "virtual_machine_id": machine,
            "created_at": dialect.date(self.created_at),
            "updated_at": dialect.date(self.updated_at),
        });
        if let (Dialect::Modern, Some(map)) = (dialect, view.as_object_mut()) {
            map.insert("connected".to_owned(), json!(self.connected));
            for key in ["edge_gateway_id", "openstack_id", "adapter_type"] {
                map.insert(key.to_owned(), Value::Null);
            }
            map.insert("use_as_gateway".to_owned(), json!(false));
        }
        view
    }
}
