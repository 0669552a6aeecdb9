//! The one place that reads the process's environment.
//!
//! `CLAWTRAY_HOME` puts everything of Clawtray's own below one folder and gives it its own keychain entries.
//! `CLAWTRAY_OPENCLAW` and `CLAWTRAY_NODE` choose the OpenClaw and the Node.js. `CLAWTRAY_OPENER` is started instead
//! of the browser. `CLAWTRAY_LOG` is the log level. `OPENCLAW_*` mean what OpenClaw says they mean.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    sync::Arc,
};

use clawtray_core::{
    Settings,
    fleet::{Candidate, RemoteGateway, kept},
};
use clawtray_openclaw::{Environment as Variables, LoginShell, Places, Profile, gateways};
use clawtray_platform::paths::{Paths, PathsFailure, Surroundings, System, current_user_id};
use sha2::{Digest as _, Sha256};

/// Keychain service name of the person's own Clawtray.
const SERVICE: &str = "dev.clawtray.gateway";

/// The gateway without a profile's name.
const DEFAULT: &str = "default";

/// What in the environment means one gateway and no other, the profile's name aside.
const OF_ONE_GATEWAY: [&str; 12] = [
    "OPENCLAW_STATE_DIR",
    "OPENCLAW_CONFIG_PATH",
    "OPENCLAW_GATEWAY_PORT",
    "OPENCLAW_GATEWAY_TOKEN",
    "OPENCLAW_GATEWAY_PASSWORD",
    "OPENCLAW_GATEWAY_URL",
    "OPENCLAW_SERVICE_MARKER",
    "OPENCLAW_SERVICE_KIND",
    "OPENCLAW_LAUNCHD_LABEL",
    "OPENCLAW_SYSTEMD_UNIT",
    "OPENCLAW_WINDOWS_TASK_NAME",
    "OPENCLAW_PROFILE",
];

/// The file in a gateway's folder that names its process.
pub(crate) const RECORD: &str = "process.json";

/// The gateways of this computer, by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// Those that are kept, the primary one first.
    pub kept: Vec<String>,
    /// Those that have traces on the disk, kept or not.
    pub there: Vec<OnDisk>,
    /// Those on other computers, kept or not.
    pub remote: Vec<RemoteGateway>,
}

impl Roster {
    /// True for a gateway that has traces on the disk, or that the settings name on another computer.
    pub fn knows(&self, id: &str) -> bool {
        self.there.iter().any(|one| one.id == id) || self.remote.iter().any(|one| one.id == id)
    }
}

/// A gateway's traces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnDisk {
    /// Its id.
    pub id: String,
    /// Its state folder.
    pub state_folder: PathBuf,
    /// The system's service manager has a service for it.
    pub service: bool,
}

/// Everything that is taken from outside, once.
#[derive(Clone, Debug)]
pub struct Environment {
    /// All variables, for programs that are started.
    pub variables: Variables,
    /// The account's home folder.
    pub home: PathBuf,
    /// Where Clawtray keeps things.
    pub paths: Paths,
    /// Which OpenClaw profile is meant.
    pub profile: Profile,
    /// The folder of the program that runs, where Clawtray's other programs are; absent where it is not known.
    pub programs: Option<PathBuf>,
    /// Service name of keychain entries.
    pub keychain_service: String,
    /// Program that opens web addresses, instead of the system's.
    pub opener: Option<PathBuf>,
    /// `CLAWTRAY_LOG`: `error`, `warn`, `info`, `debug` or `trace`.
    pub log_level: Option<String>,
    /// There is a screen: always on macOS and Windows, elsewhere where X11 or Wayland is named.
    pub screen: bool,
    /// Languages the person reads, best first, as the environment names them.
    pub languages: Vec<String>,
    /// The person's login shell, one for all gateways: it is asked at most once.
    pub login_shell: Option<Arc<LoginShell>>,
}

impl Environment {
    /// Reads the environment of this process.
    ///
    /// # Errors
    /// When there is no home folder, or `CLAWTRAY_HOME` is not absolute.
    pub fn of_this_process() -> Result<Self, PathsFailure> {
        let home = std::env::home_dir().filter(|home| home.is_absolute()).ok_or(PathsFailure::NoHome)?;
        let programs = std::env::current_exe().ok().and_then(|program| program.parent().map(Path::to_owned));
        Ok(Self { programs, ..Self::from_variables(std::env::vars_os(), &home, &current_user_id())? })
    }

