//! The client for e24cloud's REST API, version 2.
//!
//! Written from the e24cloud reference; each action names its section.

use pilothouse_core::{
    Access, Call, CredentialField, Error, Facts, Flow, Judgement, Login, Machine, Order, Provider,
    State, Target, Ticket, Timestamp, Verb, VerbRule,
};

mod actions;
mod auth;
mod error;
mod wire;

#[cfg(test)]
mod tests;

/// The client.
pub(crate) struct E24Cloud;

/// What it can do (sections "Base URL and regions" and "Power").
///
/// The rules for states follow the reference's advice: what a machine may be asked in which state
/// is not published.
static FACTS: Facts = Facts {
    id: "e24cloud",
    name: "e24cloud",
    default_endpoint: Some("https://eu-poland-1poznan.api.e24cloud.com"),
    other_endpoints: &[
        "https://eu-poland-1poznan2.api.e24cloud.com",
        "https://eu-poland-1warszawa.api.e24cloud.com",
    ],
    endpoint_help: "The region's own address. Machines of other regions need an account each.",
    logins: &[Login {
        id: auth::LOGIN,
        label: "API key",
        fields: &[
            CredentialField {
                key: auth::API_KEY,
                label: "API key",
                help: "From the account's API page in the e24cloud panel.",
                secret: false,
                required: true,
            },
            CredentialField {
                key: auth::API_SECRET,
                label: "API secret",
                help: "Signs every request. It can do everything the account can, so it cannot be limited to reading.",
                secret: true,
                required: true,
            },
        ],
    }],
    answers_browsers: false,
    requests_per_minute: None,
    state_needs_reading: false,
    verbs: &[
        VerbRule {
            verb: Verb::Start,
            from: &[State::Off],
            note: "",
        },
        VerbRule {
            verb: Verb::ShutDown,
            from: &[State::Running],
            note: "A system that is still up after 4 minutes is switched off hard.",
        },
        VerbRule {
            verb: Verb::PowerOff,
            from: &[State::Running],
            note: "",
        },
        VerbRule {
            verb: Verb::Reboot,
            from: &[State::Running],
            note: "The system must support ACPI. e24cloud does not show when it restarts.",
        },
        VerbRule {
            verb: Verb::Reset,
            from: &[State::Running],
            note: "e24cloud does not show when it restarts.",
        },
    ],
    lacks: &[],
};

impl Provider for E24Cloud {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn check(&self, access: &Access, now: Timestamp) -> Result<Call<String>, Error> {
        actions::check::check(access, now)
    }

    fn list(&self, access: &Access) -> Box<dyn Flow<Vec<Machine>>> {
        Box::new(actions::list_machines::list_machines(access.clone()))
    }

    fn read(
        &self,
        access: &Access,
        now: Timestamp,
        target: &Target,
    ) -> Result<Call<Machine>, Error> {
        actions::read_machine::read_machine(access, now, target)
    }

    fn order(
        &self,
        access: &Access,
        now: Timestamp,
        order: &Order,
        step: usize,
    ) -> Result<Option<Call<Option<String>>>, Error> {
        actions::power::power(access, now, order, step)
    }

    fn look(
        &self,
        access: &Access,
        now: Timestamp,
        ticket: &Ticket,
    ) -> Result<Call<Judgement>, Error> {
        actions::look::look(access, now, ticket)
    }
}
