//! What keeps this computer from signing in, with a gateway that somebody runs in a terminal.

use std::{fs, path::PathBuf, time::Instant};

use clawtray_contract::{Outcome, Secret, State};
use clawtray_gateway::{ConnectFailure, ConnectRequest, Credential};
use serde_json::{Value, json};

use crate::common::{
    READY, Stage,
    faults::{TOKEN, merge, named},
    peer::{self, Rpc},
    proof::{By, Trial},
    skipped_on_spring,
    terminal::{configure, end, enter, enter_as, keep, start, start_with},
};

const WRONG: &str = "wrong-token-of-a-former-life";

/// The token stands in the configuration too, which the gateway does not look at again.
fn written_down(more: Value) -> Value {
    let mut gateway = json!({"reload": {"mode": "off"}, "auth": {"mode": "token", "token": TOKEN}});
    merge(&mut gateway, more);
    gateway
}

#[test]
#[ignore = "slow: a real gateway refuses a client without a token"]
fn slow_a_token_that_this_computer_has() {
    let mut stage = Stage::without_screen();
    configure(&stage, json!({"reload": {"mode": "off"}}));
    let gateway = start(&stage, TOKEN);
    let begun = Instant::now();
    stage.start_keeper();
    named(&stage, "auth.token_missing");
    // Where there was none when Clawtray looked, somebody writes it down.
    configure(&stage, written_down(json!({})));
    Trial::new(&stage, "token missing", "auth.token_missing", "import_token")
        .begun(begun)
        .by(By::Menu)
        .ends_as(Outcome::Repaired)
        .beside(&[&["dashboard", "--no-open"]])
        .told();
    assert_eq!(stage.token_in_keyring().as_deref(), Some(TOKEN));
    end(&mut stage, gateway);
}

#[test]
#[ignore = "slow: a real gateway refuses a client without a token"]
fn slow_a_token_that_only_the_person_has() {
    let mut stage = Stage::without_screen();
    configure(&stage, json!({}));
    let gateway = start(&stage, TOKEN);
    let begun = Instant::now();
    stage.start_keeper();
    Trial::new(&stage, "token missing", "auth.token_missing", "paste_a_token")
        .begun(begun)
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|stage| enter(stage, TOKEN))
        .told();
    assert_eq!(stage.token_in_keyring().as_deref(), Some(TOKEN));
    end(&mut stage, gateway);
}

#[test]
#[ignore = "slow: a real gateway refuses a token that it has replaced"]
fn slow_a_device_token_that_is_dead() {
    let mut stage = Stage::without_screen();
    configure(&stage, json!({"reload": {"mode": "off"}}));
    let gateway = start(&stage, TOKEN);
    stage.start_keeper();
    named(&stage, "auth.token_missing");
    enter(&stage, TOKEN);
    stage.wait_state(State::Running, READY);
    let begun = Instant::now();
    keep(&mut stage, |item| {
        item.as_object_mut().unwrap().remove("shared_token");
        item["device_token"] = json!("a-device-token-of-a-former-life");
    });
    named(&stage, "auth.device_token_mismatch");
    configure(&stage, written_down(json!({})));
    Trial::new(&stage, "device token drift", "auth.device_token_mismatch", "pair_this_computer_again")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .told();
    stage.wait_state(State::Running, READY);
    end(&mut stage, gateway);
}

#[test]
#[ignore = "slow: a real gateway waits for an approval"]
fn slow_a_computer_that_has_to_be_approved() {
    let mut stage = Stage::without_screen();
    if skipped_on_spring(
        "a computer that has to be approved",
        "has no command that may approve one that wants to administer",
    ) {
        return;
    }
    configure(&stage, written_down(json!({"nodes": {"pairing": {"autoApproveLocal": false}}})));
    let gateway = start_with(&stage, &[]);
    let begun = Instant::now();
    stage.start_keeper();
    let row = Trial::new(&stage, "pairing required", "auth.pairing_required", "approve_this_device")
        .begun(begun)
        .ends_as(Outcome::Repaired);
    stage.wait_state(State::Running, READY);
    row.told();
    end(&mut stage, gateway);
}

