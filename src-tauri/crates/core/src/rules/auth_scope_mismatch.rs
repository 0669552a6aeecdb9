//! `auth.scope_mismatch`: a connection lacks rights it asks for.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    link::LinkState,
    rules::refusals,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 600_000;

pub(crate) const RULE: Rule = Rule {
    id: "auth.scope_mismatch",
    severity: Severity::Warning,
    title: "finding-auth-scope-mismatch",
    visible_after_ms: 0,
    explained_by: &["auth.pairing_required"],
    signals: &[
        "AUTH_SCOPE_MISMATCH; missing scope: ...",
        "devices rotate/revoke/remove denied: own device only, and only scopes already held",
    ],
    actions: &[Action {
        id: "ask_for_the_missing_permission",
        label: "action-auth-scope-mismatch-ask-for-the-missing-permission",
        risk: Risk::Confirm,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    if let LinkState::Ready(hello) = &scene.link.state {
        let missing = scene.link.wanted.missing(&hello.scopes);
        if !missing.is_empty() {
            let held = if hello.scopes.is_empty() { "nothing".to_owned() } else { hello.scopes.join(", ") };
            let args = vec![("missing", missing.join(", ").as_str().into())];
            let fault = Fault::new(
                Words::with("finding-auth-scope-mismatch-missing", args),
                format!("missing:{}", missing.join(",")),
                scene.now.unix_ms,
            );
            let fault = fault.saw("rpc", format!("held: {held}"), None);
            let fault = fault.saw("rpc", format!("wanted: {}", scene.link.wanted.scopes.join(", ")), None);
            return Verdict::one(fault.offer(&["ask_for_the_missing_permission"]));
        }
    }
    refusals::own_or_lines_until(
        scene,
        RULE.id,
        &["AUTH_SCOPE_MISMATCH"],
        QUIET_MS,
        "finding-auth-scope-mismatch-text",
        |seen| refusals::is_own_knock(scene, seen),
    )
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
    fn the_refusal_raises_it_and_signing_in_ends_it() {
        scenes::a_refusal_raises_it_and_signing_in_ends_it(&RULE, "AUTH_SCOPE_MISMATCH");
    }

    #[test]
    fn a_line_about_another_program_raises_it_until_it_is_quiet() {
        scenes::a_line_about_another_program_raises_it_until_it_is_quiet(&RULE, QUIET_MS);
    }

    #[test]
    fn what_openclaws_own_checks_may_not_read_is_nobody_elses_trouble() {
        let mut stage = Stage::new();
        stage.run();
        let begun_ms = stage.now.unix_ms;
        stage.facts.knocked_ms = Some((begun_ms, Some(begun_ms + 1_000)));
        stage.sign(RULE.id, None);
        assert!(stage.is_healthy(RULE.check));
        stage.passes(60_000);
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1, "a minute later it is somebody else");
    }

    #[test]
    fn a_session_that_holds_less_than_is_wanted_raises_it_and_names_both() {
        let mut stage = Stage::new();
        stage.run();
        assert!(stage.is_healthy(RULE.check), "administration covers everything");
        let scopes = vec!["operator.read".to_owned()];
        stage.link.state = LinkState::Ready(HelloFacts { scopes, ..HelloFacts::default() });
        let faults = stage.faults(RULE.check);
        let seen: Vec<&str> = faults[0].evidence.iter().map(|seen| seen.text.as_str()).collect();
        assert_eq!(seen, ["held: operator.read", "wanted: operator.read, operator.pairing, operator.admin"]);
        assert_eq!(faults[0].text.args, [("missing", "operator.pairing, operator.admin".into())]);
    }
}
