//! How fast a log is read for every signature, beside what reading it costs at least (finding its line ends) and what
//! the obvious other way costs (a set of regular expressions, with a fraction of the texts).
#![allow(missing_docs, clippy::unwrap_used)]

use clawtray_core::LogReading;
use divan::{Bencher, counter::BytesCount};

/// Size of the log, bytes.
const SIZE: usize = 32 * 1024 * 1024;

/// Lines as a healthy gateway writes them.
const HEALTHY: &[&str] = &[
    "2026-03-04T16:29:38.289Z [ws] ⇄ res ✓ node.list 3ms conn=dd356872…8ae5 id=9135b012…012b",
    "2026-03-04T16:29:38.289Z [ws] → event health seq=57 clients=1 dropIfSlow=true presenceVersion=9 healthVersion=12",
    "{\"0\":\"{\\\"subsystem\\\":\\\"gateway/ws\\\"}\",\"1\":\"⇄ res ✓ health 12ms conn=4f2 id=8a1\",\"_meta\":{\"runtime\":\"node\",\"runtimeVersion\":\"24.16.0\",\"hostname\":\"vm\",\"name\":\"{\\\"subsystem\\\":\\\"gateway/ws\\\"}\",\"date\":\"2026-03-04T09:51:04.757Z\",\"logLevelId\":3,\"logLevelName\":\"INFO\",\"path\":{\"fileName\":\"subsystem-x.js\",\"method\":\"logToFile\"}},\"time\":\"2026-03-04T09:51:04.759Z\"}",
    "{\"0\":\"{\\\"subsystem\\\":\\\"agent/embedded\\\"}\",\"1\":\"embedded run done: runId=cf73fecf-703c-4e30-9b0e-55457d3157a1 sessionId=e9f9e396-0048-402b-bdcd-5d70d4ebc6d5 durationMs=4300 aborted=false\",\"_meta\":{\"runtime\":\"node\",\"runtimeVersion\":\"24.16.0\",\"hostname\":\"vm\",\"name\":\"{\\\"subsystem\\\":\\\"agent/embedded\\\"}\",\"parentNames\":[\"openclaw\"],\"date\":\"2026-03-04T09:51:05.757Z\",\"logLevelId\":3,\"logLevelName\":\"INFO\",\"path\":{\"fullFilePath\":\"file:///home/user/.npm-global/lib/node_modules/openclaw/dist/subsystem-CYc2uK4P.js:1167:14\",\"fileName\":\"subsystem-CYc2uK4P.js\",\"fileNameWithLine\":\"subsystem-CYc2uK4P.js:1167\",\"fileColumn\":\"14\",\"fileLine\":\"1167\",\"method\":\"logToFile\"}},\"time\":\"2026-03-04T09:51:05.759Z\"}",
    "2026-03-04T16:30:00.000Z [telegram] Inbound message telegram:group:1 -> @bot (group, 42 chars)",
    "2026-03-04T16:30:01.120Z [agent/embedded] embedded run done: runId=1 durationMs=4300 aborted=false",
    "2026-03-04T16:30:02.000Z [reload] config change detected; evaluating reload (agents.defaults.compaction)",
];

/// A line that shows something, one in so many.
const ONE_IN: usize = 1_000;
const TELLING: &str = "2026-03-04T16:29:35.301Z [ws] unauthorized conn=1 reason=rate_limited";

/// Output of a gateway, and the log file that it writes beside it.
#[derive(Clone, Copy, Debug)]
enum Shape {
    Output,
    File,
}

fn log(shape: Shape) -> Vec<u8> {
    let healthy: Vec<&str> =
        HEALTHY.iter().copied().filter(|line| line.starts_with('{') == matches!(shape, Shape::File)).collect();
    let mut log = Vec::with_capacity(SIZE + 1_024);
    for number in 0.. {
        let line = if number % ONE_IN == ONE_IN - 1 { TELLING } else { healthy[number % healthy.len()] };
        log.extend_from_slice(line.as_bytes());
        log.push(b'\n');
        if log.len() >= SIZE {
            break;
        }
    }
    log
}

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 10, args = [Shape::Output, Shape::File])]
fn find_line_ends(bencher: Bencher<'_, '_>, shape: Shape) {
    let log = log(shape);
    bencher.counter(BytesCount::of_slice(&log)).bench(|| memchr::memchr_iter(b'\n', &log).count());
}

#[divan::bench(sample_count = 10, args = [Shape::Output, Shape::File])]
fn read_for_every_signature(bencher: Bencher<'_, '_>, shape: Shape) {
    let log = log(shape);
    bencher.counter(BytesCount::of_slice(&log)).bench(|| {
        let mut reading = LogReading::new();
        log.chunks(256 * 1024).for_each(|piece| reading.push(piece));
        reading
    });
}

#[divan::bench(sample_count = 3)]
fn set_of_40_regular_expressions(bencher: Bencher<'_, '_>) {
    let log = log(Shape::Output);
    let texts = include_str!("../src/signatures/auth.rs").split('"').skip(1).step_by(2).filter(|text| text.len() > 9);
    let patterns: Vec<String> = texts.take(40).map(|text| format!("(?i){}", regex::escape(text))).collect();
    let set = regex::bytes::RegexSet::new(patterns).unwrap();
    bencher
        .counter(BytesCount::of_slice(&log))
        .bench(|| log.split(|byte| *byte == b'\n').filter(|line| set.matches(line).matched_any()).count());
}

/// 20,000 lines, as many as a busy gateway writes in a second: the share of one core is this time divided by a second.
#[divan::bench(sample_count = 20)]
fn follow_20_000_lines(bencher: Bencher<'_, '_>) {
    let log = log(Shape::File);
    let lines: Vec<&[u8]> = log.split(|byte| *byte == b'\n').take(20_000).collect();
    bencher.bench(|| {
        let mut reading = LogReading::new();
        for line in &lines {
            reading.push(line);
            reading.push(b"\n");
        }
        reading
    });
}
