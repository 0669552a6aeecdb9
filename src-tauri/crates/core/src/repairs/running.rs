//! What an event means for the step that runs.

use clawtray_contract::Outcome;

use super::{Active, CALL_LIMIT_MS, Ended, Hands, LINES_KEPT, Wait, entering::read_config, taking::look_again};
use crate::{
    effect::{CliCommand, CredentialChoice, Effect, ProcessRef, Request, Ticket, TimerId},
    event::{
        CallProblem, CliDone, CliProblem, Event, Fact, Installation, LinkEvent, Occupancy, OtherEnd, Refusal, Reply,
        RestoreProblem, TokenFault,
    },
    facts::Browsers,
    findings::Words,
    gateway::{Observed, STABLE_MS},
    link::LinkState,
    plan::{RIGHTS_LIMIT_MS, START_LIMIT_MS, Step, TOKEN},
    rules::{not_written, problem_words},
    seen::Said,
    turn::Turn,
};

impl Active {
    pub(super) fn say(&mut self, line: String) {
        if let Some(lines) = self.output.get_mut(self.at) {
            lines.push(line);
            let surplus = lines.len().saturating_sub(LINES_KEPT);
            lines.drain(..surplus);
        }
    }

    /// What this event means for the running step.
    pub(super) fn seen(&mut self, event: &Event, hands: &mut Hands<'_>, turn: &mut Turn) -> Option<Ended> {
        match (event, self.wait.clone()) {
            (Event::Timer(TimerId::Repair), Wait::TakingIn { .. }) => {
                look_again(turn);
                None
            }
            (Event::Timer(TimerId::Repair), wait) if wait != Wait::Nothing => {
                Some(Ended::Stop(Outcome::Failed, Words::plain("outcome-too-slow")))
            }
            (Event::CliLine { ticket, line }, Wait::Cli(mine)) if *ticket == mine => {
                self.say(line.clone());
                None
            }
            (Event::CliEnded { ticket, result }, Wait::Cli(mine)) if *ticket == mine => {
                if result.is_ok() {
                    self.browser_answered(&mut hands.facts.browsers, turn.now.unix_ms);
                }
                Some(self.cli_ended(result))
            }
            (Event::Fact(Fact::Occupancy(occupancy)), Wait::Occupancy { must_be_free }) => {
                Some(match (occupancy, must_be_free) {
                    (Occupancy::Free, _) | (_, false) => Ended::Done,
                    // What keeps it from starting may be known from its lines seconds before it ends.
                    (Occupancy::Ours(_), true) if matches!(hands.gateway.observed, Observed::Starting { .. }) => {
                        self.wait = Wait::Leaving;
                        return None;
                    }
                    (Occupancy::Ours(ProcessRef { pid, .. }), true) => {
                        self.say(format!("pid {pid}"));
                        Ended::Stop(Outcome::NothingToDo, Words::plain("outcome-already-running"))
                    }
                    (Occupancy::Gateway(holder) | Occupancy::Stranger(holder), true) => {
                        let args = vec![("name", holder.name.as_str().into())];
                        Ended::Stop(Outcome::Blocked, Words::with("outcome-blocked-somebody-there", args))
                    }
                })
            }
            (Event::Fact(Fact::Surroundings(_)), Wait::Surroundings) => Some(Ended::Done),
            (Event::Replied { ticket, result }, Wait::ConfigRead { ticket: mine, retried }) if *ticket == mine => {
                self.config_read(result, retried, hands, turn)
            }
            (Event::Replied { ticket, result }, Wait::Patched { ticket: mine, retried, of_spring })
                if *ticket == mine =>
            {
                match result {
                    Ok(_) => {
                        hands.facts.config = None;
                        self.wait = Wait::Written(read_config(turn));
                        None
                    }
                    Err(CallProblem::HashChanged) if !retried => {
                        self.wait = Wait::ConfigRead { ticket: read_config(turn), retried: true };
                        None
                    }
                    // A gateway that takes in another change at the same time writes and may never say so (observed on
                    // OpenClaw 2026.9.6).
                    Err(CallProblem::TimedOut) => {
                        self.wait = Wait::MaybePatched(read_config(turn));
                        None
                    }
                    // A gateway of spring 2026 writes, and refuses where it cannot take in what it wrote while it runs.
                    Err(problem @ CallProblem::Refused { .. }) if of_spring => {
                        self.wait = Wait::RefusedOrPatched(read_config(turn), problem.clone());
                        None
                    }
                    // The session may end with the old token, before the gateway answers; a gateway of spring 2026 starts
                    // anew for most changes, and may end it first, too.
                    Err(CallProblem::NotConnected) if of_spring || self.plan.finding.id == TOKEN => {
                        turn.timer(TimerId::Repair, START_LIMIT_MS);
                        self.wait = Wait::PatchedOrNot;
                        None
                    }
                    Err(problem) => Some(call_failed(problem)),
                }
            }
            // A gateway of spring 2026 ends every session when its token is another one.
            (Event::Replied { ticket, .. }, Wait::Written(mine)) if *ticket == mine => Some(Ended::Done),
            (Event::Replied { ticket, result }, Wait::MaybePatched(mine)) if *ticket == mine => {
                Some(self.maybe_patched(result))
            }
            (Event::Replied { ticket, result }, Wait::RefusedOrPatched(mine, problem)) if *ticket == mine => {
                Some(match self.maybe_patched(result) {
                    Ended::Done => Ended::Done,
                    Ended::Stop(..) => call_failed(&problem),
                })
            }
            (Event::Replied { ticket, result }, Wait::Validity(mine)) if *ticket == mine => Some(match result {
                Ok(Reply::Config { valid: false, .. }) => Ended::Done,
                Ok(_) => Ended::Stop(Outcome::NothingToDo, Words::plain("outcome-config-valid")),
                Err(problem) => call_failed(problem),
            }),
            (Event::Replied { ticket, result }, Wait::Listed(mine)) if *ticket == mine => self.listed(result, turn),
            (Event::Replied { ticket, result }, Wait::RightsAsked { ticket: mine, here }) if *ticket == mine => {
                match result {
                    Ok(Reply::ScopesAsked { request }) => {
                        self.wait = Wait::Call(wait_for_rights(request, here, turn));
                        None
                    }
                    Ok(_) => Some(Ended::Done),
                    Err(problem) => Some(call_failed(problem)),
                }
            }
            (Event::Replied { ticket, result }, Wait::Call(mine)) if *ticket == mine => Some(match result {
                Ok(_) => Ended::Done,
                Err(problem) => call_failed(problem),
            }),
            (Event::Fact(Fact::Opened { ticket: None, result }), Wait::Opened) => Some(match result {
                Ok(()) => Ended::Done,
                Err(words) => {
                    let args = vec![("words", words.as_str().into())];
                    Ended::Stop(Outcome::Failed, Words::with("outcome-not-opened", args))
                }
            }),
            (Event::Fact(Fact::Prepared(result)), Wait::Prepared) => Some(match result {
                Ok(_) => Ended::Done,
                Err(problem) => self.refused(problem),
            }),
            (Event::Fact(Fact::OtherAsked { process, end }), Wait::OtherEnd(mine)) if *process == mine => {
                Some(match end {
                    OtherEnd::Ended => Ended::Done,
                    OtherEnd::NotProven => Ended::Stop(Outcome::Blocked, Words::plain("outcome-other-not-proven")),
                    OtherEnd::Refused => Ended::Stop(Outcome::Failed, Words::plain("outcome-other-refused")),
                    OtherEnd::GoesOn => Ended::Stop(Outcome::Failed, Words::plain("outcome-other-goes-on")),
                })
            }
            (Event::Fact(Fact::OtherGateways(_)), Wait::Others) => Some(Ended::Done),
            (Event::Fact(Fact::NotificationTested(result)), Wait::Tested) => Some(match result {
                Ok(()) => Ended::Done,
                Err(words) => {
                    let args = vec![("words", words.as_str().into())];
                    Ended::Stop(Outcome::StillBroken, Words::with("outcome-note-not-shown", args))
                }
            }),
            (Event::Fact(Fact::Secrets(_)), Wait::Keychain) => Some(Ended::Done),
            (Event::Fact(Fact::Inspected(lines)), Wait::Inspected) => {
                match lines {
                    Some(lines) if lines.is_empty() => self.say(hands.catalogue.say("inspect-nothing")),
                    Some(lines) => lines.iter().for_each(|line| self.say(line.clone())),
                    None => self.say(hands.catalogue.say("inspect-not-told")),
                }
                Some(Ended::Done)
            }
            (Event::Fact(Fact::ConfigRestored(result)), Wait::Restored) => Some(self.restored(result)),
            (Event::Fact(Fact::TokenFetched(result)), Wait::Token) => Some(match result {
                Ok(_) => Ended::Done,
                Err(words) => {
                    self.say(words.clone());
                    Ended::Stop(Outcome::Failed, Words::plain("outcome-no-token"))
                }
            }),
            (Event::Fact(Fact::TokenProven(result)), Wait::TokenProof) => Some(match result {
                Ok(()) => Ended::Done,
                Err(fault) => Ended::Stop(Outcome::Blocked, not_proven(fault)),
            }),
            (Event::Link(LinkEvent::Refused(_)), Wait::SignedInWithToken) => match hands.link.state {
                LinkState::Refused { .. } | LinkState::PairingNeeded { .. } => {
                    Some(Ended::Stop(Outcome::StillBroken, Words::plain("outcome-token-refused")))
                }
                _ => None,
            },
            // It goes on trying, and a person who asked wants to know how it went this time.
            (Event::Link(LinkEvent::Refused(Refusal::Tunnel { .. })), Wait::SignedIn) => Some(Ended::Done),
            (Event::Link(LinkEvent::Refused(_)), Wait::SignedIn) => match hands.link.state {
                LinkState::Refused { .. } | LinkState::PairingNeeded { .. } => Some(Ended::Done),
                _ => None,
            },
            _ => None,
        }
    }

