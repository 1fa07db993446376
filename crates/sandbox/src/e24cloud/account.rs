//! Whose account it is: the person, the API keys, the SSH keys.
//!
//! Source: e24cloud reference, Account. The real answers hold every secret of the account. Here
//! they hold words, except that a new pair of keys is shown when it is made, as it would otherwise
//! be of no use; it opens nothing but this simulation.

use super::act::parse;
use super::catalogue::uuid;
use super::sign::{Hosts, Pair};
use super::{done, refused};
use crate::Request;
use http::Method;
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The keys the demo shows.
pub(super) const DEMO_KEY: &str = "SANDBOXKEY24";
pub(super) const DEMO_SECRET: &str = "sandbox-secret-opens-nothing";

const WORDS: &str = "simulated-no-secret";

/// Beginnings of public keys.
const KEY_KINDS: [&str; 3] = ["ssh-", "ecdsa-sha2-", "sk-"];

/// A public key. Its id is an integer.
struct SshKey {
    id: u64,
    name: String,
    fingerprint: String,
}

/// The account.
pub(super) struct Account {
    name: String,
    phone: String,
    pairs: Vec<Pair>,
    keys: Vec<SshKey>,
    /// Pairs and secrets ever made.
    made: u32,
    next_key: u64,
}

impl Account {
    /// The account as every world begins with it.
    pub(super) fn new() -> Self {
        Self {
            name: "sandbox".to_owned(),
            phone: "+48 000 000 000".to_owned(),
            pairs: vec![Pair::new(DEMO_KEY, DEMO_SECRET)],
            keys: vec![SshKey {
                id: 17,
                name: "laptop".to_owned(),
                fingerprint: "02:e2:4c:10:0d:5a:00:01:02:03:04:05:06:07:08:09".to_owned(),
            }],
            made: 0,
            next_key: 18,
        }
    }

    /// One of the account's keys signed this.
    pub(super) fn signed(&self, request: &Request, hosts: Hosts, now: Timestamp) -> bool {
        self.pairs
            .iter()
            .any(|pair| pair.signed(request, hosts, now))
    }

    /// There is an SSH key with this id.
    pub(super) fn has_key(&self, id: &str) -> bool {
        self.keys.iter().any(|key| key.id.to_string() == id)
    }

    /// `GET /v2/account`
    pub(super) fn show(&self) -> Value {
        let pairs: Vec<Value> = self
            .pairs
            .iter()
            .map(|pair| json!({"api_key": pair.key, "secret_key": WORDS}))
            .collect();
        let keys: Vec<Value> = self.keys.iter().map(SshKey::as_json).collect();
        json!({"success": true, "account": {
            "id": uuid(7, 900),
            "name": self.name,
            "email": "owner@example.org",
            "phone": self.phone,
            "notification": {"email": true, "phone": false},
            "e24files": {"s3": {"api_id": "simulated-id", "secret_key": WORDS}},
            "api": pairs,
            "sshkeys": keys,
            "groups": [{"id": 1, "name": "everything"}],
        }})
    }

    /// Writes below `/v2/account/`; none when there is no such call or key.
    pub(super) fn write(&mut self, method: &Method, rest: &[&str], body: &[u8]) -> Option<Value> {
        let order = parse(body);
        let order = order.as_ref().unwrap_or(&Value::Null);
        let text = |name: &str| order.get(name).and_then(Value::as_str);
        Some(match (method, rest) {
            (&Method::POST, ["data"]) => self.change(order),
            (&Method::PUT, ["api"]) => {
                self.made += 1;
                let number = self.made;
                let pair = Pair::new(&format!("SANDBOXKEY24N{number}"), &secret(number));
                let shown = pair_answer(&pair);
                self.pairs.push(pair);
                shown
            }
            (&Method::POST, ["api-new-secret-key"]) => {
                let wanted = text("api_key");
                let Some(pair) = self.pairs.iter_mut().find(|p| Some(&*p.key) == wanted) else {
                    return Some(refused("no such API key"));
                };
                self.made += 1;
                pair.secret = secret(self.made);
                pair_answer(pair)
            }
            (&Method::DELETE, ["api"]) => {
                let wanted = text("api_key");
                let before = self.pairs.len();
                self.pairs.retain(|p| Some(&*p.key) != wanted);
                if self.pairs.len() == before {
                    return Some(refused("no such API key"));
                }
                done()
            }
            (&Method::PUT, ["sshkey"]) => self.upload(order),
            (&Method::DELETE, [id, "sshkey"]) => {
                if !self.has_key(id) {
                    return None;
                }
                self.keys.retain(|key| key.id.to_string() != **id);
                done()
            }
            _ => return None,
        })
    }

    fn change(&mut self, order: &Value) -> Value {
        let fields = ["first_name", "last_name", "phone", "password"];
        let given = |name: &str| order.get(name).filter(|value| !value.is_null());
        if !order.is_object()
            || fields
                .iter()
                .any(|f| given(f).is_some_and(|v| !v.is_string()))
        {
            return refused("first_name, last_name, phone and password are texts");
        }
        let text = |name: &str| given(name).and_then(Value::as_str);
        let names: Vec<&str> = ["first_name", "last_name"]
            .into_iter()
            .filter_map(text)
            .collect();
        if !names.is_empty() {
            self.name = names.join(" ");
        }
        if let Some(phone) = text("phone") {
            phone.clone_into(&mut self.phone);
        }
        // Nobody logs in with the password here, so it is not kept.
        done()
    }

    fn upload(&mut self, order: &Value) -> Value {
        let text = |name: &str| {
            let text = order.get(name).and_then(Value::as_str).map(str::trim);
            text.filter(|text| !text.is_empty())
        };
        let Some(name) = text("name") else {
            return refused("a name is needed");
        };
        // Another method generates a pair, but nobody has published what it is called.
        if text("method") != Some("upload") {
            return refused("the method is upload");
        }
        let Some(content) = text("content")
            .filter(|content| KEY_KINDS.iter().any(|kind| content.starts_with(kind)))
            .filter(|content| content.split_whitespace().count() > 1)
        else {
            return refused("the content is not a public key");
        };
        let digest = Sha256::digest(content.as_bytes());
        let octets: Vec<String> = digest.iter().take(16).map(|b| format!("{b:02x}")).collect();
        let key = SshKey {
            id: self.next_key,
            name: name.to_owned(),
            fingerprint: octets.join(":"),
        };
        self.next_key += 1;
        // One object under a plural name, as published.
        let answer = json!({"success": true, "sshkeys": key.as_json()});
        self.keys.push(key);
        answer
    }
}

impl SshKey {
    fn as_json(&self) -> Value {
        json!({"id": self.id, "name": self.name, "fingerprint": self.fingerprint})
    }
}

fn secret(number: u32) -> String {
    format!("sandbox-secret-{number}-opens-nothing")
}

fn pair_answer(pair: &Pair) -> Value {
    json!({"success": true, "api": {"api_key": pair.key, "secret_key": pair.secret}})
}
