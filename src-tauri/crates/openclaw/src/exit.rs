//! Why a gateway that was started here ended.

use crate::wording;

/// The exit code OpenClaw uses for its configuration and for a state folder in use.
pub const CONFIGURATION_EXIT: i32 = 78;

/// Only this many lines from the end are looked at.
const MOST_LINES: usize = 400;

/// Why a gateway ended. Texts come from its output, cleaned and cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExitReason {
    /// It ended as it was asked to.
    Clean,
    /// The configuration stops it; `config::explain_exit_78` finds the place.
    Configuration {
        /// The line that says so.
        text: String,
    },
    /// There is no configuration file.
    MissingConfig,
    /// Another OpenClaw process uses the same state folder. A repair would be wrong now.
    StateOwned {
        /// The line that says so.
        text: String,
    },
    /// A newer OpenClaw wrote the configuration.
    OlderBinary {
        /// The version that was started.
        binary: String,
        /// The version that wrote the configuration.
        config: String,
    },
    /// The port is taken.
    PortInUse {
        /// The port, when the output names it.
        port: Option<u16>,
        /// The process that has it.
        holder_pid: Option<u32>,
        /// The program name of that process.
        holder_name: Option<String>,
    },
    /// It would be reachable from other computers without a sign-in, and refuses that.
    NoAuth {
        /// The line that says so.
        text: String,
    },
    /// A secret the gateway needs could not be found.
    SecretUnresolvable {
        /// The line that says so.
        text: String,
    },
    /// This Node cannot run this OpenClaw.
    NodeUnsupported {
        /// The Node version, when the output names it.
        found: String,
    },
    /// It was ended by this signal without shutting down.
    Signal(i32),
    /// It ended with this code for a reason the output does not tell.
    Crash(i32),
}

/// Works out why a gateway ended from its exit code, the signal that ended it, and its last lines (oldest first, both
/// streams). On Unix exactly one of `code` and `signal` is there; with neither the end is a `Crash(-1)`.
pub fn classify_exit(code: Option<i32>, signal: Option<i32>, last_lines: &[&str]) -> ExitReason {
    if let Some(signal) = signal {
        return ExitReason::Signal(signal);
    }
    let code = code.unwrap_or(-1);
    if code == 0 {
        return ExitReason::Clean;
    }
    let start = last_lines.len().saturating_sub(MOST_LINES);
    let lines: Vec<String> = last_lines[start..].iter().map(strip_ansi_escapes::strip_str).collect();
    let find = |matches: fn(&str) -> bool| lines.iter().rev().find(|line| matches(line)).map(|line| shown(line));
    if let Some((binary, config)) = lines.iter().find_map(|line| wording::older_binary(line)) {
        return ExitReason::OlderBinary { binary, config };
    }
    if let Some(found) = lines.iter().find_map(|line| wording::node_unsupported(line)) {
        return ExitReason::NodeUnsupported { found };
    }
    if let Some(text) = find(wording::state_owned) {
        return ExitReason::StateOwned { text };
    }
    if find(wording::config_missing).is_some() {
        return ExitReason::MissingConfig;
    }
    let refused = [wording::invalid_config, wording::config_unreadable, wording::mode_missing, wording::mode_not_local];
    if let Some(text) = refused.into_iter().find_map(find) {
        return ExitReason::Configuration { text };
    }
    if let Some(text) = find(wording::bind_without_auth) {
        return ExitReason::NoAuth { text };
    }
    if code == CONFIGURATION_EXIT && find(wording::start_disturbed).is_some() {
        return ExitReason::Crash(code);
    }
    if code == CONFIGURATION_EXIT {
        let tells = |line: &String| !line.is_empty() && !wording::is_frame(line);
        let text = lines.iter().rev().map(|line| shown(line)).find(tells).unwrap_or_default();
        return ExitReason::Configuration { text };
    }
    if let Some(text) = find(wording::secret_missing) {
        return ExitReason::SecretUnresolvable { text };
    }
    if let Some(port) = lines.iter().find_map(|line| wording::port_in_use(line)) {
        let holder = lines.iter().find_map(|line| wording::port_holder(line));
        let (holder_pid, holder_name) = holder.map_or((None, None), |(pid, name)| (Some(pid), Some(name)));
        return ExitReason::PortInUse { port: Some(port), holder_pid, holder_name };
    }
    ExitReason::Crash(code)
}

fn shown(line: &str) -> String {
    wording::clean_line(wording::body(line))
}
