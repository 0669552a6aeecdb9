//! Which OpenClaw profile is meant: its state folder, configuration file and gateway port.
//!
//! The rules follow OpenClaw's "Environment variables" help page and were checked against OpenClaw 2026.9.6.

use crate::environment::Environment;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The port a gateway of the default profile uses when nothing else is set.
pub const DEFAULT_PORT: u16 = 18789;

pub(crate) const CONFIG_FILE: &str = "openclaw.json";

/// The folders and the name that belong to one gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The profile name, `None` for the default profile.
    pub name: Option<String>,
    /// The state folder, normally `~/.openclaw`.
    pub state_dir: PathBuf,
    /// The configuration file, normally `~/.openclaw/openclaw.json`.
    pub config_path: PathBuf,
    /// True when both paths are the ones OpenClaw picks by itself for this account and profile. OpenClaw's service
    /// commands refuse any other location.
    pub canonical: bool,
}

/// Where a port number came from, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortSource {
    /// `OPENCLAW_GATEWAY_PORT`.
    Environment,
    /// `gateway.port` in the configuration.
    Configuration,
    /// OpenClaw's own default for the profile.
    Default,
}

impl Profile {
    /// Reads the profile from the environment; `home` is the account's home folder. Paths that are set win over
    /// names, and a leading `~` is the home folder. Blank values count as unset.
    ///
    /// A name alone selects the name's own folder, as `openclaw --profile` and OpenClaw's documentation do. (With only
    /// the variable set, OpenClaw 2026.9.6 itself still uses `~/.openclaw` with the name's port; whoever starts it from
    /// here passes the folders explicitly, so the two do not mix.)
    pub fn from_environment(environment: &Environment, home: &Path) -> Self {
        let name = environment.text("OPENCLAW_PROFILE").filter(|name| !name.eq_ignore_ascii_case("default"));
        let base = base_folder(environment, home);
        let default_state = Self::canonical_folder(name, &base);
        let state_dir =
            environment.text("OPENCLAW_STATE_DIR").map_or_else(|| default_state.clone(), |path| expand(path, &base));
        let config_path = environment
            .text("OPENCLAW_CONFIG_PATH")
            .map_or_else(|| state_dir.join(CONFIG_FILE), |path| expand(path, &base));
        let canonical = base == home && state_dir == default_state && config_path == default_state.join(CONFIG_FILE);
        Self { name: name.map(str::to_owned), state_dir, config_path, canonical }
    }

    /// The folder OpenClaw picks by itself for a profile below `base`.
    pub(crate) fn canonical_folder(name: Option<&str>, base: &Path) -> PathBuf {
        base.join(name.map_or_else(|| ".openclaw".to_owned(), |name| format!(".openclaw-{name}")))
    }

    /// The port this profile's gateway uses: the environment, then `gateway.port` of `config`, then the default.
    pub fn port(&self, environment: &Environment, config: Option<&Value>) -> (u16, PortSource) {
        if let Some(port) = environment.text("OPENCLAW_GATEWAY_PORT").and_then(port_of_text) {
            return (port, PortSource::Environment);
        }
        let configured = config.and_then(|config| config.pointer("/gateway/port")).and_then(Value::as_u64);
        if let Some(port) = configured.and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0) {
            return (port, PortSource::Configuration);
        }
        (default_port(self.name.as_deref()), PortSource::Default)
    }
}

/// OpenClaw's default port: 18789, or for a named profile a number from 20000 to 59999 derived from the name
/// (FNV-1a, 32 bit; observed on OpenClaw 2026.9.6).
pub fn default_port(profile: Option<&str>) -> u16 {
    let Some(name) = profile else { return DEFAULT_PORT };
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    u16::try_from(20_000 + hash % 40_000).unwrap_or(DEFAULT_PORT)
}

fn port_of_text(text: &str) -> Option<u16> {
    let digits = text.rsplit(':').next().unwrap_or(text);
    digits.parse::<u16>().ok().filter(|port| *port > 0)
}

/// The folder that OpenClaw's state folders lie in.
pub(crate) fn base_folder(environment: &Environment, home: &Path) -> PathBuf {
    home_override(environment, home).unwrap_or_else(|| home.to_path_buf())
}

