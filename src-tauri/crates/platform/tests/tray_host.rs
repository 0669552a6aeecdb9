//! The tray icon against a StatusNotifierWatcher on a private bus.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "tray_desktop/mod.rs"]
mod desktop;

use std::collections::HashMap;

use clawtray_platform::icons::Picture;
use clawtray_platform::tray::{IconState, MenuEntry, Tray, TrayEvent, TrayModel};
use desktop::{another_bus, end_bus, in_private_session, owned, soon};
use futures_util::StreamExt;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, MatchRule, MessageStream, Proxy};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

struct Fake(UnboundedSender<String>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Fake {
    fn register_status_notifier_item(&self, service: String) {
        self.0.send(service).unwrap();
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }
}

/// A watcher and host.
struct Host {
    connection: Connection,
    items: UnboundedReceiver<String>,
}

impl Host {
    async fn start() -> Self {
        let (send, items) = unbounded_channel();
        let builder = zbus::connection::Builder::session().unwrap();
        let builder = builder.serve_at("/StatusNotifierWatcher", Fake(send)).unwrap().name(WATCHER).unwrap();
        Self { connection: builder.build().await.unwrap(), items }
    }

    async fn item(&mut self) -> Shown {
        let service = soon("an icon", self.items.recv()).await.unwrap();
        let item = Proxy::new(&self.connection, service.clone(), "/StatusNotifierItem", ITEM).await.unwrap();
        let path: zbus::zvariant::OwnedObjectPath = item.get_property("Menu").await.unwrap();
        let menu = Proxy::new(&self.connection, service.clone(), path, MENU).await.unwrap();
        Shown { service, item, menu }
    }
}

/// What a host knows of a registered icon.
struct Shown {
    service: String,
    item: Proxy<'static>,
    menu: Proxy<'static>,
}

/// One line of the menu as a host reads it.
#[derive(Debug)]
struct Line {
    number: i32,
    depth: usize,
    properties: HashMap<String, OwnedValue>,
}

impl Line {
    /// As it is written for hosts: `_` stands before the letter a keyboard chooses it by.
    fn written(&self) -> String {
        self.properties
            .get("label")
            .map(|label| String::try_from(label.try_clone().unwrap()).unwrap())
            .unwrap_or_default()
    }

    /// As a person reads it.
    fn label(&self) -> String {
        self.written().replace("__", "\u{0}").replace('_', "").replace('\u{0}', "_")
    }
}

type Node = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Shown {
    async fn lines(&self) -> Vec<Line> {
        let (_, root): (u32, Node) = self.menu.call("GetLayout", &(0, -1, Vec::<String>::new())).await.unwrap();
        let mut lines = Vec::new();
        collect(root, 0, &mut lines);
        lines.remove(0);
        lines
    }

    async fn labels(&self) -> Vec<String> {
        self.lines().await.iter().map(Line::label).collect()
    }

    async fn number(&self, label: &str) -> i32 {
        self.lines().await.iter().find(|line| line.label() == label).unwrap().number
    }

    async fn press(&self, number: i32) {
        // A host does not wait for anything; an entry that is gone may answer with an error.
        let _: Result<(), _> = self.menu.call("Event", &(number, "clicked", Value::from(0), 0_u32)).await;
    }

    async fn tooltip(&self) -> String {
        type Pixmaps = Vec<(i32, i32, Vec<u8>)>;
        let tooltip: OwnedValue = self.property("ToolTip").await;
        let (_, _, _, text): (String, Pixmaps, String, String) = tooltip.try_into().unwrap();
        text
    }

    /// Read anew: proxies keep properties, and this interface tells of changes by signals of its own.
    async fn property(&self, name: &str) -> OwnedValue {
        let properties =
            zbus::fdo::PropertiesProxy::new(self.item.connection(), self.service.clone(), "/StatusNotifierItem");
        properties.await.unwrap().get(ITEM.try_into().unwrap(), name).await.unwrap()
    }

    async fn pixels(&self) -> (i32, i32, Vec<u8>) {
        let pixmaps: Vec<(i32, i32, Vec<u8>)> = self.property("IconPixmap").await.try_into().unwrap();
        let sides: Vec<i32> = pixmaps.iter().map(|pixmap| pixmap.0).collect();
        assert_eq!(sides, [44, 32, 24, 22, 16], "each size as it was drawn, so that no host has to blur one");
        pixmaps.into_iter().next().unwrap()
    }
}

fn collect((number, properties, children): Node, depth: usize, lines: &mut Vec<Line>) {
    lines.push(Line { number, depth, properties });
    for child in children {
        collect(child.try_into().unwrap(), depth + 1, lines);
    }
}

/// The picture of a state as the bus carries it: alpha first.
fn pixels_of(state: IconState) -> Vec<u8> {
    let rgba = Picture::tray(state.into()).unwrap().rgba;
    rgba.chunks_exact(4).flat_map(|pixel| [pixel[3], pixel[0], pixel[1], pixel[2]]).collect()
}

fn model() -> TrayModel {
    TrayModel {
        icon: IconState::Running.into(),
        tooltip: "Running for 3 hours".into(),
        title: "Clawtray".into(),
        menu: vec![
            MenuEntry::text("state", "Running · 2026.9.6"),
            MenuEntry::separator(),
            MenuEntry::submenu(
                "pair",
                "Anna & Bob_s\u{202E} phone",
                vec![MenuEntry::item("deny:1", "Deny"), MenuEntry::item("approve:1", "Approve")],
            ),
            MenuEntry::check("login", "Start at login", true),
            MenuEntry::item("quit", "Quit"),
        ],
    }
}

fn tray() -> (Tray, UnboundedReceiver<TrayEvent>) {
    let (send, events) = unbounded_channel();
    (Tray::start("clawtray-test", send), events)
}

async fn event(events: &mut UnboundedReceiver<TrayEvent>) -> TrayEvent {
    soon("a tray event", events.recv()).await.unwrap()
}

/// Signals of the icon and its menu, in their order.
async fn signals(connection: &Connection, shown: &Shown) -> MessageStream {
    let rule =
        MatchRule::builder().msg_type(zbus::message::Type::Signal).sender(shown.service.as_str()).unwrap().build();
    MessageStream::for_match_rule(rule.to_owned(), connection, Some(64)).await.unwrap()
}

async fn signal(stream: &mut MessageStream) -> String {
    let message = soon("a signal", stream.next()).await.unwrap().unwrap();
    message.header().member().unwrap().to_string()
}

#[test]
fn a_host_sees_pixels_tooltip_and_menu_and_its_clicks_come_back() {
    in_private_session("a_host_sees_pixels_tooltip_and_menu_and_its_clicks_come_back", || async {
        let mut host = Host::start().await;
        let (tray, mut events) = tray();
        tray.show(model());
        let shown = host.item().await;
        assert_eq!(event(&mut events).await, TrayEvent::Host(Ok(())));

        let (width, height, argb) = shown.pixels().await;
        assert_eq!((width, height), (44, 44));
        assert!(argb == pixels_of(IconState::Running), "the pixels are the picture's own");
        assert_eq!(shown.tooltip().await, "Running for 3 hours");
        assert_eq!(String::try_from(shown.property("Title").await).unwrap(), "Clawtray");

        let lines = shown.lines().await;
        let read: Vec<(usize, String)> = lines.iter().map(|line| (line.depth, line.label())).collect();
        let expected = [
            (1, "Running · 2026.9.6"),
            (1, ""),
            (1, "Anna & Bob_s phone"),
            (2, "Deny"),
            (2, "Approve"),
            (1, "Start at login"),
            (1, "Quit"),
        ];
        assert_eq!(read, expected.map(|(depth, label)| (depth, label.to_owned())));
        let written: Vec<String> = lines.iter().map(Line::written).collect();
        assert_eq!(written[3..], ["_Deny", "_Approve", "_Start at login", "_Quit"], "each has its letter");
        assert_eq!(lines[0].properties["enabled"], OwnedValue::from(false));
        assert_eq!(lines[1].properties["type"], Value::from("separator").try_into().unwrap());
        assert_eq!(lines[5].properties["toggle-state"], OwnedValue::from(1));

        shown.press(lines[4].number).await;
        assert_eq!(event(&mut events).await, TrayEvent::Menu("approve:1".into()));
        shown.item.call::<_, _, ()>("Activate", &(1, 1)).await.unwrap();
        assert_eq!(event(&mut events).await, TrayEvent::Activate);
    });
}

#[test]
fn only_what_changed_is_changed() {
    in_private_session("only_what_changed_is_changed", || async {
        let mut host = Host::start().await;
        let (tray, _events) = tray();
        tray.show(model());
        let shown = host.item().await;
        let before = shown.number("Quit").await;
        let mut stream = signals(&host.connection, &shown).await;

        tray.show(model());
        let mut changed = model();
        changed.menu[0].label = "Running for a day".into();
        changed.menu[3].checked = Some(false);
        tray.show(changed.clone());
        assert_eq!(signal(&mut stream).await, "ItemsPropertiesUpdated");
        changed.icon = IconState::Down.into();
        changed.tooltip = "Down since 04:15".into();
        tray.show(changed);
        let mut seen = vec![signal(&mut stream).await];
        while !seen.contains(&"NewToolTip".into()) {
            seen.push(signal(&mut stream).await);
        }
        assert!(seen.contains(&"NewIcon".into()), "{seen:?}");
        assert!(!seen.contains(&"LayoutUpdated".into()), "the menu is not laid out anew: {seen:?}");
        assert_eq!(shown.labels().await[0], "Running for a day");
        assert_eq!(shown.number("Quit").await, before, "entries keep their numbers");
        assert_eq!(shown.lines().await[5].properties["toggle-state"], OwnedValue::from(0));
        assert_eq!(shown.tooltip().await, "Down since 04:15");
        assert!(shown.pixels().await.2 == pixels_of(IconState::Down), "the picture changed");
    });
}

#[test]
fn an_open_menu_keeps_its_lines_while_others_come_and_go() {
    in_private_session("an_open_menu_keeps_its_lines_while_others_come_and_go", || async {
        let mut host = Host::start().await;
        let (tray, mut events) = tray();
        tray.show(model());
        let shown = host.item().await;
        assert_eq!(event(&mut events).await, TrayEvent::Host(Ok(())));
        let before = [shown.number("Quit").await, shown.number("Approve").await, shown.number("Start at login").await];
        let mut stream = signals(&host.connection, &shown).await;
        let mut more = model();
        let second = vec![MenuEntry::item("deny:2", "Refuse"), MenuEntry::item("approve:2", "Grant")];
        more.menu.insert(2, MenuEntry::submenu("pair:2", "Carl", second));
        more.menu[0].label = "Two ask".into();
        tray.show(more.clone());
        let mut seen = Vec::new();
        while !seen.contains(&"LayoutUpdated".to_owned()) {
            seen.push(signal(&mut stream).await);
        }
        assert_eq!(seen.iter().filter(|name| *name == "LayoutUpdated").count(), 1, "{seen:?}");
        let after = [shown.number("Quit").await, shown.number("Approve").await, shown.number("Start at login").await];
        assert_eq!(before, after, "what stays keeps its number");
        assert_eq!(shown.labels().await[2], "Carl");
        shown.press(before[1]).await;
        assert_eq!(
            event(&mut events).await,
            TrayEvent::Menu("approve:1".into()),
            "under the pointer it is what it was"
        );
        tray.show(model());
        while signal(&mut stream).await != "LayoutUpdated" {}
        assert_eq!(shown.number("Quit").await, before[0]);
    });
}

#[test]
fn a_press_on_an_entry_that_is_gone_says_what_it_was_and_never_reaches_the_one_in_its_place() {
    in_private_session(
        "a_press_on_an_entry_that_is_gone_says_what_it_was_and_never_reaches_the_one_in_its_place",
        || async {
            let mut host = Host::start().await;
            let (tray, mut events) = tray();
            tray.show(model());
            let shown = host.item().await;
            assert_eq!(event(&mut events).await, TrayEvent::Host(Ok(())));
            let old = shown.number("Approve").await;
            let mut stream = signals(&host.connection, &shown).await;
            let mut other = model();
            other.menu[2].children[1].id = "approve:2".into();
            tray.show(other);
            while signal(&mut stream).await != "LayoutUpdated" {}
            shown.press(old).await;
            shown.press(shown.number("Approve").await).await;
            assert_eq!(event(&mut events).await, TrayEvent::Menu("approve:1".into()), "for the log, not for an action");
            assert_eq!(event(&mut events).await, TrayEvent::Menu("approve:2".into()));
            shown.press(4_711).await;
            shown.press(shown.number("Running · 2026.9.6").await).await;
            assert!(events.is_empty(), "a number never given, and a line that is only read, do nothing");
        },
    );
}

#[test]
fn foreign_words_in_the_tooltip_are_no_markup() {
    in_private_session("foreign_words_in_the_tooltip_are_no_markup", || async {
        let mut host = Host::start().await;
        let (tray, _events) = tray();
        let tooltip = "Running, but: <b>Ann</b> & <img src=x>\u{202E}".into();
        tray.show(TrayModel { tooltip, ..model() });
        let shown = host.item().await;
        assert_eq!(shown.tooltip().await, "Running, but: &lt;b&gt;Ann&lt;/b&gt; &amp; &lt;img src=x&gt;");
    });
}

#[test]
fn without_a_host_it_says_so_and_the_icon_appears_with_one() {
    in_private_session("without_a_host_it_says_so_and_the_icon_appears_with_one", || async {
        let (tray, mut events) = tray();
        tray.show(model());
        assert!(matches!(event(&mut events).await, TrayEvent::Host(Err(_))));
        let mut host = Host::start().await;
        assert_eq!(event(&mut events).await, TrayEvent::Host(Ok(())));
        let shown = host.item().await;
        assert_eq!(shown.labels().await[0], "Running · 2026.9.6");
    });
}

#[test]
fn a_host_that_restarts_gets_the_icon_again_with_the_newest_menu() {
    in_private_session("a_host_that_restarts_gets_the_icon_again_with_the_newest_menu", || async {
        let watch = Connection::session().await.unwrap();
        let mut host = Host::start().await;
        let (tray, mut events) = tray();
        tray.show(model());
        host.item().await;
        assert_eq!(event(&mut events).await, TrayEvent::Host(Ok(())));
        host.connection.close().await.unwrap();
        owned(&watch, WATCHER, false).await;
        assert!(matches!(event(&mut events).await, TrayEvent::Host(Err(_))));
        let mut changed = model();
        changed.menu[0].label = "Down".into();
        tray.show(changed);
        let mut host = Host::start().await;
        assert_eq!(event(&mut events).await, TrayEvent::Host(Ok(())));
        let shown = host.item().await;
        assert_eq!(shown.labels().await[0], "Down");
        shown.press(shown.number("Quit").await).await;
        assert_eq!(event(&mut events).await, TrayEvent::Menu("quit".into()));
    });
}

#[test]
fn closing_takes_the_icon_off_the_bus() {
    in_private_session("closing_takes_the_icon_off_the_bus", || async {
        let mut host = Host::start().await;
        let (tray, _events) = tray();
        tray.show(model());
        let shown = host.item().await;
        tray.close();
        let bus = zbus::fdo::DBusProxy::new(&host.connection).await.unwrap();
        let mut changes = bus.receive_name_owner_changed_with_args(&[(0, shown.service.as_str())]).await.unwrap();
        if bus.name_has_owner(shown.service.as_str().try_into().unwrap()).await.unwrap() {
            let change = soon("the icon's end", changes.next()).await.unwrap();
            assert!(change.args().unwrap().new_owner().is_none());
        }
    });
}

#[test]
fn the_icon_survives_the_death_of_the_bus() {
    in_private_session("the_icon_survives_the_death_of_the_bus", || async {
        let mut host = Host::start().await;
        let (tray, mut events) = tray();
        tray.show(model());
        host.item().await;
        assert_eq!(event(&mut events).await, TrayEvent::Host(Ok(())));
        end_bus();
        assert!(matches!(event(&mut events).await, TrayEvent::Host(Err(_))));
        tray.show(TrayModel { icon: IconState::Down.into(), ..model() });
        let _bus = another_bus();
        let mut host = Host::start().await;
        tray.show(TrayModel { icon: IconState::Paused.into(), ..model() });
        let shown = host.item().await;
        assert_eq!(event(&mut events).await, TrayEvent::Host(Ok(())));
        // It may have come back as it was right before, and says when that changes.
        let mut changes = signals(&host.connection, &shown).await;
        while shown.pixels().await.2 != pixels_of(IconState::Paused) {
            signal(&mut changes).await;
        }
    });
}
