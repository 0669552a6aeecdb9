//! Sentences OpenClaw prints and what they mean. Every comparison with OpenClaw's text for people is in this file;
//! the samples in the tests of `exit`, `config` and `cli` were recorded from OpenClaw 2026.9.6.

/// No line taken from OpenClaw is longer than this many characters.
pub(crate) const MOST_LINE: usize = 300;

/// Removes colours and control characters, and cuts what is too long.
pub(crate) fn clean_line(line: &str) -> String {
    let text = strip_ansi_escapes::strip_str(line);
    let text = text.trim();
    let mut cleaned: String = text.chars().filter(|character| !character.is_control()).take(MOST_LINE).collect();
    if text.chars().count() > MOST_LINE {
        cleaned.push('…');
    }
    cleaned
}

/// What a job's run is said to have come to, where its model said nothing: no summary, or the word that OpenClaw puts for
/// a reply that nobody is to see (2026.9.6).
pub fn says_nothing(summary: Option<&str>) -> bool {
    summary.is_none_or(|words| matches!(words.trim(), "" | "NO_REPLY"))
}

/// True when the error of a heartbeat's job says that heartbeats are switched off in the running gateway. No event and no
/// other field tells it (2026.9.6, after `openclaw system heartbeat disable`).
pub fn says_heartbeats_are_off(error: Option<&str>) -> bool {
    error.is_some_and(|words| words.trim() == "heartbeat skipped: disabled")
}

/// True for a line that says where in a program an error came up, which follows the words about it.
pub(crate) fn is_frame(line: &str) -> bool {
    line.trim_start().strip_prefix("at ").is_some_and(|rest| rest.rsplit(':').take(2).all(ends_in_number))
}

fn ends_in_number(part: &str) -> bool {
    part.trim_end_matches(')').chars().last().is_some_and(|last| last.is_ascii_digit())
}

/// Whether the answer of `openclaw browser start` says that the browser runs: "🦞 browser [openclaw] running: true (headless)".
/// It ends well where it does not, too (2026.4.29 and 2026.9.6).
pub fn browser_runs(text: &str) -> bool {
    text.lines().any(|line| line.split_once("browser [").is_some_and(|(_, rest)| rest.contains("] running: true")))
}

/// A line without the time stamp and the `[subsystem]` that OpenClaw may put before it.
pub(crate) fn body(line: &str) -> &str {
    let mut rest = line.trim_start();
    if let Some((stamp, after)) = rest.split_once(' ')
        && stamp.len() >= 20
        && stamp.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && stamp.contains('T')
    {
        rest = after.trim_start();
    }
    if let Some(after) = rest.strip_prefix('[')
        && let Some((subsystem, after)) = after.split_once("] ")
        && !subsystem.contains(char::is_whitespace)
    {
        rest = after.trim_start();
    }
    rest
}

/// The two versions in "this OpenClaw binary (A) is older than the config last written by OpenClaw B".
pub(crate) fn older_binary(text: &str) -> Option<(String, String)> {
    let (before, after) = text.split_once(" is older than the config last written by OpenClaw ")?;
    let binary = before.rsplit_once('(')?.1.strip_suffix(')')?;
    Some((version(binary)?, version(after)?))
}

fn version(text: &str) -> Option<String> {
    let word: String = text
        .chars()
        .take_while(|character| character.is_ascii_alphanumeric() || "-.+".contains(*character))
        .take(40)
        .collect();
    let word = word.trim_end_matches('.');
    (!word.is_empty()).then(|| word.to_owned())
}

/// Another OpenClaw process uses the same state folder.
pub(crate) fn state_owned(text: &str) -> bool {
    text.contains("StateDatabaseCoordinatorContentionError") || text.contains("another OpenClaw process owns")
}

/// The start was too slow for one of OpenClaw's own deadlines, or something changed under it: the next one may well be
/// good.
pub(crate) fn start_disturbed(text: &str) -> bool {
    text.contains("state lease heartbeat did not become ready")
        || text.contains("the selected config changed during startup")
        || text.contains("migration inputs changed during startup")
}

/// The configuration file does not exist.
pub(crate) fn config_missing(text: &str) -> bool {
    body(text).starts_with("Missing config.")
}

/// `gateway.mode` is absent, or the file cannot be read as JSON at all.
pub(crate) fn mode_missing(text: &str) -> bool {
    text.contains("existing config is missing gateway.mode")
}

/// `gateway.mode` is `remote`.
pub(crate) fn mode_not_local(text: &str) -> bool {
    text.contains("set gateway.mode=local (current:")
}

