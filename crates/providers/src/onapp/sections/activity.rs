//! What was done to a machine (OnApp reference, "Transactions" and "Log items").

use pilothouse_core::{Content, Error, Event, Target, Timestamp};
use serde_json::Value;

use crate::{
    node::Node,
    onapp::{
        actions::read_machine::path,
        panel::Panel,
        plan::{Answer, Next, Plan, is_not_for_us},
        transactions::{self, Transaction},
        wire,
    },
    words::one_line,
};

/// Transactions, then the log, in one list. Either may be closed to this login.
pub(super) struct Activity {
    target: Target,
    stage: Stage,
}

enum Stage {
    Transactions,
    /// What was read, or why nothing was.
    Log(Result<Vec<Transaction>, Error>),
    Ready(Vec<Event>),
    Ended,
}

impl Activity {
    pub(super) fn new(target: Target) -> Self {
        let stage = Stage::Transactions;
        Self { target, stage }
    }
}

impl Plan for Activity {
    type Out = Content;

    fn next(&mut self, panel: &Panel) -> Result<Next<Content>, Error> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Transactions => {
                self.stage = Stage::Transactions;
                transactions::request(panel, &self.target, false).map(Next::ask)
            }
            stage @ Stage::Log(_) => {
                self.stage = stage;
                let path = [&path(&self.target), "/logs"].concat();
                panel.get(&path, "page=1&per_page=50").map(Next::ask)
            }
            Stage::Ready(events) => Ok(Next::Give(Content::Events(events))),
            Stage::Ended => Ok(Next::End),
        }
    }

    fn answered(&mut self, answer: Result<Answer, Error>) -> Result<(), Error> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Transactions => Stage::Log(match answer {
                Ok(answer) => Ok(transactions::read(&answer.body)?),
                Err(error) if is_not_for_us(&error) => Err(error),
                Err(error) => return Err(error),
            }),
            Stage::Log(done) => Stage::Ready(match (done, answer) {
                (Ok(done), Ok(answer)) => merged(&done, &answer.body),
                (Ok(done), Err(error)) if is_not_for_us(&error) => merged(&done, &Value::Null),
                (Err(_), Ok(answer)) => merged(&[], &answer.body),
                (Err(error), Err(_)) | (Ok(_), Err(error)) => return Err(error),
            }),
            stage => stage,
        };
        Ok(())
    }
}

/// The newest first; of what has no date, nobody knows.
fn merged(done: &[Transaction], log: &Value) -> Vec<Event> {
    let mut events: Vec<Event> = done.iter().map(event).collect();
    for item in Node::from(log).items() {
        let item = wire::inside(item, "log_item");
        let text = |key| item.get(key).text().map(|text| one_line(&text));
        let kind = text("target_type").unwrap_or_default();
        // A transaction that is there already (unverified that the number is its own).
        let target = text("target_id");
        let is_there = |one: &Transaction| Some(&one.id) == target.as_ref();
        if kind == "Transaction" && done.iter().any(is_there) {
            continue;
        }
        let Some(action) = text("action") else {
            continue;
        };
        let status = text("status").unwrap_or_default();
        events.push(Event {
            at: wire::date(item.get("created_at")),
            what: action.replace('_', " "),
            failed: status == "failed",
            status,
            detail: String::new(),
        });
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.at.unwrap_or(Timestamp::UNIX_EPOCH)));
    events
}

fn event(one: &Transaction) -> Event {
    let waited = one.started.zip(one.made);
    let waited = waited.map(|(started, made)| started.seconds_since(made));
    let detail = match waited {
        Some(seconds) if seconds >= 60 => format!("waited {} minutes", seconds / 60),
        _ => String::new(),
    };
    Event {
        at: one.made,
        what: one.words(),
        failed: one.has_failed(),
        status: one.status.clone(),
        detail,
    }
}
