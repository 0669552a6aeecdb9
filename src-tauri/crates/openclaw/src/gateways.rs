//! Which gateways there are on this computer, by their folders and service definitions. Nothing is run for it.

use crate::environment::Environment;
use crate::locate::definitions_folder;
use crate::profile::{Profile, base_folder};
use std::path::{Path, PathBuf};

/// Longest name of a profile, characters (observed on OpenClaw 2026.9.6).
const LONGEST_NAME: usize = 64;
/// Most entries of a folder that are looked at.
const MOST_ENTRIES: usize = 10_000;
/// Most gateways named.
const MOST: usize = 32;

/// One gateway's traces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundGateway {
    /// The profile's name, `None` for the default profile.
    pub profile: Option<String>,
    /// Its state folder.
    pub state_dir: PathBuf,
    /// The system's service manager has a service for it.
    pub service: bool,
}

/// Every gateway of the account that has a configuration or a service, the default profile first, then by name. Two
/// names of one folder count once. Reads two folders; runs nothing.
pub fn found(environment: &Environment, home: &Path) -> Vec<FoundGateway> {
    let base = base_folder(environment, home);
    let has_config = |profile: &Option<String>| {
        Profile::canonical_folder(profile.as_deref(), &base).join(crate::profile::CONFIG_FILE).is_file()
    };
    // On macOS other programs of OpenClaw's have agents of such names; a configuration tells a profile's from them.
    let is_certain = |profile: &Option<String>| !cfg!(target_os = "macos") || profile.is_none() || has_config(profile);
    let services: Vec<Option<String>> = serviced(environment, home).into_iter().filter(is_certain).collect();
    let mut profiles: Vec<Option<String>> = names(&base).filter_map(|name| profile_of_folder(&name)).collect();
    profiles.extend(services.iter().cloned());
    profiles.sort();
    profiles.dedup();
    let mut found: Vec<FoundGateway> = Vec::new();
    let mut folders: Vec<PathBuf> = Vec::new();
    for profile in profiles {
        let state_dir = Profile::canonical_folder(profile.as_deref(), &base);
        let service = services.contains(&profile) || (cfg!(windows) && state_dir.join("gateway.cmd").is_file());
        if !service && !has_config(&profile) {
            continue;
        }
        let real = state_dir.canonicalize().unwrap_or_else(|_| state_dir.clone());
        if !folders.contains(&real) {
            folders.push(real);
            found.push(FoundGateway { profile, state_dir, service });
        }
    }
    found.truncate(MOST);
    found
}

/// True for a name that OpenClaw takes for a profile.
pub fn is_profile_name(name: &str) -> bool {
    let plain = |character: char| character.is_ascii_alphanumeric() || "_-".contains(character);
    name.len() <= LONGEST_NAME
        && name.chars().all(plain)
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
}

/// The names in a folder.
fn names(folder: &Path) -> impl Iterator<Item = String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().take(MOST_ENTRIES);
    entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok())
}

/// `.openclaw` is the default profile's folder, `.openclaw-work` that of `work`.
fn profile_of_folder(name: &str) -> Option<Option<String>> {
    match name.strip_prefix(".openclaw")? {
        "" => Some(None),
        rest => named(rest.strip_prefix('-')?),
    }
}

/// The profiles that have a service definition.
fn serviced(environment: &Environment, home: &Path) -> Vec<Option<String>> {
    let Some(folder) = definitions_folder(environment, home) else { return Vec::new() };
    names(&folder).filter_map(|name| profile_of_service(&name)).collect()
}

/// `openclaw-gateway-work.service` and `ai.openclaw.work.plist` belong to `work` (OpenClaw's "Multiple gateways" page).
fn profile_of_service(name: &str) -> Option<Option<String>> {
    if let Some(unit) = name.strip_prefix("openclaw-gateway").and_then(|name| name.strip_suffix(".service")) {
        return if unit.is_empty() { Some(None) } else { named(unit.strip_prefix('-')?) };
    }
    match name.strip_prefix("ai.openclaw.")?.strip_suffix(".plist")? {
        "gateway" => Some(None),
        "node" => None,
        profile => named(profile),
    }
}

fn named(name: &str) -> Option<Option<String>> {
    let is_default = name.eq_ignore_ascii_case("default");
    (is_profile_name(name) && !is_default).then(|| Some(name.to_owned()))
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    use super::found;
    use super::{is_profile_name, profile_of_folder, profile_of_service};
    #[cfg(target_os = "linux")]
    use crate::environment::Environment;
    #[cfg(target_os = "linux")]
    use std::fs;

    #[test]
    fn folders_and_services_name_their_profiles_and_nothing_else_does() {
        let work = Some(Some("work".to_owned()));
        assert_eq!(profile_of_folder(".openclaw"), Some(None));
        assert_eq!(profile_of_folder(".openclaw-work"), work);
        for other in [".openclaw_old", ".openclaw-", ".openclaw-a b", ".openclawd", "openclaw", ".openclaw-default"] {
            assert_eq!(profile_of_folder(other), None, "{other}");
        }
        assert_eq!(profile_of_service("openclaw-gateway.service"), Some(None));
        assert_eq!(profile_of_service("openclaw-gateway-work.service"), work);
        assert_eq!(profile_of_service("ai.openclaw.gateway.plist"), Some(None));
        assert_eq!(profile_of_service("ai.openclaw.work.plist"), work);
        for other in ["openclaw-node.service", "ai.openclaw.node.plist", "openclaw-gateway-../x.service", "ssh.service"]
        {
            assert_eq!(profile_of_service(other), None, "{other}");
        }
        assert!(!is_profile_name("") && !is_profile_name("-a") && !is_profile_name(&"a".repeat(65)));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_has_a_configuration_or_a_service_is_found_once_and_an_empty_folder_is_not() {
        let home = tempfile::tempdir().unwrap();
        let folder = |name: &str| home.path().join(name);
        for name in [".openclaw-work", ".openclaw", ".openclaw-empty"] {
            fs::create_dir_all(folder(name)).unwrap();
        }
        fs::write(folder(".openclaw/openclaw.json"), "{}").unwrap();
        fs::write(folder(".openclaw-work/openclaw.json"), "{}").unwrap();
        std::os::unix::fs::symlink(folder(".openclaw-work"), folder(".openclaw-zweitname")).unwrap();
        let units = folder(".config/systemd/user");
        fs::create_dir_all(&units).unwrap();
        fs::write(units.join("openclaw-gateway-bot.service"), "").unwrap();
        fs::write(units.join("openclaw-gateway-work.service"), "").unwrap();
        let found = found(&Environment::empty(), home.path());
        let told: Vec<_> = found.iter().map(|one| (one.profile.as_deref(), one.service)).collect();
        assert_eq!(told, [(None, false), (Some("bot"), true), (Some("work"), true)]);
        assert_eq!(found[2].state_dir, folder(".openclaw-work"));
    }
}
