//! The notifier against a notification service on a private bus.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "tray_desktop/mod.rs"]
mod desktop;

use std::collections::HashMap;
use std::sync::Arc;

use clawtray_platform::notify::{
    Answer, Closing, Expiry, Note, NotificationAnswer, Notifier, NotifyFailure, Service, Urgency,
};
use desktop::{another_bus, end_bus, in_private_session, owned, soon};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::OwnedValue;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

#[derive(Debug)]
enum Call {
    Notify { id: u32, replaces: u32, title: String, body: String, actions: Vec<String>, urgency: u8, expires: i32 },
    Close(u32),
}

struct Fake {
    calls: UnboundedSender<Call>,
    capabilities: Vec<&'static str>,
    last_id: u32,
    /// Pressed before the call is even answered.
    at_once: Option<&'static str>,
    /// Each answer takes one.
    answers: Arc<Semaphore>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Fake {
    fn get_capabilities(&self) -> Vec<String> {
        self.capabilities.iter().map(ToString::to_string).collect()
    }

    #[allow(clippy::too_many_arguments)]
    async fn notify(
        &mut self,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
        _program: String,
        replaces: u32,
        _icon: String,
        title: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        expires: i32,
    ) -> u32 {
        if replaces == 0 {
            self.last_id += 1;
        }
        let id = if replaces == 0 { self.last_id } else { replaces };
        let urgency = u8::try_from(hints["urgency"].try_clone().unwrap()).unwrap();
        self.calls.send(Call::Notify { id, replaces, title, body, actions, urgency, expires }).unwrap();
        if let Some(action) = self.at_once {
            Self::action_invoked(&emitter, id, action).await.unwrap();
        }
        self.answers.acquire().await.unwrap().forget();
        id
    }

    async fn close_notification(&self, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>, id: u32) {
        self.calls.send(Call::Close(id)).unwrap();
        Self::notification_closed(&emitter, id, 3).await.unwrap();
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn notification_closed(emitter: &SignalEmitter<'_>, id: u32, reason: u32) -> zbus::Result<()>;
}

/// A running service.
struct Server {
    connection: zbus::Connection,
    calls: UnboundedReceiver<Call>,
    answers: Arc<Semaphore>,
}

impl Server {
    async fn start(capabilities: &[&'static str], at_once: Option<&'static str>) -> Self {
        let (send, calls) = unbounded_channel();
        let answers = Arc::new(Semaphore::new(1_000));
        let capabilities = capabilities.to_vec();
        let fake = Fake { calls: send, capabilities, last_id: 0, at_once, answers: Arc::clone(&answers) };
        let builder = zbus::connection::Builder::session().unwrap().serve_at(PATH, fake).unwrap();
        let connection = builder.name(NAME).unwrap().build().await.unwrap();
        Self { connection, calls, answers }
    }

    async fn press(&self, id: u32, action: &str) {
        self.connection.emit_signal(None::<&str>, PATH, NAME, "ActionInvoked", &(id, action)).await.unwrap();
    }

    async fn closed(&self, id: u32, reason: u32) {
        self.connection.emit_signal(None::<&str>, PATH, NAME, "NotificationClosed", &(id, reason)).await.unwrap();
    }

    async fn call(&mut self) -> Call {
        soon("a call of the service", self.calls.recv()).await.unwrap()
    }

    /// The id under which the next note is shown.
    async fn shown(&mut self) -> u32 {
        match self.call().await {
            Call::Notify { id, .. } => id,
            other => panic!("{other:?}"),
        }
    }

    async fn end(self) {
        self.connection.close().await.unwrap();
    }
}

const ALL: [&str; 3] = ["body", "actions", "body-markup"];

fn note(key: &str, urgency: Urgency) -> Note {
    Note {
        key: key.into(),
        title: "Anna's phone wants to pair".into(),
        body: "It asks for operator.read".into(),
        urgency,
        actions: vec![("deny".into(), "Deny".into()), ("approve".into(), "Approve".into())],
        expires: Expiry::Never,
    }
}

fn notifier() -> (Notifier, UnboundedReceiver<NotificationAnswer>) {
    let (send, answers) = unbounded_channel();
    (Notifier::start("Clawtray", None, send), answers)
}

async fn answer(answers: &mut UnboundedReceiver<NotificationAnswer>) -> NotificationAnswer {
    soon("an answer", answers.recv()).await.unwrap()
}

fn pressed(key: &str, generation: u64, action: &str, stale: bool) -> NotificationAnswer {
    NotificationAnswer { key: key.into(), generation, answer: Answer::Pressed(action.into()), stale }
}

#[test]
fn buttons_arrive_in_order_and_a_press_comes_back() {
    in_private_session("buttons_arrive_in_order_and_a_press_comes_back", || async {
        let mut server = Server::start(&ALL, None).await;
        let (notifier, mut answers) = notifier();
        let generation = notifier.show(note("pair", Urgency::Critical)).await.unwrap();
        let Call::Notify { id, replaces, title, actions, urgency, expires, .. } = server.call().await else { panic!() };
        assert_eq!(actions, ["default", "", "deny", "Deny", "approve", "Approve"]);
        assert_eq!((replaces, urgency, expires, title.as_str()), (0, 2, 0, "Anna's phone wants to pair"));
        server.press(id, "deny").await;
        assert_eq!(answer(&mut answers).await, pressed("pair", generation, "deny", false));
        server.press(id, "default").await;
        assert_eq!(answer(&mut answers).await.answer, Answer::Default);
        server.closed(id, 2).await;
        let closed = answer(&mut answers).await;
        assert_eq!((closed.answer, closed.generation), (Answer::Closed(Closing::Dismissed), generation));
    });
}

#[test]
fn a_press_at_the_very_instant_of_showing_is_not_lost() {
    in_private_session("a_press_at_the_very_instant_of_showing_is_not_lost", || async {
        let _server = Server::start(&ALL, Some("deny")).await;
        let (notifier, mut answers) = notifier();
        let generation = notifier.show(note("pair", Urgency::Critical)).await.unwrap();
        assert_eq!(answer(&mut answers).await, pressed("pair", generation, "deny", false));
    });
}

#[test]
fn a_note_is_replaced_in_place_and_an_old_press_is_stale() {
    in_private_session("a_note_is_replaced_in_place_and_an_old_press_is_stale", || async {
        // The service presses during every call: during the second one the first note is still what was seen.
        let mut server = Server::start(&ALL, Some("approve")).await;
        let (notifier, mut answers) = notifier();
        let first = notifier.show(note("pair", Urgency::Critical)).await.unwrap();
        let id = server.shown().await;
        assert_eq!(answer(&mut answers).await, pressed("pair", first, "approve", false));
        let second = notifier.show(note("pair", Urgency::Critical)).await.unwrap();
        let Call::Notify { replaces, .. } = server.call().await else { panic!() };
        assert_eq!(replaces, id, "the bubble is used again");
        assert_eq!(answer(&mut answers).await, pressed("pair", first, "approve", true));
        server.press(id, "approve").await;
        assert_eq!(answer(&mut answers).await, pressed("pair", second, "approve", false));
    });
}

#[test]
fn a_withdrawn_note_is_closed_and_a_late_press_is_stale() {
    in_private_session("a_withdrawn_note_is_closed_and_a_late_press_is_stale", || async {
        let mut server = Server::start(&ALL, None).await;
        let (notifier, mut answers) = notifier();
        let generation = notifier.show(note("pair", Urgency::Critical)).await.unwrap();
        let id = server.shown().await;
        notifier.withdraw("pair");
        assert!(matches!(server.call().await, Call::Close(closed) if closed == id));
        assert_eq!(answer(&mut answers).await.answer, Answer::Closed(Closing::Withdrawn));
        server.press(id, "approve").await;
        assert_eq!(answer(&mut answers).await, pressed("pair", generation, "approve", true));
    });
}

#[test]
fn foreign_text_is_shown_as_it_is_and_steers_nothing() {
    in_private_session("foreign_text_is_shown_as_it_is_and_steers_nothing", || async {
        let foreign = Note {
            title: "a\u{202E}b\nc".into(),
            body: "<a href='x'>Approve</a> & \u{2066}go\u{1b}[0m\nsecond".into(),
            actions: vec![("deny".into(), "De\u{200F}ny\n".into())],
            ..note("pair", Urgency::Normal)
        };
        for (capabilities, body, buttons) in [
            (
                ALL.to_vec(),
                "&lt;a href='x'&gt;Approve&lt;/a&gt; &amp; go[0m\nsecond",
                vec!["default", "", "deny", "Deny"],
            ),
            (vec!["body"], "<a href='x'>Approve</a> & go[0m\nsecond", vec![]),
        ] {
            let mut server = Server::start(&capabilities, None).await;
            let (notifier, _answers) = notifier();
            notifier.show(foreign.clone()).await.unwrap();
            let Call::Notify { title, body: shown, actions, .. } = server.call().await else { panic!() };
            assert_eq!((title.as_str(), shown.as_str()), ("ab c", body));
            assert_eq!(actions, buttons);
            let service = notifier.service().borrow().clone();
            let Service::Present(can) = service else { panic!("{service:?}") };
            assert_eq!(can.actions, !buttons.is_empty(), "missing buttons are told");
            server.end().await;
        }
    });
}

#[test]
fn without_a_service_showing_fails_at_once_and_a_critical_note_comes_later() {
    let name = "without_a_service_showing_fails_at_once_and_a_critical_note_comes_later";
    in_private_session(name, || async {
        let (notifier, mut answers) = notifier();
        for (key, urgency) in [("down", Urgency::Critical), ("moot", Urgency::Critical), ("back", Urgency::Normal)] {
            assert_eq!(notifier.show(note(key, urgency)).await, Err(NotifyFailure::NoServer));
        }
        assert_eq!(*notifier.service().borrow(), Service::Absent(NotifyFailure::NoServer));
        notifier.withdraw("moot");
        let mut server = Server::start(&ALL, None).await;
        let id = server.shown().await;
        server.press(id, "deny").await;
        let first = answer(&mut answers).await;
        assert_eq!((first.key.as_str(), first.stale), ("down", false));
        notifier.show(note("later", Urgency::Normal)).await.unwrap();
        assert_eq!(server.shown().await, id + 1, "nothing else was shown in between");
    });
}

#[test]
fn a_service_that_restarts_gets_the_critical_notes_again_under_the_same_generation() {
    let name = "a_service_that_restarts_gets_the_critical_notes_again_under_the_same_generation";
    in_private_session(name, || async {
        let watch = zbus::Connection::session().await.unwrap();
        let mut server = Server::start(&ALL, None).await;
        let (notifier, mut answers) = notifier();
        let plain = notifier.show(note("plain", Urgency::Normal)).await.unwrap();
        let approval = notifier.show(note("approval", Urgency::Critical)).await.unwrap();
        server.shown().await;
        server.shown().await;
        server.end().await;
        owned(&watch, NAME, false).await;
        let over = answer(&mut answers).await;
        assert_eq!((over.generation, over.answer), (plain, Answer::Closed(Closing::ServiceEnded)));
        let mut server = Server::start(&ALL, None).await;
        let Call::Notify { id, replaces, urgency, .. } = server.call().await else { panic!() };
        assert_eq!((replaces, urgency), (0, 2), "ids of the old service are forgotten");
        server.press(id, "approve").await;
        assert_eq!(answer(&mut answers).await, pressed("approval", approval, "approve", false));
        assert!(server.calls.is_empty(), "only what is critical comes again");
    });
}

#[test]
fn a_press_that_another_program_makes_up_is_not_believed() {
    in_private_session("a_press_that_another_program_makes_up_is_not_believed", || async {
        let mut server = Server::start(&ALL, None).await;
        let (notifier, mut answers) = notifier();
        notifier.show(note("pair", Urgency::Critical)).await.unwrap();
        let id = server.shown().await;
        let forger = zbus::Connection::session().await.unwrap();
        forger.emit_signal(None::<&str>, PATH, NAME, "ActionInvoked", &(id, "approve")).await.unwrap();
        // Once the bus has answered the forger, the forged signal is on its way before whatever comes after.
        owned(&forger, NAME, true).await;
        server.press(id, "deny").await;
        assert_eq!(answer(&mut answers).await.answer, Answer::Pressed("deny".into()));
    });
}

#[test]
fn a_service_that_answers_too_late_is_told_and_its_press_still_counts() {
    in_private_session("a_service_that_answers_too_late_is_told_and_its_press_still_counts", || async {
        let mut server = Server::start(&ALL, None).await;
        let (notifier, mut answers) = notifier();
        let earlier = notifier.show(note("earlier", Urgency::Normal)).await.unwrap();
        server.shown().await;
        server.answers.forget_permits(usize::MAX);
        assert_eq!(notifier.show(note("pair", Urgency::Critical)).await, Err(NotifyFailure::TimedOut));
        let id = server.shown().await;
        server.answers.add_permits(1_000);
        // The late answer goes out before this signal, and is read before it.
        let next = notifier.show(note("next", Urgency::Normal)).await.unwrap();
        server.press(id, "deny").await;
        let late = answer(&mut answers).await;
        assert_eq!((late.key.as_str(), late.stale), ("pair", false));
        assert!(earlier < late.generation && late.generation < next, "{late:?}");
    });
}

#[test]
fn the_notifier_survives_the_death_of_the_bus() {
    in_private_session("the_notifier_survives_the_death_of_the_bus", || async {
        let mut server = Server::start(&ALL, None).await;
        let (notifier, mut answers) = notifier();
        let mut service = notifier.service();
        notifier.show(note("plain", Urgency::Normal)).await.unwrap();
        server.shown().await;
        end_bus();
        soon("the bus's end", service.wait_for(|service| matches!(service, Service::Absent(NotifyFailure::NoBus(_)))))
            .await
            .unwrap();
        assert_eq!(answer(&mut answers).await.answer, Answer::Closed(Closing::ServiceEnded));
        let failed = notifier.show(note("down", Urgency::Critical)).await;
        assert!(matches!(failed, Err(NotifyFailure::NoBus(_))), "{failed:?}");
        let _bus = another_bus();
        let mut server = Server::start(&ALL, None).await;
        notifier.show(note("plain", Urgency::Normal)).await.unwrap();
        let mut titles = HashMap::new();
        for _ in 0..2 {
            let Call::Notify { urgency, replaces, .. } = server.call().await else { panic!() };
            titles.insert(urgency, replaces);
        }
        assert_eq!(titles, HashMap::from([(1, 0), (2, 0)]), "the new note and the critical one that waited");
    });
}
