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
fn the_time_before_a_word_is_no_count_of_errors() {
    for time in ["23:04:22+00:00", "12:10:00", "2026-09-14T12:10:20"] {
        let text = format!(
            "{time} error Invalid config at /x/openclaw.json: - channels: bad\nHealth check failed: gateway closed (1006): no close reason"
        );
        assert_eq!(ids(&text)[0], "config.invalid", "{time}");
    }
}

#[test]
fn a_stall_belongs_to_a_start_and_one_among_many_lines_is_a_moment() {
    let stall = "[diagnostic] liveness warning: reasons=event_loop_delay eventLoopDelayMaxMs=14470.3";
    assert_eq!(ids(stall), ["process.hung"]);
    assert!(ids(&format!("{stall}\n[gateway] ready (5 plugins; 5.9s)")).is_empty());
    assert_eq!(ids(&format!("[gateway] ready (5 plugins; 5.9s)\n{stall}")), ["process.hung"]);
    let log = "[ws] event tick\n".repeat(60);
    assert!(ids(&format!("{log}{stall}")).is_empty());
    assert_eq!(ids(&format!("{log}{stall}\n{stall} again\n{stall} and again")), ["process.hung"]);
}

#[test]
fn what_a_cause_explains_is_named_under_it_and_stays_in_the_list() {
    let text = "cron: timer tick failed\n[sessions] ENOSPC: no space left on device, write";
    let found = findings(text);
    assert_eq!(found[0].id, "storage.full");
    let explained: Vec<&str> = found[0].explains.iter().map(|caused| caused.id.as_str()).collect();
    assert!(explained.contains(&"cron.tick_failed"), "{explained:?}");
    assert_eq!(found.iter().filter(|finding| finding.id == "cron.tick_failed").count(), 1);
    assert!(found.iter().skip(1).all(|finding| finding.explains.is_empty()));
}

#[test]
fn what_passed_by_itself_is_over_unless_it_comes_back() {
    let down = "[whatsapp] WhatsApp gateway disconnected (status 408)";
    let up = "[whatsapp] WhatsApp gateway connected";
    assert!(ids(&format!("{down}\n{up}")).is_empty());
    assert_eq!(ids(&format!("{down}\n{up}\n{down}")), ["channel.disconnected"]);
    assert_eq!(ids(&format!("{down}\n[slack] socket mode connected")), ["channel.disconnected"]);
    let often = format!("{down}\n{up}\n").repeat(9);
    assert_eq!(ids(&often), ["channel.disconnected"]);
}

#[test]
fn two_lines_that_ought_to_agree_are_compared() {
    let lines = |service: &str| format!("Config (cli): ~/.openclaw/openclaw.json\nConfig (service): {service}");
    assert!(ids(&lines("~/.openclaw/openclaw.json")).is_empty());
    assert_eq!(ids(&lines("/root/.openclaw/openclaw.json")), ["service.config_mismatch"]);
    assert_eq!(ids("CLI version: 2026.9.5\nGateway version: 2026.8.2"), ["install.update_incomplete"]);
    assert!(ids("CLI version: 2026.9.5\nGateway version: unknown").is_empty());
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

#[test]
fn a_plugin_that_misses_a_library_is_an_update_only_where_nothing_else_explains_it() {
    let missing =
        "[plugins] talk failed to load from /o/node_modules/openclaw/dist/talk.js: Error: Cannot find module 'jiti'\n";
    let no_npm = "[plugins] failed to install bundled runtime deps: Error: Unable to resolve a safe npm executable\n";
    let named = |text: &str| ids(text).contains(&"install.update_incomplete".to_owned());
    assert!(named(missing));
    assert!(!named(&format!("{no_npm}{missing}")));
    assert!(named(&format!("{no_npm}{missing}Update failed: the hand-off to the gateway failed\n")), "more is said");
}

#[test]
fn what_a_command_line_offers_tells_nothing_and_what_comes_after_it_does() {
    let help = "Usage: openclaw devices [options] [command]\n\nOptions:\n  --token <token>  Gateway token (if required)\n\n\
                Commands:\n  revoke  Revoke a device token for a role\n          pairing required\n";
    assert!(ids(help).is_empty(), "{:?}", ids(help));
    let after = format!("{help}gateway connect failed: Error: pairing required\n");
    assert_eq!(ids(&after), ["auth.pairing_required"]);
}
