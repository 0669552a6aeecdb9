//! A gateway on another computer: only the link tells of it, and nothing is looked at, started or run here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, FindingRef, Intent, Mode, RungState, State};
use clawtray_core::{
    Effect, Event, Fact, LinkEvent, Options, Refusal, Saved, SecretsHeld, TimerId, fleet::RemoteGateway,
};
use common::{World, hello, options};

const PIN: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn elsewhere(address: &str) -> World {
    let remote = RemoteGateway::of("office", address, Some(PIN)).unwrap();
    let mut world =
        World::with(Options { gateway_id: "office".into(), remote: Some(remote), ..options() }, Saved::default());
    world.tell(Event::Began);
    assert!(world.did(&Effect::ReloadSecrets) && world.connected_with().is_none(), "the keychain is asked first");
    world.fact(Fact::Secrets(SecretsHeld { shared_token: true, ..SecretsHeld::default() }));
    world
}

fn unreachable() -> LinkEvent {
    LinkEvent::Refused(Refusal::Unreachable { words: "nothing answers at this address".into() })
}

/// What was asked of the outside that is about this computer.
fn local(world: &World) -> Vec<&Effect> {
    let local = |effect: &&Effect| {
        !matches!(
            effect,
            Effect::Connect { .. }
                | Effect::Disconnect
                | Effect::Call { .. }
                | Effect::Timer { .. }
                | Effect::CancelTimer { .. }
                | Effect::Notify(_)
                | Effect::Withdraw { .. }
                | Effect::Save(_)
                | Effect::Answer { .. }
                | Effect::ReloadSecrets
        )
    };
    world.all.iter().filter(local).collect()
}

#[test]
fn it_is_reached_lost_and_reached_again_and_nothing_of_this_computer_is_asked() {
    let mut world = elsewhere("wss://gw.example:18789");
    assert!(world.all.iter().any(|effect| matches!(effect, Effect::Connect { .. })), "it is called at once");
    assert_eq!(world.view().state, State::Starting, "nobody knows yet");
    world.link(unreachable());
    let lost = world.view();
    assert_eq!((lost.state, lost.mode), (State::Unreachable, Mode::Remote));
    assert!(lost.headline.contains("nothing answers"), "{}", lost.headline);
    assert!(!lost.can_start && !lost.can_stop && !lost.can_restart);
    world.pass(1_000);
    world.tell(Event::Timer(TimerId::Link));
    assert_eq!(world.view().state, State::Unreachable, "while it is tried again, too");
    world.link(LinkEvent::Ready(hello()));
    let reached = world.view();
    assert_eq!((reached.state, reached.details.port), (State::Running, Some(18_789)));
    assert_eq!(reached.ladder.process.state, RungState::Unknown, "its process is not seen from here");
    assert_eq!(reached.ladder.rpc.state, RungState::Yes);
    world.link(LinkEvent::Closed { code: Some(1006), words: String::new() });
    assert_eq!(world.view().state, State::Unreachable);
    for timer in [TimerId::Judge, TimerId::Probe, TimerId::Restart, TimerId::StopDeadline] {
        world.pass(60_000);
        world.tell(Event::Timer(timer));
    }
    world.ask(Intent::Refresh);
    for wish in [Intent::Start, Intent::Stop { now: true }, Intent::Restart] {
        assert!(world.ask(wish).unwrap().is_err(), "that is for the other computer");
    }
    assert!(local(&world).is_empty(), "{:?}", local(&world));
}

#[test]
fn it_is_waited_longer_each_time_and_a_restart_there_is_no_end() {
    let mut world = elsewhere("ws://192.168.1.5");
    for expected in [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000] {
        world.link(unreachable());
        assert_eq!(world.timer_of(TimerId::Link), Some(expected));
        world.tell(Event::Timer(TimerId::Link));
    }
    world.link(LinkEvent::Ready(hello()));
    world.link(LinkEvent::Shutdown { restart_expected_ms: Some(1_500) });
    world.tell(Event::Timer(TimerId::Link));
    world.link(LinkEvent::Ready(hello()));
    assert_eq!(world.view().state, State::Running);
    assert!(local(&world).is_empty(), "{:?}", local(&world));
}

