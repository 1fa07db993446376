//! Who is asking: passwords, one-time passwords, session tokens, API keys.
//!
//! Source: BigV reference, Authentication. The session server lives on the same port as the
//! brain. A privilege that needs a `YubiKey` and no one-time password is answered 401.

use super::query::Query;
use super::reply::{Refusal, Reply};
use crate::names::spread;
use crate::{Request, answer, json};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{Method, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json as value};
use std::collections::HashMap;

/// Somebody who may log in.
#[derive(Debug)]
pub(super) struct User {
    pub(super) name: &'static str,
    pub(super) password: &'static str,
    yubikey: bool,
    /// The code a session needs besides the password.
    second_factor: Option<&'static str>,
    /// May change things; others may look and send signals.
    pub(super) admin: bool,
}

/// Everybody. The first is the one the demo shows.
pub(super) const USERS: [User; 4] = [
    User {
        name: "sandbox",
        password: "sandbox-opens-nothing",
        yubikey: false,
        second_factor: None,
        admin: true,
    },
    User {
        name: "keyholder",
        password: "sandbox-opens-nothing",
        yubikey: true,
        second_factor: None,
        admin: true,
    },
    User {
        name: "twofactor",
        password: "sandbox-opens-nothing",
        yubikey: false,
        second_factor: Some("246810"),
        admin: true,
    },
    User {
        name: "observer",
        password: "sandbox-opens-nothing",
        yubikey: false,
        second_factor: None,
        admin: false,
    },
];

/// One-time passwords that count begin so, as those of one key do.
pub(super) const OTP_BEGINS: &str = "ccccccbvbvbv";
/// The first user's API key.
pub(super) const API_KEY: &str = "sandbox-api-key";
/// How long a one-time password may be repeated.
const OTP_AGE: SignedDuration = SignedDuration::from_secs(900);
/// How long a session lasts, in seconds, when nobody says.
const VALIDITY: i64 = 1800;

struct Session {
    user: &'static User,
    factors: Vec<&'static str>,
    validity: SignedDuration,
    until: Timestamp,
}

/// The sessions and the one-time passwords seen.
#[derive(Default)]
pub(super) struct Gate {
    sessions: HashMap<String, Session>,
    made: u32,
    first_seen: HashMap<String, Timestamp>,
}

impl Gate {
    /// The user a request comes from.
    pub(super) fn user(
        &mut self,
        request: &Request,
        now: Timestamp,
    ) -> Result<&'static User, Refusal> {
        self.identify(request, now).ok_or(Refusal::Unauthenticated)
    }

    fn identify(&mut self, request: &Request, now: Timestamp) -> Option<&'static User> {
        let text = |name: &str| request.headers().get(name)?.to_str().ok();
        let (scheme, rest) = text(header::AUTHORIZATION.as_str())?.split_once(' ')?;
        if scheme.eq_ignore_ascii_case("basic") {
            let decoded = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
            let (name, password) = decoded.split_once(':')?;
            let user = find(name, password)?;
            let otp = !user.yubikey || self.otp_counts(text("x-yubikey-otp")?, now);
            return (otp && user.second_factor.is_none()).then_some(user);
        }
        if !scheme.eq_ignore_ascii_case("bearer") {
            return None;
        }
        if let Some(key) = rest.strip_prefix("apikey.") {
            return USERS.first().filter(|_| key == API_KEY);
        }
        let session = self.sessions.get(rest)?;
        (session.until > now).then_some(session.user)
    }

    fn otp_counts(&mut self, otp: &str, now: Timestamp) -> bool {
        let seen = *self.first_seen.entry(otp.to_owned()).or_insert(now);
        otp.starts_with(OTP_BEGINS) && now.duration_since(seen) <= OTP_AGE
    }

    /// Calls below `/session`, which need no other authentication.
    pub(super) fn sessions(
        &mut self,
        request: &Request,
        token: Option<&str>,
        now: Timestamp,
    ) -> Reply {
        match (request.method(), token) {
            (&Method::POST, None) => self.open(request, now),
            (&Method::GET, Some(token)) => self.read(token, now),
            _ => Err(Refusal::NotFound),
        }
    }

    fn open(&mut self, request: &Request, now: Timestamp) -> Reply {
        let bad = || Refusal::Text(StatusCode::BAD_REQUEST, "Badly-formed parameters");
        let no = |words| Refusal::Text(StatusCode::UNAUTHORIZED, words);
        let fields = fields(request).ok_or_else(bad)?;
        let name = fields.get("username").ok_or_else(bad)?;
        let password = fields.get("password").ok_or_else(bad)?;
        let validity = match fields.get("validity") {
            None => VALIDITY,
            Some(text) => text.parse().ok().filter(|s| *s > 0).ok_or_else(bad)?,
        };
        let user = find(name, password).ok_or_else(|| no("Bad login credentials"))?;
        let mut factors = vec!["password"];
        if user.yubikey {
            let otp = fields.get("yubikey").map_or("", String::as_str);
            if !self.otp_counts(otp, now) {
                return Err(no("Bad login credentials"));
            }
            factors.push("yubikey");
        }
        if let Some(code) = user.second_factor {
            match fields.get("2fa").map(String::as_str) {
                None | Some("") => return Err(no("Missing 2FA")),
                Some(given) if given == code => factors.push("2fa"),
                Some(_) => return Err(no("Bad login credentials")),
            }
        }
        self.made += 1;
        let token = format!(
            "sandbox{:08x}{:08x}",
            spread(self.made),
            spread(self.made ^ 0x7e57_0000)
        );
        let validity = SignedDuration::from_secs(validity);
        let session = Session {
            user,
            factors,
            validity,
            until: now.checked_add(validity).unwrap_or(Timestamp::MAX),
        };
        self.sessions.insert(token.clone(), session);
        Ok(answer(StatusCode::OK, "text/plain", token))
    }

    /// Reading a session renews it.
    fn read(&mut self, token: &str, now: Timestamp) -> Reply {
        let session = self
            .sessions
            .get_mut(token)
            .filter(|s| s.until > now)
            .ok_or(Refusal::NotFound)?;
        let renewed = now.checked_add(session.validity).unwrap_or(session.until);
        session.until = session.until.max(renewed);
        Ok(json(
            StatusCode::OK,
            &value!({
                "username": session.user.name,
                "factors": session.factors,
                "group_memberships": [],
            }),
        ))
    }
}

fn find(name: &str, password: &str) -> Option<&'static User> {
    USERS
        .iter()
        .find(|user| user.name == name && user.password == password)
}

/// The fields of a login, as JSON or as a form. Every JSON value is a string.
fn fields(request: &Request) -> Option<HashMap<String, String>> {
    let kind = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    match kind.split(';').next()?.trim() {
        "application/json" => match serde_json::from_slice(request.body()).ok()? {
            Value::Object(map) => map
                .into_iter()
                .map(|(name, value)| match value {
                    Value::String(text) => Some((name, text)),
                    _ => None,
                })
                .collect(),
            _ => None,
        },
        "application/x-www-form-urlencoded" => {
            let text = std::str::from_utf8(request.body()).ok()?;
            let form = Query::parse(text);
            Some(
                ["username", "password", "yubikey", "2fa", "validity"]
                    .iter()
                    .filter_map(|name| Some(((*name).to_owned(), form.get(name)?.to_owned())))
                    .collect(),
            )
        }
        _ => None,
    }
}
