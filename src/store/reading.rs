//! Reading machines one by one where the list does not tell their state: those on the screen
//! first, within the account's request budget.

use std::time::Duration;

use leptos::{
    prelude::{Set, Update, WithUntracked},
    task::spawn_local,
};
use pilothouse_core::{Error, ErrorKind, Machine, MachineId, Reading, Readings, Target};

use super::{Store, holding::Holding, refresh};
use crate::api::{clock, driver, page};

/// Readings under way at a time.
const AT_ONCE: usize = 4;
/// Requests kept back for what a person does meanwhile.
const RESERVE: usize = 20;
const PAUSE: Duration = Duration::from_millis(1500);

/// Starts reading until nothing is left to read; does nothing if that is under way.
pub fn start(store: Store, holding: &Holding) {
    if holding.readers.with_untracked(|readers| *readers > 0) {
        return;
    }
    holding.readers.set(AT_ONCE);
    for _ in 0..AT_ONCE {
        let holding = holding.clone();
        spawn_local(async move {
            read_on(store, &holding).await;
            holding.readers.update(|readers| *readers -= 1);
        });
    }
}

/// Reads one machine after another until none is left, or one cannot be read: the list's own
/// error will say why, and the next look at the account starts over.
async fn read_on(store: Store, holding: &Holding) {
    let (Ok(access), Ok(client)) = (refresh::access(store, holding), store.client(holding).await)
    else {
        return;
    };
    let limit = holding.provider.facts().requests_per_minute;
    let (queue, line) = (holding.clone(), holding.line.clone());
    let mut readings = Readings::new(
        client,
        access,
        move || next(&queue),
        move |_| {
            let hidden = page::is_hidden().then_some(PAUSE);
            hidden.or_else(|| line.pause(limit, RESERVE))
        },
    );
    let wanted = || store.holds(&holding.account.id);
    let each = |reading: Reading| {
        holding
            .being_read
            .update(|targets| targets.retain(|other| *other != reading.id));
        take(holding, reading.id, reading.result);
    };
    let _why = driver::drive(&mut readings, &holding.line, wanted, each).await;
}

/// Reads one machine in full.
///
/// # Errors
/// The provider's, or that of the line.
pub async fn read(
    store: Store,
    holding: &Holding,
    target: &Target,
) -> (MachineId, Result<Machine, Error>) {
    let result = async {
        let access = refresh::access(store, holding)?;
        let client = store.client(holding).await?;
        let call = client.read(&access, clock::now(), target)?;
        let answer = holding.line.send(&call.request).await?;
        call.read(&answer)
    };
    (target.id.clone(), result.await)
}

/// Takes in what was read; a machine that is not there any more is dropped.
pub fn take(holding: &Holding, id: MachineId, result: Result<Machine, Error>) {
    let now = clock::now();
    match result {
        Ok(machine) => holding
            .roster
            .maybe_update(|roster| roster.take(machine, now)),
        Err(error) if error.kind == ErrorKind::NotFound => {
            holding.roster.update(|roster| roster.drop(&id));
        }
        Err(_) => {}
    }
}

/// The next machine to read, those on the screen first; notes that it is being read.
fn next(holding: &Holding) -> Option<Target> {
    let on_screen = holding.on_screen.with_untracked(Clone::clone);
    let being_read = holding.being_read.with_untracked(Clone::clone);
    let target = holding.roster.with_untracked(|roster| {
        roster
            .unread(&on_screen)
            .find(|entry| !being_read.contains(&entry.machine.id))
            .map(|entry| entry.machine.target())
    })?;
    holding
        .being_read
        .update(|targets| targets.push(target.id.clone()));
    Some(target)
}
