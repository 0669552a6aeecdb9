//! What only OpenClaw's slow commands tell, gathered because a person asked or OpenClaw was updated: one at a time, each
//! within its limit.

use clawtray_core::{DeepLook, DoctorCheck};
use clawtray_openclaw::{
    Cli, CliProblem, Command, Limits, Locator,
    cli::{classify, find_json},
    command,
};
use clawtray_platform::files::write_atomic;
use serde_json::Value;

use crate::{
    environment::Environment,
    executors::grounds::blocking,
    words::{LINE, NAME, clean},
};

/// Longest run of one command, milliseconds.
const LIMIT_MS: u64 = 90_000;
/// So long a look is good enough for the next one, milliseconds.
const FRESH_MS: u64 = 60_000;
/// The same for one that was gathered after an update, so that it waits for the person who asks about that.
const FRESH_AFTER_UPDATE_MS: u64 = 3_600_000;
/// Most entries of one list.
const ENTRIES: usize = 200;

/// Looks, or gives the look before if it is fresh. `now_ms` is milliseconds since 1970.
pub async fn deep_look(environment: &Environment, now_ms: u64) -> DeepLook {
    let file = environment.paths.state_folder.join("deep-look.json");
    if let Some(Ok(text)) = blocking(move || std::fs::read(file)).await
        && let Ok(look) = serde_json::from_slice::<DeepLook>(&text)
        && now_ms.saturating_sub(look.looked_ms) < if look.after_update { FRESH_AFTER_UPDATE_MS } else { FRESH_MS }
    {
        return look;
    }
    look_anew(environment, DeepLook { looked_ms: now_ms, ..DeepLook::default() }).await
}

/// Looks because OpenClaw is another one than before; what it finds is there for the next who asks. Gives its warnings
/// about the gateway, code and message.
pub(crate) async fn deep_look_after_update(environment: &Environment, now_ms: u64) -> Vec<(String, String)> {
    let look = DeepLook { looked_ms: now_ms, after_update: true, ..DeepLook::default() };
    let look = look_anew(environment, look).await;
    tracing::info!(failed = look.failed.len(), "OpenClaw was updated: its own checks were asked");
    look.warnings.unwrap_or_default()
}

async fn look_anew(environment: &Environment, mut look: DeepLook) -> DeepLook {
    let file = environment.paths.state_folder.join("deep-look.json");
    let found = match Locator::new(environment.places()).locate().await {
        Ok(found) => found,
        Err(error) => {
            look.failed.push(("openclaw".to_owned(), clean(&error.to_string(), LINE)));
            return look;
        }
    };
    let cli = Cli::new(found.chosen, &environment.profile, &environment.variables);
    if let Some(status) = ask(&cli, &command::gateway_status_deep(), &mut look).await {
        look.extra_services = Some(words_of(&status["extraServices"], &["label", "name", "unit", "detail"]));
        look.service_issues = Some(words_of(&status["service"]["configAudit"]["issues"], &["message", "code"]));
    }
    if let Some(probe) = ask(&cli, &command::gateway_probe(), &mut look).await {
        let list = probe["warnings"].as_array().map(Vec::as_slice).unwrap_or_default();
        let warnings = list.iter().take(ENTRIES).map(|warning| (text(warning, "code"), text(warning, "message")));
        look.warnings = Some(warnings.collect());
    }
    if let Some(lint) = ask(&cli, &command::doctor_lint(), &mut look).await {
        look.checks = lint["findings"].as_array().map(|list| list.iter().take(ENTRIES).map(check).collect());
    }
    if look.failed.is_empty()
        && let Ok(text) = serde_json::to_vec(&look)
    {
        // Only so that the next look need not wait; without it everything works.
        if let Some(Err(error)) = blocking(move || write_atomic(&file, &text)).await {
            tracing::debug!(%error, "the look was not kept");
        }
    }
    look
}

async fn ask(cli: &Cli, command: &Command, look: &mut DeepLook) -> Option<Value> {
    let limits = Limits { timeout_ms: LIMIT_MS, ..Limits::default() };
    let words = match cli.run(command, None, limits).await {
        // Their exit codes tell what they found; whether they answered is in what they printed.
        Ok(outcome) if outcome.timed_out => format!("no answer within {} s", LIMIT_MS / 1_000),
        Ok(outcome) => match find_json(&outcome.stdout) {
            Some(answer) => return Some(answer),
            None if matches!(classify(&outcome), CliProblem::NotOffered { .. }) => {
                look.not_offered.push(command.display());
                return None;
            }
            None => "it printed nothing that can be understood".to_owned(),
        },
        Err(problem) => problem.to_string(),
    };
    look.failed.push((command.display(), clean(&words, LINE)));
    None
}

fn text(value: &Value, key: &str) -> String {
    clean(value[key].as_str().unwrap_or_default(), LINE)
}

/// What each entry of a list calls itself.
fn words_of(list: &Value, keys: &[&str]) -> Vec<String> {
    let entries = list.as_array().map(Vec::as_slice).unwrap_or_default().iter().take(ENTRIES);
    let words = |entry: &Value| match entry.as_str() {
        Some(words) => clean(words, LINE),
        None => {
            let named: Vec<String> = keys.iter().map(|key| text(entry, key)).filter(|word| !word.is_empty()).collect();
            named.join(": ")
        }
    };
    entries.map(words).collect()
}

fn check(found: &Value) -> DoctorCheck {
    let optional = |key: &str| found[key].as_str().map(|words| clean(words, LINE));
    DoctorCheck {
        id: clean(found["checkId"].as_str().unwrap_or_default(), NAME),
        severity: clean(found["severity"].as_str().unwrap_or_default(), NAME),
        message: text(found, "message"),
        hint: optional("fixHint"),
        path: optional("path"),
    }
}

#[cfg(test)]
mod tests {
    use super::{check, words_of};
    use serde_json::json;

    #[test]
    fn what_openclaw_2026_9_6_printed_is_understood() {
        let found = check(&json!({
            "checkId": "core/doctor/security", "severity": "warning", "requirement": "config.plaintext_secrets",
            "message": "WARNING: openclaw.json contains plaintext secret-bearing config fields.",
            "fixHint": "Migrate them\nto SecretRefs",
        }));
        assert_eq!((found.id.as_str(), found.severity.as_str()), ("core/doctor/security", "warning"));
        assert!(found.hint.is_some_and(|hint| hint.contains("SecretRefs")) && found.path.is_none());
    }

    #[test]
    fn entries_are_told_by_what_they_call_themselves() {
        let list = json!([{"label": "openclaw-gateway-old.service", "scope": "user"}, "plain", {"code": "x"}]);
        assert_eq!(words_of(&list, &["label", "code"]), ["openclaw-gateway-old.service", "plain", "x"]);
        assert!(words_of(&json!(null), &["label"]).is_empty());
    }
}
