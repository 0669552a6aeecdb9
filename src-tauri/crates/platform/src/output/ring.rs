//! The last lines, in memory.

use std::collections::VecDeque;

use super::lines::Line;

/// A line with its place in everything that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// Counts from 0 since the ring was made.
    pub number: u64,
    /// The line.
    pub line: Line,
}

/// Keeps the newest lines within two bounds and forgets the oldest.
#[derive(Debug)]
pub struct Ring {
    lines: VecDeque<Numbered>,
    max_lines: usize,
    max_bytes: usize,
    bytes: usize,
    next: u64,
}

impl Ring {
    /// Keeps at most `max_lines` lines and `max_bytes` bytes of text. A line that alone is larger is not kept.
    #[must_use]
    pub fn new(max_lines: usize, max_bytes: usize) -> Self {
        Self { lines: VecDeque::new(), max_lines, max_bytes, bytes: 0, next: 0 }
    }

    /// Adds a line and gives its number.
    pub fn push(&mut self, line: Line) -> u64 {
        let number = self.next;
        self.next += 1;
        self.bytes += line.text.len();
        self.lines.push_back(Numbered { number, line });
        while self.lines.len() > self.max_lines || self.bytes > self.max_bytes {
            match self.lines.pop_front() {
                Some(oldest) => self.bytes -= oldest.line.text.len(),
                None => break,
            }
        }
        number
    }

    /// The kept lines, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Numbered> + ExactSizeIterator {
        self.lines.iter()
    }

    /// The newest `count` lines, oldest of them first.
    pub fn newest(&self, count: usize) -> impl Iterator<Item = &Numbered> {
        self.lines.iter().skip(self.lines.len().saturating_sub(count))
    }

    /// The kept lines from this number on. If the first one has a greater number, lines between were forgotten.
    pub fn since(&self, number: u64) -> impl Iterator<Item = &Numbered> {
        let skip = self.lines.partition_point(|kept| kept.number < number);
        self.lines.iter().skip(skip)
    }

    /// How many lines are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether no line is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The number the next line will have.
    #[must_use]
    pub fn next_number(&self) -> u64 {
        self.next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        Line { text: text.to_owned(), ended: true, ..Line::default() }
    }

    fn numbers<'a>(lines: impl Iterator<Item = &'a Numbered>) -> Vec<u64> {
        lines.map(|kept| kept.number).collect()
    }

    #[test]
    fn both_bounds_hold_and_the_newest_stay() {
        let mut ring = Ring::new(3, 10);
        for text in ["aaaa", "bbbb", "cc"] {
            ring.push(line(text));
        }
        assert_eq!(numbers(ring.iter()), [0, 1, 2]);
        ring.push(line("d"));
        assert_eq!(numbers(ring.iter()), [1, 2, 3]);
        ring.push(line("eeeeeeee"));
        assert_eq!(numbers(ring.iter()), [3, 4]);
        ring.push(line("longer than everything"));
        assert!(ring.is_empty());
        assert_eq!(ring.push(line("f")), 6);
        assert_eq!(
            (numbers(ring.newest(9)), numbers(ring.since(7)), numbers(ring.since(2))),
            (vec![6], vec![], vec![6])
        );
    }
}
