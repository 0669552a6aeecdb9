//! Writes one choice of the person's into the settings' file.

use std::{
    io,
    path::Path,
    sync::{Arc, PoisonError},
};

use clawtray_contract::SettingChange;
use clawtray_core::{ChoiceProblem, chosen};
use clawtray_platform::files::write_atomic;

use super::{
    grounds::{Grounds, blocking},
    keep::read_bounded,
};

/// One after another: each choice reads what the one before has written.
pub(crate) async fn choose(grounds: &Grounds, change: SettingChange) -> Result<(), ChoiceProblem> {
    let path = grounds.environment.paths.settings_file.clone();
    let turn = Arc::clone(&grounds.choosing);
    let written = blocking(move || {
        let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
        write(&path, change)
    });
    written.await.unwrap_or_else(|| Err(ChoiceProblem::NotWritten { words: "the write broke off".to_owned() }))
}

/// The file as it is now, with the change; never written when it is not understood.
fn write(path: &Path, change: SettingChange) -> Result<(), ChoiceProblem> {
    let failed = |words: String| ChoiceProblem::NotWritten { words };
    let text = match read_bounded(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(failed(error.to_string())),
    };
    let text = chosen(&text, &change).map_err(ChoiceProblem::File)?;
    write_atomic(path, text.as_bytes()).map_err(|failure| failed(failure.to_string()))
}

#[cfg(test)]
mod tests {
    use clawtray_contract::{NoteKind, OnQuit, SettingChange};
    use clawtray_core::{ChoiceProblem, Settings, SettingsProblem};

    use super::write;

    #[test]
    fn a_choice_is_added_to_the_file_as_it_is_now() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clawtray.json");
        write(&path, SettingChange::OnQuit(OnQuit::StopGateway)).unwrap();
        std::fs::write(&path, r#"{"on_quit":"stop_gateway","mine":[1,2]}"#).unwrap();
        write(&path, SettingChange::Notify { kind: NoteKind::Jobs, on: false }).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let (settings, problem) = Settings::read(&text);
        assert_eq!((settings.on_quit, settings.notifications.jobs, problem), (OnQuit::StopGateway, false, None));
        assert!(text.contains("\"mine\""), "{text}");
    }

    #[test]
    fn a_file_that_was_broken_meanwhile_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clawtray.json");
        std::fs::write(&path, "{\"on_quit\":").unwrap();
        let refused = write(&path, SettingChange::MuteEverything(true));
        assert!(matches!(refused, Err(ChoiceProblem::File(SettingsProblem::Broken { .. }))), "{refused:?}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{\"on_quit\":");
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_written_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("no-such-folder/clawtray.json");
        let refused = write(&path, SettingChange::MuteEverything(true));
        assert!(matches!(refused, Err(ChoiceProblem::NotWritten { .. })), "{refused:?}");
    }
}
