//! Checks 8 and 11: certificates are checked for the route's name, always.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use pilothouse_proxy::{Config, Proxy};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::harness::{OK, PANEL, ask};
use crate::targets::Names;

/// An authority, and a server with its certificate for `a.example` that remembers the names asked
/// for.
async fn server() -> (PathBuf, u16, Arc<Mutex<Vec<String>>>) {
    let authority_key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = params.self_signed(&authority_key).unwrap();
    let issuer = Issuer::new(params, authority_key);
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["a.example".to_owned()])
        .unwrap()
        .signed_by(&key, &issuer)
        .unwrap();
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("authority.pem");
    std::fs::write(&file, authority.pem()).unwrap();

    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let settings = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![leaf.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(settings));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let names = Arc::new(Mutex::new(Vec::new()));
    tokio::spawn({
        let names = Arc::clone(&names);
        async move {
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                let Ok(mut stream) = acceptor.accept(socket).await else {
                    continue;
                };
                let name = stream.get_ref().1.server_name().unwrap_or("-").to_owned();
                names.lock().unwrap().push(name);
                let mut space = [0; 4096];
                let _ = stream.read(&mut space).await;
                let _ = stream.write_all(OK).await;
                let _ = stream.shutdown().await;
            }
        }
    });
    (file, port, names)
}

#[tokio::test]
async fn certificates_are_checked() {
    let (file, port, names) = server().await;
    let trusting = format!("ca_file = {:?}", file.to_str().unwrap());
    for (host, extra, reached) in [
        ("a.example", trusting.as_str(), true),
        ("a.example", "", false),
        ("b.example", trusting.as_str(), false),
    ] {
        let config = Config::parse(&format!(
            "listen = \"127.0.0.1:0\"\npanel_origins = [\"{PANEL}\"]\nunsafe_allow_loopback = true\n\
             [[route]]\nname = \"a\"\nprovider = \"a\"\nupstream = \"https://{host}:{port}\"\n{extra}"
        ))
        .unwrap();
        let resolver = Names {
            addresses: vec!["127.0.0.1".parse().unwrap()],
            ..Names::default()
        };
        let proxy = Proxy::start_with(config, resolver).await.unwrap();
        let answer = ask(proxy.addr(), "GET", "/a/x", "", "").await;
        let expected = if reached {
            (200, "")
        } else {
            (502, "upstream_unreachable")
        };
        assert_eq!((answer.status, answer.code()), expected, "{host} {extra}");
    }
    assert_eq!(*names.lock().unwrap(), ["a.example"]);
}
