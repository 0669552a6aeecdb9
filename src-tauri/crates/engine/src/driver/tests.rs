use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use clawtray_contract::{Answer, AppView, Intent, Notice, Snapshot, State};
use clawtray_core::{Effect, Event, Fact, IconChoice, Now, Surface, TimerId, TrayModel};

use super::{Driver, Ends};
use crate::{
    handle::EngineHandle,
    ports::{Clock, Later, Mind, Perform},
    publish::PAUSE,
    sink::{EVENTS_WAITING, EventSink},
};

/// A clock that follows tokio's paused time, with a wall clock that can be moved.
#[derive(Default)]
struct FakeClock {
    began: Option<tokio::time::Instant>,
    ahead_ms: AtomicU64,
}

impl FakeClock {
    fn new() -> Arc<Self> {
        Arc::new(Self { began: Some(tokio::time::Instant::now()), ahead_ms: AtomicU64::new(0) })
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Now {
        let mono_ms = self.began.map_or(0, |began| u64::try_from(began.elapsed().as_millis()).unwrap());
        Now { unix_ms: 1_000_000 + mono_ms + self.ahead_ms.load(Ordering::SeqCst), mono_ms, offset_minutes: 0 }
    }
}

type Script = Box<dyn FnMut(&Event) -> Vec<Effect> + Send>;

/// A mind that follows a script, remembers what it saw and shows how many events that were.
struct ScriptedMind {
    script: Script,
    seen: Arc<Mutex<Vec<Event>>>,
    shown: String,
    count: u64,
}

impl Mind for ScriptedMind {
    fn handle(&mut self, event: Event, _now: Now) -> Vec<Effect> {
        let effects = (self.script)(&event);
        match &event {
            Event::Fact(Fact::Output(lines)) => self.shown = lines.join("\n"),
            Event::Asked { intent: Intent::Start, .. } => {
                self.shown.push_str("Start ");
                self.seen.lock().unwrap().push(event);
            }
            _ => self.seen.lock().unwrap().push(event),
        }
        self.count += 1;
        effects
    }

    fn snapshot(&self, now: Now) -> Snapshot {
        let app = AppView { version: "1".to_owned(), keeper_pid: None, language: "en".to_owned() };
        let notices = vec![Notice { id: "shown".to_owned(), text: self.shown.clone() }];
        Snapshot {
            revision: 0,
            at_ms: now.unix_ms,
            app,
            notices,
            settings: None,
            gateways: Vec::new(),
            found: Vec::new(),
            history: Vec::new(),
        }
    }

    fn tray(&self, _now: Now) -> TrayModel {
        let (title, tooltip) = ("Clawtray".to_owned(), self.shown.clone());
        TrayModel { state: State::Running, count: 0, style: IconChoice::Auto, title, tooltip, menu: Vec::new() }
    }
}

/// Remembers effects in order.
#[derive(Default)]
struct FakePerformer {
    performed: Mutex<Vec<Effect>>,
    finished: AtomicU64,
}

impl Perform for FakePerformer {
    fn perform(&self, effect: Effect, _events: &EventSink) {
        self.performed.lock().unwrap().push(effect);
    }

    fn finish(&self) -> Later<'_, ()> {
        Box::pin(async {
            self.finished.fetch_add(1, Ordering::SeqCst);
        })
    }
}

struct Stage {
    ends: Ends,
    handle: EngineHandle,
    seen: Arc<Mutex<Vec<Event>>>,
    performer: Arc<FakePerformer>,
    clock: Arc<FakeClock>,
}

fn stage(script: impl FnMut(&Event) -> Vec<Effect> + Send + 'static) -> Stage {
    let seen = Arc::default();
    let mind = ScriptedMind { script: Box::new(script), seen: Arc::clone(&seen), shown: String::new(), count: 0 };
    let performer = Arc::new(FakePerformer::default());
    let clock = FakeClock::new();
    let (driver, ends) =
        Driver::new(mind, Arc::clone(&clock) as Arc<dyn Clock>, Arc::clone(&performer) as Arc<dyn Perform>);
    let running = tokio::spawn(driver.run());
    let handle = EngineHandle::new(ends.clone(), running);
    Stage { ends, handle, seen, performer, clock }
}

impl Stage {
    async fn saw(&self, wanted: impl Fn(&Event) -> bool) {
        tokio::time::timeout(Duration::from_secs(600), async {
            while !self.seen.lock().unwrap().iter().any(&wanted) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        })
        .await
        .expect("the event never came");
    }

    fn timers_seen(&self) -> Vec<TimerId> {
        let seen = self.seen.lock().unwrap();
        seen.iter().filter_map(|event| if let Event::Timer(id) = event { Some(*id) } else { None }).collect()
    }
}

