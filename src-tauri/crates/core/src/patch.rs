//! Configuration changes as data: where `context1m` is set, merge patches, diffs, and the way back.

mod lists;

use clawtray_contract::DiffLine;
use serde_json::{Map, Value};

use crate::saved::UndoKey;

pub(crate) use lists::{merged_by_id, shrinking};

/// Longest value shown in a diff, characters.
const SHOWN_CHARS: usize = 400;
/// Deepest nesting looked at.
const DEPTH: usize = 12;

/// What stands for a secret that is shown here.
pub(crate) const REDACTED: &str = "<redacted>";
/// The marks: OpenClaw's own, and that of our reading.
const HIDDEN: [&str; 2] = ["__OPENCLAW_REDACTED__", REDACTED];
/// Where the gateway's token is in the configuration, as a JSON pointer.
pub const TOKEN_PLACE: &str = "/gateway/auth/token";

/// One place that sets a key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) path: Vec<String>,
    pub(crate) value: Value,
}

impl Place {
    /// The path as people write it, unusual keys quoted.
    pub fn dotted(&self) -> String {
        dotted(&self.path)
    }
}

/// Path segments joined by dots, unusual keys quoted.
pub fn dotted(path: &[String]) -> String {
    let mut text = String::new();
    for segment in path {
        let plain = segment.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-');
        match (plain, text.is_empty()) {
            (true, true) => text.push_str(segment),
            (true, false) => {
                text.push('.');
                text.push_str(segment);
            }
            (false, _) => text.push_str(&format!("[{}]", Value::String(segment.clone()))),
        }
    }
    text
}

/// Every place under `agents` that switches `context1m` on for `model` (`provider/model`): in a list of models, by
/// that model's name, or in the parameters of an agent, which hold for all its models.
pub(crate) fn context1m_places(config: &Value, model: &str) -> Vec<Place> {
    let mut places = Vec::new();
    if let Some(agents) = config.get("agents") {
        walk(agents, &mut vec!["agents".to_owned()], model, &mut places);
    }
    places
}

fn walk(value: &Value, path: &mut Vec<String>, model: &str, places: &mut Vec<Place>) {
    if path.len() > DEPTH {
        return;
    }
    let Value::Object(fields) = value else { return };
    let on = fields.get("context1m").filter(|value| !matches!(value, Value::Null | Value::Bool(false)));
    if let (Some(value), Some("params")) = (on, path.last().map(String::as_str)) {
        let named = path.len() >= 3 && path.get(path.len() - 3).is_some_and(|segment| segment == "models");
        let ours = !named || path.get(path.len() - 2).is_some_and(|segment| segment == model);
        if ours {
            let mut path = path.clone();
            path.push("context1m".to_owned());
            places.push(Place { path, value: value.clone() });
        }
    }
    for (key, child) in fields {
        path.push(key.clone());
        walk(child, path, model, places);
        path.pop();
    }
}

/// The value at a path; `null` when there is none.
pub fn value_at<'a>(config: &'a Value, path: &[String]) -> &'a Value {
    path.iter().try_fold(config, |value, segment| value.get(segment)).unwrap_or(&Value::Null)
}

/// A secret, as far as it is seen here.
pub(crate) fn hidden() -> Value {
    Value::from(HIDDEN[0])
}

/// True for the mark that stands where the gateway, or our own reading of the file, hides a secret.
pub fn is_hidden(value: &Value) -> bool {
    value.as_str().is_some_and(|text| HIDDEN.contains(&text))
}

/// True where what is seen is what is meant, as far as it can be seen: of a secret only that it is there.
pub fn is_as_meant(seen: &Value, meant: &Value) -> bool {
    match (seen, meant) {
        (Value::Object(seen), Value::Object(meant)) => {
            seen.len() == meant.len()
                && seen.iter().all(|(name, seen)| meant.get(name).is_some_and(|meant| is_as_meant(seen, meant)))
        }
        (Value::Array(seen), Value::Array(meant)) => {
            seen.len() == meant.len() && seen.iter().zip(meant).all(|(seen, meant)| is_as_meant(seen, meant))
        }
        (_, Value::String(_)) if is_hidden(seen) => true,
        _ => seen == meant,
    }
}

