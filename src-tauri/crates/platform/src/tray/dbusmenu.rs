//! `com.canonical.dbusmenu`: the menu as hosts read it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc::UnboundedSender;
use zbus::fdo;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{OwnedValue, Value};

use super::numbers::{Line, Numbers, Property, ROOT};
use super::{MenuEntry, TrayEvent};

/// Where it lies on the bus.
pub(super) const PATH: &str = "/MenuBar";

/// What a host is told of a line, by name.
type Properties = HashMap<String, OwnedValue>;
/// A line and all below it.
type Layout = (i32, Properties, Vec<OwnedValue>);

/// The menu, shared between the bus and the tray's thread.
#[derive(Clone, Debug)]
pub(super) struct SharedMenu {
    numbers: Arc<Mutex<Numbers>>,
    events: UnboundedSender<TrayEvent>,
}

impl SharedMenu {
    pub(super) fn new(menu: &[MenuEntry], events: UnboundedSender<TrayEvent>) -> Self {
        let mut numbers = Numbers::default();
        numbers.take(menu);
        Self { numbers: Arc::new(Mutex::new(numbers)), events }
    }

    fn numbers(&self) -> MutexGuard<'_, Numbers> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows another menu and tells hosts what changed, and nothing else.
    pub(super) async fn show(&self, menu: &[MenuEntry], emitter: &SignalEmitter<'_>) -> zbus::Result<()> {
        let (change, revision, updated, removed) = {
            let mut numbers = self.numbers();
            let change = numbers.take(menu);
            let lines: Vec<&Line> = change.lines.iter().filter_map(|number| numbers.line(*number)).collect();
            let updated: Vec<(i32, Properties)> =
                lines.iter().map(|line| (line.number, properties(Some(line), &[]))).collect();
            // A host keeps what it is not told about: what went back to the usual is named.
            let removed: Vec<(i32, Vec<&'static str>)> = lines
                .iter()
                .filter(|line| !line.properties.contains(&Property::Enabled(false)))
                .map(|line| (line.number, vec!["enabled"]))
                .collect();
            (change, numbers.revision, updated, removed)
        };
        if !updated.is_empty() {
            DbusMenu::items_properties_updated(emitter, updated, removed).await?;
        }
        for menu in change.menus {
            DbusMenu::layout_updated(emitter, revision, menu).await?;
        }
        Ok(())
    }

    fn event(&self, number: i32, kind: &str) -> bool {
        let numbers = self.numbers();
        let known = number == ROOT || numbers.line(number).is_some();
        if kind == "clicked" {
            let off = numbers.line(number).is_some_and(|line| line.properties.contains(&Property::Enabled(false)));
            // An entry that is gone says what it was: whoever listens finds nothing under it, and says so.
            if let Some(id) = numbers.id(number).filter(|_| !off) {
                // Nobody listens any more: the program is ending.
                let _ = self.events.send(TrayEvent::Menu(id.to_owned()));
            }
        }
        known
    }
}

/// The interface.
pub(super) struct DbusMenu(pub(super) SharedMenu);

#[zbus::interface(name = "com.canonical.dbusmenu")]
impl DbusMenu {
    fn get_layout(
        &self,
        parent_id: i32,
        recursion_depth: i32,
        property_names: Vec<String>,
    ) -> fdo::Result<(u32, Layout)> {
        let numbers = self.0.numbers();
        let (line, children) = match parent_id {
            ROOT => (None, numbers.lines.as_slice()),
            number => numbers.line(number).map(|line| (Some(line), line.children.as_slice())).ok_or_else(unknown)?,
        };
        let depth = usize::try_from(recursion_depth).ok();
        Ok((numbers.revision, layout(parent_id, line, children, depth, &property_names)))
    }

    fn get_group_properties(&self, ids: Vec<i32>, property_names: Vec<String>) -> Vec<(i32, Properties)> {
        let numbers = self.0.numbers();
        let known = |number: &i32| *number == ROOT || numbers.line(*number).is_some();
        let asked = ids.into_iter().filter(known);
        asked.map(|number| (number, properties(numbers.line(number), &property_names))).collect()
    }

