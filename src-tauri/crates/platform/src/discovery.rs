//! Gateways that announce themselves on the network by Bonjour (mDNS).
//!
//! Something is sent only while [`Browsing`] lives, and only the question. What comes back is from nobody in
//! particular: of the records one reads names and where to look, never a token and never a certificate's fingerprint.

mod announced;
mod metered;

use std::collections::BTreeMap;

use clawtray_contract::NearGateway;
use mdns_sd::{IfKind, Receiver, ResolvedService, ServiceDaemon, ServiceEvent};

pub use metered::{is_metered, metered};

/// The service that gateways announce.
const SERVICE: &str = "_openclaw-gw._tcp.local.";
/// Most gateways that are remembered.
const MOST: usize = 50;

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// Every network that this computer is on.
    Everywhere,
    /// Nobody but this computer, on this UDP port.
    ThisComputer {
        /// The port; 5353 is the usual one.
        port: u16,
    },
}

/// A question to the network. It ends when this is dropped.
pub struct Browsing {
    daemon: ServiceDaemon,
    events: Receiver<ServiceEvent>,
    /// By full name: a later answer knows more addresses.
    found: BTreeMap<String, Box<ResolvedService>>,
}

impl Browsing {
    /// Asks.
    ///
    /// # Errors
    /// Technical words on what the system refused.
    pub fn begin(place: Where) -> Result<Self, String> {
        let daemon = daemon(place).map_err(|error| error.to_string())?;
        let events = daemon.browse(SERVICE).map_err(|error| error.to_string());
        match events {
            Ok(events) => Ok(Self { daemon, events, found: BTreeMap::new() }),
            Err(words) => {
                end(&daemon);
                Err(words)
            }
        }
    }

    /// Waits for the next answer. False when none can come any more.
    pub async fn hear(&mut self) -> bool {
        while let Ok(event) = self.events.recv_async().await {
            match event {
                ServiceEvent::ServiceResolved(service) => {
                    if self.found.len() < MOST || self.found.contains_key(&service.fullname) {
                        self.found.insert(service.fullname.clone(), service);
                    }
                    return true;
                }
                ServiceEvent::ServiceRemoved(_, name) => {
                    self.found.remove(&name);
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    /// Who has answered so far, by name, each address once.
    #[must_use]
    pub fn near(&self) -> Vec<NearGateway> {
        announced::near(self.found.values().map(AsRef::as_ref))
    }
}

impl Drop for Browsing {
    fn drop(&mut self) {
        end(&self.daemon);
    }
}

fn daemon(place: Where) -> mdns_sd::Result<ServiceDaemon> {
    let Where::ThisComputer { port } = place else { return ServiceDaemon::new() };
    let daemon = ServiceDaemon::new_with_port(port)?;
    daemon.disable_interface(IfKind::All)?;
    daemon.enable_interface(IfKind::LoopbackV4)?;
    Ok(daemon)
}

fn end(daemon: &ServiceDaemon) {
    // One that has ended already needs no ending, and its queue is never full after a question or two.
    let _told = daemon.shutdown();
}

#[cfg(test)]
mod tests {
    use std::{net::UdpSocket, time::Duration};

    use mdns_sd::ServiceInfo;

    use super::{Browsing, SERVICE, Where, daemon, end};

    #[tokio::test]
    async fn a_gateway_that_announces_itself_is_found_and_its_name_is_harmless() {
        let port = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let place = Where::ThisComputer { port };
        let gateway = daemon(place).unwrap();
        let facts =
            [("displayName", "Of\u{202e}fice\u{1b}[2J\n"), ("gatewayTls", "1"), ("gatewayDirectReachable", "1")];
        let told = ServiceInfo::new(SERVICE, "Office (OpenClaw)", "office.local.", "127.0.0.1", 18_789, &facts[..]);
        gateway.register(told.unwrap()).unwrap();
        let mut browsing = Browsing::begin(place).unwrap();
        let found = tokio::time::timeout(Duration::from_secs(120), async {
            while browsing.near().is_empty() {
                assert!(browsing.hear().await);
            }
            browsing.near()
        });
        let found = found.await.unwrap();
        end(&gateway);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].name.as_str(), found[0].host.as_str()), ("Office", "office.local"));
        assert_eq!(found[0].address, "wss://127.0.0.1:18789");
    }
}
