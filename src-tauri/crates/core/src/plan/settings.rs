//! Changes of the configuration over the link: exactly these keys, with the way back.

use serde_json::{Value, json};

use super::Plan;
use crate::{
    findings::{Raised, Rule, Scene, Words},
    patch::{self, context1m_places, value_at},
    saved::UndoKey,
};

/// True for findings whose actions, or whose end, need the configuration that the gateway runs with.
pub(crate) fn wants_config(finding: &str) -> bool {
    matches!(
        finding,
        "model.long_context_429"
            | "model.local_backend"
            | "cron.disabled"
            | "browser.plugin_excluded"
            | "channel.mention_required"
            | "node.allowlist_miss"
    )
}

/// The steps of an action on the configuration; false where it is not one.
pub(super) fn steps(plan: &mut Plan, rule: &Rule, raised: &Raised, scene: &Scene<'_>) -> Result<bool, Words> {
    let live = || scene.facts.config.as_ref().map(|config| &config.value).ok_or(Words::plain("plan-needs-link"));
    let model = || raised.fault.subject.clone().unwrap_or_default();
    let keys = match (rule.id, plan.action.id) {
        ("model.long_context_429", "disable_context1m") => {
            plan.warnings.push(Words::plain("plan-warning-proof-later"));
            patch::turn_off(&context1m_places(live()?, &model()))
        }
        ("model.local_backend", "send_plain_text_messages") => compat(live()?, &model(), "requiresStringContent", true),
        ("model.local_backend", "send_strict_messages") => compat(live()?, &model(), "strictMessageKeys", true),
        ("model.local_backend", "turn_tools_off_for_this_model") => {
            plan.warnings.push(Words::plain("plan-warning-no-tools"));
            compat(live()?, &model(), "supportsTools", false)
        }
        ("cron.disabled", "switch_scheduling_on") => set(live()?, &["cron", "enabled"], json!(true)),
        ("browser.plugin_excluded", "allow_the_browser_plugin") => add(live()?, &["plugins", "allow"], "browser"),
        _ => return Ok(false),
    };
    if keys.is_empty() {
        return Err(Words::plain("plan-nothing-set"));
    }
    plan.change(keys, scene);
    Ok(true)
}

fn path(segments: &[&str]) -> Vec<String> {
    segments.iter().map(|segment| (*segment).to_owned()).collect()
}

/// One key with a new value; nothing where it has it already.
fn set(config: &Value, segments: &[&str], after: Value) -> Vec<UndoKey> {
    let path = path(segments);
    let before = value_at(config, &path).clone();
    if before == after { Vec::new() } else { vec![UndoKey { path, before, after }] }
}

/// One more text at the end of a list; nothing where there is no such list, or it has it already.
fn add(config: &Value, segments: &[&str], text: &str) -> Vec<UndoKey> {
    let path = path(segments);
    let before = value_at(config, &path).clone();
    let Value::Array(mut items) = before.clone() else { return Vec::new() };
    if items.iter().any(|item| item.as_str() == Some(text)) {
        return Vec::new();
    }
    items.push(text.into());
    vec![UndoKey { path, before, after: Value::Array(items) }]
}

/// A `compat` switch of one model (`provider/model`) in its provider's list; nothing where it is not listed there, or
/// has that value already (OpenClaw's "Local models" page).
fn compat(config: &Value, model: &str, key: &str, value: bool) -> Vec<UndoKey> {
    let Some((provider, name)) = model.split_once('/') else { return Vec::new() };
    let path = path(&["models", "providers", provider, "models"]);
    let before = value_at(config, &path).clone();
    let mut after = before.clone();
    let entries = after.as_array_mut().into_iter().flatten();
    for entry in entries.filter(|entry| entry.get("id").and_then(Value::as_str) == Some(name)) {
        let Some(entry) = entry.as_object_mut() else { continue };
        let switches = entry.entry("compat").or_insert_with(|| json!({}));
        if let Some(switches) = switches.as_object_mut() {
            switches.insert(key.to_owned(), value.into());
        }
    }
    if before == after { Vec::new() } else { vec![UndoKey { path, before, after }] }
}

#[cfg(test)]
mod tests {
    use super::{add, compat, set};
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
