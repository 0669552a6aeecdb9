//! What an action would do, as data: made from today's facts, shown to the person, made again before it runs.

use clawtray_contract::{DiffLine, FindingRef, Mode, PlanView, Risk};
use clawtray_text::Catalogue;

use crate::{
    effect::{CliCommand, Request},
    event::ExitReason,
    findings::{Action, Raised, Rule, Scene, Words},
    link::LinkState,
    patch,
    saved::{UndoKey, UndoPatch},
};

/// Limit of `doctor --fix`, milliseconds: 8 to 14 s were seen, cold machines take longer.
const DOCTOR_LIMIT_MS: u64 = 180_000;
/// Limit of a start until all three signals agree, milliseconds.
const START_LIMIT_MS: u64 = 240_000;
/// Limit of a service command, milliseconds.
const SERVICE_LIMIT_MS: u64 = 180_000;
/// Limit of learning the token from OpenClaw's command line, milliseconds: 11 to 14 s were seen, busy machines take longer.
const TOKEN_LIMIT_MS: u64 = 190_000;
/// Limit of checking a copy of the configuration, milliseconds: 2 to 9 s were seen.
const VALIDATE_LIMIT_MS: u64 = 120_000;
/// Limit of waiting for the end of a lockout and signing in, milliseconds: the gateway's own lockout is 300 s.
const LOCKOUT_LIMIT_MS: u64 = 420_000;
/// Limit of a call, milliseconds.
const CALL_LIMIT_MS: u64 = 30_000;

/// One step of a plan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// See who is there; go on only when nobody is.
    CheckNobodyThere,
    /// See who is there.
    Look,
    /// Read the configuration and the service definition again.
    LookAround,
    /// Run a command of OpenClaw's.
    Cli { command: CliCommand, limit_ms: u64 },
    /// Put a copy in place of the configuration.
    RestoreConfig { copy: String, copy_stamp: String, config_stamp: Option<String> },
    /// Change the configuration over the link.
    Patch { keys: Vec<UndoKey> },
    /// End a gateway that does not answer.
    EndSilent,
    /// Start the gateway once.
    Start { skip_channels: bool },
    /// Wait until process, HTTP and RPC agree.
    ProveReady,
    /// Wait until it has been ready for a minute.
    ProveStable,
    /// Learn the shared token again.
    FetchToken,
    /// Sign in anew.
    Reconnect,
    /// Sign in anew once the gateway, which counts failures, lets anybody try again.
    ReconnectWhenAllowed,
    /// A call over the link.
    Call(Request),
}

impl Step {
    /// What it does, in words.
    pub(crate) fn label(&self) -> Words {
        Words::plain(match self {
            Self::CheckNobodyThere => "step-check-nobody-there",
            Self::Look => "step-look",
            Self::LookAround => "step-look-around",
            Self::Cli { command, .. } => match command {
                CliCommand::DoctorFix => "step-doctor-fix",
                CliCommand::SetModeLocal => "step-set-mode-local",
                CliCommand::ServiceInstall { .. } => "step-service-install",
                CliCommand::ServiceStart => "step-service-start",
                CliCommand::ServiceStop => "step-service-stop",
                CliCommand::ServiceRestart => "step-service-restart",
                CliCommand::DevicesApprove { .. } => "step-devices-approve",
            },
            Self::RestoreConfig { .. } => "step-restore-config",
            Self::Patch { .. } => "step-patch",
            Self::EndSilent => "step-end-silent",
            Self::Start { skip_channels: false } => "step-start",
            Self::Start { skip_channels: true } => "step-start-without-channels",
            Self::ProveReady => "step-prove-ready",
            Self::ProveStable => "step-prove-stable",
            Self::FetchToken => "step-fetch-token",
            Self::Reconnect => "step-reconnect",
            Self::ReconnectWhenAllowed => "step-reconnect-when-allowed",
            Self::Call(Request::RunJob { .. }) => "step-run-job",
            Self::Call(Request::PauseJob { .. }) => "step-pause-job",
            Self::Call(Request::Wake) => "step-wake",
            Self::Call(Request::AskForScopes { .. }) => "step-ask-for-rights",
            Self::Call(_) => "step-call",
        })
    }

