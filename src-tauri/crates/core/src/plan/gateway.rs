//! Starting, stopping, mending and installing the gateway.

use clawtray_contract::{DiffLine, Mode};

use super::{
    Plan, Step,
    settings::{configuration, path, set},
    step::{ARCHIVE_LIMIT_MS, CALL_LIMIT_MS, DOCTOR_LIMIT_MS, SERVICE_LIMIT_MS},
};
use crate::{
    effect::CliCommand,
    event::{ExitReason, Installation},
    findings::{Rule, Scene, Words},
    patch::{REDACTED, value_at},
    rules::{bind_no_auth, browsers},
};

/// The steps of an action on the gateway itself; false where it is not one.
pub(super) fn steps(plan: &mut Plan, rule: &Rule, scene: &Scene<'_>) -> Result<bool, Words> {
    let service = scene.gateway.mode(scene.facts) == Mode::Service;
    match (rule.id, plan.action.id) {
        ("service.not_running", "start") => plan.steps = start(service),
        ("service.not_running", "repair_and_start")
        | ("config.invalid", "repair_the_configuration")
        | ("install.update_incomplete", "finish_the_update") => {
            plan.doctor(scene)?;
            plan.steps.extend(start(service));
        }
        ("config.invalid", "restore_the_last_good_copy") | ("mode.not_local", "restore_the_last_good_config") => {
            plan.steps.push(Step::CheckNobodyThere);
            plan.restore_config(scene, false)?;
            plan.steps.extend(start(service));
        }
        ("config.reload_skipped", "restore_what_is_running") => {
            if scene.link.hello().is_none() {
                return Err(Words::plain("plan-needs-link"));
            }
            plan.steps.push(Step::CheckNotValid);
            plan.restore_config(scene, true)?;
        }
        ("port.conflict", "use_the_next_free_port") => plan.move_port(service, scene)?,
        ("install.node_unsupported", "use_a_newer_node_already_on_this_computer") => {
            // Which Node.js is used is chosen anew at every look; what does not follow is the service.
            match scene.facts.surroundings.as_ref().map(|around| &around.installation) {
                Some(Installation::Found { .. }) => plan.reinstall(scene)?,
                _ => return Err(Words::plain("plan-no-node")),
            }
        }
        ("mode.not_local", "set_mode_local") => {
            plan.warn_of_rewrite(scene);
            let command = CliCommand::SetModeLocal;
            plan.steps.extend([Step::CheckNobodyThere, Step::Cli { command, limit_ms: CALL_LIMIT_MS }]);
            plan.steps.extend(start(service));
        }
        ("bind.no_auth", "listen_on_this_computer_only") => {
            plan.this_computer_only(scene);
            plan.steps.extend(start(service));
        }
        ("bind.no_auth", "create_token") => {
            plan.warn_of_rewrite(scene);
            plan.shown_diff = new_token(scene);
            plan.steps.extend([Step::CheckNobodyThere, Step::MakeToken]);
            plan.steps.extend(start(service));
        }
        ("process.memory_pressure" | "storage.io", "export_diagnostics") => {
            let command = CliCommand::DiagnosticsExport;
            plan.shows = true;
            plan.steps.push(Step::Cli { command, limit_ms: ARCHIVE_LIMIT_MS });
        }
        ("storage.io", "back_up_now") => plan.back_up(scene)?,
        ("browser.launch_failed", "try_to_start_it") => {
            let profile =
                browsers::profile(plan.finding.subject.as_deref()).unwrap_or_else(|| browsers::OWN.to_owned());
            plan.steps.push(Step::Cli { command: CliCommand::BrowserStart { profile }, limit_ms: SERVICE_LIMIT_MS });
        }
        ("browser.no_tabs", "open_a_tab") => {
            let named = browsers::profile(plan.finding.subject.as_deref());
            let profile = named.unwrap_or_else(|| browsers::used(scene).unwrap_or(browsers::OWN).to_owned());
            plan.steps.push(Step::Cli { command: CliCommand::BrowserOpenTab { profile }, limit_ms: SERVICE_LIMIT_MS });
        }
        ("model.credentials", "remove_stale_copies") if scene.gateway.is_up() => {
            return Err(Words::plain("plan-stop-first"));
        }
        ("model.credentials", "remove_stale_copies") => {
            plan.doctor(scene)?;
            plan.later_proof = true;
        }
        ("process.crash_loop", "repair_and_try_once_more") => {
            plan.doctor(scene)?;
            plan.steps.extend([Step::Start { skip_channels: false }, Step::ProveReady, Step::ProveStable]);
        }
        ("process.crash_loop", "start_without_channels") => {
            plan.warnings.push(Words::plain("plan-warning-without-channels"));
            plan.steps.extend([Step::Start { skip_channels: true }, Step::ProveReady, Step::ProveStable]);
        }
        ("process.hung", "restart") if service => {
            let command = CliCommand::ServiceRestart;
            plan.steps.extend([Step::Cli { command, limit_ms: SERVICE_LIMIT_MS }, Step::Look, Step::ProveReady]);
        }
        ("process.hung", "restart") => plan.end_silent(),
        // One that does not come back from sleep does not hear that it shall end either.
        ("process.sleep_stall", "wake_it") if scene.gateway.mode(scene.facts) == Mode::Child => plan.end_silent(),
        ("probe.degraded" | "cron.tick_failed", "restart")
        | ("process.sleep_stall", "wake_it")
        | ("process.memory_pressure", "restart_at_a_quiet_moment") => {
            plan.warnings.push(Words::plain("plan-warning-restart"));
            plan.steps.push(Step::Restart);
        }
        ("service.config_mismatch", "reinstall_service")
        | ("install.split_brain", "reinstall_from_newest")
        | ("auth.token_mismatch", "reinstall_the_service") => plan.reinstall(scene)?,
        _ => return Ok(false),
    }
    let starts = |step: &Step| matches!(step, Step::Cli { command: CliCommand::ServiceStart, .. });
    if scene.facts.unit.is_some() && plan.steps.iter().any(starts) {
        plan.warnings.push(Words::plain("plan-warning-start-unit"));
    }
    Ok(true)
}

