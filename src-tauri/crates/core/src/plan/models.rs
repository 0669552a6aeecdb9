//! Another model, or a second one, instead of the one that a provider refuses.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{patch::value_at, saved::UndoKey};

/// Models that answer in a window of a million tokens by nature (OpenClaw's page on troubleshooting model providers,
/// 2026.9.6): turning `context1m` off changes nothing there.
const LONG_BY_NATURE: [&str; 8] =
    ["opus-5", "sonnet-5", "mythos-5", "fable-5", "opus-4-6", "opus-4-7", "opus-4-8", "sonnet-4-6"];

/// True where the model's window is a million tokens without any setting.
pub(crate) fn is_long_by_nature(model: &str) -> bool {
    let model = model.to_ascii_lowercase().replace('.', "-");
    let named = |family: &&str| {
        model.split_once(*family).is_some_and(|(_, rest)| !rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    model.ends_with("[1m]") || (model.contains("claude") && LONG_BY_NATURE.iter().any(named))
}

/// Every model that the configuration names, `provider/model`, but `without`: those that already stand by first, then
/// those of the same provider last.
pub(super) fn others(config: &Value, without: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut known = BTreeSet::from([without.to_owned()]);
    let mut add = |name: &str| {
        let whole = name.split_once('/').is_some_and(|(provider, model)| !provider.is_empty() && !model.is_empty());
        if whole && known.insert(name.to_owned()) {
            found.push(name.to_owned());
        }
    };
    for choice in selections(config) {
        for name in standing_by(choice.value) {
            add(&name);
        }
        if let Some(name) = primary(choice.value) {
            add(name);
        }
    }
    let listed = value_at(config, &path(&["agents", "defaults", "models"])).as_object();
    listed.into_iter().flat_map(|models| models.keys()).for_each(|name| add(name));
    let providers = value_at(config, &path(&["models", "providers"])).as_object();
    for (provider, section) in providers.into_iter().flatten() {
        let listed = section.get("models").and_then(Value::as_array).into_iter().flatten();
        listed.filter_map(|model| model.get("id")?.as_str()).for_each(|id| add(&format!("{provider}/{id}")));
    }
    let provider = without.split('/').next().unwrap_or_default().to_owned();
    let same = |name: &String| name.split('/').next() == Some(provider.as_str());
    let (same, others): (Vec<String>, Vec<String>) =
        found.into_iter().filter(|name| !is_long_by_nature(name)).partition(same);
    others.into_iter().chain(same).collect()
}

/// The choice of a model somewhere in the configuration.
struct Selection<'a> {
    path: Vec<String>,
    value: &'a Value,
}

/// That of the defaults, then those of single agents.
fn selections(config: &Value) -> Vec<Selection<'_>> {
    let mut found = Vec::new();
    let mut add = |segments: &[&str]| {
        let path = path(segments);
        let value = value_at(config, &path);
        if !value.is_null() {
            found.push(Selection { path, value });
        }
    };
    add(&["agents", "defaults", "model"]);
    let entries = value_at(config, &path(&["agents", "entries"])).as_object();
    for agent in entries.into_iter().flat_map(|entries| entries.keys()) {
        add(&["agents", "entries", agent, "model"]);
    }
    found
}

fn path(segments: &[&str]) -> Vec<String> {
    segments.iter().map(|segment| (*segment).to_owned()).collect()
}

fn primary(choice: &Value) -> Option<&str> {
    choice.as_str().or_else(|| choice.get("primary")?.as_str())
}

fn standing_by(choice: &Value) -> Vec<String> {
    let listed = choice.get("fallbacks").and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// True while `other` answers wherever `model` would, or stands by there.
pub(crate) fn stands_in(config: &Value, model: &str, other: &str) -> bool {
    selections(config).iter().all(|choice| match primary(choice.value) {
        Some(chosen) if chosen == model => standing_by(choice.value).iter().any(|name| name == other),
        _ => true,
    })
}

/// Wherever `model` is the chosen one, `other` takes its place.
pub(super) fn switch(config: &Value, model: &str, other: &str) -> Vec<UndoKey> {
    let of = |choice: Selection<'_>| {
        let mut path = choice.path;
        if choice.value.is_object() {
            path.push("primary".to_owned());
        }
        UndoKey { path, before: json!(model), after: json!(other) }
    };
    selections(config).into_iter().filter(|choice| primary(choice.value) == Some(model)).map(of).collect()
}

