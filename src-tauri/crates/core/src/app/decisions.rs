//! Decisions on what waits for a person, bound to the request that was seen.

use clawtray_contract::{Answer, AppError, Decision, ErrorCode};

use super::{App, Purpose};
use crate::{
    approvals::{self, ApprovalRequest, Source},
    effect::{Effect, Request, Ticket},
    event::CallProblem,
    turn::Turn,
};

impl App {
    /// What a repair has decided waits no more, whatever list still holds it; the lists are read again.
    pub(super) fn decided_by_repairs(&mut self, turn: &mut Turn) {
        let decided = std::mem::take(&mut self.repairs.decided);
        if decided.is_empty() {
            return;
        }
        decided.iter().for_each(|id| self.queue.decided(id));
        self.queue.read_all(turn);
        self.queue.take_moved();
        self.facts.approvals = self.queue.waiting();
        self.facts.lists_read = self.queue.read();
    }

    /// The list was read once more: the request is approved only as it was seen.
    pub(super) fn checked(
        &mut self,
        seen: &ApprovalRequest,
        decision: Decision,
        answer: Option<Ticket>,
        list: Result<&[ApprovalRequest], &CallProblem>,
        turn: &mut Turn,
    ) {
        let problem = match list {
            Ok(list) => match list.iter().find(|request| request.id == seen.id) {
                Some(request) if request.etag() == seen.etag() => {
                    self.carry_out(seen, decision, answer, turn);
                    return;
                }
                Some(_) => self.error(ErrorCode::PlanChanged, "error-approval-changed", None),
                None => {
                    self.queue.decided(&seen.id);
                    self.error(ErrorCode::Gone, "error-approval-gone", None)
                }
            },
            Err(CallProblem::NotConnected) => self.error(ErrorCode::NotConnected, "error-not-connected", None),
            Err(problem) => self.error(ErrorCode::Failed, "error-decision", Some(&format!("{problem:?}"))),
        };
        self.deciding.remove(&seen.id);
        self.queue.read_all(turn);
        self.tell_decision(&seen.id, answer, Err(problem), turn);
    }

    /// What came of a decision, to whoever made it.
    pub(super) fn tell_decision(
        &mut self,
        approval: &str,
        answer: Option<Ticket>,
        result: Result<Answer, AppError>,
        turn: &mut Turn,
    ) {
        match (answer, result) {
            (Some(ticket), result) => turn.push(Effect::Answer { ticket, result }),
            (None, Err(problem)) => self.attention.not_decided(approval, problem.message, turn.now.unix_ms),
            (None, Ok(_)) => {}
        }
    }

    pub(super) fn carry_out(
        &mut self,
        seen: &ApprovalRequest,
        decision: Decision,
        answer: Option<Ticket>,
        turn: &mut Turn,
    ) {
        let (id, approve) = (seen.id.clone(), decision != Decision::Deny);
        let request = match (&seen.source, &seen.channel) {
            (Source::Devices, _) => Request::DecideDevice { request: id.clone(), approve },
            (Source::Nodes, _) => Request::DecideNode { request: id.clone(), approve },
            (Source::Senders, channel) => {
                let (channel, account) = channel.clone().unwrap_or_default();
                Request::DecideSender { request: id.clone(), channel, account, approve }
            }
            (source, _) => {
                let decision = match decision {
                    Decision::Deny => "deny",
                    Decision::Approve => "allow-once",
                    Decision::ApproveAlways => "allow-always",
                };
                Request::DecideAction { source: *source, request: id.clone(), decision }
            }
        };
        self.call(request, Purpose::Decide { approval: id, answer }, turn);
    }

    /// A wish to decide. `seen` is the etag of the request as the person saw it; without an `answer` somebody pressed a
    /// notification. `None` when the outcome comes later.
    pub(super) fn decide(
        &mut self,
        approval: &str,
        decision: Decision,
        seen: Option<&str>,
        answer: Option<Ticket>,
        turn: &mut Turn,
    ) -> Option<Result<Answer, AppError>> {
        let Some(request) = self.facts.approvals.iter().find(|request| request.id == approval) else {
            return Some(Err(self.error(ErrorCode::Gone, "error-approval-gone", None)));
        };
        if seen.is_some_and(|seen| seen != request.etag()) {
            return Some(Err(self.error(ErrorCode::PlanChanged, "error-approval-changed", None)));
        }
        if self.deciding.contains_key(approval) {
            return Some(Err(self.error(ErrorCode::Busy, "error-deciding", None)));
        }
        let view = approvals::view(request, &self.picture(turn.now));
        if !view.decisions.contains(&decision) {
            return Some(Err(self.error(ErrorCode::BadRequest, "error-decision-not-taken", None)));
        }
        if decision != Decision::Deny && request.is_cut {
            return Some(Err(self.error(ErrorCode::Failed, "approval-too-long", None)));
        }
        let request = request.clone();
        self.deciding.insert(request.id.clone(), decision);
        if decision == Decision::Deny {
            self.carry_out(&request, decision, answer, turn);
        } else {
            let source = request.source;
            let purpose = Purpose::Check { seen: Box::new(request), decision, answer };
            self.call(Request::ListApprovals(source), purpose, turn);
        }
        None
    }
}
