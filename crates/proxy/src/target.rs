//! A request's path and query, checked byte by byte and kept exactly as sent. There is no decoded
//! or normalised copy: what is judged here is what goes upstream.

use crate::errors::Failure;
use crate::query;

const DOUBTFUL_PATH: Failure =
    Failure::BadRequest("The path has empty, dotted or encoded parts that could be read two ways.");
const MALFORMED: Failure = Failure::BadRequest("The address has characters that must be encoded.");

/// A checked path and query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Target<'a> {
    /// Begins with a slash.
    path: &'a str,
    /// From the question mark to the end; empty when there is none.
    query: &'a str,
}

impl<'a> Target<'a> {
    /// Checks a request target in origin form.
    pub(crate) fn parse(text: &'a str) -> Result<Self, Failure> {
        let (path, query) = match text.find('?') {
            Some(at) => text.split_at(at),
            None => (text, ""),
        };
        check_path(path)?;
        check_query(query)?;
        Ok(Self { path, query })
    }

    /// The path.
    pub(crate) const fn path(&self) -> &'a str {
        self.path
    }

    /// Path and query as sent.
    pub(crate) fn as_sent(&self) -> String {
        format!("{}{}", self.path, self.query)
    }

    /// Takes the first segment off: it, and what is left. `None` when nothing is left.
    pub(crate) fn split_first(&self) -> Option<(&'a str, Self)> {
        let inner = self.path.strip_prefix('/')?;
        let (first, path) = inner.split_at(inner.find('/')?);
        let query = self.query;
        Some((first, Self { path, query }))
    }

    /// The first segment, whether or not anything follows.
    pub(crate) fn first(&self) -> &'a str {
        let inner = self.path.strip_prefix('/').unwrap_or(self.path);
        inner.split('/').next().unwrap_or_default()
    }
}

fn check_path(path: &str) -> Result<(), Failure> {
    if !path.starts_with('/') {
        return Err(MALFORMED);
    }
    if path.contains("//") || path.split('/').any(|part| part == "." || part == "..") {
        return Err(DOUBTFUL_PATH);
    }
    let mut decoded = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'%' {
            if !is_path_byte(*byte) {
                return Err(MALFORMED);
            }
            decoded.push(*byte);
            continue;
        }
        let (value, after) = escape(after).ok_or(MALFORMED)?;
        rest = after;
        // An encoded `%` is how a twice-encoded dot or slash begins.
        if matches!(value, b'.' | b'/' | b'\\' | b';' | b'%') || value.is_ascii_control() {
            return Err(DOUBTFUL_PATH);
        }
        decoded.push(value);
    }
    // Overlong forms of dots and slashes are not UTF-8.
    let decoded = str::from_utf8(&decoded).map_err(|_| DOUBTFUL_PATH)?;
    if decoded.chars().any(is_double_of_a_separator) {
        return Err(DOUBTFUL_PATH);
    }
    Ok(())
}

fn check_query(query: &str) -> Result<(), Failure> {
    let mut rest = query.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte == b'%' {
            let (value, after) = escape(after).ok_or(MALFORMED)?;
            rest = after;
            if value == 0 {
                return Err(MALFORMED);
            }
        } else if !is_query_byte(*byte) {
            return Err(MALFORMED);
        }
    }
    if query::names_a_credential(query) {
        return Err(Failure::BadRequest(
            "Credentials do not belong in an address; send them in a header.",
        ));
    }
    Ok(())
}

/// The value of the two hexadecimal digits at the start, and what follows.
pub(crate) fn escape(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let [high, low, rest @ ..] = bytes else {
        return None;
    };
    let high = char::from(*high).to_digit(16)?;
    let low = char::from(*low).to_digit(16)?;
    u8::try_from(high * 16 + low)
        .ok()
        .map(|value| (value, rest))
}

/// What RFC 3986 allows in a path, but for `;`.
const fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'/' | b'-'
                | b'.'
                | b'_'
                | b'~'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b'='
                | b':'
                | b'@'
        )
}

/// What RFC 3986 allows in a query, but for `;`, which some servers read as `&`; and what
/// browsers leave as it is there.
const fn is_query_byte(byte: u8) -> bool {
    is_path_byte(byte) || matches!(byte, b'?' | b'[' | b']' | b'{' | b'}' | b'|' | b'^' | b'`')
}

/// Full-width and small forms that compatibility normalisation turns into dots and slashes.
const fn is_double_of_a_separator(character: char) -> bool {
    matches!(
        character,
        '\u{ff0e}'
            | '\u{ff0f}'
            | '\u{ff3c}'
            | '\u{fe52}'
            | '\u{fe68}'
            | '\u{2024}'
            | '\u{2025}'
            | '\u{2026}'
            | '\u{3002}'
            | '\u{2215}'
            | '\u{2044}'
    )
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn keeps_what_is_plain() {
        for text in [
            "/",
            "/onapp/virtual_machines.json",
            "/a/b%20c/d?x=1&y=%0A",
            "/a/vm@group,1:2='~!$&()*+",
            "/a/%C5%BC",
            "/a?organization[id]=org_1&virtual_machine%5Bid%5D=2",
            "/a/?q=a//b/../c",
            "/a/...",
            "/a/..b",
            "/a?",
        ] {
            assert_eq!(Target::parse(text).unwrap().as_sent(), text);
        }
    }

    #[test]
    fn refuses_what_can_be_read_two_ways() {
        for text in [
            "//a",
            "/a//b",
            "/a//",
            "/a/./b",
            "/a/../b",
            "/a/..",
            "/a/.",
            "/..",
            "/.",
            "/a/%2e%2e/b",
            "/a/%2E/b",
            "/a/b%2ejson",
            "/a%2fb",
            "/a%2Fb",
            "/a%5cb",
            "/a%5Cb",
            "/a\\b",
            "/a;b",
            "/a;/b",
            "/a%3bb",
            "/a%00b",
            "/a%0d%0ab",
            "/a%7f",
            "/a%252e%252e/b",
            "/a%25",
            "/a%",
            "/a%2",
            "/a%zz",
            "/a%c0%ae",
            "/a%ff",
            "/a%ef%bc%8f",
            "/a%ef%bc%8eb",
            "/a#b",
            "/a?b#c",
            "/a b",
            "/a\"b",
            "/a<b",
            "/a{b}",
            "/a|b",
            "/a^b",
            "/a`b",
            "/a[b]",
            "/ą",
            "/a?ą",
            "/a?\\",
            "/a?x;y",
            "/a?x=%00",
            "/a?x=%",
            "/a?x=%g0",
            "/a?<",
            "",
            "a",
            "?a",
        ] {
            assert!(Target::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn takes_segments_off_without_touching_the_rest() {
        let target = Target::parse("/onapp/a/b?c=/d").unwrap();
        let (first, rest) = target.split_first().unwrap();
        assert_eq!((first, rest.as_sent().as_str()), ("onapp", "/a/b?c=/d"));
        assert_eq!(target.first(), "onapp");
        assert!(Target::parse("/onapp").unwrap().split_first().is_none());
        assert!(Target::parse("/onapp?a").unwrap().split_first().is_none());
        let target = Target::parse("/onapp/").unwrap();
        assert_eq!(target.split_first().unwrap().1.as_sent(), "/");
    }
}
