//! A view of a configuration that may be shown: secrets replaced by a mark.

use clawtray_contract::Secret;
use serde_json::Value;

/// What stands in for a secret.
pub const REDACTED: &str = "<redacted>";

/// Parts of key names that mean a secret, written without case, `-` and `_`.
const SECRET_PARTS: [&str; 17] = [
    "token",
    "password",
    "passwd",
    "passphrase",
    "secret",
    "apikey",
    "privatekey",
    "accesskey",
    "signingkey",
    "encryptionkey",
    "masterkey",
    "credential",
    "authorization",
    "cookie",
    "bearer",
    "webhookurl",
    "pincode",
];

/// Key names that hold a set of values which may each be a secret.
const SECRET_SETS: [&str; 4] = ["env", "vars", "headers", "extraheaders"];

/// Beginnings that well-known services give to their keys.
const SECRET_STARTS: [&str; 19] = [
    "sk-",
    "sk_",
    "rk_",
    "pk_live",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "xapp-",
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "AKIA",
    "AIza",
    "eyJ",
    "hf_",
    "gsk_",
    "-----BEGIN",
];

/// True when a key with this name usually holds a secret.
pub fn is_secret_name(name: &str) -> bool {
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    SECRET_PARTS.iter().any(|part| name.contains(part))
}

/// True when a text looks like a secret by itself, whatever its key is called.
pub fn looks_secret(text: &str) -> bool {
    let text = text.trim();
    if SECRET_STARTS.iter().any(|start| text.starts_with(start)) && text.len() >= 12 {
        return true;
    }
    let bot_token = text.split_once(':').is_some_and(|(id, rest)| {
        (6..=14).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_digit())
            && rest.len() >= 30
            && !rest.contains(char::is_whitespace)
    });
    let in_address = text.split_once("://").is_some_and(|(_, rest)| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let named = rest.split(['?', '#', '&', ';']).skip(1);
        host.split_once('@').is_some_and(|(person, _)| person.contains(':'))
            || named.filter_map(|pair| pair.split_once('=')).any(|(name, _)| is_secret_name(name) || name == "key")
    });
    let word = text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=_-".contains(&byte));
    let mixed = text.bytes().any(|byte| byte.is_ascii_digit()) && text.bytes().any(|byte| byte.is_ascii_alphabetic());
    bot_token || in_address || (word && mixed && !text.contains("//"))
}

/// A copy without secrets: texts under a key that means a secret, texts that look like one, and every value of an
/// `env` or `headers` object. References to secrets stay, because they only name where the secret is.
pub fn redact(value: &Value) -> Value {
    redact_under(value, Exposure::Plain)
}

/// Every text that [`redact`] would hide, so that it can be looked for elsewhere.
pub fn secrets_of(value: &Value) -> Vec<Secret> {
    let mut found = Vec::new();
    collect(value, Exposure::Plain, &mut found);
    found
}

