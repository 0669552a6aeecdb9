//! The scenes, one after the other, each in a world of its own.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use clawtray_contract::{Answer, AppError, ErrorCode, FindingRef, Intent, Outcome, RepairView, State, StepState};
use clawtray_core::Surface;

use crate::{
    player::{BROKEN, DOCTORS, GO, GOOD, ORDER, OTHERS},
    stage::Stage,
    system,
};

/// The word by which this program is a keeper that repairs.
pub const KEEP: &str = "keep";

/// How much faster than real time the engine's time runs: steps keep limits that a busy machine can keep.
const PACE: u64 = 10;

const REPAIR: &str = "repair_the_configuration";
const RESTORE: &str = "restore_the_last_good_copy";

/// A gateway that cannot start because its configuration is cut off.
struct Scene {
    stage: Stage,
    root: PathBuf,
    _folder: tempfile::TempDir,
}

impl Scene {
    fn new(order: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        Stage::prepare(&root, "{}");
        let scene = Self { stage: Stage::at_pace(&root, PACE), root, _folder: folder };
        scene.write("openclaw.json", BROKEN);
        scene.write("openclaw.json.bak", GOOD);
        scene.write(ORDER, order);
        scene
    }

    async fn broken(order: &str) -> Self {
        let mut scene = Self::new(order);
        begin(&mut scene.stage).await;
        scene
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.root.join("state").join(name), text).unwrap();
    }

    fn config(&self) -> String {
        fs::read_to_string(self.root.join("state/openclaw.json")).unwrap()
    }

    /// Names of files beside the configuration that hold this.
    fn beside(&self, part: &str) -> Vec<String> {
        let files = fs::read_dir(self.root.join("state")).unwrap().flatten();
        let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name.contains(part)).collect()
    }

    fn doctors(&self) -> usize {
        fs::read_to_string(self.root.join("state").join(DOCTORS)).unwrap_or_default().lines().count()
    }

    /// Every doctor that was started has ended.
    async fn no_doctor_is_left(&mut self) {
        let runs = fs::read_to_string(self.root.join("state").join(DOCTORS)).unwrap_or_default();
        for pid in runs.lines() {
            let end = std::time::Instant::now() + crate::stage::PATIENCE;
            while is_doctor(pid) {
                assert!(std::time::Instant::now() < end, "a doctor lives on");
                tokio::task::yield_now().await;
            }
        }
    }

    async fn ended(&mut self, repair: u64, outcome: Outcome) -> RepairView {
        let ended = ended(&mut self.stage, repair).await;
        assert_eq!(ended.outcome, Some(outcome), "{ended:#?}");
        assert!(!ended.text.is_empty());
        let open = [StepState::Running, StepState::Waiting];
        assert!(ended.steps.iter().all(|step| !open.contains(&step.state)), "{ended:#?}");
        ended
    }

    /// The lease is given back: the next repair begins, does its work once, and is proven.
    async fn the_next_one_heals(mut self) {
        self.write(ORDER, "good");
        self.write("manner", "good");
        let (doctors, begun) = (self.doctors(), run(&mut self.stage, REPAIR, Surface::Window).await);
        let repair = number(&begun).unwrap_or_else(|| panic!("the lease is held: {begun:?}"));
        self.ended(repair, Outcome::Repaired).await;
        assert_eq!((self.doctors(), self.config().as_str()), (doctors + 1, GOOD));
        self.stage.until("running", |view| view.state == State::Running).await;
        self.stage.ask(Intent::Stop { now: true }).await;
        self.stage.stopped().await;
        self.stage.check().await;
        self.stage.lose_keeper(false).await;
    }
}

async fn begin(stage: &mut Stage) {
    stage.start_keeper().await;
    stage.ask(Intent::Start).await;
    stage
        .until("the finding", |view| {
            view.findings.iter().any(|finding| finding.id == "config.invalid" && finding.actions.len() == 2)
        })
        .await;
}

/// Looks at the plan and runs it, as a person does.
async fn run(stage: &mut Stage, action: &str, surface: Surface) -> Result<Answer, AppError> {
    let (finding, action) = (FindingRef::of("config.invalid"), action.to_owned());
    let preview = Intent::Preview { finding: finding.clone(), action: action.clone(), choice: None };
    let plan = match stage.asked(preview, surface).await {
        Ok(Answer::Plan { plan }) => plan.etag,
        other => return other,
    };
    stage.asked(Intent::Run { finding, action, plan: Some(plan), choice: None }, surface).await
}

fn number(begun: &Result<Answer, AppError>) -> Option<u64> {
    if let Ok(Answer::Repair { repair }) = begun { Some(*repair) } else { None }
}

async fn ended(stage: &mut Stage, repair: u64) -> RepairView {
    let is_it = move |one: &&RepairView| one.id == repair && one.outcome.is_some();
    stage.until("the end of the repair", |view| view.repairs.iter().any(|one| is_it(&one))).await;
    stage.view().repairs.into_iter().find(|one| is_it(&one)).unwrap()
}

fn is_doctor(pid: &str) -> bool {
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&line).contains("doctor")
}

pub async fn all() -> String {
    // Each in a world of its own, all at the same time: most of it is waiting.
    tokio::join!(
        command_hangs(),
        disk_is_full(),
        gateway_dies(),
        configuration_changes(),
        two_ask_at_once(),
        keeper_is_killed()
    );
    "6 ways to break a repair off: each with one outcome, nothing half done, nothing done twice".to_owned()
}

