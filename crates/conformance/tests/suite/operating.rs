//! Every verb beyond power: it leads where it says, from every state it is allowed in.

use std::time::Duration;

use pilothouse_conformance::Pair;
use pilothouse_core::{
    ByteSize, Error, ErrorKind, Form, Input, Judgement, Machine, Outcome, Progress, State, Target,
    Verb, VerbRule,
    form::{Kind, Rule},
};
use pilothouse_sandbox::{Seed, names};

use crate::{each, id, last, listed, name_key, new_machine};

#[test]
fn a_created_machine_runs() {
    each(Seed::Small, |pair| {
        let input = new_machine(pair, "conf-1");
        pair.arrived.clear();
        let (news, result) = pair.operate(Verb::Create, &Target::account(), input);
        let context = format!("{}: {news:?} {result:?}", id(pair));
        result.expect(&context);
        let acts = pair.arrived.iter().filter(|line| !line.starts_with("GET"));
        assert_eq!(acts.count(), 1, "{context}: {:?}", pair.arrived);
        let Some(Judgement::Done {
            machine: Some(made),
            ..
        }) = last(&news)
        else {
            panic!("{context}: does not end with the machine");
        };
        let seen = listed(pair, "conf-1").expect(&context);
        assert_eq!(seen.id, made.id, "{context}");
        let read = pair.read(&seen.target()).unwrap();
        assert_eq!(read.state, State::Running, "{context}");
    });
}

#[test]
fn a_build_that_fails_is_told() {
    each(Seed::Small, |pair| {
        let name = format!("{}-conf", names::FAILING_BUILD);
        let input = new_machine(pair, &name);
        let (news, result) = pair.operate(Verb::Create, &Target::account(), input);
        let context = format!("{}: {news:?} {result:?}", id(pair));
        let failed = matches!(last(&news), Some(Judgement::Failed { .. }));
        // A provider without a word for failure is never done, and the flow says so.
        let gave_up = matches!(&result, Err(error) if error.outcome == Outcome::Unknown);
        assert!(failed || gave_up, "{context}");
    });
}

/// One trial for each verb and each state it is allowed in that can be brought about.
#[test]
fn every_other_verb_leads_where_it_says() {
    each(Seed::Small, |pair| {
        let (mut ran, mut left_out) = (0, Vec::new());
        for rule in pair.operator.abilities().has {
            if matches!(rule.verb, Verb::Create | Verb::EmptyTrash) {
                continue;
            }
            for from in rule.from {
                let mut pair = pair.anew(Seed::Small).unwrap();
                match in_state(&mut pair, *from) {
                    Ok(machine) => {
                        trial(&mut pair, rule, &machine);
                        ran += 1;
                    }
                    Err(_) => left_out.push((rule.verb, *from)),
                }
            }
        }
        println!(
            "{}: {ran} verbs from states; not brought about: {left_out:?}",
            id(pair)
        );
        assert!(ran >= 6, "{}: only {ran}", id(pair));
    });
}

/// A machine in this state, brought there if none is.
fn in_state(pair: &mut Pair, state: State) -> Result<Machine, Error> {
    let nothing = || Error::new(ErrorKind::NotFound, "cannot be brought about");
    match state {
        State::Running | State::Off => pair.machine_in(state),
        State::Suspended | State::Rescue => {
            let verb = if state == State::Rescue {
                Verb::Rescue
            } else {
                Verb::Suspend
            };
            let rule = pair.operator.abilities().rule(verb).ok_or_else(nothing)?;
            let from = *rule.from.first().ok_or_else(nothing)?;
            let machine = pair.machine_in(from)?;
            let form = pair.operator.form(verb, Some(&machine));
            let input = pair.fill(&form, &Input::default())?;
            pair.operate(verb, &machine.target(), input).1?;
            pair.wait(Duration::from_mins(1));
            let machine = pair.read(&machine.target())?;
            if machine.state == state {
                Ok(machine)
            } else {
                Err(nothing())
            }
        }
        State::Deleted => {
            let machine = pair.machine_in(State::Off)?;
            let form = pair.operator.form(Verb::Delete, Some(&machine));
            let input = pair.fill(&form, &Input::default())?;
            pair.operate(Verb::Delete, &machine.target(), input).1?;
            let trashed = pair.trash()?.into_iter().find(|one| {
                one.machine.as_ref() == Some(&machine.id) || one.target.id == machine.id
            });
            let mut deleted = machine;
            deleted.locator = trashed.ok_or_else(nothing)?.target.locator;
            deleted.state = State::Deleted;
            Ok(deleted)
        }
        _ => {
            let (machines, result) = pair.list();
            result?;
            for machine in machines {
                let machine = pair.read(&machine.target())?;
                if machine.state == state
                    && !names::SENTINELS
                        .iter()
                        .any(|name| machine.name.starts_with(name))
                {
                    return Ok(machine);
                }
            }
            Err(nothing())
        }
    }
}

