//! The tray on Linux: one thread that owns the icon.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use super::face::Face;
use super::host::{Change, HostWatch};
use super::{Command, NoHost, Tray, TrayEvent, TrayModel, clicks};

/// How often a missing session bus is looked for.
const BUS_RETRY: Duration = Duration::from_secs(30);
/// How long connecting to the bus may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(3);
/// How soon building is tried again when a watcher is there and refuses.
const BUILD_RETRY: Duration = Duration::from_secs(5);

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
                Ok(runtime) => runtime.block_on(Keeper { id, events, host: None, face: None, model: None }.run(queue)),
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
    face: Option<Face>,
    model: Option<TrayModel>,
}

impl Keeper {
    async fn run(mut self, mut queue: mpsc::UnboundedReceiver<Command>) {
        clicks::go_to(self.events.clone());
        loop {
            match timeout(CONNECT_LIMIT, HostWatch::open()).await {
                Ok(Ok((watch, present))) => {
                    if !self.attend(watch, present, &mut queue).await {
                        return;
                    }
                    // The icon's own connection is dead with the bus.
                    self.face = None;
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
                        if !self.obey(command) {
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
            if present {
                self.build();
            }
            let missing = present && self.face.is_none() && self.model.is_some();
            tokio::select! {
                command = queue.recv() => if !self.obey(command) { return false },
                change = watch.next() => match change {
                    None => return true,
                    Some(Change::Vanished) => {
                        present = false;
                        self.tell(Err("the StatusNotifierWatcher went away".into()));
                    }
                    Some(Change::Appeared) => {
                        present = true;
                        // An icon that is already built registers itself with the new watcher.
                        if self.face.is_some() {
                            self.tell(Ok(()));
                        }
                    }
                },
                () = sleep(BUILD_RETRY), if missing => {}
            }
        }
    }

    fn build(&mut self) {
        if let (None, Some(model)) = (&self.face, &self.model) {
            match Face::build(&self.id, model) {
                Ok(face) => {
                    self.face = Some(face);
                    self.tell(Ok(()));
                }
                Err(why) => self.tell(Err(why)),
            }
        }
    }

    /// False when the tray is to end.
    fn obey(&mut self, command: Option<Command>) -> bool {
        match command {
            Some(Command::Show(model)) => {
                if let Some(face) = &mut self.face {
                    face.show(&model);
                }
                self.model = Some(*model);
                true
            }
            Some(Command::Leave) | None => false,
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