    fn get_property(&self, id: i32, name: String) -> fdo::Result<OwnedValue> {
        let numbers = self.0.numbers();
        let line = if id == ROOT { None } else { Some(numbers.line(id).ok_or_else(unknown)?) };
        properties(line, &[]).remove(&name).ok_or_else(|| fdo::Error::InvalidArgs("no such property".into()))
    }

    fn event(&self, id: i32, event_id: String, _data: OwnedValue, _timestamp: u32) -> fdo::Result<()> {
        if self.0.event(id, &event_id) { Ok(()) } else { Err(unknown()) }
    }

    fn event_group(&self, events: Vec<(i32, String, OwnedValue, u32)>) -> Vec<i32> {
        events.into_iter().filter(|(id, kind, _, _)| !self.0.event(*id, kind)).map(|(id, ..)| id).collect()
    }

    fn about_to_show(&self, id: i32) -> fdo::Result<bool> {
        // The menu is always up to date.
        if id == ROOT || self.0.numbers().line(id).is_some() { Ok(false) } else { Err(unknown()) }
    }

    fn about_to_show_group(&self, ids: Vec<i32>) -> (Vec<i32>, Vec<i32>) {
        let numbers = self.0.numbers();
        let gone = ids.into_iter().filter(|id| *id != ROOT && numbers.line(*id).is_none());
        (Vec::new(), gone.collect())
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn version(&self) -> u32 {
        3
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn text_direction(&self) -> String {
        "ltr".into()
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn status(&self) -> String {
        "normal".into()
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn icon_theme_path(&self) -> Vec<String> {
        Vec::new()
    }

    #[zbus(signal)]
    async fn items_properties_updated(
        emitter: &SignalEmitter<'_>,
        updated: Vec<(i32, Properties)>,
        removed: Vec<(i32, Vec<&str>)>,
    ) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn layout_updated(emitter: &SignalEmitter<'_>, revision: u32, parent: i32) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn item_activation_requested(emitter: &SignalEmitter<'_>, id: i32, timestamp: u32) -> zbus::Result<()>;
}

fn unknown() -> fdo::Error {
    fdo::Error::InvalidArgs("there is no such menu entry".into())
}

fn layout(number: i32, line: Option<&Line>, children: &[Line], depth: Option<usize>, names: &[String]) -> Layout {
    let below = match depth {
        Some(0) => Vec::new(),
        depth => {
            let depth = depth.map(|depth| depth - 1);
            let each = children.iter().map(|child| layout(child.number, Some(child), &child.children, depth, names));
            // Nothing in it is a file descriptor, the one thing that cannot be owned.
            each.filter_map(|layout| Value::from(layout).try_into().ok()).collect()
        }
    };
    (number, properties(line, names), below)
}

/// What a host is told of a line; of the menu itself where there is none. Only `names`, unless there are none.
fn properties(line: Option<&Line>, names: &[String]) -> Properties {
    let mut all: Vec<(&str, Value<'_>)> = Vec::new();
    match line {
        None => all.push(("children-display", "submenu".into())),
        Some(line) => {
            if !line.properties.contains(&Property::Separator) {
                all.push(("label", line.label.as_str().into()));
            }
            for property in &line.properties {
                match property {
                    Property::Enabled(enabled) => all.push(("enabled", (*enabled).into())),
                    Property::Toggle(set) => {
                        all.push(("toggle-type", "checkmark".into()));
                        all.push(("toggle-state", i32::from(*set).into()));
                    }
                    Property::Separator => all.push(("type", "separator".into())),
                    Property::Submenu => all.push(("children-display", "submenu".into())),
                }
            }
        }
    }
    let wanted = |name: &str| names.is_empty() || names.iter().any(|asked| asked == name);
    let owned = all.into_iter().filter(|(name, _)| wanted(name));
    owned.filter_map(|(name, value)| Some((name.to_owned(), OwnedValue::try_from(value).ok()?))).collect()
}
