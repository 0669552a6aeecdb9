//! Who holds a port.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Read;
use std::net::{TcpListener, TcpStream};

use clawtray_platform::process::{BindFailure, can_bind, listener_on};

#[tokio::test]
async fn the_holder_of_a_port_is_found_on_each_kind_of_address() {
    for address in ["127.0.0.1:0", "0.0.0.0:0", "[::1]:0", "[::]:0"] {
        let Ok(held) = TcpListener::bind(address) else { continue };
        let local = held.local_addr().unwrap();
        let found = listener_on(local.port()).await.unwrap().expect(address);
        assert_eq!((found.address, found.pid), (local, Some(std::process::id())));
        assert!(found.process.unwrap().same_user);
        assert!(matches!(can_bind(local.port()), Err(BindFailure::InUse { .. })), "{address}");
        drop(held);
        assert!(listener_on(local.port()).await.unwrap().is_none());
        assert_eq!(can_bind(local.port()), Ok(()));
    }
    assert!(listener_on(0).await.unwrap().is_none());
}

#[tokio::test]
async fn the_exact_address_is_preferred_and_its_own_address_named() {
    let any = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = any.local_addr().unwrap().port();
    let Ok(_other) = TcpListener::bind(("::1", port)) else { return };
    assert_eq!(listener_on(port).await.unwrap().unwrap().address, any.local_addr().unwrap());
    drop(any);
    assert!(matches!(can_bind(port), Err(BindFailure::InUse { address }) if address.is_ipv6()));
}

#[test]
fn the_lingering_end_of_an_old_connection_does_not_count_as_in_use() {
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = held.local_addr().unwrap();
    let mut client = TcpStream::connect(address).unwrap();
    let (server, _) = held.accept().unwrap();
    drop(server); // The side that closes first lingers.
    assert_eq!(client.read(&mut [0]).unwrap(), 0);
    drop(client);
    drop(held);
    assert_eq!(can_bind(address.port()), Ok(()));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_port_on_another_address_is_no_collision() {
    let Ok(held) = TcpListener::bind("127.0.0.1:0") else { return };
    let port = held.local_addr().unwrap().port();
    drop(held);
    // Any address of this computer that is not loopback; without one there is nothing to test.
    let probe = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
    if probe.connect("192.0.2.1:9").is_err() {
        return;
    }
    let outside = probe.local_addr().unwrap().ip();
    if let Ok(_held) = TcpListener::bind((outside, port)) {
        assert!(listener_on(port).await.unwrap().is_none());
        assert_eq!(can_bind(port), Ok(()));
    }
}
