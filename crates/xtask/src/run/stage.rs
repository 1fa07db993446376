//! The running whole: the sandbox, and the proxy that serves the panel.

use std::{
    fs::File,
    io::{Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{
    Options,
    endpoints::{Announcement, Endpoint},
    proxy, site,
};
use crate::{files, process::Group, servers::Servers, workspace};

/// How long a server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(20);

/// Both servers. Dropping it stops them.
pub(super) struct Stage {
    proxy: Group,
    sandbox: Group,
    port: u16,
    site: PathBuf,
    log: PathBuf,
    accounts: Vec<Endpoint>,
    bare: bool,
}

impl Stage {
    /// Starts both servers and waits until they answer.
    pub(super) fn start(
        options: &Options,
        servers: &Servers,
        dist: &Path,
        port: u16,
    ) -> Result<Self> {
        let place = workspace::scratch("run").join(port.to_string());
        let (sandbox, accounts) = start_sandbox(options, &servers.sandbox)?;
        let site = place.join("site");
        site::publish(dist, &site, shown(options.bare, &accounts))?;
        let configuration = place.join("proxy.toml");
        files::write(&configuration, proxy::configuration(port, &accounts)?)?;
        // It warns of everything a sandbox needs and logs every request: not for the terminal.
        let log = place.join("proxy.log");
        files::write(&log, "")?;
        let proxy = Group::spawn(
            Command::new(&servers.proxy)
                .arg("--config")
                .arg(&configuration)
                .arg("--dist")
                .arg(&site)
                .stdout(Stdio::null())
                .stderr(File::create(&log)?),
        )?;
        let mut stage = Self {
            proxy,
            sandbox,
            port,
            site,
            log,
            accounts,
            bare: options.bare,
        };
        stage.wait_until_answering()?;
        Ok(stage)
    }

    /// What to open.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Where everything is.
    pub(super) fn summary(&self) -> Value {
        json!({"url": self.url(), "endpoints": self.accounts})
    }

    /// Serves another build of the panel.
    pub(super) fn publish(&self, dist: &Path) -> Result<()> {
        site::publish(dist, &self.site, shown(self.bare, &self.accounts))
    }

    /// Fails if one of the servers has ended.
    pub(super) fn check(&mut self) -> Result<()> {
        if let Some(status) = self.sandbox.ended()? {
            bail!("the sandbox ended ({status}); what it wrote above says why");
        }
        if let Some(status) = self.proxy.ended()? {
            let log = files::read(&self.log)?;
            let last = log.lines().last().unwrap_or("it wrote nothing");
            bail!("the proxy ended ({status}): {last}");
        }
        Ok(())
    }

    fn wait_until_answering(&mut self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        let mut waiting: Vec<(u16, &str)> = vec![(self.port, "/")];
        waiting.extend(self.accounts.iter().map(|e| (e.port, "/_sandbox")));
        while let Some((port, path)) = waiting.first().copied() {
            self.check()?;
            if answers(port, path) {
                waiting.remove(0);
            } else if Instant::now() > deadline {
                bail!("nothing answers http://127.0.0.1:{port}{path} although its server runs");
            } else {
                thread::sleep(Duration::from_millis(30));
            }
        }
        Ok(())
    }
}

fn shown(bare: bool, accounts: &[Endpoint]) -> &[Endpoint] {
    if bare { &[] } else { accounts }
}

fn start_sandbox(options: &Options, program: &Path) -> Result<(Group, Vec<Endpoint>)> {
    let mut sandbox = Group::spawn(
        Command::new(program)
            .args(["--json", "--seed", &options.seed])
            .args(["--port-base", &options.port_base.to_string()])
            .args(["--pace", &options.pace.to_string()])
            .stdout(Stdio::piped()),
    )?;
    let mut lines = sandbox.lines()?;
    let Some(line) = lines.next() else {
        let status = sandbox.wait()?;
        bail!("the sandbox ended ({status}); what it wrote above says why");
    };
    let announcement = Announcement::read(&line.context("the sandbox says nothing")?)?;
    // A server nobody listens to would stop at a full pipe.
    thread::spawn(move || lines.for_each(drop));
    Ok((sandbox, announcement.endpoints))
}

/// Whether a plain GET is answered with 200.
fn answers(port: u16, path: &str) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        )?;
        let mut head = [0; 12];
        stream.read_exact(&mut head)?;
        Ok(head.ends_with(b" 200"))
    };
    ask().unwrap_or(false)
}
