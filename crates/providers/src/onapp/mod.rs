//! The client for OnApp control panels, from release 2 to 6.
//!
//! Written from the OnApp reference; each action names its section.

use pilothouse_core::{
    Access, Call, CredentialField, Error, Facts, Flow, Judgement, Login, Machine, Order, Provider,
    State, Target, Ticket, Timestamp, Verb, VerbRule,
};

mod actions;
mod addresses;
mod auth;
mod error;
mod format;
mod reasons;
mod wire;

#[cfg(test)]
mod tests;

/// The client.
pub(crate) struct OnApp;

/// What it can do (OnApp reference, sections "Base URL", "Authentication" and "Power").
static FACTS: Facts = Facts {
    id: "onapp",
    name: "OnApp",
    // Every cloud has a panel of its own.
    default_endpoint: None,
    other_endpoints: &[],
    endpoint_help: "The address of your control panel, e.g. https://cp.example.net",
    logins: &[
        Login {
            id: auth::PASSWORD_LOGIN,
            label: "User name and password",
            fields: &[
                CredentialField {
                    key: auth::LOGIN,
                    label: "User name",
                    help: "What you sign in to the control panel with.",
                    secret: false,
                    required: true,
                },
                CredentialField {
                    key: auth::PASSWORD,
                    label: "Password",
                    help: "Sent with every request, encrypted on the way. An API key can be replaced more easily.",
                    secret: true,
                    required: true,
                },
            ],
        },
        Login {
            id: auth::API_KEY_LOGIN,
            label: "API key",
            fields: &[
                CredentialField {
                    key: auth::EMAIL,
                    label: "E-mail address",
                    help: "The one in your OnApp profile.",
                    secret: false,
                    required: true,
                },
                CredentialField {
                    key: auth::API_KEY,
                    label: "API key",
                    help: "40 letters and digits, shown in your OnApp profile. A new one makes the old one useless.",
                    secret: true,
                    required: true,
                },
            ],
        },
    ],
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
            note: "",
        },
        VerbRule {
            verb: Verb::PowerOff,
            from: &[State::Running, State::Rescue],
            note: "",
        },
        VerbRule {
            verb: Verb::Reboot,
            from: &[State::Running, State::Rescue],
            note: "Ends rescue mode.",
        },
    ],
    lacks: &[(
        Verb::Reset,
        "OnApp has no reset. Use Power off, then Start.",
    )],
};

impl Provider for OnApp {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn check(&self, access: &Access, _: Timestamp) -> Result<Call<String>, Error> {
        actions::check::check(access)
    }

    fn list(&self, access: &Access) -> Box<dyn Flow<Vec<Machine>>> {
        Box::new(actions::list_machines::ListMachines::new(access.clone()))
    }

    fn read(&self, access: &Access, _: Timestamp, target: &Target) -> Result<Call<Machine>, Error> {
        actions::read_machine::read_machine(access, target)
    }

    fn order(
        &self,
        access: &Access,
        _: Timestamp,
        order: &Order,
        step: usize,
    ) -> Result<Option<Call<Option<String>>>, Error> {
        actions::power::power(access, order, step)
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
