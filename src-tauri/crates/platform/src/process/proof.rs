//! Whether a process is an OpenClaw gateway, decided so that a doubt never counts as yes.

use std::path::Path;

use super::{Description, ProcessIdentity, describe, open_files::files_of, system};

/// The title a running gateway gives itself (observed on OpenClaw 2026.9.6), and what Linux keeps of it as a name.
const TITLE: &str = "openclaw-gateway";
const TITLE_SHORT: &str = "openclaw-gatewa";

/// The title of every OpenClaw command, and of a gateway that has not come up yet (observed on OpenClaw 2026.9.6).
const COMMAND_TITLE: &str = "openclaw";

/// The answer of [`openclaw_proof`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The verdict with its reasons.
    pub is_gateway: IsGateway,
    /// What was looked at; `None` when there is no such process.
    pub process: Option<Description>,
}

/// Whether a process is an OpenClaw gateway of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IsGateway {
    /// It is; each piece of evidence in plain English.
    Yes {
        /// What speaks for it. Never empty.
        evidence: Vec<String>,
    },
    /// It is not.
    No(String),
    /// The system shows too little to tell. Treat it as not ours.
    Unknown(String),
}

/// Judges one process. Yes needs all of: the same user as we are, a Node program, and either the title a gateway gives
/// itself or the command line that starts one.
#[must_use]
pub fn openclaw_proof(pid: u32) -> Proof {
    match describe(pid) {
        None => Proof { is_gateway: IsGateway::No("there is no such process".to_owned()), process: None },
        Some(process) => Proof { is_gateway: judge(&process, holds_a_lock), process: Some(process) },
    }
}

/// Every gateway of this user that runs. Looks at the whole process table: some milliseconds on Linux, more elsewhere.
#[must_use]
pub fn running_gateways() -> Vec<ProcessIdentity> {
    let rows = system::list().into_iter().filter(|row| !row.ended);
    let seen = rows.filter_map(|row| describe(row.pid));
    seen.filter(|process| matches!(judge(process, holds_a_lock), IsGateway::Yes { .. }))
        .map(|process| process.identity())
        .collect()
}

fn judge(process: &Description, holds_a_lock: fn(u32) -> bool) -> IsGateway {
    if !process.same_user {
        return match &process.user_id {
            Some(_) => IsGateway::No("it runs as another user".to_owned()),
            None => IsGateway::Unknown("its user is not visible".to_owned()),
        };
    }
    let node = is_node(process) == Some(true);
    let locks = || node && is_titled_as_a_command(process) && holds_a_lock(process.pid);
    let sign = sign_of_a_gateway(process).or_else(|| locks().then(|| "it holds a gateway's lock".to_owned()));
    let Some(evidence) = sign else {
        return match process.command_line.arguments() {
            [] if node => IsGateway::Unknown("it is a Node program whose command line is not visible".to_owned()),
            _ if node && is_titled_as_a_command(process) => {
                IsGateway::Unknown("it is an OpenClaw command, or a gateway that is still starting".to_owned())
            }
            _ => IsGateway::No("neither its title nor its command line is that of a gateway".to_owned()),
        };
    };
    match is_node(process) {
        Some(true) => IsGateway::Yes {
            evidence: vec![evidence, "its program is Node".to_owned(), "it runs as the same user".to_owned()],
        },
        Some(false) => IsGateway::No("it looks like a gateway, but its program is not Node".to_owned()),
        None => IsGateway::Unknown("it looks like a gateway, but its program is not visible".to_owned()),
    }
}

fn is_titled_as_a_command(process: &Description) -> bool {
    matches!(process.command_line.arguments(), [only] if only == COMMAND_TITLE)
}

/// OpenClaw of spring 2026 never calls itself a gateway. It has the lock of its configuration open for as long as it runs,
/// `openclaw-<user>/gateway.<hash>.lock` in the folder for temporary files (observed on 2026.4.29).
fn holds_a_lock(pid: u32) -> bool {
    files_of(pid).iter().any(|file| is_a_lock(file))
}

fn is_a_lock(file: &Path) -> bool {
    let name = |path: Option<&Path>| path?.file_name()?.to_str().map(str::to_owned);
    name(Some(file)).is_some_and(|name| name.starts_with("gateway.") && name.ends_with(".lock"))
        && name(file.parent()).is_some_and(|name| name.starts_with("openclaw-"))
}

fn sign_of_a_gateway(process: &Description) -> Option<String> {
    let arguments = process.command_line.arguments();
    let first = arguments.first().map(String::as_str);
    if first == Some(TITLE) {
        return Some(format!("its title is {TITLE}"));
    }
    if process.name == TITLE || (process.name == TITLE_SHORT && first.is_none_or(|first| first.starts_with(TITLE))) {
        return Some(format!("its name is {}", process.name));
    }
    starts_a_gateway(arguments).then(|| "its command line starts an OpenClaw gateway".to_owned())
}

