//! The event loop. It alone touches the mind; everything else sends events and gets effects.

use std::{collections::HashMap, sync::Arc, time::Duration};

use clawtray_contract::{Answer, AppError, Intent, Snapshot};
use clawtray_core::{Effect, Event, Surface, Ticket, TrayModel};
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::{Instant, MissedTickBehavior},
};

use crate::{
    ports::{Clock, Mind, Perform},
    publish::Publisher,
    sink::EventSink,
    timers::Timers,
    wake::{LOOK_EVERY_MS, SleepWatch},
};

/// Wishes that wait before whoever asks has to wait too.
const ASKS_WAITING: usize = 64;

/// Numbers of wishes begin here, far from the numbers that the mind gives to its own calls.
const FIRST_TICKET: Ticket = 1 << 40;

/// How long the executors may take to put things away at the end.
const FAREWELL: Duration = Duration::from_secs(5);

/// A wish on its way in.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) intent: Intent,
    pub(crate) surface: Surface,
    pub(crate) answer: oneshot::Sender<Result<Answer, AppError>>,
}

/// The ends of a driver that others hold.
#[derive(Clone, Debug)]
pub(crate) struct Ends {
    pub(crate) asks: mpsc::Sender<Ask>,
    pub(crate) events: EventSink,
    pub(crate) snapshots: watch::Receiver<Arc<Snapshot>>,
    pub(crate) tray: watch::Receiver<Arc<TrayModel>>,
}

/// The loop's state.
pub(crate) struct Driver<M> {
    mind: M,
    clock: Arc<dyn Clock>,
    performer: Arc<dyn Perform>,
    asks: mpsc::Receiver<Ask>,
    events: mpsc::Receiver<Event>,
    sink: EventSink,
    timers: Timers,
    publisher: Publisher,
    waiting: HashMap<Ticket, oneshot::Sender<Result<Answer, AppError>>>,
    next_ticket: Ticket,
    exiting: bool,
}

impl<M: Mind> Driver<M> {
    /// A driver that has not begun.
    pub(crate) fn new(mind: M, clock: Arc<dyn Clock>, performer: Arc<dyn Perform>) -> (Self, Ends) {
        let (sink, events) = EventSink::channel();
        let (asks_in, asks) = mpsc::channel(ASKS_WAITING);
        let (publisher, snapshots, tray) = Publisher::new(&mind, clock.now());
        let ends = Ends { asks: asks_in, events: sink.clone(), snapshots, tray };
        let driver = Self {
            mind,
            clock,
            performer,
            asks,
            events,
            sink,
            timers: Timers::default(),
            publisher,
            waiting: HashMap::new(),
            next_ticket: FIRST_TICKET,
            exiting: false,
        };
        (driver, ends)
    }

    /// Draws every change at once.
    pub(crate) fn hurry(&mut self) {
        self.publisher.hurry();
    }

    /// Runs until the mind says [`Effect::Exit`] or nobody holds the other ends any more. Wishes come first, then
    /// drawing, timers and events, so that a flood of events neither delays a person nor the icon.
    pub(crate) async fn run(mut self) {
        let mut sleep_watch = SleepWatch::new(self.clock.now());
        let mut looks = tokio::time::interval(Duration::from_millis(LOOK_EVERY_MS));
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        self.take(Event::Began);
        while !self.exiting {
            let publish_at = self.publisher.due();
            let timer_at = self.timers.next();
            tokio::select! {
                biased;
                ask = self.asks.recv() => match ask {
                    Some(ask) => self.take_ask(ask),
                    None => self.exiting = true,
                },
                () = until(publish_at) => self.publish(),
                () = until(timer_at) => {
                    // Nothing that was due during a sleep runs before the sleep is known.
                    self.look_for_sleep(&mut sleep_watch);
                    if let Some(id) = self.timers.take_due() {
                        self.take(Event::Timer(id));
                    }
                }
                Some(event) = self.events.recv() => {
                    self.take(event);
                    self.sink.activity().handled();
                }
                _ = looks.tick() => {
                    self.look_for_sleep(&mut sleep_watch);
                    self.publisher.touch();
                }
            }
        }
        self.publish();
        if tokio::time::timeout(FAREWELL, self.performer.finish()).await.is_err() {
            tracing::warn!("not everything could be put away in time");
        }
    }

    /// Every wait that the sleep cut into goes on where it was: what is due at once after a sleep is what the mind asks
    /// for then, not all that time would have brought.
    fn look_for_sleep(&mut self, sleep_watch: &mut SleepWatch) {
        let Some(slept) = sleep_watch.slept(self.clock.now()) else { return };
        tracing::info!(slept.counted_ms, "the computer slept");
        self.timers.put_off(self.clock.lasts(slept.counted_ms));
        self.take(Event::Woke);
    }

    fn publish(&mut self) {
        self.publisher.publish(&self.mind, self.clock.now());
        self.sink.activity().drawn();
    }

    fn take_ask(&mut self, ask: Ask) {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.waiting.retain(|_, answer| !answer.is_closed());
        self.waiting.insert(ticket, ask.answer);
        self.take(Event::Asked { ticket, intent: ask.intent, surface: ask.surface });
    }

    fn take(&mut self, event: Event) {
        let effects = self.mind.handle(event, self.clock.now());
        self.publisher.touch();
        for effect in effects {
            self.carry_out(effect);
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Timer { id, after_ms } => self.timers.set(id, self.clock.lasts(after_ms)),
            Effect::CancelTimer { id } => self.timers.cancel(id),
            Effect::Answer { ticket, result } => {
                // Whoever has an answer and looks must see what was answered, not the picture before it.
                if self.publisher.due().is_some() {
                    self.publish();
                }
                let waiting = self.waiting.remove(&ticket);
                if waiting.is_none_or(|answer| answer.send(result).is_err()) {
                    tracing::debug!(ticket, "nobody waits for this answer any more");
                }
            }
            Effect::Exit => self.exiting = true,
            effect => self.performer.perform(effect, &self.sink),
        }
    }
}

async fn until(instant: Option<Instant>) {
    match instant {
        Some(instant) => tokio::time::sleep_until(instant).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests;
