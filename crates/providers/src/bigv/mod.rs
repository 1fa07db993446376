//! The client for the "brain" of Bytemark's BigV, later sold as Bytemark Cloud Servers.
//!
//! Written from the BigV reference; each action names its section.

use pilothouse_core::{
    Abilities, Access, Call, CredentialField, Error, Facts, Flow, Judgement, Login, Machine, Order,
    Orders, Provider, Receipt, State, Target, Ticket, Timestamp, Verb, VerbRule,
};

mod abilities;
mod actions;
mod auth;
mod chain;
mod error;
mod fields;
mod forms;
mod lookups;
mod operator;
mod place;
mod request;
mod sections;
mod wire;

#[cfg(test)]
mod tests;

pub(crate) use operator::BigVOperator;

/// The client of the fleet.
pub(crate) struct BigV;

/// What it can do (BigV reference, sections "Power" and "Signal").
static FACTS: Facts = Facts {
    id: "bigv",
    name: "Bytemark BigV",
    default_endpoint: Some("https://uk0.bigv.io"),
    other_endpoints: &[],
    endpoint_help: "The cluster's own address, without a path.",
    logins: &[
        Login {
            id: auth::PASSWORD_LOGIN,
            label: "User name and password",
            fields: &[
                CredentialField {
                    key: auth::USERNAME,
                    label: "User name",
                    help: "The BigV user, not an e-mail address.",
                    secret: false,
                    required: true,
                },
                CredentialField {
                    key: auth::PASSWORD,
                    label: "Password",
                    help: "Sent with every request, encrypted on the way.",
                    secret: true,
                    required: true,
                },
                CredentialField {
                    key: auth::YUBIKEY_OTP,
                    label: "Yubikey code",
                    help: "Only if your privilege asks for a Yubikey: touch it here. A code is good for 15 minutes unless your privilege says otherwise; then touch it again.",
                    secret: true,
                    required: false,
                },
            ],
        },
        Login {
            id: auth::TOKEN_LOGIN,
            label: "Token or API key",
            fields: &[CredentialField {
                key: auth::TOKEN,
                label: "Token",
                help: "A session token, or an API key beginning with \"apikey.\". Session tokens run out; API keys last as long as you set.",
                secret: true,
                required: true,
            }],
        },
    ],
    answers_browsers: false,
    requests_per_minute: None,
    state_needs_reading: false,
    preferences: &[],
    power: Abilities {
        has: &[
            VerbRule::new(Verb::Start, &[State::Off])
                .undone_by(Verb::ShutDown, "")
                .noting("Also lets BigV start it again whenever it goes off."),
            VerbRule::new(Verb::ShutDown, &[State::Running])
                .undone_by(Verb::Start, "")
                .noting("Turns automatic restart off first. A system that ignores the power button stays on."),
            // From Restarting too: it is the only way to keep down what BigV would bring back.
            VerbRule::new(Verb::PowerOff, &[State::Running, State::Restarting])
                .losing("Whatever is not on disk.")
                .noting("Turns automatic restart off too. A machine that is still being built looks like one that restarts; powering it off may spoil the build."),
            VerbRule::new(Verb::Reboot, &[State::Running])
                .noting("Turns automatic restart on and presses the power button; BigV starts the machine again when its system has stopped."),
            VerbRule::new(Verb::Reset, &[State::Running])
                .losing("Whatever is not on disk.")
                .noting("Changes of cores, memory or discs show only after the machine has been off."),
        ],
        lacks: &[],
    },
};

impl Provider for BigV {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn check(&self, access: &Access, _: Timestamp) -> Result<Call<String>, Error> {
        actions::check::check(access)
    }

    fn list(&self, access: &Access) -> Box<dyn Flow<Vec<Machine>>> {
        Box::new(actions::list_machines::list_machines(access.clone()))
    }

    fn read(&self, access: &Access, _: Timestamp, target: &Target) -> Result<Call<Machine>, Error> {
        actions::read_machine::read_machine(access, target)
    }
}

impl Orders for BigV {
    fn order(
        &self,
        access: &Access,
        _: Timestamp,
        order: &Order,
        step: usize,
    ) -> Result<Option<Call<Receipt>>, Error> {
        actions::power::power(access, order, step)
    }

    fn look(
        &self,
        access: &Access,
        _: Timestamp,
        ticket: &Ticket,
    ) -> Result<Call<Judgement>, Error> {
        actions::look::look(access, ticket)
    }
}
