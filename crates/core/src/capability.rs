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
    /// The states it is allowed in; empty for what is asked of an account.
    pub from: &'static [State],
    /// What this provider does differently from the verb's plain meaning; empty for nothing.
    pub note: &'static str,
    /// How it can be taken back.
    pub undo: Undo,
}

/// How what was done can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undo {
    /// By doing the like again, such as another rename; or there is nothing to take back.
    Again,
    /// By another verb; with words on how long that is possible, or empty.
    By(Verb, &'static str),
    /// Not at all; with words on what is lost.
    Never(&'static str),
}

impl VerbRule {
    /// A verb allowed in these states, taken back by doing the like again.
    pub const fn new(verb: Verb, from: &'static [State]) -> Self {
        let (note, undo) = ("", Undo::Again);
        Self {
            verb,
            from,
            note,
            undo,
        }
    }

    /// The same with what this provider does differently.
    #[must_use]
    pub const fn noting(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    /// The same, taken back by another verb.
    #[must_use]
    pub const fn undone_by(mut self, verb: Verb, words: &'static str) -> Self {
        self.undo = Undo::By(verb, words);
        self
    }

    /// The same, and what is lost by it.
    #[must_use]
    pub const fn losing(mut self, words: &'static str) -> Self {
        self.undo = Undo::Never(words);
        self
    }
}

/// A table of what a provider can do.
#[derive(Clone, Copy, Debug)]
pub struct Abilities {
    /// Verbs it has. A verb that is not here, it does not have.
    pub has: &'static [VerbRule],
    /// Why it lacks a verb and what to do instead: (verb, words).
    pub lacks: &'static [(Verb, &'static str)],
}

impl Abilities {
    /// Whether a machine in this state can be asked to do this. The state does not matter for
    /// what is asked of an account.
    pub fn availability(&self, verb: Verb, state: State) -> Availability {
        let Some(rule) = self.rule(verb) else {
            let instead = self.lacks.iter().find(|(lacking, _)| *lacking == verb);
            let words = instead.map_or("This provider has no such action.", |(_, words)| *words);
            return Availability::Not(words.to_owned());
        };
        if verb.is_for_account() || rule.from.contains(&state) {
            return Availability::Ready;
        }
        Availability::Not(refusal(verb, state))
    }

    /// The rule of a verb it has.
    pub fn rule(&self, verb: Verb) -> Option<&'static VerbRule> {
        self.has.iter().find(|rule| rule.verb == verb)
    }

    /// What this provider does differently when asked to do this; empty for nothing.
    pub fn note(&self, verb: Verb) -> &'static str {
        self.rule(verb).map_or("", |rule| rule.note)
    }
}

/// A setting of an account that is no credential, with a few possible values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preference {
    /// Key in [`Access::preferences`](crate::Access::preferences).
    pub key: &'static str,
    /// Words beside the choice.
    pub label: &'static str,
    /// What depends on it.
    pub help: &'static str,
    /// Possible values with their words, the usual one first. Never empty.
    pub values: &'static [(&'static str, &'static str)],
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
    /// Settings an account has beside its login.
    pub preferences: &'static [Preference],
    /// Which of [`Verb::POWER`] it has, and when.
    pub power: Abilities,
}

/// Why a machine in this state cannot be asked to do this.
fn refusal(verb: Verb, state: State) -> String {
    match state {
        State::Running | State::Rescue if verb == Verb::Start => "It is running already.".into(),
        State::Off if Verb::POWER.contains(&verb) => "It is off already.".into(),
        State::Off | State::Running if verb == Verb::Resume => "It is not suspended.".into(),
        State::Running if verb == Verb::Rebuild => "Power it off first.".into(),
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
