//! What an installed service definition would start. It belongs to the person, who may have edited it: what is not
//! understood says nothing, and nothing here decides.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use clawtray_contract::Secret;
use clawtray_core::ServiceFile;

use crate::words::{LINE, NAME, clean};

/// Largest definition read, bytes; OpenClaw's own have about one thousand.
const LARGEST: u64 = 64 * 1024;

/// Entries of one folder looked at.
#[cfg(target_os = "linux")]
const FOLDER_ENTRIES: usize = 1_000;

/// Drop-in files read at most.
const DROP_INS: usize = 32;

/// Whose service is asked about.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The definition.
    pub(crate) path: PathBuf,
    /// The service manager's name for it.
    pub(crate) name: String,
    /// The profile's name, if it has one.
    pub(crate) profile: Option<String>,
    /// The account's home.
    pub(crate) home: PathBuf,
}

/// What a definition says it would run. It may carry a token: it is never printed.
#[derive(Default, PartialEq, Eq)]
struct Definition {
    /// Program and arguments.
    command: Vec<String>,
    environment: BTreeMap<String, String>,
}

/// Reads the definition; waits for the disk. `token` is what the configuration has in plain.
pub(crate) fn read(asked: &Asked, token: Option<&Secret>) -> ServiceFile {
    let definition = match asked.path.extension().and_then(|extension| extension.to_str()) {
        Some("service") => unit(asked),
        Some("plist") => text_of(&asked.path).map(|text| launch_agent(&text)).unwrap_or_default(),
        _ => Definition::default(),
    };
    ServiceFile { unreadable: unreadable(&asked.path), ..judge(&definition, asked, token) }
}

/// It hands the gateway, or what asks it, a token that is not this one. A reference to one elsewhere says nothing.
fn carries_another_token(definition: &Definition, token: &Secret) -> bool {
    let handed = option(&definition.command, "--token");
    let named = definition.environment.get("OPENCLAW_GATEWAY_TOKEN");
    let other = |copy: &String| !copy.is_empty() && !copy.starts_with('$') && copy != token.expose();
    handed.as_ref().into_iter().chain(named).any(other)
}

/// Why the definition itself cannot be read; one that went meanwhile is another matter.
fn unreadable(path: &Path) -> Option<String> {
    let why = match fs::metadata(path).and_then(|about| fs::File::open(path).map(|_| about)) {
        Ok(about) if !about.is_file() => "it is not a file".to_owned(),
        Ok(about) if about.len() > LARGEST => "it is far too large".to_owned(),
        Ok(_) => return None,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => error.kind().to_string(),
    };
    Some(clean(&why, LINE))
}

fn judge(definition: &Definition, asked: &Asked, token: Option<&Secret>) -> ServiceFile {
    let path = clean(&asked.path.display().to_string(), LINE);
    let name = asked.name.clone();
    let says_nothing = ServiceFile { path: path.clone(), name: name.clone(), ..ServiceFile::default() };
    let profile = option(&definition.command, "--profile")
        .or_else(|| definition.environment.get("OPENCLAW_PROFILE").cloned())
        .filter(|name| !name.is_empty() && name != "default");
    if profile != asked.profile && (profile.is_some() || definition.command.is_empty()) {
        return says_nothing;
    }
    let port = option(&definition.command, "--port")
        .or_else(|| definition.environment.get("OPENCLAW_GATEWAY_PORT").cloned())
        .and_then(|port| port.parse().ok())
        .filter(|port| *port != 0);
    let script = |word: &&String| [".js", ".mjs", ".cjs"].iter().any(|end| word.ends_with(end));
    let program = definition.command.first().into_iter();
    let missing = program
        .chain(definition.command.iter().skip(1).find(script))
        .filter(|word| is_gone(Path::new(word)))
        .map(|word| clean(word, NAME * 4))
        .collect();
    let stale_token = token.is_some_and(|token| carries_another_token(definition, token));
    ServiceFile { path, name, missing, port, stale_token, unreadable: None }
}

