//! The budget of requests per minute, counted for each token (reference, Rate limit).

use std::collections::HashMap;

use http::StatusCode;
use jiff::Timestamp;
use serde_json::json;

use super::refusal::Refusal;

/// What is left of this minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Budget {
    pub(super) permitted: u32,
    pub(super) remaining: u32,
}

/// A budget of which nothing is left.
pub(super) fn spent(permitted: u32) -> (Budget, Result<(), Refusal>) {
    let refusal = Refusal::new(
        StatusCode::TOO_MANY_REQUESTS,
        "rate_limit_reached",
        "Too many requests of this type were made within a minute",
    )
    .with(json!({ "total_permitted": permitted }));
    let budget = Budget {
        permitted,
        remaining: 0,
    };
    (budget, Err(refusal))
}

/// Requests seen this minute, by token.
#[derive(Default)]
pub(super) struct Limits {
    minutes: HashMap<&'static str, (i64, u32)>,
}

impl Limits {
    /// Counts a request. Whether the minute is a wall-clock one is not known; it is here.
    pub(super) fn count(
        &mut self,
        who: &'static str,
        permitted: u32,
        now: Timestamp,
    ) -> (Budget, Result<(), Refusal>) {
        let minute = now.as_second().div_euclid(60);
        let entry = self.minutes.entry(who).or_insert((minute, 0));
        if entry.0 != minute {
            *entry = (minute, 0);
        }
        let spent = entry.1;
        entry.1 = spent.saturating_add(1).min(permitted);
        if spent >= permitted {
            return self::spent(permitted);
        }
        let budget = Budget {
            permitted,
            remaining: permitted - spent - 1,
        };
        (budget, Ok(()))
    }
}
