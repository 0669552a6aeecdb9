//! The command line of the window.

use std::ffi::OsString;

use clawtray_contract::Route;
use clawtray_text::{Catalogue, clean};

use crate::page::Place;

/// What `--help` prints.
#[must_use]
pub fn help(catalogue: &Catalogue) -> String {
    let option = |name: &str, id: &str| format!("  {name:<15} {}", catalogue.say(id));
    [
        catalogue.say("start-window-about"),
        String::new(),
        catalogue.say("start-window-usage"),
        String::new(),
        option("--route PLACE", "start-window-route"),
        format!("  {:<15} {PLACES}", ""),
        option("--gateway ID", "start-window-gateway"),
        option("--version", "start-window-version"),
        option("--help", "start-window-help"),
    ]
    .join("\n")
}

/// The places, as `--route` takes them.
const PLACES: &str = "overview, problems, approvals, automations, channels, logs, history, gateways, settings, \
    finding/ID, action/ACTION/FINDING, approval/ID";

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Arguments {
    /// Open the window.
    Run(Wanted),
    /// Print the help text.
    Help,
    /// Print the version.
    Version,
}

/// How the window should open.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// At which place; without one a window that is open stays where it is.
    pub place: Option<Place>,
    /// A link was handed over that leads nowhere.
    pub bad_link: bool,
}

/// Why a command line was not understood.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArgumentsFailure {
    /// There is no such argument.
    #[error("{0} is not an argument")]
    Unknown(String),
    /// `--route` stands alone.
    #[error("--route needs a place")]
    NoPlace,
    /// `--gateway` stands alone.
    #[error("--gateway needs a name")]
    NoGateway,
    /// There is no such place.
    #[error("{0} is not a place")]
    NotAPlace(String),
}

impl ArgumentsFailure {
    /// For the person who typed them.
    #[must_use]
    pub fn said(&self, catalogue: &Catalogue) -> String {
        let typed = |id, word: &str| catalogue.say_with(id, &[("word", clean(word, 80).into())]);
        match self {
            Self::Unknown(word) => typed("start-window-unknown", word),
            Self::NotAPlace(word) => typed("start-window-not-a-place", word),
            Self::NoPlace => catalogue.say("start-window-no-place"),
            Self::NoGateway => catalogue.say("start-window-no-gateway"),
        }
    }
}

/// Reads the arguments, the program's own name not among them.
///
/// # Errors
/// [`ArgumentsFailure`]; see [`ArgumentsFailure::said`].
pub fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Arguments, ArgumentsFailure> {
    let mut wanted = Wanted::default();
    let mut arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        let (name, joined) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (argument.as_str(), None),
        };
        match name {
            "--help" | "-h" => return Ok(Arguments::Help),
            "--version" | "-V" => return Ok(Arguments::Version),
            "--route" => {
                let place = joined.or_else(|| arguments.next()).ok_or(ArgumentsFailure::NoPlace)?;
                place_of(&mut wanted).route = route(&place).ok_or(ArgumentsFailure::NotAPlace(place))?;
            }
            "--gateway" => {
                let gateway = joined.or_else(|| arguments.next()).ok_or(ArgumentsFailure::NoGateway)?;
                place_of(&mut wanted).gateway = Some(gateway);
            }
            // Whoever wrote the link is not the person: what it says is shown at most, and nonsense only opens the window.
            _ if argument.starts_with(SCHEME) => match linked(&argument) {
                Some(route) => place_of(&mut wanted).route = route,
                None => wanted.bad_link = true,
            },
            _ => return Err(ArgumentsFailure::Unknown(argument)),
        }
    }
    Ok(Arguments::Run(wanted))
}

fn place_of(wanted: &mut Wanted) -> &mut Place {
    wanted.place.get_or_insert_default()
}

/// Begins every link that opens this window.
const SCHEME: &str = "clawtray://";
/// Longest id in a link, characters.
const ID_CHARS: usize = 200;

