//! Lines and provider texts that mean something. The only place in this crate that looks at message text; every
//! pattern has recorded samples as tests.
//!
//! A signature is data beside its area: a text, what else must or must not be in the line. [`automaton`] finds the
//! texts, [`shape`] takes a line out of what is around it, [`together`] knows what only several lines say.

mod auth;
mod automaton;
mod channel;
mod config;
mod cron;
mod device;
mod families;
mod fields;
mod install;
mod marks;
mod model;
mod others;
mod own_server;
mod probe;
mod process;
mod quoted;
mod redact;
mod run;
mod shape;
mod sieve;
mod signature;
mod storage;
pub(crate) mod together;

use crate::{event::ModelError, signs::Sign};

pub(crate) use automaton::{Breadth, shown, touches};
pub(crate) use fields::{fields_in, subject_fields, subject_of};
pub(crate) use marks::BROWSER_STARTED;
pub(crate) use others::{is_of_another, may_tell};
pub(crate) use own_server::is_own;
pub(crate) use redact::redact;
pub(crate) use run::{sign_of_job, signs_of};
pub(crate) use shape::{
    is_banner, is_verbose, may_continue, names_a_module, names_a_part, part_of, read, records, telling_part, unframed,
    written_ms,
};
pub(crate) use signature::{Signature, Strength};

/// Every signature that says a finding outright.
pub(crate) static ALL: &[&[Signature]] = &[
    install::INSTALL,
    storage::STORAGE,
    config::CONFIG,
    process::PROCESS,
    marks::MARKS,
    auth::AUTH,
    probe::PROBE,
    model::MODEL,
    channel::CHANNEL,
    cron::CRON,
    device::DEVICE,
];

/// Families of words, for a text that is all there is.
pub(crate) static FAMILIES: &[&[Signature]] = &[
    families::install::INSTALL,
    families::storage::STORAGE,
    families::config::CONFIG,
    families::service::SERVICE,
    families::gateway::GATEWAY,
    families::sign_in::SIGN_IN,
    families::model::MODEL,
    families::model_limits::LIMITS,
    families::local_model::LOCAL_MODEL,
    families::channel::CHANNEL,
    families::work::WORK,
    families::device::NODE,
    families::device::BROWSER,
    families::locale::LOCALE,
];

/// What Anthropic's API says when an account may not use the long context window (HTTP 429, `rate_limit_error`).
const LONG_CONTEXT: &str = "Extra usage is required for long context requests";

/// Longest name of a module, bytes.
const MODULE_BYTES: usize = 400;

/// Longest excerpt kept, characters.
const WORDS_CHARS: usize = 300;

/// What a line says about findings, whatever its shape.
pub(crate) fn signs_in(line: &str) -> Vec<Sign> {
    if !touches(telling_part(line.as_bytes()), Breadth::Sentences) {
        return Vec::new();
    }
    let said = read(line);
    let shown = shown(&said.text, Breadth::Sentences);
    let shown = shown.into_iter().filter(|one| !one.is_mark() && one.strength > Strength::Hint);
    let mut signs: Vec<Sign> = Vec::new();
    for one in shown {
        if signs.iter().all(|known| known.finding != one.finding) {
            let fields = fields_in(&said.text);
            let subject = subject_of(one.finding, &fields);
            signs.push(Sign { finding: one.finding, subject, fields, line: excerpt(&said.text) });
        }
    }
    signs
}

/// A text as it may be kept and shown: one clean line without secrets.
pub(crate) fn excerpt(text: &str) -> String {
    clawtray_text::clean(&redact(text), WORDS_CHARS)
}

/// True when a provider refused because of long context. OpenClaw itself calls it a billing error (observed on
/// OpenClaw 2026.9.6), so its own classification does not tell.
pub(crate) fn is_long_context(error: &ModelError) -> bool {
    matches!(error.http_status, None | Some(429)) && error.words.contains(LONG_CONTEXT)
}

