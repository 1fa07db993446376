//! A request taken apart: format, path without suffixes, parameters. Source: `OnApp` reference,
//! sections 3.1 and 5.

use super::params::Params;
use super::refusal::Refusal;
use super::xml_in;
use crate::Request;
use http::{HeaderMap, Method, header};
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// A format a call can be answered in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// `.json`, `application/json`
    Json,
    /// `.xml`, `application/xml`
    Xml,
}

/// A call.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    /// Decoded, without format suffix and without the older `/page/N`.
    pub(super) path: Vec<String>,
    pub(super) params: Params,
    /// The `Host` header, for `Location`.
    pub(super) host: String,
    pub(super) now: Timestamp,
}

/// The path and what was hidden in it.
pub(super) struct Target {
    path: Vec<String>,
    suffix: Option<Format>,
    paging: Vec<(&'static str, String)>,
}

impl Target {
    /// Takes `/transactions.json/page/2` apart.
    pub(super) fn read(path: &str) -> Self {
        let mut suffix = None;
        let mut segments: Vec<String> = path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        for segment in &mut segments {
            let known = [(".json", Format::Json), (".xml", Format::Xml)];
            for (ending, format) in known {
                if let Some(stem) = segment.strip_suffix(ending) {
                    suffix = Some(format);
                    *segment = stem.to_owned();
                    break;
                }
            }
        }
        let mut paging = Vec::new();
        while let [.., name, value] = segments.as_slice() {
            let key = match name.as_str() {
                "page" => "page",
                "per_page" => "per_page",
                _ => break,
            };
            paging.push((key, value.clone()));
            segments.truncate(segments.len().saturating_sub(2));
        }
        Self {
            path: segments,
            suffix,
            paging,
        }
    }

    /// The format: by suffix or by `Accept`; the two have to agree.
    pub(super) fn format(&self, headers: &HeaderMap) -> Result<Format, Refusal> {
        let accept = text(headers, header::ACCEPT);
        let json = accept.contains("application/json") || accept.contains("text/json");
        let xml = accept.contains("application/xml") || accept.contains("text/xml");
        let any = accept.contains("*/*") || accept.is_empty();
        match (self.suffix, json, xml) {
            (Some(Format::Json), true, _) | (None, true, false) => Ok(Format::Json),
            (Some(Format::Xml), _, true) | (None, false, true) => Ok(Format::Xml),
            (Some(format), _, _) if any => Ok(format),
            // Both without a suffix: the first one named.
            (None, true, true) if accept.find("json") < accept.find("xml") => Ok(Format::Json),
            (None, true, true) => Ok(Format::Xml),
            _ => Err(Refusal::NotAcceptable),
        }
    }
}

impl Call {
    /// The call in a request; unreadable if its body is not what it says it is.
    pub(super) fn read(target: Target, request: &Request, now: Timestamp) -> Result<Self, Refusal> {
        let mut params = Params::from_query(request.uri().query().unwrap_or_default());
        params.merge(body(request)?);
        for (key, value) in &target.paging {
            params.default_to(key, value);
        }
        Ok(Self {
            method: request.method().clone(),
            path: target.path,
            params,
            host: text(request.headers(), header::HOST),
            now,
        })
    }
}

fn body(request: &Request) -> Result<Map<String, Value>, Refusal> {
    let kind = text(request.headers(), header::CONTENT_TYPE);
    let body = std::str::from_utf8(request.body()).map_err(|_| Refusal::Unreadable)?;
    if body.trim().is_empty() {
        return Ok(Map::new());
    }
    if kind.contains("json") {
        return match serde_json::from_str(body) {
            Ok(Value::Object(map)) => Ok(map),
            // `""` and `null` are how some clients write an empty body.
            Ok(_) => Ok(Map::new()),
            Err(_) => Err(Refusal::Unreadable),
        };
    }
    if kind.contains("xml") {
        return xml_in::read(body).ok_or(Refusal::Unreadable);
    }
    if kind.contains("application/x-www-form-urlencoded") {
        return Ok(Params::from_query(body).0);
    }
    // Without a content type the panel does not know what to make of a body and ignores it.
    Ok(Map::new())
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> String {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_ascii_lowercase()
}
