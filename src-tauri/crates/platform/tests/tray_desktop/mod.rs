//! A private desktop session for one test: its own bus without any installed service, its own home.
//!
//! The libraries under test find the bus through the environment, which a test cannot change for itself. So each test
//! runs its body in a second process of the same test binary, which is given the private session.

use std::future::Future;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures_util::StreamExt;

const BUS_PID: &str = "CLAWTRAY_TEST_BUS_PID";
const INNER: &str = "CLAWTRAY_TEST_SESSION";
const LIMIT: Duration = Duration::from_secs(20);
/// Nothing is activated: what is not started by the test is not there.
const CONFIG: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=DIRECTORY/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

/// A process that ends with the test.
pub struct Kept(pub Child);

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A bus that answers, and its address.
fn bus(config: &Path) -> (Kept, String) {
    let mut bus = Command::new("dbus-daemon")
        .args(["--nofork", "--print-address", "--config-file"])
        .arg(config)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map(Kept)
        .expect("dbus-daemon is needed for these tests");
    let mut address = String::new();
    BufReader::new(bus.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
    // As a login session writes it: without the id of one particular bus.
    let address = address.trim().split(',').next().unwrap().to_owned();
    (bus, address)
}

/// Ends the session's bus.
#[allow(dead_code)]
pub fn end_bus() {
    let pid = std::env::var(BUS_PID).unwrap();
    assert!(Command::new("kill").args(["-KILL", &pid]).status().unwrap().success());
}

/// Starts another bus in its place, at the same address.
#[allow(dead_code)]
pub fn another_bus() -> Kept {
    std::fs::remove_file(home().join("bus")).unwrap();
    bus(&home().join("bus.conf")).0
}

/// Runs `body` in a private session. `name` is the test's own name.
pub fn in_private_session<F: Future<Output = ()>>(name: &str, body: impl FnOnce() -> F) {
    if std::env::var_os(INNER).is_some() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime
            .block_on(async { tokio::time::timeout(Duration::from_secs(90), body()).await.expect("the test hangs") });
        runtime.shutdown_background();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("bus.conf");
    std::fs::write(&config, CONFIG.replace("DIRECTORY", &folder.path().to_string_lossy())).unwrap();
    let (bus, address) = bus(&config);
    let output = Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture", "--test-threads=1"])
        .env(INNER, "1")
        .env("DBUS_SESSION_BUS_ADDRESS", address)
        .env(BUS_PID, bus.0.id().to_string())
        .env("HOME", folder.path())
        .env("XDG_RUNTIME_DIR", folder.path())
        .env("XDG_DATA_HOME", folder.path().join("data"))
        .env_remove("DISPLAY")
        .output()
        .unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && stdout.contains("1 passed"), "in the private session:\n{stdout}\n{stderr}");
}

/// The value of `future`, which must come soon.
pub async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(LIMIT, future).await.unwrap_or_else(|_| panic!("{what} did not come"))
}

/// Waits until somebody owns `name` on the bus, or nobody does.
pub async fn owned(connection: &zbus::Connection, name: &'static str, wanted: bool) {
    let bus = zbus::fdo::DBusProxy::new(connection).await.unwrap();
    let mut changes = bus.receive_name_owner_changed_with_args(&[(0, name)]).await.unwrap();
    if bus.name_has_owner(name.try_into().unwrap()).await.unwrap() == wanted {
        return;
    }
    loop {
        let change = soon(name, changes.next()).await.unwrap();
        if change.args().unwrap().new_owner().is_some() == wanted {
            return;
        }
    }
}

/// The private home.
#[allow(dead_code)]
pub fn home() -> PathBuf {
    PathBuf::from(std::env::var_os("HOME").unwrap())
}