async fn command_hangs() {
    let mut scene = Scene::broken("hangs").await;
    let repair = number(&run(&mut scene.stage, REPAIR, Surface::Window).await).unwrap();
    scene.ended(repair, Outcome::Failed).await;
    assert_eq!((scene.doctors(), scene.config().as_str()), (1, BROKEN));
    // Its own limit, which ends it, runs in real time: minutes.
    scene.write(GO, "");
    scene.no_doctor_is_left().await;
    scene.the_next_one_heals().await;
}

async fn disk_is_full() {
    let mut scene = Scene::broken("full").await;
    let repair = number(&run(&mut scene.stage, REPAIR, Surface::CommandLine).await).unwrap();
    let ended = scene.ended(repair, Outcome::Failed).await;
    assert!(ended.text.contains("no space left") || ended.text.contains("ENOSPC"), "in its own words: {}", ended.text);
    assert_eq!((scene.doctors(), scene.config().as_str()), (1, BROKEN));
    scene.the_next_one_heals().await;
}

async fn gateway_dies() {
    let mut scene = Scene::broken("good").await;
    scene.write("manner", "crash");
    let repair = number(&run(&mut scene.stage, REPAIR, Surface::Window).await).unwrap();
    scene.ended(repair, Outcome::StillBroken).await;
    assert_eq!((scene.doctors(), scene.config().as_str()), (1, GOOD), "what was mended stays so");
    // It is a gateway that crashes now: the lease is free for what helps against that.
    scene.write("manner", "good");
    scene.stage.ask(Intent::Start).await;
    scene.stage.until("running", |view| view.state == State::Running).await;
    scene.stage.ask(Intent::Stop { now: true }).await;
    scene.stage.stopped().await;
    scene.stage.check().await;
    scene.stage.lose_keeper(false).await;
}

async fn configuration_changes() {
    let mut scene = Scene::broken("changes").await;
    let repair = number(&run(&mut scene.stage, RESTORE, Surface::Window).await).unwrap();
    scene.ended(repair, Outcome::AbortedChanged).await;
    assert_eq!(scene.config(), OTHERS, "what somebody wrote meanwhile is left alone");
    assert_eq!((scene.beside(".broken."), scene.beside(".tmp")), (vec![], vec![]), "nothing half done is left");
    scene.write("openclaw.json", BROKEN);
    scene.the_next_one_heals().await;
}

async fn two_ask_at_once() {
    let mut scene = Scene::broken("waits").await;
    let first = run(&mut scene.stage, REPAIR, Surface::Window).await;
    let second = run(&mut scene.stage, REPAIR, Surface::CommandLine).await;
    let repair = number(&first).unwrap();
    assert_eq!(second.unwrap_err().code, ErrorCode::Busy);
    scene.write(GO, "");
    scene.ended(repair, Outcome::Repaired).await;
    assert_eq!((scene.doctors(), scene.stage.view().repairs.len()), (1, 1), "done once, kept once");
    scene.stage.until("running", |view| view.state == State::Running).await;
    scene.write(ORDER, "good");
    scene.stage.ask(Intent::Stop { now: true }).await;
    scene.stage.stopped().await;
    scene.stage.check().await;
    scene.stage.lose_keeper(false).await;
}

/// A keeper that repairs until it is killed. Says a line once doctor runs.
pub async fn keep(root: &Path) {
    let mut stage = Stage::at_pace(root, PACE);
    begin(&mut stage).await;
    number(&run(&mut stage, REPAIR, Surface::Window).await).expect("it begins");
    while !root.join("state").join(DOCTORS).exists() {
        tokio::task::yield_now().await;
    }
    println!("repairing");
    std::future::pending::<()>().await;
}

async fn keeper_is_killed() {
    let mut scene = Scene::new("waits");
    let mut keeper = Command::new(std::env::current_exe().unwrap())
        .arg(KEEP)
        .arg(&scene.root)
        .stdout(Stdio::piped())
        .spawn()
        .expect("a keeper");
    let killed = tokio::task::spawn_blocking(move || {
        let mut line = String::new();
        BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut line).unwrap();
        keeper.kill().unwrap();
        keeper.wait().unwrap();
        line
    });
    assert_eq!(killed.await.unwrap().trim(), "repairing", "the keeper did not get as far");
    // What it had begun ends by itself, like any command whose terminal is closed.
    scene.stage.start_keeper().await;
    let repairs = scene.stage.view().repairs;
    assert_eq!((repairs.len(), repairs[0].outcome), (1, Some(Outcome::Failed)), "{repairs:#?}");
    assert!(repairs[0].text.contains("Clawtray ended"), "{}", repairs[0].text);
    assert_eq!(scene.doctors(), 1, "nothing goes on by itself");
    scene.write(GO, "");
    scene.no_doctor_is_left().await;
    assert!(system::gateways(&scene.stage.entry).len() <= 1);
    scene.write("openclaw.json", BROKEN);
    scene.stage.ask(Intent::Stop { now: true }).await;
    scene.stage.ask(Intent::Start).await;
    scene.stage.until("the finding", |view| view.findings.iter().any(|one| one.id == "config.invalid")).await;
    scene.the_next_one_heals().await;
}