fn home_override(environment: &Environment, home: &Path) -> Option<PathBuf> {
    let text = environment.text("OPENCLAW_HOME").filter(|text| !matches!(*text, "undefined" | "null"))?;
    Some(expand(text, home))
}

pub(crate) fn expand(text: &str, home: &Path) -> PathBuf {
    if text == "~" {
        return home.to_path_buf();
    }
    match text.strip_prefix("~/").or_else(|| text.strip_prefix("~\\")) {
        Some(rest) => home.join(rest),
        None => PathBuf::from(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{PortSource, Profile, default_port};
    use crate::environment::Environment;
    use serde_json::json;
    use std::path::{Path, PathBuf};

    fn profile(pairs: &[(&str, &str)]) -> Profile {
        Profile::from_environment(&Environment::from_iter(pairs.iter().copied()), Path::new("/home/Zoë K"))
    }

    #[test]
    fn state_folder_and_config_follow_the_environment() {
        type Case = (&'static [(&'static str, &'static str)], &'static str, &'static str, bool);
        let cases: [Case; 9] = [
            (&[], "/home/Zoë K/.openclaw", "/home/Zoë K/.openclaw/openclaw.json", true),
            (&[("OPENCLAW_PROFILE", "default")], "/home/Zoë K/.openclaw", "/home/Zoë K/.openclaw/openclaw.json", true),
            (
                &[("OPENCLAW_PROFILE", "work")],
                "/home/Zoë K/.openclaw-work",
                "/home/Zoë K/.openclaw-work/openclaw.json",
                true,
            ),
            (&[("OPENCLAW_STATE_DIR", "/srv/oc")], "/srv/oc", "/srv/oc/openclaw.json", false),
            (
                &[("OPENCLAW_STATE_DIR", "~/.openclaw")],
                "/home/Zoë K/.openclaw",
                "/home/Zoë K/.openclaw/openclaw.json",
                true,
            ),
            (&[("OPENCLAW_CONFIG_PATH", "/etc/oc.json")], "/home/Zoë K/.openclaw", "/etc/oc.json", false),
            (
                &[("OPENCLAW_HOME", "~/svc")],
                "/home/Zoë K/svc/.openclaw",
                "/home/Zoë K/svc/.openclaw/openclaw.json",
                false,
            ),
            (&[("OPENCLAW_HOME", "undefined")], "/home/Zoë K/.openclaw", "/home/Zoë K/.openclaw/openclaw.json", true),
            (&[("OPENCLAW_STATE_DIR", "  ")], "/home/Zoë K/.openclaw", "/home/Zoë K/.openclaw/openclaw.json", true),
        ];
        for (pairs, state, config, canonical) in cases {
            let found = profile(pairs);
            assert_eq!(found.state_dir, PathBuf::from(state), "{pairs:?}");
            assert_eq!(found.config_path, PathBuf::from(config), "{pairs:?}");
            assert_eq!(found.canonical, canonical, "{pairs:?}");
        }
    }

    #[test]
    fn port_prefers_the_environment_then_the_configuration_then_the_default() {
        let config = json!({"gateway": {"port": 19001}});
        let none = Environment::empty();
        let set = Environment::from_iter([("OPENCLAW_GATEWAY_PORT", "20111")]);
        let junk = Environment::from_iter([("OPENCLAW_GATEWAY_PORT", "many")]);
        let default = profile(&[]);
        assert_eq!(default.port(&set, Some(&config)), (20111, PortSource::Environment));
        assert_eq!(default.port(&junk, Some(&config)), (19001, PortSource::Configuration));
        assert_eq!(default.port(&none, Some(&json!({"gateway": {"port": 0}}))), (18789, PortSource::Default));
        assert_eq!(default.port(&none, Some(&json!({"gateway": {"port": 99999}}))), (18789, PortSource::Default));
        let work = profile(&[("OPENCLAW_PROFILE", "work")]);
        assert_eq!(work.port(&none, None), (default_port(Some("work")), PortSource::Default));
        assert_eq!(default_port(Some("work")), 41984, "what OpenClaw 2026.9.6 itself reports");
    }
}
