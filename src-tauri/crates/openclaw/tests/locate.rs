//! Finding OpenClaw and Node among pretend installations.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_openclaw::locate::InstallSource;
use clawtray_openclaw::{Environment, LocateError, Locator, LoginShell, OpenClaw, Places};
use common::{package, script};
use std::path::{Path, PathBuf};
use std::sync::Arc;
#[cfg(target_os = "linux")]
use std::time::Duration;

const WANTS: &str = ">=24.16.0 <25 || >=26.1.0";

struct Home {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("Zoë K ").tempdir().expect("a folder");
        let path = folder.path().canonicalize().expect("a real path");
        Self { _folder: folder, path }
    }

    fn join(&self, inside: &str) -> PathBuf {
        self.path.join(inside)
    }

    /// A Node that says its version when it is asked, and notes each time.
    fn node(&self, inside: &str, version: &str) -> PathBuf {
        let path = self.join(inside);
        script(&path, &format!("echo asked >> '{}/asked'\necho v{version}", self.path.display()));
        path
    }

    fn times_asked(&self) -> usize {
        std::fs::read_to_string(self.join("asked")).map_or(0, |text| text.lines().count())
    }

    fn places(&self, path_dirs: &[&str]) -> Places {
        let path = std::env::join_paths(path_dirs.iter().map(|dir| self.join(dir))).expect("a search path");
        let mut places = Places::usual(Environment::from_iter([("PATH", path)]), self.path.clone());
        places.system_prefixes.clear();
        places
    }
}

async fn chosen(places: Places) -> OpenClaw {
    Locator::new(places).locate().await.expect("an OpenClaw").chosen
}

#[tokio::test]
async fn nothing_installed_is_missing() {
    let home = Home::new();
    assert_eq!(Locator::new(home.places(&["bin"])).locate().await, Err(LocateError::Missing));
}

#[tokio::test]
async fn a_program_on_the_path_is_followed_to_its_package() {
    let home = Home::new();
    let folder = package(&home.join("npm/lib/node_modules/openclaw"), "2026.9.6", WANTS);
    std::fs::create_dir_all(home.join("npm/bin")).unwrap();
    std::os::unix::fs::symlink("../lib/node_modules/openclaw/openclaw.mjs", home.join("npm/bin/openclaw")).unwrap();
    let node = home.node("bin/node", "26.10.0");
    let found = chosen(home.places(&["npm/bin", "bin"])).await;
    assert_eq!(found.entry, folder.join("openclaw.mjs"));
    assert_eq!((found.version.as_str(), found.source), ("2026.9.6", InstallSource::Path));
    assert_eq!((found.node, found.node_version.as_str()), (node, "26.10.0"));
}

#[tokio::test]
async fn every_usual_place_is_searched() {
    for place in [
        ".npm-global/lib/node_modules/openclaw",
        ".local/lib/node_modules/openclaw",
        ".openclaw/lib/node_modules/openclaw",
        ".nvm/versions/node/v24.16.0/lib/node_modules/openclaw",
        ".local/share/fnm/node-versions/v24.16.0/installation/lib/node_modules/openclaw",
        ".volta/tools/image/packages/openclaw/lib/node_modules/openclaw",
        ".asdf/installs/nodejs/24.16.0/lib/node_modules/openclaw",
        ".local/share/mise/installs/node/24.16.0/lib/node_modules/openclaw",
        ".nodenv/versions/24.16.0/lib/node_modules/openclaw",
        ".bun/install/global/node_modules/openclaw",
        ".local/share/pnpm/global/5/node_modules/openclaw",
        "openclaw",
    ] {
        let home = Home::new();
        let folder = package(&home.join(place), "2026.9.6", WANTS);
        home.node("bin/node", "24.16.0");
        assert_eq!(chosen(home.places(&["bin"])).await.package_dir, folder, "{place}");
    }
}

