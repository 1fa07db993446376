//! What a machine's present state says of each verb (OnApp reference, "State machine as seen
//! through the API").

use pilothouse_core::{State, Verb};

use super::{
    edit_machine::{NOTES, wanted},
    look::LOCK_SHOWS_WITHIN,
    look_order::{Seen, Verdict},
    orders::is_on,
    resize_machine::SIZES,
};
use crate::{node::Node, onapp::wire};

/// A resized machine that is unlocked this soon may be one whose lock does not show yet.
const RESIZE_SHOWS_WITHIN: i64 = 5;
/// The lock may be gone for a moment between installing and starting.
const STARTS_WITHIN: i64 = 30;

pub(super) fn verdict(seen: &Seen<'_>) -> Verdict {
    let record = wire::record(seen.body);
    let verb = seen.order.verb;
    if seen.state == State::Deleted {
        return match verb {
            Verb::Delete => Verdict::Done,
            _ => Verdict::Failed("The machine has been deleted.".to_owned()),
        };
    }
    match verb {
        Verb::Rename => renamed(seen, record),
        Verb::Edit => edited(seen, record),
        Verb::Unlock if !is_on(record, "locked") => Verdict::Done,
        Verb::Unlock => too_early(seen).unwrap_or_else(|| {
            Verdict::Failed("The machine is locked still, or again by other work.".to_owned())
        }),
        _ if seen.state.is_changing() || seen.state == State::Unknown => Verdict::Wait,
        Verb::Create | Verb::Rebuild => installed(seen),
        Verb::Resize => resized(seen, record),
        Verb::Rescue => rescued(seen, record),
        Verb::Suspend if seen.state == State::Suspended => Verdict::Done,
        Verb::Resume if seen.state != State::Suspended => Verdict::Done,
        _ => too_early(seen).unwrap_or_else(|| still(seen)),
    }
}

fn too_early(seen: &Seen<'_>) -> Option<Verdict> {
    (seen.seconds < LOCK_SHOWS_WITHIN).then_some(Verdict::Wait)
}

/// Nothing holds the machine and it is not where it was sent.
fn still(seen: &Seen<'_>) -> Verdict {
    let words = match (seen.order.verb, seen.state) {
        (Verb::Delete, _) => "still there".to_owned(),
        (Verb::Resume, _) => "still suspended".to_owned(),
        (_, State::Running) => "still running".to_owned(),
        (_, state) => state.word().to_ascii_lowercase(),
    };
    Verdict::Failed(["OnApp finished, but the machine is ", &words, "."].concat())
}

fn installed(seen: &Seen<'_>) -> Verdict {
    let input = &seen.order.input;
    let creates = seen.order.verb == Verb::Create;
    let wants = |field| input.flag(field) != Some(false);
    if creates && !wants("build") {
        return Verdict::Done;
    }
    // A machine was unbuilt before it was made; before a rebuild it looks as it does after.
    let may_be_old = !creates || !matches!(seen.state, State::Running | State::Off);
    if may_be_old && let Some(verdict) = too_early(seen) {
        return verdict;
    }
    match seen.state {
        State::Off if wants("start") => {
            let just_now = |seconds| (0..STARTS_WITHIN).contains(&seconds);
            if seen.unchanged.is_some_and(just_now) {
                return Verdict::Wait;
            }
            Verdict::DoneBut("The system is installed, but the machine is off.")
        }
        State::Running | State::Off | State::Rescue => Verdict::Done,
        State::Suspended => Verdict::DoneBut("OnApp finished, but the machine is suspended."),
        _ => Verdict::Failed("OnApp finished, but no operating system was installed.".to_owned()),
    }
}

fn renamed(seen: &Seen<'_>, record: Node<'_>) -> Verdict {
    let label = record.get("label").text().unwrap_or_default();
    let wanted = seen.order.input.text("name").unwrap_or_default();
    if label.trim() == wanted.trim() {
        return Verdict::Done;
    }
    too_early(seen).unwrap_or_else(|| {
        Verdict::Failed("OnApp accepted the new name, but shows another one.".to_owned())
    })
}

/// Who may not see a note is shown none.
fn edited(seen: &Seen<'_>, record: Node<'_>) -> Verdict {
    let same = |one: &str, other: &str| one.lines().eq(other.lines()) || one.trim() == other.trim();
    let mut verdict = Verdict::Done;
    for (attribute, field, clear) in NOTES {
        let Some(wanted) = wanted(&seen.order.input, field, clear) else {
            continue;
        };
        match record.get(attribute).text() {
            Some(note) if same(&note, wanted) => {}
            None if wanted.trim().is_empty() => {}
            _ if seen.seconds < LOCK_SHOWS_WITHIN => return Verdict::Wait,
            None => {
                verdict = Verdict::DoneBut(
                    "OnApp accepted the note, but does not show it to this login.",
                );
            }
            Some(_) => {
                let words = "OnApp accepted the note, but shows another one.";
                return Verdict::Failed(words.to_owned());
            }
        }
    }
    verdict
}

fn resized(seen: &Seen<'_>, record: Node<'_>) -> Verdict {
    if seen.seconds < RESIZE_SHOWS_WITHIN {
        return Verdict::Wait;
    }
    let other = SIZES.iter().find(|size| {
        let wanted = seen.order.input.number(size);
        let is = record.get(size).number();
        // Not every panel shows every size.
        wanted.is_some() && is.is_some() && wanted != is
    });
    let Some(size) = other else {
        return Verdict::Done;
    };
    too_early(seen).unwrap_or_else(|| {
        let words = size.replace('_', " ");
        Verdict::Failed(["OnApp finished, but the machine's ", &words, " is another."].concat())
    })
}

fn rescued(seen: &Seen<'_>, record: Node<'_>) -> Verdict {
    if seen.state == State::Rescue {
        return Verdict::Done;
    }
    if let Some(verdict) = too_early(seen) {
        return verdict;
    }
    // Null says "no"; some releases have no such member at all.
    if seen.state == State::Running && !record.has("recovery_mode") {
        let note = "The machine is running. This panel does not say whether in rescue mode.";
        return Verdict::DoneBut(note);
    }
    let word = match seen.state {
        State::Running => "running its own system".to_owned(),
        state => state.word().to_ascii_lowercase(),
    };
    Verdict::Failed(["OnApp finished, but the machine is ", &word, "."].concat())
}
