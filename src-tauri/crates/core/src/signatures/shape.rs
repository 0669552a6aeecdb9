//! The shapes a line comes in: JSON Lines of the log file, output on a terminal or a pipe, `openclaw logs`, what a
//! journal or a container puts before it, and boxes that wrap sentences.

use super::quoted::own_words;
use serde_json::{Map, Value};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Longest text taken from a JSON line, bytes.
const TEXT_BYTES: usize = 16 * 1024;
/// How far into a line its time is looked for, bytes: behind the name of a container or a unit.
const TIME_WITHIN: usize = 120;
/// Most pieces of one JSON line that are looked at, and how deep.
const DEEPEST: usize = 6;

/// How many words are looked at for a name: a time may stand before it.
const WORDS_BEFORE: usize = 6;
/// Channels that are told by their name alone.
const NAMED_ALONE: &[&str] =
    &["whatsapp", "telegram", "discord", "slack", "signal", "matrix", "mattermost", "feishu", "imessage"];

/// What a line says, and when it was written, milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) at_ms: Option<u64>,
}

/// Reads a line of any shape.
pub(crate) fn read(line: &str) -> Said {
    let Said { text, at_ms } = json(line).unwrap_or_else(|| {
        let mut text = without_escapes(line);
        if text.contains("\\\"") {
            text = text.replace("\\\"", "\"");
        }
        Said { at_ms: written_ms(&text), text }
    });
    Said { text: own_words(&text).into_owned(), at_ms }
}

/// The part of the gateway that a text names before its words, such as `[gateway/channels/telegram]`: `telegram`.
pub(crate) fn part_of(text: &str) -> Option<&str> {
    if let Some((_, rest)) = text.split_once(r#"{"subsystem":""#) {
        // As `openclaw logs` puts it before the words.
        let name = rest.split('"').next()?;
        return Some(name.strip_prefix("gateway/channels/").unwrap_or(name));
    }
    bracketed(text).or_else(|| channel_at_the_beginning(text))
}

fn bracketed(text: &str) -> Option<&str> {
    let names = text.split('[').skip(1).filter_map(|rest| rest.split_once(']'));
    // `[discord:default]` is an account of a channel.
    let names = names.map(|(name, _)| name.split_once(':').map_or(name, |(name, _)| name));
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '-' | '_'))
    };
    let mut names = names.take(4).filter(|name| is_name(name));
    let first = names.next()?;
    // Who watches the parts speaks of one of them.
    let name = if first.ends_with("health-monitor") { names.next().unwrap_or(first) } else { first };
    Some(name.strip_prefix("gateway/channels/").unwrap_or(name))
}

/// A channel that a sentence without brackets begins with: `WhatsApp gateway connected`.
fn channel_at_the_beginning(text: &str) -> Option<&'static str> {
    let is_word = |word: &&str| word.starts_with(|first: char| first.is_ascii_alphabetic());
    let first = text.split([' ', ':', '│', '\t']).take(WORDS_BEFORE).find(is_word)?;
    NAMED_ALONE.iter().find(|name| name.eq_ignore_ascii_case(first)).copied()
}

/// When a line was written: its first RFC 3339 time near its beginning.
pub(crate) fn written_ms(line: &str) -> Option<u64> {
    if line.starts_with('{') {
        // A line of the log file has its time behind everything else.
        let time = line.rsplit_once("\"time\":\"").and_then(|(_, rest)| moment(rest.split('"').next()?));
        return time.or_else(|| near_its_beginning(line));
    }
    near_its_beginning(line)
}

fn near_its_beginning(line: &str) -> Option<u64> {
    let mut end = line.len().min(TIME_WITHIN);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    line.get(..end)?.split([' ', '\t', '[', ']', '|', '"']).find_map(moment)
}

fn moment(word: &str) -> Option<u64> {
    if word.len() < 20 || !word.starts_with("20") {
        return None;
    }
    let moment = OffsetDateTime::parse(word, &Rfc3339).ok()?;
    u64::try_from(moment.unix_timestamp_nanos() / 1_000_000).ok()
}

