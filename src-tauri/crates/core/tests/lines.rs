//! What a gateway writes, as it is heard: with and without times, together, again after a restart, from a shared log.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_core::{
    Effect, Event, ExitReason, Fact, HelloFacts, JobDue, LinkEvent, LogLines, Now, Occupancy, Records, Refusal, Reply,
    Request, Saved, TimerId,
};
use common::{GATEWAY, World, around, hello, options, ready_probes};

/// Two minutes before the world begins.
const BEFORE: &str = "2023-11-14T22:11:20.000+00:00";
const BEFORE_MS: u64 = 1_699_999_880_000;
/// When it begins.
const NOW: &str = "2023-11-14T22:13:20.000+00:00";
const NOW_MS: u64 = 1_700_000_000_000;

fn long_context(time: &str) -> String {
    let words = "Extra usage is required for long context requests";
    format!("{time} [agent/embedded] embedded run agent end: model=claude-sonnet-4-6 provider=anthropic 429 {words}")
}

/// A gateway that an earlier keeper started.
fn adopted() -> World {
    let mut world = World::new();
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Ours(GATEWAY)));
    world
}

fn unknown(world: &World, id: &str) -> bool {
    world.view().not_looked_at.iter().any(|unknown| unknown == id)
}

#[test]
fn a_start_failure_without_a_time_is_heard_when_it_is_printed() {
    let mut world = World::new();
    world.launch();
    world.fact(Fact::Output(vec!["Refusing to bind gateway to lan without auth.".into()]));
    assert_eq!(world.finding("bind.no_auth").expect("heard").since_ms, world.now.unix_ms);
}

#[test]
fn a_gateway_that_ended_for_want_of_a_password_says_so_and_blames_no_configuration() {
    let mut world = World::new();
    world.launch();
    world.exit(ExitReason::NoAuth { words: "Refusing to bind gateway to lan without auth.".into() });
    assert!(world.finding("bind.no_auth").is_some());
    assert_eq!(world.finding("config.invalid"), None);
    assert_eq!(world.finding("service.not_running"), None, "it is what that causes");
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::RunCli { .. })), "no repair is tried on it");
}

#[test]
fn output_that_is_read_again_without_a_time_is_no_news_and_with_one_began_then() {
    let mut world = adopted();
    let refused = "[agent/embedded] model=gpt-5 provider=openai error=401 Incorrect API key provided".to_owned();
    world.fact(Fact::Output(vec![refused.clone(), long_context("2020-01-01T00:00:00.000+00:00")]));
    assert_eq!(world.finding("model.credentials"), None, "nobody knows when");
    assert_eq!(world.finding("model.long_context_429"), None, "years ago");
    world.fact(Fact::Output(vec![format!("{BEFORE} [gateway] x"), refused]));
    assert_eq!(world.finding("model.credentials").expect("after the line before").since_ms, BEFORE_MS);
}

#[test]
fn what_the_log_has_of_ones_own_refusal_is_nobody_elses_trouble_for_the_next_keeper_either() {
    let mut world = adopted();
    world.fact(Fact::Probed(ready_probes()));
    let line = format!("{NOW} [gateway/ws] unauthorized client=Clawtray reason=rate_limited");
    assert!(world.now.unix_ms.abs_diff(NOW_MS) < 1_000, "{:?}", world.now);
    world.link(LinkEvent::Refused(Refusal::RateLimited { retry_after_ms: Some(1) }));
    assert!(world.finding("auth.rate_limited").is_some());
    world.link(LinkEvent::Ready(hello()));
    world.fact(Fact::Output(vec![line.clone()]));
    assert_eq!(world.finding("auth.rate_limited"), None, "it was let in since");
    world.tell(Event::Timer(TimerId::Save));
    let saved = world.all.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => Some((**saved).clone()),
        _ => None,
    });
    for (saved, stands) in [(saved.unwrap(), false), (Saved::default(), true)] {
        let mut next = World::with(options(), saved);
        next.tell(Event::Began);
        next.fact(Fact::Surroundings(Box::new(around())));
        next.fact(Fact::Occupancy(Occupancy::Ours(GATEWAY)));
        next.fact(Fact::Output(vec![line.clone()]));
        assert_eq!(next.finding("auth.rate_limited").is_some(), stands, "without a memory it is somebody's");
    }
}

