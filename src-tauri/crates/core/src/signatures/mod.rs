//! Log lines and provider texts that mean something. The only place in this crate that looks at message text; every
//! pattern has recorded samples as tests.

use std::collections::BTreeMap;

use crate::{event::ModelError, signs::Sign};

/// What Anthropic's API says when an account may not use the long context window (HTTP 429, `rate_limit_error`).
const LONG_CONTEXT: &str = "Extra usage is required for long context requests";

/// A line that shows a finding: data, compared as it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signature {
    /// The finding it shows.
    pub(crate) finding: &'static str,
    /// One of these must be in the line.
    any: &'static [&'static str],
    /// None of these may be.
    none: &'static [&'static str],
}

impl Signature {
    /// Whether this line shows it.
    pub(crate) fn matches(&self, line: &str) -> bool {
        self.any.iter().any(|part| line.contains(part)) && !self.none.iter().any(|part| line.contains(part))
    }
}

/// Lines of OpenClaw's output, seen on 2026.9.6, and of its command line since 2026.2.
pub(crate) static SIGNATURES: &[Signature] = &[
    Signature {
        finding: "config.invalid",
        any: &["Invalid config at ", "OpenClaw config is invalid", "Config invalid"],
        none: &["restored", "reload skipped"],
    },
    Signature {
        finding: "process.state_owned",
        any: &["StateDatabaseCoordinatorContentionError", "gateway already running (pid"],
        none: &[],
    },
    Signature {
        finding: "port.conflict",
        any: &["EADDRINUSE", "another gateway instance is already listening"],
        none: &[],
    },
    Signature {
        finding: "process.crash_loop",
        any: &["restart-loop breaker tripped", "Start request repeated too quickly"],
        none: &[],
    },
    Signature { finding: "service.not_running", any: &["Runtime: stopped"], none: &[] },
    Signature {
        finding: "auth.token_mismatch",
        any: &["gateway token mismatch", "AUTH_TOKEN_MISMATCH", "reason=token_mismatch"],
        none: &[],
    },
    Signature {
        finding: "auth.pairing_required",
        any: &["pairing required", "PAIRING_REQUIRED", "Capability: pairing-pending"],
        none: &[],
    },
    Signature { finding: "model.long_context_429", any: &[LONG_CONTEXT], none: &[] },
];

/// Longest excerpt kept, characters.
const WORDS_CHARS: usize = 300;

/// What a line says about findings.
pub(crate) fn signs_in(line: &str) -> Vec<Sign> {
    let shown = SIGNATURES.iter().filter(|signature| signature.matches(line));
    shown
        .map(|signature| Sign {
            finding: signature.finding,
            subject: None,
            fields: BTreeMap::new(),
            line: clawtray_text::clean(line, WORDS_CHARS),
        })
        .collect()
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

/// When a line was written, milliseconds since 1970: OpenClaw's lines begin with an RFC 3339 time.
pub(crate) fn written_ms(line: &str) -> Option<u64> {
    let word = line.split_whitespace().next()?;
    let moment = time::OffsetDateTime::parse(word, &time::format_description::well_known::Rfc3339).ok()?;
    u64::try_from(moment.unix_timestamp_nanos() / 1_000_000).ok()
}

fn field(line: &str, name: &str) -> Option<String> {
    let rest = line.split(name).nth(1)?;
    let value: String = rest.chars().take_while(|letter| !letter.is_whitespace() && *letter != ',').take(120).collect();
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{is_long_context, long_context_in, written_ms};
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
    fn a_line_tells_when_it_was_written() {
        assert_eq!(written_ms("2026-11-22T19:56:49.962+00:00 [agent/embedded] x"), Some(1_795_377_409_962));
        for odd in ["", "ready", "2026-11-22", "2026-99-22T19:56:49Z x", "0000-01-01T00:00:00Z"] {
            assert_eq!(written_ms(odd), None, "{odd}");
        }
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
