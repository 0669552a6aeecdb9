//! The life of a finding: raised, silent until it has stood long enough, visible, held back while its cause is
//! visible, cleared only by its rule.

mod rule;

use std::collections::{BTreeMap, BTreeSet};

use clawtray_contract::FindingRef;

use crate::now::Now;
pub(crate) use rule::{Action, Because, Fault, Rule, Scene, Verdict, Words};

/// A raised finding.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Raised {
    pub(crate) fault: Fault,
    pub(crate) since_ms: u64,
    raised_mono_ms: u64,
    /// When the gateway gave the answer that raised it, milliseconds since 1970.
    first_asked_ms: Option<u64>,
    pub(crate) visible: bool,
    /// The raised finding that explains it, the first one of a chain.
    pub(crate) cause: Option<FindingRef>,
}

impl Raised {
    /// Whether what a gateway answered once it answers still: one that is busy with its start is late with the next
    /// answer, and no answer is no standing. A clock set back says nothing about it.
    fn was_answered_again(&self, visible_after_ms: u64) -> bool {
        let (Some(first_ms), Some(last_ms)) = (self.first_asked_ms, self.fault.asked_ms) else { return true };
        last_ms.checked_sub(first_ms).is_none_or(|between_ms| between_ms >= visible_after_ms / 2)
    }
}

#[cfg(test)]
impl Raised {
    /// A finding as it stands right after it was raised.
    pub(crate) fn fresh(fault: Fault) -> Self {
        Self { fault, since_ms: 0, raised_mono_ms: 0, first_asked_ms: None, visible: true, cause: None }
    }
}

/// What the last judgement said of one finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judged {
    Healthy,
    Unknown,
    Unhealthy,
}

/// All findings of one gateway.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    raised: BTreeMap<FindingRef, Raised>,
    /// Rules that could not be answered at the last judgement.
    unknown: BTreeSet<&'static str>,
    /// Since when, kept from an earlier run of the keeper.
    kept_since_ms: BTreeMap<String, u64>,
    /// What the person wants left as it is, with the mark of the fault they saw.
    acknowledged: BTreeMap<FindingRef, String>,
}

impl Findings {
    pub(crate) fn new(kept_since_ms: BTreeMap<String, u64>, acknowledged: &BTreeMap<String, String>) -> Self {
        let acknowledged = acknowledged.iter().map(|(name, mark)| (FindingRef::parse(name), mark.clone())).collect();
        Self { kept_since_ms, acknowledged, ..Self::default() }
    }

    /// The person wants this one left as it is: it is not shown until it changes, or comes back after it was over.
    pub(crate) fn acknowledge(&mut self, reference: &FindingRef) {
        if let Some(raised) = self.raised.get(reference) {
            self.acknowledged.insert(reference.clone(), raised.fault.mark());
        }
    }

    /// What the person wants left as it is, to keep.
    pub(crate) fn acknowledged(&self) -> BTreeMap<String, String> {
        self.acknowledged.iter().map(|(reference, mark)| (reference.to_string(), mark.clone())).collect()
    }

    fn is_acknowledged(&self, reference: &FindingRef, fault: &Fault) -> bool {
        self.acknowledged.get(reference).is_some_and(|mark| *mark == fault.mark())
    }

    /// Judges every rule. Returns when the next silent finding becomes visible, milliseconds from now.
    pub(crate) fn judge(&mut self, rules: &[Rule], scene: &Scene<'_>) -> Option<u64> {
        self.unknown.clear();
        for rule in rules {
            match (rule.check)(scene) {
                // An unknown fact raises nothing, and clears nothing either.
                Verdict::Unknown => {
                    self.unknown.insert(rule.id);
                }
                Verdict::Healthy => self.clear(rule.id, &BTreeSet::new()),
                Verdict::Unhealthy(faults) => {
                    let subjects: BTreeSet<_> = faults.iter().map(|fault| fault.subject.clone()).collect();
                    self.clear(rule.id, &subjects);
                    for fault in faults {
                        self.raise(rule, fault, scene.now);
                    }
                }
            }
        }
        self.show(rules, scene.now)
    }

