//! Driving an act with answers that are there already.

use std::time::Duration;

use pilothouse_core::{Error, Flow, Request, Response, Step, Timestamp};
use serde_json::Value;

/// More steps than any act takes without an answer.
const PATIENCE: usize = 1000;

/// How an act went.
#[derive(Debug)]
pub struct Replay {
    /// What it sent.
    pub sent: Vec<Request>,
    /// What it told.
    pub told: Vec<Value>,
    /// How it ended.
    pub end: End,
}

/// How an act ended.
#[derive(Debug)]
pub enum End {
    /// It is through.
    Done,
    /// It failed.
    Failed(Error),
    /// It would send another request, for which there is no answer: the last of those sent.
    Asks,
    /// It would wait this long and go on.
    Waits(Duration),
}

/// Drives an act with these answers, one for each request, until there are no more.
pub fn replay(act: &mut dyn Flow<Value>, answers: Vec<Response>, now: Timestamp) -> Replay {
    let (mut sent, mut told) = (Vec::new(), Vec::new());
    let mut answers = answers.into_iter();
    for _ in 0..PATIENCE {
        let end = match act.next(now) {
            Ok(Step::Send(request)) => {
                sent.push(*request);
                match answers.next() {
                    Some(answer) => match act.receive(now, Ok(answer)) {
                        Ok(()) => continue,
                        Err(error) => End::Failed(error),
                    },
                    None => End::Asks,
                }
            }
            Ok(Step::Yield(news)) => {
                told.push(news);
                continue;
            }
            // With answers left it is a pause between two looks.
            Ok(Step::Wait(_)) if answers.len() > 0 => continue,
            Ok(Step::Wait(time)) => End::Waits(time),
            Ok(Step::Done) => End::Done,
            Err(error) => End::Failed(error),
        };
        return Replay { sent, told, end };
    }
    let end = End::Waits(Duration::ZERO);
    Replay { sent, told, end }
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{ErrorKind, Response, Timestamp};

    use super::{End, replay};
    use crate::{Setting, act, acts};

    fn answer(status: u16, body: &str) -> Response {
        let mut answer = Response::new(body.as_bytes().to_vec());
        *answer.status_mut() = http::StatusCode::from_u16(status).unwrap();
        answer
    }

    /// Every act asks for something first, and no answer makes any of them panic or go on
    /// without end.
    #[test]
    fn every_act_takes_any_answer() {
        let odd = [
            (200, ""),
            (200, "null"),
            (200, "[]"),
            (200, "{}"),
            (200, "7"),
            (200, "[[[]]]"),
            (200, "[null, 1, {}]"),
            (200, "<a><b/></a>"),
            (201, "{\"id\": 1}"),
            (204, ""),
            (302, ""),
            (404, "gone"),
            (422, "{\"errors\": 5}"),
            (500, "<html>"),
            (200, "{\"a\":"),
        ];
        for operator in pilothouse_providers::operators() {
            let mut setting = Setting::made_up(operator.as_ref()).unwrap();
            setting.target.id = pilothouse_core::MachineId::new("7");
            setting.task = Some("8".to_owned());
            setting.made = Some(setting.target.clone());
            let now = Timestamp::from_second(1_780_000_000).unwrap();
            for name in acts(operator.as_ref()).unwrap() {
                for (status, body) in odd {
                    let Ok(mut flow) = act(&operator, &name, &setting, now) else {
                        continue;
                    };
                    let answers = vec![answer(status, body); 50];
                    let ended = replay(flow.as_mut(), answers, now);
                    if let End::Failed(error) = &ended.end {
                        assert!(!error.message.is_empty(), "{name}");
                        let silent = ended.sent.is_empty();
                        let ours = matches!(
                            error.kind,
                            ErrorKind::Setup | ErrorKind::Invalid | ErrorKind::Unsupported
                        );
                        assert!(!silent || ours, "{name} in {status} {body}: {error:?}");
                    }
                }
            }
        }
    }
}
