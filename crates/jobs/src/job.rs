//! One thing asked of one provider, as it is written down.

use pilothouse_core::{Input, MachineId, Order, Ticket, Timestamp, input::Entry};
use serde::{Deserialize, Serialize};

use crate::{Before, Phase};

/// A job's identity: made by whoever asks, and never made twice, not by another tab either.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JobId(pub String);

/// One thing asked of one provider. What is written of it holds no secret; what was written by
/// another version of this type is read as far as it is understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Its own.
    pub id: JobId,
    /// The id of the account it was asked of.
    #[serde(default)]
    pub account: String,
    /// That account's label when it was asked.
    #[serde(default)]
    pub account_label: String,
    /// The machine's name when it was asked; for a new machine the wanted one.
    #[serde(default)]
    pub machine: String,
    /// What was asked.
    pub order: Order,
    /// Secrets were entered for it, which are not written down.
    #[serde(default)]
    pub had_secrets: bool,
    /// When.
    pub asked: Timestamp,
    /// When the last request that changes something was handed over to be sent.
    #[serde(default)]
    pub sent: Option<Timestamp>,
    /// Which of the order's requests that was, from 0.
    #[serde(default)]
    pub step: usize,
    /// What became of that request was not said; it is found out by reading, or not at all.
    #[serde(default)]
    pub lost: bool,
    /// When it came to an end.
    #[serde(default)]
    pub ended: Option<Timestamp>,
    /// How far it is. An entry that does not say must not be sent.
    pub phase: Phase,
    /// What the provider gave to follow it by.
    #[serde(default)]
    pub ticket: Option<Ticket>,
    /// What there is to say about it, in words; empty for nothing.
    #[serde(default)]
    pub note: String,
    /// What of it belongs to one field of the form: (field, words).
    #[serde(default)]
    pub fields: Vec<(String, String)>,
    /// What was known when it was asked.
    #[serde(default)]
    pub before: Before,
    /// What was asked together with it, by a name of the caller's.
    #[serde(default)]
    pub batch: Option<String>,
    /// The job a person repeated with this one.
    #[serde(default)]
    pub again_of: Option<JobId>,
    /// It was asked here and has not been read back from anywhere.
    #[serde(skip)]
    pub(crate) fresh: bool,
}

impl Job {
    /// Writes down what was asked. Account label, machine name, batch and the job it repeats are
    /// the caller's to add.
    pub fn new(
        id: JobId,
        account: impl Into<String>,
        order: Order,
        before: Before,
        asked: Timestamp,
    ) -> Self {
        Self {
            id,
            account: account.into(),
            account_label: String::new(),
            machine: String::new(),
            had_secrets: has_secrets(&order.input),
            order,
            asked,
            sent: None,
            step: 0,
            lost: false,
            ended: None,
            phase: Phase::Drafted,
            ticket: None,
            note: String::new(),
            fields: Vec::new(),
            before,
            batch: None,
            again_of: None,
            fresh: true,
        }
    }

    /// Reads an entry of a journal.
    ///
    /// # Errors
    /// Why it cannot be read, in words.
    pub fn read(entry: &[u8]) -> Result<Self, String> {
        serde_json::from_slice(entry).map_err(|error| {
            [
                "This entry of the journal cannot be read: ",
                &error.to_string(),
                ".",
            ]
            .concat()
        })
    }

    /// Writes the entry [`Job::read`] reads.
    ///
    /// # Errors
    /// Why it cannot be written, in words.
    pub fn write(&self) -> Result<Vec<u8>, String> {
        serde_json::to_vec(self).map_err(|error| error.to_string())
    }

    /// This machine is another job's and never the one this job makes. To be said of every machine
    /// made by other jobs before this one is carried on.
    pub fn exclude(&mut self, machine: MachineId) {
        if let Some(named) = &mut self.before.named
            && !named.contains(&machine)
        {
            named.push(machine);
        }
    }

    /// Takes it back, if nothing of it was sent; says whether.
    pub fn stop(&mut self, now: Timestamp) -> bool {
        let waits = self.phase == Phase::Drafted;
        if waits {
            self.phase = Phase::Stopped;
            self.ended = Some(now);
            "Stopped before it was sent.".clone_into(&mut self.note);
        }
        waits
    }

