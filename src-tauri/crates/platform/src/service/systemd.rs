//! systemd's user manager.

use std::{collections::HashMap, time::Duration};

use futures_util::StreamExt;
use zbus::{
    Connection, MessageStream,
    message::Type,
    zvariant::{OwnedObjectPath, OwnedValue},
};

use super::{ServiceFailure, UnitState};

const NAME: &str = "org.freedesktop.systemd1";
const MANAGER_PATH: &str = "/org/freedesktop/systemd1";
const MANAGER: &str = "org.freedesktop.systemd1.Manager";
const UNIT: &str = "org.freedesktop.systemd1.Unit";
const SERVICE: &str = "org.freedesktop.systemd1.Service";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
const CHANGED: &str = "PropertiesChanged";

/// How long the manager may take for one answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(5);

/// How the last main process ended (`CLD_*` of `waitid`).
const EXITED: i32 = 1;
const KILLED: i32 = 2;
const DUMPED: i32 = 3;

/// Listens to one unit.
pub struct UnitWatch {
    connection: Connection,
    path: OwnedObjectPath,
    messages: MessageStream,
    last: UnitState,
}

impl UnitWatch {
    /// Begins to listen to a unit of the user's manager, which need not exist.
    ///
    /// # Errors
    /// When there is no session bus or no systemd on it.
    pub async fn open(unit: &str) -> Result<Self, ServiceFailure> {
        Self::on(&limited(Connection::session()).await?, unit).await
    }

    /// The same over a connection that is there.
    ///
    /// # Errors
    /// As [`UnitWatch::open`].
    pub async fn on(connection: &Connection, unit: &str) -> Result<Self, ServiceFailure> {
        // Without it the manager sends no signals.
        limited(connection.call_method(Some(NAME), MANAGER_PATH, Some(MANAGER), "Subscribe", &())).await?;
        let named = (unit,);
        let asked = connection.call_method(Some(NAME), MANAGER_PATH, Some(MANAGER), "LoadUnit", &named);
        let path: OwnedObjectPath = limited(asked).await?.body().deserialize().map_err(failure)?;
        let messages = MessageStream::from(connection);
        if connection.is_bus() {
            let rule = format!("type='signal',interface='{PROPERTIES}',member='{CHANGED}',path='{path}'");
            let bus = limited(zbus::fdo::DBusProxy::new(connection)).await?;
            limited(bus.add_match_rule(rule.as_str().try_into().map_err(failure)?)).await?;
        }
        let mut watch = Self { connection: connection.clone(), path, messages, last: UnitState::default() };
        watch.last = watch.read().await?;
        Ok(watch)
    }

    /// The unit as it was last read.
    pub fn state(&self) -> &UnitState {
        &self.last
    }

    /// Waits for the next difference and gives the new state.
    ///
    /// # Errors
    /// When the bus or the manager is lost.
    pub async fn changed(&mut self) -> Result<UnitState, ServiceFailure> {
        loop {
            let message = match self.messages.next().await {
                Some(Ok(message)) => message,
                Some(Err(_)) | None => return Err(ServiceFailure("the bus is gone".to_owned())),
            };
            let header = message.header();
            let ours = message.message_type() == Type::Signal
                && header.member().is_some_and(|member| member.as_str() == CHANGED)
                && header.path().is_some_and(|path| path.as_str() == self.path.as_str());
            if !ours {
                continue;
            }
            let now = self.read().await?;
            if now != self.last {
                self.last.clone_from(&now);
                return Ok(now);
            }
        }
    }

    async fn read(&self) -> Result<UnitState, ServiceFailure> {
        Ok(state(&self.all_of(UNIT).await?, &self.all_of(SERVICE).await?))
    }

    async fn all_of(&self, interface: &str) -> Result<HashMap<String, OwnedValue>, ServiceFailure> {
        let named = (interface,);
        let asked = self.connection.call_method(Some(NAME), &self.path, Some(PROPERTIES), "GetAll", &named);
        limited(asked).await?.body().deserialize().map_err(failure)
    }
}

/// Starts one unit of the user's manager, as `systemctl --user start` does, and does not wait for it to be up.
///
/// # Errors
/// When there is no manager, or it says no.
pub async fn start_unit(unit: &str) -> Result<(), ServiceFailure> {
    start_on(&limited(Connection::session()).await?, unit).await
}

async fn start_on(connection: &Connection, unit: &str) -> Result<(), ServiceFailure> {
    let named = (unit, "replace");
    let asked = connection.call_method(Some(NAME), MANAGER_PATH, Some(MANAGER), "StartUnit", &named);
    limited(asked).await?;
    Ok(())
}

