//! Simulated Katapult Core API.
//!
//! It knows the machines of a few invented organizations, moves them about over simulated time,
//! and answers the endpoints a control panel needs as the live service is recorded to. Where
//! nobody has seen what the service does, the place says so and what was chosen.
//!
//! Tokens, for the `Authorization: Bearer` header:
//!
//! | token | opens |
//! | --- | --- |
//! | `sandbox-katapult-full-access-token` | everything in two organizations |
//! | `sandbox-katapult-read-only-token` | the same to look at only: writes are `scope_not_granted` |
//! | `sandbox-katapult-large-set-token` | an organization whose 1,200 machines are not counted |
//! | `sandbox-katapult-barred-token` | a suspended organization and one not activated |
//! | `sandbox-katapult-hurried-token` | as the first, with ten requests a minute |
//!
//! | `sandbox-katapult-onlooker-token` | as the first, but what asks for a permission is `permission_denied` |
//! | `sandbox-katapult-restricted-token` | an organization whose policy lets nothing be created |
//! | `sandbox-katapult-machine-token` | nothing but the authorized keys of a machine |
//! | `sandbox-katapult-unmanaged-machine-token` | the same of one whose keys are not managed |
//! | `sandbox-katapult-unavailable-token` | nothing: every answer is 503 `service_unavailable` |
//! | `sandbox-katapult-spent-token` | nothing: every answer is 429 `rate_limit_reached` |
//! | `sandbox-katapult-elsewhere-token` | nothing: `unauthorized_network_for_api_token` |
//! | `sandbox-katapult-incapable-token` | nothing: `invalid_capabilities_token` |
//! | `sandbox-katapult-broken-token` | nothing: every answer is 500 `unhandled_exception` |
//!
//! A machine whose display name begins with one of [`crate::names::SENTINELS`] fails, refuses or
//! is slow; a disk of the first kind of name fails to be built; a build of a hostname that begins with `sim-fails-build` fails.

mod address;
mod arguments;
mod authorized_keys;
mod backup;
mod build;
mod build_simple;
mod build_spec;
mod catalogue;
mod console;
mod disk;
mod group;
mod ids;
mod interface;
mod ip;
mod limit;
mod machine;
mod machines;
mod organization;
mod page;
mod policy;
mod power;
mod query;
mod queue;
mod refusal;
mod reply;
mod resize;
mod routes;
mod seed;
mod shelf;
mod spec;
mod spec_xml;
mod ssh_key;
mod state;
mod tag;
mod takes;
mod task;
#[cfg(test)]
mod tests;
mod token;
mod trash;
mod update;
mod xml;

use std::collections::HashMap;

use http::{Method, StatusCode};
use jiff::Timestamp;

use self::{
    arguments::Arguments,
    limit::{Budget, Limits},
    refusal::Refusal,
    reply::Reply,
    token::{Token, Trouble},
};
use crate::{Demo, Options, Request, Response, Simulated};

/// What an endpoint answers.
type Outcome = Result<Reply, Refusal>;

/// A request that has passed routing and authentication.
struct Ask {
    arguments: Arguments,
    token: &'static Token,
    /// Whether the endpoint asks for a permission.
    guarded: bool,
    now: Timestamp,
}

/// The simulated service's state.
pub struct World {
    options: Options,
    serial: ids::Serial,
    requests: u64,
    limits: Limits,
    queue: queue::Queue,
    addresses: address::Addresses,
    ips: ip::Ips,
    machines: machines::Machines,
    interfaces: interface::Interfaces,
    disks: disk::Disks,
    policies: backup::Policies,
    tasks: task::Tasks,
    builds: build::Builds,
    trash: trash::Trash,
    tags: tag::Tags,
    groups: group::Groups,
    ssh_keys: Vec<ssh_key::SshKey>,
    /// Ids of the machines that have tokens, by their first full names: a machine keeps its token
    /// under another name.
    holders: HashMap<&'static str, String>,
}

impl World {
    /// A new world.
    pub fn new(options: Options, now: Timestamp) -> Self {
        let mut world = Self {
            options,
            serial: ids::Serial::default(),
            requests: 0,
            limits: Limits::default(),
            queue: queue::Queue::default(),
            addresses: address::Addresses::default(),
            ips: ip::Ips::default(),
            machines: machines::Machines::default(),
            interfaces: interface::Interfaces::default(),
            disks: disk::Disks::default(),
            policies: backup::Policies::default(),
            tasks: task::Tasks::default(),
            builds: build::Builds::default(),
            trash: trash::Trash::default(),
            tags: tag::Tags::default(),
            groups: group::Groups::default(),
            ssh_keys: Vec::new(),
            holders: HashMap::new(),
        };
        seed::fill(&mut world, now);
        for fqdn in token::holders() {
            if let Some(machine) = world.machines.by_fqdn(fqdn) {
                world.holders.insert(fqdn, machine.id.clone());
            }
        }
        world
    }

    /// Checks in the service's order: route, token, scope, arguments, then the endpoint.
    fn outcome(&mut self, request: &Request, now: Timestamp) -> (Budget, Outcome) {
        let token = Token::of(request);
        let (who, permitted) = match &token {
            Ok(token) => (token.secret, token.permitted),
            Err(_) => ("", 1000),
        };
        let (budget, within_limit) = match &token {
            Ok(token) if token.trouble == Trouble::Spent => limit::spent(permitted),
            _ => self.limits.count(who, permitted, now),
        };
        let outcome = || {
            let (route, placeholders) =
                routes::find(request.method().as_str(), request.uri().path()).ok_or_else(|| {
                    Refusal::new(
                        StatusCode::NOT_FOUND,
                        "route_not_found",
                        "No endpoint has this method and path",
                    )
                })?;
            let token = token?;
            within_limit?;
            token.check_trouble()?;
            token.check_scopes(route.scopes)?;
            let arguments = Arguments::read(request, placeholders)?;
            arguments.check(route.takes)?;
            let ask = Ask {
                arguments,
                token,
                guarded: route.guarded,
                now,
            };
            (route.run)(self, &ask)
        };
        (budget, outcome())
    }
}

impl Simulated for World {
    fn id(&self) -> &'static str {
        "katapult"
    }

    fn demo(&self) -> Demo {
        Demo {
            label: "Sandbox Katapult",
            login: "token",
            values: &[("token", token::FULL)],
            base_path: "",
            cors: true,
        }
    }

    fn handle(&mut self, request: &Request, now: Timestamp) -> Response {
        self.catch_up(now);
        self.requests += 1;
        let request_id = ids::uuid(self.requests);
        // Whether a preflight without a token passes is not known; browsers send none, so it
        // has to here.
        let (budget, mut response) = if request.method() == Method::OPTIONS {
            let budget = Budget {
                permitted: 1000,
                remaining: 999,
            };
            (budget, reply::preflight())
        } else {
            let (budget, outcome) = self.outcome(request, now);
            (budget, reply::encode(outcome))
        };
        reply::dress(&mut response, &request_id, budget);
        response
    }
}
