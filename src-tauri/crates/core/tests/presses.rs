//! A press counts for exactly what was on the screen, and one that comes to nothing is never silent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Decision, ErrorCode, FindingRef, FindingView, Intent, Risk, Route};
use clawtray_core::{
    ApprovalRequest, CallProblem, Effect, Event, Fact, Installation, LinkEvent, MenuEntry, Note, Reply, Request,
    Source, Surface, Surroundings, TimerId,
};
use common::World;

fn request(id: &str) -> ApprovalRequest {
    ApprovalRequest {
        device: "d".into(),
        name: Some("Ann".into()),
        roles: vec!["operator".into()],
        scopes: vec!["operator.read".into()],
        since_ms: 5,
        ..ApprovalRequest::new(Source::Devices, id)
    }
}

fn is_list(request: &Request) -> bool {
    *request == Request::ListApprovals(Source::Devices)
}

fn waiting(world: &mut World, requests: Vec<ApprovalRequest>) {
    world.pass(1_000);
    world.link(LinkEvent::ApprovalsChanged { source: Source::Devices, ended: Vec::new() });
    world.reply(is_list, Reply::Approvals(requests));
}

fn ignored(world: &World) -> Vec<&'static str> {
    let ignored = world.last.iter().filter_map(|effect| match effect {
        Effect::Ignored { why, .. } => Some(*why),
        _ => None,
    });
    ignored.collect()
}

fn opened(world: &World) -> Option<Route> {
    world.last.iter().find_map(|effect| match effect {
        Effect::OpenWindow { route } => Some(route.clone()),
        _ => None,
    })
}

fn decided(request: &Request) -> bool {
    matches!(request, Request::DecideDevice { .. })
}

#[test]
fn a_request_that_asks_for_more_under_the_same_id_is_a_new_note_and_the_old_press_counts_for_nothing() {
    let mut world = World::running();
    waiting(&mut world, vec![request("r1")]);
    let old = world.notes().remove(0);
    let more = ApprovalRequest { scopes: vec!["operator.admin".into()], ..request("r1") };
    waiting(&mut world, vec![more]);
    let new = world.notes().remove(0);
    assert!(new.key == old.key && new.etag != old.etag && new.body.contains("Change everything"), "{new:?}");
    world.tell(Event::Pressed { key: old.key.clone(), etag: old.etag, button: "approve".into() });
    assert_eq!(ignored(&world).len(), 1);
    assert_eq!(world.view().approvals[0].deciding, None);
    world.pass(1_000);
    let later = ApprovalRequest { since_ms: 9, ..request("r1") };
    waiting(&mut world, vec![ApprovalRequest { scopes: new_scopes(), ..later }]);
    assert!(world.notes().is_empty(), "made again at another time it is the same");
    world.tell(Event::Pressed { key: old.key, etag: new.etag, button: "approve".into() });
    assert_eq!(world.view().approvals[0].deciding, Some(Decision::Approve));
}

fn new_scopes() -> Vec<String> {
    vec!["operator.admin".into()]
}

#[test]
fn a_second_press_and_one_nobody_knows_are_one_line_each() {
    let mut world = World::running();
    waiting(&mut world, vec![request("r1")]);
    world.press("approval:r1", "deny");
    assert!(ignored(&world).is_empty());
    world.press("approval:r1", "deny");
    assert_eq!(ignored(&world), ["a decision is under way"]);
    let calls = world.all.iter().filter(|effect| matches!(effect, Effect::Call { request, .. } if decided(request)));
    assert_eq!(calls.count(), 1);
    for (key, button) in [("approval:r9", "approve"), ("finding:a.b", "fix:x"), ("", ""), ("approval:r1", "explode")] {
        world.press(key, button);
        assert_eq!(ignored(&world).len(), 1, "{key} {button}");
    }
}

#[test]
fn a_decision_that_fails_is_asked_again_with_the_reason() {
    let mut world = World::running();
    waiting(&mut world, vec![request("r1")]);
    let first = world.notes().remove(0);
    world.press("approval:r1", "deny");
    let ticket = world.call(decided).unwrap();
    world.tell(Event::Replied { ticket, result: Err(CallProblem::NotConnected) });
    let again = world.notes().remove(0);
    assert!(again.key == first.key && again.etag != first.etag, "{again:?}");
    assert_eq!(again.buttons, first.buttons, "it can be decided again");
    assert!(again.body.starts_with("Not carried out: "), "{again:?}");
    world.tell(Event::Timer(TimerId::Judge));
    assert!(world.notes().is_empty(), "once");
    world.press("approval:r1", "deny");
    let ticket = world.call(decided).unwrap();
    world.tell(Event::Replied { ticket, result: Ok(Reply::Done) });
    assert_eq!(world.withdrawn(), ["approval:r1"]);
}

#[test]
fn a_press_on_a_request_that_is_over_says_so() {
    let mut world = World::running();
    waiting(&mut world, vec![request("r1")]);
    world.press("approval:r1", "approve");
    world.reply(is_list, Reply::Approvals(vec![]));
    let told: Vec<Note> = world.notes();
    assert!(told.iter().any(|note| note.key == "refused" && note.title == "That was not done"), "{told:?}");
}

