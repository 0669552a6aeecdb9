//! Bytes to lines, within bounds whatever comes.

use super::clean::clean;

/// The bounds of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineLimits {
    /// At most this many bytes of a line are kept.
    pub max_line_bytes: usize,
}

impl Default for LineLimits {
    /// 16 KiB.
    fn default() -> Self {
        Self { max_line_bytes: 16 * 1024 }
    }
}

/// One line, made fit to be shown (see [`clean`]); invalid UTF-8 shows as U+FFFD. Foreign data all the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// The text. When it was cut, it ends with `…[+N bytes]`.
    pub text: String,
    /// So many bytes were cut away; 0 for nearly every line.
    pub cut_bytes: u64,
    /// False when the line was handed out before its end came, because nothing came for a while.
    pub ended: bool,
    /// True when this is the rest of a line whose beginning was handed out before.
    pub continues: bool,
}

/// Puts lines together from pieces. Holds at most one line's bound of memory.
#[derive(Debug)]
pub struct LineAssembler {
    limits: LineLimits,
    held: Vec<u8>,
    cut_bytes: u64,
    /// The last byte was a carriage return: a line feed ends the line, anything else starts it over.
    returned: bool,
    continues: bool,
}

impl LineAssembler {
    /// Starts at the beginning of a line.
    #[must_use]
    pub fn new(limits: LineLimits) -> Self {
        Self { limits, held: Vec::new(), cut_bytes: 0, returned: false, continues: false }
    }

    /// Takes the next bytes and adds the lines they complete to `lines`.
    pub fn push(&mut self, mut bytes: &[u8], lines: &mut Vec<Line>) {
        while let Some(first) = bytes.first() {
            match first {
                b'\n' => {
                    bytes = bytes.get(1..).unwrap_or_default();
                    lines.push(self.take(true));
                }
                b'\r' => {
                    bytes = bytes.get(1..).unwrap_or_default();
                    self.returned = true;
                }
                _ => {
                    if std::mem::take(&mut self.returned) {
                        // As on a terminal: what follows a carriage return is written over what was there.
                        self.held.clear();
                        self.cut_bytes = 0;
                    }
                    let end = memchr::memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len());
                    let (run, rest) = bytes.split_at(end);
                    let room = self.limits.max_line_bytes.saturating_sub(self.held.len()).min(run.len());
                    self.held.extend_from_slice(run.get(..room).unwrap_or_default());
                    self.cut_bytes = self.cut_bytes.saturating_add((run.len() - room) as u64);
                    bytes = rest;
                }
            }
        }
    }

    /// Hands out a line whose end has not come. What comes later is another line that `continues` this one.
    /// Bytes at the end that may be the beginning of a character are kept back.
    pub fn flush(&mut self) -> Option<Line> {
        let keep_back = if self.cut_bytes == 0 { unfinished_character(&self.held) } else { 0 };
        if self.held.len() == keep_back {
            return None;
        }
        let rest = self.held.split_off(self.held.len() - keep_back);
        let line = self.take(false);
        self.held = rest;
        Some(line)
    }

    /// Forgets what it holds, as after a jump in the file.
    pub fn clear(&mut self) {
        *self = Self::new(self.limits);
    }

    /// Whether a line has begun that was not handed out yet.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.held.is_empty() || self.cut_bytes > 0
    }

    /// How many bytes are held: after [`LineAssembler::flush`], those of an unfinished character.
    pub(super) fn held_bytes(&self) -> usize {
        self.held.len()
    }

    fn take(&mut self, ended: bool) -> Line {
        let mut held = std::mem::take(&mut self.held);
        let cut_bytes = std::mem::take(&mut self.cut_bytes);
        let continues = std::mem::replace(&mut self.continues, !ended);
        self.returned = false;
        if cut_bytes > 0 {
            held.truncate(held.len() - unfinished_character(&held));
        }
        // Nearly every line is text as it stands.
        let plain = if is_plain(&held) { String::from_utf8(std::mem::take(&mut held)).ok() } else { None };
        let mut text = plain.unwrap_or_else(|| clean(&String::from_utf8_lossy(&held)));
        if cut_bytes > 0 {
            text.push_str(&format!("…[+{cut_bytes} bytes]"));
        }
        Line { text, cut_bytes, ended, continues }
    }
}

/// Whether all bytes are letters, digits and signs of ASCII, or spaces: nothing that [`clean`] would change. Looked at
/// in pieces, so that a processor takes many at once.
fn is_plain(bytes: &[u8]) -> bool {
    bytes.chunks(32).all(|piece| piece.iter().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~')))
}

/// How many bytes at the end begin a UTF-8 character without finishing it (0 to 3).
fn unfinished_character(bytes: &[u8]) -> usize {
    let tail = bytes.len().saturating_sub(3);
    for (back, byte) in bytes.get(tail..).unwrap_or_default().iter().rev().enumerate() {
        let needed = match byte {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            0x80..=0xbf => continue,
            _ => return 0,
        };
        return if back + 1 < needed { back + 1 } else { 0 };
    }
    0
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn only_what_stands_as_it_is_is_plain() {
        for plain in ["", " ~", "[gateway] ready (5 plugins: acpx; 5.9s) and more than thirty-two letters of it"] {
            assert!(is_plain(plain.as_bytes()), "{plain}");
        }
        for other in ["\t", "a\u{1b}[31m", "\u{7f}", "ä", "forty letters of plain text and a bell at the end\u{7}"] {
            assert!(!is_plain(other.as_bytes()), "{other:?}");
        }
    }
}
