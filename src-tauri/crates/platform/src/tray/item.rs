//! `org.kde.StatusNotifierItem`: the icon as hosts read it, without any toolkit.
//!
//! Written here because ksni, the library for it, numbers every menu line anew whenever one comes or goes: an open menu
//! is torn down under the pointer.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc::UnboundedSender;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath};
use zbus::{Connection, Proxy, fdo};

use super::dbusmenu::{self, DbusMenu, SharedMenu};
use super::{TrayEvent, TrayModel};
use crate::icons::{Icon, Picture};
use crate::notify::plain;

const PATH: &str = "/StatusNotifierItem";
const TITLE_CHARS: usize = 120;
const TOOLTIP_CHARS: usize = 400;

static COUNT: AtomicU32 = AtomicU32::new(1);

/// Width, height, and four bytes a pixel: alpha, red, green, blue.
type Pixmap = (i32, i32, Vec<u8>);
/// Icon name, pixels, title, and text with markup.
type ToolTip = (String, Vec<Pixmap>, String, String);

/// An icon on the bus. It goes with its connection.
#[derive(Debug)]
pub(super) struct Item {
    connection: Connection,
    name: String,
    shown: Arc<Mutex<TrayModel>>,
    menu: SharedMenu,
}

impl Item {
    /// Puts the icon on the bus. A host sees it after [`Item::register`].
    pub(super) async fn build(id: &str, model: &TrayModel, events: UnboundedSender<TrayEvent>) -> zbus::Result<Self> {
        let name =
            format!("org.kde.StatusNotifierItem-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let shown = Arc::new(Mutex::new(model.clone()));
        let menu = SharedMenu::new(&model.menu, events.clone());
        let item = StatusNotifierItem { id: id.to_owned(), shown: Arc::clone(&shown), events };
        let connection = zbus::connection::Builder::session()?
            .serve_at(PATH, item)?
            .serve_at(dbusmenu::PATH, DbusMenu(menu.clone()))?
            .name(name.as_str())?
            .build()
            .await?;
        Ok(Self { connection, name, shown, menu })
    }

    /// Announces the icon to the watcher. To be done again for every new watcher.
    pub(super) async fn register(&self) -> Result<(), String> {
        let words = |error: zbus::Error| error.to_string();
        let watcher = zbus::proxy::Builder::<Proxy<'_>>::new(&self.connection)
            .destination(super::host::WATCHER)
            .and_then(|builder| builder.path("/StatusNotifierWatcher"))
            .and_then(|builder| builder.interface(super::host::WATCHER))
            .map_err(words)?
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
            .await
            .map_err(words)?;
        watcher.call::<_, _, ()>("RegisterStatusNotifierItem", &(self.name.as_str(),)).await.map_err(words)?;
        // Watchers of the large desktops always say yes; one that says no has nobody who draws.
        match watcher.get_property::<bool>("IsStatusNotifierHostRegistered").await {
            Ok(false) => Err("the watcher has no host".into()),
            _ => Ok(()),
        }
    }

    /// Shows `model`, telling hosts only what differs.
    pub(super) async fn show(&self, model: &TrayModel) -> zbus::Result<()> {
        let before = std::mem::replace(&mut *locked(&self.shown), model.clone());
        let emitter = SignalEmitter::new(&self.connection, PATH)?;
        if before.icon != model.icon {
            StatusNotifierItem::new_icon(&emitter).await?;
        }
        if tooltip(&before) != tooltip(model) {
            StatusNotifierItem::new_tool_tip(&emitter).await?;
        }
        if before.title != model.title {
            StatusNotifierItem::new_title(&emitter).await?;
        }
        if before.menu != model.menu {
            let emitter = SignalEmitter::new(&self.connection, dbusmenu::PATH)?;
            self.menu.show(&model.menu, &emitter).await?;
        }
        Ok(())
    }

    /// Takes the icon off the bus.
    pub(super) async fn close(self) {
        // A bus that is gone has no icon either.
        let _ = self.connection.close().await;
    }
}

fn locked(shown: &Mutex<TrayModel>) -> MutexGuard<'_, TrayModel> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hosts read markup in it, so that of foreign text is shown as it is written.
fn tooltip(model: &TrayModel) -> String {
    plain::escaped(&plain::line(&model.tooltip, TOOLTIP_CHARS))
}

/// Every size that was drawn, the largest first: a host takes the one that fits its panel.
fn pixmap(icon: Icon) -> Vec<Pixmap> {
    // Only a damaged embedded image gives none, which a test rules out.
    let pictures = Picture::sizes(icon).unwrap_or_default();
    let side = |pixels: u32| i32::try_from(pixels).unwrap_or_default();
    let argb = |rgba: &[u8]| {
        let pixels = rgba.chunks_exact(4).flat_map(|pixel| match pixel {
            [red, green, blue, alpha] => [*alpha, *red, *green, *blue],
            _ => [0; 4],
        });
        pixels.collect()
    };
    let pixmaps = pictures.iter().rev();
    pixmaps.map(|picture| (side(picture.width), side(picture.height), argb(&picture.rgba))).collect()
}

struct StatusNotifierItem {
    id: String,
    shown: Arc<Mutex<TrayModel>>,
    events: UnboundedSender<TrayEvent>,
}

#[zbus::interface(name = "org.kde.StatusNotifierItem")]
impl StatusNotifierItem {
    /// Hosts that draw no menus themselves get this answer from every item without a toolkit.
    fn context_menu(&self, _x: i32, _y: i32) -> fdo::Result<()> {
        Err(fdo::Error::UnknownMethod("the menu is at the Menu property".into()))
    }

