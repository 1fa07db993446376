//! Serves the files of the built panel, and only those: plain names below one folder.

use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context as _, Result};
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderValue, Method, Response, StatusCode};

use crate::body::Outgoing;
use crate::errors::Failure;
use crate::head::Head;
use crate::target::Target;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self' https: http://127.0.0.1:* \
    http://localhost:*; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'self'";

/// The folder of the built panel.
#[derive(Debug)]
pub(crate) struct Panel {
    root: PathBuf,
}

struct Found {
    bytes: Vec<u8>,
    tag: String,
    brotli: bool,
}

impl Panel {
    /// Checks that the folder is there.
    pub(crate) fn new(folder: &Path) -> Result<Self> {
        let root = folder
            .canonicalize()
            .with_context(|| format!("dist: cannot use {}", folder.display()))?;
        Ok(Self { root })
    }

    /// The file that a path names.
    pub(crate) async fn answer(
        &self,
        head: &Head,
        target: &Target<'_>,
    ) -> Result<Response<Outgoing>, Failure> {
        let name = file_name(target.path()).ok_or(Failure::UnknownRoute)?;
        let accepts_brotli = accepts_brotli(head);
        let found = self
            .read(&name, accepts_brotli)
            .await
            .map_err(|_| Failure::UnknownRoute)?;
        if !matches!(head.method, Method::GET | Method::HEAD) {
            return Err(Failure::ForbiddenMethod);
        }
        let known = head.value("if-none-match") == Some(found.tag.as_bytes());
        let body = if known { Vec::new() } else { found.bytes };
        let mut answer = Response::new(Outgoing::full(body));
        if known {
            *answer.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = answer.headers_mut();
        for (header, value) in [
            (CONTENT_TYPE, content_type(&name)),
            (CACHE_CONTROL, cache_control(&name)),
            (CONTENT_SECURITY_POLICY, POLICY),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (REFERRER_POLICY, "no-referrer"),
        ] {
            headers.insert(header, HeaderValue::from_static(value));
        }
        headers.insert(VARY, HeaderValue::from_name(ACCEPT_ENCODING));
        if found.brotli {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
        if let Ok(tag) = HeaderValue::try_from(found.tag) {
            headers.insert(ETAG, tag);
        }
        Ok(answer)
    }

    async fn read(&self, name: &str, accepts_brotli: bool) -> io::Result<Found> {
        if accepts_brotli && let Ok(found) = self.read_one(&format!("{name}.br"), true).await {
            return Ok(found);
        }
        self.read_one(name, false).await
    }

    async fn read_one(&self, name: &str, brotli: bool) -> io::Result<Found> {
        let path = tokio::fs::canonicalize(self.root.join(name)).await?;
        // A link could lead out of the folder.
        if !path.starts_with(&self.root) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let about = tokio::fs::metadata(&path).await?;
        if !about.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let changed = about.modified()?.duration_since(UNIX_EPOCH);
        let changed = changed.map_or(0, |time| time.as_nanos());
        let coding = if brotli { "-br" } else { "" };
        Ok(Found {
            bytes: tokio::fs::read(&path).await?,
            tag: format!("\"{:x}-{changed:x}{coding}\"", about.len()),
            brotli,
        })
    }
}

/// A relative path of plain names, none of them hidden. `None` for anything else.
fn file_name(path: &str) -> Option<String> {
    let name = path.strip_prefix('/')?;
    if name.is_empty() {
        return Some("index.html".to_owned());
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    name.split('/')
        .all(|part| !part.is_empty() && !part.starts_with('.') && part.bytes().all(plain))
        .then(|| name.to_owned())
}

/// Whether `br` is among the accepted codings and not switched off.
fn accepts_brotli(head: &Head) -> bool {
    head.values("accept-encoding")
        .filter_map(|value| str::from_utf8(value).ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            parts.next() == Some("br")
                && !parts.any(|weight| {
                    weight
                        .strip_prefix("q=")
                        .is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0))
                })
        })
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn content_type(name: &str) -> &'static str {
    match extension(name) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "jpg" | "jpeg" => "image/jpeg",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Files with a hash in their name never change; everything else is asked for again each time.
fn cache_control(name: &str) -> &'static str {
    let file = name.rsplit('/').next().unwrap_or(name);
    let hashed = file.split(['-', '_', '.']).any(|part| {
        part.len() >= 12
            && part.bytes().all(|byte| byte.is_ascii_hexdigit())
            && part.bytes().any(|byte| byte.is_ascii_digit())
    });
    if hashed && !matches!(extension(name), "html" | "json") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

#[cfg(test)]
mod tests {
    use super::{accepts_brotli, cache_control, file_name};
    use crate::head;

    #[test]
    fn only_plain_names_are_files() {
        assert_eq!(file_name("/").as_deref(), Some("index.html"));
        assert_eq!(file_name("/a/b-1.js").as_deref(), Some("a/b-1.js"));
        for path in [
            "",
            "a",
            "/.git/config",
            "/a/.env",
            "/a/",
            "/..",
            "/a/../b",
            "/a%2fb",
            "/a\\b",
            "/a:b",
            "/C:/x",
        ] {
            assert_eq!(file_name(path), None, "{path}");
        }
    }

    #[test]
    fn only_hashed_files_are_kept() {
        for (name, kept) in [
            ("pilothouse-0a1b2c3d4e5f6071.js", true),
            ("pilothouse-0a1b2c3d4e5f6071_bg.wasm", true),
            ("index.html", false),
            ("config.json", false),
            ("config-0a1b2c3d4e5f6071.json", false),
            ("style.css", false),
        ] {
            assert_eq!(cache_control(name).contains("immutable"), kept, "{name}");
        }
    }

    #[test]
    fn brotli_is_sent_to_those_who_take_it() {
        for (value, takes) in [
            ("gzip, deflate, br, zstd", true),
            ("br;q=0.5", true),
            ("br;q=0", false),
            ("br; q=0.0", false),
            ("gzip", false),
            ("brotli", false),
        ] {
            let text = format!("GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: {value}\r\n\r\n");
            let head = head::parse(text.as_bytes(), 100).unwrap();
            assert_eq!(accepts_brotli(&head), takes, "{value}");
        }
    }
}
