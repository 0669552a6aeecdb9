//! The choice of gateways in the settings file. Everything else in the file stays as it is, and a file that is broken
//! is never written.

use std::path::Path;

use clawtray_core::{SETTINGS_VERSION, fleet::RemoteGateway};
use clawtray_platform::files::write_atomic;
use serde_json::{Map, Value};

use crate::environment::Environment;

/// Most bytes of a settings file.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// Changes which gateways are kept, where no keeper runs. Reads and writes a file; blocks for so long.
///
/// # Errors
/// In technical words, when the file cannot be read or written, or is broken.
pub fn watch_in_settings(environment: &Environment, ids: &[String]) -> Result<(), String> {
    environment.paths.create().map_err(|failure| failure.to_string())?;
    write_watched(&environment.paths.settings_file, ids)
}

/// Adds a gateway on another computer to the settings, in place of one of the same id, and keeps it from now on. Reads
/// and writes a file; blocks for so long.
///
/// # Errors
/// As [`watch_in_settings`].
pub fn add_to_settings(environment: &Environment, remote: &RemoteGateway, kept: &[String]) -> Result<(), String> {
    environment.paths.create().map_err(|failure| failure.to_string())?;
    let watched = kept.iter().filter(|id| **id != remote.id).chain([&remote.id]).cloned().collect::<Vec<_>>();
    change(&environment.paths.settings_file, |gateways| {
        let mut entries = others(gateways, &remote.id);
        entries.push(remote.written());
        gateways.insert("remote".to_owned(), entries.into());
        gateways.insert("watched".to_owned(), watched.into());
    })
}

/// Takes a gateway on another computer out of the settings. Reads and writes a file; blocks for so long.
///
/// # Errors
/// As [`watch_in_settings`].
pub fn remove_from_settings(environment: &Environment, id: &str) -> Result<(), String> {
    change(&environment.paths.settings_file, |gateways| {
        let entries = others(gateways, id);
        gateways.insert("remote".to_owned(), entries.into());
        if let Some(watched) = gateways.get_mut("watched").and_then(Value::as_array_mut) {
            watched.retain(|kept| kept.as_str() != Some(id));
        }
        if gateways.get("primary").and_then(Value::as_str) == Some(id) {
            gateways.remove("primary");
        }
    })
}

/// Keeps in the settings which OpenClaw is used, or that it is searched for again. Reads and writes a file; blocks for
/// so long.
///
/// # Errors
/// As [`watch_in_settings`], and where `openclaw` is none.
pub fn choose_openclaw_in_settings(environment: &Environment, openclaw: Option<&Path>) -> Result<(), String> {
    environment.paths.create().map_err(|failure| failure.to_string())?;
    change_settings(&environment.paths.settings_file, |settings| match openclaw {
        Some(path) => drop(settings.insert("openclaw".to_owned(), path.display().to_string().into())),
        None => drop(settings.remove("openclaw")),
    })
}

/// The OpenClaw that a path leads to: a package folder, a file in it, or a program that starts it. Reads files; blocks
/// for so long.
pub fn openclaw_at(path: &Path) -> Option<String> {
    clawtray_openclaw::locate::version_at(path)
}

/// The entries of the settings with another id.
fn others(gateways: &Map<String, Value>, id: &str) -> Vec<Value> {
    let entries = gateways.get("remote").and_then(Value::as_array).cloned().unwrap_or_default();
    entries.into_iter().filter(|entry| entry["id"].as_str() != Some(id)).collect()
}

pub(super) fn write_watched(file: &Path, ids: &[String]) -> Result<(), String> {
    change(file, |gateways| {
        gateways.insert("watched".to_owned(), ids.iter().cloned().map(Value::String).collect());
    })
}

pub(super) fn write_primary(file: &Path, id: &str) -> Result<(), String> {
    change(file, |gateways| {
        gateways.insert("primary".to_owned(), id.into());
    })
}

fn change(file: &Path, change: impl FnOnce(&mut Map<String, Value>)) -> Result<(), String> {
    change_settings(file, |settings| {
        let gateways = settings.entry("gateways").or_insert_with(|| Value::Object(Map::new()));
        if !gateways.is_object() {
            *gateways = Value::Object(Map::new());
        }
        if let Some(gateways) = gateways.as_object_mut() {
            change(gateways);
        }
    })
}

fn change_settings(file: &Path, change: impl FnOnce(&mut Map<String, Value>)) -> Result<(), String> {
    let mut settings = read(file)?;
    let version = settings.get("version").and_then(Value::as_u64).unwrap_or(SETTINGS_VERSION);
    if version > SETTINGS_VERSION {
        return Err("the file is from a newer Clawtray".to_owned());
    }
    change(&mut settings);
    let mut text = serde_json::to_string_pretty(&settings).map_err(|error| error.to_string())?;
    text.push('\n');
    write_atomic(file, text.as_bytes()).map_err(|failure| failure.to_string())
}

fn read(file: &Path) -> Result<Map<String, Value>, String> {
    let text = match clawtray_platform::files::read_limited(file, MOST_BYTES) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| "the file is not text".to_owned())?,
        Err(clawtray_platform::files::FileFailure::Missing { .. }) => String::new(),
        Err(failure) => return Err(failure.to_string()),
    };
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{choose_openclaw_in_settings, write_watched};
    use crate::environment::Environment;

    #[test]
    fn an_openclaw_that_was_chosen_is_kept_beside_everything_else_until_it_is_searched_for_again() {
        let home = tempfile::tempdir().unwrap();
        let pairs = [("CLAWTRAY_HOME".into(), home.path().into())];
        let environment = Environment::from_variables(pairs, home.path(), "1000").unwrap();
        let file = &environment.paths.settings_file;
        std::fs::write(file, r#"{"icon":"color"}"#).unwrap();
        choose_openclaw_in_settings(&environment, Some(std::path::Path::new("/opt/o"))).unwrap();
        let settings = crate::load_settings(file).0;
        assert_eq!((settings.openclaw.as_deref(), settings.icon), (Some("/opt/o"), clawtray_core::IconChoice::Color));
        choose_openclaw_in_settings(&environment, None).unwrap();
        assert_eq!(crate::load_settings(file).0.openclaw, None);
    }

    #[test]
    fn only_the_choice_is_changed_and_a_broken_or_newer_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clawtray.json");
        let ids = ["default".to_owned(), "work".to_owned()];
        write_watched(&file, &ids).unwrap();
        std::fs::write(&file, r#"{"icon":"color","later":{"a":1},"gateways":{"primary":"work","watched":["x"]}}"#)
            .unwrap();
        write_watched(&file, &ids).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let expected = serde_json::json!({"icon":"color","later":{"a":1},"gateways":{"primary":"work","watched":ids}});
        assert_eq!(read, expected);
        for left_alone in ["{\"icon\":", "[]", r#"{"version":99}"#] {
            std::fs::write(&file, left_alone).unwrap();
            assert!(write_watched(&file, &ids).is_err(), "{left_alone}");
            assert_eq!(std::fs::read_to_string(&file).unwrap(), left_alone);
        }
    }
}
