//! `install.node_unsupported`: the Node.js here is not one that this OpenClaw accepts.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::{ExitReason, Installation},
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
};

pub(crate) const RULE: Rule = Rule {
    id: "install.node_unsupported",
    severity: Severity::Error,
    title: "finding-install-node-unsupported",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["openclaw exits with its Node requirement message", "node --version outside package.json engines"],
    actions: &[
        Action {
            id: "use_a_newer_node_already_on_this_computer",
            label: "action-install-node-unsupported-use-a-newer-node-already-on-this-computer",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "install_a_supported_node",
            label: "action-install-node-unsupported-install-a-supported-node",
            risk: Risk::Guide,
            built: true,
        },
    ],
    docs: Some("install/node"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let Some(around) = &scene.facts.surroundings else { return Verdict::Unknown };
    let raise = |words, etag: &str, seen: String, at_ms| {
        let fault = Fault::new(words, etag, scene.now.unix_ms).saw("process", seen, at_ms);
        Verdict::one(fault.offer(&RULE.action_ids()))
    };
    match &around.installation {
        Installation::NodeMissing => {
            let seen = "no node on the search path or beside OpenClaw".to_owned();
            raise(Words::plain("finding-install-node-unsupported-missing"), "missing", seen, None)
        }
        Installation::NodeUnsupported { found, wants } => {
            let args = vec![("found", found.as_str().into()), ("wants", wants.as_str().into())];
            let seen = format!("node {found}; package.json engines: {wants}");
            raise(Words::with("finding-install-node-unsupported-old", args), found, seen, None)
        }
        Installation::Found { .. } | Installation::Missing => match &scene.facts.last_exit {
            Some(exit) => match &exit.reason {
                ExitReason::NodeUnsupported { words } if scene.gateway.is_down() => {
                    let text = Words::plain("finding-install-node-unsupported-refused");
                    raise(text, "exit", words.clone(), Some(exit.at_ms))
                }
                ExitReason::NodeUnsupported { .. } => Verdict::Unknown,
                _ => Verdict::Healthy,
            },
            None => Verdict::Healthy,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{
        event::{ExitReason, Installation},
        gateway::Observed,
        rules::scenes::Stage,
    };

    #[test]
    fn none_too_old_and_refused_are_told_apart() {
        let mut stage = Stage::new();
        stage.around().installation = Installation::NodeMissing;
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-install-node-unsupported-missing");
        stage.around().installation = Installation::NodeUnsupported { found: "18.0.0".into(), wants: ">=22".into() };
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-install-node-unsupported-old");
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        stage.exit(ExitReason::NodeUnsupported { words: "requires Node".into() });
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-install-node-unsupported-refused");
    }

    #[test]
    fn a_node_that_fits_is_healthy_and_nothing_looked_at_is_unknown() {
        let mut stage = Stage::new();
        assert!(stage.is_healthy(RULE.check));
        stage.facts.surroundings = None;
        assert!(stage.is_unknown(RULE.check));
    }
}
