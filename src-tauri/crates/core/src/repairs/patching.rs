//! A change of the configuration over the link: looked at again right before, and where nobody confirmed it, after.

use clawtray_contract::Outcome;

use super::{Active, CALL_LIMIT_MS, Ended, Hands, Wait, running::call_failed};
use crate::{
    effect::{Effect, Request},
    event::{CallProblem, Reply},
    findings::Words,
    patch,
    plan::Step,
    turn::Turn,
};

/// The first protocol whose `config.patch` wants lists that lose entries named (3, of OpenClaw 2026.4.29, refuses the names).
const NAMES_LISTS: u32 = 4;

impl Active {
    /// The configuration itself tells whether a change was made that nobody confirmed.
    pub(super) fn maybe_patched(&self, result: &Result<Reply, CallProblem>) -> Ended {
        let written = match (result, self.plan.steps.get(self.at)) {
            (Ok(Reply::Config { value, .. }), Some(Step::Patch { keys })) => {
                keys.iter().all(|key| patch::is_as_meant(patch::value_at(value, &key.path), &key.after))
            }
            _ => false,
        };
        if written { Ended::Done } else { call_failed(&CallProblem::TimedOut) }
    }

    pub(super) fn config_read(
        &mut self,
        result: &Result<Reply, CallProblem>,
        retried: bool,
        hands: &Hands<'_>,
        turn: &mut Turn,
    ) -> Option<Ended> {
        let (hash, valid, value) = match result {
            Ok(Reply::Config { hash, valid, value }) => (hash, *valid, value),
            Ok(_) => return Some(call_failed(&CallProblem::NotOffered)),
            Err(problem) => return Some(call_failed(problem)),
        };
        if !valid {
            return Some(Ended::Stop(Outcome::Blocked, Words::plain("outcome-config-not-valid")));
        }
        let Some(Step::Patch { keys }) = self.plan.steps.get(self.at) else { return Some(Ended::Done) };
        // Look again right before the change: every key must still be what the person saw.
        if let Some(key) = keys.iter().find(|key| !patch::is_as_meant(patch::value_at(value, &key.path), &key.before)) {
            let path = patch::dotted(&key.path);
            let words = Words::with("outcome-aborted-changed", vec![("path", path.as_str().into())]);
            return Some(Ended::Stop(Outcome::AbortedChanged, words));
        }
        // A gateway of spring 2026 has no rule about lists, and refuses a patch that keeps one.
        let knows_lists = hands.link.hello().is_none_or(|hello| hello.protocol >= NAMES_LISTS);
        let ticket = turn.ticket();
        turn.push(Effect::Call {
            ticket,
            request: Request::PatchConfig {
                replace_paths: if knows_lists { patch::shrinking(keys) } else { Vec::new() },
                patch: patch::merge_patch(keys.iter().map(|key| (key.path.as_slice(), &key.after))),
                base_hash: hash.clone(),
                note: format!("Clawtray: {}", self.plan.action.id),
            },
            limit_ms: CALL_LIMIT_MS,
        });
        self.wait = Wait::Patched { ticket, retried };
        None
    }
}
