//! Sleep and wake of the computer, as the system announces them. On Linux this is logind, on macOS IOKit, on
//! Windows the keeper's hidden window.

#[cfg(target_os = "macos")]
mod macos;
#[cfg(any(not(target_os = "linux"), test))]
#[cfg_attr(target_os = "linux", allow(dead_code))]
pub(crate) mod told;

#[cfg(target_os = "linux")]
pub use logind::{PowerWatch, SleepHold};
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
    use std::os::fd::OwnedFd;

    use futures_util::StreamExt;
    use zbus::{Connection, MessageStream, fdo::DBusProxy, message::Type};

    use super::PowerChange;

    const RULE: &str = "type='signal',sender='org.freedesktop.login1',path='/org/freedesktop/login1',\
                        interface='org.freedesktop.login1.Manager',member='PrepareForSleep'";

    const LOGIND: &str = "org.freedesktop.login1";

    /// Listens to logind.
    pub struct PowerWatch {
        connection: Connection,
        stream: MessageStream,
    }

    /// While this lives, logind waits a moment (5 s unless it was told otherwise) before the computer sleeps.
    #[derive(Debug)]
    pub struct SleepHold {
        _lock: OwnedFd,
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
            Some(Self { connection: connection.clone(), stream })
        }

        /// Makes the computer wait for us before it sleeps; `None` where logind does not let us.
        pub async fn hold_sleep(&self) -> Option<SleepHold> {
            let destination = self.connection.is_bus().then_some(LOGIND);
            let why = ("sleep", "Clawtray", "The OpenClaw gateway finishes what it is doing", "delay");
            let (path, interface) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
            let answer = self.connection.call_method(destination, path, Some(interface), "Inhibit", &why).await.ok()?;
            let lock: zbus::zvariant::OwnedFd = answer.body().deserialize().ok()?;
            Some(SleepHold { _lock: lock.into() })
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

        struct Logind(std::sync::Mutex<Option<std::io::PipeWriter>>);

        #[zbus::interface(name = "org.freedesktop.login1.Manager")]
        impl Logind {
            fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::zvariant::OwnedFd {
                assert_eq!((what, who, mode, why.is_empty()), ("sleep", "Clawtray", "delay", false));
                let lock = self.0.lock().unwrap().take().expect("asked once");
                std::os::fd::OwnedFd::from(lock).into()
            }
        }

        #[tokio::test]
        async fn sleep_is_held_back_until_the_hold_is_dropped() {
            use std::io::Read as _;

            let (mut held, lock) = std::io::pipe().unwrap();
            let (here, there) = UnixStream::pair().unwrap();
            let logind = Logind(std::sync::Mutex::new(Some(lock)));
            let system = Builder::async_io_unix_stream(there).server(Guid::generate()).unwrap().p2p();
            let system = system.serve_at("/org/freedesktop/login1", logind).unwrap().build();
            let (system, ours) = tokio::join!(system, Builder::async_io_unix_stream(here).p2p().build());
            let (_system, ours) = (system.unwrap(), ours.unwrap());
            let hold = PowerWatch::on(&ours).await.unwrap().hold_sleep().await.expect("a hold");
            drop(hold);
            // Nobody holds the other end any more.
            let ended = tokio::task::spawn_blocking(move || held.read(&mut [0]).unwrap());
            assert_eq!(tokio::time::timeout(std::time::Duration::from_secs(20), ended).await.unwrap().unwrap(), 0);
        }
    }
}
