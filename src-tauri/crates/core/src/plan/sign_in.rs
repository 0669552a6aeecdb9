//! Signing in: tokens, pairing, lockouts.

use super::{Plan, Step, step::CALL_LIMIT_MS};
use crate::{
    effect::CliCommand,
    event::Refusal,
    findings::{Rule, Scene, Words},
    link::LinkState,
};

/// The call that asks for more rights over an open session; older gateways do not offer it.
const ASK_FOR_SCOPES: &str = "device.scopes.requestUpgrade";

/// The steps of an action on the sign-in; false where it is not one.
pub(super) fn steps(plan: &mut Plan, rule: &Rule, scene: &Scene<'_>) -> Result<bool, Words> {
    match (rule.id, plan.action.id) {
        ("auth.token_mismatch", "refetch_token")
        | ("auth.token_missing", "import_token")
        | ("auth.device_token_mismatch", "pair_this_computer_again") => {
            plan.steps.extend([Step::FetchToken, Step::Reconnect]);
        }
        ("auth.scope_mismatch", "ask_for_the_missing_permission")
        | ("probe.scope_limited", "ask_for_read_permission") => plan.ask_for_rights(scene)?,
        ("secrets.unavailable", "unlock_it") => plan.steps.push(Step::OpenKeychain),
        ("auth.token_missing", "paste_a_token") => plan.type_a_secret("shared-token", scene),
        ("auth.password_mismatch", "enter_the_password") => plan.type_a_secret("password", scene),
        ("auth.device_identity", "make_a_new_identity_for_this_computer") => plan.new_identity(scene),
        // Only the gateway tells what its clock says, with each challenge; one that is right by now lets in.
        ("auth.device_identity", "check_the_clock")
            if matches!(scene.link.state, LinkState::Refused { refusal: Refusal::Device { .. }, .. }) =>
        {
            plan.steps.push(Step::Reconnect);
        }
        ("auth.pairing_required", "copy_the_command") => {
            let LinkState::PairingNeeded { request: Some(request), .. } = &scene.link.state else {
                return Err(Words::plain("plan-no-such-action"));
            };
            plan.shows = true;
            plan.steps.push(Step::Tell(CliCommand::DevicesApprove { request: request.clone() }.display()));
        }
        ("auth.rate_limited", "wait_then_try_once") => plan.steps.push(Step::ReconnectWhenAllowed),
        ("auth.pairing_required", "approve_this_device") => plan.approve_this_device(scene)?,
        _ => return Ok(false),
    }
    Ok(true)
}

impl Plan {
    /// More rights: asked for over the open session, which goes on until they are granted. The next one has them
    /// (observed on OpenClaw 2026.9.6).
    fn ask_for_rights(&mut self, scene: &Scene<'_>) -> Result<(), Words> {
        if let LinkState::Refused { refusal: Refusal::ScopeMismatch, .. } = &scene.link.state {
            // What this device may is not even enough to be let in: with the gateway's own token it may ask for more.
            let rights = scene.link.wanted.scopes.join(", ");
            self.warnings.push(Words::with("plan-warning-rights", vec![("rights", rights.as_str().into())]));
            if !scene.facts.secrets.shared_token {
                self.steps.push(Step::FetchToken);
            }
            self.steps.push(Step::Reconnect);
            return Ok(());
        }
        let LinkState::Ready(hello) = &scene.link.state else { return Err(Words::plain("plan-needs-link")) };
        let missing = scene.link.wanted.missing(&hello.scopes);
        let rights = missing.join(", ");
        self.warnings.push(Words::with("plan-warning-rights", vec![("rights", rights.as_str().into())]));
        // The gateway wants the rights already held named too (observed on OpenClaw 2026.9.6).
        let scopes = hello.scopes.iter().cloned().chain(missing).collect();
        // Older gateways give more rights only to a new session.
        if hello.methods.iter().any(|method| method == ASK_FOR_SCOPES) {
            // On its own computer the gateway takes the shared credential for the person's word.
            let here = scene.facts.remote.is_none();
            self.steps.push(Step::AskForRights { scopes, here });
        } else if scene.link.is_of_spring() {
            // It would have to wait for somebody's yes, and could not even read meanwhile; OpenClaw's own command may not
            // give it (2026.4.29: "missing scope: operator.admin").
            return Err(Words::plain("plan-no-more-rights"));
        }
        self.steps.push(Step::Reconnect);
        Ok(())
    }

