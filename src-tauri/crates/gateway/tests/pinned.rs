//! A gateway behind TLS with a certificate of its own making: let in by its SHA-256 and by nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use clawtray_gateway::tls::{Pin, certificate_at};
use clawtray_gateway::{ConnectFailure, Endpoint, Limits, Transport};
use clawtray_testkit::fake_gateway::{FakeGateway, Script};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::Arc;
use std::time::Duration;
use support::*;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

struct Behind {
    gateway: Arc<FakeGateway>,
    port: u16,
    pin: Pin,
    serving: tokio::task::JoinHandle<()>,
}

impl Behind {
    /// A gateway with a fresh certificate.
    fn start(listener: TcpListener) -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["gateway.test".to_owned()]).unwrap();
        let certificate: CertificateDer<'static> = made.cert.der().clone();
        let pin = Pin::of(&certificate);
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let port = listener.local_addr().unwrap().port();
        let gateway = Arc::new(FakeGateway::without_port(Script::default()));
        let served = Arc::clone(&gateway);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Whoever does not like the certificate leaves here.
                if let Ok(stream) = acceptor.accept(stream).await {
                    served.serve(stream);
                }
            }
        });
        Self { gateway, port, pin, serving }
    }

    fn endpoint(&self, pin: Pin) -> Endpoint {
        Endpoint { transport: Transport::Tls(pin), ..Endpoint::loopback(self.port) }
    }
}

async fn listener(port: u16) -> TcpListener {
    TcpListener::bind(("127.0.0.1", port)).await.unwrap()
}

#[tokio::test]
async fn the_accepted_certificate_lets_in_and_a_changed_one_never_hears_the_token() {
    let behind = Behind::start(listener(0).await);
    assert_eq!(certificate_at("127.0.0.1", behind.port, Duration::from_secs(20)).await, Ok(behind.pin));
    let identity = identity();
    let open = async |endpoint: &Endpoint| {
        clawtray_gateway::session::open(endpoint, &with_token(), &identity, &Limits::default()).await
    };
    let (session, _events) = open(&behind.endpoint(behind.pin)).await.unwrap();
    assert_eq!(session.hello().protocol, 4);
    assert!(session.call("health", serde_json::json!({}), 20_000).await.is_ok(), "calls go through it");
    drop(session);

    // The same address, another certificate: whoever it is learns nothing.
    let port = behind.port;
    behind.serving.abort();
    let _cancelled = behind.serving.await;
    let other = Behind::start(listener(port).await);
    let failure = open(&other.endpoint(behind.pin)).await.err().unwrap();
    assert_eq!(failure, ConnectFailure::OtherCertificate { came: other.pin });
    assert!(other.gateway.record().connects.is_empty(), "nothing was sent");
    assert!(open(&other.endpoint(other.pin)).await.is_ok(), "accepted by a person, it is the right one");
}

#[tokio::test]
async fn a_gateway_without_encryption_is_no_encrypted_one() {
    let gateway = gateway(Script::default()).await;
    let endpoint = Endpoint { transport: Transport::Tls(Pin::of(b"any")), ..Endpoint::loopback(gateway.port()) };
    let failure = clawtray_gateway::session::open(&endpoint, &with_token(), &identity(), &Limits::default()).await;
    assert!(matches!(failure, Err(ConnectFailure::NoTls(_))), "{:?}", failure.err());
    assert!(certificate_at("127.0.0.1", gateway.port(), Duration::from_secs(20)).await.is_err());
    assert!(gateway.record().connects.is_empty(), "nothing was sent");
}
