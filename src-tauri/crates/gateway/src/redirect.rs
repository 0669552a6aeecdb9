//! Opens a page whose address is secret without putting it on a command line: the browser is given a loopback address
//! that works once and sends it on.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use clawtray_contract::Secret;
use http_body_util::Empty;
use hyper::header::{CACHE_CONTROL, CONNECTION, HOST, HeaderValue, LOCATION, REFERRER_POLICY};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::Future;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// How many browser connections are served at a time; browsers open idle ones ahead.
const MAX_CONNECTIONS: usize = 16;
/// How long a browser may take to ask.
const HEADER_WAIT: Duration = Duration::from_secs(10);
/// How long the answer may take to leave after it was asked for.
const FLUSH: Duration = Duration::from_secs(2);

/// Why the redirect could not be offered.
#[derive(Debug, thiserror::Error)]
pub enum RedirectFailure {
    /// The target cannot stand in a `Location` header.
    #[error("the target is not an HTTP address")]
    BadTarget,
    /// No loopback port could be opened.
    #[error("no loopback port: {0}")]
    Listen(#[from] std::io::Error),
}

/// How the redirect ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectOutcome {
    /// A browser was sent on.
    Used,
    /// Nobody came in time.
    Expired,
}

struct Offer {
    path: String,
    authority: String,
    target: HeaderValue,
    used: AtomicBool,
    served: Notify,
}

/// Offers one redirect to `target` at an unguessable loopback address. The future serves it: run it until it ends, which
/// it does after one use or after `lifetime`. `random` comes from the system's generator.
///
/// # Errors
/// When the target is no header value, or no port can be opened.
pub async fn one_shot_redirect(
    target: &Secret,
    random: &[u8; 16],
    lifetime: Duration,
) -> Result<(Secret, impl Future<Output = RedirectOutcome> + Send + use<>), RedirectFailure> {
    let is_http = target.expose().starts_with("http://") || target.expose().starts_with("https://");
    let mut location = HeaderValue::from_str(target.expose()).map_err(|_| RedirectFailure::BadTarget)?;
    if !is_http {
        return Err(RedirectFailure::BadTarget);
    }
    location.set_sensitive(true);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let offer = Arc::new(Offer {
        path: format!("/{}", URL_SAFE_NO_PAD.encode(random)),
        authority: listener.local_addr()?.to_string(),
        target: location,
        used: AtomicBool::new(false),
        served: Notify::new(),
    });
    let address = Secret::new(format!("http://{}{}", offer.authority, offer.path));
    Ok((address, serve(listener, offer, lifetime)))
}

async fn serve(listener: TcpListener, offer: Arc<Offer>, lifetime: Duration) -> RedirectOutcome {
    let mut connections = JoinSet::new();
    let accepting = async {
        loop {
            if connections.len() >= MAX_CONNECTIONS {
                connections.join_next().await;
            }
            tokio::select! {
                () = offer.served.notified() => return,
                accepted = listener.accept() => {
                    if let Ok((stream, _peer)) = accepted {
                        connections.spawn(serve_connection(stream, Arc::clone(&offer)));
                    }
                }
            }
        }
    };
    let outcome = match tokio::time::timeout(lifetime, accepting).await {
        Ok(()) => RedirectOutcome::Used,
        Err(_) => RedirectOutcome::Expired,
    };
    drop(listener);
    outcome
}

