//! The addresses inside a machine, however many envelopes they come in.

use crate::node::Node;

/// Where an object keeps its address, or the next envelope.
const PLACES: [&str; 3] = ["address", "ip_address", "ip_address_join"];

/// Addresses as OnApp writes them: plain, as an object with an `address`, or as such an object in
/// one envelope or two (OnApp reference, "Embedded `ip_address`" and "JSON envelopes"). Whatever
/// else stands there is no address.
///
/// Each once, those marked as primary first. Panels mask an address by leaving it empty.
pub(super) fn addresses(node: Node<'_>) -> Vec<String> {
    let mut addresses = Vec::new();
    for wanted in [true, false] {
        collect(node, false, wanted, &mut addresses);
    }
    addresses
}

/// Adds those that are primary, or those that are not.
fn collect(node: Node<'_>, primary: bool, wanted: bool, found: &mut Vec<String>) {
    if let Some(text) = node.str() {
        let text = text.trim();
        if primary == wanted && !text.is_empty() && !found.iter().any(|known| known == text) {
            found.push(text.to_owned());
        }
    }
    for item in node.items() {
        collect(item, primary, wanted, found);
    }
    if !node.is_object() {
        return;
    }
    let primary = primary || node.get("primary").flag() == Some(true);
    for place in PLACES {
        collect(node.get(place), primary, wanted, found);
    }
}

#[cfg(test)]
mod tests {
    use super::addresses;
    use crate::node::Node;
    use serde_json::Value;

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
            let read: Value = serde_json::from_str(json).unwrap();
            assert_eq!(addresses(Node::from(&read)), expected, "{json}");
        }
    }
}
