//! The executors together: against nothing at all, and (where the environment names one) against a real OpenClaw.

use std::{ffi::OsString, sync::Arc, time::Duration};

use clawtray_contract::Secret;
use clawtray_core::{
    CliCommand, CliProblem, CredentialChoice, Effect, Event, ExitReason, Fact, HttpSign, Installation, LinkEvent,
    Occupancy, ProcessRef, Refusal, Reply, Request, SignalOutcome, Source,
};
use clawtray_platform::keychain::{GatewaySecrets, Keychain as PlatformKeychain};
use tokio::sync::mpsc;

use super::{Executors, grounds::Grounds, vault::Vault};
use crate::{
    clock::SystemClock,
    environment::Environment,
    ports::{Keychain, Later, NoDesktop, Perform},
    sink::EventSink,
};

pub(super) struct Bench {
    pub(super) executors: Executors,
    pub(super) sink: EventSink,
    events: mpsc::Receiver<Event>,
    folder: tempfile::TempDir,
}

/// Executors in a private home, on a free port, with a keychain in memory.
pub(super) fn bench(openclaw: Option<(OsString, OsString)>) -> Bench {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    bench_on(openclaw, &port.to_string())
}

/// The same on this port; on that of the configuration without one.
fn bench_on(openclaw: Option<(OsString, OsString)>, port: &str) -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let (entry, node) = openclaw.unwrap_or_else(|| (home.join("no-openclaw").into(), home.join("no-node").into()));
    let path = |name: &str| home.join(name).into_os_string();
    let mut variables = vec![
        ("HOME", home.as_os_str().to_owned()),
        ("PATH", "/usr/bin:/bin".into()),
        ("CLAWTRAY_HOME", path("own")),
        ("CLAWTRAY_OPENCLAW", entry),
        ("CLAWTRAY_NODE", node),
        ("OPENCLAW_STATE_DIR", path("state")),
        ("OPENCLAW_CONFIG_PATH", path("state/openclaw.json")),
        ("OPENCLAW_GATEWAY_PORT", port.into()),
        ("OPENCLAW_DISABLE_BONJOUR", "1".into()),
        ("OPENCLAW_NO_AUTO_UPDATE", "1".into()),
    ];
    variables.retain(|(_, value)| !value.is_empty());
    let variables = variables.into_iter().map(|(name, value)| (OsString::from(name), value));
    let environment = Environment::from_variables(variables, home, "1000").unwrap();
    environment.paths.create().unwrap();
    let vault = Vault::new(Arc::new(PlatformKeychain::memory()), "default", false);
    let grounds = Arc::new(Grounds::new(environment, vault, Arc::new(SystemClock::new()), "0".to_owned()));
    let (sink, events) = EventSink::channel();
    Bench { executors: Executors::new(grounds, Arc::new(NoDesktop), None), sink, events, folder }
}

impl Bench {
    fn begin(&self, effect: Effect) {
        self.executors.perform(effect, &self.sink);
    }

