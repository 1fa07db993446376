//! Paths and queries: parts are decoded, and only three query parameters mean anything.
//!
//! Source: BigV reference, Conventions and VM endpoints.

use http::Uri;
use percent_encoding::percent_decode_str;

/// A request's query.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query or a form body.
    pub(super) fn parse(text: &str) -> Self {
        let decode = |part: &str| {
            percent_decode_str(&part.replace('+', " "))
                .decode_utf8_lossy()
                .into_owned()
        };
        Self(
            text.split('&')
                .filter(|pair| !pair.is_empty())
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (decode(name), decode(value)))
                .collect(),
        )
    }

    /// The value of a parameter.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A parameter is `true`, in any letter case.
    fn is_true(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    pub(super) fn include_deleted(&self) -> bool {
        self.is_true("include_deleted")
    }

    pub(super) fn purge(&self) -> bool {
        self.is_true("purge")
    }

    pub(super) fn overview(&self) -> bool {
        self.get("view")
            .is_some_and(|view| view.eq_ignore_ascii_case("overview"))
    }
}

/// The decoded parts of a path. Slashes at either end mean nothing.
pub(super) fn parts(uri: &Uri) -> Vec<String> {
    uri.path()
        .trim_matches('/')
        .split('/')
        .map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letter_case_of_true_does_not_matter() {
        for (query, deleted, purge, overview) in [
            ("include_deleted=true", true, false, false),
            ("include_deleted=True&view=overview", true, false, true),
            ("purge=TRUE", false, true, false),
            ("purge=1&view=all&page=3", false, false, false),
            ("", false, false, false),
        ] {
            let query = Query::parse(query);
            assert_eq!(query.include_deleted(), deleted);
            assert_eq!(query.purge(), purge);
            assert_eq!(query.overview(), overview);
        }
    }

    #[test]
    fn forms_are_decoded() {
        let form = Query::parse("username=a%40b&password=c+d%2B&yubikey");
        assert_eq!(form.get("username"), Some("a@b"));
        assert_eq!(form.get("password"), Some("c d+"));
        assert_eq!(form.get("yubikey"), Some(""));
    }
}
