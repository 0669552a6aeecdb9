//! The tray on Linux: one thread that owns the icon.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use super::host::{Change, HostWatch};
use super::item::Item;
use super::{Command, NoHost, Tray, TrayEvent, TrayModel};

/// How often a missing session bus is looked for.
const BUS_RETRY: Duration = Duration::from_secs(30);
/// How long connecting to the bus may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(3);
/// How soon showing the icon is tried again when a watcher is there and refuses.
const REGISTER_RETRY: Duration = Duration::from_secs(5);
/// How long a host may take to take the icon, or the bus to take a change of it.
const SHOW_LIMIT: Duration = Duration::from_secs(5);

/// Commands to the tray's thread.
#[derive(Clone, Debug)]
pub(super) struct Commands(mpsc::UnboundedSender<Command>);

impl Commands {
    pub(super) fn send(&self, command: Command) {
        // A tray that has ended shows nothing any more.
        let _ = self.0.send(command);
    }
}

pub(super) fn start(id: &str, events: mpsc::UnboundedSender<TrayEvent>) -> Commands {
    let (commands, queue) = mpsc::unbounded_channel();
    let id = id.to_owned();
    let told = events.clone();
    let started =
        std::thread::Builder::new().name("tray".into()).spawn(
            move || match tokio::runtime::Builder::new_current_thread().enable_time().build() {
                Ok(runtime) => runtime
                    .block_on(Keeper { id, events, host: None, item: None, registered: false, model: None }.run(queue)),
                Err(error) => tell_absent(&events, error.to_string()),
            },
        );
    if let Err(error) = started {
        tell_absent(&told, error.to_string());
    }
    Commands(commands)
}

fn tell_absent(events: &mpsc::UnboundedSender<TrayEvent>, why: String) {
    let _ = events.send(TrayEvent::Host(Err(NoHost { why })));
}

/// No main thread is needed here: the program runs where it is.
pub(super) fn run_on_main_thread(
    id: &str,
    events: mpsc::UnboundedSender<TrayEvent>,
    program: impl FnOnce(Tray) -> i32 + Send + 'static,
) -> i32 {
    program(Tray::start(id, events))
}

struct Keeper {
    id: String,
    events: mpsc::UnboundedSender<TrayEvent>,
    host: Option<Result<(), NoHost>>,
    item: Option<Item>,
    /// The watcher of now has the icon.
    registered: bool,
    model: Option<TrayModel>,
}

impl Keeper {
    async fn run(mut self, mut queue: mpsc::UnboundedReceiver<Command>) {
        loop {
            match timeout(CONNECT_LIMIT, HostWatch::open()).await {
                Ok(Ok((watch, present))) => {
                    if !self.attend(watch, present, &mut queue).await {
                        return;
                    }
                    // The icon's own connection is dead with the bus.
                    self.take_down().await;
                    self.tell(Err("the session bus went away".into()));
                }
                Ok(Err(error)) => self.tell(Err(format!("no session bus: {error}"))),
                Err(_) => self.tell(Err("the session bus does not answer".into())),
            }
            let pause = sleep(BUS_RETRY);
            tokio::pin!(pause);
            loop {
                tokio::select! {
                    command = queue.recv() => {
                        // Something to show is a reason to look for the bus at once.
                        let look_again = matches!(command, Some(Command::Show(_)));
                        if !self.obey(command).await {
                            return;
                        }
                        if look_again {
                            break;
                        }
                    }
                    () = &mut pause => break,
                }
            }
        }
    }

    /// Shows the icon while the bus lives. False when the tray is to end.
    async fn attend(
        &mut self,
        mut watch: HostWatch,
        mut present: bool,
        queue: &mut mpsc::UnboundedReceiver<Command>,
    ) -> bool {
        if !present {
            self.tell(Err("no StatusNotifierWatcher is on the session bus".into()));
        }
        loop {
            if present && !self.registered {
                self.put_up().await;
            }
            let missing = present && !self.registered && self.model.is_some();
            tokio::select! {
                command = queue.recv() => if !self.obey(command).await { return false },
                change = watch.next() => match change {
                    None => return true,
                    Some(Change::Vanished) => {
                        (present, self.registered) = (false, false);
                        self.tell(Err("the StatusNotifierWatcher went away".into()));
                    }
                    // A watcher that has just come knows nobody; a host that joins one changes nothing for whoever is
                    // registered there, and registering once more is harmless.
                    Some(Change::Appeared) => (present, self.registered) = (true, false),
                },
                () = sleep(REGISTER_RETRY), if missing => {}
            }
        }
    }

    /// Puts the icon on the bus and announces it.
    async fn put_up(&mut self) {
        let Some(model) = &self.model else { return };
        let shown = timeout(SHOW_LIMIT, async {
            let item = match self.item.take() {
                Some(item) => item,
                None => Item::build(&self.id, model, self.events.clone()).await.map_err(|error| error.to_string())?,
            };
            let registered = item.register().await;
            Ok((item, registered))
        });
        let outcome = match shown.await {
            Ok(Ok((item, registered))) => {
                self.item = Some(item);
                registered
            }
            Ok(Err(why)) => Err(why),
            Err(_) => Err("the tray host does not answer".into()),
        };
        self.registered = outcome.is_ok();
        self.tell(outcome);
    }

    async fn take_down(&mut self) {
        self.registered = false;
        if let Some(item) = self.item.take() {
            let _too_late = timeout(SHOW_LIMIT, item.close()).await;
        }
    }

    /// False when the tray is to end.
    async fn obey(&mut self, command: Option<Command>) -> bool {
        match command {
            Some(Command::Show(model)) => {
                if let Some(item) = &self.item {
                    // A change that the bus does not take is seen at its end, which is near.
                    let _lost = timeout(SHOW_LIMIT, item.show(&model)).await;
                }
                self.model = Some(*model);
                true
            }
            Some(Command::Leave) | None => {
                self.take_down().await;
                false
            }
        }
    }

    fn tell(&mut self, host: Result<(), String>) {
        let host = host.map_err(|why| NoHost { why });
        // The reason's words may differ from try to try; what counts is whether the icon is there.
        if self.host.as_ref().is_none_or(|told| told.is_ok() != host.is_ok()) {
            let _ = self.events.send(TrayEvent::Host(host.clone()));
            self.host = Some(host);
        }
    }
}
