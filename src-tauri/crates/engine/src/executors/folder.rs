//! OpenClaw's own folder: room on its disk, and whether this account may write there.

use clawtray_core::FolderSeen;
use clawtray_platform::disk;

use super::grounds::{Grounds, blocking};
use crate::words::{LINE, clean};

/// What OpenClaw writes all the time.
pub(crate) const ENTRIES: [&str; 4] = ["openclaw.json", "state", "state/openclaw.sqlite", "logs"];

/// Looks; writes nothing. `None` when there is no folder yet or the system cannot be asked.
pub(crate) async fn look(grounds: &Grounds) -> Option<FolderSeen> {
    let folder = grounds.environment.profile.state_dir.clone();
    let path = clean(&folder.display().to_string(), LINE);
    let room = blocking(move || disk::room(&folder, &ENTRIES)).await.flatten()?;
    Some(FolderSeen {
        path,
        free_bytes: room.free_bytes,
        unwritable: room.unwritable.map(|(path, words)| clean(&format!("{}: {words}", path.display()), LINE)),
    })
}
