//! What the acts are called.

use std::{collections::BTreeSet, fmt};

use pilothouse_core::{Error, ErrorKind, Field, Operator, Target, Timestamp, Verb, form::Kind};
use serde_json::{Value, json};

use crate::Setting;

/// Something a client can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Proving the way in.
    Check,
    /// Listing all machines.
    List,
    /// Reading one.
    Read,
    /// Listing what was deleted.
    Trash,
    /// Carrying out a verb and following it.
    Order(Verb),
    /// Looking how it does.
    Look(Verb),
    /// Asking why it failed.
    Explain(Verb),
    /// Asking for the choices of a field.
    Lookup(String),
    /// Asking for fields that depend on a choice.
    Further(String),
    /// Reading a part of a machine's page, by its place.
    Section(usize),
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Check => f.write_str("check"),
            Self::List => f.write_str("list"),
            Self::Read => f.write_str("read"),
            Self::Trash => f.write_str("trash"),
            Self::Order(verb) => f.write_str(&word(*verb)),
            Self::Look(verb) => write!(f, "look:{}", word(*verb)),
            Self::Explain(verb) => write!(f, "explain:{}", word(*verb)),
            Self::Lookup(name) => write!(f, "lookup:{name}"),
            Self::Further(name) => write!(f, "further:{name}"),
            Self::Section(place) => write!(f, "section:{place}"),
        }
    }
}

/// The verb as it is written in JSON.
fn word(verb: Verb) -> String {
    let word = json!(verb);
    word.as_str().unwrap_or_default().to_owned()
}

impl Act {
    /// Reads a name as [`Act`] prints it.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] with the forms a name can have.
    pub fn parse(name: &str) -> Result<Self, Error> {
        let verb = |word: &str| serde_json::from_value::<Verb>(Value::from(word)).ok();
        let found = match name.split_once(':') {
            Some(("look", word)) => verb(word).map(Self::Look),
            Some(("explain", word)) => verb(word).map(Self::Explain),
            Some(("lookup", name)) => Some(Self::Lookup(name.to_owned())),
            Some(("further", name)) => Some(Self::Further(name.to_owned())),
            Some(("section", place)) => place.parse().ok().map(Self::Section),
            Some(_) => None,
            None => match name {
                "check" => Some(Self::Check),
                "list" => Some(Self::List),
                "read" => Some(Self::Read),
                "trash" => Some(Self::Trash),
                word => verb(word).map(Self::Order),
            },
        };
        found.ok_or_else(|| {
            Error::new(
                ErrorKind::Invalid,
                format!(
                    "“{name}” is no action. There are check, list, read, trash, the verbs (start, create, …), look:VERB, explain:VERB, lookup:NAME, further:NAME and section:NUMBER."
                ),
            )
        })
    }
}

/// Everything this client can do.
///
/// # Errors
/// As [`Setting::made_up`].
pub fn acts(operator: &dyn Operator) -> Result<Vec<Act>, Error> {
    let mut acts = vec![Act::Check, Act::List, Act::Read];
    let facts = operator.provider().facts();
    let setting = Setting::made_up(operator)?;
    if operator.trash(&setting.access).is_some() {
        acts.push(Act::Trash);
    }
    let (mut lookups, mut further) = (BTreeSet::new(), BTreeSet::new());
    for rule in facts.power.has.iter().chain(operator.abilities().has) {
        acts.push(Act::Order(rule.verb));
        if rule.verb != Verb::Console {
            acts.extend([Act::Look(rule.verb), Act::Explain(rule.verb)]);
        }
        let form = operator.form(rule.verb, None);
        collect(&form.fields, &mut lookups, &mut further);
    }
    acts.extend(lookups.into_iter().map(Act::Lookup));
    acts.extend(further.into_iter().map(Act::Further));
    let target = Target::account();
    let sections = operator.sections(&setting.access, &target, Timestamp::UNIX_EPOCH);
    acts.extend((0..sections.len()).map(Act::Section));
    Ok(acts)
}

fn collect(fields: &[Field], lookups: &mut BTreeSet<String>, further: &mut BTreeSet<String>) {
    for field in fields {
        match &field.kind {
            Kind::Lookup { lookup, .. } => {
                lookups.insert(lookup.clone());
            }
            Kind::Further { lookup, .. } => {
                further.insert(lookup.clone());
            }
            Kind::Rows { fields, .. } => collect(fields, lookups, further),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Act, acts};

    #[test]
    fn every_act_is_found_by_its_name() {
        for operator in pilothouse_providers::operators() {
            let acts = acts(operator.as_ref()).unwrap();
            assert!(acts.len() > 15, "{acts:?}");
            for act in acts {
                assert_eq!(Act::parse(&act.to_string()), Ok(act.clone()), "{act}");
            }
        }
        for name in ["", "fly", "look:", "look:fly", "section:one", "lookups:x"] {
            let error = Act::parse(name).unwrap_err();
            assert!(error.message.contains("There are check"), "{error}");
        }
    }
}
