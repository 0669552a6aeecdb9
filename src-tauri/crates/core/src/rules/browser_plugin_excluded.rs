//! `browser.plugin_excluded`: the list of plugins leaves the browser out.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "browser.plugin_excluded",
    severity: Severity::Warning,
    title: "finding-browser-plugin-excluded",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["unknown command 'browser'; plugins.allow excludes browser while browser.enabled"],
    actions: &[Action {
        id: "allow_the_browser_plugin",
        label: "action-browser-plugin-excluded-allow-the-browser-plugin",
        risk: Risk::Confirm,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-browser-plugin-excluded-text"))
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
