//! `browser.launch_failed`: the browser did not start.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::{browsers, lines},
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "browser.launch_failed",
    severity: Severity::Error,
    title: "finding-browser-launch-failed",
    visible_after_ms: 0,
    explained_by: &["browser.executable_missing", "browser.plugin_excluded"],
    signals: &["Failed to start Chrome CDP on port"],
    actions: &[
        Action {
            id: "try_to_start_it",
            label: "action-browser-launch-failed-try-to-start-it",
            risk: Risk::Safe,
            built: true,
        },
        Action { id: "show_why", label: "action-browser-launch-failed-show-why", risk: Risk::Safe, built: true },
    ],
    docs: Some("tools/browser-linux-troubleshooting"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(
        scene,
        RULE.id,
        QUIET_MS,
        |seen| browsers::started_since(scene, seen),
        |_| Words::plain("finding-browser-launch-failed-text"),
    )
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
