//! Whatever happens in whatever order: never two gateways, never a start against the person's word, never a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Intent, Mode};
use clawtray_core::{
    Effect, Event, ExitReason, Fact, Holder, HttpSign, LinkEvent, Occupancy, Probes, ProcessRef, Refusal, TimerId,
};
use common::{World, around, hello, ready_probes};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Happening {
    Start,
    Stop,
    StopNow,
    Restart,
    Timer(u8),
    Looked(u8),
    Prepared,
    Spawned,
    Ended(u8),
    Probe(bool),
    Link(u8),
    Surroundings,
    Pass(u16),
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        1 => Just(Happening::Start),
        1 => Just(Happening::Stop),
        1 => Just(Happening::StopNow),
        1 => Just(Happening::Restart),
        4 => any::<u8>().prop_map(Happening::Timer),
        4 => any::<u8>().prop_map(Happening::Looked),
        4 => Just(Happening::Prepared),
        4 => Just(Happening::Spawned),
        3 => any::<u8>().prop_map(Happening::Ended),
        3 => any::<bool>().prop_map(Happening::Probe),
        3 => any::<u8>().prop_map(Happening::Link),
        1 => Just(Happening::Surroundings),
        2 => any::<u16>().prop_map(Happening::Pass),
    ]
}

/// The system as far as it matters: what was asked of it and not yet answered, and the one process.
#[derive(Default)]
struct System {
    preparing: bool,
    spawning: bool,
    looking: bool,
    process: Option<ProcessRef>,
    next_pid: u32,
    wants_run: bool,
}

impl System {
    fn take(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Prepare => {
                    assert!(self.wants_run, "prepared against the person's word");
                    self.preparing = true;
                }
                Effect::Spawn { .. } => {
                    assert!(self.wants_run, "started against the person's word");
                    assert!(!self.spawning && self.process.is_none(), "a second gateway was started");
                    self.spawning = true;
                }
                Effect::LookForGateway => self.looking = true,
                Effect::Terminate { process } | Effect::Kill { process } => {
                    assert_eq!(Some(*process), self.process, "a process was signalled that is not the gateway");
                }
                _ => {}
            }
        }
    }
}

fn timer(number: u8) -> TimerId {
    let timers =
        [TimerId::Probe, TimerId::Restart, TimerId::StopDeadline, TimerId::Stable, TimerId::Link, TimerId::Judge];
    timers[usize::from(number) % timers.len()]
}

fn event_of(happening: &Happening, system: &mut System) -> Option<Event> {
    let fact = |fact| Some(Event::Fact(fact));
    match happening {
        Happening::Timer(number) => Some(Event::Timer(timer(*number))),
        Happening::Looked(number) if std::mem::take(&mut system.looking) => {
            fact(Fact::Occupancy(match (system.process, number % 4) {
                (Some(process), _) => Occupancy::Ours(process),
                (None, 0) => Occupancy::Stranger(Holder {
                    process: None,
                    name: "x".into(),
                    command: None,
                    other_user: None,
                    since_ms: None,
                    ..Holder::default()
                }),
                (None, _) => Occupancy::Free,
            }))
        }
        Happening::Prepared if std::mem::take(&mut system.preparing) => fact(Fact::Prepared(Ok(around().secrets))),
        Happening::Spawned if std::mem::take(&mut system.spawning) => {
            system.next_pid += 1;
            let process = ProcessRef { pid: system.next_pid, start_time: 1 };
            system.process = Some(process);
            fact(Fact::Spawned(process))
        }
        Happening::Ended(number) => {
            let process = system.process.take()?;
            let reason = match number % 5 {
                0 => ExitReason::Clean,
                1 => ExitReason::Signal(9),
                2 => ExitReason::StateOwned { words: String::new() },
                3 => ExitReason::PortInUse { holder: None },
                _ => ExitReason::Code(1),
            };
            fact(Fact::Exited { process, reason, last_lines: vec![] })
        }
        Happening::Probe(good) => {
            let closed = Probes { healthz: HttpSign::Closed, ..ready_probes() };
            fact(Fact::Probed(if *good { ready_probes() } else { closed }))
        }
        Happening::Link(number) => Some(Event::Link(match number % 5 {
            0 => LinkEvent::Ready(hello()),
            1 => LinkEvent::Closed { code: None, words: String::new() },
            2 => LinkEvent::Refused(Refusal::TokenMismatch),
            3 => LinkEvent::Shutdown { restart_expected_ms: Some(1_500) },
            _ => LinkEvent::Gap,
        })),
        Happening::Surroundings => fact(Fact::Surroundings(Box::new(around()))),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_gateway_and_the_persons_word(happenings in proptest::collection::vec(happening(), 1..160)) {
        let mut world = World::new();
        let mut system = System { wants_run: true, ..System::default() };
        system.take(world.tell(Event::Began));
        let effects = world.fact(Fact::Surroundings(Box::new(around()))).to_vec();
        system.take(&effects);
        for happening in &happenings {
            let asked = match happening {
                Happening::Start => Some((Intent::Start, true)),
                Happening::Stop => Some((Intent::Stop { now: false }, false)),
                Happening::StopNow => Some((Intent::Stop { now: true }, false)),
                Happening::Restart => Some((Intent::Restart, system.wants_run)),
                Happening::Pass(ms) => { world.pass(u64::from(*ms)); None }
                _ => None,
            };
            if let Some((intent, wants)) = asked {
                system.wants_run = wants;
                world.ask(intent);
            } else if let Some(event) = event_of(happening, &mut system) {
                world.tell(event);
            } else {
                continue;
            }
            let effects = world.last.clone();
            system.take(&effects);
            let view = world.view();
            prop_assert_eq!(view.mode, Mode::Child);
            if let Some(pid) = view.details.pid {
                prop_assert_eq!(Some(pid), system.process.map(|process| process.pid), "a dead process is shown as running");
            }
        }
    }
}
