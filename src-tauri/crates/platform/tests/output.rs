//! A gateway's output: bounded, followed, and whole.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::Write;
use std::path::Path;

use clawtray_platform::files::FileFailure;
use clawtray_platform::output::{
    Batch, LineAssembler, LineLimits, OutputFile, OutputTail, Position, Rotation, TailFailure,
};
use common::{QUIET, soon};

fn append(path: &Path, bytes: &[u8]) {
    std::fs::OpenOptions::new().append(true).create(true).open(path).unwrap().write_all(bytes).unwrap();
}

fn tail(path: &Path, from: Position) -> OutputTail {
    OutputTail::new(path, from, LineLimits::default(), QUIET)
}

fn texts(batch: &Batch) -> Vec<&str> {
    batch.lines.iter().map(|line| line.text.as_str()).collect()
}

async fn take(tail: &mut OutputTail, count: usize) -> Vec<String> {
    let mut taken = Vec::new();
    while taken.len() < count {
        taken.extend(soon(tail.next()).await.unwrap().lines.into_iter().map(|line| line.text));
    }
    taken
}

#[test]
fn lines_are_cut_at_line_feeds_and_written_over_after_carriage_returns() {
    let mut assembler = LineAssembler::new(LineLimits { max_line_bytes: 10 });
    let mut lines = Vec::new();
    for piece in ["a\r", "\nb\n\n10%\r50", "%\r100%\n", "0123456789", "abc\nzz"] {
        assembler.push(piece.as_bytes(), &mut lines);
    }
    let texts: Vec<_> = lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts, ["a", "b", "", "100%", "0123456789…[+3 bytes]"]);
    assert!(lines.iter().all(|line| line.ended && !line.continues));
    let begun = assembler.flush().unwrap();
    assert_eq!((begun.text.as_str(), begun.ended, begun.continues), ("zz", false, false));
    assert_eq!(assembler.flush(), None);
    lines.clear();
    assembler.push(b"top\nnew\n", &mut lines);
    assert_eq!((lines[0].text.as_str(), lines[0].continues, lines[1].continues), ("top", true, false));
}

#[test]
fn invalid_bytes_are_replaced_and_no_character_is_torn() {
    let mut assembler = LineAssembler::new(LineLimits { max_line_bytes: 5 });
    let mut lines = Vec::new();
    assembler.push(b"\xff\xfeok\n", &mut lines);
    assembler.push("abcdäöü\n".as_bytes(), &mut lines);
    assert_eq!(lines[0].text, "\u{fffd}\u{fffd}ok");
    assert_eq!((lines[1].text.as_str(), lines[1].cut_bytes), ("abcd…[+5 bytes]", 5));
    let lobster = "🦞".as_bytes();
    assembler.push(&lobster[..2], &mut lines);
    assert_eq!(assembler.flush(), None, "half a character is not shown");
    assembler.push(&lobster[2..], &mut lines);
    assert_eq!(assembler.flush().unwrap().text, "🦞");
}

#[tokio::test]
async fn a_line_of_fifty_million_bytes_comes_bounded_and_the_next_one_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    append(&path, &vec![b'x'; 50_000_000]);
    append(&path, b"\nnext\n");
    let mut tail = tail(&path, Position::default());
    let batch = soon(tail.next()).await.unwrap();
    assert_eq!(texts(&batch)[1], "next");
    assert_eq!(batch.lines[0].cut_bytes, 50_000_000 - 16 * 1024);
    assert!(batch.lines[0].text.len() < 17 * 1024);
}

#[tokio::test]
async fn a_file_that_appears_and_grows_is_followed_and_a_begun_line_shown_after_a_while() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let mut tail = tail(&path, Position::default());
    let waiting = tokio::spawn(async move { (soon(tail.next()).await.unwrap(), tail) });
    tokio::task::yield_now().await;
    append(&path, b"one\n");
    let (batch, mut tail) = waiting.await.unwrap();
    assert_eq!(texts(&batch), ["one"]);
    append(&path, b"password: ");
    let batch = soon(tail.next()).await.unwrap();
    assert_eq!((texts(&batch), batch.lines[0].ended), (vec!["password: "], false));
    append(&path, b"later\n");
    let batch = soon(tail.next()).await.unwrap();
    assert_eq!((texts(&batch), batch.lines[0].continues), (vec!["later"], true));
}

#[tokio::test]
async fn a_later_reader_goes_on_exactly_where_the_first_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    append(&path, b"one\ntwo\nthr");
    let mut first = OutputTail::new(&path, Position::default(), LineLimits::default(), common::PATIENCE);
    let batch = soon(first.next()).await.unwrap();
    assert_eq!(texts(&batch), ["one", "two"]);
    drop(first);
    append(&path, b"ee\n");
    let mut second = tail(&path, batch.position);
    let batch = soon(second.next()).await.unwrap();
    assert_eq!((texts(&batch), batch.gap), (vec!["three"], false), "the begun line comes whole");
    drop(second);
    std::fs::write(&path, "other file, and longer than the first\n").unwrap();
    let mut third = tail(&path, batch.position);
    let batch = soon(third.next()).await.unwrap();
    assert_eq!((texts(&batch), batch.gap), (vec!["other file, and longer than the first"], true));
}

