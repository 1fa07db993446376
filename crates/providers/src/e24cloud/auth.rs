//! Signing requests (e24cloud reference, section "Request signing").

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderName, header};
use pilothouse_core::{
    Access, Error, ErrorKind, ExposeSecret, Request, Response, SecretString, Timestamp,
};
use serde_json::Value;
use sha2::Sha256;

/// The one way to be let in.
pub(super) const LOGIN: &str = "key";
/// Sent with every request.
pub(super) const API_KEY: &str = "api_key";
/// Signs every request and is never sent.
pub(super) const API_SECRET: &str = "api_secret";

const DATE: HeaderName = HeaderName::from_static("x-date");

/// Adds the three headers every request needs, the signature last.
///
/// Nothing of the request may change after this: method, host, path with query, date and body
/// bytes are all in the signature. The date is made anew for each attempt because old ones are
/// turned away; after how long is not published.
pub(super) fn sign(request: Request, access: &Access, now: Timestamp) -> Result<Request, Error> {
    let date = now.to_http_date();
    let mut message = Vec::new();
    for line in [
        request.method.as_str(),
        request.endpoint.authority(),
        &date,
        &request.target(),
    ] {
        message.extend_from_slice(line.as_bytes());
        message.push(b'\n');
    }
    message.extend_from_slice(&request.body);

    // Whoever copies a key copies a blank or a line break with it; neither has one of its own.
    let key = access.credentials.require(API_KEY)?.expose_secret().trim();
    let secret = access.credentials.require(API_SECRET)?.expose_secret();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.trim().as_bytes())
        .map_err(|_| setup("The API secret cannot be used for signing. Enter it again."))?;
    mac.update(&message);
    let signature = BASE64_STANDARD.encode(mac.finalize().into_bytes());

    request
        .with_header(header::CONTENT_TYPE, "application/json")
        .with_text_header(DATE, &date)?
        .with_secret_header(
            header::AUTHORIZATION,
            &SecretString::from([key, ":", &signature].concat()),
        )
}

/// Writes a secret into a body that is about to be signed and sent: the only place it may go.
pub(super) fn put(body: &mut Value, key: &str, secret: &SecretString) {
    if let Some(members) = body.as_object_mut() {
        members.insert(key.to_owned(), secret.expose_secret().into());
    }
}

/// Whether an answer says a secret back, so that its words must not be shown.
pub(super) fn is_echoed(response: &Response, secret: &SecretString) -> bool {
    // Read rather than searched as bytes: the same text can be escaped in many ways.
    serde_json::from_slice(response.body()).is_ok_and(|body| says(&body, secret.expose_secret()))
}

fn says(value: &Value, secret: &str) -> bool {
    match value {
        Value::String(text) => text.contains(secret),
        Value::Number(number) => number.to_string().contains(secret),
        Value::Array(items) => items.iter().any(|item| says(item, secret)),
        Value::Object(members) => members
            .iter()
            .any(|(key, item)| key.contains(secret) || says(item, secret)),
        Value::Null | Value::Bool(_) => false,
    }
}

fn setup(words: &str) -> Error {
    Error::new(ErrorKind::Setup, words)
}

#[cfg(test)]
mod tests {
    use http::Method;
    use pilothouse_core::{Access, Credentials, Endpoint, Request, Safety};

    use super::sign;

    const WARSAW: &str = "https://eu-poland-1warszawa.api.e24cloud.com";
    const CREATE: &str = r#"{"create_vm":{"cpus":2,"ram":2048,"compute_zone_id":"3f0c1b2a-9d4e-4c7b-8a61-5e2d7f90c318","name":"panel-demo","boot_type":"image","os":"3001","password":"Correct-Horse-7"}}"#;
    const LIST: &str = "/v2/virtual-machines";
    const ONE: &str = "/v2/virtual-machines/7d1e5c80-46f2-4b39-9c0d-2ab61f3e8d57";

