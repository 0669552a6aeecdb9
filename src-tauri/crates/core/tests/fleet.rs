//! Two gateways in one keeper: one icon, one menu, one snapshot, and each wish at its address.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{FoundGateway, Intent, Route, Snapshot, State};
use clawtray_core::{
    Event, ExitReason, MenuEntry, Options, Saved, TimerId, TrayModel,
    fleet::{Member, picture, tray},
};
use clawtray_text::Catalogue;
use common::{World, options};

fn world(id: &str) -> World {
    let mut world = World::with(Options { gateway_id: id.into(), ..options() }, Saved::default());
    world.launch();
    world.become_ready();
    world
}

fn crashed(id: &str) -> World {
    let mut world = world(id);
    world.exit(ExitReason::Code(1));
    world.pass(120_000);
    world.tell(Event::Timer(TimerId::Judge));
    world
}

/// What one shows: its id, snapshot and tray.
struct Shown(&'static str, Snapshot, TrayModel);

fn shown(id: &'static str, world: &World) -> Shown {
    Shown(id, world.app.snapshot(world.now), world.app.tray(world.now))
}

fn members(shown: &[Shown]) -> Vec<Member<'_>> {
    shown.iter().map(|Shown(id, snapshot, tray)| Member { id, snapshot, tray }).collect()
}

fn snapshots(shown: &[Shown]) -> Vec<(&str, &Snapshot)> {
    shown.iter().map(|Shown(id, snapshot, _)| (*id, snapshot)).collect()
}

fn english() -> Catalogue {
    Catalogue::for_languages(&["en".into()])
}

fn found() -> Vec<FoundGateway> {
    vec![FoundGateway { id: "bot".into(), name: "bot".into(), state_folder: "/h/.openclaw-bot".into(), service: false }]
}

fn walk<'a>(entries: &'a [MenuEntry], all: &mut Vec<&'a MenuEntry>) {
    for entry in entries {
        all.push(entry);
        if let MenuEntry::Group { entries, .. } = entry {
            walk(entries, all);
        }
    }
}

