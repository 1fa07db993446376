//! Who is asking: passwords, one-time passwords, session tokens, API keys.
//!
//! Source: BigV reference, Authentication. A privilege that needs a `YubiKey` and no one-time
//! password is answered 401; a session opened without one does without such privileges. An API
//! key may do what its user may, unless it was given privileges of its own; both are unverified.

use super::people::{ApiKey, User, api_keys, users};
use super::reply::Refusal;
use super::rights::Privilege;
use super::session::Session;
use crate::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

/// One-time passwords that count begin so, as those of one key do.
pub(super) const OTP_BEGINS: &str = "ccccccbvbvbv";

/// Somebody who was let in, and the privileges that count for this request.
pub(super) struct Entrant {
    pub(super) user: User,
    pub(super) privileges: Vec<Privilege>,
}

/// Everybody, and what lets them in.
pub(super) struct Gate {
    pub(super) users: Vec<User>,
    pub(super) privileges: Vec<Privilege>,
    pub(super) keys: Vec<ApiKey>,
    pub(super) sessions: HashMap<String, Session>,
    /// Sessions ever opened.
    pub(super) opened: u32,
    /// Users, privileges and keys ever made share one row of numbers.
    next: u32,
    first_seen: HashMap<String, Timestamp>,
}

impl Gate {
    /// With everybody a world begins with.
    pub(super) fn new() -> Self {
        Self {
            users: users(),
            privileges: Vec::new(),
            keys: api_keys(),
            sessions: HashMap::new(),
            opened: 0,
            next: 1000,
            first_seen: HashMap::new(),
        }
    }

    /// A number for something new.
    pub(super) fn fresh(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// Who a request comes from.
    pub(super) fn admit(&mut self, request: &Request, now: Timestamp) -> Result<Entrant, Refusal> {
        self.identify(request, now).ok_or(Refusal::Unauthenticated)
    }

    fn identify(&mut self, request: &Request, now: Timestamp) -> Option<Entrant> {
        let text = |name: &str| request.headers().get(name)?.to_str().ok();
        let (scheme, rest) = text(header::AUTHORIZATION.as_str())?.split_once(' ')?;
        if scheme.eq_ignore_ascii_case("basic") {
            let decoded = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
            let (name, password) = decoded.split_once(':')?;
            let user = self.login(name, password)?;
            let otp = text("x-yubikey-otp").unwrap_or("");
            let held = !self.needs_yubikey(&user.name) || self.otp_counts(&user.name, otp, now);
            if !held || user.second_factor.is_some() {
                return None;
            }
            return Some(self.entrant(user, |_| true));
        }
        if !scheme.eq_ignore_ascii_case("bearer") {
            return None;
        }
        if let Some(text) = rest.strip_prefix("apikey.") {
            return self.by_key(text, now);
        }
        let session = self.sessions.get(rest).filter(|s| s.until > now)?;
        let strong =
            session.factors.contains(&"yubikey") || session.factors.contains(&"impersonated");
        let user = self.users.iter().find(|u| u.id == session.user).cloned()?;
        Some(self.entrant(user, |p| strong || !p.yubikey_required))
    }

    fn by_key(&self, text: &str, now: Timestamp) -> Option<Entrant> {
        let key = self.keys.iter().find(|key| key.key == text)?;
        if key.expires.as_ref().is_some_and(|(_, at)| *at <= now) {
            return None;
        }
        let user = self.users.iter().find(|u| u.id == key.user).cloned()?;
        let own: Vec<Privilege> = self
            .privileges
            .iter()
            .filter(|p| p.api_key_id == Some(key.id))
            .cloned()
            .collect();
        if own.is_empty() {
            return Some(self.entrant(user, |p| !p.yubikey_required));
        }
        Some(Entrant {
            user,
            privileges: own,
        })
    }

    fn entrant(&self, user: User, counts: impl Fn(&Privilege) -> bool) -> Entrant {
        let privileges = self.of(&user.name).filter(|p| counts(p)).cloned().collect();
        Entrant { user, privileges }
    }

    /// The privileges of a user, without those of keys.
    fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Privilege> {
        self.privileges
            .iter()
            .filter(move |p| p.username == name && p.api_key_id.is_none())
    }

    /// The user with this name and password.
    pub(super) fn login(&self, name: &str, password: &str) -> Option<User> {
        self.users
            .iter()
            .find(|user| user.name == name && user.password == password)
            .cloned()
    }

    /// Some privilege of this user needs a one-time password.
    pub(super) fn needs_yubikey(&self, name: &str) -> bool {
        self.of(name).any(|p| p.yubikey_required)
    }

    /// A one-time password counts, and still does after it was used for a while.
    pub(super) fn otp_counts(&mut self, name: &str, otp: &str, now: Timestamp) -> bool {
        let age = self
            .of(name)
            .filter(|p| p.yubikey_required)
            .map(|p| p.yubikey_otp_max_age)
            .min()
            .unwrap_or(0);
        let seen = *self.first_seen.entry(otp.to_owned()).or_insert(now);
        let age = SignedDuration::from_secs(i64::from(age));
        otp.starts_with(OTP_BEGINS) && now.duration_since(seen) <= age
    }
}
