//! `browser.plugin_excluded`: the list of plugins leaves the browser out.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
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
    let browser = scene.facts.surroundings.as_ref().and_then(|around| around.config.browser.as_ref());
    let browser = browser.filter(|browser| browser.wanted && browser.left_out);
    if browser.is_some() {
        let seen = Words::plain("seen-browser-left-out");
        let fault = Fault::new(Words::plain("finding-browser-plugin-excluded-text"), "config", scene.now.unix_ms);
        return Verdict::one(fault.saw("config", seen, None).offer(&RULE.action_ids()));
    }
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-browser-plugin-excluded-text"))
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
        let setting = BrowserSetting { wanted: true, left_out: true, ..BrowserSetting::default() };
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
