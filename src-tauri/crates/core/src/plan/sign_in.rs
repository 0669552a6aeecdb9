//! Signing in: tokens, pairing, lockouts.

use super::{Plan, Step, step::CALL_LIMIT_MS};
use crate::{
    effect::{CliCommand, Request},
    findings::{Rule, Scene, Words},
    link::LinkState,
};

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
        let LinkState::Ready(hello) = &scene.link.state else { return Err(Words::plain("plan-needs-link")) };
        let missing = scene.link.wanted.missing(&hello.scopes);
        let rights = missing.join(", ");
        self.warnings.push(Words::with("plan-warning-rights", vec![("rights", rights.as_str().into())]));
        // The gateway wants the rights already held named too (observed on OpenClaw 2026.9.6).
        let scopes = hello.scopes.iter().cloned().chain(missing).collect();
        self.steps.extend([Step::Call(Request::AskForScopes { scopes }), Step::Reconnect]);
        Ok(())
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
