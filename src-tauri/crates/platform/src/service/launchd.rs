//! launchd's agents of the person who is signed in, through `launchctl`. Its words are the same in every language.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    ServiceFailure, UnitState,
    asked::Manager,
    tool::{Said, ask},
};

/// How long one answer may take.
const ANSWER_LIMIT: Duration = Duration::from_secs(5);

/// `launchctl` ends with it where the domain has no such service ("Could not find specified service").
const NO_SUCH_SERVICE: i32 = 113;

/// The agents of one person.
#[derive(Clone, Debug)]
pub struct Launchd {
    tool: PathBuf,
    /// `gui/501`.
    domain: String,
}

impl Launchd {
    /// The agents of whoever this process belongs to.
    #[cfg(target_os = "macos")]
    pub(super) fn of_this_user() -> Self {
        let uid = rustix::process::getuid().as_raw();
        Self { tool: PathBuf::from("/bin/launchctl"), domain: format!("gui/{uid}") }
    }

    #[cfg(test)]
    pub(super) fn with_tool(tool: PathBuf) -> Self {
        Self { tool, domain: "gui/501".to_owned() }
    }

    fn target(&self, label: &str) -> String {
        format!("{}/{label}", self.domain)
    }

    async fn ask(&self, words: &[&str]) -> Result<Said, ServiceFailure> {
        ask(&self.tool, words, ANSWER_LIMIT).await
    }
}

impl Manager for Launchd {
    async fn read(&self, label: &str) -> Result<UnitState, ServiceFailure> {
        let printed = self.ask(&["print", &self.target(label)]).await?;
        let state = state(&printed)?;
        if state.active == "active" {
            return Ok(state);
        }
        let switches = self.ask(&["print-disabled", &self.domain]).await?;
        Ok(if is_disabled(&switches, label) { UnitState { load: "masked".to_owned(), ..state } } else { state })
    }

    async fn start(&self, label: &str, definition: &Path) -> Result<(), ServiceFailure> {
        let printed = self.ask(&["print", &self.target(label)]).await?;
        let definition = definition.to_string_lossy();
        // An agent that launchd knows is kicked, without -k: one that runs meanwhile goes on. Another is made known.
        let started = match printed.code {
            Some(NO_SUCH_SERVICE) => self.ask(&["bootstrap", &self.domain, &definition]).await?,
            _ => self.ask(&["kickstart", &self.target(label)]).await?,
        };
        if started.went_well() { Ok(()) } else { Err(refused("start", started.code)) }
    }
}

fn refused(what: &str, code: Option<i32>) -> ServiceFailure {
    let code = code.map_or_else(|| "a signal".to_owned(), |code| format!("code {code}"));
    ServiceFailure(format!("launchctl refused to {what} ({code})"))
}

/// Reads what `launchctl print gui/UID/LABEL` gave.
///
/// # Errors
/// When it is not such an answer.
pub(super) fn state(printed: &Said) -> Result<UnitState, ServiceFailure> {
    match printed.code {
        Some(0) => {}
        Some(NO_SUCH_SERVICE) => {
            let words = |text: &str| text.to_owned();
            return Ok(UnitState { load: words("not-found"), active: words("inactive"), ..UnitState::default() });
        }
        code => return Err(refused("tell", code)),
    }
    let value = |key: &str| own_values(&printed.text).find(|(name, _)| *name == key).map(|(_, value)| value);
    let Some(said) = value("state") else {
        return Err(ServiceFailure("launchctl's answer was not understood".to_owned()));
    };
    let exit_code = value("last exit code").or(value("last exit status")).and_then(first_number);
    // "Killed: 9"
    let signal = value("last terminating signal").and_then(|words| words.rsplit(':').next()).and_then(first_number);
    let pid = value("pid").and_then(|pid| pid.parse().ok()).filter(|pid| *pid > 1);
    let ended_badly = signal.is_some() || exit_code.is_some_and(|code| code != 0);
    let (active, sub) = match said {
        "running" => ("active", "running"),
        _ if pid.is_some() => ("active", "running"),
        // Waits for its turn, or is just being made into the program.
        "spawn scheduled" | "spawning" | "xpcproxy" => ("activating", "auto-restart"),
        "not running" | "waiting" | "exited" if ended_badly => ("failed", "dead"),
        "not running" | "waiting" | "exited" => ("inactive", "dead"),
        _ => return Err(ServiceFailure("launchctl named a state that is not known here".to_owned())),
    };
    let result = match (signal, exit_code) {
        (Some(_), _) => "signal",
        (None, Some(code)) if code != 0 => "exit-code",
        _ => "success",
    };
    let runs = value("runs").and_then(|runs| runs.parse::<u32>().ok()).unwrap_or_default();
    Ok(UnitState {
        load: "loaded".to_owned(),
        active: active.to_owned(),
        sub: sub.to_owned(),
        result: result.to_owned(),
        exit_code: exit_code.filter(|_| signal.is_none() && matches!(active, "failed" | "inactive")),
        signal,
        restarts: runs.saturating_sub(1),
        pid,
        ..UnitState::default()
    })
}

/// Whether `launchctl print-disabled gui/UID` says that this label may not start. Says nothing where it failed.
pub(super) fn is_disabled(printed: &Said, label: &str) -> bool {
    let quoted = format!("\"{label}\"");
    printed.went_well()
        && printed.text.lines().any(|line| {
            let rest = line.trim().strip_prefix(quoted.as_str()).and_then(|rest| rest.trim().strip_prefix("=>"));
            // Older releases say true.
            matches!(rest.map(str::trim), Some("disabled" | "true"))
        })
}

/// The service's own `key = value` lines; blocks inside it have keys of the same names.
fn own_values(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut depth = 0_u32;
    text.lines().filter_map(move |line| {
        let line = line.trim();
        if line.ends_with('{') {
            depth += 1;
            return None;
        }
        if line == "}" {
            depth = depth.saturating_sub(1);
            return None;
        }
        let (key, value) = line.split_once('=').filter(|_| depth == 1)?;
        Some((key.trim(), value.trim()))
    })
}

/// `78: EX_CONFIG` begins with one, `(never exited)` does not.
fn first_number(words: &str) -> Option<i32> {
    let words = words.trim();
    let end = words.find(|letter: char| !letter.is_ascii_digit() && letter != '-').unwrap_or(words.len());
    words.get(..end)?.parse().ok()
}
