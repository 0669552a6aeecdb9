//! The keeper here, and the gateway there.

use std::{fs, net::Ipv4Addr, path::PathBuf, sync::Arc, time::Duration};

use clawtray_contract::{GatewayView, Intent, Mode, Secret, Snapshot, State};
use clawtray_core::{Now, Surface};
use clawtray_engine::{Clock, Environment, Fleet, StartOptions, StartedFleet, SystemClock, start_fleet};
use clawtray_gateway::tls::Pin;
use clawtray_platform::keychain::{GatewaySecrets, Keychain};
use clawtray_testkit::fake_gateway::{FakeGateway, Script};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::json;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_rustls::TlsAcceptor;

use crate::ssh;

/// How much faster than real time the engine's time runs.
const PACE: u64 = 20;
/// What a busy machine may need for anything.
const PATIENCE: Duration = Duration::from_secs(90);
const TOKEN: &str = "tok-of-the-gateway-elsewhere";

struct Fast(SystemClock);

impl Clock for Fast {
    fn now(&self) -> Now {
        let now = self.0.now();
        Now { mono_ms: now.mono_ms * PACE, ..now }
    }

    fn lasts(&self, wait_ms: u64) -> Duration {
        Duration::from_micros(wait_ms.saturating_mul(1_000) / PACE)
    }
}

struct Stage {
    root: PathBuf,
    started: StartedFleet,
    _folder: tempfile::TempDir,
}

impl Stage {
    /// A keeper that keeps one gateway, on another computer.
    async fn new(entry: serde_json::Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let bin = root.join("bin");
        fs::create_dir_all(&bin).unwrap();
        let (played, myself) = (bin.join("ssh"), std::env::current_exe().unwrap());
        if fs::hard_link(&myself, &played).is_err() {
            fs::copy(&myself, &played).unwrap();
        }
        let pairs = [
            ("HOME", root.clone()),
            ("PATH", bin),
            ("CLAWTRAY_HOME", root.join("clawtray")),
            ("OPENCLAW_GATEWAY_TOKEN", PathBuf::from("tok-of-this-computer-s-own-gateway")),
        ];
        let pairs = pairs.into_iter().map(|(name, value)| (name.into(), value.into_os_string()));
        let environment = Environment::from_variables(pairs, &root, "elsewhere").unwrap();
        fs::create_dir_all(environment.paths.settings_file.parent().unwrap()).unwrap();
        let settings = json!({"gateways": {"watched": ["office"], "remote": [entry]}});
        fs::write(&environment.paths.settings_file, settings.to_string()).unwrap();
        let keychain = Keychain::memory();
        let secrets = GatewaySecrets { shared_token: Some(Secret::new(TOKEN)), ..GatewaySecrets::default() };
        keychain.save("office", &secrets).await.unwrap();
        let options = StartOptions {
            clock: Arc::new(Fast(SystemClock::new())),
            keychain: Some(Arc::new(keychain)),
            ..StartOptions::without_desktop(environment, "0")
        };
        let started = start_fleet(options).await.unwrap();
        Self { root, started, _folder: folder }
    }

    fn fleet(&self) -> &Fleet {
        &self.started.fleet
    }

    async fn until(&self, what: &str, holds: impl Fn(&GatewayView) -> bool) -> GatewayView {
        let mut snapshots = self.fleet().snapshots();
        let holds = |snapshot: &Arc<Snapshot>| holds(&snapshot.gateways[0]);
        let waited = tokio::time::timeout(PATIENCE, snapshots.wait_for(holds)).await;
        let reached = waited.map(|reached| reached.map(|snapshot| snapshot.gateways[0].clone()));
        match reached {
            Ok(Ok(view)) => view,
            _ => panic!("{what} did not come: {:#?}", self.fleet().snapshots().borrow().gateways),
        }
    }

    async fn state(&self, state: State) -> GatewayView {
        self.until(&format!("{state:?}"), |view| view.state == state).await
    }

    /// One line for each run of ssh.
    fn runs(&self) -> Vec<String> {
        let runs = fs::read_to_string(self.root.join(ssh::RUNS)).unwrap_or_default();
        runs.lines().map(str::to_owned).collect()
    }

    async fn end(self) {
        self.fleet().ask(Intent::Quit { stop_gateway: true }, Surface::Window).await.unwrap();
        tokio::time::timeout(PATIENCE, self.fleet().ended()).await.expect("the keeper ends");
    }
}

fn script() -> Script {
    let mut script = Script { token: Some(TOKEN.to_owned()), ..Script::default() };
    script.set_method("channels.status", |_| clawtray_testkit::fake_gateway::Reply::Ok(json!({"channelAccounts": {}})));
    script
}

/// A gateway behind TLS.
struct Secured {
    gateway: Arc<FakeGateway>,
    serving: JoinHandle<()>,
    pin: Pin,
}

struct Certificate {
    certificate: CertificateDer<'static>,
    key: Vec<u8>,
}

impl Certificate {
    fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["gateway.test".to_owned()]).unwrap();
        Self { certificate: made.cert.der().clone(), key: made.signing_key.serialize_der() }
    }
}

