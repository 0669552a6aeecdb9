//! Whether the network is paid for by what is sent.

/// What NetworkManager says of the network in its property `Metered`: 1 yes, 2 no, 3 probably, 4 probably not. `None`
/// where it is not there, and on the other systems.
#[cfg(target_os = "linux")]
pub async fn metered() -> Option<u32> {
    use std::time::Duration;

    /// How long it may take to answer.
    const ANSWER_LIMIT: Duration = Duration::from_secs(2);
    tokio::time::timeout(ANSWER_LIMIT, asked()).await.ok()?
}

#[cfg(target_os = "linux")]
async fn asked() -> Option<u32> {
    const NETWORK_MANAGER: &str = "org.freedesktop.NetworkManager";
    let bus = zbus::Connection::system().await.ok()?;
    // It is not started for this.
    let names = zbus::fdo::DBusProxy::new(&bus).await.ok()?;
    if !names.name_has_owner(NETWORK_MANAGER.try_into().ok()?).await.ok()? {
        return None;
    }
    let path = "/org/freedesktop/NetworkManager";
    let manager = zbus::Proxy::new(&bus, NETWORK_MANAGER, path, NETWORK_MANAGER).await.ok()?;
    manager.get_property("Metered").await.ok()
}

/// What NetworkManager says of the network in its property `Metered`; always `None` on this system.
#[cfg(not(target_os = "linux"))]
pub async fn metered() -> Option<u32> {
    std::future::ready(None).await
}

/// True where the network is, or is probably, paid for by what is sent. What is not known is not.
#[must_use]
pub fn is_metered(said: Option<u32>) -> bool {
    matches!(said, Some(1 | 3))
}

#[cfg(test)]
mod tests {
    use super::is_metered;

    #[test]
    fn a_guess_counts_and_ignorance_does_not() {
        for (said, counts) in
            [(None, false), (Some(0), false), (Some(1), true), (Some(2), false), (Some(3), true), (Some(4), false)]
        {
            assert_eq!(is_metered(said), counts, "{said:?}");
        }
    }
}