#[test]
fn what_the_menu_cannot_do_is_told() {
    let mut world = World::running();
    waiting(&mut world, vec![request("r1")]);
    let stale = Intent::Decide { approval: "r1".into(), decision: Decision::Approve, etag: Some("before".into()) };
    world.tell(Event::Asked { ticket: 900, intent: stale.clone(), surface: Surface::Tray });
    assert!(world.notes().iter().any(|note| note.key == "refused"));
    let refused = world.ask(stale).unwrap().unwrap_err();
    assert_eq!(refused.code, ErrorCode::PlanChanged);
    assert!(world.notes().is_empty(), "the window shows its own answers");
    world.pass(1_000);
    world.tell(Event::Asked { ticket: 901, intent: Intent::OpenDashboard, surface: Surface::Tray });
    world.fact(Fact::Opened { ticket: Some(901), result: Err("no browser".into()) });
    assert!(world.notes().iter().any(|note| note.key == "refused"), "later answers too");
}

/// A gateway with a configuration fault: down, and its first action wants confirmation.
fn broken(world: &mut World) -> Note {
    world.exit(clawtray_core::ExitReason::Configuration(clawtray_core::ConfigFault {
        kind: clawtray_core::ConfigFaultKind::InvalidValue,
        key: None,
        line: None,
        column: None,
        words: String::new(),
    }));
    world.pass(10_000);
    world.tell(Event::Timer(TimerId::Judge));
    let told = world.all.iter().rev().find_map(|effect| match effect {
        Effect::Notify(note) if note.key == "gateway" => Some(note.clone()),
        _ => None,
    });
    told.expect("down is told")
}

#[test]
fn what_wants_confirmation_is_its_filled_sheet_from_the_notification_and_from_the_menu() {
    let mut world = World::running();
    let down = broken(&mut world);
    let (button, label) = down.buttons[0].clone();
    let action = button.strip_prefix("fix:").expect("the button names its action").to_owned();
    assert!(label.ends_with('…'), "{label}");
    world.press("gateway", &button);
    let sheet = Route::Action { finding: "config.invalid".into(), action: action.clone() };
    assert_eq!(opened(&world), Some(sheet.clone()));
    let menu = world.app.tray(world.now).menu;
    let offered = menu.iter().any(|entry| {
        match entry {
        MenuEntry::Group { entries, .. } => entries.iter().any(|entry| {
            matches!(entry, MenuEntry::Item { intent: Some(Intent::OpenWindow { route }), .. } if *route == sheet)
        }),
        _ => false,
    }
    });
    assert!(offered, "{menu:?}");
    world.press("gateway", "fix:something_else");
    assert_eq!(opened(&world), None);
    assert!(world.notes().iter().any(|note| note.key == "refused"), "an action that is not offered is refused aloud");
}

#[test]
fn a_guide_goes_to_its_place_from_every_surface() {
    let mut world = World::new();
    world.tell(Event::Began);
    let installation = Installation::NodeUnsupported { found: "18.0.0".into(), wants: ">=22".into() };
    world.fact(Fact::Surroundings(Box::new(Surroundings { installation, ..common::around() })));
    let guided = |finding: &FindingView| finding.actions.iter().any(|action| action.risk == Risk::Guide);
    let finding = world.view().findings.into_iter().find(guided);
    let finding = finding.expect("a finding with a guide");
    let action = finding.actions.iter().find(|action| action.risk == Risk::Guide).unwrap().id.clone();
    let reference: FindingRef = finding.reference();
    let run = Intent::Run { finding: reference, action, plan: None, choice: None };
    let repair = world.ask(run).unwrap();
    assert!(repair.is_ok(), "{repair:?}");
    assert!(
        world
            .last
            .iter()
            .any(|effect| matches!(effect, Effect::OpenDashboard { ticket: None } | Effect::OpenDocumentation { .. }))
    );
}

fn offered(world: &World) -> usize {
    world.all.iter().filter(|effect| matches!(effect, Effect::OfferWindow { .. })).count()
}

#[test]
fn without_a_tray_host_the_window_is_offered_once_and_a_host_that_leaves_later_changes_nothing() {
    let mut world = World::running();
    world.fact(Fact::TrayHost(false));
    assert_eq!(offered(&world), 0, "a panel may still be coming up");
    world.pass(10_000);
    world.tell(Event::Timer(TimerId::Judge));
    assert_eq!(offered(&world), 1);
    assert!(world.finding("desktop.no_tray_host").is_some());
    world.run(FindingRef::of("desktop.no_tray_host"), "open_the_window_instead");
    assert!(world.all.iter().any(|effect| matches!(effect, Effect::OpenWindow { .. })));
    world.fact(Fact::TrayHost(true));
    assert!(world.finding("desktop.no_tray_host").is_none());
    world.fact(Fact::TrayHost(false));
    world.pass(10_000);
    world.tell(Event::Timer(TimerId::Judge));
    assert_eq!(offered(&world), 1, "once");

    let mut world = World::with(clawtray_core::Options { screen: false, ..common::options() }, Default::default());
    world.launch();
    world.fact(Fact::TrayHost(false));
    world.pass(10_000);
    world.tell(Event::Timer(TimerId::Judge));
    assert_eq!(offered(&world), 0, "there is no screen to show it on");
}