pub(super) fn state(unit: &HashMap<String, OwnedValue>, service: &HashMap<String, OwnedValue>) -> UnitState {
    let ended = number::<i32>(service, "ExecMainCode");
    let status = number::<i32>(service, "ExecMainStatus");
    UnitState {
        load: words(unit, "LoadState"),
        active: words(unit, "ActiveState"),
        sub: words(unit, "SubState"),
        result: words(service, "Result"),
        changed_ms: number::<u64>(unit, "StateChangeTimestamp").unwrap_or_default() / 1_000,
        exit_code: status.filter(|_| ended == Some(EXITED)),
        signal: status.filter(|_| matches!(ended, Some(KILLED | DUMPED))),
        restarts: number::<u32>(service, "NRestarts").unwrap_or_default(),
        pid: number::<u32>(service, "MainPID").filter(|pid| *pid != 0),
        last_pid: number::<u32>(service, "ExecMainPID").filter(|pid| *pid != 0),
    }
}

fn words(properties: &HashMap<String, OwnedValue>, name: &str) -> String {
    properties.get(name).and_then(|value| <&str>::try_from(value).ok()).unwrap_or_default().to_owned()
}

fn number<'a, Number>(properties: &'a HashMap<String, OwnedValue>, name: &str) -> Option<Number>
where
    Number: TryFrom<&'a OwnedValue>,
{
    properties.get(name).and_then(|value| Number::try_from(value).ok())
}

async fn limited<Output, Problem: std::fmt::Display>(
    asked: impl Future<Output = Result<Output, Problem>>,
) -> Result<Output, ServiceFailure> {
    match tokio::time::timeout(ANSWER_LIMIT, asked).await {
        Ok(answer) => answer.map_err(failure),
        Err(_) => Err(ServiceFailure("no answer in time".to_owned())),
    }
}

fn failure(problem: impl std::fmt::Display) -> ServiceFailure {
    ServiceFailure(problem.to_string())
}

#[cfg(test)]
mod tests {
    use std::{
        os::unix::net::UnixStream,
        sync::{Arc, Mutex},
    };

    use zbus::{Connection, Guid, connection::Builder, interface, zvariant::OwnedObjectPath};

    use super::{UnitWatch, start_on};

    const PATH: &str = "/org/freedesktop/systemd1/unit/openclaw_2dgateway_2eservice";

    #[derive(Default)]
    struct Manager(Arc<Mutex<Vec<String>>>);

    #[interface(name = "org.freedesktop.systemd1.Manager")]
    impl Manager {
        fn subscribe(&self) {}

        fn load_unit(&self, name: &str) -> zbus::fdo::Result<OwnedObjectPath> {
            self.0.lock().unwrap().push(format!("load {name}"));
            Ok(OwnedObjectPath::try_from(PATH).unwrap())
        }

        fn start_unit(&self, name: &str, mode: &str) -> zbus::fdo::Result<OwnedObjectPath> {
            self.0.lock().unwrap().push(format!("start {name} {mode}"));
            match name {
                "refused.service" => Err(zbus::fdo::Error::AccessDenied("no".into())),
                _ => Ok(OwnedObjectPath::try_from("/org/freedesktop/systemd1/job/1").unwrap()),
            }
        }
    }

    async fn soon<Output>(waited: impl Future<Output = Output>) -> Output {
        tokio::time::timeout(std::time::Duration::from_secs(20), waited).await.expect("it came")
    }

    struct Unit {
        active: String,
    }

    #[interface(name = "org.freedesktop.systemd1.Unit")]
    impl Unit {
        #[zbus(property)]
        fn load_state(&self) -> String {
            "loaded".into()
        }

        #[zbus(property)]
        fn active_state(&self) -> String {
            self.active.clone()
        }

        #[zbus(property)]
        fn sub_state(&self) -> String {
            if self.active == "active" { "running".into() } else { "auto-restart".into() }
        }

        #[zbus(property)]
        fn state_change_timestamp(&self) -> u64 {
            1_700_000_000_123_456
        }
    }

    /// What the main process left: code of its end, status.
    struct Service(i32, i32);

    #[interface(name = "org.freedesktop.systemd1.Service")]
    impl Service {
        #[zbus(property)]
        fn result(&self) -> String {
            "exit-code".into()
        }

        #[zbus(property)]
        fn exec_main_code(&self) -> i32 {
            self.0
        }

        #[zbus(property)]
        fn exec_main_status(&self) -> i32 {
            self.1
        }

