//! What a cell must not show.

use std::{collections::BTreeMap, time::Duration};

use pilothouse_core::Verb;
use pilothouse_jobs::Phase;

use crate::{
    cell::{Cell, End},
    fault::Fault,
    row::{MADE, RENAMED, Row},
};

/// What nobody who reads machines could see afterwards although it was carried out; the provider
/// is empty for all. A restart and an installation are seen if one looks while they happen.
const UNSEEN: [(&str, Verb); 8] = [
    ("", Verb::SendKeys),
    ("", Verb::Edit),
    ("", Verb::EmptyTrash),
    ("", Verb::Reboot),
    ("", Verb::Reset),
    ("", Verb::Rebuild),
    // A lock also goes when the work it is for is done.
    ("", Verb::Unlock),
    // It does not tell which system a machine runs.
    ("bigv", Verb::Rescue),
];

/// Everything that is wrong with a cell, naming it. The whole of the action takes so many
/// requests that change something.
pub(crate) fn violations(row: &Row, fault: Fault, cell: &mut Cell, steps: usize) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut say =
        |words: String| wrong.push(format!("{} / {}: {words}", row.name(), fault.words()));
    let mut by_step = BTreeMap::new();
    for write in &cell.writes {
        *by_step.entry(write.step).or_insert(0) += 1;
    }
    for (step, count) in by_step {
        if count > 1 {
            say(format!("request {step} was sent {count} times"));
        }
    }
    let must_not_send = matches!(fault, Fault::NotKept | Fault::ReloadBeforeSending);
    if must_not_send && !cell.writes.is_empty() {
        say("it was sent".to_owned());
    }
    if cell.sent_by_second {
        say("the second tab sent something".to_owned());
    }
    if cell.ends.iter().any(|end| end.job.phase.is_open()) {
        say("the job has not ended".to_owned());
    }
    let had_secrets = cell.ends.iter().any(|end| end.job.had_secrets);
    let expected = fault.reaches_the_provider() && !(fault == Fault::ReloadDrafted && had_secrets);
    if (cell.carried_out() > 0) != expected {
        say(format!(
            "carried out {}, expected {expected}",
            cell.carried_out()
        ));
    }
    for end in &cell.ends {
        if let Some(words) = untrue(row, fault, end, steps) {
            say(format!("{words}: {:?} “{}”", end.job.phase, end.job.note));
        }
    }
    if cell.carried_out() == steps
        && let Some(words) = not_there(row, cell)
    {
        say(words);
    }
    wrong
}

fn untrue(row: &Row, fault: Fault, end: &End, steps: usize) -> Option<&'static str> {
    let (nothing, all) = (end.carried_out == 0, end.carried_out == steps);
    let is_certain = matches!(fault, Fault::Nothing | Fault::TooMany | Fault::NotKept);
    match end.job.phase {
        Phase::Done if !all => Some("done, but not all of it was carried out"),
        Phase::Failed if !nothing => Some("failed, but it was carried out"),
        Phase::Unknown if is_certain => Some("unknown, but it is certain"),
        Phase::Unknown if all && could_be_known(row, fault) => {
            Some("unknown, but a reader could know")
        }
        Phase::Failed | Phase::Unknown if end.job.note.len() < 20 => Some("without words"),
        _ => None,
    }
}

fn could_be_known(row: &Row, fault: Fault) -> bool {
    let was_accepted = matches!(
        fault,
        Fault::ReloadDrafted | Fault::ReloadPolling | Fault::ClockForward | Fault::ClockBack
    );
    let is_row = |(provider, verb): &(&str, Verb)| {
        *verb == row.verb && (provider.is_empty() || *provider == row.provider)
    };
    was_accepted || !UNSEEN.iter().any(is_row)
}

/// What was carried out and is not to be seen in the world an hour later, in words.
fn not_there(row: &Row, cell: &mut Cell) -> Option<String> {
    let pair = &mut cell.pair;
    pair.wait(Duration::from_hours(1));
    let (machines, result) = pair.list();
    result.unwrap();
    let named = |name: &str| machines.iter().filter(|one| one.name == name).count();
    let (wanted, seen) = match (row.verb, &cell.before) {
        (Verb::Create, _) => (1, named(MADE)),
        (Verb::Rename, _) => (1, named(RENAMED)),
        (Verb::Delete | Verb::Purge, Some(before)) => {
            (0, machines.iter().filter(|one| one.id == before.id).count())
        }
        (verb, Some(before)) if !(verb == Verb::Rescue && row.provider == "bigv") => {
            let goal = verb.goal()?;
            let now = pair.read(&before.target()).unwrap().state;
            return (now != goal).then(|| format!("the machine is {now:?}"));
        }
        _ => return None,
    };
    (wanted != seen).then(|| format!("the provider shows {seen} instead of {wanted}"))
}
