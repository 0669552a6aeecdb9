//! The application loop of macOS.

use std::cell::RefCell;
use std::sync::mpsc::{Sender, channel};

use dispatch2::DispatchQueue;
use objc2::MainThreadMarker;
use objc2_app_kit::{NSApplication, NSApplicationActivationPolicy};
use tokio::sync::mpsc;

use super::MainThread;
use crate::tray::{Command, Tray, TrayEvent, clicks};

thread_local! {
    static MAIN: RefCell<Option<MainThread>> = const { RefCell::new(None) };
}

/// Commands to the main thread.
#[derive(Clone, Debug)]
pub(in crate::tray) struct Commands(Sender<Command>);

impl Commands {
    pub(in crate::tray) fn send(&self, command: Command) {
        // A tray that has ended shows nothing any more.
        let _ = self.0.send(command);
        DispatchQueue::main().exec_async(|| {
            MAIN.with_borrow_mut(|main| {
                if let Some(main) = main {
                    main.catch_up();
                }
            });
        });
    }
}

/// Runs the application loop; the process ends with the code of `program`, which runs on a thread of its own.
pub(in crate::tray) fn run_on_main_thread(
    id: &str,
    events: mpsc::UnboundedSender<TrayEvent>,
    program: impl FnOnce(Tray) -> i32 + Send + 'static,
) -> i32 {
    let (send, queue) = channel();
    let tray = Tray { commands: Commands(send) };
    let Some(marker) = MainThreadMarker::new() else {
        // Not the main thread: the program runs all the same, without an icon.
        return program(tray);
    };
    let application = NSApplication::sharedApplication(marker);
    // No place in the Dock, no menu bar.
    application.setActivationPolicy(NSApplicationActivationPolicy::Accessory);
    clicks::go_to(events.clone());
    MAIN.set(Some(MainThread { id: id.to_owned(), queue, events, face: None }));
    let started = std::thread::Builder::new().name("program".into()).spawn(move || {
        let code = program(tray);
        DispatchQueue::main().exec_async(move || {
            MAIN.set(None);
            std::process::exit(code);
        });
    });
    if started.is_err() {
        return 1;
    }
    application.run();
    0
}
