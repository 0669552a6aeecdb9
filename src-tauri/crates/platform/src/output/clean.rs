//! Foreign text made fit to be shown: no escape sequences, no control characters, no tricks with reading direction.

use std::str::Chars;

/// The text without terminal escape sequences, control characters (a tab becomes a space) and characters that change
/// the reading direction or cannot be seen.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut characters = text.chars();
    loop {
        // Nearly all of a log is this, and it is copied in one piece.
        let rest = characters.as_str();
        let plain = rest.bytes().position(|byte| !matches!(byte, b' '..=b'~')).unwrap_or(rest.len());
        let (run, rest) = rest.split_at(plain);
        cleaned.push_str(run);
        characters = rest.chars();
        let Some(character) = characters.next() else { return cleaned };
        match character {
            '\u{1b}' => match characters.next() {
                Some('[') => skip_control_sequence(&mut characters),
                Some(']' | 'P' | '^' | '_' | 'X') => skip_string(&mut characters),
                // Two-character set selections; every other escape is one character long.
                Some('(' | ')' | '*' | '+' | '#' | '%' | ' ') => {
                    characters.next();
                }
                _ => {}
            },
            '\u{9b}' => skip_control_sequence(&mut characters),
            '\t' => cleaned.push(' '),
            _ if character.is_control() || is_invisible(character) => {}
            _ => cleaned.push(character),
        }
    }
}

/// Parameters and intermediates up to the final byte. Anything that cannot be part of a sequence ends it and is kept.
fn skip_control_sequence(characters: &mut Chars<'_>) {
    while let Some(character) = characters.clone().next() {
        match character {
            '\u{20}'..='\u{3f}' => {
                characters.next();
            }
            '\u{40}'..='\u{7e}' => {
                characters.next();
                return;
            }
            _ => return,
        }
    }
}

/// Up to the bell or the string terminator. An unended string swallows the rest of the line, as in a terminal.
fn skip_string(characters: &mut Chars<'_>) {
    while let Some(character) = characters.next() {
        match character {
            '\u{7}' | '\u{9c}' => return,
            '\u{1b}' => {
                if characters.clone().next() == Some('\\') {
                    characters.next();
                }
                return;
            }
            _ => {}
        }
    }
}

fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn escapes_and_controls_go_and_text_stays() {
        let table = [
            ("plain äöü 日本 🦞", "plain äöü 日本 🦞"),
            ("\u{1b}[1;31mred\u{1b}[0m end", "red end"),
            ("\u{1b}]0;title\u{7}after", "after"),
            ("\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"),
            ("\u{1b}(Btext\u{1b}M", "text"),
            ("a\tb\u{0}\u{8}c\u{7f}", "a bc"),
            ("x\u{202e}evil\u{2066}\u{200b}y", "xevily"),
            ("cut \u{1b}[3", "cut "),
            ("cut \u{1b}", "cut "),
            ("\u{9b}32mgreen", "green"),
            ("odd \u{1b}[äx", "odd äx"),
        ];
        for (dirty, expected) in table {
            assert_eq!(clean(dirty), expected, "{dirty:?}");
        }
    }
}
