//! Commands that ask for something: `fix`, `approvals`, `start`, `stop`, `quit`, `open`.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{
    Answer, Desired, ErrorCode, Outcome, PlanChoice, PlanView, RepairView, Snapshot, State, UndoState,
};
use common::{Stage, answer, approval, broken, finding, healthy, plan, refusal, repair, shown};
use serde_json::{Value, json};

const FIX: [&str; 3] = ["fix", "config.invalid", "--yes"];

fn with_repair(repair: RepairView) -> Snapshot {
    let mut snapshot = broken();
    snapshot.gateways[0].repairs = vec![repair];
    snapshot
}

/// A keeper whose repair ends so.
fn ending(outcome: Outcome) -> Stage {
    Stage::with_keeper(broken(), move |frame| match frame["intent"]["intent"].as_str() {
        Some("preview") => vec![answer(frame, Answer::Plan { plan: Box::new(plan()) })],
        _ => vec![
            answer(frame, Answer::Repair { repair: 5 }),
            shown(&with_repair(repair(5, None))),
            shown(&with_repair(repair(5, Some(outcome)))),
        ],
    })
}

#[test]
fn fixing_shows_the_plan_the_progress_and_the_outcome() {
    let stage = ending(Outcome::Repaired);
    let ran = stage.run(&FIX);
    assert_eq!(ran.code, 0, "{ran:?}");
    let expected = "\
Repair the configuration
config.invalid repair_the_configuration

  1. Let OpenClaw repair its files
  2. Start the gateway

What runs:
  openclaw doctor --fix --yes --non-interactive

What changes in the configuration:
  - gateway.bogus = true

Before you say yes:
  The gateway restarts.

It takes at most 2 minutes. It can be taken back.

runs     Let OpenClaw repair its files
         | one
         | two
done     Let OpenClaw repair its files

It ended as Repaired.
Take it back with: clawtray fix --undo 5
";
    assert_eq!(ran.out, expected);
    let wishes = stage.wishes();
    assert_eq!(wishes[0]["intent"], "preview");
    assert_eq!(wishes[1]["plan"], "plan-1", "what runs is the plan that was shown");
}

#[test]
fn the_exit_code_is_the_outcome() {
    for (outcome, code) in [
        (Outcome::Repaired, 0),
        (Outcome::NothingToDo, 0),
        (Outcome::Undone, 0),
        (Outcome::AwaitingProof, 3),
        (Outcome::StillBroken, 4),
        (Outcome::Blocked, 5),
        (Outcome::AbortedByPerson, 5),
        (Outcome::AbortedChanged, 5),
        (Outcome::BudgetSpent, 5),
        (Outcome::Failed, 6),
    ] {
        let ran = ending(outcome).run(&["fix", "config.invalid", "--yes", "--json"]);
        assert_eq!(ran.code, code, "{outcome:?}: {ran:?}");
        let json = ran.json();
        assert_eq!(json["outcome"], json!(outcome));
        assert_eq!((json["plan"]["etag"].as_str(), json["repair"]["id"].as_u64()), (Some("plan-1"), Some(5)));
    }
}

#[test]
fn without_a_yes_nothing_runs() {
    let stage = ending(Outcome::Repaired);
    let ran = stage.run_with(&["fix", "config.invalid"], b"y\n");
    assert_eq!(ran.code, 5, "a pipe is no person: {ran:?}");
    assert!(ran.err.contains("--yes"), "{}", ran.err);
    assert!(stage.wishes().iter().all(|wish| wish["intent"] == "preview"));
}

#[test]
fn a_dry_run_only_looks() {
    let stage = ending(Outcome::Repaired);
    let ran = stage.run(&["fix", "config.invalid", "--dry-run", "--yes", "--json"]);
    assert_eq!((ran.code, ran.json()["plan"]["etag"].as_str()), (0, Some("plan-1")));
    assert_eq!(stage.wishes().len(), 1);
}