#[test]
fn another_certificate_is_explained_and_never_accepted_by_itself() {
    let mut world = elsewhere("wss://gw.example");
    let came = PIN.replace('0', "f");
    world.link(LinkEvent::Refused(Refusal::OtherCertificate { came: came.clone() }));
    let finding = world.finding("probe.multiple_gateways").unwrap();
    let seen: Vec<&str> = finding.evidence.iter().map(|seen| seen.text.as_str()).collect();
    assert_eq!(seen, [format!("accepted: {PIN}"), format!("shown now: {came}")]);
    assert_eq!(world.view().state, State::Degraded);
    let connects = world.all.iter().filter(|effect| matches!(effect, Effect::Connect { .. })).count();
    for timer in [TimerId::Link, TimerId::Judge] {
        world.pass(600_000);
        world.tell(Event::Timer(timer));
    }
    let again = world.all.iter().filter(|effect| matches!(effect, Effect::Connect { .. })).count();
    assert_eq!(again, connects, "it waits for a person");
    let preview = Intent::Preview {
        finding: FindingRef::of("probe.multiple_gateways"),
        action: "choose_the_one_to_watch".into(),
        choice: None,
    };
    let Some(Ok(Answer::Plan { plan })) = world.ask(preview) else { panic!("no plan") };
    assert_eq!(plan.commands, ["clawtray gateways add office wss://gw.example:443"]);
}

#[test]
fn a_tunnel_that_does_not_come_up_is_a_finding_with_ssh_s_last_words() {
    let mut world = elsewhere("ssh://ann@lab");
    world.link(LinkEvent::Refused(Refusal::Tunnel { words: "Permission denied (publickey).".into() }));
    assert_eq!(world.view().state, State::Unreachable);
    let finding = world.finding("probe.ssh_fallback").unwrap();
    assert_eq!(finding.evidence[0].text, "Permission denied (publickey).");
    let preview = Intent::Preview {
        finding: FindingRef::of("probe.ssh_fallback"),
        action: "test_the_ssh_connection".into(),
        choice: None,
    };
    let Some(Ok(Answer::Plan { plan })) = world.ask(preview) else { panic!("no plan") };
    assert_eq!(plan.commands, ["ssh -o BatchMode=yes ann@lab true"]);
    world.tell(Event::Timer(TimerId::Link));
    world.link(LinkEvent::Ready(hello()));
    assert_eq!(world.finding("probe.ssh_fallback"), None);
}

#[test]
fn a_token_for_it_is_typed_in_and_never_read_from_this_computer() {
    let mut world = elsewhere("wss://gw.example");
    world.link(LinkEvent::Refused(Refusal::TokenMissing));
    let finding = FindingRef::of("auth.token_missing");
    for action in ["import_token", "paste_a_token"] {
        let preview = Intent::Preview { finding: finding.clone(), action: action.into(), choice: None };
        let Some(Ok(Answer::Plan { plan })) = world.ask(preview) else { panic!("no plan for {action}") };
        assert_eq!(plan.commands, ["clawtray secret set shared-token --gateway office"], "{action}");
    }
    world.ask(Intent::ReloadSecrets);
    assert!(world.did(&Effect::ReloadSecrets));
    world.fact(Fact::Secrets(SecretsHeld { shared_token: true, ..SecretsHeld::default() }));
    assert!(world.last.iter().any(|effect| matches!(effect, Effect::Connect { .. })), "what was typed in is tried");
    world.link(LinkEvent::Refused(Refusal::TokenMismatch));
    world.fact(Fact::Secrets(SecretsHeld { shared_token: true, ..SecretsHeld::default() }));
    assert!(!world.last.iter().any(|effect| matches!(effect, Effect::Connect { .. })), "once");
    assert!(local(&world).is_empty(), "{:?}", local(&world));
}

/// Notes about the gateway itself among the last effects: title and body.
fn told(world: &World) -> Vec<(String, String)> {
    world.notes().into_iter().filter(|note| note.key == "gateway").map(|note| (note.title, note.body)).collect()
}

