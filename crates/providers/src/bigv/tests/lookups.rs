//! The lists of forms, and the trash.

use pilothouse_core::{Choice, Error, ErrorKind, Flow, Input, Operator, Response, Step};
use serde_json::json;

use super::{access, account, answer, full, now};
use crate::bigv::BigVOperator;

/// Runs a flow of one request.
pub(super) fn once<T>(flow: &mut dyn Flow<T>, response: Response) -> Result<(String, T), Error> {
    let Step::Send(request) = flow.next(now())? else {
        panic!("sends first")
    };
    assert_eq!(request.method, "GET");
    assert_eq!(request.headers["authorization"], "Bearer apikey.k3y");
    flow.receive(now(), Ok(response))?;
    let Step::Yield(read) = flow.next(now())? else {
        panic!("yields what it read")
    };
    assert!(matches!(flow.next(now())?, Step::Done));
    Ok((request.path, read))
}

fn looked_up(lookup: &str, response: Response) -> Result<(String, Vec<Choice>), Error> {
    let input = Input::default().with("account", "a/7");
    let mut flow = BigVOperator.lookup(&access(), lookup, &input)?;
    once(flow.as_mut(), response)
}

#[test]
fn choices_are_read_from_one_answer_each() {
    let definitions =
        json!([{"id": "distributions", "data": ["jessie"]}, {"id": "keymaps", "data": ["de"]}]);
    for (lookup, path, body, expected) in [
        (
            "distributions",
            "/definitions",
            definitions.clone(),
            vec!["jessie|jessie|"],
        ),
        (
            "keymaps",
            "/definitions",
            definitions.clone(),
            vec!["de|de|"],
        ),
        ("zone_names", "/definitions", definitions, vec![]),
        (
            "accounts",
            "/accounts",
            json!([{"id": 7, "name": "acme"}, {"name": "b"}, {"id": "8"}, {}, null, 3]),
            vec!["7|acme|", "b|b|", "8|8|"],
        ),
        (
            "accounts",
            "/accounts",
            json!({"id": 7, "name": "acme"}),
            vec!["7|acme|"],
        ),
        (
            "groups",
            "/accounts/a%2F7/groups",
            json!([{"id": 31, "name": "default", "account_id": 7}, {"id": 32, "name": "shop"}]),
            vec!["default|default|", "32|shop|"],
        ),
        ("groups", "/accounts/a%2F7/groups", json!([]), vec![]),
        (
            "every_group",
            "/accounts?view=overview",
            json!([account(&json!([full()])), {"id": 8, "name": "beta", "groups": {"id": 5, "name": "default"}}, {"id": 9}]),
            vec!["7/31|shop|acme", "8/5|default|beta"],
        ),
    ] {
        let (asked, choices) = looked_up(lookup, answer(200, body.to_string())).unwrap();
        assert_eq!(asked, path);
        let told: Vec<_> = (choices.iter())
            .map(|choice| format!("{}|{}|{}", choice.value, choice.label, choice.detail))
            .collect();
        assert_eq!(told, expected, "{lookup} {body}");
    }
}

#[test]
fn a_suspended_account_cannot_be_chosen() {
    let body = json!([{"id": 1, "suspended": true}, {"id": 2, "suspended": false}, {"id": 3}]);
    let (_, choices) = looked_up("accounts", answer(200, body.to_string())).unwrap();
    let closed: Vec<_> = choices
        .iter()
        .map(|choice| choice.closed.is_some())
        .collect();
    assert_eq!(closed, [true, false, false]);
}

#[test]
fn lists_fail_in_words() {
    for (status, body, kind) in [
        (200, "", ErrorKind::BadAnswer),
        (200, "[\"x\"]", ErrorKind::BadAnswer),
        (200, "<html>", ErrorKind::BadAnswer),
        (401, "", ErrorKind::Unauthorized),
        (503, "", ErrorKind::Unavailable),
    ] {
        for lookup in ["distributions", "accounts", "groups", "every_group"] {
            let error = looked_up(lookup, answer(status, body)).unwrap_err();
            assert_eq!(error.kind, kind, "{lookup} {body}");
        }
    }
}

#[test]
fn the_trash_holds_what_is_deleted() {
    let mut gone = full();
    gone["id"] = json!(4799);
    gone["deleted"] = json!(true);
    let mut nameless = gone.clone();
    nameless["name"] = json!("");
    let body = json!([account(&json!([full(), gone, nameless]))]).to_string();
    let mut trash = BigVOperator.trash(&access()).unwrap();
    let (path, trashed) = once(trash.as_mut(), answer(200, body)).unwrap();
    assert_eq!(path, "/accounts?view=overview&include_deleted=true");
    assert_eq!(trashed.len(), 2);
    for (one, name) in trashed.iter().zip(["web1", "web1.shop.acme.uk0.bigv.io"]) {
        assert_eq!(
            one.target.locator,
            "/accounts/7/groups/31/virtual_machines/4799"
        );
        assert_eq!(one.machine.as_ref(), Some(&one.target.id));
        assert_eq!((one.name.as_str(), one.until), (name, None));
    }
}
