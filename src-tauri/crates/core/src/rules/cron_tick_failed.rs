//! `cron.tick_failed`: the scheduler itself failed.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
    signs::Seen,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "cron.tick_failed",
    severity: Severity::Error,
    title: "finding-cron-tick-failed",
    visible_after_ms: 0,
    explained_by: &["storage.full", "storage.locked", "storage.readonly", "storage.io"],
    signals: &["cron: timer tick failed"],
    actions: &[
        Action { id: "restart", label: "action-cron-tick-failed-restart", risk: Risk::Confirm, built: true },
        Action { id: "show_the_error", label: "action-cron-tick-failed-show-the-error", risk: Risk::Safe, built: true },
    ],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    // A gateway that was started since has another scheduler.
    let ready_ms = lines::ready_ms(scene);
    let text = |_: &Seen| Words::plain("finding-cron-tick-failed-text");
    lines::judge(scene, RULE.id, QUIET_MS, |seen| ready_ms.is_some_and(|ready_ms| ready_ms > seen.last_ms), text)
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes;

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }

    #[test]
    fn a_gateway_that_was_started_since_ends_it() {
        scenes::a_line_raises_it_until_a_new_start(&RULE);
    }
}
