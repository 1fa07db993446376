//! The built panel, served beside the routes.

use std::path::PathBuf;

use pilothouse_proxy::Proxy;

use crate::harness::{Setup, Upstream, ask, ask_without_origin};

fn dist() -> PathBuf {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dist");
    let folder = root.join("built");
    std::fs::create_dir_all(folder.join("icons")).unwrap();
    std::fs::create_dir_all(folder.join(".git")).unwrap();
    std::fs::write(root.join("outside.txt"), "secret").unwrap();
    std::fs::write(folder.join("index.html"), "<!doctype html>").unwrap();
    std::fs::write(folder.join("config.json"), "{}").unwrap();
    std::fs::write(folder.join("p-0a1b2c3d4e5f6071_bg.wasm"), "wasm").unwrap();
    std::fs::write(folder.join("p-0a1b2c3d4e5f6071_bg.wasm.br"), "br").unwrap();
    std::fs::write(folder.join("icons/a.svg"), "<svg/>").unwrap();
    std::fs::write(folder.join(".git/config"), "secret").unwrap();
    #[cfg(unix)]
    {
        let link = folder.join("link.txt");
        let _ = std::fs::remove_file(&link);
        std::os::unix::fs::symlink(root.join("outside.txt"), link).unwrap();
    }
    folder
}

async fn start() -> (Upstream, Proxy) {
    let upstream = Upstream::new().await;
    let config = Setup::default().config(upstream.addr).with_dist(dist());
    (upstream, Proxy::start(config).await.unwrap())
}

#[tokio::test]
async fn files_are_served_with_their_headers() {
    let (upstream, proxy) = start().await;
    for (target, content_type, cache, body) in [
        (
            "/",
            "text/html; charset=utf-8",
            "no-cache",
            "<!doctype html>",
        ),
        (
            "/index.html",
            "text/html; charset=utf-8",
            "no-cache",
            "<!doctype html>",
        ),
        ("/config.json", "application/json", "no-cache", "{}"),
        ("/icons/a.svg?v=1", "image/svg+xml", "no-cache", "<svg/>"),
        (
            "/p-0a1b2c3d4e5f6071_bg.wasm",
            "application/wasm",
            "public, max-age=31536000, immutable",
            "wasm",
        ),
    ] {
        let answer = ask_without_origin(proxy.addr(), "GET", target, "", "").await;
        assert_eq!(
            (answer.status, answer.text().as_str()),
            (200, body),
            "{target}"
        );
        assert_eq!(answer.header("content-type"), Some(content_type));
        assert_eq!(answer.header("cache-control"), Some(cache));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
        assert!(!policy.contains("unsafe-inline"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
        let head = ask_without_origin(proxy.addr(), "HEAD", target, "", "").await;
        assert_eq!((head.status, head.text().as_str()), (200, ""));
        assert_eq!(
            head.header("content-length"),
            answer.header("content-length")
        );
        let line = format!("If-None-Match: {}\r\n", answer.header("etag").unwrap());
        let again = ask_without_origin(proxy.addr(), "GET", target, &line, "").await;
        assert_eq!((again.status, again.text().as_str()), (304, ""));
    }
    let line = "Accept-Encoding: gzip, br\r\n";
    let target = "/p-0a1b2c3d4e5f6071_bg.wasm";
    let small = ask_without_origin(proxy.addr(), "GET", target, line, "").await;
    assert_eq!(small.text(), "br");
    assert_eq!(small.header("content-encoding"), Some("br"));
    assert_eq!(small.header("content-type"), Some("application/wasm"));
    assert_eq!(small.header("vary"), Some("accept-encoding"));
    assert_eq!(upstream.connections(), 0);
}

#[tokio::test]
async fn nothing_else_is_served() {
    let (_upstream, proxy) = start().await;
    for target in [
        "/missing.js",
        "/.git/config",
        "/icons",
        "/icons/",
        "/link.txt",
        "/outside.txt",
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/icons/../../outside.txt",
        "/etc/passwd",
        "//etc/passwd",
        "/icons%2f..%2f..%2foutside.txt",
        "/index.html%00",
        "/index.html/x",
    ] {
        let answer = ask_without_origin(proxy.addr(), "GET", target, "", "").await;
        assert!(
            answer.status == 404 || answer.status == 400,
            "{target}: {}",
            answer.status
        );
        assert!(!answer.text().contains("secret"));
    }
    let answer = ask(proxy.addr(), "POST", "/index.html", "", "").await;
    assert_eq!((answer.status, answer.code()), (403, "forbidden_method"));
}

#[tokio::test]
async fn routes_come_first() {
    let (upstream, proxy) = start().await;
    assert_eq!(
        ask(proxy.addr(), "GET", "/onapp/a", "", "").await.status,
        200
    );
    assert_eq!(upstream.received().len(), 1);
    let index = ask(proxy.addr(), "GET", "/.well-known/pilothouse", "", "").await;
    assert_eq!(index.status, 200);
}
