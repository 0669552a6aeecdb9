//! What is remembered reaches the disk, or it is said.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_core::{Effect, Event, Fact, StateProblem, TimerId};
use common::World;

fn notice(world: &World) -> Option<String> {
    let notices = world.app.snapshot(world.now).notices;
    notices.into_iter().find(|notice| notice.id.starts_with("notice-state")).map(|notice| notice.text)
}

#[test]
fn a_state_that_cannot_be_written_is_said_and_tried_again_until_it_is_on_the_disk() {
    let mut world = World::running();
    world.tell(Event::Timer(TimerId::Save));
    assert_eq!(notice(&world), None);
    let full = Fact::StateKept(Some(StateProblem::NotWritten { words: "No space left on device".into() }));
    world.fact(full.clone());
    assert!(notice(&world).unwrap().contains("No space left on device"));
    let menu = format!("{:?}", world.app.tray(world.now).menu);
    assert!(menu.contains("Clawtray cannot write down what it"), "{menu}");
    let again = |world: &World| {
        world.last.iter().find_map(|effect| match effect {
            Effect::Timer { id: TimerId::Save, after_ms } => Some(*after_ms),
            _ => None,
        })
    };
    let wait = again(&world).expect("another try");
    world.pass(wait);
    world.tell(Event::Timer(TimerId::Save));
    assert!(world.last.iter().any(|effect| matches!(effect, Effect::Save(_))), "{:?}", world.last);
    world.fact(full);
    assert!(again(&world).is_some(), "and another");
    world.fact(Fact::StateKept(None));
    assert_eq!(notice(&world), None);
    world.fact(Fact::StateKept(Some(StateProblem::LeftAlone)));
    assert!(notice(&world).unwrap().contains("state.json"));
}
