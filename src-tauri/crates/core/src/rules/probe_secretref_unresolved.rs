//! `probe.secretref_unresolved`: a stored secret that the configuration points at cannot be read.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::ExitReason,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    rules::lines,
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
        if !scene.gateway.is_down() {
            return Verdict::Unknown;
        }
        let mut fault = Fault::new(Words::plain("finding-probe-secretref-unresolved-start"), "exit", exit.at_ms)
            .saw("output", words.clone(), Some(exit.at_ms))
            .offer(&RULE.action_ids());
        fault.began_ms = Some(exit.at_ms);
        return Verdict::one(fault);
    }
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-probe-secretref-unresolved-text"))
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{event::ExitReason, gateway::Observed, rules::scenes::Stage};

    #[test]
    fn a_start_that_ended_for_it_says_more_than_a_line() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has read a line");
        stage.gateway.observed = Observed::Stopped;
        stage.exit(ExitReason::SecretUnresolved { words: "secret reference was not found".into() });
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-probe-secretref-unresolved-start");
        stage.run();
        stage.facts.last_exit = None;
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-probe-secretref-unresolved-text");
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
    }
}
