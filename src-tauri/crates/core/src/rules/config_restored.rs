//! `config.restored`: the gateway went back to an older configuration.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::ConfigCopyKind,
    findings::{Action, Rule, Scene, Verdict},
    rules::copies::{self, Sayings},
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
            built: true,
        },
        Action {
            id: "put_your_change_back_corrected",
            label: "action-config-restored-put-your-change-back-corrected",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "keep_the_restored_one",
            label: "action-config-restored-keep-the-restored-one",
            risk: Risk::Safe,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let sayings = Sayings { text: "finding-config-restored-text", what: "set aside by a restore" };
    copies::judge(scene, &RULE, ConfigCopyKind::Clobbered, QUIET_MS, &sayings, |copy| {
        // What the person asked for, and saw with its difference, is no news.
        !scene.facts.mended_ms.is_some_and(|(began, ended)| (began..=ended).contains(&copy.changed_ms))
    })
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{
        event::ConfigCopyKind,
        rules::scenes::{self, Stage, copy},
    };

    #[test]
    fn a_fresh_file_raises_it_for_a_day() {
        scenes::a_fresh_copy_raises_it_and_a_backup_does_not(&RULE, ConfigCopyKind::Clobbered, QUIET_MS);
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
}
