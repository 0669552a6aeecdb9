//! The file a gateway's output goes to, kept within bounds while the gateway writes.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::files::FileFailure;

const COPY_CHUNK_BYTES: usize = 64 * 1024;

/// A bounded output file: `<path>` and older parts `<path>.1` (newest) to `<path>.<keep>`, all for us alone (0600).
///
/// The writer holds the file open, so it cannot be renamed away. It is copied and then emptied; the writer appends,
/// so it goes on at the beginning. **What is written between the end of the copying and the emptying is lost**: what the
/// writer manages in a fraction of a millisecond, more only when the computer holds us up just then.
#[derive(Debug, Clone)]
pub struct OutputFile {
    path: PathBuf,
    max_bytes: u64,
    keep: u32,
}

/// What a look at the size led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// The file is within its bound.
    NotNeeded,
    /// The file was copied and emptied.
    Done {
        /// Bytes that are in no copy: the file had grown to more than twice its bound while nobody looked, or grew
        /// faster than it could be copied. Does not count what was written in the very last moment.
        skipped_bytes: u64,
    },
}

impl OutputFile {
    /// Creates the file if it is missing and takes others' rights to it away. `max_bytes` is when it is rotated,
    /// `keep` how many older parts stay (0: none). The folder must exist.
    ///
    /// # Errors
    /// [`FileFailure`]; a link in its place is refused on Unix.
    pub fn open(path: &Path, max_bytes: u64, keep: u32) -> Result<Self, FileFailure> {
        let output = Self { path: path.to_owned(), max_bytes, keep };
        let file = output.append()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            file.set_permissions(std::fs::Permissions::from_mode(0o600)).map_err(|error| output.name(error))?;
        }
        if !file.metadata().map_err(|error| output.name(error))?.is_file() {
            return Err(FileFailure::Unexpected { path: path.to_owned(), problem: "is not a plain file" });
        }
        Ok(output)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A handle to hand to a child: whatever is written through it lands at the end.
    pub(crate) fn for_child(&self) -> std::io::Result<File> {
        self.append().map_err(|failure| match failure {
            FileFailure::Io { source, .. } => source,
            other => std::io::Error::other(other),
        })
    }

    /// Rotates when the file is larger than its bound. Blocking: copies at most `max_bytes` plus what the writer adds
    /// meanwhile, at most that much again.
    ///
    /// # Errors
    /// [`FileFailure`]; the file is then as it was, though older parts may have moved on by one.
    pub fn rotate_if_needed(&self) -> Result<Rotation, FileFailure> {
        let mut file = OpenOptions::new().read(true).write(true).open(&self.path).map_err(|error| self.name(error))?;
        let length = file.metadata().map_err(|error| self.name(error))?.len();
        if length <= self.max_bytes {
            return Ok(Rotation::NotNeeded);
        }
        let mut skipped_bytes = length.saturating_sub(self.max_bytes.saturating_mul(2));
        let mut copied_to = length;
        if self.keep > 0 {
            self.move_older_parts()?;
            let part = self.part(1);
            match copy(&mut file, skipped_bytes, self.max_bytes.saturating_mul(3), &part) {
                Ok(end) => copied_to = end,
                Err(error) => {
                    // Half a copy is worth nothing, and the room may be needed.
                    let _gone = std::fs::remove_file(&part);
                    return Err(FileFailure::from_io(&part, error));
                }
            }
        }
        let length = file.metadata().map_err(|error| self.name(error))?.len();
        file.set_len(0).map_err(|error| self.name(error))?;
        skipped_bytes = skipped_bytes.saturating_add(length.saturating_sub(copied_to));
        Ok(Rotation::Done { skipped_bytes })
    }

    /// The older part with this number, 1 the newest. It need not exist.
    #[must_use]
    pub fn part(&self, number: u32) -> PathBuf {
        part_of(&self.path, number)
    }

    fn move_older_parts(&self) -> Result<(), FileFailure> {
        for number in (1..self.keep).rev() {
            let (from, to) = (self.part(number), self.part(number + 1));
            match std::fs::rename(&from, &to) {
                Ok(()) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(FileFailure::from_io(&from, error)),
            }
        }
        Ok(())
    }

    fn append(&self) -> Result<File, FileFailure> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        private(&mut options);
        options.open(&self.path).map_err(|error| self.name(error))
    }

    fn name(&self, error: std::io::Error) -> FileFailure {
        FileFailure::from_io(&self.path, error)
    }
}

pub(super) fn part_of(path: &Path, number: u32) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{number}"));
    PathBuf::from(name)
}

fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    #[cfg(not(unix))]
    let _nothing_to_add = options;
}

/// Copies from `start` to the end, also to an end that moves meanwhile, up to `limit` bytes, and says how far it came.
fn copy(file: &mut File, start: u64, limit: u64, to: &Path) -> std::io::Result<u64> {
    match std::fs::remove_file(to) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    private(&mut options);
    let mut target = options.open(to)?;
    file.seek(SeekFrom::Start(start))?;
    let mut chunk = vec![0u8; COPY_CHUNK_BYTES];
    let mut copied = 0u64;
    while copied < limit {
        let count = file.read(&mut chunk)?;
        if count == 0 {
            break;
        }
        target.write_all(chunk.get(..count).unwrap_or_default())?;
        copied = copied.saturating_add(count as u64);
    }
    Ok(start.saturating_add(copied))
}
