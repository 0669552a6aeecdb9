//! One private desktop, one keeper, one played gateway.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    os::unix::net::UnixStream,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use clawtray_contract::{Decision, GatewayView, State};
use clawtray_platform::icons::{Icon, Picture};
use clawtray_testkit::desktop::{Desktop, Notification, Options, Program, TrayItem};
use serde_json::{Value, json};

use crate::gateway;

/// What a busy machine may need for anything.
pub const SOON: Duration = Duration::from_secs(60);

const SCREEN: (u16, u16) = (800, 500);
/// Xfce's settings and its notification service, where Debian puts them.
const XFCE_SETTINGS: &str = "/usr/lib/x86_64-linux-gnu/xfce4/xfconf/xfconfd";
const XFCE_SERVICE: &str = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd";

/// Everything of one journey.
pub struct Stage {
    pub desktop: Desktop,
    pub keeper: Option<Program>,
    port: u16,
}

impl Stage {
    /// With a tray host and a notification service that can do `notifications`; without one for `None`.
    pub fn new(watcher: bool, notifications: Option<&[&str]>) -> Self {
        let notifications = notifications.map(|all| all.iter().map(|one| (*one).to_owned()).collect());
        Self::on(Options { screen: None, watcher, notifications, keyring: false })
    }

    /// With a screen, and Xfce's own notification service on it; everything runs and all is well. The second is the
    /// service: it ends with its value.
    pub fn running_with_xfce() -> (Self, Vec<Program>) {
        let mut stage = Self::on(Options { screen: Some(SCREEN), watcher: true, notifications: None, keyring: false });
        let start = |path: &str| stage.desktop.spawn(path, stage.desktop.command(path)).expect("it starts");
        // The service reads its settings from the other one, and the private bus starts nothing by itself.
        let service = vec![start(XFCE_SETTINGS), start(XFCE_SERVICE)];
        stage.until_on_bus("org.freedesktop.Notifications");
        stage.install();
        stage.start();
        stage.until_state(State::Running);
        (stage, service)
    }

