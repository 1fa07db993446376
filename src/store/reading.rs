//! Reading machines one by one where the list does not tell their state: those on the screen
//! first, within the account's request budget.

use std::time::Duration;

use futures::future::join_all;
use leptos::{
    prelude::{Update, WithUntracked},
    task::spawn_local,
};
use pilothouse_core::{Error, ErrorKind, Machine, MachineId, Target};

use super::{Store, holding::Holding, refresh};
use crate::api::{clock, page};

/// Readings under way at a time.
const AT_ONCE: usize = 4;
/// Requests kept back for what a person does meanwhile.
const RESERVE: usize = 20;
const PAUSE: Duration = Duration::from_millis(1500);

/// Starts reading until nothing is left to read; does nothing if that is under way.
pub fn start(store: Store, holding: &Holding) {
    if holding.reading.with_untracked(|reading| *reading) {
        return;
    }
    holding.reading.update(|reading| *reading = true);
    let holding = holding.clone();
    spawn_local(async move {
        while store.holds(&holding.account.id) {
            if page::is_hidden() {
                clock::sleep(PAUSE).await;
                continue;
            }
            let room = holding
                .line
                .room(holding.provider.facts().requests_per_minute)
                .saturating_sub(RESERVE);
            let next = next(&holding, AT_ONCE.min(room));
            if next.is_empty() {
                if room == 0 && anything_left(&holding) {
                    clock::sleep(PAUSE).await;
                    continue;
                }
                break;
            }
            let read = join_all(next.iter().map(|target| read(store, &holding, target))).await;
            let failed = read.iter().any(|(_, result)| {
                result
                    .as_ref()
                    .is_err_and(|error| error.kind != ErrorKind::NotFound)
            });
            take(&holding, read);
            if failed {
                // The list's own error will say why; the next look starts over.
                break;
            }
        }
        holding.reading.update(|reading| *reading = false);
    });
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
        let call = holding.provider.read(&access, clock::now(), target)?;
        let answer = holding.line.send(&call.request).await?;
        call.read(&answer)
    };
    (target.id.clone(), result.await)
}

/// Takes in what was read; a machine that is not there any more is dropped.
pub fn take(holding: &Holding, read: Vec<(MachineId, Result<Machine, Error>)>) {
    let now = clock::now();
    holding.roster.update(|roster| {
        for (id, result) in read {
            match result {
                Ok(machine) => roster.take(machine, now),
                Err(error) if error.kind == ErrorKind::NotFound => roster.drop(&id),
                Err(_) => {}
            }
        }
    });
}

fn next(holding: &Holding, limit: usize) -> Vec<Target> {
    let on_screen = holding.on_screen.with_untracked(Clone::clone);
    holding.roster.with_untracked(|roster| {
        let seen = on_screen
            .iter()
            .filter_map(|id| roster.get(id))
            .filter(|entry| entry.wants_reading);
        let all = roster.entries().iter().filter(|entry| entry.wants_reading);
        let mut targets: Vec<Target> = Vec::new();
        for entry in seen.chain(all) {
            if targets.len() >= limit {
                break;
            }
            if targets.iter().all(|target| target.id != entry.machine.id) {
                targets.push(entry.machine.target());
            }
        }
        targets
    })
}

fn anything_left(holding: &Holding) -> bool {
    holding
        .roster
        .with_untracked(|roster| roster.entries().iter().any(|entry| entry.wants_reading))
}
