//! The parts of the page only the provider knows: which there are, and what was read of each.

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::{Content, Error, Target, Timestamp, Topic};

use super::subject::Subject;
use crate::api::clock;

/// What was read of one part. Kept while other parts are looked at.
#[derive(Clone, Default)]
pub(super) struct Known {
    /// In order.
    pub(super) contents: Vec<Content>,
    /// When all of it was here.
    pub(super) at: Option<Timestamp>,
    /// It is being read.
    pub(super) is_loading: bool,
    /// Why the last reading failed.
    pub(super) error: Option<Error>,
    /// The page's turn it was last asked for in.
    turn: Option<u32>,
}

/// One part. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Part {
    subject: Subject,
    at: usize,
    /// Its heading.
    pub(super) title: &'static str,
    /// What it is about.
    pub(super) topic: Topic,
    /// What was read of it.
    pub(super) known: RwSignal<Known>,
}

/// Every part the provider has for this machine.
///
/// # Errors
/// When this tab has no credentials for the account.
pub(super) fn all(subject: Subject) -> Result<Vec<Part>, Error> {
    let sections = sections(subject)?.into_iter().enumerate();
    let parts = sections.map(|(at, section)| Part {
        subject,
        at,
        title: section.title,
        topic: section.topic,
        known: RwSignal::default(),
    });
    Ok(parts.collect())
}

fn sections(subject: Subject) -> Result<Vec<pilothouse_core::Section>, Error> {
    let (Some(operator), Some(target)) = (
        subject.operator.get_untracked(),
        subject.machine_untracked().map(|machine| machine.target()),
    ) else {
        return Ok(Vec::new());
    };
    let access = subject
        .holding
        .with_value(|holding| subject.store.access(holding))?;
    let target: Target = target;
    Ok(operator.sections(&access, &target, clock::now()))
}

impl Part {
    /// Reads it if it has not been read in this turn of the page.
    pub(super) fn read_once(self, turn: u32) {
        if self.known.with_untracked(|known| known.turn != Some(turn)) {
            self.known.update(|known| known.turn = Some(turn));
            self.read();
        }
    }

    /// Reads it now.
    pub(super) fn read(self) {
        if self.known.with_untracked(|known| known.is_loading) {
            return;
        }
        self.known.update(|known| known.is_loading = true);
        spawn_local(async move {
            let mut contents = Vec::new();
            let result = self.drive(&mut contents).await;
            let _still_open = self.known.try_update(|known| {
                known.is_loading = false;
                match result {
                    Ok(()) => {
                        known.contents = contents;
                        known.at = Some(clock::now());
                        known.error = None;
                    }
                    Err(error) => known.error = Some(error),
                }
            });
        });
    }

    async fn drive(self, contents: &mut Vec<Content>) -> Result<(), Error> {
        let Some(section) = sections(self.subject)?.into_iter().nth(self.at) else {
            return Ok(());
        };
        let holding = self.subject.holding.get_value();
        let mut flow = section.read;
        let wanted = || self.subject.is_open();
        let each = |content| contents.push(content);
        self.subject
            .store
            .drive(&holding, flow.as_mut(), wanted, each)
            .await
    }
}
