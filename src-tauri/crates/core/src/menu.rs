//! The tray's model: icon state, tooltip and menu, as data.

use clawtray_contract::{Decision, FindingRef, Intent, Mode, MuteFor, Notice, Risk, Route, State};
use clawtray_text::{Arg, clean};

use crate::{
    approvals::{self, needs_a_look},
    findings::{Raised, Rule, Words},
    gateway::Observed,
    present::{Picture, headline, headline_line, notices as all_notices, state, who_asks},
    rules::RULES,
    settings::IconChoice,
};

/// Most problems, approvals and failed jobs in the menu; the window shows all.
pub(crate) const PROBLEMS_SHOWN: usize = 3;
pub(crate) const APPROVALS_SHOWN: usize = 5;
const JOBS_SHOWN: usize = 3;
/// Longest menu label, characters.
const LABEL_CHARS: usize = 70;
/// Longest first line, characters: it is a whole sentence.
const STATE_CHARS: usize = 120;

/// The tray at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct TrayModel {
    /// Which icon.
    pub state: State,
    /// How many things need a person; shown as a badge.
    pub count: usize,
    /// In which style the icon is drawn.
    pub style: IconChoice,
    /// The program's name, for hosts that list icons.
    pub title: String,
    /// One sentence, without the program's name.
    pub tooltip: String,
    /// The menu, top to bottom.
    pub menu: Vec<MenuEntry>,
}

/// One entry of the tray's menu.
#[derive(Clone, Debug, PartialEq)]
pub enum MenuEntry {
    /// A line between groups.
    Separator,
    /// Something to read or press.
    Item {
        /// Stable key, so that an open menu keeps its entries.
        key: String,
        /// Words.
        label: String,
        /// What a press asks for; absent for a line that is only read.
        intent: Option<Intent>,
        /// With a check mark, set or not.
        checked: Option<bool>,
    },
    /// A submenu.
    Group {
        /// Stable key.
        key: String,
        /// Words.
        label: String,
        /// What is in it.
        entries: Vec<MenuEntry>,
    },
}

pub(crate) fn tray(picture: &Picture<'_>) -> TrayModel {
    let headline = headline(picture);
    let title = picture.catalogue().say("app-name");
    TrayModel {
        state: state(picture),
        count: picture.facts.approvals.len(),
        style: picture.options.settings.icon,
        tooltip: headline.clone(),
        menu: menu(picture),
        title,
    }
}

pub(crate) fn item(key: impl Into<String>, label: &str, intent: Option<Intent>) -> MenuEntry {
    MenuEntry::Item { key: key.into(), label: shortened(label), intent, checked: None }
}

/// The state in a whole sentence; opens the place that shows more of it.
pub(crate) fn first_line(sentence: &str, more: Route) -> MenuEntry {
    let intent = Some(Intent::OpenWindow { route: more });
    MenuEntry::Item { key: "state".into(), label: clean(sentence, STATE_CHARS), intent, checked: None }
}

/// An entry that opens a place in the window.
fn place(key: &str, label: &str, route: Route) -> MenuEntry {
    item(key, label, Some(Intent::OpenWindow { route }))
}

/// Cleaned, and cut in the middle where it is too long: the beginning says what, the end often which.
pub(crate) fn shortened(label: &str) -> String {
    // Cleaning would cut the end off, so it gets room for the whole.
    let label = clean(label, 4 * LABEL_CHARS);
    let count = label.chars().count();
    if count <= LABEL_CHARS {
        return label;
    }
    let (head, tail) = (LABEL_CHARS * 3 / 5, LABEL_CHARS * 2 / 5 - 1);
    let start: String = label.chars().take(head).collect();
    let end: String = label.chars().skip(count - tail).collect();
    format!("{}…{}", start.trim_end(), end.trim_start())
}

/// What is said besides the findings; the window has the whole sentence.
fn notices(picture: &Picture<'_>) -> Vec<MenuEntry> {
    let entry = |notice: Notice| place(&format!("notice:{}", notice.id), &notice.text, Route::Overview);
    all_notices(picture).into_iter().map(entry).collect()
}

fn menu(picture: &Picture<'_>) -> Vec<MenuEntry> {
    let say = |id: &'static str| picture.catalogue().say(id);
    let mut menu = vec![first_line(&headline_line(picture), Route::Overview)];
    for section in [problems(picture), approvals(picture), jobs(picture), notices(picture)] {
        if !section.is_empty() {
            menu.push(MenuEntry::Separator);
            menu.extend(section);
        }
    }
    menu.push(MenuEntry::Separator);
    if picture.gateway.is_up() {
        menu.push(item("dashboard", &say("menu-open-dashboard"), Some(Intent::OpenDashboard)));
    }
    menu.push(item("window", &say("menu-open-window"), Some(Intent::OpenWindow { route: Route::Overview })));
    menu.push(item("logs", &say("menu-logs"), Some(Intent::OpenWindow { route: Route::Logs })));
    menu.push(MenuEntry::Separator);
    let controls = controls(picture);
    if !controls.is_empty() {
        menu.extend(controls);
        menu.push(MenuEntry::Separator);
    }
    menu.push(muting(picture));
    if let Some(on) = picture.facts.starts_at_login {
        menu.push(MenuEntry::Item {
            key: "login".into(),
            label: say("menu-start-at-login"),
            intent: Some(Intent::StartAtLogin { on: !on }),
            checked: Some(on),
        });
    }
    menu.push(MenuEntry::Separator);
    let stops = picture.options.settings.on_quit == crate::settings::OnQuit::StopGateway;
    let quit = match (picture.gateway.process().is_some(), stops) {
        (false, _) => "menu-quit",
        (true, true) => "menu-quit-stops",
        (true, false) => "menu-quit-keeps",
    };
    menu.push(item("quit", &say(quit), Some(Intent::Quit { stop_gateway: false })));
    menu
}

