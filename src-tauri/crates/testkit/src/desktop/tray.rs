//! A tray item as a panel sees it: StatusNotifierItem properties and the menu behind them.

use zbus::{
    blocking::{Connection, Proxy},
    proxy::CacheProperties,
    zvariant::{OwnedObjectPath, OwnedValue, Structure, Value},
};

use super::{
    error::{DesktopError, Result},
    state::Registration,
};

const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// One size of the icon.
#[derive(Clone, PartialEq, Eq)]
pub struct IconPixmap {
    /// Width in pixels.
    pub width: i32,
    /// Height in pixels.
    pub height: i32,
    /// Four bytes a pixel: alpha, red, green, blue.
    pub argb: Vec<u8>,
}

impl IconPixmap {
    /// Alpha, red, green and blue at `x`, `y`; `None` outside.
    #[must_use]
    pub fn pixel(&self, x: i32, y: i32) -> Option<[u8; 4]> {
        if x < 0 || y < 0 || x >= self.width || y >= self.height {
            return None;
        }
        let at = usize::try_from(y * self.width + x).ok()? * 4;
        self.argb.get(at..at + 4)?.try_into().ok()
    }
}

impl std::fmt::Debug for IconPixmap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IconPixmap {}x{}", self.width, self.height)
    }
}

/// One menu entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuEntry {
    /// The menu's own number for it.
    pub id: i32,
    /// As shown, without mnemonic marks. Empty for separators.
    pub label: String,
    /// Whether it can be clicked.
    pub enabled: bool,
    /// Whether it is shown.
    pub visible: bool,
    /// Whether it is a dividing line.
    pub separator: bool,
    /// For check marks and radio marks: whether it is set.
    pub checked: Option<bool>,
    /// Entries of its submenu.
    pub children: Vec<MenuEntry>,
}

impl MenuEntry {
    /// Follows labels down from this entry's children.
    #[must_use]
    pub fn find(&self, path: &[&str]) -> Option<&MenuEntry> {
        find(&self.children, path)
    }
}

/// Follows labels down from `entries`; hidden entries are not seen.
#[must_use]
pub fn find<'a>(entries: &'a [MenuEntry], path: &[&str]) -> Option<&'a MenuEntry> {
    let (first, rest) = path.split_first()?;
    let entry = entries.iter().find(|entry| entry.visible && entry.label == *first)?;
    if rest.is_empty() { Some(entry) } else { entry.find(rest) }
}

/// A tray item, read at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrayItem {
    /// Who registered it, and where it is.
    pub registration: Registration,
    /// Name that stays the same over restarts.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// `Passive`, `Active` or `NeedsAttention`.
    pub status: String,
    /// Icon by name; empty when it is given as pixels.
    pub icon_name: String,
    /// Icon as pixels.
    pub icons: Vec<IconPixmap>,
    /// First line of the tooltip.
    pub tooltip_title: String,
    /// The rest of the tooltip.
    pub tooltip_text: String,
    /// The menu.
    pub menu: Vec<MenuEntry>,
}

impl TrayItem {
    /// The menu as indented lines, for people and for error messages. Hidden entries are left out.
    #[must_use]
    pub fn menu_lines(&self) -> Vec<String> {
        fn write(entries: &[MenuEntry], depth: usize, lines: &mut Vec<String>) {
            for entry in entries.iter().filter(|entry| entry.visible) {
                let label = if entry.separator { "--" } else { &entry.label };
                let mark = match entry.checked {
                    Some(true) => "[x] ",
                    Some(false) => "[ ] ",
                    None => "",
                };
                let off = if entry.enabled || entry.separator { "" } else { "  (off)" };
                lines.push(format!("{}{mark}{label}{off}", "  ".repeat(depth)));
                write(&entry.children, depth + 1, lines);
            }
        }
        let mut lines = Vec::new();
        write(&self.menu, 0, &mut lines);
        lines
    }
}

/// Reads the whole item.
pub(super) fn read(bus: &Connection, registration: &Registration) -> Result<TrayItem> {
    let item = item_proxy(bus, registration)?;
    let text = |name: &str| item.get_property::<String>(name).unwrap_or_default();
    let icons: Vec<(i32, i32, Vec<u8>)> = item.get_property("IconPixmap").unwrap_or_default();
    // Icon name, icon pixels, title, text.
    type ToolTip = (String, Vec<(i32, i32, Vec<u8>)>, String, String);
    let tooltip = item
        .get_property::<OwnedValue>("ToolTip")
        .ok()
        .and_then(|value| ToolTip::try_from(value).ok())
        .unwrap_or_default();
    Ok(TrayItem {
        registration: registration.clone(),
        id: text("Id"),
        title: text("Title"),
        // The one property every item has: an item that does not answer is an error.
        status: item.get_property("Status")?,
        icon_name: text("IconName"),
        icons: icons.into_iter().map(|(width, height, argb)| IconPixmap { width, height, argb }).collect(),
        tooltip_title: tooltip.2,
        tooltip_text: tooltip.3,
        menu: match menu_proxy(bus, registration) {
            Ok(menu) => layout(&menu)?,
            Err(_) => Vec::new(),
        },
    })
}