fn trial(pair: &mut Pair, rule: &VerbRule, before: &Machine) {
    let context = format!(
        "{}: {:?} of {} ({:?})",
        id(pair),
        rule.verb,
        before.name,
        before.state
    );
    if rule.verb == Verb::Console {
        pair.console(&before.target()).expect(&context);
        return;
    }
    let target = trash_target(pair, rule.verb, before).unwrap_or_else(|| before.target());
    let input = entries(pair, rule.verb, before, &context);
    let (news, result) = pair.operate(rule.verb, &target, input);
    let context = format!("{context}: {news:?} {result:?}");
    result.expect(&context);
    let accepted = matches!(news.first(), Some(Progress::Accepted(_)));
    assert!(accepted, "{context}");
    assert!(
        matches!(last(&news), Some(Judgement::Done { .. })),
        "{context}"
    );
    pair.wait(Duration::from_mins(2));
    // What was asked may have moved it.
    let now_at = match last(&news) {
        Some(Judgement::Done {
            machine: Some(machine),
            ..
        }) => machine.target(),
        _ => before.target(),
    };
    let after = pair.read(&now_at);
    match rule.verb {
        Verb::Delete | Verb::Purge => {
            let gone = match after {
                Err(error) => matches!(error.kind, ErrorKind::NotFound | ErrorKind::Conflict),
                Ok(machine) => rule.verb == Verb::Delete && machine.state == State::Deleted,
            };
            assert!(gone, "{context}");
            let (machines, result) = pair.list();
            result.unwrap();
            assert!(
                machines.iter().all(|one| one.id != before.id),
                "{context}: still listed"
            );
        }
        _ => {
            let after = after.expect(&context);
            changed(rule.verb, before, &after, &context);
        }
    }
}

/// Where the trash keeps a deleted machine.
fn trash_target(pair: &mut Pair, verb: Verb, machine: &Machine) -> Option<Target> {
    if machine.state != State::Deleted || !matches!(verb, Verb::Restore | Verb::Purge) {
        return None;
    }
    let trashed = pair.trash().ok()?;
    let kept = trashed
        .into_iter()
        .find(|one| one.machine.as_ref() == Some(&machine.id) || one.target.id == machine.id)?;
    Some(kept.target)
}

/// What a person would enter to see a difference.
fn entries(pair: &mut Pair, verb: Verb, before: &Machine, context: &str) -> Input {
    let form = pair.operator.form(verb, Some(before));
    let mut wanted = Input::default();
    if verb == Verb::Rename {
        wanted.set(name_key(pair, verb), new_name(before).as_str());
    }
    if verb == Verb::Edit {
        wanted = something_else(pair, &form, wanted, context);
    }
    if verb == Verb::Resize {
        for field in &form.fields {
            let current: u64 = field.initial.parse().unwrap_or(0);
            match &field.kind {
                Kind::Number { least, most, .. }
                    if matches!(field.key.as_str(), "cpus" | "memory") =>
                {
                    wanted.set(&field.key, (current.max(*least) * 2).min(*most));
                }
                Kind::Lookup { lookup, after, .. } if field.required && after.is_empty() => {
                    let choices = pair.lookup(lookup, &wanted).expect(context);
                    let other = choices
                        .iter()
                        .rev()
                        .find(|one| one.closed.is_none() && one.value != field.initial);
                    wanted.set(&field.key, other.expect(context).value.as_str());
                }
                _ => {}
            }
        }
    }
    pair.fill(&form, &wanted).expect(context)
}

