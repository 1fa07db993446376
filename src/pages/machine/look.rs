//! Reading the page's machine again, and keeping the answer as it may be shown.

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::{Error, ErrorKind, Machine, redacted};

use super::subject::Subject;
use crate::{api::clock, store::reading};

/// Reads the machine once it is known how, and whenever something that was done to it has ended.
pub(super) fn when_known(subject: Subject) {
    Effect::new(move |_| {
        if subject.is_there.get() {
            untrack(|| look(subject));
        }
    });
    let jobs = subject.store.jobs;
    let busy = Memo::new(move |_| {
        let key = subject.key.get_value();
        jobs.open_for(&key.account, &key.machine)
            .map(|job| job.id.clone())
    });
    Effect::new(move |was: Option<bool>| {
        let is_busy = busy.get().is_some();
        if was == Some(true) && !is_busy {
            untrack(|| again(subject));
        }
        is_busy
    });
}

/// Reads everything the page shows again.
pub(super) fn again(subject: Subject) {
    subject.turn.update(|turn| *turn = turn.wrapping_add(1));
    look(subject);
}

fn look(subject: Subject) {
    if subject.is_read.get_untracked() {
        return;
    }
    subject.is_read.set(true);
    spawn_local(async move {
        let result = read(subject).await;
        if !subject.is_open() {
            return;
        }
        subject.is_read.set(false);
        // That it is gone is told in a place of its own.
        let error = result
            .err()
            .filter(|error| error.kind != ErrorKind::NotFound);
        subject.read_error.set(error);
    });
}

async fn read(subject: Subject) -> Result<(), Error> {
    let Some(target) = subject.machine_untracked().as_ref().map(Machine::target) else {
        return Ok(());
    };
    let holding = subject.holding.get_value();
    let access = subject.store.access(&holding)?;
    let call = holding.provider.read(&access, clock::now(), &target)?;
    let answer = holding.line.send(&call.request).await?;
    let shown = redacted(&answer, &access.credentials);
    let _still_open = subject.raw.try_set(Some((shown, clock::now())));
    let result = call.read(&answer);
    reading::take(&holding, target.id, result.clone());
    result.map(|_| ())
}
