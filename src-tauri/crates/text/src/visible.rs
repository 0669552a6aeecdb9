//! Foreign text that a person must read whole before deciding, such as a command.

use crate::clean::is_hidden;

/// Stands for a line end.
const LINE_END: char = '⏎';

/// Text from outside in which everything can be seen, and whether it had to be cut at `max_chars` characters.
///
/// Nothing is taken out: a line end is the sign `⏎`, which no written `\n` can be taken for; tabs, control characters,
/// characters that take no room or change the direction of text, and unusual spaces are written as escapes
/// (`\t`, `\u{202e}`), and so is the sign itself.
pub fn visible(text: &str, max_chars: usize) -> (String, bool) {
    let mut shown = String::new();
    let mut left = max_chars;
    for character in text.chars() {
        let escaped = match character {
            '\n' => LINE_END.to_string(),
            LINE_END => character.escape_unicode().to_string(),
            '\r' => "\\r".to_owned(),
            '\t' => "\\t".to_owned(),
            ' ' => " ".to_owned(),
            _ if character.is_control() || is_hidden(character) || character.is_whitespace() => {
                character.escape_unicode().to_string()
            }
            _ => character.to_string(),
        };
        let count = escaped.chars().count();
        if count > left {
            return (shown, true);
        }
        left -= count;
        shown.push_str(&escaped);
    }
    (shown, false)
}

#[cfg(test)]
mod tests {
    use super::visible;
    use crate::clean;
    use proptest::prelude::*;

    #[test]
    fn nothing_hides_in_a_command() {
        for (text, shown) in [
            ("rm -rf ./build", "rm -rf ./build"),
            ("ls\nrm -rf ~", "ls⏎rm -rf ~"),
            ("echo 'a\\nb' ⏎", "echo 'a\\nb' \\u{23ce}"),
            ("echo \u{202e}gnp.exe", "echo \\u{202e}gnp.exe"),
            ("a\u{200b}b\u{1b}[2Jc", "a\\u{200b}b\\u{1b}[2Jc"),
            ("two\u{a0}words\r\tend", "two\\u{a0}words\\r\\tend"),
        ] {
            assert_eq!(visible(text, 100), (shown.to_owned(), false));
        }
        assert_eq!(visible("abcdef", 3), ("abc".to_owned(), true));
        assert_eq!(visible("ab\tcd", 3), ("ab".to_owned(), true), "an escape is whole or not there");
    }

    proptest! {
        #[test]
        fn what_is_shown_needs_no_more_cleaning(text in any::<String>(), max in 0_usize..200) {
            let (shown, cut) = visible(&text, max);
            prop_assert!(shown.chars().count() <= max);
            prop_assert_eq!(clean(&shown, 10_000), shown.trim_matches(' '));
            prop_assert!(cut || shown.chars().count() >= text.chars().count());
        }
    }
}
