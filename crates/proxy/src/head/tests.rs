use super::{Framing, parse};
use crate::errors::Failure;

#[test]
fn keeps_what_was_sent() {
    let head = parse(
        b"POST /a?b HTTP/1.1\r\nHost: x\r\nX-Date: \t a  b \r\nCookie: \xff\r\nEmpty:\r\nContent-Length: 12\r\n\r\n",
        100,
    )
    .unwrap();
    assert_eq!(
        (head.method.as_str(), head.target.as_str()),
        ("POST", "/a?b")
    );
    assert_eq!(head.value("x-date"), Some(b"a  b".as_slice()));
    assert_eq!(head.value("cookie"), Some(b"\xff".as_slice()));
    assert_eq!(head.value("empty"), Some(b"".as_slice()));
    assert_eq!(head.framing, Framing::Length(12));
}

#[test]
fn is_limited() {
    let long = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(100));
    assert_eq!(
        parse(long.as_bytes(), 100).unwrap_err(),
        Failure::UriTooLong
    );
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(65));
    assert_eq!(
        parse(many.as_bytes(), 100).unwrap_err(),
        Failure::HeadTooLarge
    );
    let enough = format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(64));
    assert!(parse(enough.as_bytes(), 100).is_ok());
}

/// Every byte in every place: accepted only where it belongs.
#[test]
fn judges_every_byte() {
    for byte in 0..=u8::MAX {
        let name = [b"GET / HTTP/1.1\r\nX", [byte].as_slice(), b"Y: 1\r\n\r\n"].concat();
        let token = byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^`|~".contains(&byte);
        assert_eq!(
            parse(&name, 100).is_ok(),
            token || byte == b':',
            "name {byte:#x}"
        );
        let value = [b"GET / HTTP/1.1\r\nX: a", [byte].as_slice(), b"b\r\n\r\n"].concat();
        let text = byte == b'\t' || (byte >= 0x20 && byte != 0x7f);
        assert_eq!(parse(&value, 100).is_ok(), text, "value {byte:#x}");
        let target = [b"GET /a", [byte].as_slice(), b"b HTTP/1.1\r\n\r\n"].concat();
        assert_eq!(
            parse(&target, 100).is_ok(),
            byte.is_ascii_graphic(),
            "target {byte:#x}"
        );
        let method = [b"G", [byte].as_slice(), b"T / HTTP/1.1\r\n\r\n"].concat();
        assert_eq!(
            parse(&method, 100).is_ok(),
            byte.is_ascii_uppercase(),
            "method {byte:#x}"
        );
    }
}