    /// The first event that `pick` takes; others are passed over.
    async fn until<Found>(&mut self, seconds: u64, mut pick: impl FnMut(&Event) -> Option<Found>) -> Found {
        let waiting = async {
            loop {
                let event = self.events.recv().await.unwrap();
                if let Some(found) = pick(&event) {
                    return found;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(seconds), waiting).await.expect("the event never came")
    }

    async fn fact<Found>(&mut self, mut pick: impl FnMut(&Fact) -> Option<Found>) -> Found {
        self.until(240, |event| if let Event::Fact(fact) = event { pick(fact) } else { None }).await
    }

    fn config(&self) -> std::path::PathBuf {
        self.executors.grounds.environment.profile.config_path.clone()
    }
}

#[tokio::test]
async fn without_an_openclaw_every_effect_still_ends_with_its_final_event() {
    let mut bench = bench(None);
    bench.begin(Effect::LookAround);
    let seen = bench.fact(|fact| if let Fact::Surroundings(seen) = fact { Some(seen.clone()) } else { None }).await;
    assert_eq!(seen.installation, Installation::Missing);
    assert!(!seen.config.exists && seen.config.broken.is_none());
    bench.begin(Effect::LookForGateway);
    bench.fact(|fact| (*fact == Fact::Occupancy(Occupancy::Free)).then_some(())).await;
    bench.begin(Effect::Prepare);
    bench.fact(|fact| (*fact == Fact::Prepared(Err(CliProblem::NotFound))).then_some(())).await;
    bench.begin(Effect::Spawn { skip_channels: false, ends_with_keeper: false });
    bench.fact(|fact| matches!(fact, Fact::SpawnFailed { .. }).then_some(())).await;
    bench.begin(Effect::Probe { process: None });
    let probes = bench.fact(|fact| if let Fact::Probed(probes) = fact { Some(probes.clone()) } else { None }).await;
    assert_eq!((probes.healthz, probes.readyz), (HttpSign::Closed, HttpSign::Closed));
    bench.begin(sign_in(CredentialChoice::SharedToken));
    bench
        .until(30, |event| matches!(event, Event::Link(LinkEvent::Refused(Refusal::Unreachable { .. }))).then_some(()))
        .await;
    bench.begin(Effect::RunCli { ticket: 4, command: CliCommand::DoctorFix, limit_ms: 1_000 });
    bench
        .until(30, |event| (*event == Event::CliEnded { ticket: 4, result: Err(CliProblem::NotFound) }).then_some(()))
        .await;
    bench.begin(Effect::FetchToken);
    bench.fact(|fact| matches!(fact, Fact::TokenFetched(Err(_))).then_some(())).await;
    bench.begin(Effect::OpenDashboard { ticket: Some(9) });
    bench.fact(|fact| matches!(fact, Fact::Opened { ticket: Some(9), .. }).then_some(())).await;
    let gone = ProcessRef { pid: 4_000_000, start_time: 1 };
    bench.begin(Effect::Terminate { process: gone });
    bench.fact(|fact| (*fact == Fact::Signalled { process: gone, outcome: SignalOutcome::Gone }).then_some(())).await;
    bench.begin(Effect::Watch { process: gone });
    bench.fact(|fact| matches!(fact, Fact::Exited { reason: ExitReason::Unseen, .. }).then_some(())).await;
}

#[tokio::test]
async fn an_openclaw_that_comes_is_told_of_without_anybody_asking() {
    let mut bench = bench(None);
    let (grounds, sink) = (Arc::clone(&bench.executors.grounds), bench.sink.clone());
    tokio::spawn(async move { crate::outside::installs(&grounds, false, &sink).await });
    let package = bench.folder.path().join("no-openclaw");
    // The watch may begin a moment later than this.
    for turn in 0..120 {
        if turn % 2 == 0 {
            std::fs::create_dir_all(&package).unwrap();
            std::fs::write(package.join("package.json"), "{}").unwrap();
        } else {
            std::fs::remove_dir_all(&package).unwrap();
        }
        let told = tokio::time::timeout(Duration::from_secs(1), bench.events.recv()).await;
        if let Ok(event) = told {
            assert_eq!(event, Some(Event::Fact(Fact::InstallsChanged)));
            return;
        }
    }
    panic!("nobody was told");
}

/// A keychain with a fault of its own.
struct FaultyKeychain;

impl Keychain for FaultyKeychain {
    fn load<'a>(&'a self, _gateway: &'a str) -> Later<'a, Result<Option<GatewaySecrets>, String>> {
        Box::pin(async { panic!("a fault that a test wants") })
    }

    fn save<'a>(&'a self, _gateway: &'a str, _secrets: &'a GatewaySecrets) -> Later<'a, Result<(), String>> {
        Box::pin(async { panic!("a fault that a test wants") })
    }
}

