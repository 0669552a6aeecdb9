//! Gateways on other computers, as the settings name them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Longest id and host name, characters.
const NAME_CHARS: usize = 253;

/// A gateway on another computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteGateway {
    /// Its id on this computer.
    pub id: String,
    /// Its host, as this computer reaches it; behind a tunnel, as the other end of the tunnel does.
    pub host: String,
    /// Its TCP port.
    pub port: u16,
    /// How it is reached.
    pub way: Way,
}

/// How a gateway on another computer is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// Encrypted, with exactly this certificate: its SHA-256 in hexadecimal digits.
    Tls {
        /// The SHA-256.
        pin: String,
    },
    /// As it is; only within a private network.
    Plain,
    /// Through a tunnel of the system's `ssh` to this destination, such as `ann@host` or a name of its configuration.
    Ssh {
        /// The destination.
        destination: String,
    },
}

/// Why an address is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoteFault {
    /// The id is empty, too long, or has letters that belong in no id.
    Id,
    /// Not `ws://host:port`, `wss://host:port` or `ssh://destination:port`.
    Address,
    /// An encrypted connection without the certificate that was accepted.
    NoPin,
}

impl RemoteGateway {
    /// Reads an address as people write it. `pin` belongs to `wss://`; the port behind `ssh://` is the gateway's own
    /// on that computer.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of(id: &str, address: &str, pin: Option<&str>) -> Result<Self, RemoteFault> {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
        if id.is_empty() || id.len() > 64 || !id.chars().all(plain) || id.starts_with(['-', '.']) {
            return Err(RemoteFault::Id);
        }
        let (scheme, rest) = address.split_once("://").ok_or(RemoteFault::Address)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let scheme = scheme.to_ascii_lowercase();
        let default_port = match scheme.as_str() {
            "wss" => 443,
            "ws" | "ssh" => 18_789,
            _ => return Err(RemoteFault::Address),
        };
        let (host, port) = split(rest, default_port).ok_or(RemoteFault::Address)?;
        let (host, way) = match scheme.as_str() {
            "wss" => {
                let pin = pin.filter(|pin| pin.len() == 64 && pin.chars().all(|letter| letter.is_ascii_hexdigit()));
                (host, Way::Tls { pin: pin.ok_or(RemoteFault::NoPin)?.to_ascii_lowercase() })
            }
            "ws" => (host, Way::Plain),
            _ => ("127.0.0.1".to_owned(), Way::Ssh { destination: host }),
        };
        let named = |host: &str| !host.starts_with('-') && !host.contains('@');
        if matches!(way, Way::Tls { .. } | Way::Plain) && !named(&host) {
            return Err(RemoteFault::Address);
        }
        Ok(Self { id: id.to_owned(), host, port, way })
    }

    /// Reads an address of which the certificate, where it has one, is not known yet.
    ///
    /// # Errors
    /// [`RemoteFault::Address`].
    pub fn asked(address: &str) -> Result<Self, RemoteFault> {
        Self::of("asked", address, Some(&"0".repeat(64)))
    }

    /// The address as people write it.
    pub fn address(&self) -> String {
        let Self { host, port, .. } = self;
        let bracketed = if host.contains(':') { format!("[{host}]") } else { host.clone() };
        match &self.way {
            Way::Tls { .. } => format!("wss://{bracketed}:{port}"),
            Way::Plain => format!("ws://{bracketed}:{port}"),
            Way::Ssh { destination } => format!("ssh://{destination}:{port}"),
        }
    }

    /// One entry of the settings; `None` where it is none.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        Self::of(text("id")?, text("address")?, text("pin")).ok()
    }

    /// The entry of the settings.
    pub fn written(&self) -> Value {
        let mut entry = serde_json::json!({ "id": self.id, "address": self.address() });
        if let Way::Tls { pin } = &self.way {
            entry["pin"] = pin.as_str().into();
        }
        entry
    }
}

/// Host and port; an IPv6 address stands in brackets.
fn split(text: &str, default_port: u16) -> Option<(String, u16)> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']')?;
            host.parse::<std::net::Ipv6Addr>().ok()?;
            (host, if after.is_empty() { None } else { Some(after.strip_prefix(':')?) })
        }
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        },
    };
    let port = match port {
        Some(port) => port.parse().ok().filter(|port| *port != 0)?,
        None => default_port,
    };
    let sound = |letter: char| letter.is_ascii_alphanumeric() || "-_.@".contains(letter);
    let is_host = text.starts_with('[') || host.chars().all(sound);
    (!host.is_empty() && host.len() <= NAME_CHARS && !host.starts_with('-') && is_host).then(|| (host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::{RemoteFault, RemoteGateway, Way};

    const PIN: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    #[test]
    fn addresses_are_read_and_written_alike() {
        for (address, host, port, way) in [
            ("wss://gw.example", "gw.example", 443, Way::Tls { pin: PIN.into() }),
            ("WSS://gw.example:18789/", "gw.example", 18_789, Way::Tls { pin: PIN.into() }),
            ("ws://192.168.1.5", "192.168.1.5", 18_789, Way::Plain),
            ("ws://[fd00::1]:7", "fd00::1", 7, Way::Plain),
            ("ssh://ann@lab.example:9", "127.0.0.1", 9, Way::Ssh { destination: "ann@lab.example".into() }),
            ("ssh://lab", "127.0.0.1", 18_789, Way::Ssh { destination: "lab".into() }),
        ] {
            let read = RemoteGateway::of("office", address, Some(PIN)).unwrap();
            assert_eq!((read.host.as_str(), read.port, &read.way), (host, port, &way), "{address}");
            assert_eq!(RemoteGateway::read(&read.written()), Some(read.clone()), "{address}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_and_never_becomes_an_option_of_ssh() {
        for wrong in [
            "gw.example",
            "http://gw.example",
            "wss://",
            "ws://a:0",
            "ws://a:70000",
            "ws://a b",
            "ws://[::1",
            "ws://[x]:1",
            "ssh://-oProxyCommand=x",
            "ssh://ann@-x y",
            "ws://user@host",
            "wss://a/b",
            "ssh://a;b",
            "ws://a:1:2",
        ] {
            assert_eq!(RemoteGateway::of("a", wrong, Some(PIN)), Err(RemoteFault::Address), "{wrong}");
        }
        for id in ["", "-x", "a b", "../x", ".x", "ü"] {
            assert_eq!(RemoteGateway::of(id, "ws://a", None), Err(RemoteFault::Id), "{id}");
        }
        for pin in [None, Some(""), Some("zz"), Some(&PIN[1..])] {
            assert_eq!(RemoteGateway::of("a", "wss://a", pin), Err(RemoteFault::NoPin), "{pin:?}");
        }
    }
}