#[tokio::test]
async fn emptying_and_replacing_the_file_are_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    append(&path, b"before\n");
    let mut tail = tail(&path, Position::default());
    take(&mut tail, 1).await;
    std::fs::File::create(&path).unwrap();
    append(&path, b"x\n");
    let mut seen = Vec::new();
    while seen.is_empty() {
        seen = soon(tail.next()).await.unwrap().lines;
    }
    assert_eq!(seen[0].text, "x");
    let new = folder.path().join("new");
    append(&new, b"replaced\n");
    std::fs::rename(&new, &path).unwrap();
    assert_eq!(take(&mut tail, 1).await, ["replaced"]);
    std::fs::remove_file(&path).unwrap();
    append(&path, b"anew\n");
    assert_eq!(take(&mut tail, 1).await, ["anew"]);
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    assert!(matches!(soon(tail.next()).await, Err(TailFailure::File(FileFailure::Unexpected { .. }))));
}

#[tokio::test]
async fn a_reader_that_was_behind_reads_the_rotated_part_first_and_misses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let output = OutputFile::open(&path, 20, 3).unwrap();
    append(&path, b"line 01\nline 02\n");
    assert_eq!(output.rotate_if_needed().unwrap(), Rotation::NotNeeded);
    let mut tail = tail(&path, Position::default());
    assert_eq!(take(&mut tail, 2).await, ["line 01", "line 02"]);
    append(&path, b"line 03\nline 04\n");
    assert_eq!(output.rotate_if_needed().unwrap(), Rotation::Done { skipped_bytes: 0 });
    append(&path, b"line 05\nline 06\nline 07\n");
    assert_eq!(output.rotate_if_needed().unwrap(), Rotation::Done { skipped_bytes: 0 });
    append(&path, b"line 08\n");
    let mut lines = Vec::new();
    while lines.len() < 6 {
        let batch = soon(tail.next()).await.unwrap();
        assert!(!batch.gap);
        lines.extend(batch.lines.into_iter().map(|line| line.text));
    }
    assert_eq!(lines, ["line 03", "line 04", "line 05", "line 06", "line 07", "line 08"]);
}

#[test]
fn older_parts_are_kept_up_to_their_number_and_a_huge_file_is_not_copied_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let output = OutputFile::open(&path, 10, 2).unwrap();
    for text in ["first-----.", "second----.", "third-----."] {
        append(&path, text.as_bytes());
        assert!(matches!(output.rotate_if_needed().unwrap(), Rotation::Done { .. }));
    }
    assert_eq!(std::fs::read_to_string(output.part(1)).unwrap(), "third-----.");
    assert_eq!(std::fs::read_to_string(output.part(2)).unwrap(), "second----.");
    assert!(!output.part(3).exists());
    append(&path, &[b'z'; 1000]);
    assert_eq!(output.rotate_if_needed().unwrap(), Rotation::Done { skipped_bytes: 980 });
    assert_eq!(std::fs::metadata(output.part(1)).unwrap().len(), 20);
    assert_eq!(std::fs::metadata(&path).unwrap().len(), 0);
    let none = OutputFile::open(&folder.path().join("none"), 10, 0).unwrap();
    append(none.path(), &[b'z'; 11]);
    none.rotate_if_needed().unwrap();
    assert!(!none.part(1).exists());
}

#[cfg(unix)]
#[tokio::test]
async fn a_fast_writer_loses_only_what_falls_between_copy_and_emptying() {
    use std::os::unix::fs::PermissionsExt;
    const LAST: u64 = 60_000;
    const LINE_BYTES: u64 = 18;
    let stage = common::Stage::new();
    let output = OutputFile::open(&stage.folder.path().join("fast.log"), 100_000, 50).unwrap();
    let script = "i=100000; while [ $i -lt 160000 ]; do echo \"line $i is here\"; i=$((i+1)); done";
    let mut spec = stage.spec("/bin/sh", &["-c", script]);
    spec.output = &output;
    let mut child = clawtray_platform::process::spawn(&spec).unwrap();
    let rotating = output.clone();
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let stopped = std::sync::Arc::clone(&stop);
    let rotator = tokio::task::spawn_blocking(move || {
        let (mut rotations, mut skipped) = (0u64, 0u64);
        while !stopped.load(std::sync::atomic::Ordering::Acquire) {
            if let Rotation::Done { skipped_bytes } = rotating.rotate_if_needed().unwrap() {
                rotations += 1;
                skipped += skipped_bytes;
            }
            std::thread::yield_now();
        }
        (rotations, skipped)
    });
    assert_eq!(soon(child.wait()).await.unwrap().code, Some(0));
    stop.store(true, std::sync::atomic::Ordering::Release);
    let (rotations, skipped) = soon(rotator).await.unwrap();
    assert!(rotations > 0, "the file was never rotated, so nothing was tested");

    // Each file by itself: where something was lost, the end of one and the beginning of the next do not fit.
    let files = (1..=50).rev().map(|number| output.part(number)).chain([output.path().to_owned()]);
    let texts: Vec<String> = files.filter_map(|file| std::fs::read_to_string(file).ok()).collect();
    let number = |line: &str| line.strip_prefix("line ")?.strip_suffix(" is here")?.parse::<u64>().ok();
    let numbers: Vec<u64> = texts.iter().flat_map(|text| text.lines()).filter_map(number).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "nothing comes twice or out of order");
    let lost_bytes = (LAST - numbers.len() as u64) * LINE_BYTES;
    // What falls into the last moment of each rotation: a few lines, more only when we are held up just then.
    assert!(
        lost_bytes <= skipped + rotations * 32 * 1024,
        "{lost_bytes} bytes lost, {skipped} told, {rotations} rotations"
    );
    assert_eq!(std::fs::metadata(output.part(1)).unwrap().permissions().mode() & 0o777, 0o600);
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_the_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("precious");
    std::fs::write(&target, "kept").unwrap();
    let link = folder.path().join("log");
    std::os::unix::fs::symlink(&target, &link).unwrap();
    assert!(OutputFile::open(&link, 10, 1).is_err());
}