    fn clear(&mut self, id: &str, keep: &BTreeSet<Option<String>>) {
        self.acknowledged.retain(|reference, _| reference.id != id || keep.contains(&reference.subject));
        let kept_since_ms = &mut self.kept_since_ms;
        self.raised.retain(|reference, _| {
            let stays = reference.id != id || keep.contains(&reference.subject);
            if !stays {
                kept_since_ms.remove(&reference.to_string());
            }
            stays
        });
    }

    fn raise(&mut self, rule: &Rule, mut fault: Fault, now: Now) {
        // A button that leads nowhere is worse than none.
        fault.actions.retain(|action| rule.can_do(action));
        let reference = FindingRef { id: rule.id.to_owned(), subject: fault.subject.clone() };
        if let Some(raised) = self.raised.get_mut(&reference) {
            // Evidence from before is found later: in a log, or when somebody comes to read it.
            raised.since_ms = fault.began_ms.unwrap_or(u64::MAX).min(raised.since_ms);
            raised.fault = fault;
            return;
        }
        let kept = self.kept_since_ms.get(&reference.to_string()).copied();
        let since_ms = kept.into_iter().chain(fault.began_ms).min().unwrap_or(now.unix_ms);
        let (raised_mono_ms, first_asked_ms) = (now.mono_ms, fault.asked_ms);
        let raised = Raised { fault, since_ms, raised_mono_ms, first_asked_ms, visible: false, cause: None };
        self.raised.insert(reference, raised);
    }

    fn show(&mut self, rules: &[Rule], now: Now) -> Option<u64> {
        // A gateway with a thousand failing jobs is judged at every event: each is looked up, not searched for.
        let mut by_id: BTreeMap<&str, Vec<&FindingRef>> = BTreeMap::new();
        for (reference, raised) in &self.raised {
            // What the person put aside holds nothing else back.
            if self.is_acknowledged(reference, &raised.fault) {
                continue;
            }
            by_id.entry(reference.id.as_str()).or_default().push(reference);
        }
        let causes: BTreeMap<FindingRef, FindingRef> = self
            .raised
            .iter()
            .filter_map(|(reference, raised)| {
                Some((reference.clone(), cause(rules, &by_id, reference, &raised.fault)?))
            })
            .collect();
        let mut next = None;
        let acknowledged = &self.acknowledged;
        for (reference, raised) in &mut self.raised {
            let Some(rule) = rules.iter().find(|rule| rule.id == reference.id) else { continue };
            raised.cause = first_of_chain(&causes, reference);
            let explained = raised.cause.is_some();
            let stood_ms = now.mono_ms.saturating_sub(raised.raised_mono_ms);
            let left_so = acknowledged.get(reference).is_some_and(|mark| *mark == raised.fault.mark());
            let stood = stood_ms >= rule.visible_after_ms && raised.was_answered_again(rule.visible_after_ms);
            raised.visible = !explained && !left_so && stood;
            if stood_ms < rule.visible_after_ms {
                let left = rule.visible_after_ms - stood_ms;
                next = Some(next.map_or(left, |known: u64| known.min(left)));
            }
        }
        next
    }

