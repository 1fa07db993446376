//! One provider's tables, and an exchange held to them.

use http::HeaderMap;
use jiff::Timestamp;
use pilothouse_sandbox::{Options, Request, Response, Simulated};
use serde_json::Value;

use crate::{
    rows::{Row, Rows, query_value},
    shape::{Release, Shape},
    tables::Tables,
    xml,
};

/// A simulation that speaks as a release does.
pub(crate) struct Speaks {
    pub(crate) release: Release,
    pub(crate) make: fn(Options, Timestamp) -> Box<dyn Simulated>,
}

/// One provider's tables.
pub(crate) struct Published {
    pub(crate) id: &'static str,
    pub(crate) tables: Tables,
    pub(crate) rows: Rows,
    /// The releases that are simulated, the one the client usually meets first.
    pub(crate) releases: Vec<Speaks>,
    /// What a refusal says.
    pub(crate) failure: Shape,
    /// What a client sends with every request: (header, how it begins).
    pub(crate) headers: &'static [(&'static str, &'static str)],
    /// Lets a request in.
    pub(crate) admit: fn(&mut Request, Timestamp),
}

/// A body as JSON: nothing, or what is in it.
type Read = Result<Option<Value>, String>;

impl Published {
    /// The path a row is found by: without the suffix that names the format.
    pub(crate) fn path(target: &str) -> &str {
        let path = target.split('?').next().unwrap_or_default();
        let path = path.strip_suffix(".json").unwrap_or(path);
        path.strip_suffix(".xml").unwrap_or(path)
    }

    /// The row of a request.
    pub(crate) fn row(&self, request: &Request, release: Release) -> Option<&Row> {
        let path = Self::path(request.uri().path());
        self.rows.find(request.method().as_str(), path, release)
    }

    /// What is wrong with a request.
    pub(crate) fn asked(&self, request: &Request, release: Release) -> Vec<String> {
        let Some(row) = self.row(request, release) else {
            return vec!["no such call".to_owned()];
        };
        let mut found = Vec::new();
        for pair in request.uri().query().unwrap_or_default().split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = name.replace("%5B", "[").replace("%5D", "]");
            let known = row.query.iter().filter(|(known, _)| *known == name);
            let shapes: Vec<&Shape> = known.map(|(_, shape)| shape).collect();
            let fits = |shape: &&&Shape| {
                let forms = query_value(value);
                let mut forms = forms.iter();
                forms.any(|value| self.tables.faults(shape, value, release, "").is_empty())
            };
            if !pair.is_empty() && shapes.is_empty() {
                found.push(format!("the query has no {name}"));
            } else if !pair.is_empty() && shapes.iter().find(fits).is_none() {
                found.push(format!("{name} in the query is {value}"));
            }
        }
        let kind = content_type(request.headers());
        let also = row.also_as.as_deref();
        if kind == also && also.is_some() {
            return found;
        }
        if !request.body().is_empty()
            && !matches!(kind, Some("application/json" | "application/xml"))
        {
            found.push(format!("a body of type {kind:?}"));
        }
        match (row.body.as_ref(), read(kind, request.body())) {
            (_, Err(words)) => found.push(words),
            (None, Ok(None)) => {}
            (None, Ok(Some(body))) => found.push(format!("a body where none is taken: {body}")),
            (Some(shape), Ok(Some(body))) => {
                found.extend(self.tables.faults(shape, &body, release, "body"));
            }
            (Some(shape), Ok(None)) if may_be_empty(shape) => {}
            (Some(_), Ok(None)) => found.push("no body".to_owned()),
        }
        found
    }

    /// What is wrong with an answer.
    pub(crate) fn answered(
        &self,
        request: &Request,
        answer: &Response,
        release: Release,
    ) -> Vec<String> {
        let status = answer.status().as_u16();
        let kind = content_type(answer.headers());
        let body = match read(kind, answer.body()) {
            Ok(body) => body,
            Err(words) => return vec![words],
        };
        let failed = matches!(&body, Some(body) if body["success"] == false);
        if status >= 400 || failed {
            return match &body {
                Some(body) => self.tables.faults(&self.failure, body, release, "refusal"),
                None if may_be_empty(&self.failure) => Vec::new(),
                None => vec!["a refusal without words".to_owned()],
            };
        }
        let Some(row) = self.row(request, release) else {
            return vec!["no such call, and yet it is answered".to_owned()];
        };
        let promised = row.answers.iter();
        let mut promised =
            promised.filter(|(known, _, span)| *known == status && span.has(release));
        let Some((_, shape, _)) = promised.next() else {
            return vec![format!("{status} is not what it answers")];
        };
        match (&body, shape) {
            (None, Shape::Nothing) => Vec::new(),
            (None, _) => vec!["an empty answer".to_owned()],
            (Some(body), shape) => {
                let mut found = self.tables.faults(shape, body, release, "answer");
                let other = kind.is_some_and(|kind| {
                    kind == "application/xml" || kind.starts_with("application/vnd.bigv.")
                });
                if !other && kind != Some(row.answers_as.as_str()) {
                    found.push(format!("an answer of type {kind:?}"));
                }
                found
            }
        }
    }
}

fn may_be_empty(shape: &Shape) -> bool {
    match shape {
        Shape::Nothing => true,
        Shape::Either(shapes) => shapes.contains(&Shape::Nothing),
        _ => false,
    }
}

/// The content type without its parameters.
fn content_type(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get("content-type")?.to_str().ok()?;
    Some(value.split(';').next().unwrap_or_default().trim())
}

/// Reads a body by its type; what is no JSON and no XML is a text.
fn read(kind: Option<&str>, bytes: &[u8]) -> Read {
    if bytes.is_empty() {
        return Ok(None);
    }
    let text = || String::from_utf8_lossy(bytes).into_owned();
    if bytes == b" " {
        // What old panels answer to a change, under whatever type.
        return Ok(Some(Value::from(" ")));
    }
    let vendor = kind.is_some_and(|kind| kind.starts_with("application/vnd.bigv."));
    match kind {
        Some("application/xml") => xml::read(&text()).map(Some),
        _ if vendor || kind == Some("application/json") => {
            let read = serde_json::from_slice(bytes);
            read.map(Some)
                .map_err(|error| format!("{error}: {}", text()))
        }
        _ => Ok(Some(Value::from(text()))),
    }
}
