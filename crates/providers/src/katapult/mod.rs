//! The client for Krystal's Katapult, Core API version 1.
//!
//! Written from the Katapult reference; each action names its section.

use pilothouse_core::{
    Abilities, Access, Call, CredentialField, Error, Facts, Flow, Judgement, Login, Machine, Order,
    Orders, Provider, Receipt, State, Target, Ticket, Timestamp, Verb, VerbRule,
};

mod abilities;
mod actions;
mod answer;
mod auth;
mod codes;
mod error;
mod faults;
mod find;
mod flows;
mod form_values;
mod forms;
mod lookups;
mod operator;
mod sections;
mod spec;
mod trash;
mod wire;

#[cfg(test)]
mod tests;

pub(crate) use operator::KatapultOperator;

/// The client of the fleet.
pub(crate) struct Katapult;

/// What it can do (Katapult reference, sections "Authentication and scopes", "Rate limit and
/// response headers" and "States and power").
///
/// Which state allows which action is not published; these are the pairs that were seen to work.
static FACTS: Facts = Facts {
    id: "katapult",
    name: "Katapult",
    default_endpoint: Some("https://api.katapult.io"),
    other_endpoints: &[],
    endpoint_help: "The address of the API; /core/v1 is added unless it is there.",
    logins: &[Login {
        id: auth::LOGIN,
        label: "API token",
        fields: &[
            CredentialField {
                key: auth::TOKEN,
                label: "API token",
                help: "Made in the Katapult Console. It needs the scopes organizations:read, virtual_machines:read, virtual_machines:power_actions and tasks:read. To build, change and delete machines as well: virtual_machines, virtual_machine_packages:read, disk_templates:read, virtual_machine_groups:read, tags:read, disks:read, disk_backup_policies:read, ip_addresses:read and those of trash_objects.",
                secret: true,
                required: true,
            },
            CredentialField {
                key: auth::ORGANIZATION,
                label: "Organization",
                help: "Its sub domain, or its id beginning with \"org_\". Leave it empty for every organization the token sees.",
                secret: false,
                required: false,
            },
        ],
    }],
    answers_browsers: true,
    // Most tokens were granted 1000 a minute, some 200.
    requests_per_minute: Some(180),
    state_needs_reading: true,
    preferences: &[],
    power: Abilities {
        has: &[
            VerbRule::new(Verb::Start, &[State::Off]).undone_by(Verb::ShutDown, ""),
            VerbRule::new(Verb::ShutDown, &[State::Running]).undone_by(Verb::Start, ""),
            VerbRule::new(Verb::PowerOff, &[State::Running]).losing("Whatever is not on disk."),
            VerbRule::new(Verb::Reset, &[State::Running]).losing("Whatever is not on disk."),
        ],
        lacks: &[(
            Verb::Reboot,
            "Katapult has no reboot. Use Shut down and then Start, or Reset, which saves nothing.",
        )],
    },
};

impl Provider for Katapult {
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
}

impl Orders for Katapult {
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
