//! What the library is given, however the bytes arrive.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use proptest::prelude::*;
use tokio::io::{AsyncRead, ReadBuf};

use super::{Guard, Patience, STAND_IN, Verdicts};
use crate::head::{self, Framing};

/// Bytes in pieces of a given size, then the end.
struct Pieces(Vec<u8>, usize);

impl AsyncRead for Pieces {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let step = self.1.min(self.0.len()).min(out.remaining());
        let piece: Vec<u8> = self.0.drain(..step).collect();
        out.put_slice(&piece);
        Poll::Ready(Ok(()))
    }
}

/// Everything handed on, and whether each head was good.
fn pass(bytes: &[u8], piece: usize) -> (Vec<u8>, Vec<bool>) {
    let patience = Patience {
        head_bytes: 4096,
        target_bytes: 1024,
        write_stall: Duration::from_secs(1),
    };
    let verdicts = Verdicts::default();
    let mut guard = Guard::new(Pieces(bytes.to_vec(), piece), patience, verdicts.clone());
    let mut cx = Context::from_waker(Waker::noop());
    let mut passed = Vec::new();
    loop {
        let mut space = [0; 64];
        let mut out = ReadBuf::new(&mut space);
        match Pin::new(&mut guard).poll_read(&mut cx, &mut out) {
            Poll::Ready(Ok(())) if !out.filled().is_empty() => {
                passed.extend_from_slice(out.filled());
            }
            _ => break,
        }
    }
    let heads = verdicts
        .0
        .lock()
        .unwrap()
        .iter()
        .map(Result::is_ok)
        .collect();
    (passed, heads)
}

const GOOD: &[u8] = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc\
    POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n0\r\n\r\n\
    GET /c HTTP/1.1\r\nHost: x\r\n\r\n";

#[test]
fn good_requests_pass_untouched_in_any_pieces() {
    for piece in 1..=GOOD.len() {
        let (passed, heads) = pass(GOOD, piece);
        assert_eq!(passed, GOOD, "pieces of {piece}");
        assert_eq!(heads, [true, true, true]);
    }
}

#[test]
fn nothing_of_or_after_a_bad_head_passes() {
    let bad = b"GET / HTTP/1.1\r\nBad_Name: 1\r\n\r\nGET /d HTTP/1.1\r\n\r\n";
    let all = [GOOD, bad].concat();
    for piece in 1..=all.len() {
        let (passed, heads) = pass(&all, piece);
        assert_eq!(passed, [GOOD, STAND_IN].concat(), "pieces of {piece}");
        assert_eq!(heads, [true, true, true, false]);
    }
}

proptest! {
    /// Bytes that look like requests: what passes can be read again, the strict way, from the
    /// beginning to the end.
    #[test]
    fn whatever_passes_is_strict(
        parts in prop::collection::vec(
            prop_oneof![
                Just(b"GET /a HTTP/1.1\r\n".to_vec()),
                Just(b"POST /b?c HTTP/1.1\r\n".to_vec()),
                Just(b"Host: x\r\n".to_vec()),
                Just(b"Content-Length: 3\r\n".to_vec()),
                Just(b"Transfer-Encoding: chunked\r\n".to_vec()),
                Just(b"3\r\nabc\r\n0\r\n\r\n".to_vec()),
                Just(b"\r\n".to_vec()),
                Just(b"\n".to_vec()),
                Just(b"abc".to_vec()),
                prop::collection::vec(any::<u8>(), 0..4),
            ],
            0..24,
        ),
        piece in 1_usize..40,
    ) {
        let bytes = parts.concat();
        let (passed, heads) = pass(&bytes, piece);
        let (whole, whole_heads) = pass(&bytes, usize::MAX);
        prop_assert_eq!(&passed, &whole);
        prop_assert_eq!(&heads, &whole_heads);
        let mut rest = passed.as_slice();
        for good in heads {
            let end = rest.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
            let head = head::parse(&rest[..end], 1024).unwrap();
            rest = &rest[end..];
            if !good {
                prop_assert!(rest.is_empty());
                break;
            }
            if let Framing::Length(length) = head.framing {
                rest = &rest[rest.len().min(length as usize)..];
            }
            if head.framing == Framing::Chunked {
                let mut chunks = crate::chunked::Chunks::default();
                rest = &rest[chunks.take(rest).unwrap()..];
            }
        }
        prop_assert!(rest.is_empty());
    }
}
