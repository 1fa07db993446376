//! OnApp, e24cloud and BigV held to what is published of them, as Katapult is to its own
//! description. None of the three has a description a program could read, so what their
//! documentation and the clients that worked say is written down here as tables, in words and
//! with values of our own:
//!
//! - `<provider>/objects.txt`: what is in each object, of which types, since which release;
//! - `<provider>/endpoints.txt`: which calls there are, what they take and what they answer;
//! - `<provider>/examples.rs`: what documented answers mean, in every variant sources show.
//!
//! Every call of the tables is asked of the simulation of every release, and every answer is held
//! to its table, closed: no field but those of the table, none of them missing. Every request the
//! client makes is held to the same tables. Where sources disagree or nobody has seen it, the
//! tables say which side they take.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test's helpers may fail as the test does"
)]

mod bigv;
mod clients;
mod drive;
mod e24cloud;
mod onapp;
mod published;
mod rows;
mod shape;
mod sign;
mod tables;
mod xml;

use std::collections::BTreeSet;

use clients::Client;
use drive::Drive;
use published::Published;

fn all() -> Vec<Published> {
    vec![onapp::published(), e24cloud::published(), bigv::published()]
}

/// Every row is answered as it says, in every release it is there in, and every answer on the way
/// is held to its table.
#[test]
fn every_call_is_answered_as_published() {
    let (mut faults, mut tried) = (BTreeSet::new(), 0);
    for published in all() {
        for speaks in &published.releases {
            for row in &published.rows.rows {
                for one in row.tries.iter().filter(|_| row.span.has(speaks.release)) {
                    let mut drive = Drive::new(&published, speaks);
                    drive.run(row, one);
                    tried += 1;
                    faults.extend(drive.faults.into_iter().map(|it| format!("{}: {it}", published.id)));
                }
            }
        }
        for name in published.tables.unmet() {
            faults.insert(format!("{}: nothing was held to {name}", published.id));
        }
    }
    println!("{tried} requests");
    none_of(&faults);
}

/// Every request a client can make is in the tables and sends only what they have, and what it is
/// answered is as they say.
#[test]
fn every_request_of_a_client_is_published() {
    let mut faults = BTreeSet::new();
    for published in all() {
        let mut made = BTreeSet::new();
        for speaks in &published.releases {
            let mut client = Client::new(&published, speaks);
            client.reads();
            client.orders();
            client.acts();
            faults.append(&mut client.faults);
            made.append(&mut client.made);
        }
        println!("{}: {} calls made: {made:#?}", published.id, made.len());
        assert!(made.len() >= 12, "{} makes few calls: {made:?}", published.id);
    }
    none_of(&faults);
}

fn none_of(faults: &BTreeSet<String>) {
    let listed: Vec<&str> = faults.iter().map(String::as_str).collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), listed.join("\n"));
}
