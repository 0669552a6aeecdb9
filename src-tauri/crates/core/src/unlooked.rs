//! Why a finding could not be looked at: what is missing, in words.

use crate::{deep, findings::Scene, gateway::Observed, link::LinkState};

/// What only the session with the gateway tells, not its lines.
const BY_SESSION: [&str; 11] = [
    "channel.disconnected",
    "channel.pairing_pending",
    "cron.delivery_failed",
    "cron.disabled",
    "cron.job_failed",
    "cron.missed",
    "heartbeat.failed",
    "heartbeat.skipped",
    "node.exec_approval",
    "node.offline",
    "probe.degraded",
];

/// The sentence for a finding that nothing known answers.
pub(crate) fn why(finding: &str, scene: &Scene<'_>) -> &'static str {
    if finding.starts_with("desktop.") || finding == "secrets.unavailable" {
        return "not-looked-desktop";
    }
    if deep::tells(finding) {
        return "not-looked-deep";
    }
    let elsewhere = scene.facts.remote.is_some();
    match (&scene.link.state, &scene.gateway.observed) {
        (LinkState::Ready(_), _) if !BY_SESSION.contains(&finding) && !scene.facts.lines_read => {
            if scene.facts.lines_denied { "not-looked-denied" } else { "not-looked-lines" }
        }
        (LinkState::Ready(hello), _) => match finding {
            "node.exec_approval" if !scene.link.wanted.answers_agents => "not-looked-chosen",
            "channel.pairing_pending" if !scene.link.wanted.pairs() => "not-looked-chosen",
            "node.exec_approval" | "channel.pairing_pending"
                if !scene.link.wanted.missing(&hello.scopes).is_empty() =>
            {
                "not-looked-rights"
            }
            _ => "not-looked-untold",
        },
        _ if elsewhere => "not-looked-signed-out",
        (_, Observed::Unknown | Observed::Looking | Observed::Preparing | Observed::Launching) => "not-looked-yet",
        (_, Observed::NotInstalled) => "not-looked-not-installed",
        (_, Observed::Starting { .. } | Observed::Running { .. }) => "not-looked-signed-out",
        _ => "not-looked-stopped",
    }
}

#[cfg(test)]
mod tests {
    use super::{BY_SESSION, why};
    use crate::{
        event::HelloFacts,
        gateway::Observed,
        link::LinkState,
        rules::{RULES, scenes::Stage},
    };

    #[test]
    fn what_only_the_session_tells_are_findings() {
        for id in BY_SESSION {
            assert!(RULES.iter().any(|rule| rule.id == id), "{id}");
        }
    }

    #[test]
    fn each_reason_is_told_apart() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        assert_eq!(why("cron.missed", &stage.scene()), "not-looked-stopped");
        assert_eq!(why("desktop.no_tray_host", &stage.scene()), "not-looked-desktop");
        assert_eq!(why("probe.multiple_gateways", &stage.scene()), "not-looked-deep");
        stage.gateway.observed = Observed::NotInstalled;
        assert_eq!(why("cron.missed", &stage.scene()), "not-looked-not-installed");
        stage.run();
        stage.facts.lines_read = false;
        assert_eq!(why("storage.io", &stage.scene()), "not-looked-lines");
        stage.facts.lines_denied = true;
        assert_eq!(why("storage.io", &stage.scene()), "not-looked-denied");
        assert_eq!(why("heartbeat.failed", &stage.scene()), "not-looked-untold");
        assert_eq!(why("node.exec_approval", &stage.scene()), "not-looked-chosen");
        let scopes = vec!["operator.read".to_owned()];
        stage.link.state = LinkState::Ready(HelloFacts { scopes, ..HelloFacts::default() });
        assert_eq!(why("channel.pairing_pending", &stage.scene()), "not-looked-rights");
        assert_eq!(why("heartbeat.failed", &stage.scene()), "not-looked-untold", "that takes no right");
        stage.link.state = LinkState::Idle;
        assert_eq!(why("heartbeat.failed", &stage.scene()), "not-looked-signed-out");
    }
}
