//! The keeper, its gateway, and the person who heals each refusal.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    os::unix::net::UnixStream,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use clawtray_contract::{Answer, FindingRef, FindingView, GatewayView, Intent, Secret, State};
use clawtray_core::{Now, Surface};
use clawtray_engine::{Clock, Desktop, Environment, NoDesktop, StartOptions, Started, SystemClock};
use clawtray_platform::keychain::Keychain;
use serde_json::{Value, json};

use crate::player;

/// How much faster than real time the engine's time runs.
const PACE: u32 = 100;
/// What a busy machine may need for anything.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// The gateway's own name in the keychain.
const GATEWAY: &str = "default";

struct Fast {
    pace: u64,
    real: SystemClock,
    wall_began_ms: u64,
}

impl Clock for Fast {
    fn now(&self) -> Now {
        let now = self.real.now();
        let mono_ms = now.mono_ms * self.pace;
        Now { mono_ms, unix_ms: self.wall_began_ms + mono_ms, ..now }
    }

    fn lasts(&self, wait_ms: u64) -> Duration {
        Duration::from_micros(wait_ms.saturating_mul(1_000) / self.pace)
    }
}

pub struct Stage {
    root: PathBuf,
    keychain: Keychain,
    started: Started,
    _folder: tempfile::TempDir,
}

impl Stage {
    pub async fn at_pace(pace: u32) -> Self {
        Self::on(pace, Arc::new(NoDesktop)).await
    }

    /// The same with this desktop.
    pub async fn on(pace: u32, desktop: Arc<dyn Desktop>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let (bin, package, state) = (root.join("bin"), root.join("openclaw"), root.join("state"));
        for made in [&bin, &package, &state] {
            fs::create_dir_all(made).unwrap();
        }
        let (node, myself) = (bin.join("node"), std::env::current_exe().unwrap());
        if fs::hard_link(&myself, &node).is_err() {
            fs::copy(&myself, &node).unwrap();
        }
        let description = r#"{"name":"openclaw","version":"2026.9.6","bin":{"openclaw":"openclaw.mjs"}}"#;
        fs::write(package.join("package.json"), description).unwrap();
        fs::write(package.join("openclaw.mjs"), "").unwrap();
        let config = json!({"gateway": {"mode": "local", "auth": {"token": player::TOKEN}}});
        fs::write(state.join("openclaw.json"), config.to_string()).unwrap();
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port().to_string();
        let pairs = [
            ("HOME", root.clone()),
            ("CLAWTRAY_HOME", root.join("clawtray")),
            ("CLAWTRAY_OPENCLAW", package),
            ("CLAWTRAY_NODE", node),
            ("OPENCLAW_STATE_DIR", state),
            ("OPENCLAW_GATEWAY_PORT", PathBuf::from(port)),
        ];
        let pairs = pairs.into_iter().map(|(name, value)| (name.into(), value.into_os_string()));
        let environment = Environment::from_variables(pairs, &root, "refusals").unwrap();
        let real = SystemClock::new();
        let keychain = Keychain::memory();
        let options = StartOptions {
            environment,
            version: "0".into(),
            keeper_pid: None,
            desktop,
            clock: Arc::new(Fast { pace: pace.into(), real, wall_began_ms: real.now().unix_ms }),
            keychain: Some(Arc::new(keychain.clone())),
        };
        let started = clawtray_engine::start(options).await.unwrap();
        Self { root, keychain, started, _folder: folder }
    }

    pub fn view(&self) -> GatewayView {
        self.started.engine.snapshots().borrow().gateways[0].clone()
    }

    pub async fn until<Found>(&self, what: &str, mut seen: impl FnMut(&GatewayView) -> Option<Found>) -> Found {
        let mut snapshots = self.started.engine.snapshots();
        let mut found = None;
        let waiting = snapshots.wait_for(|snapshot| {
            found = seen(&snapshot.gateways[0]);
            found.is_some()
        });
        let waited = tokio::time::timeout(PATIENCE, waiting).await.is_ok_and(|waited| waited.is_ok());
        // Thousands of approvals say nothing to whoever reads why.
        assert!(waited, "{what} did not come: {:#?}", GatewayView { approvals: vec![], ..self.view() });
        found.unwrap()
    }

    async fn finding(&self, what: &str, id: &str, holds: impl Fn(&FindingView) -> bool) -> FindingView {
        let pick = |view: &GatewayView| view.findings.iter().find(|seen| seen.id == id && holds(seen)).cloned();
        self.until(&format!("{what} as {id}"), pick).await
    }

