//! What an action would do, as data: made from today's facts, shown to the person, made again before it runs.

use clawtray_contract::{DiffLine, FindingRef, PlanView, Risk, ServiceVerb};
use clawtray_text::Catalogue;
use serde_json::Value;

use crate::{
    findings::{Action, Raised, Rule, Scene, Words},
    patch,
    saved::{UndoKey, UndoPatch},
};

mod allow;
mod choice;
mod copies;
mod gateway;
mod install;
mod models;
mod others;
mod service;
mod settings;
mod show;
mod sign_in;
mod step;
mod token;
mod work;

pub(crate) use choice::Way;
pub(crate) use models::{is_long_by_nature, stands_in};
pub(crate) use settings::wants_config;
pub(crate) use step::{INSTALL_LIMIT_MS, Place, RIGHTS_LIMIT_MS, START_LIMIT_MS, Step, documentation};
pub(crate) use token::{TOKEN, token_view};

/// What an action would do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) finding: FindingRef,
    pub(crate) action: &'static Action,
    pub(crate) steps: Vec<Step>,
    pub(crate) warnings: Vec<Words>,
    /// Nothing is changed: what is known is shown.
    pub(crate) shows: bool,
    /// The person does the rest, somewhere else.
    pub(crate) guides: bool,
    /// Only a later run of something can prove it.
    pub(crate) later_proof: bool,
    /// A wish about the service, which no finding stands for.
    pub(crate) service: Option<ServiceVerb>,
    /// The way back.
    pub(crate) undo: Option<UndoPatch>,
    /// What a step other than a patch changes in the configuration.
    pub(crate) shown_diff: Vec<DiffLine>,
    /// The ways to carry it out, where there are several.
    ways: Vec<Way>,
    /// The way that the person named, by its id; once the plan is made, the one it is made for.
    wanted: Option<String>,
}

/// The action with this id: of a finding, or of what no finding stands for.
pub(crate) fn action_of(finding: &str, id: &str) -> Option<&'static Action> {
    let actions = if finding == TOKEN { token::ACTIONS } else { crate::rules::rule(finding)?.actions };
    actions.iter().find(|action| action.id == id)
}

impl PartialEq for Action {
    fn eq(&self, other: &Self) -> bool {
        self.label == other.label
    }
}

impl Plan {
    /// Makes the plan of an action for a raised finding, or says why there is none.
    pub(crate) fn make(
        rule: &'static Rule,
        finding: &FindingRef,
        raised: &Raised,
        (action, choice): (&str, Option<&str>),
        scene: &Scene<'_>,
    ) -> Result<Self, Words> {
        let Some(action) =
            rule.actions.iter().find(|known| known.id == action && raised.fault.actions.contains(&known.id))
        else {
            return Err(Words::plain("plan-no-such-action"));
        };
        let mut plan = Self::empty(finding.clone(), action);
        plan.wanted = choice.map(str::to_owned);
        let known = gateway::steps(&mut plan, rule, scene)?
            || sign_in::steps(&mut plan, rule, scene)?
            || settings::steps(&mut plan, rule, raised, scene)?
            || work::steps(&mut plan, rule, scene)?
            || service::steps(&mut plan, rule, scene)?
            || others::steps(&mut plan, rule, scene)?
            || install::steps(&mut plan, rule, scene)?
            || show::steps(&mut plan, rule, scene);
        if !known {
            return Err(Words::plain("plan-no-such-action"));
        }
        if scene.facts.remote.is_some() {
            plan.fit_elsewhere(scene)?;
        }
        Ok(plan)
    }

    pub(crate) fn empty(finding: FindingRef, action: &'static Action) -> Self {
        Self {
            finding,
            action,
            steps: Vec::new(),
            warnings: Vec::new(),
            shows: false,
            guides: false,
            later_proof: false,
            service: None,
            undo: None,
            shown_diff: Vec::new(),
            ways: Vec::new(),
            wanted: None,
        }
    }

    /// On another computer nothing is started, read or run from here: what is left are the link and the person.
    fn fit_elsewhere(&mut self, scene: &Scene<'_>) -> Result<(), Words> {
        let fetched = self.steps.contains(&Step::FetchToken);
        self.steps.retain(|step| !matches!(step, Step::Look | Step::LookAround | Step::FetchToken));
        if fetched && (self.finding.id.starts_with("auth.token_") || !scene.facts.secrets.shared_token) {
            self.steps.clear();
            self.type_a_secret("shared-token", scene);
        }
        if self.steps.is_empty() || self.steps.iter().any(Step::is_about_this_computer) {
            return Err(Words::plain("plan-elsewhere"));
        }
        Ok(())
    }

    /// The model that is to answer instead, or to stand by.
    pub(crate) fn other_model(&self) -> Option<&str> {
        let chooses = ["switch_to_a_standard_window_model", "add_a_fallback_model"].contains(&self.action.id);
        self.wanted.as_deref().filter(|_| chooses)
    }

    /// The subject of the finding.
    fn subject(&self) -> String {
        self.finding.subject.clone().unwrap_or_default()
    }

    /// Changes these keys, with the way back: over the link where the gateway answers, else through OpenClaw's own
    /// command, which takes care of the file.
    fn change(&mut self, keys: Vec<UndoKey>, scene: &Scene<'_>) {
        self.change_in(settings::configuration(scene).ok(), keys, scene);
    }

    /// The same, where this is how the configuration is now.
    fn change_in(&mut self, config: Option<&Value>, keys: Vec<UndoKey>, scene: &Scene<'_>) {
        self.warn_of_rewrite(scene);
        let keys = match config {
            Some(config) => patch::from_what_is_missing(keys, config),
            None => keys,
        };
        self.undo = Some(UndoPatch { keys: keys.clone(), allowed: None });
        self.steps.extend(Step::change(keys, scene.link));
    }

