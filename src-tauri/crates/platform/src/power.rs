//! Sleep and wake of the computer, as the system announces them. On Linux this is logind, on macOS IOKit, on
//! Windows the keeper's hidden window.

#[cfg(target_os = "macos")]
mod macos;
#[cfg(any(not(target_os = "linux"), test))]
#[cfg_attr(target_os = "linux", allow(dead_code))]
pub(crate) mod told;

#[cfg(target_os = "linux")]
pub use logind::PowerWatch;
#[cfg(not(target_os = "linux"))]
pub use told::{PowerWatch, SleepHold};

/// What the computer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PowerChange {
    /// It is about to sleep.
    Sleeps,
    /// It is awake again.
    Woke,
}

#[cfg(target_os = "linux")]
mod logind {
    use futures_util::StreamExt;
    use zbus::{Connection, MessageStream, fdo::DBusProxy, message::Type};

    use super::PowerChange;

    const RULE: &str = "type='signal',sender='org.freedesktop.login1',path='/org/freedesktop/login1',\
                        interface='org.freedesktop.login1.Manager',member='PrepareForSleep'";

    /// Listens to logind.
    pub struct PowerWatch {
        stream: MessageStream,
    }

    impl PowerWatch {
        /// Begins to listen; `None` where there is no system bus.
        pub async fn open() -> Option<Self> {
            Self::on(&Connection::system().await.ok()?).await
        }

        /// The same over a connection that is there.
        pub async fn on(connection: &Connection) -> Option<Self> {
            let stream = MessageStream::from(connection);
            if connection.is_bus() {
                let rule = RULE.try_into().ok()?;
                DBusProxy::new(connection).await.ok()?.add_match_rule(rule).await.ok()?;
            }
            Some(Self { stream })
        }

        /// The next change; `None` when the bus is lost.
        pub async fn next(&mut self) -> Option<PowerChange> {
            loop {
                let message = self.stream.next().await?.ok()?;
                let header = message.header();
                let ours = header.member().is_some_and(|member| member.as_str() == "PrepareForSleep");
                if message.message_type() == Type::Signal
                    && ours
                    && let Ok(sleeps) = message.body().deserialize::<bool>()
                {
                    return Some(if sleeps { PowerChange::Sleeps } else { PowerChange::Woke });
                }
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use std::os::unix::net::UnixStream;

        use zbus::{Guid, connection::Builder};

        use super::{PowerChange, PowerWatch};

        #[tokio::test]
        async fn sleep_and_wake_are_told_in_order_and_rubbish_is_passed_over() {
            let (here, there) = UnixStream::pair().unwrap();
            let system = Builder::async_io_unix_stream(there).server(Guid::generate()).unwrap().p2p().build();
            let (system, ours) = tokio::join!(system, Builder::async_io_unix_stream(here).p2p().build());
            let (system, ours) = (system.unwrap(), ours.unwrap());
            let mut watch = PowerWatch::on(&ours).await.unwrap();
            let (path, interface) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
            let tell = async |sleeps: bool| {
                system.emit_signal(None::<&str>, path, interface, "PrepareForSleep", &sleeps).await.unwrap();
            };
            tell(true).await;
            system.emit_signal(None::<&str>, path, interface, "PrepareForSleep", &"maybe").await.unwrap();
            tell(false).await;
            let told = tokio::time::timeout(std::time::Duration::from_secs(20), async {
                let told = [watch.next().await, watch.next().await];
                system.close().await.unwrap();
                (told, watch.next().await)
            });
            assert_eq!(told.await.unwrap(), ([Some(PowerChange::Sleeps), Some(PowerChange::Woke)], None));
        }
    }
}
