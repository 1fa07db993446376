//! Stands between a client's socket and the HTTP library, which is lenient about what it reads.
//! Each request head is read whole and checked before the library sees a byte of it, and body
//! framing is followed so that the next head is found where it truly begins. A refused head is
//! replaced by a harmless one: the library asks the service for an answer in the right order, and
//! the service finds the refusal waiting and the connection closes.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::chunked::{Chunks, Malformed};
use crate::errors::Failure;
use crate::head::{self, Framing, Head};

/// What the library is given in place of a refused head.
const STAND_IN: &[u8] = b"GET / HTTP/1.1\r\nhost: refused\r\nconnection: close\r\n\r\n";

/// The heads read so far and not yet answered, oldest first.
#[derive(Clone, Default)]
pub(crate) struct Verdicts(Arc<Mutex<VecDeque<Result<Head, Failure>>>>);

impl Verdicts {
    fn push(&self, verdict: Result<Head, Failure>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back(verdict);
    }

    /// The head of the request that the library has just announced.
    pub(crate) fn next(&self) -> Result<Head, Failure> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front()
            .unwrap_or(Err(Failure::Internal))
    }
}

/// How much the guard puts up with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    pub(crate) head_bytes: usize,
    pub(crate) target_bytes: usize,
    /// How long a client may refuse to take bytes we have for it.
    pub(crate) write_stall: Duration,
}

/// A checked stream.
pub(crate) struct Guard<S> {
    socket: S,
    patience: Patience,
    verdicts: Verdicts,
    incoming: BytesMut,
    /// How far the incoming head has been looked at.
    scanned: usize,
    checked: BytesMut,
    state: State,
    stalled: Option<Pin<Box<Sleep>>>,
}

enum State {
    Head,
    Body(u64),
    Chunked(Chunks),
    /// A head was refused: nothing more is read.
    Refused,
}

impl<S> Guard<S> {
    pub(crate) fn new(socket: S, patience: Patience, verdicts: Verdicts) -> Self {
        Self {
            socket,
            patience,
            verdicts,
            incoming: BytesMut::new(),
            scanned: 0,
            checked: BytesMut::new(),
            state: State::Head,
            stalled: None,
        }
    }

    /// The socket, to close it politely.
    pub(crate) fn socket(&mut self) -> &mut S {
        &mut self.socket
    }

    /// Moves what can be from incoming to checked; whether anything was.
    fn advance(&mut self) -> Result<bool, Malformed> {
        match &mut self.state {
            State::Refused => Ok(false),
            State::Head => Ok(self.take_head()),
            State::Body(left) => {
                let step = (*left).min(self.incoming.len() as u64);
                *left -= step;
                let done = *left == 0;
                self.checked.unsplit(self.incoming.split_to(step as usize));
                if done {
                    self.state = State::Head;
                }
                Ok(step > 0 || done)
            }
            State::Chunked(chunks) => {
                let step = chunks.take(&self.incoming)?;
                let done = chunks.is_done();
                self.checked.unsplit(self.incoming.split_to(step));
                if done {
                    self.state = State::Head;
                }
                Ok(step > 0)
            }
        }
    }

    fn take_head(&mut self) -> bool {
        let verdict = match find_end(&self.incoming, self.scanned) {
            Scan::Malformed => Err(Failure::BadRequest("The request's head is malformed.")),
            Scan::End(end) if end > self.patience.head_bytes => Err(Failure::HeadTooLarge),
            Scan::End(end) => {
                let bytes = self.incoming.split_to(end);
                self.scanned = 0;
                let verdict = head::parse(&bytes, self.patience.target_bytes);
                if verdict.is_ok() {
                    self.checked.unsplit(bytes);
                }
                verdict
            }
            Scan::Unfinished if self.incoming.len() > self.patience.head_bytes => {
                Err(Failure::HeadTooLarge)
            }
            Scan::Unfinished if self.target_is_too_long() => Err(Failure::UriTooLong),
            Scan::Unfinished => {
                self.scanned = self.incoming.len().saturating_sub(3);
                return false;
            }
        };
        self.state = if let Ok(head) = &verdict {
            match head.framing {
                Framing::None | Framing::Length(0) => State::Head,
                Framing::Length(length) => State::Body(length),
                Framing::Chunked => State::Chunked(Chunks::default()),
            }
        } else {
            self.incoming.clear();
            self.checked.extend_from_slice(STAND_IN);
            State::Refused
        };
        self.verdicts.push(verdict);
        true
    }

    /// Whether the request line is still unfinished after more bytes than it may have.
    fn target_is_too_long(&self) -> bool {
        // Method, two blanks and version.
        const REST: usize = 32;
        self.incoming.len() > self.patience.target_bytes + REST && !self.incoming.contains(&b'\r')
    }

    fn poll_stall(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let wait = self.patience.write_stall;
        let timer = self.stalled.get_or_insert_with(|| Box::pin(sleep(wait)));
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(io::Error::from(io::ErrorKind::TimedOut))
    }
}

enum Scan {
    End(usize),
    Malformed,
    Unfinished,
}

/// Looks for the empty line, and for bytes that no head has. Those are refused at once instead of
/// waiting for an end that may never come.
fn find_end(bytes: &[u8], scanned: usize) -> Scan {
    let mut line_is_empty = false;
    for at in scanned..bytes.len() {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        match bytes.get(at) {
            Some(b'\n') if before != Some(&b'\r') => return Scan::Malformed,
            Some(b'\n') => {
                let two_before = at.checked_sub(2).and_then(|before| bytes.get(before));
                // An empty first line: no request begins so.
                if two_before.is_none() {
                    return Scan::Malformed;
                }
                line_is_empty = two_before == Some(&b'\n');
            }
            Some(_) if before == Some(&b'\r') => return Scan::Malformed,
            Some(b'\0') => return Scan::Malformed,
            _ => {}
        }
        if line_is_empty {
            return Scan::End(at + 1);
        }
    }
    Scan::Unfinished
}

impl<S: AsyncRead + Unpin> AsyncRead for Guard<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let guard = self.get_mut();
        loop {
            if !guard.checked.is_empty() {
                let step = guard.checked.len().min(out.remaining());
                out.put_slice(guard.checked.get(..step).unwrap_or_default());
                guard.checked.advance(step);
                return Poll::Ready(Ok(()));
            }
            if matches!(guard.state, State::Refused) {
                // Not the end of input: the library would leave without answering.
                return Poll::Pending;
            }
            let moved = guard
                .advance()
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
            if moved {
                continue;
            }
            let mut space = [0_u8; 8192];
            let mut read = ReadBuf::new(&mut space);
            ready!(Pin::new(&mut guard.socket).poll_read(cx, &mut read))?;
            if read.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            guard.incoming.extend_from_slice(read.filled());
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Guard<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let guard = self.get_mut();
        if let Poll::Ready(result) = Pin::new(&mut guard.socket).poll_write(cx, bytes) {
            guard.stalled = None;
            return Poll::Ready(result);
        }
        guard.poll_stall(cx).map(Err)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let guard = self.get_mut();
        if let Poll::Ready(result) = Pin::new(&mut guard.socket).poll_write_vectored(cx, bytes) {
            guard.stalled = None;
            return Poll::Ready(result);
        }
        guard.poll_stall(cx).map(Err)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }
}

#[cfg(test)]
mod tests;
