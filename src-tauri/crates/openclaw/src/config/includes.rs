//! `$include` of the configuration, as OpenClaw's "Configuration" page describes it: the content of other files below the
//! folder of the configuration takes the place of the object that names them, later files win over earlier ones, and keys
//! beside `$include` over both.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use super::{parse::parse_json5, reading::MOST_CONFIG_BYTES};

const INCLUDE: &str = "$include";
/// OpenClaw follows no more levels.
const MOST_LEVELS: usize = 10;
/// Most files read for one configuration.
const MOST_FILES: usize = 64;

/// The configuration with its included files in place. An object whose files cannot all be read keeps its `$include`, so that
/// nothing is concluded from what is not there. Blocks for as long as the disk does.
pub(super) fn resolved(config: &Value, path: &Path) -> Value {
    let Some(folder) = path.parent().and_then(|folder| folder.canonicalize().ok()) else { return config.clone() };
    Files { root: folder.clone(), left: MOST_FILES }.resolve(config, &folder, MOST_LEVELS)
}

/// Every file that is named, in order.
pub(super) fn named(value: &Value, files: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                match names(key, inner) {
                    Some(names) => files.extend(names.into_iter().map(str::to_owned)),
                    None => named(inner, files),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| named(item, files)),
        _ => {}
    }
}

/// The files that this key includes.
fn names<'a>(key: &str, value: &'a Value) -> Option<Vec<&'a str>> {
    match value {
        Value::String(file) if key == INCLUDE => Some(vec![file]),
        Value::Array(files) if key == INCLUDE => Some(files.iter().filter_map(Value::as_str).collect()),
        _ => None,
    }
}

struct Files {
    /// Nothing outside of it is read.
    root: PathBuf,
    left: usize,
}

impl Files {
    fn resolve(&mut self, value: &Value, folder: &Path, levels: usize) -> Value {
        match value {
            Value::Object(map) => self.object(map, folder, levels),
            Value::Array(items) => items.iter().map(|item| self.resolve(item, folder, levels)).collect(),
            other => other.clone(),
        }
    }

    fn object(&mut self, map: &Map<String, Value>, folder: &Path, levels: usize) -> Value {
        let beside = map.iter().filter(|(key, _)| *key != INCLUDE);
        let beside: Map<String, Value> =
            beside.map(|(key, inner)| (key.clone(), self.resolve(inner, folder, levels))).collect();
        let Some(include) = map.get(INCLUDE) else { return Value::Object(beside) };
        let included = names(INCLUDE, include).and_then(|names| {
            let mut all = Value::Null;
            for name in names {
                merge(&mut all, self.file(name, folder, levels)?);
            }
            Some(all)
        });
        match included {
            Some(mut whole) if whole.is_object() || beside.is_empty() => {
                if !beside.is_empty() {
                    merge(&mut whole, Value::Object(beside));
                }
                whole
            }
            _ => {
                let mut kept = beside;
                kept.insert(INCLUDE.to_owned(), include.clone());
                Value::Object(kept)
            }
        }
    }

    fn file(&mut self, name: &str, folder: &Path, levels: usize) -> Option<Value> {
        let levels = levels.checked_sub(1)?;
        self.left = self.left.checked_sub(1)?;
        let path = folder.join(name).canonicalize().ok()?;
        if !path.starts_with(&self.root) || !path.is_file() {
            return None;
        }
        let mut text = String::new();
        File::open(&path).ok()?.take(MOST_CONFIG_BYTES + 1).read_to_string(&mut text).ok()?;
        if u64::try_from(text.len()).unwrap_or(u64::MAX) > MOST_CONFIG_BYTES {
            return None;
        }
        let value = parse_json5(&text).ok()?;
        Some(self.resolve(&value, path.parent()?, levels))
    }
}

/// The later one wins; objects are merged key by key.
fn merge(into: &mut Value, later: Value) {
    match (into, later) {
        (Value::Object(into), Value::Object(later)) => {
            for (key, value) in later {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, later) => *into = later,
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use serde_json::{Value, json};

    use super::resolved;

    fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
        let home = tempfile::tempdir().unwrap();
        let inner = home.path().join("openclaw");
        fs::create_dir_all(inner.join("parts")).unwrap();
        for (name, text) in files {
            fs::write(inner.join(name), text).unwrap();
        }
        (home, inner.join("openclaw.json"))
    }

    fn read(config: Value, files: &[(&str, &str)]) -> Value {
        let (_home, path) = folder(files);
        resolved(&config, &path)
    }

    #[test]
    fn files_take_the_place_of_what_names_them_and_later_ones_and_keys_beside_win() {
        let files = [
            ("gateway.json5", "{ port: 19001, auth: { $include: './parts/auth.json' } } // mine"),
            ("parts/auth.json", r#"{"mode": "token", "more": {"$include": "../more.json"}}"#),
            ("more.json", r#"{"a": 1, "b": {"c": 2, "d": 3}}"#),
            ("last.json", r#"{"b": {"c": 4}}"#),
        ];
        let config = json!({
            "gateway": {"$include": "./gateway.json5", "port": 19002},
            "cron": {"$include": ["more.json", "last.json"]},
            "list": [{"$include": "last.json"}],
        });
        let more = json!({"a": 1, "b": {"c": 2, "d": 3}});
        assert_eq!(
            read(config, &files),
            json!({
                "gateway": {"port": 19002, "auth": {"mode": "token", "more": more}},
                "cron": {"a": 1, "b": {"c": 4, "d": 3}},
                "list": [{"b": {"c": 4}}],
            })
        );
    }

    #[test]
    fn what_cannot_be_read_stays_as_it_was_written() {
        let files = [("broken.json", "{"), ("round.json", r#"{"again": {"$include": "round.json"}}"#)];
        for name in ["none.json", "broken.json", "../outside.json", "parts", "/etc/hostname"] {
            let (home, path) = folder(&files);
            fs::write(home.path().join("outside.json"), r#"{"port": 1}"#).unwrap();
            let config = json!({"gateway": {"$include": name, "mode": "local"}});
            assert_eq!(resolved(&config, &path), config, "{name}");
        }
        let round = read(json!({"$include": "round.json"}), &files);
        assert!(round.to_string().contains("$include"), "it ends: {round}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let (home, path) = folder(&[]);
        fs::write(home.path().join("outside.json"), r#"{"port": 1}"#).unwrap();
        std::os::unix::fs::symlink(home.path().join("outside.json"), path.with_file_name("in.json")).unwrap();
        let config = json!({"gateway": {"$include": "in.json"}});
        assert_eq!(resolved(&config, &path), config);
    }
}
