//! The icon and its menu as the library has them, changed only where the model changed.

use tray_icon::menu::{CheckMenuItem, IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu};
use tray_icon::{TrayIcon, TrayIconBuilder};

use super::{MenuEntry, TrayModel, mnemonics, pick};
use crate::icons::Icon;
use crate::notify::plain;

const LABEL_CHARS: usize = 120;
const TOOLTIP_CHARS: usize = 250;

/// A shown icon. Lives on the thread that made it.
pub(super) struct Face {
    icon: TrayIcon,
    shown: TrayModel,
    menu: Menu,
    lines: Vec<Drawn>,
}

enum Drawn {
    Item(MenuItem),
    Check(CheckMenuItem),
    Submenu(Submenu, Vec<Drawn>),
    Separator(PredefinedMenuItem),
}

impl Face {
    /// Puts the icon on the screen; fails where there is no host for it.
    pub(super) fn build(id: &str, model: &TrayModel) -> Result<Self, String> {
        let menu = Menu::new();
        let mut lines = Vec::new();
        update(&Level::Menu(&menu), &mut lines, &[], &model.menu);
        let mut builder = TrayIconBuilder::new()
            .with_id(id)
            .with_menu(Box::new(menu.clone()))
            .with_menu_on_left_click(cfg!(target_os = "macos"))
            .with_icon_as_template(cfg!(target_os = "macos"))
            .with_tooltip(tooltip(model));
        // On macOS a title is text beside the icon.
        if !cfg!(target_os = "macos") {
            builder = builder.with_title(plain::line(&model.title, LABEL_CHARS));
        }
        if let Some(picture) = pick::icon(model.icon) {
            builder = builder.with_icon(picture);
        }
        let icon = builder.build().map_err(|error| error.to_string())?;
        Ok(Self { icon, shown: model.clone(), menu, lines })
    }

    /// Shows `model`, touching only what differs.
    pub(super) fn show(&mut self, model: &TrayModel) {
        if model.icon != self.shown.icon {
            self.set_picture(model.icon);
        }
        if tooltip(model) != tooltip(&self.shown) {
            let _ = self.icon.set_tooltip(Some(tooltip(model)));
        }
        if model.title != self.shown.title && !cfg!(target_os = "macos") {
            self.icon.set_title(Some(plain::line(&model.title, LABEL_CHARS)));
        }
        update(&Level::Menu(&self.menu), &mut self.lines, &self.shown.menu, &model.menu);
        self.shown = model.clone();
    }

    /// A system that refuses a picture keeps the one before; the tooltip still tells the truth.
    fn set_picture(&self, icon: Icon) {
        let picture = pick::icon(icon);
        #[cfg(target_os = "macos")]
        let _ = self.icon.set_icon_with_as_template(picture, true);
        // The call above does nothing on the other systems.
        #[cfg(not(target_os = "macos"))]
        let _ = self.icon.set_icon(picture);
    }
}

/// A menu or a submenu: both hold lines.
enum Level<'a> {
    Menu(&'a Menu),
    Submenu(&'a Submenu),
}

impl Level<'_> {
    // Both fail only for a line that is in another menu, or not in this one, which none is.
    fn insert(&self, line: &Drawn, at: usize) {
        let _ = match self {
            Self::Menu(menu) => menu.insert(line.as_item(), at),
            Self::Submenu(menu) => menu.insert(line.as_item(), at),
        };
    }

    fn remove(&self, line: &Drawn) {
        let _ = match self {
            Self::Menu(menu) => menu.remove(line.as_item()),
            Self::Submenu(menu) => menu.remove(line.as_item()),
        };
    }
}

/// The same entry, whatever it says.
fn is_same(old: &MenuEntry, new: &MenuEntry) -> bool {
    old.separator == new.separator
        && (old.separator
            || (old.id == new.id
                && old.checked.is_some() == new.checked.is_some()
                && old.children.is_empty() == new.children.is_empty()))
}

