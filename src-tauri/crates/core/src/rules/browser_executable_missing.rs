//! `browser.executable_missing`: no browser program was found.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    rules::{browsers, lines},
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
            built: true,
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
    let browser = scene.facts.surroundings.as_ref().and_then(|around| around.config.browser.as_ref());
    let browser = browser.filter(|browser| browser.wanted);
    if let Some(program) = browser.and_then(|browser| browser.missing_program.as_ref()) {
        let seen = Words::with("seen-browser-missing", vec![("program", program.as_str().into())]);
        let fault = Fault::new(Words::plain("finding-browser-executable-missing-text"), "config", scene.now.unix_ms);
        return Verdict::one(fault.saw("config", seen, None).offer(&RULE.action_ids()));
    }
    lines::judge(
        scene,
        RULE.id,
        QUIET_MS,
        |seen| browsers::started_since(scene, seen),
        |_| Words::plain("finding-browser-executable-missing-text"),
    )
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{
        event::BrowserSetting,
        rules::scenes::{self, Stage},
    };

    #[test]
    fn the_configuration_raises_it_until_it_is_changed_or_the_browser_is_off() {
        let mut stage = Stage::new();
        stage.reads_lines();
        let setting =
            BrowserSetting { wanted: true, missing_program: Some("/x/chrome".into()), ..BrowserSetting::default() };
        stage.around().config.browser = Some(setting.clone());
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.around().config.browser = Some(BrowserSetting { wanted: false, ..setting });
        assert!(stage.is_healthy(RULE.check));
        stage.around().config.browser = Some(BrowserSetting { wanted: true, ..BrowserSetting::default() });
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }
}
