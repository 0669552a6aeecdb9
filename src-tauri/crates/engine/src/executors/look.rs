//! A first look at everything around the gateway.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use clawtray_contract::Mode;
use clawtray_core::{
    BrowserSetting, ConfigFault, ConfigFaultKind, ConfigFile, Event, Fact, InstallSeen, Installation, PackageSeen,
    StartedBy, Surroundings,
};
use clawtray_openclaw::{
    ConfigParse, ConfigReading, Found, LocateError,
    config::{TokenState, redact},
    locate::{InstallSource, wholeness},
};
use clawtray_platform::process::can_bind;

use serde_json::Value;

use super::{
    grounds::{Grounds, blocking},
    install,
    keep::load_settings,
    provider, restore, service_file, token,
};
use crate::{
    environment::Environment,
    sink::EventSink,
    words::{LINE, NAME, clean, clean_field, clean_list},
};

/// The content of a longer configuration is not told: it stays in memory.
pub(super) const MOST_TOLD_BYTES: u64 = 256 * 1024;
/// Distance between the ports of two gateways, and how many are tried.
const PORT_STEP: u16 = 20;
const PORTS_TRIED: u16 = 40;
/// Installs told at most.
const INSTALLS_TOLD: usize = 32;

/// Which port the configuration names now: somebody may have changed it since the last look around.
pub(super) async fn at_port(grounds: &Grounds) {
    let profile = &grounds.environment.profile;
    let reading = ConfigReading::read(&profile.config_path).await;
    grounds.found_on(profile.port(&grounds.environment.variables, reading.value()).0);
}

/// Looks: nothing is started but at most `node --version`, nothing is changed.
pub(crate) async fn look_around(grounds: &Grounds, events: &EventSink) -> Surroundings {
    let profile = &grounds.environment.profile;
    let settings_file = grounds.environment.paths.settings_file.clone();
    let chosen = blocking(move || load_settings(&settings_file).0.openclaw).await.flatten();
    grounds.locator.choose(chosen.map(PathBuf::from));
    let (located, reading, _) =
        tokio::join!(grounds.locator.locate(), ConfigReading::read(&profile.config_path), grounds.vault.load());
    if grounds.vault.shared_token().is_none()
        && let Some(token) = token::readable(grounds, &reading)
    {
        // A gateway that runs already has it there; so nobody needs to be asked.
        grounds.vault.keep_shared_token(token).await;
    }
    events.tell(Event::Fact(Fact::Installs(installs(&located)))).await;
    if matches!(located, Err(LocateError::Missing)) {
        events.tell(Event::Fact(Fact::PackageManager(install::package_manager(grounds).await))).await;
    }
    let secrets = grounds.vault.held();
    let (port, _) = profile.port(&grounds.environment.variables, reading.value());
    let found = located.as_ref().ok().map(|found| found.chosen.clone());
    grounds.found(found, port);
    let asked = service_of(&grounds.environment);
    let may_serve = asked.is_some();
    // Only what the configuration has is what the service's copy must equal.
    let token = match &reading.token {
        TokenState::Plain(token) => Some(token.clone()),
        TokenState::Reference | TokenState::Absent => None,
    };
    let (service, other_services) = match asked {
        Some(asked) => blocking(move || {
            let others = service_file::others(&asked);
            (asked.path.is_file().then(|| service_file::read(&asked, token.as_ref())), others)
        })
        .await
        .unwrap_or_default(),
        None => (None, Vec::new()),
    };
    let lingers = if service.is_some() { lingers().await } else { None };
    let path = grounds.environment.variables.get("PATH").map(ToOwned::to_owned);
    let environment = grounds.environment.clone();
    let seen = blocking(move || {
        let config = ConfigFile { copies: restore::copies(&reading), ..config_file(&reading, path.as_deref()) };
        (config, provider::look(&environment, &reading))
    });
    let (config, token) = seen.await.unwrap_or_default();
    let free_port = blocking(move || free_port(port)).await.flatten();
    Surroundings {
        installation: installation(located),
        config,
        port,
        free_port,
        mode: mode(&grounds.environment),
        secrets,
        service,
        may_serve,
        other_services,
        lingers,
        headless: headless(&grounds.environment),
        token,
    }
}

#[cfg(target_os = "linux")]
use clawtray_platform::service::lingers;

/// Only logind knows such a thing.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unused_async, reason = "asked alike on every system")]
async fn lingers() -> Option<bool> {
    None
}

/// No desktop has started us.
fn headless(environment: &Environment) -> bool {
    let set = |name: &str| environment.variables.get(name).is_some_and(|value| !value.is_empty());
    cfg!(target_os = "linux") && !set("DISPLAY") && !set("WAYLAND_DISPLAY")
}

