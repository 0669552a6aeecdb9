//! What Clawtray does without asking: which findings, when, how often, and where each is switched off.
//!
//! Reconnecting, the one retry with the device's own token and restarts after a crash belong to the link and the
//! gateway themselves; the switch of the last is here with the others.

use std::collections::BTreeMap;

use clawtray_contract::{AutomaticView, Desired, FindingRef};
use serde::{Deserialize, Serialize};

use crate::{
    findings::{Findings, Scene},
    plan::Plan,
    present::Picture,
    rules::rule,
    settings::Settings,
};

/// How long a finding stands before something is done about it unasked, milliseconds.
const GRACE_MS: u64 = 60_000;
/// How often within [`WINDOW_MS`] something is tried for one finding.
const TRIES: usize = 3;
/// The budget's window, milliseconds: a day.
const WINDOW_MS: u64 = 86_400_000;
/// Pause between two tries for the same finding, milliseconds.
const PAUSE_MS: u64 = 600_000;
/// Most findings with a memory of tries.
const KEPT: usize = 100;

/// The restart of a gateway that hangs, which has had its own key in the settings since before the others.
const HUNG: &str = "process.hung";
/// The restart after a crash, and waking a service that its manager has given up.
const STOPPED: &str = "service.not_running";

/// Something that may be done unasked.
struct Automatic {
    finding: &'static str,
    action: &'static str,
    /// Done unless the person says otherwise.
    by_default: bool,
}

const ALL: [Automatic; 7] = [
    Automatic { finding: STOPPED, action: "start", by_default: true },
    Automatic { finding: HUNG, action: "restart", by_default: true },
    Automatic { finding: "process.sleep_stall", action: "wake_it", by_default: false },
    Automatic { finding: "auth.token_mismatch", action: "refetch_token", by_default: false },
    Automatic { finding: "auth.rate_limited", action: "wait_then_try_once", by_default: false },
    Automatic { finding: "channel.disconnected", action: "start_channels", by_default: false },
    Automatic { finding: "heartbeat.failed", action: "send_one_now", by_default: false },
];

/// True for a finding that has a switch.
pub(crate) fn has_switch(finding: &str) -> bool {
    ALL.iter().any(|known| known.finding == finding)
}

/// The key of the settings' file that holds the switch, and whether it is one of the list's.
pub(crate) fn key(finding: &str) -> (&str, bool) {
    if finding == HUNG { ("restart_hung", false) } else { (finding, true) }
}

/// Whether something is done unasked about this finding.
pub(crate) fn is_on(settings: &Settings, finding: &str) -> bool {
    if finding == HUNG {
        return settings.restart_hung;
    }
    let default = ALL.iter().any(|known| known.finding == finding && known.by_default);
    settings.automatic.get(finding).copied().unwrap_or(default)
}

/// Whether a gateway that ended unasked is started again.
pub(crate) fn restarts(settings: &Settings) -> bool {
    is_on(settings, STOPPED)
}

/// Switches it.
pub(crate) fn switch(settings: &mut Settings, finding: &str, on: bool) {
    if finding == HUNG {
        settings.restart_hung = on;
    } else {
        settings.automatic.insert(finding.to_owned(), on);
    }
}

/// The switches as the window shows them.
pub(crate) fn view(picture: &Picture<'_>) -> Vec<AutomaticView> {
    let told = |known: &Automatic| {
        let rule = rule(known.finding)?;
        let action = rule.actions.iter().find(|action| action.id == known.action)?;
        Some(AutomaticView {
            finding: known.finding.to_owned(),
            title: picture.catalogue().say(rule.title),
            label: picture.catalogue().say(action.label),
            on: is_on(&picture.options.settings, known.finding),
        })
    };
    ALL.iter().filter_map(told).collect()
}

/// What was tried for one finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tried {
    /// When, milliseconds since 1970, within the budget's window.
    pub at_ms: Vec<u64>,
    /// It was said that the budget is spent.
    pub told: bool,
}

/// The memory of what was tried, by the finding's name.
pub type Tries = BTreeMap<String, Tried>;

