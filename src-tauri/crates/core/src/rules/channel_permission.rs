//! `channel.permission`: a channel lacks rights at its provider.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
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
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-channel-permission-text"))
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