    pub async fn healed(&self, what: &str, id: &str) {
        let healed = |view: &GatewayView| {
            let named = view.findings.iter().any(|finding| finding.id == id);
            let busy = view.repairs.iter().any(|repair| repair.outcome.is_none());
            (view.state == State::Running && view.details.protocol == Some(4) && !named && !busy).then_some(())
        };
        self.until(&format!("the end of {what}"), healed).await;
    }

    /// Gives the played gateway an order. Returns what it counts.
    pub fn order(&self, order: &Value) -> Value {
        let mut stream = UnixStream::connect(self.root.join("state").join(player::ORDERS)).unwrap();
        writeln!(stream, "{order}").unwrap();
        let mut counts = String::new();
        BufReader::new(stream).read_line(&mut counts).unwrap();
        serde_json::from_str(&counts).unwrap()
    }

    pub async fn ask(&self, intent: Intent) -> Answer {
        self.started.engine.ask(intent.clone(), Surface::Window).await.unwrap_or_else(|error| {
            panic!("{intent:?}: {error}: {:#?}", self.view());
        })
    }

    /// Looks at the plan and runs it, as a person does who presses the button.
    async fn press(&self, id: &str, action: &str) {
        let finding = FindingRef::of(id);
        let plan =
            match self.ask(Intent::Preview { finding: finding.clone(), action: action.into(), choice: None }).await {
                Answer::Plan { plan } => plan,
                other => panic!("{other:?}"),
            };
        assert!(!plan.steps.is_empty());
        self.ask(Intent::Run { finding, action: action.into(), choice: None, plan: Some(plan.etag) }).await;
    }

    /// What `clawtray secret set` does.
    async fn enter_a_secret(&self) {
        let mut kept = self.keychain.load(GATEWAY).await.unwrap().unwrap_or_default();
        kept.shared_token = Some(Secret::new(player::TOKEN));
        self.keychain.save(GATEWAY, &kept).await.unwrap();
        self.ask(Intent::ReloadSecrets).await;
    }

    async fn device_key(&self) -> Option<Secret> {
        self.keychain.load(GATEWAY).await.unwrap().unwrap_or_default().device_key
    }
}

/// One refusal: named, its button pressed, over.
async fn one(stage: &Stage, case: &Value) {
    let text = |key: &str| case[key].as_str();
    let code = case["error"]["details"]["code"].as_str().unwrap();
    let reason = case["error"]["details"]["reason"].as_str().unwrap_or_default();
    let (what, id) = (format!("{code} {reason}"), text("finding").unwrap());
    let key_before = stage.device_key().await;
    let times = usize::try_from(case["times"].as_u64().unwrap()).unwrap();
    stage.order(&json!({"refuse": vec![case.clone(); times]}));
    let named = |seen: &FindingView| {
        let told = seen.evidence.iter().any(|seen| code.starts_with(&seen.text) || seen.text.contains(code));
        let category = matches!(
            code,
            "AUTH_UNAUTHORIZED"
                | "AUTH_REQUIRED"
                | "AUTH_BOOTSTRAP_TOKEN_INVALID"
                | "DEVICE_AUTH_INVALID"
                | "DEVICE_AUTH_NONCE_REQUIRED"
                | "DEVICE_AUTH_PUBLIC_KEY_INVALID"
                | "CONTROL_UI_DEVICE_IDENTITY_REQUIRED"
        );
        told || category
    };
    let finding = stage.finding(&what, id, named).await;
    assert!(!finding.title.is_empty() && !finding.text.is_empty(), "{finding:?}");
    let others: Vec<_> = stage.view().findings.into_iter().filter(|seen| seen.id.starts_with("auth.")).collect();
    assert!(others.iter().all(|seen| seen.id == id), "{what} is one finding and no other: {others:#?}");
    match text("action") {
        // The link never names a page, so nothing of its own can change this: the gateway does.
        None => stage.ask(Intent::Restart).await,
        Some("enter_the_password") => {
            stage.press(id, "enter_the_password").await;
            stage.enter_a_secret().await;
            Answer::Accepted
        }
        Some("show_which_program_it_is") => {
            stage.press(id, "show_which_program_it_is").await;
            // Whoever was the older of the two is the right one now.
            let idle = |view: &GatewayView| view.repairs.iter().all(|repair| repair.outcome.is_some()).then_some(());
            stage.until("what is shown", idle).await;
            stage.ask(Intent::Restart).await
        }
        Some(action) => {
            stage.press(id, action).await;
            Answer::Accepted
        }
    };
    stage.healed(&what, id).await;
    let renewed = text("action") == Some("make_a_new_identity_for_this_computer");
    assert_eq!(stage.device_key().await != key_before, renewed, "{what}: the key changes where it was asked for");
}

