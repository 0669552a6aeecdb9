//! `auth.device_identity`: the check of this device failed.

use clawtray_contract::{Risk, Severity};
use clawtray_text::Arg;

use crate::{
    event::Refusal,
    findings::{Action, Rule, Scene, Verdict, Words},
    link::LinkState,
    rules::refusals,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 600_000;

pub(crate) const RULE: Rule = Rule {
    id: "auth.device_identity",
    severity: Severity::Error,
    title: "finding-auth-device-identity",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "device identity required; device nonce required/mismatch; device signature invalid/expired; clock skew",
        "CONTROL_UI_DEVICE_IDENTITY_REQUIRED: dashboard over plain http",
    ],
    actions: &[
        Action {
            id: "open_the_dashboard_safely",
            label: "action-auth-device-identity-open-the-dashboard-safely",
            risk: Risk::Guide,
            built: true,
        },
        Action {
            id: "show_which_client_must_be_updated",
            label: "action-auth-device-identity-show-which-client-must-be-updated",
            risk: Risk::Safe,
            built: true,
        },
        Action {
            id: "check_the_clock",
            label: "action-auth-device-identity-check-the-clock",
            risk: Risk::Safe,
            built: true,
        },
        Action {
            id: "make_a_new_identity_for_this_computer",
            label: "action-auth-device-identity-make-a-new-identity-for-this-computer",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

/// Clocks further apart than this are worth saying; the gateway itself takes two minutes.
const CLOCKS_APART_MS: u64 = 60_000;

fn check(scene: &Scene<'_>) -> Verdict {
    let mut verdict = own_or_lines(scene);
    let LinkState::Refused { refusal: Refusal::Device { clock_ahead_ms: Some(ahead), .. }, .. } = &scene.link.state
    else {
        return verdict;
    };
    if let Verdict::Unhealthy(faults) = &mut verdict
        && ahead.unsigned_abs() >= CLOCKS_APART_MS
    {
        let minutes = Arg::from(i64::try_from(ahead.unsigned_abs() / 60_000).unwrap_or(i64::MAX));
        let text = if *ahead > 0 {
            "finding-auth-device-identity-clock-behind"
        } else {
            "finding-auth-device-identity-clock-ahead"
        };
        for fault in faults {
            fault.text = Words::with(text, vec![("minutes", minutes.clone())]);
        }
    }
    verdict
}

fn own_or_lines(scene: &Scene<'_>) -> Verdict {
    refusals::own_or_lines_until(
        scene,
        RULE.id,
        &[
            "DEVICE_IDENTITY_REQUIRED",
            "CONTROL_UI_DEVICE_IDENTITY_REQUIRED",
            "DEVICE_AUTH_INVALID",
            "DEVICE_AUTH_NONCE_REQUIRED",
            "DEVICE_AUTH_NONCE_MISMATCH",
            "DEVICE_AUTH_SIGNATURE_INVALID",
            "DEVICE_AUTH_SIGNATURE_EXPIRED",
            "DEVICE_AUTH_DEVICE_ID_MISMATCH",
            "DEVICE_AUTH_PUBLIC_KEY_INVALID",
        ],
        QUIET_MS,
        "finding-auth-device-identity-text",
        |seen| refusals::is_own_knock(scene, seen),
    )
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{
        event::Refusal,
        link::{DeviceFault, LinkState},
        rules::scenes::{self, Stage},
    };

    #[test]
    fn the_refusal_raises_it_and_signing_in_ends_it() {
        scenes::a_refusal_raises_it_and_signing_in_ends_it(&RULE, "DEVICE_IDENTITY_REQUIRED");
    }

    #[test]
    fn a_line_about_another_program_raises_it_until_it_is_quiet() {
        scenes::a_line_about_another_program_raises_it_until_it_is_quiet(&RULE, QUIET_MS);
    }

    #[test]
    fn what_openclaws_own_command_was_refused_is_nobody_elses_trouble() {
        let mut stage = Stage::new();
        stage.run();
        let begun_ms = stage.now.unix_ms;
        stage.facts.knocked_ms = Some((begun_ms, None));
        stage.sign(RULE.id, None);
        assert!(stage.is_healthy(RULE.check), "it is still asked");
        stage.facts.knocked_ms = Some((begun_ms, Some(begun_ms + 1_000)));
        assert!(stage.is_healthy(RULE.check));
        stage.passes(60_000);
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1, "a minute later it is somebody else");
    }

    #[test]
    fn clocks_that_are_far_apart_are_the_explanation() {
        let mut stage = Stage::new();
        for (ahead, id) in [
            (7_200_000, "finding-auth-device-identity-clock-behind"),
            (-7_200_000, "finding-auth-device-identity-clock-ahead"),
            (900, "finding-auth-device-identity-text"),
        ] {
            let refusal = Refusal::Device { fault: DeviceFault::Stale, clock_ahead_ms: Some(ahead) };
            stage.link.state = LinkState::Refused { refusal, since_ms: 1 };
            assert_eq!(stage.faults(RULE.check)[0].text.id, id);
        }
    }
}
