//! What is read from an announcement.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
};

use clawtray_contract::NearGateway;
use mdns_sd::{ResolvedService, ScopedIp};

use crate::output::clean;

/// Longest name shown, characters.
const NAME: usize = 64;

/// Each address once, sorted by name.
pub(super) fn near<'a>(services: impl Iterator<Item = &'a ResolvedService>) -> Vec<NearGateway> {
    let by_address: BTreeMap<String, NearGateway> =
        services.filter_map(read).map(|near| (near.address.clone(), near)).collect();
    let mut all: Vec<NearGateway> = by_address.into_values().collect();
    all.sort();
    all
}

fn read(service: &ResolvedService) -> Option<NearGateway> {
    let at = SocketAddr::new(reachable(&service.addresses)?, service.port);
    if at.port() == 0 {
        return None;
    }
    let says = |key: &str| service.get_property_val_str(key);
    let yes = |key: &str| says(key) == Some("1");
    // One that listens on its own computer only is reached through that computer.
    let scheme = match (yes("gatewayDirectReachable"), yes("gatewayTls")) {
        (false, _) => "ssh",
        (true, true) => "wss",
        (true, false) => "ws",
    };
    let address = match (scheme, at) {
        // `ssh` itself takes no brackets.
        ("ssh", SocketAddr::V6(_)) => return None,
        _ => format!("{scheme}://{at}"),
    };
    let host = shown(service.host.trim_end_matches('.'));
    let instance = service.fullname.strip_suffix(service.ty_domain.as_str()).unwrap_or_default();
    let mut names = [says("displayName").unwrap_or_default(), instance.trim_end_matches('.')].into_iter().map(shown);
    let name = names.find(|name| !name.is_empty()).unwrap_or_else(|| host.clone());
    Some(NearGateway { name, host, address })
}

/// The address to call: an IPv4 one where there is one. Link-local IPv6 ones mean nothing without their interface.
fn reachable<'a>(addresses: impl IntoIterator<Item = &'a ScopedIp>) -> Option<IpAddr> {
    let usable = |address: &IpAddr| match address {
        IpAddr::V4(address) => !address.is_unspecified() && !address.is_multicast(),
        IpAddr::V6(address) => !address.is_unspecified() && !address.is_multicast() && !address.is_unicast_link_local(),
    };
    addresses.into_iter().map(ScopedIp::to_ip_addr).filter(usable).min()
}

/// Foreign text in one line.
fn shown(text: &str) -> String {
    let spaced: String =
        text.chars().map(|character| if character.is_whitespace() { ' ' } else { character }).collect();
    let cleaned = clean(&spaced).split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    cleaned.chars().take(NAME).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use mdns_sd::{ResolvedService, ServiceInfo};

    use super::near;
    use crate::discovery::SERVICE;

    const DIRECT: (&str, &str) = ("gatewayDirectReachable", "1");

    fn service(instance: &str, addresses: &str, port: u16, facts: &[(&str, &str)]) -> ResolvedService {
        ServiceInfo::new(SERVICE, instance, "office.local.", addresses, port, facts).unwrap().as_resolved_service()
    }

    fn addresses(services: &[ResolvedService]) -> Vec<String> {
        near(services.iter()).into_iter().map(|near| near.address).collect()
    }

    #[test]
    fn the_way_in_is_what_the_gateway_says_of_itself() {
        for (addresses_told, facts, address) in [
            ("192.168.1.5", &[DIRECT][..], "ws://192.168.1.5:18789"),
            ("192.168.1.5", &[DIRECT, ("gatewayTls", "1")], "wss://192.168.1.5:18789"),
            ("fd00::5", &[DIRECT, ("gatewayTls", "1")], "wss://[fd00::5]:18789"),
            ("fe80::5,fd00::5,192.168.1.5", &[DIRECT], "ws://192.168.1.5:18789"),
            ("192.168.1.5", &[("gatewayTls", "1")], "ssh://192.168.1.5:18789"),
        ] {
            assert_eq!(addresses(&[service("a", addresses_told, 18_789, facts)]), [address]);
        }
        for (told, port, facts) in
            [("fe80::5", 1, &[DIRECT][..]), ("0.0.0.0", 1, &[DIRECT]), ("10.0.0.1", 0, &[DIRECT])]
        {
            assert_eq!(addresses(&[service("a", told, port, facts)]), [""; 0], "{told}");
        }
    }

    #[test]
    fn neither_host_nor_port_nor_fingerprint_of_the_hints_counts() {
        let facts = [
            DIRECT,
            ("lanHost", "evil.local"),
            ("gatewayPort", "1"),
            ("tailnetDns", "evil.ts.net"),
            ("gatewayTlsSha256", "ab"),
        ];
        let found = near([service("a", "10.0.0.1", 7, &facts)].iter());
        assert_eq!(found[0].address, "ws://10.0.0.1:7");
        let written = format!("{found:?}");
        assert!(!written.contains("evil") && !written.contains("ab\""), "{written}");
    }

    #[test]
    fn names_are_harmless_bounded_sorted_and_each_address_is_there_once() {
        let long = "x".repeat(200);
        let services = [
            service("zoo", "10.0.0.3", 1, &[DIRECT]),
            service("b", "10.0.0.1", 1, &[DIRECT, ("displayName", "\u{202e}Bad\u{1b}]0;title\u{7} \r\n name\u{200b}")]),
            service("b2", "10.0.0.1", 1, &[DIRECT, ("displayName", "Bad name")]),
            service("c", "10.0.0.2", 1, &[DIRECT, ("displayName", &long)]),
            service("d\u{2066}d", "10.0.0.4", 1, &[DIRECT, ("displayName", "\u{202e} ")]),
        ];
        let names: Vec<String> = near(services.iter()).into_iter().map(|near| near.name).collect();
        assert_eq!(names, ["Bad name".to_owned(), "dd".into(), "x".repeat(64), "zoo".into()]);
    }
}
