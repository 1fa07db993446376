//! The language the whole product speaks: machines, states, verbs, errors, requests and the
//! flows that string requests together.
//!
//! Nothing here does IO, reads a clock or draws a random number, and nothing here knows which
//! providers exist. A provider client turns values of these types into requests and answers
//! into values of these types; whoever owns a socket and a clock does the rest.

pub mod access;
pub mod capability;
pub mod document;
pub mod endpoint;
pub mod error;
pub mod flow;
pub mod follow;
pub mod form;
pub mod ids;
pub mod input;
pub mod machine;
pub mod outline;
pub mod pace;
pub mod pages;
pub mod price;
pub mod provider;
pub mod readings;
pub mod redacted;
pub mod sealed;
pub mod section;
pub mod shown;
pub mod size;
pub mod state;
pub mod time;
pub mod verb;
pub mod wire;

pub use access::{Access, Credentials};
pub use capability::{
    Abilities, Availability, CredentialField, Facts, Login, Preference, Undo, VerbRule,
};
pub use document::{Document, Flaw};
pub use endpoint::Endpoint;
pub use error::{Error, ErrorKind, Outcome};
pub use flow::{Flow, Once, Step};
pub use follow::{Follow, Judgement, Order, Progress, Receipt, Ticket};
pub use form::{Choice, Field, Form};
pub use ids::MachineId;
pub use input::Input;
pub use machine::{Machine, Target};
pub use outline::{Gradual, Outline, Rest};
pub use pace::Pace;
pub use pages::{Page, Pages};
pub use price::HourlyPrice;
pub use provider::{Operator, Orders, Provider};
pub use readings::{Reading, Readings};
pub use redacted::redacted;
pub use sealed::SealedValue;
pub use secrecy::{ExposeSecret, SecretString};
pub use section::{Console, Content, Disk, Event, Interface, Section, Series, Topic, Trashed};
pub use shown::{Exchange, Shown};
pub use size::ByteSize;
pub use state::State;
pub use time::Timestamp;
pub use verb::Verb;
pub use wire::{Call, Request, Response, Safety};
