//! The addresses inside a machine, however many envelopes they come in.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use crate::lenient;

/// Addresses as OnApp writes them: plain, as an object with an `address`, or as such an object in
/// one envelope or two (OnApp reference, "Embedded `ip_address`" and "JSON envelopes"). Whatever
/// else stands there is no address.
#[derive(Default)]
pub(super) struct Addresses(Vec<Address>);

struct Address {
    text: String,
    primary: bool,
}

impl Addresses {
    /// Each once, those marked as primary first. Panels mask an address by leaving it empty.
    pub(super) fn into_texts(self) -> Vec<String> {
        let (mut texts, rest): (Vec<_>, Vec<_>) = self.0.into_iter().partition(|a| a.primary);
        texts.extend(rest);
        let mut addresses: Vec<String> = Vec::new();
        for Address { text, .. } in texts {
            let text = text.trim();
            if !text.is_empty() && !addresses.iter().any(|known| known == text) {
                addresses.push(text.to_owned());
            }
        }
        addresses
    }
}

impl<'de> Deserialize<'de> for Addresses {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        value.deserialize_any(AddressesVisitor)
    }
}

struct AddressesVisitor;

impl<'de> Visitor<'de> for AddressesVisitor {
    type Value = Addresses;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("addresses")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        let (text, primary) = (text.to_owned(), false);
        Ok(Addresses(vec![Address { text, primary }]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut all = Addresses::default();
        while let Some(part) = list.next_element::<Addresses>()? {
            all.0.extend(part.0);
        }
        Ok(all)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        #[derive(Deserialize)]
        struct Flag(#[serde(deserialize_with = "lenient::flag")] bool);

        let mut all = Addresses::default();
        let mut primary = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "address" | "ip_address" | "ip_address_join" => {
                    all.0.extend(map.next_value::<Addresses>()?.0);
                }
                "primary" => primary = map.next_value::<Flag>()?.0,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        for address in &mut all.0 {
            address.primary |= primary;
        }
        Ok(all)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Addresses::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Addresses::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Addresses::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Addresses::default())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Addresses::default())
    }
}

#[cfg(test)]
mod tests {
    use super::Addresses;

    #[test]
    fn every_envelope_is_opened() {
        for (json, expected) in [
            (
                r#"[{"ip_address":{"address":"192.0.2.9"}}]"#,
                &["192.0.2.9"][..],
            ),
            (
                r#"[{"ip_address":{"ip_address":{"address":"192.0.2.9"}}}]"#,
                &["192.0.2.9"],
            ),
            (
                r#"[{"ip_address_join":{"id":1,"ip_address":{"ip_address":{"address":"192.0.2.9"}}}}]"#,
                &["192.0.2.9"],
            ),
            (
                r#"[{"id":9,"address":"2001:db8::9","prefix":64}]"#,
                &["2001:db8::9"],
            ),
            (
                r#"["192.0.2.9",{"ip_address":"192.0.2.8"}]"#,
                &["192.0.2.9", "192.0.2.8"],
            ),
            (r#"{"ip_address":{"address":"192.0.2.9"}}"#, &["192.0.2.9"]),
            (
                r#"[{"address":"192.0.2.1"},{"ip_address":{"primary":true,"address":"192.0.2.2"}}]"#,
                &["192.0.2.2", "192.0.2.1"],
            ),
            (
                r#"[{"address":"192.0.2.1","gateway":"192.0.2.254"},{"address":"192.0.2.1"},{"address":" "}]"#,
                &["192.0.2.1"],
            ),
            (
                r#"[{"ip_address":{"address":""}},null,7,-1,0.5,true,{}]"#,
                &[],
            ),
            (
                r#"[{"ip_address":{"address":{"x":"192.0.2.1"},"primary":{}}}]"#,
                &[],
            ),
            ("null", &[]),
            ("7", &[]),
        ] {
            let read: Addresses = serde_json::from_str(json).unwrap();
            assert_eq!(read.into_texts(), expected, "{json}");
        }
    }
}
