//! Everybody who may log in, and what they begin with.
//!
//! Nothing here opens anything but the simulation.

use super::rights::{Level, Privilege, Target};
use super::seed;
use serde_json::{Value, json};

/// The password of everybody a world begins with.
pub(super) const PASSWORD: &str = "sandbox-opens-nothing";
/// The user the demo shows.
pub(super) const DEMO: &str = "sandbox";
/// The API key of that user.
pub(super) const API_KEY: &str = "sandbox-api-key";

/// Somebody who may log in.
#[derive(Clone, Debug)]
pub(super) struct User {
    pub(super) id: u32,
    pub(super) name: String,
    pub(super) password: String,
    pub(super) email: String,
    pub(super) authorized_keys: Option<String>,
    /// The code a session needs besides the password.
    pub(super) second_factor: Option<&'static str>,
    /// Works for the vendor and may take on other people's names.
    pub(super) staff: bool,
}

impl User {
    /// The user as JSON. The password can only be written.
    pub(super) fn as_json(&self) -> Value {
        json!({
            "id": self.id,
            "username": self.name,
            "email": self.email,
            "authorized_keys": self.authorized_keys,
        })
    }
}

/// An API key.
#[derive(Clone, Debug)]
pub(super) struct ApiKey {
    pub(super) id: u32,
    pub(super) user: u32,
    pub(super) label: String,
    pub(super) key: String,
    /// As it was ordered, and the time it means.
    pub(super) expires: Option<(String, jiff::Timestamp)>,
}

/// The users every world begins with; `observer` may look at a few machines and send signals.
pub(super) fn users() -> Vec<User> {
    let user = |id, name: &str| User {
        id,
        name: name.to_owned(),
        password: PASSWORD.to_owned(),
        email: format!("{name}@example.org"),
        authorized_keys: None,
        second_factor: None,
        staff: false,
    };
    vec![
        User {
            authorized_keys: Some("ssh-ed25519 AAAA laptop\nssh-rsa AAAA office".to_owned()),
            ..user(1, DEMO)
        },
        user(2, "keyholder"),
        User {
            second_factor: Some("246810"),
            ..user(3, "twofactor")
        },
        user(4, "observer"),
        User {
            staff: true,
            ..user(5, "operator")
        },
    ]
}

/// The privileges every world begins with. The observer's are on these machines.
pub(super) fn privileges(observed: impl Iterator<Item = u32>) -> Vec<Privilege> {
    let whole = [(DEMO, false), ("keyholder", true), ("twofactor", false)]
        .into_iter()
        .flat_map(|(name, yubikey)| {
            seed::ACCOUNTS.map(|(account, _)| {
                let target = Target::Account(account);
                (name, Level::AccountAdmin, target, yubikey)
            })
        });
    let cluster = ("operator", Level::ClusterSu, Target::Cluster, false);
    let consoles = observed.map(|id| ("observer", Level::VmConsole, Target::Machine(id), false));
    (1..)
        .zip(whole.chain([cluster]).chain(consoles))
        .map(|(id, (name, level, target, yubikey_required))| Privilege {
            id,
            username: name.to_owned(),
            level,
            target,
            creating_username: "operator".to_owned(),
            yubikey_required,
            yubikey_otp_max_age: 900,
            ip_restrictions: Value::Null,
            password_required: true,
            api_key_id: None,
        })
        .collect()
}

/// The API key every world begins with.
pub(super) fn api_keys() -> Vec<ApiKey> {
    vec![ApiKey {
        id: 1,
        user: 1,
        label: "demo".to_owned(),
        key: API_KEY.to_owned(),
        expires: None,
    }]
}
