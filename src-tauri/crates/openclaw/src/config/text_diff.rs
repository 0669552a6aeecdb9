//! The difference between two texts of which at least one cannot be read as a configuration, safe to show.

use super::redact::{REDACTED, is_reference_text, is_secret_name, looks_secret};
use clawtray_contract::DiffLine;
use similar::{ChangeTag, TextDiff};
use std::borrow::Cow;

/// No shown line is longer than this many characters.
const MOST_SHOWN: usize = 200;

/// Every changed line of `after`, named by its number in the text it stands in. Texts are compared as they are; a
/// quoted value is shown only where its own line names its key and neither looks like a secret.
pub(super) fn text_diff(before: &str, after: &str) -> Vec<DiffLine> {
    let diff = TextDiff::from_lines(before, after);
    let changes = diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal);
    changes
        .map(|change| {
            let shown = Some(redact_line(change.value()));
            let number = change.old_index().or(change.new_index()).unwrap_or_default() + 1;
            let path = format!("line {number}");
            match change.tag() {
                ChangeTag::Insert => DiffLine { path, before: None, after: shown },
                _ => DiffLine { path, before: shown, after: None },
            }
        })
        .collect()
}

fn redact_line(line: &str) -> String {
    let mut shown = String::new();
    let mut rest = line.trim_end();
    let mut key: Option<String> = None;
    while let Some(start) = rest.find(['"', '\'', '`']) {
        let quote = rest.as_bytes().get(start).copied().unwrap_or(b'"');
        shown.push_str(&unquoted(rest.get(..start).unwrap_or_default(), key.as_deref()));
        if rest.get(..start).is_some_and(|between| between.contains(',')) {
            key = None;
        }
        let inside = rest.get(start + 1..).unwrap_or_default();
        let Some(end) = end_of_quote(inside, quote) else {
            // A quote without an end: what follows may be the rest of a secret.
            shown.push_str(REDACTED);
            rest = "";
            break;
        };
        let text = inside.get(..end).unwrap_or_default();
        rest = inside.get(end + 1..).unwrap_or_default();
        let mark = char::from(quote);
        if rest.trim_start().starts_with(':') {
            let name = if looks_secret(text) { REDACTED } else { text };
            shown.extend([mark.to_string(), name.to_owned(), mark.to_string()]);
            key = Some(text.to_owned());
        } else if key.as_deref().or(bare_key(&shown)).is_some_and(|key| !is_secret_name(key)) && !looks_secret(text)
            || is_reference_text(text)
            || text.is_empty()
        {
            shown.extend([mark.to_string(), text.to_owned(), mark.to_string()]);
        } else {
            shown.push_str(REDACTED);
        }
    }
    shown.push_str(&unquoted(rest, key.as_deref()));
    if shown.chars().count() > MOST_SHOWN {
        return shown.chars().take(MOST_SHOWN).chain(['…']).collect();
    }
    shown
}

/// Text outside quotes: numbers and words of JSON stay, anything long or under a secret's name does not.
fn unquoted<'text>(text: &'text str, key: Option<&str>) -> Cow<'text, str> {
    let hidden = |word: &str| {
        let word = word.trim_matches(|character: char| "{}[],:".contains(character));
        looks_secret(word) || (key.is_some_and(is_secret_name) && !matches!(word, "" | "true" | "false" | "null"))
    };
    // A value without quotes under a secret's name is no JSON, but a broken file may have one.
    let bare = text.split(',').filter_map(|pair| pair.split_once(':')).any(|(name, value)| {
        is_secret_name(name) && !matches!(value.trim(), "" | "true" | "false" | "null" | "{" | "[")
    });
    if bare || text.split_whitespace().any(hidden) { Cow::Borrowed(REDACTED) } else { Cow::Borrowed(text) }
}

/// The name before the last colon, where it is written without quotes.
fn bare_key(shown: &str) -> Option<&str> {
    let name = shown.trim_end().strip_suffix(':')?.trim_end();
    let start = name.rfind(|character: char| !(character.is_alphanumeric() || "_$".contains(character)));
    let name = name.get(start.map_or(0, |at| at + 1)..)?;
    (!name.is_empty()).then_some(name)
}

fn end_of_quote(inside: &str, quote: u8) -> Option<usize> {
    let mut escaped = false;
    inside.bytes().position(|byte| {
        let ends = byte == quote && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })
}

#[cfg(test)]
mod tests {
    use super::{redact_line, text_diff};

    #[test]
    fn a_cut_off_file_shows_the_lines_it_lost() {
        let good = "{\n  \"gateway\": {\n    \"mode\": \"local\",\n    \"port\": 18789\n  }\n}\n";
        let cut = "{\n  \"gateway\": {\n    \"mode\": \"local\",\n";
        let lines = text_diff(cut, good);
        let after: Vec<_> = lines.iter().map(|line| line.after.as_deref().unwrap_or("-").trim()).collect();
        assert_eq!(after, ["\"port\": 18789", "}", "}"], "{lines:?}");
        assert_eq!(lines[0].path, "line 4");
    }

    #[test]
    fn no_secret_is_shown_however_it_is_written() {
        for line in [
            r#"  "token": "visible-secret","#,
            "token: 'visible-secret',",
            r#""a": 1, "botToken": "visible-secret""#,
            r#"  "visible-secret""#,
            r#"  "token": "visible-secret"#,
            r#""name": "sk-visible-secret-0123456789""#,
            "password: visible-secret",
            r#"{"headers": {"x": 1}, "apiKey": `visible-secret`}"#,
            r#"visible-secret-0123456789abcdefghijklmnop"#,
        ] {
            let shown = redact_line(line);
            assert!(!shown.contains("visible"), "{line} -> {shown}");
        }
        assert_eq!(redact_line(r#""mode": "local", "port": 1"#), r#""mode": "local", "port": 1"#);
        assert_eq!(redact_line(r#""token": "${OPENCLAW_TOKEN}""#), r#""token": "${OPENCLAW_TOKEN}""#);
    }
}