    /// What the state itself means for the running step, whichever event led to it.
    pub(super) fn looked(&mut self, hands: &mut Hands<'_>, turn: &mut Turn) -> Option<Ended> {
        let failed_start = || {
            let exit = hands.facts.last_exit.as_ref().map(|exit| exit.at_ms);
            hands.gateway.is_down() && (exit != self.exit_before_ms || hands.facts.occupancy != Some(Occupancy::Free))
                || hands.gateway.observed == Observed::NotInstalled
        };
        match self.wait {
            Wait::Started if hands.gateway.is_up() => Some(Ended::Done),
            Wait::Started | Wait::Ready | Wait::Stable if failed_start() => {
                Some(Ended::Stop(Outcome::StillBroken, Words::plain("outcome-ended-again")))
            }
            Wait::Leaving => match hands.gateway.observed {
                Observed::Running { .. } => {
                    Some(Ended::Stop(Outcome::NothingToDo, Words::plain("outcome-already-running")))
                }
                _ if hands.gateway.is_down() => {
                    turn.push(Effect::LookForGateway);
                    self.wait = Wait::Occupancy { must_be_free: true };
                    None
                }
                _ => None,
            },
            Wait::Ended => hands.gateway.is_down().then_some(Ended::Done),
            Wait::Ready => matches!(hands.gateway.observed, Observed::Running { .. }).then_some(Ended::Done),
            Wait::Stable => match hands.gateway.observed {
                Observed::Running { ready_mono_ms, .. } if turn.now.mono_ms >= ready_mono_ms + STABLE_MS => {
                    Some(Ended::Done)
                }
                _ => None,
            },
            Wait::PatchedOrNot if hands.link.hello().is_some() => {
                self.wait = Wait::MaybePatched(read_config(turn));
                None
            }
            Wait::Shown | Wait::Acknowledged => Some(Ended::Done),
            Wait::Installed => Some(match hands.facts.surroundings.as_ref().map(|around| &around.installation) {
                Some(Installation::Found { .. }) => Ended::Done,
                Some(Installation::NodeMissing | Installation::NodeUnsupported { .. }) => {
                    Ended::Stop(Outcome::StillBroken, Words::plain("outcome-installed-no-node"))
                }
                Some(Installation::Missing) | None => {
                    Ended::Stop(Outcome::StillBroken, Words::plain("outcome-installed-not-found"))
                }
            }),
            Wait::NotOurs => Some(Ended::Stop(Outcome::Blocked, Words::plain("outcome-not-ours"))),
            Wait::Again { left: false } if matches!(hands.gateway.observed, Observed::Running { .. }) => None,
            Wait::Again { left: false } => {
                self.wait = Wait::Again { left: true };
                None
            }
            Wait::Again { left: true } => match hands.gateway.observed {
                Observed::Running { .. } => Some(Ended::Done),
                Observed::GaveUp | Observed::NotInstalled => {
                    Some(Ended::Stop(Outcome::StillBroken, Words::plain("outcome-ended-again")))
                }
                // It came up anew and refused to go on: nobody starts it again unasked.
                Observed::Stopped => hands.facts.last_exit.as_ref().and_then(|exit| {
                    let refused = exit.reason.stands() && Some(exit.at_ms) != self.exit_before_ms;
                    refused.then(|| Ended::Stop(Outcome::StillBroken, Words::plain("outcome-ended-again")))
                }),
                _ => None,
            },
            Wait::SignedIn => matches!(hands.link.state, LinkState::Ready(_)).then_some(Ended::Done),
            Wait::SignedInWithToken => match (hands.link.hello(), hands.link.signed_in_with()) {
                (Some(_), Some(CredentialChoice::SharedToken)) => Some(Ended::Done),
                // The gateway ended that session while it took the change in, and let us in by something else meanwhile.
                (Some(_), _) => {
                    hands.link.sign_in_with_token(&hands.facts.secrets, turn);
                    None
                }
                (None, _) => None,
            },
            _ => None,
        }
    }

