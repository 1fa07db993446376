//! Simulated providers: what the real services would answer, as far as it is known.
//!
//! Each one is a plain function of its world, a request and the time. It is written from the
//! provider's published facts and never from our client, and shares no type with it: a misreading
//! in one of the two has to show as a difference.

use http::{Response as HttpResponse, StatusCode, header};
use jiff::Timestamp;

pub mod bigv;
pub mod e24cloud;
pub mod katapult;
pub mod names;
pub mod onapp;

#[cfg(feature = "server")]
mod admin;
#[cfg(feature = "server")]
mod body;
#[cfg(feature = "server")]
pub mod faults;
#[cfg(feature = "server")]
mod port;
#[cfg(feature = "server")]
pub mod record;
#[cfg(feature = "server")]
pub mod server;

#[cfg(feature = "server")]
pub use server::{Endpoint, Sandbox, SandboxOptions};

/// A request as a server read it. The URI is in origin form; `Host` is among the headers.
pub type Request = http::Request<Vec<u8>>;

/// An answer.
pub type Response = http::Response<Vec<u8>>;

/// What a new world is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seed {
    /// About a dozen machines in mixed states, the odd ones among them: a failed build, one
    /// without address, a unicode name, HTML in a label, and one for each of [`names::SENTINELS`].
    Small,
    /// This many machines, the same ones every time.
    Fleet(u32),
}

/// How a world is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// What is in it at first.
    pub seed: Seed,
    /// Every simulated duration is multiplied by this; 0 makes everything happen at once.
    pub pace: f64,
}

impl Options {
    /// A simulated duration at this world's pace.
    pub fn lasting(&self, seconds: f64) -> jiff::SignedDuration {
        jiff::SignedDuration::try_from_secs_f64(seconds * self.pace).unwrap_or_default()
    }
}

/// A working way in, for people who try the sandbox. Keys are those of the panel's login forms;
/// the values open nothing but a simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demo {
    /// Account label to offer.
    pub label: &'static str,
    /// Which login.
    pub login: &'static str,
    /// (field, value)
    pub values: &'static [(&'static str, &'static str)],
    /// Path below the simulated host that every call begins with; empty for none.
    pub base_path: &'static str,
    /// The provider answers browsers itself.
    pub cors: bool,
}

/// One simulated provider.
pub trait Simulated: Send {
    /// The provider's id.
    fn id(&self) -> &'static str;

    /// A way in.
    fn demo(&self) -> Demo;

    /// Answers a request. `now` never goes backwards; everything due by then has happened.
    fn handle(&mut self, request: &Request, now: Timestamp) -> Response;
}

/// Every simulated provider, newly made, in the order of their ports.
pub fn all(options: Options, now: Timestamp) -> Vec<Box<dyn Simulated>> {
    vec![
        Box::new(onapp::World::new(options, now)),
        Box::new(katapult::World::new(options, now)),
        Box::new(e24cloud::World::new(options, now)),
        Box::new(bigv::World::new(options, now)),
    ]
}

/// An answer with this status, content type and body.
pub fn answer(
    status: StatusCode,
    content_type: &'static str,
    body: impl Into<Vec<u8>>,
) -> Response {
    let mut response = HttpResponse::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        http::HeaderValue::from_static(content_type),
    );
    response
}

/// A JSON answer.
pub fn json(status: StatusCode, body: &serde_json::Value) -> Response {
    answer(status, "application/json", body.to_string())
}
