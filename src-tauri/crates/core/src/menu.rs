//! The tray's model: icon state, tooltip and menu, as data.

use clawtray_contract::{Decision, Intent, Mode, MuteFor, Risk, Route, State};
use clawtray_text::{Arg, clean};

use crate::{
    findings::Words,
    gateway::Observed,
    present::{Picture, headline, state, who_asks},
    rules::RULES,
    settings::IconChoice,
};

/// Most problems and approvals in the menu; the window shows all.
pub(crate) const PROBLEMS_SHOWN: usize = 3;
pub(crate) const APPROVALS_SHOWN: usize = 5;
/// Longest menu label, characters.
const LABEL_CHARS: usize = 70;

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
        menu: menu(picture, &headline),
        title,
    }
}

pub(crate) fn item(key: impl Into<String>, label: &str, intent: Option<Intent>) -> MenuEntry {
    MenuEntry::Item { key: key.into(), label: shortened(label), intent, checked: None }
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

fn menu(picture: &Picture<'_>, headline: &str) -> Vec<MenuEntry> {
    let say = |id: &'static str| picture.catalogue().say(id);
    let mut menu = vec![item("state", headline, None)];
    let problems = problems(picture);
    if !problems.is_empty() {
        menu.push(MenuEntry::Separator);
        menu.extend(problems);
    }
    let approvals = approvals(picture);
    if !approvals.is_empty() {
        menu.push(MenuEntry::Separator);
        menu.extend(approvals);
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
    if gateway.is_up() && gateway.mode(picture.facts) != Mode::Attached {
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

fn problems(picture: &Picture<'_>) -> Vec<MenuEntry> {
    let visible = picture.findings.visible(RULES);
    let mut entries = Vec::new();
    for (rule, reference, raised) in visible.iter().take(PROBLEMS_SHOWN) {
        let details = Intent::OpenWindow { route: Route::Finding(reference.to_string()) };
        let key = format!("problem:{reference}");
        let mut group = vec![item(format!("{key}:text"), &picture.say(&raised.fault.text), None)];
        for action in rule.offered(&raised.fault) {
            let label = picture.catalogue().say(action.label);
            // What wants confirmation shows its plan first: the dots say that more comes.
            let (label, intent) = match action.risk {
                Risk::Safe => {
                    let run = Intent::Run { finding: (*reference).clone(), action: action.id.into(), plan: None };
                    (label, run)
                }
                Risk::Confirm | Risk::Guide => (format!("{label}…"), details.clone()),
            };
            group.push(item(format!("{key}:{}", action.id), &label, Some(intent)));
        }
        group.push(item(format!("{key}:details"), &picture.catalogue().say("menu-details"), Some(details)));
        let label = shortened(&picture.catalogue().say(rule.title));
        entries.push(MenuEntry::Group { key, label, entries: group });
    }
    let more = visible.len().saturating_sub(PROBLEMS_SHOWN);
    if more > 0 {
        let label = picture.say(&Words::with("menu-more-problems", vec![("count", more.into())]));
        entries.push(item("problems-more", &label, Some(Intent::OpenWindow { route: Route::Overview })));
    }
    entries
}

fn approvals(picture: &Picture<'_>) -> Vec<MenuEntry> {
    let catalogue = picture.catalogue();
    let mut entries = Vec::new();
    for request in picture.facts.approvals.iter().take(APPROVALS_SHOWN) {
        let key = format!("approval:{}", request.id);
        let decide = |decision| Some(Intent::Decide { approval: request.id.clone(), decision });
        let details = Some(Intent::OpenWindow { route: Route::Approval(request.id.clone()) });
        entries.push(MenuEntry::Group {
            label: shortened(&who_asks(request, catalogue)),
            entries: vec![
                item(format!("{key}:deny"), &catalogue.say("menu-deny"), decide(Decision::Deny)),
                item(format!("{key}:approve"), &catalogue.say("menu-approve"), decide(Decision::Approve)),
                item(format!("{key}:details"), &catalogue.say("menu-details"), details),
            ],
            key,
        });
    }
    let more = picture.facts.approvals.len().saturating_sub(APPROVALS_SHOWN);
    if more > 0 {
        let label = picture.say(&Words::with("menu-more-approvals", vec![("count", more.into())]));
        entries.push(item("approvals-more", &label, Some(Intent::OpenWindow { route: Route::Overview })));
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::{LABEL_CHARS, shortened};

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
