//! Every action that changes the configuration: the configuration before, the patch, the configuration after, and the
//! patch that takes it back exactly.

use std::collections::BTreeSet;

use clawtray_contract::FindingRef;
use serde_json::{Value, json};

use super::{Plan, Step};
use crate::{
    event::{BrowserSetting, ConfigCopyKind},
    facts::LiveConfig,
    findings::{Fault, Raised, Words},
    link::LinkState,
    parts::{FolderSeen, Skips},
    patch::{merge_patch, shrinking},
    rules::{
        RULES,
        scenes::{Stage, copy},
    },
    saved::UndoKey,
};

const MODEL: &str = "anthropic/claude-sonnet-4-6";
const LOCAL: &str = "ollama/qwen3";

/// One action on one configuration.
struct Row {
    finding: &'static str,
    action: &'static str,
    choice: Option<&'static str>,
    subject: Option<&'static str>,
    /// What the newest line told.
    told: &'static [(&'static str, &'static str)],
    before: Value,
    patch: Value,
    after: Value,
}

fn row(finding: &'static str, action: &'static str, before: Value, patch: Value, after: Value) -> Row {
    Row { finding, action, choice: None, subject: None, told: &[], before, patch, after }
}

impl Row {
    fn about(self, subject: &'static str) -> Self {
        Self { subject: Some(subject), ..self }
    }

    fn choosing(self, choice: &'static str) -> Self {
        Self { choice: Some(choice), ..self }
    }

    fn told(self, told: &'static [(&'static str, &'static str)]) -> Self {
        Self { told, ..self }
    }
}

/// The settings of a model server of one's own, with one model.
fn server(base: &str, model: Value) -> Value {
    json!({"models": {"providers": {"ollama": {"baseUrl": base, "models": [{"id": "gemma"}, model]}}}})
}

/// The patch of that server's list.
fn listed(model: Value) -> Value {
    json!({"models": {"providers": {"ollama": {"models": [{"id": "gemma"}, model]}}}})
}

fn of_server(action: &'static str, after: Value) -> Row {
    let base = "http://127.0.0.1:11434/v1";
    let before = server(base, json!({"id": "qwen3", "contextWindow": 65_536}));
    row("model.local_backend", action, before, listed(after.clone()), server(base, after)).about(LOCAL)
}

fn models() -> Vec<Row> {
    let agents = |model: Value| {
        json!({"agents": {"defaults": {"model": model,
        "models": {MODEL: {"params": {"context1m": true, "temperature": 1}}, "openai/gpt-5": {}}}}})
    };
    let long = "model.long_context_429";
    let primary = json!({"primary": MODEL, "fallbacks": ["ollama/x"]});
    let more = json!({"primary": MODEL, "fallbacks": ["ollama/x", "openai/gpt-5"]});
    let fallback = |finding| {
        let patch = json!({"agents": {"defaults": {"model": {"fallbacks": ["ollama/x", "openai/gpt-5"]}}}});
        row(finding, "add_a_fallback_model", agents(primary.clone()), patch, agents(more.clone()))
            .about(MODEL)
            .choosing("openai/gpt-5")
    };
    vec![
        row(
            long,
            "disable_context1m",
            agents(primary.clone()),
            json!({"agents": {"defaults": {"models": {MODEL: {"params": {"context1m": null}}}}}}),
            json!({"agents": {"defaults": {"model": primary,
                "models": {MODEL: {"params": {"temperature": 1}}, "openai/gpt-5": {}}}}}),
        )
        .about(MODEL),
        row(
            long,
            "switch_to_a_standard_window_model",
            agents(primary.clone()),
            json!({"agents": {"defaults": {"model": {"primary": "openai/gpt-5"}}}}),
            agents(json!({"primary": "openai/gpt-5", "fallbacks": ["ollama/x"]})),
        )
        .about(MODEL)
        .choosing("openai/gpt-5"),
        fallback(long),
        fallback("model.rate_limited"),
        of_server(
            "send_plain_text_messages",
            json!({"id": "qwen3", "contextWindow": 65_536, "compat": {"requiresStringContent": true}}),
        ),
        of_server(
            "send_strict_messages",
            json!({"id": "qwen3", "contextWindow": 65_536, "compat": {"strictMessageKeys": true}}),
        ),
        of_server(
            "turn_tools_off_for_this_model",
            json!({"id": "qwen3", "contextWindow": 65_536, "compat": {"supportsTools": false}}),
        ),
        of_server("lower_the_context_window", json!({"id": "qwen3", "contextWindow": 32_768})),
        row(
            "model.local_backend",
            "fix_the_model_id_or_base_url",
            server("http://127.0.0.1:11434/", json!({"id": "qwen3"})),
            json!({"models": {"providers": {"ollama": {"baseUrl": "http://127.0.0.1:11434/v1"}}}}),
            server("http://127.0.0.1:11434/v1", json!({"id": "qwen3"})),
        )
        .about(LOCAL),
        row(
            "model.local_backend",
            "fix_the_model_id_or_base_url",
            server("http://127.0.0.1:11434/v1", json!({"id": "ollama/qwen3"})),
            listed(json!({"id": "qwen3"})),
            server("http://127.0.0.1:11434/v1", json!({"id": "qwen3"})),
        )
        .about("ollama/ollama/qwen3"),
    ]
}