/// Everything whose coming and going changes what the definition would start: itself, its drop-ins, what it runs.
pub(crate) fn depends_on(asked: &Asked) -> Vec<PathBuf> {
    let definition = match asked.path.extension().and_then(|extension| extension.to_str()) {
        Some("service") => unit(asked),
        Some("plist") => text_of(&asked.path).map(|text| launch_agent(&text)).unwrap_or_default(),
        _ => Definition::default(),
    };
    let mut drop_ins = asked.path.clone().into_os_string();
    drop_ins.push(".d/any.conf");
    let runs = definition.command.iter().map(PathBuf::from).filter(|path| path.is_absolute()).take(8);
    [asked.path.clone(), PathBuf::from(drop_ins)].into_iter().chain(runs).collect()
}

/// The definitions beside this one that start a gateway of the same profile and are switched on.
#[cfg(target_os = "linux")]
pub(crate) fn others(asked: &Asked) -> Vec<String> {
    let own = asked.path.parent().map(Path::to_owned);
    let folders = own.into_iter().chain(["/etc/systemd/user", "/etc/systemd/system"].map(PathBuf::from));
    let mut found = Vec::new();
    for folder in folders {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten().take(FOLDER_ENTRIES);
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        let system = folder.starts_with("/etc/systemd/system");
        for path in paths {
            let names_gateway =
                path.file_name().is_some_and(|name| name.to_string_lossy().contains("claw")) && path != asked.path;
            if names_gateway
                && path.extension().is_some_and(|extension| extension == "service")
                && is_enabled(&folder, &path)
                && starts_gateway_of(&Asked { path: path.clone(), ..asked.clone() })
                && (!system || text_of(&path).is_some_and(|text| text.contains(&asked.home.display().to_string())))
            {
                found.push(clean(&path.display().to_string(), LINE));
            }
        }
    }
    found
}

/// Elsewhere only OpenClaw's own lines tell.
#[cfg(not(target_os = "linux"))]
pub(crate) fn others(_asked: &Asked) -> Vec<String> {
    Vec::new()
}

/// Some target wants it.
#[cfg(target_os = "linux")]
fn is_enabled(folder: &Path, unit: &Path) -> bool {
    let Some(name) = unit.file_name() else { return false };
    let folders = fs::read_dir(folder).into_iter().flatten().flatten().take(FOLDER_ENTRIES);
    folders
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "wants" || extension == "requires"))
        .any(|path| path.join(name).symlink_metadata().is_ok())
}

#[cfg(target_os = "linux")]
fn starts_gateway_of(asked: &Asked) -> bool {
    let definition = unit(asked);
    let mut words = definition.command.iter().map(String::as_str);
    let script = words.any(|word| word.contains("openclaw") || word.contains("clawdbot"));
    let profile = option(&definition.command, "--profile")
        .or_else(|| definition.environment.get("OPENCLAW_PROFILE").cloned())
        .filter(|name| !name.is_empty() && name != "default");
    script && words.any(|word| word == "gateway") && profile == asked.profile
}

/// True when it is known not to be there. A relative name is looked up elsewhere, and what may not be looked at may
/// be there.
fn is_gone(path: &Path) -> bool {
    path.is_absolute()
        && matches!(
            fs::metadata(path).map_err(|error| error.kind()),
            Err(io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
        )
}

/// The value of `--name value` or `--name=value`.
fn option(words: &[String], name: &str) -> Option<String> {
    words.iter().enumerate().find_map(|(at, word)| {
        if word == name {
            return words.get(at + 1).cloned();
        }
        word.strip_prefix(name)?.strip_prefix('=').map(str::to_owned)
    })
}

fn text_of(path: &Path) -> Option<String> {
    let about = fs::metadata(path).ok()?;
    if !about.is_file() || about.len() > LARGEST {
        return None;
    }
    Some(String::from_utf8_lossy(&fs::read(path).ok()?).into_owned())
}

/// A systemd unit with its drop-ins, later ones winning.
fn unit(asked: &Asked) -> Definition {
    let mut definition = Definition::default();
    let mut folder = asked.path.clone().into_os_string();
    folder.push(".d");
    let mut files: Vec<PathBuf> = fs::read_dir(PathBuf::from(folder))
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "conf"));
    files.sort();
    files.truncate(DROP_INS);
    for file in std::iter::once(&asked.path).chain(&files) {
        if let Some(text) = text_of(file) {
            definition.add_unit(&text, &asked.home.display().to_string());
        }
    }
    definition
}

