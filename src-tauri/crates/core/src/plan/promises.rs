//! What no plan may do, over every finding, every action and many scenes.

use clawtray_contract::{FindingRef, Mode, Risk};
use serde_json::json;

use super::{Plan, Step};
use crate::{
    effect::{CliCommand, ProcessRef, Request},
    event::{
        BrowserSetting, ConfigCopy, ConfigCopyKind, ExitReason, HelloFacts, Holder, Installation, KeptBy, Occupancy,
        PackageManager, Refusal, ServiceFile,
    },
    facts::LiveConfig,
    findings::{Fault, Raised, Words},
    fleet::{RemoteGateway, Way},
    gateway::{Observed, Owner},
    link::LinkState,
    parts::{FolderSeen, Skips},
    rules::{
        RULES,
        scenes::{Stage, copy},
    },
};

const OWN: ProcessRef = ProcessRef { pid: 4_242, start_time: 7 };
const PROVEN: ProcessRef = ProcessRef { pid: 812, start_time: 9 };
const STRANGER: ProcessRef = ProcessRef { pid: 813, start_time: 9 };
/// Subjects that some findings are about.
const SUBJECTS: [Option<&str>; 4] = [None, Some("telegram"), Some("ollama/qwen3"), Some("a-1")];

/// How the gateway is kept.
const KEPT: [Mode; 4] = [Mode::Child, Mode::Service, Mode::Attached, Mode::Remote];

/// What the gateway does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Does {
    Answers,
    /// It runs, and there is no session.
    Silent,
    Stopped,
}

/// What is odd about the configuration, or about who may write it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Odd {
    Nothing,
    Includes,
    OlderBinary,
    StateOwned,
    Missing,
}