/// The place a link leads to: `clawtray://finding/ID`, `approval/ID`, `automations`, `channels`, `logs`,
/// `history`, `gateways`, `settings`, `overview` or `dashboard`. Links only show: the dashboard's is the overview, where one press opens it.
pub fn linked(link: &str) -> Option<Route> {
    let place = link.strip_prefix(SCHEME)?;
    // Browsers write the bare host with a slash.
    let place = place.strip_suffix('/').unwrap_or(place);
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:@".contains(letter);
    if place.chars().count() > ID_CHARS || !place.chars().all(plain) {
        return None;
    }
    match route(place)? {
        Route::Finding(id) | Route::Approval(id) if id.is_empty() => None,
        // A sheet is one press from acting: only Clawtray itself opens one.
        Route::Action { .. } => None,
        known => Some(known),
    }
}

/// Shows where each link leads; one that leads nowhere is ignored and told once. Nothing else can come of a link.
pub fn follow<'a>(links: impl Iterator<Item = &'a str>, show: impl Fn(Route), ignored: impl Fn()) {
    for link in links {
        match linked(link) {
            Some(route) => show(route),
            None => ignored(),
        }
    }
}

/// `problems` and `approvals` without an id are the lists.
fn route(place: &str) -> Option<Route> {
    let (page, id) = place.split_once('/').unwrap_or((place, ""));
    match (page, id) {
        ("overview" | "dashboard", "") => Some(Route::Overview),
        ("automations", "") => Some(Route::Automations),
        ("channels", "") => Some(Route::Channels),
        ("logs", "") => Some(Route::Logs),
        ("history", "") => Some(Route::History),
        ("gateways", "") => Some(Route::Gateways),
        ("action", named) => {
            let (action, finding) = named.split_once('/')?;
            let (finding, action) = (finding.to_owned(), action.to_owned());
            (!finding.is_empty() && !action.is_empty()).then_some(Route::Action { finding, action })
        }
        ("settings", "") => Some(Route::Settings),
        ("problems" | "finding", id) => Some(Route::Finding(id.to_owned())),
        ("approvals" | "approval", id) => Some(Route::Approval(id.to_owned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Arguments, ArgumentsFailure> {
        parse(arguments.iter().map(OsString::from))
    }

    fn opens_at(place: &str) -> Route {
        match parsed(&["--route", place]) {
            Ok(Arguments::Run(wanted)) => wanted.place.unwrap_or_default().route,
            other => panic!("{place} gave {other:?}"),
        }
    }

    #[test]
    fn without_arguments_it_opens_the_overview() {
        assert_eq!(parsed(&[]), Ok(Arguments::Run(Wanted::default())));
    }

    #[test]
    fn each_page_has_a_place() {
        assert_eq!(opens_at("overview"), Route::Overview);
        assert_eq!(opens_at("logs"), Route::Logs);
        assert_eq!(opens_at("history"), Route::History);
        assert_eq!(opens_at("problems"), Route::Finding(String::new()));
        assert_eq!(opens_at("approvals"), Route::Approval(String::new()));
    }

    #[test]
    fn a_finding_keeps_its_subject_with_slashes() {
        assert_eq!(
            opens_at("finding/cron.job_failed/daily/one"),
            Route::Finding("cron.job_failed/daily/one".to_owned())
        );
        assert_eq!(opens_at("approval/req-7"), Route::Approval("req-7".to_owned()));
        let action = Route::Action { finding: "cron.job_failed/a/b".to_owned(), action: "run_it_again_now".to_owned() };
        assert_eq!(opens_at("action/run_it_again_now/cron.job_failed/a/b"), action);
        assert!(parsed(&["--route", "action/run_it_again_now"]).is_err(), "an action of no finding");
    }

    #[test]
    fn an_equals_sign_joins_the_place() {
        let place = Place { route: Route::Logs, gateway: Some("work".to_owned()) };
        let wanted = Wanted { place: Some(place), bad_link: false };
        assert_eq!(parsed(&["--route=logs", "--gateway", "work"]), Ok(Arguments::Run(wanted)));
    }

    #[test]
    fn links_lead_to_places_and_nonsense_to_none() {
        for (link, place) in [
            ("clawtray://finding/config.invalid", Route::Finding("config.invalid".to_owned())),
            ("clawtray://finding/cron.job_failed/daily", Route::Finding("cron.job_failed/daily".to_owned())),
            ("clawtray://approval/req-7", Route::Approval("req-7".to_owned())),
            ("clawtray://logs/", Route::Logs),
            ("clawtray://dashboard", Route::Overview),
        ] {
            assert_eq!(linked(link), Some(place), "{link}");
        }
        let long = format!("clawtray://finding/{}", "a".repeat(300));
        for link in [
            "clawtray://",
            "clawtray://approve/req-7",
            "clawtray://approval/",
            "clawtray://finding/%2e%2e",
            "clawtray://finding/a b",
            "clawtray://finding/a?run=1",
            "clawtray://logs/7",
            "clawtray://action/repair_the_configuration/config.invalid",
            "clawtray://approval/\u{202e}7",
            &long,
        ] {
            assert_eq!(linked(link), None, "{link}");
            let opened = Wanted { place: None, bad_link: true };
            assert_eq!(parsed(&[link]), Ok(Arguments::Run(opened)), "{link}");
        }
    }

    #[test]
    fn links_of_the_running_program_show_and_each_malformed_one_is_told_once() {
        let (shown, told) = (std::cell::RefCell::new(Vec::new()), std::cell::Cell::new(0));
        let links =
            ["clawtray://logs", "clawtray://approve/req-7", "https://example.org/", "clawtray://approval/req-7"];
        follow(links.into_iter(), |route| shown.borrow_mut().push(route), || told.set(told.get() + 1));
        assert_eq!(shown.into_inner(), [Route::Logs, Route::Approval("req-7".to_owned())]);
        assert_eq!(told.get(), 2);
    }

    #[test]
    fn help_and_refusals_are_in_the_language_of_the_person_and_foreign_words_are_bounded() {
        for (language, usage, place) in [
            ("en", "Usage: clawtray-desktop", "is not a place"),
            ("de", "Aufruf: clawtray-desktop", "ist kein Ort"),
            ("it", "Uso: clawtray-desktop", "non è un luogo"),
        ] {
            let catalogue = Catalogue::for_languages(&[language.to_owned()]);
            let help = help(&catalogue);
            assert!(help.contains(usage) && help.contains("action/ACTION/FINDING"), "{help}");
            assert!(ArgumentsFailure::NotAPlace("nowhere".to_owned()).said(&catalogue).contains(place));
            let long = ArgumentsFailure::Unknown("-".repeat(5_000)).said(&catalogue);
            assert!(long.chars().count() < 250, "{long}");
        }
    }

    #[test]
    fn packages_register_the_scheme_of_our_links() {
        let config: serde_json::Value = serde_json::from_str(include_str!("../../tauri.conf.json")).unwrap();
        let schemes = &config["plugins"]["deep-link"]["desktop"]["schemes"];
        assert_eq!(schemes, &serde_json::json!([SCHEME.trim_end_matches("://")]));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert_eq!(parsed(&["--rout", "logs"]), Err(ArgumentsFailure::Unknown("--rout".to_owned())));
        assert_eq!(parsed(&["--route"]), Err(ArgumentsFailure::NoPlace));
        assert_eq!(parsed(&["--gateway"]), Err(ArgumentsFailure::NoGateway));
        assert_eq!(parsed(&["--route", "logs/7"]), Err(ArgumentsFailure::NotAPlace("logs/7".to_owned())));
    }
}
