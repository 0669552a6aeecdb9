//! TLS to a gateway on another computer, whose certificate was looked at once and must stay the same.
//!
//! Gateways make their own certificates, so no authority is asked: what counts is the SHA-256 of the certificate that a
//! person accepted, as OpenClaw's own `gateway.remote.tlsFingerprint` has it. That the peer holds the certificate's key
//! is proven by the handshake as usual.

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::failure::ConnectFailure;

/// SHA-256 of a certificate. Written as hexadecimal digits; read with or without colons and `sha256:`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pin([u8; 32]);

/// A text that is no SHA-256 of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the SHA-256 of a certificate: 64 hexadecimal digits")]
pub struct BadPin;

impl Pin {
    /// That of a certificate, DER-encoded.
    pub fn of(certificate: &[u8]) -> Self {
        Self(Sha256::digest(certificate).into())
    }
}

impl FromStr for Pin {
    type Err = BadPin;

    fn from_str(text: &str) -> Result<Self, BadPin> {
        let lower = text.trim().to_ascii_lowercase();
        let digits: Vec<u32> = lower
            .strip_prefix("sha256:")
            .unwrap_or(&lower)
            .chars()
            .filter(|letter| *letter != ':')
            .map(|letter| letter.to_digit(16).ok_or(BadPin))
            .collect::<Result<_, _>>()?;
        let bytes: Vec<u8> =
            digits.chunks(2).filter_map(|pair| u8::try_from(pair.first()? * 16 + pair.get(1)?).ok()).collect();
        if digits.len() == 64 { bytes.try_into().map(Self).map_err(|_| BadPin) } else { Err(BadPin) }
    }
}

impl fmt::Display for Pin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Pin({self})")
    }
}

/// Takes one certificate, or, where none is named, any one; remembers what came.
#[derive(Debug)]
struct Pinned {
    wanted: Option<Pin>,
    came: Arc<Mutex<Option<Pin>>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let came = Pin::of(certificate);
        *self.came.lock().unwrap_or_else(PoisonError::into_inner) = Some(came);
        match self.wanted {
            Some(wanted) if wanted != came => Err(CertificateError::ApplicationVerificationFailure.into()),
            _ => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// The handshake. The failure tells a certificate that is another one from everything else.
pub(crate) async fn handshake<S>(stream: S, host: &str, pin: Pin) -> Result<TlsStream<S>, ConnectFailure>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (stream, came) = shake(stream, host, Some(pin)).await;
    stream.map_err(|words| match came {
        Some(came) if came != pin => ConnectFailure::OtherCertificate { came },
        _ => ConnectFailure::NoTls(words),
    })
}

/// Asks which certificate a gateway shows, for a person to look at. Nothing else is sent.
///
/// # Errors
/// In technical words, when there is no TLS at this address within `limit`.
pub async fn certificate_at(host: &str, port: u16, limit: Duration) -> Result<Pin, String> {
    let asked = async {
        let stream = TcpStream::connect((host, port)).await.map_err(|error| error.to_string())?;
        let (stream, came) = shake(stream, host, None).await;
        stream?;
        came.ok_or_else(|| "no certificate".to_owned())
    };
    tokio::time::timeout(limit, asked).await.unwrap_or_else(|_| Err("no answer in time".to_owned()))
}

async fn shake<S>(stream: S, host: &str, wanted: Option<Pin>) -> (Result<TlsStream<S>, String>, Option<Pin>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let came = Arc::new(Mutex::new(None));
    let connector = connector(provider, wanted, Arc::clone(&came));
    let connected = match (connector, ServerName::try_from(host.to_owned())) {
        (Ok(connector), Ok(name)) => connector.connect(name, stream).await.map_err(|error| error.to_string()),
        (Err(error), _) => Err(error.to_string()),
        (_, Err(error)) => Err(error.to_string()),
    };
    let came = *came.lock().unwrap_or_else(PoisonError::into_inner);
    (connected, came)
}

fn connector(
    provider: Arc<CryptoProvider>,
    wanted: Option<Pin>,
    came: Arc<Mutex<Option<Pin>>>,
) -> Result<TlsConnector, Error> {
    let algorithms = provider.signature_verification_algorithms;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Pinned { wanted, came, algorithms }))
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

#[cfg(test)]
mod tests {
    use super::Pin;

    #[test]
    fn a_pin_is_read_as_people_and_openclaw_write_it() {
        let pin = Pin::of(b"certificate");
        let plain = pin.to_string();
        assert_eq!(plain.len(), 64);
        let pairs: Vec<String> = plain.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into()).collect();
        let colons = pairs.join(":").to_uppercase();
        for text in [plain.clone(), colons.clone(), format!("sha256:{plain}"), format!(" SHA256:{colons}\n")] {
            assert_eq!(text.parse(), Ok(pin), "{text}");
        }
        for wrong in ["", "sha256:", "zz", &plain[1..], &format!("{plain}00"), "é"] {
            assert!(wrong.parse::<Pin>().is_err(), "{wrong}");
        }
    }
}
