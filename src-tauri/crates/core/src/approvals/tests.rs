//! The queue against a gateway that answers late, drops, doubles and reorders its events.

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;

use super::{ApprovalRequest, Queue, Source};
use crate::{
    effect::{Effect, Request, Ticket, TimerId},
    event::CallProblem,
    now::Now,
    turn::Turn,
};

const SOURCES: [Source; 3] = [Source::Devices, Source::Senders, Source::Commands];

/// What may happen.
#[derive(Clone, Debug)]
enum Step {
    /// A request appears; its event may be lost.
    Appear { source: usize, told: bool },
    /// A request ends; its event may be lost.
    End { source: usize, which: usize, told: bool },
    /// A newer request takes the place of one.
    Replace { source: usize, which: usize },
    /// An event of before comes again.
    Again { which: usize },
    /// Two events change places on their way.
    Swap,
    /// The next event arrives.
    Arrive,
    /// The gateway answers one of the readings it has.
    Answer { which: usize },
    /// It answers with an error.
    Fail { which: usize },
    /// Time passes.
    Pass { ms: u64 },
    /// The connection ends and a new one begins.
    Drop,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let source = 0..SOURCES.len();
    let step = prop_oneof![
        4 => (source.clone(), any::<bool>()).prop_map(|(source, told)| Step::Appear { source, told }),
        3 => (source.clone(), 0_usize..8, any::<bool>()).prop_map(|(source, which, told)| Step::End { source, which, told }),
        2 => (source, 0_usize..8).prop_map(|(source, which)| Step::Replace { source, which }),
        2 => (0_usize..8).prop_map(|which| Step::Again { which }),
        1 => Just(Step::Swap),
        5 => Just(Step::Arrive),
        4 => (0_usize..4).prop_map(|which| Step::Answer { which }),
        1 => (0_usize..4).prop_map(|which| Step::Fail { which }),
        2 => (0_u64..400).prop_map(|ms| Step::Pass { ms }),
        1 => Just(Step::Drop),
    ];
    prop::collection::vec(step, 0..120)
}

type Told = (Source, Option<String>);

struct Play {
    queue: Queue,
    turn: Turn,
    /// The gateway's own lists.
    truth: BTreeMap<Source, Vec<ApprovalRequest>>,
    /// Events on their way, and those that arrived.
    coming: VecDeque<Told>,
    came: Vec<Told>,
    /// Readings the gateway has made and not delivered.
    readings: Vec<(Ticket, Vec<ApprovalRequest>)>,
    next: u64,
    ended: Vec<String>,
}

impl Play {
    fn new() -> Self {
        let turn = Turn::new(Now { unix_ms: 1, mono_ms: 1_000, offset_minutes: 0 }, 0);
        let mut play = Self {
            queue: Queue::default(),
            turn,
            truth: BTreeMap::new(),
            coming: VecDeque::new(),
            came: Vec::new(),
            readings: Vec::new(),
            next: 0,
            ended: Vec::new(),
        };
        play.queue.connect(&SOURCES, &mut play.turn);
        play.serve();
        play
    }

    /// The gateway makes each list the moment it is asked, and delivers it later.
    fn serve(&mut self) {
        for effect in std::mem::take(&mut self.turn.effects) {
            if let Effect::Call { ticket, request: Request::ListApprovals(source), .. } = effect {
                self.readings.push((ticket, self.truth.get(&source).cloned().unwrap_or_default()));
            }
        }
    }

    fn appear(&mut self, source: Source, told: bool) {
        self.next += 1;
        let mut request = ApprovalRequest::new(source, format!("r{}", self.next));
        request.since_ms = self.next % 7;
        self.truth.entry(source).or_default().push(request);
        if told {
            self.coming.push_back((source, None));
        }
    }

    fn end(&mut self, source: Source, which: usize, told: bool) {
        let list = self.truth.entry(source).or_default();
        if list.is_empty() {
            return;
        }
        let ended = list.remove(which % list.len());
        self.ended.push(ended.id.clone());
        if told {
            self.coming.push_back((source, Some(ended.id)));
        }
    }

