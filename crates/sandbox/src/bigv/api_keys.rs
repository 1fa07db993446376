//! API keys.
//!
//! Source: BigV reference, API keys. The key itself is shown once, by its creation.

use super::World;
use super::call::Call;
use super::people::ApiKey;
use super::reply::{Invalid, Refusal, Reply, nothing};
use crate::json as answer_json;
use http::{Method, StatusCode};
use jiff::{Timestamp, civil, tz::TimeZone};
use serde_json::{Value, json};

impl World {
    /// Calls below `/api_keys`.
    pub(super) fn api_keys(&mut self, call: &Call, rest: &[&str]) -> Reply {
        match (&call.method, rest) {
            (&Method::GET, []) => {
                let overview = call.query.overview();
                let list: Vec<Value> = self
                    .gate
                    .keys
                    .iter()
                    .filter(|key| key.user == call.user.0 || call.of_cluster())
                    .map(|key| self.key(key, overview))
                    .collect();
                Ok(answer_json(StatusCode::OK, &list.into()))
            }
            (&Method::POST, []) => self.make_key(call),
            (&Method::DELETE, [id]) => {
                let found = self.gate.keys.iter().find(|k| k.id.to_string() == **id);
                let key = found.ok_or(Refusal::NotFound)?;
                if key.user != call.user.0 && !call.of_cluster() {
                    return Err(Refusal::NotFound);
                }
                let id = key.id;
                self.gate.keys.retain(|key| key.id != id);
                self.gate.privileges.retain(|p| p.api_key_id != Some(id));
                Ok(nothing())
            }
            _ => Err(Refusal::NotFound),
        }
    }

    fn make_key(&mut self, call: &Call) -> Reply {
        let order = &call.order;
        let mut invalid = Invalid::default();
        let given = |name: &str| order.get(name).filter(|value| !value.is_null());
        let user = match given("user_id") {
            None => Some(u64::from(call.user.0)),
            Some(id) => id.as_u64(),
        };
        let known = |id: &u64| self.gate.users.iter().any(|u| u64::from(u.id) == *id);
        let Some(user) = user.filter(known) else {
            return Err(Invalid::one("user_id", "is invalid"));
        };
        if user != u64::from(call.user.0) && !call.of_cluster() {
            return Err(Refusal::Forbidden);
        }
        let label = given("label").and_then(Value::as_str).unwrap_or("");
        if label.is_empty() {
            invalid.add("label", "can't be blank");
        }
        let expires = match given("expires_at").map(Value::as_str) {
            None | Some(Some("")) => None,
            Some(text) => {
                let read = text.and_then(|text| Some((text.to_owned(), moment(text)?)));
                if read.is_none() {
                    invalid.add("expires_at", "is invalid");
                }
                read
            }
        };
        invalid.check()?;
        let id = self.gate.fresh();
        let key = ApiKey {
            id,
            user: user as u32,
            label: label.to_owned(),
            key: format!("sandbox-api-key-{id}"),
            expires,
        };
        let mut shown = self.key(&key, false);
        if let Some(fields) = shown.as_object_mut() {
            fields.insert("api_key".to_owned(), key.key.clone().into());
        }
        self.gate.keys.push(key);
        Ok(answer_json(StatusCode::CREATED, &shown))
    }

    fn key(&self, key: &ApiKey, overview: bool) -> Value {
        let user = self.gate.users.iter().find(|user| user.id == key.user);
        let mut shown = json!({
            "id": key.id,
            "user_id": key.user,
            "username": user.map(|user| &user.name),
            "label": key.label,
            "expires_at": key.expires.as_ref().map(|(text, _)| text),
        });
        if overview && let Some(fields) = shown.as_object_mut() {
            let privileges = self
                .gate
                .privileges
                .iter()
                .filter(|p| p.api_key_id == Some(key.id))
                .map(|p| self.shown(p));
            fields.insert("privileges".to_owned(), privileges.collect());
        }
        shown
    }
}

/// A time as people write it; without a zone it is meant in Greenwich.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let plain = text
        .trim_end_matches("GMT")
        .trim_end_matches("UTC")
        .trim_end();
    let local = plain
        .parse::<civil::DateTime>()
        .or_else(|_| plain.parse::<civil::Date>().map(civil::DateTime::from));
    text.parse::<Timestamp>().ok().or_else(|| {
        local
            .ok()?
            .to_zoned(TimeZone::UTC)
            .ok()
            .map(|z| z.timestamp())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_as_people_write_them() {
        let at = |text: &str| Some(text.parse().unwrap());
        for (text, read) in [
            ("2026-06-02T10:15:30Z", at("2026-06-02T10:15:30Z")),
            ("2026-06-02T12:15:30+02:00", at("2026-06-02T10:15:30Z")),
            ("2026-06-02 10:15:30", at("2026-06-02T10:15:30Z")),
            ("2026-06-02 10:15:30 GMT", at("2026-06-02T10:15:30Z")),
            ("2026-06-02", at("2026-06-02T00:00:00Z")),
            ("next year", None),
            ("", None),
        ] {
            assert_eq!(moment(text), read, "{text}");
        }
    }
}
