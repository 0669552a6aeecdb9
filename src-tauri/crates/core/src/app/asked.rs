//! What a person or a script asks for.

use clawtray_contract::{Answer, AppError, ErrorCode, Intent, ServiceVerb};

use super::{App, Purpose};
use crate::{
    attention::muted_until,
    automatic, choice,
    effect::{Effect, Request, Ticket, TimerId},
    event::{Reply, Surface},
    findings::Scene,
    gateway::{COUNT, COUNT_LIMIT_MS, Observed, Then},
    now::Now,
    plan::{Plan, TOKEN},
    repairs::Hands,
    settings::OnQuit,
    turn::Turn,
};

impl App {
    /// A wish. `None` when the answer comes later.
    pub(super) fn asked(
        &mut self,
        ticket: Ticket,
        intent: &Intent,
        surface: Surface,
        turn: &mut Turn,
    ) -> Option<Result<Answer, AppError>> {
        let accepted = Some(Ok(Answer::Accepted));
        if self.repairs.is_busy() && matches!(intent, Intent::Start | Intent::Restart) {
            return Some(Err(self.error(ErrorCode::Busy, "error-busy", None)));
        }
        match intent {
            Intent::Start | Intent::Restart | Intent::Stop { .. } if self.facts.remote.is_some() => {
                Some(Err(self.error(ErrorCode::BadRequest, "error-elsewhere", None)))
            }
            Intent::Start => {
                if self.gateway.observed == Observed::NotInstalled {
                    turn.push(Effect::ForgetInstalls);
                    turn.push(Effect::LookAround);
                    return Some(Err(self.error(ErrorCode::NotSetUp, "error-not-set-up", None)));
                }
                self.gateway.ask_start(&self.facts, turn);
                accepted
            }
            Intent::Stop { now } => self.stop(*now, Then::Stay, turn),
            Intent::Restart => self.stop(false, Then::Restart, turn),
            Intent::Preview { finding, action, choice } => {
                let plan = self.plan(finding, (action, choice.as_deref()), turn.now);
                self.preview(ticket, intent, plan, turn)
            }
            Intent::Run { finding, action, plan, choice } => {
                Some(self.run(finding, (action, choice.as_deref()), plan.as_deref(), surface, turn))
            }
            Intent::PreviewService { verb } => {
                let plan = self.service_plan(*verb, turn.now);
                self.preview(ticket, intent, plan, turn)
            }
            Intent::RunService { verb, plan } => {
                if self.repairs.is_busy() {
                    return Some(Err(self.error(ErrorCode::Busy, "error-busy", None)));
                }
                Some(self.service_plan(*verb, turn.now).and_then(|made| self.begin(made, Some(plan), surface, turn)))
            }
            Intent::CancelRepair { repair } => {
                let mut hands = Hands {
                    facts: &mut self.facts,
                    gateway: &mut self.gateway,
                    link: &mut self.link,
                    catalogue: &self.options.catalogue,
                };
                let known = self.repairs.cancel(*repair, &mut hands, turn);
                Some(if known { Ok(Answer::Accepted) } else { Err(self.error(ErrorCode::Gone, "error-gone", None)) })
            }
            Intent::UndoRepair { repair } => {
                let mut hands = Hands {
                    facts: &mut self.facts,
                    gateway: &mut self.gateway,
                    link: &mut self.link,
                    catalogue: &self.options.catalogue,
                };
                let begun = self.repairs.undo(*repair, surface, &mut hands, turn);
                Some(if begun {
                    Ok(Answer::Repair { repair: *repair })
                } else {
                    Err(self.error(ErrorCode::Gone, "error-no-undo", None))
                })
            }
            Intent::AcceptProof { repair } => Some(match self.repairs.accept(*repair, &self.options.catalogue, turn) {
                Some(finding) => {
                    if let Some(refusal) = finding.subject.and_then(|model| self.facts.long_context.get_mut(&model)) {
                        refusal.accepted = true;
                    }
                    Ok(Answer::Accepted)
                }
                None => Err(self.error(ErrorCode::Gone, "error-gone", None)),
            }),
            Intent::Decide { approval, decision, etag } => {
                self.decide(approval, *decision, etag.as_deref(), Some(ticket), turn)
            }
            Intent::RunJob { job } => {
                if !self.facts.due.contains_key(job) {
                    return Some(Err(self.error(ErrorCode::Gone, "error-gone", None)));
                }
                self.call(Request::RunJob { job: job.clone() }, Purpose::Wish { answer: ticket }, turn);
                None
            }
            Intent::OpenDashboard => {
                turn.push(Effect::OpenDashboard { ticket: Some(ticket) });
                None
            }
            Intent::OpenWindow { route } => {
                turn.push(Effect::OpenWindow { route: route.clone() });
                accepted
            }
            Intent::Refresh => {
                turn.push(Effect::ForgetInstalls);
                turn.push(Effect::LookAround);
                if self.gateway.is_up() {
                    turn.timer(TimerId::Probe, 0);
                    if self.link.hello().is_none() {
                        self.link.retry_now(&self.facts.secrets, turn);
                    } else {
                        self.queue.read_all(turn);
                        self.ask_parts(turn);
                    }
                }
                accepted
            }
            Intent::Mute { muted } => {
                self.muted_until_ms = muted_until(*muted, turn.now);
                turn.save = true;
                accepted
            }
            Intent::Looking { route } => {
                self.facts.window.clone_from(route);
                accepted
            }
            Intent::StartAtLogin { on } => {
                turn.push(Effect::StartAtLogin { on: *on });
                accepted
            }
            Intent::Choose { change } => {
                if let Some(problem) = &self.facts.settings_problem {
                    let words = choice::trouble(problem);
                    let message = self.options.catalogue.say_with(words.id, &words.args);
                    return Some(Err(AppError::new(ErrorCode::Failed, message)));
                }
                if self.options.look_only || !choice::is_sound(change) {
                    return Some(Err(self.error(ErrorCode::BadRequest, "error-bad-request", None)));
                }
                turn.push(Effect::Choose { ticket, change: change.clone() });
                None
            }
            Intent::ReloadSecrets => {
                self.secret_told = true;
                turn.push(Effect::ReloadSecrets);
                accepted
            }
            Intent::Quit { stop_gateway } => {
                let stop = *stop_gateway || self.options.settings.on_quit == OnQuit::StopGateway;
                turn.save = true;
                if !(stop
                    && self.gateway.process().is_some()
                    && self.gateway.ask_stop(false, Then::Quit, &[], &self.facts, turn))
                {
                    self.save_now(turn);
                    turn.push(Effect::Exit);
                }
                accepted
            }
            // One gateway alone is asked by its own name too.
            Intent::For { gateway, wish } if *gateway == self.options.gateway_id => match &**wish {
                Intent::For { .. } => Some(Err(self.error(ErrorCode::BadRequest, "error-bad-request", None))),
                wish => self.asked(ticket, wish, surface, turn),
            },
            Intent::For { .. } => Some(Err(self.error(ErrorCode::Gone, "error-unknown-gateway", None))),
            _ => Some(Err(self.error(ErrorCode::BadRequest, "error-bad-request", None))),
        }
    }

