//! Which network addresses a route may lead to. Everything special is refused unless the route
//! says otherwise, and some addresses are refused whatever it says.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// What an upstream may resolve to besides public addresses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Allowance {
    /// The operator runs simulated providers on this machine.
    pub(crate) loopback: bool,
    /// Private networks named by the route.
    pub(crate) networks: Vec<IpNet>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Public,
    Loopback,
    /// Somebody's own network: allowed when the route names it.
    Private,
    /// Link-local, metadata, multicast, reserved, documentation: never.
    Never,
}

impl Allowance {
    /// Whether a connection to this address may be made.
    pub(crate) fn admits(&self, address: IpAddr) -> bool {
        let address = plain(address);
        match reach(address) {
            Reach::Public => true,
            Reach::Loopback => self.loopback,
            Reach::Private => self.networks.iter().any(|net| net.contains(&address)),
            Reach::Never => false,
        }
    }
}

/// IPv4 in IPv6 clothes is judged as IPv4.
fn plain(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else {
        return address;
    };
    if let Some(v4) = v6.to_ipv4_mapped() {
        return v4.into();
    }
    // 64:ff9b::/96, the well-known prefix of NAT64.
    match v6.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let [a, b] = high.to_be_bytes();
            let [c, d] = low.to_be_bytes();
            Ipv4Addr::new(a, b, c, d).into()
        }
        _ => address,
    }
}

fn reach(address: IpAddr) -> Reach {
    match address {
        IpAddr::V4(address) => reach_v4(address),
        IpAddr::V6(address) => reach_v6(address),
    }
}

fn reach_v4(address: Ipv4Addr) -> Reach {
    // Cloud metadata and wire services inside otherwise usable ranges.
    if matches!(address.octets(), [168, 63, 129, 16] | [100, 100, 100, 200]) {
        return Reach::Never;
    }
    match address.octets() {
        [127, ..] => Reach::Loopback,
        [10, ..] | [100, 64..=127, ..] | [172, 16..=31, ..] | [192, 168, ..] => Reach::Private,
        [0 | 224..=255, ..]
        | [169, 254, ..]
        | [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 18 | 19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _] => Reach::Never,
        _ => Reach::Public,
    }
}

fn reach_v6(address: Ipv6Addr) -> Reach {
    if address.is_loopback() {
        return Reach::Loopback;
    }
    // Cloud metadata inside an otherwise private range.
    if matches!(address.segments(), [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254]) {
        return Reach::Never;
    }
    match address.segments() {
        [0xfc00..=0xfdff, ..] => Reach::Private,
        // Protocol assignments (Teredo among them), documentation, 6to4.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => Reach::Never,
        // The only block handed out for public use.
        [0x2000..=0x3fff, ..] => Reach::Public,
        _ => Reach::Never,
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::Allowance;

    fn admits(allowance: &Allowance, text: &str) -> bool {
        allowance.admits(text.parse::<IpAddr>().unwrap())
    }

    /// First, last and a middle address of every special block.
    const SPECIAL: [&str; 71] = [
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.1.2.3",
        "10.255.255.255",
        "100.64.0.0",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.0",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.0.0",
        "169.254.169.254",
        "169.254.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.0",
        "192.0.0.255",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.254",
        "255.255.255.255",
        "168.63.129.16",
        "::",
        "::1",
        "::2",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0.0.0.0",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::",
        "64:ff9b:1::8.8.8.8",
        "64:ff9b::1:0:0:1",
        "100::",
        "100::1",
        "2001::",
        "2001::1",
        "2001:0:ffff::1",
        "2001:db8::",
        "2001:db8::1",
        "2001:db8:ffff:ffff::1",
        "2002::",
        "2002:7f00:1::",
        "2002:ffff::1",
        "3fff::1",
        "fc00::",
        "fc00::1",
        "fd00:ec2::254",
        "fdff:ffff::1",
        "fe80::",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "feff::1",
        "ff00::",
        "ff02::1",
        "ffff::1",
        "4000::1",
    ];

    #[test]
    fn nothing_special_is_reached_by_default() {
        for text in SPECIAL {
            assert!(!admits(&Allowance::default(), text), "{text}");
        }
    }

    #[test]
    fn public_addresses_are() {
        for text in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.0.0.1",
            "128.0.0.1",
            "168.63.129.15",
            "169.253.0.1",
            "169.255.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "192.167.0.1",
            "192.169.0.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "2001:4860::1",
            "2003::1",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
        ] {
            assert!(admits(&Allowance::default(), text), "{text}");
        }
    }

    #[test]
    fn a_named_network_opens_private_addresses_and_no_others() {
        let everything = Allowance {
            loopback: false,
            networks: vec!["0.0.0.0/0".parse().unwrap(), "::/0".parse().unwrap()],
        };
        for text in ["10.0.0.1", "192.168.1.1", "fd12::1", "::ffff:10.0.0.1"] {
            assert!(admits(&everything, text), "{text}");
        }
        for text in [
            "127.0.0.1",
            "169.254.169.254",
            "::1",
            "fe80::1",
            "168.63.129.16",
            "fd00:ec2::254",
            "100.100.100.200",
            "0.0.0.0",
            "::ffff:127.0.0.1",
            "255.255.255.255",
        ] {
            assert!(!admits(&everything, text), "{text}");
        }
        let one = Allowance {
            loopback: true,
            networks: vec!["10.1.0.0/16".parse().unwrap()],
        };
        assert!(admits(&one, "10.1.2.3"));
        assert!(!admits(&one, "10.2.2.3"));
        assert!(admits(&one, "127.0.0.1"));
        assert!(admits(&one, "::1"));
        assert!(!admits(&one, "169.254.169.254"));
    }
}
