//! A folder others could have put in our way, as anyone can in `/tmp`.

use std::path::Path;

use crate::files::FileFailure;

/// Accepts only a real folder (no link) of ours, and takes all rights of others away.
#[cfg(unix)]
pub(super) fn make_sure_it_is_ours(folder: &Path) -> Result<(), FileFailure> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    let fail = |error| FileFailure::from_io(folder, error);
    let unexpected = |problem| Err(FileFailure::Unexpected { path: folder.to_owned(), problem });
    let found = std::fs::symlink_metadata(folder).map_err(fail)?;
    if found.is_symlink() {
        return unexpected("is a link and not a folder of ours");
    }
    if !found.is_dir() {
        return unexpected("is not a folder");
    }
    if found.uid() != rustix::process::geteuid().as_raw() {
        return unexpected("belongs to another user");
    }
    if found.permissions().mode() & 0o777 != 0o700 {
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).map_err(fail)?;
    }
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn make_sure_it_is_ours(_folder: &Path) -> Result<(), FileFailure> {
    Ok(())
}