#[test]
fn out_of_reach_is_told_once_when_it_lasts_and_so_is_its_end() {
    let mut world = elsewhere("wss://gw.example:18789");
    world.link(LinkEvent::Ready(hello()));
    world.link(LinkEvent::Closed { code: Some(1006), words: "nothing answers at this address.".into() });
    world.pass(5_000);
    world.tell(Event::Timer(TimerId::Link));
    world.link(LinkEvent::Ready(hello()));
    assert_eq!(world.all_notes(), 0, "a moment without it is no news");

    let mut lasting = world;
    lasting.link(LinkEvent::Closed { code: Some(1006), words: "connection reset".into() });
    assert_eq!(told(&lasting), []);
    assert!(lasting.timer_of(TimerId::Judge).is_some_and(|after_ms| after_ms <= 30_000), "it is looked at in time");
    lasting.pass(30_000);
    lasting.tell(Event::Timer(TimerId::Judge));
    let notes = told(&lasting);
    assert_eq!(notes.len(), 1);
    assert!(notes[0].0.starts_with("Gateway out of reach") && notes[0].1 == "connection reset. Clawtray keeps trying.");
    for words in ["connection refused", "no route to host", "connection refused"] {
        lasting.tell(Event::Timer(TimerId::Link));
        lasting.link(LinkEvent::Refused(Refusal::Unreachable { words: words.into() }));
        lasting.pass(60_000);
        lasting.tell(Event::Timer(TimerId::Judge));
    }
    assert_eq!(lasting.all_notes(), 1, "why it fails now is no news");
    lasting.pass(3_600_000);
    lasting.tell(Event::Timer(TimerId::Judge));
    assert!(told(&lasting)[0].0.starts_with("Gateway still out of reach"));
    lasting.pass(7_200_000);
    lasting.tell(Event::Timer(TimerId::Judge));
    assert_eq!(lasting.all_notes(), 2, "once more after an hour, and never again");
    lasting.tell(Event::Timer(TimerId::Link));
    assert_eq!(lasting.withdrawn(), Vec::<String>::new(), "while it is tried nothing is taken back");
    lasting.link(LinkEvent::Ready(hello()));
    let back = "It answers again, and this computer is signed in.";
    assert_eq!(told(&lasting), [("The gateway is back".to_owned(), back.to_owned())]);
}

#[test]
fn one_that_refuses_is_reached_and_a_new_keeper_tells_nothing_again() {
    let remote = RemoteGateway::of("office", "ws://192.168.1.5", None).unwrap();
    let begin = |shown: &[(&str, &str)]| {
        let notified = shown.iter().map(|(key, etag)| ((*key).to_owned(), (*etag).to_owned())).collect();
        let options = Options { gateway_id: "office".into(), remote: Some(remote.clone()), ..options() };
        let mut world = World::with(options, Saved { notified, ..Saved::default() });
        world.tell(Event::Began);
        world.fact(Fact::Secrets(SecretsHeld { shared_token: true, ..SecretsHeld::default() }));
        world
    };
    let mut world = begin(&[("gateway", "unreachable@1699999990000")]);
    assert_eq!(world.withdrawn(), Vec::<String>::new(), "nobody knows yet");
    world.link(unreachable());
    world.pass(60_000);
    world.tell(Event::Timer(TimerId::Judge));
    assert_eq!(world.all_notes(), 0, "that is on screen since before");
    world.tell(Event::Timer(TimerId::Link));
    world.link(LinkEvent::Refused(Refusal::TokenMismatch));
    assert_eq!(world.withdrawn(), ["gateway"], "it is reached, and what is wrong is a finding");
}

#[test]
fn the_runbook_s_words_say_what_is_known_from_here() {
    let words = |world: &World| {
        let words = world.view().healthy_words;
        [words.runtime, words.connectivity_probe, words.capability].join(" ")
    };
    let mut world = elsewhere("wss://gw.example:18789");
    assert_eq!(words(&world), "unknown unknown unknown");
    world.link(unreachable());
    assert_eq!(words(&world), "unknown failed unknown");
    world.tell(Event::Timer(TimerId::Link));
    world.link(LinkEvent::Ready(hello()));
    assert_eq!(words(&world), "running ok admin-capable");
    world.link(LinkEvent::Closed { code: Some(1006), words: String::new() });
    assert_eq!(words(&world), "unknown failed unknown");
}
