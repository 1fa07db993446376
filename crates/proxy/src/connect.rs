//! From a host to a connection: every address is looked up and judged first, and the connection
//! goes to the very address that was judged.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use anyhow::Context as _;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::route::Route;
use crate::upstream::Host;

/// Looks names up. The system's by default; tests bring their own.
pub trait Resolve: Send + Sync + 'static {
    /// All addresses of a lower-case ASCII name.
    fn resolve<'a>(
        &'a self,
        name: &'a str,
    ) -> Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;
}

/// The system's resolver.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve<'a>(
        &'a self,
        name: &'a str,
    ) -> Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// A connection to an upstream, with or without TLS.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Why there is no connection. Callers learn only that there is none.
#[derive(Debug)]
pub(crate) struct NoConnection;

impl From<io::Error> for NoConnection {
    fn from(_: io::Error) -> Self {
        Self
    }
}

/// Connects to a host that the route admits.
pub(crate) async fn connect(
    resolver: &dyn Resolve,
    route: &Route,
    tls: &Arc<ClientConfig>,
    host: &Host,
) -> Result<Box<dyn Stream>, NoConnection> {
    let addresses = match host {
        Host::Address(address) => vec![*address],
        Host::Name(name) => resolver.resolve(name).await?,
    };
    // One bad address condemns the name: an honest one has none.
    if addresses.is_empty() || !addresses.iter().all(|ip| route.allowance.admits(*ip)) {
        return Err(NoConnection);
    }
    let stream = first_that_answers(&addresses, route.upstream.port()).await?;
    stream.set_nodelay(true)?;
    if !route.upstream.is_encrypted() {
        return Ok(Box::new(stream));
    }
    let name = match host {
        Host::Address(address) => ServerName::from(*address),
        Host::Name(name) => ServerName::try_from(name.clone()).map_err(|_| NoConnection)?,
    };
    let stream = TlsConnector::from(Arc::clone(tls))
        .connect(name, stream)
        .await?;
    Ok(Box::new(stream))
}

async fn first_that_answers(addresses: &[IpAddr], port: u16) -> Result<TcpStream, NoConnection> {
    for address in addresses {
        if let Ok(stream) = TcpStream::connect(SocketAddr::new(*address, port)).await {
            return Ok(stream);
        }
    }
    Err(NoConnection)
}

/// TLS settings of a route: public authorities and the route's own. There is no way to switch the
/// check off.
pub(crate) fn tls_settings(route: &Route) -> anyhow::Result<Arc<ClientConfig>> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    for authority in &route.authorities {
        roots
            .add(authority.clone())
            .with_context(|| format!("route {:?}: ca_file", route.name))?;
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut settings = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    settings.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(settings))
}
