//! What the fleet needs: listing, reading, power, and errors in words.

use std::{
    cell::RefCell,
    collections::{HashSet, VecDeque},
    rc::Rc,
    time::Duration,
};

use pilothouse_conformance::{Pair, Weather};
use pilothouse_core::{
    ErrorKind, Flow, Judgement, Machine, Outcome, Pace, Progress, Readings, State, Step, Verb,
};
use pilothouse_sandbox::{Seed, names};

use crate::{each, id, last};

#[test]
fn facts_are_complete() {
    each(Seed::Small, |pair| {
        let facts = pair.provider.facts();
        assert!(!facts.logins.is_empty(), "{}", facts.id);
        assert!(!facts.endpoint_help.is_empty(), "{}", facts.id);
        for verb in Verb::POWER {
            let has = facts.power.has.iter().any(|rule| rule.verb == verb);
            let lacks = facts
                .power
                .lacks
                .iter()
                .any(|(lacking, _)| *lacking == verb);
            assert!(
                has != lacks,
                "{}: {verb:?} is either there or explained",
                facts.id
            );
        }
        let login = facts
            .logins
            .iter()
            .find(|l| l.id == pair.access.credentials.login())
            .unwrap();
        for (key, _) in pair.access.credentials.values() {
            assert!(
                login.fields.iter().any(|field| field.key == key),
                "{}: {key}",
                facts.id
            );
        }
    });
}

#[test]
fn lets_in_who_has_the_key_and_nobody_else() {
    each(Seed::Small, |pair| {
        assert!(!pair.check().unwrap().is_empty());
        let mut stranger = Pair::new(id(pair), Seed::Small)
            .unwrap()
            .with_wrong_credentials();
        let error = stranger.check().unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unauthorized, "{}: {error}", id(pair));
        let (machines, result) = stranger.list();
        assert_eq!(
            result.unwrap_err().kind,
            ErrorKind::Unauthorized,
            "{}",
            id(pair)
        );
        assert!(machines.is_empty());
    });
}

#[test]
fn lists_and_reads_every_machine() {
    each(Seed::Small, |pair| {
        let (machines, result) = pair.list();
        result.unwrap();
        let ids: HashSet<_> = machines.iter().map(|machine| machine.id.clone()).collect();
        assert_eq!(
            ids.len(),
            machines.len(),
            "{}: every machine once",
            id(pair)
        );
        assert!(
            (10..=20).contains(&machines.len()),
            "{}: {}",
            id(pair),
            machines.len()
        );
        for wanted in [
            names::UNICODE,
            names::HOSTILE,
            names::FAILING,
            names::REFUSING,
            names::SLOW,
        ] {
            assert!(
                machines
                    .iter()
                    .any(|machine| machine.name.starts_with(wanted)),
                "{}: {wanted} in {:?}",
                id(pair),
                machines.iter().map(|m| &m.name).collect::<Vec<_>>()
            );
        }
        for listed in &machines {
            let read = pair.read(&listed.target()).unwrap();
            assert_eq!(read.id, listed.id, "{}", id(pair));
            assert_eq!(read.name, listed.name, "{}", id(pair));
            assert_ne!(read.state, State::Unread, "{}", id(pair));
            if !pair.provider.facts().state_needs_reading {
                assert_eq!(read.state, listed.state, "{}: {}", id(pair), read.name);
            }
            assert!(
                read.cpus.is_some() && read.memory.is_some(),
                "{}: {read:?}",
                id(pair)
            );
        }
        let states: HashSet<_> = machines
            .iter()
            .map(|m| pair.read(&m.target()).unwrap().state)
            .collect();
        assert!(
            states.contains(&State::Running) && states.contains(&State::Off),
            "{}",
            id(pair)
        );
        assert!(
            machines.iter().any(|machine| machine.addresses.is_empty()),
            "{}",
            id(pair)
        );
        assert!(
            machines.iter().any(|machine| !machine.addresses.is_empty()),
            "{}",
            id(pair)
        );
    });
}

#[test]
fn pages_end_where_they_should() {
    for count in [0, 1, 99, 100, 101, 200, 301] {
        each(Seed::Fleet(count), |pair| {
            let (machines, result) = pair.list();
            result.unwrap();
            let ids: HashSet<_> = machines.iter().map(|machine| machine.id.clone()).collect();
            assert_eq!(
                (machines.len(), ids.len()),
                (count as usize, count as usize),
                "{}",
                id(pair)
            );
            assert!(pair.arrived.len() < 10, "{}: {:?}", id(pair), pair.arrived);
        });
    }
}

