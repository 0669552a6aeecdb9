//! A gateway on another computer, through the system's `ssh`: a real server, a real client, a real gateway behind them.

use std::{
    fs,
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use clawtray_contract::{Mode, Outcome, State};
use clawtray_testkit::desktop::{Program, Signal};
use serde_json::json;

use crate::common::{
    READY, SOON, Stage,
    faults::TOKEN,
    proof::{By, Trial},
    terminal::{configure, end, start},
};

const SSHD: &str = "/usr/sbin/sshd";

/// The server and what belongs to it, in a folder of the test's own.
struct Server {
    folder: PathBuf,
    port: u16,
}

impl Server {
    fn new(stage: &Stage) -> Self {
        let folder = stage.desktop.home().join("ssh");
        fs::create_dir_all(&folder).unwrap();
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let server = Self { folder, port };
        for name in ["host", "user"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f"])
                .arg(server.at(name))
                .status()
                .expect("ssh-keygen is there");
            assert!(made.success());
        }
        fs::copy(server.at("user.pub"), server.at("authorized_keys")).unwrap();
        let place = |name: &str| server.at(name).display().to_string();
        let settings = format!(
            "ListenAddress 127.0.0.1\nPort {port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nStrictModes no\n\
             UsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\nAllowTcpForwarding local\n",
            place("host"),
            place("authorized_keys"),
        );
        fs::write(server.at("sshd_config"), settings).unwrap();
        // What a person has below `~/.ssh`, which is looked for in the account's own folder, whatever HOME says.
        let user = String::from_utf8(Command::new("id").arg("-un").output().unwrap().stdout).unwrap();
        let client = format!(
            "Host lab\n  HostName 127.0.0.1\n  Port {port}\n  User {}\n  IdentityFile {}\n  IdentitiesOnly yes\n  \
             UserKnownHostsFile {}\n  GlobalKnownHostsFile /dev/null\n",
            user.trim(),
            place("user"),
            place("known_hosts"),
        );
        fs::write(server.at("config"), client).unwrap();
        let bin = server.at("bin");
        fs::create_dir_all(&bin).unwrap();
        let script = format!("#!/bin/sh\nexec /usr/bin/ssh -F '{}' \"$@\"\n", place("config"));
        fs::write(bin.join("ssh"), script).unwrap();
        fs::set_permissions(bin.join("ssh"), fs::Permissions::from_mode(0o755)).unwrap();
        server
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The person has seen the server's key and taken it for good.
    fn is_known(&self) {
        let key = fs::read_to_string(self.at("host.pub")).unwrap();
        fs::write(self.at("known_hosts"), format!("[127.0.0.1]:{} {key}", self.port)).unwrap();
    }

    /// Starts it. Where it looks for its empty folder there is none of this computer's own.
    fn start(&self, stage: &Stage) -> Program {
        let script = r#"mount -t tmpfs tmpfs /run && mkdir /run/sshd && exec "$1" -D -e -f "$0""#;
        let mut command = stage.desktop.command("unshare");
        command.args(["--mount", "sh", "-c", script]).arg(self.at("sshd_config")).arg(SSHD);
        let program = stage.desktop.spawn("sshd", command).expect("it starts");
        let end = Instant::now() + SOON;
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(Instant::now() < end, "it does not listen: {:?}", program.lines());
            std::thread::yield_now();
        }
        program
    }
}

/// The only gateway that is kept, beyond ssh.
fn keep_elsewhere(stage: &Stage) {
    let address = format!("ssh://lab:{}", stage.port);
    let settings = json!({"gateways": {"watched": ["office"], "remote": [{"id": "office", "address": address}]}});
    fs::create_dir_all(stage.clawtray_home()).unwrap();
    fs::write(stage.clawtray_home().join("clawtray.json"), settings.to_string()).unwrap();
    let item = json!({"shared_token": TOKEN}).to_string();
    stage.desktop.secret_store(&stage.keychain_service(), "office", &item).unwrap();
}

fn path_with(folder: &Path) -> String {
    format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default())
}

#[test]
#[ignore = "slow: a real gateway beyond a real ssh server, which takes the right to start one"]
fn slow_a_gateway_beyond_ssh_that_is_not_reached() {
    if !Path::new(SSHD).is_file() {
        println!("skipped, since there is no {SSHD}, which openssh-server brings");
        return;
    }
    let mut stage = Stage::without_screen();
    configure(&stage, json!({}));
    let gateway = start(&stage, TOKEN);
    let server = Server::new(&stage);
    let mut sshd = server.start(&stage);
    stage.set("PATH", &path_with(&server.at("bin")));
    keep_elsewhere(&stage);

    // Nobody has seen the server's key yet.
    let begun = Instant::now();
    stage.start_keeper();
    let finding = stage.wait_finding("probe.ssh_fallback", READY);
    assert!(finding.evidence[0].text.contains("Host key verification failed"), "{finding:#?}");
    Trial::new(&stage, "ssh does not know the server", "probe.ssh_fallback", "test_the_ssh_connection")
        .begun(begun)
        .ends_as(Outcome::StillBroken)
        .told();
    server.is_known();
    Trial::new(
        &stage,
        "ssh does not know the server, until it is told",
        "probe.ssh_fallback",
        "test_the_ssh_connection",
    )
    .begun(begun)
    .by(By::Menu)
    .ends_as(Outcome::Repaired)
    .told();
    let view = stage.wait_state(State::Running, READY);
    assert_eq!((view.mode, view.details.port), (Mode::Remote, Some(stage.port)), "{view:#?}");

    // The server ends, and is there again.
    let begun = Instant::now();
    // What it started for each connection would go on without it.
    let listed = Command::new("ps").args(["--ppid", &sshd.id().to_string(), "-o", "pid="]).output().unwrap().stdout;
    sshd.signal(Signal::TERM);
    sshd.wait(SOON).expect("it ends");
    for pid in String::from_utf8(listed).unwrap().split_whitespace() {
        Command::new("kill").arg(pid).stderr(Stdio::null()).status().unwrap();
    }
    let finding = stage.wait_finding("probe.ssh_fallback", READY);
    assert!(finding.evidence[0].text.contains("Connection refused"), "{finding:#?}");
    let sshd = server.start(&stage);
    Trial::new(&stage, "ssh server away and back", "probe.ssh_fallback", "test_the_ssh_connection")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .told();
    stage.wait_state(State::Running, READY);
    end(&mut stage, gateway);
    let mut sshd = sshd;
    sshd.signal(Signal::TERM);
    sshd.wait(SOON).expect("it ends");
}
