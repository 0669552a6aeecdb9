//! What notifies, and how loud. Declared anew each turn from the state and compared with what is on screen, so that
//! one state change is one notification and nothing moot stays.

mod away;
mod burst;
mod notes;
mod policy;
mod together;

use std::collections::BTreeMap;

use clawtray_contract::{Desired, FindingRef, Outcome, Route, Severity};
use clawtray_text::Catalogue;

pub(crate) use self::policy::muted_until;
use self::{
    away::Reach,
    notes::{approval_note, back_note, down_note, finding_note},
    policy::{Kind, Quiet, is_aloud},
    together::Class,
};
use crate::{
    approvals::ApprovalRequest,
    effect::{Effect, Note, Urgency},
    event::Surface,
    facts::Facts,
    findings::{Findings, Judged, Raised, Rule},
    gateway::{DOWN, Gateway, Observed},
    link::Link,
    now::Now,
    repairs::Finished,
    rules::RULES,
    settings::NotificationSettings,
    turn::Turn,
};

/// Most approvals with a notification of their own; the others share one. The menu and the window carry all.
const APPROVALS_SHOWN: usize = 5;
/// Down for so long is said once more, milliseconds.
const STILL_DOWN_MS: u64 = 3_600_000;
/// An approval that runs out within this time is said once more, milliseconds.
const SOON_MS: u64 = 60_000;

/// Key of the notification about the gateway itself.
pub(crate) const GATEWAY_KEY: &str = "gateway";
/// Key of the notification about a finished repair.
const REPAIR_KEY: &str = "repair";
/// Key of the notification about something asked for that was not done.
const REFUSED_KEY: &str = "refused";
/// Begins the id of a button that runs an action; the action's id follows.
pub(crate) const FIX: &str = "fix:";
/// Keys of the notifications about many at once.
pub(crate) const APPROVALS_KEY: &str = "group:approvals";
pub(crate) const PROBLEMS_KEY: &str = "group:problems";

/// What is on screen, and what was said about the gateway.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attention {
    /// What was told: key to etag.
    shown: BTreeMap<String, String>,
    /// Down since, until it is back or stopped by the person.
    pub(crate) down_since_ms: Option<u64>,
    /// On the clock that never jumps, milliseconds: since when one on another computer has been out of reach.
    away_since_mono_ms: Option<u64>,
    /// It came back at this time, after a notification that it was down.
    back_at_ms: Option<u64>,
    repair: Option<Note>,
    refused: Option<Note>,
    /// Decisions made on a notification that were not carried out: request to when (milliseconds since 1970) and why.
    undecided: BTreeMap<String, (u64, String)>,
    /// The finding that the notification about the gateway names.
    down_because: Option<FindingRef>,
    approvals: Class,
    problems: Class,
    /// What is news since the last turn, whether it was shown or kept silent.
    pub(crate) told: Vec<String>,
}

/// Something that should be on screen.
#[derive(Clone, Debug)]
struct Wish<'a> {
    /// Changes when it is news again.
    etag: String,
    kind: Kind,
    about: About<'a>,
}

/// What a notification is made from. It is put into words only when it is shown: most wishes are no news.
#[derive(Clone, Debug)]
enum About<'a> {
    /// In words already.
    Words(Note),
    /// A request, whether it runs out soon, why a decision on it was not carried out, and the rights held here.
    Approval(&'a ApprovalRequest, bool, Option<&'a str>, Option<&'a [String]>),
    /// A finding.
    Finding(&'static Rule, &'a FindingRef, &'a Raised),
}

impl Wish<'_> {
    fn note(&self, catalogue: &Catalogue) -> Note {
        let note = match &self.about {
            About::Words(note) => note.clone(),
            About::Approval(request, soon, why, held) => approval_note(request, *soon, *why, *held, catalogue),
            About::Finding(rule, reference, raised) => finding_note(rule, reference, raised, catalogue),
        };
        Note { etag: self.etag.clone(), ..note }
    }
}

