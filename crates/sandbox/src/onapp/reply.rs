//! An answer before it is written in a format.

use super::call::Format;
use super::refusal::Refusal;
use super::xml_out;
use crate::{Response, answer};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};

const JSON: &str = "application/json; charset=utf-8";
const XML: &str = "application/xml; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

/// What the answer holds.
#[derive(Clone, Debug)]
enum Body {
    /// `{"disk": {…}}`
    One(&'static str, Value),
    /// `[{"disk": {…}}, …]`
    List(Names, Vec<Value>),
    /// A tree with its own outer shape; the name is the root element in XML.
    Bare(&'static str, Value),
    /// Nothing at all.
    Empty,
    /// One blank.
    Blank,
    /// HTML.
    Page(String),
}

/// What a list and its items are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Names {
    /// The root element in XML.
    pub(super) plural: &'static str,
    /// The key around each item.
    pub(super) singular: &'static str,
    /// XML writes each item twice over (statistics).
    pub(super) doubled: bool,
}

/// Names of an ordinary list.
pub(super) const fn names(plural: &'static str, singular: &'static str) -> Names {
    Names {
        plural,
        singular,
        doubled: false,
    }
}

/// Names of a list of statistics.
pub(super) const fn statistics(plural: &'static str, singular: &'static str) -> Names {
    Names {
        plural,
        singular,
        doubled: true,
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    status: StatusCode,
    body: Body,
    headers: Vec<(&'static str, String)>,
}

impl Reply {
    /// 200 with one object.
    pub(super) fn one(key: &'static str, value: Value) -> Self {
        Self::with(StatusCode::OK, Body::One(key, value))
    }

    /// 201 with one object.
    pub(super) fn created(key: &'static str, value: Value) -> Self {
        Self::with(StatusCode::CREATED, Body::One(key, value))
    }

    /// 200 with a list.
    pub(super) fn list(names: Names, items: Vec<Value>) -> Self {
        Self::with(StatusCode::OK, Body::List(names, items))
    }

    /// 200 with a tree that has its own outer shape.
    pub(super) fn bare(root: &'static str, value: Value) -> Self {
        Self::with(StatusCode::OK, Body::Bare(root, value))
    }

    /// 201 with a list.
    pub(super) fn created_list(names: Names, items: Vec<Value>) -> Self {
        Self::with(StatusCode::CREATED, Body::List(names, items))
    }

    /// 200 with a body of one blank, which is what old panels had for nothing.
    pub(super) fn blank() -> Self {
        Self::with(StatusCode::OK, Body::Blank)
    }

    /// 200 with a page, whatever format was asked for.
    pub(super) fn page(text: &str) -> Self {
        let page = format!("<html><body><h1>{text}</h1></body></html>");
        Self::with(StatusCode::OK, Body::Page(page))
    }

    /// 302 to another path.
    pub(super) fn elsewhere(location: String) -> Self {
        Self::with(StatusCode::FOUND, Body::Empty).header("location", location)
    }

    /// 204.
    pub(super) fn nothing() -> Self {
        Self::with(StatusCode::NO_CONTENT, Body::Empty)
    }

    /// The same with 200.
    pub(super) fn with_200(mut self) -> Self {
        self.status = StatusCode::OK;
        self
    }

    /// With one more header.
    pub(super) fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    fn with(status: StatusCode, body: Body) -> Self {
        Self {
            status,
            body,
            headers: Vec::new(),
        }
    }

    /// The answer in a format.
    pub(super) fn write(self, format: Format) -> Response {
        let mut response = match (self.body, format) {
            (Body::Empty, _) => Response::new(Vec::new()),
            (Body::Blank, Format::Json) => answer(self.status, JSON, " "),
            (Body::Blank, Format::Xml) => answer(self.status, XML, " "),
            (Body::Page(page), _) => answer(self.status, HTML, page),
            (body, Format::Json) => answer(self.status, JSON, body.tree().to_string()),
            (body, Format::Xml) => answer(self.status, XML, body.xml()),
        };
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

impl Body {
    fn tree(self) -> Value {
        match self {
            Self::One(key, value) => wrap(key, value),
            Self::List(names, items) => {
                let wrapped = items.into_iter().map(|item| wrap(names.singular, item));
                wrapped.collect()
            }
            Self::Bare(_, value) => value,
            Self::Empty | Self::Blank | Self::Page(_) => Value::Null,
        }
    }

    fn xml(self) -> String {
        match self {
            Self::One(key, value) => xml_out::write(key, key, &value, false),
            Self::Bare(root, value) => {
                xml_out::write(root, &xml_out::singular(root), &value, false)
            }
            Self::List(names, _) => {
                let Names {
                    plural,
                    singular,
                    doubled,
                } = names;
                xml_out::write(plural, singular, &self.tree(), doubled)
            }
            Self::Empty | Self::Blank | Self::Page(_) => String::new(),
        }
    }
}

/// `value` under one key.
pub(super) fn wrap(key: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(key.to_owned(), value)]))
}

/// A refusal in a format; without one it is a page.
pub(super) fn refuse(refusal: &Refusal, format: Option<Format>) -> Response {
    let status = refusal.status();
    let mut response = match format.filter(|_| !refusal.is_page()) {
        Some(Format::Json) => answer(status, JSON, refusal.tree().to_string()),
        Some(Format::Xml) => answer(status, XML, xml_out::errors(&refusal.sentences())),
        None => {
            let text = refusal.sentences().concat();
            answer(
                status,
                HTML,
                format!("<html><body><h1>{text}</h1></body></html>"),
            )
        }
    };
    if *refusal == Refusal::Unauthorised {
        response.headers_mut().insert(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Basic realm=\"OnApp API Authentication\""),
        );
    }
    response
}

/// A list inside an object: every item under its own key.
pub(super) fn nested(singular: &str, items: impl Iterator<Item = Value>) -> Value {
    items.map(|item| wrap(singular, item)).collect()
}

/// The empty object deletions used to answer.
pub(super) fn empty_object() -> Reply {
    Reply::bare("hash", json!({}))
}
