//! API tokens: who may call, which organizations they see and what they may do there
//! (reference, Authentication and scopes).

use http::{StatusCode, header};
use serde_json::json;

use super::refusal::Refusal;
use crate::Request;

/// What goes wrong with everything a token asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    None,
    /// The service is down.
    Unavailable,
    /// The minute's budget is spent already.
    Spent,
    /// The token may not be used from where the request comes.
    Elsewhere,
    /// The token's capabilities are not valid.
    Incapable,
    /// The service fails.
    Broken,
}

/// A token. All of them are invented and open nothing but this simulation.
pub(super) struct Token {
    pub(super) secret: &'static str,
    /// Sub domains of the organizations it sees.
    pub(super) organizations: &'static [&'static str],
    pub(super) scopes: &'static [&'static str],
    /// Requests per minute.
    pub(super) permitted: u32,
    /// Whether a person stands behind it, so that `/users/current` answers.
    pub(super) has_user: bool,
    /// Whether that person lacks every permission.
    pub(super) onlooker: bool,
    /// Full name a new world gives the machine it belongs to.
    pub(super) machine: Option<&'static str>,
    pub(super) trouble: Trouble,
}

impl Token {
    /// Everything in some organizations, as a service account.
    const fn of_service(secret: &'static str, organizations: &'static [&'static str]) -> Self {
        Self {
            secret,
            organizations,
            scopes: EVERYTHING,
            permitted: 1000,
            has_user: false,
            onlooker: false,
            machine: None,
            trouble: Trouble::None,
        }
    }

    /// Everything in the demo's organizations, as a person.
    const fn of_person(secret: &'static str) -> Self {
        let mut token = Self::of_service(secret, &["otter-post", "otter-labs"]);
        token.has_user = true;
        token
    }

    const fn with_scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    const fn permitting(mut self, permitted: u32) -> Self {
        self.permitted = permitted;
        self
    }

    const fn looking_on(mut self) -> Self {
        self.onlooker = true;
        self
    }

    const fn of_machine(secret: &'static str, machine: &'static str) -> Self {
        let mut token = Self::of_service(secret, &[]).with_scopes(KEYS);
        token.machine = Some(machine);
        token
    }

    const fn troubled(secret: &'static str, trouble: Trouble) -> Self {
        let mut token = Self::of_person(secret);
        token.trouble = trouble;
        token
    }
}

/// Everything, in the organizations of the demo.
pub(super) const FULL: &str = "sandbox-katapult-full-access-token";
/// The same organizations, only to look at.
pub(super) const READ_ONLY: &str = "sandbox-katapult-read-only-token";
/// An organization with more machines than the service cares to count: its machine list has
/// `large_set` true and no totals.
pub(super) const LARGE_SET: &str = "sandbox-katapult-large-set-token";
/// Organizations that are suspended or were never activated.
pub(super) const BARRED: &str = "sandbox-katapult-barred-token";
/// The demo's organizations with ten requests a minute.
pub(super) const HURRIED: &str = "sandbox-katapult-hurried-token";

/// The demo's organizations as seen by somebody without any permission.
pub(super) const ONLOOKER: &str = "sandbox-katapult-onlooker-token";
/// An organization whose policy lets nothing be created.
pub(super) const RESTRICTED: &str = "sandbox-katapult-restricted-token";
/// A machine's own, to ask for its keys.
pub(super) const MACHINE: &str = "sandbox-katapult-machine-token";
/// A machine's own whose keys are not managed.
pub(super) const UNMANAGED: &str = "sandbox-katapult-unmanaged-machine-token";

const EVERYTHING: &[&str] = &[
    "virtual_machines",
    "virtual_machines:authorized_keys",
    "virtual_machine_groups",
    "virtual_machine_packages:read",
    "organizations:read",
    "disk_templates",
    "disks",
    "disk_backup_policies",
    "ip_addresses",
    "tags",
    "tasks",
    "trash_objects:read",
    "trash_objects:restore",
    "trash_objects:purge",
];

const READING: &[&str] = &[
    "virtual_machines:read",
    "virtual_machine_groups:read",
    "virtual_machine_packages:read",
    "organizations:read",
    "disk_templates:read",
    "disks:read",
    "disk_backup_policies:read",
    "ip_addresses:read",
    "tags:read",
    "tasks:read",
    "trash_objects:read",
];

const KEYS: &[&str] = &["virtual_machines:authorized_keys"];

const TOKENS: &[Token] = &[
    Token::of_person(FULL),
    Token::of_person(READ_ONLY).with_scopes(READING),
    Token::of_service(LARGE_SET, &["great-herd"]),
    Token::of_service(BARRED, &["lapsed-dues", "half-signed-up"]),
    Token::of_person(HURRIED).permitting(10),
    Token::of_person(ONLOOKER).looking_on(),
    Token::of_service(RESTRICTED, &["tight-budget"]),
    Token::of_machine(MACHINE, "shop-front.otter-post.katapult.example"),
    Token::of_machine(UNMANAGED, "mail.otter-post.katapult.example"),
    Token::troubled("sandbox-katapult-unavailable-token", Trouble::Unavailable),
    Token::troubled("sandbox-katapult-spent-token", Trouble::Spent),
    Token::troubled("sandbox-katapult-elsewhere-token", Trouble::Elsewhere),
    Token::troubled("sandbox-katapult-incapable-token", Trouble::Incapable),
    Token::troubled("sandbox-katapult-broken-token", Trouble::Broken),
];

/// The machines that have tokens, by the full names new worlds give them.
pub(super) fn holders() -> impl Iterator<Item = &'static str> {
    TOKENS.iter().filter_map(|token| token.machine)
}