/// A line of the log file, of `openclaw logs --json`, or of output in JSON, possibly behind a journal's or a
/// container's words. Anything else is none.
fn json(line: &str) -> Option<Said> {
    let line = line.trim_end();
    let start = line.find('{').filter(|start| *start <= TIME_WITHIN)?;
    let body = line.get(start..)?;
    if !body.ends_with('}') {
        return None;
    }
    let record: Map<String, Value> = serde_json::from_str(body).ok()?;
    let is_log = record.contains_key("_meta") || record.contains_key("message") || record.contains_key("msg");
    if !is_log {
        return None;
    }
    let meta = record.get("_meta").and_then(Value::as_object);
    let time = ["time", "timestamp", "ts"].iter().find_map(|key| record.get(*key)).and_then(Value::as_str);
    let time = time.or_else(|| meta?.get("date")?.as_str()).and_then(moment);
    let mut text = String::new();
    for (key, value) in &record {
        match key.as_str() {
            "_meta" | "time" | "timestamp" | "ts" | "hostname" | "traceId" | "spanId" | "raw" | "type" | "level" => {}
            "message" if record.contains_key("1") || record.contains_key("0") => {}
            _ => flatten(key, value, &mut text, 0),
        }
    }
    Some(Said { at_ms: time.or_else(|| written_ms(line)), text })
}

/// The records of a JSON document in one line, each by itself, and what stands beside their lists: words of one are no words of
/// another. `None` for anything else, a line of a log among it.
pub(crate) fn records(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    if !line.starts_with(['{', '[']) || !line.ends_with(['}', ']']) || line.contains("\"_meta\"") {
        return None;
    }
    let is_list =
        |value: &Value| value.as_array().is_some_and(|items| items.iter().filter(|one| one.is_object()).count() > 1);
    let mut records = Vec::new();
    match serde_json::from_str(line).ok()? {
        Value::Object(mut document) => {
            let lists: Vec<String> =
                document.iter().filter(|(_, value)| is_list(value)).map(|(key, _)| key.clone()).collect();
            let taken: Vec<Value> = lists.iter().filter_map(|key| document.remove(key)).collect();
            records.push(Value::Object(document).to_string());
            records.extend(taken.iter().filter_map(Value::as_array).flatten().map(Value::to_string));
        }
        list if is_list(&list) => records.extend(list.as_array().into_iter().flatten().map(Value::to_string)),
        _ => {}
    }
    (records.len() > 1).then_some(records)
}

/// Words of a JSON value in one line: `key=value`, without keys that only count.
fn flatten(key: &str, value: &Value, text: &mut String, depth: usize) {
    if text.len() > TEXT_BYTES || depth > DEEPEST {
        return;
    }
    let named = !key.is_empty() && !key.bytes().all(|byte| byte.is_ascii_digit()) && key != "message" && key != "msg";
    match value {
        Value::String(words) => {
            if !text.is_empty() {
                text.push(' ');
            }
            // The subsystem is itself JSON in a string: `{"subsystem":"gateway/ws"}`.
            if let Some(inner) = words.strip_prefix('{').and_then(|_| serde_json::from_str::<Value>(words).ok()) {
                flatten("", &inner, text, depth + 1);
                return;
            }
            if key == "subsystem" || key == "module" {
                text.push_str(&format!("[{words}]"));
                return;
            }
            if key == "jobName" {
                // A person's words, set apart like those of a text.
                text.push_str(&format!("{key}=\"{words}\""));
                return;
            }
            if named {
                text.push_str(&format!("{key}="));
            }
            text.push_str(words);
        }
        Value::Object(object) => object.iter().for_each(|(key, value)| flatten(key, value, text, depth + 1)),
        Value::Array(list) => list.iter().for_each(|value| flatten("", value, text, depth + 1)),
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) => {
            if named {
                text.push_str(&format!(" {key}={value}"));
            }
        }
    }
}

/// The part of a line that can show something: a line of the log file goes on with where in the program it was written,
/// which is more than half of it.
pub(crate) fn telling_part(line: &[u8]) -> &[u8] {
    if !line.starts_with(b"{\"") {
        return line;
    }
    let end = memchr::memmem::find(line, b",\"_meta\":{").unwrap_or(line.len());
    line.get(..end).unwrap_or(line)
}

