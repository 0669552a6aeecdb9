//! `channel.pairing_pending`: somebody waits for permission to write to the assistant.

use clawtray_contract::{Risk, Severity};

use crate::{
    approvals::Source,
    findings::{Action, Rule, Scene, Verdict},
    rules::waiting,
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
        Action { id: "approve", label: "action-channel-pairing-pending-approve", risk: Risk::Confirm, built: true },
        Action { id: "refuse", label: "action-channel-pairing-pending-refuse", risk: Risk::Safe, built: true },
    ],
    docs: Some("channels/pairing"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    waiting::judge(scene, &RULE, Source::Senders, QUIET_MS, "finding-channel-pairing-pending-text")
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{approvals::Source, rules::scenes};

    #[test]
    fn a_line_raises_it_and_without_one_nobody_knows() {
        scenes::a_line_raises_it_and_without_one_nobody_knows(&RULE, QUIET_MS);
    }

    #[test]
    fn a_request_on_the_gateways_list_raises_it_and_an_empty_list_ends_it() {
        scenes::a_request_raises_it_and_an_empty_list_ends_it(&RULE, Source::Senders);
    }
}
