//! Logging in with every request (BigV reference, section "Authentication").

use base64::{Engine, prelude::BASE64_STANDARD};
use http::{HeaderName, header};
use pilothouse_core::{Access, Credentials, Error, ErrorKind, ExposeSecret, Request, SecretString};
use serde_json::{Map, Value};

/// The scheme of the BigV years: HTTP Basic, and a one-time password where one is demanded.
pub(super) const PASSWORD_LOGIN: &str = "password";
/// The scheme of all later clients: a bearer token.
pub(super) const TOKEN_LOGIN: &str = "token";

pub(super) const USERNAME: &str = "username";
pub(super) const PASSWORD: &str = "password";
pub(super) const YUBIKEY_OTP: &str = "yubikey_otp";
pub(super) const TOKEN: &str = "token";

const OTP: HeaderName = HeaderName::from_static("x-yubikey-otp");

/// Adds what lets the request in, and the content type the provider's own examples send with
/// reads too ("Conventions").
pub(super) fn sign(request: Request, access: &Access) -> Result<Request, Error> {
    let credentials = &access.credentials;
    let request = request.with_header(header::CONTENT_TYPE, "application/json");
    match credentials.login() {
        PASSWORD_LOGIN => {
            let request =
                request.with_secret_header(header::AUTHORIZATION, &basic(credentials)?)?;
            match credentials.get(YUBIKEY_OTP) {
                Some(otp) => request.with_secret_header(OTP, otp),
                None => Ok(request),
            }
        }
        TOKEN_LOGIN => request.with_secret_header(header::AUTHORIZATION, &bearer(credentials)?),
        _ => Err(Error::new(
            ErrorKind::Setup,
            "The account does not say how to log in to BigV. Open its settings and choose a login.",
        )),
    }
}

fn basic(credentials: &Credentials) -> Result<SecretString, Error> {
    let username = credentials.require(USERNAME)?.expose_secret();
    let password = credentials.require(PASSWORD)?.expose_secret();
    if username.contains(':') {
        return Err(Error::new(
            ErrorKind::Setup,
            "A BigV user name has no colon in it. Open the account's settings and correct it.",
        ));
    }
    let pair = SecretString::from([username, ":", password].concat());
    let pair = BASE64_STANDARD.encode(pair.expose_secret());
    Ok(SecretString::from(["Basic ", &pair].concat()))
}

/// A session token is opaque and an API key carries its own `apikey.`; neither is changed but for
/// the line break that a copied token brings along.
fn bearer(credentials: &Credentials) -> Result<SecretString, Error> {
    let token = credentials.require(TOKEN)?.expose_secret().trim();
    Ok(SecretString::from(["Bearer ", token].concat()))
}

/// The login's user name, where it has one and a shell takes it as nothing else: it becomes part of
/// a command to be pasted.
pub(super) fn plain_user_name(credentials: &Credentials) -> Option<String> {
    let user = credentials.get(USERNAME)?.expose_secret();
    let is_plain = !user.starts_with('-')
        && (user.bytes()).all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    is_plain.then(|| user.to_owned())
}

/// Adds a secret, if there is one, to a request's body, which nothing prints.
pub(super) fn put(body: &mut Map<String, Value>, member: &str, secret: Option<&SecretString>) {
    if let Some(secret) = secret {
        body.insert(member.to_owned(), secret.expose_secret().into());
    }
}

/// The same for a one-time code, without the line break a Yubikey ends it with.
pub(super) fn put_code(body: &mut Map<String, Value>, member: &str, code: Option<&SecretString>) {
    if let Some(code) = code {
        body.insert(member.to_owned(), code.expose_secret().trim().into());
    }
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{Access, Credentials, Endpoint, Error, ErrorKind, Request};

    use super::sign;

    fn signed(credentials: Credentials) -> Result<Request, Error> {
        let endpoint = Endpoint::parse("https://uk0.bigv.io").unwrap();
        let access = Access::new(endpoint, credentials);
        sign(Request::get(&access.endpoint, "/accounts"), &access)
    }

    #[test]
    fn every_login_has_its_headers_and_hides_them() {
        // "Aladdin" and "test" are the worked examples of RFC 7617.
        for (credentials, authorization, otp) in [
            (
                Credentials::new("password")
                    .with("username", "Aladdin")
                    .with("password", "open sesame"),
                "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
                None,
            ),
            (
                Credentials::new("password")
                    .with("username", "test")
                    .with("password", "123£")
                    .with("yubikey_otp", "ccccccbcgujh"),
                "Basic dGVzdDoxMjPCow==",
                Some("ccccccbcgujh"),
            ),
            (
                Credentials::new("token").with("token", "5e55-10n\n"),
                "Bearer 5e55-10n",
                None,
            ),
            (
                Credentials::new("token").with("token", "apikey.k3y"),
                "Bearer apikey.k3y",
                None,
            ),
        ] {
            let request = signed(credentials).unwrap();
            assert_eq!(request.headers["authorization"], authorization);
            assert_eq!(request.headers["accept"], "application/json");
            assert_eq!(request.headers["content-type"], "application/json");
            let sent = request.headers.get("x-yubikey-otp");
            assert_eq!(sent.map(|value| value.to_str().unwrap()), otp);
            assert!(request.headers["authorization"].is_sensitive());
            assert!(sent.is_none_or(http::HeaderValue::is_sensitive));
        }
    }

    #[test]
    fn incomplete_logins_are_named_and_nothing_is_sent() {
        for (credentials, words) in [
            (
                Credentials::new("password").with("password", "x"),
                "username",
            ),
            (
                Credentials::new("password").with("username", "x"),
                "password",
            ),
            (
                Credentials::new("password")
                    .with("username", "a:b")
                    .with("password", "x"),
                "colon",
            ),
            (Credentials::new("token"), "token"),
            (
                Credentials::new("token").with("token", "a\nb"),
                "line breaks",
            ),
            (Credentials::new("x").with("token", "t"), "choose a login"),
        ] {
            let error = signed(credentials).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Setup);
            assert!(error.message.contains(words), "{error}");
        }
    }
}