fn collect(value: &Value, exposure_here: Exposure, found: &mut Vec<Secret>) {
    match value {
        Value::String(text) => {
            let hidden = exposure_here != Exposure::Plain || looks_secret(text);
            if hidden && !is_reference_text(text) && !text.is_empty() {
                found.push(Secret::new(text.as_str()));
                // Of an address only the person in it is the secret, and may stand elsewhere alone.
                let person = text.split_once("://").and_then(|(_, rest)| rest.split_once('@'));
                found.extend(person.into_iter().flat_map(|(person, _)| {
                    [Some(person), person.split_once(':').map(|(_, password)| password)]
                        .into_iter()
                        .flatten()
                        .map(Secret::new)
                }));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, exposure_here, found)),
        Value::Object(_) if is_reference(value) => {}
        Value::Object(map) => map.iter().for_each(|(key, inner)| {
            if looks_secret(key) && !key.contains('/') {
                found.push(Secret::new(key.as_str()));
            }
            collect(inner, exposure(key, exposure_here), found);
        }),
        Value::Number(_) if exposure_here == Exposure::Secret && !is_count(value) => {
            found.push(Secret::new(value.to_string()));
        }
        Value::Number(_) | Value::Bool(_) | Value::Null => {}
    }
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Exposure {
    /// Only texts that look like a secret are hidden.
    Plain,
    /// The children are hidden, whatever they are called.
    Set,
    /// Every text is hidden.
    Secret,
}

/// How the value of `key` is treated inside an object that is treated as `outer`.
pub(super) fn exposure(key: &str, outer: Exposure) -> Exposure {
    if outer != Exposure::Plain || is_secret_name(key) {
        Exposure::Secret
    } else if SECRET_SETS.iter().any(|set| key.eq_ignore_ascii_case(set)) {
        Exposure::Set
    } else {
        Exposure::Plain
    }
}

pub(super) fn redact_under(value: &Value, exposure_here: Exposure) -> Value {
    match value {
        Value::String(text) => match exposure_here {
            Exposure::Plain if !looks_secret(text) => value.clone(),
            _ if is_reference_text(text) || text.is_empty() => value.clone(),
            _ => REDACTED.into(),
        },
        Value::Array(items) => items.iter().map(|item| redact_under(item, exposure_here)).collect(),
        Value::Object(map) if is_reference(value) => Value::Object(map.clone()),
        Value::Object(map) => map
            .iter()
            .map(|(key, inner)| {
                let shown = if looks_secret(key) && !key.contains('/') { REDACTED } else { key.as_str() };
                (shown.to_owned(), redact_under(inner, exposure(key, exposure_here)))
            })
            .collect::<serde_json::Map<_, _>>()
            .into(),
        // A password may be written as a number.
        Value::Number(_) if exposure_here == Exposure::Secret && !is_count(value) => REDACTED.into(),
        other => other.clone(),
    }
}

/// Small whole numbers under keys such as `maxTokens` are settings.
fn is_count(value: &Value) -> bool {
    value.as_u64().is_some_and(|number| number <= 10_000_000)
        || value.as_f64().is_some_and(|number| number.fract() != 0.0)
}

/// `{source, provider, id}`: where a secret is kept.
pub(super) fn is_reference(value: &Value) -> bool {
    let text = |key: &str| value.get(key).is_some_and(Value::is_string);
    text("source") && text("id") && value.as_object().is_some_and(|map| map.len() <= 3)
}

/// `"${NAME}"` or `"$NAME"`: the name of an environment variable.
pub(super) fn is_reference_text(text: &str) -> bool {
    let Some(name) = text.trim().strip_prefix('$') else { return false };
    let name = name.strip_prefix('{').map_or(Some(name), |inner| inner.strip_suffix('}'));
    name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    })
}

#[cfg(test)]
mod tests {
    use super::{REDACTED, is_secret_name, looks_secret, redact};
    use serde_json::json;

    #[test]
    fn secrets_are_hidden_by_name_shape_and_container() {
        let bot = format!("123456789:{}", "A".repeat(35));
        let config = json!({
            "gateway": {"port": 18789, "auth": {"mode": "token", "token": "short", "password": 1_234_567_890_123_u64}},
            "channels": {"telegram": {"botToken": "x", "accounts": {"a": {"note": bot}}}},
            "env": {"vars": {"OPENAI": "plain-word"}, "SHELL_LIKE": "v"},
            "models": {"p": {"api_key": {"deep": ["one", {"two": "three"}]}, "headers": {"X-Thing": "v"}}},
            "hooks": {"url": "https://user:pw@host/x", "other": "https://h/x?api_key=1"},
        });
        let shown = redact(&config);
        let text = shown.to_string();
        for secret in
            ["short", "1234567890123", "\"x\"", &bot, "plain-word", "\"v\"", "one", "three", "pw@", "api_key=1"]
        {
            assert!(!text.contains(secret), "{secret} is still in {text}");
        }
        assert_eq!(shown.pointer("/gateway/auth/token"), Some(&json!(REDACTED)));
        assert_eq!(shown.pointer("/gateway/port"), Some(&json!(18789)));
        assert_eq!(shown.pointer("/gateway/auth/mode"), Some(&json!("token")));
    }

    #[test]
    fn settings_and_references_stay_readable() {
        let config = json!({
            "agents": {"defaults": {"models": {"anthropic/claude-sonnet-4-6-20260101-long-name": {"params": {"maxTokens": 64000}}}}},
            "gateway": {"auth": {"token": {"source": "env", "provider": "default", "id": "MY_TOKEN"}, "password": "${PW}"}},
            "logging": {"file": "/var/log/a-long-folder-name-2026/openclaw-main-process-log.txt"},
        });
        assert_eq!(redact(&config), config);
    }

    #[test]
    fn names_and_shapes_are_recognised() {
        for name in ["token", "botToken", "API-Key", "clientSecret", "GATEWAY_PASSWORD"] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["mode", "port", "keyboard", "models"] {
            assert!(!is_secret_name(name), "{name}");
        }
        assert!(looks_secret("0123456789abcdef0123456789abcdef"));
        assert!(looks_secret("http://127.0.0.1:1/#token=abc"));
        assert!(!looks_secret("http://127.0.0.1:18789/"));
        assert!(!looks_secret("a sentence with 32 characters or more in it"));
        assert!(!looks_secret("anthropic/claude"));
    }
}