#[tokio::test(start_paused = true)]
async fn effects_are_begun_in_the_order_they_were_asked_for() {
    let stage = stage(|event| match event {
        Event::Began => {
            vec![
                Effect::LookAround,
                Effect::Prepare,
                Effect::FetchToken,
                Effect::Timer { id: TimerId::Probe, after_ms: 5 },
            ]
        }
        Event::Timer(TimerId::Probe) => vec![Effect::ReloadSecrets],
        _ => Vec::new(),
    });
    stage.saw(|event| matches!(event, Event::Timer(TimerId::Probe))).await;
    let performed = stage.performer.performed.lock().unwrap();
    assert_eq!(*performed, [Effect::LookAround, Effect::Prepare, Effect::FetchToken, Effect::ReloadSecrets]);
}

#[tokio::test(start_paused = true)]
async fn a_timer_set_again_fires_once_and_a_cancelled_one_never() {
    let stage = stage(|event| match event {
        Event::Began => vec![
            Effect::Timer { id: TimerId::Link, after_ms: 10 },
            Effect::Timer { id: TimerId::Link, after_ms: 5_000 },
            Effect::Timer { id: TimerId::Save, after_ms: 20 },
            Effect::CancelTimer { id: TimerId::Save },
            Effect::Timer { id: TimerId::Judge, after_ms: 1_000 },
        ],
        _ => Vec::new(),
    });
    stage.saw(|event| *event == Event::Timer(TimerId::Link)).await;
    assert_eq!(stage.timers_seen(), [TimerId::Judge, TimerId::Link]);
}

#[tokio::test(start_paused = true)]
async fn each_wish_gets_its_own_answer() {
    let mut held = None;
    let stage = stage(move |event| {
        let Event::Asked { ticket, intent, .. } = event else { return Vec::new() };
        if *intent == Intent::Refresh {
            held = Some(*ticket);
            return Vec::new();
        }
        let plan = Answer::Repair { repair: 7 };
        let mut effects = vec![Effect::Answer { ticket: *ticket, result: Ok(plan) }];
        effects.extend(held.take().map(|ticket| Effect::Answer { ticket, result: Ok(Answer::Accepted) }));
        effects
    });
    let waiting = {
        let handle = stage.handle.clone();
        tokio::spawn(async move { handle.ask(Intent::Refresh, Surface::Window).await })
    };
    stage.saw(|event| matches!(event, Event::Asked { intent: Intent::Refresh, .. })).await;
    assert_eq!(stage.handle.ask(Intent::Start, Surface::Tray).await, Ok(Answer::Repair { repair: 7 }));
    assert_eq!(waiting.await.unwrap(), Ok(Answer::Accepted));
}

#[tokio::test(start_paused = true)]
async fn whoever_has_an_answer_sees_what_was_answered() {
    let stage = stage(|event| match event {
        Event::Asked { ticket, .. } => vec![Effect::Answer { ticket: *ticket, result: Ok(Answer::Accepted) }],
        _ => Vec::new(),
    });
    // The picture counts the wishes, and it was drawn a moment ago.
    for wishes in 1..=5_usize {
        stage.handle.ask(Intent::Start, Surface::CommandLine).await.unwrap();
        assert_eq!(stage.handle.snapshots().borrow().notices[0].text, "Start ".repeat(wishes));
    }
}