    /// Shows a plan; one that ends or restarts a gateway that can tell what it is doing, only with that.
    fn preview(
        &mut self,
        ticket: Ticket,
        wish: &Intent,
        plan: Result<Plan, AppError>,
        turn: &mut Turn,
    ) -> Option<Result<Answer, AppError>> {
        let tells = self.link.hello().is_some_and(|hello| hello.methods.iter().any(|method| method == COUNT));
        match plan {
            Ok(plan) if plan.interrupts() && tells && !self.gateway.is_silent() => {
                let asked = turn.ticket();
                self.purposes.insert(asked, Purpose::Preview { answer: ticket, wish: Box::new(wish.clone()) });
                turn.push(Effect::Call { ticket: asked, request: Request::CountWork, limit_ms: COUNT_LIMIT_MS });
                None
            }
            Ok(plan) => Some(Ok(Answer::Plan { plan: Box::new(plan.view(&self.options.catalogue)) })),
            Err(error) => Some(Err(error)),
        }
    }

    /// The plan, made again, with what the gateway is doing; where it did not tell in time, without.
    pub(super) fn previewed(&self, wish: &Intent, reply: Option<&Reply>, now: Now) -> Result<Answer, AppError> {
        let mut plan = match wish {
            Intent::Preview { finding, action, choice } => self.plan(finding, (action, choice.as_deref()), now)?,
            Intent::PreviewService { verb } => self.service_plan(*verb, now)?,
            _ => return Err(self.error(ErrorCode::BadRequest, "error-bad-request", None)),
        };
        if let Some(Reply::Work { active, running }) = reply {
            let jobs = self.facts.due.values().filter(|job| job.running);
            let jobs: Vec<String> = jobs.map(|job| job.name.clone().unwrap_or_else(|| job.job.clone())).collect();
            plan.warn_of_work(*active, running, &jobs);
        }
        Ok(Answer::Plan { plan: Box::new(plan.view(&self.options.catalogue)) })
    }

