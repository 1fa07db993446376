use super::Config;

const ROUTE: &str = "[[route]]\nname = \"a\"\nprovider = \"p\"\nupstream = \"https://a.example\"\n";

#[test]
fn a_small_file_is_enough() {
    let config = Config::parse(ROUTE).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:4000");
    assert!(config.warnings().is_empty());
    assert!(Config::parse("").unwrap().routes.is_empty());
}

#[test]
fn bad_files_say_where() {
    for (text, words) in [
        ("listn = \"127.0.0.1:1\"".to_owned(), "listn"),
        ("[limits]\nfoo = 1".into(), "foo"),
        (
            format!("{ROUTE}certificate_check = false"),
            "certificate_check",
        ),
        ("listen = \"0.0.0.0:80\"".into(), "hosts"),
        (
            "listen = \"0.0.0.0:80\"\nhosts = [\"a.example\"]".into(),
            "access_key",
        ),
        ("hosts = [\"A.example\"]".into(), "hosts"),
        ("hosts = [\"*\"]".into(), "hosts"),
        ("panel_origins = [\"*\"]".into(), "panel_origins"),
        ("panel_origins = [\"null\"]".into(), "panel_origins"),
        (
            "panel_origins = [\"https://a.example/\"]".into(),
            "panel_origins",
        ),
        (
            "panel_origins = [\"https://a.example:443\"]".into(),
            "panel_origins",
        ),
        (
            "panel_origins = [\"https://*.example\"]".into(),
            "panel_origins",
        ),
        (
            "panel_origins = [\"https://A.example\"]".into(),
            "panel_origins",
        ),
        ("access_key = \"short\"".into(), "access_key"),
        (format!("{ROUTE}{ROUTE}"), "twice"),
        (ROUTE.replace("\"a\"", "\"A\""), "name"),
        (ROUTE.replace("\"a\"", "\".well-known\""), "name"),
        (
            ROUTE.replace("https://a.example", "http://a.example"),
            "unsafe_http",
        ),
        (ROUTE.replace("a.example", "127.0.0.1"), "loopback"),
        (ROUTE.replace("a.example", "169.254.169.254"), "metadata"),
        (ROUTE.replace("a.example", "10.0.0.1"), "private_networks"),
        (ROUTE.replace("a.example", "0x7f.1"), "upstream"),
        (ROUTE.replace("a.example", "*.example"), "wildcard"),
        (format!("{ROUTE}methods = [\"CONNECT\"]"), "methods"),
        (format!("{ROUTE}methods = [\"get\"]"), "methods"),
        (format!("{ROUTE}allow = [\"POST /a\"]"), "allow"),
        (format!("{ROUTE}allow = [\"GET a\"]"), "allow"),
        (format!("{ROUTE}path_prefix = \"/a/../b\""), "path_prefix"),
        (format!("{ROUTE}path_prefix = \"/a?b\""), "path_prefix"),
        (format!("{ROUTE}content_types = [\"*/*\"]"), "content_types"),
        (format!("{ROUTE}ca_file = \"/nonexistent\""), "ca_file"),
    ] {
        let error = format!("{:#}", Config::parse(&text).unwrap_err());
        assert!(error.contains(words), "{text}: {error}");
    }
}

#[test]
fn dangerous_headers_cannot_be_configured() {
    for name in [
        "cookie",
        "origin",
        "referer",
        "forwarded",
        "x-forwarded-for",
        "x-real-ip",
        "host",
        "proxy-authorization",
        "sec-fetch-site",
        "connection",
        "transfer-encoding",
        "te",
        "content-length",
        "upgrade",
        "pilothouse-access",
        "x-http-method-override",
        "X-Date",
        "x_y",
        "",
        "a b",
        "set-cookie",
        "set-cookie2",
        "server",
        "location",
        "x-powered-by",
        "x-accel-redirect",
        "access-control-allow-origin",
        "content-security-policy",
        "www-authenticate",
        "pilothouse-error",
        "cache-control",
        "clear-site-data",
        "x-content-type-options",
    ] {
        for list in ["request_headers", "response_headers"] {
            assert!(
                Config::parse(&format!("{ROUTE}{list} = [{name:?}]")).is_err(),
                "{list} {name}"
            );
        }
    }
    assert!(Config::parse(&format!("{ROUTE}request_headers = [\"x-yubikey-otp\"]")).is_ok());
}

#[test]
fn the_access_key_is_never_printed() {
    let config = Config::parse("access_key = \"zebra-zebra-zebra\"").unwrap();
    assert!(!format!("{config:?}").contains("zebra"));
    for text in [
        "access_key = \"zebra\"",
        "access_key = [\"zebra\"]",
        "access_key = \"zebra",
    ] {
        let error = Config::parse(text).unwrap_err();
        assert!(
            !format!("{error:?} {error:#}").contains("zebra"),
            "{error:?}"
        );
    }
}
