//! The CORS proxy: lets a browser speak to a provider that sends no CORS headers, and does
//! nothing else. It owns no secrets, no cookies and no state, and it knows no provider: routes in
//! the operator's file say where requests may go. See the crate's README for the whole contract.
//!
//! An exchange in order: `guard` reads the raw head, `head` judges it, `target` and `query` judge
//! the address, `route` finds where it leads, `policy` and `headers` say whether and with what,
//! `connect` and `forward` do it, `response` and `errors` answer.

#![forbid(unsafe_code)]

mod address;
mod body;
mod chunked;
mod config;
mod connect;
mod errors;
mod exchange;
mod forward;
mod guard;
mod head;
mod headers;
mod limits;
mod line;
mod log;
mod panel;
mod policy;
mod query;
mod rates;
mod request_id;
mod response;
mod route;
mod server;
mod target;
mod upstream;
mod well_known;

pub use config::Config;
pub use connect::{Resolve, SystemResolver};
pub use errors::ERROR_HEADER;
pub use server::Proxy;