/// Makes `old` into `new` line by line: what stays is never taken out, so that an open menu keeps it.
fn update(level: &Level<'_>, drawn: &mut Vec<Drawn>, old: &[MenuEntry], new: &[MenuEntry]) {
    let labels: Vec<String> = new.iter().map(|entry| plain::line(&entry.label, LABEL_CHARS)).collect();
    let letters = mnemonics::choose(labels.iter().map(String::as_str));
    // Beside each drawn line what it was drawn from; nothing for one that has just come.
    let mut left: Vec<Option<&MenuEntry>> = old.iter().map(Some).collect();
    for (at, (entry, (text, letter))) in new.iter().zip(labels.iter().zip(letters)).enumerate() {
        let label = mnemonics::marked(text, letter, '&');
        // What stood before a line that stays and is not wanted any more goes; a line from nowhere comes in here.
        let stays = |old: &Option<&MenuEntry>| old.is_some_and(|old| is_same(old, entry));
        if let Some(ahead) = left.get(at..).and_then(|rest| rest.iter().position(stays)) {
            for _ in 0..ahead {
                left.remove(at);
                level.remove(&drawn.remove(at));
            }
        } else {
            left.insert(at.min(left.len()), None);
            let line = draw(entry, &label);
            level.insert(&line, at);
            drawn.insert(at.min(drawn.len()), line);
        }
        let (Some(line), Some(before)) = (drawn.get_mut(at), left.get(at)) else { continue };
        if let Drawn::Submenu(submenu, children) = line {
            let before = before.map(|before| before.children.as_slice()).unwrap_or_default();
            update(&Level::Submenu(submenu), children, before, &entry.children);
        }
        line.set_text(&label);
        line.set_enabled(entry.enabled);
        if let (Drawn::Check(item), Some(checked)) = (&*line, entry.checked) {
            // Some systems flip the mark themselves when it is pressed, so what is shown may differ from `before`.
            if item.is_checked() != checked {
                item.set_checked(checked);
            }
        }
    }
    for line in drawn.drain(new.len()..) {
        level.remove(&line);
    }
}

/// The line itself; what is in a submenu comes with the update that follows.
fn draw(entry: &MenuEntry, label: &str) -> Drawn {
    let id = entry.id.as_str();
    if entry.separator {
        Drawn::Separator(PredefinedMenuItem::separator())
    } else if !entry.children.is_empty() {
        Drawn::Submenu(Submenu::with_id(id, label, entry.enabled), Vec::new())
    } else if let Some(checked) = entry.checked {
        Drawn::Check(CheckMenuItem::with_id(id, label, entry.enabled, checked, None))
    } else {
        Drawn::Item(MenuItem::with_id(id, label, entry.enabled, None))
    }
}

/// The tooltip is all there is of the program's name.
fn tooltip(model: &TrayModel) -> String {
    let text =
        if model.title.is_empty() { model.tooltip.clone() } else { format!("{}: {}", model.title, model.tooltip) };
    plain::line(&text, TOOLTIP_CHARS)
}

impl Drawn {
    fn as_item(&self) -> &dyn IsMenuItem {
        match self {
            Self::Item(item) => item,
            Self::Check(item) => item,
            Self::Submenu(item, _) => item,
            Self::Separator(item) => item,
        }
    }

    fn set_text(&self, text: &str) {
        match self {
            Self::Item(item) => item.set_text(text),
            Self::Check(item) => item.set_text(text),
            Self::Submenu(item, _) => item.set_text(text),
            Self::Separator(_) => {}
        }
    }

    fn set_enabled(&self, enabled: bool) {
        match self {
            Self::Item(item) => item.set_enabled(enabled),
            Self::Check(item) => item.set_enabled(enabled),
            Self::Submenu(item, _) => item.set_enabled(enabled),
            Self::Separator(_) => {}
        }
    }
}
