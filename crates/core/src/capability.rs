//! What a provider can do, as data. Screens ask these tables; none asks which provider it is.

use crate::{State, Verb};

/// One input of a login form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CredentialField {
    /// Key in [`Credentials`](crate::Credentials).
    pub key: &'static str,
    /// Words beside the input.
    pub label: &'static str,
    /// Where to find it, what it looks like.
    pub help: &'static str,
    /// Hidden while typing.
    pub secret: bool,
    /// The login does not work without.
    pub required: bool,
}

/// One way to be let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Login {
    /// Stored with the account.
    pub id: &'static str,
    /// Words in the choice.
    pub label: &'static str,
    /// What to enter.
    pub fields: &'static [CredentialField],
}

/// One verb a provider has, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerbRule {
    /// The verb.
    pub verb: Verb,
    /// The states it is allowed in.
    pub from: &'static [State],
    /// What this provider does differently from the verb's plain meaning; empty for nothing.
    pub note: &'static str,
}

/// Whether an action can be asked for now, and why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Availability {
    /// It can.
    Ready,
    /// It cannot, for this reason in words.
    Not(String),
}

impl Availability {
    /// Whether it can.
    pub fn is_ready(&self) -> bool {
        *self == Self::Ready
    }

    /// Why it cannot.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Ready => None,
            Self::Not(reason) => Some(reason),
        }
    }
}

/// Everything about a provider that screens need to know.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Short, lower case, stored with accounts; the provider's folder name.
    pub id: &'static str,
    /// As the provider writes itself.
    pub name: &'static str,
    /// Base URL most accounts use; `None` where every customer has another.
    pub default_endpoint: Option<&'static str>,
    /// Other base URLs to offer.
    pub other_endpoints: &'static [&'static str],
    /// What to enter as endpoint.
    pub endpoint_help: &'static str,
    /// Ways to be let in, the usual one first. Never empty.
    pub logins: &'static [Login],
    /// The provider answers browsers itself (CORS), so that no proxy is needed.
    pub answers_browsers: bool,
    /// Requests a minute to stay under, counting every one; `None` where no limit is known.
    pub requests_per_minute: Option<u32>,
    /// The list leaves [`State::Unread`] machines that must be read one by one.
    pub state_needs_reading: bool,
    /// Verbs it has. A verb that is not here, it does not have.
    pub verbs: &'static [VerbRule],
    /// Why it lacks a verb and what to do instead: (verb, words).
    pub lacks: &'static [(Verb, &'static str)],
}

impl Facts {
    /// Whether a machine in this state can be asked to do this.
    pub fn availability(&self, verb: Verb, state: State) -> Availability {
        let Some(rule) = self.verbs.iter().find(|rule| rule.verb == verb) else {
            let instead = self.lacks.iter().find(|(lacking, _)| *lacking == verb);
            return Availability::Not(match instead {
                Some((_, words)) => (*words).to_owned(),
                None => format!("{} has no such action.", self.name),
            });
        };
        if rule.from.contains(&state) {
            return Availability::Ready;
        }
        Availability::Not(refusal(verb, state))
    }

    /// What this provider does differently when asked to do this; empty for nothing.
    pub fn note(&self, verb: Verb) -> &'static str {
        self.verbs
            .iter()
            .find(|rule| rule.verb == verb)
            .map_or("", |rule| rule.note)
    }
}

/// Why a machine in this state cannot be asked to do this.
fn refusal(verb: Verb, state: State) -> String {
    match state {
        State::Running | State::Rescue if verb == Verb::Start => "It is running already.".into(),
        State::Off if verb != Verb::Start => "It is off already.".into(),
        State::Unread => "Its state has not been read yet.".into(),
        State::Unknown => "The provider does not say what state it is in.".into(),
        State::Suspended => "It is suspended; the provider must release it first.".into(),
        State::NotBuilt => "No operating system has been installed on it yet.".into(),
        State::Failed => "Its build failed.".into(),
        State::Deleted => "It is deleted.".into(),
        state if state.is_changing() => {
            format!(
                "It is {} now; wait until that is done.",
                state.word().trim_end_matches('…').to_lowercase()
            )
        }
        state => format!("Not while it is {}.", state.word().to_lowercase()),
    }
}
