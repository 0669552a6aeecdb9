//! `desktop.no_tray_host`: this desktop has no place for tray icons.

use clawtray_contract::{Risk, Severity};

use crate::findings::{Action, Fault, Rule, Scene, Verdict, Words};

pub(crate) const RULE: Rule = Rule {
    id: "desktop.no_tray_host",
    severity: Severity::Warning,
    title: "finding-desktop-no-tray-host",
    visible_after_ms: 10_000,
    explained_by: &[],
    signals: &["no org.kde.StatusNotifierWatcher on the session bus"],
    actions: &[Action {
        id: "open_the_window_instead",
        label: "action-desktop-no-tray-host-open-the-window-instead",
        risk: Risk::Safe,
        built: true,
    }],
    docs: None,
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    match scene.facts.tray_host {
        None => Verdict::Unknown,
        Some(true) => Verdict::Healthy,
        Some(false) => Verdict::one(
            Fault::new(Words::plain("finding-desktop-no-tray-host-text"), "absent", scene.now.unix_ms)
                .saw("desktop", Words::plain("seen-no-tray-host"), None)
                .offer(&RULE.action_ids()),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::scenes::Stage;

    #[test]
    fn an_absent_host_raises_it_and_a_desktop_that_nobody_asked_is_unknown() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check));
        stage.facts.tray_host = Some(false);
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.facts.tray_host = Some(true);
        assert!(stage.is_healthy(RULE.check));
    }
}
