//! The exact process that runs a gateway in the foreground under our care.

use crate::environment::Environment;
use crate::locate::OpenClaw;
use crate::profile::Profile;
use std::ffi::OsString;
use std::path::PathBuf;

/// A program to start: nothing about it depends on the environment of whoever starts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaunchSpec {
    /// The Node program.
    pub program: PathBuf,
    /// Its arguments, the OpenClaw entry file first.
    pub args: Vec<OsString>,
    /// The whole environment of the child; nothing else may be inherited.
    pub environment: Environment,
    /// The folder the child starts in.
    pub working_dir: PathBuf,
}

/// Variables that make OpenClaw believe a service manager watches it, so that it would exit at every restart
/// (OpenClaw's "Restart and supervision" page).
const SUPERVISOR_MARKS: [&str; 14] = [
    "INVOCATION_ID",
    "JOURNAL_STREAM",
    "SYSTEMD_EXEC_PID",
    "NOTIFY_SOCKET",
    "MANAGERPID",
    "WATCHDOG_PID",
    "WATCHDOG_USEC",
    "LISTEN_FDS",
    "LISTEN_PID",
    "LISTEN_FDNAMES",
    "XPC_SERVICE_NAME",
    "XPC_FLAGS",
    "OPENCLAW_SUPERVISOR_MODE",
    "MEMORY_PRESSURE_WATCH",
];

/// OpenClaw's own marks of a managed service, and of a process started by OpenClaw itself.
const SERVICE_MARKS: [&str; 12] = [
    "OPENCLAW_SERVICE_MARKER",
    "OPENCLAW_SERVICE_KIND",
    "OPENCLAW_SERVICE_VERSION",
    "OPENCLAW_SERVICE_MANAGED_ENV_KEYS",
    "OPENCLAW_LAUNCHD_LABEL",
    "OPENCLAW_SYSTEMD_UNIT",
    "OPENCLAW_WINDOWS_TASK_NAME",
    "OPENCLAW_TASK_SCRIPT",
    "OPENCLAW_TASK_SCRIPT_NAME",
    "OPENCLAW_TASK_RUNTIME_DIR",
    "OPENCLAW_CLI",
    "OPENCLAW_SHELL",
];

/// Builds the launch of `gateway run` for `profile` on `port`, from `base` with everything removed that belongs to
/// another supervisor or to us. The token and password variables stay when the person set them, because the gateway
/// is their one legitimate reader.
pub fn launch_spec(openclaw: &OpenClaw, profile: &Profile, port: u16, base: &Environment) -> LaunchSpec {
    let mut environment = without_supervisor_marks(base);
    environment.set("OPENCLAW_NO_RESPAWN", "1");
    environment.set("NO_COLOR", "1");
    environment.remove("FORCE_COLOR");
    environment.set("OPENCLAW_GATEWAY_PORT", port.to_string());
    set_profile(&mut environment, profile);
    let mut args = vec![openclaw.entry.clone().into_os_string()];
    args.extend(["gateway", "run", "--port"].map(OsString::from));
    args.push(port.to_string().into());
    args.extend(["--bind", "loopback"].map(OsString::from));
    LaunchSpec { program: openclaw.node.clone(), args, environment, working_dir: profile_folder(profile) }
}

/// The environment for one of OpenClaw's commands: as for the gateway, without colours and without the markers.
/// `OPENCLAW_NO_RESPAWN` is left out, because it changes what `update` and `restart` do.
pub fn command_environment(profile: &Profile, base: &Environment) -> Environment {
    let mut environment = without_supervisor_marks(base);
    environment.set("NO_COLOR", "1");
    environment.remove("FORCE_COLOR");
    set_profile(&mut environment, profile);
    environment
}

/// The environment for programs that have nothing to do with OpenClaw: no gateway credentials and nothing of ours.
pub fn foreign_environment(base: &Environment) -> Environment {
    let mut environment = without_supervisor_marks(base);
    environment.retain(|name| !matches!(name, "OPENCLAW_GATEWAY_TOKEN" | "OPENCLAW_GATEWAY_PASSWORD"));
    environment
}

fn without_supervisor_marks(base: &Environment) -> Environment {
    let mut environment = base.clone();
    environment.retain(|name| {
        let foreign_supervisor = SUPERVISOR_MARKS.contains(&name) || name.starts_with("LAUNCH_JOB_");
        let ours = name.starts_with("CLAWTRAY_");
        !(foreign_supervisor || ours || SERVICE_MARKS.contains(&name))
    });
    environment
}

/// A path is only set when it is not the one OpenClaw would pick: setting it always would be harmless for the
/// gateway but hides from people that nothing special is going on.
fn set_profile(environment: &mut Environment, profile: &Profile) {
    match &profile.name {
        Some(name) => environment.set("OPENCLAW_PROFILE", name),
        None => environment.remove("OPENCLAW_PROFILE"),
    }
    if profile.canonical && profile.name.is_none() {
        environment.remove("OPENCLAW_STATE_DIR");
        environment.remove("OPENCLAW_CONFIG_PATH");
    } else {
        environment.set("OPENCLAW_STATE_DIR", profile.state_dir.clone());
        environment.set("OPENCLAW_CONFIG_PATH", profile.config_path.clone());
    }
}

