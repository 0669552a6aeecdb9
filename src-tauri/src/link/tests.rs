//! The connection against a keeper played by the test.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use clawtray_contract::{
    AppView, ClientFrame, ClientKind, KeeperFrame, MAX_FRAME_BYTES, Route, SOCKET_PROTOCOL, Snapshot,
};
use clawtray_platform::lock::KeeperLock;
use clawtray_platform::socket::{LineReader, LineWriter, Listener, lines};
use tokio::io::{ReadHalf, WriteHalf};

use super::*;

const LIMIT: Duration = Duration::from_secs(10);

struct Heard(mpsc::UnboundedSender<Push>);

impl Ear for Heard {
    fn take(&self, push: Push) {
        self.0.send(push).unwrap();
    }
}

struct Keeper {
    listener: Listener,
    _lock: KeeperLock,
}

type Reader = LineReader<ReadHalf<Connection>>;
type Writer = LineWriter<WriteHalf<Connection>>;

struct Scene {
    folder: tempfile::TempDir,
    link: Link,
    heard: mpsc::UnboundedReceiver<Push>,
    starts: Arc<AtomicUsize>,
    running: tokio::task::JoinHandle<()>,
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.running.abort();
    }
}

impl Scene {
    fn socket(folder: &tempfile::TempDir) -> std::path::PathBuf {
        if cfg!(windows) {
            let name = folder.path().file_name().unwrap().to_string_lossy().into_owned();
            return format!(r"\\.\pipe\clawtray-test-{name}").into();
        }
        folder.path().join("keeper.sock")
    }

    async fn keeper(folder: &tempfile::TempDir) -> Keeper {
        let lock = KeeperLock::acquire(&folder.path().join("keeper.lock")).unwrap();
        Keeper { listener: Listener::bind(&Self::socket(folder), &lock).await.unwrap(), _lock: lock }
    }

    fn open(folder: tempfile::TempDir, start: Result<(), String>) -> Self {
        let (told, heard) = mpsc::unbounded_channel();
        let (link, requests) = super::open();
        let starts = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&starts);
        let keeping = Keeping {
            socket: Self::socket(&folder),
            start: move || {
                counted.fetch_add(1, Ordering::SeqCst);
                start.clone()
            },
            ear: Arc::new(Heard(told)),
            requests,
            patience: Patience {
                start: Duration::from_millis(200),
                start_pause: Duration::from_millis(5),
                first_pause: Duration::from_millis(5),
                longest_pause: Duration::from_millis(20),
                ..Patience::default()
            },
        };
        Self { folder, link, heard, starts, running: tokio::spawn(keeping.run()) }
    }

    async fn next(&mut self) -> Push {
        timeout(LIMIT, self.heard.recv()).await.unwrap().unwrap()
    }
}

impl Keeper {
    async fn greeted(&self) -> (Reader, Writer) {
        let connection = timeout(LIMIT, self.listener.accept()).await.unwrap().unwrap();
        let (mut reader, mut writer) = lines(connection, MAX_FRAME_BYTES);
        let hello = received(&mut reader).await;
        assert!(
            matches!(hello, ClientFrame::Hello { protocol: SOCKET_PROTOCOL, client: ClientKind::Window, .. }),
            "the window introduces itself first: {hello:?}"
        );
        say(&mut writer, &KeeperFrame::Hello { protocol: SOCKET_PROTOCOL, version: "0".into(), pid: 1 }).await;
        assert_eq!(received(&mut reader).await, ClientFrame::Subscribe);
        (reader, writer)
    }
}

async fn received(reader: &mut Reader) -> ClientFrame {
    serde_json::from_str(&timeout(LIMIT, reader.next()).await.unwrap().unwrap().unwrap()).unwrap()
}

async fn say(writer: &mut Writer, frame: &KeeperFrame) {
    writer.send(&serde_json::to_string(frame).unwrap()).await.unwrap();
}

fn snapshot(revision: u64) -> Box<Snapshot> {
    let app = AppView { version: "0".into(), keeper_pid: None, language: "en".into() };
    Box::new(Snapshot {
        revision,
        at_ms: 0,
        app,
        notices: vec![],
        settings: None,
        gateways: vec![],
        found: vec![],
        history: vec![],
    })
}

fn connected() -> Push {
    Push::Link { state: LinkState::Connected }
}