#[tokio::test]
async fn an_executor_that_breaks_off_still_gives_its_final_event_and_harms_no_other() {
    let mut bench = bench(None);
    let environment = bench.executors.grounds.environment.clone();
    let vault = Vault::new(Arc::new(FaultyKeychain), "default", false);
    let grounds = Arc::new(Grounds::new(environment, vault, Arc::new(SystemClock::new()), "0".to_owned()));
    bench.executors = Executors::new(grounds, Arc::new(NoDesktop), None);
    bench.begin(Effect::ReloadSecrets);
    let held = bench.fact(|fact| if let Fact::Secrets(held) = fact { Some(held.clone()) } else { None }).await;
    assert!(held.keychain_problem.is_some());
    bench.begin(sign_in(CredentialChoice::None));
    bench.until(30, |event| matches!(event, Event::Link(LinkEvent::Closed { .. })).then_some(())).await;
    bench.begin(Effect::Probe { process: None });
    bench.fact(|fact| matches!(fact, Fact::Probed(_)).then_some(())).await;
}

#[tokio::test]
async fn looking_takes_no_lock_and_leaves_nothing_behind() {
    let bench = bench(None);
    let environment = bench.executors.grounds.environment.clone();
    let own = environment.home.join("own");
    std::fs::remove_dir_all(&own).unwrap();
    let options = crate::StartOptions::without_desktop(environment, "0");
    let snapshot = crate::look(options, Duration::from_secs(60)).await.unwrap();
    assert_eq!(snapshot.gateways[0].state, clawtray_contract::State::NotSetUp);
    assert!(!own.exists(), "somebody who only looks creates nothing");
}

#[cfg_attr(windows, ignore = "Wine does not say whose a port is")]
#[tokio::test]
async fn a_stranger_on_the_port_is_told_and_a_recycled_process_id_is_not_ours() {
    let mut bench = bench(None);
    let taken = std::net::TcpListener::bind(("127.0.0.1", bench.executors.grounds.port())).unwrap();
    let own = ProcessRef { pid: std::process::id(), start_time: 1 };
    let record = bench.executors.grounds.record_path();
    std::fs::create_dir_all(record.parent().unwrap()).unwrap();
    super::record::remember(&record, super::record::Started { process: own, port: None });
    bench.begin(Effect::LookForGateway);
    let found = bench.fact(|fact| if let Fact::Occupancy(found) = fact { Some(found.clone()) } else { None }).await;
    let Occupancy::Stranger(holder) = found else { panic!("{found:?}") };
    assert_eq!(holder.process.map(|process| process.pid), Some(std::process::id()));
    drop(taken);
}

#[cfg_attr(windows, ignore = "Wine does not say whose a port is")]
#[tokio::test]
async fn whoever_is_looked_for_is_looked_for_where_the_configuration_names_him_now() {
    let mut bench = bench_on(None, "");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let config = |port: u16| format!("{{gateway:{{port:{port}}}}}");
    let (before, free) = (taken.local_addr().unwrap().port(), {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    });
    std::fs::create_dir_all(bench.config().parent().unwrap()).unwrap();
    std::fs::write(bench.config(), config(before)).unwrap();
    bench.begin(Effect::LookAround);
    bench.fact(|fact| matches!(fact, Fact::Surroundings(_)).then_some(())).await;
    bench.begin(Effect::LookForGateway);
    bench.fact(|fact| matches!(fact, Fact::Occupancy(Occupancy::Stranger(_))).then_some(())).await;
    std::fs::write(bench.config(), config(free)).unwrap();
    bench.begin(Effect::LookForGateway);
    let found = bench.fact(|fact| if let Fact::Occupancy(found) = fact { Some(found.clone()) } else { None }).await;
    assert_eq!(found, Occupancy::Free, "the person gave it another port meanwhile");
    assert_eq!(bench.executors.grounds.port(), free, "and there it is started");
}