/// What the notifications are made from.
pub(crate) struct Sight<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) gateway: &'a Gateway,
    pub(crate) link: &'a Link,
    pub(crate) findings: &'a Findings,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) settings: &'a NotificationSettings,
    /// Rights of the connection, where there is one.
    pub(crate) scopes: Option<&'a [String]>,
    /// Muted until then, milliseconds since 1970.
    pub(crate) muted_until_ms: Option<u64>,
    /// The desktop wants no disturbance.
    pub(crate) inhibited: bool,
    /// What the window in front shows.
    pub(crate) window: Option<&'a Route>,
}

impl Attention {
    /// What an earlier keeper notified. Approvals are shown again, since their buttons ended with that keeper.
    pub(crate) fn new(notified: &BTreeMap<String, String>) -> Self {
        let shown = notified
            .iter()
            .filter(|(key, _)| !key.starts_with("approval:") && *key != APPROVALS_KEY)
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
        let itself = finished.surface == Surface::Itself;
        let title = catalogue.say_with(
            match (good, itself) {
                (true, true) => "note-repair-itself-done",
                (true, false) => "note-repair-done",
                (false, true) => "note-repair-itself-not-done",
                (false, false) => "note-repair-not-done",
            },
            &[("label", finished.label.as_str().into())],
        );
        self.repair = Some(Note {
            key: REPAIR_KEY.into(),
            etag: unix_ms.to_string(),
            title,
            body: finished.text.clone(),
            urgency: if good { Urgency::Low } else { Urgency::Normal },
            buttons: vec![("details".into(), catalogue.say("note-button-details"))],
        });
    }

    /// Something asked for where no answer is shown was not done; `why` is a sentence for the person.
    pub(crate) fn refused(&mut self, why: String, catalogue: &Catalogue, unix_ms: u64) {
        self.refused = Some(Note {
            key: REFUSED_KEY.into(),
            etag: unix_ms.to_string(),
            title: catalogue.say("note-refused"),
            body: why,
            urgency: Urgency::Normal,
            buttons: vec![("details".into(), catalogue.say("note-button-details"))],
        });
    }

    /// A decision made on a notification was not carried out. The press has closed it, so it is asked again.
    pub(crate) fn not_decided(&mut self, request: &str, why: String, unix_ms: u64) {
        self.undecided.insert(request.to_owned(), (unix_ms, why));
    }

    /// The finding that a shown notification is about.
    pub(crate) fn finding_of(&self, key: &str) -> Option<FindingRef> {
        if key == GATEWAY_KEY {
            return self.down_because.clone();
        }
        key.strip_prefix("finding:").map(finding_named)
    }

    /// Compares what should be on screen with what is. Gives the time to the next look, milliseconds.
    pub(crate) fn update(&mut self, sight: &Sight<'_>, turn: &mut Turn) -> Option<u64> {
        self.follow(sight, turn.now);
        self.ask_again(sight);
        let undecided = self.undecided.clone();
        let wanted = self.wanted(sight, &undecided, turn);
        self.withdraw_moot(&wanted, sight, turn);
        let quiet = Quiet { muted_until_ms: sight.muted_until_ms, inhibited: sight.inhibited, window: sight.window };
        let (mut approvals, mut problems) = (Vec::new(), Vec::new());
        for (key, wish) in &wanted {
            if self.shown.get(key) == Some(&wish.etag) {
                continue;
            }
            let replaces = self.shown.insert(key.clone(), wish.etag.clone()).is_some();
            let note = wish.note(sight.catalogue);
            self.told.push(format!("{}. {}", note.title, note.body));
            turn.save = true;
            match wish.kind {
                _ if !is_aloud(wish.kind, sight.settings, quiet, turn.now) => {
                    // What is on screen does not hold any more.
                    if replaces {
                        turn.push(Effect::Withdraw { key: key.clone() });
                    }
                }
                Kind::Down | Kind::Back | Kind::Repair | Kind::Refused => turn.push(Effect::Notify(note)),
                Kind::Approval => approvals.push(note),
                Kind::Problem | Kind::Job => problems.push(note),
            }
        }
        let alone =
            wanted.iter().filter(|(key, wish)| wish.kind == Kind::Approval && !self.approvals.together.contains(*key));
        let crowded = alone.count() > APPROVALS_SHOWN;
        self.approvals.tell(approvals, crowded, turn);
        self.problems.tell(problems, false, turn);
        let waits = [
            self.tell_together(APPROVALS_KEY, &wanted, sight, turn),
            self.tell_together(PROBLEMS_KEY, &wanted, sight, turn),
            self.next_reminder_ms(sight, turn.now),
        ];
        waits.into_iter().flatten().min()
    }

