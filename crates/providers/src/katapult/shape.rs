//! Telling an object from a list from anything else.
//!
//! A derived reader takes a list for an object and quotes what it did not expect, at any length;
//! Katapult means what it documents, so a list in an object's place is somebody else's answer.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

/// What stands where something was expected. Relies on `T` having only lenient fields: then
/// nothing but broken JSON, or a key twice in one object, can fail.
#[derive(Debug, Default, PartialEq)]
pub(super) enum Shape<T> {
    /// One object.
    Object(T),
    /// A list: its objects, and how many items it has in all.
    List { objects: Vec<T>, len: usize },
    /// Null, a scalar, or nothing.
    #[default]
    Other,
}

impl<T> Shape<T> {
    /// The object, if it is one.
    pub(super) fn object(self) -> Option<T> {
        match self {
            Self::Object(object) => Some(object),
            Self::List { .. } | Self::Other => None,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Shape<T> {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        value.deserialize_any(ShapeVisitor(PhantomData))
    }
}

struct ShapeVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ShapeVisitor<T> {
    type Value = Shape<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Shape::Object)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let (mut objects, mut len) = (Vec::new(), 0);
        while let Some(item) = list.next_element::<Shape<T>>()? {
            objects.extend(item.object());
            len += 1;
        }
        Ok(Shape::List { objects, len })
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Shape::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Shape::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Shape::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Shape::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Shape::Other)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Shape::Other)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::Shape;
    use crate::lenient;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Item {
        #[serde(default, deserialize_with = "lenient::text")]
        id: Option<String>,
    }

    fn item(id: &str) -> Item {
        let id = Some(id.to_owned());
        Item { id }
    }

    #[test]
    fn tells_objects_lists_and_the_rest_apart() {
        for (json, shape) in [
            (r#"{"id":"a","x":[1]}"#, Shape::Object(item("a"))),
            ("{}", Shape::Object(Item { id: None })),
            (
                r#"[{"id":"a"},null,7,[{"id":"b"}],"x",{"id":3}]"#,
                Shape::List {
                    objects: vec![item("a"), item("3")],
                    len: 6,
                },
            ),
            ("null", Shape::Other),
            ("7", Shape::Other),
            ("-7.5", Shape::Other),
            ("true", Shape::Other),
            (r#""text""#, Shape::Other),
        ] {
            assert_eq!(
                serde_json::from_str::<Shape<Item>>(json).unwrap(),
                shape,
                "{json}"
            );
        }
    }
}
