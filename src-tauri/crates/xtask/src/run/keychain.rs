//! Keychain entries of a private run, on the person's own desktop. On a private one they go with its keyring.

use std::{path::Path, process::Command};

use sha2::{Digest, Sha256};

use crate::run::Surroundings;

/// Removes them; a keychain that is not there had none.
pub(super) fn forget(surroundings: &Surroundings, folder: &Path) {
    if surroundings.headless() {
        return;
    }
    let service = service(&folder.join("clawtray"));
    let quiet = |mut command: Command| command.output().is_ok_and(|output| output.status.success());
    if cfg!(target_os = "linux") {
        let mut clear = Command::new("secret-tool");
        clear.args(["clear", "service", &service]);
        quiet(clear);
    } else if cfg!(target_os = "macos") {
        // One entry a call.
        for _ in 0..32 {
            let mut delete = Command::new("security");
            delete.args(["delete-generic-password", "-s", &service]);
            if !quiet(delete) {
                break;
            }
        }
    } else if cfg!(windows)
        && let Ok(list) = Command::new("cmdkey").arg("/list").output()
    {
        for target in targets(&String::from_utf8_lossy(&list.stdout), &service) {
            let mut delete = Command::new("cmdkey");
            delete.arg(format!("/delete:{target}"));
            quiet(delete);
        }
    }
}

/// The service name Clawtray uses when `CLAWTRAY_HOME` is `home`.
fn service(home: &Path) -> String {
    let digest = Sha256::digest(home.as_os_str().as_encoded_bytes());
    let start: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("dev.clawtray.run-{start}")
}

/// The entries of `service` in what `cmdkey /list` says, whatever language it says it in.
fn targets<'a>(list: &'a str, service: &str) -> Vec<&'a str> {
    list.lines()
        .filter(|line| line.contains(service))
        .filter_map(|line| line.split_once("target=").map(|(_, target)| target.trim()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_depends_on_the_folder_alone() {
        let one = service(Path::new("/tmp/one"));
        assert_eq!(one, service(Path::new("/tmp/one")));
        assert_ne!(one, service(Path::new("/tmp/two")));
        assert_eq!(one.len(), "dev.clawtray.run-".len() + 12);
    }

    #[test]
    fn only_entries_of_the_service_are_removed_on_windows() {
        let list = "Target: LegacyGeneric:target=device.dev.clawtray.run-1\r\n    Type: Generic\r\n\
                    Target: LegacyGeneric:target=device.dev.clawtray.gateway\r\n";
        assert_eq!(targets(list, "dev.clawtray.run-1"), ["device.dev.clawtray.run-1"]);
    }
}