    /// What OpenClaw said is output of the step, too.
    fn command_failed(&mut self, problem: &CliProblem) -> Words {
        match problem_words(problem) {
            Said::Quoted(words) => {
                self.say(words.clone());
                Words::with("outcome-command-failed", vec![("words", words.as_str().into())])
            }
            Said::Ours(words) => words,
        }
    }

    /// That OpenClaw's command about a browser ended well is the proof.
    fn browser_answered(&self, browsers: &mut Browsers, now_ms: u64) {
        match self.plan.steps.get(self.at) {
            Some(Step::Cli { command: CliCommand::BrowserStart { profile }, .. }) => {
                browsers.add_started(profile.clone(), now_ms);
            }
            Some(Step::Cli { command: CliCommand::BrowserOpenTab { profile }, .. }) => {
                browsers.add_tab(profile.clone(), now_ms);
            }
            _ => {}
        }
    }

    fn cli_ended(&mut self, result: &Result<CliDone, CliProblem>) -> Ended {
        match result {
            Ok(done) => {
                for line in &done.summary {
                    self.say(line.clone());
                }
                self.diff.extend(done.diff.iter().cloned());
                Ended::Done
            }
            Err(problem) => self.refused(problem),
        }
    }

    /// Why a command of OpenClaw's did not do what it was asked.
    fn refused(&mut self, problem: &CliProblem) -> Ended {
        let words = self.command_failed(problem);
        // What a test finds out is its answer.
        if let Some(Step::Cli { command: CliCommand::RunModel { .. }, .. }) = self.plan.steps.get(self.at) {
            return Ended::Done;
        }
        match problem {
            CliProblem::OlderBinary { .. } => Ended::Stop(Outcome::Blocked, Words::plain("plan-blocked-older-binary")),
            CliProblem::NotWritten(refusal) => Ended::Stop(Outcome::Blocked, not_written(refusal)),
            CliProblem::NotOffered { .. } => Ended::Stop(Outcome::Blocked, Words::plain("outcome-not-offered")),
            CliProblem::Changed { path } => Ended::Stop(
                Outcome::AbortedChanged,
                Words::with("outcome-aborted-changed", vec![("path", path.as_str().into())]),
            ),
            CliProblem::TimedOut => Ended::Stop(Outcome::Failed, Words::plain("outcome-command-hung")),
            _ => Ended::Stop(Outcome::Failed, words),
        }
    }

