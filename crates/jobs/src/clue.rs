//! What a machine as it is now says of an order nobody knows the fate of, compared with what it
//! was before. It knows no provider and claims no more than the comparison shows.

use pilothouse_core::{Input, Machine, State, Verb};

use crate::Seen;

/// What one look shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Clue {
    /// It happened; more to say about it, or nothing.
    Happened(String),
    /// It was begun and is not at its end.
    UnderWay,
    /// It was begun and went wrong, in words.
    WentWrong(String),
    /// Neither that it happened nor that it did not.
    Nothing,
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'a> {
    pub(crate) verb: Verb,
    pub(crate) input: &'a Input,
    /// The name the machine was to be given.
    pub(crate) name: Option<&'a str>,
    /// The machine before.
    pub(crate) before: Option<&'a Seen>,
    /// An earlier look has shown it under way.
    pub(crate) begun: bool,
}

/// Whether anything of it can be seen on a machine afterwards. A restart can be seen only while
/// it happens; a lock also goes when the work it is for is done.
pub(crate) const fn leaves_a_trace(verb: Verb) -> bool {
    !matches!(
        verb,
        Verb::Edit | Verb::Console | Verb::SendKeys | Verb::Unlock | Verb::EmptyTrash
    )
}

impl Question<'_> {
    /// What this look shows.
    pub(crate) fn clue(&self, now: &Machine) -> Clue {
        if self.verb == Verb::Create {
            return made(now.state);
        }
        let Some(before) = self.before else {
            return Clue::Nothing;
        };
        let happened = || Clue::Happened(String::new());
        let is_new = now.state != before.state;
        match self.verb {
            Verb::Start | Verb::ShutDown | Verb::PowerOff | Verb::Suspend | Verb::Rescue => {
                // A machine that was on in any way was not started.
                let was_on = matches!(before.state, State::Running | State::Rescue);
                let counts = is_new && is_known(before.state);
                if counts && Some(now.state) == self.verb.goal() {
                    return if self.verb == Verb::Start && was_on {
                        Clue::Nothing
                    } else {
                        happened()
                    };
                }
                begun(before.state, now.state)
            }
            Verb::Resume if before.state == State::Suspended && is_new && is_settled(now.state) => {
                happened()
            }
            Verb::Resume => begun(before.state, now.state),
            Verb::Reboot | Verb::Reset => self.restarted(before, now),
            Verb::Rebuild => self.rebuilt(before, now),
            Verb::Rename => {
                let same = |name: &str| self.name.is_some_and(|to| to.eq_ignore_ascii_case(name));
                if same(&now.name) && now.name != before.name {
                    happened()
                } else {
                    Clue::Nothing
                }
            }
            Verb::Resize => self.resized(before, now),
            _ => Clue::Nothing,
        }
    }

    /// On before and after: only in between it shows. "Busy" may be anything.
    fn restarted(&self, before: &Seen, now: &Machine) -> Clue {
        let restarts =
            |state| matches!(state, State::Restarting | State::Stopping | State::Starting);
        let between = self.begun && now.state == State::Off;
        if between || restarts(now.state) && is_settled(before.state) {
            return Clue::UnderWay;
        }
        if self.begun && now.state == State::Running {
            return Clue::Happened("It was seen restarting.".to_owned());
        }
        Clue::Nothing
    }

    fn rebuilt(&self, before: &Seen, now: &Machine) -> Clue {
        match now.state {
            State::Building if before.state != State::Building => Clue::UnderWay,
            State::Failed | State::NotBuilt if self.begun => Clue::WentWrong(
                [
                    "It was begun, and the machine is now ",
                    &plain(now.state),
                    ".",
                ]
                .concat(),
            ),
            state if self.begun && is_settled(state) => {
                Clue::Happened("It was seen being installed.".to_owned())
            }
            _ => Clue::Nothing,
        }
    }

    fn resized(&self, before: &Seen, now: &Machine) -> Clue {
        let cpus = changed(before.cpus, now.cpus);
        let memory = changed(before.memory, now.memory);
        let asked = self.input.number("cpus");
        let as_asked = asked.is_none() || asked == now.cpus.map(u64::from);
        if !(cpus || memory) || !as_asked {
            return begun(before.state, now.state);
        }
        if now.state.is_changing() {
            return Clue::UnderWay;
        }
        let mut size = Vec::new();
        if let Some(cpus) = now.cpus {
            size.push([&cpus.to_string(), " processors"].concat());
        }
        if let Some(memory) = now.memory {
            size.push([&memory.to_string(), " of memory"].concat());
        }
        Clue::Happened(["It now has ", &size.join(" and "), "."].concat())
    }
}