#[tokio::test]
async fn the_npm_prefix_and_wrapper_scripts_are_understood() {
    let home = Home::new();
    std::fs::write(home.join(".npmrc"), "fund=false\nprefix = ~/my prefix\n").unwrap();
    let by_prefix = package(&home.join("my prefix/lib/node_modules/openclaw"), "2026.9.1", WANTS);
    home.node("bin/node", "26.1.0");
    assert_eq!(chosen(home.places(&["bin"])).await.package_dir, by_prefix);
    let pnpm = package(&home.join("p/global/5/.pnpm/openclaw@2026.9.6/node_modules/openclaw"), "2026.9.6", WANTS);
    script(
        &home.join("p/openclaw"),
        "exec node \"$basedir/global/5/.pnpm/openclaw@2026.9.6/node_modules/openclaw/openclaw.mjs\" \"$@\"",
    );
    assert_eq!(chosen(home.places(&["p", "bin"])).await.package_dir, pnpm);
    let wrapped = package(&home.join("w x/openclaw"), "2026.9.7", WANTS);
    script(&home.join("w/openclaw"), &format!("exec \"/n/node\" \"{}/openclaw.mjs\" \"$@\"", wrapped.display()));
    assert_eq!(chosen(home.places(&["w", "bin"])).await.package_dir, wrapped);
}

#[tokio::test]
async fn a_service_file_names_openclaw_and_its_node() {
    let home = Home::new();
    let folder = package(&home.join("far/away/openclaw"), "2026.9.6", WANTS);
    let node = home.node("far/node/bin/node", "24.19.0");
    let unit = home.join(".config/systemd/user/openclaw-gateway-work.service");
    std::fs::create_dir_all(unit.parent().unwrap()).unwrap();
    let line = format!("ExecStart=\"{}\" \"{}/openclaw.mjs\" gateway\n", node.display(), folder.display());
    std::fs::write(&unit, format!("[Service]\n{line}")).unwrap();
    let found = chosen(home.places(&[])).await;
    assert_eq!((found.package_dir, found.node, found.source), (folder, node, InstallSource::Service));
}

#[tokio::test]
async fn the_newest_with_a_supported_node_wins() {
    let home = Home::new();
    package(&home.join(".local/lib/node_modules/openclaw"), "2026.10.1", ">=30");
    let good = package(&home.join(".npm-global/lib/node_modules/openclaw"), "2026.9.10", WANTS);
    package(&home.join("openclaw"), "2026.9.9", WANTS);
    home.node("bin/node", "26.10.0");
    let found = Locator::new(home.places(&["bin"])).locate().await.unwrap();
    assert_eq!(found.chosen.package_dir, good);
    let versions: Vec<_> = found.installs.iter().map(|install| install.version.as_str()).collect();
    assert_eq!(versions, ["2026.10.1", "2026.9.10", "2026.9.9"]);
}

#[tokio::test]
async fn nodes_outside_the_range_are_refused_with_what_is_wanted() {
    for (version, supported) in [
        ("20.20.2", false),
        ("24.15.9", false),
        ("24.16.0", true),
        ("25.9.0", false),
        ("26.0.0", false),
        ("26.1.0", true),
    ] {
        let home = Home::new();
        package(&home.join("openclaw"), "2026.9.6", WANTS);
        home.node("bin/node", version);
        let found = Locator::new(home.places(&["bin"])).locate().await;
        if supported {
            assert_eq!(found.unwrap().chosen.node_version, version);
        } else {
            let expected =
                LocateError::NodeUnsupported { version: "2026.9.6".into(), found: version.into(), wants: WANTS.into() };
            assert_eq!(found, Err(expected));
        }
    }
}

#[tokio::test]
async fn a_later_supported_node_is_taken_over_an_earlier_unsupported_one() {
    let home = Home::new();
    package(&home.join("openclaw"), "2026.9.6", WANTS);
    home.node("bin/node", "20.1.0");
    let nvm = home.join(".nvm/versions/node/v26.2.0/bin/node");
    script(&nvm, "exit 1");
    let found = chosen(home.places(&["bin"])).await;
    assert_eq!((found.node, found.node_version.as_str()), (nvm, "26.2.0"), "its folder names its version");
}

