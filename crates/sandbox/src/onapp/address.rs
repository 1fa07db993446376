//! IP addresses. All of them are from the ranges set aside for documentation.

use super::dialect::Dialect;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address given to a machine.
#[derive(Clone, Debug)]
pub(super) struct Address {
    /// The assignment, which has a number of its own.
    pub(super) join: u32,
    pub(super) ip: IpAddr,
    /// The interface it is on.
    pub(super) nic: u32,
    pub(super) created_at: Timestamp,
}

/// The network with IPv6 addresses.
pub(super) const V6: u32 = 3;
/// The id of the first address of all.
const FIRST: u32 = 9_001;
/// The id of the first IPv6 address.
const FIRST_V6: u32 = 20_000;

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

/// The id of an address, the same wherever it appears.
pub(super) fn id_of(ip: IpAddr) -> u32 {
    match ip {
        IpAddr::V4(v4) => {
            let [.., host] = v4.octets();
            let n = u32::from(host).saturating_sub(4);
            FIRST + n + (network_of(ip) - 1) * PER_NETWORK
        }
        IpAddr::V6(v6) => {
            let [.., high, low] = v6.segments();
            FIRST_V6 + (u32::from(high) << 16 | u32::from(low))
        }
    }
}

/// The address with this id, if it is one of the pool.
pub(super) fn by_id(id: i64) -> Option<IpAddr> {
    let n = id.checked_sub(i64::from(FIRST))?;
    let n = u32::try_from(n).ok().filter(|n| *n < POOL)?;
    Some(nth(n))
}

/// The network an address belongs to.
pub(super) fn network_of(ip: IpAddr) -> u32 {
    match ip {
        IpAddr::V4(ip) if ip.octets().starts_with(&[203, 0, 113]) => 2,
        IpAddr::V4(_) => 1,
        IpAddr::V6(_) => V6,
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
    /// The object inside `{"ip_address": …}`.
    pub(super) fn view(&self, dialect: Dialect) -> Value {
        view(self.ip, false, self.created_at, dialect)
    }
}

/// An address of the panel, given away or `free`; source: `OnApp` reference, section 6.2.
pub(super) fn view(ip: IpAddr, free: bool, created_at: Timestamp, dialect: Dialect) -> Value {
    let (network, netmask, gateway, broadcast, prefix) = match ip {
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
        "id": id_of(ip),
        "address": ip.to_string(),
        "netmask": netmask,
        "gateway": gateway,
        "network_address": network,
        "broadcast": broadcast,
        "network_id": network_of(ip),
        "disallowed_primary": false,
        "hypervisor_id": null,
        "ip_address_pool_id": null,
        "customer_network_id": null,
        "created_at": dialect.date(created_at),
        "updated_at": dialect.date(created_at),
    });
    if let (Dialect::Modern, Some(map)) = (dialect, view.as_object_mut()) {
        map.insert("free".to_owned(), json!(free));
        map.insert("pxe".to_owned(), json!(false));
        map.insert("user_id".to_owned(), Value::Null);
        map.insert("ip_net_id".to_owned(), json!(network_of(ip)));
        map.insert("ip_range_id".to_owned(), json!(network_of(ip)));
        map.insert("ipv4".to_owned(), json!(ip.is_ipv4()));
        map.insert("prefix".to_owned(), json!(prefix));
        map.insert("lock_version".to_owned(), json!(1));
    }
    view
}
