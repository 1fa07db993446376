//! The bodies the proxy answers with: its own words, or an upstream's bytes as they arrive.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep, sleep, sleep_until};

use crate::limits::Limits;
use crate::line::Borrowed;
use crate::log::Record;

/// An answer's body, and the log line that is written when it has gone out.
pub(crate) struct Outgoing {
    kind: Kind,
    record: Option<Record>,
}

enum Kind {
    Full(Full<Bytes>),
    Relay(Box<Relay>),
}

/// Passes an upstream's body on, piece by piece.
pub(crate) struct Relay {
    incoming: Incoming,
    /// Goes back to the idle ones when the body has been read to its end; else it is cut.
    line: Option<Borrowed>,
    left: u64,
    idle: Duration,
    idle_timer: Pin<Box<Sleep>>,
    deadline: Pin<Box<Sleep>>,
}

impl Outgoing {
    /// A body that is there already.
    pub(crate) fn full(bytes: impl Into<Bytes>) -> Self {
        Self {
            kind: Kind::Full(Full::new(bytes.into())),
            record: None,
        }
    }

    /// An upstream's body.
    pub(crate) fn relay(
        incoming: Incoming,
        line: Borrowed,
        limits: &Limits,
        deadline: Instant,
    ) -> Self {
        let mut relay = Relay {
            incoming,
            line: Some(line),
            left: limits.answer_body_bytes,
            idle: limits.idle(),
            idle_timer: Box::pin(sleep(limits.idle())),
            deadline: Box::pin(sleep_until(deadline)),
        };
        if relay.incoming.is_end_stream() {
            relay.give_back();
        }
        Self {
            kind: Kind::Relay(Box::new(relay)),
            record: None,
        }
    }

    /// Writes this log line when the body is done with.
    pub(crate) fn with_record(mut self, record: Record) -> Self {
        self.record = Some(record);
        self
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = self.get_mut();
        let frame = match &mut this.kind {
            Kind::Full(full) => ready!(Pin::new(full).poll_frame(cx))
                .map(|frame| frame.map_err(|never| match never {})),
            Kind::Relay(relay) => ready!(relay.poll_frame(cx)),
        };
        if let (Some(record), Some(Ok(frame))) = (&mut this.record, &frame) {
            record.sent(frame.data_ref().map_or(0, Bytes::len));
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        match &self.kind {
            Kind::Full(full) => full.is_end_stream(),
            Kind::Relay(relay) => relay.incoming.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.kind {
            Kind::Full(full) => full.size_hint(),
            Kind::Relay(relay) => relay.incoming.size_hint(),
        }
    }
}

impl Relay {
    fn poll_frame(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        loop {
            if self.deadline.as_mut().poll(cx).is_ready() {
                return self.cut("the answer took too long");
            }
            let Poll::Ready(frame) = Pin::new(&mut self.incoming).poll_frame(cx) else {
                ready!(self.idle_timer.as_mut().poll(cx));
                return self.cut("the upstream fell silent");
            };
            self.idle_timer.as_mut().reset(Instant::now() + self.idle);
            let Some(frame) = frame else {
                self.give_back();
                return Poll::Ready(None);
            };
            // The library's words can quote what it read.
            let Ok(frame) = frame else {
                return self.cut("the upstream broke off");
            };
            // Trailers are headers nobody allowed.
            let Some(data) = frame.data_ref() else {
                continue;
            };
            let Some(left) = self.left.checked_sub(data.len() as u64) else {
                return self.cut("the answer is too large");
            };
            self.left = left;
            // With a known length nobody asks again after the last piece.
            if self.incoming.is_end_stream() {
                self.give_back();
            }
            return Poll::Ready(Some(Ok(frame)));
        }
    }

    fn give_back(&mut self) {
        if let Some(line) = self.line.take() {
            line.give_back();
        }
    }

    fn cut(&mut self, why: &'static str) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.line = None;
        Poll::Ready(Some(Err(io::Error::other(why))))
    }
}
