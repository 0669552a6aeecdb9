//! A change that a restore set aside, put back key by key.

use serde_json::{Map, Value};

use super::{Plan, Way};
use crate::{
    event::{ConfigCopy, ConfigCopyKind},
    findings::{Scene, Words},
    patch::{dotted, value_at},
    saved::UndoKey,
};

/// Most keys on offer.
const KEYS: usize = 40;
/// The way that puts everything back.
const ALL: &str = "all";
/// What stands where a secret is: the mark of Clawtray's own reading, and the gateway's.
const MARKS: [&str; 2] = ["<redacted>", "__OPENCLAW_REDACTED__"];
/// What OpenClaw writes into its configuration by itself, and nobody else may.
const OPENCLAWS: [&str; 2] = ["meta", "wizard"];

impl Plan {
    /// The keys that the person chooses, as they stand in the newest file that was set aside. The gateway checks each
    /// change and refuses what made the file unusable, so a whole mistake is not brought back.
    ///
    /// # Errors
    /// Where that file cannot be read, or says nothing else than the configuration.
    pub(super) fn put_back(&mut self, config: &Value, scene: &Scene<'_>) -> Result<Vec<UndoKey>, Words> {
        let copies = scene.facts.surroundings.iter().flat_map(|around| &around.config.copies);
        let newest = copies.filter(|copy| copy.kind == ConfigCopyKind::Clobbered).max_by_key(|copy| copy.changed_ms);
        let Some(ConfigCopy { value: Some(aside), name, changed_ms, .. }) = newest else {
            return Err(Words::plain("plan-aside-unreadable"));
        };
        let mut keys = Vec::new();
        changes(config, aside, &mut Vec::new(), &mut keys);
        keys.retain(|key| key.path.first().is_none_or(|first| !OPENCLAWS.contains(&first.as_str())));
        keys.truncate(KEYS);
        let mut ways: Vec<Way> = keys.iter().map(|key| Way::named(&dotted(&key.path))).collect();
        if ways.len() > 1 {
            ways.push(Way { id: ALL.to_owned(), label: Words::plain("plan-choice-all-keys") });
        }
        let chosen = self.choose(ways, "plan-aside-same")?;
        if chosen != ALL {
            keys.retain(|key| dotted(&key.path) == chosen);
        }
        let args = vec![("name", name.as_str().into()), ("written", scene.now.moment(*changed_ms).into())];
        self.warnings.push(Words::with("plan-warning-put-back", args));
        Ok(keys)
    }
}

/// Every key that `aside` sets and that is another one today. What is only gone there was not set by anybody, and what
/// holds a secret is not known here: neither is on offer.
fn changes(today: &Value, aside: &Value, path: &mut Vec<String>, keys: &mut Vec<UndoKey>) {
    let Value::Object(fields) = aside else { return };
    for (name, value) in fields {
        path.push(name.clone());
        let before = value_at(today, path.get(path.len() - 1..).unwrap_or_default());
        match (before, value) {
            (before, value) if before == value => {}
            (Value::Object(_), Value::Object(_)) => changes(before, value, path, keys),
            (before, value) if is_marked(before) || is_marked(value) => {}
            (before, value) => keys.push(UndoKey { path: path.clone(), before: before.clone(), after: value.clone() }),
        }
        path.pop();
    }
}

fn is_marked(value: &Value) -> bool {
    match value {
        Value::String(text) => MARKS.iter().any(|mark| text.contains(mark)),
        Value::Array(items) => items.iter().any(is_marked),
        Value::Object(fields) => Map::values(fields).any(is_marked),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use clawtray_contract::FindingRef;
    use serde_json::{Value, json};

    use crate::{
        event::ConfigCopyKind,
        facts::LiveConfig,
        findings::{Raised, Words},
        plan::{Plan, Step},
        rules::{
            RULES,
            scenes::{Stage, copy},
        },
    };

    fn stage(today: Value, aside: Option<Value>) -> Stage {
        let mut stage = Stage::new();
        stage.run();
        stage.facts.config = Some(LiveConfig { hash: "h".into(), value: today });
        let now_ms = stage.now.unix_ms;
        let mut set_aside = copy(ConfigCopyKind::Clobbered, now_ms);
        set_aside.value = aside;
        stage.around().config.copies = vec![set_aside];
        stage
    }

    fn plan(stage: &Stage, choice: Option<&str>) -> Result<Plan, Words> {
        let rule = RULES.iter().find(|rule| rule.id == "config.restored").unwrap();
        let fault = stage.faults(rule.check).remove(0);
        let action = ("put_your_change_back_corrected", choice);
        Plan::make(rule, &FindingRef::of(rule.id), &Raised::fresh(fault), action, &stage.scene())
    }

    fn today() -> Value {
        json!({"meta": {"lastTouchedVersion": "2026.9.6"}, "gateway": {"mode": "local", "auth": {"token": "<redacted>"}},
            "cron": {"enabled": true}})
    }

    #[test]
    fn only_the_keys_that_the_person_chooses_are_put_back_and_no_secret_is_among_them() {
        let aside = json!({"meta": {"lastTouchedVersion": "2025.1.1"},
            "gateway": {"mode": "local", "auth": {"token": "<redacted>"}, "bnid": "lan"},
            "cron": {"enabled": false}, "channels": {"telegram": {"botToken": "<redacted>"}}});
        let stage = stage(today(), Some(aside));
        let first = plan(&stage, None).unwrap();
        let ids: Vec<_> = first.ways.iter().map(|way| way.id.as_str()).collect();
        assert_eq!(ids, ["cron.enabled", "gateway.bnid", "all"]);
        let Step::Patch { keys } = &first.steps[0] else { panic!("{:?}", first.steps) };
        assert_eq!(keys.len(), 1);
        assert_eq!((keys[0].before.clone(), keys[0].after.clone()), (json!(true), json!(false)));
        assert!(first.undo.is_some() && !first.diff().is_empty());
        let all = plan(&stage, Some("all")).unwrap();
        assert_eq!(all.diff().len(), 2, "{:?}", all.diff());
        let text = format!("{:?}", all.steps);
        assert!(!text.contains("meta") && !text.contains("redacted"), "{text}");
    }

    #[test]
    fn a_file_that_cannot_be_read_or_says_the_same_puts_nothing_back() {
        assert_eq!(plan(&stage(today(), None), None).unwrap_err().id, "plan-aside-unreadable");
        assert_eq!(plan(&stage(today(), Some(today())), None).unwrap_err().id, "plan-aside-same");
        assert_eq!(plan(&stage(today(), Some(json!({"cron": {}}))), None).unwrap_err().id, "plan-aside-same");
    }
}
