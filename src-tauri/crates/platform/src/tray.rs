//! The tray icon: a picture, a tooltip and a menu.
//!
//! On Linux it is a StatusNotifierItem without any toolkit, on a thread of its own. A desktop without a tray host is a
//! typed event and no failure: the icon appears when a host does, and again when the host restarts. On macOS and
//! Windows an icon needs the main thread's event loop, see [`run_on_main_thread`].

#[cfg(not(target_os = "linux"))]
mod clicks;
#[cfg(target_os = "linux")]
mod dbusmenu;
#[cfg(not(target_os = "linux"))]
mod face;
#[cfg(target_os = "linux")]
mod host;
#[cfg(target_os = "linux")]
mod item;
#[cfg(target_os = "linux")]
mod linux;
mod mnemonics;
#[cfg(not(target_os = "linux"))]
mod native;
#[cfg(target_os = "linux")]
mod numbers;
#[cfg(not(target_os = "linux"))]
mod pick;

use tokio::sync::mpsc;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(target_os = "linux"))]
use native as system;

pub use crate::icons::{Icon, IconState, IconStyle};

/// Everything the tray shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrayModel {
    /// Which picture.
    pub icon: Icon,
    /// Shown when the pointer rests on the icon: one sentence.
    pub tooltip: String,
    /// The name that desktops show beside or for the icon.
    pub title: String,
    /// The menu from top to bottom.
    pub menu: Vec<MenuEntry>,
}

/// One line of the menu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MenuEntry {
    /// Comes back in [`TrayEvent::Menu`]. An entry whose id changes is another entry, so that a press on what was there
    /// before is never taken for a press on what is there now.
    pub id: String,
    /// What it says. Foreign text is fine: it is cleaned and bounded, and `&` is just a character.
    pub label: String,
    /// Can be pressed.
    pub enabled: bool,
    /// With a check mark, set or not.
    pub checked: Option<bool>,
    /// Entries of a submenu.
    pub children: Vec<MenuEntry>,
    /// A line between entries; everything else about it is ignored.
    pub separator: bool,
}

impl MenuEntry {
    /// An entry to press.
    pub fn item(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into(), enabled: true, ..Self::default() }
    }

    /// A line that only says something.
    pub fn text(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { enabled: false, ..Self::item(id, label) }
    }

    /// An entry with a check mark.
    pub fn check(id: impl Into<String>, label: impl Into<String>, checked: bool) -> Self {
        Self { checked: Some(checked), ..Self::item(id, label) }
    }

    /// An entry that opens a submenu.
    pub fn submenu(id: impl Into<String>, label: impl Into<String>, children: Vec<MenuEntry>) -> Self {
        Self { children, ..Self::item(id, label) }
    }

    /// A line between entries.
    pub fn separator() -> Self {
        Self { separator: true, ..Self::default() }
    }
}

/// Why no icon is shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this desktop shows no tray icons: {why}")]
pub struct NoHost {
    /// In the system's words.
    pub why: String,
}

/// What the tray tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrayEvent {
    /// A menu entry was pressed: its id. A menu that was open may hold entries that are gone.
    Menu(String),
    /// The icon itself was clicked with the main button.
    Activate,
    /// The icon is on the screen, or why it is not. Told at the start and with every change.
    Host(Result<(), NoHost>),
    /// The person signs out or shuts the computer down (Windows): the process is ended a few seconds from now.
    SessionEnds,
}

pub(crate) enum Command {
    Show(Box<TrayModel>),
    Leave,
}

/// A handle on the tray icon. The icon goes away with [`Tray::close`] or the process.
#[derive(Clone, Debug)]
pub struct Tray {
    commands: system::Commands,
}

impl Tray {
    /// Starts the tray. `id` names the program to the desktop (lower case, no blanks). Nothing is shown before the first
    /// [`Tray::show`]. A process has one tray at a time: `events` of an earlier one receive nothing more.
    #[cfg(target_os = "linux")]
    pub fn start(id: &str, events: mpsc::UnboundedSender<TrayEvent>) -> Self {
        Self { commands: linux::start(id, events) }
    }

    /// Shows `model`. Only what differs from what is shown is changed.
    pub fn show(&self, model: TrayModel) {
        self.commands.send(Command::Show(Box::new(model)));
    }

    /// Takes the icon away.
    pub fn close(&self) {
        self.commands.send(Command::Leave);
    }
}

/// Gives the calling thread, which must be the program's first, to the tray where the system wants that (macOS,
/// Windows), and runs `program` with the tray. Returns its exit code once it is done; on macOS the process then ends
/// with that code by itself.
pub fn run_on_main_thread(
    id: &str,
    events: mpsc::UnboundedSender<TrayEvent>,
    program: impl FnOnce(Tray) -> i32 + Send + 'static,
) -> i32 {
    system::run_on_main_thread(id, events, program)
}