/// What is there of the package that the gateway is started from, and of the modules that a line says are not.
pub(crate) async fn look_at_package(grounds: &Grounds, modules: Vec<String>) -> Option<PackageSeen> {
    let package_dir = grounds.openclaw()?.package_dir;
    let seen = blocking(move || wholeness(&package_dir, &modules)).await.flatten()?;
    Some(PackageSeen {
        version: clean(&seen.version, NAME),
        missing: clean_list(&seen.missing, INSTALLS_TOLD),
        present: seen.present,
    })
}

/// Every OpenClaw found; none where none can be used, which is a finding of its own.
fn installs(located: &Result<Found, LocateError>) -> Vec<InstallSeen> {
    let found = located.as_ref().map(|found| found.installs.as_slice()).unwrap_or_default();
    let seen = found.iter().take(INSTALLS_TOLD).map(|install| InstallSeen {
        path: clean(&install.package_dir.display().to_string(), LINE),
        version: clean(&install.version, NAME),
        node_version: install.node.as_ref().map(|node| clean(&node.version, NAME)),
        by: match install.source {
            InstallSource::Global => StartedBy::Nothing,
            InstallSource::Service => StartedBy::Service,
            InstallSource::Path => StartedBy::Path,
            InstallSource::Explicit => StartedBy::Choice,
        },
    });
    seen.collect()
}

fn installation(located: Result<Found, LocateError>) -> Installation {
    match located {
        Ok(Found { chosen, .. }) => Installation::Found {
            path: chosen.package_dir.display().to_string(),
            version: clean_field(Some(&chosen.version), NAME),
            node_version: clean_field(Some(&chosen.node_version), NAME),
        },
        Err(LocateError::Missing | LocateError::ExplicitNotOpenClaw { .. }) => Installation::Missing,
        Err(LocateError::NodeMissing { .. }) => Installation::NodeMissing,
        Err(LocateError::NodeUnsupported { found, wants, .. }) => {
            Installation::NodeUnsupported { found: clean(&found, NAME), wants: clean(&wants, NAME) }
        }
    }
}

/// `path` is the search path for programs.
fn config_file(reading: &ConfigReading, path: Option<&OsStr>) -> ConfigFile {
    ConfigFile {
        path: reading.path.display().to_string(),
        exists: reading.exists,
        broken: fault(&reading.parse),
        mode: clean_field(reading.gateway_mode.as_deref(), NAME),
        port: reading.port,
        has_comments: reading.has_comments,
        includes: clean_list(&reading.includes, 32),
        stamp: restore::stamp(reading),
        browser: reading.value().map(|config| browser(config, path)),
        copies: Vec::new(),
        value: reading.value().filter(|_| reading.size_bytes <= MOST_TOLD_BYTES).map(redact),
    }
}

/// The keys of OpenClaw's "Browser" and "Plugins" pages.
fn browser(config: &Value, path: Option<&OsStr>) -> BrowserSetting {
    let section = config.get("browser").filter(|section| section.is_object());
    let allowed = config.pointer("/plugins/allow").and_then(Value::as_array);
    let program = section.and_then(|section| section["executablePath"].as_str()).map(Path::new);
    let missing = program.filter(|program| program.is_absolute() && !program.exists());
    BrowserSetting {
        wanted: section.is_some_and(|section| section["enabled"] != Value::Bool(false)),
        left_out: allowed.is_some_and(|list| !list.is_empty() && list.iter().all(|plugin| plugin != "browser")),
        missing_program: missing.map(|program| clean(&program.display().to_string(), LINE)),
        found: if missing.is_some() { browsers(path) } else { Vec::new() },
    }
}

/// Browsers of the Chromium family on this computer (the programs of OpenClaw's "Browser" page).
fn browsers(path: Option<&OsStr>) -> Vec<String> {
    let names =
        ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "brave-browser", "microsoft-edge"];
    let folders = path.map(std::env::split_paths).into_iter().flatten().filter(|folder| folder.is_absolute());
    let on_path = folders.flat_map(|folder| names.map(|name| folder.join(name)));
    let usual = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Brave Browser.app/Contents/MacOS/Brave Browser",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];
    let mut found: Vec<String> = Vec::new();
    for program in on_path.chain(usual.map(PathBuf::from)).filter(|program| program.is_file()) {
        let program = clean(&program.display().to_string(), LINE);
        if !found.contains(&program) {
            found.push(program);
        }
    }
    found
}

/// The next port that nobody holds, where `port` itself is taken. OpenClaw takes a few ports after its own for other
/// things, so the next gateway keeps its distance ("Multiple gateways" of its documentation). Waits for the system.
fn free_port(port: u16) -> Option<u16> {
    can_bind(port).err()?;
    (1..=PORTS_TRIED)
        .map(|step| port.checked_add(step * PORT_STEP))
        .map_while(|port| port)
        .find(|port| can_bind(*port).is_ok())
}

