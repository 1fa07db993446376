//! `cargo xtask run`: a whole installation to try, on this machine alone.

mod endpoints;
mod ports;
mod proxy;
mod site;
mod stage;

use std::{path::PathBuf, thread, time::Duration};

use anyhow::Result;
use clap::Args;

use crate::{
    panel::{self, Mode},
    process,
    servers::{self, Servers},
};
use stage::Stage;

/// How often children and sources are looked at.
const PULSE: Duration = Duration::from_millis(400);

#[derive(Args)]
pub(crate) struct Options {
    /// The port to open in a browser; 0 takes a free one.
    #[arg(long, default_value_t = 4000)]
    port: u16,
    /// What the simulated providers hold: `small`, or `fleet:N` for N machines each.
    #[arg(long, default_value = "small")]
    seed: String,
    /// Every simulated duration is multiplied by this.
    #[arg(long, default_value_t = 1.0)]
    pace: f64,
    /// The simulated providers take the ports after this one; 0 takes free ones.
    #[arg(long, default_value_t = 4100)]
    port_base: u16,
    /// The panel starts without the simulated providers' accounts.
    #[arg(long)]
    bare: bool,
    /// Builds quickly rather than small, and again whenever a source changes.
    #[arg(long)]
    dev: bool,
    /// For programs: says where everything is in one line of JSON, and stops when its standard
    /// input closes.
    #[arg(long, hide = true, requires_all = ["dist", "sandbox", "proxy"])]
    held: bool,
    /// A panel that was built already.
    #[arg(long, hide = true, conflicts_with = "dev")]
    dist: Option<PathBuf>,
    /// A sandbox that was built already.
    #[arg(long, hide = true, requires = "proxy")]
    sandbox: Option<PathBuf>,
    /// A proxy that was built already.
    #[arg(long, hide = true, requires = "sandbox")]
    proxy: Option<PathBuf>,
}

impl Options {
    fn mode(&self) -> Mode {
        if self.dev {
            Mode::Development
        } else {
            Mode::Release
        }
    }

    fn servers(&self) -> Result<Servers> {
        match (&self.sandbox, &self.proxy) {
            (Some(sandbox), Some(proxy)) => Ok(Servers {
                sandbox: sandbox.clone(),
                proxy: proxy.clone(),
            }),
            _ => servers::build(if self.dev { "dev" } else { "server" }),
        }
    }
}

/// Builds what is missing, starts everything, says where, and stays until it is stopped.
pub(crate) fn run(options: &Options) -> Result<()> {
    // Before the minutes of a first build, not after them.
    let port = ports::claim(options.port, options.port_base)?;
    if options.held {
        process::stop_when_input_closes();
    }
    let servers = options.servers()?;
    // Before the build: what changes meanwhile is built next.
    let built_from = if options.dev {
        panel::fingerprint()?
    } else {
        0
    };
    let dist = match &options.dist {
        Some(dist) => dist.clone(),
        None => panel::build(options.mode())?,
    };
    let mut stage = Stage::start(options, &servers, &dist, port)?;
    if options.held {
        println!("{}", stage.summary());
    } else {
        println!("Pilothouse is ready; Ctrl-C stops it.");
        println!("{}", stage.url());
    }
    if options.dev {
        rebuild_on_change(&mut stage, built_from)
    } else {
        loop {
            thread::sleep(PULSE);
            stage.check()?;
        }
    }
}

/// A build that fails leaves the last good one in place and says why on the way.
fn rebuild_on_change(stage: &mut Stage, mut built_from: u64) -> Result<()> {
    loop {
        thread::sleep(PULSE);
        stage.check()?;
        let now = panel::fingerprint()?;
        if now == built_from {
            continue;
        }
        built_from = now;
        match panel::build(Mode::Development).and_then(|dist| stage.publish(&dist)) {
            Ok(()) => println!("Rebuilt; reload the page."),
            Err(error) => eprintln!("error: {error:#}"),
        }
    }
}
