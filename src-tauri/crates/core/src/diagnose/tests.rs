use super::{LogReading, diagnose_text};
use clawtray_contract::FindingView;
use clawtray_text::Catalogue;

fn findings(text: &str) -> Vec<FindingView> {
    diagnose_text(text, &Catalogue::for_languages(&[]))
}

fn ids(text: &str) -> Vec<String> {
    findings(text).into_iter().map(|finding| finding.id).collect()
}

#[test]
fn a_healthy_log_and_garbage_show_nothing() {
    let healthy = "[gateway] ready\n[heartbeat] started\n[ws] ⇄ res ✓ health 10ms\nRuntime: running (pid 1)";
    assert!(ids(healthy).is_empty());
    assert!(ids(&"\u{0}\u{202e}x".repeat(100_000)).is_empty());
}

#[test]
fn evidence_is_bounded_and_says_each_thing_once() {
    let text = "pairing required\n".repeat(10_000);
    assert_eq!(findings(&text)[0].evidence.len(), 1);
    let text: String = (0..100).map(|number| format!("pairing required {number}\n")).collect();
    assert_eq!(findings(&text)[0].evidence.len(), super::LINES_SHOWN);
}

#[test]
fn the_first_time_is_the_earliest_line_that_shows_it() {
    let text = "2026-03-04T16:29:35.301Z [ws] reason=rate_limited\n2026-03-04T16:39:35Z [ws] reason=rate_limited";
    assert_eq!(findings(text)[0].since_ms, 1_772_641_775_301);
}

#[test]
fn a_sentence_that_a_box_broke_is_read_as_one() {
    let text = "│  - Gateway service embeds OPENCLAW_X and service config does not    │\n│    match today's configuration.                                  │";
    assert_eq!(ids(text), ["service.config_mismatch"]);
}

#[test]
fn a_document_over_many_lines_is_read_together() {
    let text = "{\n  \"port\": {\n    \"status\": \"free\"\n  },\n  \"rpc\": {\n    \"ok\": false\n  }\n}";
    assert_eq!(ids(text), ["service.not_running"]);
}

#[test]
fn a_gateway_that_became_ready_has_got_over_its_start() {
    let text = "listen EADDRINUSE: address already in use 127.0.0.1:18789\n[gateway] ready (5 plugins; 5.9s)";
    assert!(ids(text).is_empty());
    let again = format!("{text}\nlisten EADDRINUSE: address already in use 127.0.0.1:18789");
    assert_eq!(ids(&again), ["port.conflict"]);
}

#[test]
fn where_the_pieces_end_does_not_matter() {
    let text = "a\r\n2026-03-04T16:29:35.301Z [gateway] ünï listen EADDRINUSE: x\nb".as_bytes();
    for size in [1, 7, 64] {
        let mut reading = LogReading::new();
        text.chunks(size).for_each(|piece| reading.push(piece));
        let found = reading.finish(&Catalogue::for_languages(&[]));
        assert_eq!(found[0].id, "port.conflict", "pieces of {size}");
    }
}

#[test]
fn every_signature_belongs_to_a_finding_of_the_runbook() {
    let areas = [crate::signatures::ALL, crate::signatures::FAMILIES].concat();
    for one in areas.iter().flat_map(|area| area.iter()).filter(|one| !one.is_mark()) {
        assert!(super::order::ORDER.contains(&one.finding), "{}", one.finding);
    }
    for combination in crate::signatures::together::TOGETHER {
        assert!(super::order::ORDER.contains(&combination.finding), "{}", combination.finding);
    }
    assert_eq!(super::order::ORDER.len(), 72);
}
