//! A change of the configuration over the link: looked at again right before, and where nobody confirmed it, after.

use clawtray_contract::Outcome;
use serde_json::Value;

use super::{Active, CALL_LIMIT_MS, Ended, Hands, Wait, running::call_failed};
use crate::{
    effect::{Effect, Request},
    event::{CallProblem, Reply},
    findings::Words,
    patch,
    plan::Step,
    saved::UndoKey,
    turn::Turn,
};

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
        let Some((patch, replace_paths)) = told(keys, hands.link.is_of_spring()) else {
            return Some(call_failed(&CallProblem::NotOffered));
        };
        let ticket = turn.ticket();
        turn.push(Effect::Call {
            ticket,
            request: Request::PatchConfig {
                replace_paths,
                patch,
                base_hash: hash.clone(),
                note: format!("Clawtray: {}", self.plan.action.id),
            },
            limit_ms: CALL_LIMIT_MS,
        });
        self.wait = Wait::Patched { ticket, retried, of_spring: hands.link.is_of_spring() };
        None
    }
}

/// The patch, and the lists that are named in it. A gateway of spring 2026 refuses such names and merges lists whose entries
/// have ids; `None` where it cannot be told the change.
fn told(keys: &[UndoKey], of_spring: bool) -> Option<(Value, Vec<String>)> {
    if !of_spring {
        let patch = patch::merge_patch(keys.iter().map(|key| (key.path.as_slice(), &key.after)));
        return Some((patch, patch::shrinking(keys)));
    }
    let changes = keys.iter().map(|key| patch::merged_by_id(&key.before, &key.after)).collect::<Option<Vec<_>>>()?;
    Some((patch::merge_patch(keys.iter().map(|key| key.path.as_slice()).zip(&changes)), Vec::new()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::told;
    use crate::saved::UndoKey;

    #[test]
    fn a_gateway_of_spring_2026_is_told_what_an_entry_loses_and_no_lists() {
        let key = |before: &Value, after: &Value| {
            let path = vec!["models".to_owned()];
            vec![UndoKey { path, before: before.clone(), after: after.clone() }]
        };
        let (with, without) = (json!([{"id": "a", "compat": {"strings": true}}]), json!([{"id": "a"}]));
        let back = key(&with, &without);
        assert_eq!(told(&back, false), Some((json!({"models": without}), vec!["models".to_owned()])));
        assert_eq!(told(&back, true), Some((json!({"models": [{"id": "a", "compat": null}]}), Vec::new())));
        assert_eq!(told(&key(&with, &json!([])), true), None, "it would keep the entry");
    }
}
