//! `browser.executable_missing`: no browser program was found.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "browser.executable_missing",
    severity: Severity::Error,
    title: "finding-browser-executable-missing",
    visible_after_ms: 0,
    explained_by: &["browser.plugin_excluded"],
    signals: &["browser.executablePath not found; No supported browser found"],
    actions: &[
        Action {
            id: "use_the_browser_found_here",
            label: "action-browser-executable-missing-use-the-browser-found-here",
            risk: Risk::Confirm,
            built: false,
        },
        Action {
            id: "install_a_browser",
            label: "action-browser-executable-missing-install-a-browser",
            risk: Risk::Guide,
            built: true,
        },
    ],
    docs: Some("tools/browser-linux-troubleshooting"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-browser-executable-missing-text"))
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