fn lists() -> Vec<Row> {
    let telegram = |fields: Value| json!({"channels": {"telegram": fields}});
    let commands = |list: Value| json!({"gateway": {"nodes": {"commands": {"allow": list}}}});
    let origins = json!({"gateway": {"controlUi": {"allowedOrigins": ["https://claw.example.com"]}}});
    let with_origins =
        json!({"gateway": {"mode": "local", "controlUi": {"allowedOrigins": ["https://claw.example.com"]}}});
    vec![
        row(
            "channel.blocked",
            "allow_this_sender_or_group",
            telegram(json!({"enabled": true, "allowFrom": ["1"]})),
            telegram(json!({"allowFrom": ["1", "42"]})),
            telegram(json!({"enabled": true, "allowFrom": ["1", "42"]})),
        )
        .about("telegram")
        .told(&[("sender", "42")]),
        row(
            "channel.blocked",
            "allow_this_sender_or_group",
            telegram(json!({"enabled": true})),
            telegram(json!({"groupAllowFrom": ["42"]})),
            telegram(json!({"enabled": true, "groupAllowFrom": ["42"]})),
        )
        .about("telegram")
        .choosing("groupAllowFrom")
        .told(&[("sender", "42")]),
        row(
            "channel.mention_required",
            "answer_without_a_mention_in_this_group",
            telegram(json!({"groups": {"*": {}, "-100": {"requireMention": true}, "-200": {}}})),
            telegram(json!({"groups": {"-200": {"requireMention": false}}})),
            telegram(json!({"groups": {"*": {}, "-100": {"requireMention": true}, "-200": {"requireMention": false}}})),
        )
        .about("telegram")
        .choosing("-200"),
        row(
            "node.allowlist_miss",
            "allow_this_node_command",
            commands(json!(["camera.clip"])),
            commands(json!(["camera.clip", "camera.snap"])),
            commands(json!(["camera.clip", "camera.snap"])),
        )
        .told(&[("command", "camera.snap")]),
        // Nothing of this is there: what was made for it goes with it.
        row(
            "node.allowlist_miss",
            "allow_this_node_command",
            json!({}),
            commands(json!(["camera.snap"])),
            commands(json!(["camera.snap"])),
        )
        .told(&[("command", "camera.snap")]),
        row(
            "auth.origin_not_allowed",
            "allow_this_address",
            json!({"gateway": {"mode": "local"}}),
            origins,
            with_origins,
        )
        .told(&[("origin", "https://claw.example.com")]),
        row(
            "skills.symlink_escape",
            "trust_that_folder",
            json!({}),
            json!({"skills": {"load": {"extraDirs": ["/srv/team/skills"], "allowSymlinkTargets": ["/srv/team/skills"]}}}),
            json!({"skills": {"load": {"extraDirs": ["/srv/team/skills"], "allowSymlinkTargets": ["/srv/team/skills"]}}}),
        ),
        row(
            "browser.plugin_excluded",
            "allow_the_browser_plugin",
            json!({"plugins": {"allow": ["telegram"]}}),
            json!({"plugins": {"allow": ["telegram", "browser"]}}),
            json!({"plugins": {"allow": ["telegram", "browser"]}}),
        ),
    ]
}