#[tokio::test]
async fn no_node_and_a_node_that_does_not_answer_are_node_missing() {
    let home = Home::new();
    package(&home.join("openclaw"), "2026.9.6", WANTS);
    let missing = Err(LocateError::NodeMissing { version: "2026.9.6".into(), wants: WANTS.into() });
    assert_eq!(Locator::new(home.places(&["bin"])).locate().await, missing);
    script(&home.join("bin/node"), "echo not a version");
    assert_eq!(Locator::new(home.places(&["bin"])).locate().await, missing);
    script(&home.join("bin/node"), "while :; do echo v26.10.0; done");
    assert_eq!(Locator::new(home.places(&["bin"])).locate().await, missing, "endless output is cut");
}

#[tokio::test]
async fn a_node_is_asked_once_until_it_changes() {
    let home = Home::new();
    package(&home.join("openclaw"), "2026.9.6", WANTS);
    home.node("bin/node", "26.1.0");
    let locator = Locator::new(home.places(&["bin"]));
    locator.locate().await.unwrap();
    locator.locate().await.unwrap();
    assert_eq!(home.times_asked(), 1);
    home.node("bin/node", "26.10.10");
    assert_eq!(locator.locate().await.unwrap().chosen.node_version, "26.10.10");
}

#[tokio::test]
async fn what_the_person_chose_is_used_or_named_as_wrong() {
    let home = Home::new();
    package(&home.join("openclaw"), "2026.10.0", WANTS);
    let old = package(&home.join("old/openclaw"), "2026.4.29", ">=22.14.0");
    home.node("bin/node", "26.1.0");
    let picked = home.node("picked/node", "22.14.0");
    let mut places = home.places(&["bin"]);
    for choice in [old.clone(), old.join("openclaw.mjs"), home.join("old/openclaw/package.json")] {
        places.explicit_openclaw = Some(choice);
        places.explicit_node = Some(picked.clone());
        let found = chosen(places.clone()).await;
        assert_eq!((found.package_dir, found.node), (old.clone(), picked.clone()));
        assert_eq!(found.source, InstallSource::Explicit);
    }
    places.explicit_openclaw = Some(Path::new("/nonexistent/openclaw").to_path_buf());
    let wrong = Locator::new(places).locate().await;
    assert_eq!(wrong, Err(LocateError::ExplicitNotOpenClaw { path: "/nonexistent/openclaw".into() }));
}

#[tokio::test]
async fn damaged_and_foreign_packages_are_passed_over() {
    let home = Home::new();
    let other = home.join(".local/lib/node_modules/openclaw");
    package(&other, "1.0.0", "*");
    std::fs::write(other.join("package.json"), "{\"name\":\"something-else\",\"version\":\"1.0.0\"}").unwrap();
    let broken = home.join(".npm-global/lib/node_modules/openclaw");
    package(&broken, "1.0.0", "*");
    std::fs::write(broken.join("package.json"), "{\"name\":\"openc").unwrap();
    let empty = home.join(".openclaw/lib/node_modules/openclaw");
    package(&empty, "2026.1.1", "*");
    std::fs::remove_file(empty.join("openclaw.mjs")).unwrap();
    home.node("bin/node", "26.1.0");
    assert_eq!(Locator::new(home.places(&["bin"])).locate().await, Err(LocateError::Missing));
}

#[tokio::test]
async fn every_install_is_told_with_the_node_that_would_run_it() {
    let home = Home::new();
    package(&home.join("openclaw"), "2026.9.6", WANTS);
    package(&home.join(".local/lib/node_modules/openclaw"), "2026.4.29", ">=20 <21");
    package(&home.join(".npm-global/lib/node_modules/openclaw"), "2027.1.0", ">=40");
    home.node("bin/node", "20.1.0");
    let nvm = home.join(".nvm/versions/node/v26.2.0/bin/node");
    script(&nvm, "exit 1");
    let found = Locator::new(home.places(&["bin"])).locate().await.unwrap();
    let told: Vec<_> = found
        .installs
        .iter()
        .map(|install| (install.version.as_str(), install.node.as_ref().map(|node| node.version.as_str())))
        .collect();
    assert_eq!(told, [("2027.1.0", None), ("2026.9.6", Some("26.2.0")), ("2026.4.29", Some("20.1.0"))]);
    assert_eq!(home.times_asked(), 1, "whoever needs the same Node waits for the same answer");
}

