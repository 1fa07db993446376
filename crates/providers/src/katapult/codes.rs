//! The codes of Katapult's failures that the fleet meets, and what is said to a person (Katapult
//! reference, section "Errors").

use pilothouse_core::ErrorKind;

use super::error::SCOPE_NOT_GRANTED;

/// What is said beside our own words.
pub(super) enum More {
    Nothing,
    /// The reason in this very case; the code's general description would only repeat our words.
    Reason,
    /// The reason or, without one, the general description.
    Description,
    /// The status, and these words after it.
    Status(&'static str),
    /// The status, and that there was no reason or which.
    StatusAndReason,
    /// If there is such a detail, it between these words instead of ours.
    Detail(&'static str, &'static str, &'static str),
    /// The scopes of which one is needed.
    Scopes,
    /// The argument that is wrong and what is wrong with it.
    Argument,
}

/// A code, its kind, what happened and what to do. Without words, those of the kind are used.
pub(super) type Known = (&'static str, ErrorKind, &'static str, More);

/// Every code that says more than its kind.
pub(super) static KNOWN: &[Known] = &[
    (
        "missing_api_token",
        ErrorKind::Unauthorized,
        "Katapult got no token. Enter one in the account's settings.",
        More::Nothing,
    ),
    (
        "invalid_api_token",
        ErrorKind::Unauthorized,
        "Katapult does not accept this token: it is wrong, expired or revoked. Enter another in the account's settings.",
        More::Reason,
    ),
    (
        "unauthorized_network_for_api_token",
        ErrorKind::Unauthorized,
        "This token may not be used from this network. Allow it in the Katapult Console.",
        More::Detail(
            "ip_address",
            "This token may not be used from ",
            ". Allow that address in the Katapult Console.",
        ),
    ),
    (
        "invalid_capabilities_token",
        ErrorKind::Unauthorized,
        "",
        More::Nothing,
    ),
    (
        SCOPE_NOT_GRANTED,
        ErrorKind::Forbidden,
        "The token lacks the scope for this. Give it one in the Katapult Console.",
        More::Scopes,
    ),
    (
        "permission_denied",
        ErrorKind::Forbidden,
        "Katapult does not let this token do that. Ask the organization's administrator.",
        More::Reason,
    ),
    (
        "organization_suspended",
        ErrorKind::Forbidden,
        "The organization is suspended. Ask Katapult's support to release it.",
        More::Nothing,
    ),
    (
        "organization_not_activated",
        ErrorKind::Forbidden,
        "The organization is not activated yet. Finish its set-up in the Katapult Console.",
        More::Nothing,
    ),
    (
        "object_in_trash",
        ErrorKind::NotFound,
        "It is in Katapult's trash, where it can be restored for 48 hours after it was deleted.",
        More::Nothing,
    ),
    (
        "virtual_machine_not_found",
        ErrorKind::NotFound,
        "Katapult no longer has this machine, or this token may not see it.",
        More::Nothing,
    ),
    (
        "organization_not_found",
        ErrorKind::NotFound,
        "Katapult has no such organization, or this token may not see it. Check the account's settings.",
        More::Nothing,
    ),
    // The endpoint is wrong; no object is missing.
    (
        "route_not_found",
        ErrorKind::Refused,
        "Katapult does not know this address. Check the endpoint in the account's settings.",
        More::Nothing,
    ),
    (
        "task_queueing_error",
        ErrorKind::Conflict,
        "Katapult cannot do this now. Look at the machine's state before trying again.",
        More::Reason,
    ),
    (
        "virtual_machine_must_be_started",
        ErrorKind::Conflict,
        "The machine must be running for this. Start it first.",
        More::Detail(
            "current_state",
            "The machine must be running for this, and it is ",
            ". Start it first.",
        ),
    ),
    (
        "validation_error",
        ErrorKind::Invalid,
        "Katapult does not accept these values.",
        More::Reason,
    ),
    (
        "invalid_argument",
        ErrorKind::Invalid,
        "Katapult does not accept ",
        More::Argument,
    ),
    (
        "missing_required_argument",
        ErrorKind::Invalid,
        "Katapult misses ",
        More::Argument,
    ),
    ("invalid_json_body", ErrorKind::Invalid, "", More::Nothing),
    (
        "rate_limit_reached",
        ErrorKind::RateLimited,
        "",
        More::Nothing,
    ),
    (
        "service_unavailable",
        ErrorKind::Unavailable,
        "",
        More::Nothing,
    ),
    (
        "unhandled_exception",
        ErrorKind::Unavailable,
        "",
        More::Nothing,
    ),
];

/// Where there is no code, or one that says no more than its kind.
pub(super) fn by_kind(kind: ErrorKind) -> (&'static str, &'static More) {
    match kind {
        ErrorKind::RateLimited => (
            "Katapult asks for fewer requests. Wait a minute and try again.",
            &More::Detail(
                "total_permitted",
                "This token has used up its ",
                " requests a minute. Wait a minute and try again.",
            ),
        ),
        ErrorKind::Unavailable | ErrorKind::TimedOut => (
            "Katapult is not well at the moment (",
            &More::Status("). Try again later."),
        ),
        ErrorKind::BadAnswer => (
            "Katapult sent the request elsewhere (",
            &More::Status("). Check the endpoint."),
        ),
        ErrorKind::Unauthorized => (
            "Katapult refused the token. Check it in the account's settings.",
            &More::Description,
        ),
        ErrorKind::NotFound => (
            "Katapult has no such thing, or this token may not see it.",
            &More::Description,
        ),
        _ => ("Katapult refused this (", &More::StatusAndReason),
    }
}
