//! How long a keystroke takes. Run with `cargo test --release -p pilothouse --lib query::tests::speed -- --ignored --nocapture`.

use std::time::Instant;

use pilothouse_core::Machine;

use super::{owner, read, web};
use crate::query::{Subject, Texts};

#[test]
#[ignore = "measures; there is nothing to fail"]
fn ten_thousand_machines() {
    let machines: Vec<_> = (0..10_000)
        .map(|n| {
            let machine = Machine {
                tags: vec!["shop".into(), format!("team-{}", n % 40)],
                addresses: vec![format!("10.0.{}.{}", n / 250, n % 250)],
                ..Machine::bare(format!("vm_{n:016}"), format!("web-{n}.example.net"))
            };
            let machine = Machine {
                memory: web().memory,
                ..machine
            };
            (Texts::of(&machine), machine)
        })
        .collect();
    let owner = owner();
    for text in [
        "web",
        "nowhere",
        "web-99 team-7 shop",
        "mem>=4g",
        "state:off mem>4g tag:shop",
        "-zone:lon (image:debian or tag:team-3) ip:10.0.3",
    ] {
        let start = Instant::now();
        let mut found = 0;
        let rounds = 100;
        for _ in 0..rounds {
            let query = read(text).query;
            found = machines
                .iter()
                .filter(|(texts, machine)| {
                    query.matches(&Subject {
                        machine,
                        texts,
                        owner: &owner,
                    })
                })
                .count();
        }
        let ms = start.elapsed().as_secs_f64() * 1e3 / f64::from(rounds);
        println!("{ms:7.3} ms  {found:5} found  {text}");
    }
}
