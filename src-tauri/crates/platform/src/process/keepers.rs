//! What shows from outside who keeps a process running: the control group it is in, a few words of its environment,
//! and the programs above it.

use std::path::PathBuf;

use super::describe;

/// Programs looked at above a process.
const PARENTS: usize = 8;

/// Variables by which OpenClaw tells a gateway how it was started; it sets those of other systems too (OpenClaw
/// 2026.9.6). No other is read.
const SERVICE: &str = if cfg!(target_os = "macos") {
    "OPENCLAW_LAUNCHD_LABEL"
} else if cfg!(windows) {
    "OPENCLAW_WINDOWS_TASK_NAME"
} else {
    "OPENCLAW_SYSTEMD_UNIT"
};
const SUPERVISOR: &str = "OPENCLAW_SUPERVISOR_MODE";
const STATE_FOLDER: &str = "OPENCLAW_STATE_DIR";

/// Longest name of a service kept, bytes.
const NAME_LIMIT: usize = 256;

/// Who keeps a process, as far as it can be seen. All text in it is foreign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keepers {
    /// The systemd unit it runs in: the innermost service or scope of its control group.
    pub unit: Option<String>,
    /// The service that its environment says it was started as.
    pub service: Option<String>,
    /// Its environment says that another supervisor starts it again.
    pub external: bool,
    /// The state folder that its environment names, where it names one.
    pub state_folder: Option<PathBuf>,
    /// The programs above it, the nearest first, without the first process of the system.
    pub parents: Vec<String>,
}

/// Looks at one process. Only a process of the same user shows its environment, and some systems show none.
#[must_use]
pub fn keepers_of(pid: u32) -> Keepers {
    let mut keepers = of_environment(&environment(pid));
    keepers.unit = control_group(pid).and_then(|text| unit_of(&text));
    let mut above = describe(pid).and_then(|process| process.parent);
    while let Some(parent) = above.filter(|parent| *parent > 1 && keepers.parents.len() < PARENTS) {
        let Some(process) = describe(parent) else { break };
        above = process.parent.filter(|next| *next != parent);
        let program = process.executable.as_deref().and_then(|path| path.file_name());
        keepers.parents.push(program.map_or(process.name, |name| name.to_string_lossy().into_owned()));
    }
    keepers
}

#[cfg(target_os = "linux")]
fn environment(pid: u32) -> Vec<u8> {
    super::system::environment(pid).unwrap_or_default()
}

#[cfg(target_os = "linux")]
fn control_group(pid: u32) -> Option<String> {
    super::system::control_group(pid)
}

/// Not shown, or only by calls that other programs are asked about.
#[cfg(not(target_os = "linux"))]
fn environment(_pid: u32) -> Vec<u8> {
    Vec::new()
}

#[cfg(not(target_os = "linux"))]
fn control_group(_pid: u32) -> Option<String> {
    None
}

fn of_environment(block: &[u8]) -> Keepers {
    let mut keepers = Keepers::default();
    for pair in block.split(|byte| *byte == 0) {
        let Some(at) = pair.iter().position(|byte| *byte == b'=') else { continue };
        let (Some(name), Some(value)) = (pair.get(..at), pair.get(at + 1..)) else { continue };
        let value = || String::from_utf8_lossy(value.get(..NAME_LIMIT).unwrap_or(value)).trim().to_owned();
        if name == SERVICE.as_bytes() {
            keepers.service = Some(value()).filter(|value| !value.is_empty());
        } else if name == SUPERVISOR.as_bytes() {
            keepers.external = value() == "external";
        } else if name == STATE_FOLDER.as_bytes() {
            keepers.state_folder = Some(PathBuf::from(value())).filter(|folder| folder.is_absolute());
        }
    }
    keepers
}

/// The innermost unit of `/proc/<pid>/cgroup`: of the unified hierarchy where there is one, else of systemd's own.
fn unit_of(text: &str) -> Option<String> {
    let path = |line: &str| {
        let mut fields = line.splitn(3, ':');
        let (_, controllers, path) = (fields.next()?, fields.next()?, fields.next()?);
        matches!(controllers, "" | "name=systemd").then(|| path.to_owned())
    };
    text.lines().filter_map(path).find_map(|path| {
        let mut parts = path.rsplit('/');
        parts.find(|part| part.ends_with(".service") || part.ends_with(".scope")).map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    use super::keepers_of;
    use super::{Keepers, SERVICE, of_environment, unit_of};

    #[test]
    fn the_innermost_unit_of_a_control_group_is_named() {
        let of = |text: &str| unit_of(text);
        let user = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/openclaw-gateway.service\n";
        assert_eq!(of(user).as_deref(), Some("openclaw-gateway.service"));
        let deeper = "0::/user.slice/user@1000.service/app.slice/openclaw-gateway-work.service/tasks\n";
        assert_eq!(of(deeper).as_deref(), Some("openclaw-gateway-work.service"));
        let terminal = "0::/user.slice/user@1000.service/app.slice/vte-spawn-1.scope\n";
        assert_eq!(of(terminal).as_deref(), Some("vte-spawn-1.scope"));
        let old = "4:memory:/x.service\n1:name=systemd:/user.slice/user@1000.service/openclaw-gateway.service\n";
        assert_eq!(of(old).as_deref(), Some("openclaw-gateway.service"));
        assert_eq!(of("0::/\n"), None);
        assert_eq!(of("nonsense"), None);
    }

    #[test]
    fn only_the_known_words_of_an_environment_are_taken() {
        let block = format!(
            "PATH=/x\0OPENCLAW_GATEWAY_TOKEN=secret\0{SERVICE}=openclaw-gateway.service\0\
             OPENCLAW_SUPERVISOR_MODE=external\0OPENCLAW_OTHER=x\0broken"
        );
        let keepers = of_environment(block.as_bytes());
        let expected =
            Keepers { service: Some("openclaw-gateway.service".into()), external: true, ..Keepers::default() };
        assert_eq!(keepers, expected);
        assert_eq!(of_environment(format!("{SERVICE}=\0").as_bytes()).service, None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_childs_parents_are_named_from_the_nearest_up() {
        let mut child = std::process::Command::new("sleep").arg("100").spawn().unwrap();
        let keepers = keepers_of(child.id());
        child.kill().unwrap();
        child.wait().unwrap();
        let ours = std::env::current_exe().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(keepers.parents.first(), Some(&ours));
    }
}
