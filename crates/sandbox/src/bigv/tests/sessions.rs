//! Factors, and staff under other people's names.

use super::*;

impl Desk {
    fn token(&mut self, login: &Value) -> String {
        let response = self.raw("POST", "/session", &login.to_string());
        assert_eq!(response.status(), 200);
        String::from_utf8(response.body().clone()).unwrap()
    }
}

#[test]
fn a_session_tells_its_factors() {
    let otp = format!("{}x", auth::OTP_BEGINS);
    for (name, more, factors, groups) in [
        ("sandbox", value!({}), value!(["password"]), value!([])),
        (
            "keyholder",
            value!({ "yubikey": otp }),
            value!(["password", "yubikey"]),
            value!([]),
        ),
        (
            "twofactor",
            value!({"2fa": "246810"}),
            value!(["password", "2fa"]),
            value!([]),
        ),
        (
            "operator",
            value!({}),
            value!(["password"]),
            value!(["staff"]),
        ),
    ] {
        let mut desk = Desk::small();
        let mut login = value!({"username": name, "password": PASSWORD});
        for (field, text) in more.as_object().unwrap() {
            login[field] = text.clone();
        }
        let token = desk.token(&login);
        assert_eq!(
            desk.get(&format!("/session/{token}")),
            value!({"username": name, "factors": factors, "group_memberships": groups})
        );
        desk.becoming(&format!("Bearer {token}"));
        assert_eq!(desk.get("/accounts").as_array().unwrap().len(), 2, "{name}");
    }
}

#[test]
fn every_refusal_has_its_text() {
    for (login, status, text) in [
        (
            value!({"username": "keyholder", "password": PASSWORD}),
            401,
            "Bad login credentials",
        ),
        (
            value!({"username": "keyholder", "password": PASSWORD, "yubikey": "vvvv"}),
            401,
            "Bad login credentials",
        ),
        (
            value!({"username": "twofactor", "password": PASSWORD, "2fa": ""}),
            401,
            "Missing 2FA",
        ),
        (
            value!({"username": "twofactor", "password": PASSWORD, "2fa": "000000"}),
            401,
            "Bad login credentials",
        ),
        // What is missing behind a wrong password is nobody's business.
        (
            value!({"username": "twofactor", "password": "x"}),
            401,
            "Bad login credentials",
        ),
        (
            value!({"username": "nobody", "password": "x"}),
            401,
            "Bad login credentials",
        ),
        (
            value!({"password": PASSWORD}),
            400,
            "Badly-formed parameters",
        ),
        (value!(["sandbox"]), 400, "Badly-formed parameters"),
        (
            value!({"username": "sandbox", "password": PASSWORD, "validity": "0"}),
            400,
            "Badly-formed parameters",
        ),
    ] {
        let mut desk = Desk::small();
        let response = desk.raw("POST", "/session", &login.to_string());
        assert_eq!(response.status(), status, "{login}");
        assert_eq!(response.headers()["content-type"], "text/plain");
        assert_eq!(response.body(), text.as_bytes(), "{login}");
    }
}

#[test]
fn staff_take_on_other_names() {
    let mut desk = Desk::small();
    let staff = desk.token(&value!({"username": "operator", "password": PASSWORD}));
    let order = value!({"username": "observer"}).to_string();
    let response = desk.raw("POST", &format!("/session/{staff}"), &order);
    assert_eq!(
        (
            response.status().as_u16(),
            response.headers()["content-type"].to_str().unwrap()
        ),
        (200, "text/plain")
    );
    let token = String::from_utf8(response.body().clone()).unwrap();
    assert_ne!(token, staff);
    let session = desk.get(&format!("/session/{token}"));
    assert_eq!(session["username"], "observer");
    assert_eq!(session["factors"], value!(["password", "impersonated"]));
    desk.becoming(&format!("Bearer {token}"));
    assert_eq!(
        desk.status("PUT", &machine("web1"), &stop()),
        403,
        "with the other's rights"
    );

    let plain = desk.token(&value!({"username": "sandbox", "password": PASSWORD}));
    for (token, order, status) in [
        (&plain, value!({"username": "observer"}), 403),
        (&staff, value!({"username": "nobody"}), 404),
        (&staff, value!({}), 400),
        (&"made-up".to_owned(), value!({"username": "observer"}), 404),
        // Nobody climbs back up through a borrowed name.
        (&token, value!({"username": "operator"}), 403),
    ] {
        let target = format!("/session/{token}");
        assert_eq!(desk.status("POST", &target, &order), status, "{order}");
    }
}

#[test]
fn a_session_without_a_yubikey_does_without_what_needs_one() {
    let mut desk = Desk::user("operator");
    let token = desk.token(&value!({"username": "sandbox", "password": PASSWORD}));
    let own = desk.get("/users/sandbox/privileges");
    let first = format!("/privileges/{}", own[0]["id"]);
    desk.put(&first, &value!({"yubikey_required": true}));
    desk.becoming(&format!("Bearer {token}"));
    assert_eq!(desk.status("GET", "/accounts/acme", &Value::Null), 404);
    assert_eq!(desk.status("GET", "/accounts/globex", &Value::Null), 200);
    desk.becoming(&basic("sandbox", PASSWORD));
    assert_eq!(desk.status("GET", "/accounts/globex", &Value::Null), 401);
}

#[test]
fn the_billing_host_takes_sessions_alone() {
    let mut desk = Desk::small();
    let token = desk.token(&value!({"username": "sandbox", "password": PASSWORD}));
    for (authorization, status) in [
        (format!("Token token={token}"), 200),
        (format!("Bearer {token}"), 401),
        (
            format!("Token token=apikey.{}", super::super::people::API_KEY),
            401,
        ),
        (basic("sandbox", PASSWORD), 401),
    ] {
        desk.becoming(&authorization);
        assert_eq!(
            desk.status("GET", "/api/v1/accounts", &Value::Null),
            status,
            "{authorization}"
        );
    }
    desk.becoming(&format!("Token token={token}"));
    let accounts = desk.get("/api/v1/accounts");
    assert_eq!(accounts[0]["bigv_account_subscription"], "acme");
    assert_eq!(
        desk.get("/api/v1/people?username=sandbox")[0]["username"],
        "sandbox"
    );
    assert_eq!(desk.get("/api/v1/people?username=observer"), value!([]));
}
