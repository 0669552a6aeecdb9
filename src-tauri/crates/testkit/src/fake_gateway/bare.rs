//! What a flood costs by itself: the same texts over a WebSocket whose reader does nothing with them.

use futures_util::{SinkExt as _, StreamExt as _};
use std::io;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;

/// Sends so many of these texts in turn over loopback and reads them. Gives the time until the last is read.
///
/// # Errors
/// When no port can be opened, or the connection breaks.
pub async fn bare_flood(texts: &[&str], count: usize) -> io::Result<Duration> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let reading = TcpStream::connect(listener.local_addr()?).await?;
    let (writing, _peer) = listener.accept().await?;
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    let began = Instant::now();
    let writer = tokio::spawn(async move {
        let mut socket = WebSocketStream::from_raw_socket(writing, Role::Server, None).await;
        for text in texts.iter().cycle().take(count) {
            socket.feed(Message::text(text.clone())).await.map_err(io::Error::other)?;
        }
        socket.flush().await.map_err(io::Error::other)
    });
    let mut socket = WebSocketStream::from_raw_socket(reading, Role::Client, None).await;
    let mut read = 0;
    while read < count {
        match socket.next().await {
            Some(Ok(Message::Text(_))) => read += 1,
            Some(Ok(_)) => {}
            Some(Err(error)) => return Err(io::Error::other(error)),
            None => return Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
    let lasted = began.elapsed();
    writer.await??;
    Ok(lasted)
}
