//! How each step begins: what it asks for, and what it waits for then.

use clawtray_contract::{Route, StepState};
use clawtray_text::Catalogue;

use super::{CALL_LIMIT_MS, Hands, Repairs, Wait};
use crate::{
    effect::{Effect, Note, Request, Ticket, TimerId, Urgency},
    gateway::Then,
    plan::{INSTALL_LIMIT_MS, Place, Step, documentation},
    turn::Turn,
};

impl Repairs {
    pub(super) fn enter_step(&mut self, hands: &mut Hands<'_>, turn: &mut Turn) {
        let Some(active) = &mut self.active else { return };
        let Some(step) = active.plan.steps.get(active.at).cloned() else { return };
        if let Some(state) = active.states.get_mut(active.at) {
            *state = StepState::Running;
        }
        active.exit_before_ms = hands.facts.last_exit.as_ref().map(|exit| exit.at_ms);
        turn.timer(TimerId::Repair, step.limit_ms());
        active.wait = match step {
            Step::CheckNobodyThere | Step::Look => {
                turn.push(Effect::LookForGateway);
                Wait::Occupancy { must_be_free: step == Step::CheckNobodyThere }
            }
            Step::LookAround => {
                turn.push(Effect::LookAround);
                Wait::Surroundings
            }
            Step::Cli { command, limit_ms } => {
                let ticket = turn.ticket();
                hands.gateway.expect_end(&command, ticket);
                turn.push(Effect::RunCli { ticket, command, limit_ms });
                Wait::Cli(ticket)
            }
            Step::RestoreConfig { copy, copy_stamp, config_stamp, while_running } => {
                turn.push(Effect::RestoreConfig { copy, copy_stamp, config_stamp, while_running });
                Wait::Restored
            }
            Step::Patch { .. } => Wait::ConfigRead { ticket: read_config(turn), retried: false },
            Step::EndSilent => {
                hands.gateway.end_silent(turn);
                Wait::Ended
            }
            Step::EndOther { process } => {
                turn.push(Effect::EndOther { process });
                Wait::OtherEnd(process)
            }
            Step::LookForOthers => {
                turn.push(Effect::LookForOtherGateways);
                Wait::Others
            }
            Step::Install { with } => {
                let ticket = turn.ticket();
                turn.push(Effect::InstallOpenClaw { ticket, with, limit_ms: INSTALL_LIMIT_MS });
                Wait::Cli(ticket)
            }
            Step::CheckInstalled => Wait::Installed,
            Step::TestNotification => {
                turn.push(Effect::TestNotification(test_note(hands.catalogue)));
                Wait::Tested
            }
            Step::Attach { process, port } => {
                hands.gateway.attach(process, port, turn);
                Wait::Started
            }
            Step::LeaveToOther => {
                hands.gateway.keep_by_clawtray(turn);
                Wait::Shown
            }
            Step::StopForService => {
                hands.gateway.stop_for_service(turn);
                Wait::Ended
            }
            Step::KeepByClawtray => {
                hands.gateway.keep_by_clawtray(turn);
                Wait::Shown
            }
            Step::Start { skip_channels } => {
                hands.gateway.start_once(skip_channels, hands.facts, turn);
                Wait::Started
            }
            Step::ProveReady => Wait::Ready,
            Step::ProveStable => Wait::Stable,
            Step::FetchToken => {
                turn.push(Effect::FetchToken);
                Wait::Token
            }
            Step::MakeToken => {
                turn.push(Effect::MakeToken);
                Wait::Prepared
            }
            Step::ProveToken { provider } => {
                turn.push(Effect::ProveToken { provider });
                Wait::TokenProof
            }
            Step::SignInWithToken => {
                hands.link.sign_in_with_token(&hands.facts.secrets, turn);
                Wait::SignedInWithToken
            }
            Step::OpenKeychain => {
                turn.push(Effect::ReloadSecrets);
                Wait::Keychain
            }
            Step::NewIdentity => {
                turn.push(Effect::NewIdentity);
                Wait::Keychain
            }
            Step::Restart => {
                let offered = hands.link.hello().map(|hello| hello.methods.as_slice()).unwrap_or_default();
                if hands.gateway.ask_stop(false, Then::Restart, offered, hands.facts, turn) {
                    Wait::Again { left: false }
                } else {
                    Wait::NotOurs
                }
            }
            Step::Open(Place::Dashboard) => {
                turn.push(Effect::OpenDashboard { ticket: None });
                Wait::Opened
            }
            Step::Open(Place::Documentation(page)) => {
                turn.push(Effect::OpenDocumentation { address: documentation(page) });
                Wait::Opened
            }
            Step::Open(Place::Window) => {
                turn.push(Effect::OpenWindow { route: Route::Overview });
                Wait::Shown
            }
            Step::Open(Place::Gateways) => {
                turn.push(Effect::OpenWindow { route: Route::Gateways });
                Wait::Shown
            }
            Step::Open(Place::NotificationSettings) => {
                turn.push(Effect::OpenNotificationSettings);
                Wait::Opened
            }
            Step::Tell(command) => {
                active.say(command);
                Wait::Shown
            }
            Step::CheckNotValid => Wait::Validity(read_config(turn)),
            Step::Decide { seen, .. } => {
                let ticket = turn.ticket();
                let request = Request::ListApprovals(seen.source);
                turn.push(Effect::Call { ticket, request, limit_ms: CALL_LIMIT_MS });
                Wait::Listed(ticket)
            }
            Step::Show => Wait::Shown,
            Step::Inspect(what) => {
                turn.push(Effect::Inspect(what));
                Wait::Inspected
            }
            Step::Acknowledge => {
                self.acknowledged.push(active.plan.finding.clone());
                Wait::Acknowledged
            }
            Step::Reconnect | Step::ReconnectWhenAllowed => {
                hands.link.retry_now(&hands.facts.secrets, turn);
                Wait::SignedIn
            }
            Step::AskForRights { scopes, here } => {
                let ticket = turn.ticket();
                turn.push(Effect::Call { ticket, request: Request::AskForScopes { scopes }, limit_ms: CALL_LIMIT_MS });
                Wait::RightsAsked { ticket, here }
            }
            Step::Call(request) => {
                let ticket = turn.ticket();
                turn.push(Effect::Call { ticket, request, limit_ms: CALL_LIMIT_MS });
                Wait::Call(ticket)
            }
        };
        self.sync();
    }
}

/// What is shown for a test. No button: nothing waits for an answer.
fn test_note(catalogue: &Catalogue) -> Note {
    Note {
        key: "test".to_owned(),
        etag: "test".to_owned(),
        title: catalogue.say("note-test"),
        body: catalogue.say("note-test-text"),
        urgency: Urgency::Normal,
        buttons: Vec::new(),
    }
}

pub(super) fn read_config(turn: &mut Turn) -> Ticket {
    let ticket = turn.ticket();
    turn.push(Effect::Call { ticket, request: Request::ReadConfig, limit_ms: CALL_LIMIT_MS });
    ticket
}
