//! Reading configuration files of every condition.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use clawtray_openclaw::config::{Broken, TokenState, parse_json5};
use clawtray_openclaw::{ConfigParse, ConfigReading};
use std::path::{Path, PathBuf};

fn file(content: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::Builder::new().prefix("Zoë K ").tempdir().expect("a folder");
    let path = home.path().join("openclaw.json");
    std::fs::write(&path, content).expect("a file");
    (home, path)
}

fn broken(reading: &ConfigReading) -> &Broken {
    match &reading.parse {
        ConfigParse::Broken(broken) => broken,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_full_file_gives_every_fact() {
    let text = "// the house gateway\n{\n  $include: ['./more.json5'],\n  gateway: { mode: 'local', port: 19000, bind: \"loopback\",\n    auth: { mode: 'token', token: 'tok-in-the-file', password: \"${PW}\" } },\n  channels: { telegram: { $include: \"t.json\" } },\n  meta: { lastTouchedVersion: '2026.9.6', },\n}\n";
    let (_home, path) = file(text.as_bytes());
    let reading = ConfigReading::read(&path).await;
    assert!(reading.exists && reading.has_comments && reading.modified.is_some());
    assert_eq!(reading.size_bytes, text.len() as u64);
    assert_eq!(reading.includes, ["./more.json5", "t.json"]);
    assert_eq!(reading.gateway_mode.as_deref(), Some("local"));
    assert_eq!((reading.port, reading.bind.as_deref()), (Some(19000), Some("loopback")));
    assert_eq!(reading.auth_mode.as_deref(), Some("token"));
    assert_eq!(reading.password, TokenState::Reference);
    let TokenState::Plain(token) = &reading.token else { panic!("{:?}", reading.token) };
    assert_eq!(token.expose(), "tok-in-the-file");
    assert!(!format!("{reading:?}").contains("tok-in"), "Debug shows a token");
    assert!(!reading.is_newer_than("2026.9.6") && reading.is_newer_than("2026.9.5") && !reading.is_newer_than("?"));
}

#[tokio::test]
async fn facts_of_an_included_file_count_like_those_of_the_file_itself() {
    let (home, path) = file(b"{gateway: {$include: './gateway.json5'}}");
    let included = "{mode: 'local', port: 19003, auth: {mode: 'token', token: 'tok-of-another-file'}}";
    std::fs::write(home.path().join("gateway.json5"), included).expect("a file");
    let reading = ConfigReading::read(&path).await;
    assert_eq!((reading.gateway_mode.as_deref(), reading.port), (Some("local"), Some(19003)));
    assert!(matches!(&reading.token, TokenState::Plain(token) if token.expose() == "tok-of-another-file"));
    assert_eq!(reading.includes, ["./gateway.json5"]);
    assert!(!format!("{reading:?}").contains("tok-of"), "Debug shows a token");
}

#[tokio::test]
async fn a_missing_file_and_a_folder_are_told_apart() {
    let home = tempfile::tempdir().expect("a folder");
    let missing = ConfigReading::read(&home.path().join("none.json")).await;
    assert!(!missing.exists && missing.parse == ConfigParse::Missing);
    let folder = ConfigReading::read(home.path()).await;
    assert!(folder.exists && matches!(folder.parse, ConfigParse::Unreadable(_)), "{folder:?}");
}

#[tokio::test]
async fn an_empty_file_is_broken_at_its_start() {
    for content in [&b""[..], b"\n\n", b"// only a comment\n"] {
        let (_home, path) = file(content);
        let reading = ConfigReading::read(&path).await;
        assert_eq!(broken(&reading).line, 1, "{content:?}");
    }
}

#[tokio::test]
async fn a_long_file_is_not_read_and_a_file_at_the_limit_is() {
    let (_home, path) = file(&vec![b' '; 5 * 1024 * 1024]);
    let reading = ConfigReading::read(&path).await;
    assert_eq!(reading.parse, ConfigParse::TooLarge);
    assert_eq!((reading.size_bytes, reading.text.is_none()), (5 * 1024 * 1024, true));
    let mut content = b"{a:1}".to_vec();
    content.resize(4 * 1024 * 1024, b' ');
    let (_home, path) = file(&content);
    assert!(matches!(ConfigReading::read(&path).await.parse, ConfigParse::Value(_)));
}

#[tokio::test]
async fn text_that_is_not_utf8_has_a_place() {
    let (_home, path) = file(b"{\n a: '\xff'}");
    let reading = ConfigReading::read(&path).await;
    assert_eq!((broken(&reading).line, broken(&reading).column), (2, 6));
}

#[test]
fn mistakes_have_the_place_a_person_would_look_at() {
    for (text, line, column) in [
        ("{\"gateway\":{\"mode\":\"local\",\"po", 1, 31),
        ("{\n  a: 1\n", 2, 7),
        ("{\n  a: 1\n  b: 2\n}", 3, 3),
        ("hello {\"a\":1}", 1, 1),
        ("{a:1} x", 1, 7),
        ("{\n 'a': [1,,2]}", 2, 10),
        ("{a: 01}", 1, 5),
        ("\u{feff}{ä: !}", 1, 5),
    ] {
        let broken = parse_json5(text).expect_err(text);
        assert_eq!((broken.line, broken.column), (line, column), "{text:?}: {broken:?}");
    }
}

#[test]
fn every_json5_form_is_read() {
    let text = "{un$quoted: +.5, 'single': 'it\\'s', hex: 0xff, list: [1, 2,], big: 12345678901234567890, inf: Infinity,\n/* c */ multi: 'a\\\nb', neg: -3, \"dup\": 1, \"dup\": 2, n: null, t: true,}";
    let value = parse_json5(text).expect("valid");
    assert_eq!(value["un$quoted"], 0.5);
    assert_eq!(value["single"], "it's");
    assert_eq!(value["hex"], 255);
    assert_eq!(value["multi"], "ab");
    assert_eq!(value["dup"], 2);
    assert_eq!(value["inf"], serde_json::Value::Null);
    assert_eq!(value["big"], 12_345_678_901_234_567_890_u64);
}

#[test]
fn deep_nesting_is_refused_instead_of_ending_the_process() {
    let deep = "[".repeat(1_000_000);
    let broken = parse_json5(&deep).expect_err("too deep");
    assert_eq!(broken.message, "nested too deeply");
    assert!(parse_json5(&format!("{}{}", "[".repeat(100), "]".repeat(100))).is_ok());
}

#[test]
fn an_excerpt_never_shows_a_secret() {
    for text in [
        "{\"gateway\":{\"auth\":{\"token\":\"tok-visible-secret\" \"x\":1}}}",
        "{gateway:{auth:{token:'tok-visible-secret' x:1}}}",
        "{gateway:{auth:{token: tok-visible-secret}}}",
        "{\"a\":\"tok-visible-secret\n\",}",
        "{\"botToken\":\n\"x\", \"list\":[\"tok-visible-secret\" 1]}",
        "{\"k\": \"sk-tok-visible-secret-123456789\" oops}",
    ] {
        let broken = parse_json5(text).expect_err(text);
        assert!(!format!("{broken:?}").contains("visible"), "{text}: {broken:?}");
    }
    let plain = parse_json5("{\n  gateway: { port 18789 }\n}").expect_err("a colon is missing");
    assert_eq!(plain.excerpt, "  gateway: { port 18789 }");
}

#[test]
fn comments_are_seen_only_outside_of_texts() {
    let has = |text: &str| ConfigReading::from_text(Path::new("c"), text.to_owned()).has_comments;
    assert!(has("{a:1} // x") && has("{/* x */a:1}"));
    assert!(!has("{a:'http://x', \"b\":\"/* no */\", c:'\\'// no'}"));
}
