//! `channel.blocked`: a sender or a group is blocked by the rules of the channel.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::{choices, lines},
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
    let allowed = |seen: &_| choices::allows_sender(scene, seen);
    lines::judge(scene, RULE.id, QUIET_MS, allowed, |_| Words::plain("finding-channel-blocked-text"))
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use serde_json::json;

    use crate::{facts::LiveConfig, rules::scenes};

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }

    #[test]
    fn a_sender_that_was_let_in_since_ends_it() {
        let mut stage = scenes::Stage::new();
        stage.run();
        stage.sign_with(RULE.id, Some("telegram"), &[("channel", "telegram"), ("sender", "5151")]);
        let config = |allowed: &[&str]| {
            Some(LiveConfig { hash: "h".into(), value: json!({"channels": {"telegram": {"allowFrom": allowed}}}) })
        };
        stage.facts.config = config(&["4242"]);
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.facts.config = config(&["4242", "5151"]);
        assert!(stage.is_healthy(RULE.check));
    }
}
