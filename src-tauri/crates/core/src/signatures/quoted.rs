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
            |\b(?:e?grep|rg|ag|findstr|Select-String)\s(?:-\S+\s){0,4}
            |"role":\s?"user",\s?"content":\s?
        )(?:"[^"]*"?|“[^”]*”?|'[^']*')"#,
    )
    .ok()
});

/// What a person called a job, and what a run that went well had to tell: `name="Error digest"`.
static NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)(?P<before>\b(?:(?:job|task|automation)_?)?name\s?[=:]\s?|\b(?:job|task)name":\s?)(?:"[^"]*"|“[^”]*”)"#,
    )
    .ok()
});
static SUMMARIES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?i)(?P<before>\bsummary"?\s?[=:]\s?)"(?:[^"\\]|\\.)*"?"#).ok());
/// Words of a run that went well.
const WENT_WELL: &[&str] = &["status=ok", "status\":\"ok\"", "status\": \"ok\"", "completed=true"];

/// Lines that are no output: advice on what to do should something be seen, a glossary of messages, a program's source.
static NO_OUTPUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)
        ^\W*(?:if|when|whenever|in\scase)\s.{0,60}?\b(?:says?|sees?|shows?|reads?|contains?|mentions?|complains?|prints?|includes?|you\sget)\b
        |^\W*`[^`]*\s[^`]*`\s*(?:→|->|=>|—|–|:|\||means\b)
        |^\W*(?:what|why|how|when|where|does|is|can|should)\s.*\?\W*$
        |^\W*(?:what\s(?:does|is\smeant|do\syou)|was\s(?:bedeutet|heißt|soll)|que\s(?:significa|veut)|cosa\s(?:significa|vuol)|what's\sthe\smeaning)\b.{0,40}["“„«‘'`]
        |^\W*(?:fixed|changed|added|improved|removed|feat\([^)]*\)|fix\([^)]*\)):\s
        |^\W*(?:[0-9a-f]{7,40}\s)?(?:feat|fix|test|docs|chore|refactor|perf|ci|build|style|revert)\([^)]*\)!?:\s
        |^\W*[0-9a-f]{7,40}\s(?:\([^)]*\)\s)?(?:feat|fix|test|docs|chore|refactor|perf|ci|build|style|revert)!?:\s
        |^\s*[-*•]\s.*\(\#\d{2,6}(?:,\s\#\d{2,6})*\)\.?\s*$
        |^\s*[-*•]\s.*\bto\s(?:prevent|avoid)\s
        |^\S+\.(?:[cm]?[jt]sx?|rs|py|go|md|mdx|swift|kt):\d+[:-]\s
        |^\s*[-*•]\s+(?:fix(?:ed|es)|add(?:ed|s)|improve[sd]|prevents?|avoids?)\s
        |^\s*[-*•]?\s*`[^`]{2,60}`\s+(?:now|no\slonger)\s
        |\b(?:lines?|messages?|errors?|warnings?|entr(?:y|ies)|words?|output)\s["“'`][^"”'`]{6,}["”'`]\s+(?:\w+\s){0,2}(?:means?|indicates?|comes\sfrom|suggests?|points?\sto|is\s(?:harmless|normal|expected)|can\sbe\signored)\b
        |^\s*\|\s*`[^`]+`\s*\|
        |^[>\s]*(?:user|assistant|human|subject|re|fwd?):\s
        |^\W*no\s(?:\w+\s){0,3}(?:issues?|problems?|errors?|warnings?|failures?|conflicts?|expiring|invalid|stale)\b(?:\s\w+){0,3}\W*$
        |^\s*"(?:description|help|\$comment)":\s"
        |\bthrow\snew\s[A-Z]
        |\bconsole\.(?:log|error|warn|debug)\(
        |^\s*(?:it|test|describe)\(["'`]
        |\bexpect\(
        |^\s*[✓✔√]\s(?:[a-z]{2,}[^s\W]s|does|should|when)\s
        |\s[=!]==?\s["']
        "#,
    )
    .ok()
});

/// A trouble that somebody tells of after it was over, in one breath with the good news.
static OVER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)(?:\b(?:solved|resolved|fixed\s(?:it|now|that)|behoben|gelöst|erledigt|risolto)\b|已解决|解决了|好了)
        .*(?:\b(?:all\sgood|(?:is|are|runs|works)\s(?:now\s)?(?:fine|well)|works?\s(?:again|now)|working\s(?:again|now)|läuft\s(?:jetzt|wieder)|geht\s(?:jetzt|wieder)|funziona)\b|正常)"#,
    )
    .ok()
});
/// A person who says that all is well here, whatever else is mentioned.
static WELL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)一切正常|都正常|没有报错|没有问题
        |\b(?:bei\s(?:mir|uns)|hier)\s(?:ist|war|kam)\s(?:das|es|so\setwas)\s(?:\w+\s)?n(?:icht|ie)\b|\bnicht\sder\sfall\b|\bnie\s(?:aufgetreten|vorgekommen)\b|\balles\s(?:läuft|grün|in\sordnung)\b
        |\beverything\s(?:is|works|looks|runs)\s(?:fine|ok|good|well|healthy|green)\b|\bnever\s(?:happened|seen|saw)\s(?:here|it|to\sme|on\smine)\b|\bnothing\slike\s(?:it|that)\sin\b
        |\bkeine\saktion\s(?:nötig|erforderlich)\b|\bno\saction\s(?:is\s)?(?:needed|required)\b
        |\btutto\s(?:ok|bene|funziona|a\sposto)\b"#,
    )
    .ok()
});
/// Words that take the good news back.
const YET: &[&str] = &[
    " except",
    " außer",
    "bis auf",
    " tranne",
    "除了",
    "until ",
    " bis ",
    "仍",
    "还是",
    " but ",
    " aber ",
    "however",
    "allerdings",
    " still ",
    " ma ",
    "但",
    "可是",
];

