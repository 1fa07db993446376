//! The sandbox as a program: simulated providers on this machine's ports until it is stopped.

use anyhow::Context;
use clap::Parser;
use pilothouse_sandbox::{Endpoint, Sandbox, SandboxOptions, Seed};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

/// Simulated virtual machine providers, each on its own port of 127.0.0.1.
#[derive(Parser)]
#[command(name = "pilothouse-sandbox", version)]
struct Arguments {
    /// What is in every world: `small`, or `fleet:N` for N machines
    #[arg(long, default_value = "small", value_parser = seed)]
    seed: Seed,
    /// The providers take the ports after this one; 0 takes free ones
    #[arg(long, default_value_t = 4100)]
    port_base: u16,
    /// Every simulated duration is multiplied by this; 0 makes everything happen at once
    #[arg(long, default_value_t = 1.0, value_parser = pace)]
    pace: f64,
    /// Every answer waits this many milliseconds
    #[arg(long, default_value_t = 0)]
    latency_ms: u64,
    /// Print one line of JSON with the endpoints and working logins, then serve
    #[arg(long)]
    json: bool,
}

fn seed(text: &str) -> Result<Seed, String> {
    match text.split_once(':') {
        None if text == "small" => Ok(Seed::Small),
        Some(("fleet", count)) => count
            .parse()
            .map(Seed::Fleet)
            .map_err(|_| format!("`{count}` is not a number of machines")),
        _ => Err("a seed is `small` or `fleet:N`".to_owned()),
    }
}

fn pace(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(pace) if pace.is_finite() && pace >= 0.0 => Ok(pace),
        _ => Err("a pace is a number of 0 or more".to_owned()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One sentence that says what to do; a backtrace would bury it.
            eprintln!("pilothouse-sandbox: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let stop = stop_signal()?;
    let sandbox = Sandbox::start(SandboxOptions {
        seed: arguments.seed,
        pace: arguments.pace,
        port_base: arguments.port_base,
        latency: Duration::from_millis(arguments.latency_ms),
    })
    .await?;
    let text = if arguments.json {
        format!("{}\n", as_json(sandbox.endpoints()))
    } else {
        as_text(sandbox.endpoints())
    };
    // A script may have closed the pipe after reading; that is no reason to stop.
    let _ = std::io::stdout().write_all(text.as_bytes());
    let _ = std::io::stdout().flush();
    stop.await;
    sandbox.shutdown().await;
    Ok(())
}

fn as_json(endpoints: &[Endpoint]) -> Value {
    let list: Vec<Value> = endpoints
        .iter()
        .map(|e| {
            let values: serde_json::Map<String, Value> = e
                .demo
                .values
                .iter()
                .map(|(key, value)| ((*key).to_owned(), json!(value)))
                .collect();
            json!({
                "id": e.id, "port": e.port, "base_url": e.base_url, "admin_url": e.admin_url(),
                "label": e.demo.label, "login": e.demo.login, "values": values, "cors": e.demo.cors,
            })
        })
        .collect();
    json!({ "endpoints": list })
}

fn as_text(endpoints: &[Endpoint]) -> String {
    let mut text = String::from("Simulated providers; the logins open nothing else.\n");
    for e in endpoints {
        let _ = write!(text, "\n{} ({})\n  {}\n", e.demo.label, e.id, e.base_url);
        for (key, value) in e.demo.values {
            let _ = writeln!(text, "  {key}: {value}");
        }
    }
    text += "\nWhat each received: GET /_sandbox/requests on its port. Stop with Ctrl-C.\n";
    text
}

/// Resolves at Ctrl-C or when asked to end.
#[cfg(unix)]
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut end = signal(SignalKind::terminate()).context("signals cannot be heard")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("signals cannot be heard")?;
    Ok(async move {
        tokio::select! {
            _ = end.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Resolves at Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
