//! Everything that a repair could touch, before and after it: configuration, files, service definitions, processes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::Path,
    process::{Child, Command},
};

use clawtray_contract::PlanView;
use clawtray_testkit::desktop::processes_of;
use serde_json::Value;

use super::{Stage, is_of_spring};

/// What changes by itself below a home while a gateway runs or starts, and why. Everything else has to stay as it is
/// unless a plan names it: service definitions, start-up entries and every file of the person's among them.
const BY_ITSELF: [(&str, &str); 27] = [
    ("clawtray/", "Clawtray's own state, History and output files; its settings are looked at apart"),
    (".local/share/keyrings/", "the keyring's own file"),
    (".cache/", "caches of the desktop and of Node"),
    (".npm/", "caches of npm"),
    ("another-openclaw/", "the folder of another gateway, which runs"),
    ("openclaw/state/", "the gateway's databases"),
    ("openclaw/logs/", "its logs, stability files and the journal of configuration writes"),
    ("openclaw/gateway.log", "its log, where these tests put it"),
    ("openclaw/tmp/", "its locks"),
    ("openclaw/agents/", "sessions and model lists that it writes at a start"),
    ("openclaw/cron/", "its jobs and their runs"),
    ("openclaw/devices/", "paired devices"),
    ("openclaw/identity/", "its own key"),
    ("openclaw/cache/", "its caches"),
    ("openclaw/plugins/", "its list of plugins"),
    ("openclaw/canvas/", "made at its first start"),
    ("openclaw/workspace/", "made at its first start"),
    ("openclaw/credentials/", "sender pairings"),
    ("openclaw/telegram/", "the offset of a channel's messages"),
    ("openclaw/update-check.json", "when it last asked for an update"),
    ("openclaw/config-journal-fingerprint.key", "made with the first write of the configuration"),
    ("openclaw/plugin-skills/", "links to the skills of its plugins, made at a start"),
    ("openclaw/exec-approvals.json", "written at a start"),
    ("openclaw/plugin-runtime-deps/", "what OpenClaw of spring 2026 fetches for its plugins"),
    ("openclaw/browser/", "the folders of its browsers"),
    (".pki/", "the certificates of a browser"),
    (".config/chromium/Crash Reports/", "what a browser keeps of its own crashes"),
];

/// What was where.
pub struct Picture {
    config: Value,
    files: BTreeMap<String, u64>,
    settings: Option<Value>,
    processes: BTreeMap<u32, String>,
    /// All of this session, by number.
    running: BTreeSet<u32>,
    /// Gateways of this session, whoever started them.
    gateways: BTreeSet<u32>,
    gateway: Option<u32>,
}

impl Picture {
    pub fn take(stage: &Stage) -> Self {
        let home = stage.desktop.home();
        let mut files = BTreeMap::new();
        walk(&home, &home, &mut files);
        let read = |path: &Path| fs::read_to_string(path).ok().and_then(|text| serde_json::from_str(&text).ok());
        let own = |command: &str| {
            ["clawtrayd", "dbus-daemon", "gnome-keyring", "Xvfb", "python3"].iter().any(|name| command.contains(name))
        };
        let processes = processes_of(stage.desktop.folder(), &[]);
        let is_gateway = |command: &str| command.starts_with("openclaw-gateway") || command.contains("gateway run");
        let gateways = processes.iter().filter(|one| is_gateway(&one.command)).map(|one| one.pid).collect();
        let running = processes.iter().map(|one| one.pid).collect();
        let processes = processes.into_iter();
        Self {
            config: read(&stage.config_path()).unwrap_or_default(),
            files,
            settings: read(&stage.clawtray_home().join("clawtray.json")),
            processes: processes.filter(|one| own(&one.command)).map(|one| (one.pid, one.command)).collect(),
            running,
            gateways,
            gateway: stage.gateway().details.pid,
        }
    }

    /// As a script in a container told it, under this name: its configuration, its files, its gateway.
    pub fn told(output: &str, name: &str) -> Self {
        let of = |what: &str| {
            let start = format!("@{name}_{what} ");
            output.lines().filter_map(move |line| line.strip_prefix(&start).map(str::to_owned)).collect::<Vec<_>>()
        };
        let hash = |text: &str| {
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            hasher.finish()
        };
        let listed = of("file");
        let files = listed.iter().filter_map(|line| line.split_once(' ')).map(|(sum, path)| {
            // The account's own folder has a dot.
            let path = path.strip_prefix(".openclaw/").map_or(path.to_owned(), |path| format!("openclaw/{path}"));
            (path, hash(sum))
        });
        let gateways: BTreeSet<u32> = of("gateways").join(" ").split(' ').filter_map(|pid| pid.parse().ok()).collect();
        let config = of("config").first().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        let gateway = of("gateway").first().and_then(|pid| pid.parse().ok());
        Self {
            config,
            files: files.collect(),
            settings: None,
            processes: BTreeMap::new(),
            running: gateways.clone(),
            gateways,
            gateway,
        }
    }

    /// Paths of the configuration's values that differ, without OpenClaw's own stamp of its last write.
    pub fn config_changes(&self, after: &Self) -> Vec<String> {
        let mut paths = Vec::new();
        differences("", &self.config, &after.config, &mut paths);
        // A gateway of spring 2026 also notes by itself which of its plugins it switched on.
        let noted = |path: &str| is_of_spring() && path.starts_with("plugins.entries.") && path.ends_with(".enabled");
        paths.retain(|path| !path.starts_with("meta") && !noted(path));
        paths
    }

