//! The icon and its menu as the library has them, changed only where the model changed.

use tray_icon::menu::{CheckMenuItem, IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu};
use tray_icon::{TrayIcon, TrayIconBuilder};

use super::{MenuEntry, TrayModel, pick};
use crate::icons::Icon;
use crate::notify::plain;

const LABEL_CHARS: usize = 120;
const TOOLTIP_CHARS: usize = 250;

/// A shown icon. Lives on the thread that made it.
pub(super) struct Face {
    icon: TrayIcon,
    shown: TrayModel,
    menu: Vec<Drawn>,
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
        let (menu, drawn) = draw(&model.menu);
        let mut builder = TrayIconBuilder::new()
            .with_id(id)
            .with_menu(Box::new(menu))
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
        Ok(Self { icon, shown: model.clone(), menu: drawn })
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
        if !same_shape(&self.shown.menu, &model.menu) {
            // First nothing, then the new menu: hosts number entries by place, and a press that is under way on the
            // old entry of a place must not land on the new one.
            let (menu, drawn) = draw(&model.menu);
            self.icon.set_menu(None);
            self.icon.set_menu(Some(Box::new(menu)));
            self.menu = drawn;
        } else if self.shown.menu != model.menu {
            update(&self.menu, &self.shown.menu, &model.menu);
        }
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

/// The same entries in the same places, whatever they say.
fn same_shape(old: &[MenuEntry], new: &[MenuEntry]) -> bool {
    old.len() == new.len()
        && old.iter().zip(new).all(|(old, new)| {
            old.separator == new.separator
                && (old.separator
                    || (old.id == new.id
                        && old.checked.is_some() == new.checked.is_some()
                        && old.children.is_empty() == new.children.is_empty()
                        && same_shape(&old.children, &new.children)))
        })
}

fn draw(entries: &[MenuEntry]) -> (Menu, Vec<Drawn>) {
    let menu = Menu::new();
    let drawn: Vec<Drawn> = entries.iter().map(draw_entry).collect();
    for entry in &drawn {
        // Appending fails only for an item of another menu, which a new one is not.
        let _ = menu.append(entry.as_item());
    }
    (menu, drawn)
}

fn draw_entry(entry: &MenuEntry) -> Drawn {
    if entry.separator {
        return Drawn::Separator(PredefinedMenuItem::separator());
    }
    let label = label(&entry.label);
    if !entry.children.is_empty() {
        let submenu = Submenu::with_id(entry.id.as_str(), label, entry.enabled);
        let children: Vec<Drawn> = entry.children.iter().map(draw_entry).collect();
        for child in &children {
            let _ = submenu.append(child.as_item());
        }
        return Drawn::Submenu(submenu, children);
    }
    match entry.checked {
        Some(checked) => Drawn::Check(CheckMenuItem::with_id(entry.id.as_str(), label, entry.enabled, checked, None)),
        None => Drawn::Item(MenuItem::with_id(entry.id.as_str(), label, entry.enabled, None)),
    }
}

fn update(drawn: &[Drawn], old: &[MenuEntry], new: &[MenuEntry]) {
    for ((drawn, old), new) in drawn.iter().zip(old).zip(new) {
        if let Drawn::Submenu(_, children) = drawn {
            update(children, &old.children, &new.children);
        }
        if old.label != new.label {
            drawn.set_text(&label(&new.label));
        }
        if old.enabled != new.enabled {
            drawn.set_enabled(new.enabled);
        }
        if let (Drawn::Check(item), Some(checked)) = (drawn, new.checked) {
            // Some systems flip the mark themselves when it is pressed, so what is shown may differ from `old`.
            if item.is_checked() != checked {
                item.set_checked(checked);
            }
        }
    }
}

/// On Linux the host shows the title above it; elsewhere the tooltip is all there is and names the program.
fn tooltip(model: &TrayModel) -> String {
    let text = if cfg!(target_os = "linux") || model.title.is_empty() {
        model.tooltip.clone()
    } else {
        format!("{}: {}", model.title, model.tooltip)
    };
    plain::line(&text, TOOLTIP_CHARS)
}

/// A label in the library's spelling, where one `&` would underline what follows.
fn label(text: &str) -> String {
    plain::line(text, LABEL_CHARS).replace('&', "&&")
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
