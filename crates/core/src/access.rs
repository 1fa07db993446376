//! What a client needs to be let in.

use std::collections::BTreeMap;

use secrecy::SecretString;

use crate::{Endpoint, Error, ErrorKind};

/// Values of one login form, by field key. Every value counts as secret, user names included:
/// telling them apart is not worth a leak.
///
/// `Debug` prints the keys and hides the values; there is no way to serialise it.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    login: String,
    values: BTreeMap<String, SecretString>,
}

impl Credentials {
    /// Empty credentials for the login with this id (one of the provider's
    /// [`Facts::logins`](crate::Facts::logins)).
    pub fn new(login: impl Into<String>) -> Self {
        Self {
            login: login.into(),
            values: BTreeMap::new(),
        }
    }

    /// Adds a field's value; an empty one is as good as none.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        let value: String = value.into();
        if !value.is_empty() {
            self.values
                .insert(key.to_owned(), SecretString::from(value));
        }
        self
    }

    /// The id of the login these belong to.
    pub fn login(&self) -> &str {
        &self.login
    }

    /// A value the login cannot do without.
    ///
    /// # Errors
    /// [`ErrorKind::Setup`] naming the field.
    pub fn require(&self, key: &str) -> Result<&SecretString, Error> {
        self.values.get(key).ok_or_else(|| {
            Error::new(
                ErrorKind::Setup,
                format!(
                    "The account has no {}. Open its settings and enter it.",
                    key.replace('_', " ")
                ),
            )
        })
    }

    /// A value the login can do without.
    pub fn get(&self, key: &str) -> Option<&SecretString> {
        self.values.get(key)
    }

    /// All values, for the place that stores them.
    pub fn values(&self) -> impl Iterator<Item = (&str, &SecretString)> {
        self.values.iter().map(|(key, value)| (key.as_str(), value))
    }
}

/// An endpoint and the credentials for it: all a client knows of an account.
#[derive(Clone, Debug)]
pub struct Access {
    /// The provider's own address, also when a proxy stands in between: signatures cover it.
    pub endpoint: Endpoint,
    /// What to sign with.
    pub credentials: Credentials,
    /// Values of the provider's [`Facts::preferences`](crate::Facts::preferences) that were
    /// chosen.
    pub preferences: BTreeMap<String, String>,
}

impl Access {
    /// Access without preferences.
    pub fn new(endpoint: Endpoint, credentials: Credentials) -> Self {
        let preferences = BTreeMap::new();
        Self {
            endpoint,
            credentials,
            preferences,
        }
    }
}
