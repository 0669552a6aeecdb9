//! A repair as a person makes it: found, shown, made, proven, taken back; with the seconds of each, and with what it
//! touched held against what its plan named. One line of the table of repairs comes of each.

use std::{
    fs,
    path::PathBuf,
    process::{Output, Stdio},
    time::Instant,
};

use clawtray_contract::{Answer, ClientKind, FindingRef, Intent, Outcome, PlanView, RepairView, State, UndoState};

use clawtray_testkit::desktop::Notification;

use super::{
    READY, Stage, is_of_spring, needed, peer,
    picture::{Bystander, Picture},
};

/// The surface by which it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// `clawtray fix FINDING ACTION --yes`.
    CommandLine,
    /// The entry of the tray's menu; for `safe` actions, which ask nothing.
    Menu,
    /// The button of its notification; for `safe` actions, which ask nothing.
    Notification,
    /// The window's way: the plan, and the press that names it.
    Window,
}

/// A fault that stands, and what a person does about it.
pub struct Trial<'a> {
    pub stage: &'a Stage,
    pub fault: &'static str,
    pub finding: &'static str,
    pub action: &'static str,
    pub choice: Option<String>,
    pub by: By,
    /// When the fault was put in.
    pub begun: Instant,
    /// The proof may come before anybody looks.
    proof_may_be_quick: bool,
}

impl<'a> Trial<'a> {
    /// By the command line, in the one way there is.
    pub fn new(stage: &'a Stage, fault: &'static str, finding: &'static str, action: &'static str) -> Self {
        Self {
            stage,
            fault,
            finding,
            action,
            choice: None,
            by: By::CommandLine,
            begun: Instant::now(),
            proof_may_be_quick: false,
        }
    }

    pub fn begun(self, begun: Instant) -> Self {
        Self { begun, ..self }
    }

    pub fn by(self, by: By) -> Self {
        Self { by, ..self }
    }

    pub fn choice(self, choice: &str) -> Self {
        Self { choice: Some(choice.to_owned()), ..self }
    }

    /// What waits for proof may have it at once: the gateway goes on by itself.
    pub fn proof_may_be_quick(self) -> Self {
        Self { proof_may_be_quick: true, ..self }
    }

    /// Waits for the finding, carries the action out, and holds what it touched against its plan.
    pub fn ends_as(self, expected: Outcome) -> Row<'a> {
        let found = super::faults::named(self.stage, self.finding);
        let found_s = self.begun.elapsed().as_secs_f64();
        let reference = FindingRef { id: found.id.clone(), subject: found.subject.clone() };
        let action = self.stage.wait(&format!("{} is offered", self.action), READY, |stage| {
            let gateway = stage.gateway();
            let finding = gateway.findings.into_iter().find(|one| one.reference() == reference)?;
            finding.actions.into_iter().find(|action| action.id == self.action && action.blocked_by.is_none())
        });
        let choice = self.choice.clone();
        let home = self.stage.clawtray_home();
        let preview =
            || Intent::Preview { finding: reference.clone(), action: action.id.clone(), choice: choice.clone() };
        // What the plan rests on may have to be read first.
        let plan = self.stage.wait(&format!("a plan of {}", self.action), READY, |_| {
            match peer::ask_as(&home, ClientKind::Window, preview()) {
                Ok(Answer::Plan { plan }) => Some(plan),
                _ => None,
            }
        });
        let bystander = Bystander::start();
        let before = Picture::take(self.stage);
        let newest = self.stage.gateway().repairs.iter().map(|repair| repair.id).max().unwrap_or_default();
        let asked = Instant::now();
        let told = match self.by {
            By::CommandLine => {
                let name = reference.to_string();
                let mut args = vec!["fix", &name, self.action, "--yes"];
                if let Some(choice) = &self.choice {
                    args.extend(["--choice", choice]);
                }
                told(&self.stage.clawtray(&args))
            }
            By::Menu => {
                let clicked = self.stage.desktop.click(&[&found.title, &action.label]);
                clicked.unwrap_or_else(|error| panic!("{error}\n{}", self.stage.story()));
                String::new()
            }
            By::Notification => {
                let key = format!("fix:{}", self.action);
                let note = self.stage.desktop.wait_for("a notification with its button", READY, |state| {
                    let offers = |note: &&Notification| note.actions.contains(&(key.clone(), action.label.clone()));
                    state.on_screen().into_iter().find(offers).cloned()
                });
                let note = note.unwrap_or_else(|error| panic!("{error}\n{}", self.stage.story()));
                self.stage.desktop.press(note.id, &key).expect("it can be pressed");
                String::new()
            }
            By::Window => {
                let run = Intent::Run {
                    finding: reference.clone(),
                    action: action.id.clone(),
                    plan: Some(plan.etag.clone()),
                    choice: choice.clone(),
                };
                format!("{:?}", peer::ask_as(&home, ClientKind::Window, run))
            }
        };
        let repair =
            self.stage.wait(&format!("the end of {} {}: {told}", self.finding, self.action), READY * 3, |stage| {
                let repairs = stage.gateway().repairs;
                repairs.into_iter().find(|repair| repair.id > newest && repair.outcome.is_some())
            });
        let took_s = asked.elapsed().as_secs_f64();
        let quick = self.proof_may_be_quick && repair.outcome == Some(Outcome::Repaired);
        let as_expected = quick || repair.outcome == Some(expected);
        assert!(as_expected, "{}: {repair:#?}\n{told}\n{}", self.fault, self.stage.story());
        if expected == Outcome::Repaired {
            assert_eq!(self.stage.finding(self.finding), None, "{}: repaired and still there", self.fault);
        }
        let after = Picture::take(self.stage);
        before.only_changed_what_it_named(&after, &plan, self.fault);
        assert!(bystander.lives(), "{}: a process that only looks like a gateway was ended", self.fault);
        Row {
            stage: self.stage,
            fault: self.fault,
            reference,
            action: self.action,
            by: self.by,
            plan: *plan,
            repair,
            before,
            found_s,
            took_s,
            proved_s: None,
            undone_s: None,
            runbook: String::new(),
        }
    }
}