    fn withdraw_moot(&mut self, wanted: &BTreeMap<String, Wish<'_>>, sight: &Sight<'_>, turn: &mut Turn) {
        let of_many = |key: &str| key == APPROVALS_KEY || key == PROBLEMS_KEY;
        let moot: Vec<String> = self
            .shown
            .keys()
            .filter(|key| !wanted.contains_key(*key) && !is_open(key, sight) && !of_many(key))
            .cloned()
            .collect();
        for key in moot {
            self.shown.remove(&key);
            turn.save = true;
            // What shares a notification has none of its own.
            if !self.approvals.together.remove(&key) && !self.problems.together.remove(&key) {
                turn.push(Effect::Withdraw { key });
            }
        }
    }

    /// When something is to be said once more, milliseconds from now.
    fn next_reminder_ms(&self, sight: &Sight<'_>, now: Now) -> Option<u64> {
        let unix_ms = now.unix_ms;
        let away = self.away_since_mono_ms.filter(|_| self.down_since_ms.is_none());
        let away = away.map(|since| (since + away::TOLD_AFTER_MS).saturating_sub(now.mono_ms));
        let down = self.down_since_ms.map(|since| since + STILL_DOWN_MS);
        let soon = sight.facts.approvals.iter().filter_map(|request| request.until_ms?.checked_sub(SOON_MS));
        down.into_iter().chain(soon).filter(|at_ms| *at_ms > unix_ms).map(|at_ms| at_ms - unix_ms).chain(away).min()
    }

    /// One on another computer: only the link tells.
    fn follow_elsewhere(&mut self, sight: &Sight<'_>, now: Now) {
        let reach = away::reach(sight.link);
        match reach {
            Reach::Lost(since_ms) => {
                let since_mono_ms = *self.away_since_mono_ms.get_or_insert(now.mono_ms);
                let told = self.shown.get(GATEWAY_KEY).and_then(|etag| away::told_since(etag));
                if told.is_some() || now.mono_ms.saturating_sub(since_mono_ms) >= away::TOLD_AFTER_MS {
                    self.down_since_ms.get_or_insert(told.unwrap_or(since_ms));
                    self.back_at_ms = None;
                }
            }
            Reach::Reached if self.down_since_ms.take().is_some() => {
                self.back_at_ms = self.shown.contains_key(GATEWAY_KEY).then_some(now.unix_ms);
            }
            Reach::Refuses => (self.down_since_ms, self.back_at_ms) = (None, None),
            Reach::Reached | Reach::Open => {}
        }
        if !matches!(reach, Reach::Lost(_)) {
            self.away_since_mono_ms = None;
        }
    }

    fn follow(&mut self, sight: &Sight<'_>, now: Now) {
        if sight.facts.remote.is_some() {
            return self.follow_elsewhere(sight, now);
        }
        let unix_ms = now.unix_ms;
        let wants = sight.gateway.desired == Desired::Run;
        if !wants || sight.gateway.is_stopping() || sight.gateway.observed == Observed::NotInstalled {
            (self.down_since_ms, self.back_at_ms) = (None, None);
        } else if sight.gateway.is_down() {
            if let Some(since) = sight.gateway.down_since(sight.findings) {
                self.down_since_ms.get_or_insert(since);
                self.back_at_ms = None;
            }
        } else if matches!(sight.gateway.observed, Observed::Running { .. }) && self.down_since_ms.take().is_some() {
            self.back_at_ms = self.shown.contains_key(GATEWAY_KEY).then_some(unix_ms);
        }
    }

    /// A request that ended before it was decided is not asked again; that the press came to nothing is told.
    fn ask_again(&mut self, sight: &Sight<'_>) {
        let waits = |id: &String| sight.facts.approvals.iter().any(|request| request.id == *id);
        let over: Vec<String> = self.undecided.keys().filter(|id| !waits(id)).cloned().collect();
        for id in over {
            if let Some((at_ms, why)) = self.undecided.remove(&id) {
                self.refused(why, sight.catalogue, at_ms);
            }
        }
    }

