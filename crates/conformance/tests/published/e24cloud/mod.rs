//! What is published of e24cloud.

pub(crate) mod examples;

use http::HeaderValue;
use jiff::Timestamp;
use pilothouse_sandbox::{Request, Simulated, e24cloud::World};

use crate::{
    published::{Published, Speaks},
    rows::Rows,
    shape::Shape,
    sign::signature,
    tables::Tables,
};

pub(crate) fn published() -> Published {
    Published {
        id: "e24cloud",
        tables: Tables::parse(include_str!("objects.txt")),
        rows: Rows::parse(include_str!("endpoints.txt")),
        releases: vec![
            Speaks {
                release: (2, 0),
                make: |options, now| Box::new(World::new(options, now)),
            },
            Speaks {
                release: (2, 1),
                make: |options, now| Box::new(World::new(options, now).with_array_reads()),
            },
        ],
        // 404 has a short text that is no JSON.
        failure: Shape::parse("@failure|string"),
        // No scheme in front of the key; the type also where there is no body.
        headers: &[
            ("content-type", "application/json"),
            ("x-date", ""),
            ("authorization", ""),
        ],
        admit,
    }
}

/// Reference, section 3.
fn admit(request: &mut Request, now: Timestamp) {
    let world = World::new(
        pilothouse_sandbox::Options {
            seed: pilothouse_sandbox::Seed::Fleet(0),
            pace: 1.0,
        },
        now,
    );
    let values = world.demo().values;
    let (key, secret) = (values[0].1, values[1].1);
    let date = now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let host = request.headers()["host"].to_str().unwrap();
    let head = format!("{}\n{host}\n{date}\n{}\n", request.method(), request.uri());
    let message = [head.as_bytes(), request.body()].concat();
    let signed = format!("{key}:{}", signature(secret, &message));
    let json = HeaderValue::from_static("application/json");
    let headers = request.headers_mut();
    headers.insert("content-type", json);
    headers.insert("x-date", HeaderValue::from_str(&date).unwrap());
    headers.insert("authorization", HeaderValue::from_str(&signed).unwrap());
}
