//! `process.hung`: the gateway runs and does not answer.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    gateway::{Mute, Observed},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 300_000;

pub(crate) const RULE: Rule = Rule {
    id: "process.hung",
    severity: Severity::Error,
    title: "finding-process-hung",
    visible_after_ms: 0,
    explained_by: &["process.memory_pressure", "process.sleep_stall", "storage.locked"],
    signals: &[
        "port accepts, /healthz or RPC does not answer within budget while the process is alive",
        "event loop stalled lines; no tick for 3 intervals",
    ],
    actions: &[Action { id: "restart", label: "action-process-hung-restart", risk: Risk::Confirm, built: true }],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    if let Some(hung) = scene.gateway.hung(scene.now) {
        let since_ms = hung.since_ms;
        let (source, text, seen) = match hung.mute {
            Mute::All { budget_ms } => {
                let seconds = budget_ms / 1_000;
                let seen = Words::with(
                    "seen-no-probe-answered",
                    vec![("seconds", i64::try_from(seconds).unwrap_or(i64::MAX).into())],
                );
                ("http", "finding-process-hung-text", seen)
            }
            Mute::Link => {
                let seen = Words::plain("seen-link-silent");
                ("rpc", "finding-process-hung-link", seen)
            }
        };
        let mut fault = Fault::new(Words::plain(text), format!("silent@{since_ms}"), since_ms)
            .saw(source, seen, Some(since_ms))
            .offer(&["restart"]);
        fault.began_ms = Some(since_ms);
        return Verdict::one(fault);
    }
    if scene.gateway.is_silent() {
        return Verdict::Unknown;
    }
    match lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-process-hung-text")) {
        // It answers.
        Verdict::Unknown if matches!(scene.gateway.observed, Observed::Running { .. }) => Verdict::Healthy,
        by_lines => by_lines,
    }
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
