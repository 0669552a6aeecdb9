//! Bringing OpenClaw onto this computer, and to its newest release.

use clawtray_contract::{DiffLine, Mode};

use super::{Place, Plan, Step, gateway::start, step::INSTALL_LIMIT_MS};
use crate::{
    effect::CliCommand,
    event::{Installation, Refusal},
    findings::{Rule, Scene, Words},
    rules::standing_refusal,
};

/// Node.js versions before this one run no OpenClaw of today (`engines` of OpenClaw 2026.9.6).
const OLDEST_NODE: u32 = 24;

/// The steps of an action on the installation itself; false where it is not one.
pub(super) fn steps(plan: &mut Plan, rule: &Rule, scene: &Scene<'_>) -> Result<bool, Words> {
    match (rule.id, plan.action.id) {
        ("install.missing", "install_openclaw") => plan.install_openclaw(scene)?,
        ("install.missing", "choose_where_it_is") => {
            plan.guides = true;
            plan.steps.push(Step::Tell("clawtray openclaw use PATH".to_owned()));
            plan.steps.push(Step::Open(Place::Documentation("install/index")));
        }
        ("install.protocol_mismatch", "update_the_older_side") => plan.update(scene)?,
        _ => return Ok(false),
    }
    Ok(true)
}

impl Plan {
    /// Into npm's own folder, or into Clawtray's where npm's cannot be written; then it is started and proven.
    fn install_openclaw(&mut self, scene: &Scene<'_>) -> Result<(), Words> {
        let around = scene.facts.surroundings.as_ref().ok_or(Words::plain("plan-nobody-looked"))?;
        if around.installation != Installation::Missing {
            return Err(Words::plain("plan-is-installed"));
        }
        let with = scene.facts.package_manager.clone().ok_or(Words::plain("plan-no-npm"))?;
        let folder = vec![("folder", with.prefix.as_str().into())];
        self.warnings
            .push(Words::with(if with.own { "plan-warning-install-own" } else { "plan-warning-install" }, folder));
        let major = with.node_version.split('.').next().and_then(|major| major.parse::<u32>().ok());
        if major.is_some_and(|major| major < OLDEST_NODE) {
            let version = vec![("version", with.node_version.as_str().into())];
            self.warnings.push(Words::with("plan-warning-old-node", version));
        }
        self.shown_diff.push(DiffLine {
            path: with.prefix.clone(),
            before: None,
            after: Some("openclaw@latest".to_owned()),
        });
        self.steps.extend([Step::Install { with }, Step::LookAround, Step::CheckInstalled]);
        if around.mode == Mode::Service {
            // What the service would start is not there any more: it is written anew for the new place.
            self.write_service(around.port);
        } else {
            self.steps.extend(start(false));
        }
        Ok(())
    }

    /// OpenClaw is updated only where it is the older one; everything else is the person's to update.
    fn update(&mut self, scene: &Scene<'_>) -> Result<(), Words> {
        let installed = scene.facts.surroundings.as_ref().and_then(|around| match &around.installation {
            Installation::Found { version, .. } => version.as_deref(),
            _ => None,
        });
        match (standing_refusal(scene), scene.link.hello()) {
            (Some(Refusal::Protocol { gateway_is_older: Some(true), .. }), _) => {}
            (Some(Refusal::ClientVersion { .. } | Refusal::Protocol { gateway_is_older: Some(false), .. }), _) => {
                return Err(Words::plain("plan-clawtray-is-older"));
            }
            (Some(_), _) | (None, None) => return Err(Words::plain("plan-older-side-unknown")),
            (None, Some(hello)) => {
                // The update is made already, and the gateway still runs what was there before.
                if let (Some(running), Some(installed)) = (hello.version.as_deref(), installed)
                    && running != installed
                {
                    self.warnings.push(Words::plain("plan-warning-restart"));
                    self.shown_diff.push(version_line(Some(running), installed));
                    self.steps.push(Step::Restart);
                    return Ok(());
                }
                return Err(Words::plain("plan-other-program-is-older"));
            }
        }
        self.warnings.extend([Words::plain("plan-warning-update"), Words::plain("plan-warning-restart")]);
        self.shown_diff.push(version_line(installed, "latest"));
        self.steps.extend([Step::Cli { command: CliCommand::Update, limit_ms: INSTALL_LIMIT_MS }, Step::LookAround]);
        if scene.gateway.mode(scene.facts) == Mode::Service {
            // OpenClaw restarts its own service after an update.
            self.steps.push(Step::Look);
        } else {
            self.steps.push(Step::Restart);
        }
        self.steps.extend([Step::ProveReady, Step::Reconnect]);
        Ok(())
    }
}

fn version_line(before: Option<&str>, after: &str) -> DiffLine {
    DiffLine { path: "openclaw".to_owned(), before: before.map(str::to_owned), after: Some(after.to_owned()) }
}

#[cfg(test)]
mod tests {
    use clawtray_contract::{FindingRef, Mode};

