//! `config.restored`: the gateway went back to an older configuration.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::ConfigCopyKind,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "config.restored",
    severity: Severity::Warning,
    title: "finding-config-restored",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "Config auto-restored from last-known-good / from backup / from last-good",
        "Config recovery warning system event",
        "gateway: invalid config was restored from last-known-good backup",
        "config reload restored last-known-good config after invalid-config",
        "new openclaw.json.clobbered.* file",
    ],
    actions: &[
        Action {
            id: "compare_the_two",
            label: "action-config-restored-compare-the-two",
            risk: Risk::Safe,
            built: false,
        },
        Action {
            id: "put_your_change_back_corrected",
            label: "action-config-restored-put-your-change-back-corrected",
            risk: Risk::Confirm,
            built: false,
        },
        Action {
            id: "keep_the_restored_one",
            label: "action-config-restored-keep-the-restored-one",
            risk: Risk::Safe,
            built: false,
        },
    ],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let copies = scene.facts.surroundings.as_ref().map(|around| around.config.copies.as_slice());
    let newest = copies
        .unwrap_or_default()
        .iter()
        .filter(|copy| copy.kind == ConfigCopyKind::Clobbered)
        .filter(|copy| scene.now.unix_ms.saturating_sub(copy.changed_ms) <= QUIET_MS)
        // What the person asked for, and saw with its difference, is no news.
        .filter(|copy| !scene.facts.mended_ms.is_some_and(|(began, ended)| (began..=ended).contains(&copy.changed_ms)))
        .max_by_key(|copy| copy.changed_ms);
    if let Some(copy) = newest {
        // The file's name is in the tag: another one is another story.
        let mut fault = Fault::new(Words::plain("finding-config-restored-text"), copy.name.clone(), copy.changed_ms)
            .saw("config", format!("{}: set aside by a restore", copy.name), Some(copy.changed_ms))
            .offer(&RULE.action_ids());
        fault.began_ms = Some(copy.changed_ms);
        for seen in scene.facts.signs.of(RULE.id) {
            fault.evidence.extend(seen.lines.iter().cloned());
        }
        return Verdict::one(fault);
    }
    match lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-config-restored-text")) {
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
        stage.around().config.copies.push(copy(ConfigCopyKind::Clobbered, now_ms));
        assert_eq!(stage.faults(RULE.check)[0].began_ms, Some(now_ms));
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
        stage.facts.surroundings = None;
        assert!(stage.is_unknown(RULE.check), "nobody has looked");
    }

    #[test]
    fn what_a_repair_of_ours_restored_is_no_news() {
        let mut stage = Stage::new();
        let now_ms = stage.now.unix_ms;
        stage.around().config.copies = vec![copy(ConfigCopyKind::Clobbered, now_ms)];
        stage.facts.mended_ms = Some((now_ms - 1, now_ms + 1));
        assert!(stage.is_healthy(RULE.check));
        stage.around().config.copies.push(copy(ConfigCopyKind::Clobbered, now_ms + 2));
        assert_eq!(stage.faults(RULE.check)[0].began_ms, Some(now_ms + 2), "a later one is");
    }

    #[test]
    fn a_line_alone_raises_it_too() {
        let mut stage = Stage::new();
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1);
    }
}