#[test]
#[ignore = "slow: a real gateway lets a device only read"]
fn slow_a_computer_that_may_only_read() {
    let mut stage = Stage::without_screen();
    configure(&stage, json!({"reload": {"mode": "off"}}));
    let gateway = start(&stage, TOKEN);
    let token = peer::pair_to_read(stage.port, TOKEN, 62);
    let item = json!({"device_key": peer::device(62).to_secret().expose(), "device_token": token.expose()});
    stage.desktop.secret_store(&stage.keychain_service(), "default", &item.to_string()).unwrap();
    let begun = Instant::now();
    stage.start_keeper();
    // With the gateway's own token at hand it asks for all of them at once, and gets them on this computer.
    named(&stage, "auth.scope_mismatch");
    if skipped_on_spring("asking for more rights", "gives none to a computer afterwards") {
        let fix = ["fix", "auth.scope_mismatch", "ask_for_the_missing_permission", "--yes", "--json"];
        let told = stage.clawtray_json(&fix).to_string();
        assert!(told.contains("no more rights afterwards"), "why not is told: {told}");
        assert!(stage.gateway().details.protocol.is_some(), "what it may do goes on");
        return end(&mut stage, gateway);
    }
    configure(&stage, written_down(json!({})));
    Trial::new(&stage, "more rights are wanted", "auth.scope_mismatch", "ask_for_the_missing_permission")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .told();
    end(&mut stage, gateway);
}

#[test]
#[ignore = "slow: a real gateway lets a device not even read"]
fn slow_a_computer_that_may_not_even_read() {
    if skipped_on_spring("a computer that may not even read", "tells of its token as if that were wrong") {
        return;
    }
    let mut stage = Stage::without_screen();
    configure(&stage, json!({"reload": {"mode": "off"}}));
    let gateway = start(&stage, TOKEN);
    let token = peer::pair_for(stage.port, TOKEN, 65, "operator.pairing");
    let item = json!({"device_key": peer::device(65).to_secret().expose(), "device_token": token.expose()});
    stage.desktop.secret_store(&stage.keychain_service(), "default", &item.to_string()).unwrap();
    let begun = Instant::now();
    stage.start_keeper();
    named(&stage, "auth.scope_mismatch");
    configure(&stage, written_down(json!({})));
    Trial::new(&stage, "not even reading is allowed", "auth.scope_mismatch", "ask_for_the_missing_permission")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .told();
    stage.wait_state(State::Running, READY);
    end(&mut stage, gateway);
}

/// The clock of a gateway that is started after it was made: what it waits for takes as long as always.
struct Clock(PathBuf);

