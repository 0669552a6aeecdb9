//! `channel.disconnected`: a channel is not connected.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    gateway::Observed,
    parts::ChannelAccount,
};

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

/// Channels and their accounts that OpenClaw did not start because it had ended uncleanly three times within five
/// minutes (`/readyz`, `suppressed`). An account is absent while the gateway has told none of that channel.
pub(crate) fn held_back(scene: &Scene<'_>) -> Vec<(String, Option<String>)> {
    if !matches!(scene.gateway.observed, Observed::Running { .. }) {
        return Vec::new();
    }
    let Some(probes) = &scene.facts.probes else { return Vec::new() };
    let accounts = || scene.facts.parts.channels.iter().flatten();
    let mut held = Vec::new();
    for channel in &probes.suppressed {
        let mut of_channel = accounts().filter(|account| account.channel == *channel).peekable();
        if of_channel.peek().is_none() {
            held.push((channel.clone(), None));
        } else {
            let held_back = of_channel.filter(|account| account.is_held_back());
            held.extend(held_back.map(|account| (channel.clone(), Some(account.account.clone()))));
        }
    }
    held
}

fn check(scene: &Scene<'_>) -> Verdict {
    let held = held_back(scene);
    let mut faults: Vec<Fault> = held.iter().map(|(channel, account)| held_fault(scene, channel, account)).collect();
    let Some(accounts) = &scene.facts.parts.channels else {
        return if faults.is_empty() { Verdict::Unknown } else { Verdict::Unhealthy(faults) };
    };
    let is_held = |account: &ChannelAccount| {
        held.iter().any(|(channel, of)| *channel == account.channel && of.as_deref() == Some(&account.account))
    };
    let out = accounts.iter().filter(|account| account.is_out() && !is_held(account)).map(|account| {
        let args = vec![("channel", account.label.as_str().into()), ("account", account.account.as_str().into())];
        let id = match account.lifecycle.as_deref() {
            Some("blocked") => "finding-channel-disconnected-blocked",
            Some("recovering") => "finding-channel-disconnected-recovering",
            _ => "finding-channel-disconnected-stopped",
        };
        let state = account.health.as_deref().or(account.lifecycle.as_deref()).unwrap_or("not running");
        let mut fault = Fault::new(Words::with(id, args), state, seen_ms(scene))
            .saw("rpc", format!("channels.status {}: {state}", account.name()), None)
            .offer(&RULE.action_ids());
        if let Some(error) = &account.last_error {
            fault = fault.saw("rpc", error.clone(), None);
        }
        fault.subject = Some(account.name());
        fault.began_ms = account.connected_ms;
        fault.asked_ms = scene.facts.parts_read_ms;
        fault
    });
    faults.extend(out);
    if faults.is_empty() { Verdict::Healthy } else { Verdict::Unhealthy(faults) }
}

/// When the gateway told it.
fn seen_ms(scene: &Scene<'_>) -> u64 {
    scene.facts.parts_read_ms.unwrap_or(scene.now.unix_ms)
}

fn held_fault(scene: &Scene<'_>, channel: &str, account: &Option<String>) -> Fault {
    let mut told = scene.facts.parts.channels.iter().flatten();
    let told = told.find(|one| one.channel == channel && account.as_deref() == Some(&one.account));
    let label = told.map_or(channel, |account| account.label.as_str());
    let text = Words::with("finding-channel-disconnected-held-back", vec![("channel", label.into())]);
    let mut fault = Fault::new(text, "held-back", seen_ms(scene))
        .saw("http", format!("/readyz suppressed: {channel}"), None)
        .offer(&["start_channels"]);
    if let Some(error) = told.and_then(|account| account.last_error.as_ref()) {
        fault = fault.saw("rpc", error.clone(), None);
    }
    fault.subject = Some(told.map_or_else(|| channel.to_owned(), ChannelAccount::name));
    fault
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{event::Probes, parts::ChannelAccount, rules::scenes::Stage};

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

    #[test]
    fn what_openclaw_held_back_after_crashes_is_told_from_what_lost_its_connection() {
        let mut stage = Stage::new();
        stage.facts.probes = Some(Probes { suppressed: vec!["telegram".into()], ..Probes::default() });
        assert!(stage.is_unknown(RULE.check), "it still starts");
        stage.run();
        let faults = stage.faults(RULE.check);
        assert_eq!(faults[0].subject.as_deref(), Some("telegram"), "no account is known yet");
        assert_eq!(faults[0].text.id, "finding-channel-disconnected-held-back");
        let held = ChannelAccount { health: Some("not-running".into()), ..account(false, "stopped") };
        let lost = ChannelAccount { channel: "discord".into(), ..account(false, "blocked") };
        stage.facts.parts.channels = Some(vec![held, lost]);
        let faults = stage.faults(RULE.check);
        let told: Vec<_> = faults.iter().map(|fault| (fault.subject.as_deref(), fault.text.id)).collect();
        assert_eq!(
            told,
            [
                (Some("telegram/default"), "finding-channel-disconnected-held-back"),
                (Some("discord/default"), "finding-channel-disconnected-blocked"),
            ]
        );
        assert_eq!(faults[0].actions, ["start_channels"]);
        stage.facts.parts.channels = Some(vec![account(true, "ready")]);
        assert!(stage.is_healthy(RULE.check), "the list is newer than the probe");
    }
}
