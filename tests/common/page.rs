//! A page in a browser that somebody else serves, played with bare sockets: Clawtray's own client names no origin.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use serde_json::{Value, json};

use super::SOON;

/// Signs in as a page of this origin does; the gateway's answer.
pub fn sign_in(port: u16, origin: &str, client: &str, token: &str) -> Value {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the gateway listens");
    stream.set_read_timeout(Some(SOON)).unwrap();
    let key = "dGhlIHNhbXBsZSBub25jZQ==";
    let hello = format!(
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: {origin}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
    );
    stream.write_all(hello.as_bytes()).unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("an answer to the upgrade");
        head.extend(byte);
    }
    assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
    let client = json!({"id": client, "version": "0", "platform": "linux", "mode": "webchat"});
    let params = json!({
        "minProtocol": 3, "maxProtocol": 4, "client": client, "role": "operator", "scopes": ["operator.read"],
        "auth": {"token": token},
    });
    write(&mut stream, &json!({"type": "req", "id": "1", "method": "connect", "params": params}).to_string());
    loop {
        let frame: Value = serde_json::from_slice(&read(&mut stream)).expect("a frame of JSON");
        if frame["id"] == "1" {
            return frame;
        }
    }
}

/// One text frame, masked with nothing.
fn write(stream: &mut TcpStream, text: &str) {
    let length = u16::try_from(text.len()).unwrap();
    assert!(length > 125, "longer than the short form takes");
    let mut frame = vec![0x81, 0x80 | 126];
    frame.extend(length.to_be_bytes());
    frame.extend([0; 4]);
    frame.extend(text.as_bytes());
    stream.write_all(&frame).unwrap();
}

fn read(stream: &mut TcpStream) -> Vec<u8> {
    let mut start = [0; 2];
    stream.read_exact(&mut start).expect("a frame");
    let length = match start[1] & 0x7f {
        126 => {
            let mut length = [0; 2];
            stream.read_exact(&mut length).unwrap();
            usize::from(u16::from_be_bytes(length))
        }
        short => usize::from(short),
    };
    let mut text = vec![0; length];
    stream.read_exact(&mut text).unwrap();
    text
}