/// Holding notifications back, or ending that.
fn muting(picture: &Picture<'_>) -> MenuEntry {
    let catalogue = picture.catalogue();
    let mute = |muted| Some(Intent::Mute { muted });
    match picture.muted_until_ms.filter(|until| *until > picture.now.unix_ms) {
        Some(until) => {
            let label = catalogue.say_with("menu-muted", &[("until", Arg::Until(picture.now.seen(until)))]);
            MenuEntry::Group {
                key: "muted".into(),
                label,
                entries: vec![item("mute:off", &catalogue.say("menu-mute-off"), mute(MuteFor::Off))],
            }
        }
        None => MenuEntry::Group {
            key: "mute".into(),
            label: catalogue.say("menu-mute"),
            entries: vec![
                item("mute:hour", &catalogue.say("menu-mute-hour"), mute(MuteFor::Hour)),
                item("mute:tomorrow", &catalogue.say("menu-mute-tomorrow"), mute(MuteFor::UntilTomorrow)),
            ],
        },
    }
}

fn controls(picture: &Picture<'_>) -> Vec<MenuEntry> {
    let say = |id: &'static str| picture.catalogue().say(id);
    let gateway = picture.gateway;
    if picture.repairs.is_busy() {
        return Vec::new();
    }
    let mut controls = Vec::new();
    if gateway.is_down() {
        controls.push(item("start", &say("menu-start"), Some(Intent::Start)));
    }
    if gateway.is_up() && !matches!(gateway.mode(picture.facts), Mode::Attached | Mode::Remote) {
        controls.push(item("stop", &say("menu-stop"), Some(Intent::Stop { now: false })));
        controls.push(item("restart", &say("menu-restart"), Some(Intent::Restart)));
    }
    if matches!(gateway.observed, Observed::Stopping { .. }) {
        controls.push(item("stop-now", &say("menu-stop-now"), Some(Intent::Stop { now: true })));
    }
    if matches!(gateway.observed, Observed::NotInstalled | Observed::Unknown) {
        controls.push(item("refresh", &say("menu-refresh"), Some(Intent::Refresh)));
    }
    controls
}

/// Visible findings about jobs and the heartbeat, or all the others.
fn visible<'a>(picture: &Picture<'a>, about_jobs: bool) -> Vec<(&'static Rule, &'a FindingRef, &'a Raised)> {
    let mut visible = picture.findings.visible(RULES);
    visible.retain(|(rule, _, _)| rule.is_about_jobs() == about_jobs);
    visible
}

fn problems(picture: &Picture<'_>) -> Vec<MenuEntry> {
    let visible = visible(picture, false);
    let shown = visible.iter().take(PROBLEMS_SHOWN);
    let mut entries: Vec<_> = shown
        .map(|(rule, reference, raised)| {
            problem(rule, reference, raised, &picture.catalogue().say(rule.title), picture)
        })
        .collect();
    let more = visible.len().saturating_sub(PROBLEMS_SHOWN);
    if more > 0 {
        let label = picture.say(&Words::with("menu-more-problems", vec![("count", more.into())]));
        entries.push(place("problems-more", &label, Route::Finding(String::new())));
    }
    entries
}

/// Failed and missed jobs, each by its name.
fn jobs(picture: &Picture<'_>) -> Vec<MenuEntry> {
    let visible = visible(picture, true);
    let shown = visible.iter().take(JOBS_SHOWN);
    let mut entries: Vec<_> = shown
        .map(|(rule, reference, raised)| {
            let title = picture.catalogue().say(rule.title);
            let job = reference.subject.as_ref().and_then(|job| picture.facts.jobs.get(job));
            let label = match job.and_then(|job| job.name.as_deref()) {
                Some(name) => picture.say(&Words::with(
                    "menu-job",
                    vec![("title", title.as_str().into()), ("name", clean(name, LABEL_CHARS).into())],
                )),
                None => title,
            };
            problem(rule, reference, raised, &label, picture)
        })
        .collect();
    let more = visible.len().saturating_sub(JOBS_SHOWN);
    if more > 0 {
        let label = picture.say(&Words::with("menu-more-jobs", vec![("count", more.into())]));
        entries.push(place("jobs-more", &label, Route::Automations));
    }
    entries
}