fn profile_folder(profile: &Profile) -> PathBuf {
    profile.state_dir.parent().map_or_else(|| profile.state_dir.clone(), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::{command_environment, foreign_environment, launch_spec};
    use crate::environment::Environment;
    use crate::locate::{InstallSource, OpenClaw};
    use crate::profile::Profile;
    use std::ffi::OsStr;
    use std::path::Path;

    fn openclaw() -> OpenClaw {
        OpenClaw {
            package_dir: "/opt/o c".into(),
            entry: "/opt/o c/openclaw.mjs".into(),
            version: "2026.9.6".into(),
            node: "/opt/node/bin/node".into(),
            node_version: "26.10.0".into(),
            node_wants: String::new(),
            source: InstallSource::Global,
        }
    }

    fn spec(pairs: &[(&str, &str)]) -> super::LaunchSpec {
        let base = Environment::from_iter(pairs.iter().copied());
        let profile = Profile::from_environment(&base, Path::new("/home/Zoë K"));
        launch_spec(&openclaw(), &profile, 19123, &base)
    }

    #[test]
    fn the_command_line_names_the_port_and_binds_to_this_computer_only() {
        let spec = spec(&[]);
        assert_eq!(spec.program, Path::new("/opt/node/bin/node"));
        let expected = ["/opt/o c/openclaw.mjs", "gateway", "run", "--port", "19123", "--bind", "loopback"];
        assert_eq!(spec.args, expected.map(OsStr::new));
        assert_eq!(spec.working_dir, Path::new("/home/Zoë K"));
    }

    #[test]
    fn marks_of_other_supervisors_and_everything_of_ours_are_removed() {
        for name in [
            "INVOCATION_ID",
            "JOURNAL_STREAM",
            "SYSTEMD_EXEC_PID",
            "NOTIFY_SOCKET",
            "XPC_SERVICE_NAME",
            "LAUNCH_JOB_LABEL",
            "LAUNCH_JOB_NAME",
            "OPENCLAW_SERVICE_MARKER",
            "OPENCLAW_SERVICE_KIND",
            "OPENCLAW_SERVICE_VERSION",
            "OPENCLAW_SYSTEMD_UNIT",
            "OPENCLAW_LAUNCHD_LABEL",
            "OPENCLAW_WINDOWS_TASK_NAME",
            "OPENCLAW_SUPERVISOR_MODE",
            "CLAWTRAY_STATE_DIR",
            "CLAWTRAY_ANYTHING",
            "FORCE_COLOR",
        ] {
            assert_eq!(spec(&[(name, "x")]).environment.get(name), None, "{name}");
        }
    }

    #[test]
    fn what_the_person_set_for_openclaw_stays() {
        for (name, value) in [
            ("OPENCLAW_GATEWAY_TOKEN", "tok"),
            ("OPENCLAW_GATEWAY_PASSWORD", "pw"),
            ("OPENCLAW_DISABLE_BONJOUR", "1"),
            ("OPENCLAW_SKIP_CHANNELS", "1"),
            ("OPENCLAW_STATE_DIR", "/srv/state"),
            ("OPENCLAW_CONFIG_PATH", "/srv/config.json"),
            ("OPENCLAW_HOME", "/srv/home"),
            ("OPENCLAW_PROFILE", "work"),
            ("ANTHROPIC_API_KEY", "k"),
            ("PATH", "/usr/bin"),
        ] {
            assert_eq!(spec(&[(name, value)]).environment.get(name), Some(OsStr::new(value)), "{name}");
        }
    }

    #[test]
    fn openclaw_never_replaces_its_own_process_and_prints_no_colours() {
        let environment = spec(&[("OPENCLAW_NO_RESPAWN", "0"), ("OPENCLAW_GATEWAY_PORT", "1")]).environment;
        assert_eq!(environment.text("OPENCLAW_NO_RESPAWN"), Some("1"));
        assert_eq!(environment.text("NO_COLOR"), Some("1"));
        assert_eq!(environment.text("OPENCLAW_GATEWAY_PORT"), Some("19123"), "the port that is really used");
    }

    #[test]
    fn a_named_profile_is_pinned_to_its_folders() {
        let environment = spec(&[("OPENCLAW_PROFILE", "work")]).environment;
        let folder = Path::new("/home/Zoë K").join(".openclaw-work");
        assert_eq!(environment.text("OPENCLAW_STATE_DIR").map(Path::new), Some(folder.as_path()));
        let file = folder.join("openclaw.json");
        assert_eq!(environment.text("OPENCLAW_CONFIG_PATH").map(Path::new), Some(file.as_path()));
        assert_eq!(spec(&[]).environment.text("OPENCLAW_STATE_DIR"), None, "the default needs no pin");
    }

    #[test]
    fn commands_keep_restart_behaviour_and_other_programs_get_no_credentials() {
        let base = Environment::from_iter([("OPENCLAW_GATEWAY_TOKEN", "tok"), ("CLAWTRAY_X", "1"), ("LANG", "C")]);
        let profile = Profile::from_environment(&base, Path::new("/home/a"));
        let command = command_environment(&profile, &base);
        assert_eq!(command.text("OPENCLAW_NO_RESPAWN"), None);
        assert_eq!(command.text("OPENCLAW_GATEWAY_TOKEN"), Some("tok"));
        let foreign = foreign_environment(&base);
        assert_eq!(foreign.into_pairs(), [("LANG".into(), "C".into())]);
    }
}
