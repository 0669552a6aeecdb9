//! The difference between two configurations, safe to show.

use super::redact::{Exposure, REDACTED, exposure, is_reference, looks_secret, redact_under};
use clawtray_contract::DiffLine;
use serde_json::Value;

/// No shown value is longer than this many characters.
const MOST_SHOWN: usize = 200;

/// Every changed place. Values are compared as they are and redacted only for showing, so a changed secret is a
/// change too.
pub(super) fn diff(before: &Value, after: &Value) -> Vec<DiffLine> {
    let mut lines = Vec::new();
    walk("", Some(before), Some(after), Exposure::Plain, &mut lines);
    lines
}

fn walk(path: &str, before: Option<&Value>, after: Option<&Value>, here: Exposure, lines: &mut Vec<DiffLine>) {
    if before == after {
        return;
    }
    let map = |value: Option<&Value>| value.filter(|value| !is_reference(value)).and_then(Value::as_object).cloned();
    let (old, new) = (map(before), map(after));
    let (old, new) = (old.as_ref(), new.as_ref());
    let both_maps = (old.is_some() || before.is_none()) && (new.is_some() || after.is_none());
    let any_content = old.is_some_and(|map| !map.is_empty()) || new.is_some_and(|map| !map.is_empty());
    if both_maps && any_content {
        let mut keys: Vec<&String> = old.into_iter().flatten().map(|(key, _)| key).collect();
        keys.extend(
            new.into_iter().flatten().map(|(key, _)| key).filter(|key| !old.is_some_and(|map| map.contains_key(*key))),
        );
        for key in keys {
            let inner = |map: Option<&serde_json::Map<String, Value>>| map.and_then(|map| map.get(key)).cloned();
            let (old, new) = (inner(old), inner(new));
            walk(&joined(path, key), old.as_ref(), new.as_ref(), exposure(key, here), lines);
        }
        return;
    }
    let show = |value: &Value| {
        let text = redact_under(value, here).to_string();
        if text.chars().count() <= MOST_SHOWN {
            return text;
        }
        text.chars().take(MOST_SHOWN).chain(['…']).collect()
    };
    lines.push(DiffLine { path: path.to_owned(), before: before.map(show), after: after.map(show) });
}

fn joined(path: &str, key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|character| character.is_alphanumeric() || "_-".contains(character));
    if looks_secret(key) && !key.contains('/') {
        format!("{path}[\"{REDACTED}\"]")
    } else if !plain {
        format!("{path}[{}]", Value::from(key))
    } else if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

#[cfg(test)]
mod tests {
    use super::diff;
    use serde_json::json;

    #[test]
    fn shows_added_removed_and_changed_places() {
        let before = json!({"a": 1, "gone": {"x": true}, "list": [1], "same": {}});
        let after = json!({"a": 2, "list": [1, 2], "new": {"m/x": {"y": null}}, "same": {}});
        let lines: Vec<_> = diff(&before, &after)
            .into_iter()
            .map(|line| (line.path, line.before.unwrap_or("-".into()), line.after.unwrap_or("-".into())))
            .collect();
        let expected =
            [("a", "1", "2"), ("gone.x", "true", "-"), ("list", "[1]", "[1,2]"), (r#"new["m/x"].y"#, "-", "null")];
        assert_eq!(lines, expected.map(|(path, old, new)| (path.to_owned(), old.to_owned(), new.to_owned())));
    }

    #[test]
    fn a_changed_secret_is_seen_but_not_shown() {
        let lines = diff(&json!({"auth": {"token": "one"}}), &json!({"auth": {"token": "two"}}));
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].before.as_deref(), Some("\"<redacted>\""));
        assert_eq!(lines[0].after.as_deref(), Some("\"<redacted>\""));
    }

    #[test]
    fn equal_configurations_have_no_difference() {
        assert_eq!(diff(&json!({"a": [1]}), &json!({"a": [1]})), []);
    }

    #[test]
    fn long_values_are_cut() {
        let lines = diff(&json!({}), &json!({"a": "word ".repeat(100)}));
        assert_eq!(lines[0].after.as_ref().map(|text| text.chars().count()), Some(201));
    }
}
