//! Logging in with every request (OnApp reference, section "Authentication").

use base64::{Engine, prelude::BASE64_STANDARD};
use http::header;
use pilothouse_core::{Access, Credentials, Error, ErrorKind, ExposeSecret, Request, SecretString};

/// HTTP Basic with the user's login and password.
pub(super) const PASSWORD_LOGIN: &str = "password";
/// HTTP Basic with the user's e-mail address and API key.
pub(super) const API_KEY_LOGIN: &str = "api_key";

pub(super) const LOGIN: &str = "login";
pub(super) const PASSWORD: &str = "password";
pub(super) const EMAIL: &str = "email";
pub(super) const API_KEY: &str = "api_key";

/// Adds what lets the request in.
pub(super) fn sign(request: Request, access: &Access) -> Result<Request, Error> {
    let credentials = &access.credentials;
    let pair = match credentials.login() {
        PASSWORD_LOGIN => pair(
            credentials.require(LOGIN)?.expose_secret(),
            credentials.require(PASSWORD)?.expose_secret(),
        )?,
        API_KEY_LOGIN => api_key_pair(credentials)?,
        _ => {
            return Err(Error::new(
                ErrorKind::Setup,
                "The account does not say how to log in to OnApp. Open its settings and choose a login.",
            ));
        }
    };
    let pair = BASE64_STANDARD.encode(pair.expose_secret());
    let value = SecretString::from(format!("Basic {pair}"));
    request.with_secret_header(header::AUTHORIZATION, &value)
}

/// Neither address nor key has blanks, but copied ones often bring some along.
fn api_key_pair(credentials: &Credentials) -> Result<SecretString, Error> {
    let email = credentials.require(EMAIL)?.expose_secret();
    let key = credentials.require(API_KEY)?.expose_secret();
    pair(email.trim(), key.trim())
}

/// The first colon ends the user name, so there can be none in it.
fn pair(user: &str, password: &str) -> Result<SecretString, Error> {
    if user.contains(':') {
        return Err(Error::new(
            ErrorKind::Setup,
            "The user name or e-mail address must not have a colon in it. Open the account's settings and correct it.",
        ));
    }
    Ok(SecretString::from(format!("{user}:{password}")))
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{Access, Credentials, Endpoint, Error, ErrorKind, Request};

    use super::sign;

    fn signed(credentials: Credentials) -> Result<Request, Error> {
        let endpoint = Endpoint::parse("https://cp.example.net").unwrap();
        let access = Access::new(endpoint, credentials);
        sign(Request::get(&access.endpoint, "/profile.json"), &access)
    }

    #[test]
    fn both_logins_are_basic_and_hidden() {
        // "Aladdin" and "test" are the worked examples of RFC 7617; "user:userpass" is how the
        // vendor's own example logs in.
        for (credentials, authorization) in [
            (
                Credentials::new("password")
                    .with("login", "Aladdin")
                    .with("password", "open sesame"),
                "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
            ),
            (
                Credentials::new("password")
                    .with("login", "test")
                    .with("password", "123£"),
                "Basic dGVzdDoxMjPCow==",
            ),
            (
                Credentials::new("password")
                    .with("login", "user")
                    .with("password", "userpass"),
                "Basic dXNlcjp1c2VycGFzcw==",
            ),
            (
                Credentials::new("api_key")
                    .with("email", " ops@example.net")
                    .with("api_key", "0123456789abcdef0123456789abcdef01234567\n"),
                "Basic b3BzQGV4YW1wbGUubmV0OjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc=",
            ),
        ] {
            let request = signed(credentials).unwrap();
            assert_eq!(request.headers["authorization"], authorization);
            assert!(request.headers["authorization"].is_sensitive());
        }
    }

    #[test]
    fn incomplete_logins_are_named_and_nothing_is_sent() {
        for (credentials, words) in [
            (Credentials::new("password").with("password", "x"), "login"),
            (Credentials::new("password").with("login", "x"), "password"),
            (Credentials::new("api_key").with("api_key", "x"), "email"),
            (Credentials::new("api_key").with("email", "x"), "api key"),
            (
                Credentials::new("password")
                    .with("login", "a:b")
                    .with("password", "x"),
                "colon",
            ),
            (
                Credentials::new("")
                    .with("login", "t")
                    .with("password", "x"),
                "choose a login",
            ),
        ] {
            let error = signed(credentials).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Setup);
            assert!(error.message.contains(words), "{error}");
        }
    }
}
