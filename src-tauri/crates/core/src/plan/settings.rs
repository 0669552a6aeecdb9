//! Changes of the configuration: exactly these keys, with the way back.

use serde_json::{Map, Value, json};

use super::{
    Plan, Step, Way, allow,
    models::{add_fallback, others, switch},
    step::{MODEL_LIMIT_MS, SERVICE_LIMIT_MS},
};
use crate::{
    effect::{CliCommand, Inspection},
    findings::{Raised, Rule, Scene, Words},
    patch::{self, context1m_places, value_at},
    rules::{browsers, heartbeat_skipped},
    saved::UndoKey,
};

/// The account of a channel whose settings name none.
const ONLY_ACCOUNT: &str = "default";

/// Context windows on offer for a server of one's own, tokens.
const WINDOWS: [u64; 5] = [131_072, 65_536, 32_768, 16_384, 8_192];

/// True for findings whose actions, or whose end, need the configuration that the gateway runs with.
pub(crate) fn wants_config(finding: &str) -> bool {
    [
        "auth.origin_not_allowed",
        "browser.",
        "channel.blocked",
        "channel.mention_required",
        "config.restored",
        "cron.disabled",
        "heartbeat.",
        "model.local_backend",
        "model.long_context_429",
        "model.rate_limited",
        "node.allowlist_miss",
        "skills.",
    ]
    .iter()
    .any(|start| finding.starts_with(start))
}

/// The configuration that a change is made for: the gateway's own where it answers, else the file's. Secrets are
/// replaced by a mark in both.
///
/// # Errors
/// Where neither is known.
pub(super) fn configuration<'a>(scene: &Scene<'a>) -> Result<&'a Value, Words> {
    if scene.link.hello().is_some() {
        let live = scene.facts.config.as_ref().map(|config| &config.value);
        return live.ok_or(Words::plain("plan-needs-link"));
    }
    let file = scene.facts.surroundings.as_ref().and_then(|around| around.config.value.as_ref());
    file.ok_or(Words::plain("plan-needs-config"))
}

