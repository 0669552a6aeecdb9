//! The notifier on Linux: one task, one bus connection, one ordered stream of messages.
//!
//! Listening begins before the first note is shown, and answers to our calls are read from the same stream as the
//! signals. So the order in which the service did things is the order in which they are seen, and a press is bound to
//! the note that was in the bubble when it happened, however fast it was.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep, timeout, timeout_at};
use zbus::message::Type;
use zbus::{Connection, Message, MessageStream};

use super::ledger::Ledger;
use super::wire::{self, Signal};
use super::{Answer, Capabilities, Command, Note, NotificationAnswer, NotifyFailure, Program, Service};

/// How long the service may take for one answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(5);
/// How long connecting to the bus may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(3);
/// How often a missing bus is looked for while nothing is to be shown.
const BUS_RETRY: Duration = Duration::from_secs(30);

/// The bus is gone; the caller connects again.
struct BusLost(String);

/// What is told of the service.
pub(super) struct Tells {
    /// What it can do.
    pub(super) service: watch::Sender<Service>,
    /// The person wants no disturbance.
    pub(super) inhibited: watch::Sender<bool>,
}

type ShowRequest = (Note, u64, oneshot::Sender<Result<(), NotifyFailure>>);

/// Serves `queue` until its last sender is gone.
pub(super) async fn run(
    program: Program,
    mut queue: mpsc::UnboundedReceiver<Command>,
    answers: mpsc::UnboundedSender<NotificationAnswer>,
    tells: Tells,
) {
    let mut ledger = Ledger::default();
    let mut waiting: Option<ShowRequest> = None;
    loop {
        let lost = match Link::open().await {
            Ok((link, owner)) => {
                let mut desk = Desk {
                    program: &program,
                    link,
                    owner,
                    can: None,
                    ledger,
                    late: HashMap::new(),
                    answers: &answers,
                    tells: &tells,
                    asked_inhibited: None,
                };
                let ended = desk.serve(&mut queue, waiting.take()).await;
                ledger = desk.ledger;
                match ended {
                    Ok(()) => return,
                    Err(lost) => lost,
                }
            }
            Err(lost) => lost,
        };
        for over in ledger.service_ended() {
            let _ = answers.send(over);
        }
        let failure = NotifyFailure::NoBus(lost.0);
        tells.service.send_replace(Service::Absent(failure.clone()));
        tells.inhibited.send_replace(false);
        if let Some((note, generation, shown)) = waiting.take() {
            ledger.refused(&note.key, generation, true);
            let _ = shown.send(Err(failure));
        }
        // A note to show is a reason to look for the bus at once; otherwise now and then.
        tokio::select! {
            command = queue.recv() => match command {
                None => return,
                Some(Command::Withdraw { key }) => { ledger.withdraw(&key); }
                Some(Command::Show { note, generation, shown }) => {
                    ledger.begin(&note, generation);
                    waiting = Some((note, generation, shown));
                }
            },
            () = sleep(BUS_RETRY) => {}
        }
    }
}

/// A connection on which all that matters is being listened to.
struct Link {
    connection: Connection,
    stream: MessageStream,
}

impl Link {
    /// Connects, listens, then asks who the service is: its unique name, if it runs.
    async fn open() -> Result<(Self, Option<String>), BusLost> {
        match timeout(CONNECT_LIMIT, Self::connect()).await {
            Ok(Ok(opened)) => Ok(opened),
            Ok(Err(error)) => Err(BusLost(error.to_string())),
            Err(_) => Err(BusLost("it does not answer".into())),
        }
    }

    async fn connect() -> zbus::Result<(Self, Option<String>)> {
        let connection = Connection::session().await?;
        let stream = MessageStream::from(&connection);
        let bus = zbus::fdo::DBusProxy::new(&connection).await?;
        for rule in wire::MATCH_RULES {
            bus.add_match_rule(rule.try_into()?).await?;
        }
        let owner = bus.get_name_owner(wire::NAME.try_into()?).await.ok().map(|owner| owner.to_string());
        Ok((Self { connection, stream }, owner))
    }

    async fn send(&self, message: zbus::Result<Message>) -> Result<NonZeroU32, BusLost> {
        let lost = |error: zbus::Error| BusLost(error.to_string());
        let message = message.map_err(lost)?;
        self.connection.send(&message).await.map_err(lost)?;
        Ok(message.primary_header().serial_num())
    }

    async fn next(&mut self) -> Result<Message, BusLost> {
        match self.stream.next().await {
            Some(Ok(message)) => Ok(message),
            Some(Err(error)) => Err(BusLost(error.to_string())),
            None => Err(BusLost("the connection was closed".into())),
        }
    }
}