        #[zbus(property, name = "NRestarts")]
        fn restarts(&self) -> u32 {
            3
        }

        #[zbus(property, name = "MainPID")]
        fn main_pid(&self) -> u32 {
            0
        }

        #[zbus(property, name = "ExecMainPID")]
        fn last_pid(&self) -> u32 {
            677
        }
    }

    async fn played(ended: Service) -> (Connection, Connection, Arc<Mutex<Vec<String>>>) {
        let (here, there) = UnixStream::pair().unwrap();
        let asked = Arc::new(Mutex::new(vec![]));
        let manager = Manager(Arc::clone(&asked));
        let system = Builder::async_io_unix_stream(there)
            .server(Guid::generate())
            .unwrap()
            .p2p()
            .serve_at("/org/freedesktop/systemd1", manager)
            .unwrap()
            .serve_at(PATH, Unit { active: "active".into() })
            .unwrap()
            .serve_at(PATH, ended)
            .unwrap()
            .build();
        let (system, ours) = tokio::join!(system, Builder::async_io_unix_stream(here).p2p().build());
        (system.unwrap(), ours.unwrap(), asked)
    }

    #[tokio::test]
    async fn a_unit_is_read_and_its_change_is_told_without_asking_again() {
        let (system, ours, asked) = played(Service(1, 78)).await;
        let mut watch = UnitWatch::on(&ours, "openclaw-gateway.service").await.unwrap();
        let seen = watch.state().clone();
        assert_eq!((seen.load.as_str(), seen.active.as_str(), seen.sub.as_str()), ("loaded", "active", "running"));
        assert_eq!((seen.result.as_str(), seen.exit_code, seen.signal), ("exit-code", Some(78), None));
        assert_eq!((seen.changed_ms, seen.restarts), (1_700_000_000_123, 3));
        assert_eq!((seen.pid, seen.last_pid), (None, Some(677)));
        assert_eq!(*asked.lock().unwrap(), ["load openclaw-gateway.service"]);
        let unit = system.object_server().interface::<_, Unit>(PATH).await.unwrap();
        unit.get_mut().await.active = "activating".into();
        let inside = unit.get().await;
        inside.active_state_changed(unit.signal_emitter()).await.unwrap();
        drop(inside);
        let changed = soon(watch.changed()).await.unwrap();
        assert_eq!((changed.active.as_str(), changed.sub.as_str()), ("activating", "auto-restart"));
        system.close().await.unwrap();
        assert!(soon(watch.changed()).await.is_err(), "a manager that goes away is told, not waited for");
    }

    /// A bus that takes everything and answers nothing: the whole opening ends in time, with the reason.
    #[tokio::test(start_paused = true)]
    async fn a_manager_that_hangs_is_left_after_its_time() {
        struct Silent;

        #[interface(name = "org.freedesktop.systemd1.Manager")]
        impl Silent {
            async fn subscribe(&self) {
                std::future::pending().await
            }

            async fn start_unit(&self, _name: &str, _mode: &str) -> OwnedObjectPath {
                std::future::pending().await
            }
        }

        let (here, there) = UnixStream::pair().unwrap();
        let system = Builder::async_io_unix_stream(there)
            .server(Guid::generate())
            .unwrap()
            .p2p()
            .serve_at("/org/freedesktop/systemd1", Silent)
            .unwrap()
            .build();
        let (system, ours) = tokio::join!(system, Builder::async_io_unix_stream(here).p2p().build());
        let (_system, ours) = (system.unwrap(), ours.unwrap());
        let began = tokio::time::Instant::now();
        let problem = UnitWatch::on(&ours, "openclaw-gateway.service").await.err().expect("no watch");
        assert!(problem.to_string().contains("no answer in time"), "{problem}");
        assert!(start_on(&ours, "openclaw-gateway.service").await.is_err());
        assert_eq!(began.elapsed(), super::ANSWER_LIMIT * 2);
    }

    #[tokio::test]
    async fn a_signal_is_no_exit_code_and_a_start_is_asked_of_that_unit_alone() {
        let (_system, ours, asked) = played(Service(2, 9)).await;
        let watch = UnitWatch::on(&ours, "openclaw-gateway.service").await.unwrap();
        assert_eq!((watch.state().exit_code, watch.state().signal), (None, Some(9)));
        start_on(&ours, "openclaw-gateway.service").await.unwrap();
        assert_eq!(asked.lock().unwrap()[1], "start openclaw-gateway.service replace");
        assert!(start_on(&ours, "refused.service").await.is_err());
    }
}