fn group<'a>(entries: &'a [MenuEntry], wanted: &str) -> (&'a str, &'a [MenuEntry]) {
    let mut all = Vec::new();
    walk(entries, &mut all);
    let found = all.into_iter().find_map(|entry| match entry {
        MenuEntry::Group { key, label, entries } if key == wanted => Some((label.as_str(), entries.as_slice())),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no group {wanted}: {entries:#?}"))
}

#[test]
fn one_gateways_picture_and_tray_are_its_own() {
    let shown = [shown("default", &world("default"))];
    assert_eq!(picture(&snapshots(&shown), &[], &english()).unwrap(), shown[0].1);
    assert_eq!(tray(&members(&shown), &found(), &english()).unwrap(), shown[0].2);
    assert_eq!(picture(&[], &[], &english()), None);
}

#[test]
fn the_worst_state_is_the_icons_and_its_sentence_names_the_gateway() {
    let down = crashed("work");
    assert_eq!(down.view().state, State::Down);
    let shown = [shown("default", &world("default")), shown("work", &down)];
    let tray = tray(&members(&shown), &[], &english()).unwrap();
    assert_eq!(tray.state, State::Down);
    assert!(tray.tooltip.starts_with("work: Gateway down since"), "{}", tray.tooltip);
    assert!(
        matches!(&tray.menu[0], MenuEntry::Item { label, intent: Some(Intent::OpenWindow { route: Route::Gateways }), .. } if label.starts_with("work: "))
    );
    let (label, entries) = group(&tray.menu, "@work/problem:service.not_running");
    assert!(label.starts_with("work: "), "{label}");
    assert!(!entries.is_empty());
}

#[test]
fn all_well_is_one_sentence_and_every_gateway_has_its_own_submenu() {
    let shown = [shown("default", &world("default")), shown("work", &world("work"))];
    let tray = tray(&members(&shown), &found(), &english()).unwrap();
    assert_eq!((tray.state, tray.tooltip.as_str()), (State::Running, "All 2 gateways run"));
    let (label, _) = group(&tray.menu, "gateway:default");
    assert_eq!(label, "● Default: Running");
    let (label, entries) = group(&tray.menu, "gateway:work");
    assert_eq!(label, "● work: Running");
    let wishes: Vec<&Intent> = entries
        .iter()
        .filter_map(|entry| if let MenuEntry::Item { intent, .. } = entry { intent.as_ref() } else { None })
        .collect();
    for wish in [Intent::OpenDashboard, Intent::Stop { now: false }, Intent::Restart] {
        assert!(wishes.contains(&&Intent::For { gateway: "work".into(), wish: Box::new(wish.clone()) }), "{wish:?}");
    }
    let (_, all) = group(&tray.menu, "gateways");
    let watch = Intent::WatchGateway { gateway: "bot".into() };
    assert!(all.iter().any(|entry| matches!(entry, MenuEntry::Item { intent: Some(wish), .. } if *wish == watch)));
}

#[test]
fn what_is_not_in_the_menu_of_all_is_counted_and_shown_where_it_is() {
    let names = ["default", "work", "bot", "lab", "home"];
    let worlds = names.map(crashed);
    let shown: Vec<Shown> = names.iter().zip(&worlds).map(|(name, world)| shown(name, world)).collect();
    let findings: usize = shown.iter().map(|one| one.1.gateways[0].findings.len()).sum();
    let tray = tray(&members(&shown), &[], &english()).unwrap();
    let problems = tray.menu.iter().filter(|entry| match entry {
        MenuEntry::Group { key, .. } => key.contains("/problem:"),
        _ => false,
    });
    let left = findings - problems.count();
    let more: Vec<_> = tray
        .menu
        .iter()
        .filter_map(|entry| match entry {
            MenuEntry::Item { label, intent: Some(Intent::For { gateway, wish }), .. } => Some((label, gateway, wish)),
            _ => None,
        })
        .collect();
    let [(label, gateway, wish)] = more.as_slice() else { panic!("{:#?}", tray.menu) };
    assert!(left > 0 && label.starts_with(&format!("{left} more")), "{label}");
    assert!(names[1..].contains(&gateway.as_str()), "{gateway}");
    assert!(matches!(wish.as_ref(), Intent::OpenWindow { .. }));
}

#[test]
fn no_wish_about_a_gateway_leaves_the_menu_without_an_address_and_no_key_comes_twice() {
    let shown = [shown("default", &crashed("default")), shown("work", &crashed("work")), shown("bot", &world("bot"))];
    let tray = tray(&members(&shown), &found(), &english()).unwrap();
    let mut all = Vec::new();
    walk(&tray.menu, &mut all);
    let mut keys = std::collections::BTreeSet::new();
    let mut own = Vec::new();
    for entry in all {
        let (MenuEntry::Item { key, .. } | MenuEntry::Group { key, .. }) = entry else { continue };
        assert!(keys.insert(key.clone()), "{key} comes twice");
        if let MenuEntry::Item { intent: Some(wish), .. } = entry
            && !matches!(wish, Intent::For { .. })
        {
            own.push(wish.clone());
        }
    }
    let keepers = |wish: &Intent| {
        matches!(
            wish,
            Intent::OpenWindow { .. } | Intent::Mute { .. } | Intent::Quit { .. } | Intent::WatchGateway { .. }
        )
    };
    assert!(own.iter().all(keepers), "{own:?}");
    let twice = tray.menu.windows(2).any(|pair| pair.iter().all(|entry| *entry == MenuEntry::Separator));
    assert!(!twice && !matches!(tray.menu.last(), Some(MenuEntry::Separator)), "{:#?}", tray.menu);
    for needed in ["state", "window", "gateways", "mute", "quit"] {
        assert!(keys.contains(needed), "{needed} is not in the menu: {keys:?}");
    }
}

#[test]
fn the_snapshots_become_one_with_named_gateways_and_history() {
    let shown = [shown("default", &world("default")), shown("work", &crashed("work"))];
    let picture = picture(&snapshots(&shown), &found(), &english()).unwrap();
    let names: Vec<_> = picture.gateways.iter().map(|view| (view.id.as_str(), view.name.as_str())).collect();
    assert_eq!(names, [("default", "Default"), ("work", "work")]);
    assert_eq!(picture.gateways[1].findings, shown[1].1.gateways[0].findings);
    assert_eq!(picture.revision, shown[0].1.revision + shown[1].1.revision);
    assert_eq!(picture.found, found());
    let named: Vec<_> = picture.history.iter().filter_map(|entry| entry.gateway.as_deref()).collect();
    assert_eq!(named.len(), picture.history.len());
    assert!(named.contains(&"work") && named.contains(&"Default"), "{named:?}");
    assert!(picture.history.windows(2).all(|pair| pair[0].at_ms >= pair[1].at_ms));
}

#[test]
fn a_gateway_takes_wishes_with_its_own_address_and_no_others() {
    let mut world = world("work");
    let to = |gateway: &str| Intent::For { gateway: gateway.into(), wish: Box::new(Intent::Stop { now: false }) };
    assert!(world.ask(to("default")).unwrap().is_err());
    assert_eq!(world.view().desired, clawtray_contract::Desired::Run);
    assert!(world.ask(to("work")).unwrap().is_ok());
    assert_eq!(world.view().desired, clawtray_contract::Desired::Stop);
}
