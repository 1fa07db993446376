//! Answer bodies as the socket gets them: whole, cut off half way, or far too long.

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::Sleep;

/// How long a huge body gets.
pub(crate) const HUGE: u64 = 50_000_000;
const CHUNK: usize = 64 * 1024;

/// Time for the first half of a cut answer to reach the other side before the connection goes.
const BEFORE_THE_CUT: Duration = Duration::from_millis(30);

/// A body on its way out.
pub(crate) enum Outgoing {
    /// All of it.
    Whole(Option<Bytes>),
    /// The first part, then an error that makes the server close the connection.
    Cut {
        first: Option<Bytes>,
        then: Pin<Box<Sleep>>,
    },
    /// The answer, then blanks until [`HUGE`] bytes were sent.
    Huge {
        first: Option<Bytes>,
        left: u64,
        blanks: Bytes,
    },
}

impl Outgoing {
    /// The whole body.
    pub(crate) fn whole(body: Vec<u8>) -> Self {
        Self::Whole(Some(body.into()).filter(|b: &Bytes| !b.is_empty()))
    }

    /// Half of it.
    pub(crate) fn cut(mut body: Vec<u8>) -> Self {
        body.truncate(body.len() / 2);
        Self::Cut {
            first: Some(body.into()),
            then: Box::pin(tokio::time::sleep(BEFORE_THE_CUT)),
        }
    }

    /// Much more than it.
    pub(crate) fn huge(body: Vec<u8>) -> Self {
        Self::Huge {
            left: HUGE.saturating_sub(body.len() as u64),
            first: Some(body.into()),
            blanks: vec![b' '; CHUNK].into(),
        }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let frame = |bytes| Poll::Ready(Some(Ok(Frame::data(bytes))));
        match self.get_mut() {
            Self::Whole(body) => body.take().map_or(Poll::Ready(None), frame),
            Self::Cut { first, then } => match first.take() {
                Some(bytes) if !bytes.is_empty() => frame(bytes),
                _ => then
                    .as_mut()
                    .poll(context)
                    .map(|()| Some(Err(std::io::Error::other("cut off on purpose")))),
            },
            Self::Huge {
                first,
                left,
                blanks,
            } => match first.take() {
                Some(bytes) if !bytes.is_empty() => frame(bytes),
                _ if *left == 0 => Poll::Ready(None),
                _ => {
                    let now = (*left).min(CHUNK as u64);
                    *left -= now;
                    frame(blanks.slice(..now as usize))
                }
            },
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => SizeHint::with_exact(body.as_ref().map_or(0, Bytes::len) as u64),
            _ => SizeHint::default(),
        }
    }
}