    use crate::{
        effect::CliCommand,
        event::{Installation, PackageManager, Refusal, ServiceFile},
        findings::{Raised, Words},
        link::LinkState,
        plan::{Plan, Step},
        rules::{RULES, scenes::Stage},
    };

    fn plan(stage: &Stage, id: &str, action: &str) -> Result<Plan, Words> {
        let rule = RULES.iter().find(|rule| rule.id == id).unwrap();
        let fault = stage.faults(rule.check).remove(0);
        Plan::make(rule, &FindingRef::of(id), &Raised::fresh(fault), (action, None), &stage.scene())
    }

    fn npm() -> PackageManager {
        PackageManager {
            node: "/usr/bin/node".into(),
            node_version: "26.10.0".into(),
            script: "/usr/lib/node_modules/npm/bin/npm-cli.js".into(),
            prefix: "/home/me/my npm".into(),
            own: false,
        }
    }

    #[test]
    fn it_is_installed_where_npm_may_write_then_started_and_proven() {
        let mut stage = Stage::new();
        stage.around().installation = Installation::Missing;
        let install = |stage: &Stage| plan(stage, "install.missing", "install_openclaw");
        assert_eq!(install(&stage).unwrap_err().id, "plan-no-npm", "nothing that could install it");
        stage.facts.package_manager = Some(npm());
        let made = install(&stage).unwrap();
        let start = Step::Start { skip_channels: false };
        let installs = Step::Install { with: npm() };
        assert_eq!(made.steps, [installs, Step::LookAround, Step::CheckInstalled, start, Step::ProveReady]);
        assert_eq!(made.commands()[0], "npm install --global --prefix '/home/me/my npm' openclaw@latest");
        assert_eq!(made.diff()[0].path, "/home/me/my npm", "it changes something, and that is shown");
        assert_eq!(made.warnings.iter().map(|words| words.id).collect::<Vec<_>>(), ["plan-warning-install"]);
        assert!(made.needs_confirmation() && made.undo.is_none());

        let old = PackageManager { node_version: "20.1.0".into(), own: true, ..npm() };
        stage.facts.package_manager = Some(old);
        let warned: Vec<_> = install(&stage).unwrap().warnings.iter().map(|words| words.id).collect();
        assert_eq!(warned, ["plan-warning-install-own", "plan-warning-old-node"]);

        stage.around().mode = Mode::Service;
        stage.around().service = Some(ServiceFile::default());
        let steps = install(&stage).unwrap().steps;
        let port = 18_789;
        assert!(matches!(&steps[3], Step::Cli { command: CliCommand::ServiceInstall { port: at }, .. } if *at == port));
    }

    #[test]
    fn openclaw_is_updated_only_where_it_is_the_older_one() {
        let mut stage = Stage::new();
        let update = |stage: &Stage| plan(stage, "install.protocol_mismatch", "update_the_older_side");
        let protocol = |older| Refusal::Protocol { words: "expected=2".into(), gateway_is_older: older };
        let refuse = |stage: &mut Stage, refusal| {
            stage.link.state = LinkState::Refused { refusal, since_ms: stage.now.unix_ms };
        };
        refuse(&mut stage, protocol(Some(true)));
        let made = update(&stage).unwrap();
        assert!(matches!(&made.steps[0], Step::Cli { command: CliCommand::Update, .. }), "{:?}", made.steps);
        assert_eq!(made.steps[1..], [Step::LookAround, Step::Restart, Step::ProveReady, Step::Reconnect]);
        assert_eq!(made.commands()[0], "openclaw update --yes --json");
        for (refusal, why) in [
            (protocol(Some(false)), "plan-clawtray-is-older"),
            (Refusal::ClientVersion { code: "CLIENT_VERSION_MISMATCH".into() }, "plan-clawtray-is-older"),
            (protocol(None), "plan-older-side-unknown"),
            (Refusal::Other { code: "NEW".into(), words: "no".into() }, "plan-older-side-unknown"),
        ] {
            refuse(&mut stage, refusal);
            assert_eq!(update(&stage).unwrap_err().id, why);
        }
    }

    #[test]
    fn an_update_that_was_made_only_needs_a_restart_and_another_program_is_nobodys_to_update() {
        let mut stage = Stage::new();
        stage.run();
        stage.sign("install.protocol_mismatch", None);
        let update = |stage: &Stage| plan(stage, "install.protocol_mismatch", "update_the_older_side");
        assert_eq!(update(&stage).unwrap_err().id, "plan-other-program-is-older");
        let installed = |version: &str| Installation::Found {
            path: "/o".into(),
            version: Some(version.into()),
            node_version: None,
        };
        let LinkState::Ready(hello) = &mut stage.link.state else { panic!("it runs") };
        hello.version = Some("2026.4.29".into());
        stage.around().installation = installed("2026.4.29");
        assert_eq!(update(&stage).unwrap_err().id, "plan-other-program-is-older");
        stage.around().installation = installed("2026.9.6");
        let made = update(&stage).unwrap();
        assert_eq!(made.steps, [Step::Restart]);
        assert_eq!(made.diff()[0].after.as_deref(), Some("2026.9.6"));
    }
}
