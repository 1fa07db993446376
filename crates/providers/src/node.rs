//! Reading answers of providers that are not strict about types.
//!
//! An answer is parsed once into a tree and read from there by hand. Types with a deserialiser
//! each would say the same in fewer lines, but every one of them is machine code of its own, and
//! the panel's first view has a budget: four providers' worth of them filled half of it.

use pilothouse_core::{Error, Response, Timestamp};
use serde_json::Value;

/// A place in an answer, there or not. Reading what is not there, or not of a possible type,
/// gives nothing: one odd field must not lose a whole list.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a>(Option<&'a Value>);

impl<'a> From<&'a Value> for Node<'a> {
    fn from(value: &'a Value) -> Self {
        Self(Some(value))
    }
}

impl<'a> Node<'a> {
    /// A member of an object.
    pub(crate) fn get(self, key: &str) -> Self {
        Self(
            self.0
                .and_then(|value| value.get(key))
                .filter(|value| !value.is_null()),
        )
    }

    /// Whether it is an object with this member, be it null.
    pub(crate) fn has(self, key: &str) -> bool {
        self.0.is_some_and(|value| value.get(key).is_some())
    }

    /// Whether there is anything but null.
    pub(crate) fn is_there(self) -> bool {
        self.0.is_some_and(|value| !value.is_null())
    }

    /// Whether it is an object.
    pub(crate) fn is_object(self) -> bool {
        self.0.is_some_and(Value::is_object)
    }

    /// Whether it is a list.
    pub(crate) fn is_list(self) -> bool {
        self.0.is_some_and(Value::is_array)
    }