fn others() -> Vec<Row> {
    let beats = |defaults: Value| json!({"agents": {"defaults": {"heartbeat": defaults}, "entries": {"work": {}}}});
    let skipped = |before: Value, patch: Value, after: Value| {
        row(
            "heartbeat.skipped",
            "change_what_causes_it",
            beats(before),
            json!({"agents": {"defaults": {"heartbeat": patch}}}),
            beats(after),
        )
    };
    let accounts = json!({"telegram": {"accounts": {"main": {}}}});
    vec![
        row(
            "cron.disabled",
            "switch_scheduling_on",
            json!({"cron": {"enabled": false, "store": "x"}}),
            json!({"cron": {"enabled": true}}),
            json!({"cron": {"enabled": true, "store": "x"}}),
        ),
        row(
            "browser.executable_missing",
            "use_the_browser_found_here",
            json!({"browser": {"executablePath": "/no"}}),
            json!({"browser": {"executablePath": "/usr/bin/chromium"}}),
            json!({"browser": {"executablePath": "/usr/bin/chromium"}}),
        ),
        row(
            "browser.cdp_unreachable",
            "use_openclaw_s_own_browser",
            json!({"browser": {"defaultProfile": "mine"}}),
            json!({"browser": {"defaultProfile": "openclaw"}}),
            json!({"browser": {"defaultProfile": "openclaw"}}),
        ),
        row(
            "browser.cdp_unreachable",
            "use_openclaw_s_own_browser",
            json!({"browser": {"attachOnly": true, "cdpUrl": "http://10.0.0.42:9222", "headless": true}}),
            json!({"browser": {"attachOnly": false, "cdpUrl": null}}),
            json!({"browser": {"attachOnly": false, "headless": true}}),
        ),
        // Other profiles go on attaching.
        row(
            "browser.cdp_unreachable",
            "use_openclaw_s_own_browser",
            json!({"browser": {"attachOnly": true, "profiles": {"openclaw": {"cdpPort": 18_800, "cdpUrl": "http://10.0.0.42:9222"}}}}),
            json!({"browser": {"profiles": {"openclaw": {"attachOnly": false, "cdpUrl": null}}}}),
            json!({"browser": {"attachOnly": true, "profiles": {"openclaw": {"cdpPort": 18_800, "attachOnly": false}}}}),
        ),
        row(
            "browser.cdp_unreachable",
            "use_openclaw_s_own_browser",
            json!({"browser": {"profiles": {"openclaw": {"cdpUrl": "http://10.0.0.42:9222"}, "work": {"cdpPort": 18_801}}}}),
            json!({"browser": {"profiles": {"openclaw": null}}}),
            json!({"browser": {"profiles": {"work": {"cdpPort": 18_801}}}}),
        ),
        skipped(json!({"directPolicy": "block"}), json!({"directPolicy": "allow"}), json!({"directPolicy": "allow"}))
            .told(&[("reason", "dm-blocked")]),
        skipped(json!({"every": "30m"}), json!({"target": "last"}), json!({"every": "30m", "target": "last"}))
            .told(&[("reason", "no-target")]),
        skipped(
            json!({"every": "30m", "activeHours": {"start": "08:00"}}),
            json!({"activeHours": null}),
            json!({"every": "30m"}),
        )
        .told(&[("reason", "quiet-hours")]),
        row(
            "heartbeat.unknown_account",
            "choose_a_configured_account",
            json!({"channels": accounts, "agents": {"defaults": {"heartbeat": {"target": "telegram", "accountId": "gone"}}}}),
            json!({"agents": {"defaults": {"heartbeat": {"accountId": "main"}}}}),
            json!({"channels": accounts, "agents": {"defaults": {"heartbeat": {"target": "telegram", "accountId": "main"}}}}),
        ),
        // A channel that is set up without accounts has one all the same.
        row(
            "heartbeat.unknown_account",
            "choose_a_configured_account",
            json!({"channels": {"telegram": {"botToken": "x"}},
                "agents": {"defaults": {"heartbeat": {"target": "telegram", "accountId": "gone"}}}}),
            json!({"agents": {"defaults": {"heartbeat": {"accountId": "default"}}}}),
            json!({"channels": {"telegram": {"botToken": "x"}},
                "agents": {"defaults": {"heartbeat": {"target": "telegram", "accountId": "default"}}}}),
        ),
        // A list that loses entries is named to the gateway.
        row(
            "config.restored",
            "put_your_change_back_corrected",
            json!({"plugins": {"allow": ["a", "b"]}, "cron": {"enabled": true}}),
            json!({"plugins": {"allow": ["a"]}}),
            json!({"plugins": {"allow": ["a"]}, "cron": {"enabled": true}}),
        ),
    ]
}

