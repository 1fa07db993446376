//! Writes what the simulations answer as seeds for the fuzz targets, which take it from there:
//! `cargo run -p pilothouse-conformance --example corpus -- crates/fuzz/corpus`.

use std::{env, error::Error, fs, path::PathBuf};

use pilothouse_conformance::Pair;
use pilothouse_core::{Input, State, Step, Verb};
use pilothouse_probe::{Act, Setting, act, acts};
use pilothouse_sandbox::Seed;

/// Larger ones add nothing but time.
const LARGEST: usize = 2500;
/// Answers of one act.
const MOST: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("where to?")?);
    for operator in pilothouse_providers::operators() {
        let id = operator.provider().facts().id;
        let folder = folder.join(id);
        fs::create_dir_all(&folder)?;
        for (place, name) in acts(operator.as_ref())?.iter().enumerate() {
            // They differ in nothing but a word.
            if matches!(name, Act::Look(verb) | Act::Explain(verb) if Verb::POWER.contains(verb)) {
                continue;
            }
            for (count, body) in answers(id, name)?.into_iter().enumerate() {
                // A success, and JSON.
                let head = [u8::try_from(place)?, 0];
                let seed = [&head[..], &body].concat();
                fs::write(folder.join(format!("{place:02}-{count}")), seed)?;
            }
        }
    }
    Ok(())
}

/// What one act is answered.
fn answers(id: &str, name: &Act) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let mut pair = Pair::new(id, Seed::Small)?;
    let mut setting = Setting::made_up(pair.operator.as_ref())?;
    setting.access = pair.access.clone();
    setting.target = pair.machine_in(State::Running)?.target();
    let form = pair.operator.form(Verb::Create, None);
    setting.input = match name {
        Act::Order(Verb::Create) | Act::Lookup(_) | Act::Further(_) => {
            let key = if form.field("name").is_some() {
                "name"
            } else {
                "hostname"
            };
            pair.fill(&form, &Input::default().with(key, "seed"))?
        }
        _ => Input::default(),
    };
    let mut found = Vec::new();
    let operator = pair.operator.clone();
    let Ok(mut flow) = act(&operator, name, &setting, pair.now) else {
        return Ok(found);
    };
    while found.len() < MOST {
        match flow.next(pair.now) {
            Ok(Step::Send(request)) => {
                let answer = pair.send(&request)?;
                if answer.body().len() <= LARGEST {
                    found.push(answer.body().clone());
                }
                if flow.receive(pair.now, Ok(answer)).is_err() {
                    break;
                }
            }
            Ok(Step::Wait(time)) => pair.wait(time),
            Ok(Step::Yield(_)) => {}
            Ok(Step::Done) | Err(_) => break,
        }
    }
    Ok(found)
}
