//! How the gateway's parts fare: three cheap calls, each of which may be refused by itself.

use clawtray_core::{CallProblem, ChannelAccount, ChannelIssue, Node, Parts, Scheduler};
use clawtray_gateway::Session;
use serde_json::{Value, json};

use super::call::problem;
use crate::words::{LINE, NAME, clean, clean_field};

/// Most accounts and devices kept.
const KEPT: usize = 256;

/// Asks about channels, scheduler and devices.
///
/// # Errors
/// When the gateway does not answer in time or fails; a part that is not offered or not allowed is left out.
pub(crate) async fn ask(session: &Session, limit_ms: u64) -> Result<Parts, CallProblem> {
    let ask = async |method: &str| match session.call(method, json!({}), limit_ms).await.map_err(problem) {
        Ok(answer) => Ok(Some(answer)),
        Err(CallProblem::MissingScope(_) | CallProblem::NotOffered) => Ok(None),
        Err(problem) => Err(problem),
    };
    let (channels, scheduler, nodes) = tokio::join!(ask("channels.status"), ask("cron.status"), ask("node.list"));
    Ok(Parts {
        issues: channels.as_ref().ok().and_then(Option::as_ref).map(issues).unwrap_or_default(),
        channels: channels?.as_ref().map(accounts),
        scheduler: scheduler?.as_ref().and_then(scheduled),
        nodes: nodes?.as_ref().map(devices),
    })
}

/// Reads `channels.status`.
fn accounts(answer: &Value) -> Vec<ChannelAccount> {
    let channels = answer["channelAccounts"].as_object().into_iter().flatten();
    let of_channel = |(channel, accounts): (&String, &Value)| {
        let label = answer["channelLabels"][channel].as_str().unwrap_or(channel).to_owned();
        let accounts = accounts.as_array().cloned().unwrap_or_default();
        let channel = channel.clone();
        accounts.into_iter().map(move |account| read_account(&channel, &label, &account))
    };
    channels.flat_map(of_channel).take(KEPT).collect()
}

/// Reads the gateway's own words about channels.
fn issues(answer: &Value) -> Vec<ChannelIssue> {
    let said = answer["statusIssues"].as_array().into_iter().flatten();
    let text = |issue: &Value, key: &str, chars| clean_field(issue[key].as_str(), chars);
    said.filter_map(|issue| {
        let channel = text(issue, "channel", NAME)?;
        let account = text(issue, "accountId", NAME).unwrap_or_else(|| "default".to_owned());
        let words = [text(issue, "message", LINE), text(issue, "fix", LINE)];
        Some(ChannelIssue {
            name: format!("{channel}/{account}"),
            kind: text(issue, "kind", NAME)?,
            words: words.into_iter().flatten().collect::<Vec<_>>().join(" "),
        })
    })
    .take(KEPT)
    .collect()
}

fn read_account(channel: &str, label: &str, account: &Value) -> ChannelAccount {
    let text = |key: &str, chars| clean_field(account[key].as_str(), chars);
    ChannelAccount {
        channel: clean(channel, NAME),
        label: clean(label, NAME),
        account: text("accountId", NAME).unwrap_or_else(|| "default".to_owned()),
        // An account that does not say so is on: only a plain `false` is off.
        enabled: account["enabled"].as_bool().unwrap_or(true),
        configured: account["configured"].as_bool().unwrap_or(true),
        running: account["running"].as_bool().unwrap_or(true),
        connected: account["connected"].as_bool(),
        lifecycle: text("lifecycle", NAME),
        health: text("healthState", NAME),
        last_error: text("lastError", LINE),
        connected_ms: account["lastConnectedAt"].as_u64(),
    }
}

/// Reads `cron.status`; an answer that does not say whether it is on says nothing.
fn scheduled(answer: &Value) -> Option<Scheduler> {
    Some(Scheduler {
        enabled: answer["enabled"].as_bool()?,
        jobs: answer["jobs"].as_u64().unwrap_or(0),
        next_wake_ms: answer["nextWakeAtMs"].as_u64(),
    })
}

/// Reads `node.list`: the paired ones.
fn devices(answer: &Value) -> Vec<Node> {
    let nodes = answer["nodes"].as_array().into_iter().flatten();
    let paired = nodes.filter(|node| node["paired"].as_bool() != Some(false));
    paired
        .filter_map(|node| {
            Some(Node {
                id: clean_field(node["nodeId"].as_str(), 2 * NAME)?,
                name: clean_field(node["displayName"].as_str(), NAME),
                platform: clean_field(node["platform"].as_str(), NAME),
                // A gateway that does not tell whether it is connected says nothing bad about it.
                connected: node["connected"].as_bool().unwrap_or(true),
                seen_ms: node["lastSeenAtMs"].as_u64(),
                connected_ms: node["connectedAtMs"].as_u64(),
            })
        })
        .take(KEPT)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{accounts, devices, issues, scheduled};

    #[test]
    fn a_refused_bot_token_is_read_as_openclaw_2026_9_6_tells_it() {
        let answer = json!({"channelLabels": {"telegram": "Telegram"}, "channelAccounts": {"telegram": [{
            "accountId": "default", "enabled": true, "configured": true, "running": false, "connected": false,
            "lifecycle": "blocked", "healthState": "terminal-disconnect", "lastConnectedAt": 1_795_344_633_718_u64,
            "lastError": "Telegram bot token unauthorized for account \"default\" (getMe returned 401 from Telegram)"
        }]}});
        let read = accounts(&answer);
        assert_eq!((read[0].name().as_str(), read[0].label.as_str()), ("telegram/default", "Telegram"));
        assert!(read[0].is_out());
        assert!(read[0].last_error.as_deref().is_some_and(|words| words.contains("401")));
    }

    #[test]
    fn the_gateways_own_words_about_a_channel_are_read_and_rubbish_is_none() {
        let answer = json!({"statusIssues": [
            {"channel": "discord", "accountId": "a", "kind": "permissions", "message": "Cannot send", "fix": "Allow it"},
            {"channel": "discord"}, 7,
        ]});
        let read = issues(&answer);
        assert_eq!((read.len(), read[0].name.as_str(), read[0].kind.as_str()), (1, "discord/a", "permissions"));
        assert_eq!(read[0].words, "Cannot send Allow it");
        assert!(issues(&json!({"statusIssues": "x"})).is_empty());
    }

    #[test]
    fn a_scheduler_and_devices_are_read_and_rubbish_is_nothing() {
        let answer = json!({"enabled": false, "jobs": 3, "nextWakeAtMs": null});
        assert_eq!(scheduled(&answer).map(|scheduler| (scheduler.enabled, scheduler.jobs)), Some((false, 3)));
        let answer = json!({"nodes": [{"nodeId": "n1", "displayName": "Phone", "paired": true, "connected": false,
            "lastSeenAtMs": 7}, {"nodeId": "n2", "paired": false}, 5]});
        let read = devices(&answer);
        assert_eq!((read.len(), read[0].connected, read[0].seen_ms), (1, false, Some(7)));
        for rubbish in [Value::Null, json!([]), json!("x"), json!({"nodes": 1, "channelAccounts": [1]})] {
            assert_eq!(scheduled(&rubbish), None);
            assert!(devices(&rubbish).is_empty() && accounts(&rubbish).is_empty());
        }
    }
}