/// What a token changes in the configuration, without the token.
fn new_token(scene: &Scene<'_>) -> Vec<DiffLine> {
    let config = scene.facts.surroundings.as_ref().and_then(|around| around.config.value.as_ref());
    let before = |key: &str| {
        let value = config.map(|config| value_at(config, &path(&["gateway", "auth", key]))).filter(|it| !it.is_null());
        value.map(ToString::to_string)
    };
    let line = |key: &str, after: &str| DiffLine {
        path: format!("gateway.auth.{key}"),
        before: before(key),
        after: Some(after.to_owned()),
    };
    vec![line("mode", "\"token\""), line("token", REDACTED)]
}

pub(super) fn start(service: bool) -> Vec<Step> {
    if service {
        let command = CliCommand::ServiceStart;
        vec![Step::Cli { command, limit_ms: SERVICE_LIMIT_MS }, Step::Look, Step::ProveReady]
    } else {
        vec![Step::Start { skip_channels: false }, Step::ProveReady]
    }
}

impl Plan {
    /// Ends a gateway that does not answer, without long patience, and starts it again.
    fn end_silent(&mut self) {
        self.warnings.push(Words::plain("plan-warning-ends-silent"));
        self.steps.extend([Step::EndSilent, Step::Start { skip_channels: false }, Step::ProveReady]);
    }

    /// Nobody else reaches the gateway any more, also not over Tailscale's funnel.
    fn this_computer_only(&mut self, scene: &Scene<'_>) {
        self.warnings.push(Words::plain("plan-warning-this-computer-only"));
        self.steps.push(Step::CheckNobodyThere);
        let Ok(config) = configuration(scene) else {
            // A file that nobody could read as a whole: OpenClaw's own command reads it.
            self.warn_of_rewrite(scene);
            let command = CliCommand::BindLoopback;
            return self.steps.push(Step::Cli { command, limit_ms: CALL_LIMIT_MS });
        };
        let mut keys = set(config, &["gateway", "bind"], "loopback".into());
        if bind_no_auth::is_funnel(config) {
            keys.extend(set(config, &["gateway", "tailscale", "mode"], "off".into()));
        }
        self.change(keys, scene);
    }