    /// A secret goes from the person's hands into the keychain and through no window: the command line asks for it
    /// without showing it. The link is tried again as soon as it is there.
    pub(super) fn type_a_secret(&mut self, name: &str, scene: &Scene<'_>) {
        let gateway = scene.facts.profile.iter().map(|profile| format!(" --gateway {profile}"));
        self.guides = true;
        self.steps.push(Step::Tell(format!("clawtray secret set {name}{}", gateway.collect::<String>())));
    }

    fn new_identity(&mut self, scene: &Scene<'_>) {
        self.warnings.push(Words::plain("plan-warning-new-identity"));
        // A device that the gateway does not know signs in with the shared token.
        if !scene.facts.secrets.shared_token {
            self.steps.push(Step::FetchToken);
        }
        self.steps.extend([Step::NewIdentity, Step::Reconnect]);
    }

    fn approve_this_device(&mut self, scene: &Scene<'_>) -> Result<(), Words> {
        let LinkState::PairingNeeded { request: Some(request), role, scopes, .. } = &scene.link.state else {
            return Err(Words::plain("plan-no-such-action"));
        };
        let rights = format!("{}: {}", role.as_deref().unwrap_or("operator"), scopes.join(", "));
        self.warnings.push(Words::with("plan-warning-rights", vec![("rights", rights.as_str().into())]));
        let command = CliCommand::DevicesApprove { request: request.clone() };
        self.steps.extend([Step::Cli { command, limit_ms: CALL_LIMIT_MS }, Step::Reconnect]);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use clawtray_contract::FindingRef;

    use crate::{
        event::{HelloFacts, Refusal},
        findings::{Raised, Words},
        link::{DeviceFault, LinkState},
        plan::{Plan, Step},
        rules::{RULES, scenes::Stage},
    };

    /// Asked for, it would wait, and could not even read meanwhile (OpenClaw 2026.4.29).
    #[test]
    fn a_gateway_of_spring_2026_is_not_asked_for_more_rights() {
        let asked = |protocol| {
            let mut stage = Stage::new();
            let scopes = vec!["operator.read".to_owned()];
            stage.link.state = LinkState::Ready(HelloFacts { protocol, scopes, ..HelloFacts::default() });
            let rule = RULES.iter().find(|rule| rule.id == "auth.scope_mismatch").unwrap();
            let raised = Raised::fresh(stage.faults(rule.check).remove(0));
            let asked = ("ask_for_the_missing_permission", None);
            Plan::make(rule, &FindingRef::of(rule.id), &raised, asked, &stage.scene()).map(|plan| plan.steps)
        };
        assert_eq!(asked(3), Err(Words::plain("plan-no-more-rights")));
        assert_eq!(asked(4), Ok(vec![Step::Reconnect]));
    }

    #[test]
    fn clocks_are_checked_by_the_gateways_own_answer() {
        let mut stage = Stage::new();
        let rule = RULES.iter().find(|rule| rule.id == "auth.device_identity").unwrap();
        let plan = |stage: &Stage| {
            let raised = Raised::fresh(stage.faults(rule.check).remove(0));
            Plan::make(rule, &FindingRef::of(rule.id), &raised, ("check_the_clock", None), &stage.scene()).unwrap()
        };
        let refusal = Refusal::Device { fault: DeviceFault::Stale, clock_ahead_ms: Some(7_200_000) };
        stage.link.state = LinkState::Refused { refusal, since_ms: 1 };
        assert_eq!(plan(&stage).steps, [Step::Reconnect]);
        stage.run();
        stage.sign(rule.id, None);
        assert!(plan(&stage).shows, "another program was refused: there is nothing to try");
    }

    #[test]
    fn who_may_not_even_be_let_in_asks_with_the_gateways_own_token() {
        let mut stage = Stage::new();
        stage.link.state = LinkState::Refused { refusal: Refusal::ScopeMismatch, since_ms: 1 };
        let plan = |stage: &Stage| {
            let rule = RULES.iter().find(|rule| rule.id == "auth.scope_mismatch").unwrap();
            let raised = Raised::fresh(stage.faults(rule.check).remove(0));
            let asked = ("ask_for_the_missing_permission", None);
            Plan::make(rule, &FindingRef::of(rule.id), &raised, asked, &stage.scene()).unwrap().steps
        };
        stage.facts.secrets.shared_token = false;
        assert_eq!(plan(&stage), [Step::FetchToken, Step::Reconnect]);
        stage.facts.secrets.shared_token = true;
        assert_eq!(plan(&stage), [Step::Reconnect]);
    }
}
