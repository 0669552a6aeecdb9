//! `service.duplicate`: more than one service starts a gateway.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "service.duplicate",
    severity: Severity::Warning,
    title: "finding-service-duplicate",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "Other gateway-like services detected",
        "System-level OpenClaw gateway service detected",
        "launchd gateway and node agents both loaded and restarting; foreign launchd jobs",
    ],
    actions: &[
        Action {
            id: "show_the_services",
            label: "action-service-duplicate-show-the-services",
            risk: Risk::Safe,
            built: true,
        },
        Action { id: "keep_one", label: "action-service-duplicate-keep-one", risk: Risk::Confirm, built: true },
    ],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let around = scene.facts.surroundings.as_ref();
    let others = around.map(|around| around.other_services.as_slice()).unwrap_or_default();
    let ours = around.and_then(|around| around.service.as_ref()).map(|service| &service.path);
    if others.len() + usize::from(ours.is_some()) > 1 {
        let words = Words::plain("finding-service-duplicate-text");
        // Which one to keep is only known between two of which one is OpenClaw's own.
        let offered: &[_] = if others.len() == 1 && ours.is_some() {
            &["show_the_services", "keep_one"]
        } else {
            &["show_the_services"]
        };
        let mut fault = Fault::new(words, others.join("\n"), scene.now.unix_ms).offer(offered);
        for path in ours.into_iter().chain(others) {
            fault = fault.saw("service", path.clone(), None);
        }
        return Verdict::one(fault);
    }
    let text = |_: &_| Words::plain("finding-service-duplicate-text");
    match lines::faults(scene, RULE.id, QUIET_MS, |_| false, text) {
        faults if faults.is_empty() && around.is_none() => Verdict::Unknown,
        faults if faults.is_empty() => Verdict::Healthy,
        faults => Verdict::Unhealthy(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{event::ServiceFile, rules::scenes::Stage};

    #[test]
    fn another_definition_beside_ours_raises_it_and_every_one_is_named() {
        let mut stage = Stage::new();
        stage.reads_lines();
        stage.around().service = Some(ServiceFile { path: "/u/ours.service".into(), ..ServiceFile::default() });
        assert!(stage.is_healthy(RULE.check));
        stage.around().other_services = vec!["/etc/systemd/system/openclaw.service".into()];
        assert_eq!(stage.faults(RULE.check)[0].evidence.len(), 2);
    }

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        let mut stage = Stage::new();
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
        stage.facts.surroundings = None;
        assert!(stage.is_unknown(RULE.check), "nobody has looked");
    }
}
