//! Which jobs are shown, and which of them together.

use std::sync::Arc;

use crate::store::jobs::{Job, Phase};

/// Which phases are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Only {
    /// All.
    #[default]
    All,
    /// What is still to come to an end.
    Open,
    /// What certainly did not happen.
    Failed,
    /// What nobody knows the end of.
    Unknown,
}

impl Only {
    pub(super) const ALL: [Self; 4] = [Self::All, Self::Open, Self::Failed, Self::Unknown];

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Open => "Open",
            Self::Failed => "Failed",
            Self::Unknown => "Unknown",
        }
    }

    const fn lets(self, phase: Phase) -> bool {
        match self {
            Self::All => true,
            Self::Open => phase.is_open(),
            Self::Failed => matches!(phase, Phase::Failed),
            Self::Unknown => matches!(phase, Phase::Unknown),
        }
    }
}

/// Whether a job is shown: its phase, and every word typed somewhere in it.
pub(super) fn lets(only: Only, typed: &str, job: &Job) -> bool {
    if !only.lets(job.phase) {
        return false;
    }
    let text = [
        job.order.verb.label(),
        &job.machine,
        &job.account_label,
        job.phase.word(),
        &job.note,
    ]
    .join("\n")
    .to_lowercase();
    typed
        .to_lowercase()
        .split_whitespace()
        .all(|word| text.contains(word))
}

/// What stands in the list: one job, or those asked together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    One(String),
    Batch(String),
}

/// Between the kind of a line and its id.
const KIND: char = ':';

impl Line {
    pub(super) fn key(&self) -> String {
        match self {
            Self::One(id) => ["one:", id].concat(),
            Self::Batch(name) => ["batch:", name].concat(),
        }
    }

    pub(super) fn from_key(key: &str) -> Self {
        match key.split_once(KIND) {
            Some(("batch", name)) => Self::Batch(name.to_owned()),
            Some((_, id)) => Self::One(id.to_owned()),
            None => Self::One(key.to_owned()),
        }
    }
}

/// The lines of these jobs, in their order; a batch stands where its first job does.
pub(super) fn lines(jobs: &[Arc<Job>]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for job in jobs {
        match &job.batch {
            Some(name) if seen.insert(name.as_str()) => lines.push(Line::Batch(name.clone())),
            Some(_) => {}
            None => lines.push(Line::One(job.id.0.clone())),
        }
    }
    lines
}

/// "2 running, 9 done, 1 failed": how many of them are in each phase.
pub(super) fn counts(jobs: &[Arc<Job>]) -> String {
    let waiting = ("waiting", Phase::Drafted);
    let ends = [Phase::Done, Phase::Failed, Phase::Unknown, Phase::Stopped];
    let count = |of: &dyn Fn(Phase) -> bool| jobs.iter().filter(|job| of(job.phase)).count();
    let running = count(&|phase| phase.is_open() && phase != Phase::Drafted);
    let mut counts = vec![
        (count(&|phase| phase == waiting.1), waiting.0.to_owned()),
        (running, "under way".to_owned()),
    ];
    for end in ends {
        counts.push((count(&|phase| phase == end), end.word().to_lowercase()));
    }
    let said = counts.into_iter().filter(|(count, _)| *count > 0);
    let said: Vec<_> = said
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    said.join(", ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use pilothouse_core::{Machine, Order, Timestamp, Verb};

    use super::{Line, Only, counts, lets, lines};
    use crate::store::jobs::{Before, Job, JobId, Phase};

    fn job(id: &str, phase: Phase, batch: Option<&str>) -> Arc<Job> {
        let order = Order::new(Verb::Start, Machine::bare("1", "web-1").target());
        let mut job = Job::new(
            JobId(id.into()),
            "a",
            order,
            Before::default(),
            Timestamp::UNIX_EPOCH,
        );
        job.phase = phase;
        job.batch = batch.map(str::to_owned);
        job.machine = "web-1".into();
        job.account_label = "Acme".into();
        Arc::new(job)
    }

    #[test]
    fn lets_through_what_is_wanted() {
        let running = Phase::Running { percent: None };
        for (only, typed, phase, is_let) in [
            (Only::All, "", Phase::Done, true),
            (Only::Open, "", running, true),
            (Only::Open, "", Phase::Unknown, false),
            (Only::Failed, "", Phase::Failed, true),
            (Only::Unknown, "", Phase::Failed, false),
            (Only::All, "WEB acme", Phase::Done, true),
            (Only::All, "start done", Phase::Done, true),
            (Only::All, "web mail", Phase::Done, false),
        ] {
            let job = job("1", phase, None);
            assert_eq!(
                lets(only, typed, &job),
                is_let,
                "{only:?} {typed} {phase:?}"
            );
        }
    }

    #[test]
    fn what_was_asked_together_stands_together() {
        let jobs = [
            job("4", Phase::Done, Some("b")),
            job("3", Phase::Failed, None),
            job("2", Phase::Drafted, Some("b")),
            job("1", Phase::Sent, Some("b")),
        ];
        let lines = lines(&jobs);
        assert_eq!(lines, [Line::Batch("b".into()), Line::One("3".into())]);
        for line in lines {
            assert_eq!(Line::from_key(&line.key()), line);
        }
        assert_eq!(counts(&jobs), "1 waiting, 1 under way, 1 done, 1 failed");
    }
}
