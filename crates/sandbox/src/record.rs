//! What a port received and answered, for tests and for looking. The sandbox has no real
//! secrets, so headers and bodies are kept as they came.

use crate::Request;
use crate::faults::Kind;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::VecDeque;

/// How many requests a port remembers; the oldest go first.
const KEPT: usize = 5_000;

/// One received request.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// Counts from 1 since the port was opened or its record deleted.
    pub seq: u64,
    /// When its last byte had been read.
    pub received_at: Timestamp,
    /// As sent.
    pub method: String,
    /// Path and query exactly as sent.
    pub target: String,
    /// (lower-case name, value as received), in the order received.
    pub headers: Vec<(String, String)>,
    /// The body; bytes that are not UTF-8 show as replacement characters.
    pub body: String,
    /// The status answered; none when the connection was closed instead.
    pub status: Option<u16>,
    /// The fault that struck, if any.
    pub fault: Option<Kind>,
}

/// The requests of one port, oldest first.
#[derive(Debug, Default)]
pub struct Record {
    entries: VecDeque<Entry>,
    last: u64,
}

impl Record {
    /// Notes a request and what became of it.
    pub fn note(
        &mut self,
        request: &Request,
        received_at: Timestamp,
        status: Option<u16>,
        fault: Option<Kind>,
    ) {
        self.last += 1;
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(Entry {
            seq: self.last,
            received_at,
            method: request.method().to_string(),
            target: request.uri().to_string(),
            headers: request
                .headers()
                .iter()
                .map(|(name, value)| {
                    (
                        name.as_str().to_owned(),
                        String::from_utf8_lossy(value.as_bytes()).into_owned(),
                    )
                })
                .collect(),
            body: String::from_utf8_lossy(request.body()).into_owned(),
            status,
            fault,
        });
    }

    /// What is remembered, oldest first.
    pub fn entries(&self) -> &VecDeque<Entry> {
        &self.entries
    }

    /// Forgets everything and counts from 1 again.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        http::Request::post("/v2/a%20b?x=%C5%BC&&y")
            .header("X-Date", "Tue, 02 Jun 2026 10:15:30 GMT")
            .body(b"{\"a\": 1}".to_vec())
            .unwrap()
    }

    #[test]
    fn keeps_the_bytes_that_matter() {
        let mut record = Record::default();
        record.note(
            &request(),
            Timestamp::UNIX_EPOCH,
            None,
            Some(Kind::ResetAfter),
        );
        let shown = serde_json::to_value(record.entries()).unwrap();
        assert_eq!(
            shown,
            serde_json::json!([{
                "seq": 1,
                "received_at": "1970-01-01T00:00:00Z",
                "method": "POST",
                "target": "/v2/a%20b?x=%C5%BC&&y",
                "headers": [["x-date", "Tue, 02 Jun 2026 10:15:30 GMT"]],
                "body": "{\"a\": 1}",
                "status": null,
                "fault": "reset-after",
            }])
        );
    }

    #[test]
    fn forgets_the_oldest() {
        let mut record = Record::default();
        for _ in 0..KEPT + 3 {
            record.note(&request(), Timestamp::UNIX_EPOCH, Some(200), None);
        }
        assert_eq!(record.entries().len(), KEPT);
        assert_eq!(record.entries().front().unwrap().seq, 4);
        record.clear();
        record.note(&request(), Timestamp::UNIX_EPOCH, Some(200), None);
        assert_eq!(record.entries().back().unwrap().seq, 1);
    }
}
