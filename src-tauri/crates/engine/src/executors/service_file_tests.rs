//! Definitions as OpenClaw 2026.9.6 writes them, and as people leave them.

use std::{fs, path::Path};

use clawtray_core::ServiceFile;

use super::{Asked, Definition, launch_agent, read, words};

/// As `openclaw gateway install` wrote it, with the lines that matter here.
fn written_by_openclaw(node: &str, script: &str, port: u16) -> String {
    format!(
        "[Unit]\nDescription=OpenClaw Gateway\nAfter=network-online.target\n\n[Service]\n\
         ExecStart={node} --max-old-space-size=8192 {script} gateway --port {port}\nRestart=always\nRestartSec=5\n\
         Environment=HOME=/home/ann\nEnvironment=NODE_OPTIONS=\nEnvironment=OPENCLAW_GATEWAY_PORT={port}\n\
         Environment=\"OPENCLAW_WINDOWS_TASK_NAME=OpenClaw Gateway\"\n\n[Install]\nWantedBy=default.target\n"
    )
}

struct Place {
    folder: tempfile::TempDir,
    asked: Asked,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("openclaw-gateway.service");
        let home = folder.path().to_owned();
        Self { folder, asked: Asked { path, name: "openclaw-gateway.service".into(), profile: None, home } }
    }

    fn file(&self, name: &str) -> String {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "").unwrap();
        path.display().to_string()
    }

    fn reads(&self, text: impl AsRef<[u8]>) -> ServiceFile {
        fs::write(&self.asked.path, text).unwrap();
        read(&self.asked, None)
    }
}

#[cfg(target_os = "linux")]
#[test]
fn another_definition_counts_when_it_is_switched_on_and_starts_the_same_profile() {
    let place = Place::new();
    place.reads(written_by_openclaw("/n/node", "/n/openclaw/dist/index.js", 18_789));
    let other = |name: &str, text: &str| fs::write(place.folder.path().join(name), text).unwrap();
    let wants = place.folder.path().join("default.target.wants");
    fs::create_dir_all(&wants).unwrap();
    let enable = |name: &str| fs::write(wants.join(name), "").unwrap();
    let text = written_by_openclaw("/n/node", "/n/openclaw/dist/index.js", 19_000);
    other("my-openclaw.service", &text);
    assert!(super::others(&place.asked).is_empty(), "nothing starts it");
    enable("my-openclaw.service");
    enable("openclaw-gateway.service");
    let found = super::others(&place.asked);
    assert!(found.len() == 1 && found[0].ends_with("/my-openclaw.service"), "{found:?}");
    other("openclaw-work.service", &text.replace("gateway --port", "--profile work gateway --port"));
    other("openclaw-node.service", &text.replace(" gateway ", " node "));
    enable("openclaw-work.service");
    enable("openclaw-node.service");
    assert_eq!(super::others(&place.asked).len(), 1, "another profile and another program are no double");
}

#[cfg(unix)]
#[test]
fn a_definition_that_cannot_be_read_is_told_with_the_reason() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    assert_eq!(place.reads("").unreadable, None);
    fs::set_permissions(&place.asked.path, fs::Permissions::from_mode(0o000)).unwrap();
    // An account that may read everything reads this too.
    if fs::read(&place.asked.path).is_err() {
        assert_eq!(read(&place.asked, None).unreadable.as_deref(), Some("permission denied"));
    }
    fs::set_permissions(&place.asked.path, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(place.reads(vec![b'#'; 100 * 1024]).unreadable.as_deref(), Some("it is far too large"));
    fs::remove_file(&place.asked.path).unwrap();
    assert_eq!(read(&place.asked, None).unreadable, None, "gone is not unreadable");
}

#[test]
fn a_whole_definition_has_nothing_missing_and_its_port() {
    let place = Place::new();
    let (node, script) = (place.file("bin/node"), place.file("dist/index.js"));
    let service = place.reads(written_by_openclaw(&node, &script, 18999));
    assert_eq!((service.missing, service.port), (vec![], Some(18999)));
    assert_eq!(service.path, place.asked.path.display().to_string());
}

