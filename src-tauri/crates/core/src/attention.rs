//! What notifies, and how loud. Declared anew each turn from the state and compared with what is on screen, so that
//! one state change is one notification and nothing moot stays.

use std::collections::BTreeMap;

use clawtray_contract::{Desired, FindingRef, Outcome, Severity};
use clawtray_text::{Catalogue, clean};

use crate::{
    effect::{Effect, Note, Urgency},
    event::{PairingRequest, Surface},
    facts::Facts,
    findings::{Findings, Judged},
    gateway::{Gateway, Observed},
    present::who_asks,
    repairs::Finished,
    rules::RULES,
    turn::Turn,
};

/// Findings that say why the gateway is down: they speak through the one notification about that.
pub(crate) const DOWN: [&str; 15] = [
    "install.missing",
    "install.split_brain",
    "install.node_unsupported",
    "process.state_owned",
    "port.conflict",
    "config.invalid",
    "mode.not_local",
    "bind.no_auth",
    "storage.full",
    "storage.readonly",
    "probe.secretref_unresolved",
    "process.crash_loop",
    "service.config_mismatch",
    "service.not_installed",
    "service.not_running",
];

/// Most approvals with a notification of their own; the menu and the window carry all.
const APPROVALS_SHOWN: usize = 5;

/// Key of the notification about the gateway itself.
pub(crate) const GATEWAY_KEY: &str = "gateway";
/// Key of the notification about a finished repair.
const REPAIR_KEY: &str = "repair";

/// What is on screen, and what was said about the gateway.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attention {
    /// What is shown: key to etag.
    shown: BTreeMap<String, String>,
    /// Down since, until it is back or stopped by the person.
    pub(crate) down_since_ms: Option<u64>,
    /// It came back at this time, after a notification that it was down.
    back_at_ms: Option<u64>,
    repair: Option<(String, Note)>,
}

/// What the notifications are made from.
pub(crate) struct Sight<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) gateway: &'a Gateway,
    pub(crate) findings: &'a Findings,
    pub(crate) catalogue: &'a Catalogue,
}

impl Attention {
    /// What an earlier keeper notified. Approvals are shown again, since their buttons ended with that keeper.
    pub(crate) fn new(notified: &BTreeMap<String, String>) -> Self {
        let shown = notified
            .iter()
            .filter(|(key, _)| !key.starts_with("approval:"))
            .map(|(key, etag)| (key.clone(), etag.clone()));
        Self { shown: shown.collect(), ..Self::default() }
    }

    /// What is shown, to keep.
    pub(crate) fn shown(&self) -> &BTreeMap<String, String> {
        &self.shown
    }

    /// A repair ended. It is told where the person does not see it anyway.
    pub(crate) fn repair_ended(&mut self, finished: &Finished, catalogue: &Catalogue, unix_ms: u64) {
        if matches!(finished.surface, Surface::Window | Surface::CommandLine) {
            return;
        }
        let good = matches!(finished.outcome, Outcome::Repaired | Outcome::Undone | Outcome::NothingToDo);
        let title = catalogue.say_with(
            if good { "note-repair-done" } else { "note-repair-not-done" },
            &[("label", finished.label.as_str().into())],
        );
        let note = Note {
            key: REPAIR_KEY.into(),
            title,
            body: finished.text.clone(),
            urgency: if good { Urgency::Low } else { Urgency::Normal },
            buttons: vec![("details".into(), catalogue.say("note-button-details"))],
        };
        self.repair = Some((unix_ms.to_string(), note));
    }

    /// Compares what should be on screen with what is.
    pub(crate) fn update(&mut self, sight: &Sight<'_>, turn: &mut Turn) {
        self.follow(sight, turn.now.unix_ms);
        let wanted = self.wanted(sight, turn);
        let moot: Vec<String> =
            self.shown.keys().filter(|key| !wanted.contains_key(*key) && !is_open(key, sight)).cloned().collect();
        for key in moot {
            self.shown.remove(&key);
            turn.push(Effect::Withdraw { key });
            turn.save = true;
        }
        for (key, (etag, note)) in wanted {
            if self.shown.get(&key) != Some(&etag) {
                self.shown.insert(key, etag);
                turn.push(Effect::Notify(note));
                turn.save = true;
            }
        }
    }

    fn follow(&mut self, sight: &Sight<'_>, unix_ms: u64) {
        let wants = sight.gateway.desired == Desired::Run;
        if !wants || matches!(sight.gateway.observed, Observed::Stopping { .. } | Observed::NotInstalled) {
            (self.down_since_ms, self.back_at_ms) = (None, None);
        } else if sight.gateway.is_down() {
            let known = sight.findings.all().filter(|(reference, _)| DOWN.contains(&reference.id.as_str()));
            let since = known.map(|(_, raised)| raised.since_ms).min();
            if let Some(since) = since {
                self.down_since_ms.get_or_insert(since);
                self.back_at_ms = None;
            }
        } else if matches!(sight.gateway.observed, Observed::Running { .. }) && self.down_since_ms.take().is_some() {
            self.back_at_ms = self.shown.contains_key(GATEWAY_KEY).then_some(unix_ms);
        }
    }