    /// Beside OpenClaw's own folder: an archive inside of what it holds would be refused.
    fn back_up(&mut self, scene: &Scene<'_>) -> Result<(), Words> {
        let folder = scene.facts.folder.as_ref().and_then(|seen| std::path::Path::new(&seen.path).parent());
        let Some(folder) = folder.map(|folder| folder.display().to_string()).filter(|folder| !folder.is_empty()) else {
            return Err(Words::plain("plan-no-folder"));
        };
        self.shows = true;
        self.warnings.push(Words::with("plan-warning-backup", vec![("folder", folder.as_str().into())]));
        self.steps.push(Step::Cli { command: CliCommand::BackupCreate { folder }, limit_ms: ARCHIVE_LIMIT_MS });
        Ok(())
    }

    fn doctor(&mut self, scene: &Scene<'_>) -> Result<(), Words> {
        match scene.facts.last_exit.as_ref().map(|exit| &exit.reason) {
            Some(ExitReason::StateOwned { .. }) => return Err(Words::plain("plan-blocked-state-owned")),
            Some(ExitReason::OlderBinary { .. }) => return Err(Words::plain("plan-blocked-older-binary")),
            _ => {}
        }
        self.warn_of_rewrite(scene);
        self.warnings.push(Words::plain("plan-warning-doctor"));
        self.steps.extend([
            Step::CheckNobodyThere,
            Step::Cli { command: CliCommand::DoctorFix, limit_ms: DOCTOR_LIMIT_MS },
            Step::LookAround,
        ]);
        Ok(())
    }

    fn restore_config(&mut self, scene: &Scene<'_>, while_running: bool) -> Result<(), Words> {
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
            Step::RestoreConfig {
                copy: copy.name.clone(),
                copy_stamp: copy.stamp.clone(),
                config_stamp: config.stamp.clone(),
                while_running,
            },
            Step::LookAround,
        ]);
        Ok(())
    }

    /// Installing over an installed service also restarts it. A `gateway restart` right after that is refused while
    /// the gateway comes up (observed on OpenClaw 2026.9.6), so the plan waits for the gateway instead.
    fn reinstall(&mut self, scene: &Scene<'_>) -> Result<(), Words> {
        // Nobody who has none is given one by the way.
        if scene.facts.surroundings.as_ref().is_none_or(|around| around.mode != Mode::Service) {
            return Err(Words::plain("plan-no-service"));
        }
        let port = scene.facts.surroundings.as_ref().map_or(18_789, |around| around.port);
        self.warnings.push(Words::plain("plan-warning-reinstall"));
        self.write_service(port);
        Ok(())
    }

    /// The service with this port, its gateway and the sign-in proven after it.
    pub(super) fn write_service(&mut self, port: u16) {
        self.steps.extend([
            Step::Cli { command: CliCommand::ServiceInstall { port }, limit_ms: SERVICE_LIMIT_MS },
            Step::LookAround,
            Step::Look,
            Step::FetchToken,
            Step::Reconnect,
            Step::ProveReady,
        ]);
    }

    /// Another port, because somebody else holds this one and nobody is asked to leave it.
    fn move_port(&mut self, service: bool, scene: &Scene<'_>) -> Result<(), Words> {
        let around = scene.facts.surroundings.as_ref().ok_or(Words::plain("plan-needs-config"))?;
        let port = around.free_port.ok_or(Words::plain("plan-no-free-port"))?;
        let keys = set(configuration(scene)?, &["gateway", "port"], port.into());
        self.warnings.push(Words::with("plan-warning-port", vec![("port", i64::from(port).into())]));
        self.change(keys, scene);
        if service {
            self.warnings.push(Words::plain("plan-warning-reinstall"));
            self.write_service(port);
        } else {
            self.steps.extend([Step::LookAround, Step::Look]);
            self.steps.extend(start(false));
        }
        Ok(())
    }
}