    fn on(options: Options) -> Self {
        let desktop = Desktop::start(options).expect("a private desktop");
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let stage = Self { desktop, keeper: None, port };
        for made in ["bin", "openclaw", "state", "clawtray"] {
            fs::create_dir_all(stage.home().join(made)).unwrap();
        }
        let (myself, node) = (std::env::current_exe().unwrap(), stage.home().join("bin/node"));
        if fs::hard_link(&myself, &node).is_err() {
            fs::copy(&myself, &node).unwrap();
        }
        let config = format!(r#"{{"gateway":{{"mode":"local","auth":{{"token":"{}"}}}}}}"#, gateway::TOKEN);
        fs::write(stage.state().join("openclaw.json"), config).unwrap();
        stage
    }

    /// Everything, and the keeper says that all is well.
    pub fn running(notifications: Option<&[&str]>) -> Self {
        let mut stage = Self::new(true, notifications);
        stage.install();
        stage.start();
        stage.until_state(State::Running);
        stage
    }

    fn until_on_bus(&self, name: &str) {
        let end = Instant::now() + SOON;
        let ask = ["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"];
        let has = || {
            let mut command = self.desktop.command("dbus-send");
            command.args(ask).arg("org.freedesktop.DBus.NameHasOwner").arg(format!("string:{name}"));
            String::from_utf8_lossy(&command.output().expect("dbus-send").stdout).contains("true")
        };
        while !has() {
            assert!(Instant::now() < end, "{name} is not on the bus");
        }
    }

    /// The one request is in the picture: a notification may be a moment quicker.
    pub fn until_it_waits(&self) {
        self.until("the request", |view| (view.approvals.len() == 1).then_some(()));
    }

    /// Where Xfce's bubble is, once it is there and stands still: left, top, width and height in pixels.
    pub fn bubble(&self) -> (u32, u32, u32, u32) {
        let end = Instant::now() + SOON;
        let mut before = None;
        loop {
            let now = self.find_bubble();
            if let Some(found) = now.filter(|_| now == before) {
                return found;
            }
            assert!(Instant::now() < end, "no bubble: {}", self.story());
            before = now;
        }
    }

    pub fn until_no_bubble(&self) {
        let end = Instant::now() + SOON;
        while self.find_bubble().is_some() {
            assert!(Instant::now() < end, "the bubble stays: {}", self.story());
        }
    }

    fn find_bubble(&self) -> Option<(u32, u32, u32, u32)> {
        let arguments = ["search", "--onlyvisible", "--class", "notifyd", "getwindowgeometry", "--shell", "%@"];
        let text = self.on_screen("xdotool", &arguments);
        let value = |name: &str| text.lines().rev().find_map(|line| line.strip_prefix(name)?.parse().ok());
        let found = (value("X=")?, value("Y=")?, value("WIDTH=")?, value("HEIGHT=")?);
        // The service has a window of a few pixels of its own.
        (found.3 > 60).then_some(found)
    }

    /// Runs a program on the screen; gives what it prints.
    pub fn on_screen(&self, program: &str, arguments: &[&str]) -> String {
        let output = self.desktop.command(program).args(arguments).output().expect(program);
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn home(&self) -> PathBuf {
        self.desktop.home()
    }

    pub fn state(&self) -> PathBuf {
        self.home().join("state")
    }

    /// OpenClaw is on this computer from now on.
    pub fn install(&self) {
        let package = self.home().join("openclaw");
        let description = r#"{"name":"openclaw","version":"2026.9.6","bin":{"openclaw":"openclaw.mjs"}}"#;
        fs::write(package.join("package.json"), description).unwrap();
        fs::write(package.join("openclaw.mjs"), "").unwrap();
    }

    pub fn manner(&self, manner: &str) {
        fs::write(self.state().join(gateway::MANNER), manner).unwrap();
    }

    pub fn settings(&self, settings: &str) {
        let folder = self.home().join("clawtray");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("clawtray.json"), settings).unwrap();
    }

    fn command(&self) -> Command {
        self.command_of(env!("CARGO_BIN_EXE_clawtrayd").into())
    }

    fn command_of(&self, keeper: PathBuf) -> Command {
        let mut command = self.desktop.command(keeper);
        command
            .env("CLAWTRAY_HOME", self.home().join("clawtray"))
            .env("CLAWTRAY_OPENCLAW", self.home().join("openclaw"))
            .env("CLAWTRAY_NODE", self.home().join("bin/node"))
            .env("OPENCLAW_STATE_DIR", self.state())
            .env("OPENCLAW_GATEWAY_PORT", self.port.to_string());
        command
    }

    pub fn start(&mut self) {
        self.keeper = Some(self.desktop.spawn("clawtrayd", self.command()).expect("the keeper starts"));
    }

    /// Starts the keeper, with a screen to show a window on that nothing is shown on.
    pub fn start_with_screen(&mut self) {
        // Alone in its folder: where everything is built, the window's program lies beside the keeper.
        let (keeper, alone) = (env!("CARGO_BIN_EXE_clawtrayd"), self.home().join("bin/clawtrayd"));
        if fs::hard_link(keeper, &alone).is_err() {
            fs::copy(keeper, &alone).unwrap();
        }
        let mut command = self.command_of(alone);
        command.env("DISPLAY", ":63000");
        self.keeper = Some(self.desktop.spawn("clawtrayd", command).expect("the keeper starts"));
    }

    pub fn tell(&self, wishes: &[Value]) -> Vec<Value> {
        gateway::tell(&self.state(), wishes)
    }

    /// Asks for a pairing; gives the request's id.
    pub fn pair(&self, name: &str) -> String {
        self.tell(&[json!({ "pair": name })])[0].as_str().unwrap().to_owned()
    }

    /// The decisions that reached the gateway.
    pub fn decided(&self) -> Vec<Value> {
        self.tell(&[json!({})])[0].as_array().unwrap().clone()
    }

    pub fn view(&self) -> Option<GatewayView> {
        let stream = UnixStream::connect(self.home().join("clawtray/run/keeper.sock")).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
        let (mut out, mut lines) = (stream.try_clone().ok()?, BufReader::new(stream).lines());
        out.write_all(b"{\"type\":\"hello\",\"protocol\":1,\"client\":\"command_line\",\"version\":\"test\"}\n")
            .ok()?;
        out.write_all(b"{\"type\":\"subscribe\"}\n").ok()?;
        loop {
            let frame: Value = serde_json::from_str(&lines.next()?.ok()?).ok()?;
            if frame["type"] == "snapshot" {
                return serde_json::from_value(frame["snapshot"]["gateways"][0].clone()).ok();
            }
        }
    }

    /// Waits for what a snapshot shows. Looked at again with each change that reaches the bus, and now and then.
    pub fn until<T>(&self, what: &str, mut seen: impl FnMut(&GatewayView) -> Option<T>) -> T {
        let end = Instant::now() + SOON;
        loop {
            if let Some(value) = self.view().as_ref().and_then(&mut seen) {
                return value;
            }
            assert!(Instant::now() < end, "{what}: {}", self.story());
            let before = self.desktop.state().notifications.len();
            let _nothing_new = self
                .desktop
                .wait_until("a change", Duration::from_millis(100), |state| state.notifications.len() != before);
        }
    }

    pub fn until_state(&self, state: State) -> GatewayView {
        self.until(&format!("{state:?}"), |view| (view.state == state).then(|| view.clone()))
    }

    /// The icon as it should look, the tooltip and the first line all say `words`: how long after `since` they did.
    pub fn shows(&self, state: State, count: usize, words: &str, since: Instant) -> Duration {
        let pixels = |frame| {
            let icon = Icon { state: state.into(), count, frame, ..Icon::default() };
            let rgba = Picture::tray(icon).unwrap().rgba;
            rgba.chunks_exact(4).flat_map(|pixel| [pixel[3], pixel[0], pixel[1], pixel[2]]).collect::<Vec<u8>>()
        };
        // The busy picture moves.
        let looks: Vec<Vec<u8>> = (0..8).map(pixels).collect();
        let holds = |item: &TrayItem| {
            let first = item.menu.first().map(|entry| entry.label.clone()).unwrap_or_default();
            item.icons.first().is_some_and(|icon| looks.contains(&icon.argb))
                && item.tooltip_text.contains(words)
                && first.contains(words)
        };
        let what = format!("{state:?} on icon, tooltip and first line");
        let seen = self
            .desktop
            .wait_for(&what, SOON, |seen| seen.tray.as_ref().filter(|item| holds(item)).map(|_| Instant::now()));
        let seen = seen.unwrap_or_else(|error| panic!("{error}\n{}", self.story()));
        seen.saturating_duration_since(since)
    }

    pub fn note(&self, what: &str, is_it: impl Fn(&Notification) -> bool) -> Notification {
        let found =
            self.desktop.wait_for(what, SOON, |state| state.on_screen().into_iter().find(|note| is_it(note)).cloned());
        found.unwrap_or_else(|error| panic!("{error}\n{}", self.story()))
    }

    /// The keeper's log.
    pub fn log(&self) -> String {
        fs::read_to_string(self.home().join("clawtray/logs/clawtrayd.log")).unwrap_or_default()
    }

    pub fn story(&self) -> String {
        format!("{:#?}\nlog: {}", self.view(), self.log())
    }

    /// What a person would decide in the window.
    pub fn decide(&self, request: &str, decision: Decision) {
        let stream = UnixStream::connect(self.home().join("clawtray/run/keeper.sock")).unwrap();
        let (mut out, mut lines) = (stream.try_clone().unwrap(), BufReader::new(stream).lines());
        out.write_all(b"{\"type\":\"hello\",\"protocol\":1,\"client\":\"command_line\",\"version\":\"test\"}\n")
            .unwrap();
        let intent = json!({"intent": "decide", "approval": request, "decision": decision});
        writeln!(out, "{}", json!({"type": "intent", "id": 1, "intent": intent})).unwrap();
        while serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap()["type"] != "answer" {}
    }
}
