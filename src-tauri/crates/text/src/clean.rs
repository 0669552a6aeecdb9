//! Foreign text made fit to be shown: one line, no control over the terminal, no invisible or direction-changing
//! characters, bounded.

use std::collections::VecDeque;

/// Text from outside as one harmless line of at most `max_chars` characters.
///
/// Removed: terminal escape sequences, control characters, characters that change the direction of text, and
/// characters that take no room (zero-width, soft hyphens, fillers, tags). Line ends and tabs become one space each;
/// spaces at both ends go. What is too long keeps its two ends around `…`.
pub fn clean(text: &str, max_chars: usize) -> String {
    let mut kept = Kept::new(max_chars);
    let mut spaces = 0_usize;
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        match character {
            '\u{1b}' => skip_escape(&mut rest),
            '\u{9b}' => skip_control_sequence(&mut rest),
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => skip_string(&mut rest),
            '\r' if rest.as_str().starts_with('\n') => {}
            _ if is_hidden(character) => {}
            _ if character.is_whitespace() => spaces += 1,
            _ if character.is_control() => {}
            _ => {
                if !kept.is_empty() {
                    (0..spaces).for_each(|_| kept.push(' '));
                }
                spaces = 0;
                kept.push(character);
            }
        }
    }
    kept.finish()
}

/// The first and the last characters of a text of unknown length, in bounded memory.
struct Kept {
    max: usize,
    head: String,
    head_chars: usize,
    tail: VecDeque<char>,
    total: usize,
}

impl Kept {
    fn new(max: usize) -> Self {
        Self { max, head: String::new(), head_chars: 0, tail: VecDeque::new(), total: 0 }
    }

    fn is_empty(&self) -> bool {
        self.total == 0
    }

    fn push(&mut self, character: char) {
        self.total = self.total.saturating_add(1);
        if self.head_chars < self.max.div_ceil(2) {
            self.head.push(character);
            self.head_chars += 1;
            return;
        }
        self.tail.push_back(character);
        if self.tail.len() > self.max - self.head_chars {
            self.tail.pop_front();
        }
    }

    fn finish(mut self) -> String {
        if self.max == 0 {
            return String::new();
        }
        if self.total > self.max {
            // One character of the head makes room for the mark.
            self.head.pop();
            self.head.push('…');
        }
        self.head.extend(self.tail);
        self.head
    }
}

/// After ESC: a control sequence, a string, or a short sequence of intermediates and one final character.
fn skip_escape(rest: &mut std::str::Chars<'_>) {
    let mut ahead = rest.clone();
    match ahead.next() {
        Some('[') => {
            *rest = ahead;
            skip_control_sequence(rest);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            *rest = ahead;
            skip_string(rest);
        }
        Some(first @ ' '..='~') => {
            let mut last = first;
            while matches!(last, ' '..='/') {
                let Some(next @ ' '..='~') = ahead.next() else { return };
                last = next;
            }
            *rest = ahead;
        }
        _ => {}
    }
}

/// After CSI: parameters and intermediates, then one final character. An unfinished one takes nothing with it.
fn skip_control_sequence(rest: &mut std::str::Chars<'_>) {
    let mut ahead = rest.clone();
    loop {
        match ahead.next() {
            Some(' '..='?') => {}
            Some('@'..='~') => {
                *rest = ahead;
                return;
            }
            _ => return,
        }
    }
}

/// After the start of a string (a window title, a link): everything up to its end on the same line. An unfinished one
/// takes nothing with it, so that it cannot hide the rest of a log.
fn skip_string(rest: &mut std::str::Chars<'_>) {
    const LONGEST: usize = 4_096;
    let mut ahead = rest.clone();
    for _ in 0..LONGEST {
        match ahead.next() {
            Some('\u{7}' | '\u{9c}') => {
                *rest = ahead;
                return;
            }
            Some('\u{1b}') => {
                if ahead.as_str().starts_with('\\') {
                    ahead.next();
                    *rest = ahead;
                }
                return;
            }
            Some('\n') | None => return,
            Some(_) => {}
        }
    }
}

/// Characters that show nothing, or that change how their neighbours are shown.
pub(crate) fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::{clean, is_hidden};
    use proptest::prelude::*;

    #[test]
    fn foreign_text_becomes_one_harmless_line() {
        for (dirty, tidy) in [
            ("plain", "plain"),
            ("  two  words \n", "two  words"),
            ("a\nb\r\nc\td", "a b c d"),
            ("\u{1b}[1;31mred\u{1b}[0m", "red"),
            ("\u{1b}[2J\u{1b}[Hgone", "gone"),
            ("\u{9b}31mred", "red"),
            ("\u{1b}]0;title\u{7}text", "text"),
            ("\u{1b}]8;;https://evil.example\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"),
            ("\u{1b}]0;never ends\nnext line", "0;never ends next line"),
            ("\u{1b}(Btext", "text"),
            ("\u{1b}7saved\u{1b}8", "saved"),
            ("\u{1b}", ""),
            ("\u{1b}[", ""),
            ("\u{1b}[31\nstill here", "31 still here"),
            ("nul\0bell\u{7}back\u{8}", "nulbellback"),
            ("abc\u{202e}fdp.exe", "abcfdp.exe"),
            ("\u{2066}isolated\u{2069}", "isolated"),
            ("ze\u{200b}ro\u{200d}wi\u{feff}dth", "zerowidth"),
            ("soft\u{ad}hyphen", "softhyphen"),
            ("tag\u{e0041}\u{e007f}s", "tags"),
            ("line\u{2028}para\u{2029}next\u{85}", "line para next"),
            ("grüße 😀 日本", "grüße 😀 日本"),
            ("עברית", "עברית"),
            ("\u{1b}\u{1b}[31mtwice", "twice"),
            ("\u{200b} \u{200b}", ""),
        ] {
            assert_eq!(clean(dirty, 100), tidy, "{dirty:?}");
        }
    }

    #[test]
    fn long_text_keeps_both_ends() {
        for (text, max, cut) in [
            ("0123456789", 10, "0123456789"),
            ("0123456789", 9, "0123…6789"),
            ("0123456789", 5, "01…89"),
            ("0123456789", 4, "0…89"),
            ("0123456789", 2, "…9"),
            ("0123456789", 1, "…"),
            ("0123456789", 0, ""),
            ("äöüßäöüß", 3, "ä…ß"),
            ("", 0, ""),
        ] {
            assert_eq!(clean(text, max), cut, "{text:?} at {max}");
        }
    }

    proptest! {
        #[test]
        fn nothing_harmful_ever_passes(text in any::<String>(), max in 0_usize..200) {
            let shown = clean(&text, max);
            prop_assert!(shown.chars().count() <= max);
            prop_assert!(!shown.chars().any(|character| character.is_control() || is_hidden(character)));
            prop_assert_eq!(shown.trim(), &shown);
            prop_assert_eq!(&clean(&shown, max), &shown, "cleaning twice changes nothing");
        }

        #[test]
        fn escape_soup_never_passes(text in "[\u{1b}\\[\\]\\\\;0-9mHP@ \u{9b}\u{9d}\u{7}\n\u{202e}\u{200b}x]{0,80}") {
            let shown = clean(&text, 40);
            prop_assert!(!shown.contains(['\u{1b}', '\u{9b}', '\u{9d}', '\u{7}', '\n', '\u{202e}', '\u{200b}']), "{:?}", shown);
        }

        #[test]
        fn harmless_text_is_left_alone(text in "[a-zA-Z0-9äöü.,:/_-]{0,60}") {
            prop_assert_eq!(clean(&text, 60), text);
        }
    }
}