#[test]
fn nothing_is_healthy_before_a_line_was_judged_and_the_past_was_read() {
    let mut world = adopted();
    assert!(unknown(&world, "storage.locked"));
    world.fact(Fact::Output(vec!["no time".into()]));
    world.fact(Fact::LinesCaughtUp);
    assert!(unknown(&world, "storage.locked"), "no line was judged");
    world.fact(Fact::Output(vec![format!("{BEFORE} [gateway] ready")]));
    assert!(!unknown(&world, "storage.locked"));

    let mut world = adopted();
    world.fact(Fact::Output(vec![format!("{BEFORE} [gateway] ready")]));
    assert!(unknown(&world, "storage.locked"), "more from before may come");
    world.fact(Fact::LinesCaughtUp);
    assert!(!unknown(&world, "storage.locked"));
}

#[test]
fn lines_that_may_not_be_read_show_nothing_and_say_why() {
    let mut world = World::running();
    let why = |world: &World| world.view().not_looked_because.get("storage.locked").cloned();
    let none_yet = why(&world).expect("no line was read");
    let findings = world.view().findings;
    world.fact(Fact::LinesDenied);
    let denied = why(&world).expect("none may be read");
    assert!(denied.contains("may not be read") && denied != none_yet, "{denied:?}, before: {none_yet:?}");
    assert_eq!(world.view().findings, findings, "that raises nothing");
    world.fact(Fact::LinesCaughtUp);
    assert_eq!(why(&world), Some(none_yet), "it may be read again");
    world.fact(Fact::LinesDenied);
    world.fact(Fact::Output(vec![format!("{BEFORE} [gateway] ready")]));
    world.fact(Fact::LinesCaughtUp);
    assert_eq!(why(&world), None);
}

#[test]
fn earlier_evidence_moves_the_beginning_back() {
    let mut world = adopted();
    let line =
        |time: &str| format!("{time} [agent/embedded] model=gpt-5 provider=openai 401 Incorrect API key provided");
    world.fact(Fact::Output(vec![line("2023-11-14T22:13:00.000+00:00")]));
    world.fact(Fact::Log(LogLines { lines: vec![line(BEFORE)], ..LogLines::default() }));
    assert_eq!(world.finding("model.credentials").expect("raised").since_ms, BEFORE_MS);
}

