//! What a line quotes: words of a chat, advice, notes of a release, the text of a program. They tell what somebody wrote, not what happened.

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;

/// What stands where quoted words were.
const LEFT_OUT: &str = "\"…\"";

/// Words of a person in a chat, quoted by the line that tells of them.
static SPEECH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)(?P<before>
            \b(?:user|human|owner|customer|sender|he|she|they)(?:'s)?\s(?:text|message|prompt|question|said|says|wrote|writes|asked|asks)\b[^"“]{0,24}
            |\b(?:assistant|agent)\s(?:said|says|wrote|answered|explained)\b[^"“]{0,24}
            |\b(?:my|your|our|his|her|their)\s(?:[\w-]+\s){1,3}(?:says?|said|shows?|reports?)\b[^"“]{0,8}
            |\b(?:inbound|incoming)\s(?:message|text|dm)\b[^"“]{0,80}
            |\b(?:prompt|preview|caption|snippet|transcript)\s?[:=]\s?
            |"role":\s?"user",\s?"content":\s?
        )(?:"[^"]*"?|“[^”]*”?)"#,
    )
    .ok()
});

/// Lines that are no output: advice on what to do should something be seen, a glossary of messages, a program's source.
static NO_OUTPUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)
        ^\W*(?:if|when|whenever|in\scase)\s.{0,60}?\b(?:says?|sees?|shows?|reads?|contains?|mentions?|complains?|prints?|includes?|you\sget)\b
        |^\W*`[^`]*\s[^`]*`\s*(?:→|->|=>|—|–|:|\||means\b)
        |^\W*(?:what|why|how|when|where|does|is|can|should)\s.*\?\W*$
        |^\W*(?:fixed|changed|added|improved|removed|feat\([^)]*\)|fix\([^)]*\)):\s
        |\bthrow\snew\s[A-Z]
        |\bconsole\.(?:log|error|warn|debug)\(
        |^\s*(?:it|test|describe)\(["'`]
        |\bexpect\(
        |^\s*✓\s(?:refuses|reports|rejects|returns|throws|warns|fails|handles|shows|detects|raises|emits|keeps|skips|retries|surfaces|ignores|does|should|when|logs|recovers)\s
        |\s[=!]==?\s["']
        "#,
    )
    .ok()
});

/// A text without what it quotes; nothing where all of it is quoted.
pub(super) fn own_words(text: &str) -> Cow<'_, str> {
    if NO_OUTPUT.as_ref().is_some_and(|pattern| pattern.is_match(text)) {
        return Cow::Borrowed("");
    }
    match SPEECH.as_ref() {
        Some(pattern) => pattern.replace_all(text, format!("${{before}}{LEFT_OUT}")),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::own_words;

    #[test]
    fn what_somebody_wrote_is_left_out_and_the_rest_stays() {
        let line = r#"[agent] user text: "why ECONNREFUSED 127.0.0.1:18789?" lane=main error=timeout"#;
        assert_eq!(own_words(line), r#"[agent] user text: "…" lane=main error=timeout"#);
        let line = r#"[telegram] Inbound message telegram:7 -> @bot: "my disk is full"#;
        assert_eq!(own_words(line), r#"[telegram] Inbound message telegram:7 -> @bot: "…""#);
    }

    #[test]
    fn advice_glossaries_and_source_say_nothing() {
        for line in [
            "If the log says `database is locked`, wait and retry.",
            "  - When you see EADDRINUSE, stop the other program.",
            "- `drop guild message (mention required` → the message is ignored until someone mentions the assistant",
            "| `unauthorized: gateway token mismatch` | paste the token |",
            "## What does `pairing required` mean?",
            "- Fixed: the gateway could hang after sleep.",
            "    throw new Error(`listen EADDRINUSE`)",
            "  it('says ECONNREFUSED when the gateway is down', async () => {",
            "if (error.code === 'EADDRINUSE') return;",
            "   ✓ reports that the database is locked after the timeout 12ms",
        ] {
            assert_eq!(own_words(line), "", "{line}");
        }
    }

    #[test]
    fn output_is_left_as_it_is() {
        for line in [
            "unauthorized: gateway token mismatch (open the dashboard URL and paste the token)",
            r#"connect refused nonce="dGVzdC1ub25jZQ==" code=AUTH_TOKEN_MISMATCH"#,
            r#"rawError=429 {"error":{"message":"Extra usage is required for long context requests."}}"#,
            "If you're in a container, run the gateway in the foreground.",
            "Run `openclaw doctor --fix` to repair, then retry.",
            "error: agent replied with nothing: \"429 Too Many Requests\"",
        ] {
            assert_eq!(own_words(line), line);
        }
    }
}
