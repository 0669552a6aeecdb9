//! A log handed over for judging: `doctor --logs FILE`, or `-` for standard input. It is read once from beginning to
//! end, in memory that does not grow with it.

use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Read},
    path::Path,
    sync::PoisonError,
};

use clawtray_contract::{ErrorCode, FindingView};
use clawtray_core::LogReading;

use crate::{
    problem::Problem,
    screen::{Input, Screen, short},
};

/// How much is read at once, bytes.
const PIECE: usize = 256 * 1024;

/// What a log shows.
pub(crate) async fn judge(screen: &Screen, file: &OsStr) -> Result<Vec<FindingView>, Problem> {
    let result = if file == "-" {
        let input = screen.input();
        tokio::task::spawn_blocking(move || from_input(&input)).await
    } else {
        let path = file.to_owned();
        tokio::task::spawn_blocking(move || read(&mut File::open(Path::new(&path))?)).await
    };
    let reading = result.unwrap_or_else(|error| Err(io::Error::other(error))).map_err(|error| {
        let name = short(&file.to_string_lossy(), 200);
        Problem::detailed(
            ErrorCode::BadRequest,
            screen.say_with("cli-logs-unreadable", &[("name", name.into())]),
            error,
        )
    })?;
    Ok(reading.finish(&screen.catalogue))
}

fn from_input(input: &Input) -> io::Result<LogReading> {
    read(&mut *input.lock().unwrap_or_else(PoisonError::into_inner))
}

fn read(from: &mut (impl Read + ?Sized)) -> io::Result<LogReading> {
    let mut reading = LogReading::new();
    let mut piece = vec![0; PIECE];
    loop {
        match from.read(&mut piece) {
            Ok(0) => return Ok(reading),
            Ok(count) => reading.push(piece.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use clawtray_text::Catalogue;
    use std::io::{self, Cursor, Read};

    #[test]
    fn the_end_of_a_long_log_counts_like_its_beginning() {
        let filler = io::repeat(b'\n').take(8 * 1024 * 1024);
        let mut log = Cursor::new("pairing required\n").chain(filler).chain(Cursor::new("listen EADDRINUSE: x"));
        let found = read(&mut log).unwrap().finish(&Catalogue::for_languages(&[]));
        let ids: Vec<_> = found.iter().map(|finding| finding.id.as_str()).collect();
        assert_eq!(ids, ["port.conflict", "auth.pairing_required"]);
    }

    #[test]
    fn a_log_that_cannot_be_read_to_its_end_is_not_judged() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("gone"))
            }
        }
        assert!(read(&mut Cursor::new("pairing required\n").chain(Broken)).is_err());
    }
}