#[test]
fn a_finding_that_is_not_raised_needs_nothing_and_an_unknown_one_is_an_error() {
    let stage = Stage::with_keeper(healthy(), |_| vec![]);
    let ran = stage.run(&["fix", "config.invalid", "--yes", "--json"]);
    assert_eq!((ran.code, ran.json()["outcome"].as_str()), (0, Some("nothing_to_do")));
    let ran = stage.run(&["fix", "config.nonsense"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("config.nonsense"), "{}", ran.err);
    assert_eq!(stage.wishes(), Vec::<Value>::new());
}

#[test]
fn several_subjects_or_actions_must_be_named() {
    let mut snapshot = broken();
    let mut second = finding("config.invalid", Some("b"), clawtray_contract::Severity::Error);
    second.actions.push(second.actions[0].clone());
    second.actions[1].id = "other".into();
    snapshot.gateways[0].findings[0].subject = Some("a".into());
    snapshot.gateways[0].findings.push(second);
    let stage = Stage::with_keeper(snapshot, |_| vec![]);
    let ran = stage.run(&["fix", "config.invalid"]);
    assert!(ran.code == 2 && ran.err.contains("config.invalid/a, config.invalid/b"), "{ran:?}");
    let ran = stage.run(&["fix", "config.invalid/b"]);
    assert!(ran.code == 2 && ran.err.contains("repair_the_configuration, other"), "{ran:?}");
    let ran = stage.run(&["fix", "config.invalid/b", "othr"]);
    assert!(ran.code == 2 && ran.err.contains("Did you mean other?"), "{ran:?}");
    let ran = stage.run(&["fix"]);
    assert!(ran.code == 1 && ran.out.contains("  1) ") && ran.out.contains("clawtray fix FINDING ACTION"), "{ran:?}");
}

#[test]
fn refusals_are_sentences_with_a_code() {
    for (code, exit) in [
        (ErrorCode::Busy, 5),
        (ErrorCode::NotConnected, 5),
        (ErrorCode::Gone, 2),
        (ErrorCode::Failed, 6),
        (ErrorCode::PlanChanged, 5),
    ] {
        let stage = Stage::with_keeper(broken(), move |frame| match frame["intent"]["intent"].as_str() {
            Some("preview") => vec![answer(frame, Answer::Plan { plan: Box::new(plan()) })],
            _ => vec![refusal(frame, code, "Not now, because of a test.")],
        });
        let ran = stage.run(&["fix", "config.invalid", "--yes", "--json"]);
        assert_eq!((ran.code, &ran.json()["error"]["code"]), (exit, &json!(code)), "{ran:?}");
    }
}

#[test]
fn a_keeper_that_leaves_during_a_repair_is_told() {
    let stage = Stage::new();
    let snapshot = broken();
    stage.raw_keeper(move |line| {
        let frame: Value = serde_json::from_str(line).unwrap();
        let bytes = |value: Value| format!("{value}\n").into_bytes();
        match (frame["type"].as_str(), frame["intent"]["intent"].as_str()) {
            (Some("hello"), _) => vec![bytes(common::hello())],
            (Some("subscribe"), _) => vec![bytes(shown(&snapshot))],
            (_, Some("preview")) => vec![bytes(answer(&frame, Answer::Plan { plan: Box::new(plan()) }))],
            _ => vec![bytes(answer(&frame, Answer::Repair { repair: 5 })), vec![]],
        }
    });
    let ran = stage.run(&FIX);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("keeper has ended"), "{}", ran.err);
}

#[test]
fn undo_takes_back_what_can_be_taken_back() {
    let done =
        RepairView { undo: UndoState::Done, outcome: Some(Outcome::Undone), ..repair(5, Some(Outcome::Repaired)) };
    let stage = Stage::with_keeper(with_repair(repair(5, Some(Outcome::Repaired))), move |frame| {
        vec![answer(frame, Answer::Accepted), shown(&with_repair(done.clone()))]
    });
    let ran = stage.run(&["fix", "--undo", "5", "--yes", "--json"]);
    assert_eq!((ran.code, ran.json()["outcome"].as_str()), (0, Some("undone")), "{ran:?}");
    assert_eq!(stage.wishes(), [json!({ "intent": "undo_repair", "repair": 5 })]);
    assert_eq!(stage.run(&["fix", "--undo", "6", "--yes"]).code, 2);
    assert_eq!(stage.run(&["fix", "--undo", "5"]).code, 5, "nobody said yes");
    let refused =
        RepairView { undo: UndoState::Refused("It was changed since.".into()), ..repair(5, Some(Outcome::Repaired)) };
    let ran = Stage::with_keeper(with_repair(refused), |_| vec![]).run(&["fix", "--undo", "5", "--yes"]);
    assert!(ran.code == 5 && ran.err.contains("changed since"), "{ran:?}");
}

fn waiting(approvals: Vec<clawtray_contract::ApprovalView>) -> Snapshot {
    let mut snapshot = healthy();
    snapshot.gateways[0].approvals = approvals;
    snapshot
}

