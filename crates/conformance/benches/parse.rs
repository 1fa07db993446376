//! How fast a client reads a list of ten thousand machines, beside `serde_json` reading the same
//! bytes into a tree and nothing else.
//!
//! `cargo xtask bench parse` runs this. Absolute numbers are the machine's; the ratio is ours.

use std::{
    env, fs,
    hint::black_box,
    path::PathBuf,
    time::{Duration, Instant},
};

use pilothouse_conformance::Pair;
use pilothouse_core::{Response, Step};
use pilothouse_sandbox::Seed;
use serde_json::{Value, json};

const MACHINES: u32 = 10_000;
/// Each side reads everything this often, by turns, and its best turn counts: noise only adds.
const TURNS: u32 = 15;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rows = Vec::new();
    for provider in pilothouse_providers::all() {
        let id = provider.facts().id;
        let mut pair = Pair::new(id, Seed::Fleet(MACHINES))?;
        let answers = pair.answers_of_list()?;
        let bytes: usize = answers.iter().map(|answer| answer.body().len()).sum();
        let (mut ours, mut tree) = (Duration::MAX, Duration::MAX);
        for _ in 0..TURNS {
            tree = tree.min(read_as_tree(&answers)?);
            ours = ours.min(read_as_machines(&pair, answers.clone())?);
        }
        let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
        println!(
            "{id:<10} {:>4} answers {:>6.2} MB   machines {:>6.1} MB/s   tree {:>6.1} MB/s   ratio {:.2}",
            answers.len(),
            bytes as f64 / 1e6,
            speed(ours),
            speed(tree),
            speed(ours) / speed(tree),
        );
        rows.push(json!({
            "provider": id, "answers": answers.len(), "bytes": bytes,
            "machines_mb_per_s": speed(ours), "tree_mb_per_s": speed(tree),
            "ratio": speed(ours) / speed(tree),
        }));
    }
    if let Some(file) = env::var_os("PILOTHOUSE_BENCH_FILE").map(PathBuf::from) {
        fs::write(file, serde_json::to_vec_pretty(&rows)?)?;
    }
    Ok(())
}

fn read_as_tree(answers: &[Response]) -> Result<Duration, serde_json::Error> {
    let start = Instant::now();
    for answer in answers {
        black_box(serde_json::from_slice::<Value>(answer.body())?);
    }
    Ok(start.elapsed())
}

/// Drives the whole flow of a list, with every answer there already.
fn read_as_machines(
    pair: &Pair,
    answers: Vec<Response>,
) -> Result<Duration, Box<dyn std::error::Error>> {
    let mut flow = pair.provider.list(&pair.access);
    let mut answers = answers.into_iter();
    let mut machines = 0;
    let start = Instant::now();
    loop {
        match flow.next(pair.now)? {
            Step::Send(_) => {
                let answer = answers
                    .next()
                    .ok_or("the flow asks for more than it did before")?;
                flow.receive(pair.now, Ok(answer))?;
            }
            Step::Yield(page) => machines += black_box(page).len(),
            Step::Wait(_) => {}
            Step::Done => break,
        }
    }
    let time = start.elapsed();
    if machines != MACHINES as usize {
        return Err(format!("read {machines} machines of {MACHINES}").into());
    }
    Ok(time)
}
