//! Getting a session token.

use http::{Method, StatusCode, header};
use pilothouse_core::{
    Access, Call, Endpoint, Error, ErrorKind, Input, Outcome, Request, Response, Safety,
    SealedValue, SecretString, wire::is_html,
};
use serde_json::{Map, Value};

use crate::{node::success, words::one_line};

/// The session service of all public clusters.
const USUAL: &str = "https://auth.bytemark.co.uk";
/// Longer than any token a header should carry.
const LONGEST: usize = 4096;

/// `POST /session` at the session service (BigV reference, "Session tokens"): another host than
/// the cluster's, and no login of its own. Its answer is the bare token, for the login that takes
/// one.
///
/// Sent once: a one-time code does not work twice.
pub(in crate::bigv) fn sign_in(
    access: &Access,
    input: &Input,
) -> Result<Call<SecretString>, Error> {
    let service = service(access, input)?;
    let request = Request::new(Method::POST, &service, "/session", Safety::Unsafe)
        .with_sealed_json(&body(input))
        .with_header(header::ACCEPT, "text/plain");
    Ok(Call::new(request, token))
}

fn service(access: &Access, input: &Input) -> Result<Endpoint, Error> {
    if let Some(entered) = input.text("auth_endpoint") {
        return Endpoint::parse(entered)
            .map_err(|error| error_of(ErrorKind::Invalid, &error.message, "auth_endpoint"));
    }
    let host = access.endpoint.host();
    if host == "bigv.io" || host.ends_with(".bigv.io") {
        Endpoint::parse(USUAL)
    } else {
        Ok(access.endpoint.clone())
    }
}

/// Every value is text, the seconds too.
fn body(input: &Input) -> SealedValue {
    let mut sealed = SealedValue::new();
    let mut body = Map::new();
    if let Some(username) = input.text("username") {
        body.insert("username".to_owned(), username.into());
    }
    if let Some(password) = input.secret("password") {
        body.insert("password".to_owned(), sealed.secret("password", password));
    }
    for (member, key) in [("yubikey", "yubikey_otp"), ("2fa", "code")] {
        if let Some(code) = input.secret(key) {
            body.insert(member.to_owned(), sealed.code(key, code));
        }
    }
    let seconds = input.number("minutes").unwrap_or(30).saturating_mul(60);
    body.insert("validity".to_owned(), seconds.to_string().into());
    sealed.with(Value::Object(body))
}

/// What was answered is never repeated in words: it may be a token.
fn token(response: &Response) -> Result<SecretString, Error> {
    success(response, failure)?;
    let token = response.body().trim_ascii();
    let is_token = !is_html(response)
        && (1..=LONGEST).contains(&token.len())
        && token.iter().all(u8::is_ascii_graphic)
        && !token.starts_with(b"{");
    match std::str::from_utf8(token) {
        Ok(token) if is_token => Ok(SecretString::from(token.to_owned())),
        _ => Err(Error::new(
            ErrorKind::BadAnswer,
            "The answer to signing in is not a token. Check the address of the session service.",
        )),
    }
}

/// The texts clients look for; the statuses that come with them are not documented.
fn failure(response: &Response) -> Error {
    let said = if is_html(response) {
        String::new()
    } else {
        one_line(&String::from_utf8_lossy(response.body()))
    };
    let known = [
        (
            "missing 2fa",
            ErrorKind::Unauthorized,
            "code",
            "This login needs a two-factor code. Enter the number your authenticator shows now.",
        ),
        (
            "bad login credentials",
            ErrorKind::Unauthorized,
            "password",
            "User name, password or code is wrong. A Yubikey code works once: touch it again.",
        ),
        (
            "authentication failed",
            ErrorKind::Unauthorized,
            "password",
            "The session service did not let you in. Check user name, password and codes.",
        ),
        (
            "badly-formed parameters",
            ErrorKind::Invalid,
            "username",
            "The session service did not understand what was entered. Check user name and codes for stray characters.",
        ),
    ];
    let lower = said.to_ascii_lowercase();
    for (text, kind, field, words) in known {
        if lower.contains(text) {
            return error_of(kind, words, field).with_code(Some(said));
        }
    }
    let status = response.status();
    let kind = pilothouse_core::wire::kind_of_status(status);
    let ours = match status {
        StatusCode::NOT_FOUND => {
            "There is no session service at this address. Check the address, or enter a token or API key instead."
        }
        status if status.is_server_error() => {
            "The session service is not well at the moment. Try again later."
        }
        _ => "The session service refused to sign in.",
    };
    let mut message = ours.to_owned();
    if !said.is_empty() {
        message = [ours, " It says: ", &said].concat();
    }
    // A session nobody has the token of does nothing and runs out.
    Error::new(kind, message).with_outcome(Outcome::NotDone)
}

fn error_of(kind: ErrorKind, words: &str, field: &str) -> Error {
    Error::new(kind, words).with_field(field, words)
}
