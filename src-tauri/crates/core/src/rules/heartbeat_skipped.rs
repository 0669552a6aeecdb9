//! `heartbeat.skipped`: the heartbeat is skipped again and again.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    parts::Skips,
    rules::lines,
};

pub(crate) const RULE: Rule = Rule {
    id: "heartbeat.skipped",
    severity: Severity::Info,
    title: "finding-heartbeat-skipped",
    visible_after_ms: 0,
    explained_by: &["heartbeat.failed", "heartbeat.unknown_account", "channel.disconnected"],
    signals: &[
        "heartbeat event status skipped with reason: quiet-hours, requests-in-flight, cron-in-progress, lanes-busy, alerts-disabled, empty-heartbeat-file, no-tasks-due, no-route, dm-blocked, ...",
    ],
    actions: &[
        Action {
            id: "explain_the_reason",
            label: "action-heartbeat-skipped-explain-the-reason",
            risk: Risk::Safe,
            built: true,
        },
        Action {
            id: "change_what_causes_it",
            label: "action-heartbeat-skipped-change-what-causes-it",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

/// Reasons that pass by themselves: raised only when good beats stay away for three intervals.
const BUSY: [&str; 13] = [
    "requests-in-flight",
    "cron-in-progress",
    "lanes-busy",
    "no-tasks-due",
    "not-due",
    "min-spacing",
    "flood",
    "background-work",
    "no-pending-event",
    "preempted",
    "active-run",
    "agent-runner-cancelled",
    "store-replaced",
];

/// Reasons that the person chose. Nothing is wrong while they hold, except where the configuration says otherwise:
/// [`is_switched_off`].
const CHOSEN: [&str; 5] = ["quiet-hours", "disabled", "empty-heartbeat-file", "target-none", "alerts-disabled"];

fn check(scene: &Scene<'_>) -> Verdict {
    let facts = scene.facts;
    if facts.beat_every_ms == Some(0) {
        return Verdict::Healthy;
    }
    let Some(skips) = &facts.skips else {
        return if facts.beat.is_some() { Verdict::Healthy } else { Verdict::Unknown };
    };
    let reason = skips.reason.as_str();
    if is_switched_off(scene) {
        let text = Words::plain("finding-heartbeat-skipped-off");
        let mut fault = Fault::new(text, reason, skips.begun_ms)
            .saw("event", format!("heartbeat skipped: {reason}"), Some(skips.last_ms))
            .offer(&RULE.action_ids());
        fault.began_ms = Some(skips.since_ms);
        return Verdict::one(fault);
    }
    if CHOSEN.contains(&reason) || reason == "unknown-account" {
        return Verdict::Healthy;
    }
    if BUSY.contains(&reason) && !away_too_long(skips, facts.good_beat_ms, facts.beat_every_ms) {
        return Verdict::Healthy;
    }
    let id = match reason {
        "no-route" | "no-target" => "finding-heartbeat-skipped-no-route",
        "dm-blocked" => "finding-heartbeat-skipped-dm-blocked",
        "channel-not-ready" => "finding-heartbeat-skipped-channel",
        "handler-unavailable" => "finding-heartbeat-skipped-handler",
        _ if BUSY.contains(&reason) => "finding-heartbeat-skipped-busy",
        _ => "finding-heartbeat-skipped-other",
    };
    let text = Words::with(id, vec![("reason", reason.into())]);
    let mut fault = Fault::new(text, reason, skips.begun_ms)
        .saw("event", format!("heartbeat skipped: {reason}"), Some(skips.last_ms))
        .offer(&RULE.action_ids());
    if let Some(words) = &skips.words {
        fault = fault.saw("event", words.clone(), None);
    }
    fault.began_ms = Some(skips.since_ms);
    Verdict::one(fault)
}

/// True while the running gateway sends none although its configuration asks for them: somebody switched them off
/// (`openclaw system heartbeat disable`), which holds until they are switched on or the gateway starts again.
pub(crate) fn is_switched_off(scene: &Scene<'_>) -> bool {
    let facts = scene.facts;
    let Some(skips) = facts.skips.as_ref().filter(|skips| skips.reason == "disabled") else { return false };
    // One that was sent since, however it went.
    let sent = facts.beat.as_ref().is_some_and(|beat| beat.status != "skipped" && beat.at_ms > skips.last_ms);
    let started = lines::ready_ms(scene).is_some_and(|ready_ms| ready_ms > skips.last_ms);
    !sent && !started && facts.beat_every_ms.is_some_and(|every_ms| every_ms > 0)
}

fn away_too_long(skips: &Skips, good_ms: Option<u64>, every_ms: Option<u64>) -> bool {
    let since_ms = good_ms.unwrap_or(skips.since_ms);
    every_ms.is_some_and(|every_ms| skips.last_ms.saturating_sub(since_ms) > every_ms.saturating_mul(3))
}

#[cfg(test)]
mod tests {
    use super::{BUSY, CHOSEN, RULE};
    use crate::{event::Beat, rules::scenes::Stage};

    fn skipped(reason: &str, at_ms: u64) -> Beat {
        Beat { at_ms, status: "skipped".into(), reason: Some(reason.into()), ..Beat::default() }
    }

    #[test]
    fn a_reason_that_stays_has_its_own_sentence() {
        for (reason, id) in [
            ("no-route", "finding-heartbeat-skipped-no-route"),
            ("dm-blocked", "finding-heartbeat-skipped-dm-blocked"),
            ("channel-not-ready", "finding-heartbeat-skipped-channel"),
            ("handler-unavailable", "finding-heartbeat-skipped-handler"),
            ("something-new", "finding-heartbeat-skipped-other"),
        ] {
            let mut stage = Stage::new();
            assert!(stage.is_unknown(RULE.check), "no beat seen");
            stage.facts.add_beat(skipped(reason, 10));
            assert_eq!(stage.faults(RULE.check)[0].text.id, id);
            stage.facts.add_beat(Beat { at_ms: 20, status: "ok-empty".into(), ..Beat::default() });
            assert!(stage.is_healthy(RULE.check));
        }
    }

    #[test]
    fn heartbeats_that_are_switched_off_although_the_configuration_asks_for_them_are_told_until_one_comes() {
        let mut stage = Stage::new();
        stage.run();
        let now_ms = stage.now.unix_ms;
        stage.facts.add_beat(skipped("disabled", now_ms));
        assert!(stage.is_healthy(RULE.check), "what the configuration asks for is not known");
        stage.facts.beat_every_ms = Some(0);
        assert!(stage.is_healthy(RULE.check), "nobody asks for one");
        stage.facts.beat_every_ms = Some(60_000);
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-heartbeat-skipped-off");
        let mut failed = stage;
        failed.facts.add_beat(Beat { at_ms: now_ms + 1, status: "failed".into(), ..Beat::default() });
        assert!(failed.is_healthy(RULE.check), "it is sent again, and that it fails is another finding");

        let mut started = Stage::new();
        started.run();
        started.facts.beat_every_ms = Some(60_000);
        started.facts.add_beat(skipped("disabled", started.now.unix_ms - 1));
        started.now.unix_ms += 1;
        assert!(started.is_healthy(RULE.check), "a start switches them on");
    }

    #[test]
    fn a_busy_gateway_is_given_three_intervals_and_what_was_chosen_is_never_raised() {
        for reason in BUSY {
            let mut stage = Stage::new();
            stage.facts.beat_every_ms = Some(60_000);
            stage.facts.add_beat(skipped(reason, 1_000));
            stage.facts.add_beat(skipped(reason, 120_000));
            assert!(stage.is_healthy(RULE.check), "{reason}");
            stage.facts.add_beat(skipped(reason, 200_000));
            assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-heartbeat-skipped-busy");
        }
        for reason in CHOSEN.into_iter().filter(|reason| *reason != "disabled") {
            let mut stage = Stage::new();
            stage.facts.beat_every_ms = Some(60_000);
            stage.facts.add_beat(skipped(reason, 1_000));
            stage.facts.add_beat(skipped(reason, 90_000_000));
            assert!(stage.is_healthy(RULE.check), "{reason}");
        }
    }
}