#[cfg_attr(windows, ignore = "systemd's files name folders of Unix")]
#[test]
fn a_node_and_a_program_that_are_gone_are_named() {
    let place = Place::new();
    let service = place.reads(written_by_openclaw("/gone/bin/node", "/gone/dist/index.js", 1));
    assert_eq!(service.missing, ["/gone/bin/node", "/gone/dist/index.js"]);
    let service = place.reads(written_by_openclaw(&place.file("node"), "/gone/dist/index.js", 1));
    assert_eq!(service.missing, ["/gone/dist/index.js"]);
}

#[cfg_attr(windows, ignore = "systemd's files name folders of Unix")]
#[test]
fn quotes_continued_lines_and_the_home_are_understood() {
    let place = Place::new();
    let node = place.file("my node/bin/node");
    let script = place.file("dist/index.js");
    let text =
        format!("[Service]\nExecStart=-\"{node}\" \\\n  '%h/dist/index.js' gateway --port=7000\n# Environment=X=1\n");
    assert_eq!(place.reads(text), ServiceFile { missing: vec![], port: Some(7000), ..place.reads("") });
    fs::remove_file(&script).unwrap();
    let text = format!("[Service]\nExecStart=\"{node}\" '%h/dist/index.js' gateway\n");
    assert_eq!(place.reads(text).missing, [script]);
}

#[test]
fn the_port_may_stand_in_the_environment_alone() {
    let place = Place::new();
    let text = format!("[Service]\nEnvironment=A=1 OPENCLAW_GATEWAY_PORT=7001\nExecStart={}\n", place.file("wrapper"));
    assert_eq!(place.reads(text).port, Some(7001));
}

#[cfg_attr(windows, ignore = "systemd's files name folders of Unix")]
#[test]
fn a_drop_in_replaces_the_command() {
    let place = Place::new();
    let node = place.file("bin/node");
    let drop_ins = place.folder.path().join("openclaw-gateway.service.d");
    fs::create_dir(&drop_ins).unwrap();
    fs::write(drop_ins.join("override.conf"), format!("[Service]\nExecStart=\nExecStart={node} gateway --port 9\n"))
        .unwrap();
    let service = place.reads(written_by_openclaw("/gone/node", "/gone/index.js", 8));
    assert_eq!((service.missing, service.port), (vec![], Some(9)));
}

#[cfg_attr(windows, ignore = "systemd's files name folders of Unix")]
#[test]
fn what_is_not_understood_says_nothing() {
    let place = Place::new();
    let nothing = ServiceFile {
        path: place.asked.path.display().to_string(),
        name: place.asked.name.clone(),
        ..ServiceFile::default()
    };
    assert_eq!(read(&place.asked, None), nothing, "not there");
    for text in [
        "",
        "[Service]\n",
        "[Service]\nExecStart=\n",
        "[Service]\nExecStart=\"/gone/node gateway\n",
        "[Service]\nExecStart=%t/node gateway\n",
        "[Service]\nExecStart=${NODE} gateway\n",
        "[Service]\nExecStart=/gone/no\\de\n",
        "[Service]\nExecStart=node index gateway --port many\n",
        "[Service]\nExecStart=node gateway --port\n",
        "[Service]\nExecStart=node gateway --port 0\n",
        "[Service]\nExecStart=node gateway --port 70000\n",
        "[Unit]\nExecStart=/gone/node gateway\n",
        "ExecStart=/gone/node\n=\n[[[\n\u{0}\u{202e}",
        "[Service]\n;ExecStart=/gone/node gateway --port 5\n",
    ] {
        assert_eq!(place.reads(text), nothing, "{text}");
    }
    assert_eq!(place.reads([0xff, 0xfe, 0x00, b'=', b'\n', 0x80]), nothing);
    let unreadable = |why: &str| ServiceFile { unreadable: Some(why.into()), ..nothing.clone() };
    let large = place.reads(" ".repeat(100_000) + "\n[Service]\nExecStart=/gone/node\n");
    assert_eq!(large, unreadable("it is far too large"));
    fs::remove_file(&place.asked.path).unwrap();
    fs::create_dir(&place.asked.path).unwrap();
    assert_eq!(read(&place.asked, None), unreadable("it is not a file"), "a folder");
}

