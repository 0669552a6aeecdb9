//! `node.background`: a device must be in the foreground for this.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
    signs::Seen,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "node.background",
    severity: Severity::Warning,
    title: "finding-node-background",
    visible_after_ms: 0,
    explained_by: &["node.offline"],
    signals: &["NODE_BACKGROUND_UNAVAILABLE"],
    actions: &[Action {
        id: "tell_me_which_device",
        label: "action-node-background-tell-me-which-device",
        risk: Risk::Safe,
        built: true,
    }],
    docs: Some("nodes/troubleshooting"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let back = |seen: &_| came_back(scene, seen);
    lines::judge(scene, RULE.id, QUIET_MS, back, |_| Words::plain("finding-node-background-text"))
}

/// The device connected again since, as an app does that is brought up. Where the line names none, all that are
/// connected must have.
fn came_back(scene: &Scene<'_>, seen: &Seen) -> bool {
    let nodes = scene.facts.parts.nodes.iter().flatten().filter(|node| node.connected);
    let meant = nodes.filter(|node| seen.subject.as_ref().is_none_or(|subject| *subject == node.id));
    let mut again =
        meant.map(|node| node.connected_ms.is_some_and(|connected_ms| connected_ms > seen.last_ms)).peekable();
    again.peek().is_some() && again.all(|again| again)
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{
        parts::Node,
        rules::scenes::{self, Stage},
    };

    #[test]
    fn a_device_that_connected_again_ends_it_and_one_that_never_left_does_not() {
        let mut stage = Stage::new();
        stage.reads_lines();
        stage.sign(RULE.id, None);
        let now_ms = stage.now.unix_ms;
        let node = |connected_ms| Node { connected: true, connected_ms: Some(connected_ms), ..Node::default() };
        stage.facts.parts.nodes = Some(vec![node(now_ms + 1), node(now_ms - 1)]);
        assert_eq!(stage.faults(RULE.check).len(), 1, "nobody knows which one it was");
        stage.facts.parts.nodes = Some(vec![node(now_ms + 1), Node { connected: false, ..node(0) }]);
        assert!(stage.is_healthy(RULE.check));
        stage.facts.parts.nodes = Some(vec![]);
        assert_eq!(stage.faults(RULE.check).len(), 1, "away is not back");
    }

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }
}