async fn serve_connection(stream: tokio::net::TcpStream, offer: Arc<Offer>) {
    let sent_on = AtomicBool::new(false);
    let service = service_fn(|request| {
        let response = answer(&request, &offer);
        if response.status() == StatusCode::FOUND {
            sent_on.store(true, Ordering::Release);
        }
        std::future::ready(Ok::<_, Infallible>(response))
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .keep_alive(false)
        .header_read_timeout(HEADER_WAIT)
        .serve_connection(TokioIo::new(stream), service);
    // A browser that breaks off here has at least been answered.
    let _ended = tokio::time::timeout(HEADER_WAIT + FLUSH, connection).await;
    if sent_on.load(Ordering::Acquire) {
        offer.served.notify_one();
    }
}

fn answer<B>(request: &Request<B>, offer: &Offer) -> Response<Empty<Bytes>> {
    let mut response = Response::new(Empty::new());
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    // Another name for this address would be a page of somebody else that points here.
    let host_is_ours = request.headers().get(HOST).is_some_and(|host| host.as_bytes() == offer.authority.as_bytes());
    let is_ours = host_is_ours && request.method() == Method::GET && request.uri().path() == offer.path;
    if is_ours && !offer.used.swap(true, Ordering::AcqRel) {
        *response.status_mut() = StatusCode::FOUND;
        response.headers_mut().insert(LOCATION, offer.target.clone());
    } else {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    async fn get(authority: &str, path: &str) -> std::io::Result<String> {
        let mut stream = tokio::net::TcpStream::connect(authority).await?;
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\n\r\n").as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        Ok(answer)
    }

    fn parts(address: &Secret) -> (String, String) {
        let rest = address.expose().strip_prefix("http://").unwrap();
        let (authority, path) = rest.split_once('/').unwrap();
        (authority.to_owned(), format!("/{path}"))
    }

    #[tokio::test]
    async fn sends_one_browser_on_and_then_is_gone() {
        let target = Secret::new("http://127.0.0.1:1/#token=abc");
        let (address, served) = one_shot_redirect(&target, &[9; 16], Duration::from_secs(30)).await.unwrap();
        let (authority, path) = parts(&address);
        let served = tokio::spawn(served);
        let idle = tokio::net::TcpStream::connect(&authority).await.unwrap();
        let wrong = get(&authority, "/favicon.ico").await.unwrap();
        assert!(wrong.starts_with("HTTP/1.1 404"), "{wrong}");
        assert!(!wrong.contains("abc"), "the target leaked to a wrong path: {wrong}");
        let first = get(&authority, &path).await.unwrap().to_ascii_lowercase();
        assert!(first.starts_with("http/1.1 302"), "{first}");
        assert!(first.contains("location: http://127.0.0.1:1/#token=abc\r\n"), "{first}");
        assert!(first.contains("referrer-policy: no-referrer") && first.contains("cache-control: no-store"), "{first}");
        assert_eq!(served.await.unwrap(), RedirectOutcome::Used, "an idle connection must not keep it alive");
        let second = get(&authority, &path).await;
        assert!(
            second.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionRefused),
            "{second:?}"
        );
        drop(idle);
    }

    #[tokio::test]
    async fn another_host_name_gets_nothing() {
        let target = Secret::new("http://127.0.0.1:1/#token=abc");
        let (address, served) = one_shot_redirect(&target, &[9; 16], Duration::from_secs(30)).await.unwrap();
        let (authority, path) = parts(&address);
        let served = tokio::spawn(served);
        let mut stream = tokio::net::TcpStream::connect(&authority).await.unwrap();
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: evil.example\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
        served.abort();
    }

    #[tokio::test]
    async fn dies_when_nobody_comes() {
        let target = Secret::new("https://gateway.example/");
        let (address, served) = one_shot_redirect(&target, &[1; 16], Duration::from_millis(20)).await.unwrap();
        assert_eq!(served.await, RedirectOutcome::Expired);
        let (authority, path) = parts(&address);
        assert!(get(&authority, &path).await.is_err(), "it still answers");
    }

    #[tokio::test]
    async fn a_target_that_is_no_address_is_refused() {
        for target in ["javascript:alert(1)", "http://x/\r\nSet-Cookie: a=b", ""] {
            let made = one_shot_redirect(&Secret::new(target), &[1; 16], Duration::from_secs(1)).await;
            assert!(matches!(made, Err(RedirectFailure::BadTarget)), "accepted {target:?}");
        }
    }
}
