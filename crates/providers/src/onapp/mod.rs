//! The client for OnApp control panels, from release 2 to 6.
//!
//! Written from the OnApp reference; each action names its section.

use pilothouse_core::{
    Abilities, Access, Call, CredentialField, Error, Facts, Flow, Judgement, Login, Machine, Order,
    Orders, Provider, Receipt, State, Target, Ticket, Timestamp, Verb, VerbRule,
};

mod abilities;
mod actions;
mod addresses;
mod auth;
mod error;
mod format;
mod forms;
mod lookups;
mod markup;
mod operator;
mod panel;
mod plan;
mod reasons;
mod sections;
mod transactions;
mod wire;

#[cfg(test)]
mod tests;

use format::FormatOf;
use panel::Panel;

pub(crate) use operator::OnAppOperator;

/// The client of the fleet, in the formats it has been given.
pub(crate) struct OnApp {
    format: FormatOf,
}

/// The one that speaks JSON only.
pub(crate) const FLEET: OnApp = OnApp {
    format: format::json_only,
};

impl OnApp {
    fn panel(&self, access: &Access) -> Result<Panel, Error> {
        Panel::new(access, self.format)
    }
}

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
    preferences: &[format::PREFERENCE],
    power: Abilities {
        has: &[
            VerbRule::new(Verb::Start, &[State::Off]).undone_by(Verb::ShutDown, ""),
            VerbRule::new(Verb::ShutDown, &[State::Running]).undone_by(Verb::Start, ""),
            VerbRule::new(Verb::PowerOff, &[State::Running, State::Rescue])
                .losing("Whatever is not on disk."),
            VerbRule::new(Verb::Reboot, &[State::Running, State::Rescue])
                .noting("Ends rescue mode."),
        ],
        lacks: &[(
            Verb::Reset,
            "OnApp has no reset. Use Power off, then Start.",
        )],
    },
};

impl Provider for OnApp {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn check(&self, access: &Access, _: Timestamp) -> Result<Call<String>, Error> {
        actions::check::check(&self.panel(access)?)
    }

    fn list(&self, access: &Access) -> Box<dyn Flow<Vec<Machine>>> {
        Box::new(actions::list_machines::ListMachines::new(
            access.clone(),
            self.format,
        ))
    }

    fn read(&self, access: &Access, _: Timestamp, target: &Target) -> Result<Call<Machine>, Error> {
        actions::read_machine::read_machine(&self.panel(access)?, target)
    }
}

impl Orders for OnApp {
    fn order(
        &self,
        access: &Access,
        _: Timestamp,
        order: &Order,
        step: usize,
    ) -> Result<Option<Call<Receipt>>, Error> {
        actions::power::power(&self.panel(access)?, order, step)
    }

    fn look(
        &self,
        access: &Access,
        now: Timestamp,
        ticket: &Ticket,
    ) -> Result<Call<Judgement>, Error> {
        actions::look::look(&self.panel(access)?, now, ticket)
    }
}
