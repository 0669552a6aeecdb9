//! `node.offline`: a paired device is not connected.

use clawtray_contract::{Risk, Severity};
use clawtray_text::Arg;

use crate::findings::{Action, Fault, Rule, Scene, Verdict, Words};

/// A device that has been away longer than this was put away, milliseconds.
const USED_LATELY_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "node.offline",
    severity: Severity::Info,
    title: "finding-node-offline",
    visible_after_ms: 60_000,
    explained_by: &[],
    signals: &["node.list connected=false for a node that was used in the last day; node not connected errors"],
    actions: &[Action {
        id: "show_when_it_was_last_seen",
        label: "action-node-offline-show-when-it-was-last-seen",
        risk: Risk::Safe,
        built: true,
    }],
    docs: Some("nodes/troubleshooting"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let Some(nodes) = &scene.facts.parts.nodes else { return Verdict::Unknown };
    let away = nodes.iter().filter(|node| !node.connected).filter_map(|node| {
        let seen_ms = node.seen_ms?;
        if scene.now.unix_ms.saturating_sub(seen_ms) > USED_LATELY_MS {
            return None;
        }
        let name = node.name.as_deref().unwrap_or(&node.id);
        let args = vec![("name", name.into()), ("at", Arg::At(scene.now.seen(seen_ms)))];
        let mut fault = Fault::new(Words::with("finding-node-offline-text", args), "offline", scene.now.unix_ms)
            .saw("rpc", format!("node.list {name} connected=false"), Some(seen_ms))
            .offer(&RULE.action_ids());
        fault.subject = Some(node.id.clone());
        fault.began_ms = Some(seen_ms);
        fault.asked_ms = scene.facts.parts_read_ms;
        Some(fault)
    });
    let faults: Vec<Fault> = away.collect();
    if faults.is_empty() { Verdict::Healthy } else { Verdict::Unhealthy(faults) }
}

#[cfg(test)]
mod tests {
    use super::{RULE, USED_LATELY_MS};
    use crate::{parts::Node, rules::scenes::Stage};

    #[test]
    fn a_device_used_today_that_is_away_is_named_and_one_put_away_is_not() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has asked");
        let node =
            Node { id: "n1".into(), name: Some("Phone".into()), seen_ms: Some(stage.now.unix_ms), ..Node::default() };
        stage.facts.parts.nodes = Some(vec![node.clone()]);
        assert_eq!(stage.faults(RULE.check)[0].subject.as_deref(), Some("n1"));
        stage.passes(USED_LATELY_MS + 1);
        assert!(stage.is_healthy(RULE.check));
        stage.facts.parts.nodes = Some(vec![Node { connected: true, ..node }]);
        assert!(stage.is_healthy(RULE.check));
    }
}
