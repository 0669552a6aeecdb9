//! A gateway that somebody else keeps, watched on another port because the person chose so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{FindingRef, Intent, Mode, Outcome};
use clawtray_core::{Effect, Event, ExitReason, Fact, Holder, Occupancy, ProcessRef, TimerId};
use common::{World, around, options};

const OTHER: ProcessRef = ProcessRef { pid: 812, start_time: 9 };

fn another_gateway() -> Holder {
    let name = "openclaw-gateway".into();
    Holder { process: Some(OTHER), name, gateway: true, answers: true, ..Holder::default() }
}

/// A start that found the state folder in use, and who uses it.
fn folder_in_use() -> World {
    let mut world = World::new();
    world.launch();
    world.exit(ExitReason::StateOwned { words: "another process owns gateway-lifecycle".into() });
    assert!(world.did(&Effect::LookForStateOwner));
    world.fact(Fact::StateOwner(Some(Holder { port: Some(19_001), ..another_gateway() })));
    world
}

#[test]
fn the_gateway_that_uses_the_folder_is_watched_on_its_port_until_it_ends() {
    let mut world = folder_in_use();
    let finding = world.finding("process.state_owned").unwrap();
    assert!(finding.actions.iter().any(|action| action.id == "attach_to_it"), "{finding:?}");
    let repair = world.run(FindingRef::of("process.state_owned"), "attach_to_it");
    assert!(world.did(&Effect::MeetOn { port: Some(19_001) }) && world.did(&Effect::Watch { process: OTHER }));
    world.become_ready();
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert_eq!(world.view().mode, Mode::Attached);
    world.ask(Intent::Stop { now: false });
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Terminate { .. })), "it is not ours to stop");
    world.fact(Fact::Exited { process: OTHER, reason: ExitReason::Unseen, last_lines: vec![] });
    assert!(world.did(&Effect::MeetOn { port: None }), "from now on its own port counts again");
}

#[test]
fn a_gateway_watched_on_another_port_is_watched_again_by_the_next_keeper_while_it_is_there() {
    let mut world = folder_in_use();
    world.run(FindingRef::of("process.state_owned"), "attach_to_it");
    world.become_ready();
    world.tell(Event::Timer(TimerId::Save));
    let saved = world.all.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => Some((**saved).clone()),
        _ => None,
    });
    let saved = saved.expect("it is written down");

    let again = |occupancy: Occupancy| {
        let mut world = World::with(options(), saved.clone());
        world.tell(Event::Began);
        world.fact(Fact::Surroundings(Box::new(around())));
        let met = world.last.iter().position(|effect| *effect == Effect::MeetOn { port: Some(19_001) });
        let looked = world.last.iter().position(|effect| *effect == Effect::LookForGateway);
        assert!(met.is_some() && met < looked, "{:?}", world.last);
        world.fact(Fact::Occupancy(occupancy));
        world
    };
    let mut there = again(Occupancy::Gateway(another_gateway()));
    assert!(there.did(&Effect::Watch { process: OTHER }) && !there.did(&Effect::Prepare));
    there.become_ready();
    assert_eq!(there.view().mode, Mode::Attached);

    let mut gone = again(Occupancy::Free);
    assert!(gone.did(&Effect::MeetOn { port: None }) && gone.did(&Effect::LookForGateway), "{:?}", gone.last);
    assert!(!gone.did(&Effect::Prepare), "its own port is looked at first");
    gone.fact(Fact::Occupancy(Occupancy::Free));
    assert!(gone.did(&Effect::Prepare), "nobody is there: it is started");
}