    /// What the configuration file loses when OpenClaw writes it.
    fn warn_of_rewrite(&mut self, scene: &Scene<'_>) {
        let Some(around) = &scene.facts.surroundings else { return };
        if around.config.has_comments {
            self.warnings.push(Words::plain("plan-warning-comments"));
        }
        if !around.config.includes.is_empty() {
            let files = around.config.includes.join(", ");
            self.warnings.push(Words::with("plan-warning-includes", vec![("files", files.as_str().into())]));
        }
    }

    /// What changes in the configuration.
    pub(crate) fn diff(&self) -> Vec<DiffLine> {
        let patched = self.undo.iter().flat_map(|undo| patch::diff(&undo.keys));
        patched.chain(self.shown_diff.iter().cloned()).collect()
    }

    /// The exact commands and calls, as a person could type them.
    pub(crate) fn commands(&self) -> Vec<String> {
        self.steps.iter().filter_map(Step::command).collect()
    }

    /// Identifies this exact plan: equal steps, equal tag.
    pub(crate) fn etag(&self) -> String {
        let text = format!("{}|{}|{:?}", self.finding, self.action.id, self.steps);
        let hash = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        format!("{hash:016x}")
    }

    /// True for what ends the gateway or begins it anew while it may be working.
    pub(crate) fn interrupts(&self) -> bool {
        self.steps.iter().any(Step::interrupts)
    }

    /// What is under way in the gateway, before the person decides whether this is the moment.
    pub(crate) fn warn_of_work(&mut self, active: u64, running: &[String], jobs: &[String]) {
        if active == 0 && jobs.is_empty() {
            self.warnings.push(Words::plain("plan-warning-no-work"));
            return;
        }
        let mut what: Vec<&str> = running.iter().map(String::as_str).collect();
        what.extend(jobs.iter().map(String::as_str));
        let count = i64::try_from(active.max(u64::try_from(jobs.len()).unwrap_or(0))).unwrap_or(i64::MAX);
        let mut args = vec![("count", count.into())];
        // A gateway may tell how many there are, and not which.
        if what.is_empty() {
            self.warnings.push(Words::with("plan-warning-work-unnamed", args));
            return;
        }
        let what = what.join("; ");
        args.push(("what", what.as_str().into()));
        self.warnings.push(Words::with("plan-warning-work", args));
    }

    /// As the person sees it.
    pub(crate) fn view(&self, catalogue: &Catalogue) -> PlanView {
        let say = |words: &Words| catalogue.say_with(words.id, &words.args);
        PlanView {
            finding: self.finding.clone(),
            action: self.action.id.to_owned(),
            label: catalogue.say(self.action.label),
            etag: self.etag(),
            choices: self.choices(catalogue),
            steps: self.steps.iter().map(|step| say(&step.label())).collect(),
            commands: self.commands(),
            diff: self.diff(),
            warnings: self.warnings.iter().map(say).collect(),
            limit_ms: self.steps.iter().map(Step::limit_ms).sum(),
            can_undo: self.undo.is_some(),
        }
    }

    /// True for what is over only with a sign-in.
    pub(crate) fn signs_in(&self) -> bool {
        self.finding.id.starts_with("auth.")
            && self.steps.iter().any(|step| matches!(step, Step::Reconnect | Step::ReconnectWhenAllowed))
    }

    /// True when the person must have seen it.
    pub(crate) fn needs_confirmation(&self) -> bool {
        self.action.risk == Risk::Confirm
    }
}

#[cfg(test)]
mod patches;
#[cfg(test)]
mod promises;

#[cfg(test)]
mod tests {
    use clawtray_contract::FindingRef;

    use super::Plan;
    use crate::{
        findings::{Fault, Raised, Words},
        rules::{RULES, scenes::Stage},
    };

    /// Every plan there is, for a running gateway with a configuration.
    fn planned() -> Vec<Plan> {
        let mut stage = Stage::new();
        stage.run();
        let config = serde_json::json!({"cron": {"enabled": false}, "plugins": {"allow": []}});
        stage.facts.config = Some(crate::facts::LiveConfig { hash: "h".into(), value: config });
        let scene = stage.scene();
        let mut all = Vec::new();
        for rule in RULES {
            let mut fault = Fault::new(Words::plain(rule.title), "e", 1).offer(&rule.action_ids());
            fault.subject = Some("telegram".into());
            let reference = FindingRef { id: rule.id.into(), subject: fault.subject.clone() };
            let raised = Raised::fresh(fault);
            let plans = rule.actions.iter();
            all.extend(
                plans.filter_map(|action| Plan::make(rule, &reference, &raised, (action.id, None), &scene).ok()),
            );
        }
        all
    }

    #[test]
    fn no_plan_breaks_a_promise() {
        let plans = planned();
        assert!(plans.len() > 30, "{}", plans.len());
        for plan in plans {
            let text = format!(
                "{:?} {:?}",
                plan.steps,
                plan.steps.iter().filter_map(super::Step::command).collect::<Vec<_>>()
            );
            for never in ["OLDER_BINARY", "\"meta", "meta.", "rm ", "kill", "--allow"] {
                assert!(!text.contains(never), "{} {}: {text}", plan.finding, plan.action.id);
            }
            assert!(!plan.steps.is_empty());
            assert!(plan.steps.iter().all(|step| step.limit_ms() > 0), "every step has a limit");
            if !plan.needs_confirmation() {
                let changes = plan
                    .steps
                    .iter()
                    .any(|step| matches!(step, super::Step::Patch { .. } | super::Step::RestoreConfig { .. }));
                assert!(!changes, "{} {} changes a file without being shown", plan.finding, plan.action.id);
            }
        }
    }
}