/// Wherever `model` is the chosen one, `other` stands by.
pub(super) fn add_fallback(config: &Value, model: &str, other: &str) -> Vec<UndoKey> {
    let of = |choice: Selection<'_>| {
        let mut listed = standing_by(choice.value);
        if listed.iter().any(|name| name == other) {
            return None;
        }
        let before = listed.clone();
        listed.push(other.to_owned());
        if !choice.value.is_object() {
            let after = json!({"primary": model, "fallbacks": listed});
            return Some(UndoKey { path: choice.path, before: choice.value.clone(), after });
        }
        let mut path = choice.path;
        path.push("fallbacks".to_owned());
        let before = if choice.value.get("fallbacks").is_some() { json!(before) } else { Value::Null };
        Some(UndoKey { path, before, after: json!(listed) })
    };
    let chosen = selections(config).into_iter().filter(|choice| primary(choice.value) == Some(model));
    chosen.filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{add_fallback, is_long_by_nature, others, stands_in, switch};
    use crate::{patch::diff, saved::UndoKey};

    const MODEL: &str = "anthropic/claude-sonnet-4-6";

    fn config() -> Value {
        json!({
            "agents": {
                "defaults": {
                    "model": {"primary": MODEL, "fallbacks": ["openai/gpt-5"]},
                    "models": {MODEL: {}, "anthropic/claude-haiku": {}, "anthropic/claude-opus[1m]": {}, "alias": {}}},
                "entries": {"work": {"model": MODEL}, "home": {"model": "openai/gpt-5"}}},
            "models": {"providers": {"ollama": {"models": [{"id": "qwen3"}, {"name": "no id"}]}}}
        })
    }

    fn told(keys: &[UndoKey]) -> Vec<(String, Option<String>, Option<String>)> {
        diff(keys).into_iter().map(|line| (line.path, line.before, line.after)).collect()
    }

    #[test]
    fn what_stands_by_comes_first_and_the_same_account_last_and_no_long_window_at_all() {
        assert_eq!(others(&config(), MODEL), ["openai/gpt-5", "ollama/qwen3", "anthropic/claude-haiku"]);
        assert!(others(&json!({}), MODEL).is_empty());
        for long in
            ["anthropic/claude-opus[1m]", MODEL, "claude-cli/claude-opus-4.7", "anthropic/claude-sonnet-5-20260901"]
        {
            assert!(is_long_by_nature(long), "{long}");
        }
        for short in ["anthropic/claude-sonnet-4-5", "openai/gpt-5", "anthropic/claude-sonnet-50", "x/opus-5-tuned"] {
            assert!(!is_long_by_nature(short), "{short}");
        }
    }

    #[test]
    fn only_places_that_choose_that_model_change() {
        let text = |text: &str| Some(format!("\"{text}\""));
        assert_eq!(
            told(&switch(&config(), MODEL, "openai/gpt-5")),
            [
                ("agents.defaults.model.primary".into(), text(MODEL), text("openai/gpt-5")),
                ("agents.entries.work.model".into(), text(MODEL), text("openai/gpt-5")),
            ]
        );
        assert!(switch(&config(), "openai/other", "openai/gpt-5").is_empty());
    }

    #[test]
    fn a_model_stands_by_after_those_that_do_already() {
        let keys = add_fallback(&config(), MODEL, "ollama/qwen3");
        assert_eq!(keys[0].before, json!(["openai/gpt-5"]));
        assert_eq!(keys[0].after, json!(["openai/gpt-5", "ollama/qwen3"]));
        assert_eq!(keys[1].before, json!(MODEL));
        assert_eq!(keys[1].after, json!({"primary": MODEL, "fallbacks": ["ollama/qwen3"]}));
        let mut changed = config();
        assert!(!stands_in(&changed, MODEL, "ollama/qwen3"));
        changed["agents"]["defaults"]["model"]["fallbacks"] = keys[0].after.clone();
        assert!(!stands_in(&changed, MODEL, "ollama/qwen3"), "one agent goes without");
        changed["agents"]["entries"]["work"]["model"] = keys[1].after.clone();
        assert!(stands_in(&changed, MODEL, "ollama/qwen3"));
        assert!(stands_in(&json!({}), MODEL, "ollama/qwen3"), "nobody chooses it");
        let known = add_fallback(&config(), MODEL, "openai/gpt-5");
        assert_eq!(known.len(), 1, "where it stands by already nothing changes: {known:?}");
    }
}