#[cfg_attr(windows, ignore = "systemd's files name folders of Unix")]
#[test]
fn a_definition_of_another_profile_says_nothing() {
    let mut place = Place::new();
    let text = "[Service]\nEnvironment=OPENCLAW_PROFILE=work\nExecStart=/gone/node gateway --port 5\n";
    assert_eq!((place.reads(text).missing.len(), place.reads(text).port), (0, None));
    let text = "[Service]\nExecStart=/gone/node index.mjs --profile work gateway --port 5\n";
    assert_eq!((place.reads(text).missing.len(), place.reads(text).port), (0, None));
    place.asked.profile = Some("work".to_owned());
    assert_eq!((place.reads(text).missing.len(), place.reads(text).port), (1, Some(5)));
}

#[test]
fn words_are_split_as_systemd_splits_them() {
    let home = "/home/ann";
    let split = |text| words(text, home);
    assert_eq!(split(r#"a "b c" 'd "e' f\sg "" h%%i $$j"#).unwrap(), ["a", "b c", "d \"e", "f g", "", "h%i", "$j"]);
    assert_eq!(split("x'y z'w").unwrap(), ["xy zw"]);
    for unknown in ["'open", "a\\", "%", "%u", "$", "$X"] {
        assert_eq!(split(unknown), None, "{unknown}");
    }
}

#[test]
fn a_launchd_agent_is_read_and_a_broken_one_says_nothing() {
    let text = "<plist><dict><key>Label</key><string>ai.openclaw.gateway</string>\n<key>ProgramArguments</key>\n\
        <array>\n<string>/opt/a &amp; b/node</string><string>/opt/index.js</string><string>gateway</string>\
        <string>--port</string><string>18789</string></array>\n<key>EnvironmentVariables</key>\n<dict>\n\
        <key>HOME</key><string>/Users/ann</string><key>EMPTY</key><string></string></dict></dict></plist>";
    let definition = launch_agent(text);
    assert_eq!(definition.command, ["/opt/a & b/node", "/opt/index.js", "gateway", "--port", "18789"]);
    assert_eq!(definition.environment["HOME"], "/Users/ann");
    for broken in ["", "bplist00", "<key>ProgramArguments</key><array><string>x", "<key>ProgramArguments</key>"] {
        assert!(launch_agent(broken) == Definition::default(), "{broken}");
    }
    let asked = Asked {
        path: "/none/ai.openclaw.gateway.plist".into(),
        name: "ai.openclaw.gateway".into(),
        profile: None,
        home: Path::new("/").into(),
    };
    assert_eq!(read(&asked, None).port, None);
}

#[cfg_attr(windows, ignore = "its folders are those of Unix")]
#[test]
fn a_copy_of_another_token_is_seen_and_the_same_one_or_none_is_not() {
    let token = clawtray_contract::Secret::new("tok-of-today");
    let place = Place::new();
    let (node, script) = (place.file("node"), place.file("index.js"));
    let unit = written_by_openclaw(&node, &script, 18_789);
    let stale = |text: &str| {
        fs::write(&place.asked.path, text).unwrap();
        read(&place.asked, Some(&token)).stale_token
    };
    let carrying = |line: &str| unit.replace("Environment=NODE_OPTIONS=\n", &format!("{line}\n"));
    assert!(!stale(&unit), "it carries none");
    assert!(stale(&carrying("Environment=OPENCLAW_GATEWAY_TOKEN=tok-of-yesterday")));
    assert!(!stale(&carrying("Environment=OPENCLAW_GATEWAY_TOKEN=tok-of-today")));
    assert!(!stale(&carrying("Environment=OPENCLAW_GATEWAY_TOKEN=")), "an empty one is none");
    assert!(stale(&unit.replace(" gateway --port", " gateway --token tok-of-yesterday --port")));
    fs::write(&place.asked.path, carrying("Environment=OPENCLAW_GATEWAY_TOKEN=tok-of-yesterday")).unwrap();
    assert!(!read(&place.asked, None).stale_token, "nobody knows what the token is");
    let seen = format!("{:?}", read(&place.asked, Some(&token)));
    assert!(!seen.contains("yesterday"), "{seen}");
}