    /// Fails where anything changed that the plan does not name.
    pub fn only_changed_what_it_named(&self, after: &Self, plan: &PlanView, fault: &str) {
        let commands = plan.commands.join("\n");
        let whole = commands.contains("doctor --fix") || commands.contains("-> openclaw.json");
        let named: Vec<String> = plan.diff.iter().map(|line| plain(&line.path)).chain(set_by(plan)).collect();
        let is_named = |path: &String| named.iter().any(|name| within(path, name) || within(name, path));
        let strangers: Vec<String> = self.config_changes(after).into_iter().filter(|path| !is_named(path)).collect();
        assert!(whole || strangers.is_empty(), "{fault}: {strangers:?} changed beside {named:?}, {commands}");

        let serves = ["gateway install", "gateway uninstall"].iter().any(|words| commands.contains(words));
        let writes = whole || !named.is_empty();
        let all: BTreeSet<&String> = self.files.keys().chain(after.files.keys()).collect();
        let differ = all.into_iter().filter(|path| self.files.get(*path) != after.files.get(*path));
        let strangers: Vec<&String> = differ
            .filter(|path| !BY_ITSELF.iter().any(|(start, _)| path.starts_with(start)))
            // The configuration, and the copies that OpenClaw and Clawtray keep of it.
            .filter(|path| !(writes && path.starts_with("openclaw/openclaw.json")))
            // Files that the configuration includes, where the plan says that they may be written, and their copies.
            .filter(|path| {
                let name = path.trim_start_matches("openclaw/").split(".bak").next().unwrap_or_default();
                !(writes && plan.warnings.iter().any(|warning| warning.contains(&format!("./{name}"))))
            })
            // The good copy that a gateway keeps once it runs with a configuration.
            .filter(|path| *path != "openclaw/openclaw.json.last-good")
            .filter(|path| !(serves && path.starts_with(".config/systemd/user/openclaw-gateway.service")))
            .filter(|path| !(serves && path.ends_with(".wants/openclaw-gateway.service")))
            .collect();
        assert!(strangers.is_empty(), "{fault}: {strangers:?} changed, by {commands}");
        assert_eq!(self.settings, after.settings, "{fault}: the person's settings");

        for (pid, command) in &self.processes {
            assert!(after.processes.contains_key(pid), "{fault}: {command} ({pid}) has ended");
        }
        let starts = ["gateway run", "gateway restart", "gateway start", "gateway install"]
            .iter()
            .any(|words| commands.contains(words));
        // One that ran already is watched from now on.
        let met = self.gateway.is_none() && after.gateway.is_some_and(|pid| self.running.contains(&pid));
        assert!(starts || met || self.gateway == after.gateway, "{fault}: another gateway, by {commands}");
        let told = plan.warnings.join("\n");
        for pid in self.gateways.difference(&after.gateways).filter(|pid| Some(**pid) != self.gateway) {
            assert!(
                told.contains(&pid.to_string()),
                "{fault}: the gateway {pid} has ended, and nothing says so: {told}"
            );
        }
    }
}

/// What `openclaw config set PATH VALUE` names.
fn set_by(plan: &PlanView) -> impl Iterator<Item = String> + '_ {
    let set = |command: &String| Some(command.split_once("openclaw config set ")?.1.split(' ').next()?.to_owned());
    plan.commands.iter().filter_map(set)
}

/// `a.b["c d"][0]` as `a.b.c d.0`.
fn plain(path: &str) -> String {
    path.replace("[\"", ".").replace("\"]", "").replace('[', ".").replace(']', "")
}

fn within(path: &str, name: &str) -> bool {
    path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn differences(at: &str, before: &Value, after: &Value, paths: &mut Vec<String>) {
    let below = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for key in keys {
                let of = |map: &serde_json::Map<String, Value>| map.get(key).cloned().unwrap_or_default();
                differences(&below(key), &of(old), &of(new), paths);
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                differences(&below(&index.to_string()), old, new, paths);
            }
        }
        // An object without anything in it says no more than none.
        (Value::Object(map), Value::Null) | (Value::Null, Value::Object(map)) if map.is_empty() => {}
        (Value::Null, Value::Object(new)) => {
            for (key, new) in new {
                differences(&below(key), &Value::Null, new, paths);
            }
        }
        _ if before == after => {}
        _ => paths.push(at.to_owned()),
    }
}

fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, u64>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            walk(root, &path, files);
            continue;
        }
        // One that has just gone, or that is no file of bytes, has no content to compare.
        let Ok(bytes) = (if kind.is_file() { fs::read(&path) } else { Ok(Vec::new()) }) else { continue };
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
        files.insert(name, hasher.finish());
    }
}

/// A process that has a gateway's name and is none.
pub struct Bystander(Child);

impl Bystander {
    pub fn start() -> Self {
        let child = Command::new("bash").args(["-c", "exec -a openclaw-gateway sleep 100000"]).spawn();
        Self(child.expect("bash is there"))
    }

    pub fn lives(&self) -> bool {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0.id())).unwrap_or_default();
        stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with('Z'))
    }
}

impl Drop for Bystander {
    fn drop(&mut self) {
        // It may have been ended by what is tested, which is told then.
        let _gone = self.0.kill();
        let _collected = self.0.wait();
    }
}
