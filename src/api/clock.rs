//! The time, and waiting for it to pass.

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use pilothouse_core::Timestamp;

use super::page;

/// Now, to the millisecond.
pub fn now() -> Timestamp {
    Timestamp::from_millisecond(js_sys::Date::now() as i64).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Lets this much time pass.
pub async fn sleep(time: Duration) {
    TimeoutFuture::new(u32::try_from(time.as_millis()).unwrap_or(u32::MAX)).await;
}

/// Lets the browser do what else it has to do, such as showing what was typed. Nobody waits for a
/// page nobody sees, and there the clock is slow.
pub async fn give_way() {
    if !page::is_hidden() {
        sleep(Duration::ZERO).await;
    }
}