#[test]
fn in_a_shared_log_only_parts_of_a_gateway_count_and_only_since_it_is_alone() {
    let mut world = adopted();
    let record = |name: &str, time: &str| {
        let words = "Extra usage is required for long context requests";
        let text = format!("embedded run agent end: model=claude-sonnet-4-6 provider=anthropic rawError=429 {words}");
        format!(r#"{{{name}"1":"{text}","_meta":{{"logLevelName":"WARN"}},"time":"{time}","message":"{text}"}}"#)
    };
    let part = r#""0":"{\"subsystem\":\"agent/embedded\"}","#;
    let now = "2023-11-14T22:13:19.000+00:00";
    let log = |line: String| {
        Fact::Log(LogLines {
            lines: vec![line],
            shared: true,
            not_before_ms: Some(BEFORE_MS + 1),
            records: Records::All,
        })
    };
    world.fact(log(record("", now)));
    world.fact(log(record(part, BEFORE)));
    assert_eq!(world.finding("model.long_context_429"), None, "the command line's, and another gateway's");
    world.fact(log(record(part, now)));
    let found = world.finding("model.long_context_429").expect("ours");
    assert_eq!(found.subject.as_deref(), Some("anthropic/claude-sonnet-4-6"));
}

#[test]
fn what_the_person_accepted_stands_when_the_line_is_read_again() {
    let mut world = adopted();
    world.fact(Fact::Output(vec![long_context(BEFORE)]));
    let Some(Effect::Save(saved)) = ({
        world.tell(Event::Timer(clawtray_core::TimerId::Save));
        world.last.iter().find(|effect| matches!(effect, Effect::Save(_))).cloned()
    }) else {
        panic!("saved")
    };
    let mut saved = *saved;
    saved.long_context.values_mut().for_each(|refusal| refusal.accepted = true);
    let mut world = World::with(options(), saved);
    world.fact(Fact::Output(vec![long_context(BEFORE)]));
    assert_eq!(world.finding("model.long_context_429"), None);
    world.fact(Fact::Output(vec![long_context("2023-11-14T22:13:19.000+00:00")]));
    assert!(world.finding("model.long_context_429").is_some(), "a later one is another matter");
}

#[test]
fn a_job_that_was_due_while_no_keeper_ran_is_missed() {
    let due = |next_ms| JobDue { job: "a".into(), next_ms: Some(next_ms), enabled: true, ..JobDue::default() };
    let now = Now { unix_ms: 1_700_000_000_000, mono_ms: 0, offset_minutes: 0 };
    let mut world = World::running();
    let listed = |request: &Request| *request == Request::ListJobs;
    world.link(LinkEvent::JobsChanged);
    world.reply(listed, Reply::Jobs { runs: vec![], due: vec![due(now.unix_ms + 60_000)] });
    world.tell(Event::Timer(clawtray_core::TimerId::Save));
    let saved = world.last.iter().find_map(|effect| match effect {
        Effect::Save(saved) => Some((**saved).clone()),
        _ => None,
    });
    let text = serde_json::to_string(&saved.expect("the list is kept")).unwrap();
    let saved: Saved = serde_json::from_str(&text).unwrap();
    let mut world = World::with(options(), saved);
    world.launch();
    world.pass(3_600_000);
    world.tell(Event::Timer(clawtray_core::TimerId::Probe));
    world.fact(Fact::Probed(ready_probes()));
    world.link(LinkEvent::Ready(hello()));
    world.reply(listed, Reply::Jobs { runs: vec![], due: vec![due(now.unix_ms + 86_400_000)] });
    assert_eq!(world.finding("cron.missed").expect("noticed").since_ms, now.unix_ms + 60_000);
}

#[test]
fn a_rejected_write_and_a_changed_configuration_are_looked_at_when_they_are_heard_of() {
    let mut world = World::running();
    world.fact(Fact::Output(vec!["2023-11-14T22:13:19Z [gateway] ready".into()]));
    assert!(!world.did(&Effect::LookAround));
    world.fact(Fact::Output(vec!["2023-11-14T22:13:19Z [reload] config reload skipped (invalid config): x".into()]));
    assert!(world.did(&Effect::LookAround), "{:?}", world.last);
    world.link(LinkEvent::ConfigChanged);
    assert!(world.did(&Effect::LookAround));
}

#[test]
fn a_log_that_is_not_read_here_is_read_over_the_link_and_one_that_is_read_here_is_not() {
    let mut world = World::running();
    let hello = HelloFacts { methods: vec!["logs.tail".into()], up_ms: Some(600_000), ..hello() };
    world.link(LinkEvent::Ready(hello.clone()));
    world.tell(Event::Timer(TimerId::Judge));
    assert!(world.call(|request| *request == Request::TailLog { cursor: None }).is_some());
    let line = |at: &str, words: &str| {
        format!(r#"{{"0":"{{\"subsystem\":\"ws\"}}","1":"{words}","_meta":{{}},"time":"{at}"}}"#)
    };
    let lines = vec![
        line("2023-11-14T20:00:00.000+00:00", "listen EADDRINUSE: address already in use"),
        line(BEFORE, "node.invoke errorMessage=NODE_BACKGROUND_UNAVAILABLE: x"),
    ];
    world.pass(120_000);
    world.reply(
        |request| matches!(request, Request::TailLog { .. }),
        Reply::Log { lines, cursor: Some(42), whole: true },
    );
    assert!(world.finding("node.background").is_some(), "{:?}", world.view().findings);
    assert!(!unknown(&world, "skills.symlink_escape"), "that no line says so means something now");
    world.tell(Event::Timer(TimerId::Judge));
    assert!(world.call(|request| *request == Request::TailLog { cursor: Some(42) }).is_some(), "on from there");

    let mut here = World::running();
    here.fact(Fact::Output(vec!["[gateway] ready".into()]));
    here.link(LinkEvent::Ready(hello));
    here.tell(Event::Timer(TimerId::Judge));
    assert!(here.call(|request| matches!(request, Request::TailLog { .. })).is_none());
}

#[test]
fn a_sentence_over_two_lines_is_heard_too() {
    let mut world = World::running();
    let time = "2023-11-14T22:13:19Z";
    world.fact(Fact::Output(vec![
        format!("{time} [skills] Skipping escaped"),
        "   skill path outside its configured root: x".into(),
    ]));
    assert!(world.finding("skills.symlink_escape").is_some());
}

#[test]
fn beside_the_output_only_modules_count_and_lost_lines_make_it_unknown_again() {
    let mut world = World::running();
    let now = "2023-11-14T22:13:19.000+00:00";
    let record = |name: &str| {
        let text = "Skipping escaped skill path";
        let names = format!(r#"{{"0":"{{\"{name}\":\"skills\"}}","1":"{text}","#);
        let log = LogLines { records: Records::OfModules, ..LogLines::default() };
        Fact::Log(LogLines { lines: vec![format!(r#"{names}"time":"{now}","message":"{text}"}}"#)], ..log })
    };
    world.fact(record("subsystem"));
    assert_eq!(world.finding("skills.symlink_escape"), None, "the output says it too");
    world.fact(record("module"));
    assert!(world.finding("skills.symlink_escape").is_some());
    world.fact(Fact::LinesCaughtUp);
    assert!(!unknown(&world, "storage.locked"));
    world.fact(Fact::LinesLost);
    assert!(unknown(&world, "storage.locked"));
    assert!(world.finding("skills.symlink_escape").is_some(), "what is unknown clears nothing");
}
