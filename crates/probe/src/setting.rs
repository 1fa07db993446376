//! What an act is about: account, machine, form, task, time.

use std::collections::BTreeMap;

use pilothouse_core::{
    Access, Credentials, Endpoint, Error, ErrorKind, Input, Login, MachineId, Operator, Target,
    Timestamp, Verb,
};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Where nothing is: for acts whose requests are only looked at.
const NOWHERE: &str = "https://provider.invalid";

/// What an act is about.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The account.
    pub access: Access,
    /// The machine; [`Target::account`] for none.
    pub target: Target,
    /// What was entered.
    pub input: Input,
    /// The provider's task of an order under way.
    pub task: Option<String>,
    /// The machine in the making.
    pub made: Option<Target>,
    /// When the order was accepted.
    pub accepted: Timestamp,
}

/// A setting as it stands in a file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    endpoint: Option<String>,
    login: Option<String>,
    credentials: BTreeMap<String, String>,
    preferences: BTreeMap<String, String>,
    machine: Option<Named>,
    form: Option<Value>,
    task: Option<String>,
    made: Option<Named>,
    accepted: Option<Timestamp>,
}

/// A machine as it stands in a file.
#[derive(Deserialize)]
#[serde(untagged)]
enum Named {
    Id(String),
    Both { id: String, locator: String },
}

impl Named {
    fn target(self) -> Target {
        let (id, locator) = match self {
            Self::Id(id) => (id, String::new()),
            Self::Both { id, locator } => (id, locator),
        };
        let id = MachineId::new(id);
        Target { id, locator }
    }
}

impl Setting {
    /// A setting in which no entry is missing and none is real: each credential is its own name.
    ///
    /// # Errors
    /// When the provider's usual endpoint is no address.
    pub fn made_up(operator: &dyn Operator) -> Result<Self, Error> {
        let facts = operator.provider().facts();
        let endpoint = Endpoint::parse(facts.default_endpoint.unwrap_or(NOWHERE))?;
        let login = facts.logins.first();
        let credentials = login.map_or_else(Credentials::default, made_up);
        let mut access = Access::new(endpoint, credentials);
        for preference in facts.preferences {
            if let Some((value, _)) = preference.values.first() {
                let (key, value) = (preference.key.to_owned(), (*value).to_owned());
                access.preferences.insert(key, value);
            }
        }
        Ok(Self {
            access,
            target: Target::account(),
            input: Input::default(),
            task: None,
            made: None,
            accepted: Timestamp::UNIX_EPOCH,
        })
    }

    /// Reads a setting from JSON. What is not in it is made up; `credential` is asked for each
    /// credential first.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] naming what is wrong.
    pub fn read(
        operator: &dyn Operator,
        verb: Option<Verb>,
        json: &Value,
        credential: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let invalid = |words: String| Error::new(ErrorKind::Invalid, words);
        let written: Written = match json {
            Value::Null => Written::default(),
            json if !json.is_object() => {
                return Err(invalid("The input has to be a JSON object.".to_owned()));
            }
            json => serde_json::from_value(json.clone())
                .map_err(|error| invalid(format!("The input: {error}.")))?,
        };
        let mut setting = Self::made_up(operator)?;
        if let Some(endpoint) = &written.endpoint {
            setting.access.endpoint = Endpoint::parse(endpoint)?;
        }
        let facts = operator.provider().facts();
        let wanted = written.login.as_deref();
        let login = match wanted {
            Some(id) => facts.logins.iter().find(|login| login.id == id),
            None => facts.logins.first(),
        };
        let known = || {
            facts
                .logins
                .iter()
                .map(|login| login.id)
                .collect::<Vec<_>>()
        };
        let login =
            login.ok_or_else(|| invalid(format!("login: There are {}.", known().join(", "))))?;
        let mut credentials = Credentials::new(login.id);
        for field in login.fields {
            let value =
                credential(field.key).or_else(|| written.credentials.get(field.key).cloned());
            let value = value.unwrap_or_else(|| made_up_value(field.key, field.required));
            credentials = credentials.with(field.key, value);
        }
        setting.access.credentials = credentials;
        setting.access.preferences.extend(written.preferences);
        if let Some(machine) = written.machine {
            setting.target = machine.target();
        }
        let form = written.form.unwrap_or_else(|| Value::Object(Map::new()));
        let described = verb
            .map(|verb| operator.form(verb, None))
            .unwrap_or_default();
        setting.input = described.read(&form)?;
        setting.task = written.task;
        setting.made = written.made.map(Named::target);
        setting.accepted = written.accepted.unwrap_or(setting.accepted);
        Ok(setting)
    }
}

fn made_up(login: &Login) -> Credentials {
    login
        .fields
        .iter()
        .fold(Credentials::new(login.id), |all, field| {
            all.with(field.key, made_up_value(field.key, field.required))
        })
}

/// Its own name where one is needed.
fn made_up_value(key: &str, required: bool) -> String {
    if required {
        key.to_owned()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use pilothouse_core::Verb;
    use serde_json::{Value, json};

    use super::Setting;

    #[test]
    fn settings_are_read_and_what_is_wrong_is_named() {
        for operator in pilothouse_providers::operators() {
            let read =
                |json: &Value| Setting::read(operator.as_ref(), Some(Verb::Create), json, |_| None);
            let setting = read(&Value::Null).unwrap();
            assert!(setting.target.is_account());
            let setting = read(&json!({
                "endpoint": "http://localhost:9/x", "machine": "7", "form": {"name": "web"},
                "made": {"id": "8", "locator": "/8"}, "task": "t", "accepted": 5,
            }));
            let setting = setting.unwrap();
            assert_eq!(setting.target.id.as_str(), "7");
            assert_eq!(setting.input.text("name"), Some("web"));
            assert_eq!(setting.made.unwrap().locator, "/8");
            for (json, words) in [
                (json!({"endpoint": "nowhere"}), "https://"),
                (json!({"login": "magic"}), "There are"),
                (json!({"surprise": 1}), "surprise"),
                (json!([]), "input"),
            ] {
                let error = read(&json).unwrap_err();
                assert!(error.message.contains(words), "{error}");
            }
        }
    }
}
