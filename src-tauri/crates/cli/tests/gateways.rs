//! Several gateways: each command is about those it names, and nothing reaches another one.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, Severity, Snapshot, State};
use common::{Stage, answer, approval, finding, healthy, shown};
use serde_json::json;

/// The second gateway is down.
fn two() -> Snapshot {
    let mut snapshot = healthy();
    let mut work = snapshot.gateways[0].clone();
    snapshot.gateways[0].name = "Default".into();
    (work.id, work.name, work.state) = ("work".into(), "work".into(), State::Down);
    work.headline = "Gateway down since 04:15".into();
    work.findings = vec![finding("config.invalid", None, Severity::Error)];
    work.approvals = vec![approval("req-1")];
    snapshot.gateways.push(work);
    snapshot
}

fn accepting() -> Stage {
    Stage::with_keeper(two(), |frame| vec![answer(frame, Answer::Accepted), shown(&two())])
}

fn for_work(wish: serde_json::Value) -> serde_json::Value {
    json!({ "intent": "for", "gateway": "work", "wish": wish })
}

#[test]
fn status_lists_all_and_one_when_it_is_named() {
    let ran = accepting().run(&["status"]);
    let (first, second) = (ran.out.find("Default\n").unwrap(), ran.out.find("work\nGateway down").unwrap());
    assert!(first < second, "{}", ran.out);
    assert!(ran.out.contains("clawtray doctor --gateway work"), "{}", ran.out);
    assert_eq!(accepting().run(&["status", "--json"]).json()["gateways"].as_array().map(Vec::len), Some(2));
    let one = accepting().run(&["--gateway", "work", "status", "--json"]).json();
    assert_eq!((&one["gateways"][0]["id"], one["gateways"].as_array().map(Vec::len)), (&json!("work"), Some(1)));
}

#[test]
fn a_wish_reaches_the_one_that_is_named_else_the_primary_one() {
    let stage = accepting();
    assert_eq!(stage.run(&["stop", "--gateway", "work", "--wait", "0"]).code, 0);
    assert_eq!(stage.wishes(), [for_work(json!({ "intent": "stop", "now": false }))]);
    let stage = accepting();
    let ran = stage.run(&["restart", "--wait", "0", "--json"]);
    assert_eq!(
        (stage.wishes(), &ran.json()["gateway"]["id"]),
        (vec![json!({ "intent": "restart" })], &json!("default"))
    );
    let stage = accepting();
    let ran = stage.run(&["stop", "--gateway", "wrok", "--wait", "0"]);
    assert_eq!((ran.code, stage.wishes().len()), (2, 0), "{ran:?}");
    assert!(ran.err.contains("no gateway called wrok") && ran.err.contains("work"), "{}", ran.err);
}

#[test]
fn doctor_and_approvals_name_the_gateway_in_words_commands_and_json() {
    let ran = accepting().run(&["doctor"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("clawtray fix config.invalid") && ran.out.contains(" --gateway work"), "{}", ran.out);
    assert_eq!(accepting().run(&["doctor", "--json"]).json()["findings"][0]["gateway"], "work");
    let alone = accepting().run(&["doctor", "--json", "--gateway", "work"]).json();
    assert_eq!(alone["findings"][0].get("gateway"), None, "there is no other to tell it from");
    assert_eq!(accepting().run(&["doctor", "--gateway", "default"]).code, 0);
    let listed = accepting().run(&["approvals"]);
    assert!(listed.out.contains("clawtray approvals approve req-1 --gateway work"), "{}", listed.out);
    assert_eq!(accepting().run(&["approvals", "--json"]).json()["approvals"][0]["gateway"], "work");
    let stage = accepting();
    let ran = stage.run(&["approvals", "deny", "req-1"]);
    assert_eq!((ran.code, stage.wishes().len()), (2, 0), "the primary one has no such request: {ran:?}");
}

#[test]
fn the_list_tells_what_runs_and_what_was_found() {
    let stage = accepting();
    let state = stage.home.path().join(".openclaw-bot");
    std::fs::create_dir_all(&state).unwrap();
    std::fs::write(state.join("openclaw.json"), "{}").unwrap();
    let list = stage.run(&["gateways", "--json"]).json();
    let told: Vec<_> = list["gateways"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["id"].as_str().unwrap(), one["watched"].as_bool().unwrap(), one["primary"].as_bool().unwrap()))
        .collect();
    assert_eq!(told, [("default", true, true), ("work", true, false), ("bot", false, false)]);
    assert_eq!((&list["gateways"][1]["state"], &list["gateways"][1]["port"]), (&json!("down"), &json!(18789)));
    assert!(list["gateways"][2]["state_folder"].as_str().unwrap().ends_with(".openclaw-bot"));
    let text = stage.run(&["gateways", "list"]).out;
    assert!(text.contains("Gateway down since 04:15") && text.contains("clawtray gateways watch bot"), "{text}");
    assert_eq!(stage.run(&["gateways", "watch", "bot"]).code, 0);
    assert_eq!(stage.wishes(), [json!({ "intent": "watch_gateway", "gateway": "bot" })]);
}