/// What came of it: one line of the table.
pub struct Row<'a> {
    stage: &'a Stage,
    fault: &'static str,
    pub reference: FindingRef,
    action: &'static str,
    by: By,
    pub plan: PlanView,
    pub repair: RepairView,
    before: Picture,
    found_s: f64,
    took_s: f64,
    proved_s: Option<f64>,
    undone_s: Option<f64>,
    runbook: String,
}

impl Row<'_> {
    /// The repair as it is now.
    fn now(&self) -> RepairView {
        let repairs = self.stage.gateway().repairs;
        repairs.into_iter().find(|repair| repair.id == self.repair.id).expect("it is kept")
    }

    /// A change that waits for proof gets it by what `happens`.
    pub fn proven_by(mut self, happens: impl FnOnce(&Stage)) -> Self {
        let begun = Instant::now();
        happens(self.stage);
        let (id, fault) = (self.repair.id, self.fault);
        self.repair = self.stage.wait(&format!("proof of {fault}"), READY, |stage| {
            let kept = stage.gateway().repairs.into_iter().find(|repair| repair.id == id)?;
            (kept.outcome == Some(Outcome::Repaired)).then_some(kept)
        });
        self.proved_s = Some(begun.elapsed().as_secs_f64());
        self
    }

    /// Takes it back: every key that it named is as it was, and nothing else was touched either.
    pub fn undone(mut self) -> Self {
        assert_eq!(self.now().undo, UndoState::Available, "{}: {:#?}", self.fault, self.repair);
        let (asked, id) = (Instant::now(), self.repair.id.to_string());
        let output = self.stage.clawtray(&["fix", "--undo", &id, "--yes"]);
        self.undone_s = Some(asked.elapsed().as_secs_f64());
        assert_eq!(output.status.code(), Some(0), "{}: {}\n{}", self.fault, told(&output), self.stage.story());
        let now = self.now();
        assert_eq!((now.outcome, now.undo), (Some(Outcome::Undone), UndoState::Done), "{}", self.fault);
        let after = Picture::take(self.stage);
        assert_eq!(self.before.config_changes(&after), Vec::<String>::new(), "{}: taken back", self.fault);
        self.before.only_changed_what_it_named(&after, &self.plan, self.fault);
        self
    }

    /// The runbook's own commands for the same fault, which stands again, one after the other.
    pub fn beside(mut self, commands: &[&[&str]]) -> Self {
        let begun = Instant::now();
        for args in commands {
            let output = openclaw(self.stage, args);
            let good = if output.status.success() { "" } else { " (fails)" };
            self.runbook += &format!("`openclaw {}`{good} ", args.join(" "));
        }
        self.runbook += &format!("{:.1} s", begun.elapsed().as_secs_f64());
        self
    }

    /// The same, and a start after it that has to succeed, or not where a person has to go on by hand.
    pub fn beside_and_start(mut self, break_it: impl FnOnce(&Stage), commands: &[&[&str]]) -> Self {
        assert!(self.stage.clawtray(&["stop"]).status.success());
        self.stage.wait_state(State::Paused, READY);
        break_it(self.stage);
        self = self.beside(commands);
        let begun = Instant::now();
        let output = self.stage.clawtray(&["start"]);
        let started = output.status.success();
        if !started {
            println!("start after the runbook's commands | {} | {}", self.fault, told(&output));
        }
        let end = if started { "until it is ready" } else { "and it does not start" };
        self.runbook += &format!(", then {:.1} s {end}", begun.elapsed().as_secs_f64());
        self
    }

    /// The line, printed and kept beside those of other runs.
    pub fn told(self) {
        Line {
            fault: self.fault,
            finding: &self.reference.id,
            action: self.action,
            by: self.by,
            found_s: self.found_s,
            outcome: &format!("{:?}", self.repair.outcome.expect("it has ended")),
            took_s: self.took_s,
            proved_s: self.proved_s,
            undone_s: self.undone_s,
            runbook: &self.runbook,
        }
        .told();
    }
}

