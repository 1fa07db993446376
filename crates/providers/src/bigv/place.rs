//! A group of an account: where machines are.

use pilothouse_core::wire::escape;

/// Account and group, each by id or name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The account's id or name.
    pub account: String,
    /// The group's id or name.
    pub group: String,
}

impl Place {
    pub(super) fn new(account: impl Into<String>, group: impl Into<String>) -> Self {
        let (account, group) = (account.into(), group.into());
        Self { account, group }
    }

    /// From the path of a machine. A name with characters that had to be escaped there gives
    /// none: ids, which BigV always tells, have none of them.
    pub(super) fn of(locator: &str) -> Option<Self> {
        let (account, rest) = locator.strip_prefix("/accounts/")?.split_once("/groups/")?;
        let (group, _) = rest.split_once('/')?;
        let place = Self::new(account, group);
        let is_plain = !account.contains(['/', '%']) && !group.contains('%');
        (is_plain && !account.is_empty() && !group.is_empty()).then_some(place)
    }

    /// From `account/group`, as [`Self::to_text`] writes it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (account, group) = text.trim().split_once('/')?;
        let fits = !account.is_empty() && !group.is_empty() && !group.contains('/');
        fits.then(|| Self::new(account, group))
    }

    /// As the value of a choice.
    pub(super) fn to_text(&self) -> String {
        [&self.account, "/", &self.group].concat()
    }

    /// The path below which the group's machines are.
    pub(super) fn path(&self) -> String {
        let (account, group) = (escape(&self.account), escape(&self.group));
        ["/accounts/", &account, "/groups/", &group].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn places_are_read_from_paths_and_from_choices() {
        for (locator, text) in [
            ("/accounts/7/groups/31/virtual_machines/1", Some("7/31")),
            (
                "/accounts/acme/groups/default/virtual_machines/1",
                Some("acme/default"),
            ),
            ("/accounts/%2E%2E/groups/1/virtual_machines/1", None),
            ("/virtual_machines/1", None),
            ("/accounts//groups/1/virtual_machines/1", None),
            ("", None),
        ] {
            let place = Place::of(locator);
            assert_eq!(place.as_ref().map(Place::to_text).as_deref(), text);
            if let (Some(place), Some(text)) = (place, text) {
                assert_eq!(Place::parse(text), Some(place.clone()));
                assert!(locator.starts_with(&place.path()));
            }
        }
        for text in ["", "7", "/31", "7/", "7/31/2"] {
            assert_eq!(Place::parse(text), None, "{text}");
        }
        let odd = Place::new("..", "a?b");
        assert_eq!(odd.path(), "/accounts/%2E%2E/groups/a%3Fb");
    }
}
