//! `node.allowlist_miss`: a command was blocked by the list of allowed ones.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::{choices, lines},
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "node.allowlist_miss",
    severity: Severity::Warning,
    title: "finding-node-allowlist-miss",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["SYSTEM_RUN_DENIED: allowlist miss", "node command not allowed ... gateway.nodes.commands.allow"],
    actions: &[
        Action {
            id: "add_it_to_the_allowlist",
            label: "action-node-allowlist-miss-add-it-to-the-allowlist",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "allow_this_node_command",
            label: "action-node-allowlist-miss-allow-this-node-command",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "leave_it_blocked",
            label: "action-node-allowlist-miss-leave-it-blocked",
            risk: Risk::Safe,
            built: true,
        },
    ],
    docs: Some("nodes/command-policy"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let allowed = |seen: &_| choices::allows_command(scene, seen);
    lines::judge(scene, RULE.id, QUIET_MS, allowed, |_| Words::plain("finding-node-allowlist-miss-text"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{QUIET_MS, RULE};
    use crate::{
        facts::LiveConfig,
        rules::scenes::{self, Stage},
    };

    #[test]
    fn a_command_that_is_allowed_by_now_ends_it_and_another_does_not() {
        let mut stage = Stage::new();
        stage.reads_lines();
        stage.sign_with(RULE.id, None, &[("command", "camera.snap")]);
        let mut allow = |list| {
            let value = json!({"gateway": {"nodes": {"commands": {"allow": list}}}});
            stage.facts.config = Some(LiveConfig { hash: String::new(), value });
            stage.is_healthy(RULE.check)
        };
        assert!(!allow(json!(["camera.clip"])));
        assert!(allow(json!(["camera.clip", "camera.snap"])));
    }

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }
}
