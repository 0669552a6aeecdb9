//! The next piece of a file that may be emptied or replaced between two looks.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::file::part_of;
use super::tail::Position;
use crate::files::FileFailure;

const CHUNK_BYTES: u64 = 64 * 1024;
/// So much of a file's beginning tells it from others. Log lines begin with the time, so this is plenty.
const HEAD_BYTES: u64 = 256;
/// So many rotated parts are searched for the one we were reading.
const PARTS: u32 = 8;

/// Which file we are reading, told by its beginning, and how far we are.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    offset: u64,
    head_bytes: u64,
    head_sum: u64,
}

/// One piece.
#[derive(Debug, Default)]
pub(super) struct Step {
    /// The bytes; empty when there is nothing new.
    pub bytes: Vec<u8>,
    /// Where they began in their file.
    pub begin: u64,
    /// Where to go on.
    pub place: Place,
    /// They come from another file than the piece before.
    pub jumped: bool,
    /// They come from the file that is written now, not from an older part.
    pub of_current: bool,
    /// Something between the piece before and this one could not be read.
    pub gap: bool,
}

impl Step {
    fn of_current(self) -> Self {
        Self { of_current: true, ..self }
    }

    /// Nothing more was there to be read: the piece is not full, and no other file comes after it.
    pub(super) fn is_last(&self) -> bool {
        self.bytes.is_empty() || self.of_current && (self.bytes.len() as u64) < CHUNK_BYTES
    }
}

impl From<Position> for Place {
    fn from(position: Position) -> Self {
        Self {
            offset: position.offset,
            head_bytes: u64::from(position.head_bytes).min(HEAD_BYTES),
            head_sum: position.head_sum,
        }
    }
}

impl Place {
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    pub(super) fn position(&self, offset: u64) -> Position {
        Position { offset, head_bytes: u32::try_from(self.head_bytes).unwrap_or(0), head_sum: self.head_sum }
    }
}

/// Reads on from `place`. When the file at `path` is not the one we were reading any more, the rotated parts are
/// searched for it and read to their end first.
pub(super) fn step(path: &Path, place: Place) -> Result<Step, FileFailure> {
    let Some(mut current) = open(path)? else {
        return Ok(Step { begin: place.offset, place, ..Step::default() });
    };
    let name = |error| FileFailure::from_io(path, error);
    if is_same(&mut current, &place, place.offset).map_err(name)? {
        return read(&mut current, place, false, false).map(Step::of_current).map_err(name);
    }
    for number in 1..=PARTS {
        let Some(mut part) = open(&part_of(path, number))? else { break };
        // A part may lack a little that we read after it was copied.
        if !is_same(&mut part, &place, 0).unwrap_or(false) {
            continue;
        }
        let rest = read(&mut part, place, false, false).map_err(name)?;
        if !rest.bytes.is_empty() {
            return Ok(rest);
        }
        // Read to its end: go on with the next newer one.
        for newer in (1..number).rev() {
            if let Some(mut part) = open(&part_of(path, newer))? {
                let next = read(&mut part, Place::default(), true, false).map_err(name)?;
                if !next.bytes.is_empty() {
                    return Ok(next);
                }
            }
        }
        return read(&mut current, Place::default(), true, false).map(Step::of_current).map_err(name);
    }
    read(&mut current, Place::default(), true, true).map(Step::of_current).map_err(name)
}

fn open(path: &Path) -> Result<Option<File>, FileFailure> {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(FileFailure::from_io(path, error)),
        Ok(found) if !found.is_file() => {
            return Err(FileFailure::Unexpected { path: path.to_owned(), problem: "is not a plain file" });
        }
        Ok(_) => {}
    }
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileFailure::from_io(path, error)),
    }
}

/// Whether this is the file we were reading: not shorter than `at_least`, with the same beginning.
fn is_same(file: &mut File, place: &Place, at_least: u64) -> std::io::Result<bool> {
    let length = file.metadata()?.len();
    let expected = if place.head_bytes == 0 { EMPTY_SUM } else { place.head_sum };
    Ok(length >= at_least.max(place.head_bytes) && sum_of_head(file, place.head_bytes)? == expected)
}

fn read(file: &mut File, mut place: Place, jumped: bool, gap: bool) -> std::io::Result<Step> {
    let begin = place.offset;
    file.seek(SeekFrom::Start(begin))?;
    let mut bytes = Vec::new();
    file.take(CHUNK_BYTES).read_to_end(&mut bytes)?;
    place.offset = begin + bytes.len() as u64;
    if place.head_bytes < HEAD_BYTES && place.offset > place.head_bytes {
        let head_bytes = place.offset.min(HEAD_BYTES);
        let head =
            if begin == 0 { sum(bytes.iter().take(head_bytes as usize)) } else { sum_of_head(file, head_bytes)? };
        (place.head_bytes, place.head_sum) = (head_bytes, head);
    }
    Ok(Step { bytes, begin, place, jumped, of_current: false, gap })
}

fn sum_of_head(file: &mut File, count: u64) -> std::io::Result<u64> {
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.take(count).read_to_end(&mut head)?;
    Ok(sum(head.iter()))
}

const EMPTY_SUM: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: it goes to disk, so it must be the same in every build.
fn sum<'a>(bytes: impl Iterator<Item = &'a u8>) -> u64 {
    bytes.fold(EMPTY_SUM, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
