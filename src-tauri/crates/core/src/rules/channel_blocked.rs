//! `channel.blocked`: a sender or a group is blocked by the rules of the channel.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "channel.blocked",
    severity: Severity::Info,
    title: "finding-channel-blocked",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["blocked / not in allowlist / dmPolicy disabled; groupPolicy"],
    actions: &[
        Action {
            id: "allow_this_sender_or_group",
            label: "action-channel-blocked-allow-this-sender-or-group",
            risk: Risk::Confirm,
            built: true,
        },
        Action { id: "leave_it_so", label: "action-channel-blocked-leave-it-so", risk: Risk::Safe, built: true },
    ],
    docs: Some("channels/groups"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-channel-blocked-text"))
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
