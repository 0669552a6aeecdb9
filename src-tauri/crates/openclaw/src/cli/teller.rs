//! Output cut into lines as it comes.

use tokio::sync::mpsc;

/// A longer line is told in pieces of this many bytes.
const MOST_LINE_BYTES: usize = 8 * 1024;

/// Cuts one stream into lines and sends them, never waiting for the receiver.
pub(super) struct Teller {
    lines: mpsc::Sender<String>,
    pending: Vec<u8>,
}

impl Teller {
    pub(super) fn new(lines: mpsc::Sender<String>) -> Self {
        Self { lines, pending: Vec::new() }
    }

    /// Takes in what was read; sends the lines that are complete.
    pub(super) fn take(&mut self, mut bytes: &[u8]) {
        while let Some((head, tail)) = split(bytes) {
            self.pending.extend_from_slice(head);
            self.send();
            bytes = tail;
        }
        for piece in bytes.chunks(MOST_LINE_BYTES) {
            self.pending.extend_from_slice(piece);
            if self.pending.len() >= MOST_LINE_BYTES {
                self.send();
            }
        }
    }

    /// Sends a last line without an end.
    pub(super) fn end(&mut self) {
        if !self.pending.is_empty() {
            self.send();
        }
    }

    fn send(&mut self) {
        let plain = strip_ansi_escapes::strip(std::mem::take(&mut self.pending));
        // The whole output is in the outcome; the live view may miss lines.
        let _ = self.lines.try_send(String::from_utf8_lossy(&plain).trim_end_matches('\r').to_owned());
    }
}

fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((bytes.get(..at)?, bytes.get(at + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::{MOST_LINE_BYTES, Teller};
    use tokio::sync::mpsc;

    fn told(pieces: &[&[u8]]) -> Vec<String> {
        let (sender, mut receiver) = mpsc::channel(64);
        let mut teller = Teller::new(sender);
        for piece in pieces {
            teller.take(piece);
        }
        teller.end();
        std::iter::from_fn(|| receiver.try_recv().ok()).collect()
    }

    #[test]
    fn lines_are_whole_however_they_arrive() {
        assert_eq!(told(&[b"one\ntw", b"o\r\n\n", b"\x1b[31mred\x1b[0m"]), ["one", "two", "", "red"]);
        assert!(told(&[]).is_empty());
    }

    #[test]
    fn a_line_without_an_end_is_told_in_pieces_and_memory_stays_small() {
        let lines = told(&[&vec![b'x'; 3 * MOST_LINE_BYTES]]);
        assert_eq!(lines.len(), 3);
    }

    #[test]
    fn nobody_listening_holds_nothing_up() {
        let (sender, receiver) = mpsc::channel(1);
        drop(receiver);
        let mut teller = Teller::new(sender);
        teller.take(b"a\nb\nc\n");
        teller.end();
    }
}
