//! `bind.no_auth`: the gateway refuses to be reachable from the network without a password.

use clawtray_contract::{Risk, Severity};
use serde_json::Value;

use crate::{
    event::ExitReason,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "bind.no_auth",
    severity: Severity::Error,
    title: "finding-bind-no-auth",
    visible_after_ms: 0,
    explained_by: &["config.invalid"],
    signals: &["refusing to bind gateway ... without auth", "exit code 78 with these words"],
    actions: &[
        Action { id: "create_token", label: "action-bind-no-auth-create-token", risk: Risk::Confirm, built: true },
        Action {
            id: "listen_on_this_computer_only",
            label: "action-bind-no-auth-listen-on-this-computer-only",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    if let Some(exit) = scene.facts.last_exit.as_ref().filter(|_| scene.gateway.is_down())
        && let ExitReason::NoAuth { words } = &exit.reason
    {
        let text = Words::plain("finding-bind-no-auth-text");
        let mut fault = Fault::new(text, format!("exit@{}", exit.at_ms), exit.at_ms)
            .saw("process", words.clone(), Some(exit.at_ms))
            .offer(&actions(scene));
        fault.began_ms = Some(exit.at_ms);
        return Verdict::one(fault);
    }
    // A gateway that is ready again has been let in, and one that ended for another reason was not kept out by this.
    let over_ms = lines::tried_ms(scene);
    let ready_ms = lines::ready_ms(scene);
    let verdict = lines::judge(
        scene,
        RULE.id,
        QUIET_MS,
        |seen| over_ms > Some(seen.last_ms),
        |_| Words::plain("finding-bind-no-auth-text"),
    );
    match verdict {
        Verdict::Unknown if ready_ms.is_some() => Verdict::Healthy,
        verdict => verdict,
    }
}

/// True where Tailscale's funnel is asked for.
pub(crate) fn is_funnel(config: &Value) -> bool {
    config.pointer("/gateway/tailscale/mode").and_then(Value::as_str) == Some("funnel")
}

/// A funnel wants a password, which a person has to choose: a token would change nothing.
fn actions(scene: &Scene<'_>) -> Vec<&'static str> {
    let config = scene.facts.surroundings.as_ref().and_then(|around| around.config.value.as_ref());
    let funnel = config.is_some_and(is_funnel);
    RULE.action_ids().into_iter().filter(|id| !(funnel && *id == "create_token")).collect()
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{event::ExitReason, gateway::Observed, rules::scenes::Stage};

    #[test]
    fn a_gateway_that_ended_for_it_raises_it_until_one_is_ready() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        stage.exit(ExitReason::NoAuth { words: "Refusing to bind gateway to lan without auth.".into() });
        assert!(stage.faults(RULE.check)[0].evidence[0].text.contains("without auth"));
        stage.reads_lines();
        stage.facts.last_exit = None;
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn a_later_end_for_another_reason_ends_it() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        stage.sign(RULE.id, None);
        stage.passes(1);
        stage.exit(ExitReason::Code(1));
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn a_line_raises_it_until_a_gateway_is_ready_or_it_is_quiet() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has read a line");
        stage.gateway.observed = Observed::Stopped;
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check)[0].evidence.len(), 1);
        stage.passes(1_000);
        stage.run();
        assert!(stage.is_healthy(RULE.check));
        stage.gateway.observed = Observed::Stopped;
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
    }
}