    /// As it stands.
    pub(crate) fn value(self) -> Option<&'a Value> {
        self.0
    }

    /// Its items; none for what is not a list.
    pub(crate) fn items(self) -> impl Iterator<Item = Node<'a>> {
        self.0
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .map(Node::from)
    }

    /// The members of an object; none for what is not one.
    pub(crate) fn members(self) -> impl Iterator<Item = (&'a str, Node<'a>)> {
        let members = self.0.and_then(Value::as_object).into_iter().flatten();
        members.map(|(name, value)| (name.as_str(), Node::from(value)))
    }

    /// Itself if it is an object, else the first object in it where a list stands for one.
    pub(crate) fn object(self) -> Self {
        if self.is_object() {
            return self;
        }
        for item in self.items() {
            let found = item.object();
            if found.is_object() {
                return found;
            }
        }
        Self(None)
    }

    /// Text as it stands; not numbers.
    pub(crate) fn str(self) -> Option<&'a str> {
        self.0.and_then(Value::as_str)
    }

    /// Text, number or boolean as text; an empty string counts as absent.
    pub(crate) fn text(self) -> Option<String> {
        match self.0? {
            Value::String(text) => (!text.is_empty()).then(|| text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// A whole number, also as `"5"`, `5.0` or `"5.0"`.
    pub(crate) fn number(self) -> Option<u64> {
        match self.0? {
            Value::Number(number) => number.as_u64().or_else(|| {
                let float = number.as_f64()?;
                (0.0..=9e15).contains(&float).then_some(float as u64)
            }),
            Value::String(text) => {
                let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
                let is_plain = fraction.bytes().all(|b| b.is_ascii_digit());
                whole.parse().ok().filter(|_| is_plain)
            }
            _ => None,
        }
    }

    /// A whole number that fits.
    pub(crate) fn small(self) -> Option<u32> {
        self.number().and_then(|number| u32::try_from(number).ok())
    }

    /// A boolean, also as `"true"`, `1`, `"1"`, `"yes"` and their opposites.
    pub(crate) fn flag(self) -> Option<bool> {
        match self.text()?.as_str() {
            "true" | "1" | "1.0" | "yes" => Some(true),
            "false" | "0" | "0.0" | "no" => Some(false),
            _ => None,
        }
    }

    /// Seconds since 1970.
    pub(crate) fn unix_time(self) -> Option<Timestamp> {
        Timestamp::from_second(i64::try_from(self.number()?).ok()?).ok()
    }
}

/// Shortcuts that are functions of their own rather than iterators: an iterator is new machine code
/// in every place that uses it.
impl<'a> Node<'a> {
    /// The items of a list, or an object as a list of one; nothing for what is neither. Items may
    /// be anything; reading a member of what is no object gives nothing.
    pub(crate) fn rows(self) -> &'a [Value] {
        match self.0 {
            Some(Value::Array(items)) => items,
            Some(object @ Value::Object(_)) => std::slice::from_ref(object),
            _ => &[],
        }
    }

    /// The first object of [`Self::rows`].
    pub(crate) fn one(self) -> Self {
        Self(self.rows().iter().find(|row| row.is_object()))
    }
}

/// Refuses an answer whose status is not one of success, with what its provider means by that.
pub(crate) fn success(response: &Response, failure: fn(&Response) -> Error) -> Result<(), Error> {
    if response.status().is_success() {
        Ok(())
    } else {
        Err(failure(response))
    }
}

/// Adds an address without its prefix length, unless it is empty or there already.
pub(crate) fn add_address(addresses: &mut Vec<String>, ip: &str) {
    let address = ip.split_once('/').map_or(ip, |(address, _)| address).trim();
    if !address.is_empty() && !addresses.iter().any(|known| known == address) {
        addresses.push(address.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::{Node, add_address};
    use serde_json::{Value, json};

    fn read(value: &Value) -> (Option<String>, Option<u64>, Option<bool>) {
        let node = Node::from(value);
        (
            node.get("text").text(),
            node.get("number").number(),
            node.get("flag").flag(),
        )
    }

    #[test]
    fn reads_every_spelling_of_the_same_value() {
        for value in [
            json!({"text": "5", "number": 5, "flag": true}),
            json!({"text": 5, "number": "5", "flag": "true"}),
            json!({"text": "5", "number": "5.0", "flag": 1}),
            json!({"text": "5", "number": 5.0, "flag": "1"}),
        ] {
            assert_eq!(
                read(&value),
                (Some("5".into()), Some(5), Some(true)),
                "{value}"
            );
        }
    }

    #[test]
    fn reads_what_cannot_be_meant_as_absent() {
        for value in [
            json!({}),
            json!([]),
            json!(7),
            json!({"text": null, "number": null, "flag": null}),
            json!({"text": "", "number": "", "flag": ""}),
            json!({"text": [], "number": {"a": 1}, "flag": [true]}),
            json!({"text": {}, "number": -1, "flag": "maybe"}),
        ] {
            assert_eq!(read(&value), (None, None, None), "{value}");
        }
    }

    #[test]
    fn rows_may_be_one_object_and_the_first_object_is_found() {
        for (value, rows, first) in [
            (json!({"a": 1}), 1, Some(1)),
            (json!([null, {"a": 2}, {"a": 3}]), 3, Some(2)),
            (json!([[{"a": 4}]]), 1, None),
            (json!([]), 0, None),
            (json!("text"), 0, None),
        ] {
            let node = Node::from(&value);
            assert_eq!(node.rows().len(), rows, "{value}");
            assert_eq!(node.one().get("a").number(), first, "{value}");
        }
    }

    #[test]
    fn addresses_are_bare_and_there_once() {
        let mut addresses = Vec::new();
        for ip in ["192.0.2.1/24", " 192.0.2.1 ", "", "/64", "2001:db8::9/64"] {
            add_address(&mut addresses, ip);
        }
        assert_eq!(addresses, ["192.0.2.1", "2001:db8::9"]);
    }

    #[test]
    fn a_list_stands_for_its_first_object() {
        for (value, id) in [
            (json!({"id": 1}), Some(1)),
            (json!([null, 7, [], {"id": 2}, {"id": 3}]), Some(2)),
            (json!([[{"id": 4}]]), Some(4)),
            (json!(["text"]), None),
            (json!(null), None),
        ] {
            let read = Node::from(&value).object().get("id").number();
            assert_eq!(read, id, "{value}");
        }
    }
}
