//! Every address in the panel: the only maker and reader of links.
//!
//! Routes live in the fragment, so that deep links work on any static file server under any path.

use pilothouse_core::wire::escape;

use crate::api::page;

mod view;

pub use view::{Column, Columns, Grouping, View};

/// A place in the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// First run.
    Welcome,
    /// The fleet, as this view of it.
    Machines(View),
    /// One machine, over the fleet as this view of it.
    Machine(Place, View),
    /// The form for a new machine of an account, or of one that is chosen there.
    Build(Option<String>),
    /// The form for installing a machine anew.
    Rebuild(Place),
    /// What was deleted and can be restored.
    Trash,
    /// The job journal.
    Activity,
    /// The log of requests, beside the journal.
    RequestLog,
    /// All accounts.
    Accounts,
    /// The form for another one.
    NewAccount,
    /// One account's settings.
    Account(String),
    /// Appearance and refresh.
    Settings,
    /// An address nobody made.
    Unknown,
}

/// Which machine of which account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Account id.
    pub account: String,
    /// Machine id.
    pub machine: String,
}

impl Route {
    /// Reads a fragment, with or without its `#`.
    pub fn parse(fragment: &str) -> Self {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let (path, search) = fragment.split_once('?').unwrap_or((fragment, ""));
        let segments: Vec<String> = path
            .split('/')
            .filter(|part| !part.is_empty())
            .map(unescape)
            .collect();
        match segments
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .as_slice()
        {
            [] | ["machines"] => Self::Machines(View::parse(search)),
            ["machines", account, machine] => {
                Self::Machine(Place::new(account, machine), View::parse(search))
            }
            ["build"] => Self::Build(value(search, "account")),
            ["build", account, machine] => Self::Rebuild(Place::new(account, machine)),
            ["trash"] => Self::Trash,
            ["welcome"] => Self::Welcome,
            ["activity"] if value(search, "tab").as_deref() == Some("log") => Self::RequestLog,
            ["activity"] => Self::Activity,
            ["accounts"] => Self::Accounts,
            ["accounts", "new"] => Self::NewAccount,
            ["accounts", id] => Self::Account((*id).to_owned()),
            ["settings"] => Self::Settings,
            _ => Self::Unknown,
        }
    }

    /// The address, beginning with `#/`.
    pub fn href(&self) -> String {
        match self {
            Self::Welcome => "#/welcome".into(),
            Self::Machines(view) => format!("#/machines{}", view.search()),
            Self::Machine(place, view) => {
                format!("#/machines/{}{}", place.path(), view.search())
            }
            Self::Build(None) => "#/build".into(),
            Self::Build(Some(account)) => format!("#/build?account={}", escape(account)),
            Self::Rebuild(place) => format!("#/build/{}", place.path()),
            Self::Trash => "#/trash".into(),
            Self::Activity => "#/activity".into(),
            Self::RequestLog => "#/activity?tab=log".into(),
            Self::Accounts => "#/accounts".into(),
            Self::NewAccount => "#/accounts/new".into(),
            Self::Account(id) => format!("#/accounts/{}", escape(id)),
            Self::Settings => "#/settings".into(),
            Self::Unknown => "#/".into(),
        }
    }

    /// Words for the window's title.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Welcome => "Welcome",
            Self::Machines(_) => "Machines",
            Self::Machine(..) => "Machine",
            Self::Build(_) => "New machine",
            Self::Rebuild(_) => "Rebuild",
            Self::Trash => "Trash",
            Self::Activity | Self::RequestLog => "Activity",
            Self::Accounts => "Accounts",
            Self::NewAccount => "Add an account",
            Self::Account(_) => "Account",
            Self::Settings => "Settings",
            Self::Unknown => "Not found",
        }
    }
}

impl Place {
    /// The place of a machine.
    pub fn new(account: &str, machine: &str) -> Self {
        let (account, machine) = (account.to_owned(), machine.to_owned());
        Self { account, machine }
    }

    fn path(&self) -> String {
        format!("{}/{}", escape(&self.account), escape(&self.machine))
    }
}

/// A value of the search part of an address.
fn value(search: &str, wanted: &str) -> Option<String> {
    let pairs = search.split('&').filter_map(|pair| pair.split_once('='));
    let mut named = pairs.filter(|(name, _)| *name == wanted);
    named.next().map(|(_, value)| unescape(value))
}

/// The route of the address the browser is at.
pub fn here() -> Route {
    Route::parse(&page::fragment())
}

/// Goes to another route, as a click on a link would.
pub fn go(route: &Route) {
    page::go(&route.href());
}

/// Changes the address without a new entry in the history.
pub fn replace(route: &Route) {
    page::replace(&route.href());
}

/// Undoes percent-encoding; bytes that are not UTF-8 become replacement characters.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let decoded = match (byte, ahead.next(), ahead.next()) {
            (b'%', Some(high), Some(low)) => hex(high).zip(hex(low)),
            _ => None,
        };
        match decoded {
            Some((high, low)) => {
                bytes.push(high * 16 + low);
                rest = ahead;
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::{Column, Place, Route, View};

    #[test]
    fn every_route_survives_its_own_address() {
        let view = |query: &str, sort, descending| {
            Route::Machines(View {
                query: query.into(),
                sort,
                descending,
                ..View::default()
            })
        };
        for (route, address) in [
            (Route::Welcome, "#/welcome"),
            (view("", Column::Name, false), "#/machines"),
            (
                view("state:off żółw&x=1%", Column::Size, true),
                "#/machines?q=state%3Aoff%20%C5%BC%C3%B3%C5%82w%26x%3D1%25&sort=-size",
            ),
            (view("", Column::Name, true), "#/machines?sort=-name"),
            (
                Route::Machine(Place::new("a1", "x/y"), View::default()),
                "#/machines/a1/x%2Fy",
            ),
            (
                Route::Machine(
                    Place::new("a1", "7"),
                    View {
                        query: "web".into(),
                        ..View::default()
                    },
                ),
                "#/machines/a1/7?q=web",
            ),
            (Route::Build(None), "#/build"),
            (Route::Build(Some("a 1".into())), "#/build?account=a%201"),
            (Route::Rebuild(Place::new("a1", "7")), "#/build/a1/7"),
            (Route::Trash, "#/trash"),
            (Route::Activity, "#/activity"),
            (Route::RequestLog, "#/activity?tab=log"),
            (Route::Accounts, "#/accounts"),
            (Route::NewAccount, "#/accounts/new"),
            (Route::Account("a/b#c".into()), "#/accounts/a%2Fb%23c"),
            (Route::Settings, "#/settings"),
        ] {
            assert_eq!(route.href(), address);
            assert_eq!(Route::parse(address), route);
        }
    }

    #[test]
    fn reads_addresses_people_make() {
        assert_eq!(Route::parse(""), Route::Machines(View::default()));
        assert_eq!(Route::parse("#/"), Route::Machines(View::default()));
        assert_eq!(
            Route::parse("#/machines?sort=nonsense"),
            Route::Machines(View::default())
        );
        assert_eq!(Route::parse("#/nowhere"), Route::Unknown);
        assert_eq!(Route::parse("#/accounts/%zz"), Route::Account("%zz".into()));
    }
}
