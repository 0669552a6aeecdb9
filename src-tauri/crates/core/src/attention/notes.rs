//! The notifications' words.

use clawtray_contract::FindingRef;
use clawtray_text::{Arg, Catalogue, clean};

use super::{APPROVALS_KEY, DOWN, GATEWAY_KEY, STILL_DOWN_MS, Sight, approval_key};
use crate::{
    approvals::ApprovalRequest,
    effect::{Note, Urgency},
    findings::{Raised, Rule},
    now::Now,
    present::who_asks,
    rules::RULES,
};

/// How many names a notification about many lists.
pub(super) const NAMES_SHOWN: usize = 3;

fn label_of(rule: &Rule, id: &str) -> Option<&'static str> {
    rule.actions.iter().find(|action| action.id == id).map(|action| action.label)
}

fn buttons(fix: Option<&'static str>, catalogue: &Catalogue) -> Vec<(String, String)> {
    let fix = fix.map(|label| ("fix".to_owned(), catalogue.say(label)));
    fix.into_iter().chain([("details".to_owned(), catalogue.say("note-button-details"))]).collect()
}

pub(super) fn down_note(sight: &Sight<'_>, since_ms: u64, now: Now) -> Option<(String, Note)> {
    if !sight.gateway.is_down() {
        return None;
    }
    let catalogue = sight.catalogue;
    let visible = sight.findings.visible(RULES);
    let cause = DOWN.iter().find_map(|id| visible.iter().find(|(rule, _, _)| rule.id == *id))?;
    let (rule, reference, raised) = cause;
    let still = now.unix_ms.saturating_sub(since_ms) >= STILL_DOWN_MS;
    let since = Arg::Since(now.seen(since_ms));
    let note = Note {
        key: GATEWAY_KEY.into(),
        title: catalogue.say_with(if still { "note-still-down" } else { "note-down" }, &[("since", since)]),
        body: catalogue.say_with(raised.fault.text.id, &raised.fault.text.args),
        urgency: Urgency::Critical,
        buttons: buttons(raised.fault.actions.first().and_then(|id| label_of(rule, id)), catalogue),
    };
    // A crash after a crash is the same story; only another cause is a new one.
    let once_more = if still { ":still" } else { "" };
    Some((format!("down@{since_ms}:{reference}:{}{once_more}", raised.fault.text.id), note))
}

pub(super) fn back_note(catalogue: &Catalogue) -> Note {
    Note {
        key: GATEWAY_KEY.into(),
        title: catalogue.say("note-back"),
        body: catalogue.say("note-back-text"),
        urgency: Urgency::Low,
        buttons: Vec::new(),
    }
}

/// Longest action in a notification, characters.
const ACTION_CHARS: usize = 300;

pub(super) fn approval_note(request: &ApprovalRequest, soon: bool, catalogue: &Catalogue) -> Note {
    let who = who_asks(request, catalogue);
    let details = [request.platform.as_deref(), request.address.as_deref(), request.agent.as_deref()];
    let details = details.into_iter().flatten().collect::<Vec<_>>();
    let action = request.what.first().map(|(_, action)| clean(action, ACTION_CHARS));
    let body = match &action {
        Some(action) => action.clone(),
        None if request.scopes.is_empty() => String::new(),
        None => {
            let rights = clean(&request.scopes.join(", "), 200);
            let roles = request.roles.join(", ");
            catalogue.say_with("note-approval-text", &[("rights", rights.into()), ("roles", roles.into())])
        }
    };
    let body = [body, clean(&details.join(", "), 120)].into_iter().filter(|line| !line.is_empty());
    // What cannot be read here whole cannot be granted here.
    let is_whole = !request.is_cut && request.what.first().map(|(_, whole)| clean(whole, usize::MAX / 2)) == action;
    Note {
        key: approval_key(&request.id),
        title: if soon { catalogue.say_with("note-approval-soon", &[("who", who.as_str().into())]) } else { who },
        body: body.collect::<Vec<_>>().join("\n"),
        urgency: Urgency::Critical,
        buttons: ["deny", "approve", "details"]
            .into_iter()
            .filter(|id| is_whole || *id != "approve")
            .map(|id| (id.to_owned(), catalogue.say(&format!("note-button-{id}"))))
            .collect(),
    }
}

/// What is wrong, with the first thing that can be done about it.
pub(super) fn finding_note(rule: &Rule, reference: &FindingRef, raised: &Raised, catalogue: &Catalogue) -> Note {
    Note {
        key: format!("finding:{reference}"),
        title: catalogue.say(rule.title),
        body: catalogue.say_with(raised.fault.text.id, &raised.fault.text.args),
        urgency: Urgency::Normal,
        buttons: buttons(raised.fault.actions.first().and_then(|id| label_of(rule, id)), catalogue),
    }
}

/// One notification about `count` things that have none of their own, the first of them by their `titles`.
pub(super) fn group_note(key: &str, titles: Vec<String>, count: usize, catalogue: &Catalogue) -> Note {
    let approvals = key == APPROVALS_KEY;
    let id = if approvals { "note-many-approvals" } else { "note-many-problems" };
    let more = count.saturating_sub(titles.len());
    let mut lines = titles;
    if more > 0 {
        lines.push(catalogue.say_with("note-many-more", &[("count", more.into())]));
    }
    Note {
        key: key.to_owned(),
        title: catalogue.say_with(id, &[("count", count.into())]),
        body: lines.join("\n"),
        urgency: if approvals { Urgency::Critical } else { Urgency::Normal },
        buttons: vec![("details".into(), catalogue.say("note-button-details"))],
    }
}
