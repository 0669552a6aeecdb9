//! `channel.disconnected`: a channel is not connected.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 1_800_000;

pub(crate) const RULE: Rule = Rule {
    id: "channel.disconnected",
    severity: Severity::Error,
    title: "finding-channel-disconnected",
    visible_after_ms: 60_000,
    explained_by: &["channel.permission"],
    signals: &[
        "channels.status account not running/connected with lastError; reconnect attempts exhausted; logged out; healthState stale-socket or stuck",
        "/readyz.suppressed or lastError: restart-loop breaker tripped",
    ],
    actions: &[
        Action {
            id: "start_channels",
            label: "action-channel-disconnected-start-channels",
            risk: Risk::Safe,
            built: false,
        },
        Action {
            id: "reconnect_it",
            label: "action-channel-disconnected-reconnect-it",
            risk: Risk::Safe,
            built: false,
        },
        Action {
            id: "link_it_again",
            label: "action-channel-disconnected-link-it-again",
            risk: Risk::Guide,
            built: false,
        },
    ],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-channel-disconnected-text"))
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes::Stage;

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
}
