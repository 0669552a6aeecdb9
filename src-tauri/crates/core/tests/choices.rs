//! What the person chooses in the window.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, ErrorCode, Intent, NoteKind, QuietHours, SettingChange, SettingsView};
use clawtray_core::{ChoiceProblem, Effect, Event, Fact, Options, SettingsProblem, Surface};
use common::{World, options};

const JOBS_OFF: SettingChange = SettingChange::Notify { kind: NoteKind::Jobs, on: false };

fn settings(world: &World) -> SettingsView {
    world.app.snapshot(world.now).settings.unwrap()
}

/// Asks for a change and gives the ticket of the write that follows.
fn choose(world: &mut World, change: SettingChange) -> u64 {
    world.tell(Event::Asked { ticket: 7, intent: Intent::Choose { change: change.clone() }, surface: Surface::Window });
    assert!(world.did(&Effect::Choose { ticket: 7, change }), "{:?}", world.last);
    assert!(world.answer_of(7).is_none(), "nothing is said before it is written");
    7
}

#[test]
fn a_choice_counts_once_it_is_written() {
    let mut world = World::running();
    let ticket = choose(&mut world, JOBS_OFF);
    assert!(settings(&world).notify.jobs);
    world.fact(Fact::Chosen { ticket, change: JOBS_OFF, result: Ok(()) });
    assert_eq!(world.answer_of(ticket), Some(Ok(Answer::Accepted)));
    assert!(!settings(&world).notify.jobs && settings(&world).notify.problems);
}

#[test]
fn what_could_not_be_written_is_not_said_to_be_so() {
    let mut world = World::running();
    let ticket = choose(&mut world, JOBS_OFF);
    let words = "there is no room left".to_owned();
    world.fact(Fact::Chosen { ticket, change: JOBS_OFF, result: Err(ChoiceProblem::NotWritten { words }) });
    let error = world.answer_of(ticket).unwrap().unwrap_err();
    assert_eq!((error.code, error.detail.as_deref()), (ErrorCode::Failed, Some("there is no room left")));
    assert!(settings(&world).notify.jobs);
}

#[test]
fn a_file_that_is_not_understood_is_not_written_and_says_why() {
    let mut world = World::running();
    let ticket = choose(&mut world, JOBS_OFF);
    let problem = SettingsProblem::Newer { version: 9 };
    world.fact(Fact::Chosen { ticket, change: JOBS_OFF, result: Err(ChoiceProblem::File(problem)) });
    assert!(settings(&world).blocked_by.unwrap().contains("newer"));
    let refused = world.ask(Intent::Choose { change: JOBS_OFF }).unwrap().unwrap_err();
    assert!(refused.message.contains("newer"), "{refused:?}");
    assert!(!world.last.iter().any(|effect| matches!(effect, Effect::Choose { .. })));
}

#[test]
fn nonsense_and_whoever_only_looks_choose_nothing() {
    let mut world = World::running();
    let change = SettingChange::QuietHours(Some(QuietHours { from_minute: 60, to_minute: 60 }));
    let refused = world.ask(Intent::Choose { change }).unwrap().unwrap_err();
    assert_eq!(refused.code, ErrorCode::BadRequest);
    let mut looking = World::with(Options { look_only: true, ..options() }, Default::default());
    assert_eq!(looking.app.snapshot(looking.now).settings, None);
    assert!(looking.ask(Intent::Choose { change: JOBS_OFF }).unwrap().is_err());
}
