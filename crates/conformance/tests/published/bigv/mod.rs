//! What is published of `BigV`.

pub(crate) mod examples;

use http::HeaderValue;
use pilothouse_sandbox::bigv::{Dialect, World};

use crate::{
    published::{Published, Speaks},
    rows::Rows,
    shape::Shape,
    sign::base64,
    tables::Tables,
};

pub(crate) fn published() -> Published {
    Published {
        id: "bigv",
        tables: Tables::parse(include_str!("objects.txt")),
        rows: Rows::parse(include_str!("endpoints.txt")),
        releases: vec![
            Speaks {
                release: (2014, 0),
                make: |options, now| Box::new(World::speaking(Dialect::Later, options, now)),
            },
            Speaks {
                release: (2013, 0),
                make: |options, now| {
                    Box::new(World::speaking(Dialect::Original, options, now).with_array_reads())
                },
            },
        ],
        // By attribute: sentences, one sentence, or one such map for each disc. Else a text, which
        // may be empty.
        failure: Shape::parse("map([string]|string|[map([string])])|string|none"),
        headers: &[("accept", "application/json"), ("authorization", "Basic ")],
        admit: |request, _| {
            let pair = base64(b"sandbox:sandbox-opens-nothing");
            let value = HeaderValue::from_str(&format!("Basic {pair}")).unwrap();
            request.headers_mut().insert("authorization", value);
        },
    }
}