    fn activate(&self, _x: i32, _y: i32) {
        // Nobody listens any more: the program is ending.
        let _ = self.events.send(TrayEvent::Activate);
    }

    fn secondary_activate(&self, _x: i32, _y: i32) {}

    fn scroll(&self, _delta: i32, _orientation: String) {}

    fn provide_xdg_activation_token(&self, _token: String) {}

    #[zbus(property(emits_changed_signal = "const"))]
    fn category(&self) -> String {
        "ApplicationStatus".into()
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn id(&self) -> String {
        self.id.clone()
    }

    #[zbus(property(emits_changed_signal = "false"))]
    fn title(&self) -> String {
        plain::line(&locked(&self.shown).title, TITLE_CHARS)
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn status(&self) -> String {
        "Active".into()
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn window_id(&self) -> i32 {
        0
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn icon_theme_path(&self) -> String {
        String::new()
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn menu(&self) -> OwnedObjectPath {
        ObjectPath::from_static_str_unchecked(dbusmenu::PATH).into()
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn item_is_menu(&self) -> bool {
        false
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn icon_name(&self) -> String {
        String::new()
    }

    #[zbus(property(emits_changed_signal = "false"))]
    fn icon_pixmap(&self) -> Vec<Pixmap> {
        pixmap(locked(&self.shown).icon)
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn overlay_icon_name(&self) -> String {
        String::new()
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn overlay_icon_pixmap(&self) -> Vec<Pixmap> {
        Vec::new()
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn attention_icon_name(&self) -> String {
        String::new()
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn attention_icon_pixmap(&self) -> Vec<Pixmap> {
        Vec::new()
    }

    #[zbus(property(emits_changed_signal = "const"))]
    fn attention_movie_name(&self) -> String {
        String::new()
    }

    #[zbus(property(emits_changed_signal = "false"))]
    fn tool_tip(&self) -> ToolTip {
        let shown = locked(&self.shown);
        (String::new(), Vec::new(), plain::line(&shown.title, TITLE_CHARS), tooltip(&shown))
    }

    #[zbus(signal)]
    async fn new_title(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn new_icon(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn new_attention_icon(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn new_overlay_icon(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn new_tool_tip(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn new_status(emitter: &SignalEmitter<'_>, status: &str) -> zbus::Result<()>;
}