/// What comes next.
#[derive(Debug)]
pub(crate) enum Next {
    /// Do this now.
    Run(Box<Plan>),
    /// It was tried often enough: that is said once.
    Spent(Box<Plan>),
}

/// What is to be done unasked now, if anything: one thing at a time.
pub(crate) fn next(tries: &mut Tries, settings: &Settings, findings: &Findings, scene: &Scene<'_>) -> Option<Next> {
    let now_ms = scene.now.unix_ms;
    tries.retain(|_, tried| {
        // A time in the future was written before the clock was set back.
        tried.at_ms.retain(|at_ms| *at_ms <= now_ms && now_ms - *at_ms < WINDOW_MS);
        tried.told &= tried.at_ms.len() >= TRIES;
        !tried.at_ms.is_empty()
    });
    if scene.gateway.desired != Desired::Run {
        return None;
    }
    for (reference, raised) in findings.all().filter(|(_, raised)| raised.visible) {
        let Some(known) = ALL.iter().find(|known| known.finding == reference.id && known.finding != HUNG) else {
            continue;
        };
        let Some(rule) = rule(known.finding) else { continue };
        let stands = now_ms.saturating_sub(raised.since_ms) >= GRACE_MS;
        if !is_on(settings, rule.id)
            || !stands
            || !raised.fault.actions.contains(&known.action)
            || !is_parked(known, scene)
        {
            continue;
        }
        let plan = Plan::make(rule, reference, raised, (known.action, None), scene).ok();
        // What wants a word is not done without one.
        let Some(plan) = plan.filter(|plan| !plan.needs_confirmation()) else { continue };
        if let Some(next) = within_budget(tries, reference, now_ms, plan) {
            return Some(next);
        }
    }
    None
}

/// A stopped gateway is the service manager's to start again, until the manager has given it up. Clawtray's own child
/// is started again by its own rules.
fn is_parked(known: &Automatic, scene: &Scene<'_>) -> bool {
    let failed = || scene.facts.unit.as_ref().is_some_and(|unit| unit.active == "failed");
    known.finding != STOPPED || (scene.gateway.mode(scene.facts) == clawtray_contract::Mode::Service && failed())
}

fn within_budget(tries: &mut Tries, reference: &FindingRef, now_ms: u64, plan: Plan) -> Option<Next> {
    let name = reference.to_string();
    if tries.len() >= KEPT && !tries.contains_key(&name) {
        return None;
    }
    let tried = tries.entry(name).or_default();
    if tried.at_ms.last().is_some_and(|last_ms| now_ms.saturating_sub(*last_ms) < PAUSE_MS) {
        return None;
    }
    if tried.at_ms.len() >= TRIES {
        let told = std::mem::replace(&mut tried.told, true);
        return (!told).then(|| Next::Spent(Box::new(plan)));
    }
    tried.at_ms.push(now_ms);
    Some(Next::Run(Box::new(plan)))
}

#[cfg(test)]
mod tests {
    use super::{ALL, is_on, switch};
    use crate::{rules::rule, settings::Settings};
    use clawtray_contract::Risk;

    #[test]
    fn only_what_is_safe_has_a_switch_and_most_are_off() {
        for known in &ALL {
            let action =
                rule(known.finding).and_then(|rule| rule.actions.iter().find(|action| action.id == known.action));
            let action = action.expect("the runbook has it");
            assert!(action.built, "{}", known.finding);
            // Ending a gateway that answers nothing goes by the gateway's own rules and budget.
            assert!(action.risk == Risk::Safe || known.finding == super::HUNG, "{}", known.finding);
        }
        let mut settings = Settings::default();
        let on = |settings: &Settings| -> Vec<&str> {
            ALL.iter().map(|known| known.finding).filter(|finding| is_on(settings, finding)).collect()
        };
        assert_eq!(on(&settings), ["service.not_running", "process.hung"]);
        for known in &ALL {
            let before = is_on(&settings, known.finding);
            switch(&mut settings, known.finding, !before);
            assert_eq!(is_on(&settings, known.finding), !before);
        }
        assert_eq!(on(&settings).len(), ALL.len() - 2);
    }
}
