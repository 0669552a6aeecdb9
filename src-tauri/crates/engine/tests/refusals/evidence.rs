//! How soon a line or an event is a finding, and what following many lines takes.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use clawtray_contract::{GatewayView, Intent};
use clawtray_engine::NoDesktop;
use clawtray_platform::output::{LineLimits, OutputTail, Position};
use rustix::time::{ClockId, clock_gettime};
use serde_json::json;

use crate::stage::{PATIENCE, Stage};

const ROUNDS: usize = 20;
/// Before each round: nothing of the one before is still under way. A little longer each time, so that no round begins
/// at the same moment of a wait of the keeper's.
const PAUSE: Duration = Duration::from_millis(700);
const LONGER: Duration = Duration::from_millis(37);
/// What a busy gateway prints, lines a second, and for how many seconds.
const RATE: u64 = 20_000;
const SECONDS: u64 = 10;

pub async fn figures() {
    let stage = Stage::on(1, Arc::new(NoDesktop)).await;
    stage.healed("the first start", "nothing").await;
    lines(&stage).await;
    events(&stage).await;
    stage.ask(Intent::Quit { stop_gateway: true }).await;

    let stage = Stage::on(1, Arc::new(NoDesktop)).await;
    stage.healed("the first start", "nothing").await;
    let began = processor_ms();
    tokio::time::sleep(Duration::from_secs(SECONDS)).await;
    println!("the keeper, its gateway prints nothing: {}", share(processor_ms() - began));
    let last = "[agent/embedded] model=model-last provider=openai 401 Incorrect API key provided";
    let began = processor_ms();
    stage.order(&json!({"lines": RATE, "seconds": SECONDS, "last": last}));
    stage.until("the last line", |view| has(view, "model.credentials", "openai/model-last")).await;
    println!("the keeper, its gateway prints {RATE} lines a second: {}", share(processor_ms() - began));
    tail_alone(&stage, last).await;
    stage.ask(Intent::Quit { stop_gateway: true }).await;
}

/// A line that the gateway prints, until its finding is in the picture.
async fn lines(stage: &Stage) {
    let output = output(stage);
    let (mut ordered, mut followed, mut shown) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        tokio::time::sleep(PAUSE + LONGER * u32::try_from(round).unwrap()).await;
        let subject = format!("openai/model-{round}");
        let line = format!("[agent/embedded] model=model-{round} provider=openai 401 Incorrect API key provided");
        let bare = follow(&output, &line);
        let began = Instant::now();
        stage.order(&json!({"print": line}));
        ordered.push(began.elapsed());
        let seen = tokio::spawn(async move {
            bare.await;
            began.elapsed()
        });
        stage.until("the finding of a line", |view| has(view, "model.credentials", &subject)).await;
        shown.push(began.elapsed());
        followed.push(seen.await.unwrap());
    }
    println!("order heard and line printed: {}", told_of(ordered));
    println!("order → the line is read by a bare tail: {}", told_of(followed));
    println!("order → the line's finding is in the picture: {}", told_of(shown));
}

/// An event that the gateway sends, until its finding is in the picture.
async fn events(stage: &Stage) {
    let (mut ordered, mut shown) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        tokio::time::sleep(PAUSE + LONGER * u32::try_from(round).unwrap()).await;
        let job = format!("job-{round}");
        let payload = json!({"jobId": job, "action": "finished", "status": "error", "completionStatus": "failed",
            "error": "command exited with code 3", "job": {"id": job, "name": job, "enabled": true,
            "state": {"consecutiveErrors": 1}}});
        let began = Instant::now();
        stage.order(&json!({"event": "cron", "payload": payload}));
        ordered.push(began.elapsed());
        stage.until("the finding of an event", |view| has(view, "cron.job_failed", &job)).await;
        shown.push(began.elapsed());
    }
    println!("order heard and event sent: {}", told_of(ordered));
    println!("order → the event's finding is in the picture: {}", told_of(shown));
}

/// The file that the gateway's output goes to.
fn output(stage: &Stage) -> PathBuf {
    let pid = stage.view().details.pid.expect("it runs");
    std::fs::read_link(format!("/proc/{pid}/fd/1")).unwrap()
}

fn has(view: &GatewayView, id: &str, subject: &str) -> Option<()> {
    view.findings.iter().any(|finding| finding.id == id && finding.subject.as_deref() == Some(subject)).then_some(())
}

/// The same lines followed by a tail and nothing else, then read without following.
async fn tail_alone(stage: &Stage, last: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("busy.log");
    File::create(&path).unwrap();
    // The keeper follows its gateway's output; this gateway writes elsewhere, so only the tail works here.
    let (began, at_rest) = (processor_ms(), Instant::now());
    let followed = follow(&path, last);
    stage.order(&json!({"lines": RATE, "seconds": SECONDS, "last": last, "to": path}));
    let lines = followed.await;
    assert!(at_rest.elapsed() >= Duration::from_secs(SECONDS - 1));
    println!("a tail alone, {lines} lines: {}", share(processor_ms() - began));
    let began = processor_ms();
    let (mut file, mut piece, mut ends) = (File::open(&path).unwrap(), vec![0; 64 * 1024], 0);
    loop {
        let read = file.read(&mut piece).unwrap();
        if read == 0 {
            break;
        }
        ends += piece[..read].iter().filter(|byte| **byte == b'\n').count();
    }
    println!("a bare read of the same file, {ends} line ends: {}", share(processor_ms() - began));
}

/// Follows a file from its present end until this line. Returns how many lines came.
fn follow(path: &Path, last: &str) -> impl Future<Output = usize> + Send + use<> {
    let offset = std::fs::metadata(path).unwrap().len();
    let from = Position { offset, ..Position::default() };
    let mut tail = OutputTail::new(path, from, LineLimits::default(), Duration::from_millis(500));
    let last = last.to_owned();
    async move {
        let mut lines = 0;
        let reading = async {
            loop {
                let batch = tail.next().await.unwrap();
                lines += batch.lines.len();
                if batch.lines.iter().any(|line| line.text == last) {
                    break;
                }
            }
        };
        tokio::time::timeout(PATIENCE, reading).await.expect("the line comes");
        lines
    }
}

/// Processor time of this process so far, milliseconds.
fn processor_ms() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap().as_secs_f64() * 1_000.0
}

/// Of a core, where it is spread over [`SECONDS`].
#[allow(clippy::cast_precision_loss)]
fn share(processor_ms: f64) -> String {
    let second_ms = processor_ms / SECONDS as f64;
    format!("{second_ms:.2} ms of processor time for each second, {:.2} % of a core", second_ms / 10.0)
}

/// The least, the middle and the greatest.
fn told_of(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let ms = |at: usize| times[at].as_micros() as f64 / 1_000.0;
    format!("{:.1} / {:.1} / {:.1} ms in {}", ms(0), ms(times.len() / 2), ms(times.len() - 1), times.len())
}
