//! Where requests go and what lets them in (Katapult reference, sections "Base URL", "Lookup
//! objects" and "Authentication and scopes").

use http::header;
use pilothouse_core::{
    Access, Endpoint, Error, ErrorKind, ExposeSecret, Request, SecretString, Target, wire::escape,
};

/// The only way in: a bearer token.
pub(super) const LOGIN: &str = "token";
pub(super) const TOKEN: &str = "token";
pub(super) const ORGANIZATION: &str = "organization";

/// Base path of the API.
const BASE: &str = "/core/v1";

/// The path with the API's base in front, unless the endpoint brings it along.
pub(super) fn path(endpoint: &Endpoint, below: &str) -> String {
    let base = if endpoint.path().ends_with(BASE) {
        ""
    } else {
        BASE
    };
    [base, below].concat()
}

/// `object[key]=value` as part of a query.
pub(super) fn lookup(object: &str, key: &str, value: &str) -> String {
    let name = escape(&[object, "[", key, "]"].concat());
    [&name, "=", &escape(value)].concat()
}

/// The key of a machine's lookup: a person may have typed its full name. An id has no dots.
pub(super) fn machine_key(target: &Target) -> &'static str {
    if target.id.as_str().contains('.') {
        "fqdn"
    } else {
        "id"
    }
}

/// A request that reads what is at this path below the API's base.
pub(super) fn get(access: &Access, below: &str) -> Result<Request, Error> {
    let endpoint = &access.endpoint;
    sign(Request::get(endpoint, path(endpoint, below)), access)
}

/// Adds the token. One from `OAuth2` and one made by hand are sent alike.
pub(super) fn sign(request: Request, access: &Access) -> Result<Request, Error> {
    let credentials = &access.credentials;
    if credentials.login() != LOGIN {
        return Err(Error::new(
            ErrorKind::Setup,
            "The account does not say how to log in to Katapult. Open its settings and choose a login.",
        ));
    }
    // A copied token brings a line break along.
    let token = credentials.require(TOKEN)?.expose_secret().trim();
    let bearer = SecretString::from(["Bearer ", token].concat());
    request.with_secret_header(header::AUTHORIZATION, &bearer)
}

/// The one organization the account is limited to, if it is.
pub(super) fn organization(access: &Access) -> Option<&str> {
    let text = access.credentials.get(ORGANIZATION)?.expose_secret().trim();
    (!text.is_empty()).then_some(text)
}

/// A secret somebody entered, to be written into a document.
pub(in crate::katapult) fn exposed(secret: &SecretString) -> &str {
    secret.expose_secret()
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{Access, Credentials, Endpoint, Error, ErrorKind, Request};

    use super::{lookup, organization, path, sign};

    fn access(credentials: Credentials) -> Access {
        let endpoint = Endpoint::parse("https://api.katapult.io").unwrap();
        Access::new(endpoint, credentials)
    }

    fn signed(credentials: Credentials) -> Result<Request, Error> {
        let access = access(credentials);
        sign(Request::get(&access.endpoint, "/"), &access)
    }

    #[test]
    fn the_token_is_sent_and_hidden() {
        for token in ["k4t4", " k4t4\n"] {
            let request = signed(Credentials::new("token").with("token", token)).unwrap();
            assert_eq!(request.headers["authorization"], "Bearer k4t4");
            assert!(request.headers["authorization"].is_sensitive());
            assert_eq!(request.headers["accept"], "application/json");
            assert!(!request.headers.contains_key("content-type"));
            assert!(!format!("{request:?}").contains("k4t4"));
        }
    }

    #[test]
    fn incomplete_logins_are_named_and_nothing_is_sent() {
        for (credentials, words) in [
            (Credentials::new("token"), "no token"),
            (
                Credentials::new("token").with("token", "a\nb"),
                "line breaks",
            ),
            (Credentials::new("x").with("token", "t"), "choose a login"),
        ] {
            let error = signed(credentials).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Setup);
            assert!(error.message.contains(words), "{error}");
        }
    }

    #[test]
    fn the_base_path_is_there_once() {
        for (endpoint, target) in [
            ("https://api.katapult.io", "/core/v1/organizations"),
            ("https://api.katapult.io/", "/core/v1/organizations"),
            ("https://api.katapult.io/core/v1/", "/core/v1/organizations"),
            ("http://localhost:8080/kat", "/kat/core/v1/organizations"),
            ("http://localhost/kat/core/v1", "/kat/core/v1/organizations"),
        ] {
            let endpoint = Endpoint::parse(endpoint).unwrap();
            let request = Request::get(&endpoint, path(&endpoint, "/organizations"));
            assert_eq!(request.target(), target);
        }
    }

    #[test]
    fn lookups_are_escaped() {
        for (value, query) in [
            ("vm_1", "virtual_machine%5Bid%5D=vm_1"),
            ("a&b=c#/?", "virtual_machine%5Bid%5D=a%26b%3Dc%23%2F%3F"),
        ] {
            assert_eq!(lookup("virtual_machine", "id", value), query);
        }
    }

    #[test]
    fn an_organization_may_be_left_out() {
        for (text, expected) in [("", None), ("  ", None), (" acme ", Some("acme"))] {
            let access = access(Credentials::new("token").with("organization", text));
            assert_eq!(organization(&access), expected);
        }
    }
}