#[tokio::test]
async fn what_was_found_is_kept_until_something_there_changes_or_it_is_forgotten() {
    let home = Home::new();
    let first = package(&home.join(".npm-global/lib/node_modules/openclaw"), "2026.9.6", WANTS);
    script(&home.join("bin/openclaw"), &format!("exec node '{}/openclaw.mjs'", home.join("later").display()));
    home.node("bin/node", "26.1.0");
    let locator = Locator::new(home.places(&["bin"]));
    assert_eq!(locator.locate().await.unwrap().chosen.package_dir, first);
    // Nobody looks into a folder that only a script names and that was not there.
    let later = package(&home.join("later"), "2026.9.9", WANTS);
    assert!(!locator.has_changed().await);
    assert_eq!(locator.locate().await.unwrap().chosen.package_dir, first, "it was not searched again");
    locator.forget();
    assert_eq!(locator.locate().await.unwrap().chosen.package_dir, later);
    for (folder, version) in [(&later, "2026.9.8"), (&first, "2026.9.10")] {
        package(folder, version, WANTS);
        assert!(locator.has_changed().await, "a newer version in the same place");
        assert_eq!(locator.locate().await.unwrap().chosen.version, version);
    }
    let nvm = package(&home.join(".nvm/versions/node/v26.2.0/lib/node_modules/openclaw"), "2026.10.1", WANTS);
    assert_eq!(locator.locate().await.unwrap().chosen.package_dir, nvm, "a new version folder");
    std::fs::remove_dir_all(&nvm).unwrap();
    assert_eq!(locator.locate().await.unwrap().chosen.package_dir, first, "gone");
    std::fs::remove_file(home.join("bin/node")).unwrap();
    assert!(matches!(locator.locate().await, Err(LocateError::NodeMissing { .. })));
    home.node("bin/node", "26.1.0");
    assert!(locator.locate().await.is_ok(), "a failure is not kept");
}

/// A shell whose files print a greeting and add a folder to the search path. It notes each time it is asked.
fn shell(home: &Home, files: &str) -> LoginShell {
    let path = home.join("shells/bash");
    let asked = home.join("asked").display().to_string();
    script(&path, &format!("echo asked >> '{asked}'\necho 'Good morning'\n{files}\neval \"$4\""));
    let environment = Environment::from_iter([("SHELL", path.into_os_string()), ("PATH", "/usr/bin:/bin".into())]);
    LoginShell::of(&environment, &home.path).expect("a shell that is known")
}

#[tokio::test]
async fn the_login_shell_is_asked_once_and_at_once_where_nothing_is_found_without_it() {
    let home = Home::new();
    let folder = package(&home.join("far/lib/node_modules/openclaw"), "2026.9.6", WANTS);
    std::fs::create_dir_all(home.join("far/bin")).unwrap();
    std::os::unix::fs::symlink("../lib/node_modules/openclaw/openclaw.mjs", home.join("far/bin/openclaw")).unwrap();
    script(&home.join("far/bin/node"), "echo v26.1.0");
    let shell = Arc::new(shell(&home, &format!("PATH='{}':$PATH", home.join("far/bin").display())));
    let places = || Places { login_shell: Some(Arc::clone(&shell)), ..home.places(&[]) };
    let locator = Locator::new(places());
    let found = locator.locate().await.unwrap();
    assert_eq!((found.chosen.package_dir, found.chosen.source), (folder, InstallSource::Path));
    assert_eq!(found.chosen.node, home.join("far/bin/node"));
    assert!(Locator::new(places()).locate().await.is_ok(), "another gateway of the same person");
    assert!(!locator.ask_login_shell().await, "it is known");
    assert_eq!(home.times_asked(), 1);
}

