//! Watches the bus and keeps the state up to date: names, tray items that change or go, and who listens to what.
//!
//! One thread reads a monitor connection and never calls anybody; a second one reads the tray item whenever it may
//! have changed. So a slow or dead program cannot hold up what is seen.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use zbus::{
    MatchRule, Message,
    blocking::{
        Connection, MessageIterator,
        connection::Builder,
        fdo::{DBusProxy, MonitoringProxy},
    },
    message::Type,
};

use super::{error::Result, state::Shared, tray};

const BUS: &str = "org.freedesktop.DBus";

/// How long a program may take to answer questions about its tray item.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

pub(super) enum Wake {
    Read,
    End,
}

pub(super) struct Observer {
    wake: Sender<Wake>,
    threads: Vec<JoinHandle<()>>,
}

impl Observer {
    pub(super) fn start(address: &str, shared: &Arc<Shared>) -> Result<Self> {
        let monitor = Builder::address(address)?.build()?;
        let reader = Builder::address(address)?.method_timeout(ANSWER_WITHIN).build()?;
        let rule = |kind: Type, interface: &'static str| {
            MatchRule::builder().msg_type(kind).interface(interface).map(|rule| rule.build())
        };
        let rules = [
            rule(Type::MethodCall, BUS)?,
            rule(Type::Signal, BUS)?,
            rule(Type::Signal, "org.kde.StatusNotifierItem")?,
            rule(Type::Signal, "com.canonical.dbusmenu")?,
        ];
        MonitoringProxy::new(&monitor)?.become_monitor(&rules, 0)?;
        // After the monitor listens, so that no name is missed in between.
        let bus = DBusProxy::new(&reader)?;
        for name in bus.list_names()? {
            if let Ok(owner) = bus.get_name_owner(name.inner().clone()) {
                shared.change(|state| state.names.insert(name.to_string(), owner.to_string()));
            }
        }
        drop(bus);
        let (wake, woken) = channel();
        let threads = vec![
            thread::spawn({
                let (shared, wake) = (Arc::clone(shared), wake.clone());
                move || {
                    for message in MessageIterator::from(monitor).map_while(|message| message.ok()) {
                        if see(&message, &shared) {
                            let _ = wake.send(Wake::Read);
                        }
                    }
                }
            }),
            thread::spawn({
                let shared = Arc::clone(shared);
                move || read_when_woken(&woken, &reader, &shared)
            }),
        ];
        Ok(Self { wake, threads })
    }

    /// Makes the tray item be read again.
    pub(super) fn waker(&self) -> impl Fn() + Send + Sync + 'static {
        let wake = self.wake.clone();
        move || {
            let _ = wake.send(Wake::Read);
        }
    }

    /// Waits for both threads. The bus must have ended before.
    pub(super) fn end(self) {
        let _ = self.wake.send(Wake::End);
        for thread in self.threads {
            let _ = thread.join();
        }
    }
}

/// Takes one message in; says whether the tray item has to be read again.
fn see(message: &Message, shared: &Shared) -> bool {
    let header = message.header();
    let sender = header.sender().map(ToString::to_string).unwrap_or_default();
    match (message.message_type(), header.member().map_or("", |member| member.as_str())) {
        (Type::MethodCall, "AddMatch") => {
            if let Ok(rule) = message.body().deserialize::<String>() {
                shared.change(|state| state.rules.entry(sender).or_default().push(rule));
            }
            false
        }
        (Type::MethodCall, "RemoveMatch") => {
            if let Ok(rule) = message.body().deserialize::<String>() {
                shared.change(|state| {
                    let rules = state.rules.entry(sender).or_default();
                    if let Some(at) = rules.iter().position(|known| *known == rule) {
                        rules.remove(at);
                    }
                });
            }
            false
        }
        (Type::Signal, "NameOwnerChanged") => {
            let Ok((name, _, new)) = message.body().deserialize::<(String, String, String)>() else { return false };
            shared.change(|state| {
                if new.is_empty() {
                    state.names.remove(&name);
                    state.rules.remove(&name);
                    let before = state.items.len();
                    state.items.retain(|item| item.owner != name);
                    state.items.len() != before
                } else {
                    state.names.insert(name, new);
                    false
                }
            })
        }
        (Type::Signal, _) => shared.lock().items.iter().any(|item| item.owner == sender),
        _ => false,
    }
}

fn read_when_woken(woken: &Receiver<Wake>, bus: &Connection, shared: &Shared) {
    while let Ok(Wake::Read) = woken.recv() {
        // A burst of signals is one change.
        for more in woken.try_iter() {
            if matches!(more, Wake::End) {
                return;
            }
        }
        let first = shared.lock().items.first().cloned();
        // An item that does not answer is shown as gone; its owner's end follows, or the next signal.
        let item = first.and_then(|registration| tray::read(bus, &registration).ok());
        shared.change(|state| state.tray = item);
    }
}
