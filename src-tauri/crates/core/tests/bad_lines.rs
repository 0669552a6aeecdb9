//! Logs that are not as they should be: bounded, and never a wrong finding.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::FindingView;
use clawtray_core::{Event, Fact, LogReading, Occupancy};
use clawtray_text::Catalogue;
use common::{GATEWAY, World, around};

const TELLING: &str = "[gateway] listen EADDRINUSE: address already in use 127.0.0.1:18789";

fn read(pieces: impl IntoIterator<Item = Vec<u8>>) -> Vec<FindingView> {
    let mut reading = LogReading::new();
    pieces.into_iter().for_each(|piece| reading.push(&piece));
    reading.finish(&Catalogue::for_languages(&[]))
}

fn ids(found: &[FindingView]) -> Vec<&str> {
    found.iter().map(|finding| finding.id.as_str()).collect()
}

#[test]
fn a_line_of_fifty_megabytes_hides_nothing_behind_it_and_is_not_kept() {
    let long = (0..50).map(|_| vec![b'x'; 1 << 20]);
    let found = read(long.chain([format!("\n{TELLING}\n").into_bytes()]));
    assert_eq!(ids(&found), ["port.conflict"]);
    let kept: usize = found.iter().flat_map(|finding| &finding.evidence).map(|seen| seen.text.len()).sum();
    assert!(kept < 10_000, "{kept} bytes of evidence");
}

#[test]
fn encodings_that_change_in_the_middle_spoil_only_their_own_lines() {
    let mut log = b"caf\xe9 au lait \xff\xfe\x80 [gateway] starting\n".to_vec();
    log.extend("Ünïcode, 日本語, 🦞\n".as_bytes());
    log.extend([0xed, 0xa0, 0x80, b'\n', 0, 0, 0, b'\n', 0xc3, b'\n']);
    log.extend(TELLING.as_bytes());
    log.extend(b"\r\n\xf0\x9f\x92");
    assert_eq!(ids(&read([log])), ["port.conflict"]);
    let wide: Vec<u8> = format!("\u{feff}{TELLING}\r\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(ids(&read([wide])), ["port.conflict"], "a log that PowerShell wrote");
}

#[test]
fn records_of_a_version_to_come_show_nothing_they_do_not_say() {
    let lines = [
        r#"{"v":9,"record":{"level":7,"body":{"message":"ready"}},"_meta":{"schema":"2031-1"}}"#,
        r#"{"message":{"code":"NEW_CODE","ok":true},"_meta":{}}"#,
        r#"{"0":["a",{"b":null}],"1":{"status":{"nested":{"error":null}}},"_meta":17,"time":{"s":1}}"#,
        r#"{"message":["x"],"time":"tomorrow","_meta":{"date":"not a date"}}"#,
        r#"{"message":"unterminated"#,
        r#"[{"findings":[{"checkId":"new/check","severity":"catastrophic"}]}]"#,
        r#"{"rpc":"yes","port":{"status":["busy"]},"gateway":3}"#,
    ];
    let deep = format!("{}\"message\":\"x\"{}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    let text = lines.join("\n") + "\n" + &deep + "\n";
    assert_eq!(ids(&read([text.into_bytes()])), Vec::<&str>::new());
    let said = format!(r#"{{"v":9,"message":"{TELLING}","_meta":{{"schema":"2031-1"}}}}"#);
    assert_eq!(ids(&read([said.into_bytes()])), ["port.conflict"], "what it does say is heard");
}

#[test]
fn a_clock_that_jumps_neither_hides_what_is_new_nor_keeps_a_finding_for_years() {
    let refused = |time: &str| format!("{time} [ws] ⇄ res ✗ node.invoke errorMessage=NODE_BACKGROUND_UNAVAILABLE: x");
    let mut world = World::new();
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Ours(GATEWAY)));
    world.fact(Fact::LinesCaughtUp);
    world.fact(Fact::Output(vec![refused("2001-01-01T00:00:00.000+00:00")]));
    assert_eq!(world.finding("node.background"), None, "a clock that begins anew tells nothing of today");
    world.fact(Fact::Output(vec![refused("2099-01-01T00:00:00.000+00:00")]));
    let found = world.finding("node.background").expect("it was written, whatever its clock said");
    assert!(found.since_ms <= world.now.unix_ms, "not in the future: {}", found.since_ms);
    world.now.unix_ms += 2 * 86_400_000;
    world.now.mono_ms += 2 * 86_400_000;
    world.fact(Fact::Output(vec!["nothing".into()]));
    assert_eq!(world.finding("node.background"), None, "it goes quiet like any other");
}