fn rows() -> Vec<Row> {
    models().into_iter().chain(lists()).chain(others()).collect()
}

fn plan(row: &Row) -> Result<Plan, Words> {
    plan_on(row, 4)
}

/// The plan for a gateway that speaks this protocol.
fn plan_on(row: &Row, protocol: u32) -> Result<Plan, Words> {
    let mut stage = Stage::new();
    stage.run();
    if let LinkState::Ready(hello) = &mut stage.link.state {
        hello.protocol = protocol;
    }
    stage.facts.config = Some(LiveConfig { hash: "h".into(), value: row.before.clone() });
    stage.sign_with(row.finding, row.subject, row.told);
    let reason = row.told.iter().find(|(name, _)| *name == "reason").map(|(_, reason)| (*reason).to_owned());
    stage.facts.skips = reason.map(|reason| Skips { reason, words: None, since_ms: 1, last_ms: 1, begun_ms: 1 });
    stage.facts.folder = Some(FolderSeen { skill_targets: vec!["/srv/team/skills".into()], ..FolderSeen::default() });
    let mut aside = copy(ConfigCopyKind::Clobbered, stage.now.unix_ms);
    aside.value = Some(json!({"plugins": {"allow": ["a"]}}));
    stage.around().config.copies = vec![aside];
    stage.around().config.browser =
        Some(BrowserSetting { found: vec!["/usr/bin/chromium".into()], ..BrowserSetting::default() });
    let rule = RULES.iter().find(|rule| rule.id == row.finding).unwrap();
    let mut fault = Fault::new(Words::plain(rule.title), "e", 1).offer(&rule.action_ids());
    fault.subject = row.subject.map(str::to_owned);
    let reference = FindingRef { id: row.finding.into(), subject: fault.subject.clone() };
    Plan::make(rule, &reference, &Raised::fresh(fault), (row.action, row.choice), &stage.scene())
}

/// RFC 7396, as the gateway applies it.
fn merged(target: &Value, patch: &Value) -> Value {
    let Value::Object(changes) = patch else { return patch.clone() };
    let mut fields = target.as_object().cloned().unwrap_or_default();
    for (name, change) in changes {
        if change.is_null() {
            fields.remove(name);
        } else {
            let before = fields.get(name).cloned().unwrap_or(Value::Null);
            fields.insert(name.clone(), merged(&before, change));
        }
    }
    Value::Object(fields)
}

/// The lists that the gateway wants named before it takes something out of them (OpenClaw 2026.9.6).
fn destructive(base: &Value, patch: &Value, above: &str, paths: &mut Vec<String>) {
    for (key, change) in patch.as_object().into_iter().flatten() {
        let path = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
        match (&base[key.as_str()], change) {
            (Value::Array(old), Value::Array(new)) => {
                let with_id = old.iter().all(|entry| entry["id"].is_string());
                let stays = |entry: &Value| {
                    new.iter().any(|other| if with_id { other["id"] == entry["id"] } else { other == entry })
                };
                if !old.iter().all(stays) {
                    paths.push(path);
                }
            }
            (Value::Array(_), _) => paths.push(path),
            (Value::Object(_), Value::Object(_)) => destructive(&base[key.as_str()], change, &path, paths),
            (Value::Object(fields), _) => {
                let gone: serde_json::Map<String, Value> =
                    fields.keys().map(|name| (name.clone(), Value::Null)).collect();
                destructive(&base[key.as_str()], &Value::Object(gone), &path, paths);
            }
            _ => {}
        }
    }
}