fn made(state: State) -> Clue {
    match state {
        State::Running | State::Rescue => Clue::Happened(String::new()),
        State::Failed => Clue::WentWrong("The machine is there, and its build failed.".to_owned()),
        State::Deleting | State::Deleted => {
            Clue::WentWrong("The machine was made and has been deleted.".to_owned())
        }
        _ => Clue::UnderWay,
    }
}

/// Left alone before and at work now.
fn begun(before: State, now: State) -> Clue {
    if now.is_changing() && is_settled(before) {
        Clue::UnderWay
    } else {
        Clue::Nothing
    }
}

const fn is_known(state: State) -> bool {
    !matches!(state, State::Unread | State::Unknown)
}

const fn is_settled(state: State) -> bool {
    is_known(state) && !state.is_changing()
}

fn changed<T: PartialEq>(before: Option<T>, now: Option<T>) -> bool {
    matches!((before, now), (Some(before), Some(now)) if before != now)
}

/// A state's word in the middle of a sentence.
pub(crate) fn plain(state: State) -> String {
    let word = state.word().trim_end_matches('…');
    word.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use pilothouse_core::ByteSize;

    use super::*;

    fn machine(state: State) -> Machine {
        let mut machine = Machine::bare("1", "web-1");
        machine.state = state;
        machine.cpus = Some(1);
        machine.memory = Some(ByteSize::from_gib(1));
        machine
    }

    fn ask(verb: Verb, before: State, now: State, begun: bool) -> Clue {
        let seen = Seen::of(&machine(before));
        let question = Question {
            verb,
            input: &Input::default(),
            name: None,
            before: Some(&seen),
            begun,
        };
        question.clue(&machine(now))
    }

    /// What is compared here by its kind alone.
    fn kind(clue: &Clue) -> char {
        match clue {
            Clue::Happened(_) => 'H',
            Clue::UnderWay => 'U',
            Clue::WentWrong(_) => 'W',
            Clue::Nothing => '-',
        }
    }

    #[test]
    fn a_state_proves_what_it_was_not_before() {
        use State::{
            Building, Busy, Failed, NotBuilt, Off, Rescue, Restarting, Running, Starting, Stopping,
            Suspended, Unread,
        };
        for (verb, before, now, begun, wanted) in [
            (Verb::Start, Off, Running, false, 'H'),
            (Verb::Start, Off, Off, false, '-'),
            (Verb::Start, Off, Off, true, '-'),
            (Verb::Start, Off, Starting, false, 'U'),
            (Verb::Start, Off, Busy, false, 'U'),
            (Verb::Start, Busy, Busy, false, '-'),
            (Verb::Start, Running, Running, false, '-'),
            (Verb::Start, Rescue, Running, false, '-'),
            (Verb::Start, Unread, Running, false, '-'),
            (Verb::ShutDown, Running, Off, false, 'H'),
            (Verb::ShutDown, Running, Stopping, false, 'U'),
            (Verb::ShutDown, Running, Running, true, '-'),
            (Verb::PowerOff, Running, Off, false, 'H'),
            (Verb::Suspend, Running, Suspended, false, 'H'),
            (Verb::Resume, Suspended, Off, false, 'H'),
            (Verb::Resume, Suspended, Busy, false, 'U'),
            (Verb::Resume, Suspended, Suspended, false, '-'),
            (Verb::Rescue, Off, Rescue, false, 'H'),
            (Verb::Rescue, Off, Running, false, '-'),
            (Verb::Unlock, Busy, Off, false, '-'),
            (Verb::Unlock, Busy, Busy, false, '-'),
            (Verb::Reboot, Running, Running, false, '-'),
            (Verb::Reboot, Running, Restarting, false, 'U'),
            (Verb::Reboot, Running, Busy, false, '-'),
            (Verb::Reboot, Running, Running, true, 'H'),
            (Verb::Reboot, Running, Off, true, 'U'),
            (Verb::Reboot, Running, Off, false, '-'),
            (Verb::Reset, Running, Stopping, false, 'U'),
            (Verb::Rebuild, Off, Building, false, 'U'),
            (Verb::Rebuild, Off, Running, false, '-'),
            (Verb::Rebuild, Off, Running, true, 'H'),
            (Verb::Rebuild, Off, NotBuilt, true, 'W'),
            (Verb::Rebuild, Failed, Failed, false, '-'),
            (Verb::Create, NotBuilt, Running, false, 'H'),
            (Verb::Create, NotBuilt, Off, false, 'U'),
            (Verb::Create, NotBuilt, Failed, false, 'W'),
            (Verb::SendKeys, Running, Running, true, '-'),
            (Verb::Edit, Running, Running, true, '-'),
        ] {
            let clue = ask(verb, before, now, begun);
            let context = format!("{verb:?}: {before:?} to {now:?}, begun {begun}");
            assert_eq!(kind(&clue), wanted, "{context}");
        }
    }

    #[test]
    fn without_a_before_nothing_is_proven() {
        for verb in [Verb::Start, Verb::ShutDown, Verb::Rename, Verb::Resize] {
            let question = Question {
                verb,
                input: &Input::default(),
                name: Some("web-1"),
                before: None,
                begun: false,
            };
            for state in [State::Running, State::Off] {
                assert_eq!(question.clue(&machine(state)), Clue::Nothing, "{verb:?}");
            }
        }
    }

    #[test]
    fn a_name_proves_a_renaming_it_was_not_there_before() {
        for (before, now, wanted) in [
            ("web-1", "web-2", 'H'),
            ("web-1", "WEB-2", 'H'),
            ("web-1", "web-1", '-'),
            ("web-1", "web-3", '-'),
            ("web-2", "web-2", '-'),
        ] {
            let (mut old, mut new) = (machine(State::Off), machine(State::Off));
            (old.name, new.name) = (before.to_owned(), now.to_owned());
            let seen = Seen::of(&old);
            let question = Question {
                verb: Verb::Rename,
                input: &Input::default(),
                name: Some("web-2"),
                before: Some(&seen),
                begun: false,
            };
            assert_eq!(kind(&question.clue(&new)), wanted, "{before} to {now}");
        }
    }

    #[test]
    fn a_size_proves_a_resizing_if_it_is_the_one_asked_for() {
        for (asked, cpus, gib, state, wanted) in [
            (Some(2), 2, 2, State::Off, 'H'),
            (Some(2), 2, 2, State::Busy, 'U'),
            (Some(2), 3, 2, State::Off, '-'),
            (Some(2), 1, 1, State::Off, '-'),
            (Some(2), 1, 1, State::Busy, 'U'),
            (None, 1, 2, State::Off, 'H'),
            (None, 1, 1, State::Off, '-'),
        ] {
            let mut now = machine(state);
            (now.cpus, now.memory) = (Some(cpus), Some(ByteSize::from_gib(gib)));
            let seen = Seen::of(&machine(State::Off));
            let mut input = Input::default();
            if let Some(asked) = asked {
                input.set("cpus", asked);
            }
            let question = Question {
                verb: Verb::Resize,
                input: &input,
                name: None,
                before: Some(&seen),
                begun: false,
            };
            assert_eq!(kind(&question.clue(&now)), wanted, "{asked:?} {cpus} {gib}");
        }
    }
}