    /// Rules that could not be answered at the last judgement.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = &'static str> {
        self.unknown.iter().copied()
    }

    /// What the last judgement said of one finding.
    pub(crate) fn judged(&self, reference: &FindingRef) -> Judged {
        match (self.unknown.contains(reference.id.as_str()), self.raised.contains_key(reference)) {
            (true, _) => Judged::Unknown,
            (false, true) => Judged::Unhealthy,
            (false, false) => Judged::Healthy,
        }
    }

    /// A raised finding.
    pub(crate) fn get(&self, reference: &FindingRef) -> Option<&Raised> {
        self.raised.get(reference)
    }

    /// Everything raised, visible or not.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&FindingRef, &Raised)> {
        self.raised.iter()
    }

    /// What people see: the worst first, the gateway before this desktop, then the oldest.
    pub(crate) fn visible<'a>(&'a self, rules: &'static [Rule]) -> Vec<(&'static Rule, &'a FindingRef, &'a Raised)> {
        let mut rows: Vec<_> = self
            .raised
            .iter()
            .filter(|(_, raised)| raised.visible)
            .filter_map(|(reference, raised)| {
                rules.iter().find(|rule| rule.id == reference.id).map(|rule| (rule, reference, raised))
            })
            .collect();
        rows.sort_by_key(|(rule, reference, raised)| {
            (std::cmp::Reverse(rule.severity), !rule.is_about_gateway(), raised.since_ms, (*reference).clone())
        });
        rows
    }

    /// Since when each stands, to keep.
    pub(crate) fn since_ms(&self) -> BTreeMap<String, u64> {
        let mut all = self.kept_since_ms.clone();
        all.extend(self.raised.iter().map(|(reference, raised)| (reference.to_string(), raised.since_ms)));
        all
    }
}

/// The raised finding that explains this one, of those raised by their ids.
fn cause(
    rules: &[Rule],
    raised: &BTreeMap<&str, Vec<&FindingRef>>,
    reference: &FindingRef,
    fault: &Fault,
) -> Option<FindingRef> {
    let rule = rules.iter().find(|rule| rule.id == reference.id)?;
    let of = |id: &str| raised.get(id).into_iter().flatten();
    let general = rule.explained_by.iter().find_map(|cause| of(cause).next());
    let own = || fault.because.iter().find_map(|because| of(because.finding).find(|other| because.is(other)));
    general.or_else(own).map(|found| (*found).clone())
}

/// Goes from cause to cause. Rules list only earlier ones as their causes, and a fault names no others, so this ends;
/// the bound holds even if one day it did not.
fn first_of_chain(causes: &BTreeMap<FindingRef, FindingRef>, from: &FindingRef) -> Option<FindingRef> {
    let mut cause = causes.get(from)?;
    for _ in 0..causes.len() {
        match causes.get(cause) {
            Some(next) if next != from => cause = next,
            _ => break,
        }
    }
    Some(cause.clone())
}

#[cfg(test)]
mod tests {
    use super::{Fault, Findings, Judged, Rule, Verdict, Words};
    use crate::{
        event::{ExitReason, JobRun, ModelError},
        findings::Scene,
        gateway::Observed,
        rules::{RULES, scenes::Stage},
    };
    use clawtray_contract::FindingRef;

    fn judged(stage: &Stage) -> Findings {
        let mut findings = Findings::default();
        let scene = Scene { facts: &stage.facts, gateway: &stage.gateway, link: &stage.link, now: stage.now };
        findings.judge(RULES, &scene);
        findings
    }

    fn seen(scene: &Scene<'_>) -> Verdict {
        match scene.facts.tray_host {
            Some(false) => {
                let mut fault = Fault::new(Words::plain("x"), "e", 1);
                fault.asked_ms = scene.facts.parts_read_ms;
                Verdict::one(fault)
            }
            _ => Verdict::Healthy,
        }
    }

    #[test]
    fn a_finding_is_silent_until_it_has_stood_long_enough_and_one_that_passes_is_never_shown() {
        for after_ms in [0, 10_000, 60_000] {
            let mut rule = RULES.iter().find(|rule| rule.id == "desktop.no_tray_host").copied().expect("a rule");
            (rule.visible_after_ms, rule.check) = (after_ms, seen);
            let rules: &'static [Rule] = Box::leak(Box::new([rule]));
            let mut stage = Stage::new();
            let mut findings = Findings::default();
            let mut look = |stage: &Stage, mono_ms: u64| {
                let now = crate::now::Now { mono_ms, ..stage.now };
                let scene = Scene { facts: &stage.facts, gateway: &stage.gateway, link: &stage.link, now };
                let next = findings.judge(rules, &scene);
                (findings.visible(rules).len(), next)
            };
            stage.facts.tray_host = Some(false);
            let (shown, next) = look(&stage, 1_000);
            assert_eq!((shown, next), (usize::from(after_ms == 0), (after_ms > 0).then_some(after_ms)));
            if after_ms > 0 {
                assert_eq!(look(&stage, 1_000 + after_ms - 1), (0, Some(1)), "a moment too early");
                stage.facts.tray_host = Some(true);
                assert_eq!(look(&stage, 1_000 + after_ms), (0, None), "it passed in time");
                stage.facts.tray_host = Some(false);
                assert_eq!(look(&stage, 2_000 + after_ms).0, 0, "it counts anew");
                assert_eq!(look(&stage, 2_000 + 2 * after_ms).0, 1);
            }
        }
    }

