//! `probe.secretref_unresolved`: a stored secret that the configuration points at cannot be read.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::ExitReason,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    gateway::Observed,
    rules::lines,
    signs::Seen,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "probe.secretref_unresolved",
    severity: Severity::Warning,
    title: "finding-probe-secretref-unresolved",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["unresolved gateway.auth.* / gateway.remote.* SecretRef"],
    actions: &[
        Action {
            id: "show_which_one",
            label: "action-probe-secretref-unresolved-show-which-one",
            risk: Risk::Safe,
            built: true,
        },
        Action {
            id: "store_it_in_the_keychain",
            label: "action-probe-secretref-unresolved-store-it-in-the-keychain",
            risk: Risk::Guide,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let exit = scene.facts.last_exit.as_ref();
    if let Some((exit, ExitReason::SecretUnresolved { words })) = exit.map(|exit| (exit, &exit.reason)) {
        if scene.gateway.is_down() {
            let mut fault = Fault::new(Words::plain("finding-probe-secretref-unresolved-start"), "exit", exit.at_ms)
                .saw("output", words.clone(), Some(exit.at_ms))
                .offer(&RULE.action_ids());
            fault.began_ms = Some(exit.at_ms);
            return Verdict::one(fault);
        }
        if !matches!(scene.gateway.observed, Observed::Running { .. }) {
            return Verdict::Unknown;
        }
    }
    // What a start could not read, a gateway that was started later and runs has read.
    let started_ms = scene.facts.probes.as_ref().and_then(|probes| probes.started_ms);
    let is_over = |seen: &Seen| {
        matches!(scene.gateway.observed, Observed::Running { .. })
            && started_ms.is_some_and(|started_ms| seen.last_ms < started_ms)
    };
    lines::judge(scene, RULE.id, QUIET_MS, is_over, |_| Words::plain("finding-probe-secretref-unresolved-text"))
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{
        event::{ExitReason, Probes},
        gateway::Observed,
        rules::scenes::Stage,
    };

    #[test]
    fn a_start_that_ended_for_it_says_more_than_a_line() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has read a line");
        stage.gateway.observed = Observed::Stopped;
        stage.exit(ExitReason::SecretUnresolved { words: "secret reference was not found".into() });
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-probe-secretref-unresolved-start");
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.run();
        stage.facts.probes = Some(Probes { started_ms: Some(stage.now.unix_ms + 1), ..Probes::default() });
        assert!(stage.is_healthy(RULE.check), "what that start could not read this one has read");
        stage.facts.probes = Some(Probes { started_ms: Some(stage.now.unix_ms - 1), ..Probes::default() });
        stage.facts.last_exit = None;
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-probe-secretref-unresolved-text");
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
    }
}
