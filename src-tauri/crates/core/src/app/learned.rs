//! What was learned, and where it belongs.

use clawtray_contract::{Answer, AppError, ErrorCode};

use super::{App, JUDGE_MS, PARTS_MS};
use crate::{
    choice, deep,
    effect::{Effect, TimerId},
    event::{ChoiceProblem, ExitReason, Fact},
    link::LinkState,
    turn::Turn,
};

/// Findings whose end shows only when the gateway is asked how its parts fare.
const OF_PARTS: [&str; 3] = ["channel.disconnected", "node.offline", "node.background"];

/// The finding that several gateways answer.
const SEVERAL: &str = "probe.multiple_gateways";

/// OpenClaw's exit code where neither the configuration nor the folder's owner is to blame: its start was disturbed.
const START_DISTURBED: i32 = 78;

impl App {
    /// The gateway has been ready for a while. Once after an update that is the time to ask what only OpenClaw's own slow
    /// commands tell.
    fn settled(&mut self, turn: &mut Turn) {
        let Some(version) = self.link.hello().and_then(|hello| hello.version.clone()) else { return };
        if self.settled_version.as_ref() == Some(&version) {
            return;
        }
        if self.settled_version.replace(version).is_some() && !self.options.look_only {
            turn.push(Effect::LookDeep);
        }
        turn.save = true;
    }