/// One finding: what it says, what can be done, and where all of it stands.
fn problem(rule: &Rule, reference: &FindingRef, raised: &Raised, label: &str, picture: &Picture<'_>) -> MenuEntry {
    let details = Route::Finding(reference.to_string());
    let key = format!("problem:{reference}");
    let mut group = vec![item(format!("{key}:text"), &picture.say(&raised.fault.text), None)];
    for action in rule.offered(&raised.fault) {
        let label = picture.catalogue().say(action.label);
        // What wants confirmation opens its sheet, filled in: the dots say that more comes.
        let (label, intent) = match action.risk {
            Risk::Safe | Risk::Guide => {
                let run =
                    Intent::Run { finding: reference.clone(), action: action.id.into(), plan: None, choice: None };
                (label, run)
            }
            Risk::Confirm => {
                let route = Route::Action { finding: reference.to_string(), action: action.id.into() };
                (format!("{label}…"), Intent::OpenWindow { route })
            }
        };
        group.push(item(format!("{key}:{}", action.id), &label, Some(intent)));
    }
    group.push(place(&format!("{key}:details"), &picture.catalogue().say("menu-details"), details));
    MenuEntry::Group { key, label: shortened(label), entries: group }
}

fn approvals(picture: &Picture<'_>) -> Vec<MenuEntry> {
    let catalogue = picture.catalogue();
    let mut entries = Vec::new();
    for request in picture.facts.approvals.iter().take(APPROVALS_SHOWN) {
        let key = format!("approval:{}", request.id);
        let view = approvals::view(request, picture);
        let decide =
            |decision| Some(Intent::Decide { approval: request.id.clone(), decision, etag: Some(view.etag.clone()) });
        let mut group = Vec::new();
        if view.deciding.is_some() {
            group.push(item(format!("{key}:deciding"), &catalogue.say("menu-deciding"), None));
        } else {
            group.push(item(format!("{key}:deny"), &catalogue.say("menu-deny"), decide(Decision::Deny)));
            // What asks for a closer look is approved where all of it stands.
            let why = view.approve_blocked_by.clone().or_else(|| needs_a_look(request, catalogue));
            for (decision, verb) in [(Decision::Approve, "approve"), (Decision::ApproveAlways, "approve-always")] {
                if view.decisions.contains(&decision) && why.is_none() {
                    let label = catalogue.say(&format!("menu-{verb}"));
                    group.push(item(format!("{key}:{verb}"), &label, decide(decision)));
                }
            }
            if let Some(why) = &why {
                group.push(item(format!("{key}:why"), why, None));
            }
        }
        let details = Route::Approval(request.id.clone());
        group.push(place(&format!("{key}:details"), &catalogue.say("menu-details"), details));
        entries.push(MenuEntry::Group { label: shortened(&who_asks(request, catalogue)), entries: group, key });
    }
    let more = picture.facts.approvals.len().saturating_sub(APPROVALS_SHOWN);
    if more > 0 {
        let label = picture.say(&Words::with("menu-more-approvals", vec![("count", more.into())]));
        entries.push(place("approvals-more", &label, Route::Approval(String::new())));
    }
    entries
}

#[cfg(test)]
mod tests {
    use clawtray_text::{Arg, Catalogue};

    use super::{LABEL_CHARS, STATE_CHARS, shortened};
    use crate::{gateway::DOWN, now::Now, rules::RULES};

    #[test]
    fn the_first_line_holds_a_whole_sentence_whatever_is_wrong_in_every_language() {
        // A year and a day: the moment with its date is the longest.
        let now = Now { unix_ms: 1_800_000_000_000, mono_ms: 0, offset_minutes: 60 };
        let long_ago = now.seen(now.unix_ms - 366 * 86_400_000);
        for language in ["en", "de", "it"] {
            let catalogue = Catalogue::for_languages(&[language.to_owned()]);
            for rule in RULES {
                let title = || ("title", catalogue.say(rule.title).into());
                let mut lines = vec![catalogue.say_with("headline-degraded", &[title()])];
                if DOWN.contains(&rule.id) {
                    let cause = ("cause", catalogue.say(rule.title).into());
                    lines.push(catalogue.say_with("headline-down-cause", &[("since", Arg::Since(long_ago)), cause]));
                }
                for line in lines {
                    assert!(line.chars().count() <= STATE_CHARS, "{language} {}: {line}", rule.id);
                }
            }
        }
    }

    #[test]
    fn long_labels_lose_their_middle() {
        let name = format!("The job “{}” failed: {}", "a".repeat(80), "the last word");
        let label = shortened(&name);
        assert!(label.chars().count() <= LABEL_CHARS, "{label}");
        assert!(
            label.starts_with("The job “aaa") && label.ends_with("the last word") && label.contains('…'),
            "{label}"
        );
        assert_eq!(shortened("short"), "short");
        assert!(shortened(&"x".repeat(10_000)).chars().count() <= LABEL_CHARS);
        assert!(!shortened("a\u{202e}b").contains('\u{202e}'));
    }
}