/// The gateway would be reachable from other computers without a sign-in.
pub(crate) fn bind_without_auth(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    (text.contains("refusing to bind gateway to ") && text.contains("without auth"))
        || text.contains("tailscale funnel requires gateway auth mode=password")
}

/// The line before the list of mistakes.
pub(crate) fn invalid_config(text: &str) -> bool {
    text.contains("Invalid config at ") || text.contains("OpenClaw config is invalid")
}

/// The configuration file cannot be read, as OpenClaw of spring 2026 says it, ending with 1 (2026.4.29).
pub(crate) fn config_unreadable(text: &str) -> bool {
    text.contains("Failed to read config at ")
}

/// A required secret could not be found.
pub(crate) fn secret_missing(text: &str) -> bool {
    text.contains("required secrets are unavailable")
        || (text.contains("SECRETS_DEGRADED") && text.contains("gateway:ingress-auth"))
}

/// The port of "Port N is already in use." or of an EADDRINUSE line.
pub(crate) fn port_in_use(text: &str) -> Option<u16> {
    let text = body(text);
    if let Some(port) = text.strip_prefix("Port ").and_then(|rest| rest.strip_suffix(" is already in use.")) {
        return port.parse().ok();
    }
    if !text.contains("EADDRINUSE") && !text.contains("is already listening on ws://") {
        return None;
    }
    text.split(|character: char| !(character.is_ascii_alphanumeric() || ".:[]".contains(character)))
        .filter_map(|word| word.rsplit_once(':'))
        .find_map(|(_, port)| port.parse().ok())
}

/// The process id and the name in "- pid N user: command (address)".
pub(crate) fn port_holder(text: &str) -> Option<(u32, String)> {
    let (pid, rest) = body(text).strip_prefix("- pid ")?.split_once(' ')?;
    let command = rest.split_once(": ").map_or(rest, |(_, command)| command);
    let program = command.split_whitespace().next().unwrap_or_default();
    let name = program.rsplit(['/', '\\']).next().unwrap_or_default();
    Some((pid.parse().ok()?, name.chars().take(60).collect()))
}

/// The version in "openclaw: Node 20.20.2: node:sqlite is unavailable; …".
pub(crate) fn node_unsupported(text: &str) -> Option<String> {
    let rest = text.split_once("openclaw: Node ").map(|(_, rest)| rest);
    let rest = rest.or_else(|| text.split_once("openclaw requires Node").map(|(_, rest)| rest));
    rest.map(|rest| version(rest.trim_start_matches(['.', ' ', 'v'])).unwrap_or_default())
}

/// A service command refused because the state folder is not the account's own.
pub(crate) fn non_default_state(text: &str) -> bool {
    text.contains("non-default state dir or config path")
}

/// `gateway stop` wants `--force`.
pub(crate) fn needs_force(text: &str) -> bool {
    text.contains("re-run with --force")
}

/// The command or one of its options is not known: of another generation, or of a plugin that is not there (2026.4.29
/// prints it as the only line).
pub(crate) fn not_offered(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("error: unknown option '") || line.starts_with("error: unknown command '"))
}

/// There is no systemd, launchd or task scheduler to use.
pub(crate) fn no_service_manager(text: &str) -> bool {
    text.contains("No supported service manager detected") || text.contains("systemd user services are unavailable")
}

/// `doctor --fix` gave up on the configuration file.
pub(crate) fn doctor_gave_up(text: &str) -> bool {
    text.contains("cannot be repaired automatically") || text.contains("Doctor could not complete maintenance")
}

/// The pairing request does not exist (any more).
pub(crate) fn no_such_request(text: &str) -> bool {
    text.contains("No pending device request matches") || text.contains("unknown requestId")
}

/// The gateway does not answer.
pub(crate) fn gateway_down(text: &str) -> bool {
    text.contains("Gateway is not running") || text.contains("Gateway not reachable") || text.contains("ECONNREFUSED")
}

/// Why OpenClaw does not write the configuration at all, whatever the change is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteRefusal {
    /// It is managed from outside (`OPENCLAW_CONFIG_READONLY=1`).
    ReadOnly,
    /// Nix manages it (`OPENCLAW_NIX_MODE=1`).
    Nix,
    /// The keys are in another file, which `$include` names; where they are included, when OpenClaw names it.
    Included {
        /// Dotted path of the place.
        place: String,
    },
}