impl Clock {
    /// None where there is no libfaketime.
    fn of_the_next_gateway(stage: &mut Stage) -> Option<Self> {
        let folders = fs::read_dir("/usr/lib").unwrap().flatten().map(|entry| entry.path());
        let mut libraries = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1"));
        let library = libraries.find(|library| library.is_file())?;
        let clock = Self(stage.desktop.home().join("clock"));
        clock.is_right();
        for (name, value) in [
            ("LD_PRELOAD", library.to_str().unwrap()),
            ("FAKETIME_TIMESTAMP_FILE", clock.0.to_str().unwrap()),
            ("FAKETIME_NO_CACHE", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ] {
            stage.set(name, value);
        }
        Some(clock)
    }

    fn is_right(&self) {
        // Without a pace the one before goes on.
        fs::write(&self.0, "+0 x1").unwrap();
    }

    /// It runs so fast that minutes pass between the gateway's challenge and the answer to it.
    fn runs_away(&self) {
        fs::write(&self.0, "+0 x30000").unwrap();
    }
}

#[test]
#[ignore = "slow: a real gateway with a clock that runs away, by libfaketime"]
fn slow_a_computer_whose_check_fails() {
    let mut stage = Stage::without_screen();
    configure(&stage, written_down(json!({})));
    let item = json!({"shared_token": TOKEN, "device_key": peer::device(66).to_secret().expose()}).to_string();
    stage.desktop.secret_store(&stage.keychain_service(), "default", &item).unwrap();
    let Some(clock) = Clock::of_the_next_gateway(&mut stage) else {
        println!("skipped, since there is no libfaketimeMT.so.1, which libfaketime brings");
        return;
    };
    let gateway = start_with(&stage, &[]);
    // Of all programs only the gateway has that clock.
    stage.unset("LD_PRELOAD");
    let identity = "auth.device_identity";
    let renewed = "make_a_new_identity_for_this_computer";
    let begun = Instant::now();
    clock.runs_away();
    stage.start_keeper();
    named(&stage, identity);
    Trial::new(&stage, "the gateway's clock runs away", identity, renewed)
        .begun(begun)
        .by(By::Window)
        .ends_as(Outcome::StillBroken)
        .told();
    let old = json!(peer::device(66).to_secret().expose());
    let device = |stage: &Stage| {
        let item = stage.desktop.secret_lookup(&stage.keychain_service(), "default").unwrap().unwrap();
        serde_json::from_str::<Value>(&item).unwrap()["device_key"].clone()
    };
    assert_eq!(device(&stage), old, "kept until another one is accepted");
    clock.is_right();
    Trial::new(&stage, "the gateway's clock is right again", identity, "check_the_clock")
        .begun(begun)
        .by(By::Menu)
        .ends_as(Outcome::Repaired)
        .told();
    stage.wait_state(State::Running, READY);

    // The key that was made meanwhile is the one that was let in. The person wants yet another one.
    let second = device(&stage);
    assert_ne!(second, old);
    let begun = Instant::now();
    clock.runs_away();
    keep(&mut stage, |_| {});
    named(&stage, identity);
    clock.is_right();
    // Its lines carry the time of a clock that ran away, so they may pass for those of another program's refusals until it
    // has been quiet for a while.
    Trial::new(&stage, "the gateway's clock ran away", identity, renewed)
        .begun(begun)
        .proof_may_be_quick()
        .ends_as(Outcome::AwaitingProof)
        .told();
    stage.wait("it is let in", READY, |stage| stage.gateway().details.protocol);
    assert!(![old, second].contains(&device(&stage)));
    end(&mut stage, gateway);
}

#[test]
#[ignore = "slow: a real gateway wants a password"]
fn slow_a_password_that_only_the_person_has() {
    let mut stage = Stage::without_screen();
    configure(&stage, json!({}));
    let gateway = start_with(&stage, &["--auth", "password", "--password", TOKEN]);
    let begun = Instant::now();
    stage.start_keeper();
    Trial::new(&stage, "password missing", "auth.password_mismatch", "enter_the_password")
        .begun(begun)
        .by(By::Window)
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|stage| enter_as(stage, "password", TOKEN))
        .told();
    stage.wait_state(State::Running, READY);
    end(&mut stage, gateway);
}

#[test]
#[ignore = "slow: a real gateway shuts everybody out for a while"]
fn slow_too_many_wrong_tokens() {
    let mut stage = Stage::without_screen();
    // This computer itself is let off otherwise.
    let limit = json!({"maxAttempts": 3, "windowMs": 60_000, "lockoutMs": 60_000, "exemptLoopback": false});
    configure(&stage, json!({"auth": {"rateLimit": limit}}));
    let item = json!({"shared_token": TOKEN}).to_string();
    stage.desktop.secret_store(&stage.keychain_service(), "default", &item).unwrap();
    let gateway = start(&stage, TOKEN);
    let begun = Instant::now();
    // Somebody else on this computer guesses; the next one who comes is Clawtray.
    let mut guesses = 0;
    while guesses < 3 {
        let credential = Credential::Token(Secret::new(WRONG));
        let request = ConnectRequest::operator("0.0.0", "linux", vec!["operator.read".into()], credential);
        match Rpc::open(stage.port, request, &peer::device(1)) {
            Err(ConnectFailure::Refused(_)) => guesses += 1,
            Err(ConnectFailure::Starting { .. } | ConnectFailure::HandshakeTimeout(_)) if begun.elapsed() < READY => {}
            Err(other) => panic!("{other:?}"),
            Ok(_) => panic!("a wrong token is let in"),
        }
    }
    let begun = Instant::now();
    stage.start_keeper();
    Trial::new(&stage, "too many wrong tokens", "auth.rate_limited", "wait_then_try_once")
        .begun(begun)
        .by(By::Menu)
        .ends_as(Outcome::Repaired)
        .told();
    stage.wait_state(State::Running, READY);
    end(&mut stage, gateway);
}
