//! A browser steered over a pipe by the Chrome `DevTools` Protocol.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::process::Group;

/// How long an answer may take: as long as the slowest thing asked for.
const PATIENCE: Duration = Duration::from_mins(3);

/// As in the journeys, with descriptors 3 and 4 instead of a driver's port.
const ARGUMENTS: [&str; 11] = [
    "--remote-debugging-pipe",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
];

/// A running browser. Dropping it stops it.
pub(super) struct Browser {
    _group: Group,
    input: ChildStdin,
    messages: Receiver<Value>,
    asked: u64,
}

impl Browser {
    /// Starts one that has never been used, with its profile in this directory.
    pub(super) fn start(program: &Path, profile: &Path) -> Result<Self> {
        let _ = std::fs::remove_dir_all(profile);
        // The protocol's descriptors cannot be named from here, but a shell moves ours there.
        let (mut group, input) = Group::spawn_fed(
            Command::new("sh")
                .args([
                    "-c",
                    r#"exec "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#,
                    "sh",
                ])
                .arg(program)
                .args(ARGUMENTS)
                .arg(format!("--user-data-dir={}", profile.display()))
                .arg("about:blank")
                .stdout(Stdio::piped()),
        )?;
        let mut output = BufReader::new(group.output()?);
        let (sender, messages) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = Vec::new();
            while output.read_until(0, &mut bytes).is_ok_and(|read| read > 0) {
                let message = bytes.strip_suffix(&[0]).unwrap_or(&bytes);
                if let Ok(message) = serde_json::from_slice(message)
                    && sender.send(message).is_err()
                {
                    return;
                }
                bytes.clear();
            }
        });
        Ok(Self {
            _group: group,
            input,
            messages,
            asked: 0,
        })
    }

    /// Asks for something, of the browser or of one of its pages, and waits for the answer.
    pub(super) fn ask(
        &mut self,
        session: Option<&str>,
        method: &str,
        parameters: &Value,
    ) -> Result<Value> {
        self.asked += 1;
        let mut message = json!({"id": self.asked, "method": method, "params": parameters});
        if let (Some(session), Value::Object(message)) = (session, &mut message) {
            message.insert("sessionId".to_owned(), session.into());
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.input
            .write_all(&bytes)
            .and_then(|()| self.input.flush())
            .context("the browser is gone")?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mut answer = self.next(deadline).with_context(|| method.to_owned())?;
            // It also tells what nobody asked for.
            if answer.get("id").and_then(Value::as_u64) != Some(self.asked) {
                continue;
            }
            if let Some(error) = answer.get("error") {
                bail!("the browser refuses {method}: {error}");
            }
            return Ok(answer
                .get_mut("result")
                .map(Value::take)
                .unwrap_or_default());
        }
    }

    fn next(&mut self, deadline: Instant) -> Result<Value> {
        let left = deadline.saturating_duration_since(Instant::now());
        self.messages
            .recv_timeout(left)
            .context("the browser does not answer")
    }
}
