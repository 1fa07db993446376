//! The session server, which here lives on the same port as the brain.
//!
//! Source: BigV reference, Session tokens. Statuses of refusals are unpublished beyond not being
//! 2xx: what is missing or misshapen is 400 here, wrong credentials are 401.

use super::auth::Gate;
use super::query::Query;
use super::reply::{Refusal, Reply};
use crate::names::spread;
use crate::{Request, answer, json};
use http::{Method, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json as value};
use std::collections::HashMap;

/// How long a session lasts, in seconds, when nobody says.
const VALIDITY: i64 = 1800;

/// A session.
pub(super) struct Session {
    /// The user's id.
    pub(super) user: u32,
    pub(super) factors: Vec<&'static str>,
    validity: SignedDuration,
    pub(super) until: Timestamp,
}

impl Gate {
    /// Calls below `/session`, which need no other authentication.
    pub(super) fn session(
        &mut self,
        request: &Request,
        token: Option<&str>,
        now: Timestamp,
    ) -> Reply {
        match (request.method(), token) {
            (&Method::POST, None) => self.log_in(request, now),
            (&Method::GET, Some(token)) => self.read(token, now),
            (&Method::POST, Some(token)) => self.impersonate(request, token, now),
            _ => Err(Refusal::NotFound),
        }
    }

    fn log_in(&mut self, request: &Request, now: Timestamp) -> Reply {
        let no = |words| Refusal::Text(StatusCode::UNAUTHORIZED, words);
        let fields = fields(request).ok_or_else(misshapen)?;
        let name = fields.get("username").ok_or_else(misshapen)?;
        let password = fields.get("password").ok_or_else(misshapen)?;
        let validity = match fields.get("validity") {
            None => VALIDITY,
            Some(text) => text.parse().ok().filter(|s| *s > 0).ok_or_else(misshapen)?,
        };
        let user = self
            .login(name, password)
            .ok_or_else(|| no("Bad login credentials"))?;
        let mut factors = vec!["password"];
        let otp = fields.get("yubikey").map_or("", String::as_str);
        if self.needs_yubikey(&user.name) {
            if !self.otp_counts(&user.name, otp, now) {
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
        let validity = SignedDuration::from_secs(validity);
        Ok(self.open(user.id, factors, validity, now))
    }

    /// Staff take on another user's name. Who else tries is told so.
    fn impersonate(&mut self, request: &Request, token: &str, now: Timestamp) -> Reply {
        let session = self
            .sessions
            .get(token)
            .filter(|s| s.until > now)
            .ok_or(Refusal::NotFound)?;
        let (own, validity) = (session.user, session.validity);
        let mut factors = session.factors.clone();
        if !self.users.iter().any(|u| u.id == own && u.staff) {
            return Err(Refusal::Forbidden);
        }
        let fields = fields(request).ok_or_else(misshapen)?;
        let name = fields.get("username").ok_or_else(misshapen)?;
        let user = self.users.iter().find(|user| user.name == *name);
        let user = user.ok_or(Refusal::NotFound)?.id;
        factors.push("impersonated");
        Ok(self.open(user, factors, validity, now))
    }

    /// The answer is the token and not a byte more.
    fn open(
        &mut self,
        user: u32,
        factors: Vec<&'static str>,
        validity: SignedDuration,
        now: Timestamp,
    ) -> crate::Response {
        self.opened += 1;
        let token = format!(
            "sandbox{:08x}{:08x}",
            spread(self.opened),
            spread(self.opened ^ 0x7e57_0000)
        );
        let session = Session {
            user,
            factors,
            validity,
            until: now.checked_add(validity).unwrap_or(Timestamp::MAX),
        };
        self.sessions.insert(token.clone(), session);
        answer(StatusCode::OK, "text/plain", token)
    }

    /// Reading a session renews it.
    fn read(&mut self, token: &str, now: Timestamp) -> Reply {
        let session = self
            .sessions
            .get_mut(token)
            .filter(|s| s.until > now)
            .ok_or(Refusal::NotFound)?;
        let user = self
            .users
            .iter()
            .find(|user| user.id == session.user)
            .ok_or(Refusal::NotFound)?;
        let renewed = now.checked_add(session.validity).unwrap_or(session.until);
        session.until = session.until.max(renewed);
        let groups = if user.staff { vec!["staff"] } else { vec![] };
        Ok(json(
            StatusCode::OK,
            &value!({
                "username": user.name,
                "factors": session.factors,
                "group_memberships": groups,
            }),
        ))
    }
}

fn misshapen() -> Refusal {
    Refusal::Text(StatusCode::BAD_REQUEST, "Badly-formed parameters")
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
