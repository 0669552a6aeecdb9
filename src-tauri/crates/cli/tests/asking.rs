//! A person at a terminal: questions, colour, and what Return alone does.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::{
    io::{Cursor, Write},
    sync::{Arc, Mutex},
};

use clawtray_cli::{Surroundings, Terminal, run};
use clawtray_contract::{Answer, Outcome, Snapshot};
use common::{PATIENCE, Stage, answer, approval, broken, healthy, plan, repair, shown};

/// What was written, also after the writer is gone.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Paper {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// Runs a command as on a terminal where a person types `typed`.
fn at_terminal(stage: &Stage, words: &[&str], typed: &str, colour: bool) -> (u8, String, String) {
    let (output, errors) = (Paper::default(), Paper::default());
    let home = stage.home.path().to_owned();
    let surroundings = Surroundings {
        arguments: std::iter::once("clawtray").chain(words.iter().copied()).map(Into::into).collect(),
        variables: vec![("CLAWTRAY_HOME".into(), home.clone().into())],
        home: Some(home),
        program: None,
        terminal: Terminal { width: 80, colour, answers: true, shows: true },
        now_ms: || 1_795_000_000_000,
        input: Box::new(Cursor::new(typed.as_bytes().to_vec())),
        output: Box::new(output.clone()),
        errors: Box::new(errors.clone()),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let code = runtime.block_on(async { tokio::time::timeout(PATIENCE, run(surroundings)).await }).unwrap();
    (code, output.text(), errors.text())
}

fn repairing() -> Stage {
    let with = |repair| -> Snapshot {
        let mut snapshot = broken();
        snapshot.gateways[0].repairs = vec![repair];
        snapshot
    };
    Stage::with_keeper(broken(), move |frame| match frame["intent"]["intent"].as_str() {
        Some("preview") => vec![answer(frame, Answer::Plan { plan: Box::new(plan()) })],
        _ => vec![answer(frame, Answer::Repair { repair: 5 }), shown(&with(repair(5, Some(Outcome::Repaired))))],
    })
}

#[test]
fn return_alone_an_empty_input_and_anything_but_a_yes_is_a_no() {
    for typed in ["\n", "", "n\n", "maybe\n", "yy\n", " \n"] {
        let stage = repairing();
        let (code, out, _) = at_terminal(&stage, &["fix", "config.invalid"], typed, false);
        assert_eq!(code, 5, "{typed:?}: {out}");
        assert!(out.contains("Nothing was done"), "{out}");
        assert!(stage.wishes().iter().all(|wish| wish["intent"] == "preview"), "{typed:?} ran something");
    }
    for typed in ["y\n", "Yes\n", "y"] {
        let stage = repairing();
        let (code, out, _) = at_terminal(&stage, &["fix", "config.invalid"], typed, false);
        assert_eq!((code, stage.wishes().len()), (0, 2), "{typed:?}: {out}");
    }
}

#[test]
fn the_list_runs_what_its_number_says_and_nothing_by_return() {
    let stage = repairing();
    let (code, out, asked) = at_terminal(&stage, &["fix"], "1\ny\n", false);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("   1) Repair the configuration (asks first)"), "{out}");
    assert!(asked.contains("Which number?") && asked.contains("[y/N]"), "{asked}");
    for typed in ["\n", "", "0\n", "2\n", "-1\n", "99999999999999999999\n", "one\n"] {
        let stage = repairing();
        let (code, out, _) = at_terminal(&stage, &["fix"], typed, false);
        assert_eq!((code, stage.wishes().len()), (1, 0), "{typed:?}: {out}");
    }
}

#[test]
fn an_approval_that_is_not_confirmed_still_waits() {
    let waiting = || {
        let mut snapshot = healthy();
        snapshot.gateways[0].approvals = vec![approval("req-1")];
        snapshot
    };
    let stage = Stage::with_keeper(waiting(), |frame| vec![answer(frame, Answer::Accepted), shown(&healthy())]);
    let (code, out, _) = at_terminal(&stage, &["approvals", "approve", "req-1"], "\n", false);
    assert_eq!((code, stage.wishes().len()), (5, 0), "{out}");
    let who = out.find("192.168.1.7").unwrap();
    assert!(out.find("still waits").unwrap() > who, "who asks is said first: {out}");
    assert!(out.contains("16 minutes ago"), "{out}");
    let (code, out, _) = at_terminal(&stage, &["approvals", "approve", "req-1"], "y\n", false);
    assert_eq!((code, stage.wishes().len()), (0, 1), "{out}");
}

#[test]
fn colour_comes_only_where_it_is_wanted_and_ends_where_it_begins() {
    let stage = Stage::with_keeper(broken(), |_| vec![]);
    let (_, colourful, _) = at_terminal(&stage, &["doctor"], "", true);
    let (_, plain, _) = at_terminal(&stage, &["doctor"], "", false);
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
    let starts = colourful.matches("\u{1b}[").count();
    let ends = colourful.matches("\u{1b}[0m").count();
    assert!(starts > 0 && starts <= 3 * ends, "{colourful:?}");
    assert!(colourful.lines().all(|line| !line.contains('\u{1b}') || line.contains("\u{1b}[0m")), "{colourful:?}");
    assert!(!colourful.contains("\u{1b}[31mInvalid"), "foreign colour is taken out: {colourful:?}");
}