    fn signed(endpoint: &str, method: Method, path: &str, body: &str) -> Request {
        let access = Access::new(
            Endpoint::parse(endpoint).unwrap(),
            Credentials::new("key")
                .with("api_key", "E24DEMOKEY01")
                .with("api_secret", "not-a-real-secret-42\n"),
        );
        let mut request = Request::new(method, &access.endpoint, path, Safety::Unsafe);
        request.body = body.as_bytes().to_vec();
        sign(request, &access, "2026-06-02T10:15:30.9Z".parse().unwrap()).unwrap()
    }

    #[test]
    fn signs_the_published_vectors() {
        let query = format!("{LIST}?label=panel-demo&limit=5");
        let (on, rename) = (format!("{ONE}/poweron"), format!("{ONE}/rename"));
        for (name, endpoint, method, path, body, signature) in [
            (
                "V1",
                WARSAW,
                Method::GET,
                LIST,
                "",
                "vF2hbbpJfCAv64wH6oFZGoKbj0PEo0jUZJjj/TvYGrA=",
            ),
            (
                "V2",
                WARSAW,
                Method::PUT,
                LIST,
                CREATE,
                "B+K6ZN/aOd2bbo3znHJvZqJm1mT0iiJlNHMpaaLAVK0=",
            ),
            (
                "V3",
                WARSAW,
                Method::GET,
                &query,
                "",
                "InubaGtQJ//wONidmOxraHebEZKzwqv7s9bdnCysyzA=",
            ),
            (
                "V4",
                WARSAW,
                Method::POST,
                &on,
                "",
                "+9IF2y9FWqgzv+QA3iL1qmr6VLUEDhGJiUlbM9ceJ8Y=",
            ),
            (
                "V5",
                WARSAW,
                Method::DELETE,
                ONE,
                r#"{"deleteResources":1}"#,
                "lciGqIkTK9tcEg7O3pu+qV1WUkV31Zbe2BEcOkA1T0I=",
            ),
            (
                "V6",
                WARSAW,
                Method::POST,
                &rename,
                r#"{"name":"żółw"}"#,
                "+BOUSVmcPC7OZCV80eejhztvNsqxAG3qD4Lc/obj3cg=",
            ),
            (
                "V7",
                "http://127.0.0.1:8424",
                Method::GET,
                LIST,
                "",
                "f7RPv05OMYxRLUtWfpi8anu+NPLR2213U+hvM892WQw=",
            ),
            (
                "standard port",
                &format!("{WARSAW}:443"),
                Method::GET,
                LIST,
                "",
                "vF2hbbpJfCAv64wH6oFZGoKbj0PEo0jUZJjj/TvYGrA=",
            ),
            (
                "path of the endpoint",
                &format!("{WARSAW}/v2"),
                Method::GET,
                "/virtual-machines",
                "",
                "vF2hbbpJfCAv64wH6oFZGoKbj0PEo0jUZJjj/TvYGrA=",
            ),
        ] {
            let request = signed(endpoint, method, path, body);
            assert_eq!(
                request.headers["authorization"],
                format!("E24DEMOKEY01:{signature}"),
                "{name}"
            );
        }
    }

    #[test]
    fn sends_date_and_type_and_hides_the_key() {
        let request = signed(WARSAW, Method::GET, LIST, "");
        assert_eq!(request.headers["x-date"], "Tue, 02 Jun 2026 10:15:30 GMT");
        assert_eq!(request.headers["content-type"], "application/json");
        assert!(request.headers["authorization"].is_sensitive());
        let printed = format!("{request:?}");
        assert!(!printed.contains("E24DEMOKEY01"), "{printed}");
        assert!(!printed.contains("vF2hbbpJ"), "{printed}");
    }

    #[test]
    fn names_the_missing_field() {
        let access = Access::new(
            Endpoint::parse(WARSAW).unwrap(),
            Credentials::new("key").with("api_key", "E24DEMOKEY01"),
        );
        let request = Request::get(&access.endpoint, LIST);
        let error = sign(request, &access, "2026-06-02T10:15:30Z".parse().unwrap()).unwrap_err();
        assert_eq!(error.kind, pilothouse_core::ErrorKind::Setup);
        assert!(error.message.contains("api secret"), "{error}");
    }
}
