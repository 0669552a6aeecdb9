//! Remembers what a step was last done with, so that it is done again only when that has changed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use sha2::{Digest, Sha256};

/// A digest of files, kept in a file of its own.
pub(crate) struct Stamp {
    file: PathBuf,
    digest: String,
}

impl Stamp {
    /// Reads `inputs`, files or whole folders. Folders named in `without` are left out.
    pub(crate) fn of(file: PathBuf, inputs: &[PathBuf], without: &[&str]) -> Result<Self> {
        let mut digest = Sha256::new();
        for input in inputs {
            add(&mut digest, input, without)?;
        }
        let digest = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { file, digest })
    }

    /// Whether the inputs are those of the last time.
    pub(crate) fn holds(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.digest)
    }

    /// The step is done.
    pub(crate) fn set(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, &self.digest).with_context(|| format!("{} cannot be written", self.file.display()))
    }
}

fn add(digest: &mut Sha256, input: &Path, without: &[&str]) -> Result<()> {
    let reading = || format!("{} cannot be read", input.display());
    if input.is_dir() {
        let mut entries = fs::read_dir(input).with_context(reading)?.collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            if !without.iter().any(|name| entry.file_name() == *name) {
                add(digest, &entry.path(), without)?;
            }
        }
        return Ok(());
    }
    let bytes = fs::read(input).with_context(reading)?;
    // Lengths keep apart what would read the same when joined.
    let name = input.as_os_str().as_encoded_bytes();
    digest.update(name.len().to_le_bytes());
    digest.update(name);
    digest.update(bytes.len().to_le_bytes());
    digest.update(bytes);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_holds_until_a_file_changes_appears_or_goes() {
        let folder = tempfile::tempdir().unwrap();
        let sources = folder.path().join("sources");
        fs::create_dir_all(sources.join("deep")).unwrap();
        fs::create_dir_all(sources.join("dist")).unwrap();
        fs::write(sources.join("deep/a"), "1").unwrap();
        let stamp =
            || Stamp::of(folder.path().join("target/stamp"), std::slice::from_ref(&sources), &["dist"]).unwrap();
        assert!(!stamp().holds());
        stamp().set().unwrap();
        assert!(stamp().holds());

        fs::write(sources.join("dist/out"), "x").unwrap();
        assert!(stamp().holds(), "left out");
        fs::write(sources.join("deep/a"), "2").unwrap();
        assert!(!stamp().holds(), "changed");
        fs::write(sources.join("deep/a"), "1").unwrap();
        assert!(stamp().holds());
        fs::rename(sources.join("deep/a"), sources.join("deep/b")).unwrap();
        assert!(!stamp().holds(), "renamed");
    }

    #[test]
    fn a_missing_input_is_an_error_that_names_it() {
        let missing = Stamp::of("stamp".into(), &["no-such-input".into()], &[]).err().unwrap();
        assert!(missing.to_string().contains("no-such-input"));
    }
}