/// OpenClaw puts back an earlier configuration in its start, a person changes the port of one that runs: it listens where
/// it was told to (observed on OpenClaw 2026.9.6).
#[tokio::test]
async fn a_gateway_is_met_where_it_was_told_to_listen_whatever_the_configuration_names_later() {
    let grounds = bench(None).executors.grounds;
    let process = ProcessRef { pid: 812, start_time: 1 };
    grounds.found(None, 4_000);
    grounds.set_ours(super::record::Started { process, port: Some(4_000) });
    grounds.found(None, 5_000);
    assert_eq!(grounds.port(), 4_000);
    grounds.none_of_ours();
    assert_eq!(grounds.port(), 5_000, "the next one is told what the configuration says then");
}

#[tokio::test]
async fn a_token_that_the_configuration_shows_is_at_hand_without_asking_and_the_keychains_own_wins() {
    let mut bench = bench(None);
    std::fs::create_dir_all(bench.config().parent().unwrap()).unwrap();
    std::fs::write(bench.config(), "{gateway:{mode:'local',auth:{token:'tok-in-config'}}}").unwrap();
    bench.begin(Effect::LookAround);
    let seen = bench.fact(|fact| if let Fact::Surroundings(seen) = fact { Some(seen.clone()) } else { None }).await;
    assert!(seen.secrets.shared_token);
    let vault = &bench.executors.grounds.vault;
    assert_eq!(vault.shared_token().unwrap().expose(), "tok-in-config");
    vault.keep_shared_token(Secret::new("tok-in-keychain")).await;
    bench.begin(Effect::LookAround);
    bench.fact(|fact| matches!(fact, Fact::Surroundings(_)).then_some(())).await;
    assert_eq!(bench.executors.grounds.vault.shared_token().unwrap().expose(), "tok-in-keychain");
}