/// Whether a line of the log file was written by a part of the gateway: the file is shared with OpenClaw's command
/// line, whose own words have neither subsystem nor module (observed on OpenClaw 2026.9.6).
pub(crate) fn names_a_part(line: &str) -> bool {
    line.starts_with(r#"{"0":"{\"subsystem\":"#) || names_a_module(line)
}

/// Whether a line of the log file was written by a module.
pub(crate) fn names_a_module(line: &str) -> bool {
    line.starts_with(r#"{"0":"{\"module\":"#)
}

/// Whether a line of the log file is one of those that a gateway writes only where its log is turned up to `debug`: who
/// was not let in, among others. They have neither subsystem nor module, and stand in no output (observed on OpenClaw
/// 2026.9.6).
pub(crate) fn is_verbose(line: &str) -> bool {
    line.starts_with(r#"{"0":{"message":"#) && line.contains(r#"},"1":"verbose","_meta":"#)
}

/// Whether a line is the greeting of OpenClaw's command line, whose jokes quote errors.
pub(crate) fn is_banner(line: &str) -> bool {
    line.contains("🦞 OpenClaw 20") || line.contains("🦞 Clawdbot 20")
}

/// The line without colours and other orders to a terminal.
fn without_escapes(line: &str) -> String {
    if !line.contains('\u{1b}') {
        return line.to_owned();
    }
    let mut text = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '\u{1b}' {
            text.push(letter);
            continue;
        }
        if letters.next_if_eq(&'[').is_some() {
            while letters.next_if(|letter| !('\u{40}'..='\u{7e}').contains(letter)).is_some() {}
        }
        letters.next();
    }
    text
}

/// A line without the frame of the box that it stands in.
pub(crate) fn unframed(line: &str) -> &str {
    line.trim_matches(|letter: char| {
        letter.is_whitespace() || ('\u{2500}'..='\u{257f}').contains(&letter) || matches!(letter, '|' | '◇' | '◆')
    })
}

/// Whether a line may be the rest of the one before it: it begins like no entry of a log and no item of a list.
pub(crate) fn may_continue(line: &str) -> bool {
    let framed = unframed(line);
    !is_of_a_container(line)
        && !is_of_a_journal(line)
        && framed.chars().next().is_some_and(|first| {
            !first.is_ascii_digit() && !matches!(first, '[' | '{' | '}' | '-' | '•' | '"' | '✓' | '✗' | '·' | '🦞')
        })
}

/// Whether a line begins with a moment as a system's journal writes it: `Sep 20 03:00:01 `.
fn is_of_a_journal(line: &str) -> bool {
    let [month @ .., b' '] = line.as_bytes().get(..4).unwrap_or_default() else { return false };
    month.iter().all(u8::is_ascii_alphabetic)
        && line.get(4..16).is_some_and(|moment| {
            moment.bytes().enumerate().all(|(place, letter)| match place {
                2 | 11 => letter == b' ',
                5 | 8 => letter == b':',
                _ => letter == b' ' || letter.is_ascii_digit(),
            })
        })
}

/// Whether a line begins with the name of a container: `openclaw-gateway  | `.
fn is_of_a_container(line: &str) -> bool {
    let Some((name, _)) = line.split_once(" | ") else { return false };
    let name = name.trim_end();
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.'))
}

#[cfg(test)]
mod tests {
    use super::{is_verbose, may_continue, names_a_part, part_of, read, telling_part, unframed, written_ms};

    #[test]
    fn a_part_is_known_by_its_name_in_brackets() {
        for (text, part) in [
            ("2026-06-01T08:00:00Z [telegram] [default] polling recovered", Some("telegram")),
            ("[gateway/channels/whatsapp] connected", Some("whatsapp")),
            ("openclaw[812]: [ws] closed", Some("ws")),
            ("[health-monitor] [discord:default] restarting (reason: stuck)", Some("discord")),
            ("[health-monitor] started (interval: 300s)", Some("health-monitor")),
            (r#"info {"subsystem":"gateway/channels/slack"} connected"#, Some("slack")),
            ("[2026-06-01T08:00:00Z] [INFO ] no part", None),
            ("no part", None),
            ("  - WhatsApp gateway disconnected (status 408)", Some("whatsapp")),
            ("11:20:01 slack socket mode connected", Some("slack")),
            ("not of WhatsApp", None),
        ] {
            assert_eq!(part_of(text), part, "{text}");
        }
    }

    #[test]
    fn a_line_of_the_log_file_is_its_message_and_subsystem() {
        let line = r#"{"0":"{\"subsystem\":\"gateway/ws\"}","1":"closed \"x\"","_meta":{"logLevelName":"WARN","date":"2026-02-24T09:51:04.757Z","path":{"fileName":"EADDRINUSE.js"}},"time":"2026-02-24T09:51:04.759Z"}"#;
        let said = read(line);
        assert_eq!(said.text, "[gateway/ws] closed \"x\"");
        assert_eq!(said.at_ms, Some(1_771_926_664_759));
    }

    #[test]
    fn of_a_line_of_the_log_file_only_the_message_is_searched() {
        let line = br#"{"0":"x","1":"y","_meta":{"path":"EADDRINUSE"},"time":"t"}"#;
        assert_eq!(telling_part(line), br#"{"0":"x","1":"y""#);
        assert_eq!(telling_part(b"plain ,\"_meta\":{"), b"plain ,\"_meta\":{");
    }

    #[test]
    fn structured_words_keep_their_names() {
        let line = r#"{"type":"log","time":"2026-02-24T09:51:04Z","level":"warn","subsystem":"cron","message":"failed","err":"x","n":3,"raw":"{failed}"}"#;
        assert_eq!(read(line).text, "err=x failed n=3 [cron]");
    }

    #[test]
    fn a_container_and_colours_do_not_matter() {
        let said = read("openclaw-gateway  | 2026-03-04T16:29:35.301Z \u{1b}[33m[ws]\u{1b}[39m unauthorized");
        assert!(said.text.ends_with("[ws] unauthorized"), "{}", said.text);
        assert_eq!(said.at_ms, Some(1_772_641_775_301));
    }

    #[test]
    fn times_are_found_and_garbage_is_none() {
        assert_eq!(written_ms("2026-11-22T19:56:49.962+00:00 [agent/embedded] x"), Some(1_795_377_409_962));
        let record = r#"{"0":"{\"subsystem\":\"gateway\"}","1":"ready","_meta":{"logLevelName":"INFO"},"time":"2026-11-22T19:56:49.962+00:00","hostname":"vm","message":"ready"}"#;
        assert_eq!(written_ms(record), Some(1_795_377_409_962));
        assert!(written_ms("Jun 09 19:46:45 host openclaw[4092]: 2026-06-09T19:46:45.119+00:00 [gateway] x").is_some());
        for odd in ["", "ready", "2026-11-22", "2026-99-22T19:56:49Z x", "0000-01-01T00:00:00Z", "ünï 20"] {
            assert_eq!(written_ms(odd), None, "{odd}");
        }
    }

    #[test]
    fn who_was_not_let_in_stands_in_a_line_of_the_gateways_without_a_part() {
        let line = r#"{"0":{"message":"Blocked unauthorized telegram sender 5151 (dmPolicy=allowlist)"},"1":"verbose","_meta":{"logLevelName":"DEBUG"},"time":"2026-11-30T11:50:09.335+00:00"}"#;
        assert!(is_verbose(line) && !names_a_part(line));
        assert!(!is_verbose(r#"{"0":"Blocked","1":"verbose","_meta":{}}"#), "the command line writes so");
        let fields = crate::signatures::fields_in(&read(line).text);
        assert_eq!((fields["sender"].as_str(), fields["channel"].as_str()), ("5151", "telegram"));
    }

    #[test]
    fn boxes_are_taken_off_and_new_entries_are_not_the_rest_of_old_ones() {
        assert_eq!(unframed("│  - channels.x is \"allowlist\" but   │"), "- channels.x is \"allowlist\" but");
        assert!(may_continue("│    empty, all group messages   │"));
        assert!(!may_continue("2026-02-24T09:51:04Z [ws] x"));
        assert!(!may_continue("│  - another point  │"));
        assert!(!may_continue("│      │"));
        assert!(!may_continue("Sep 20 03:00:09 vps sshd[40130]: error"));
        assert!(may_continue("The gateway closed"));
        assert!(!may_continue("openclaw-gateway-1  | exited"));
    }
}
