//! Addresses to give out: documentation ranges only, each address once.

/// Usable hosts of one IPv4 documentation range.
const HOSTS: u32 = 250;

/// What has been given out.
#[derive(Default)]
pub(super) struct Addresses {
    four: u32,
    six: u32,
    /// IPv4 addresses that came back, to be given first.
    returned: Vec<String>,
}

impl Addresses {
    /// An IPv4 address, while there are any.
    pub(super) fn next_v4(&mut self) -> Option<String> {
        if let Some(address) = self.returned.pop() {
            return Some(address);
        }
        let range = match self.four / HOSTS {
            0 => "192.0.2",
            1 => "198.51.100",
            2 => "203.0.113",
            _ => return None,
        };
        let host = self.four % HOSTS + 2;
        self.four += 1;
        Some(format!("{range}.{host}"))
    }

    /// An IPv4 address for a machine of a new world, which leaves some for those yet to come.
    pub(super) fn spare_v4(&mut self) -> Option<String> {
        (self.four < 2 * HOSTS + 200).then(|| self.next_v4())?
    }

    /// Takes an address back. Of IPv6 ones there are enough.
    pub(super) fn give_back(&mut self, address: String) {
        if !address.contains(':') {
            self.returned.push(address);
        }
    }

    /// An IPv6 address.
    pub(super) fn next_v6(&mut self) -> String {
        self.six += 1;
        format!("2001:db8:{:x}:{:x}::10", self.six >> 16, self.six & 0xffff)
    }
}

#[cfg(test)]
mod tests {
    use super::Addresses;

    #[test]
    fn no_address_is_given_twice() {
        let mut addresses = Addresses::default();
        let four: std::collections::BTreeSet<_> =
            std::iter::from_fn(|| addresses.next_v4()).collect();
        assert_eq!(four.len(), 750);
        assert!(four.contains("192.0.2.2") && four.contains("203.0.113.251"));
        assert_ne!(addresses.next_v6(), addresses.next_v6());
        addresses.give_back("192.0.2.9".to_owned());
        let six = addresses.next_v6();
        addresses.give_back(six);
        assert_eq!(addresses.next_v4().as_deref(), Some("192.0.2.9"));
        assert_eq!(addresses.next_v4(), None);
    }
}
