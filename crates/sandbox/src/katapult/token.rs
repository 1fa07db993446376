//! API tokens: who may call, which organizations they see and what they may do there
//! (reference, Authentication and scopes).

use http::{StatusCode, header};
use serde_json::json;

use super::refusal::Refusal;
use crate::Request;

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

const EVERYTHING: &[&str] = &[
    "virtual_machines",
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

const TOKENS: &[Token] = &[
    Token {
        secret: FULL,
        organizations: &["otter-post", "otter-labs"],
        scopes: EVERYTHING,
        permitted: 1000,
        has_user: true,
    },
    Token {
        secret: READ_ONLY,
        organizations: &["otter-post", "otter-labs"],
        scopes: READING,
        permitted: 1000,
        has_user: true,
    },
    Token {
        secret: LARGE_SET,
        organizations: &["great-herd"],
        scopes: EVERYTHING,
        permitted: 1000,
        has_user: false,
    },
    Token {
        secret: BARRED,
        organizations: &["lapsed-dues", "half-signed-up"],
        scopes: EVERYTHING,
        permitted: 1000,
        has_user: false,
    },
    Token {
        secret: HURRIED,
        organizations: &["otter-post", "otter-labs"],
        scopes: EVERYTHING,
        permitted: 10,
        has_user: true,
    },
];

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