    fn wanted(&self, sight: &Sight<'_>, turn: &Turn) -> BTreeMap<String, (String, Note)> {
        let mut wanted = BTreeMap::new();
        if let Some(since) = self.down_since_ms {
            let shown = self.shown.get(GATEWAY_KEY).map(|etag| (etag.clone(), back_note(sight.catalogue)));
            // While it comes up again nothing new is said (the etag is the one on screen), and nothing is taken back.
            if let Some(wish) = down_note(sight, since, turn.now.offset_minutes).or(shown) {
                wanted.insert(GATEWAY_KEY.to_owned(), wish);
            }
        } else if let Some(at_ms) = self.back_at_ms {
            wanted.insert(GATEWAY_KEY.to_owned(), (format!("back@{at_ms}"), back_note(sight.catalogue)));
        }
        for request in sight.facts.approvals.iter().take(APPROVALS_SHOWN) {
            let note = approval_note(request, sight.catalogue);
            wanted.insert(note.key.clone(), (request.id.clone(), note));
        }
        for (rule, reference, raised) in sight.findings.visible(RULES) {
            if rule.severity < Severity::Error || DOWN.contains(&rule.id) || raised.fault.awaiting_proof {
                continue;
            }
            let key = format!("finding:{reference}");
            let catalogue = sight.catalogue;
            let note = Note {
                key: key.clone(),
                title: catalogue.say(rule.title),
                body: catalogue.say_with(raised.fault.text.id, &raised.fault.text.args),
                urgency: Urgency::Normal,
                buttons: buttons(raised.fault.actions.first().and_then(|id| label_of(rule, id)), catalogue),
            };
            wanted.insert(key, (raised.fault.etag.clone(), note));
        }
        if let Some((etag, note)) = &self.repair {
            wanted.insert(REPAIR_KEY.to_owned(), (etag.clone(), note.clone()));
        }
        wanted
    }
}

/// True while it cannot be known whether what a notification says still holds: it stays as it is.
fn is_open(key: &str, sight: &Sight<'_>) -> bool {
    if key == GATEWAY_KEY {
        return sight.gateway.desired == Desired::Run
            && !sight.gateway.is_down()
            && !matches!(sight.gateway.observed, Observed::Running { .. } | Observed::Stopping { .. });
    }
    let Some(name) = key.strip_prefix("finding:") else { return false };
    let reference = match name.split_once('/') {
        Some((id, subject)) => FindingRef::about(id, subject),
        None => FindingRef::of(name),
    };
    sight.findings.judged(&reference) == Judged::Unknown
}

fn label_of(rule: &crate::findings::Rule, id: &str) -> Option<&'static str> {
    rule.actions.iter().find(|action| action.id == id).map(|action| action.label)
}

fn buttons(fix: Option<&'static str>, catalogue: &Catalogue) -> Vec<(String, String)> {
    let fix = fix.map(|label| ("fix".to_owned(), catalogue.say(label)));
    fix.into_iter().chain([("details".to_owned(), catalogue.say("note-button-details"))]).collect()
}

fn down_note(sight: &Sight<'_>, since_ms: u64, offset_minutes: i32) -> Option<(String, Note)> {
    if !sight.gateway.is_down() {
        return None;
    }
    let catalogue = sight.catalogue;
    let visible = sight.findings.visible(RULES);
    let cause = DOWN.iter().find_map(|id| visible.iter().find(|(rule, _, _)| rule.id == *id))?;
    let (rule, reference, raised) = cause;
    let time = clawtray_text::clock(since_ms, offset_minutes);
    let note = Note {
        key: GATEWAY_KEY.into(),
        title: catalogue.say_with("note-down", &[("time", time.as_str().into())]),
        body: catalogue.say_with(raised.fault.text.id, &raised.fault.text.args),
        urgency: Urgency::Critical,
        buttons: buttons(raised.fault.actions.first().and_then(|id| label_of(rule, id)), catalogue),
    };
    // A crash after a crash is the same story; only another cause is a new one.
    Some((format!("down@{since_ms}:{reference}:{}", raised.fault.text.id), note))
}

fn back_note(catalogue: &Catalogue) -> Note {
    Note {
        key: GATEWAY_KEY.into(),
        title: catalogue.say("note-back"),
        body: catalogue.say("note-back-text"),
        urgency: Urgency::Low,
        buttons: Vec::new(),
    }
}

/// The key of an approval's notification.
pub(crate) fn approval_key(request: &str) -> String {
    format!("approval:{request}")
}

fn approval_note(request: &PairingRequest, catalogue: &Catalogue) -> Note {
    let rights = clean(&request.scopes.join(", "), 200);
    let details = [request.platform.as_deref(), request.address.as_deref()].into_iter().flatten().collect::<Vec<_>>();
    let body = catalogue.say_with(
        "note-approval-text",
        &[("rights", rights.as_str().into()), ("roles", request.roles.join(", ").as_str().into())],
    );
    Note {
        key: approval_key(&request.id),
        title: who_asks(request, catalogue),
        body: if details.is_empty() { body } else { format!("{body}\n{}", clean(&details.join(", "), 120)) },
        urgency: Urgency::Critical,
        buttons: ["deny", "approve", "details"]
            .map(|id| (id.to_owned(), catalogue.say(&format!("note-button-{id}"))))
            .to_vec(),
    }
}
