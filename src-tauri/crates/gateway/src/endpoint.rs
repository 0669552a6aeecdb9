//! Where a gateway listens.

use std::fmt;

/// A host and port, reached by a plain TCP connection.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// An IP address or host name, without brackets.
    pub host: String,
    /// The TCP port.
    pub port: u16,
}

impl Endpoint {
    /// A gateway on this computer, at 127.0.0.1.
    pub fn loopback(port: u16) -> Self {
        Self { host: "127.0.0.1".to_owned(), port }
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
    use super::Endpoint;

    #[test]
    fn an_ipv6_host_is_bracketed() {
        assert_eq!(Endpoint::loopback(18789).authority(), "127.0.0.1:18789");
        assert_eq!(Endpoint { host: "::1".to_owned(), port: 9 }.authority(), "[::1]:9");
    }
}