#[test]
fn each_patch_changes_exactly_its_keys_and_is_taken_back_exactly() {
    for row in rows() {
        let name = format!("{} {} {:?}", row.finding, row.action, row.choice);
        let plan = plan(&row).unwrap_or_else(|words| panic!("{name}: {words:?}"));
        let Some(Step::Patch { keys }) = plan.steps.iter().find(|step| step.changes_keys()) else {
            panic!("{name}: {:?}", plan.steps)
        };
        let patch = merge_patch(keys.iter().map(|key| (key.path.as_slice(), &key.after)));
        assert_eq!(patch, row.patch, "{name}");
        assert_eq!(merged(&row.before, &patch), row.after, "{name}");
        let undo = plan.undo.as_ref().unwrap_or_else(|| panic!("{name} has no way back"));
        let back = merge_patch(undo.keys.iter().map(|key| (key.path.as_slice(), &key.before)));
        assert_eq!(merged(&row.after, &back), row.before, "{name} is taken back exactly");
        assert!(plan.needs_confirmation() && !plan.diff().is_empty(), "{name} is shown before it is done");
        let reversed: Vec<UndoKey> = keys
            .iter()
            .map(|key| UndoKey { path: key.path.clone(), before: key.after.clone(), after: key.before.clone() })
            .collect();
        for (base, patch, keys) in [(&row.before, &patch, keys), (&row.after, &back, &reversed)] {
            let mut wanted = Vec::new();
            destructive(base, patch, "", &mut wanted);
            let named = shrinking(keys);
            let missing: Vec<_> = wanted.iter().filter(|path| !named.contains(path)).collect();
            assert!(missing.is_empty(), "{name}: the gateway would refuse it for {missing:?}");
        }
        let loses = ["config.restored", "model.local_backend"].contains(&row.finding);
        assert!(loses || shrinking(keys).is_empty(), "{name}: lists are replaced only where they lose something");
    }
}

#[test]
fn no_action_that_changes_the_configuration_is_left_out() {
    let tested: BTreeSet<(&str, &str)> = rows().iter().map(|row| (row.finding, row.action)).collect();
    let source = concat!(include_str!("settings.rs"), include_str!("allow.rs"));
    for rule in RULES {
        for action in rule.actions {
            let named = format!("\"{}\"", action.id);
            // What only calls, opens or looks is no change of the configuration.
            let changes = !["add_it_to_the_allowlist", "test_the_server_directly"].contains(&action.id)
                && action.risk == clawtray_contract::Risk::Confirm
                && source.contains(&format!("\"{}", rule.id))
                && source.contains(&named);
            assert!(!changes || tested.contains(&(rule.id, action.id)), "{} {} has no row", rule.id, action.id);
        }
    }
}

/// What OpenClaw 2026.4.29 has no key for it refuses with the whole patch ("Unrecognized key").
#[test]
fn a_gateway_of_spring_2026_is_changed_by_the_keys_that_it_has_or_not_at_all() {
    let on_it = |action: &str| {
        let row = rows().into_iter().find(|row| row.action == action).unwrap();
        plan_on(&row, 3).map(|plan| match plan.steps.into_iter().find(Step::changes_keys) {
            Some(Step::Patch { keys }) => merge_patch(keys.iter().map(|key| (key.path.as_slice(), &key.after))),
            other => panic!("{action}: {other:?}"),
        })
    };
    let nodes = on_it("allow_this_node_command").unwrap();
    assert_eq!(nodes, json!({"gateway": {"nodes": {"allowCommands": ["camera.snap"]}}}));
    for action in ["trust_that_folder", "send_strict_messages"] {
        assert_eq!(on_it(action), Err(Words::plain("plan-key-unknown")), "{action}");
    }
    for action in ["send_plain_text_messages", "switch_scheduling_on", "allow_this_address", "add_a_fallback_model"] {
        assert!(on_it(action).is_ok(), "{action}");
    }
}
