//! What is published of `OnApp`.

pub(crate) mod examples;

use http::HeaderValue;
use pilothouse_sandbox::onapp::{Dialect, World};

use crate::{
    published::{Published, Speaks},
    rows::Rows,
    shape::Shape,
    sign::base64,
    tables::Tables,
};

pub(crate) fn published() -> Published {
    Published {
        id: "onapp",
        tables: Tables::parse(include_str!("objects.txt")),
        rows: Rows::parse(include_str!("endpoints.txt")),
        releases: vec![
            Speaks {
                release: (6, 1),
                make: |options, now| Box::new(World::speaking(Dialect::Modern, options, now)),
            },
            Speaks {
                release: (2, 3),
                make: |options, now| Box::new(World::speaking(Dialect::Legacy, options, now)),
            },
        ],
        failure: Shape::parse("@failure|@old_failure|string"),
        headers: &[("accept", "application/json"), ("authorization", "Basic ")],
        admit: |request, _| {
            let pair = base64(b"sandbox:not-a-real-password");
            let value = HeaderValue::from_str(&format!("Basic {pair}")).unwrap();
            request.headers_mut().insert("authorization", value);
        },
    }
}