    /// The same from given variables.
    ///
    /// # Errors
    /// As [`Environment::of_this_process`].
    pub fn from_variables(
        variables: impl IntoIterator<Item = (OsString, OsString)>,
        home: &Path,
        user_id: &str,
    ) -> Result<Self, PathsFailure> {
        let variables: Variables = variables.into_iter().collect();
        let lookup = |name: &str| variables.get(name).map(OsStr::to_os_string);
        let system = System::current();
        let paths = Paths::from(&Surroundings { environment: &lookup, system, home: Some(home), user_id })?;
        let own_home = variables.get("CLAWTRAY_HOME").filter(|home| !home.is_empty());
        let keychain_service = own_home.map_or_else(|| SERVICE.to_owned(), private_service);
        let path = |name: &str| variables.get(name).filter(|path| !path.is_empty()).map(PathBuf::from);
        let languages = clawtray_text::languages(|name| variables.text(name).map(str::to_owned));
        let display =
            ["WAYLAND_DISPLAY", "DISPLAY"].iter().any(|name| variables.text(name).is_some_and(|at| !at.is_empty()));
        Ok(Self {
            screen: display || cfg!(any(windows, target_os = "macos")),
            profile: Profile::from_environment(&variables, home),
            login_shell: LoginShell::of(&variables, home).map(Arc::new),
            opener: path("CLAWTRAY_OPENER"),
            log_level: variables.text("CLAWTRAY_LOG").map(str::to_owned),
            programs: None,
            home: home.to_owned(),
            paths,
            keychain_service,
            languages,
            variables,
        })
    }

    /// The gateway's id on this computer: its profile's name, or `default`.
    pub fn gateway_id(&self) -> &str {
        self.profile.name.as_deref().unwrap_or(DEFAULT)
    }

    /// The environment of another gateway of this account: the same, but for what means one gateway alone. Nothing of
    /// the own gateway's tokens, folders or ports goes over.
    #[must_use]
    pub fn of_gateway(&self, id: &str) -> Self {
        if id == self.gateway_id() {
            return self.clone();
        }
        let mut variables = self.variables.clone();
        variables.retain(|name| !OF_ONE_GATEWAY.contains(&name));
        if id != DEFAULT {
            variables.set("OPENCLAW_PROFILE", id);
        }
        Self { profile: Profile::from_environment(&variables, &self.home), variables, ..self.clone() }
    }

    /// Where Clawtray keeps what it remembers of this gateway.
    pub fn gateway_folder(&self) -> PathBuf {
        match self.gateway_id() {
            DEFAULT => self.paths.state_folder.clone(),
            id => {
                let plain = |letter: char| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '_' };
                self.paths.state_folder.join("gateways").join(id.chars().map(plain).collect::<String>())
            }
        }
    }

    /// Where the processes of the other gateways of this Clawtray are written down. Reads a folder.
    pub(crate) fn records_of_others(&self) -> Vec<PathBuf> {
        let folders = std::fs::read_dir(self.paths.state_folder.join("gateways")).into_iter().flatten();
        let folders = folders.filter_map(Result::ok).map(|entry| entry.path()).take(256);
        let own = self.gateway_folder();
        let others = std::iter::once(self.paths.state_folder.clone()).chain(folders).filter(|folder| *folder != own);
        others.map(|folder| folder.join(RECORD)).collect()
    }

    /// Looks which gateways there are, and which of them are kept. Two names of one state folder are one gateway.
    /// Reads two folders; blocks for so long.
    pub fn roster(&self, settings: &Settings) -> Roster {
        let own = self.gateway_id();
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let own_folder = real(&self.profile.state_dir);
        let mut there = Vec::new();
        let mut own_is_there = false;
        for found in gateways::found(&self.variables, &self.home) {
            let id = found.profile.unwrap_or_else(|| DEFAULT.to_owned());
            let (same_id, same_folder) = (id == own, real(&found.state_dir) == own_folder);
            own_is_there |= same_id && same_folder;
            if same_id == same_folder {
                there.push(OnDisk { id, state_folder: found.state_dir, service: found.service });
            }
        }
        let meant = own_is_there || self.profile.name.is_some() || !self.profile.canonical;
        let private = self.variables.get("CLAWTRAY_HOME").is_some_and(|home| !home.is_empty());
        let remote = settings.gateways.remote.clone();
        let elsewhere = remote.iter().map(|one| Candidate { id: one.id.clone(), service: false });
        let here = there.iter().map(|one| Candidate { id: one.id.clone(), service: one.service });
        let candidates: Vec<Candidate> = here.chain(elsewhere).collect();
        Roster { kept: kept(&settings.gateways, own, meant, &candidates, private), there, remote }
    }

    /// The service manager's name for this profile's service (OpenClaw's "Gateway service" page).
    pub(crate) fn service_name(&self) -> String {
        let name = self.profile.name.as_deref();
        if cfg!(target_os = "macos") {
            format!("ai.openclaw.{}", name.unwrap_or("gateway"))
        } else if cfg!(windows) {
            name.map_or_else(|| "OpenClaw Gateway".to_owned(), |name| format!("OpenClaw Gateway ({name})"))
        } else {
            let suffix = name.map(|name| format!("-{name}")).unwrap_or_default();
            format!("openclaw-gateway{suffix}.service")
        }
    }

    /// Where Clawtray installs an OpenClaw when npm's own folder cannot be written.
    pub(crate) fn own_prefix(&self) -> PathBuf {
        self.paths.state_folder.join("openclaw")
    }

    /// Where to look for OpenClaw.
    pub(crate) fn places(&self) -> Places {
        let path = |name: &str| self.variables.get(name).filter(|path| !path.is_empty()).map(PathBuf::from);
        Places {
            explicit_openclaw: path("CLAWTRAY_OPENCLAW"),
            explicit_node: path("CLAWTRAY_NODE"),
            own_prefix: Some(self.own_prefix()),
            login_shell: self.login_shell.clone(),
            ..Places::usual(self.variables.clone(), self.home.clone())
        }
    }
}

