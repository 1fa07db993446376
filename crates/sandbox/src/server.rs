//! The sandbox as sockets: every simulated provider on its own port of this machine.

use crate::port::{Port, clock};
use crate::{Demo, Options, Seed};
use anyhow::anyhow;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::io::ErrorKind;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

/// How a sandbox is started.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SandboxOptions {
    /// What is in every world at first.
    pub seed: Seed,
    /// Every simulated duration is multiplied by this; 0 makes everything happen at once.
    pub pace: f64,
    /// The providers take the ports after this one, in the order of [`crate::all`]; 0 takes
    /// whichever are free.
    pub port_base: u16,
    /// Every answer waits this long.
    pub latency: Duration,
}

impl Default for SandboxOptions {
    /// The small world at its own pace, on free ports, without latency.
    fn default() -> Self {
        Self {
            seed: Seed::Small,
            pace: 1.0,
            port_base: 0,
            latency: Duration::ZERO,
        }
    }
}

/// Where one simulated provider listens.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The provider's id.
    pub id: &'static str,
    /// Its port on 127.0.0.1.
    pub port: u16,
    /// `http://127.0.0.1:PORT` and the path every call begins with.
    pub base_url: String,
    /// A way in.
    pub demo: Demo,
}

impl Endpoint {
    /// Where the tester's calls go, such as `http://127.0.0.1:4101/_sandbox`.
    pub fn admin_url(&self) -> String {
        format!("http://127.0.0.1:{}/_sandbox", self.port)
    }
}

/// A running sandbox. It stops when dropped.
pub struct Sandbox {
    endpoints: Vec<Endpoint>,
    tasks: Vec<JoinHandle<()>>,
}

impl Sandbox {
    /// Binds every port, then serves from tasks of the runtime it is called in. Fails with one sentence when a port cannot be had.
    pub async fn start(options: SandboxOptions) -> anyhow::Result<Self> {
        let world_options = Options {
            seed: options.seed,
            pace: options.pace,
        };
        let mut bound = Vec::new();
        for (index, world) in crate::all(world_options, clock()).into_iter().enumerate() {
            let listener = bind(options.port_base, index).await?;
            let port = listener.local_addr()?.port();
            let demo = world.demo();
            let endpoint = Endpoint {
                id: world.id(),
                port,
                base_url: format!("http://127.0.0.1:{port}{}", demo.base_path),
                demo,
            };
            let served = Port::new(index, world, world_options, options.latency);
            bound.push((endpoint, listener, Arc::new(served)));
        }
        // Nothing is served until everything is bound: no half a sandbox.
        let (endpoints, tasks) = bound
            .into_iter()
            .map(|(endpoint, listener, port)| (endpoint, tokio::spawn(accept(listener, port))))
            .unzip();
        Ok(Self { endpoints, tasks })
    }

    /// Every provider, in the order of their ports.
    pub fn endpoints(&self) -> &[Endpoint] {
        &self.endpoints
    }

    /// The provider with this id.
    pub fn endpoint(&self, id: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|e| e.id == id)
    }

    /// Closes every port and connection.
    pub async fn shutdown(mut self) {
        for task in std::mem::take(&mut self.tasks) {
            task.abort();
            let _ = task.await;
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn bind(base: u16, index: usize) -> anyhow::Result<TcpListener> {
    let port = match base {
        0 => 0,
        base => u16::try_from(usize::from(base) + index + 1)
            .map_err(|_| anyhow!("port base {base} is too high: ports end at 65535"))?,
    };
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => anyhow!(
                "port {port} on 127.0.0.1 is taken by another program: stop that one, or choose \
                 other ports with --port-base (0 takes free ones)"
            ),
            _ => anyhow!(
                "port {port} on 127.0.0.1 cannot be opened ({error}): choose other ports with \
                 --port-base (0 takes free ones)"
            ),
        })
}

/// Serves a port for ever. Its connections end with it.
async fn accept(listener: TcpListener, port: Arc<Port>) {
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, most likely: give some back before trying again.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let port = Arc::clone(&port);
        connections.spawn(async move {
            let service = service_fn(|request| port.serve(request));
            // A connection that breaks is its client's to notice; here it is part of the game.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

#[cfg(test)]
mod tests;