    fn restored(&mut self, result: &Result<String, RestoreProblem>) -> Ended {
        let (outcome, words) = match result {
            Ok(kept) => {
                self.say(kept.clone());
                return Ended::Done;
            }
            Err(RestoreProblem::Changed) => (Outcome::AbortedChanged, Words::plain("outcome-restore-changed")),
            Err(RestoreProblem::Occupied) => (Outcome::Blocked, Words::plain("outcome-restore-occupied")),
            Err(RestoreProblem::NotValid { words }) => {
                (Outcome::Failed, Words::with("outcome-restore-not-valid", vec![("words", words.as_str().into())]))
            }
            Err(RestoreProblem::Failed { words }) => {
                (Outcome::Failed, Words::with("outcome-restore-failed", vec![("words", words.as_str().into())]))
            }
        };
        Ended::Stop(outcome, words)
    }

    /// A request is decided only as it was seen.
    fn listed(&mut self, result: &Result<Reply, CallProblem>, turn: &mut Turn) -> Option<Ended> {
        let list = match result {
            Ok(Reply::Approvals(list)) => list,
            Ok(_) => return Some(call_failed(&CallProblem::NotOffered)),
            Err(problem) => return Some(call_failed(problem)),
        };
        let Some(Step::Decide { seen, call }) = self.plan.steps.get(self.at) else { return Some(Ended::Done) };
        if !list.iter().any(|request| request == &**seen) {
            return Some(call_failed(&CallProblem::Gone));
        }
        let ticket = turn.ticket();
        turn.push(Effect::Call { ticket, request: call.clone(), limit_ms: CALL_LIMIT_MS });
        self.wait = Wait::Call(ticket);
        None
    }
}