#[tokio::test]
async fn snapshots_and_places_reach_the_page_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let keeper = Scene::keeper(&folder).await;
    let mut scene = Scene::open(folder, Ok(()));
    let (_reader, mut writer) = keeper.greeted().await;
    say(&mut writer, &KeeperFrame::Snapshot { snapshot: snapshot(7) }).await;
    say(&mut writer, &KeeperFrame::Show { route: Route::Logs, gateway: None }).await;
    assert_eq!(scene.next().await, connected());
    assert_eq!(scene.next().await, Push::Snapshot { snapshot: snapshot(7) });
    assert_eq!(scene.next().await, Push::Show { route: Route::Logs, gateway: None });
    assert_eq!(scene.starts.load(Ordering::SeqCst), 0, "a keeper that answers is not started again");
}

#[tokio::test]
async fn answers_find_the_intent_they_belong_to_whatever_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let keeper = Scene::keeper(&folder).await;
    let scene = Scene::open(folder, Ok(()));
    let played = async {
        let (mut reader, mut writer) = keeper.greeted().await;
        let mut numbers = HashMap::new();
        for _ in 0..2 {
            let ClientFrame::Intent { id, intent } = received(&mut reader).await else { panic!("an intent") };
            numbers.insert(format!("{intent:?}"), id);
        }
        let error = AppError::new(ErrorCode::Busy, "A repair is running.");
        say(&mut writer, &KeeperFrame::Failure { id: Some(numbers["Restart"]), error }).await;
        say(&mut writer, &KeeperFrame::Answer { id: numbers["Start"], answer: Answer::Accepted }).await;
        (reader, writer)
    };
    let (start, restart, _ends) =
        tokio::join!(scene.link.send(Intent::Start), scene.link.send(Intent::Restart), played);
    assert_eq!(start, Ok(Answer::Accepted));
    assert_eq!(restart.unwrap_err().code, ErrorCode::Busy);
}

#[tokio::test]
async fn a_keeper_that_leaves_is_told_its_intents_fail_and_its_return_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let keeper = Scene::keeper(&folder).await;
    let mut scene = Scene::open(folder, Ok(()));
    let leaving = async {
        let (mut reader, writer) = keeper.greeted().await;
        received(&mut reader).await;
        drop((reader, writer, keeper));
    };
    let (answer, ()) = tokio::join!(scene.link.send(Intent::Start), leaving);
    assert_eq!(answer.unwrap_err().code, ErrorCode::NoKeeper);
    assert_eq!(scene.next().await, connected());
    assert_eq!(scene.next().await, Push::Link { state: LinkState::NoKeeper { detail: None } });
    assert_eq!(scene.starts.load(Ordering::SeqCst), 0, "the person may have ended it: it is not started unasked");

    let keeper = Scene::keeper(&scene.folder).await;
    let _ends = keeper.greeted().await;
    assert_eq!(scene.next().await, connected());
}

#[tokio::test]
async fn without_a_keeper_one_is_started_once_and_its_failure_is_shown() {
    let mut scene = Scene::open(tempfile::tempdir().unwrap(), Err("there is no program".to_owned()));
    let detail = Some("there is no program".to_owned());
    assert_eq!(scene.next().await, Push::Link { state: LinkState::NoKeeper { detail: detail.clone() } });
    assert_eq!(scene.link.send(Intent::Start).await.unwrap_err().code, ErrorCode::NoKeeper);
    assert_eq!(scene.starts.load(Ordering::SeqCst), 1);

    let asked = scene.link.start_keeper().await.unwrap_err();
    assert_eq!((asked.code, asked.detail), (ErrorCode::NoKeeper, detail));
    assert_eq!(scene.starts.load(Ordering::SeqCst), 2, "asked for, it is tried again");
    assert_eq!(scene.next().await, Push::Link { state: LinkState::Connecting });
}

#[tokio::test]
async fn a_keeper_of_another_protocol_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let keeper = Scene::keeper(&folder).await;
    let mut scene = Scene::open(folder, Ok(()));
    let connection = keeper.listener.accept().await.unwrap();
    let (_reader, mut writer) = lines(connection, MAX_FRAME_BYTES);
    say(&mut writer, &KeeperFrame::Hello { protocol: 99, version: "9".into(), pid: 1 }).await;
    let Push::Link { state: LinkState::NoKeeper { detail: Some(detail) } } = scene.next().await else {
        panic!("it must not count as connected")
    };
    assert!(detail.contains("version 99"), "{detail}");
}

#[tokio::test]
async fn rubbish_ends_the_connection_and_does_not_reach_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let keeper = Scene::keeper(&folder).await;
    let mut scene = Scene::open(folder, Ok(()));
    let (_reader, mut writer) = keeper.greeted().await;
    writer.send("{\"type\":\"snapshot\"").await.unwrap();
    assert_eq!(scene.next().await, connected());
    assert!(matches!(scene.next().await, Push::Link { state: LinkState::NoKeeper { detail: Some(_) } }));
}
