//! `config.write_rejected`: a change of the configuration was rejected.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::ConfigCopyKind,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "config.write_rejected",
    severity: Severity::Warning,
    title: "finding-config-write-rejected",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "Config write rejected:; .rejected.* file; missing-meta-vs-last-good; size-drop-vs-last-good; gateway-mode-missing-vs-last-good",
    ],
    actions: &[Action {
        id: "show_what_was_rejected",
        label: "action-config-write-rejected-show-what-was-rejected",
        risk: Risk::Safe,
        built: false,
    }],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let copies = scene.facts.surroundings.as_ref().map(|around| around.config.copies.as_slice());
    let newest = copies
        .unwrap_or_default()
        .iter()
        .filter(|copy| copy.kind == ConfigCopyKind::Rejected)
        .filter(|copy| scene.now.unix_ms.saturating_sub(copy.changed_ms) <= QUIET_MS)
        .max_by_key(|copy| copy.changed_ms);
    if let Some(copy) = newest {
        // The file's name is in the tag: another one is another story.
        let mut fault =
            Fault::new(Words::plain("finding-config-write-rejected-text"), copy.name.clone(), copy.changed_ms)
                .saw("config", format!("{}: written and refused", copy.name), Some(copy.changed_ms))
                .offer(&RULE.action_ids());
        fault.began_ms = Some(copy.changed_ms);
        for seen in scene.facts.signs.of(RULE.id) {
            fault.evidence.extend(seen.lines.iter().cloned());
        }
        return Verdict::one(fault);
    }
    match lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-config-write-rejected-text")) {
        // The files tell even where nobody reads lines.
        Verdict::Unknown if copies.is_some() => Verdict::Healthy,
        verdict => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{
        event::{ConfigCopy, ConfigCopyKind},
        rules::scenes::Stage,
    };

    fn copy(kind: ConfigCopyKind, changed_ms: u64) -> ConfigCopy {
        let name = "openclaw.json.copy".into();
        ConfigCopy { name, kind, changed_ms, usable: false, stamp: String::new(), diff: Vec::new() }
    }

    #[test]
    fn a_fresh_file_raises_it_for_a_day_and_a_backup_does_not() {
        let mut stage = Stage::new();
        assert!(stage.is_healthy(RULE.check));
        let now_ms = stage.now.unix_ms;
        stage.around().config.copies = vec![copy(ConfigCopyKind::Backup, now_ms)];
        assert!(stage.is_healthy(RULE.check));
        stage.around().config.copies.push(copy(ConfigCopyKind::Rejected, now_ms));
        assert_eq!(stage.faults(RULE.check)[0].began_ms, Some(now_ms));
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
        stage.facts.surroundings = None;
        assert!(stage.is_unknown(RULE.check), "nobody has looked");
    }

    #[test]
    fn a_line_alone_raises_it_too() {
        let mut stage = Stage::new();
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1);
    }
}
