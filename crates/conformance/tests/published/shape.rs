//! What a value may be, as it is written in the tables: `int|null`, `[{disk}]`, `@machine`.

use serde_json::Value;

/// A release: major and minor, or a year.
pub(crate) type Release = (u32, u32);

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// `none`: no body at all.
    Nothing,
    /// `null`
    Null,
    /// `bool`
    Flag,
    /// `int`
    Int,
    /// `number`: with or without a fraction.
    Number,
    /// `string`
    Text,
    /// `numeric`: a text that holds a number.
    Numeric,
    /// `date`: ISO 8601, in the form of the release.
    Date,
    /// `stamp`: date and time without zone.
    Stamp,
    /// `uuid`
    Uuid,
    /// `any`
    Any,
    /// `"word"`
    Word(String),
    /// `@table`
    Object(String),
    /// `{key}` or `{key:table}`: an object of one member, itself of that table.
    Wrapped(String, String),
    /// `[shape]`
    List(Box<Shape>),
    /// `map(shape)`: an object of any members.
    Map(Box<Shape>),
    /// `one|other`
    Either(Vec<Shape>),
}

impl Shape {
    /// Reads a shape.
    pub(crate) fn parse(text: &str) -> Self {
        let mut rest = text;
        let shape = either(&mut rest);
        assert!(rest.is_empty(), "{text}: {rest:?} is too much");
        shape
    }

    /// Whether a value without members is of this shape. Objects and lists are for the tables.
    pub(crate) fn takes(&self, value: &Value, release: Release) -> bool {
        let text = value.as_str();
        match self {
            Self::Any => true,
            Self::Null => value.is_null(),
            Self::Flag => value.is_boolean(),
            Self::Int => value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
            Self::Text => text.is_some(),
            Self::Numeric => text.is_some_and(|text| text.parse::<f64>().is_ok()),
            Self::Date => text.is_some_and(|text| looks_like(text, date_of(release))),
            Self::Stamp => text.is_some_and(|text| looks_like(text, "0000-00-00 00:00:00")),
            Self::Uuid => text.is_some_and(is_uuid),
            Self::Word(word) => text == Some(word),
            _ => false,
        }
    }

    /// Every table this shape speaks of.
    pub(crate) fn tables(&self) -> Vec<&str> {
        match self {
            Self::Object(name) | Self::Wrapped(_, name) => vec![name],
            Self::List(shape) | Self::Map(shape) => shape.tables(),
            Self::Either(shapes) => shapes.iter().flat_map(Self::tables).collect(),
            _ => Vec::new(),
        }
    }
}

/// The three generations of dates (`OnApp` reference, 3.4).
fn date_of(release: Release) -> &'static str {
    match release {
        (..3, _) => "0000-00-00T00:00:00Z",
        (3..5, _) => "0000-00-00T00:00:00+00:00",
        _ => "0000-00-00T00:00:00.000+00:00",
    }
}

/// Digits where the pattern has any, either sign for a sign, all else as it stands.
fn looks_like(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(it, wanted)| {
            it == wanted
                || (wanted == b'0' && it.is_ascii_digit())
                || (wanted == b'+' && it == b'-')
        })
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, it)| match place {
            8 | 13 | 18 | 23 => it == b'-',
            _ => it.is_ascii_hexdigit(),
        })
}

fn either(rest: &mut &str) -> Shape {
    let mut shapes = vec![one(rest)];
    while let Some(after) = rest.strip_prefix('|') {
        *rest = after;
        shapes.push(one(rest));
    }
    if shapes.len() == 1 {
        shapes.remove(0)
    } else {
        Shape::Either(shapes)
    }
}

fn one(rest: &mut &str) -> Shape {
    if let Some(after) = rest.strip_prefix('[') {
        *rest = after;
        let inner = either(rest);
        close(rest, ']');
        return Shape::List(Box::new(inner));
    }
    if let Some(after) = rest.strip_prefix("map(") {
        *rest = after;
        let inner = either(rest);
        close(rest, ')');
        return Shape::Map(Box::new(inner));
    }
    if let Some(after) = rest.strip_prefix('"') {
        let (word, after) = after.split_once('"').unwrap();
        *rest = after;
        return Shape::Word(word.to_owned());
    }
    if let Some(after) = rest.strip_prefix('{') {
        let (inner, after) = after.split_once('}').unwrap();
        *rest = after;
        let (key, table) = inner.split_once(':').unwrap_or((inner, inner));
        return Shape::Wrapped(key.to_owned(), table.to_owned());
    }
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || "@_".contains(c)))
        .unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    *rest = after;
    if let Some(table) = word.strip_prefix('@') {
        return Shape::Object(table.to_owned());
    }
    match word {
        "none" => Shape::Nothing,
        "null" => Shape::Null,
        "bool" => Shape::Flag,
        "int" => Shape::Int,
        "number" => Shape::Number,
        "string" => Shape::Text,
        "numeric" => Shape::Numeric,
        "date" => Shape::Date,
        "stamp" => Shape::Stamp,
        "uuid" => Shape::Uuid,
        "any" => Shape::Any,
        // Numbers may be sent as texts, flags as either or as a Boolean (OnApp reference, 3.1).
        "count" => Shape::parse("int|numeric"),
        "flag" => Shape::parse("bool|int|numeric|\"true\"|\"false\""),
        other => panic!("{other:?} is no shape; before {after:?}"),
    }
}

fn close(rest: &mut &str, with: char) {
    *rest = rest
        .strip_prefix(with)
        .unwrap_or_else(|| panic!("{with} is missing before {rest:?}"));
}

#[test]
fn shapes_are_read_and_take_what_they_say() {
    let table = [
        ("int|null", "1", true),
        ("int|null", "null", true),
        ("int|null", "1.5", false),
        ("numeric", "\"52.0\"", true),
        ("numeric", "52", false),
        ("\"on\"|\"off\"", "\"off\"", true),
        ("\"on\"|\"off\"", "\"idle\"", false),
        ("stamp", "\"2026-06-02 10:15:30\"", true),
        ("stamp", "\"2026-06-02T10:15:30Z\"", false),
        ("uuid", "\"3f0c1b2a-9d4e-4c7b-8a61-5e2d7f90c318\"", true),
        ("uuid", "\"3f0c1b2a\"", false),
    ];
    for (shape, value, fits) in table {
        let value = serde_json::from_str(value).unwrap();
        let shape = Shape::parse(shape);
        let takes = |shape: &Shape| shape.takes(&value, (1, 0));
        let found = match &shape {
            Shape::Either(shapes) => shapes.iter().any(takes),
            shape => takes(shape),
        };
        assert_eq!(found, fits, "{shape:?} {value}");
    }
    let nested = Shape::parse("[{ip_address:address}]|map([@disc]|null)");
    assert_eq!(nested.tables(), ["address", "disc"]);
    for (text, release) in [
        ("2011-04-19T18:30:33Z", (2, 3)),
        ("2015-08-25T21:52:34+00:00", (4, 1)),
        ("2017-03-22T19:11:32.000+05:30", (5, 5)),
    ] {
        for other in [(2, 3), (4, 1), (5, 5)] {
            let fits = Shape::Date.takes(&Value::from(text), other);
            assert_eq!(fits, other == release, "{text} {other:?}");
        }
    }
}
