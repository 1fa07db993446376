//! The fault matrix: every action that changes something, of every provider, meets every way in
//! which an answer or the page that asked can be lost. Nothing is done twice, no job is lost, and
//! what a job ends with is true.

// Helpers of tests may fail a test too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cell;
mod fault;
mod row;
mod tally;
mod truth;

use cell::Cell;
use fault::Fault;
use pilothouse_core::{State, Verb};
use pilothouse_jobs::Phase;
use pilothouse_sandbox::names;
use row::Row;
use tally::Tally;

#[test]
fn nothing_is_done_twice_or_lost_or_untrue() {
    let total = std::thread::scope(|scope| {
        let ids = pilothouse_providers::all().into_iter();
        let ids = ids.map(|provider| provider.facts().id);
        let tallies: Vec<_> = ids.map(|id| scope.spawn(move || Tally::of(id))).collect();
        let tallies = tallies.into_iter().map(|tally| tally.join().unwrap());
        tallies.fold(Tally::default(), Tally::and)
    });
    total.print();
    assert!(total.wrong.is_empty(), "{}", total.wrong.join("\n"));
    let cells = total.done + total.failed + total.unknown;
    assert!(cells >= 1000, "only {cells} cells were tried");
}

/// What cannot be brought about is named, so that nobody takes it for tried.
#[test]
fn every_verb_that_changes_something_is_a_row() {
    for (provider, verb) in row::claimed() {
        let is_row = Row { provider, verb }.ask().is_ok();
        let is_left_out = row::LEFT_OUT.contains(&(provider, verb));
        assert!(is_row != is_left_out, "{provider} {verb:?}: a row {is_row}");
    }
}

/// A machine found by its name goes on being followed, also to a bad end.
#[test]
fn a_build_that_fails_is_told_although_its_answer_was_lost() {
    for provider in pilothouse_providers::all() {
        let provider = provider.facts().id;
        let verb = Verb::Create;
        let name = format!("{}-matrix", names::FAILING_BUILD);
        let asked = Row { provider, verb }.ask_making(&name).unwrap();
        let mut cell = Cell::of(asked, Fault::ResetAfter);
        let end = &cell.ends.last().unwrap().job;
        let made = cell.pair.named(&name).unwrap();
        let context = format!(
            "{provider}: {:?} “{}”, {:?}",
            end.phase, end.note, made.state
        );
        assert_ne!(made.state, State::Running, "{context}");
        // Some providers never say that a build has failed.
        assert!(
            matches!(end.phase, Phase::Failed | Phase::Unknown),
            "{context}"
        );
        assert_eq!(cell.writes.len(), 1, "{context}");
        assert!(
            end.ticket.as_ref().is_some_and(|it| it.made.is_some()),
            "{context}"
        );
    }
}

/// The second of two may be refused because of the first; what is said is about the machine. Only
/// browsers do this, so it matters for providers they speak to themselves.
#[test]
fn what_a_browser_sends_twice_has_not_failed() {
    let mut wrong = Vec::new();
    let direct = |id: &str| {
        let all = pilothouse_providers::all().into_iter();
        let mut its = all.filter(|one| one.facts().id == id);
        its.any(|one| one.facts().answers_browsers)
    };
    for (provider, verb) in row::claimed() {
        let leaves_a_trace = matches!(
            verb,
            Verb::Start | Verb::ShutDown | Verb::PowerOff | Verb::Suspend | Verb::Delete
        );
        if !leaves_a_trace || !direct(provider) {
            continue;
        }
        let asked = Row { provider, verb }.ask().unwrap();
        let cell = Cell::of(asked, Fault::SentTwice);
        let end = &cell.ends.last().unwrap().job;
        if end.phase != Phase::Done {
            let (phase, note) = (end.phase, &end.note);
            wrong.push(format!("{provider} {verb:?}: {phase:?} “{note}”"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
