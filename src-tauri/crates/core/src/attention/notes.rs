//! The notifications' words.

use clawtray_contract::{FindingRef, Risk};
use clawtray_text::{Arg, Catalogue, clean, marked};

use super::{APPROVALS_KEY, DOWN, FIX, GATEWAY_KEY, STILL_DOWN_MS, Sight, approval_key};
use crate::{
    approvals::{ApprovalRequest, can_be_approved, in_words, needs_a_look},
    effect::{Note, Urgency},
    findings::{Raised, Rule},
    now::Now,
    present::who_asks,
    rules::RULES,
};

/// How many names a notification about many lists.
pub(super) const NAMES_SHOWN: usize = 3;

/// The likeliest action, named in the button itself, then Details.
fn buttons(rule: &Rule, raised: &Raised, catalogue: &Catalogue) -> Vec<(String, String)> {
    let fix = rule.offered(&raised.fault).next().map(|action| {
        let dots = if action.risk == Risk::Confirm { "…" } else { "" };
        (format!("{FIX}{}", action.id), format!("{}{dots}", catalogue.say(action.label)))
    });
    fix.into_iter().chain([("details".to_owned(), catalogue.say("note-button-details"))]).collect()
}

/// That the gateway is down, and the finding that says why.
pub(super) fn down_note(sight: &Sight<'_>, since_ms: u64, now: Now) -> Option<(FindingRef, Note)> {
    if !sight.gateway.is_down() {
        return None;
    }
    let catalogue = sight.catalogue;
    let visible = sight.findings.visible(RULES);
    let cause = DOWN.iter().find_map(|id| visible.iter().find(|(rule, _, _)| rule.id == *id))?;
    let (rule, reference, raised) = cause;
    let still = now.unix_ms.saturating_sub(since_ms) >= STILL_DOWN_MS;
    // A crash after a crash is the same story; only another cause is a new one.
    let once_more = if still { ":still" } else { "" };
    let since = Arg::Since(now.seen(since_ms));
    let note = Note {
        key: GATEWAY_KEY.into(),
        etag: format!("down@{since_ms}:{reference}:{}{once_more}", raised.fault.text.id),
        title: catalogue.say_with(if still { "note-still-down" } else { "note-down" }, &[("since", since)]),
        body: catalogue.say_with(raised.fault.text.id, &raised.fault.text.args),
        urgency: Urgency::Critical,
        buttons: buttons(rule, raised, catalogue),
    };
    Some(((*reference).clone(), note))
}

pub(super) fn back_note(sight: &Sight<'_>) -> Note {
    let catalogue = sight.catalogue;
    // Of one on another computer there are no three checks.
    let text = if sight.facts.remote.is_some() { "note-back-elsewhere-text" } else { "note-back-text" };
    Note {
        key: GATEWAY_KEY.into(),
        etag: String::new(),
        title: catalogue.say("note-back"),
        body: catalogue.say(text),
        urgency: Urgency::Low,
        buttons: Vec::new(),
    }
}

/// Longest action in a notification, characters.
const ACTION_CHARS: usize = 300;
/// Longest list of rights in a notification, characters.
const RIGHTS_CHARS: usize = 300;

/// Who asks for what. `why` is set after a decision that was not carried out.
pub(super) fn approval_note(
    request: &ApprovalRequest,
    soon: bool,
    why: Option<&str>,
    held: Option<&[String]>,
    catalogue: &Catalogue,
) -> Note {
    let who = who_asks(request, catalogue);
    let details = [request.platform.as_deref(), request.address.as_deref(), request.agent.as_deref()];
    let details = details.into_iter().flatten().collect::<Vec<_>>();
    let action = request.what.first().map(|(_, action)| clean(action, ACTION_CHARS));
    let rights = in_words(request, catalogue);
    let body = match &action {
        Some(action) => action.clone(),
        None if rights.is_empty() => String::new(),
        None => {
            let rights = clean(&rights, RIGHTS_CHARS);
            catalogue.say_with("note-approval-text", &[("rights", rights.into())])
        }
    };
    let warning = needs_a_look(request, catalogue);
    let undone = why.map(|why| catalogue.say_with("note-not-decided", &[("why", why.into())])).unwrap_or_default();
    let is_odd = warning.is_some();
    let details = marked(&clean(&details.join(", "), 120));
    let body = [undone, warning.unwrap_or_default(), body, details].into_iter().filter(|line| !line.is_empty());
    // What cannot be read here whole, or asks for a closer look, cannot be granted here.
    let whole = |text: &str, most| clean(text, most) == clean(text, usize::MAX / 2);
    let is_whole = can_be_approved(request, held)
        && !is_odd
        && request.what.first().is_none_or(|(_, whole_action)| whole(whole_action, ACTION_CHARS))
        && whole(&rights, RIGHTS_CHARS);
    Note {
        key: approval_key(&request.id),
        etag: String::new(),
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
        etag: String::new(),
        title: catalogue.say(rule.title),
        body: catalogue.say_with(raised.fault.text.id, &raised.fault.text.args),
        urgency: Urgency::Normal,
        buttons: buttons(rule, raised, catalogue),
    }
}

/// One notification about `count` things that have none of their own, the first of them by their `titles`.
pub(super) fn group_note(key: &str, etag: String, titles: Vec<String>, count: usize, catalogue: &Catalogue) -> Note {
    let approvals = key == APPROVALS_KEY;
    let id = if approvals { "note-many-approvals" } else { "note-many-problems" };
    let more = count.saturating_sub(titles.len());
    let mut lines = titles;
    if more > 0 {
        lines.push(catalogue.say_with("note-many-more", &[("count", more.into())]));
    }
    Note {
        key: key.to_owned(),
        etag,
        title: catalogue.say_with(id, &[("count", count.into())]),
        body: lines.join("\n"),
        urgency: if approvals { Urgency::Critical } else { Urgency::Normal },
        buttons: vec![("details".into(), catalogue.say("note-button-details"))],
    }
}