/// The model and the refusal in a line of the gateway's output, such as
/// `[agent/embedded] embedded run agent end: … model=claude-sonnet-4-6 provider=anthropic … rawError=429 {…}`.
pub(crate) fn long_context_in(line: &str) -> Option<(String, ModelError)> {
    if !line.contains(LONG_CONTEXT) {
        return None;
    }
    let provider = field(line, "provider=")?;
    let model = field(line, "model=")?;
    let name = model.strip_prefix(&format!("{provider}/")).unwrap_or(&model).to_owned();
    let error = ModelError {
        http_status: line.contains("429").then_some(429),
        kind: line.contains("rate_limit_error").then(|| "rate_limit_error".to_owned()),
        words: clawtray_text::clean(line, WORDS_CHARS),
    };
    Some((format!("{provider}/{name}"), error))
}

/// The module that a line of Node.js says cannot be found: a package's name, or a path.
pub(crate) fn missing_module(line: &str) -> Option<&str> {
    let after = ["Cannot find module '", "Cannot find package '"].iter().find_map(|words| line.split(words).nth(1))?;
    let (module, _) = after.split_once('\'')?;
    (!module.is_empty() && module.len() <= MODULE_BYTES).then_some(module)
}

fn field(line: &str, name: &str) -> Option<String> {
    let rest = line.split(name).nth(1)?;
    let value: String = rest.chars().take_while(|letter| !letter.is_whitespace() && *letter != ',').take(120).collect();
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{is_long_context, long_context_in, missing_module, signs_in};
    use crate::event::ModelError;

    #[test]
    fn the_providers_words_decide_and_another_429_does_not() {
        let error = |http_status, words: &str| ModelError { http_status, kind: None, words: words.into() };
        assert!(is_long_context(&error(Some(429), "Extra usage is required for long context requests.")));
        assert!(is_long_context(&error(None, "429: Extra usage is required for long context requests.")));
        assert!(!is_long_context(&error(Some(429), "This request would exceed your rate limit.")));
        assert!(!is_long_context(&error(Some(400), "Extra usage is required for long context requests.")));
    }

    #[test]
    fn a_line_yields_its_finding_subject_and_fields_and_no_secret() {
        let line = "2026-11-22T19:56:49Z [agent/embedded] embedded run agent end: isError=true model=gpt-5.4 \
                    provider=openai error=401 Incorrect API key provided: sk-abcdefghijklmnopqrstuv";
        let signs = signs_in(line);
        assert_eq!(signs.len(), 1, "{signs:?}");
        assert_eq!((signs[0].finding, signs[0].subject.as_deref()), ("model.credentials", Some("openai/gpt-5.4")));
        assert!(!signs[0].line.contains("abcdefghijklmnop"), "{}", signs[0].line);
        assert!(signs_in("2026-11-22T19:56:49Z [gateway] ready").is_empty());
    }

    /// OpenClaw 2026.4.29 prints it after the first write of each configuration, which is made.
    #[test]
    fn a_write_that_is_odd_is_no_write_that_was_refused() {
        assert!(
            signs_in("Config write anomaly: /home/me/.openclaw/openclaw.json (missing-meta-before-write)").is_empty()
        );
        let refused = signs_in("Config write rejected: /home/me/.openclaw/openclaw.json (size-drop:812->303).");
        assert_eq!(refused[0].finding, "config.write_rejected");
    }

    #[test]
    fn the_module_that_is_missing_is_named() {
        let line = "device-pair failed to load from /o/dist/x.js: Error: Cannot find module 'json5'";
        assert_eq!(missing_module(line), Some("json5"));
        assert_eq!(missing_module("Cannot find package '@a/b' imported from /o/x"), Some("@a/b"));
        assert_eq!(missing_module("Cannot find module 'broken off"), None);
        assert_eq!(missing_module("Update failed"), None);
    }

    #[test]
    fn a_line_of_output_names_the_model() {
        let line = "[agent/embedded] embedded run agent end: runId=1 isError=true model=claude-sonnet-4-6 \
                    provider=anthropic error=billing rawError=429: {\"type\":\"error\",\"error\":{\"type\":\
                    \"rate_limit_error\",\"message\":\"Extra usage is required for long context requests.\"}}";
        let (model, error) = long_context_in(line).expect("recognised");
        assert_eq!((model.as_str(), error.http_status), ("anthropic/claude-sonnet-4-6", Some(429)));
        assert_eq!(long_context_in("Extra usage is required for long context requests"), None, "no model named");
        assert_eq!(long_context_in("model=a provider=b all is well"), None);
    }
}