    /// The command or call as a person could type it.
    fn command(&self) -> Option<String> {
        match self {
            Self::Cli { command, .. } => Some(command.display()),
            Self::Patch { keys } => {
                let patch = patch::merge_patch(keys.iter().map(|key| (key.path.as_slice(), &key.after)));
                Some(format!("config.patch {patch}"))
            }
            Self::Start { skip_channels } => Some(if *skip_channels {
                "OPENCLAW_SKIP_CHANNELS=1 openclaw gateway run".into()
            } else {
                "openclaw gateway run".into()
            }),
            Self::RestoreConfig { copy, .. } => {
                Some(format!("openclaw config validate --json; {copy} -> openclaw.json"))
            }
            Self::FetchToken => Some("openclaw dashboard --no-open --json".into()),
            Self::Call(request) => Some(request.display()),
            Self::CheckNobodyThere
            | Self::Look
            | Self::LookAround
            | Self::EndSilent
            | Self::ProveReady
            | Self::ProveStable
            | Self::Reconnect
            | Self::ReconnectWhenAllowed => None,
        }
    }

    /// Longest time it may take, milliseconds.
    pub(crate) fn limit_ms(&self) -> u64 {
        match self {
            Self::Cli { limit_ms, .. } => *limit_ms + 5_000,
            // Signing in may have to wait for a gateway that has just been started.
            Self::ProveReady | Self::Reconnect => START_LIMIT_MS,
            Self::ReconnectWhenAllowed => LOCKOUT_LIMIT_MS,
            Self::ProveStable => START_LIMIT_MS + crate::gateway::STABLE_MS,
            Self::FetchToken => TOKEN_LIMIT_MS,
            Self::RestoreConfig { .. } => VALIDATE_LIMIT_MS,
            Self::Patch { .. } | Self::Call(_) => CALL_LIMIT_MS * 2,
            Self::CheckNobodyThere | Self::Look | Self::LookAround | Self::EndSilent | Self::Start { .. } => 30_000,
        }
    }
}

