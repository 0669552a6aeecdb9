//! A private desktop: X server, session bus, tray host, notification service and keyring that belong to one test or
//! one trial run, and that the person's own session never sees.
//!
//! ```no_run
//! use std::time::Duration;
//! use clawtray_testkit::desktop::{Desktop, Options};
//!
//! let desktop = Desktop::start(Options::default())?;
//! let _keeper = desktop.spawn("keeper", desktop.command("/path/to/clawtrayd"))?;
//! desktop.wait_until("a running tray", Duration::from_secs(30), |state| {
//!     state.tray.as_ref().is_some_and(|tray| tray.tooltip_title.contains("Running"))
//! })?;
//! desktop.click(&["Quit"])?;
//! # Ok::<(), clawtray_testkit::desktop::DesktopError>(())
//! ```

mod bus;
mod caretaker;
mod error;
mod hands;
mod keyring;
mod leftovers;
mod notifications;
mod observer;
mod options;
mod program;
mod start;
mod state;
mod tray;
mod watcher;

use std::{
    ffi::OsStr,
    fs,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use zbus::blocking::Connection;

use self::{caretaker::Caretaker, observer::Observer, state::Shared};
pub use self::{
    error::{DesktopError, Result},
    leftovers::{Leftover, processes_of},
    notifications::{Closed, Notification},
    options::{Options, full_capabilities},
    program::Program,
    state::{DesktopState, Registration},
    tray::{IconPixmap, MenuEntry, TrayItem, find},
};
pub use rustix::process::Signal;

/// How long parts of the desktop may take to come up. Generous: machines that run tests are busy.
const UP_WITHIN: Duration = Duration::from_secs(30);

/// A private desktop. Dropping it ends every process that was started in it and removes its folder.
pub struct Desktop {
    folder: PathBuf,
    display: Option<String>,
    address: String,
    shared: Arc<Shared>,
    bus: Option<Connection>,
    watcher: Mutex<Option<Connection>>,
    notifications: Mutex<Option<Connection>>,
    observer: Option<Observer>,
    keyring: Option<Program>,
    dbus: Option<Program>,
    xvfb: Option<Program>,
    // Last: tells its shell that all is done.
    caretaker: Caretaker,
    temporary: Option<tempfile::TempDir>,
}

impl Desktop {
    /// Starts a desktop with a folder of its own.
    ///
    /// # Errors
    /// A part is not installed or does not come up.
    pub fn start(options: Options) -> Result<Self> {
        // Short, because paths of sockets below it may have no more than about a hundred characters.
        let temporary = tempfile::Builder::new().prefix("ct").tempdir_in("/tmp")?;
        let folder = temporary.path().to_owned();
        let caretaker = Caretaker::start(&folder)?;
        let mut desktop = Self {
            folder,
            display: None,
            address: String::new(),
            shared: Arc::default(),
            bus: None,
            watcher: Mutex::default(),
            notifications: Mutex::default(),
            observer: None,
            keyring: None,
            dbus: None,
            xvfb: None,
            caretaker,
            temporary: Some(temporary),
        };
        // From here on a failure drops, and so cleans up, what is there already.
        desktop.make_folders()?;
        if let Some((width, height)) = options.screen {
            desktop.start_screen(width, height)?;
        }
        let (dbus, address) = bus::start(&desktop.runtime_dir(), desktop.command("dbus-daemon"))?;
        desktop.caretaker.mind(dbus.id())?;
        desktop.dbus = Some(dbus);
        desktop.address = address;
        desktop.bus = Some(zbus::blocking::connection::Builder::address(desktop.address.as_str())?.build()?);
        desktop.observer = Some(Observer::start(&desktop.address, &desktop.shared)?);
        if options.watcher {
            desktop.start_watcher()?;
        }
        if let Some(capabilities) = options.notifications {
            desktop.start_notifications(capabilities)?;
        }
        if options.keyring {
            desktop.start_keyring()?;
        }
        Ok(desktop)
    }

    fn make_folders(&self) -> Result<()> {
        for name in ["home", "run", "tmp", "home/.config", "home/.local", "home/.local/share", "home/.cache"] {
            fs::DirBuilder::new().mode(0o700).create(self.folder.join(name))?;
        }
        fs::DirBuilder::new().mode(0o700).create(self.folder.join("home/.local/state"))?;
        Ok(())
    }

    fn start_screen(&mut self, width: u16, height: u16) -> Result<()> {
        let mut command = self.command("Xvfb");
        command.args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-wr", "-screen", "0"]);
        command.arg(format!("{width}x{height}x24"));
        let (xvfb, number) = start::first_line("Xvfb", command, UP_WITHIN)?;
        self.caretaker.mind(xvfb.id())?;
        self.xvfb = Some(xvfb);
        self.display = Some(format!(":{number}"));
        Ok(())
    }

    /// Adds an unlocked keyring.
    ///
    /// # Errors
    /// There is one already, or it does not come up.
    pub fn start_keyring(&mut self) -> Result<()> {
        if self.keyring.is_some() {
            return Err(DesktopError::Unfit("this desktop has a keyring"));
        }
        let daemon = keyring::start(&self.runtime_dir(), self.command("gnome-keyring-daemon"))?;
        self.caretaker.mind(daemon.id())?;
        self.keyring = Some(daemon);
        self.wait_until("Secret Service", UP_WITHIN, |state| state.names.contains_key(keyring::NAME))
    }

    /// Ends the keyring; what it kept stays in the folder and is locked.
    pub fn stop_keyring(&mut self) {
        self.keyring = None;
    }

    /// Adds a tray host.
    ///
    /// # Errors
    /// There is one already, or the bus refuses.
    pub fn start_watcher(&self) -> Result<()> {
        let mut place = locked(&self.watcher);
        let (None, Some(observer)) = (&*place, &self.observer) else {
            return Err(DesktopError::Unfit("this desktop has a tray host"));
        };
        *place = Some(watcher::start(&self.address, &self.shared, observer.waker())?);
        Ok(())
    }

    /// Ends the tray host, as when the panel crashes. Its items are forgotten.
    pub fn stop_watcher(&self) {
        if let Some(connection) = locked(&self.watcher).take() {
            let _ = connection.close();
            self.shared.change(|state| {
                state.items.clear();
                state.tray = None;
            });
        }
    }

    /// Adds a notification service that says it can do `capabilities`, see [`full_capabilities`].
    ///
    /// # Errors
    /// There is one already, or the bus refuses.
    pub fn start_notifications(&self, capabilities: Vec<String>) -> Result<()> {
        let mut place = locked(&self.notifications);
        if place.is_some() {
            return Err(DesktopError::Unfit("this desktop has a notification service"));
        }
        *place = Some(notifications::start(&self.address, &self.shared, capabilities)?);
        Ok(())
    }

    /// Switches the notification service's "do not disturb", as Plasma's has it.
    ///
    /// # Errors
    /// There is no notification service.
    pub fn set_do_not_disturb(&self, on: bool) -> Result<()> {
        let place = locked(&self.notifications);
        let connection = place.as_ref().ok_or(DesktopError::Unfit("this desktop has no notification service"))?;
        notifications::inhibit(connection, on)
    }

    /// Ends the notification service.
    pub fn stop_notifications(&self) {
        if let Some(connection) = locked(&self.notifications).take() {
            let _ = connection.close();
        }
    }

    /// The desktop's folder; everything private lies in it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The private home.
    #[must_use]
    pub fn home(&self) -> PathBuf {
        self.folder.join("home")
    }

    /// `XDG_RUNTIME_DIR`, for its owner only.
    #[must_use]
    pub fn runtime_dir(&self) -> PathBuf {
        self.folder.join("run")
    }

    /// Address of the session bus.
    #[must_use]
    pub fn bus_address(&self) -> &str {
        &self.address
    }

    /// `DISPLAY`, if there is a screen.
    #[must_use]
    pub fn display(&self) -> Option<&str> {
        self.display.as_deref()
    }

    /// The complete environment for programs of this desktop. Of the surrounding one only `PATH` and `RUST_BACKTRACE`
    /// are taken over.
    #[must_use]
    pub fn env(&self) -> Vec<(String, String)> {
        let below = |path: &str| self.folder.join(path).to_string_lossy().into_owned();
        let mut env = vec![
            ("HOME".to_owned(), below("home")),
            ("TMPDIR".to_owned(), below("tmp")),
            ("XDG_RUNTIME_DIR".to_owned(), below("run")),
            ("XDG_CONFIG_HOME".to_owned(), below("home/.config")),
            ("XDG_DATA_HOME".to_owned(), below("home/.local/share")),
            ("XDG_STATE_HOME".to_owned(), below("home/.local/state")),
            ("XDG_CACHE_HOME".to_owned(), below("home/.cache")),
            ("XDG_SESSION_TYPE".to_owned(), "x11".to_owned()),
            ("LANG".to_owned(), "C.UTF-8".to_owned()),
            ("GDK_BACKEND".to_owned(), "x11".to_owned()),
            ("NO_AT_BRIDGE".to_owned(), "1".to_owned()),
            ("GIO_USE_VFS".to_owned(), "local".to_owned()),
            ("GSETTINGS_BACKEND".to_owned(), "memory".to_owned()),
            ("LIBGL_ALWAYS_SOFTWARE".to_owned(), "1".to_owned()),
        ];
        for name in ["PATH", "RUST_BACKTRACE"] {
            if let Ok(value) = std::env::var(name) {
                env.push((name.to_owned(), value));
            }
        }
        if let Some(display) = &self.display {
            env.push(("DISPLAY".to_owned(), display.clone()));
        }
        if !self.address.is_empty() {
            env.push(("DBUS_SESSION_BUS_ADDRESS".to_owned(), self.address.clone()));
        }
        env
    }

    /// A command with exactly [`Desktop::env`] as its environment, in the private home.
    #[must_use]
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.env()).current_dir(self.home());
        command
    }

    /// Starts a program. Should this process be killed, the program is ended all the same.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn spawn(&self, name: &str, command: Command) -> Result<Program> {
        let program = Program::start(name, command)?;
        self.caretaker.mind(program.id())?;
        Ok(program)
    }

    /// What was seen so far.
    #[must_use]
    pub fn state(&self) -> DesktopState {
        self.shared.lock().clone()
    }

    /// Waits until `condition` gives something; it is asked now and after every change of the state.
    ///
    /// # Errors
    /// It never did; `what` says what was awaited, and the error shows the last state.
    pub fn wait_for<T>(
        &self,
        what: &str,
        timeout: Duration,
        condition: impl FnMut(&DesktopState) -> Option<T>,
    ) -> Result<T> {
        self.shared.wait_for(what, timeout, condition)
    }

    /// [`Desktop::wait_for`] with a plain condition.
    ///
    /// # Errors
    /// As there.
    pub fn wait_until(
        &self,
        what: &str,
        timeout: Duration,
        mut condition: impl FnMut(&DesktopState) -> bool,
    ) -> Result<()> {
        self.wait_for(what, timeout, |state| condition(state).then_some(()))
    }

    /// Processes of this desktop that run now, without its own parts.
    #[must_use]
    pub fn processes(&self) -> Vec<Leftover> {
        let own: Vec<u32> = [&self.xvfb, &self.dbus, &self.keyring].into_iter().flatten().map(Program::id).collect();
        processes_of(&self.folder, &own)
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        // Programs first: they may want the bus while they end.
        let own: Vec<u32> = [&self.xvfb, &self.dbus, &self.keyring].into_iter().flatten().map(Program::id).collect();
        leftovers::end_all(&self.folder, &own);
        self.stop_watcher();
        self.stop_notifications();
        self.keyring = None;
        self.bus = None;
        self.dbus = None;
        if let Some(observer) = self.observer.take() {
            observer.end();
        }
        self.xvfb = None;
        leftovers::end_all(&self.folder, &[]);
        if let Some(temporary) = self.temporary.take() {
            let _ = temporary.close();
        }
    }
}

impl std::fmt::Debug for Desktop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desktop").field("folder", &self.folder).field("display", &self.display).finish_non_exhaustive()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
