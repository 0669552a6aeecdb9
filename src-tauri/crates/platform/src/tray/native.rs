//! The tray on macOS and Windows: the icon lives on the main thread, inside the system's event loop. The program runs
//! on another thread and sends commands; each one wakes the loop.

#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

use std::sync::mpsc::{Receiver, TryRecvError};

use tokio::sync::mpsc;

use super::face::Face;
use super::{Command, NoHost, TrayEvent};

#[cfg(target_os = "macos")]
pub(super) use macos::{Commands, run_on_main_thread};
#[cfg(windows)]
pub(super) use windows::{Commands, run_on_main_thread};

/// The icon and the queue of what is to be shown. Stays on the main thread.
struct MainThread {
    id: String,
    queue: Receiver<Command>,
    events: mpsc::UnboundedSender<TrayEvent>,
    face: Option<Face>,
}

impl MainThread {
    /// Carries out everything that waits. False when the program has ended.
    fn catch_up(&mut self) -> bool {
        loop {
            match self.queue.try_recv() {
                Ok(Command::Show(model)) => match &mut self.face {
                    Some(face) => face.show(&model),
                    None => {
                        let built = Face::build(&self.id, &model);
                        let host = built.map(|face| self.face = Some(face)).map_err(|why| NoHost { why });
                        let _ = self.events.send(TrayEvent::Host(host));
                    }
                },
                Ok(Command::Leave) => self.face = None,
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => {
                    self.face = None;
                    return false;
                }
            }
        }
    }
}
