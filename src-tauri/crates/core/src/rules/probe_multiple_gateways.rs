//! `probe.multiple_gateways`: more than one gateway answers.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::Refusal,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    fleet::Way,
    link::LinkState,
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "probe.multiple_gateways",
    severity: Severity::Warning,
    title: "finding-probe-multiple-gateways",
    visible_after_ms: 0,
    explained_by: &["service.duplicate"],
    signals: &["multiple reachable gateways / gateway identities detected"],
    actions: &[
        Action {
            id: "choose_the_one_to_watch",
            label: "action-probe-multiple-gateways-choose-the-one-to-watch",
            risk: Risk::Guide,
            built: true,
        },
        Action {
            id: "stop_the_stale_one",
            label: "action-probe-multiple-gateways-stop-the-stale-one",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    if let LinkState::Refused { refusal: Refusal::OtherCertificate { came }, since_ms } = &scene.link.state {
        // Another gateway, or somebody in between: nothing was told to it, and only a person can say which it is.
        let accepted = match scene.facts.remote.as_ref().map(|remote| &remote.way) {
            Some(Way::Tls { pin }) => pin.as_str(),
            _ => "",
        };
        let text = Words::plain("finding-probe-multiple-gateways-certificate");
        let fault = Fault::new(text, format!("certificate:{came}"), *since_ms)
            .saw("tls", format!("accepted: {accepted}"), None)
            .saw("tls", format!("shown now: {came}"), Some(*since_ms));
        return Verdict::one(fault.offer(&["choose_the_one_to_watch"]));
    }
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-probe-multiple-gateways-text"))
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes;

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }
}
