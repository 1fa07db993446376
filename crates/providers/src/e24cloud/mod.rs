//! The client for e24cloud's REST API, version 2.
//!
//! Written from the e24cloud reference; each action names its section.

use pilothouse_core::{
    Abilities, Access, Call, CredentialField, Error, Facts, Flow, Judgement, Login, Machine, Order,
    Orders, Provider, Receipt, State, Target, Ticket, Timestamp, Verb, VerbRule,
};

mod actions;
mod auth;
mod error;
mod forms;
mod lookups;
mod operator;
mod sections;
mod wire;

#[cfg(test)]
mod tests;

pub(crate) use operator::E24CloudOperator;

/// The client of the fleet.
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
    preferences: &[],
    power: Abilities {
        has: &[
            VerbRule::new(Verb::Start, &[State::Off])
                .undone_by(Verb::ShutDown, ""),
            VerbRule::new(Verb::ShutDown, &[State::Running])
                .undone_by(Verb::Start, "")
                .noting("A system that is still up after 4 minutes, or those you enter, is switched off hard."),
            VerbRule::new(Verb::PowerOff, &[State::Running])
                .losing("Whatever is not on disk."),
            VerbRule::new(Verb::Reboot, &[State::Running])
                .noting("The system must support ACPI. e24cloud does not show when it restarts."),
            VerbRule::new(Verb::Reset, &[State::Running])
                .losing("Whatever is not on disk.")
                .noting("e24cloud does not show when it restarts."),
        ],
        lacks: &[],
    },
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
}

impl Orders for E24Cloud {
    fn order(
        &self,
        access: &Access,
        now: Timestamp,
        order: &Order,
        step: usize,
    ) -> Result<Option<Call<Receipt>>, Error> {
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