fn private_service(home: &OsStr) -> String {
    let digest = Sha256::digest(home.as_encoded_bytes());
    let start: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("dev.clawtray.run-{start}")
}

#[cfg(test)]
mod tests {
    use std::{ffi::OsString, path::Path};

    use clawtray_core::Settings;

    use super::Environment;

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        let pairs = pairs.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
        Environment::from_variables(pairs, Path::new("/home/ann"), "1000").unwrap()
    }

    #[cfg_attr(windows, ignore = "its folders are those of Unix")]
    #[test]
    fn a_private_home_has_its_own_keychain_entries() {
        assert_eq!(environment(&[]).keychain_service, "dev.clawtray.gateway");
        let one = environment(&[("CLAWTRAY_HOME", "/tmp/one")]).keychain_service;
        let two = environment(&[("CLAWTRAY_HOME", "/tmp/two")]).keychain_service;
        assert!(one.starts_with("dev.clawtray.run-") && one.len() == "dev.clawtray.run-".len() + 12, "{one}");
        assert_ne!(one, two);
    }

    #[test]
    fn another_gateway_gets_nothing_that_means_the_own_one() {
        let own = environment(&[
            ("OPENCLAW_PROFILE", "work"),
            ("OPENCLAW_STATE_DIR", "/srv/oc"),
            ("OPENCLAW_GATEWAY_PORT", "7"),
            ("OPENCLAW_GATEWAY_TOKEN", "tok-own"),
            ("LANG", "de"),
        ]);
        let other = own.of_gateway("default");
        assert_eq!((other.gateway_id(), other.profile.canonical), ("default", true));
        assert_eq!(other.profile.state_dir, Path::new("/home/ann/.openclaw"));
        let names: Vec<_> = other.variables.iter().map(|(name, _)| name.to_owned()).collect();
        assert_eq!(names, ["LANG"], "nothing of the own gateway goes over");
        let third = own.of_gateway("bot");
        assert_eq!(third.profile.state_dir, Path::new("/home/ann/.openclaw-bot"));
        assert_eq!(third.variables.get("OPENCLAW_GATEWAY_TOKEN"), None);
        assert_eq!(own.of_gateway("work").profile, own.profile);
        let folders = [&own, &other, &third].map(Environment::gateway_folder);
        assert_eq!(folders[1], own.paths.state_folder);
        assert_ne!(folders[0], folders[2]);
        assert_eq!(environment(&[("OPENCLAW_PROFILE", "../x")]).gateway_folder().file_name().unwrap(), "___x");
    }

    #[test]
    fn one_state_folder_is_one_gateway_whatever_its_names() {
        let home = tempfile::tempdir().unwrap();
        for name in [".openclaw", ".openclaw-work"] {
            std::fs::create_dir_all(home.path().join(name)).unwrap();
            std::fs::write(home.path().join(name).join("openclaw.json"), "{}").unwrap();
        }
        let ids = |pairs: &[(&str, &str)], watched: &str| {
            let pairs = pairs.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
            let environment = Environment::from_variables(pairs, home.path(), "1000").unwrap();
            let settings = Settings::read(&format!(r#"{{"gateways":{{"watched":{watched}}}}}"#)).0;
            let roster = environment.roster(&settings);
            (roster.kept, roster.there.into_iter().map(|one| one.id).collect::<Vec<_>>())
        };
        let (kept, there) = ids(&[], r#"["default","work"]"#);
        assert_eq!((kept, there.clone()), (vec!["default".to_owned(), "work".to_owned()], there.clone()));
        assert_eq!(there, ["default", "work"]);
        let moved = home.path().join(".openclaw-work");
        let (kept, there) = ids(&[("OPENCLAW_STATE_DIR", moved.to_str().unwrap())], r#"["default","work"]"#);
        assert_eq!(kept, ["default"], "the own one already has that folder");
        assert!(there.is_empty(), "{there:?}");
    }

    #[test]
    fn the_profile_names_the_gateway_and_no_value_is_printed() {
        assert_eq!(environment(&[]).gateway_id(), "default");
        let work = environment(&[("OPENCLAW_PROFILE", "work"), ("OPENCLAW_GATEWAY_TOKEN", "tok-visible")]);
        assert_eq!(work.gateway_id(), "work");
        assert!(!format!("{work:?}").contains("tok-visible"));
    }
}