/// A name no other trial gives.
fn new_name(machine: &Machine) -> String {
    format!("renamed-{:?}", machine.state).to_lowercase()
}

/// Enters something new into the first field that takes it.
pub(crate) fn something_else(pair: &mut Pair, form: &Form, wanted: Input, context: &str) -> Input {
    for field in &form.fields {
        if !field.is_shown(&wanted, &|_| None) {
            continue;
        }
        let value = match &field.kind {
            Kind::Text {
                rule: Rule::Any, ..
            }
            | Kind::Lines { .. } => "conformance".to_owned(),
            Kind::Flag => (field.initial != "true").to_string(),
            Kind::Lookup {
                lookup,
                after,
                many: false,
            } if after.is_empty() => {
                let choices = pair.lookup(lookup, &wanted).expect(context);
                match choices
                    .into_iter()
                    .rev()
                    .find(|one| one.value != field.initial)
                {
                    Some(choice) => choice.value,
                    None => continue,
                }
            }
            _ => continue,
        };
        return wanted.with(&field.key, value);
    }
    panic!("{context}: nothing to change");
}

/// What has to be different, or the same, afterwards.
fn changed(verb: Verb, before: &Machine, after: &Machine, context: &str) {
    let size = |machine: &Machine| (machine.cpus, machine.memory.map(ByteSize::bytes));
    match verb {
        Verb::Rename => assert!(
            after.name.starts_with(&new_name(before)),
            "{context}: {}",
            after.name
        ),
        Verb::Resize => assert_ne!(size(after), size(before), "{context}"),
        Verb::Suspend => assert_eq!(after.state, State::Suspended, "{context}"),
        Verb::Resume => assert_eq!(after.state, State::Off, "{context}"),
        Verb::Rebuild => assert_eq!(after.state, State::Running, "{context}"),
        Verb::Rescue => {
            let up = matches!(after.state, State::Rescue | State::Running);
            assert!(up, "{context}: {:?}", after.state);
        }
        Verb::Restore => assert_ne!(after.state, State::Deleted, "{context}"),
        _ => assert_eq!(after.name, before.name, "{context}"),
    }
}

#[test]
fn every_part_of_a_machines_page_is_read() {
    each(Seed::Small, |pair| {
        let machine = pair.machine_in(State::Running).unwrap();
        let sections = pair.sections(&machine.target());
        assert!(sections.len() >= 2, "{}", id(pair));
        for (title, shown) in sections {
            let context = format!("{}: {title}", id(pair));
            let shown = shown.unwrap_or_else(|error| panic!("{context}: {error:?}"));
            assert!(!shown.is_empty(), "{context} shows nothing");
        }
    });
}

#[test]
fn an_emptied_trash_is_empty() {
    each(Seed::Small, |pair| {
        if pair.operator.abilities().rule(Verb::EmptyTrash).is_none() {
            return;
        }
        in_state(pair, State::Deleted).unwrap();
        assert!(!pair.trash().unwrap().is_empty(), "{}", id(pair));
        let form = pair.operator.form(Verb::EmptyTrash, None);
        let input = pair.fill(&form, &Input::default()).unwrap();
        let (news, result) = pair.operate(Verb::EmptyTrash, &Target::account(), input);
        result.unwrap();
        assert!(
            matches!(last(&news), Some(Judgement::Done { .. })),
            "{}: {news:?}",
            id(pair)
        );
        pair.wait(Duration::from_mins(2));
        assert!(pair.trash().unwrap().is_empty(), "{}", id(pair));
    });
}
