//! How soon a request is notified, and how soon a session that was ended is there again, beside the same without a
//! keeper. Time runs as it does.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use clawtray_contract::{GatewayView, Intent, Route, Secret};
use clawtray_core::Note;
use clawtray_engine::{Desktop, EventSink};
use clawtray_gateway::{ConnectRequest, Credential, DeviceIdentity, Endpoint, Limits, session};
use serde_json::json;
use tokio::sync::mpsc;

use crate::{
    player,
    stage::{PATIENCE, Stage},
};

/// Notifications one by one, and the time after which as many more come so, as the keeper allows.
const ONE_BY_ONE: usize = 3;
const WINDOW: Duration = Duration::from_secs(61);
/// A session that lasted so long is followed by the first wait of the table.
const STEADY: Duration = Duration::from_secs(31);

/// Hands on the keys of what is notified.
struct Paper(mpsc::UnboundedSender<String>);

impl Desktop for Paper {
    fn notify(&self, note: Note) {
        // Nobody listens any more once everything was measured.
        let _over = self.0.send(note.key);
    }
    fn withdraw(&self, _key: &str) {}
    fn open_window(&self, _route: Route, _gateway: Option<String>) {}
    fn offer_window(&self, _route: Route) {}
    fn start_at_login(&self, _on: bool, _events: &EventSink) {}
}

pub async fn figures() {
    let (told, mut notes) = mpsc::unbounded_channel();
    let stage = Stage::on(1, Arc::new(Paper(told))).await;
    stage.healed("the first start", "nothing").await;
    let (mut bare, mut notified) = (Vec::new(), Vec::new());
    for round in 0..3 * ONE_BY_ONE {
        if round > 0 && round % ONE_BY_ONE == 0 {
            tokio::time::sleep(WINDOW).await;
        }
        let (id, began) = (format!("marked-{round}"), Instant::now());
        stage.order(&json!({"approvals": 0, "marked": id}));
        bare.push(began.elapsed());
        let key = format!("approval:{id}");
        let heard = async { while notes.recv().await.is_some_and(|heard| heard != key) {} };
        tokio::time::timeout(PATIENCE, heard).await.expect("it is notified");
        notified.push(began.elapsed());
    }
    println!("order heard and event sent: {}", told_of(bare));
    println!("order → the request is handed to the desktop as a notification: {}", told_of(notified));

    let port = stage.view().details.port.expect("its port");
    let request = ConnectRequest::operator("0", "linux", vec![], Credential::Token(Secret::new(player::TOKEN)));
    let (mut alone, mut back) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let began = Instant::now();
        let identity = DeviceIdentity::generate(&[7; 32]);
        let opened = session::open(&Endpoint::loopback(port), &request, &identity, &Limits::default()).await;
        alone.push(began.elapsed());
        opened.expect("a session").0.close().await;
        tokio::time::sleep(STEADY).await;
        let began = Instant::now();
        stage.order(&json!({"approvals": 0}));
        let signed_in = |view: &GatewayView| view.details.protocol.is_some();
        stage.until("the end of the session", |view| (!signed_in(view)).then_some(())).await;
        stage.until("another session", |view| signed_in(view).then_some(())).await;
        back.push(began.elapsed());
    }
    println!("a session alone: {}", told_of(alone));
    println!("closed with 1012 → signed in again, 1 s of it the first wait: {}", told_of(back));
    stage.ask(Intent::Quit { stop_gateway: true }).await;
}

/// The least, the middle and the greatest.
fn told_of(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let ms = |at: usize| times[at].as_millis();
    format!("{} / {} / {} ms in {}", ms(0), ms(times.len() / 2), ms(times.len() - 1), times.len())
}