fn stage(kept: Mode, does: Does, odd: Odd) -> Stage {
    let mut stage = Stage::new();
    let now_ms = stage.now.unix_ms;
    let config = json!({
        "meta": {"lastTouchedVersion": "2026.9.6"},
        "gateway": {"mode": "local", "port": 18_789, "nodes": {"commands": {"allow": ["camera.clip"]}}},
        "cron": {"enabled": false},
        "plugins": {"allow": ["telegram"]},
        "browser": {"executablePath": "/no", "defaultProfile": "mine"},
        "channels": {"telegram": {"allowFrom": ["1"], "groups": {"-1": {}}, "accounts": {"main": {}}}},
        "agents": {"defaults": {"model": {"primary": "ollama/qwen3"}, "models": {"ollama/qwen3": {"params": {"context1m": true}}, "openai/gpt-5": {}},
            "heartbeat": {"target": "telegram", "accountId": "gone", "directPolicy": "block"}}},
        "models": {"providers": {"ollama": {"baseUrl": "http://127.0.0.1:11434", "models": [{"id": "qwen3", "contextWindow": 65_536}]}}},
    });
    let with = |process, gateway| Holder { process: Some(process), name: "node".into(), gateway, ..Holder::default() };
    let around = stage.around();
    around.config.value = Some(config.clone());
    around.config.has_comments = odd == Odd::Includes;
    around.config.includes = if odd == Odd::Includes { vec!["agents.json5".into()] } else { vec![] };
    let mut aside = copy(ConfigCopyKind::Clobbered, now_ms);
    aside.value =
        Some(json!({"meta": {"lastTouchedVersion": "1"}, "cron": {"enabled": true}, "plugins": {"allow": []}}));
    around.config.copies = vec![ConfigCopy { usable: true, ..copy(ConfigCopyKind::LastGood, now_ms) }, aside];
    around.config.browser =
        Some(BrowserSetting { found: vec!["/usr/bin/chromium".into()], ..BrowserSetting::default() });
    around.mode = if kept == Mode::Service { Mode::Service } else { Mode::Child };
    around.service = (kept == Mode::Service).then(ServiceFile::default);
    around.other_services = vec!["/etc/systemd/system/my-claw.service".into()];
    if odd == Odd::Missing {
        around.installation = Installation::Missing;
    }
    let facts = &mut stage.facts;
    facts.package_manager = Some(PackageManager {
        node: "/usr/bin/node".into(),
        node_version: "26.10.0".into(),
        script: "/usr/lib/node_modules/npm/bin/npm-cli.js".into(),
        prefix: "/usr".into(),
        own: false,
    });
    facts.occupancy = Some(Occupancy::Stranger(with(PROVEN, true)));
    facts.state_owner = Some(with(PROVEN, true));
    let kept_by = KeptBy { unit: Some("my-claw.service".into()), ..KeptBy::default() };
    facts.other_gateways = Some(vec![with(STRANGER, false), Holder { kept_by, ..with(OWN, true) }, with(PROVEN, true)]);
    facts.skips = Some(Skips { reason: "dm-blocked".into(), words: None, since_ms: 1, last_ms: 1, begun_ms: 1 });
    facts.folder = Some(FolderSeen {
        path: "/home/me/.openclaw".into(),
        skill_targets: vec!["/home/me/skills".into(), "/".into()],
        ..FolderSeen::default()
    });
    let owner = if kept == Mode::Attached { Owner::Other } else { Owner::Child };
    let process = Some(OWN);
    let ready_mono_ms = stage.now.mono_ms;
    stage.gateway.observed = match does {
        Does::Stopped => Observed::Stopped,
        Does::Answers | Does::Silent => Observed::Running { process, owner, ready_mono_ms },
    };
    if does == Does::Answers {
        stage.facts.config = Some(LiveConfig { hash: "h".into(), value: config });
        let scopes = stage.link.wanted.scopes.clone();
        stage.link.state =
            LinkState::Ready(HelloFacts { scopes, version: Some("2026.4.29".into()), ..HelloFacts::default() });
    } else {
        let refusal = Refusal::Protocol { words: "expected=2".into(), gateway_is_older: Some(true) };
        stage.link.state = LinkState::Refused { refusal, since_ms: now_ms };
    }
    match odd {
        Odd::OlderBinary => stage.exit(ExitReason::OlderBinary { words: "older".into() }),
        Odd::StateOwned => stage.exit(ExitReason::StateOwned { words: "owned".into() }),
        Odd::Nothing | Odd::Includes | Odd::Missing => {}
    }
    if kept == Mode::Remote {
        let way = Way::Plain;
        stage.facts.remote = Some(RemoteGateway { id: "office".into(), host: "192.168.1.5".into(), port: 18_789, way });
    }
    stage
}

