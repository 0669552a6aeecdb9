//! `probe.scope_limited`: only part of the status may be read.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    link::{
        LinkState,
        rights::{READ, holds},
    },
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 600_000;

pub(crate) const RULE: Rule = Rule {
    id: "probe.scope_limited",
    severity: Severity::Info,
    title: "finding-probe-scope-limited",
    visible_after_ms: 0,
    explained_by: &["auth.scope_mismatch", "auth.pairing_required"],
    signals: &["Read-probe diagnostics are limited by gateway scopes (missing operator.read)"],
    actions: &[Action {
        id: "ask_for_read_permission",
        label: "action-probe-scope-limited-ask-for-read-permission",
        risk: Risk::Confirm,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    if let LinkState::Ready(hello) = &scene.link.state {
        return if holds(&hello.scopes, READ) {
            Verdict::Healthy
        } else {
            let text = Words::plain("finding-probe-scope-limited-text");
            let held = format!("held: {}", hello.scopes.join(", "));
            let fault = Fault::new(text, "read", scene.now.unix_ms).saw("rpc", held, None);
            Verdict::one(fault.offer(&["ask_for_read_permission"]))
        };
    }
    // Without a session nobody knows what may be read; that no line says so means nothing.
    let faults =
        lines::faults(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-probe-scope-limited-text"));
    if faults.is_empty() { Verdict::Unknown } else { Verdict::Unhealthy(faults) }
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{
        event::HelloFacts,
        link::LinkState,
        rules::scenes::{self, Stage},
    };

    #[test]
    fn a_line_raises_it_and_without_one_nobody_knows() {
        scenes::a_line_raises_it_and_without_one_nobody_knows(&RULE, QUIET_MS);
    }

    #[test]
    fn a_session_without_reading_raises_it_and_one_that_reads_ends_it() {
        let mut stage = Stage::new();
        stage.link.state = LinkState::Ready(HelloFacts::default());
        assert_eq!(stage.faults(RULE.check)[0].actions, ["ask_for_read_permission"]);
        stage.run();
        assert!(stage.is_healthy(RULE.check));
    }
}
