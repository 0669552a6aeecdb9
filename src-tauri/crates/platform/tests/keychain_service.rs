//! The keychain against a real gnome-keyring on a private bus.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "tray_desktop/mod.rs"]
mod desktop;

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clawtray_contract::Secret;
use clawtray_platform::keychain::{GatewaySecrets, Keychain, KeychainFailure, SecretName};
use desktop::{Kept, home, in_private_session, owned};
use zbus::Connection;
use zbus::zvariant::{ObjectPath, OwnedObjectPath};

const SECRETS: &str = "org.freedesktop.secrets";
const SERVICE: &str = "dev.clawtray.test";

async fn keyring(connection: &Connection) -> Kept {
    std::fs::create_dir_all(home().join("data/keyrings")).unwrap();
    let mut daemon = Command::new("gnome-keyring-daemon")
        .args(["--unlock", "--components=secrets", "--foreground"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map(Kept)
        .expect("gnome-keyring-daemon is needed for these tests");
    daemon.0.stdin.take().unwrap().write_all(b"a password\n").unwrap();
    owned(connection, SECRETS, true).await;
    daemon
}

async fn lock(connection: &Connection) {
    let path = ObjectPath::try_from("/org/freedesktop/secrets/aliases/default").unwrap();
    let service = zbus::Proxy::new(connection, SECRETS, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service");
    let (locked, _): (Vec<OwnedObjectPath>, OwnedObjectPath) =
        service.await.unwrap().call("Lock", &(vec![path],)).await.unwrap();
    assert_eq!(locked.len(), 1, "the keyring is locked now");
}

fn secrets(token: &str) -> GatewaySecrets {
    GatewaySecrets {
        shared_token: Some(Secret::new(token)),
        device_token: Some(Secret::new("device-token")),
        ..GatewaySecrets::default()
    }
}

fn secret_tool(arguments: &[&str]) -> String {
    let output = Command::new("secret-tool").args(arguments).output().expect("secret-tool is needed for these tests");
    String::from_utf8(output.stdout).unwrap()
}

fn keychain() -> Keychain {
    Keychain::new(SERVICE, Duration::from_secs(20))
}

#[test]
fn secrets_survive_in_one_item_that_other_tools_find() {
    in_private_session("secrets_survive_in_one_item_that_other_tools_find", || async {
        let connection = Connection::session().await.unwrap();
        let _daemon = keyring(&connection).await;
        let keychain = keychain();
        assert_eq!(keychain.load("home").await, Ok(None));
        keychain.save("home", &secrets("first-token")).await.unwrap();
        let mut changed = secrets("second-token");
        changed.set(SecretName::DeviceKey, Some(Secret::new("private key")));
        keychain.save("home", &changed).await.unwrap();
        keychain.save("remote", &secrets("other-token")).await.unwrap();
        assert_eq!(keychain.load("home").await, Ok(Some(changed.clone())));
        assert_eq!(self::keychain().load("home").await, Ok(Some(changed)), "another process reads the same");

        let found = secret_tool(&["lookup", "service", SERVICE, "username", "home"]);
        let document: serde_json::Value = serde_json::from_str(&found).unwrap();
        assert_eq!(document["shared_token"], "second-token");
        let all = secret_tool(&["search", "--all", "service", SERVICE]);
        assert_eq!(all.matches("secret = ").count(), 2, "one item for each gateway");

        keychain.delete("home").await.unwrap();
        keychain.delete("home").await.unwrap();
        assert_eq!(keychain.load("home").await, Ok(None));
        assert!(keychain.load("remote").await.unwrap().is_some());
        assert_eq!(secret_tool(&["lookup", "service", SERVICE, "username", "home"]), "");
    });
}

#[test]
fn a_foreign_item_is_told_as_broken_and_replaced_by_saving() {
    in_private_session("a_foreign_item_is_told_as_broken_and_replaced_by_saving", || async {
        let connection = Connection::session().await.unwrap();
        let _daemon = keyring(&connection).await;
        for extra in ["one", "two"] {
            let mut tool = Command::new("secret-tool")
                .args(["store", "--label=by hand", "service", SERVICE, "username", "home", "extra", extra])
                .stdin(Stdio::piped())
                .spawn()
                .unwrap();
            tool.stdin.take().unwrap().write_all(b"by-hand").unwrap();
            assert!(tool.wait().unwrap().success());
        }
        let failure = keychain().load("home").await.unwrap_err();
        assert!(matches!(failure, KeychainFailure::Broken(_)), "{failure:?}");
        assert!(!failure.to_string().contains("by-hand"));
        keychain().save("home", &secrets("token")).await.unwrap();
        assert_eq!(keychain().load("home").await, Ok(Some(secrets("token"))));
        assert_eq!(secret_tool(&["search", "--all", "service", SERVICE]).matches("secret = ").count(), 1);
    });
}

#[test]
fn a_service_that_comes_later_or_restarts_is_used() {
    in_private_session("a_service_that_comes_later_or_restarts_is_used", || async {
        let connection = Connection::session().await.unwrap();
        let keychain = keychain();
        let failure = keychain.load("home").await.unwrap_err();
        assert!(matches!(failure, KeychainFailure::Unavailable(_)), "{failure:?}");
        let daemon = keyring(&connection).await;
        keychain.save("home", &secrets("token")).await.unwrap();
        drop(daemon);
        owned(&connection, SECRETS, false).await;
        let failure = keychain.load("home").await.unwrap_err();
        assert!(matches!(failure, KeychainFailure::Unavailable(_)), "{failure:?}");
        let _daemon = keyring(&connection).await;
        assert_eq!(keychain.load("home").await, Ok(Some(secrets("token"))));
    });
}

#[test]
fn a_locked_keychain_times_out_without_blocking_anybody() {
    in_private_session("a_locked_keychain_times_out_without_blocking_anybody", || async {
        let connection = Connection::session().await.unwrap();
        // A prompt that waits for ever: the name is owned and nothing behind it answers.
        let prompter = Connection::session().await.unwrap();
        prompter.request_name("org.gnome.keyring.SystemPrompter").await.unwrap();
        let _daemon = keyring(&connection).await;
        keychain().save("home", &secrets("token")).await.unwrap();
        lock(&connection).await;

        let keychain = Keychain::new(SERVICE, Duration::from_millis(300));
        let began = Instant::now();
        let newer = secrets("newer");
        let (first, second) = tokio::join!(keychain.load("home"), keychain.save("home", &newer));
        assert_eq!(first, Err(KeychainFailure::TimedOut));
        assert_eq!(second, Err(KeychainFailure::TimedOut));
        assert!(began.elapsed() < Duration::from_secs(10), "the limit holds: {:?}", began.elapsed());
    });
}

#[tokio::test]
async fn the_memory_keychain_says_what_it_is_and_keeps_gateways_apart() {
    let keychain = Keychain::memory();
    assert!(keychain.is_memory_only());
    keychain.save("a", &secrets("one")).await.unwrap();
    keychain.save("b", &secrets("two")).await.unwrap();
    keychain.delete("a").await.unwrap();
    assert_eq!(keychain.load("a").await, Ok(None));
    assert_eq!(keychain.clone().load("b").await, Ok(Some(secrets("two"))));
}
