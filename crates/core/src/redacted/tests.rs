use super::redacted;
use crate::{Credentials, Response};

const KEY: &str = "kp_live_4f9a";

fn shown(body: &str) -> String {
    let credentials = Credentials::new("token")
        .with("token", KEY)
        .with("user", "ops")
        .with("long", "a b&c/d=e");
    redacted(&Response::new(body.as_bytes().to_vec()), &credentials)
}

/// Answers whose secret is called `hunter2`, however it is hidden.
#[test]
fn no_secret_is_shown() {
    for body in [
        r#"{"password":"hunter2"}"#,
        r#"{"vm":{"initial_root_password":"hunter2"}}"#,
        r#"{"rootPassword":"hunter2"}"#,
        r#"{"ROOT-PASSWD":["hunter2"]}"#,
        r#"{"remote_access_password":{"plain":"hunter2"}}"#,
        r#"{"apiKey":"hunter2"}"#,
        r#"{"ssh_key":"hunter2"}"#,
        r#"{"console":{"remote_key":"hunter2"}}"#,
        r#"{"user_data":"runcmd: echo hunter2"}"#,
        r#"{"pass\u0077ord":"hunter2"}"#,
        r#"{"name":"root_password","value":"hunter2"}"#,
        r#"[{"label":"Password","content":{"x":"hunter2"}}]"#,
        r#"{"note":"the password: hunter2 for now"}"#,
        r#"{"note":"line one\nPASSWORD=hunter2\nline three"}"#,
        r#"{"url":"https://console.example/?session=hunter2"}"#,
        r#"{"url":"see https://ops:hunter2@console.example/a and https://b.example/#hunter2"}"#,
        r#"{"embedded":"{\"password\":\"hunter2\"}"}"#,
        r#"{"embedded":"[{\"embedded\":\"{\\\"token\\\":\\\"hunter2\\\"}\"}]"}"#,
        r#"{"file":"-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2"}"#,
        r#"{"x-auth-token":"hunter2"}"#,
        "<vm><password>hunter2</password></vm>",
        "<vm><initial-root-password type='string'><![CDATA[hunter2]]></initial-root-password></vm>",
        "<vm><password><plain>hunter2</plain><password>hunter2</password>hunter2</password></vm>",
        "<vm password=\"hunter2\"/>",
        "<vm a='>' password='hunter2'>x</vm>",
        "<vm><field name='root_password'>hunter2</field></vm>",
        "<vm><field name='root_password' value='hunter2'/></vm>",
        "<vm><!-- password: hunter2 --><?secret hunter2?><name>a</name></vm>",
        "<!DOCTYPE vm [<!ENTITY x \"hunter2\">]><vm>a</vm>",
        "<vm><password>hunter2",
        "<vm><password>hunter2</vm></password>",
        "<vm><note>&#112;assword=hunter2</note></vm>",
        "hunter2",
        "password=hunter2",
    ] {
        let shown = shown(body);
        assert!(!shown.contains("hunter2"), "{body}\n{shown}");
    }
}

#[test]
fn what_the_account_is_let_in_with_is_never_shown() {
    for body in [
        r#"{"echo":"kp_live_4f9a"}"#,
        r#"{"echo":"Bearer kp_live_4f9a."}"#,
        r#"{"kp_live_4f9a":1}"#,
        r#"{"echo":"kp\u005flive_4f9a"}"#,
        r#"{"path":"/x/a%20b%26c%2Fd%3De/y","plain":"a b&c/d=e"}"#,
        "<vm><echo>x kp_live_4f9a</echo></vm>",
        "<vm><echo>a b&amp;c/d=e</echo></vm>",
        "<vm echo='kp_live_4f9a'/>",
    ] {
        let shown = shown(body);
        for secret in [KEY, "a b&c/d=e", "a%20b%26c%2Fd%3De"] {
            assert!(!shown.contains(secret), "{body}\n{shown}");
        }
    }
    // A short value is left out where it is all there is, and not found in other words.
    let user = shown(r#"{"owner":"ops","host":"devops-1"}"#);
    assert!(
        user.contains("devops-1") && !user.contains("\"ops\""),
        "{user}"
    );
}

#[test]
fn everything_else_is_laid_out() {
    let json = r#"{"id":7,"name":"web","has_password":true,"password":null,"keyboard":"pl","tags":["a"],"monkey":"x"}"#;
    let expected = r#"{
  "has_password": true,
  "id": 7,
  "keyboard": "pl",
  "monkey": "x",
  "name": "web",
  "password": null,
  "tags": [
    "a"
  ]
}"#;
    assert_eq!(shown(json), expected);
    let xml = "<?xml version=\"1.0\"?>\n<vm id=\"7\"><name>a &lt;b&gt;</name><ip/><password>x</password></vm>\n";
    let expected = "<vm id=\"7\">\n  <name>\n    a <b>\n  </name>\n  <ip/>\n  <password>\n    (removed)\n  </password>\n</vm>";
    assert_eq!(shown(xml), expected);
    let token_service = shown(r#"{"name":"token-service","ip":"192.0.2.1"}"#);
    assert!(token_service.contains("token-service") && token_service.contains("192.0.2.1"));
    for body in ["", "plain words", "\u{feff}", "<vm>"] {
        assert!(
            shown(body).starts_with("The answer is neither JSON nor XML"),
            "{body}"
        );
    }
}

#[test]
fn a_deep_or_long_answer_does_no_harm() {
    let deep = ["[".repeat(5000), "]".repeat(5000)].concat();
    assert!(shown(&deep).starts_with("The answer is neither"));
    let deep = ["<a>".repeat(5000), "</a>".repeat(5000)].concat();
    assert!(shown(&deep).len() < 1_000_000);
    let long = ["[\"", &"x".repeat(500_000), "\"]"].concat();
    assert!(shown(&long).chars().count() <= 200_001);
}
