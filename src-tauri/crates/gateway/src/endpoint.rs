//! Where a gateway listens.

use crate::tls::Pin;
use std::fmt;
use std::net::IpAddr;

/// A host and port, and how it is spoken to there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// An IP address or host name, without brackets.
    pub host: String,
    /// The TCP port.
    pub port: u16,
    /// How.
    pub transport: Transport,
}

/// How bytes travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Transport {
    /// As they are. Only to this computer or a private network: whoever listens on the way sees the token.
    #[default]
    Plain,
    /// Encrypted, to whoever holds the key of exactly this certificate.
    Tls(Pin),
}

impl Endpoint {
    /// A host and port without encryption.
    pub fn plain(host: impl Into<String>, port: u16) -> Self {
        Self { host: host.into(), port, transport: Transport::Plain }
    }
}

/// True for an address that never leaves this computer or its private network (RFC 1918, RFC 6598, RFC 4193, and
/// addresses of one link).
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            address.is_loopback()
                || address.is_private()
                || address.is_link_local()
                || (first == 100 && (64..128).contains(&second))
        }
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_private(IpAddr::V4(mapped)),
            None => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
        },
    }
}

impl Endpoint {
    /// A gateway on this computer, at 127.0.0.1.
    pub fn loopback(port: u16) -> Self {
        Self::plain("127.0.0.1", port)
    }

    /// `host:port` as it stands in a URL or a `Host` header (IPv6 in brackets).
    pub fn authority(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.authority())
    }
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, is_private};

    #[test]
    fn only_what_stays_near_is_private() {
        for near in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.9",
            "169.254.1.1",
            "100.100.1.1",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(is_private(near.parse().unwrap()), "{near}");
        }
        for far in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "100.63.0.1", "2001:db8::1", "::ffff:8.8.8.8", "0.0.0.0"] {
            assert!(!is_private(far.parse().unwrap()), "{far}");
        }
    }

    #[test]
    fn an_ipv6_host_is_bracketed() {
        assert_eq!(Endpoint::loopback(18789).authority(), "127.0.0.1:18789");
        assert_eq!(Endpoint::plain("::1", 9).authority(), "[::1]:9");
    }
}
