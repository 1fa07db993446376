//! Listens, hands each connection to its guard and the HTTP library, and stops cleanly.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use ipnet::IpNet;
use rustls::ClientConfig;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{sleep, timeout};

use crate::config::Config;
use crate::connect::{self, Resolve, SystemResolver};
use crate::exchange;
use crate::guard::{Guard, Patience, Verdicts};
use crate::head::Head;
use crate::limits::Limits;
use crate::line::Lines;
use crate::panel::Panel;
use crate::policy::Policy;
use crate::rates::Rates;
use crate::route::Route;

/// A running proxy. Stops when dropped.
#[derive(Debug)]
pub struct Proxy {
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// What every exchange needs.
pub(crate) struct Shared {
    pub(crate) limits: Limits,
    pub(crate) policy: Policy,
    pub(crate) routes: Vec<Arc<Route>>,
    pub(crate) tls: HashMap<String, Arc<ClientConfig>>,
    pub(crate) resolver: Box<dyn Resolve>,
    pub(crate) lines: Lines,
    pub(crate) rates: Rates,
    pub(crate) panel: Option<Panel>,
    trusted_proxies: Vec<IpNet>,
}

impl Proxy {
    /// Starts with the system's resolver.
    ///
    /// # Errors
    /// When the address is taken, or a certificate or the panel's folder cannot be used.
    pub async fn start(config: Config) -> Result<Self> {
        Self::start_with(config, SystemResolver).await
    }

    /// Starts with another resolver.
    ///
    /// # Errors
    /// As [`Proxy::start`].
    pub async fn start_with(config: Config, resolver: impl Resolve) -> Result<Self> {
        let listener = TcpListener::bind(config.listen)
            .await
            .with_context(|| format!("cannot listen on {}", config.listen))?;
        let addr = listener.local_addr()?;
        let shared = Arc::new(Shared::new(config, addr, Box::new(resolver))?);
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(accept(listener, shared, stopped));
        Ok(Self { addr, stop, task })
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Accepts no more, lets exchanges end for a while, then cuts what is left.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        let _ = (&mut self.task).await;
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    fn new(config: Config, addr: SocketAddr, resolver: Box<dyn Resolve>) -> Result<Self> {
        let hosts = if config.hosts.is_empty() {
            vec![addr.to_string(), format!("localhost:{}", addr.port())]
        } else {
            config.hosts
        };
        let mut tls = HashMap::new();
        for route in &config.routes {
            tls.insert(route.name.clone(), connect::tls_settings(route)?);
        }
        Ok(Self {
            limits: config.limits,
            policy: Policy::new(hosts, config.panel_origins, config.access_key),
            routes: config.routes,
            tls,
            resolver,
            lines: Lines::default(),
            rates: Rates::new(config.limits.requests_per_minute),
            panel: config.dist.as_deref().map(Panel::new).transpose()?,
            trusted_proxies: config.trusted_proxies,
        })
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.trusted_proxies
            .iter()
            .any(|net| net.contains(&address))
    }

    /// Who asks: the connection's other end, or what the proxies we trust say in front of it.
    pub(crate) fn client(&self, head: &Head, peer: IpAddr) -> IpAddr {
        let mut client = peer.to_canonical();
        let values: Vec<&[u8]> = head.values("x-forwarded-for").collect();
        for value in values.into_iter().rev() {
            for part in value.rsplit(|byte| *byte == b',') {
                let part = str::from_utf8(part).unwrap_or_default().trim();
                if !self.trusts(client) {
                    return client;
                }
                let Ok(next) = part.parse::<IpAddr>() else {
                    return client;
                };
                client = next.to_canonical();
            }
        }
        client
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stopped: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(shared.limits.connections));
    let crowd = Crowd::default();
    let mut connections = JoinSet::new();
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            _ = stopped.wait_for(|stop| *stop) => break,
        };
        let Ok(place) = place else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.wait_for(|stop| *stop) => break,
        };
        while connections.try_join_next().is_some() {}
        let Ok((socket, peer)) = accepted else {
            // Out of file descriptors, most likely: give others time to finish.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        let peer = peer.ip().to_canonical();
        let most = if shared.trusts(peer) {
            usize::MAX
        } else {
            shared.limits.connections_per_client
        };
        let Some(seat) = crowd.enter(peer, most) else {
            continue;
        };
        let connection = serve(socket, peer, Arc::clone(&shared), stopped.clone());
        connections.spawn(async move {
            let held: (OwnedSemaphorePermit, Seat) = (place, seat);
            connection.await;
            drop(held);
        });
    }
    drop(listener);
    let all = async { while connections.join_next().await.is_some() {} };
    let _ = timeout(shared.limits.drain(), all).await;
}

async fn serve(
    socket: TcpStream,
    peer: IpAddr,
    shared: Arc<Shared>,
    mut stopped: watch::Receiver<bool>,
) {
    let _ = socket.set_nodelay(true);
    let limits = shared.limits;
    let verdicts = Verdicts::default();
    let patience = Patience {
        head_bytes: limits.head_bytes,
        target_bytes: limits.target_bytes,
        write_stall: limits.write_stall(),
    };
    let mut guard = Guard::new(socket, patience, verdicts.clone());
    let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
        // The library's own reading of the head is not looked at.
        let verdict = verdicts.next();
        let shared = Arc::clone(&shared);
        async move {
            let answer = exchange::answer(&shared, verdict, request.into_body(), peer).await;
            Ok::<_, Infallible>(answer)
        }
    });
    {
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head())
            .max_buf_size(limits.head_bytes.max(8192) * 2)
            .serve_connection(TokioIo::new(&mut guard), service);
        let mut connection = std::pin::pin!(connection);
        let stopping = tokio::select! {
            // Errors here are the client's doing, and its words may be in them.
            _ = connection.as_mut() => false,
            stop = stopped.wait_for(|stop| *stop) => stop.is_ok(),
        };
        if stopping {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
    close_politely(guard.socket()).await;
}

/// Closing with unread input would reset the connection, and the client might never see our last
/// answer. So we read a little more first.
async fn close_politely(socket: &mut TcpStream) {
    let _ = socket.shutdown().await;
    let mut left = 256 * 1024_usize;
    let mut space = vec![0_u8; 8192];
    let drain = async {
        while let Ok(read @ 1..) = socket.read(&mut space).await {
            let Some(rest) = left.checked_sub(read) else {
                break;
            };
            left = rest;
        }
    };
    let _ = timeout(Duration::from_millis(500), drain).await;
}

/// How many connections each client has.
#[derive(Clone, Default)]
struct Crowd(Arc<Mutex<HashMap<IpAddr, usize>>>);

struct Seat(Crowd, IpAddr);

impl Crowd {
    fn enter(&self, client: IpAddr, most: usize) -> Option<Seat> {
        let mut crowd = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = crowd.entry(client).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Seat(self.clone(), client))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut crowd = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = crowd.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                crowd.remove(&self.1);
            }
        }
    }
}
