//! Lost and odd answers to every verb: nothing is done twice, and nothing is claimed that is not
//! known.

use std::time::Duration;

use pilothouse_conformance::{Pair, Weather};
use pilothouse_core::{Error, ErrorKind, Input, Outcome, State, Target, Verb};
use pilothouse_sandbox::Seed;

use crate::{each, id, listed, name_key, new_machine, operating::something_else};

const LOSSES: [Weather; 6] = [
    Weather::AnswerLost,
    Weather::LostOnTheWay,
    Weather::Instead(500, "text/html", "<html>oops</html>"),
    Weather::Instead(502, "text/html", "<html>bad gateway</html>"),
    Weather::Instead(200, "application/json", "{\"cut\":"),
    Weather::Instead(200, "text/html", "<html>hello</html>"),
];

/// A machine for a verb and what is entered for it; `None` where the seed has no such machine.
fn prepared(pair: &mut Pair, verb: Verb) -> Option<(Target, Input)> {
    if verb == Verb::Create {
        return Some((Target::account(), new_machine(pair, "conf-1")));
    }
    let rule = pair.operator.abilities().rule(verb)?;
    let from = rule.from.iter();
    let mut machine = None;
    for state in from {
        if matches!(state, State::Running | State::Off) {
            machine = pair.machine_in(*state).ok();
        }
        if machine.is_some() {
            break;
        }
    }
    let machine = machine?;
    let form = pair.operator.form(verb, Some(&machine));
    let mut wanted = Input::default();
    if verb == Verb::Rename {
        wanted.set(name_key(pair, verb), "renamed-1");
    }
    if verb == Verb::Resize && form.field("cpus").is_some() {
        wanted.set("cpus", u64::from(machine.cpus.unwrap_or(1)) + 1);
    }
    if verb == Verb::Edit {
        wanted = something_else(pair, &form, wanted, id(pair));
    }
    let input = pair.fill(&form, &wanted).ok()?;
    Some((machine.target(), input))
}

#[test]
fn no_lost_answer_is_called_done_or_not_done_and_nothing_is_sent_twice() {
    for weather in LOSSES {
        each(Seed::Small, |pair| {
            let mut cells = 0;
            let verbs = pair.operator.abilities().has.iter().map(|rule| rule.verb);
            for verb in verbs.collect::<Vec<_>>() {
                if verb == Verb::Console {
                    continue;
                }
                let Some((target, input)) = prepared(pair, verb) else {
                    continue;
                };
                cells += 1;
                pair.arrived.clear();
                pair.weather_acting = weather;
                let (_, result) = pair.operate(verb, &target, input);
                pair.weather_acting = Weather::Fair;
                pair.wait(Duration::from_mins(30));
                let context = format!("{}: {verb:?} in {weather:?}: {result:?}", id(pair));
                let acts = pair.arrived.iter().filter(|line| !line.starts_with("GET"));
                assert!(acts.count() <= 1, "{context}: {:?}", pair.arrived);
                if let Err(error) = result {
                    assert_eq!(error.outcome, Outcome::Unknown, "{context}");
                } else {
                    // A provider whose success needs no body may take any 2xx for one; what it
                    // says it has made has to be there.
                    let success = matches!(weather, Weather::Instead(200, ..));
                    let there = verb != Verb::Create || listed(pair, "conf-1").is_some();
                    assert!(success && there, "{context}");
                }
            }
            assert!(cells >= 4, "{}: only {cells} verbs tried", id(pair));
        });
    }
}

/// A refusal that says that nothing was done is believed.
#[test]
fn a_refusal_is_not_done() {
    for (weather, kinds) in [
        (
            Weather::Instead(429, "text/plain", "slow down"),
            vec![ErrorKind::RateLimited],
        ),
        (
            // Also what a signature is refused with.
            Weather::Instead(403, "text/plain", "no"),
            vec![ErrorKind::Forbidden, ErrorKind::Unauthorized],
        ),
    ] {
        each(Seed::Small, |pair| {
            let (target, input) = prepared(pair, Verb::Create).unwrap();
            pair.weather_acting = weather;
            let error = pair.operate(Verb::Create, &target, input).1.unwrap_err();
            let context = format!("{} in {weather:?}: {error:?}", id(pair));
            assert!(kinds.contains(&error.kind), "{context}");
            assert_eq!(error.outcome, Outcome::NotDone, "{context}");
        });
    }
}

/// Odd answers to what a form or a page asks are errors in words.
#[test]
fn odd_answers_to_lookups_and_sections_are_errors_in_words() {
    for weather in [
        Weather::Instead(200, "text/html", "<html>login</html>"),
        Weather::Instead(200, "application/json", "[{\"a\":"),
        Weather::Instead(200, "application/json", "17"),
        Weather::Instead(500, "text/html", "<html>oops</html>"),
        Weather::LostOnTheWay,
    ] {
        each(Seed::Small, |pair| {
            let input = new_machine(pair, "conf-1");
            let machine = pair.machine_in(State::Running).unwrap();
            let form = pair.operator.form(Verb::Create, None);
            pair.weather_reading = weather;
            let mut errors: Vec<Error> = Vec::new();
            for field in &form.fields {
                if let pilothouse_core::form::Kind::Lookup { lookup, after, .. } = &field.kind
                    && after.iter().all(|key| input.entry(key).is_some())
                {
                    errors.push(pair.lookup(lookup, &input).unwrap_err());
                }
            }
            for (title, content) in pair.sections(&machine.target()) {
                let context = format!("{}: {title} in {weather:?}", id(pair));
                errors.push(content.expect_err(&context));
            }
            if pair.operator.abilities().rule(Verb::Restore).is_some() {
                errors.push(pair.trash().unwrap_err());
            }
            assert!(errors.len() >= 3, "{}: {}", id(pair), errors.len());
            for error in errors {
                let context = format!("{} in {weather:?}: {error:?}", id(pair));
                assert_eq!(error.outcome, Outcome::NotDone, "{context}");
                let words = error.message.len() > 15 && !error.message.contains("<html");
                assert!(words, "{context}");
            }
        });
    }
}

/// A clock that is an hour wrong is a clear refusal where the time is signed, and nothing at all
/// elsewhere.
#[test]
fn a_wrong_clock_is_refused_in_words_or_does_not_matter() {
    each(Seed::Small, |pair| {
        let call = {
            let wrong = pair.now.checked_add(Duration::from_hours(1)).unwrap();
            pair.provider.check(&pair.access, wrong).unwrap()
        };
        let answer = pair.send(&call.request).unwrap();
        if let Err(error) = call.read(&answer) {
            let context = format!("{}: {error:?}", id(pair));
            assert_eq!(error.kind, ErrorKind::Unauthorized, "{context}");
            assert!(error.message.contains("clock"), "{context}");
        }
    });
}