async fn secured(port: u16, shown: &Certificate) -> (u16, Secured) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![shown.certificate.clone()], PrivateKeyDer::try_from(shown.key.clone()).unwrap())
        .unwrap();
    let (acceptor, gateway) = (TlsAcceptor::from(Arc::new(config)), Arc::new(FakeGateway::without_port(script())));
    let served = Arc::clone(&gateway);
    let serving = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(stream) = acceptor.accept(stream).await {
                served.serve(stream);
            }
        }
    });
    (port, Secured { gateway, serving, pin: Pin::of(&shown.certificate) })
}

impl Secured {
    /// Nobody is there any more.
    async fn leave(self) {
        self.serving.abort();
        let _cancelled = self.serving.await;
        self.gateway.cut_all();
    }
}

pub async fn behind_tls() {
    let own = Certificate::new();
    let (port, there) = secured(0, &own).await;
    let pin = there.pin.to_string();
    let stage = Stage::new(json!({"id": "office", "address": format!("wss://127.0.0.1:{port}"), "pin": pin})).await;
    let view = stage.state(State::Running).await;
    assert_eq!((view.mode, view.details.port, view.details.protocol), (Mode::Remote, Some(port), Some(4)));
    assert!(!view.can_start && !view.can_stop && !view.can_restart);
    let sent = format!("{:?}", there.gateway.record());
    assert!(!sent.contains("this-computer"), "no secret of this computer's own gateway goes there");

    there.leave().await;
    let lost = stage.state(State::Unreachable).await;
    assert!(!lost.headline.is_empty() && !lost.headline.contains('['), "{}", lost.headline);
    let (_, back) = secured(port, &own).await;
    stage.state(State::Running).await;

    // Somebody else answers there.
    back.leave().await;
    stage.state(State::Unreachable).await;
    let (_, other) = secured(port, &Certificate::new()).await;
    let changed = stage.until("the changed certificate", |view| {
        view.findings.iter().any(|finding| finding.id == "probe.multiple_gateways")
    });
    let changed = changed.await;
    let finding = changed.findings.iter().find(|finding| finding.id == "probe.multiple_gateways").unwrap();
    let seen = format!("{:?}", finding.evidence);
    assert!(seen.contains(&pin) && seen.contains(&other.pin.to_string()), "both are named: {seen}");
    assert_eq!(changed.state, State::Degraded);
    assert!(other.gateway.record().connects.is_empty(), "nothing was told to it");
    stage.end().await;
}

pub async fn behind_ssh() {
    let gateway = FakeGateway::start(script()).await.unwrap();
    let stage = Stage::new(json!({"id": "office", "address": format!("ssh://ann@lab:{}", gateway.port())})).await;
    let view = stage.state(State::Running).await;
    assert_eq!(view.mode, Mode::Remote);
    let runs = stage.runs();
    assert_eq!(runs.len(), 1, "one child: {runs:?}");
    let forward = format!(":127.0.0.1:{} -- ann@lab", gateway.port());
    assert!(runs[0].contains("BatchMode=yes") && runs[0].ends_with(&forward), "{}", runs[0]);
    assert!(!runs[0].contains("StrictHostKeyChecking"), "host keys are the person's own: {}", runs[0]);

    // The gateway's end is another matter than the tunnel's: the same child is used again.
    let before = gateway.record().connects.len();
    gateway.cut_all();
    // It may be back before anybody could see that it was gone.
    let again = async {
        while gateway.record().connects.len() == before {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, again).await.expect("it signs in again");
    stage.state(State::Running).await;
    assert_eq!(stage.runs().len(), 1);

    // ssh ends and does not come back: its last words are told.
    fs::write(stage.root.join(ssh::REFUSES), "ann@lab: Permission denied (publickey).").unwrap();
    let pid = runs[0].split(' ').next().unwrap().parse().unwrap();
    rustix::process::kill_process(rustix::process::Pid::from_raw(pid).unwrap(), rustix::process::Signal::TERM).unwrap();
    let refused =
        stage.until("ssh's refusal", |view| view.findings.iter().any(|finding| finding.id == "probe.ssh_fallback"));
    let refused = refused.await;
    assert_eq!(refused.state, State::Unreachable);
    let finding = refused.findings.iter().find(|finding| finding.id == "probe.ssh_fallback").unwrap();
    assert_eq!(finding.evidence[0].text, "ann@lab: Permission denied (publickey).");

    fs::remove_file(stage.root.join(ssh::REFUSES)).unwrap();
    let view = stage.state(State::Running).await;
    assert!(view.findings.iter().all(|finding| finding.id != "probe.ssh_fallback"), "{:?}", view.findings);
    let last = stage.runs().last().and_then(|run| run.split(' ').next()?.parse::<i32>().ok()).unwrap();
    stage.end().await;
    let lives = || fs::read_link(format!("/proc/{last}/exe")).is_ok_and(|program| program.ends_with("ssh"));
    let gone = async {
        while lives() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, gone).await.expect("the tunnel goes with the keeper");
}