/// Everything the task holds while it is connected.
struct Desk<'a> {
    program: &'a Program,
    link: Link,
    owner: Option<String>,
    can: Option<Capabilities>,
    ledger: Ledger,
    /// Notes whose answer did not come in time, by the serial of the call: key and generation.
    late: HashMap<NonZeroU32, (String, u64)>,
    answers: &'a mpsc::UnboundedSender<NotificationAnswer>,
    tells: &'a Tells,
    /// The call that asked whether the person wants no disturbance.
    asked_inhibited: Option<NonZeroU32>,
}

impl Desk<'_> {
    /// Serves until the queue ends (`Ok`) or the bus is lost.
    async fn serve(
        &mut self,
        queue: &mut mpsc::UnboundedReceiver<Command>,
        first: Option<ShowRequest>,
    ) -> Result<(), BusLost> {
        let mut look_again = self.owner.is_some();
        self.tells.service.send_replace(if look_again {
            Service::Unknown
        } else {
            Service::Absent(NotifyFailure::NoServer)
        });
        if let Some(request) = first {
            self.show(request).await?;
        }
        loop {
            if look_again {
                self.greet().await?;
            }
            look_again = tokio::select! {
                message = self.link.next() => { let message = message?; self.take(&message).await? }
                command = queue.recv() => {
                    let owner = self.owner.clone();
                    match command {
                        None => return Ok(()),
                        Some(Command::Show { note, generation, shown }) => {
                            self.ledger.begin(&note, generation);
                            self.show((note, generation, shown)).await?;
                        }
                        Some(Command::Withdraw { key }) => {
                            if let Some(id) = self.ledger.withdraw(&key) {
                                self.link.send(wire::close(id)).await?;
                            }
                        }
                    }
                    // The service may have come or changed while an answer was awaited.
                    self.owner.is_some() && (self.owner != owner || self.can.is_none())
                }
            };
        }
    }

    /// A service is there: learns what it can do and shows what is missing on the screen.
    async fn greet(&mut self) -> Result<(), BusLost> {
        if self.learn().await?.is_err() {
            return Ok(());
        }
        for (generation, note) in self.ledger.unseen() {
            // Its caller has been answered long ago.
            let (shown, _) = oneshot::channel();
            self.show((note, generation, shown)).await?;
        }
        Ok(())
    }

    /// What the service can do, asked once per service.
    async fn learn(&mut self) -> Result<Result<Capabilities, NotifyFailure>, BusLost> {
        if let Some(can) = &self.can {
            return Ok(Ok(can.clone()));
        }
        let (_, answer) = self.call(wire::get_capabilities()).await?;
        let learned = answer.and_then(|reply| {
            let names: Result<Vec<String>, _> = reply.body().deserialize();
            names.map(|names| wire::capabilities(&names)).map_err(|error| NotifyFailure::Refused(error.to_string()))
        });
        match &learned {
            Ok(can) => {
                self.can = Some(can.clone());
                // Its answer is taken whenever it comes: no note waits for it.
                self.asked_inhibited = Some(self.link.send(wire::get_inhibited()).await?);
                self.tells.service.send_replace(Service::Present(can.clone()));
            }
            Err(failure) => {
                self.tells.service.send_replace(Service::Absent(failure.clone()));
            }
        }
        Ok(learned)
    }

    async fn show(&mut self, (note, generation, shown): ShowRequest) -> Result<(), BusLost> {
        let outcome = match self.learn().await {
            Ok(Ok(can)) => self.post(&note, generation, &can).await,
            Ok(Err(failure)) => Ok(Err(failure)),
            Err(lost) => Err(lost),
        };
        let (outcome, lost) = match outcome {
            Ok(outcome) => (outcome, None),
            Err(lost) => (Err(NotifyFailure::NoBus(lost.0.clone())), Some(lost)),
        };
        if let Err(failure) = &outcome {
            let worth_it = matches!(failure, NotifyFailure::NoServer | NotifyFailure::NoBus(_));
            self.ledger.refused(&note.key, generation, worth_it);
        }
        let _ = shown.send(outcome);
        if self.late.is_empty() {
            self.ledger.settle();
        }
        lost.map_or(Ok(()), Err)
    }

    async fn post(
        &mut self,
        note: &Note,
        generation: u64,
        can: &Capabilities,
    ) -> Result<Result<(), NotifyFailure>, BusLost> {
        let replaces = self.ledger.id_of(&note.key).unwrap_or(0);
        let (serial, answer) = self.call(wire::notify(self.program, note, replaces, can)).await?;
        Ok(match answer {
            Ok(reply) => self.accept(&note.key, generation, &reply).await?,
            Err(failure) => {
                if failure == NotifyFailure::TimedOut {
                    self.late.insert(serial, (note.key.clone(), generation));
                }
                Err(failure)
            }
        })
    }

    /// The service took a note: learns its id.
    async fn accept(
        &mut self,
        key: &str,
        generation: u64,
        reply: &Message,
    ) -> Result<Result<(), NotifyFailure>, BusLost> {
        let id: u32 = match reply.body().deserialize() {
            Ok(id) => id,
            Err(error) => return Ok(Err(NotifyFailure::Refused(error.to_string()))),
        };
        let accepted = self.ledger.accepted(key, generation, id);
        for answer in accepted.answers {
            let _ = self.answers.send(answer);
        }
        if accepted.close {
            self.link.send(wire::close(id)).await?;
        }
        Ok(Ok(()))
    }

    /// Calls the service and reads on until its answer comes, taking everything else in its order meanwhile.
    async fn call(
        &mut self,
        message: zbus::Result<Message>,
    ) -> Result<(NonZeroU32, Result<Message, NotifyFailure>), BusLost> {
        let serial = self.link.send(message).await?;
        let limit = Instant::now() + ANSWER_LIMIT;
        loop {
            let Ok(message) = timeout_at(limit, self.link.next()).await else {
                return Ok((serial, Err(NotifyFailure::TimedOut)));
            };
            let message = message?;
            if message.header().reply_serial() == Some(serial) {
                let answer = match message.message_type() {
                    Type::MethodReturn => Ok(message),
                    _ => Err(refusal(&message)),
                };
                return Ok((serial, answer));
            }
            self.take_while(&message, true).await?;
        }
    }

    /// One message outside of a call. True when a service has just come.
    async fn take(&mut self, message: &Message) -> Result<bool, BusLost> {
        let on_its_way = !self.late.is_empty();
        self.take_while(message, on_its_way).await
    }

    async fn take_while(&mut self, message: &Message, on_its_way: bool) -> Result<bool, BusLost> {
        if matches!(message.message_type(), Type::MethodReturn | Type::Error) {
            if self.asked_inhibited.is_some() && message.header().reply_serial() == self.asked_inhibited {
                self.asked_inhibited = None;
                self.tells.inhibited.send_replace(wire::inhibited(message).unwrap_or(false));
                return Ok(false);
            }
            let late = message.header().reply_serial().and_then(|serial| self.late.remove(&serial));
            if let (Some((key, generation)), Type::MethodReturn) = (late, message.message_type()) {
                let _ = self.accept(&key, generation, message).await?;
            }
            return Ok(false);
        }
        match wire::signal(message) {
            // Anybody on the bus can send a signal; only the service's own are believed.
            Some(Signal::Bubble { id, answer, sender }) if self.owner.as_deref() == Some(sender.as_str()) => {
                self.report(id, answer, on_its_way);
                Ok(false)
            }
            Some(Signal::Inhibited { on, sender }) if self.owner.as_deref() == Some(sender.as_str()) => {
                self.tells.inhibited.send_replace(on);
                Ok(false)
            }
            Some(Signal::Owner(owner)) => {
                if owner == self.owner {
                    return Ok(false);
                }
                for over in self.ledger.service_ended() {
                    let _ = self.answers.send(over);
                }
                self.can = None;
                self.tells.inhibited.send_replace(false);
                self.late.clear();
                self.owner = owner;
                if self.owner.is_none() {
                    self.tells.service.send_replace(Service::Absent(NotifyFailure::NoServer));
                }
                Ok(self.owner.is_some())
            }
            Some(Signal::Bubble { .. } | Signal::Inhibited { .. }) | None => Ok(false),
        }
    }

    fn report(&mut self, id: u32, answer: Answer, on_its_way: bool) {
        if let Some(answer) = self.ledger.answer(id, answer, on_its_way) {
            let _ = self.answers.send(answer);
        }
    }
}

/// What an error message says.
fn refusal(message: &Message) -> NotifyFailure {
    let name = message.header().error_name().map(ToString::to_string).unwrap_or_default();
    match name.as_str() {
        "org.freedesktop.DBus.Error.ServiceUnknown"
        | "org.freedesktop.DBus.Error.NameHasNoOwner"
        | "org.freedesktop.DBus.Error.NoReply"
        | "org.freedesktop.DBus.Error.Disconnected" => NotifyFailure::NoServer,
        name if name.starts_with("org.freedesktop.DBus.Error.Spawn") => NotifyFailure::NoServer,
        name => NotifyFailure::Refused(name.chars().take(200).collect()),
    }
}