#[tokio::test(start_paused = true)]
async fn quitting_puts_everything_away_and_answers_whoever_still_waits() {
    let stage = stage(|event| match event {
        Event::Asked { ticket, intent: Intent::Quit { .. }, .. } => {
            vec![Effect::Answer { ticket: *ticket, result: Ok(Answer::Accepted) }, Effect::Exit]
        }
        _ => Vec::new(),
    });
    let forgotten = {
        let handle = stage.handle.clone();
        tokio::spawn(async move { handle.ask(Intent::Refresh, Surface::Window).await })
    };
    stage.saw(|event| matches!(event, Event::Asked { intent: Intent::Refresh, .. })).await;
    stage.handle.shutdown().await;
    assert_eq!(stage.performer.finished.load(Ordering::SeqCst), 1);
    assert!(forgotten.await.unwrap().is_err(), "a wish that was never answered must not wait for ever");
    assert!(stage.handle.ask(Intent::Start, Surface::Tray).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn waking_from_sleep_is_told_once() {
    let stage = stage(|_| Vec::new());
    stage.saw(|event| *event == Event::Began).await;
    tokio::time::sleep(Duration::from_secs(61)).await;
    assert!(!stage.seen.lock().unwrap().contains(&Event::Woke), "nobody slept");
    stage.clock.ahead_ms.store(8 * 3_600_000, Ordering::SeqCst);
    stage.saw(|event| *event == Event::Woke).await;
    tokio::time::sleep(Duration::from_secs(300)).await;
    assert_eq!(stage.seen.lock().unwrap().iter().filter(|event| **event == Event::Woke).count(), 1);
}

/// Where the monotonic clock goes on during sleep, everything is due at once after it.
#[tokio::test(start_paused = true)]
async fn what_was_due_during_a_sleep_comes_after_the_wake_and_not_in_a_burst() {
    let waits = [(TimerId::Judge, 40_000), (TimerId::StopDeadline, 50_000), (TimerId::Restart, 600_000)];
    let stage = stage(move |event| match event {
        Event::Began => waits.map(|(id, after_ms)| Effect::Timer { id, after_ms }).to_vec(),
        _ => Vec::new(),
    });
    stage.saw(|event| *event == Event::Began).await;
    tokio::time::advance(Duration::from_secs(3_600)).await;
    stage.saw(|event| *event == Event::Woke).await;
    assert_eq!(*stage.seen.lock().unwrap(), [Event::Began, Event::Woke], "nothing else before it");
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(stage.seen.lock().unwrap().len(), 2, "the waits go on where they were");
    tokio::time::sleep(Duration::from_secs(30)).await;
    let due = [Event::Timer(TimerId::Judge), Event::Timer(TimerId::StopDeadline)];
    assert_eq!(stage.seen.lock().unwrap()[2..], due);
}

#[tokio::test(start_paused = true)]
async fn an_unchanged_picture_is_not_published_again() {
    let stage = stage(|_| Vec::new());
    let mut snapshots = stage.handle.snapshots();
    stage.ends.events.tell(Event::Fact(Fact::Output(vec!["one".to_owned()]))).await;
    snapshots.wait_for(|snapshot| snapshot.notices[0].text == "one").await.unwrap();
    let revision = snapshots.borrow_and_update().revision;
    for _ in 0..20 {
        stage.ends.events.tell(Event::Fact(Fact::Output(vec!["one".to_owned()]))).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert!(!snapshots.has_changed().unwrap(), "nothing changed but time");
    stage.ends.events.tell(Event::Fact(Fact::Output(vec!["two".to_owned()]))).await;
    snapshots.changed().await.unwrap();
    assert_eq!(snapshots.borrow().revision, revision + 1);
}

/// Real time: a flood must slow its source down, not fill the memory, and the picture must stay current meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_output_neither_fills_the_memory_nor_delays_a_wish_or_the_picture() {
    const FLOOD: u64 = 50_000;
    let handled = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&handled);
    let stage = stage(move |event| match event {
        Event::Fact(Fact::Output(_)) => {
            count.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_micros(40));
            Vec::new()
        }
        Event::Asked { ticket, .. } => vec![Effect::Answer { ticket: *ticket, result: Ok(Answer::Accepted) }],
        _ => Vec::new(),
    });
    let (sent, events) = (Arc::new(AtomicU64::new(0)), stage.ends.events.clone());
    let telling = Arc::clone(&sent);
    let began = std::time::Instant::now();
    let flood = tokio::spawn(async move {
        for number in 0..FLOOD {
            assert!(events.tell(Event::Fact(Fact::Output(vec![number.to_string()]))).await);
            telling.fetch_add(1, Ordering::SeqCst);
        }
    });
    let mut snapshots = stage.handle.snapshots();
    let mut publications = 0_u128;
    while !flood.is_finished() {
        let waiting = sent.load(Ordering::SeqCst).saturating_sub(handled.load(Ordering::SeqCst));
        assert!(waiting <= EVENTS_WAITING as u64 + 2, "{waiting} events wait");
        let before = handled.load(Ordering::SeqCst);
        stage.handle.ask(Intent::Refresh, Surface::Tray).await.unwrap();
        // Drawn for the answer; what is counted is what is drawn without one.
        snapshots.mark_unchanged();
        let passed = handled.load(Ordering::SeqCst) - before;
        assert!(passed < FLOOD / 4, "{passed} events went before a person's wish");
        if tokio::time::timeout(Duration::from_secs(1), snapshots.changed()).await.is_ok() {
            publications += 1;
        }
    }
    flood.await.unwrap();
    let last = (FLOOD - 1).to_string();
    tokio::time::timeout(Duration::from_secs(10), snapshots.wait_for(|snapshot| snapshot.notices[0].text == last))
        .await
        .expect("the last line is shown")
        .unwrap();
    // At most one a pause, however slow the machine; one more for each that an answer had drawn a moment before.
    let most = 2 * began.elapsed().as_millis() / PAUSE.as_millis() + 5;
    assert!((5..=most).contains(&publications), "{publications} publications, {most} at most");
}