#[tokio::test]
async fn a_login_shell_that_tells_more_later_is_not_waited_for_and_its_places_are_searched_then() {
    let home = Home::new();
    package(&home.join("openclaw"), "2026.9.6", WANTS);
    home.node("bin/node", "26.1.0");
    let newer = package(&home.join("far/openclaw"), "2026.9.9", WANTS);
    script(&home.join("far/bin/openclaw"), &format!("exec node '{}/openclaw.mjs'", newer.display()));
    let shell = shell(&home, &format!("PATH='{}':$PATH", home.join("far/bin").display()));
    let asked = home.times_asked();
    let locator = Locator::new(Places { login_shell: Some(Arc::new(shell)), ..home.places(&["bin"]) });
    assert_eq!(locator.locate().await.unwrap().chosen.version, "2026.9.6");
    assert_eq!(home.times_asked(), asked + 1, "the Node only");
    assert!(locator.ask_login_shell().await, "there are more places");
    assert_eq!(locator.locate().await.unwrap().chosen.package_dir, newer);
}

/// Waits until a process is gone. It was ended, so this takes a moment only.
#[cfg(target_os = "linux")]
fn gone(pid_file: &Path) {
    let pid = std::fs::read_to_string(pid_file).unwrap();
    let proof = Path::new("/proc").join(pid.trim());
    let ended = || {
        let stat = std::fs::read_to_string(proof.join("stat")).unwrap_or_default();
        stat.is_empty() || stat.contains(") Z ")
    };
    let begun = std::time::Instant::now();
    while !ended() {
        assert!(begun.elapsed() < Duration::from_secs(60), "process {pid} lives on");
        std::thread::yield_now();
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_login_shell_that_hangs_is_ended_with_everything_it_began() {
    let home = Home::new();
    let (own, left) = (home.join("own"), home.join("left"));
    let files =
        format!("sleep 600 & echo $! > '{}'\necho $$ > '{}'\nwhile :; do sleep 1; done", left.display(), own.display());
    let shell = shell(&home, &files).within(Duration::from_secs(2));
    assert_eq!(shell.path().await, None);
    gone(&own);
    gone(&left);
    assert!(shell.is_asked() && shell.path().await.is_none());
    assert_eq!(home.times_asked(), 1, "nor is it asked again");
}

#[tokio::test]
async fn what_a_login_shell_leaves_running_holds_nobody_up_and_nonsense_is_no_answer() {
    let home = Home::new();
    let path = shell(&home, "sleep 600 &\nPATH=/a:/b").path().await;
    assert_eq!(path, Some("/a:/b".into()));
    for files in ["PATH=", "exit 3", "exec cat /dev/zero"] {
        assert_eq!(shell(&home, files).path().await, None, "{files}");
    }
}

#[tokio::test]
async fn only_shells_that_are_understood_are_asked_and_they_get_no_credentials() {
    let of = |shell: &str| LoginShell::of(&Environment::from_iter([("SHELL", shell)]), Path::new("/"));
    for shell in ["/usr/bin/tcsh", "/usr/bin/nu", "bash", "/usr/sbin/nologin", ""] {
        assert!(of(shell).is_none(), "{shell}");
    }
    assert!(of("/usr/bin/fish").is_some());
    let bash = Path::new("/bin/bash");
    if !bash.exists() {
        return;
    }
    let home = Home::new();
    let rc = "case $- in *i*) ;; *) return ;; esac\nexport PATH=\"/token-${OPENCLAW_GATEWAY_TOKEN:-none}:$PATH\"\n";
    std::fs::write(home.join(".bashrc"), rc).unwrap();
    std::fs::write(home.join(".bash_profile"), ". ~/.bashrc\n").unwrap();
    let environment = Environment::from_iter([
        ("SHELL", bash.into()),
        ("HOME", home.path.clone().into_os_string()),
        ("PATH", "/usr/bin:/bin".into()),
        ("OPENCLAW_GATEWAY_TOKEN", "tok".into()),
    ]);
    let path = LoginShell::of(&environment, &home.path).unwrap().path().await.expect("a real shell answers");
    assert!(path.to_str().unwrap().starts_with("/token-none:"), "{path:?}");
}
