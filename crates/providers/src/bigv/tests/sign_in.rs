//! Getting a session token.

use pilothouse_core::{
    Access, Call, Credentials, Endpoint, Error, ErrorKind, ExposeSecret, Operator, Safety,
    SecretString,
};
use serde_json::{Value, json};

use super::{answer, now};
use crate::bigv::BigVOperator;

fn sign_in(endpoint: &str, entered: &Value) -> Result<Call<SecretString>, Error> {
    let endpoint = Endpoint::parse(endpoint).unwrap();
    let access = Access::new(endpoint, Credentials::new("token"));
    let input = BigVOperator.sign_in_form().read(entered).unwrap();
    BigVOperator.sign_in(&access, now(), &input)
}

#[test]
fn the_session_service_is_asked() {
    let plain = json!({"username": "ops", "password": " p w "});
    let full = json!({
        "username": "ops", "password": "pw", "yubikey_otp": "ccccccbcgujh\n", "code": " 123456 ",
        "minutes": 5, "auth_endpoint": "https://auth.example.net/base/",
    });
    for (endpoint, entered, target, body) in [
        (
            "https://uk0.bigv.io",
            &plain,
            "https://auth.bytemark.co.uk/session",
            json!({"username": "ops", "password": " p w ", "validity": "1800"}),
        ),
        (
            "http://127.0.0.1:4104",
            &plain,
            "http://127.0.0.1:4104/session",
            json!({"username": "ops", "password": " p w ", "validity": "1800"}),
        ),
        (
            "https://evilbigv.io",
            &plain,
            "https://evilbigv.io/session",
            json!({"username": "ops", "password": " p w ", "validity": "1800"}),
        ),
        (
            "https://int.bigv.io",
            &full,
            "https://auth.example.net/base/session",
            json!({
                "username": "ops", "password": "pw", "yubikey": "ccccccbcgujh", "2fa": "123456",
                "validity": "300",
            }),
        ),
    ] {
        let request = sign_in(endpoint, entered).unwrap().request;
        assert_eq!(request.endpoint.origin() + &request.target(), target);
        assert_eq!(
            (request.method.as_str(), request.safety),
            ("POST", Safety::Unsafe)
        );
        assert_eq!(request.headers["accept"], "text/plain");
        assert_eq!(request.headers["content-type"], "application/json");
        assert!(request.headers.get("authorization").is_none());
        let sent: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(sent, body);
        assert!(!format!("{request:?}").contains("p w"));
    }
}

#[test]
fn incomplete_entries_never_leave() {
    for (entered, field) in [
        (json!({"password": "x"}), "username"),
        (json!({"username": "x"}), "password"),
        (
            json!({"username": "x", "password": "x", "minutes": 0}),
            "minutes",
        ),
        (
            json!({"username": "x", "password": "x", "auth_endpoint": "nowhere"}),
            "auth_endpoint",
        ),
    ] {
        let error = sign_in("https://uk0.bigv.io", &entered).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Invalid);
        assert_eq!(error.fields.first().unwrap().0, field);
    }
}

#[test]
fn the_answer_is_a_token_or_a_reason() {
    use ErrorKind::{Invalid, NotFound, Refused, Unauthorized, Unavailable};
    let read = |status, body: &str| {
        let entered = json!({"username": "ops", "password": "pw"});
        let call = sign_in("https://uk0.bigv.io", &entered).unwrap();
        call.read(&answer(status, body))
    };
    for (status, body) in [(200, "5e55-10n.t0k3n=="), (201, "5e55-10n.t0k3n==\n")] {
        assert_eq!(
            read(status, body).unwrap().expose_secret(),
            "5e55-10n.t0k3n=="
        );
    }
    let long = "x".repeat(5000);
    for body in [
        "",
        "  ",
        "<html>",
        "two words",
        r#"{"token":"secret-token"}"#,
        "t\u{f6}ken",
        &long,
    ] {
        let error = read(200, body).unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadAnswer, "{body:.20}");
        assert!(!error.message.contains("secret-token"), "{error}");
    }
    for (status, body, kind, field, words) in [
        (401, "Missing 2FA", Unauthorized, "code", "authenticator"),
        (400, "Missing 2FA", Unauthorized, "code", "authenticator"),
        (
            401,
            "Bad login credentials\n",
            Unauthorized,
            "password",
            "wrong",
        ),
        (400, "Badly-formed parameters", Invalid, "username", "stray"),
        (
            403,
            "Authentication failed",
            Unauthorized,
            "password",
            "did not let you in",
        ),
        (401, "", Unauthorized, "", "refused to sign in."),
        (404, "<html>", NotFound, "", "no session service"),
        (503, "", Unavailable, "", "not well"),
        (418, "no tea", Refused, "", "It says: no tea"),
    ] {
        let error = read(status, body).unwrap_err();
        let first = error.fields.first().map_or("", |(field, _)| field.as_str());
        assert_eq!((error.kind, first), (kind, field), "{status} {body}");
        assert!(error.message.contains(words), "{error}");
    }
}