/// Machines read one by one stay within the budget, whatever the list said of them.
#[test]
fn readings_keep_to_the_budget() {
    each(Seed::Fleet(400), |pair| {
        let (machines, result) = pair.list();
        result.unwrap();
        let mut queue: VecDeque<_> = machines.iter().map(Machine::target).collect();
        let pace = Rc::new(RefCell::new(Pace::default()));
        let kept = pace.clone();
        let (provider, access) = (pair.provider.clone(), pair.access.clone());
        let mut readings = Readings::new(
            provider,
            access,
            move || queue.pop_front(),
            move |now| kept.borrow().pause(now, Some(180), 20),
        );
        let (begun, mut read) = (pair.now, 0);
        loop {
            match readings.next(pair.now).unwrap() {
                Step::Send(request) => {
                    pace.borrow_mut().note(pair.now);
                    assert!(pace.borrow().last_minute(pair.now) <= 160, "{}", id(pair));
                    let answer = pair.send(&request);
                    readings.receive(pair.now, answer).unwrap();
                }
                Step::Wait(time) => pair.wait(time),
                Step::Yield(reading) => {
                    assert_eq!(reading.result.unwrap().id, reading.id, "{}", id(pair));
                    read += 1;
                }
                Step::Done => break,
            }
        }
        assert_eq!(read, 400, "{}", id(pair));
        let seconds = pair.now.seconds_since(begun);
        assert!((120..180).contains(&seconds), "{}: {seconds}", id(pair));
    });
}

#[test]
fn every_verb_leads_where_it_says() {
    each(Seed::Small, |pair| {
        for rule in pair.provider.facts().power.has {
            for from in [State::Running, State::Off]
                .iter()
                .filter(|s| rule.from.contains(s))
            {
                let machine = pair.machine_in(*from).unwrap();
                let (news, result) = pair.order(&machine.target(), rule.verb);
                let context = format!("{}: {:?} from {from:?}: {news:?}", id(pair), rule.verb);
                result.unwrap_or_else(|error| panic!("{context}: {error}"));
                assert!(
                    matches!(news.first(), Some(Progress::Accepted(_))),
                    "{context}"
                );
                assert!(
                    matches!(last(&news), Some(Judgement::Done { .. })),
                    "{context}"
                );
                pair.wait(Duration::from_mins(1));
                let after = pair.read(&machine.target()).unwrap();
                assert_eq!(Some(after.state), rule.verb.goal(), "{context}");
            }
        }
    });
}

#[test]
fn what_the_table_forbids_the_provider_refuses_or_ignores() {
    each(Seed::Small, |pair| {
        for rule in pair.provider.facts().power.has {
            for from in [State::Running, State::Off]
                .iter()
                .filter(|s| !rule.from.contains(s))
            {
                let machine = pair.machine_in(*from).unwrap();
                let (_, result) = pair.order(&machine.target(), rule.verb);
                pair.wait(Duration::from_mins(1));
                let context = format!("{}: {:?} from {from:?}: {result:?}", id(pair), rule.verb);
                if let Err(error) = &result {
                    assert!(!error.message.is_empty(), "{context}");
                }
                let after = pair.read(&machine.target()).unwrap();
                assert_eq!(after.state, *from, "{context}");
            }
        }
    });
}

#[test]
fn a_refusal_is_not_done_and_a_failure_is_failed() {
    each(Seed::Small, |pair| {
        for (name, refused) in [(names::REFUSING, true), (names::FAILING, false)] {
            let machine = pair.named(name).unwrap();
            let facts = pair.provider.facts();
            let verb = [Verb::Start, Verb::PowerOff]
                .into_iter()
                .find(|verb| facts.power.availability(*verb, machine.state).is_ready())
                .unwrap_or_else(|| panic!("{}: {name} can do nothing: {machine:?}", id(pair)));
            let (news, result) = pair.order(&machine.target(), verb);
            let context = format!("{}: {verb:?} of {name}: {news:?} {result:?}", id(pair));
            if refused {
                let error = result.as_ref().expect_err(&context);
                assert_eq!(error.outcome, Outcome::NotDone, "{context}");
            } else {
                // Where a provider has no word for failure, it is never reached and said so.
                let failed = matches!(last(&news), Some(Judgement::Failed { .. }));
                let gave_up = matches!(&result, Err(error) if error.outcome == Outcome::Unknown);
                assert!(failed || gave_up, "{context}");
            }
            let after = pair.read(&machine.target()).unwrap();
            assert_ne!(Some(after.state), verb.goal(), "{context}");
        }
    });
}