impl Token {
    /// The token a request carries. Without a header the answer is 400, with an unknown token
    /// 403; 401 is never used.
    pub(super) fn of(request: &Request) -> Result<&'static Self, Refusal> {
        let missing = || {
            Refusal::new(
                StatusCode::BAD_REQUEST,
                "missing_api_token",
                "The Authorization header has no bearer token",
            )
        };
        let header = request
            .headers()
            .get(header::AUTHORIZATION)
            .ok_or_else(missing)?;
        let secret = header
            .to_str()
            .unwrap_or_default()
            .split_once(' ')
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, secret)| secret.trim())
            .filter(|secret| !secret.is_empty())
            .ok_or_else(missing)?;
        TOKENS
            .iter()
            .find(|token| token.secret == secret)
            .ok_or_else(|| {
                Refusal::new(
                    StatusCode::FORBIDDEN,
                    "invalid_api_token",
                    "The token is unknown or has expired",
                )
                .with(json!({ "details": null }))
            })
    }

    /// Refuses everything asked with a token made for that.
    pub(super) fn check_trouble(&self) -> Result<(), Refusal> {
        let (status, code, description, detail) = match self.trouble {
            Trouble::None | Trouble::Spent => return Ok(()),
            Trouble::Unavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                "service_unavailable",
                "The service is not available at the moment",
                json!({}),
            ),
            Trouble::Elsewhere => (
                StatusCode::FORBIDDEN,
                "unauthorized_network_for_api_token",
                "The token may not be used from this network",
                json!({"ip_address": "203.0.113.77"}),
            ),
            Trouble::Incapable => (
                StatusCode::FORBIDDEN,
                "invalid_capabilities_token",
                "The token's capabilities are not valid",
                json!({}),
            ),
            Trouble::Broken => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "unhandled_exception",
                "Something went wrong that nobody planned for",
                json!({}),
            ),
        };
        Err(Refusal::new(status, code, description).with(detail))
    }

    /// Any one of the endpoint's scopes is enough; an endpoint without scopes is open to all.
    pub(super) fn check_scopes(&self, wanted: &[&str]) -> Result<(), Refusal> {
        if wanted.is_empty() || wanted.iter().any(|scope| self.scopes.contains(scope)) {
            return Ok(());
        }
        Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "scope_not_granted",
            "The token does not have a scope this endpoint asks for",
        )
        .with(json!({ "scopes": wanted })))
    }
}
