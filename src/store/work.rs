//! Carrying out jobs.

use leptos::{prelude::WithUntracked, task::spawn_local};
use pilothouse_core::{
    Error, Flow, Follow, Judgement, Machine, Order, Outcome, Progress, Safety, Step, Verb,
};

use super::{
    Store,
    holding::Holding,
    jobs::{Job, Phase},
    reading, refresh,
    rows::RowKey,
};
use crate::api::clock;

impl Store {
    /// Asks a machine's provider to do something, and follows it to its end. A machine that is
    /// being worked on, or that is not there any more, is left alone.
    pub fn order(self, key: &RowKey, verb: Verb) {
        let Some(holding) = self.holding(&key.account) else {
            return;
        };
        let Some(entry) = holding
            .roster
            .with_untracked(|roster| roster.get(&key.machine).cloned())
        else {
            return;
        };
        if self
            .jobs
            .open_for_untracked(&key.account, &key.machine)
            .is_some()
        {
            return;
        }
        let job = self.jobs.draft(|id| Job {
            id,
            key: key.clone(),
            account: holding.account.label.clone(),
            machine: entry.machine.name.clone(),
            verb,
            asked: clock::now(),
            ended: None,
            phase: Phase::Drafted,
            note: String::new(),
        });
        let order = Order::new(verb, entry.machine.target());
        spawn_local(async move {
            let result = carry_out(self, &holding, job, order.clone()).await;
            settle(self, &holding, job, &order, result).await;
        });
    }

    fn end(self, job: u32, phase: Phase, note: String) {
        self.jobs.change(job, |job| {
            let words = match phase {
                Phase::Done => "done",
                Phase::Failed => "failed",
                _ => "unknown",
            };
            self.announce(format!(
                "{} {}: {words}. {note}",
                job.verb.label(),
                job.machine
            ));
            job.phase = phase;
            job.note = note;
            job.ended = Some(clock::now());
        });
    }
}

/// How an order ended, as far as its flow could tell.
enum End {
    Done(Option<String>),
    Failed(String),
}

async fn carry_out(store: Store, holding: &Holding, job: u32, order: Order) -> Result<End, Error> {
    let access = refresh::access(store, holding)?;
    let mut flow = Follow::order(holding.provider.clone(), access, order);
    let mut end = End::Done(None);
    loop {
        match flow.next(clock::now())? {
            Step::Send(request) => {
                if request.safety != Safety::Read {
                    store.jobs.change(job, |job| job.phase = Phase::Sent);
                }
                let answer = holding.line.send(&request).await;
                flow.receive(clock::now(), answer)?;
            }
            Step::Wait(time) => clock::sleep(time).await,
            Step::Yield(Progress::Accepted(_)) => {
                store.jobs.change(job, |job| job.phase = Phase::Accepted);
            }
            Step::Yield(Progress::Seen(judgement)) => {
                end = seen(store, holding, job, judgement).unwrap_or(end);
            }
            Step::Done => return Ok(end),
        }
    }
}

/// Takes in one look; gives the end if it is one.
fn seen(store: Store, holding: &Holding, job: u32, judgement: Judgement) -> Option<End> {
    let (machine, end) = match judgement {
        Judgement::Pending { percent, machine } => {
            store
                .jobs
                .change(job, |job| job.phase = Phase::Running { percent });
            (machine, None)
        }
        Judgement::Done { machine, note } => (machine, Some(End::Done(note))),
        Judgement::Failed { reason, machine } => (machine, Some(End::Failed(reason))),
    };
    if let Some(machine) = machine {
        take(holding, *machine);
    }
    end
}

/// Reads the machine once more, so that the screen shows the provider's word and not ours, and
/// says how it ended.
async fn settle(
    store: Store,
    holding: &Holding,
    job: u32,
    order: &Order,
    result: Result<End, Error>,
) {
    let was_sent = !matches!(&result, Err(error) if error.outcome == Outcome::NotDone);
    let now_seen = if was_sent {
        let (_, read) = reading::read(store, holding, &order.target).await;
        read.ok()
    } else {
        None
    };
    let told = now_seen.as_ref().map(|machine| machine.state);
    if let Some(machine) = now_seen {
        take(holding, machine);
    }
    let provider_says = |words: &str| match told {
        Some(state) => format!(
            "{words} The provider now says: {}.",
            state.word().trim_end_matches('…')
        ),
        None => format!("{words} The machine could not be read just now."),
    };
    match result {
        Ok(End::Done(note)) => {
            let note = note.unwrap_or_default();
            let differs =
                order.verb.goal().is_some() && told.is_some() && told != order.verb.goal();
            let note = if differs { provider_says(&note) } else { note };
            store.end(job, Phase::Done, note.trim().to_owned());
        }
        Ok(End::Failed(reason)) => store.end(job, Phase::Failed, provider_says(&reason)),
        Err(error) if error.outcome == Outcome::Unknown => {
            let words = format!("{error} Whether it happened is not known; it is not repeated.");
            store.end(job, Phase::Unknown, provider_says(&words));
        }
        Err(error) => store.end(job, Phase::Failed, error.message),
    }
}

fn take(holding: &Holding, machine: Machine) {
    reading::take(holding, machine.id.clone(), Ok(machine));
}