#[test]
fn without_a_keeper_the_choice_goes_into_the_settings() {
    let stage = Stage::new();
    for name in [".openclaw", ".openclaw-work"] {
        std::fs::create_dir_all(stage.home.path().join(name)).unwrap();
        std::fs::write(stage.home.path().join(name).join("openclaw.json"), "{}").unwrap();
    }
    let kept = |stage: &Stage| {
        let list = stage.run(&["gateways", "--json"]).json();
        let ids = list["gateways"].as_array().unwrap().iter().filter(|one| one["watched"] == true);
        ids.map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kept(&stage), ["default"]);
    let ran = stage.run(&["gateways", "watch", "work", "--json"]);
    assert_eq!((ran.code, &ran.json()["watched"]), (0, &json!(true)));
    assert_eq!(kept(&stage), ["default", "work"]);
    assert_eq!(stage.run(&["gateways", "unwatch", "default"]).code, 0);
    assert_eq!(kept(&stage), ["work"]);
    assert_ne!(stage.run(&["gateways", "unwatch", "work"]).code, 0, "the last one stays");
    let ran = stage.run(&["gateways", "watch", "nobody"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    std::fs::write(stage.home.path().join("clawtray.json"), "{").unwrap();
    assert_eq!(stage.run(&["gateways", "watch", "work"]).code, 6, "a broken file is left alone");
    assert_eq!(std::fs::read_to_string(stage.home.path().join("clawtray.json")).unwrap(), "{");
}

const PIN: &str = "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89";

#[test]
fn a_gateway_elsewhere_is_added_changed_and_forgotten() {
    let stage = Stage::new();
    let listed = |stage: &Stage| {
        let list = stage.run(&["gateways", "--json"]).json();
        let told = |one: &serde_json::Value| (one["id"].clone(), one["watched"].clone(), one["address"].clone());
        list["gateways"].as_array().unwrap().iter().map(told).collect::<Vec<_>>()
    };
    let ran = stage.run(&["gateways", "add", "office", "wss://gw.example:18789", "--pin", PIN, "--json"]);
    assert_eq!((ran.code, &ran.json()["pin"]), (0, &json!(PIN.replace(':', "").to_lowercase())), "{ran:?}");
    let here = (json!("default"), json!(true), json!(null));
    let office = |address: &str| (json!("office"), json!(true), json!(address));
    assert_eq!(listed(&stage), [here.clone(), office("wss://gw.example:18789")]);
    let ran = stage.run(&["gateways", "add", "office", "ssh://ann@lab"]);
    assert!(ran.code == 0 && ran.out.contains("clawtray secret set shared-token --gateway office"), "{ran:?}");
    assert_eq!(listed(&stage), [here.clone(), office("ssh://ann@lab:18789")]);
    let ran = stage.run(&["gateways", "remove", "office"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(listed(&stage), [here]);
    assert_eq!(stage.run(&["gateways", "remove", "office"]).code, 2, "it is forgotten");
}

#[test]
fn nothing_is_accepted_by_accident() {
    let stage = Stage::new();
    let settings = stage.home.path().join("clawtray.json");
    for (words, why) in [
        (&["wss://gw.example:18789", "--yes"][..], "a certificate that nobody has seen"),
        (&["wss://gw.example:18789", "--pin", "abc"], "no certificate"),
        (&["ws://8.8.8.8:18789", "--yes"], "a token in the open"),
        (&["ws://192.168.1.5:18789"], "no answer to the warning"),
        (&["http://gw.example"], "no address"),
        (&["ssh://-oProxyCommand=x"], "an option of ssh"),
    ] {
        let ran = stage.run(&[&["gateways", "add", "office"], words].concat());
        assert_ne!(ran.code, 0, "{why}: {ran:?}");
        assert!(!settings.exists(), "{why}");
    }
    assert_ne!(stage.run(&["gateways", "add", "default", "ssh://lab"]).code, 0, "that is the one of this computer");
    let near = stage.run(&["gateways", "add", "office", "ws://192.168.1.5:18789", "--yes"]);
    assert!(near.code == 0 && near.out.contains("not encrypted"), "{near:?}");
    let here = stage.run(&["gateways", "add", "office", "ws://127.0.0.1:18789"]);
    assert!(here.code == 0 && !here.out.contains("not encrypted"), "nobody is on the way: {here:?}");
}

#[test]
fn a_keeper_that_runs_calls_the_new_one_at_once() {
    let stage = accepting();
    let ran = stage.run(&["gateways", "add", "office", "ssh://lab"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(stage.wishes(), [json!({ "intent": "watch_gateway", "gateway": "office" })]);
}
