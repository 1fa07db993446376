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

#![recursion_limit = "256"]
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
mod examples;
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
            for row in &published.rows.all {
                for one in row.tries.iter().filter(|_| row.span.has(speaks.release)) {
                    let mut drive = Drive::new(&published, speaks);
                    drive.run(row, one);
                    tried += 1;
                    faults.extend(
                        drive
                            .faults
                            .into_iter()
                            .map(|it| format!("{}: {it}", published.id)),
                    );
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
fn every_request_of_a_client_is_published(published: &Published) {
    let (mut faults, mut made) = (BTreeSet::new(), BTreeSet::new());
    for speaks in &published.releases {
        let mut client = Client::new(published, speaks);
        client.reads();
        client.orders();
        client.acts();
        faults.append(&mut client.faults);
        made.append(&mut client.made);
    }
    println!("{}: {} calls made: {made:#?}", published.id, made.len());
    assert!(
        made.len() >= 13,
        "{} makes few calls: {made:?}",
        published.id
    );
    none_of(&faults);
}

#[test]
fn every_request_of_the_onapp_client_is_published() {
    every_request_of_a_client_is_published(&onapp::published());
}

#[test]
fn every_request_of_the_e24cloud_client_is_published() {
    every_request_of_a_client_is_published(&e24cloud::published());
}

#[test]
fn every_request_of_the_bigv_client_is_published() {
    every_request_of_a_client_is_published(&bigv::published());
}

/// `OnApp` answers everything in XML too, and takes it: the same objects by the same tables.
#[test]
fn every_answer_is_the_same_in_xml() {
    let (mut faults, published) = (BTreeSet::new(), onapp::published());
    for speaks in &published.releases {
        let rows = published.rows.all.iter();
        for row in
            rows.filter(|row| row.method == "GET" && !row.never && row.span.has(speaks.release))
        {
            let mut drive = Drive::new(&published, speaks);
            drive.run_in_xml(row);
            faults.extend(drive.faults);
        }
        for (what, status, body) in onapp::examples::XML {
            let mut drive = Drive::new(&published, speaks);
            let answer = drive.send_xml("template", "/virtual_machines/{vm}/build.xml", body);
            let words = format!("{what} -> {}", answer.status());
            faults.extend(drive.faults);
            if answer.status() != *status {
                faults.insert(words);
            }
        }
    }
    none_of(&faults);
}

/// What documented answers mean, in every variant.
#[test]
fn documented_answers_are_read_as_they_are_meant() {
    let mut faults = BTreeSet::new();
    faults.extend(examples::faults("onapp", onapp::examples::examples()));
    faults.extend(examples::faults("e24cloud", e24cloud::examples::examples()));
    faults.extend(examples::faults("bigv", bigv::examples::examples()));
    none_of(&faults);
}

fn none_of(faults: &BTreeSet<String>) {
    let listed: Vec<&str> = faults.iter().map(String::as_str).collect();
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        listed.join("\n")
    );
}