#[test]
fn approvals_show_who_and_what_before_anything_is_decided() {
    let stage = Stage::with_keeper(waiting(vec![approval("req-1")]), |frame| {
        vec![answer(frame, Answer::Accepted), shown(&waiting(vec![]))]
    });
    let ran = stage.run(&["approvals"]);
    assert_eq!(ran.code, 0);
    for part in ["Ann's phone", "Address  192.168.1.7", "operator.read", "clawtray approvals approve req-1"] {
        assert!(ran.out.contains(part), "{part:?} is missing in {}", ran.out);
    }
    assert_eq!(stage.run(&["approvals", "list", "--json"]).json()["approvals"][0]["id"], "req-1");
    assert_eq!(stage.run_with(&["approvals", "approve", "req-1"], b"y\n").code, 5, "a pipe is no person");
    assert_eq!(stage.run(&["approvals", "approve", "req", "--yes"]).code, 2, "only the exact id");
    assert_eq!(stage.wishes(), Vec::<Value>::new());
    let ran = stage.run(&["approvals", "approve", "req-1", "--yes", "--json"]);
    assert_eq!((ran.code, ran.json()["done"].as_bool()), (0, Some(true)), "{ran:?}");
    let ran = stage.run(&["approvals", "deny", "req-1"]);
    assert!(ran.code == 0 && ran.out.ends_with("Denied.\n"), "{ran:?}");
    let wishes = stage.wishes();
    assert_eq!(
        wishes[0],
        json!({ "intent": "decide", "approval": "req-1", "decision": "approve", "etag": "tag of req-1" })
    );
    assert_eq!(wishes[1]["decision"], "deny");
}

#[test]
fn an_odd_request_stays_in_its_rows_and_a_time_that_is_unknown_is_not_said() {
    let mut odd = approval("req-1");
    odd.since_ms = 0;
    odd.what = vec![
        clawtray_contract::Field { label: "Command".into(), value: "echo hi⏎rm -rf ~ \u{1b}[2J\u{202e}".into() },
        clawtray_contract::Field { label: "Warning".into(), value: "Some letters are not: \\u{430}pt".into() },
    ];
    let stage = Stage::with_keeper(waiting(vec![odd]), |_| vec![]);
    let ran = stage.run(&["approvals"]);
    assert!(common::is_plain(&ran.out) && !ran.out.contains('\u{202e}'), "{ran:?}");
    assert!(ran.out.contains("Command  echo hi⏎rm -rf ~\n") && ran.out.contains("\\u{430}pt"), "{ran:?}");
    assert!(ran.out.contains("wants to connect\n") && !ran.out.contains(" ago"), "{ran:?}");
}

#[test]
fn what_cannot_be_approved_here_can_still_be_denied() {
    let mut blocked = approval("req-1");
    blocked.approve_blocked_by = Some("this computer lacks operator.pairing".into());
    let stage = Stage::with_keeper(waiting(vec![blocked]), |frame| {
        vec![answer(frame, Answer::Accepted), shown(&waiting(vec![]))]
    });
    let ran = stage.run(&["approvals", "approve", "req-1", "--yes"]);
    assert!(ran.code == 5 && ran.err.contains("operator.pairing"), "{ran:?}");
    assert_eq!(stage.run(&["approvals", "deny", "req-1"]).code, 0);
}

#[test]
fn approving_for_good_is_a_word_of_its_own_and_only_where_the_gateway_takes_it() {
    use clawtray_contract::Decision;
    let taking = |decisions: Vec<Decision>| {
        let mut request = approval("req-1");
        request.decisions = decisions;
        Stage::with_keeper(waiting(vec![request]), |frame| {
            vec![answer(frame, Answer::Accepted), shown(&waiting(vec![]))]
        })
    };
    let stage = taking(vec![Decision::Deny, Decision::Approve, Decision::ApproveAlways]);
    assert!(stage.run(&["approvals"]).out.contains("clawtray approvals approve req-1 --always"));
    let ran = stage.run(&["approvals", "approve", "req-1", "--always", "--yes"]);
    assert!(ran.code == 0 && ran.out.ends_with("Approved, now and from now on.\n"), "{ran:?}");
    assert_eq!(stage.wishes()[0]["decision"], "approve_always");
    let stage = taking(vec![Decision::Deny, Decision::Approve]);
    assert!(!stage.run(&["approvals"]).out.contains("--always"));
    let ran = stage.run(&["approvals", "approve", "req-1", "--always", "--yes"]);
    assert!(ran.code == 2 && ran.err.contains("approve, deny"), "{ran:?}");
    assert_eq!(stage.wishes(), Vec::<Value>::new());
    let stage = taking(vec![Decision::Deny]);
    assert!(!stage.run(&["approvals"]).out.contains("approvals approve"));
}

