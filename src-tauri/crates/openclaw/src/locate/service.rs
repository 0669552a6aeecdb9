//! What a gateway service's definition file says about where OpenClaw and Node are.

use super::package::read_bounded;
use super::places::Places;
use std::path::{Path, PathBuf};

/// Paths named by one service definition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Definition {
    /// Every absolute path in the start command, in order.
    pub(crate) paths: Vec<PathBuf>,
}

/// Where this system keeps the account's service definitions as files with telling names; nothing where it does not.
pub(crate) fn definitions_folder(environment: &crate::environment::Environment, home: &Path) -> Option<PathBuf> {
    if cfg!(windows) {
        return None;
    }
    if cfg!(target_os = "macos") {
        return Some(home.join("Library/LaunchAgents"));
    }
    let config = environment.get("XDG_CONFIG_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    Some(config.unwrap_or_else(|| home.join(".config")).join("systemd/user"))
}

/// The gateway service definitions of this account, whatever profile they belong to.
pub(crate) fn definitions(places: &Places) -> Vec<Definition> {
    files(places).iter().filter_map(|file| read_bounded(file)).map(|text| definition(&text)).collect()
}

/// Their files.
pub(crate) fn files(places: &Places) -> Vec<PathBuf> {
    let [units, agents] = folders(places);
    let mut files: Vec<PathBuf> = matching(&units, "openclaw-gateway", ".service");
    files.extend(matching(&agents, "ai.openclaw.", ".plist"));
    files.push(places.home.join(".openclaw").join("gateway.cmd"));
    files
}

/// The folders they are in.
pub(crate) fn folders(places: &Places) -> [PathBuf; 2] {
    let units = places.folder("XDG_CONFIG_HOME", ".config").join("systemd/user");
    [units, places.home.join("Library/LaunchAgents")]
}

fn matching(dir: &Path, start: &str, end: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_str().is_some_and(|name| name.starts_with(start) && name.ends_with(end)))
        .map(|entry| entry.path())
        .take(32)
        .collect();
    files.sort();
    files
}

/// Reads a systemd unit, a launchd property list or a Windows batch file: each names its program and its entry file
/// as whole arguments.
fn definition(text: &str) -> Definition {
    let mut paths = Vec::new();
    for line in text.lines().map(str::trim) {
        let command = if let Some(command) = line.strip_prefix("ExecStart=") {
            command
        } else if let Some(inner) = line.strip_prefix("<string>").and_then(|rest| rest.strip_suffix("</string>")) {
            add(&mut paths, &inner.replace("&amp;", "&"));
            continue;
        } else if line.contains("openclaw") && !line.starts_with("Environment") && !line.starts_with("rem ") {
            line
        } else {
            continue;
        };
        for argument in arguments(command) {
            add(&mut paths, &argument);
        }
    }
    Definition { paths }
}

fn add(paths: &mut Vec<PathBuf>, text: &str) {
    let path = PathBuf::from(text);
    if path.is_absolute() && !paths.contains(&path) && paths.len() < 16 {
        paths.push(path);
    }
}

/// Splits at spaces outside double or single quotes. In systemd units `\x20` stands for a space.
fn arguments(command: &str) -> Vec<String> {
    let command = command.replace("\\x20", "\u{1}");
    let mut arguments = Vec::new();
    let mut current = String::new();
    let mut quote = None;
    for character in command.chars() {
        match (quote, character) {
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            (None, ' ' | '\t') => {
                if !current.is_empty() {
                    arguments.push(std::mem::take(&mut current));
                }
            }
            (_, '\u{1}') => current.push(' '),
            (_, other) => current.push(other),
        }
    }
    if !current.is_empty() {
        arguments.push(current);
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::{arguments, definition};
    use std::path::PathBuf;

    #[test]
    fn a_unit_names_its_node_and_entry_also_with_spaces() {
        let unit = "[Service]\nExecStart=\"/home/Zoë K/node/bin/node\" /srv/a\\x20b/openclaw/dist/index.js gateway --port 18789\nEnvironment=OPENCLAW_X=/no\n";
        let found = definition(unit);
        let expected = ["/home/Zoë K/node/bin/node", "/srv/a b/openclaw/dist/index.js"].map(PathBuf::from);
        if cfg!(unix) {
            assert_eq!(found.paths, expected);
        }
    }

    #[test]
    fn a_property_list_names_its_program_arguments() {
        let list = "<array>\n  <string>/opt/homebrew/bin/node</string>\n  <string>/x/R&amp;D/openclaw.mjs</string>\n  <string>gateway</string>\n</array>";
        if cfg!(unix) {
            assert_eq!(definition(list).paths, ["/opt/homebrew/bin/node", "/x/R&D/openclaw.mjs"].map(PathBuf::from));
        }
    }

    #[test]
    fn quotes_keep_an_argument_whole() {
        assert_eq!(arguments("a \"b c\"  'd e'f"), ["a", "b c", "d ef"]);
    }
}
