//! The plainest static file server there is: no rewriting, no special headers, one sub-path.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use anyhow::Result;

use super::console;

/// The built panel below `/some/where/` of a server that knows nothing of it. It serves until the
/// process ends.
pub(crate) struct PlainServer {
    port: u16,
}

impl PlainServer {
    /// Starts it on a free port. What is fetched after the first view comes this late.
    pub(crate) fn start(late: Duration) -> Result<Self> {
        let folder = console::panel()?;
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let folder = folder.clone();
                thread::spawn(move || serve(&stream, &folder, late));
            }
        });
        Ok(Self { port })
    }

    /// Where the panel is on it.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/some/where/", self.port)
    }
}

fn serve(mut stream: &TcpStream, folder: &Path, late: Duration) -> Option<()> {
    let mut head = BufReader::new(stream).lines();
    let line = head.next()?.ok()?;
    while !head.next()?.ok()?.is_empty() {}
    let path = line.split(' ').nth(1)?.split('?').next()?.to_owned();
    if path.contains("/parts/") {
        thread::sleep(late);
    }
    let (status, kind, body) = match file(folder, &path).and_then(|file| fs::read(file).ok()) {
        Some(body) => ("200 OK", content_type(&path), body),
        None => ("404 Not Found", "text/plain", b"no such file".to_vec()),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    )
    .ok()?;
    stream.write_all(&body).ok()
}

fn file(folder: &Path, path: &str) -> Option<PathBuf> {
    let name = path.strip_prefix("/some/where/")?;
    let name = if name.is_empty() { "index.html" } else { name };
    (!name.contains("..")).then(|| folder.join(name))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json" | "webmanifest") => "application/json",
        _ => "text/html",
    }
}