/// True for a patch that brings the gateway's token back into the configuration: a mark stands in its place, since the
/// token itself never comes here.
pub fn brings_token_back(patch: &Value) -> bool {
    is_hidden(patch.pointer(TOKEN_PLACE).unwrap_or(&Value::Null))
}

/// A merge patch that sets each path to its value (`null` deletes).
pub fn merge_patch<'a>(changes: impl IntoIterator<Item = (&'a [String], &'a Value)>) -> Value {
    let mut patch = Value::Object(Map::new());
    for (path, value) in changes {
        let mut at = &mut patch;
        for segment in path {
            if !at.is_object() {
                *at = Value::Object(Map::new());
            }
            let Value::Object(fields) = at else { break };
            at = fields.entry(segment.clone()).or_insert_with(|| Value::Object(Map::new()));
        }
        *at = value.clone();
    }
    patch
}

/// The same changes, each at the highest place that is not there yet: taking one back leaves nothing behind.
pub(crate) fn from_what_is_missing(keys: Vec<UndoKey>, config: &Value) -> Vec<UndoKey> {
    let mut whole: Vec<UndoKey> = Vec::new();
    for key in keys {
        let missing = (1..key.path.len()).find(|length| {
            key.before.is_null() && key.path.get(..*length).is_some_and(|above| value_at(config, above).is_null())
        });
        let Some((above, below)) = missing.and_then(|length| key.path.split_at_checked(length)) else {
            whole.push(key);
            continue;
        };
        let after = merge_patch([(below, &key.after)]);
        match whole.iter_mut().find(|known| known.path == above) {
            Some(known) => add_to(&mut known.after, after),
            None => whole.push(UndoKey { path: above.to_vec(), before: Value::Null, after }),
        }
    }
    whole
}

fn add_to(into: &mut Value, more: Value) {
    match (into, more) {
        (Value::Object(into), Value::Object(more)) => {
            for (name, value) in more {
                add_to(into.entry(name).or_insert(Value::Null), value);
            }
        }
        (into, more) => *into = more,
    }
}

/// The keys that turning `context1m` off touches, with both values.
pub(crate) fn turn_off(places: &[Place]) -> Vec<UndoKey> {
    let key = |place: &Place| UndoKey { path: place.path.clone(), before: place.value.clone(), after: Value::Null };
    places.iter().map(key).collect()
}

/// The diff of those keys.
pub(crate) fn diff(keys: &[UndoKey]) -> Vec<DiffLine> {
    let mut lines = Vec::new();
    for key in keys {
        differences(&dotted(&key.path), &key.before, &key.after, &mut lines);
    }
    lines
}

/// Inside lists that kept their length and objects on both sides only what differs is named.
fn differences(path: &str, before: &Value, after: &Value, lines: &mut Vec<DiffLine>) {
    match (before, after) {
        _ if before == after => {}
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                differences(&format!("{path}[{index}]"), old, new, lines);
            }
        }
        (Value::Object(old), Value::Object(new)) => {
            let added = new.keys().filter(|name| !old.contains_key(*name));
            for name in old.keys().chain(added) {
                let side = |fields: &Map<String, Value>| fields.get(name).cloned().unwrap_or(Value::Null);
                differences(&format!("{path}.{}", dotted(std::slice::from_ref(name))), &side(old), &side(new), lines);
            }
        }
        _ => lines.push(DiffLine { path: path.to_owned(), before: shown(before), after: shown(after) }),
    }
}

fn shown(value: &Value) -> Option<String> {
    if is_hidden(value) {
        return Some(REDACTED.to_owned());
    }
    (!value.is_null()).then(|| clawtray_text::clean(&value.to_string(), SHOWN_CHARS))
}

#[cfg(test)]
mod tests {
    use super::{context1m_places, diff, dotted, merge_patch, turn_off, value_at};
    use serde_json::{Value, json};

    const MODEL: &str = "anthropic/claude-sonnet-4-6";

