//! What must never be told on: the account's keys and the password of a new machine.

use pilothouse_core::{ErrorKind, Input, Operator, Orders, Response, Verb};
use serde_json::{Value, json};

use super::{E24CloudOperator, access, acts::order, answer, forms::create, now, run, ticket};

const SECRETS: [&str; 7] = [
    "s3-secret-1",
    "swift-secret-2",
    "api-secret-3",
    "API-KEY-4",
    "ada@example.net",
    "S3-ID-5",
    "+48 600",
];

fn account() -> Value {
    json!({
        "id": "9", "name": "Ada", "email": "ada@example.net", "phone": "+48 600",
        "notification": {"email": "ada@example.net", "phone": "+48 600"},
        "e24files": {
            "s3": {"api_id": "S3-ID-5", "secret_key": "s3-secret-1"},
            "swift": {"user": "u", "key": "swift-secret-2"},
        },
        "api": [{"api_key": "API-KEY-4", "secret_key": "api-secret-3"}],
        "sshkeys": [{"id": 17, "name": "laptop", "fingerprint": "aa:bb", "private": "s3-secret-1"}],
        "groups": [{"id": 3, "name": "ops"}],
    })
}

fn told(response: Response) -> String {
    let flow = E24CloudOperator.lookup(&access(), "ssh_keys", &Input::default());
    match run(flow.unwrap(), &[("/v2/account", response)]) {
        Ok(choices) => format!("{choices:?}"),
        Err(error) => format!("{error:?} {error}"),
    }
}

#[test]
fn nothing_of_the_account_but_its_keys_gets_out() {
    let whole = json!({"success": true, "account": account()}).to_string();
    assert!(told(answer(200, whole.clone())).contains("laptop"));
    let mut answers = vec![
        answer(200, whole.clone()),
        answer(
            200,
            json!({"success": true, "account": [account()]}).to_string(),
        ),
        answer(
            200,
            json!({"success": true, "account": {"sshkeys": account()}}).to_string(),
        ),
        answer(
            200,
            json!({"success": true, "account": "api-secret-3"}).to_string(),
        ),
        answer(200, json!([account()]).to_string()),
        answer(200, json!("api-secret-3").to_string()),
        answer(200, format!("{whole}{whole}")),
    ];
    for status in [200, 302, 400, 401, 404, 422, 429, 500, 503] {
        for place in ["error", "errors", "message", "description", "account"] {
            let body = json!({"success": false, place: account()}).to_string();
            answers.push(answer(status, body));
        }
        answers.push(answer(status, "api-secret-3"));
    }
    for at in 0..whole.len() {
        answers.push(answer(200, whole.as_bytes()[..at].to_vec()));
    }
    for response in answers {
        let body = String::from_utf8_lossy(response.body()).into_owned();
        let told = told(response);
        for secret in SECRETS {
            assert!(!told.contains(secret), "{secret} in {told} of {body}");
        }
    }
}

#[test]
fn a_password_that_is_said_back_is_not_repeated() {
    let password = "pa\"ss/żółw 7";
    let call = || order(Verb::Create, create().with_secret("password", password));
    assert!(!format!("{:?}", call()).contains("żółw 7"));
    for (status, body) in [
        (
            200,
            json!({"success": false, "error": format!("“{password}” is weak")}),
        ),
        (
            200,
            json!({"success": false, "errors": {"password": [password]}}),
        ),
        (422, json!({"errors": {password: "odd"}})),
        (
            500,
            json!({"message": {"create_vm": {"password": password}}}),
        ),
    ] {
        let body = body.to_string();
        // The same text with every other letter escaped, as some servers write it.
        let escaped = body
            .replace('/', "\\/")
            .replace('ż', "\\u017c")
            .replace('ó', "\\u00f3");
        for body in [body, escaped] {
            let error = call().read(&answer(status, body.clone())).unwrap_err();
            let told = format!("{error:?} {error}");
            for part in ["ss/", "żółw", "w 7"] {
                assert!(!told.contains(part), "{part} in {told}");
            }
            assert_eq!(error.status, Some(status));
        }
    }
    // Anything else that is said is still told.
    let body = json!({"success": false, "errors": {"password": "too weak"}}).to_string();
    let error = call().read(&answer(200, body)).unwrap_err();
    assert!(error.message.contains("too weak"));
    assert_eq!(error.kind, ErrorKind::Refused);
}

#[test]
fn a_journal_does_not_keep_the_password() {
    let mut kept = ticket(Verb::Create);
    kept.order.input = create().with_secret("password", "Correct-Horse-7");
    kept.made = Some(super::target());
    let json = serde_json::to_string(&kept).unwrap();
    assert!(!json.contains("Correct-Horse"), "{json}");
    let back = serde_json::from_str(&json).unwrap();
    assert!(E24CloudOperator.look(&access(), now(), &back).is_ok());
}