#[test]
fn a_guide_opens_its_place_and_says_what_follows() {
    let mut snapshot = broken();
    for action in &mut snapshot.gateways[0].findings[0].actions {
        action.risk = clawtray_contract::Risk::Guide;
    }
    let opened = snapshot.clone();
    let stage = Stage::with_keeper(snapshot, move |frame| match frame["intent"]["intent"].as_str() {
        Some("preview") => vec![answer(frame, Answer::Plan { plan: Box::new(plan()) })],
        _ => {
            let mut after = opened.clone();
            after.gateways[0].repairs = vec![repair(5, Some(Outcome::AwaitingProof))];
            vec![answer(frame, Answer::Repair { repair: 5 }), shown(&after)]
        }
    });
    let ran = stage.run(&["fix", "config.invalid"]);
    assert_eq!(ran.code, 3, "opened, and only the person's own work there ends it: {ran:?}");
    assert_eq!(stage.wishes()[1]["intent"], "run");
}

#[test]
fn a_decision_that_bounces_is_not_called_done() {
    let mut deciding = approval("req-1");
    deciding.deciding = Some(clawtray_contract::Decision::Approve);
    let stage = Stage::with_keeper(waiting(vec![approval("req-1")]), move |frame| {
        let (on_its_way, back) = (waiting(vec![deciding.clone()]), waiting(vec![approval("req-1")]));
        vec![answer(frame, Answer::Accepted), shown(&on_its_way), shown(&back)]
    });
    let ran = stage.run(&["approvals", "approve", "req-1", "--yes"]);
    assert!(ran.code == 6 && !ran.out.contains("Approved"), "{ran:?}");
}

fn state(state: State, desired: Desired, revision: u64, headline: &str) -> Snapshot {
    let mut snapshot = healthy();
    snapshot.revision = revision;
    snapshot.gateways[0].state = state;
    snapshot.gateways[0].desired = desired;
    snapshot.gateways[0].headline = headline.into();
    snapshot
}

