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

    /// Starts a command that does not notice that whoever started it is gone, as drivers do not,
    /// nor browsers that of drivers: a shell watches over it and all it starts. `redirect` is what
    /// the shell does with its output. It survives signals to all of us, to end what it watches.
    pub(crate) fn watch(command: &Command, redirect: &str) -> Result<(Self, ChildStdout)> {
        let script = format!(
            r#"trap : HUP INT TERM; setsid "$@" 2>/dev/null {redirect} & cat >/dev/null; kill -- -$!; wait"#
        );
        let mut shell = Command::new("sh");
        shell.args(["-c", &script, "sh"]).arg(command.get_program());
        shell.args(command.get_args());
        for (name, value) in command.get_envs() {
            if let Some(value) = value {
                shell.env(name, value);
            }
        }
        Self::start(&mut shell)
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
