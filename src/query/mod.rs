//! The search language, pure: words, quoted words, `name:value` and `-` for not.
//!
//! `debian -state:off account:"Acme prod"` finds machines that mention debian, are not off, and
//! belong to Acme prod. A name nobody knows is searched for as it stands, so nothing typed is an
//! error.

/// What can be searched of one machine. All lower case but the account's and provider's names.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Everything about the machine in one text.
    pub text: &'a str,
    /// The state's word.
    pub state: &'a str,
    /// The account's label.
    pub account: &'a str,
    /// The provider's id and name.
    pub provider: [&'a str; 2],
    /// Its name.
    pub name: &'a str,
    /// All its addresses, separated by blanks.
    pub addresses: &'a str,
    /// Where it is.
    pub place: &'a str,
    /// What it was made from.
    pub image: &'a str,
    /// Labels and groups, separated by blanks.
    pub tags: &'a str,
}

/// A query ready to be asked of many machines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    field: Field,
    value: String,
    not: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Any,
    State,
    Account,
    Provider,
    Name,
    Address,
    Place,
    Image,
    Tag,
}

const FIELDS: [(&str, Field); 9] = [
    ("state", Field::State),
    ("account", Field::Account),
    ("provider", Field::Provider),
    ("name", Field::Name),
    ("ip", Field::Address),
    ("zone", Field::Place),
    ("place", Field::Place),
    ("image", Field::Image),
    ("tag", Field::Tag),
];

impl Query {
    /// Reads what a person typed.
    pub fn parse(text: &str) -> Self {
        Self {
            terms: words(text)
                .iter()
                .filter_map(|word| Term::parse(word))
                .collect(),
        }
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a machine is among those asked for.
    pub fn matches(&self, subject: &Subject) -> bool {
        self.terms
            .iter()
            .all(|term| term.matches(subject) != term.not)
    }
}

impl Term {
    fn parse(word: &str) -> Option<Self> {
        let (not, word) = match word.strip_prefix('-') {
            Some(rest) if !rest.is_empty() => (true, rest),
            _ => (false, word),
        };
        let named = word.split_once(':').and_then(|(name, value)| {
            let field = FIELDS
                .iter()
                .find(|(known, _)| name.eq_ignore_ascii_case(known))?
                .1;
            Some((field, value))
        });
        let (field, value) = named.unwrap_or((Field::Any, word));
        let value = value.replace('"', "").to_lowercase();
        (!value.is_empty()).then_some(Self { field, value, not })
    }

    fn matches(&self, subject: &Subject) -> bool {
        let holds = |text: &str| text.contains(&self.value);
        let holds_any_case = |text: &str| text.to_lowercase().contains(&self.value);
        match self.field {
            Field::Any => holds(subject.text) || holds_any_case(subject.account),
            Field::State => holds_any_case(subject.state),
            Field::Account => holds_any_case(subject.account),
            Field::Provider => subject.provider.into_iter().any(holds_any_case),
            Field::Name => holds_any_case(subject.name),
            Field::Address => holds(subject.addresses),
            Field::Place => holds_any_case(subject.place),
            Field::Image => holds_any_case(subject.image),
            Field::Tag => holds_any_case(subject.tags),
        }
    }
}

/// Splits at blanks outside quotes. An unclosed quote reaches to the end.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in text.chars() {
        quoted ^= letter == '"';
        if letter.is_whitespace() && !quoted {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(letter);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{Query, Subject};

    const WEB: Subject = Subject {
        text: "web-1 192.0.2.9 debian 12 lon-1 shop",
        state: "Running",
        account: "Acme Prod",
        provider: ["katapult", "Katapult"],
        name: "web-1",
        addresses: "192.0.2.9 2001:db8::1",
        place: "lon-1",
        image: "Debian 12",
        tags: "shop",
    };

    #[test]
    fn finds_what_is_asked_for() {
        for query in [
            "",
            "   ",
            "web",
            "WEB",
            "web debian",
            "\"debian 12\"",
            "state:run",
            "STATE:Running",
            "-state:off",
            "account:\"acme prod\"",
            "provider:kata",
            "ip:192.0",
            "ip:2001:db8",
            "zone:lon",
            "image:deb tag:shop",
            "acme",
            "-",
            "\"",
            "state:",
        ] {
            assert!(Query::parse(query).matches(&WEB), "{query}");
        }
    }

    #[test]
    fn leaves_out_what_is_not() {
        for query in [
            "mail",
            "web mail",
            "-web",
            "\"web debian\"",
            "state:off",
            "-state:running",
            "account:\"prod acme\"",
            "provider:onapp",
            "ip:10.",
            "zone:man",
            "nonsense:web",
        ] {
            assert!(!Query::parse(query).matches(&WEB), "{query}");
        }
    }
}