    fn config() -> Value {
        json!({"agents": {
            "defaults": {"models": {
                MODEL: {"params": {"context1m": true}},
                "anthropic/other": {"params": {"context1m": true}}}},
            "entries": {
                "work": {"models": {MODEL: {"params": {"context1m": true, "temperature": 1}}}},
                "home": {"params": {"context1m": true}},
                "calm": {"models": {MODEL: {"params": {"context1m": false}}}}}}})
    }

    #[test]
    fn it_finds_defaults_agents_and_agent_wide_parameters_but_no_other_model() {
        let found: Vec<String> = context1m_places(&config(), MODEL).iter().map(super::Place::dotted).collect();
        assert_eq!(
            found,
            [
                "agents.defaults.models[\"anthropic/claude-sonnet-4-6\"].params.context1m",
                "agents.entries.home.params.context1m",
                "agents.entries.work.models[\"anthropic/claude-sonnet-4-6\"].params.context1m",
            ]
        );
    }

    #[test]
    fn the_patch_touches_exactly_those_keys_and_the_way_back_restores_them() {
        let keys = turn_off(&context1m_places(&config(), MODEL));
        let off = merge_patch(keys.iter().map(|key| (key.path.as_slice(), &key.after)));
        assert_eq!(
            off,
            json!({"agents": {
            "defaults": {"models": {MODEL: {"params": {"context1m": null}}}},
            "entries": {
                "work": {"models": {MODEL: {"params": {"context1m": null}}}},
                "home": {"params": {"context1m": null}}}}})
        );
        let back = merge_patch(keys.iter().map(|key| (key.path.as_slice(), &key.before)));
        for key in &keys {
            assert_eq!(value_at(&back, &key.path), &Value::Bool(true));
        }
        let lines = diff(&keys);
        assert_eq!((lines[0].before.as_deref(), lines[0].after.as_deref()), (Some("true"), None));
    }

    #[test]
    fn of_what_is_hidden_only_that_it_is_there_can_be_compared() {
        let reference = |id: &str| json!({"source": "exec", "provider": "clawtray", "id": id});
        let args = |word: &str| json!({"args": ["secret", word]});
        let same = [
            (reference("__OPENCLAW_REDACTED__"), reference("shared-token")),
            (args("<redacted>"), args("get")),
            (json!("<redacted>"), json!("__OPENCLAW_REDACTED__")),
            (json!(7), json!(7)),
        ];
        for (seen, meant) in same {
            assert!(super::is_as_meant(&seen, &meant), "{seen} {meant}");
        }
        let other = [
            (json!("<redacted>"), Value::Null),
            (json!("<redacted>"), reference("shared-token")),
            (reference("shared-token"), json!("<redacted>")),
            (json!({"source": "env", "provider": "clawtray", "id": "<redacted>"}), reference("shared-token")),
            (json!({"args": ["<redacted>"]}), args("get")),
            (json!({"args": ["secret", "get"], "more": 1}), args("get")),
        ];
        for (seen, meant) in other {
            assert!(!super::is_as_meant(&seen, &meant), "{seen} {meant}");
        }
        assert!(super::brings_token_back(&json!({"gateway": {"auth": {"token": "<redacted>"}}})));
        assert!(!super::brings_token_back(&json!({"gateway": {"auth": {"token": reference("shared-token")}}})));
        let hidden = crate::saved::UndoKey { path: vec!["a".into()], before: super::hidden(), after: Value::Null };
        assert_eq!(diff(&[hidden])[0].before.as_deref(), Some("<redacted>"));
    }

    #[test]
    fn arrays_scalars_and_deep_nesting_are_passed_over() {
        let mut deep = json!({"params": {"context1m": true}});
        for _ in 0..40 {
            deep = json!({ "x": deep });
        }
        for odd in
            [json!(null), json!([1]), json!({"agents": [{"params": {"context1m": true}}]}), json!({ "agents": deep })]
        {
            assert!(context1m_places(&odd, MODEL).is_empty());
        }
        assert_eq!(dotted(&[]), "");
    }
}