/// One line of the table, in seconds.
pub struct Line<'a> {
    pub fault: &'a str,
    pub finding: &'a str,
    pub action: &'a str,
    pub by: By,
    pub found_s: f64,
    pub outcome: &'a str,
    pub took_s: f64,
    pub proved_s: Option<f64>,
    pub undone_s: Option<f64>,
    /// The runbook's own commands, with their seconds; empty where there are none.
    pub runbook: &'a str,
}

impl Line<'_> {
    /// Printed, and kept beside those of other runs.
    pub fn told(&self) {
        let surface = match self.by {
            By::CommandLine => "command line",
            By::Menu => "menu",
            By::Notification => "notification",
            By::Window => "window",
        };
        let seconds = |time: Option<f64>| time.map(|time| format!("{time:.1}")).unwrap_or_else(|| "-".into());
        let line = format!(
            "| {} | `{}` `{}` | {surface} | {:.1} | {} | {:.1} | {} | {} | {} |",
            self.fault,
            self.finding,
            self.action,
            self.found_s,
            self.outcome,
            self.took_s,
            seconds(self.proved_s),
            seconds(self.undone_s),
            if self.runbook.is_empty() { "-" } else { self.runbook },
        );
        println!("{line}");
        keep(self.fault, self.action, &line);
    }
}

/// Each line has a file of its own, so that faults can be tried one by one; the table is made of all of them.
fn keep(fault: &str, action: &str, line: &str) {
    // Each generation of OpenClaw has a table of its own.
    let name = if is_of_spring() { "repairs-spring" } else { "repairs" };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    let name: String = format!("{fault} {action}").chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    fs::write(folder.join(format!("{name}.row")), line).unwrap();
    let mut rows: Vec<PathBuf> = fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.path()).collect();
    rows.retain(|path| path.extension().is_some_and(|extension| extension == "row"));
    rows.sort();
    let mut table = String::from(
        "| fault | finding and action | asked for in | found after, s | outcome | done after, s | proof, s | undo, s | \
         the runbook's own commands |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        table += &fs::read_to_string(row).unwrap_or_default();
        table.push('\n');
    }
    fs::write(folder.join("table.md"), &table).unwrap();
}

/// A command of OpenClaw's own, as a person would type it.
pub fn openclaw(stage: &Stage, args: &[&str]) -> Output {
    let mut command = stage.command(PathBuf::from(needed("CLAWTRAY_TEST_NODE")));
    command.arg(needed("CLAWTRAY_TEST_OPENCLAW")).args(args).stdin(Stdio::null());
    command.output().expect("it starts")
}

fn told(output: &Output) -> String {
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Waits until the finding stands again, for a fault that was put in again.
pub fn again(stage: &Stage, id: &str) {
    stage.wait_finding(id, READY);
}
