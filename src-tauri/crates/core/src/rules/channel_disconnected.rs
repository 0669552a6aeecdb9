//! `channel.disconnected`: a channel is not connected.

use clawtray_contract::{Risk, Severity};

use crate::findings::{Action, Fault, Rule, Scene, Verdict, Words};

pub(crate) const RULE: Rule = Rule {
    id: "channel.disconnected",
    severity: Severity::Error,
    title: "finding-channel-disconnected",
    visible_after_ms: 60_000,
    explained_by: &["channel.permission"],
    signals: &[
        "channels.status account not running/connected with lastError; reconnect attempts exhausted; logged out; healthState stale-socket or stuck",
        "/readyz.suppressed or lastError: restart-loop breaker tripped",
    ],
    actions: &[
        Action {
            id: "start_channels",
            label: "action-channel-disconnected-start-channels",
            risk: Risk::Safe,
            built: true,
        },
        Action { id: "reconnect_it", label: "action-channel-disconnected-reconnect-it", risk: Risk::Safe, built: true },
        Action {
            id: "link_it_again",
            label: "action-channel-disconnected-link-it-again",
            risk: Risk::Guide,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let Some(accounts) = &scene.facts.parts.channels else { return Verdict::Unknown };
    let faults: Vec<Fault> = accounts
        .iter()
        .filter(|account| account.is_out())
        .map(|account| {
            let args = vec![("channel", account.label.as_str().into()), ("account", account.account.as_str().into())];
            let id = match account.lifecycle.as_deref() {
                Some("blocked") => "finding-channel-disconnected-blocked",
                Some("recovering") => "finding-channel-disconnected-recovering",
                _ => "finding-channel-disconnected-stopped",
            };
            let state = account.health.as_deref().or(account.lifecycle.as_deref()).unwrap_or("not running");
            let mut fault = Fault::new(Words::with(id, args), state, scene.now.unix_ms)
                .saw("rpc", format!("channels.status {}: {state}", account.name()), None)
                .offer(&RULE.action_ids());
            if let Some(error) = &account.last_error {
                fault = fault.saw("rpc", error.clone(), None);
            }
            fault.subject = Some(account.name());
            fault.began_ms = account.connected_ms;
            fault
        })
        .collect();
    if faults.is_empty() { Verdict::Healthy } else { Verdict::Unhealthy(faults) }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{parts::ChannelAccount, rules::scenes::Stage};

    fn account(running: bool, lifecycle: &str) -> ChannelAccount {
        ChannelAccount {
            channel: "telegram".into(),
            label: "Telegram".into(),
            account: "default".into(),
            enabled: true,
            configured: true,
            running,
            connected: Some(running),
            lifecycle: Some(lifecycle.into()),
            last_error: (!running).then(|| "getMe returned 401".into()),
            ..ChannelAccount::default()
        }
    }

    #[test]
    fn an_account_that_is_out_is_named_with_its_error_and_being_back_ends_it() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has asked");
        stage.facts.parts.channels = Some(vec![account(false, "blocked")]);
        let faults = stage.faults(RULE.check);
        assert_eq!(faults[0].subject.as_deref(), Some("telegram/default"));
        assert_eq!(faults[0].text.id, "finding-channel-disconnected-blocked");
        assert!(faults[0].evidence.iter().any(|seen| seen.text.contains("401")));
        stage.facts.parts.channels = Some(vec![account(true, "ready")]);
        assert!(stage.is_healthy(RULE.check));
    }
}
