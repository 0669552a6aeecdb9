//! `channel.permission`: a channel lacks rights at its provider.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "channel.permission",
    severity: Severity::Error,
    title: "finding-channel-permission",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["missing_scope; not_in_channel; Forbidden; 401/403 from the channel API"],
    actions: &[
        Action {
            id: "show_what_is_missing",
            label: "action-channel-permission-show-what-is-missing",
            risk: Risk::Safe,
            built: true,
        },
        Action {
            id: "open_the_provider_s_page",
            label: "action-channel-permission-open-the-provider-s-page",
            risk: Risk::Guide,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let text = || Words::plain("finding-channel-permission-text");
    let issues = &scene.facts.parts.issues;
    let lacking = issues.iter().filter(|issue| matches!(issue.kind.as_str(), "permissions" | "intent"));
    let faults: Vec<Fault> = lacking
        .map(|issue| {
            let mut fault = Fault::new(text(), issue.kind.clone(), scene.now.unix_ms)
                .saw("rpc", format!("channels.status: {}", issue.words), None)
                .offer(&RULE.action_ids());
            fault.subject = Some(issue.name.clone());
            fault
        })
        .collect();
    if !faults.is_empty() {
        return Verdict::Unhealthy(faults);
    }
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| text())
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{
        parts::ChannelIssue,
        rules::scenes::{self, Stage},
    };

    #[test]
    fn what_the_gateway_says_a_channel_may_not_do_raises_it_for_that_account() {
        let mut stage = Stage::new();
        stage.run();
        stage.reads_lines();
        let issue = |kind: &str| ChannelIssue { name: "discord/a".into(), kind: kind.into(), words: "no".into() };
        stage.facts.parts.issues = vec![issue("runtime"), issue("intent")];
        let faults = stage.faults(RULE.check);
        assert_eq!((faults.len(), faults[0].subject.as_deref()), (1, Some("discord/a")));
        stage.facts.parts.issues = vec![issue("auth")];
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }
}
