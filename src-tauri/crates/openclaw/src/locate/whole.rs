//! Whether a package is as whole as its own list of files says. An update that was broken off leaves one that is not.

use serde_json::Value;
use std::path::Path;

/// The list of files that OpenClaw's packages carry, beside their own folder (observed on 2026.4.29 and 2026.9.6).
const LIST: &str = "dist/postinstall-inventory.json";
/// A longer list or description is not read, bytes.
const MOST_BYTES: u64 = 8 * 1024 * 1024;
/// Most names kept of what is missing.
const NAMED: usize = 20;

/// What is there of a package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wholeness {
    /// Its version, from its own description.
    pub version: String,
    /// Files of its list and packages it depends on that are not there; at most 20.
    pub missing: Vec<String>,
    /// Of the modules that were asked about, those that are there.
    pub present: Vec<String>,
}

/// Looks at the package in `package_dir`, and for `modules` as Node.js would name them: a package that can be found from
/// there, or an absolute path. `None` where the package has no description or no list, so that nothing can be told.
/// Blocks: it looks at some ten thousand files.
pub fn wholeness(package_dir: &Path, modules: &[String]) -> Option<Wholeness> {
    let description = json(&package_dir.join("package.json"))?;
    let list = json(&package_dir.join(LIST))?;
    let files = list.as_array()?.iter().filter_map(Value::as_str);
    let needed = description.get("dependencies").and_then(Value::as_object);
    let packages = needed.into_iter().flat_map(serde_json::Map::keys).map(String::as_str);
    let missing_files = files.filter(|file| !package_dir.join(file).exists());
    let missing_packages = packages.filter(|name| !can_be_found(package_dir, name));
    Some(Wholeness {
        version: description.get("version").and_then(Value::as_str).unwrap_or_default().to_owned(),
        missing: missing_files.chain(missing_packages).take(NAMED).map(str::to_owned).collect(),
        present: modules.iter().filter(|module| is_there(package_dir, module)).cloned().collect(),
    })
}

fn json(path: &Path) -> Option<Value> {
    let length = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?.len();
    if length > MOST_BYTES {
        return None;
    }
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

fn is_there(package_dir: &Path, module: &str) -> bool {
    let path = Path::new(module);
    if path.is_absolute() {
        return path.exists();
    }
    // `./x` is relative to a file that is not known, and `node:x` is no file at all.
    if module.starts_with('.') || module.contains(':') {
        return false;
    }
    let mut parts = module.split('/');
    let name = match (parts.next(), parts.next()) {
        (Some(scope), Some(name)) if scope.starts_with('@') => format!("{scope}/{name}"),
        (Some(name), _) => name.to_owned(),
        (None, _) => return false,
    };
    can_be_found(package_dir, &name)
}

/// As Node.js looks for a package: in `node_modules` of the folder and of each above it.
fn can_be_found(package_dir: &Path, name: &str) -> bool {
    package_dir.ancestors().any(|folder| folder.join("node_modules").join(name).is_dir())
}

#[cfg(test)]
mod tests {
    use super::{NAMED, wholeness};
    use std::fs;

    #[test]
    fn what_a_list_names_and_is_not_there_is_told() {
        let home = tempfile::tempdir().unwrap();
        let package = home.path().join("node_modules/openclaw");
        fs::create_dir_all(package.join("dist")).unwrap();
        fs::create_dir_all(package.join("node_modules/ws")).unwrap();
        fs::create_dir_all(home.path().join("node_modules/@scope/part")).unwrap();
        let description = r#"{"name":"openclaw","version":"1.2.3","dependencies":{"ws":"1","@scope/part":"2"}}"#;
        fs::write(package.join("package.json"), description).unwrap();
        assert_eq!(wholeness(&package, &[]), None, "nothing says what belongs to it");
        fs::write(package.join("dist/postinstall-inventory.json"), r#"["dist/a.mjs","dist/b.mjs"]"#).unwrap();
        for file in ["a", "b"] {
            fs::write(package.join(format!("dist/{file}.mjs")), "").unwrap();
        }
        let asked = ["ws/lib/x", "@scope/part/y", "gone", "./b.mjs", "node:sqlite"].map(str::to_owned);
        let whole = wholeness(&package, &asked).unwrap();
        assert_eq!((whole.version.as_str(), whole.missing.len()), ("1.2.3", 0));
        assert_eq!(whole.present, ["ws/lib/x", "@scope/part/y"]);

        fs::remove_file(package.join("dist/b.mjs")).unwrap();
        fs::remove_dir(package.join("node_modules/ws")).unwrap();
        assert_eq!(wholeness(&package, &[]).unwrap().missing, ["dist/b.mjs", "ws"]);
    }

    #[test]
    fn of_a_package_that_is_nearly_empty_some_are_named() {
        let package = tempfile::tempdir().unwrap();
        fs::create_dir_all(package.path().join("dist")).unwrap();
        fs::write(package.path().join("package.json"), r#"{"name":"openclaw"}"#).unwrap();
        let list = serde_json::to_string(&(0..1_000).map(|n| format!("dist/{n}.mjs")).collect::<Vec<_>>()).unwrap();
        fs::write(package.path().join("dist/postinstall-inventory.json"), list).unwrap();
        assert_eq!(wholeness(package.path(), &[]).unwrap().missing.len(), NAMED);
    }
}
