//! A request's head, read from its raw bytes and refused when anything about it is unusual.
//! What is kept here is what later decides and what is later sent: nobody parses it again.

use http::Method;

use crate::errors::Failure;

/// At most this many header lines.
const MOST_HEADERS: usize = 64;

/// Headers that mean nothing, or two things, when sent twice.
const SINGULAR: [&str; 11] = [
    "access-control-request-method",
    "authorization",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "expect",
    "host",
    "origin",
    "pilothouse-access",
    "transfer-encoding",
];

/// A well-formed request head.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) method: Method,
    /// Origin form: begins with a slash, visible ASCII only. Not checked further.
    pub(crate) target: String,
    /// Names in lower case, in the order sent; values without surrounding blanks.
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) framing: Framing,
}

/// How long the body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// No body, and no word about one.
    None,
    Length(u64),
    Chunked,
}

impl Head {
    /// Every value sent under this (lower-case) name.
    pub(crate) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.headers
            .iter()
            .filter(move |(given, _)| given == name)
            .map(|(_, value)| value.as_slice())
    }

    /// The first value sent under this (lower-case) name.
    pub(crate) fn value<'a>(&'a self, name: &'a str) -> Option<&'a [u8]> {
        self.values(name).next()
    }

    /// Whether any body bytes follow, as far as the head tells.
    pub(crate) fn has_body(&self) -> bool {
        !matches!(self.framing, Framing::None | Framing::Length(0))
    }
}

/// Reads a head: everything up to and including the empty line.
pub(crate) fn parse(bytes: &[u8], longest_target: usize) -> Result<Head, Failure> {
    let bad = Failure::BadRequest;
    let text = bytes
        .strip_suffix(b"\r\n\r\n")
        .ok_or(bad("The request's head is incomplete."))?;
    let mut lines = Lines(Some(text));
    let first = lines.next().unwrap_or_default();
    let (method, target, http_1_0) = request_line(first, longest_target)?;
    let mut headers = Vec::new();
    for line in lines {
        if headers.len() == MOST_HEADERS {
            return Err(Failure::HeadTooLarge);
        }
        headers.push(header_line(line)?);
    }
    for name in SINGULAR {
        if headers.iter().filter(|(given, _)| given == name).count() > 1 {
            return Err(bad("A header that may be sent once was sent twice."));
        }
    }
    let framing = framing(&headers, http_1_0)?;
    if headers
        .iter()
        .any(|(name, value)| name == "expect" && !value.eq_ignore_ascii_case(b"100-continue"))
    {
        return Err(bad("The request expects something unknown."));
    }
    let head = Head {
        method,
        target,
        headers,
        framing,
    };
    if head.has_body() && matches!(head.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Err(bad("A request of this method has no body."));
    }
    Ok(head)
}

fn request_line(line: &[u8], longest_target: usize) -> Result<(Method, String, bool), Failure> {
    let bad = Failure::BadRequest("The request line is malformed.");
    let mut parts = line.split(|byte| *byte == b' ');
    let (Some(method), Some(target), Some(version), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(bad);
    };
    let http_1_0 = match version {
        b"HTTP/1.1" => false,
        b"HTTP/1.0" => true,
        _ => return Err(bad),
    };
    if method.is_empty() || method.len() > 16 || !method.iter().all(u8::is_ascii_uppercase) {
        return Err(bad);
    }
    let method = Method::from_bytes(method).map_err(|_| bad)?;
    if matches!(method, Method::CONNECT | Method::TRACE) {
        return Err(Failure::BadRequest("The method is never allowed."));
    }
    if target.len() > longest_target {
        return Err(Failure::UriTooLong);
    }
    if !target.starts_with(b"/") || !target.iter().all(u8::is_ascii_graphic) {
        return Err(Failure::BadRequest(
            "The request's address must be a path of visible ASCII characters.",
        ));
    }
    let target = String::from_utf8(target.to_vec()).map_err(|_| bad)?;
    Ok((method, target, http_1_0))
}

fn header_line(line: &[u8]) -> Result<(String, Vec<u8>), Failure> {
    let bad = Failure::BadRequest("A header line is malformed.");
    let colon = line.iter().position(|byte| *byte == b':').ok_or(bad)?;
    let (name, rest) = line.split_at(colon);
    let value = trim_blanks(rest.get(1..).ok_or(bad)?);
    // A folded line begins with a blank, so it fails here as well.
    if name.is_empty() || !name.iter().all(|byte| is_name_byte(*byte)) {
        return Err(bad);
    }
    if !value.iter().all(|byte| is_value_byte(*byte)) {
        return Err(bad);
    }
    let name = String::from_utf8(name.to_ascii_lowercase()).map_err(|_| bad)?;
    Ok((name, value.to_vec()))
}

/// Without blanks and tabs around it; anything else stays and is judged.
fn trim_blanks(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    text
}

/// A token byte; `_` is a token byte too, but some servers read it as `-`.
pub(crate) const fn is_name_byte(byte: u8) -> bool {
    matches!(byte,
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z'
        | b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.'
        | b'^' | b'`' | b'|' | b'~')
}

/// Text, blanks, and bytes beyond ASCII (another page's cookie may have them; none is passed on).
const fn is_value_byte(byte: u8) -> bool {
    matches!(byte, b'\t' | 0x20..=0x7e | 0x80..)
}

fn framing(headers: &[(String, Vec<u8>)], http_1_0: bool) -> Result<Framing, Failure> {
    let bad = Failure::BadRequest("The length of the request's body is not clear.");
    let of = |wanted: &str| {
        let mut found = headers.iter().filter(|(name, _)| name == wanted);
        found.next().map(|(_, value)| value.as_slice())
    };
    match (of("content-length"), of("transfer-encoding")) {
        (None, None) => Ok(Framing::None),
        (None, Some(coding)) if !http_1_0 && coding.eq_ignore_ascii_case(b"chunked") => {
            Ok(Framing::Chunked)
        }
        (_, Some(_)) => Err(bad),
        (Some(length), None) => {
            let plain = !length.is_empty()
                && length.len() <= 15
                && length.iter().all(u8::is_ascii_digit)
                && (length.len() == 1 || !length.starts_with(b"0"));
            let digits = str::from_utf8(length).map_err(|_| bad)?;
            match digits.parse() {
                Ok(length) if plain => Ok(Framing::Length(length)),
                _ => Err(bad),
            }
        }
    }
}

/// Lines between CRLFs. A CR or LF elsewhere stays in its line and is refused there.
struct Lines<'a>(Option<&'a [u8]>);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.0?;
        let Some(at) = text.windows(2).position(|pair| pair == b"\r\n") else {
            self.0 = None;
            return Some(text);
        };
        let (line, rest) = text.split_at(at);
        self.0 = rest.get(2..);
        Some(line)
    }
}

#[cfg(test)]
mod tests;
