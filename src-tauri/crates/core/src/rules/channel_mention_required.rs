//! `channel.mention_required`: group messages are ignored until somebody mentions the assistant.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::{choices, lines},
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "channel.mention_required",
    severity: Severity::Info,
    title: "finding-channel-mention-required",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["drop guild message (mention required; reason no-mention; did not mention bot"],
    actions: &[
        Action {
            id: "answer_without_a_mention_in_this_group",
            label: "action-channel-mention-required-answer-without-a-mention-in-this-group",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "leave_it_so",
            label: "action-channel-mention-required-leave-it-so",
            risk: Risk::Safe,
            built: true,
        },
    ],
    docs: Some("channels/groups"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let chosen = |seen: &_| choices::answers_without_a_mention(scene, seen);
    lines::judge(scene, RULE.id, QUIET_MS, chosen, |_| Words::plain("finding-channel-mention-required-text"))
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
    fn a_group_that_is_answered_without_a_mention_ends_it_and_another_group_does_not() {
        let mut stage = Stage::new();
        stage.reads_lines();
        stage.sign_with(RULE.id, Some("telegram"), &[("channel", "telegram"), ("chat", "-100")]);
        assert_eq!(stage.faults(RULE.check)[0].subject.as_deref(), Some("telegram"));
        let mut groups = |groups| {
            let value = json!({"channels": {"telegram": {"groups": groups}}});
            stage.facts.config = Some(LiveConfig { hash: String::new(), value });
            stage.is_healthy(RULE.check)
        };
        assert!(!groups(json!({"-200": {"requireMention": false}})), "another one");
        assert!(
            !groups(json!({"-100": {"requireMention": true}, "*": {"requireMention": false}})),
            "its own word counts"
        );
        assert!(!groups(json!({})), "nobody chose");
        assert!(groups(json!({"-100": {"requireMention": false}})));
        assert!(groups(json!({"*": {"requireMention": false}})), "all of them");
    }

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }
}