    /// Secrets were entered for it and are not here any more.
    pub(crate) fn misses_secrets(&self) -> bool {
        self.had_secrets && !has_secrets(&self.order.input)
    }
}

fn has_secrets(input: &Input) -> bool {
    input.entries().any(|(_, entry)| match entry {
        Entry::Secret(_) => true,
        Entry::Group(group) => has_secrets(group),
        Entry::Rows(rows) => rows.iter().any(has_secrets),
        Entry::Text(_) | Entry::Many(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{Target, Verb};

    use super::*;

    fn job(input: Input) -> Job {
        let mut order = Order::new(Verb::Create, Target::account());
        order.input = input;
        let id = JobId("a-1".to_owned());
        Job::new(id, "a", order, Before::default(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn what_is_written_holds_no_secret_and_says_that_there_was_one() {
        let inner = Input::default().with_secret("key", "s3cret");
        for (input, had_secrets) in [
            (Input::default().with("name", "web"), false),
            (Input::default().with_secret("password", "s3cret"), true),
            (Input::default().with("options", inner.clone()), true),
            (Input::default().with("rows", vec![inner]), true),
        ] {
            let job = job(input);
            assert!(!job.misses_secrets());
            let written = String::from_utf8(job.write().unwrap()).unwrap();
            assert!(!written.contains("s3cret"), "{written}");
            assert!(!format!("{job:?}").contains("s3cret"));
            let back = Job::read(written.as_bytes()).unwrap();
            assert_eq!(back.had_secrets, had_secrets, "{written}");
            assert_eq!(back.misses_secrets(), had_secrets, "{written}");
            assert!(job.fresh && !back.fresh);
        }
    }

    #[test]
    fn entries_of_other_versions_are_read_as_far_as_they_are_understood() {
        let order = r#""order":{"verb":"start","target":{"id":"1","locator":""}}"#;
        for (entry, wanted) in [
            (
                format!(r#"{{"id":"x","asked":5,"phase":"sent",{order}}}"#),
                true,
            ),
            (
                format!(r#"{{"id":"x","asked":5,"phase":"sent","new":[1],{order}}}"#),
                true,
            ),
            (
                format!(r#"{{"id":"x","asked":5,"phase":{{"running":{{"percent":3}}}},{order}}}"#),
                true,
            ),
            // To send what may have been sent would be to repeat it.
            (format!(r#"{{"id":"x","asked":5,{order}}}"#), false),
            (
                format!(r#"{{"id":"x","asked":5,"phase":"later",{order}}}"#),
                false,
            ),
            (r#"{"id":"x","asked":5,"phase":"sent"}"#.to_owned(), false),
            ("{".to_owned(), false),
            (String::new(), false),
        ] {
            match Job::read(entry.as_bytes()) {
                Ok(job) => assert!(wanted && job.id.0 == "x" && job.ticket.is_none(), "{entry}"),
                Err(words) => assert!(!wanted && words.contains("cannot be read"), "{words}"),
            }
        }
    }

    #[test]
    fn only_what_waits_can_be_stopped() {
        for (phase, stops) in [
            (Phase::Drafted, true),
            (Phase::Sent, false),
            (Phase::Accepted, false),
            (Phase::Done, false),
        ] {
            let mut job = job(Input::default());
            job.phase = phase;
            assert_eq!(job.stop(Timestamp::UNIX_EPOCH), stops, "{phase:?}");
            assert_eq!(job.phase == Phase::Stopped, stops, "{phase:?}");
            assert_eq!(job.ended.is_some(), stops, "{phase:?}");
        }
    }

    #[test]
    fn a_machine_of_another_job_is_known() {
        let mut job = job(Input::default());
        job.exclude(MachineId::new("7"));
        assert_eq!(job.before.named, None);
        job.before.named = Some(Vec::new());
        job.exclude(MachineId::new("7"));
        job.exclude(MachineId::new("7"));
        assert_eq!(job.before.named, Some(vec![MachineId::new("7")]));
    }
}