fn item_proxy<'a>(bus: &Connection, registration: &Registration) -> Result<Proxy<'a>> {
    Ok(zbus::blocking::proxy::Builder::new(bus)
        .destination(registration.owner.clone())?
        .path(registration.path.clone())?
        .interface(ITEM)?
        .cache_properties(CacheProperties::No)
        .build()?)
}

fn menu_proxy<'a>(bus: &Connection, registration: &Registration) -> Result<Proxy<'a>> {
    let path: OwnedObjectPath = item_proxy(bus, registration)?.get_property("Menu")?;
    Ok(zbus::blocking::proxy::Builder::new(bus)
        .destination(registration.owner.clone())?
        .path(path)?
        .interface(MENU)?
        .cache_properties(CacheProperties::No)
        .build()?)
}

fn layout(menu: &Proxy<'_>) -> Result<Vec<MenuEntry>> {
    let reply = menu.call_method("GetLayout", &(0i32, -1i32, Vec::<String>::new()))?;
    let body = reply.body();
    let answer: Structure<'_> = body.deserialize()?;
    let root = answer.fields().get(1).and_then(entry);
    root.map(|root| root.children).ok_or_else(|| DesktopError::Failed {
        program: "the tray item".to_owned(),
        why: format!("its menu is not one: {answer:?}"),
    })
}

/// One `(ia{sv}av)`.
fn entry(value: &Value<'_>) -> Option<MenuEntry> {
    let value = if let Value::Value(inner) = value { inner } else { value };
    let Value::Structure(fields) = value else { return None };
    let [Value::I32(id), Value::Dict(properties), Value::Array(children)] = fields.fields() else { return None };
    let text = |name: &str| properties.get::<_, String>(&name).ok().flatten();
    let flag = |name: &str| properties.get::<_, bool>(&name).ok().flatten();
    let state = properties.get::<_, i32>(&"toggle-state").ok().flatten();
    Some(MenuEntry {
        id: *id,
        label: plain_label(&text("label").unwrap_or_default()),
        enabled: flag("enabled").unwrap_or(true),
        visible: flag("visible").unwrap_or(true),
        separator: text("type").as_deref() == Some("separator"),
        checked: text("toggle-type").filter(|kind| !kind.is_empty()).map(|_| state == Some(1)),
        children: children.iter().filter_map(entry).collect(),
    })
}

/// In a label one underscore marks the access key and two are one to show.
fn plain_label(label: &str) -> String {
    let mut plain = String::with_capacity(label.len());
    let mut characters = label.chars();
    while let Some(character) = characters.next() {
        if character == '_' {
            plain.extend(characters.next());
        } else {
            plain.push(character);
        }
    }
    plain
}

/// Clicks the entry under `path` in the menu as it is now. Does not wait for an answer: the program may end by it.
pub(super) fn click(bus: &Connection, registration: &Registration, path: &[&str]) -> Result<()> {
    let menu = menu_proxy(bus, registration)?;
    let entries = layout(&menu)?;
    let entry = find(&entries, path)
        .filter(|entry| entry.enabled)
        .ok_or_else(|| DesktopError::Missing(format!("menu entry {path:?} that can be clicked in {entries:#?}")))?;
    Ok(menu.call_noreply("Event", &(entry.id, "clicked", Value::from(0i32), 0u32))?)
}

/// Calls the item's `Activate` (left click) or `SecondaryActivate` (middle click).
pub(super) fn press(bus: &Connection, registration: &Registration, method: &str) -> Result<()> {
    item_proxy(bus, registration)?.call_method(method, &(1i32, 1i32))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(label: &str) -> MenuEntry {
        MenuEntry {
            id: 1,
            label: label.to_owned(),
            enabled: true,
            visible: true,
            separator: false,
            checked: None,
            children: Vec::new(),
        }
    }

    #[test]
    fn access_key_marks_are_not_part_of_a_label() {
        assert_eq!(plain_label("_Quit now"), "Quit now");
        assert_eq!(plain_label("my__job"), "my_job");
        assert_eq!(plain_label("end_"), "end");
    }

    #[test]
    fn entries_are_found_by_their_labels_and_hidden_ones_are_not() {
        let mut parent = leaf("Gateways");
        parent.children = vec![MenuEntry { visible: false, ..leaf("Secret") }, leaf("Home")];
        let menu = [parent];
        assert_eq!(find(&menu, &["Gateways", "Home"]), Some(&leaf("Home")));
        assert_eq!(find(&menu, &["Gateways", "Secret"]), None);
        assert_eq!(find(&menu, &["Home"]), None);
        assert_eq!(find(&menu, &[]), None);
    }

    #[test]
    fn a_pixel_outside_the_icon_is_none() {
        let icon = IconPixmap { width: 2, height: 1, argb: vec![1, 2, 3, 4, 5, 6, 7, 8] };
        assert_eq!(icon.pixel(1, 0), Some([5, 6, 7, 8]));
        assert_eq!(icon.pixel(2, 0), None);
        assert_eq!(icon.pixel(0, -1), None);
    }
}
