//! The proxy's command line.

#![forbid(unsafe_code)]

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use pilothouse_proxy::{Config, Proxy};

/// Lets the panel reach providers that browsers cannot.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// The configuration file.
    #[arg(long, short)]
    config: PathBuf,
    /// Only check the configuration.
    #[arg(long)]
    check: bool,
    /// Also serve the built panel in this folder.
    #[arg(long)]
    dist: Option<PathBuf>,
    /// Listen here instead of where the configuration says.
    #[arg(long)]
    listen: Option<SocketAddr>,
}

#[tokio::main]
async fn main() -> Result<()> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_max_level(tracing::Level::INFO)
        .init();
    let options = Options::parse();
    let mut config = Config::read(&options.config)?;
    if let Some(dist) = options.dist {
        config = config.with_dist(dist);
    }
    if let Some(address) = options.listen {
        config = config.with_listen(address)?;
    }
    for warning in config.warnings() {
        tracing::warn!("{warning}");
    }
    if options.check {
        println!("The configuration is good.");
        return Ok(());
    }
    let proxy = Proxy::start(config).await?;
    println!("listening on http://{}", proxy.addr());
    stop_signal().await;
    tracing::info!("stopping");
    proxy.shutdown().await;
    Ok(())
}

/// Ctrl-C, or what a service manager sends.
async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    if let Ok(mut terminate) =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    {
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
        return;
    }
    let _ = interrupt.await;
}