/// A text without what it quotes; nothing where all of it is quoted.
pub(super) fn own_words(text: &str) -> Cow<'_, str> {
    if NO_OUTPUT.as_ref().is_some_and(|pattern| pattern.is_match(text)) {
        return Cow::Borrowed("");
    }
    let good_news = |pattern: &LazyLock<Option<Regex>>| pattern.as_ref().is_some_and(|pattern| pattern.is_match(text));
    if (good_news(&OVER) || good_news(&WELL)) && !YET.iter().any(|word| text.contains(word)) {
        return Cow::Borrowed("");
    }
    let mut own = left_out(&SPEECH, Cow::Borrowed(text));
    if text.contains("ame") {
        own = left_out(&NAMES, own);
    }
    if text.contains("ummary") && WENT_WELL.iter().any(|words| text.contains(words)) {
        own = left_out(&SUMMARIES, own);
    }
    own
}

fn left_out<'a>(pattern: &LazyLock<Option<Regex>>, text: Cow<'a, str>) -> Cow<'a, str> {
    let Some(pattern) = pattern.as_ref() else { return text };
    match pattern.replace_all(&text, format!("${{before}}{LEFT_OUT}")) {
        Cow::Borrowed(_) => text,
        Cow::Owned(changed) => Cow::Owned(changed),
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
    fn names_that_a_person_gave_and_what_a_good_run_told_are_left_out() {
        let line = r#"cron: job finished jobName="Failed logins" status=ok summary="12 errors (429)" durationMs=7"#;
        assert_eq!(own_words(line), r#"cron: job finished jobName="…" status=ok summary="…" durationMs=7"#);
        let line = r#"cron: job failed name="Failed logins" status=error summary="429 Too Many Requests""#;
        assert_eq!(own_words(line), r#"cron: job failed name="…" status=error summary="429 Too Many Requests""#);
        let line = "journalctl | grep -c 'EADDRINUSE' && echo EADDRINUSE";
        assert_eq!(own_words(line), r#"journalctl | grep -c "…" && echo EADDRINUSE"#);
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
            "- Fixes a crash loop after an update",
            "- `openclaw doctor` now explains EACCES on the state folder",
            "The line `listen EADDRINUSE` usually means that a second gateway was started by hand.",
            "user: it said gateway closed (1006)",
            "│  No port conflicts found  │",
            r#"      "description": "Refused when the token is missing.""#,
            "   ✓ reports that the database is locked after the timeout 12ms",
            "   ✓ closes 1008 pairing required for an unknown device",
            "Was bedeutet eigentlich „database is locked“ in der Doku? Bei mir kam das nie.",
            "Solved! The dashboard said gateway token mismatch, I pasted the new one and now everything is fine.",
            "Behoben: es war EADDRINUSE, der Gateway läuft wieder.",
            "Was passiert bei EADDRINUSE? Bei uns ist das nicht der Fall, alles läuft.",
            "当时报 pairing required，后来批准设备之后，现在一切正常，没有报错。",
            "> assistant: there was a line \"disk I/O error\" in the example",
            "| `EADDRINUSE` | Another process holds the port |",
            "a1b2c3d fix: retry EADDRINUSE",
            "test(cron): cron: timer tick failed is logged once",
            "- discord: catch close code 4014 (#20734)",
            "dist/gateway-cli-Q0.js:412:  if (/another gateway instance is already listening/.test(text)) {",
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
            "No API key found for provider \"anthropic\"",
            "no conflict: the port is free, but the gateway closed (1006)",
            "If you're in a container, run the gateway in the foreground.",
            "Run `openclaw doctor --fix` to repair, then retry.",
            "Fixed it so that the token works again, but now it says pairing required",
            "Everything is fine until the gateway says EADDRINUSE",
            "Fix: set gateway.mode=local",
            "/tmp/openclaw/openclaw-2026-09-12.log:12: listen EADDRINUSE",
            "file:///opt/openclaw/dist/index.js:12",
            "error: agent replied with nothing: \"429 Too Many Requests\"",
        ] {
            assert_eq!(own_words(line), line);
        }
    }
}