    pub(super) fn learned(&mut self, fact: &Fact, turn: &mut Turn) {
        match fact {
            Fact::Surroundings(around) => {
                self.facts.secrets = around.secrets.clone();
                self.facts.surroundings = Some((**around).clone());
                self.gateway.surroundings_known(&self.facts, turn);
            }
            Fact::Occupancy(occupancy) => {
                self.facts.occupancy = Some(occupancy.clone());
                self.gateway.occupied(occupancy, &self.facts, turn);
            }
            // OpenClaw found that copy valid before it was put in place. A gateway that runs with just that says nothing.
            Fact::ConfigRestored(Ok(_)) => self.facts.config_valid_ms = Some(turn.now.unix_ms),
            Fact::Prepared(Ok(secrets)) => self.facts.secrets = secrets.clone(),
            Fact::Secrets(secrets) => {
                self.facts.secrets = secrets.clone();
                self.facts.secrets_read = true;
                // What a person has just entered is tried once.
                if std::mem::take(&mut self.secret_told)
                    && matches!(self.link.state, LinkState::Refused { .. })
                    && !self.repairs.is_busy()
                {
                    self.link.retry_now(&self.facts.secrets, turn);
                }
            }
            Fact::Exited { process, reason, .. } if self.gateway.process() == Some(*process) => {
                self.link.drop_session(turn);
                self.queue.clear();
                // Our own reading of the file says what OpenClaw's words only hint at.
                turn.push(Effect::LookAround);
                turn.push(Effect::LookAtFolder);
                self.facts.state_owner = None;
                if *reason == ExitReason::Code(START_DISTURBED) {
                    // What its lines say of an unfinished update is not so: the next start goes on with it.
                    self.facts.signs.forget_all("install.update_incomplete");
                }
                if matches!(reason, ExitReason::StateOwned { .. }) {
                    turn.push(Effect::LookForStateOwner);
                }
            }
            Fact::StateOwner(owner) => self.facts.state_owner.clone_from(owner),
            Fact::OtherGateways(others) => {
                // Those that were there are gone; what was said of them is over, and what is said next is news.
                if others.is_empty() && self.facts.other_gateways.as_ref().is_some_and(|known| !known.is_empty()) {
                    self.facts.signs.forget_all(SEVERAL);
                    self.facts.other_gateways = None;
                } else {
                    self.facts.other_gateways = Some(others.clone());
                }
            }
            Fact::Warned(warnings) => {
                // What it says of a tunnel or of rights is about its own way to the gateway, not about this one's.
                let signs = warnings.iter().filter_map(|(code, words)| deep::sign_of(code, words));
                for sign in signs.filter(|sign| sign.finding == SEVERAL) {
                    self.facts.signs.add(sign, "cli", turn.now.unix_ms);
                }
            }
            Fact::PackageManager(found) => self.facts.package_manager.clone_from(found),
            Fact::Output(lines) => {
                self.log_over_link.read_here |= !lines.is_empty();
                self.read_output(lines, turn);
                self.facts.add_output(lines);
            }
            Fact::Log(log) => {
                self.log_over_link.read_here |= !log.lines.is_empty();
                self.read_log(log, turn);
            }
            Fact::LinesCaughtUp => self.lines_caught_up(),
            Fact::LinesLost => self.lines_lost(),
            Fact::LinesDenied => self.lines_denied(),
            // Learned for a gateway that somebody else set up; a repair that asked for it signs in itself.
            Fact::TokenFetched(Ok(_)) => {
                self.facts.secrets.shared_token = true;
                if matches!(self.link.state, LinkState::Refused { .. }) && !self.repairs.is_busy() {
                    self.link.retry_now(&self.facts.secrets, turn);
                }
            }
            Fact::Opened { ticket: Some(ticket), result } => {
                let result = match result {
                    Ok(()) => Ok(Answer::Accepted),
                    Err(words) => Err(self.error(ErrorCode::Failed, "error-dashboard", Some(words))),
                };
                turn.push(Effect::Answer { ticket: *ticket, result });
            }
            Fact::Chosen { ticket, change, result } => {
                let result = match result {
                    Ok(()) => {
                        choice::apply(&mut self.options.settings, change);
                        self.gateway.choose(&self.options.settings);
                        Ok(Answer::Accepted)
                    }
                    Err(ChoiceProblem::File(problem)) => {
                        let words = choice::trouble(problem);
                        self.facts.settings_problem = Some(problem.clone());
                        Err(AppError::new(ErrorCode::Failed, self.options.catalogue.say_with(words.id, &words.args)))
                    }
                    Err(ChoiceProblem::NotWritten { words }) => {
                        Err(self.error(ErrorCode::Failed, "error-settings", Some(words)))
                    }
                };
                turn.push(Effect::Answer { ticket: *ticket, result });
            }
            Fact::Installs(installs) if self.facts.installs != *installs => {
                self.facts.installs.clone_from(installs);
                self.look_at_package(turn);
            }
            Fact::Package(package) => self.facts.package.clone_from(package),
            Fact::ServiceUnit(unit) => {
                let before = std::mem::replace(&mut self.facts.unit, unit.clone());
                self.gateway.unit_told(before.as_ref(), &mut self.facts, turn);
            }
            Fact::ServiceFilesChanged => turn.push(Effect::LookAround),
            Fact::InstallsChanged => {
                turn.push(Effect::LookAround);
                self.look_at_package(turn);
            }
            Fact::Folder(seen) => self.facts.folder.clone_from(seen),
            Fact::TrayHost(present) => self.facts.tray_host = Some(*present),
            Fact::NotificationService { present, inhibited, .. } => {
                self.facts.notifications = Some(*present);
                self.facts.inhibited = *inhibited;
            }
            // Whatever was known before: it shows them.
            Fact::NotificationTested(Ok(())) => self.facts.notifications = Some(true),
            Fact::StartsAtLogin(known) => self.facts.starts_at_login = *known,
            Fact::SettingsProblem(problem) => self.facts.settings_problem = Some(problem.clone()),
            Fact::StateKept(problem) => self.state_kept(problem.as_ref(), turn),
            _ => {}
        }
        let told = matches!(fact, Fact::Output(_) | Fact::Log(_) | Fact::Warned(_));
        if told && self.facts.other_gateways.is_none() && self.facts.signs.of(SEVERAL).next().is_some() {
            self.facts.other_gateways = Some(Vec::new());
            turn.push(Effect::LookForOtherGateways);
        }
        self.gateway.learned(fact, &mut self.facts, turn);
        if let Fact::Probed(probes) = fact
            && self.gateway.is_up()
        {
            self.facts.probes = Some(probes.clone());
        }
    }

    pub(super) fn timer(&mut self, id: TimerId, turn: &mut Turn) {
        match id {
            TimerId::Link => self.link.timer(&self.facts.secrets, turn),
            TimerId::Judge => {
                let out = self.findings.all().any(|(reference, _)| OF_PARTS.contains(&reference.id.as_str()));
                let every_ms = if out || self.facts.is_mute() { JUDGE_MS / 2 } else { PARTS_MS };
                let due = turn.now.mono_ms.saturating_sub(self.parts_asked_mono_ms) >= every_ms;
                if due && self.link.hello().is_some() {
                    self.ask_parts(turn);
                }
                self.ask_log(turn);
                turn.push(Effect::LookAtFolder);
                turn.timer(TimerId::Judge, JUDGE_MS);
            }
            TimerId::Approvals => self.queue.pause_over(turn),
            TimerId::ApprovalPoll => self.queue.poll(turn),
            TimerId::Save => self.save_now(turn),
            TimerId::Probe | TimerId::Restart | TimerId::StopDeadline => self.gateway.timer(id, &self.facts, turn),
            TimerId::Stable => {
                self.gateway.timer(id, &self.facts, turn);
                self.settled(turn);
            }
            TimerId::Repair => {}
        }
    }
}