/// What an action would do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) finding: FindingRef,
    pub(crate) action: &'static Action,
    pub(crate) steps: Vec<Step>,
    pub(crate) warnings: Vec<Words>,
    /// Only a later run of something can prove it.
    pub(crate) later_proof: bool,
    /// The way back.
    pub(crate) undo: Option<UndoPatch>,
    /// What a step other than a patch changes in the configuration.
    pub(crate) shown_diff: Vec<DiffLine>,
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
        action: &str,
        scene: &Scene<'_>,
    ) -> Result<Self, Words> {
        let Some(action) =
            rule.actions.iter().find(|known| known.id == action && raised.fault.actions.contains(&known.id))
        else {
            return Err(Words::plain("plan-no-such-action"));
        };
        let mut plan = Self {
            finding: finding.clone(),
            action,
            steps: Vec::new(),
            warnings: Vec::new(),
            later_proof: false,
            undo: None,
            shown_diff: Vec::new(),
        };
        let subject = finding.subject.clone().unwrap_or_default();
        let service = scene.gateway.mode(scene.facts) == Mode::Service;
        match (rule.id, action.id) {
            ("service.not_running", "start") => plan.steps = start(service),
            ("service.not_running", "repair_and_start") | ("config.invalid", "repair_the_configuration") => {
                plan.doctor(scene)?;
                plan.steps.extend(start(service));
            }
            ("config.invalid", "restore_the_last_good_copy") | ("mode.not_local", "restore_the_last_good_config") => {
                plan.restore_config(scene)?;
                plan.steps.extend(start(service));
            }
            ("mode.not_local", "set_mode_local") => {
                plan.warn_of_rewrite(scene);
                let command = CliCommand::SetModeLocal;
                plan.steps.extend([Step::CheckNobodyThere, Step::Cli { command, limit_ms: CALL_LIMIT_MS }]);
                plan.steps.extend(start(service));
            }
            ("process.hung", "restart") if service => {
                let command = CliCommand::ServiceRestart;
                plan.steps.extend([Step::Cli { command, limit_ms: SERVICE_LIMIT_MS }, Step::Look, Step::ProveReady]);
            }
            ("process.hung", "restart") => {
                plan.warnings.push(Words::plain("plan-warning-ends-silent"));
                plan.steps.extend([Step::EndSilent, Step::Start { skip_channels: false }, Step::ProveReady]);
            }
            ("process.crash_loop", "repair_and_try_once_more") => {
                plan.doctor(scene)?;
                plan.steps.extend([Step::Start { skip_channels: false }, Step::ProveReady, Step::ProveStable]);
            }
            ("process.crash_loop", "start_without_channels") => {
                plan.warnings.push(Words::plain("plan-warning-without-channels"));
                plan.steps.extend([Step::Start { skip_channels: true }, Step::ProveReady, Step::ProveStable]);
            }
            ("port.conflict", "show_who_holds_it") | ("process.state_owned", "show_who_it_is") => {
                plan.steps.push(Step::Look)
            }
            ("auth.token_mismatch", "refetch_token")
            | ("auth.token_missing", "import_token")
            | ("auth.device_token_mismatch", "pair_this_computer_again") => {
                plan.steps.extend([Step::FetchToken, Step::Reconnect])
            }
            ("auth.scope_mismatch", "ask_for_the_missing_permission")
            | ("probe.scope_limited", "ask_for_read_permission") => plan.ask_for_rights(scene)?,
            ("auth.rate_limited", "wait_then_try_once") => plan.steps.push(Step::ReconnectWhenAllowed),
            ("auth.token_mismatch", "reinstall_the_service") | ("service.config_mismatch", "reinstall_service") => {
                plan.reinstall(scene);
            }
            ("auth.pairing_required", "approve_this_device") => plan.approve_this_device(scene)?,
            ("model.long_context_429", "disable_context1m") => plan.disable_context1m(&subject, scene)?,
            ("cron.job_failed", "run_it_again_now") => {
                plan.warnings.push(Words::plain("plan-warning-runs-job"));
                plan.later_proof = true;
                plan.steps.push(Step::Call(Request::RunJob { job: subject }));
            }
            ("cron.job_failed", "pause_this_job") => plan.steps.push(Step::Call(Request::PauseJob { job: subject })),
            ("heartbeat.failed", "send_one_now") => {
                plan.later_proof = true;
                plan.steps.push(Step::Call(Request::Wake));
            }
            _ => return Err(Words::plain("plan-no-such-action")),
        }
        let starts = |step: &Step| matches!(step, Step::Cli { command: CliCommand::ServiceStart, .. });
        if scene.facts.unit.is_some() && plan.steps.iter().any(starts) {
            plan.warnings.push(Words::plain("plan-warning-start-unit"));
        }
        Ok(plan)
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

    fn doctor(&mut self, scene: &Scene<'_>) -> Result<(), Words> {
        match scene.facts.last_exit.as_ref().map(|exit| &exit.reason) {
            Some(ExitReason::StateOwned { .. }) => return Err(Words::plain("plan-blocked-state-owned")),
            Some(ExitReason::OlderBinary { .. }) => return Err(Words::plain("plan-blocked-older-binary")),
            _ => {}
        }
        self.warn_of_rewrite(scene);
        self.warnings.push(Words::plain("plan-warning-doctor"));
        self.steps
            .extend([Step::CheckNobodyThere, Step::Cli { command: CliCommand::DoctorFix, limit_ms: DOCTOR_LIMIT_MS }]);
        Ok(())
    }

    fn restore_config(&mut self, scene: &Scene<'_>) -> Result<(), Words> {
        if let Some(ExitReason::StateOwned { .. }) = scene.facts.last_exit.as_ref().map(|exit| &exit.reason) {
            return Err(Words::plain("plan-blocked-state-owned"));
        }
        let config = scene.facts.surroundings.as_ref().map(|around| &around.config);
        let Some((config, copy)) = config.and_then(|config| Some((config, config.usable_copy()?))) else {
            return Err(Words::plain("plan-no-copy"));
        };
        self.warnings.push(Words::with(
            "plan-warning-restore",
            vec![("name", copy.name.as_str().into()), ("written", scene.now.moment(copy.changed_ms).into())],
        ));
        self.shown_diff.clone_from(&copy.diff);
        self.steps.extend([
            Step::CheckNobodyThere,
            Step::RestoreConfig {
                copy: copy.name.clone(),
                copy_stamp: copy.stamp.clone(),
                config_stamp: config.stamp.clone(),
            },
            Step::LookAround,
        ]);
        Ok(())
    }

    /// Installing over an installed service also restarts it. A `gateway restart` right after that is refused while
    /// the gateway comes up (observed on OpenClaw 2026.9.6), so the plan waits for the gateway instead.
    fn reinstall(&mut self, scene: &Scene<'_>) {
        let port = scene.facts.surroundings.as_ref().map_or(18_789, |around| around.port);
        self.warnings.push(Words::plain("plan-warning-reinstall"));
        self.steps.extend([
            Step::Cli { command: CliCommand::ServiceInstall { port }, limit_ms: SERVICE_LIMIT_MS },
            Step::LookAround,
            Step::Look,
            Step::FetchToken,
            Step::Reconnect,
            Step::ProveReady,
        ]);
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

    fn disable_context1m(&mut self, model: &str, scene: &Scene<'_>) -> Result<(), Words> {
        let Some(config) = &scene.facts.config else { return Err(Words::plain("plan-needs-link")) };
        let keys = patch::turn_off(&patch::context1m_places(&config.value, model));
        if keys.is_empty() {
            return Err(Words::plain("plan-nothing-set"));
        }
        self.warn_of_rewrite(scene);
        self.warnings.push(Words::plain("plan-warning-proof-later"));
        self.undo = Some(UndoPatch { keys: keys.clone() });
        self.steps.push(Step::Patch { keys });
        Ok(())
    }

    /// What changes in the configuration.
    pub(crate) fn diff(&self) -> Vec<DiffLine> {
        let patched = self.undo.iter().flat_map(|undo| patch::diff(&undo.keys));
        patched.chain(self.shown_diff.iter().cloned()).collect()
    }

    /// Identifies this exact plan: equal steps, equal tag.
    pub(crate) fn etag(&self) -> String {
        let text = format!("{}|{}|{:?}", self.finding, self.action.id, self.steps);
        let hash = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        format!("{hash:016x}")
    }

    /// As the person sees it.
    pub(crate) fn view(&self, catalogue: &Catalogue) -> PlanView {
        let say = |words: &Words| catalogue.say_with(words.id, &words.args);
        PlanView {
            finding: self.finding.clone(),
            action: self.action.id.to_owned(),
            label: catalogue.say(self.action.label),
            etag: self.etag(),
            steps: self.steps.iter().map(|step| say(&step.label())).collect(),
            commands: self.steps.iter().filter_map(Step::command).collect(),
            diff: self.diff(),
            warnings: self.warnings.iter().map(say).collect(),
            limit_ms: self.steps.iter().map(Step::limit_ms).sum(),
            can_undo: self.undo.is_some(),
        }
    }

    /// True when the person must have seen it.
    pub(crate) fn needs_confirmation(&self) -> bool {
        self.action.risk == Risk::Confirm
    }
}

fn start(service: bool) -> Vec<Step> {
    if service {
        let command = CliCommand::ServiceStart;
        vec![Step::Cli { command, limit_ms: SERVICE_LIMIT_MS }, Step::Look, Step::ProveReady]
    } else {
        vec![Step::Start { skip_channels: false }, Step::ProveReady]
    }
}
