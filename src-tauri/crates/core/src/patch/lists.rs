//! Lists in a change of the configuration: which of them lose something, and what a gateway that merges their entries is told.

use serde_json::{Map, Value};

use super::dotted;
use crate::saved::UndoKey;

/// The paths of lists that lose something: an entry, a key of an entry, or all of them, also as a part of something that
/// goes as a whole. The gateway wants each of them named (`collectDestructiveArrayPatchPaths` of OpenClaw 2026.9.6);
/// entries with an id are merged with those that are there otherwise.
pub(crate) fn shrinking(keys: &[UndoKey]) -> Vec<String> {
    let mut paths = Vec::new();
    for key in keys {
        lists_that_lose(&mut key.path.clone(), &key.before, &key.after, &mut paths);
    }
    paths
}

fn lists_that_lose(path: &mut Vec<String>, before: &Value, after: &Value, paths: &mut Vec<String>) {
    match before {
        Value::Array(_) if loses(before, after) => paths.push(dotted(path)),
        Value::Object(fields) => {
            for (name, value) in fields {
                // What an object does not name stays as it is.
                let after = match after.as_object() {
                    Some(after) => after.get(name).unwrap_or(value),
                    None => &Value::Null,
                };
                path.push(name.clone());
                lists_that_lose(path, value, after, paths);
                path.pop();
            }
        }
        _ => {}
    }
}

fn loses(before: &Value, after: &Value) -> bool {
    match (before, after) {
        (Value::Array(old), Value::Array(new)) if old.iter().all(|entry| id(entry).is_some()) => {
            old.iter().any(|entry| match new.iter().find(|other| id(other) == id(entry)) {
                Some(other) => loses(entry, other),
                None => true,
            })
        }
        (Value::Array(old), Value::Array(new)) => {
            let mut left: Vec<&Value> = new.iter().collect();
            old.iter().any(|entry| match left.iter().position(|other| *other == entry) {
                Some(at) => {
                    left.swap_remove(at);
                    false
                }
                None => true,
            })
        }
        (Value::Object(old), Value::Object(new)) => {
            old.iter().any(|(key, value)| new.get(key).is_none_or(|after| loses(value, after)))
        }
        (Value::Array(_), _) => true,
        _ => before.is_object() && !after.is_object(),
    }
}

/// What a gateway that merges the entries of lists by their id (`mergeObjectArraysById` of OpenClaw 2026.4.29) has to be
/// told so that it comes to `after`: a key that an entry loses is named. `None` where a whole entry would have to go, which
/// nothing says there.
pub(crate) fn merged_by_id(before: &Value, after: &Value) -> Option<Value> {
    match (before, after) {
        (Value::Array(old), Value::Array(new)) if old.iter().all(|entry| id(entry).is_some()) => {
            let stays = |entry: &Value| new.iter().any(|other| id(other) == id(entry));
            if !old.iter().all(stays) {
                return None;
            }
            let told = |entry: &Value| match old.iter().find(|other| id(other) == id(entry)) {
                Some(known) => entry_merged(known, entry),
                None => Some(entry.clone()),
            };
            new.iter().map(told).collect::<Option<Vec<_>>>().map(Value::Array)
        }
        // What an object does not name stays as it is, as everywhere.
        (Value::Object(old), Value::Object(new)) => {
            let told = |(name, value): (&String, &Value)| {
                Some((name.clone(), merged_by_id(old.get(name).unwrap_or(&Value::Null), value)?))
            };
            new.iter().map(told).collect::<Option<Map<_, _>>>().map(Value::Object)
        }
        _ => Some(after.clone()),
    }
}

/// The same inside of an entry: what it does not name any more goes.
fn entry_merged(before: &Value, after: &Value) -> Option<Value> {
    let (Value::Object(old), Value::Object(new)) = (before, after) else { return merged_by_id(before, after) };
    let gone = old.keys().filter(|name| !new.contains_key(*name)).map(|name| Some((name.clone(), Value::Null)));
    let told = |(name, value): (&String, &Value)| {
        Some((name.clone(), entry_merged(old.get(name).unwrap_or(&Value::Null), value)?))
    };
    new.iter().map(told).chain(gone).collect::<Option<Map<_, _>>>().map(Value::Object)
}

fn id(entry: &Value) -> Option<&str> {
    entry.get("id").and_then(Value::as_str).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{merged_by_id, shrinking};
    use crate::saved::UndoKey;

    #[test]
    fn where_entries_are_merged_by_their_id_what_one_loses_is_named_and_what_cannot_be_told_is_not() {
        let before = json!([{"id": "a", "window": 1, "compat": {"tools": true, "strings": true}}, {"id": "b"}]);
        let after = json!([{"id": "a", "window": 2, "compat": {"tools": true}}, {"id": "b", "dirs": ["x"]}]);
        assert_eq!(
            merged_by_id(&before, &after),
            Some(
                json!([{"id": "a", "window": 2, "compat": {"tools": true, "strings": null}}, {"id": "b", "dirs": ["x"]}])
            )
        );
        assert_eq!(merged_by_id(&before, &json!([{"id": "b"}])), None, "an entry goes");
        let plain = json!(["x"]);
        assert_eq!(merged_by_id(&json!(["x", "y"]), &plain), Some(plain.clone()), "a list of words is replaced");
        assert_eq!(merged_by_id(&Value::Null, &plain), Some(plain));
        assert_eq!(merged_by_id(&before, &Value::Null), Some(Value::Null), "all of it goes");
        let inside = merged_by_id(&json!({"list": before, "x": 1}), &json!({"list": [{"id": "a"}, {"id": "b"}]}));
        let gone = json!({"list": [{"id": "a", "window": null, "compat": null}, {"id": "b"}]});
        assert_eq!(inside, Some(gone), "what the object does not name stays");
    }

    #[test]
    fn a_list_that_loses_entries_or_goes_as_a_whole_is_named() {
        let key = |before, after| UndoKey { path: vec!["a".into(), "list".into()], before, after };
        let named = |before, after| shrinking(&[key(before, after)]);
        assert_eq!(named(json!(["x", "y"]), json!(["x"])), ["a.list"]);
        assert_eq!(named(json!(["x"]), Value::Null), ["a.list"], "as when a list that was begun is taken back");
        assert!(named(Value::Null, json!(["x"])).is_empty());
        assert_eq!(named(json!(["x"]), json!(["y"])), ["a.list"], "what was there is not there any more");
        assert_eq!(named(json!([{"id": "a/x"}]), json!([{"id": "x"}])), ["a.list"], "another name is another entry");
        let whole = json!({"dirs": ["/a"], "deep": {"more": ["/b"]}});
        assert_eq!(named(whole.clone(), Value::Null), ["a.list.deep.more", "a.list.dirs"], "what goes with it, too");
        assert!(named(whole, json!({"dirs": ["/a", "/c"]})).is_empty());
        assert!(named(json!(true), Value::Null).is_empty());
        let compat = json!([{"id": "tiny", "compat": {"strings": true}}]);
        assert_eq!(
            named(compat.clone(), json!([{"id": "tiny", "compat": {}}])),
            ["a.list"],
            "merged by its id otherwise"
        );
        assert_eq!(named(compat.clone(), json!([{"id": "tiny"}])), ["a.list"]);
        assert!(named(json!([{"id": "tiny"}]), compat).is_empty());
    }
}
