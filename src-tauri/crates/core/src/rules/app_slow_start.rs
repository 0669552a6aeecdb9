//! `app.slow_start`: the gateway takes long to start.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::HttpSign,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    gateway::Observed,
};

/// Without progress for so long a start is called stuck, milliseconds.
const STUCK_MS: u64 = 60_000;

pub(crate) const RULE: Rule = Rule {
    id: "app.slow_start",
    severity: Severity::Info,
    title: "finding-app-slow-start",
    visible_after_ms: 60_000,
    explained_by: &["process.hung"],
    signals: &["/startupz pending or startup-sidecars, with progress"],
    actions: &[Action {
        id: "show_the_stage",
        label: "action-app-slow-start-show-the-stage",
        risk: Risk::Safe,
        built: true,
    }],
    docs: Some("gateway/health"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let Observed::Starting { moved_mono_ms, .. } = scene.gateway.observed else { return Verdict::Healthy };
    let Some(probes) = &scene.facts.probes else { return Verdict::Unknown };
    let stage = match (&probes.startupz, &probes.readyz) {
        (HttpSign::NotYet(why), _) | (_, HttpSign::NotYet(why)) => why.clone(),
        // Up, and what is missing is the sign-in: that has findings of its own.
        (HttpSign::Yes | HttpSign::NotOffered, HttpSign::Yes | HttpSign::NotOffered) => return Verdict::Healthy,
        _ => "not listening yet".to_owned(),
    };
    let still_ms = scene.now.mono_ms.saturating_sub(moved_mono_ms);
    let args = vec![("stage", stage.as_str().into())];
    let id = if still_ms > STUCK_MS { "finding-app-slow-start-stuck" } else { "finding-app-slow-start-moving" };
    Verdict::one(
        Fault::new(Words::with(id, args), "starting", scene.now.unix_ms)
            .saw("http", format!("/startupz: {stage}"), None)
            .offer(&RULE.action_ids()),
    )
}

#[cfg(test)]
mod tests {
    use super::{RULE, STUCK_MS};
    use crate::{
        event::{HttpSign, Probes},
        gateway::{Observed, Owner},
        rules::scenes::Stage,
    };

    fn starting(startupz: HttpSign) -> Stage {
        let mut stage = Stage::new();
        let moved_mono_ms = stage.now.mono_ms;
        stage.gateway.observed = Observed::Starting { process: None, owner: Owner::Child, moved_mono_ms };
        stage.facts.probes =
            Some(Probes { healthz: HttpSign::Yes, startupz, readyz: HttpSign::Yes, ..Probes::default() });
        stage
    }

    #[test]
    fn it_names_the_stage_and_tells_slow_from_stuck() {
        let mut stage = starting(HttpSign::NotYet("startup-sidecars".into()));
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-app-slow-start-moving");
        stage.passes(STUCK_MS + 1);
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-app-slow-start-stuck");
    }

    #[test]
    fn a_gateway_that_is_up_is_healthy_and_one_that_nobody_asked_unknown() {
        assert!(starting(HttpSign::Yes).is_healthy(RULE.check));
        let mut stage = starting(HttpSign::Yes);
        stage.facts.probes = None;
        assert!(stage.is_unknown(RULE.check));
        stage.run();
        assert!(stage.is_healthy(RULE.check));
    }
}
