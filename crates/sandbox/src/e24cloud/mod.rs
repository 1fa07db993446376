//! Simulated e24cloud.

use crate::{Demo, Options, Request, Response, Simulated, answer};
use http::StatusCode;
use jiff::Timestamp;

/// The simulated service's state.
pub struct World;

impl World {
    /// A new world.
    pub fn new(_options: Options, _now: Timestamp) -> Self {
        Self
    }
}

impl Simulated for World {
    fn id(&self) -> &'static str {
        "e24cloud"
    }

    fn demo(&self) -> Demo {
        Demo {
            label: "e24cloud",
            login: "",
            values: &[],
            base_path: "",
            cors: false,
        }
    }

    fn handle(&mut self, _request: &Request, _now: Timestamp) -> Response {
        answer(StatusCode::NOT_IMPLEMENTED, "text/plain", "not written yet")
    }
}