/// Every plan of every action in that scene.
fn plans(stage: &mut Stage) -> Vec<Plan> {
    let told: [(&'static str, &str); 5] = [
        ("command", "camera.snap"),
        ("program", "/usr/bin/uptime"),
        ("sender", "42"),
        ("origin", "https://claw.example.com"),
        ("chat", "-1"),
    ];
    let mut all = Vec::new();
    for rule in RULES {
        for subject in SUBJECTS {
            stage.sign_with(rule.id, subject, &told);
            let mut fault = Fault::new(Words::plain(rule.title), "e", 1).offer(&rule.action_ids());
            fault.subject = subject.map(str::to_owned);
            let reference = FindingRef { id: rule.id.into(), subject: fault.subject.clone() };
            let raised = Raised::fresh(fault);
            let scene = stage.scene();
            let made =
                rule.actions.iter().map(|action| Plan::make(rule, &reference, &raised, (action.id, None), &scene));
            all.extend(made.filter_map(Result::ok));
        }
    }
    all
}

/// It writes the configuration's file itself, or lets OpenClaw do so without asking a gateway.
fn writes_the_file(step: &Step) -> bool {
    match step {
        Step::RestoreConfig { .. } | Step::MakeToken => true,
        Step::Cli { command, .. } => {
            matches!(command, CliCommand::DoctorFix | CliCommand::SetModeLocal | CliCommand::BindLoopback)
        }
        _ => false,
    }
}

fn changes_something(step: &Step) -> bool {
    writes_the_file(step)
        || step.changes_keys()
        || step.interrupts()
        || matches!(step, Step::EndOther { .. } | Step::Install { .. } | Step::NewIdentity)
        || matches!(step, Step::Call(Request::AllowProgram { .. }))
}

#[test]
fn no_plan_in_any_scene_breaks_a_promise() {
    let mut made = std::collections::BTreeSet::new();
    for kept in KEPT {
        for does in [Does::Answers, Does::Silent, Does::Stopped] {
            for odd in [Odd::Nothing, Odd::Includes, Odd::OlderBinary, Odd::StateOwned, Odd::Missing] {
                let mut stage = stage(kept, does, odd);
                for plan in plans(&mut stage) {
                    let name = format!("{kept:?} {does:?} {odd:?}: {} {}", plan.finding, plan.action.id);
                    keeps_its_promises(&plan, (kept, does, odd), &name);
                    made.insert((plan.finding.id.clone(), plan.action.id));
                }
            }
        }
    }
    assert!(made.len() > 100, "only {} actions were looked at", made.len());
}

fn keeps_its_promises(plan: &Plan, (kept, does, odd): (Mode, Does, Odd), name: &str) {
    let text = format!("{:?} {:?}", plan.steps, plan.commands());
    for never in
        ["OLDER_BINARY", "DESTRUCTIVE", "lastTouched", "rm -", " kill ", "taskkill", "unlink", "--allow-", "sudo"]
    {
        assert!(!text.contains(never), "{name}: {text}");
    }
    let keys = plan.steps.iter().flat_map(|step| match step {
        Step::Patch { keys } | Step::Cli { command: CliCommand::ConfigPatch { keys }, .. } => keys.as_slice(),
        _ => &[],
    });
    for key in keys {
        assert!(key.path.first().is_some_and(|first| first != "meta" && !first.is_empty()), "{name}: {key:?}");
    }
    for (at, step) in plan.steps.iter().enumerate() {
        let before = plan.steps.get(..at).unwrap_or_default();
        match step {
            Step::EndOther { process } => assert_eq!(*process, PROVEN, "{name} ends what is not proven"),
            Step::RestoreConfig { while_running: true, .. } => {
                assert!(before.contains(&Step::CheckNotValid), "{name}: only where the gateway calls it not valid");
            }
            step if writes_the_file(step) => {
                assert!(before.contains(&Step::CheckNobodyThere), "{name} writes while a gateway may run");
                assert_ne!(
                    (odd, matches!(step, Step::Cli { command: CliCommand::DoctorFix, .. })),
                    (Odd::OlderBinary, true),
                    "{name}"
                );
            }
            Step::Cli { command: CliCommand::ConfigPatch { .. }, .. } => {
                assert_ne!(does, Does::Answers, "{name}: the gateway would have been asked");
            }
            _ => {}
        }
        assert!(step.limit_ms() > 0, "{name}: every step has a limit");
        assert!(kept != Mode::Remote || !step.is_about_this_computer(), "{name}: {step:?} is not done from here");
    }
    let changes = plan.steps.iter().any(changes_something);
    match plan.action.risk {
        Risk::Confirm if changes => {
            let shown = !plan.diff().is_empty() || !plan.commands().is_empty() || !plan.warnings.is_empty();
            assert!(shown, "{name}: a person says yes to what nobody has shown");
        }
        Risk::Confirm => {}
        Risk::Safe | Risk::Guide => {
            let quiet = |step: &&Step| changes_something(step) && !step.interrupts();
            assert_eq!(plan.steps.iter().find(quiet), None, "{name} changes something at one press");
        }
    }
    assert!(!plan.steps.is_empty(), "{name}");
}