    fn wanted<'a>(
        &mut self,
        sight: &Sight<'a>,
        undecided: &'a BTreeMap<String, (u64, String)>,
        turn: &Turn,
    ) -> BTreeMap<String, Wish<'a>> {
        let mut wanted = BTreeMap::new();
        let mut wish = |key: String, etag: String, kind: Kind, about: About<'a>| {
            wanted.insert(key, Wish { etag, kind, about });
        };
        let gateway = || GATEWAY_KEY.to_owned();
        if let Some(since) = self.down_since_ms {
            // While it comes up again nothing new is said (the etag is the one on screen), and nothing is taken back.
            if let Some((finding, note)) = down_note(sight, since, turn.now) {
                self.down_because = Some(finding);
                wish(gateway(), note.etag.clone(), Kind::Down, About::Words(note));
            } else if let Some(note) = away::away_note(sight, since, turn.now) {
                wish(gateway(), note.etag.clone(), Kind::Down, About::Words(note));
            } else if let Some(etag) = self.shown.get(GATEWAY_KEY) {
                wish(gateway(), etag.clone(), Kind::Down, About::Words(back_note(sight)));
            }
        } else if let Some(at_ms) = self.back_at_ms {
            self.down_because = None;
            wish(gateway(), format!("back@{at_ms}"), Kind::Back, About::Words(back_note(sight)));
        }
        for request in &sight.facts.approvals {
            let soon = request.until_ms.is_some_and(|until| until <= turn.now.unix_ms + SOON_MS);
            let mut etag = request.etag();
            if soon {
                etag.push_str(":soon");
            }
            let undone = undecided.get(&request.id);
            if let Some((at_ms, _)) = undone {
                etag.push_str(&format!(":again@{at_ms}"));
            }
            let why = undone.map(|(_, why)| why.as_str());
            wish(approval_key(&request.id), etag, Kind::Approval, About::Approval(request, soon, why, sight.scopes));
        }
        for (rule, reference, raised) in sight.findings.visible(RULES) {
            // Without an installation there is no gateway to be down, so nothing else speaks for these.
            let spoken_for = DOWN.contains(&rule.id) && !matches!(sight.gateway.observed, Observed::NotInstalled);
            if rule.severity < Severity::Error || spoken_for || raised.fault.awaiting_proof {
                continue;
            }
            let kind = if rule.is_about_jobs() { Kind::Job } else { Kind::Problem };
            let about = About::Finding(rule, reference, raised);
            wish(format!("finding:{reference}"), raised.fault.etag.clone(), kind, about);
        }
        let said = [(&self.repair, Kind::Repair), (&self.refused, Kind::Refused)];
        for (note, kind) in said.into_iter().filter_map(|(note, kind)| Some((note.as_ref()?, kind))) {
            wish(note.key.clone(), note.etag.clone(), kind, About::Words(note.clone()));
        }
        wanted
    }
}

/// True while it cannot be known whether what a notification says still holds: it stays as it is.
fn is_open(key: &str, sight: &Sight<'_>) -> bool {
    if key == GATEWAY_KEY && sight.facts.remote.is_some() {
        return away::reach(sight.link) == Reach::Open;
    }
    if key == GATEWAY_KEY {
        return sight.gateway.desired == Desired::Run
            && !sight.gateway.is_down()
            && !matches!(sight.gateway.observed, Observed::Running { .. } | Observed::Stopping { .. });
    }
    let Some(name) = key.strip_prefix("finding:") else { return false };
    sight.findings.judged(&finding_named(name)) == Judged::Unknown
}

/// The finding of `id` or `id/subject`.
fn finding_named(name: &str) -> FindingRef {
    match name.split_once('/') {
        Some((id, subject)) => FindingRef::about(id, subject),
        None => FindingRef::of(name),
    }
}

/// The key of an approval's notification.
pub(crate) fn approval_key(request: &str) -> String {
    format!("approval:{request}")
}