    pub(super) fn stop(&mut self, now: bool, then: Then, turn: &mut Turn) -> Option<Result<Answer, AppError>> {
        let offered = self.link.hello().map(|hello| hello.methods.as_slice()).unwrap_or_default();
        if then == Then::Restart && self.gateway.ask_restart_when_idle(offered, turn) {
            return Some(Ok(Answer::Accepted));
        }
        let ours = self.gateway.ask_stop(now, then, offered, &self.facts, turn);
        Some(if ours { Ok(Answer::Accepted) } else { Err(self.error(ErrorCode::Failed, "error-not-ours", None)) })
    }

    pub(super) fn plan(
        &self,
        finding: &clawtray_contract::FindingRef,
        way: (&str, Option<&str>),
        now: Now,
    ) -> Result<Plan, AppError> {
        if finding.id == TOKEN {
            let scene = Scene { facts: &self.facts, gateway: &self.gateway, link: &self.link, now };
            return Plan::of_token(way.0, &scene).map_err(|words| {
                AppError::new(ErrorCode::Failed, self.options.catalogue.say_with(words.id, &words.args))
            });
        }
        let (Some(rule), Some(raised)) = (crate::rules::rule(&finding.id), self.findings.get(finding)) else {
            return Err(self.error(ErrorCode::Gone, "error-finding-gone", None));
        };
        let scene = Scene { facts: &self.facts, gateway: &self.gateway, link: &self.link, now };
        Plan::make(rule, finding, raised, way, &scene).map_err(|words| {
            let message = self.options.catalogue.say_with(words.id, &words.args);
            let code = match words.id {
                "plan-no-such-action" => ErrorCode::Gone,
                "plan-needs-link" => ErrorCode::NotConnected,
                _ => ErrorCode::Failed,
            };
            AppError::new(code, message)
        })
    }

    pub(super) fn run(
        &mut self,
        finding: &clawtray_contract::FindingRef,
        way: (&str, Option<&str>),
        seen: Option<&str>,
        surface: Surface,
        turn: &mut Turn,
    ) -> Result<Answer, AppError> {
        if self.repairs.is_busy() {
            return Err(self.error(ErrorCode::Busy, "error-busy", None));
        }
        let plan = self.plan(finding, way, turn.now)?;
        self.begin(plan, seen, surface, turn)
    }

    /// Does what the settings allow without asking, one thing at a time.
    pub(super) fn automate(&mut self, turn: &mut Turn) {
        if self.options.look_only || self.repairs.is_busy() || !self.deciding.is_empty() {
            return;
        }
        let scene = Scene { facts: &self.facts, gateway: &self.gateway, link: &self.link, now: turn.now };
        let next = automatic::next(&mut self.tries, &self.options.settings, &self.findings, &scene);
        let mut hands = Hands {
            facts: &mut self.facts,
            gateway: &mut self.gateway,
            link: &mut self.link,
            catalogue: &self.options.catalogue,
        };
        match next {
            Some(automatic::Next::Run(plan)) => {
                self.repairs.begin(*plan, Surface::Itself, &mut hands, turn);
            }
            Some(automatic::Next::Spent(plan)) => self.repairs.budget_spent(&plan, &hands, turn),
            None => return,
        }
        turn.save = true;
    }

    fn service_plan(&self, verb: ServiceVerb, now: Now) -> Result<Plan, AppError> {
        let scene = Scene { facts: &self.facts, gateway: &self.gateway, link: &self.link, now };
        Plan::of_service(verb, &scene)
            .map_err(|words| AppError::new(ErrorCode::Failed, self.options.catalogue.say_with(words.id, &words.args)))
    }

    fn begin(&mut self, plan: Plan, seen: Option<&str>, surface: Surface, turn: &mut Turn) -> Result<Answer, AppError> {
        match seen {
            None if plan.needs_confirmation() => {
                return Err(self.error(ErrorCode::NeedsConfirmation, "error-needs-confirmation", None));
            }
            Some(etag) if etag != plan.etag() => {
                return Err(self.error(ErrorCode::PlanChanged, "error-plan-changed", None));
            }
            _ => {}
        }
        let mut hands = Hands {
            facts: &mut self.facts,
            gateway: &mut self.gateway,
            link: &mut self.link,
            catalogue: &self.options.catalogue,
        };
        let repair = self.repairs.begin(plan, surface, &mut hands, turn);
        Ok(Answer::Repair { repair })
    }

    pub(super) fn error(&self, code: ErrorCode, id: &'static str, detail: Option<&str>) -> AppError {
        let retryable = matches!(code, ErrorCode::Busy | ErrorCode::NotConnected);
        AppError { code, message: self.options.catalogue.say(id), detail: detail.map(str::to_owned), retryable }
    }
}