#[test]
fn start_follows_until_it_runs() {
    let stage = Stage::with_keeper(state(State::Paused, Desired::Stop, 1, "Stopped by you"), |frame| {
        vec![
            answer(frame, Answer::Accepted),
            shown(&state(State::Starting, Desired::Run, 2, "Starting")),
            shown(&state(State::Running, Desired::Run, 3, "Running 1 second")),
        ]
    });
    let ran = stage.run(&["start"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.ends_with("Running 1 second\n"), "{}", ran.out);
}

#[test]
fn a_start_that_falls_down_is_told_and_one_that_lasts_is_left() {
    let stage = Stage::with_keeper(state(State::Down, Desired::Run, 1, "Down"), |frame| {
        vec![
            answer(frame, Answer::Accepted),
            shown(&state(State::Starting, Desired::Run, 2, "Starting")),
            shown(&state(State::GaveUp, Desired::Run, 3, "Keeps crashing")),
        ]
    });
    let ran = stage.run(&["start", "--json"]);
    assert_eq!((ran.code, ran.json()["reached"].as_bool()), (4, Some(false)), "{ran:?}");
    let stage = Stage::with_keeper(state(State::Down, Desired::Run, 1, "Down"), |frame| {
        vec![answer(frame, Answer::Accepted), shown(&state(State::Starting, Desired::Run, 2, "Starting"))]
    });
    let ran = stage.run(&["start", "--wait", "1"]);
    assert!(ran.code == 4 && ran.out.contains("status --watch"), "{ran:?}");
    assert_eq!(stage.run(&["start", "--wait", "0"]).code, 0, "who does not wait asked only");
}

#[test]
fn a_restart_is_not_done_while_the_old_one_still_runs() {
    let mut after = state(State::Running, Desired::Run, 4, "Running 1 second");
    after.gateways[0].details.pid = Some(900);
    let stage = Stage::with_keeper(state(State::Running, Desired::Run, 1, "Running 2 h"), move |frame| {
        vec![
            answer(frame, Answer::Accepted),
            shown(&state(State::Running, Desired::Run, 2, "Running 2 h")),
            shown(&after),
        ]
    });
    let ran = stage.run(&["restart"]);
    assert!(ran.code == 0 && ran.out.ends_with("Running 1 second\n"), "{ran:?}");
}

#[test]
fn stop_waits_for_running_work_and_says_how_to_end_the_wait() {
    let mut draining = state(State::Starting, Desired::Stop, 2, "Finishing running work");
    draining.gateways[0].can_stop_now = true;
    let stage = Stage::with_keeper(healthy(), move |frame| {
        let paused = state(State::Paused, Desired::Stop, 3, "Stopped by you");
        vec![answer(frame, Answer::Accepted), shown(&draining), shown(&paused)]
    });
    assert_eq!(stage.run(&["stop"]).code, 0);
    assert_eq!(stage.run(&["stop", "--now"]).code, 0);
    assert_eq!(stage.wishes(), [json!({ "intent": "stop", "now": false }), json!({ "intent": "stop", "now": true })]);
}

#[test]
fn simple_wishes_are_passed_on() {
    let stage = Stage::with_keeper(healthy(), |frame| vec![answer(frame, Answer::Accepted)]);
    for words in [&["quit"][..], &["quit", "--stop-gateway"], &["open"], &["dashboard"]] {
        let ran = stage.run(&[words, &["--json"]].concat());
        assert_eq!((ran.code, ran.json()["done"].as_bool()), (0, Some(true)), "{words:?}: {ran:?}");
    }
    let wishes = stage.wishes();
    assert_eq!(wishes[0], json!({ "intent": "quit", "stop_gateway": false }));
    assert_eq!(wishes[1]["stop_gateway"], true);
    assert_eq!((&wishes[2]["intent"], &wishes[3]["intent"]), (&json!("open_window"), &json!("open_dashboard")));
    let none = Stage::new();
    assert_eq!(none.run(&["quit"]).code, 0, "a keeper that is not there has ended");
}

#[test]
fn an_action_with_several_ways_wants_one_named_and_runs_that_one() {
    let stage = Stage::with_keeper(broken(), |frame| match frame["intent"]["intent"].as_str() {
        Some("preview") => {
            let chosen = frame["intent"]["choice"].as_str().unwrap_or("one").to_owned();
            let choice = |id: &str| PlanChoice { id: id.into(), label: id.to_uppercase(), chosen: id == chosen };
            let choices = vec![choice("one"), choice("two")];
            let etag = format!("plan-{chosen}");
            vec![answer(frame, Answer::Plan { plan: Box::new(PlanView { choices, etag, ..plan() }) })]
        }
        _ => vec![answer(frame, Answer::Repair { repair: 5 }), shown(&with_repair(repair(5, Some(Outcome::Repaired))))],
    });
    let ran = stage.run(&FIX);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("one, two") && ran.err.contains("--choice"), "{}", ran.err);
    let ran = stage.run(&["fix", "config.invalid", "repair_the_configuration", "--yes", "--choice", "two"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("* TWO (two)"), "{}", ran.out);
    let wish = stage.wishes().pop().unwrap();
    assert_eq!((wish["choice"].as_str(), wish["plan"].as_str()), (Some("two"), Some("plan-two")));
}

#[test]
fn a_change_that_waits_for_proof_is_taken_as_enough_by_number_or_by_name() {
    let accepted = RepairView { text: "You took it as enough.".into(), ..repair(5, Some(Outcome::Repaired)) };
    for words in [vec!["fix", "--accept", "5"], vec!["fix", "config.invalid", "accept"]] {
        let accepted = accepted.clone();
        let stage = Stage::with_keeper(with_repair(repair(5, Some(Outcome::AwaitingProof))), move |frame| {
            vec![answer(frame, Answer::Accepted), shown(&with_repair(accepted.clone()))]
        });
        let ran = stage.run(&words);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.out.contains("You took it as enough."), "{}", ran.out);
        assert_eq!(stage.wishes()[0]["intent"], "accept_proof");
    }
    let stage = Stage::with_keeper(with_repair(repair(5, Some(Outcome::Repaired))), |_| vec![]);
    for words in [vec!["fix", "--accept", "5"], vec!["fix", "config.invalid", "accept"], vec!["fix", "--accept", "9"]] {
        let ran = stage.run(&words);
        assert_ne!(ran.code, 0, "{ran:?}");
        assert!(!ran.err.is_empty() && stage.wishes().is_empty());
    }
}

#[test]
fn history_tells_everything_that_is_kept_of_one_repair() {
    let stage = Stage::with_keeper(with_repair(repair(5, Some(Outcome::Repaired))), |_| vec![]);
    let ran = stage.run(&["history", "5"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    for told in [
        "config.invalid repair_the_configuration",
        "asked for on the command line",
        "$ openclaw doctor --fix --yes --non-interactive",
        "| one",
        "It ended as Repaired.",
        "clawtray fix --undo 5",
    ] {
        assert!(ran.out.contains(told), "{told}: {}", ran.out);
    }
    assert_eq!(stage.run(&["history", "5", "--json"]).json()["repair"]["id"], 5);
    assert_ne!(stage.run(&["history", "9"]).code, 0);
}