/// The refusal in OpenClaw's words, on the command line and over the link.
pub fn write_refusal(text: &str) -> Option<WriteRefusal> {
    if text.contains("Config is managed by Nix") || text.contains("Nix mode detected") {
        return Some(WriteRefusal::Nix);
    }
    if text.contains("Config is externally managed") || text.contains("treats openclaw.json as immutable") {
        return Some(WriteRefusal::ReadOnly);
    }
    let (_, rest) = text
        .split_once("would flatten $include-owned config at ")
        .or_else(|| text.split_once("cannot update external $include target "))?;
    let place = rest.split([';', '\n']).next().unwrap_or_default();
    Some(WriteRefusal::Included { place: clean_line(place) })
}

/// A mistake in the configuration as OpenClaw prints it: the path of the place and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// The name of the file it is in, when OpenClaw names one; an included file has another name.
    pub(crate) file: Option<String>,
    /// `gateway.port`; empty for the top.
    pub(crate) path: String,
    /// `Unrecognized key: "bogus"`.
    pub(crate) message: String,
}

impl Mistake {
    /// The key OpenClaw does not know, when that is the mistake.
    pub(crate) fn unknown_key(&self) -> Option<String> {
        let rest = self.message.split_once("Unrecognized key")?.1;
        let quoted = rest.split_once('"')?.1;
        let key = quoted.rsplit_once('"').map_or(quoted, |(key, _)| key);
        Some(key.split("\", \"").next().unwrap_or(key).to_owned())
    }
}

/// Reads `openclaw.json:3 — gateway: Unrecognized key: "bogus"` and `<root>: Unrecognized key: "nope"`.
pub(crate) fn mistake(line: &str) -> Option<Mistake> {
    let text = body(line).trim_start_matches(['×', '-', '•', ' ']);
    let located = text.split_once(" — ").filter(|(file, _)| file.contains(".json"));
    let rest = match located {
        Some((_, rest)) => rest,
        None if text.starts_with("<root>") => text,
        None => return None,
    };
    let file = located.and_then(|(file, _)| file.rsplit_once(':')).map(|(file, _)| file.to_owned());
    let (path, message) = split_path(rest)?;
    let path = if path == "<root>" { String::new() } else { path.to_owned() };
    Some(Mistake { file, path, message: message.trim().to_owned() })
}

/// Reads `- gateway: Unrecognized key: "bogus"`, which follows the line about an invalid configuration (2026.4.29).
pub(crate) fn listed_mistake(line: &str) -> Option<Mistake> {
    let (path, message) = split_path(body(line).strip_prefix("- ")?)?;
    let path = if path == "<root>" { "" } else { path };
    let is_one = path.is_empty() || looks_like_key_path(path);
    is_one.then(|| Mistake { file: None, path: path.to_owned(), message: message.trim().to_owned() })
}

/// A message without the wrong value itself, which OpenClaw appends to some and which may be anything.
pub(crate) fn without_value(message: &str) -> &str {
    message.split_once(", got: ").map_or(message, |(before, _)| before)
}

/// True for a dotted path such as `gateway.bogus`, false for a sentence.
pub(crate) fn looks_like_key_path(text: &str) -> bool {
    let unquoted: String = text.split('"').step_by(2).collect();
    !text.is_empty()
        && text.len() <= 200
        && unquoted.chars().all(|character| character.is_alphanumeric() || "._-[]*$".contains(character))
}

/// Splits at the first `: ` that is not inside `["…"]`.
fn split_path(text: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    for (index, character) in text.char_indices() {
        match character {
            '"' => quoted = !quoted,
            ':' if !quoted && text[index + 1..].starts_with(' ') => return Some((&text[..index], &text[index + 2..])),
            _ => {}
        }
    }
    None
}

/// Why npm failed, in its own words: its code and the first thing it says about it.
pub(crate) fn npm_error(stderr: &str) -> Option<String> {
    let said = |line: &str| {
        let rest = line.strip_prefix("npm error ").or_else(|| line.strip_prefix("npm ERR! "))?;
        Some(clean_line(rest)).filter(|rest| !rest.is_empty() && !rest.starts_with("A complete log of this run"))
    };
    let mut lines = stderr.lines().filter_map(said);
    let first = lines.next()?;
    match first.strip_prefix("code ") {
        Some(code) => Some(match lines.find(|line| !line.starts_with("syscall") && !line.starts_with("errno")) {
            Some(words) => format!("{code}: {words}"),
            None => code.to_owned(),
        }),
        None => Some(first),
    }
}
