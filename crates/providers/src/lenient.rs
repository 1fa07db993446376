//! Reading numbers, ids and optional text from providers that are not strict about types.
//!
//! For `#[serde(default, deserialize_with = "…")]`. A value of an impossible type is read as
//! absent: one odd field must not lose a whole list.

use pilothouse_core::{Timestamp, wire::excerpt};
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};
use std::{fmt, marker::PhantomData};

/// A JSON scalar as text; `None` for null, lists and objects.
struct Scalar;

impl<'de> Visitor<'de> for Scalar {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Some(text))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Some(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        value.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// Text, number or boolean as text; an empty string counts as absent.
pub(crate) fn text<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    Ok(value
        .deserialize_any(Scalar)?
        .filter(|text| !text.is_empty()))
}

/// A whole number, also as `"5"`, `5.0` or `"5.0"`.
pub(crate) fn number<'de, D: Deserializer<'de>>(value: D) -> Result<Option<u64>, D::Error> {
    Ok(text(value)?.and_then(|text| {
        let text = text.trim();
        text.parse().ok().or_else(|| {
            let float: f64 = text.parse().ok()?;
            (0.0..=9e15).contains(&float).then_some(float as u64)
        })
    }))
}

/// A boolean, also as `"true"`, `1`, `"1"`; null and anything else as false.
pub(crate) fn flag<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    Ok(text(value)?.is_some_and(|text| matches!(text.as_str(), "true" | "1" | "1.0" | "yes")))
}

/// A list, with null and anything that is not a list read as empty, and single items that do not
/// fit left out.
pub(crate) fn list<'de, D, T>(value: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Item<T> {
        Fits(T),
        Odd(IgnoredAny),
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Maybe<T> {
        List(Vec<Item<T>>),
        Odd(IgnoredAny),
    }
    Ok(match Maybe::<T>::deserialize(value)? {
        Maybe::List(items) => items
            .into_iter()
            .filter_map(|item| match item {
                Item::Fits(item) => Some(item),
                Item::Odd(IgnoredAny) => None,
            })
            .collect(),
        Maybe::Odd(IgnoredAny) => Vec::new(),
    })
}

/// One object or a list of them; whatever else stands there is counted and left out.
///
/// Reads straight into `T` without a detour through a generic value, so that long lists are
/// quick. It relies on `T` having only lenient fields: then nothing but broken JSON, or a key
/// twice in one object, can fail.
#[derive(Debug)]
pub(crate) struct Objects<T> {
    /// Those that fit.
    pub(crate) items: Vec<T>,
    /// How many did not; a null or scalar in place of everything counts as one.
    pub(crate) odd: usize,
}

impl<T> Objects<T> {
    const ODD: Self = Self {
        items: Vec::new(),
        odd: 1,
    };

    /// The first that fits.
    pub(crate) fn into_first(self) -> Option<T> {
        self.items.into_iter().next()
    }
}

impl<T> Default for Objects<T> {
    fn default() -> Self {
        let (items, odd) = (Vec::new(), 0);
        Self { items, odd }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Objects<T> {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        value.deserialize_any(ObjectsVisitor(PhantomData))
    }
}

struct ObjectsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectsVisitor<T> {
    type Value = Objects<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list of objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let items = vec![T::deserialize(MapAccessDeserializer::new(map))?];
        Ok(Objects { items, odd: 0 })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut all = Objects::default();
        while let Some(part) = list.next_element::<Objects<T>>()? {
            all.items.extend(part.items);
            all.odd += part.odd;
        }
        Ok(all)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Objects::ODD)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Objects::ODD)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Objects::ODD)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Objects::ODD)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Objects::ODD)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Objects::ODD)
    }
}

/// Somebody else's text as part of a sentence: one line, no control characters, not too long.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    excerpt(&words.join(" "), 300)
}

/// Seconds since 1970.
pub(crate) fn unix_seconds(seconds: Option<u64>) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(seconds?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Odd {
        #[serde(default, deserialize_with = "super::text")]
        text: Option<String>,
        #[serde(default, deserialize_with = "super::number")]
        number: Option<u64>,
        #[serde(default, deserialize_with = "super::flag")]
        flag: bool,
        #[serde(default, deserialize_with = "super::list")]
        list: Vec<u8>,
    }

    fn read(json: &str) -> (Option<String>, Option<u64>, bool, Vec<u8>) {
        let odd: Odd = serde_json::from_str(json).unwrap();
        (odd.text, odd.number, odd.flag, odd.list)
    }

    #[test]
    fn reads_every_spelling_of_the_same_value() {
        for json in [
            r#"{"text":"5","number":5,"flag":true,"list":[1,2]}"#,
            r#"{"text":5,"number":"5","flag":"true","list":[1,"x",2]}"#,
            r#"{"text":"5","number":"5.0","flag":1,"list":[1,null,2]}"#,
            r#"{"text":"5","number":5.0,"flag":"1","list":[{},1,2]}"#,
        ] {
            assert_eq!(
                read(json),
                (Some("5".into()), Some(5), true, vec![1, 2]),
                "{json}"
            );
        }
    }

    #[test]
    fn reads_what_cannot_be_meant_as_absent() {
        for json in [
            "{}",
            r#"{"text":null,"number":null,"flag":null,"list":null}"#,
            r#"{"text":"","number":"","flag":"","list":""}"#,
            r#"{"text":[],"number":{"a":1},"flag":[true],"list":{"0":1}}"#,
            r#"{"text":{},"number":-1,"flag":0,"list":7}"#,
        ] {
            assert_eq!(read(json), (None, None, false, vec![]), "{json}");
        }
    }

    #[derive(Debug, Deserialize)]
    struct Item {
        #[serde(default, deserialize_with = "super::number")]
        id: Option<u64>,
    }

    #[test]
    fn reads_one_object_or_many_and_counts_the_rest() {
        for (json, ids, odd) in [
            (r#"{"id":1}"#, vec![Some(1)], 0),
            (r#"[{"id":1},{"id":"2"}]"#, vec![Some(1), Some(2)], 0),
            (
                r#"[{"id":1},null,7,-7,0.5,"x",true,{}]"#,
                vec![Some(1), None],
                6,
            ),
            ("[]", vec![], 0),
            ("null", vec![], 1),
            (r#""text""#, vec![], 1),
        ] {
            let read: super::Objects<Item> = serde_json::from_str(json).unwrap();
            let read_ids: Vec<_> = read.items.iter().map(|item| item.id).collect();
            assert_eq!((read_ids, read.odd), (ids, odd), "{json}");
        }
        assert!(
            serde_json::from_str::<super::Objects<Item>>(&"[".repeat(9_000)).is_err(),
            "depth ends in an error, not in a full stack"
        );
    }

    #[test]
    fn makes_one_line_of_any_text() {
        assert_eq!(super::one_line(" a\r\n\tb\u{0}c \u{1b}[1m"), "a b c [1m");
        assert_eq!(super::one_line(&"x".repeat(400)).chars().count(), 301);
    }
}
