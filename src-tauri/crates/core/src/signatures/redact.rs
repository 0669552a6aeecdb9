//! Secrets in a line of text, replaced before the line is kept or shown.

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;

/// What stands where a secret was.
const REDACTED: &str = "<redacted>";

/// Names before a secret, and secrets that are known by their form.
static SECRETS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // token=…, "apiKey": "…", --password …, Authorization: Bearer …
        r#"(?i)(?P<name>(?:token|secret|password|passwd|api[_-]?key|access[_-]?key|authorization|cookie|bearer)["']?\s*(?:[=:]\s*["']?(?:bearer\s+|basic\s+)?|\s+))(?P<secret>[A-Za-z0-9_\-./+=:~]{16,})"#,
        // Passwords are short: what stands behind their name and a sign, or behind the flag of a command.
        r#"(?i)(?P<name>(?:password|passwd|passphrase|secret)["']?\s*=\s*["']?|"(?:\w*(?:password|passwd|passphrase|secret))"\s*:\s*"|--(?:\w+-)*(?:password|token|api-key|secret)[ =]["']?)(?P<secret>[^\s"',;&()]{3,})"#,
        r"(?P<name>)(?P<secret>\b(?:sk|pk|rk|gsk|xox[abposr]|xapp|ghp|gho|ghs|github_pat|glpat|hf|nvapi|tvly|AIza|AKIA|npm_|xai-|pplx-|r8_|ya29\.)[-_A-Za-z0-9]{16,})",
        // A Discord bot's token.
        r"(?P<name>)(?P<secret>\b[MNO][A-Za-z0-9_-]{22,}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{25,})",
        // A Telegram bot's token.
        r"(?P<name>)(?P<secret>\b\d{8,10}:[A-Za-z0-9_-]{30,})",
        // A JSON Web Token.
        r"(?P<name>)(?P<secret>\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?)",
        // Name and password in an address.
        r"(?P<name>://)(?P<secret>[^/\s:@]+:[^/\s@]+)@",
    ]
    .iter()
    .filter_map(|pattern| Regex::new(pattern).ok())
    .collect()
});

/// The text without secrets.
pub(crate) fn redact(text: &str) -> String {
    let mut kept = Cow::Borrowed(text);
    for secret in SECRETS.iter() {
        let replaced = secret.replace_all(&kept, |found: &regex::Captures<'_>| {
            let name = found.name("name").map_or("", |name| name.as_str());
            let end = if found.get(0).is_some_and(|all| all.as_str().ends_with('@')) { "@" } else { "" };
            format!("{name}{REDACTED}{end}")
        });
        if let Cow::Owned(replaced) = replaced {
            kept = Cow::Owned(replaced);
        }
    }
    kept.into_owned()
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn secrets_go_and_words_stay() {
        for (line, kept) in [
            ("token=abcdefghijklmnop1234 x", "token=<redacted> x"),
            ("\"apiKey\": \"abcdefghijklmnop1234\"", "\"apiKey\": \"<redacted>\""),
            ("Authorization: Bearer abcdefghijklmnop1234", "Authorization: Bearer <redacted>"),
            ("key sk-ant-api03-abcdefghijklmnop was refused", "key <redacted> was refused"),
            ("bot 123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc is 401", "bot <redacted> is 401"),
            ("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3In0.abc-def end", "jwt <redacted> end"),
            ("OPENCLAW_GATEWAY_PASSWORD=hunter2 is set", "OPENCLAW_GATEWAY_PASSWORD=<redacted> is set"),
            ("\"botPassword\": \"hunter2\", \"x\": 1", "\"botPassword\": \"<redacted>\", \"x\": 1"),
            ("openclaw gateway --token hunter2 --port 1", "openclaw gateway --token <redacted> --port 1"),
            ("http://127.0.0.1:18789/#token=abcdefghijklmnop1234", "http://127.0.0.1:18789/#token=<redacted>"),
            ("via http://user:pass@proxy:8080", "via http://<redacted>@proxy:8080"),
        ] {
            assert_eq!(redact(line), kept);
        }
    }

    #[test]
    fn what_is_no_secret_is_left() {
        for line in [
            "unauthorized: gateway token mismatch (open the dashboard URL)",
            "OAuth token refresh failed for openai-codex",
            "reason=password_mismatch authReason=password_missing",
            "pass --token or --password (or gatewayToken in tools).",
            "model=claude-sonnet-4-6 provider=anthropic",
            "listen EADDRINUSE: address already in use 127.0.0.1:18789",
        ] {
            assert_eq!(redact(line), line);
        }
    }
}
