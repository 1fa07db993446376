//! Answers a provider may well give though nobody has seen them: other types, nulls, odd names.

use pilothouse_core::{Input, Machine, Verb};
use pilothouse_sandbox::Seed;
use serde_json::Value;

use crate::{each, id, last, listed, name_key};

/// The bytes of a JSON body with something done to its tree; others as they are.
fn mangled(bytes: Vec<u8>, mangle: &dyn Fn(Value) -> Value) -> Vec<u8> {
    match serde_json::from_slice(&bytes) {
        Ok(value) => mangle(value).to_string().into_bytes(),
        Err(_) => bytes,
    }
}

fn numbers_as_texts(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::String(number.to_string()),
        Value::Array(items) => items.into_iter().map(numbers_as_texts).collect(),
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(key, value)| (key, numbers_as_texts(value)))
                .collect(),
        ),
        other => other,
    }
}

#[test]
fn numbers_may_be_texts() {
    each(Seed::Small, |pair| {
        let plain = |machines: Vec<Machine>| -> Vec<_> {
            let tell = |one: Machine| (one.id, one.name, one.cpus, one.memory, one.disk, one.price);
            machines.into_iter().map(tell).collect()
        };
        let (machines, result) = pair.list();
        result.unwrap();
        pair.mangle = Some(Box::new(|bytes| mangled(bytes, &numbers_as_texts)));
        let (other, result) = pair.list();
        result.unwrap();
        assert_eq!(plain(machines), plain(other), "{}", id(pair));
    });
}

/// Every place in a tree that holds something, as keys and indices.
fn places(value: &Value, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                path.push(key.clone());
                found.push(path.clone());
                places(value, path, found);
                path.pop();
            }
        }
        // One of several alike is enough.
        Value::Array(items) => {
            if let Some(first) = items.first() {
                path.push("0".to_owned());
                places(first, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

fn with_null(mut value: Value, path: &[String]) -> Value {
    let mut place = &mut value;
    for key in path {
        let next = match place {
            Value::Object(members) => members.get_mut(key),
            Value::Array(items) => items.first_mut(),
            _ => None,
        };
        match next {
            Some(next) => place = next,
            None => return value,
        }
    }
    *place = Value::Null;
    value
}

/// Null anywhere costs at most the machine it is in, or is an error in words; it never costs the
/// others and never makes one up.
#[test]
fn any_member_may_be_null() {
    each(Seed::Fleet(3), |pair| {
        let (machines, result) = pair.list();
        result.unwrap();
        let answers = pair.answers_of_list().unwrap();
        let is_json = |body: &Vec<u8>| serde_json::from_slice::<Value>(body).is_ok();
        if !answers.iter().all(|answer| is_json(answer.body())) {
            return;
        }
        let mut tried = 0;
        for answer in answers {
            let Ok(tree) = serde_json::from_slice::<Value>(answer.body()) else {
                continue;
            };
            let mut found = Vec::new();
            places(&tree, &mut Vec::new(), &mut found);
            for path in found {
                let whole = tree.clone();
                let null = path.clone();
                pair.mangle = Some(Box::new(move |bytes| {
                    mangled(bytes, &|value| {
                        let same = value == whole;
                        if same { with_null(value, &null) } else { value }
                    })
                }));
                let (seen, result) = pair.list();
                let context = format!("{}: {} null", id(pair), path.join("."));
                tried += 1;
                if let Err(error) = result {
                    assert!(error.message.len() > 15, "{context}: {error:?}");
                    // Only what holds all machines may cost them all.
                    assert!(path.len() <= 4, "{context}: {error:?}");
                    continue;
                }
                let inside = path.iter().any(|key| key == "0");
                assert!(
                    !inside || seen.len() + 1 >= machines.len() || path.len() <= 6,
                    "{context}: {} left",
                    seen.len()
                );
                for machine in &seen {
                    let known = machines.iter().any(|one| one.id == machine.id);
                    // Without an id a machine may be known by its other one.
                    assert!(
                        known || path.last().is_some_and(|key| key == "id"),
                        "{context}: {machine:?}"
                    );
                }
            }
        }
        assert!(tried > 10, "{}: {tried}", id(pair));
    });
}

/// Whatever a person calls a machine comes back as it was, or is refused in words.
#[test]
fn names_of_every_kind_come_back_or_are_refused() {
    let long = "x".repeat(65_536);
    for name in [
        "plain",
        "żółw 🐢 машина",
        "<b>bold</b> & \"quoted\"",
        "a'b;c--d",
        "tab\there",
        "../../etc",
        "%41%zz",
        "\u{202e}backwards",
        "${HOME}",
        &long,
    ] {
        each(Seed::Small, |pair| {
            let machine = pair.machine_in(pilothouse_core::State::Off).unwrap();
            let form = pair.operator.form(Verb::Rename, Some(&machine));
            let wanted = Input::default().with(name_key(pair, Verb::Rename), name);
            let input = pair.fill(&form, &wanted).unwrap();
            let (news, result) = pair.operate(Verb::Rename, &machine.target(), input);
            let shown: String = name.chars().take(20).collect();
            let context = format!("{}: {shown:?}: {result:?} {:?}", id(pair), news.len());
            if let Err(error) = result {
                assert!(error.message.len() > 10, "{context}");
            } else {
                assert!(last(&news).is_some(), "{context}");
                assert!(listed(pair, name).is_some(), "{context}: not listed so");
            }
        });
    }
}

/// A machine that goes while its list is read costs nobody a place twice.
#[test]
fn a_list_that_changes_while_it_is_read_has_no_machine_twice() {
    use pilothouse_core::Step;
    each(Seed::Fleet(250), |pair| {
        let (machines, result) = pair.list();
        result.unwrap();
        let first = machines.first().unwrap().clone();
        let form = pair.operator.form(Verb::Delete, Some(&first));
        let delete = pair.fill(&form, &Input::default()).unwrap();
        let mut flow = pair.provider.list(&pair.access);
        let (mut seen, mut pages) = (Vec::new(), 0);
        loop {
            match flow.next(pair.now).unwrap() {
                Step::Send(request) => {
                    let answer = pair.send(&request);
                    flow.receive(pair.now, answer).unwrap();
                    pages += 1;
                    if pages == 2 {
                        pair.operate(Verb::Delete, &first.target(), delete.clone())
                            .1
                            .unwrap();
                    }
                }
                Step::Wait(time) => pair.wait(time),
                Step::Yield(page) => seen.extend(page),
                Step::Done => break,
            }
        }
        let ids: std::collections::HashSet<_> = seen.iter().map(|one| one.id.clone()).collect();
        assert_eq!(ids.len(), seen.len(), "{}", id(pair));
        assert!(seen.len() >= 248, "{}: {}", id(pair), seen.len());
    });
}