fn fault(parse: &ConfigParse) -> Option<ConfigFault> {
    let fault = |kind, words: String| ConfigFault { kind, key: None, line: None, column: None, words };
    match parse {
        ConfigParse::Missing | ConfigParse::Value(_) => None,
        ConfigParse::TooLarge => Some(fault(ConfigFaultKind::Unreadable, "the file is far too large".to_owned())),
        ConfigParse::Unreadable(kind) => Some(fault(ConfigFaultKind::Unreadable, kind.to_string())),
        ConfigParse::Broken(broken) => Some(ConfigFault {
            line: Some(broken.line),
            column: Some(broken.column),
            ..fault(ConfigFaultKind::NotJson, clean(&broken.message, LINE))
        }),
    }
}

/// A service only counts where OpenClaw's own service commands would work: for the account's own folders.
fn mode(environment: &Environment) -> Mode {
    if installed_service(environment).is_some() { Mode::Service } else { Mode::Child }
}

fn installed_service(environment: &Environment) -> Option<service_file::Asked> {
    service_of(environment).filter(|asked| asked.path.is_file())
}

/// This profile's service, whether it is installed or could be.
pub(crate) fn service_of(environment: &Environment) -> Option<service_file::Asked> {
    let path = service_definition(environment).filter(|_| environment.profile.canonical)?;
    let profile = environment.profile.name.clone();
    let name = environment.service_name();
    Some(service_file::Asked { path, name, profile, home: environment.home.clone() })
}

/// Where `openclaw gateway install` puts the definition of this profile's service (observed on OpenClaw 2026.9.6).
pub(crate) fn service_definition(environment: &Environment) -> Option<PathBuf> {
    let name = environment.profile.name.as_deref();
    if cfg!(target_os = "macos") {
        let label = name.unwrap_or("gateway");
        return Some(environment.home.join("Library/LaunchAgents").join(format!("ai.openclaw.{label}.plist")));
    }
    if cfg!(windows) {
        return Some(environment.profile.state_dir.join("gateway.cmd"));
    }
    let folder = environment.variables.get("XDG_CONFIG_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    let folder = folder.unwrap_or_else(|| environment.home.join(".config")).join("systemd/user");
    let suffix = name.map(|name| format!("-{name}")).unwrap_or_default();
    Some(folder.join(format!("openclaw-gateway{suffix}.service")))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use clawtray_contract::Mode;
    use clawtray_core::{BrowserSetting, ConfigFaultKind};
    use clawtray_openclaw::ConfigReading;

    use super::{browser, config_file, mode, service_definition};
    use crate::environment::Environment;

    fn environment(home: &std::path::Path, pairs: &[(&str, &str)]) -> Environment {
        let pairs = pairs.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
        Environment::from_variables(pairs, home, "1000").unwrap()
    }

    #[test]
    fn a_service_of_this_profile_is_seen_and_one_of_another_profile_or_for_another_folder_is_not() {
        let home = tempfile::tempdir().unwrap();
        let work = environment(home.path(), &[("OPENCLAW_PROFILE", "work")]);
        let file = service_definition(&work).unwrap();
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, "").unwrap();
        assert_eq!(mode(&work), Mode::Service);
        assert_eq!(mode(&environment(home.path(), &[])), Mode::Child);
        let elsewhere = [("OPENCLAW_PROFILE", "work"), ("OPENCLAW_STATE_DIR", "/srv/oc")];
        assert_eq!(mode(&environment(home.path(), &elsewhere)), Mode::Child);
    }

    #[cfg_attr(windows, ignore = "its folders are those of Unix")]
    #[test]
    fn a_browser_that_is_left_out_or_not_there_is_seen_and_none_that_is_not_wanted() {
        let seen = |text: &str| browser(&serde_json::from_str(text).unwrap(), None);
        assert_eq!(seen("{}"), BrowserSetting::default());
        let out = seen(r#"{"browser": {"executablePath": "/no/such/chrome"}, "plugins": {"allow": ["telegram"]}}"#);
        assert!(out.wanted && out.left_out && out.missing_program.as_deref() == Some("/no/such/chrome"), "{out:?}");
        let off = seen(r#"{"browser": {"enabled": false}, "plugins": {"allow": ["browser"]}}"#);
        assert_eq!(off, BrowserSetting::default());
    }

    #[test]
    fn a_broken_file_names_its_place() {
        let reading = ConfigReading::from_text(std::path::Path::new("/c.json"), "{\n  \"gateway\": {\n".to_owned());
        let file = config_file(&reading, None);
        let fault = file.broken.unwrap();
        assert_eq!(fault.kind, ConfigFaultKind::NotJson);
        assert!(fault.line.is_some_and(|line| line >= 2), "{fault:?}");
    }
}