/// The steps of an action on the configuration; false where it is not one.
pub(super) fn steps(plan: &mut Plan, rule: &Rule, raised: &Raised, scene: &Scene<'_>) -> Result<bool, Words> {
    let live = || configuration(scene);
    let model = raised.fault.subject.clone().unwrap_or_default();
    let mut after = Vec::new();
    let keys = match (rule.id, plan.action.id) {
        ("model.long_context_429", "disable_context1m") => {
            plan.warnings.push(Words::plain("plan-warning-proof-later"));
            plan.later_proof = true;
            patch::turn_off(&context1m_places(live()?, &model))
        }
        ("model.long_context_429", "switch_to_a_standard_window_model") => {
            let other = plan.choose(ways(others(live()?, &model)), "plan-no-other-model")?;
            plan.warnings.push(Words::plain("plan-warning-proof-later"));
            plan.later_proof = true;
            switch(live()?, &model, &other)
        }
        ("model.long_context_429" | "model.rate_limited", "add_a_fallback_model") => {
            let other = plan.choose(ways(others(live()?, &model)), "plan-no-other-model")?;
            plan.warnings.push(Words::plain("plan-warning-proof-later"));
            plan.later_proof = true;
            add_fallback(live()?, &model, &other)
        }
        ("model.local_backend", "send_plain_text_messages") => compat(live()?, &model, "requiresStringContent", true),
        ("model.local_backend", "send_strict_messages") if scene.link.is_of_spring() => {
            return Err(Words::plain("plan-key-unknown"));
        }
        ("model.local_backend", "send_strict_messages") => compat(live()?, &model, "strictMessageKeys", true),
        ("model.local_backend", "turn_tools_off_for_this_model") => {
            plan.warnings.push(Words::plain("plan-warning-no-tools"));
            compat(live()?, &model, "supportsTools", false)
        }
        ("model.local_backend", "lower_the_context_window") => {
            let now = entry(live()?, &model).and_then(|entry| entry.get("contextWindow")?.as_u64());
            let smaller = WINDOWS.into_iter().filter(|window| now.is_none_or(|now| *window < now));
            let ways = smaller.map(|window| Way {
                id: window.to_string(),
                label: Words::with("plan-choice-tokens", vec![("tokens", i64::try_from(window).unwrap_or(0).into())]),
            });
            let window = plan.choose(ways.collect(), "plan-nothing-set")?;
            let window = window.parse::<u64>().unwrap_or_default();
            in_model(live()?, &model, |entry| drop(entry.insert("contextWindow".to_owned(), window.into())))
        }
        ("model.local_backend", "fix_the_model_id_or_base_url") => mend_address(plan, live()?, &model)?,
        ("model.local_backend", "test_the_server_directly") => return plan.test_server(live()?, &model).map(|()| true),
        ("cron.disabled", "switch_scheduling_on") => set(live()?, &["cron", "enabled"], json!(true)),
        ("browser.plugin_excluded", "allow_the_browser_plugin") => add(live()?, &["plugins", "allow"], "browser"),
        ("browser.executable_missing", "use_the_browser_found_here") => {
            let browser = scene.facts.surroundings.as_ref().and_then(|around| around.config.browser.as_ref());
            let found = browser.map(|browser| browser.found.clone()).unwrap_or_default();
            let program = plan.choose(ways(found), "plan-no-browser")?;
            set(live()?, &["browser", "executablePath"], json!(program))
        }
        ("browser.cdp_unreachable", "use_openclaw_s_own_browser") => {
            let command = CliCommand::BrowserStart { profile: browsers::OWN.to_owned() };
            after.push(Step::Cli { command, limit_ms: SERVICE_LIMIT_MS });
            own_browser(live()?)
        }
        ("heartbeat.unknown_account", "choose_a_configured_account") => {
            // Only the next one can tell.
            plan.later_proof = true;
            heartbeat_account(plan, live()?, scene)?
        }
        ("heartbeat.skipped", "change_what_causes_it") if !heartbeat_skipped::is_switched_off(scene) => {
            // Only the next one can tell.
            plan.later_proof = true;
            let reason = scene.facts.skips.as_ref().map(|skips| skips.reason.as_str()).unwrap_or_default();
            heartbeat_cause(live()?, reason)
        }
        ("config.restored", "put_your_change_back_corrected") => {
            // The person has answered: what else the file held stays as it is.
            after.push(Step::Acknowledge);
            plan.put_back(live()?, scene)?
        }
        _ => match allow::keys(plan, rule, scene)? {
            Some(keys) => keys,
            None => return Ok(false),
        },
    };
    if keys.is_empty() && after.is_empty() && plan.steps.is_empty() {
        return Err(Words::plain("plan-nothing-set"));
    }
    if !keys.is_empty() {
        plan.change(keys, scene);
    }
    plan.steps.extend(after);
    Ok(true)
}

impl Plan {
    /// Asks the server itself, then lets OpenClaw ask it once. Only where the configuration says that it is.
    fn test_server(&mut self, config: &Value, model: &str) -> Result<(), Words> {
        let Some((provider, name)) = model.split_once('/') else { return Err(Words::plain("plan-model-unknown")) };
        let address = value_at(config, &path(&["models", "providers", provider, "baseUrl"])).as_str();
        let Some(address) = address.map(|address| address.trim_end_matches('/').to_owned()) else {
            return Err(Words::plain("plan-no-server-address"));
        };
        self.shows = true;
        self.steps.extend([
            Step::Inspect(Inspection::ModelServer { address, model: name.to_owned() }),
            Step::Cli { command: CliCommand::RunModel { model: model.to_owned() }, limit_ms: MODEL_LIMIT_MS },
        ]);
        Ok(())
    }
}

fn ways(names: Vec<String>) -> Vec<Way> {
    names.iter().map(|name| Way::named(name)).collect()
}

pub(super) fn path(segments: &[&str]) -> Vec<String> {
    segments.iter().map(|segment| (*segment).to_owned()).collect()
}