    #[test]
    fn one_answer_alone_is_no_standing_however_long_the_next_one_takes() {
        let mut rule = RULES.iter().find(|rule| rule.id == "channel.disconnected").copied().expect("a rule");
        (rule.visible_after_ms, rule.check) = (60_000, seen);
        let rules: &'static [Rule] = Box::leak(Box::new([rule]));
        let (mut stage, mut findings) = (Stage::new(), Findings::default());
        stage.facts.tray_host = Some(false);
        let mut look = |stage: &Stage, mono_ms: u64| {
            let now = crate::now::Now { mono_ms, ..stage.now };
            findings.judge(rules, &Scene { facts: &stage.facts, gateway: &stage.gateway, link: &stage.link, now });
            findings.visible(rules).len()
        };
        stage.facts.parts_read_ms = Some(500_000);
        assert_eq!(look(&stage, 0), 0);
        assert_eq!(look(&stage, 90_000), 0, "nothing was heard since");
        stage.facts.parts_read_ms = Some(561_000);
        assert_eq!(look(&stage, 90_000), 1, "the next answer says the same");
        stage.facts.parts_read_ms = Some(7_000);
        assert_eq!(look(&stage, 91_000), 1, "the clock was set back");
    }

    #[test]
    fn a_stopped_gateway_is_shown_under_the_reason_it_stopped_for() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        stage.exit(ExitReason::StateOwned { words: "owned".into() });
        let findings = judged(&stage);
        let stopped = findings.get(&FindingRef::of("service.not_running")).expect("raised");
        assert!(!stopped.visible);
        assert_eq!(stopped.cause, Some(FindingRef::of("process.state_owned")));
        assert!(findings.get(&FindingRef::of("process.state_owned")).expect("raised").visible);
    }

    #[test]
    fn a_job_is_explained_only_by_what_its_own_model_ran_into() {
        let model = "anthropic/claude-sonnet-4-6";
        let mut stage = Stage::new();
        stage.run();
        let error = ModelError { http_status: Some(429), kind: None, words: "Extra usage is required".into() };
        stage.facts.add_long_context(model.into(), 5, error);
        let run = |job: &str, model: &str| JobRun {
            job: job.into(),
            at_ms: 6,
            enabled: true,
            reason: Some("billing".into()),
            model: Some(model.into()),
            ..JobRun::default()
        };
        stage.facts.add_job(run("same", model));
        stage.facts.add_job(run("other", "openai/gpt"));
        let findings = judged(&stage);
        let cause = |job: &str| {
            let job = findings.get(&FindingRef::about("cron.job_failed", job)).expect("raised");
            job.cause.as_ref().map(|cause| cause.id.clone())
        };
        assert_eq!(cause("same").as_deref(), Some("model.long_context_429"));
        assert_eq!(cause("other"), None);
    }

    #[test]
    fn what_nobody_looked_at_is_named_and_not_called_healthy() {
        let mut stage = Stage::new();
        stage.facts.surroundings = None;
        let findings = judged(&stage);
        assert!(findings.unknown().any(|id| id == "install.missing"));
        assert_eq!(findings.judged(&FindingRef::of("install.missing")), Judged::Unknown);
    }
}
