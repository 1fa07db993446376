//! IP addresses. All of them are from the ranges set aside for documentation.

use super::dialect::Dialect;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address given to a machine.
#[derive(Clone, Debug)]
pub(super) struct Address {
    pub(super) id: u32,
    pub(super) ip: IpAddr,
    pub(super) created_at: Timestamp,
}

/// Addresses in one of the two networks.
const PER_NETWORK: u32 = 250;
/// Addresses before they repeat.
pub(super) const POOL: u32 = 2 * PER_NETWORK;

/// Address number `n`. A fleet larger than the documentation ranges has some twice.
pub(super) fn nth(n: u32) -> IpAddr {
    let host = (n % PER_NETWORK + 4) as u8;
    if (n / PER_NETWORK).is_multiple_of(2) {
        IpAddr::V4(Ipv4Addr::new(192, 0, 2, host))
    } else {
        IpAddr::V4(Ipv4Addr::new(203, 0, 113, host))
    }
}

/// IPv6 address number `n`.
pub(super) fn nth_v6(n: u32) -> IpAddr {
    let (high, low) = ((n >> 16) as u16, n as u16);
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 1, 0, 0, 0, high, low))
}

/// The network an address belongs to.
pub(super) fn network_of(ip: IpAddr) -> u32 {
    match ip {
        IpAddr::V4(ip) if ip.octets().starts_with(&[203, 0, 113]) => 2,
        IpAddr::V4(_) => 1,
        IpAddr::V6(_) => 3,
    }
}

/// An address inside one of the networks, written out.
pub(super) fn parse(text: &str) -> Option<IpAddr> {
    let ip: IpAddr = text.parse().ok()?;
    let ours = match ip {
        IpAddr::V4(v4) => matches!(v4.octets(), [192, 0, 2, 4..=253] | [203, 0, 113, 4..=253]),
        IpAddr::V6(v6) => v6.segments().starts_with(&[0x2001, 0xdb8, 1, 0]),
    };
    ours.then_some(ip)
}

impl Address {
    /// The object inside `{"ip_address": …}`; source: `OnApp` reference, section 6.2.
    pub(super) fn view(&self, dialect: Dialect) -> Value {
        let (network, netmask, gateway, broadcast, prefix) = match self.ip {
            IpAddr::V4(ip) => {
                let [a, b, c, _] = ip.octets();
                (
                    format!("{a}.{b}.{c}.0"),
                    "255.255.255.0",
                    format!("{a}.{b}.{c}.1"),
                    json!(format!("{a}.{b}.{c}.255")),
                    24,
                )
            }
            IpAddr::V6(_) => (
                "2001:db8:1::".to_owned(),
                "64",
                "2001:db8:1::1".to_owned(),
                Value::Null,
                64,
            ),
        };
        let mut view = json!({
            "id": self.id,
            "address": self.ip.to_string(),
            "netmask": netmask,
            "gateway": gateway,
            "network_address": network,
            "broadcast": broadcast,
            "network_id": network_of(self.ip),
            "disallowed_primary": false,
            "hypervisor_id": null,
            "ip_address_pool_id": null,
            "customer_network_id": null,
            "created_at": dialect.date(self.created_at),
            "updated_at": dialect.date(self.created_at),
        });
        if let (Dialect::Modern, Some(map)) = (dialect, view.as_object_mut()) {
            map.insert("free".to_owned(), json!(false));
            map.insert("pxe".to_owned(), json!(false));
            map.insert("user_id".to_owned(), Value::Null);
            map.insert("ip_net_id".to_owned(), json!(network_of(self.ip)));
            map.insert("ip_range_id".to_owned(), json!(network_of(self.ip)));
            map.insert("ipv4".to_owned(), json!(self.ip.is_ipv4()));
            map.insert("prefix".to_owned(), json!(prefix));
            map.insert("lock_version".to_owned(), json!(1));
        }
        view
    }
}
