//! `auth.pairing_required`: the gateway wants this computer approved first.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    link::LinkState,
};

pub(crate) const RULE: Rule = Rule {
    id: "auth.pairing_required",
    severity: Severity::Warning,
    title: "finding-auth-pairing-required",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "PAIRING_REQUIRED with reason not-paired, scope-upgrade, role-upgrade, metadata-upgrade; close 1008 pairing required",
        "NOT_PAIRED; Capability: pairing-pending",
        "scope-upgrade from an internal caller: shows client id and mode (should be gateway-client/backend)",
    ],
    actions: &[
        Action {
            id: "approve_this_device",
            label: "action-auth-pairing-required-approve-this-device",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "copy_the_command",
            label: "action-auth-pairing-required-copy-the-command",
            risk: Risk::Safe,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    match &scene.link.state {
        LinkState::PairingNeeded { reason, request, role, scopes, since_ms } => {
            let id = match reason.as_str() {
                "scope-upgrade" => "finding-auth-pairing-required-scope-upgrade",
                "role-upgrade" => "finding-auth-pairing-required-role-upgrade",
                "metadata-upgrade" => "finding-auth-pairing-required-metadata-upgrade",
                _ => "finding-auth-pairing-required-not-paired",
            };
            let mut fault = Fault::new(Words::plain(id), format!("{reason}:{request:?}"), *since_ms).saw(
                "rpc",
                format!("PAIRING_REQUIRED {reason}"),
                Some(*since_ms),
            );
            if let Some(role) = role {
                fault = fault.saw("rpc", format!("role {role}: {}", scopes.join(", ")), None);
            }
            if let Some(request) = request {
                fault = fault.saw("cli", format!("openclaw devices approve {request}"), None);
                fault = fault.offer(&RULE.action_ids());
            }
            Verdict::one(fault)
        }
        LinkState::Ready(_) | LinkState::Refused { .. } => Verdict::Healthy,
        LinkState::Idle | LinkState::Connecting { .. } | LinkState::Waiting { .. } => Verdict::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{link::LinkState, rules::scenes::Stage};

    #[test]
    fn each_reason_has_its_own_words_and_a_known_request_can_be_approved() {
        let mut stage = Stage::new();
        for (reason, id) in [
            ("not-paired", "finding-auth-pairing-required-not-paired"),
            ("scope-upgrade", "finding-auth-pairing-required-scope-upgrade"),
            ("role-upgrade", "finding-auth-pairing-required-role-upgrade"),
            ("metadata-upgrade", "finding-auth-pairing-required-metadata-upgrade"),
        ] {
            stage.link.state = LinkState::PairingNeeded {
                reason: reason.into(),
                request: Some("r-1".into()),
                role: Some("operator".into()),
                scopes: vec!["operator.read".into()],
                since_ms: 1,
            };
            let faults = stage.faults(RULE.check);
            assert_eq!(
                (faults[0].text.id, faults[0].actions.as_slice()),
                (id, ["approve_this_device", "copy_the_command"].as_slice())
            );
        }
        stage.link.state = LinkState::Idle;
        assert!(stage.is_unknown(RULE.check));
        stage.run();
        assert!(stage.is_healthy(RULE.check));
    }
}