/// What keeps OpenClaw from its own browser: another one is the default, or its own is one that it only attaches to
/// (2026.9.6: `attachOnly` holds for each profile without its own; the host of `cdpUrl` for each without its own address).
fn own_browser(config: &Value) -> Vec<UndoKey> {
    let browser = config.get("browser").unwrap_or(&Value::Null);
    let own = browser.get("profiles").and_then(|profiles| profiles.get(browsers::OWN));
    let of_own = |name: &str| own.and_then(|own| own.get(name)).filter(|value| !value.is_null());
    let mut keys = Vec::new();
    if browser.get("defaultProfile").is_some_and(|profile| !profile.is_null()) {
        keys.extend(set(config, &["browser", "defaultProfile"], json!(browsers::OWN)));
    }
    if browser.get("cdpUrl").is_some() {
        keys.extend(set(config, &["browser", "cdpUrl"], Value::Null));
    }
    if of_own("cdpUrl").is_some() && of_own("cdpPort").is_none() {
        // Without an address there has to be a port; without settings OpenClaw chooses one.
        keys.extend(set(config, &["browser", "profiles", browsers::OWN], Value::Null));
        keys.extend(unattached(config, false));
    } else {
        if of_own("cdpUrl").is_some() {
            keys.extend(set(config, &["browser", "profiles", browsers::OWN, "cdpUrl"], Value::Null));
        }
        keys.extend(unattached(config, own.is_some()));
    }
    keys
}

/// OpenClaw's own profile starts its browser; `own` says whether it has settings of its own.
fn unattached(config: &Value, own: bool) -> Vec<UndoKey> {
    let is_on = |segments: &[&str]| value_at(config, &path(segments)) == &json!(true);
    let mine = ["browser", "profiles", browsers::OWN, "attachOnly"];
    let says = own && value_at(config, &path(&mine)).is_boolean();
    match (own, is_on(&["browser", "attachOnly"])) {
        (true, everywhere) if is_on(&mine) || everywhere && !says => set(config, &mine, json!(false)),
        (false, true) => set(config, &["browser", "attachOnly"], json!(false)),
        _ => Vec::new(),
    }
}

/// One key with a new value; nothing where it has it already.
pub(super) fn set(config: &Value, segments: &[&str], after: Value) -> Vec<UndoKey> {
    let path = path(segments);
    let before = value_at(config, &path).clone();
    if before == after { Vec::new() } else { vec![UndoKey { path, before, after }] }
}

/// One more text at the end of a list; nothing where there is no such list, or it has it already.
pub(super) fn add(config: &Value, segments: &[&str], text: &str) -> Vec<UndoKey> {
    let path = path(segments);
    let before = value_at(config, &path).clone();
    let Value::Array(mut items) = before.clone() else { return Vec::new() };
    if items.iter().any(|item| item.as_str() == Some(text)) {
        return Vec::new();
    }
    items.push(text.into());
    vec![UndoKey { path, before, after: Value::Array(items) }]
}

/// A `compat` switch of one model (OpenClaw's "Local models" page).
fn compat(config: &Value, model: &str, key: &str, value: bool) -> Vec<UndoKey> {
    in_model(config, model, |entry| {
        let switches = entry.entry("compat").or_insert_with(|| json!({}));
        if let Some(switches) = switches.as_object_mut() {
            switches.insert(key.to_owned(), value.into());
        }
    })
}

/// The entry of one model (`provider/model`) in its provider's list.
fn entry<'a>(config: &'a Value, model: &str) -> Option<&'a Value> {
    let (provider, name) = model.split_once('/')?;
    let listed = value_at(config, &path(&["models", "providers", provider, "models"])).as_array()?;
    listed.iter().find(|entry| entry.get("id").and_then(Value::as_str) == Some(name))
}

/// A change to the entry of one model; nothing where it is not listed, or the change changes nothing.
fn in_model(config: &Value, model: &str, mut change: impl FnMut(&mut Map<String, Value>)) -> Vec<UndoKey> {
    let Some((provider, name)) = model.split_once('/') else { return Vec::new() };
    let path = path(&["models", "providers", provider, "models"]);
    let before = value_at(config, &path).clone();
    let mut after = before.clone();
    let entries = after.as_array_mut().into_iter().flatten();
    for entry in entries.filter(|entry| entry.get("id").and_then(Value::as_str) == Some(name)) {
        if let Some(entry) = entry.as_object_mut() {
            change(entry);
        }
    }
    if before == after { Vec::new() } else { vec![UndoKey { path, before, after }] }
}

