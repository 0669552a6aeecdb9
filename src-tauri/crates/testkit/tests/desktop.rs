//! The private desktop itself: what is played is seen, and nothing stays behind.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{collections::HashMap, path::Path, time::Duration};

use clawtray_testkit::desktop::{Closed, Desktop, DesktopError, Options, Signal, full_capabilities, processes_of};
use rustix::{
    event::{PollFd, PollFlags, Timespec},
    process::{Pid, PidfdFlags},
};
use zbus::{
    blocking::{Connection, MessageIterator, Proxy, connection::Builder},
    zvariant::{OwnedObjectPath, Value},
};

const SOON: Duration = Duration::from_secs(20);

type ToolTip = (String, Vec<(i32, i32, Vec<u8>)>, String, String);

/// A tray item of a program: one pixel, a nested menu, and a record of clicks.
struct Item {
    tooltip: String,
}

#[zbus::interface(name = "org.kde.StatusNotifierItem")]
impl Item {
    #[zbus(property)]
    fn id(&self) -> String {
        "probe".into()
    }
    #[zbus(property)]
    fn title(&self) -> String {
        "Probe".into()
    }
    #[zbus(property)]
    fn status(&self) -> String {
        "Active".into()
    }
    #[zbus(property)]
    fn icon_name(&self) -> String {
        String::new()
    }
    #[zbus(property)]
    fn icon_pixmap(&self) -> Vec<(i32, i32, Vec<u8>)> {
        vec![(1, 1, vec![255, 10, 20, 30])]
    }
    #[zbus(property)]
    fn tool_tip(&self) -> ToolTip {
        (String::new(), vec![], self.tooltip.clone(), "more".into())
    }
    #[zbus(property)]
    fn menu(&self) -> OwnedObjectPath {
        OwnedObjectPath::try_from("/Menu").unwrap()
    }
    fn activate(&mut self, _x: i32, _y: i32) {
        self.tooltip = "activated".into();
    }
    #[zbus(signal)]
    async fn new_tool_tip(emitter: &zbus::object_server::SignalEmitter<'_>) -> zbus::Result<()>;
}

struct Menu {
    clicks: std::sync::mpsc::Sender<i32>,
}

type Properties = HashMap<&'static str, Value<'static>>;
type Node = (i32, Properties, Vec<Value<'static>>);

fn leaf(id: i32, properties: Properties) -> Value<'static> {
    Value::from((id, properties, Vec::<Value<'static>>::new()))
}

#[zbus::interface(name = "com.canonical.dbusmenu")]
impl Menu {
    fn get_layout(&self, _parent: i32, _depth: i32, _names: Vec<String>) -> (u32, Node) {
        let deny = leaf(3, HashMap::from([("label", Value::from("_Deny"))]));
        let gone = leaf(4, HashMap::from([("label", Value::from("Allow")), ("enabled", Value::from(false))]));
        let parent = Value::from((2, HashMap::from([("label", Value::from("Approval"))]), vec![deny, gone]));
        let line = leaf(5, HashMap::from([("type", Value::from("separator"))]));
        let mute = leaf(
            6,
            HashMap::from([
                ("label", Value::from("Mute")),
                ("toggle-type", Value::from("checkmark")),
                ("toggle-state", Value::from(1i32)),
            ]),
        );
        (1, (0, HashMap::new(), vec![parent, line, mute]))
    }
    fn event(&self, id: i32, kind: String, _data: Value<'_>, _time: u32) {
        assert_eq!(kind, "clicked");
        self.clicks.send(id).unwrap();
    }
}

fn register(desktop: &Desktop) -> (Connection, std::sync::mpsc::Receiver<i32>) {
    let (clicks, clicked) = std::sync::mpsc::channel();
    let program = Builder::address(desktop.bus_address())
        .unwrap()
        .serve_at("/StatusNotifierItem", Item { tooltip: "first".into() })
        .unwrap()
        .serve_at("/Menu", Menu { clicks })
        .unwrap()
        .build()
        .unwrap();
    let name = program.unique_name().unwrap().to_string();
    watcher(&program).call_method("RegisterStatusNotifierItem", &name).unwrap();
    (program, clicked)
}

fn watcher(program: &Connection) -> Proxy<'_> {
    Proxy::new(program, "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher")
        .unwrap()
}

fn notify(program: &Connection, replaces: u32, summary: &str) -> u32 {
    let hints = HashMap::from([("urgency", Value::from(2u8))]);
    let actions = vec!["deny", "Deny", "allow", "Allow once"];
    program
        .call_method(
            Some("org.freedesktop.Notifications"),
            "/org/freedesktop/Notifications",
            Some("org.freedesktop.Notifications"),
            "Notify",
            &("probe", replaces, "", summary, "body", actions, hints, -1i32),
        )
        .unwrap()
        .body()
        .deserialize()
        .unwrap()
}

fn bus_only() -> Options {
    Options::bare()
}

#[test]
fn a_tray_item_is_seen_with_its_properties_and_menu_and_can_be_clicked() {
    let desktop = Desktop::start(Options { watcher: true, ..bus_only() }).unwrap();
    let (program, clicked) = register(&desktop);
    let tray = desktop.wait_for("tray item", SOON, |state| state.tray.clone()).unwrap();
    assert_eq!((tray.id.as_str(), tray.title.as_str(), tray.status.as_str()), ("probe", "Probe", "Active"));
    assert_eq!((tray.tooltip_title.as_str(), tray.tooltip_text.as_str()), ("first", "more"));
    assert_eq!(tray.icons[0].pixel(0, 0), Some([255, 10, 20, 30]));
    assert_eq!(tray.menu_lines(), ["Approval", "  Deny", "  Allow  (off)", "--", "[x] Mute"]);

    desktop.click(&["Approval", "Deny"]).unwrap();
    assert_eq!(clicked.recv_timeout(SOON).unwrap(), 3);
    assert!(matches!(desktop.click(&["Approval", "Allow"]), Err(DesktopError::Missing(_))), "it is off");
    assert!(matches!(desktop.click(&["Nothing"]), Err(DesktopError::Missing(_))));

    desktop.activate().unwrap();
    let item = program.object_server().interface::<_, Item>("/StatusNotifierItem").unwrap();
    zbus::block_on(Item::new_tool_tip(item.signal_emitter())).unwrap();
    desktop
        .wait_until("new tooltip", SOON, |state| {
            state.tray.as_ref().is_some_and(|tray| tray.tooltip_title == "activated")
        })
        .unwrap();

    drop(item);
    program.close().unwrap();
    desktop.wait_until("no tray item", SOON, |state| state.items.is_empty() && state.tray.is_none()).unwrap();
}

#[test]
fn a_tray_host_that_comes_late_and_goes_is_announced() {
    let desktop = Desktop::start(bus_only()).unwrap();
    let program = Builder::address(desktop.bus_address()).unwrap().build().unwrap();
    let bus = zbus::blocking::fdo::DBusProxy::new(&program).unwrap();
    let mut changes = bus.receive_name_owner_changed_with_args(&[(0, "org.kde.StatusNotifierWatcher")]).unwrap();
    assert!(watcher(&program).get_property::<bool>("IsStatusNotifierHostRegistered").is_err());

    desktop.start_watcher().unwrap();
    assert!(changes.next().unwrap().args().unwrap().new_owner().is_some());
    assert!(watcher(&program).get_property::<bool>("IsStatusNotifierHostRegistered").unwrap());
    assert!(matches!(desktop.start_watcher(), Err(DesktopError::Unfit(_))));

    desktop.stop_watcher();
    assert!(changes.next().unwrap().args().unwrap().new_owner().is_none());
    desktop.start_watcher().unwrap();
    assert!(changes.next().unwrap().args().unwrap().new_owner().is_some());
}

#[test]
fn notifications_are_recorded_replaced_withdrawn_and_pressed() {
    let desktop = Desktop::start(Options { notifications: Some(full_capabilities()), ..bus_only() }).unwrap();
    let program = Builder::address(desktop.bus_address()).unwrap().build().unwrap();
    let service = Proxy::new(
        &program,
        "org.freedesktop.Notifications",
        "/org/freedesktop/Notifications",
        "org.freedesktop.Notifications",
    )
    .unwrap();
    let capabilities: Vec<String> = service.call("GetCapabilities", &()).unwrap();
    assert_eq!(capabilities, full_capabilities());

    let first = notify(&program, 0, "Approval needed");
    let shown = desktop.wait_for("a notification", SOON, |state| state.notifications.last().cloned()).unwrap();
    assert_eq!((shown.id, shown.summary.as_str(), shown.body.as_str()), (first, "Approval needed", "body"));
    assert_eq!(shown.buttons(), ["Deny", "Allow once"]);
    assert_eq!(shown.action_key("Allow once"), Some("allow"));
    assert_eq!(shown.urgency(), Some(2));

    assert_eq!(notify(&program, first, "Still needed"), first, "replaced in place");
    let second = notify(&program, 0, "Another");
    assert_ne!(first, second);
    let state = desktop.state();
    let on_screen: Vec<_> = state.on_screen().iter().map(|shown| shown.summary.as_str()).collect();
    assert_eq!(on_screen, ["Still needed", "Another"]);

    service.call_method("CloseNotification", &second).unwrap();
    assert_eq!(desktop.state().withdrawn, [second]);
    assert_eq!(desktop.state().on_screen().len(), 1);

    assert!(matches!(desktop.press(first, "unknown"), Err(DesktopError::Missing(_))));
    // The press waits until somebody listens: here a thread that begins only after it was asked for.
    std::thread::scope(|scope| {
        let pressed = scope.spawn(|| desktop.press(first, "deny"));
        // Everything the connection receives is queued from here on. `for_match_rule` begins to queue only after the bus
        // has answered it, and loses what the bus delivers in between (zbus 5.19, `Connection::add_match`).
        let heard = MessageIterator::from(&program);
        let rule = "type='signal',interface='org.freedesktop.Notifications'";
        zbus::blocking::fdo::DBusProxy::new(&program).unwrap().add_match_rule(rule.try_into().unwrap()).unwrap();
        let mut signals = heard.filter(|message| {
            let header = message.as_ref().unwrap().header();
            header.interface().is_some_and(|interface| interface == "org.freedesktop.Notifications")
                && header.message_type() == zbus::message::Type::Signal
        });
        pressed.join().unwrap().unwrap();
        let invoked = signals.next().unwrap().unwrap();
        assert_eq!(invoked.body().deserialize::<(u32, String)>().unwrap(), (first, "deny".to_owned()));
        let closed = signals.next().unwrap().unwrap();
        assert_eq!(closed.body().deserialize::<(u32, u32)>().unwrap(), (first, Closed::Dismissed as u32));
    });
    assert!(desktop.state().on_screen().is_empty());
    assert!(matches!(desktop.press(first, "deny"), Err(DesktopError::Missing(_))), "it is gone");
}

#[test]
fn a_missed_event_says_what_was_awaited() {
    let desktop = Desktop::start(bus_only()).unwrap();
    let missed = desktop.wait_until("green icon", Duration::from_millis(10), |_| false).unwrap_err();
    assert!(missed.to_string().starts_with("no green icon within 10 ms"), "{missed}");
}

#[test]
fn secrets_go_into_the_private_keyring_and_come_back() {
    let desktop = Desktop::start(Options { keyring: true, ..bus_only() }).unwrap();
    assert_eq!(desktop.secret_lookup("dev.clawtray.test", "device").unwrap(), None);
    desktop.secret_store("dev.clawtray.test", "device", "two words").unwrap();
    assert_eq!(desktop.secret_lookup("dev.clawtray.test", "device").unwrap().as_deref(), Some("two words"));
    assert_eq!(desktop.secret_usernames("dev.clawtray.test").unwrap(), ["device"]);
    assert!(desktop.folder().join("home/.local/share/keyrings").is_dir(), "kept in the private home");
}

#[test]
fn without_a_keyring_nothing_of_the_system_is_started_in_its_place() {
    let desktop = Desktop::start(bus_only()).unwrap();
    assert!(desktop.secret_lookup("dev.clawtray.test", "device").is_err());
    assert!(desktop.processes().is_empty(), "{:?}", desktop.processes());
}

#[test]
fn programs_get_exactly_the_private_environment_and_a_screen() {
    let desktop = Desktop::start(Options { screen: Some((640, 480)), ..bus_only() }).unwrap();
    let mut env = desktop.spawn("env", desktop.command("env")).unwrap();
    assert!(env.wait(SOON).unwrap().success());
    env.wait_for_line(&format!("DISPLAY={}", desktop.display().unwrap()), SOON).unwrap();
    env.wait_for_line(&format!("HOME={}", desktop.home().display()), SOON).unwrap();
    assert!(env.lines().iter().all(|line| !line.starts_with("CARGO")), "nothing else comes in");

    let picture = desktop.folder().join("shot.png");
    desktop.screenshot(&picture).unwrap();
    let bytes = std::fs::read(picture).unwrap();
    assert_eq!((&bytes[1..4], &bytes[16..24]), (b"PNG".as_slice(), [0, 0, 2, 128, 0, 0, 1, 224].as_slice()));
}

#[test]
fn nothing_is_left_behind_even_of_programs_that_hide() {
    let desktop = Desktop::start(Options { screen: Some((640, 480)), ..Options::default() }).unwrap();
    let folder = desktop.folder().to_owned();
    let number = desktop.display().unwrap().trim_start_matches(':').to_owned();
    // A child in another session and process group, as a supervised gateway is, that also ignores TERM.
    let mut command = desktop.command("setsid");
    command.args(["--fork", "sh", "-c", "trap '' TERM; echo up; while :; do read -r line || exec sleep 600; done"]);
    let program = desktop.spawn("hidden", command).unwrap();
    program.wait_for_line("up", SOON).unwrap();
    assert_eq!(desktop.processes().len(), 1, "{:?}", desktop.processes());
    drop(program);
    drop(desktop);
    assert_eq!(processes_of(&folder, &[]), []);
    assert!(!folder.exists());
    assert!(!Path::new(&format!("/tmp/.X{number}-lock")).exists(), "the X server ended in good order");
}

#[test]
fn when_the_test_itself_is_killed_the_caretaker_ends_its_desktop() {
    let outer = Desktop::start(bus_only()).unwrap();
    // This test program again, as the one to be killed.
    let mut command = outer.command(std::env::current_exe().unwrap());
    command.args(["--exact", "be_killed", "--ignored", "--nocapture"]);
    let program = outer.spawn("inner", command).unwrap();
    let line = program.wait_for_line("folder=", SOON).unwrap();
    let folder = Path::new(line.split_once("folder=").unwrap().1).to_owned();
    assert!(!processes_of(&folder, &[]).is_empty());
    let caretaker = rustix::process::pidfd_open(caretaker_of(&folder), PidfdFlags::empty()).unwrap();
    program.signal(Signal::KILL);
    drop(program);
    let ended =
        rustix::event::poll(&mut [PollFd::new(&caretaker, PollFlags::IN)], Some(&Timespec { tv_sec: 20, tv_nsec: 0 }));
    assert_eq!(ended, Ok(1), "the caretaker has done its work");
    assert!(!folder.exists());
    assert_eq!(processes_of(&folder, &[]), []);
}

/// The shell that has `folder` as its last argument.
fn caretaker_of(folder: &Path) -> Pid {
    let arguments = format!("caretaker\0{}\0", folder.display());
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let mut numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let found = numbers.find(|pid| {
        std::fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| line.ends_with(arguments.as_bytes()))
    });
    Pid::from_raw(found.unwrap()).unwrap()
}

/// Not a test of its own: run by `when_the_test_itself_is_killed_the_caretaker_ends_its_desktop`.
#[test]
#[ignore = "is started and killed by another test"]
fn be_killed() {
    let desktop = Desktop::start(bus_only()).unwrap();
    println!("folder={}", desktop.folder().display());
    desktop.wait_until("the end", Duration::from_secs(60), |_| false).unwrap_err();
}