fn not_proven(fault: &TokenFault) -> Words {
    let with = |id, words: &String| Words::with(id, vec![("words", words.as_str().into())]);
    match fault {
        TokenFault::NotPlain => Words::plain("outcome-token-not-plain"),
        TokenFault::Keychain { words } => with("outcome-token-keychain", words),
        TokenFault::Provider { words } => with("outcome-token-provider", words),
    }
}

/// Waits for the decision, and makes it here where that is asked for: whoever decides first has decided.
fn wait_for_rights(request: &str, here: bool, turn: &mut Turn) -> Ticket {
    let ticket = turn.ticket();
    let wait = Request::WaitForScopes { request: request.to_owned() };
    turn.push(Effect::Call { ticket, request: wait, limit_ms: RIGHTS_LIMIT_MS });
    if here {
        let (ticket, command) = (turn.ticket(), CliCommand::DevicesApprove { request: request.to_owned() });
        turn.push(Effect::RunCli { ticket, command, limit_ms: CALL_LIMIT_MS });
    }
    ticket
}

pub(super) fn call_failed(problem: &CallProblem) -> Ended {
    let (outcome, words) = match problem {
        CallProblem::NotConnected => (Outcome::Failed, Words::plain("plan-needs-link")),
        CallProblem::TimedOut => (Outcome::Failed, Words::plain("outcome-too-slow")),
        CallProblem::MissingScope(scope) => {
            (Outcome::Blocked, Words::with("outcome-missing-scope", vec![("scope", scope.as_str().into())]))
        }
        CallProblem::Gone => (Outcome::AbortedChanged, Words::plain("outcome-gone")),
        CallProblem::HashChanged => (Outcome::AbortedChanged, Words::plain("outcome-config-changed")),
        CallProblem::NotWritten(refusal) => (Outcome::Blocked, not_written(refusal)),
        CallProblem::NotOffered => (Outcome::Blocked, Words::plain("outcome-not-offered")),
        CallProblem::Refused { words, .. } => {
            (Outcome::Failed, Words::with("outcome-command-failed", vec![("words", words.as_str().into())]))
        }
    };
    Ended::Stop(outcome, words)
}