/// The two usual mistakes in the address of a server of one's own: no `/v1` at its end, and the provider's name once
/// more before the model's.
fn mend_address(plan: &mut Plan, config: &Value, model: &str) -> Result<Vec<UndoKey>, Words> {
    let Some((provider, name)) = model.split_once('/') else { return Err(Words::plain("plan-nothing-set")) };
    let address = path(&["models", "providers", provider, "baseUrl"]);
    let base = value_at(config, &address).as_str().map(|base| base.trim_end_matches('/'));
    let mut ways = Vec::new();
    if let Some(base) = base.filter(|base| !base.ends_with("/v1")) {
        let args = vec![("address", format!("{base}/v1").as_str().into())];
        ways.push(Way { id: "base_url".to_owned(), label: Words::with("plan-choice-base-url", args) });
    }
    let doubled = format!("{provider}/");
    if let Some(plain) = name.strip_prefix(doubled.as_str()) {
        let args = vec![("name", plain.into())];
        ways.push(Way { id: "model_id".to_owned(), label: Words::with("plan-choice-model-id", args) });
    }
    let chosen = plan.choose(ways, "plan-nothing-set")?;
    Ok(match (chosen.as_str(), base) {
        ("base_url", Some(base)) => {
            let before = value_at(config, &address).clone();
            vec![UndoKey { path: address, before, after: json!(format!("{base}/v1")) }]
        }
        _ => in_model(config, model, |entry| {
            let plain = name.strip_prefix(doubled.as_str()).unwrap_or(name);
            entry.insert("id".to_owned(), plain.into());
        }),
    })
}

/// Where heartbeats are set up: for all agents, and for single ones.
fn heartbeats(config: &Value) -> Vec<(Vec<String>, &Map<String, Value>)> {
    let mut places = vec![path(&["agents", "defaults", "heartbeat"])];
    let agents = value_at(config, &path(&["agents", "entries"])).as_object();
    let agents = agents.into_iter().flat_map(|agents| agents.keys());
    places.extend(agents.map(|agent| path(&["agents", "entries", agent, "heartbeat"])));
    let found = places.into_iter().map(|place| (value_at(config, &place).as_object(), place));
    found.filter_map(|(block, place)| Some((place, block?))).collect()
}

/// The accounts of a channel: those of the configuration, and those that the gateway told of. One that is set up without
/// any has one of this name (OpenClaw 2026.9.6).
fn accounts_of(channel: &str, config: &Value, scene: &Scene<'_>) -> Vec<String> {
    let section = value_at(config, &path(&["channels", channel])).as_object();
    let listed = section.and_then(|section| section.get("accounts")?.as_object());
    let mut known: Vec<String> = listed.into_iter().flat_map(|listed| listed.keys().cloned()).collect();
    let told = scene.facts.parts.channels.iter().flatten().filter(|told| told.channel == channel && told.configured);
    for account in told {
        if !known.contains(&account.account) {
            known.push(account.account.clone());
        }
    }
    if known.is_empty() && section.is_some_and(|section| !section.is_empty()) {
        known.push(ONLY_ACCOUNT.to_owned());
    }
    known
}

/// Another account wherever a heartbeat names one that its channel does not have.
fn heartbeat_account(plan: &mut Plan, config: &Value, scene: &Scene<'_>) -> Result<Vec<UndoKey>, Words> {
    let accounts = |channel: &str| accounts_of(channel, config, scene);
    let mut wrong = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for (mut place, block) in heartbeats(config) {
        let Some(named) = block.get("accountId").and_then(Value::as_str) else { continue };
        let known = match block.get("target").and_then(Value::as_str) {
            Some(channel) if !["owner", "last", "none"].contains(&channel) => accounts(channel),
            _ => {
                let channels = config.get("channels").and_then(Value::as_object);
                channels
                    .into_iter()
                    .flat_map(|channels| channels.keys())
                    .flat_map(|channel| accounts(channel))
                    .collect()
            }
        };
        if known.iter().any(|account| account == named) {
            continue;
        }
        names.extend(known.into_iter().filter(|account| !names.contains(account)).collect::<Vec<_>>());
        place.push("accountId".to_owned());
        wrong.push((place, named.to_owned()));
    }
    let account = plan.choose(ways(names), "plan-no-account")?;
    let key = |(path, before): (Vec<String>, String)| UndoKey { path, before: json!(before), after: json!(account) };
    Ok(wrong.into_iter().map(key).collect())
}

