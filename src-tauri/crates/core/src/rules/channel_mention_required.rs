//! `channel.mention_required`: group messages are ignored until somebody mentions the assistant.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
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
            built: false,
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
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-channel-mention-required-text"))
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
