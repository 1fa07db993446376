//! What the fuzz targets feed: every reader of every client, and every kind of document.
//!
//! ```sh
//! cargo install cargo-fuzz
//! cargo fuzz run --fuzz-dir crates/fuzz --sanitizer none katapult -- -max_total_time=60
//! ```

use std::sync::Arc;

use pilothouse_core::{MachineId, Operator, Response, Timestamp};
use pilothouse_probe::{Act, End, Setting, act, acts, replay};

const STATUSES: [u16; 16] = [
    200, 200, 200, 201, 202, 204, 301, 400, 401, 403, 404, 406, 409, 422, 429, 500,
];
const KINDS: [&str; 4] = ["application/json", "application/xml", "text/plain", "text/html"];
/// Answers to as many requests as an act sends; it gets the same one again and again.
const ANSWERS: usize = 4;

/// Hands an answer to one of a client's acts. The first byte chooses the act, the second the
/// status and the kind of content, the rest is the body.
pub fn answer(provider: &str, data: &[u8]) {
    let [chosen, head, body @ ..] = data else {
        return;
    };
    let Some(operator) = pilothouse_providers::operator_by_id(provider) else {
        panic!("{provider} has no client");
    };
    let Some((chosen, mut setting)) = chosen_act(&operator, usize::from(*chosen)) else {
        return;
    };
    // What a form would ask for is looked at before anything is sent; it is left out here.
    setting.target.id = MachineId::new("7");
    setting.task = Some("task_7".to_owned());
    let now = Timestamp::from_second(1_780_000_000).unwrap_or(Timestamp::UNIX_EPOCH);
    let Ok(mut act) = act(&operator, &chosen, &setting, now) else {
        return;
    };
    let mut answer = Response::new(body.to_vec());
    let status = STATUSES[usize::from(head % 16)];
    *answer.status_mut() = http::StatusCode::from_u16(status).expect("a status");
    let kind = KINDS[usize::from(head >> 4) % KINDS.len()];
    let kind = http::HeaderValue::from_static(kind);
    answer.headers_mut().insert(http::header::CONTENT_TYPE, kind);
    let went = replay(act.as_mut(), vec![answer; ANSWERS], now);
    if let End::Failed(error) = went.end {
        assert!(!error.message.is_empty(), "{error:?}");
        assert!(error.message.len() < 10_000, "a message of {} bytes", error.message.len());
    }
}

fn chosen_act(operator: &Arc<dyn Operator>, index: usize) -> Option<(Act, Setting)> {
    let setting = Setting::made_up(operator.as_ref()).ok()?;
    let mut acts = acts(operator.as_ref()).ok()?;
    // Power verbs differ in nothing but a word once they are sent.
    let count = acts.len();
    Some((acts.swap_remove(index % count), setting))
}

/// Hands a text to whatever reads documents.
pub fn document(data: &[u8]) {
    let _ = std::str::from_utf8(data);
}