    fn arrive(&mut self, told: &Told) {
        self.queue.changed(told.0, told.1.as_slice(), &mut self.turn);
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Appear { source, told } => self.appear(SOURCES[*source], *told),
            Step::End { source, which, told } => self.end(SOURCES[*source], *which, *told),
            Step::Replace { source, which } => {
                self.end(SOURCES[*source], *which, true);
                self.appear(SOURCES[*source], true);
            }
            Step::Again { which } => {
                if let Some(told) = self.came.get(*which).cloned() {
                    self.arrive(&told);
                }
            }
            Step::Swap => {
                if self.coming.len() > 1 {
                    self.coming.swap(0, 1);
                }
            }
            Step::Arrive => {
                if let Some(told) = self.coming.pop_front() {
                    self.arrive(&told);
                    self.came.push(told);
                }
            }
            Step::Answer { which } => self.answer(*which, true),
            Step::Fail { which } => self.answer(*which, false),
            Step::Pass { ms } => {
                self.turn.now.mono_ms += ms;
                self.queue.pause_over(&mut self.turn);
            }
            Step::Drop => {
                self.queue.disconnect();
                self.coming.clear();
                let late = std::mem::take(&mut self.readings);
                self.queue.connect(&SOURCES, &mut self.turn);
                // Answers of the old connection count for nothing.
                for (ticket, _) in late {
                    assert!(!self.queue.replied(ticket, Err(&CallProblem::NotConnected), &mut self.turn));
                }
            }
        }
        self.serve();
        let ids: Vec<String> = self.queue.waiting().into_iter().map(|request| request.id).collect();
        let mut once = ids.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "nothing is shown twice");
    }

    fn answer(&mut self, which: usize, good: bool) {
        if self.readings.is_empty() {
            return;
        }
        let (ticket, list) = self.readings.remove(which % self.readings.len());
        let result = if good { Ok(list.as_slice()) } else { Err(&CallProblem::TimedOut) };
        self.queue.replied(ticket, result, &mut self.turn);
    }

    /// Everything on its way arrives, what was lost is noticed by the gap, and nothing new happens.
    fn settle(&mut self) {
        while let Some(told) = self.coming.pop_front() {
            self.arrive(&told);
        }
        self.queue.read_all(&mut self.turn);
        for _ in 0..8 {
            self.serve();
            while !self.readings.is_empty() {
                self.answer(0, true);
                self.serve();
            }
            self.turn.now.mono_ms += 1_000;
            self.queue.pause_over(&mut self.turn);
        }
    }
}

proptest! {
    #[test]
    fn the_queue_becomes_what_the_gateway_has(steps in steps()) {
        let mut play = Play::new();
        for step in &steps {
            play.step(step);
        }
        play.settle();
        let mut truth: Vec<String> =
            play.truth.values().flatten().map(|request| format!("{:?} {}", request.source, request.id)).collect();
        let mut shown: Vec<String> =
            play.queue.waiting().iter().map(|request| format!("{:?} {}", request.source, request.id)).collect();
        truth.sort();
        shown.sort();
        prop_assert_eq!(shown, truth);
        let waiting = play.queue.waiting();
        prop_assert!(play.ended.iter().all(|id| waiting.iter().all(|request| request.id != *id)));
        prop_assert!(waiting.windows(2).all(|pair| pair[0].since_ms <= pair[1].since_ms));
    }
}

fn turn() -> Turn {
    Turn::new(Now { unix_ms: 1, mono_ms: 1_000, offset_minutes: 0 }, 0)
}

fn readings(turn: &Turn) -> Vec<(Ticket, Source)> {
    let reading = |effect: &Effect| match effect {
        Effect::Call { ticket, request: Request::ListApprovals(source), .. } => Some((*ticket, *source)),
        _ => None,
    };
    turn.effects.iter().filter_map(reading).collect()
}

#[test]
fn what_ended_while_a_list_was_on_its_way_does_not_come_back_with_it() {
    let (mut queue, mut turn) = (Queue::default(), turn());
    queue.connect(&[Source::Devices], &mut turn);
    let ticket = readings(&turn)[0].0;
    queue.changed(Source::Devices, &["r1".to_owned()], &mut turn);
    queue.replied(ticket, Ok(&[ApprovalRequest::new(Source::Devices, "r1")]), &mut turn);
    assert!(queue.waiting().is_empty());
}

#[test]
fn a_flood_of_events_is_a_few_readings_and_bounded_memory() {
    let (mut queue, mut turn) = (Queue::default(), turn());
    queue.connect(&[Source::Devices], &mut turn);
    let many: Vec<ApprovalRequest> =
        (0..10_000).map(|number| ApprovalRequest::new(Source::Devices, number.to_string())).collect();
    for number in 0..50_000_u64 {
        queue.changed(Source::Devices, &[number.to_string()], &mut turn);
        if number % 500 == 0 {
            turn.now.mono_ms += 10;
            let last = readings(&turn).last().copied();
            if let Some((ticket, _)) = last {
                queue.replied(ticket, Ok(&many), &mut turn);
            }
        }
    }
    assert!(readings(&turn).len() <= 7, "one second of flood: {} readings", readings(&turn).len());
    assert!(queue.waiting().len() <= super::KEPT);
}

#[test]
fn a_list_the_gateway_does_not_offer_holds_nothing_and_is_left_alone() {
    let (mut queue, mut turn) = (Queue::default(), turn());
    queue.connect(&[Source::Devices, Source::Senders], &mut turn);
    for (ticket, source) in readings(&turn) {
        let result = if source == Source::Senders { Err(&CallProblem::NotOffered) } else { Ok(&[][..]) };
        queue.replied(ticket, result, &mut turn);
    }
    let before = readings(&turn).len();
    turn.now.mono_ms += 60_000;
    queue.poll(&mut turn);
    assert_eq!(readings(&turn).len(), before, "an older gateway is not asked again and again");
    assert!(turn.effects.contains(&Effect::Timer { id: TimerId::ApprovalPoll, after_ms: super::POLL_MS }));
}

#[test]
fn senders_are_polled_since_no_event_tells_of_them() {
    let (mut queue, mut turn) = (Queue::default(), turn());
    queue.connect(&[Source::Senders], &mut turn);
    let ticket = readings(&turn)[0].0;
    queue.replied(ticket, Ok(&[]), &mut turn);
    turn.now.mono_ms += super::POLL_MS;
    queue.poll(&mut turn);
    assert_eq!(readings(&turn).len(), 2);
}
