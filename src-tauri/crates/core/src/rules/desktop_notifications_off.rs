//! `desktop.notifications_off`: there is nothing here that shows notifications.

use clawtray_contract::{Risk, Severity};

use crate::findings::{Action, Fault, Rule, Scene, Verdict, Words};

pub(crate) const RULE: Rule = Rule {
    id: "desktop.notifications_off",
    severity: Severity::Info,
    title: "finding-desktop-notifications-off",
    visible_after_ms: 10_000,
    explained_by: &[],
    signals: &["no notification service; permission denied; focus/do-not-disturb"],
    actions: &[
        Action {
            id: "send_a_test_notification",
            label: "action-desktop-notifications-off-send-a-test-notification",
            risk: Risk::Safe,
            built: true,
        },
        Action {
            id: "open_system_settings",
            label: "action-desktop-notifications-off-open-system-settings",
            risk: Risk::Guide,
            built: true,
        },
    ],
    docs: None,
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    match scene.facts.notifications {
        None => Verdict::Unknown,
        Some(true) => Verdict::Healthy,
        Some(false) => Verdict::one(
            Fault::new(Words::plain("finding-desktop-notifications-off-text"), "absent", scene.now.unix_ms)
                .saw("desktop", Words::plain("seen-no-notification-service"), None)
                .offer(&RULE.action_ids()),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::scenes::Stage;

    #[test]
    fn an_absent_service_raises_it_and_a_desktop_that_nobody_asked_is_unknown() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check));
        stage.facts.notifications = Some(false);
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.facts.notifications = Some(true);
        assert!(stage.is_healthy(RULE.check));
    }
}
