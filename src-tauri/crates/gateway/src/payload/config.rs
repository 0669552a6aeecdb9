//! The gateway's configuration: `config.get`, `config.patch`, `gateway.restart.preflight`.

use super::read::foreign_records;
use serde_json::Value;

foreign_records! {
    /// The answer of `config.get`. Secrets in it are replaced by the gateway.
    pub struct ConfigSnapshot {
        /// The file.
        path: Option<String> = "path",
        /// The file exists.
        exists: bool = "exists",
        /// The file as it is now can be used. A running gateway keeps its last good one without a word.
        valid: bool = "valid",
        /// The `baseHash` a patch needs.
        hash: Option<String> = "hash",
        /// What is wrong.
        issues: Vec<ConfigIssue> = "issues",
        /// What is doubtful.
        warnings: Vec<ConfigIssue> = "warnings",
        /// The file's content.
        parsed: Value = "parsed",
        /// The same with the content of included files in place of `$include`, and of variables.
        source_config: Value = "sourceConfig",
        /// The content with defaults.
        config: Value = "config",
        /// The hash of the saved configuration.
        config_revision_hash: Option<String> = "configRevisionHash",
        /// The hash of the one in force; another one means the saved one is not active yet.
        applied_config_hash: Option<String> = "appliedConfigHash",
    }

    /// One remark about the configuration; also in `details.issues` of a refused patch.
    pub struct ConfigIssue {
        /// Where, such as `gateway.auth`.
        path: String = "path",
        /// What.
        message: String = "message",
    }

    /// The answer of `config.patch`.
    pub struct ConfigPatched {
        /// Accepted.
        ok: bool = "ok",
        /// Nothing was different.
        noop: bool = "noop",
        /// The hash now.
        hash: Option<String> = "hash",
        /// What changed.
        changed_paths: Vec<String> = "changedPaths",
        /// What follows.
        sentinel: PatchSentinel = "sentinel",
    }

    /// What a patch leads to.
    pub struct PatchSentinel {
        /// The report.
        payload: PatchReport = "payload",
    }

    /// The gateway's report of a patch.
    pub struct PatchReport {
        /// Its facts.
        stats: PatchStats = "stats",
    }

    /// The facts of a patch.
    pub struct PatchStats {
        /// The gateway will restart to apply it.
        requires_restart: bool = "requiresRestart",
    }

    /// The answer of `gateway.restart.preflight`, as far as it is used.
    pub struct RestartPreflight {
        /// Nothing speaks against a restart.
        safe: Option<bool> = "safe",
        /// The gateway's sentence.
        summary: Option<String> = "summary",
    }
}

impl ConfigSnapshot {
    /// What is written in the file and in those that it includes, as far as the gateway tells: a name of a variable stays a
    /// name where it is in the file itself.
    pub fn written(&self) -> Value {
        if self.parsed.is_object() { in_place(&self.parsed, &self.source_config) } else { self.config.clone() }
    }
}

/// What is written, with what it includes taken from `source`.
fn in_place(written: &Value, source: &Value) -> Value {
    match written {
        Value::Object(map) if map.contains_key("$include") && source.is_object() => source.clone(),
        Value::Object(map) => {
            let inner = |(key, value): (&String, &Value)| {
                (key.clone(), source.get(key).map_or_else(|| value.clone(), |source| in_place(value, source)))
            };
            Value::Object(map.iter().map(inner).collect())
        }
        other => other.clone(),
    }
}

impl ConfigPatched {
    /// True when the gateway will restart to apply the patch.
    pub fn requires_restart(&self) -> bool {
        self.sentinel.payload.stats.requires_restart
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::ConfigSnapshot;
    use crate::payload::read::FromForeign as _;

    #[test]
    fn what_is_included_is_in_place_and_a_variable_stays_one() {
        let answer = json!({
            "parsed": {"cron": {"$include": "./cron.json"}, "gateway": {"auth": {"token": "${TOKEN}"}}},
            "sourceConfig": {"cron": {"enabled": false}, "gateway": {"auth": {"token": "__OPENCLAW_REDACTED__"}}},
        });
        let written = ConfigSnapshot::from_foreign(&answer).written();
        assert_eq!(written, json!({"cron": {"enabled": false}, "gateway": {"auth": {"token": "${TOKEN}"}}}));
        let unresolved = json!({"parsed": {"cron": {"$include": "./cron.json"}}});
        assert_eq!(ConfigSnapshot::from_foreign(&unresolved).written(), unresolved["parsed"]);
    }
}
