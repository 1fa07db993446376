//! Child processes. Each one leads a process group of its own, so that stopping it also stops
//! whatever it started, and none outlives this program.

use std::{
    io::{BufRead, BufReader, ErrorKind},
    process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail};
use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};

/// How long a process may take to end when asked politely.
const GRACE: Duration = Duration::from_secs(3);

static RUNNING: Mutex<Vec<Pid>> = Mutex::new(Vec::new());
static STOPPING: AtomicBool = AtomicBool::new(false);

/// A running child with everything it started. Dropping it stops them all.
pub(crate) struct Group {
    child: Child,
    id: Pid,
}

impl Group {
    /// Starts a command that gets nothing to read.
    pub(crate) fn spawn(command: &mut Command) -> Result<Self> {
        Self::start(command.stdin(Stdio::null()))
    }

    /// Starts a command that reads what is written to it.
    pub(crate) fn spawn_fed(command: &mut Command) -> Result<(Self, ChildStdin)> {
        let mut group = Self::start(command.stdin(Stdio::piped()))?;
        let input = group.child.stdin.take().context("its input is not piped")?;
        Ok((group, input))
    }

    /// What it writes to a piped standard output.
    pub(crate) fn output(&mut self) -> Result<ChildStdout> {
        let output = self.child.stdout.take();
        output.context("its output is not piped")
    }

    fn start(command: &mut Command) -> Result<Self> {
        use std::os::unix::process::CommandExt as _;

        // Registered under the lock it was started under: a signal sees all children or none.
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        if STOPPING.load(Ordering::SeqCst) {
            bail!("stopped");
        }
        let child = command
            .process_group(0)
            .spawn()
            .map_err(|error| match error.kind() {
                ErrorKind::NotFound => anyhow!("{} is not installed", program(command)),
                _ => anyhow!("{} did not start: {error}", program(command)),
            })?;
        let id = Pid::from_raw(child.id() as i32);
        running.push(id);
        Ok(Self { child, id })
    }

    /// The lines it writes to a piped standard output.
    pub(crate) fn lines(
        &mut self,
    ) -> Result<impl Iterator<Item = std::io::Result<String>> + Send + use<>> {
        Ok(BufReader::new(self.output()?).lines())
    }

    /// Waits until it ends by itself.
    pub(crate) fn wait(&mut self) -> Result<ExitStatus> {
        Ok(self.child.wait()?)
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = killpg(self.id, Signal::SIGTERM);
            let deadline = Instant::now() + GRACE;
            while Instant::now() < deadline && matches!(self.child.try_wait(), Ok(None)) {
                thread::sleep(Duration::from_millis(20));
            }
            let _ = killpg(self.id, Signal::SIGKILL);
            let _ = self.child.wait();
        }
        RUNNING
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|id| *id != self.id);
    }
}

/// From now on Ctrl-C, a termination or a closed terminal ends all children, then this program.
pub(crate) fn stop_children_on_signals() -> Result<()> {
    ctrlc::set_handler(|| stop(130)).context("signals cannot be handled here")
}

/// From now on all children and this program end when whoever started it closes its input, which
/// happens even if that program is killed.
pub(crate) fn stop_when_input_closes() {
    thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        stop(0);
    });
}

/// Ends all children, then this program.
fn stop(code: i32) -> ! {
    let groups = {
        let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        STOPPING.store(true, Ordering::SeqCst);
        running.clone()
    };
    let signal = |signal| {
        for group in &groups {
            let _ = killpg(*group, signal);
        }
    };
    signal(Signal::SIGTERM);
    let deadline = Instant::now() + GRACE;
    let gone = || groups.iter().all(|group| killpg(*group, None).is_err());
    while Instant::now() < deadline && !gone() {
        thread::sleep(Duration::from_millis(20));
    }
    signal(Signal::SIGKILL);
    std::process::exit(code);
}

/// Once a signal came, what fails fails because of it: nothing more is to be said.
pub(crate) fn wait_if_stopping() {
    while STOPPING.load(Ordering::SeqCst) {
        thread::sleep(GRACE);
    }
}

/// Runs a command to its end with its output shown; `what` names it in the error.
pub(crate) fn run(command: &mut Command, what: &str) -> Result<()> {
    let status = Group::spawn(command)?.wait()?;
    if !status.success() {
        bail!("{what} failed ({status})");
    }
    Ok(())
}

/// Runs a command to its end and returns what it wrote to standard output. Nothing is shown.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let name = program(command);
    let mut text = String::new();
    let status = each_line(command.stderr(Stdio::null()), |line| {
        text.push_str(line);
        text.push('\n');
    })?;
    if !status.success() {
        bail!("{name} failed ({status})");
    }
    Ok(text)
}

/// Runs a command to its end, handing over its standard output line by line.
pub(crate) fn each_line(command: &mut Command, mut take: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut group = Group::spawn(command.stdout(Stdio::piped()))?;
    for line in group.lines()? {
        take(&line?);
    }
    group.wait()
}

fn program(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}