/// Runs only where `CLAWTRAY_TEST_OPENCLAW` (its `openclaw.mjs`) and `CLAWTRAY_TEST_NODE` name a real one.
#[tokio::test]
async fn a_real_gateway_goes_from_an_empty_home_to_ready_and_ends_clean() {
    let (Some(entry), Some(node)) =
        (std::env::var_os("CLAWTRAY_TEST_OPENCLAW"), std::env::var_os("CLAWTRAY_TEST_NODE"))
    else {
        return;
    };
    let mut bench = bench(Some((entry, node)));
    bench.begin(Effect::LookAround);
    let seen = bench.fact(|fact| if let Fact::Surroundings(seen) = fact { Some(seen.clone()) } else { None }).await;
    assert!(matches!(seen.installation, Installation::Found { .. }), "{seen:?}");
    bench.begin(Effect::Prepare);
    let held = bench.fact(|fact| if let Fact::Prepared(result) = fact { Some(result.clone()) } else { None }).await;
    assert!(held.as_ref().is_ok_and(|held| held.shared_token), "{held:?}");
    let token = bench.executors.grounds.vault.shared_token().unwrap();
    assert!(std::fs::read_to_string(bench.config()).unwrap().contains(token.expose()));
    bench.begin(Effect::Spawn { skip_channels: true, ends_with_keeper: false });
    let process = bench.fact(|fact| if let Fact::Spawned(process) = fact { Some(*process) } else { None }).await;
    let _ends = EndsWithTest(process);
    until_ready(&mut bench, process).await;
    bench.begin(Effect::LookForGateway);
    bench.fact(|fact| (*fact == Fact::Occupancy(Occupancy::Ours(process))).then_some(())).await;
    std::fs::remove_file(bench.executors.grounds.record_path()).unwrap();
    bench.begin(Effect::LookForGateway);
    bench.fact(|fact| matches!(fact, Fact::Occupancy(Occupancy::Gateway(_))).then_some(())).await;
    bench.begin(sign_in(CredentialChoice::SharedToken));
    let hello = bench
        .until(60, |event| if let Event::Link(LinkEvent::Ready(hello)) = event { Some(hello.clone()) } else { None })
        .await;
    assert!(hello.scopes.iter().any(|scope| scope == "operator.admin"), "{:?}", hello.scopes);
    assert!(bench.executors.grounds.vault.held().device_token, "the device token is kept after every hello");
    for request in [
        Request::ListApprovals(Source::Devices),
        Request::ListApprovals(Source::Senders),
        Request::ListJobs,
        Request::Heartbeat,
        Request::ReadConfig,
    ] {
        bench.begin(Effect::Call { ticket: 1, request: request.clone(), limit_ms: 20_000 });
        let reply = bench
            .until(30, |event| if let Event::Replied { result, .. } = event { Some(result.clone()) } else { None })
            .await;
        match (&request, &reply) {
            (Request::ReadConfig, Ok(Reply::Config { hash, valid, .. })) => assert!(*valid && !hash.is_empty()),
            (Request::Heartbeat, Ok(Reply::Heartbeat { every_ms, .. })) => assert!(every_ms.is_some()),
            (Request::ListApprovals(_), Ok(Reply::Approvals(_))) | (Request::ListJobs, Ok(Reply::Jobs { .. })) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_wrong_secrets_are_told_apart(&mut bench, &token).await;
    bench.begin(Effect::Terminate { process });
    bench.fact(|fact| matches!(fact, Fact::Signalled { outcome: SignalOutcome::Sent, .. }).then_some(())).await;
    let (reason, lines) = bench
        .fact(|fact| {
            if let Fact::Exited { reason, last_lines, .. } = fact {
                Some((reason.clone(), last_lines.clone()))
            } else {
                None
            }
        })
        .await;
    assert_eq!(reason, ExitReason::Clean, "{lines:#?}");
    assert!(lines.iter().any(|line| line.contains("SIGTERM")), "{lines:#?}");
    let printed = std::fs::read_to_string(bench.executors.grounds.output_path()).unwrap();
    assert!(!printed.contains(token.expose()), "the token is in the gateway's output");
}

async fn until_ready(bench: &mut Bench, process: ProcessRef) {
    for _ in 0..600 {
        bench.begin(Effect::Probe { process: Some(process) });
        let probes = bench.fact(|fact| if let Fact::Probed(probes) = fact { Some(probes.clone()) } else { None }).await;
        if probes.readyz == HttpSign::Yes {
            assert!(probes.memory_bytes.is_some_and(|bytes| bytes > 10_000_000) && probes.started_ms.is_some());
            return;
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    panic!("the gateway never became ready");
}

async fn assert_wrong_secrets_are_told_apart(bench: &mut Bench, right: &Secret) {
    bench.begin(Effect::Disconnect);
    bench.executors.grounds.vault.keep_shared_token(Secret::new("tok-wrong")).await;
    bench.begin(sign_in(CredentialChoice::SharedToken));
    let refused =
        |event: &Event| if let Event::Link(LinkEvent::Refused(refusal)) = event { Some(refusal.clone()) } else { None };
    assert_eq!(bench.until(60, refused).await, Refusal::TokenMismatch);
    bench.begin(sign_in(CredentialChoice::DeviceToken));
    bench.until(60, |event| matches!(event, Event::Link(LinkEvent::Ready(_))).then_some(())).await;
    bench.begin(Effect::FetchToken);
    bench.fact(|fact| matches!(fact, Fact::TokenFetched(Ok(fetched)) if fetched.changed).then_some(())).await;
    assert!(bench.executors.grounds.vault.shared_token().as_ref() == Some(right));
}

fn sign_in(credential: CredentialChoice) -> Effect {
    let scopes = ["operator.read", "operator.pairing", "operator.admin"].map(str::to_owned).to_vec();
    Effect::Connect { credential, scopes, answers_agents: false }
}

/// Ends the gateway also when an assertion fails first.
struct EndsWithTest(ProcessRef);

impl Drop for EndsWithTest {
    fn drop(&mut self) {
        let process = super::grounds::identity(self.0);
        let _ended = clawtray_platform::process::kill(&process, true);
    }
}