#[test]
fn a_lost_answer_is_unknown_and_never_repeated() {
    for weather in [
        Weather::AnswerLost,
        Weather::LostOnTheWay,
        Weather::Instead(502, "text/html", "<html>bad gateway</html>"),
        Weather::Instead(200, "application/json", "{\"cut\":"),
        Weather::Instead(200, "text/html", "<html>hello</html>"),
    ] {
        each(Seed::Small, |pair| {
            let machine = pair.machine_in(State::Running).unwrap();
            pair.arrived.clear();
            pair.weather_acting = weather;
            let (_, result) = pair.order(&machine.target(), Verb::PowerOff);
            let context = format!("{} in {weather:?}: {result:?}", id(pair));
            // A provider whose success needs no body may take any 2xx for one.
            if let Err(error) = result {
                assert_eq!(error.outcome, Outcome::Unknown, "{context}");
            } else {
                assert!(matches!(weather, Weather::Instead(200, ..)), "{context}");
            }
            let acts = pair
                .arrived
                .iter()
                .filter(|line| !line.starts_with("GET"))
                .count();
            assert!(acts <= 1, "{context}: {:?}", pair.arrived);
        });
    }
}

#[test]
fn odd_answers_are_errors_in_words() {
    for (weather, kinds) in [
        (
            Weather::Instead(200, "text/html", "<html>login</html>"),
            vec![ErrorKind::BadAnswer],
        ),
        (
            Weather::Instead(200, "application/json", "[{\"a\":"),
            vec![ErrorKind::BadAnswer],
        ),
        (
            Weather::Instead(200, "application/json", ""),
            vec![ErrorKind::BadAnswer],
        ),
        (
            Weather::Instead(200, "application/json", "17"),
            vec![ErrorKind::BadAnswer],
        ),
        (
            Weather::Instead(200, "application/json", "\"text\""),
            vec![ErrorKind::BadAnswer],
        ),
        (
            Weather::Instead(500, "text/html", "<html>oops</html>"),
            vec![ErrorKind::Unavailable],
        ),
        (
            Weather::Instead(503, "text/plain", "later"),
            vec![ErrorKind::Unavailable],
        ),
        (
            Weather::Instead(429, "text/plain", "slow down"),
            vec![ErrorKind::RateLimited],
        ),
        (
            Weather::Instead(302, "text/html", ""),
            vec![ErrorKind::BadAnswer],
        ),
        (Weather::LostOnTheWay, vec![ErrorKind::Unreachable]),
    ] {
        each(Seed::Small, |pair| {
            let (known, result) = pair.list();
            result.unwrap();
            pair.weather_reading = weather;
            let (_, result) = pair.list();
            let error = result.unwrap_err();
            let context = format!("{} in {weather:?}: {error:?}", id(pair));
            assert!(kinds.contains(&error.kind), "{context}");
            assert_eq!(error.outcome, Outcome::NotDone, "{context}");
            assert!(
                error.message.len() > 15 && !error.message.contains("<html"),
                "{context}"
            );
            let error = pair.read(&known.first().unwrap().target()).unwrap_err();
            assert!(kinds.contains(&error.kind), "{context} reading: {error:?}");
        });
    }
}

#[test]
fn a_machine_that_is_gone_is_not_found() {
    each(Seed::Small, |pair| {
        let (machines, result) = pair.list();
        result.unwrap();
        let mut target = machines.first().unwrap().target();
        for text in [target.id.as_str().to_owned(), target.locator.clone()] {
            let gone = text.replace(target.id.as_str(), "99999999");
            if text == target.locator {
                target.locator = gone;
            }
        }
        target.id = pilothouse_core::MachineId::new("99999999");
        let error = pair.read(&target).unwrap_err();
        assert_eq!(error.kind, ErrorKind::NotFound, "{}: {error:?}", id(pair));
    });
}