/// Connected with less than is wanted, then with more.
async fn rights(stage: &Stage) {
    stage.order(&json!({"grants": ["operator.read"]}));
    let finding = stage.finding("fewer rights", "auth.scope_mismatch", |_| true).await;
    assert!(finding.evidence.iter().any(|seen| seen.text == "held: operator.read"), "{finding:?}");
    assert_eq!(stage.view().details.scopes, ["operator.read"]);
    stage.press("auth.scope_mismatch", "ask_for_the_missing_permission").await;
    stage.healed("fewer rights", "auth.scope_mismatch").await;
    // The command that approves it runs beside the wait, and may end after it.
    let approved = stage.root.join("state").join(player::APPROVED);
    let ran = async {
        while fs::read_to_string(&approved).unwrap_or_default() != "more-rights" {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, ran).await.expect("it was approved on this computer");
}

/// Connected without the right to read: one problem with what follows from it, and both end together.
async fn unread(stage: &Stage) {
    stage.order(&json!({"grants": ["operator.pairing"]}));
    let follows = |seen: &FindingView| seen.explains.iter().any(|seen| seen.id == "probe.scope_limited");
    let cause = stage.finding("no right to read", "auth.scope_mismatch", follows).await;
    assert!(cause.evidence.iter().any(|seen| seen.text == "held: operator.pairing"), "{cause:?}");
    stage.press("auth.scope_mismatch", "ask_for_the_missing_permission").await;
    stage.healed("no right to read", "auth.scope_mismatch").await;
}

/// Refused for asking too much with the device's own token: asks for less and says so.
async fn scopes(stage: &Stage, case: &Value) {
    stage.order(&json!({"refuse": [case, case]}));
    stage
        .finding("AUTH_SCOPE_MISMATCH", "auth.scope_mismatch", |seen| {
            seen.evidence.iter().any(|seen| seen.text == "AUTH_SCOPE_MISMATCH")
        })
        .await;
    stage.ask(Intent::Restart).await;
    stage.healed("AUTH_SCOPE_MISMATCH", "auth.scope_mismatch").await;
}

/// Connected, and no answer about its state.
async fn degraded(stage: &Stage) {
    stage.order(&json!({"mute": true}));
    stage.finding("no answer", "probe.degraded", |_| true).await;
    stage.order(&json!({"mute": false}));
    stage.press("probe.degraded", "run_the_health_check_again").await;
    stage.healed("no answer", "probe.degraded").await;
}

/// A gateway that starts is asked again without a word.
async fn starting(stage: &Stage) {
    let error = json!({"code": "UNAVAILABLE", "message": "gateway starting; retry shortly", "retryable": true,
        "retryAfterMs": 500, "details": {"reason": "startup-sidecars"}});
    let refusal = json!({"error": error, "close": 1013});
    stage.order(&json!({"refuse": [refusal, refusal, refusal]}));
    stage.healed("a start", "nothing").await;
}

pub async fn all() {
    let began = Instant::now();
    let stage = Stage::at_pace(PACE).await;
    stage.healed("the first start", "nothing").await;
    let cases: Vec<Value> = serde_json::from_str(include_str!("refusals.json")).unwrap();
    for case in &cases {
        one(&stage, case).await;
    }
    rights(&stage).await;
    unread(&stage).await;
    let scope = json!({"error": {"code": "INVALID_REQUEST",
        "message": "unauthorized: device token scope mismatch (re-pair or approve scope upgrade)",
        "details": {"code": "AUTH_SCOPE_MISMATCH", "authReason": "scope_mismatch", "canRetryWithDeviceToken": false,
            "recommendedNextStep": "review_auth_configuration"}}, "close": 1008});
    scopes(&stage, &scope).await;
    degraded(&stage).await;
    starting(&stage).await;
    let mut snapshots = stage.started.engine.snapshots();
    stage.ask(Intent::Quit { stop_gateway: true }).await;
    let ended = async { while snapshots.changed().await.is_ok() {} };
    tokio::time::timeout(PATIENCE, ended).await.expect("the keeper ends");
    println!("{} refusals named and healed in {} s", cases.len() + 3, began.elapsed().as_secs());
}
