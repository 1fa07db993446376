//! Check 36: a secret put into every part of a request, and looked for in everything printed.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

use crate::harness::{PANEL, Setup, Then, Upstream, raw_bytes};

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The requests of the test; HOST is the proxy's, ZEBRA the secret.
const REQUESTS: &[&str] = &[
    "GET /onapp/ZEBRA?ZEBRA=ZEBRA HTTP/1.1\r\nHost: HOST\r\nAuthorization: Bearer ZEBRA\r\nCookie: ZEBRA\r\nReferer: ZEBRA\r\nX-Date: ZEBRA\r\nPilothouse-Access: ZEBRA\r\nX-Forwarded-For: ZEBRA\r\n\r\n",
    "POST /onapp/a HTTP/1.1\r\nHost: HOST\r\nOrigin: PANEL\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nZEBRA",
    "POST /onapp/a HTTP/1.1\r\nHost: HOST\r\nOrigin: PANEL\r\nContent-Type: text/ZEBRA\r\nContent-Length: 5\r\n\r\nZEBRA",
    "POST /onapp/a HTTP/1.1\r\nHost: HOST\r\nOrigin: PANEL\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5;ZEBRA\r\nZEBRA\r\n0\r\n\r\n",
    "POST /onapp/a HTTP/1.1\r\nHost: HOST\r\nOrigin: https://ZEBRA\r\nContent-Length: 5\r\n\r\nZEBRA",
    "GET /onapp/a?token=ZEBRA HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "GET /onapp/a;ZEBRA HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "GET /ZEBRA/a HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "GET /dead/ZEBRA HTTP/1.1\r\nHost: HOST\r\nAuthorization: ZEBRA\r\n\r\n",
    "GET /wild/ZEBRA.a.example/x HTTP/1.1\r\nHost: HOST\r\nAuthorization: ZEBRA\r\n\r\n",
    "GET /wild/ZEBRA/x HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "ZEBRA /onapp/a HTTP/1.1\r\nHost: HOST\r\nOrigin: PANEL\r\n\r\n",
    "GET /onapp/a HTTP/1.1\r\nHost: ZEBRA\r\n\r\n",
    "GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nZEBRA_ZEBRA: ZEBRA\r\n\r\n",
    "GET /onapp/a HTTP/1.1\r\nHost: HOST\r\nX-Date: ZEBRA\u{e9}\r\n\r\n",
    "GET http://ZEBRA:ZEBRA@ZEBRA/ HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "GET /onapp/ZEBRA ZEBRA\r\n\r\n",
    "ZEBRA\0ZEBRA\r\n\r\n",
    "OPTIONS /onapp/ZEBRA HTTP/1.1\r\nHost: HOST\r\nOrigin: PANEL\r\nAccess-Control-Request-Method: ZEBRA\r\nAccess-Control-Request-Headers: ZEBRA\r\n\r\n",
];

#[tokio::test]
async fn a_secret_is_never_printed_nor_reflected() {
    let upstream = Upstream::answering(
        "HTTP/1.1 200 ZEBRA\r\nSet-Cookie: ZEBRA\r\nX-Odd: ZEBRA\r\nContent-Length: 0\r\n\r\n",
        Then::KeepOpen,
    )
    .await;
    // A second upstream whose answers cannot be understood and quote the secret.
    let broken = Upstream::answering("ZEBRA ZEBRA\r\nZEBRA\r\n\r\n", Then::Close).await;
    let file = folder("canary").join("proxy.toml");
    let text = format!(
        "listen = \"127.0.0.1:0\"\npanel_origins = [\"{PANEL}\"]\nunsafe_allow_loopback = true\n\
         [[route]]\nname = \"onapp\"\nprovider = \"onapp\"\nupstream = \"http://{}\"\nunsafe_http = true\n\
         methods = [\"GET\", \"POST\"]\nrequest_headers = [\"x-date\"]\n\
         [[route]]\nname = \"dead\"\nprovider = \"onapp\"\nupstream = \"http://{}\"\nunsafe_http = true\n\
         [[route]]\nname = \"wild\"\nprovider = \"onapp\"\nupstream = \"http://*.a.example\"\nunsafe_http = true\n",
        upstream.addr, broken.addr
    );
    std::fs::write(&file, text).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_pilothouse-proxy"))
        .arg("--config")
        .arg(&file)
        .env("RUST_LOG", "trace")
        .env("RUST_BACKTRACE", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut printed = BufReader::new(child.stdout.take().unwrap());
    let mut logged = child.stderr.take().unwrap();
    let mut line = String::new();
    printed.read_line(&mut line).await.unwrap();
    let addr = line.trim().strip_prefix("listening on http://").unwrap();
    for request in REQUESTS {
        let request = request
            .replace("HOST", addr)
            .replace("PANEL", PANEL)
            .replace("\r\nHost:", "\r\nConnection: close\r\nHost:");
        let answer = raw_bytes(addr.parse().unwrap(), &request).await;
        let answer = String::from_utf8_lossy(&answer).to_ascii_lowercase();
        assert!(!answer.contains("zebra"), "{request}\n{answer}");
    }
    child.start_kill().unwrap();
    let mut all = String::new();
    timeout(Duration::from_secs(5), logged.read_to_string(&mut all))
        .await
        .unwrap()
        .unwrap();
    printed.read_to_string(&mut all).await.unwrap();
    assert!(!all.to_ascii_lowercase().contains("zebra"), "{all}");
    let exchanges: Vec<&str> = all
        .lines()
        .filter(|line| line.contains("exchange"))
        .collect();
    assert_eq!(exchanges.len(), REQUESTS.len(), "{all}");
    assert!(
        exchanges[0].contains("route=\"onapp\" method=\"GET\" status=200"),
        "{all}"
    );
    assert!(
        all.contains("unsafe_allow_loopback") && all.contains("IN THE CLEAR"),
        "{all}"
    );
    assert!(
        upstream.received()[0].contains("ZEBRA"),
        "the canary was sent at all"
    );
}

#[tokio::test]
async fn the_configuration_can_be_checked() {
    let folder = folder("check");
    let upstream = Upstream::new().await;
    drop(Setup::default().config(upstream.addr));
    for (name, text, good) in [
        ("good.toml", "listen = \"127.0.0.1:0\"", true),
        ("bad.toml", "access_key = \"zebra\"", false),
    ] {
        let file = folder.join(name);
        std::fs::write(&file, text).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_pilothouse-proxy"))
            .args(["--check", "--config"])
            .arg(&file)
            .output()
            .await
            .unwrap();
        assert_eq!(output.status.success(), good, "{name}");
        let all = [output.stdout, output.stderr].concat();
        assert!(!String::from_utf8_lossy(&all).contains("zebra"));
    }
}
