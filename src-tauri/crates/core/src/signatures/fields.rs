//! What else a line tells: `provider=openai model=gpt-5`, `"jobId":"…"`, `port 18789`, `[telegram]`.

use std::collections::BTreeMap;

/// Longest value, characters.
const VALUE_CHARS: usize = 120;

/// A field and what stands before its value.
static FIELDS: &[(&str, &[&str])] = &[
    ("provider", &["provider=", "\"provider\":\"", "for provider \"", "provider \""]),
    ("model", &["model=", "\"model\":\"", "Unknown model: "]),
    ("job", &["jobId=", "\"jobId\":\"", "job="]),
    ("name", &["jobName=", "\"jobName\":\"", "\"name\":\""]),
    ("account", &["accountId=", "\"accountId\":\""]),
    ("profile", &["profile \"", "profile=", "profile '"]),
    ("node", &["nodeId=", "\"nodeId\":\"", "node="]),
    ("command", &["node command not allowed: \"", "command="]),
    ("program", &["allowlist miss (", "allowlist-miss ("]),
    ("sender", &["sender=", "senderUserId=", "telegram sender ", "telegram group sender "]),
    ("chat", &["chatId=", "\"chatId\":\"", "\"chatId\":"]),
    ("port", &["127.0.0.1:", "0.0.0.0:", "[::1]:", "Port ", "port "]),
    ("pid", &["pid=", "(pid ", "pid "]),
    ("origin", &["origin=", "\"origin\":\"", "origin: "]),
    ("reason", &["reason="]),
    ("client", &["client="]),
    ("path", &["Invalid config at ", "path=", "\"path\":\""]),
    ("status", &["status=", "\"status\":\""]),
];

/// The channels whose name, in brackets or before a slash, begins a line of theirs.
static CHANNELS: &[&str] = &[
    "telegram",
    "whatsapp",
    "discord",
    "slack",
    "signal",
    "imessage",
    "bluebubbles",
    "feishu",
    "matrix",
    "msteams",
    "mattermost",
    "googlechat",
    "line",
    "irc",
    "zalo",
    "nostr",
    "twitch",
    "wecom",
    "dingtalk",
    "qqbot",
    "synology-chat",
    "nextcloud-talk",
    "tlon",
];

/// Every field of a line.
pub(crate) fn fields_in(line: &str) -> BTreeMap<&'static str, String> {
    let mut fields = BTreeMap::new();
    for (name, before) in FIELDS {
        let value = before.iter().find_map(|before| value_after(line, before));
        let is_one = |value: &String| match *name {
            "port" | "pid" => is_number(value),
            "sender" => value != "unknown",
            _ => true,
        };
        if let Some(value) = value.filter(is_one) {
            fields.insert(*name, value);
        }
    }
    if let Some(channel) = channel_in(line) {
        fields.insert("channel", channel.to_owned());
    }
    fields
}

/// The fields of a line that say which one a finding is about.
pub(crate) fn subject_fields(finding: &str) -> &'static [&'static str] {
    match finding.split('.').next() {
        Some("model") => &["provider", "model"],
        Some("channel") => &["channel"],
        Some("cron") => &["job"],
        Some("node") => &["node"],
        Some("browser") => &["profile"],
        _ => &[],
    }
}

/// Which one a finding is about, as far as a line tells.
pub(crate) fn subject_of(finding: &str, fields: &BTreeMap<&'static str, String>) -> Option<String> {
    let field = |name| fields.get(name).cloned();
    match subject_fields(finding) {
        ["provider", "model"] => match (field("provider"), field("model")) {
            (Some(provider), Some(model)) => {
                let name = model.strip_prefix(&format!("{provider}/")).unwrap_or(&model);
                Some(format!("{provider}/{name}"))
            }
            (provider, model) => model.or(provider),
        },
        [one] => field(one),
        _ => None,
    }
}

fn value_after(line: &str, before: &str) -> Option<String> {
    let at = line.match_indices(before).map(|(at, _)| at).find(|at| {
        let earlier = line.get(..*at).and_then(|earlier| earlier.chars().next_back());
        earlier.is_none_or(|letter| !letter.is_alphanumeric())
    })?;
    let rest = line.get(at + before.len()..)?;
    let ends =
        |letter: char| letter.is_whitespace() || matches!(letter, ',' | '"' | '\'' | ')' | ']' | '}' | ';' | '|');
    let value: String = rest.chars().take_while(|letter| !ends(*letter)).take(VALUE_CHARS).collect();
    let value = value.trim_end_matches(['.', ':']);
    let value = clawtray_text::clean(value, VALUE_CHARS);
    (!value.is_empty() && !matches!(value.as_str(), "-" | "n/a" | "…")).then_some(value)
}

fn is_number(value: &str) -> bool {
    (2..=7).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn channel_in(line: &str) -> Option<&'static str> {
    CHANNELS
        .iter()
        .find(|name| {
            line.match_indices(**name).any(|(at, _)| {
                let before = line.get(..at).unwrap_or_default();
                let after = line.get(at + name.len()..).and_then(|after| after.chars().next());
                before.ends_with(['[', '/', '"', ' ', '.'])
                    && (after.is_none_or(|next| matches!(next, ']' | '/' | '[' | '"' | ':' | ' ' | '.'))
                        || line.get(at + name.len()..).is_some_and(|after| after.starts_with("-auto-reply")))
                    || before.is_empty() && after.is_some_and(|next| matches!(next, ' ' | '[' | ':'))
            })
        })
        .copied()
}

#[cfg(test)]
mod tests {
    use super::{fields_in, subject_of};

    #[test]
    fn a_line_names_its_model_its_channel_and_its_job() {
        let fields = fields_in("embedded run agent end: model=openai/gpt-5.4 provider=openai reason=auth");
        assert_eq!(subject_of("model.credentials", &fields).as_deref(), Some("openai/gpt-5.4"));
        let fields = fields_in("[telegram] [default] channel exited: getUpdates conflict");
        assert_eq!(subject_of("channel.disconnected", &fields).as_deref(), Some("telegram"));
        let fields = fields_in("cron: job failed jobId=abc-1 name=\"x\"");
        assert_eq!(subject_of("cron.job_failed", &fields).as_deref(), Some("abc-1"));
        assert_eq!(subject_of("port.conflict", &fields), None);
        let fields = fields_in("[telegram-auto-reply] chatId=-100200300 reason=no-mention skipping group message");
        assert_eq!(subject_of("channel.mention_required", &fields).as_deref(), Some("telegram"));
        assert_eq!(fields["chat"], "-100200300");
        let fields = fields_in("Blocked unauthorized telegram sender 5151 (dmPolicy=allowlist)");
        assert_eq!(subject_of("channel.blocked", &fields).as_deref(), Some("telegram"));
        assert_eq!(fields["sender"], "5151");
        assert!(!fields_in("Blocked telegram group sender unknown (group allowFrom override)").contains_key("sender"));
        assert_eq!(fields_in("telegram-plugin was loaded").get("channel"), None);
    }

    #[test]
    fn ports_and_processes_are_numbers() {
        let fields = fields_in("listen EADDRINUSE: address already in use 127.0.0.1:18789 (pid 812)");
        assert_eq!((fields["port"].as_str(), fields["pid"].as_str()), ("18789", "812"));
        assert!(!fields_in("port is already in use, pid unknown").contains_key("port"));
    }
}
