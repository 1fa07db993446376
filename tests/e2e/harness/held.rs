//! A child process that ends with us, however we end.

use std::{
    process::{Child, ChildStdout, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

/// How long a child may take to end once its input is closed.
const GRACE: Duration = Duration::from_secs(5);

/// A child that stops when its standard input closes. The system closes it even if we are killed.
pub(crate) struct Held(Child);

impl Held {
    /// Starts it; what it writes to standard output can be read.
    pub(crate) fn start(command: &mut Command) -> Result<(Self, ChildStdout)> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{name} does not start"))?;
        let output = child.stdout.take().context("a piped output is missing")?;
        Ok((Self(child), output))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let deadline = Instant::now() + GRACE;
        while matches!(self.0.try_wait(), Ok(None)) {
            if Instant::now() > deadline {
                let _ = self.0.kill();
                let _ = self.0.wait();
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
    }
}
