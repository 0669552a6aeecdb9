//! Pieces of a text put together into lines, within bounds whatever comes.

/// Longest line, bytes: a longer one is read as several.
const LINE_BYTES: usize = 64 * 1024;

/// A line that has begun.
#[derive(Debug, Default)]
pub(super) struct Lines {
    held: Vec<u8>,
}

impl Lines {
    /// Takes the next bytes and tells each line that they complete.
    pub(super) fn push(&mut self, mut bytes: &[u8], tell: &mut impl FnMut(&[u8])) {
        while let Some(end) = memchr::memchr(b'\n', bytes) {
            let (line, rest) = bytes.split_at(end);
            bytes = rest.get(1..).unwrap_or_default();
            if self.held.is_empty() {
                tell_pieces(line, tell);
            } else {
                self.held.extend_from_slice(line);
                tell_pieces(&std::mem::take(&mut self.held), tell);
            }
        }
        self.held.extend_from_slice(bytes);
        while self.held.len() >= LINE_BYTES {
            let rest = self.held.split_off(LINE_BYTES);
            tell(&std::mem::replace(&mut self.held, rest));
        }
    }

    /// Tells what has no end.
    pub(super) fn finish(&mut self, tell: &mut impl FnMut(&[u8])) {
        if !self.held.is_empty() {
            tell_pieces(&std::mem::take(&mut self.held), tell);
        }
    }
}

fn tell_pieces(line: &[u8], tell: &mut impl FnMut(&[u8])) {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.len() <= LINE_BYTES {
        tell(line);
    } else {
        line.chunks(LINE_BYTES).for_each(tell);
    }
}

#[cfg(test)]
mod tests {
    use super::{LINE_BYTES, Lines};

    fn lines(pieces: &[&[u8]]) -> Vec<Vec<u8>> {
        let (mut lines, mut told) = (Lines::default(), Vec::new());
        pieces.iter().for_each(|piece| lines.push(piece, &mut |line| told.push(line.to_vec())));
        lines.finish(&mut |line| told.push(line.to_vec()));
        told
    }

    #[test]
    fn pieces_make_lines_wherever_they_end() {
        let whole: Vec<Vec<u8>> = vec![b"a".to_vec(), b"".to_vec(), b"bc".to_vec(), b"d".to_vec()];
        assert_eq!(lines(&[b"a\r\n\nbc\nd"]), whole);
        assert_eq!(lines(&[b"a\r", b"\n", b"\nb", b"c\n", b"d"]), whole);
        assert_eq!(lines(&[b"a\r\n\nbc\nd\n"]), whole);
    }

    #[test]
    fn a_line_without_an_end_is_told_in_pieces_of_bounded_size() {
        let (mut lines, mut longest, mut total) = (Lines::default(), 0, 0);
        let piece = vec![b'x'; 100_000];
        for _ in 0..50 {
            lines.push(&piece, &mut |line| (longest, total) = (longest.max(line.len()), total + line.len()));
            assert!(lines.held.len() < LINE_BYTES);
        }
        lines.finish(&mut |line| total += line.len());
        assert_eq!((longest, total), (LINE_BYTES, 5_000_000));
    }
}
