//! `channel.pairing_pending`: somebody waits for permission to write to the assistant.

use clawtray_contract::{Risk, Severity};

use crate::{
    approvals::Source,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "channel.pairing_pending",
    severity: Severity::Warning,
    title: "finding-channel-pairing-pending",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["pairing request in log; pairing list --channel shows pending"],
    actions: &[
        Action { id: "approve", label: "action-channel-pairing-pending-approve", risk: Risk::Confirm, built: false },
        Action { id: "refuse", label: "action-channel-pairing-pending-refuse", risk: Risk::Safe, built: false },
    ],
    docs: Some("channels/pairing"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    // What the gateway lists decides over what a line once said.
    let waiting = scene.facts.approvals.iter().filter(|request| request.source == Source::Senders);
    let faults: Vec<Fault> = waiting
        .map(|request| {
            let text = Words::plain("finding-channel-pairing-pending-text");
            let mut fault = Fault::new(text, request.id.clone(), request.since_ms);
            fault.subject = Some(request.id.clone());
            fault.began_ms = Some(request.since_ms);
            fault.saw("rpc", format!("{} {}", request.source.method(), request.id), Some(request.since_ms))
        })
        .collect();
    if !faults.is_empty() {
        return Verdict::Unhealthy(faults);
    }
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-channel-pairing-pending-text"))
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{
        approvals::{ApprovalRequest, Source},
        rules::scenes::Stage,
    };

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has read a line");
        stage.reads_lines();
        assert!(stage.is_healthy(RULE.check));
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check)[0].evidence.len(), 1);
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn a_request_on_the_gateways_list_raises_it_and_an_empty_list_ends_it() {
        let mut stage = Stage::new();
        stage.run();
        stage.reads_lines();
        stage.facts.approvals =
            vec![ApprovalRequest::new(Source::Senders, "a"), ApprovalRequest::new(Source::Devices, "b")];
        let faults = stage.faults(RULE.check);
        assert_eq!((faults.len(), faults[0].subject.as_deref()), (1, Some("a")));
        stage.facts.approvals.clear();
        assert!(stage.is_healthy(RULE.check));
    }
}
