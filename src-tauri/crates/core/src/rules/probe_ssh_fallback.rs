//! `probe.ssh_fallback`: the SSH tunnel to a gateway did not start.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::Refusal,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    fleet::Way,
    link::LinkState,
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 600_000;

pub(crate) const RULE: Rule = Rule {
    id: "probe.ssh_fallback",
    severity: Severity::Warning,
    title: "finding-probe-ssh-fallback",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["SSH tunnel failed to start; falling back to direct probes"],
    actions: &[
        Action {
            id: "test_the_ssh_connection",
            label: "action-probe-ssh-fallback-test-the-ssh-connection",
            risk: Risk::Safe,
            built: true,
        },
        Action {
            id: "edit_the_connection",
            label: "action-probe-ssh-fallback-edit-the-connection",
            risk: Risk::Guide,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    if let Some(Way::Ssh { .. }) = scene.facts.remote.as_ref().map(|remote| &remote.way) {
        // Our own tunnel is looked at, whatever lines say.
        return match (scene.link.lost(), &scene.link.state) {
            (Some((since_ms, Refusal::Tunnel { words })), _) => {
                let mut fault = Fault::new(Words::plain("finding-probe-ssh-fallback-own"), "tunnel", since_ms)
                    .saw("ssh", words.clone(), Some(since_ms))
                    .offer(&["test_the_ssh_connection"]);
                fault.began_ms = Some(since_ms);
                Verdict::one(fault)
            }
            (Some(_), _) | (None, LinkState::Idle | LinkState::Connecting { .. } | LinkState::Waiting { .. }) => {
                Verdict::Unknown
            }
            (None, _) => Verdict::Healthy,
        };
    }
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-probe-ssh-fallback-text"))
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes;

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }
}