impl Definition {
    fn add_unit(&mut self, text: &str, home: &str) {
        let mut in_service = false;
        // A backslash at the end of a line joins it with the next by a space.
        for line in text.replace("\r\n", "\n").replace("\\\n", " ").lines() {
            let line = line.trim();
            if line.starts_with('[') {
                in_service = line == "[Service]";
                continue;
            }
            let Some((key, value)) = line.split_once('=') else { continue };
            if !in_service || line.starts_with(['#', ';']) {
                continue;
            }
            match (key.trim_end(), value.trim()) {
                ("ExecStart", "") => self.command.clear(),
                ("ExecStart", value) if self.command.is_empty() => {
                    let words = words(value.trim_start_matches(['@', '-', ':', '+', '!']), home);
                    self.command = words.unwrap_or_default();
                }
                ("Environment", "") => self.environment.clear(),
                ("Environment", value) => {
                    let pairs = words(value, home).unwrap_or_default();
                    let pairs = pairs.iter().filter_map(|pair| pair.split_once('='));
                    self.environment.extend(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
                }
                _ => {}
            }
        }
    }
}

/// Splits as systemd does: quotes, backslashes, `%h` and `%%`. `None` when something in it cannot be known here, such
/// as an unended quote, another specifier or a variable.
fn words(text: &str, home: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => word.get_or_insert_default().push(match letters.next()? {
                'n' => '\n',
                't' => '\t',
                's' => ' ',
                plain @ ('\\' | '"' | '\'' | ' ') => plain,
                _ => return None,
            }),
            '%' => match letters.next()? {
                '%' => word.get_or_insert_default().push('%'),
                'h' => word.get_or_insert_default().push_str(home),
                _ => return None,
            },
            '$' => match letters.next()? {
                '$' => word.get_or_insert_default().push('$'),
                _ => return None,
            },
            _ if quote == Some(letter) => quote = None,
            '"' | '\'' if quote.is_none() => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            _ if quote.is_none() && letter.is_whitespace() => found.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    found.extend(word);
    quote.is_none().then_some(found)
}

/// The two keys of a launchd agent that matter, as OpenClaw writes them. A binary property list says nothing.
fn launch_agent(text: &str) -> Definition {
    let block = |key: &str, open: &str, close: &str| {
        let after = text.split_once(&format!("<key>{key}</key>"))?.1.trim_start();
        Some(after.strip_prefix(open)?.split_once(close)?.0.to_owned())
    };
    let strings = |block: &str| -> Vec<String> {
        let parts = block.split("<string>").skip(1);
        parts.filter_map(|part| part.split_once("</string>")).map(|(value, _)| unescape(value)).collect()
    };
    let command = block("ProgramArguments", "<array>", "</array>").map(|block| strings(&block)).unwrap_or_default();
    let environment = block("EnvironmentVariables", "<dict>", "</dict>").unwrap_or_default();
    let environment = environment
        .split("<key>")
        .skip(1)
        .filter_map(|pair| {
            let (name, rest) = pair.split_once("</key>")?;
            Some((unescape(name), strings(rest).into_iter().next()?))
        })
        .collect();
    Definition { command, environment }
}

fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    text.replace("&amp;", "&")
}

#[cfg(test)]
#[path = "service_file_tests.rs"]
mod tests;
