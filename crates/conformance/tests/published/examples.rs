//! Documented answers, composed anew, as a client reads them.

use std::sync::Arc;

use pilothouse_core::{ErrorKind, Operator, Response, Timestamp};
use pilothouse_probe::{Act, End, Setting, act, replay};
use serde_json::{Value, json};

pub(crate) const JSON: &str = "application/json; charset=utf-8";
pub(crate) const TEXT: &str = "text/plain";
pub(crate) const HTML: &str = "text/html";

/// What comes of the answers.
pub(crate) enum Expect {
    /// What was told has at least this in it.
    Tells(&'static str),
    /// It fails with this kind, and says this.
    Fails(ErrorKind, &'static str),
}

/// Answers, and what an act makes of them.
pub(crate) struct Example {
    /// In which variant.
    pub(crate) what: &'static str,
    /// Which act; its name as the probe has it.
    pub(crate) act: &'static str,
    /// The machine: id and locator.
    pub(crate) machine: (&'static str, &'static str),
    /// What was entered.
    pub(crate) form: &'static str,
    /// (status, content type, body) of each answer.
    pub(crate) answers: Vec<(u16, &'static str, String)>,
    pub(crate) expect: Expect,
}

/// One provider's examples, and what is wrong with them.
pub(crate) fn faults(provider: &str, examples: Vec<Example>) -> Vec<String> {
    let operator = pilothouse_providers::operator_by_id(provider).unwrap();
    let mut faults = Vec::new();
    for example in examples {
        let what = format!("{provider} {}: {}", example.act, example.what);
        if let Err(words) = hold(&operator, example) {
            faults.push(format!("{what}: {words}"));
        }
    }
    faults
}

fn hold(operator: &Arc<dyn Operator>, example: Example) -> Result<(), String> {
    let one = Act::parse(example.act).unwrap();
    let verb = match &one {
        Act::Order(verb) => Some(*verb),
        _ => None,
    };
    let (id, locator) = example.machine;
    let form: Value = serde_json::from_str(example.form).unwrap();
    let setting = json!({"machine": {"id": id, "locator": locator}, "form": form});
    let setting = Setting::read(operator.as_ref(), verb, &setting, |_| None).unwrap();
    let now = Timestamp::from_second(1_780_000_000).unwrap();
    let mut flow = act(operator, &one, &setting, now).unwrap();
    let answers = example.answers.iter().map(|(status, kind, body)| {
        let mut answer = Response::new(body.clone().into_bytes());
        *answer.status_mut() = http::StatusCode::from_u16(*status).unwrap();
        let kind = http::HeaderValue::from_static(kind);
        answer.headers_mut().insert("content-type", kind);
        answer
    });
    let went = replay(flow.as_mut(), answers.collect(), now);
    let told = Value::from(went.told);
    match (example.expect, went.end) {
        (Expect::Fails(kind, words), End::Failed(error))
            if error.kind == kind && error.message.contains(words) =>
        {
            Ok(())
        }
        (Expect::Tells(_), End::Failed(error)) => Err(format!("{error:?}")),
        (Expect::Tells(wanted), _) => {
            let wanted = serde_json::from_str(wanted).unwrap();
            let found = misses(&wanted, &told, "told");
            if found.is_empty() {
                Ok(())
            } else {
                Err(found.join("; "))
            }
        }
        (Expect::Fails(kind, words), end) => {
            Err(format!("not {kind:?} ({words}): {end:?}, {told}"))
        }
    }
}

/// What is wanted and not there. Members that are not wanted may be anything.
fn misses(wanted: &Value, told: &Value, at: &str) -> Vec<String> {
    match (wanted, told) {
        (Value::Object(wanted), Value::Object(told)) => wanted
            .iter()
            .flat_map(|(key, wanted)| {
                let told = told.get(key).unwrap_or(&Value::Null);
                misses(wanted, told, &format!("{at}.{key}"))
            })
            .collect(),
        (Value::Array(wanted), Value::Array(told)) if wanted.len() == told.len() => {
            let pairs = wanted.iter().zip(told).enumerate();
            pairs
                .flat_map(|(place, (wanted, told))| misses(wanted, told, &format!("{at}[{place}]")))
                .collect()
        }
        (wanted, told) if wanted == told || stands_for(wanted, told) => Vec::new(),
        (wanted, told) => vec![format!("{at} is {told} and not {wanted}")],
    }
}

/// A date for its milliseconds; `~words` for any text that has them.
fn stands_for(wanted: &Value, told: &Value) -> bool {
    let wanted = wanted.as_str().unwrap_or_default();
    match (wanted.strip_prefix('~'), told) {
        (Some(words), Value::String(told)) => told.contains(words),
        (None, Value::Number(told)) => {
            let date = wanted.parse::<jiff::Timestamp>().ok();
            date.is_some_and(|date| Some(date.as_millisecond()) == told.as_i64())
        }
        _ => false,
    }
}

/// The JSON with some members set otherwise.
pub(crate) fn with(object: &Value, changes: Value) -> Value {
    let mut object = object.clone();
    for (key, value) in changes.as_object().unwrap() {
        object[key] = value.clone();
    }
    object
}