/// `node ... openclaw.mjs gateway`, followed by nothing, an option or `run`: other words are commands about a gateway.
fn starts_a_gateway(arguments: &[String]) -> bool {
    let Some(script) = arguments.iter().skip(1).position(|argument| is_openclaw_script(argument)) else {
        return false;
    };
    let mut rest = arguments.iter().skip(script + 2).map(String::as_str);
    rest.next() == Some("gateway") && rest.next().is_none_or(|next| next == "run" || next.starts_with('-'))
}

fn is_openclaw_script(argument: &str) -> bool {
    let mut parts = argument.rsplit(['/', '\\']);
    match parts.next() {
        Some("openclaw.mjs" | "openclaw") => true,
        Some("index.js" | "entry.js") => parts.next() == Some("dist") && parts.next() == Some("openclaw"),
        _ => false,
    }
}

fn is_node(process: &Description) -> Option<bool> {
    let name = process.executable.as_deref().and_then(Path::file_name)?.to_string_lossy().to_lowercase();
    Some(matches!(name.as_str(), "node" | "nodejs" | "node.exe"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::CommandLine;

    fn process(name: &str, arguments: &[&str], executable: Option<&str>, same_user: bool) -> Description {
        Description {
            pid: 77,
            name: name.to_owned(),
            command_line: CommandLine::bounded(arguments.iter().map(|argument| (*argument).to_owned())),
            executable: executable.map(Into::into),
            user_id: Some("1000".to_owned()),
            same_user,
            parent: Some(1),
            start_time: 5,
            start_time_unix_ms: None,
            resident_bytes: 0,
        }
    }

    fn verdict(name: &str, arguments: &[&str], executable: Option<&str>, same_user: bool) -> &'static str {
        locked(name, arguments, executable, same_user, |_| false)
    }

    fn locked(
        name: &str,
        arguments: &[&str],
        executable: Option<&str>,
        same_user: bool,
        holds_a_lock: fn(u32) -> bool,
    ) -> &'static str {
        match judge(&process(name, arguments, executable, same_user), holds_a_lock) {
            IsGateway::Yes { evidence } => {
                assert!(!evidence.is_empty());
                "yes"
            }
            IsGateway::No(_) => "no",
            IsGateway::Unknown(_) => "unknown",
        }
    }

    /// Name, arguments, program, same user, expected verdict.
    type Row<'a> = (&'a str, &'a [&'a str], Option<&'a str>, bool, &'a str);

    #[test]
    fn a_process_that_calls_itself_only_openclaw_is_a_gateway_where_it_holds_a_gateways_lock() {
        let node = Some("/opt/node/bin/node");
        let with = |title: &str, program, same_user| locked("openclaw", &[title], program, same_user, |_| true);
        assert_eq!(with("openclaw", node, true), "yes");
        assert_eq!(with("openclaw", node, false), "no", "another user's");
        assert_eq!(with("openclaw", Some("/usr/bin/python3"), true), "no");
        assert_eq!(with("server", node, true), "no", "whatever it has open");
        assert!(is_a_lock(Path::new("/tmp/openclaw-1000/gateway.de3b8677.lock")));
        for other in
            ["/tmp/openclaw-1000/device.lock", "/tmp/x/gateway.1.lock", "/tmp/openclaw-1/gateway.1.lock.sqlite"]
        {
            assert!(!is_a_lock(Path::new(other)), "{other}");
        }
    }

    #[test]
    fn the_verdict_is_yes_only_when_everything_speaks_for_it() {
        let node = Some("/opt/node/bin/node");
        let title = ["openclaw-gateway"];
        let script = "/x/node_modules/openclaw/openclaw.mjs";
        let table: &[Row<'_>] = &[
            ("openclaw-gatewa", &title, node, true, "yes"),
            ("openclaw-gateway", &[], node, true, "yes"),
            ("node", &["node", script, "gateway"], node, true, "yes"),
            ("node", &["node", "--max-old-space-size=9", script, "gateway", "--port", "1"], node, true, "yes"),
            ("node", &["node", "/x/openclaw/dist/index.js", "gateway", "run"], node, true, "yes"),
            ("node.exe", &["node.exe", r"C:\n\openclaw\openclaw.mjs", "gateway"], Some("C:/n/NODE.EXE"), true, "yes"),
            ("openclaw-gatewa", &title, node, false, "no"),
            ("openclaw-gatewa", &title, Some("/usr/bin/python3"), true, "no"),
            ("openclaw-gatewa", &title, None, true, "unknown"),
            ("openclaw-gatewa", &["sleep", "9"], node, true, "no"),
            ("node", &["node", script, "gateway", "status"], node, true, "no"),
            ("node", &["node", script, "doctor"], node, true, "no"),
            ("node", &["node", "server.js", "gateway"], node, true, "no"),
            ("node", &["node", "-e", "gateway"], node, true, "no"),
            ("node", &[], node, true, "unknown"),
            ("openclaw", &["openclaw"], node, true, "unknown"),
            ("openclaw", &["openclaw"], Some("/usr/bin/sh"), true, "no"),
            ("openclaw", &["openclaw"], node, false, "no"),
            ("sleep", &[], None, true, "no"),
        ];
        for (name, arguments, executable, same_user, expected) in table {
            assert_eq!(verdict(name, arguments, *executable, *same_user), *expected, "{name} {arguments:?}");
        }
    }
}