/// What makes heartbeats be skipped for this reason, put right (OpenClaw's "Heartbeat" page).
fn heartbeat_cause(config: &Value, reason: &str) -> Vec<UndoKey> {
    let (name, is_cause, after): (_, fn(&Value) -> bool, _) = match reason {
        "dm-blocked" => ("directPolicy", |value| value == "block", json!("allow")),
        "no-route" | "no-target" => ("target", |value| value == "none" || value.is_null(), json!("last")),
        "quiet-hours" => ("activeHours", |value| !value.is_null(), Value::Null),
        _ => return Vec::new(),
    };
    let mut keys = Vec::new();
    for (mut path, block) in heartbeats(config) {
        let before = block.get(name).cloned().unwrap_or_default();
        if is_cause(&before) && before != after {
            path.push(name.to_owned());
            keys.push(UndoKey { path, before, after: after.clone() });
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::{add, compat, heartbeat_cause, set};
    use crate::patch::diff;
    use serde_json::json;

    #[test]
    fn a_models_switch_is_set_for_that_model_alone_and_shown_by_its_place() {
        let config = json!({"models": {"providers": {"ollama": {"models": [
            {"id": "qwen3", "name": "Qwen"}, {"id": "gemma", "compat": {"supportsTools": true}}
        ]}}}});
        let keys = compat(&config, "ollama/gemma", "supportsTools", false);
        let lines = diff(&keys);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_eq!(lines[0].path, "models.providers.ollama.models[1].compat.supportsTools");
        assert_eq!((lines[0].before.as_deref(), lines[0].after.as_deref()), (Some("true"), Some("false")));
        assert_eq!(keys[0].after[0], config["models"]["providers"]["ollama"]["models"][0]);
        assert!(compat(&config, "ollama/other", "supportsTools", false).is_empty());
        assert!(compat(&config, "gemma", "supportsTools", false).is_empty());
        assert!(compat(&json!({}), "ollama/gemma", "supportsTools", false).is_empty());
    }

    #[test]
    fn what_keeps_heartbeats_back_is_put_right_for_exactly_the_agents_that_have_it() {
        let config = json!({"agents": {
            "defaults": {"heartbeat": {"directPolicy": "block", "activeHours": {"start": "08:00"}}},
            "entries": {"work": {"heartbeat": {"directPolicy": "allow"}}}}});
        let paths = |reason: &str| -> Vec<String> {
            heartbeat_cause(&config, reason).iter().map(|key| crate::patch::dotted(&key.path)).collect()
        };
        assert_eq!(paths("dm-blocked"), ["agents.defaults.heartbeat.directPolicy"]);
        assert_eq!(paths("quiet-hours"), ["agents.defaults.heartbeat.activeHours"]);
        assert_eq!(paths("no-route").len(), 2);
        assert!(paths("lanes-busy").is_empty(), "there is nothing to change about work");
    }

    #[test]
    fn a_list_grows_by_one_and_only_where_there_is_one() {
        let config = json!({"plugins": {"allow": ["telegram"]}, "cron": {"enabled": false}});
        let keys = add(&config, &["plugins", "allow"], "browser");
        assert_eq!(keys[0].after, json!(["telegram", "browser"]));
        assert!(add(&config, &["plugins", "allow"], "telegram").is_empty());
        assert!(add(&json!({}), &["plugins", "allow"], "browser").is_empty(), "without a list everything is allowed");
        assert_eq!(set(&config, &["cron", "enabled"], json!(true)).len(), 1);
        assert!(set(&config, &["cron", "enabled"], json!(false)).is_empty());
    }
}
