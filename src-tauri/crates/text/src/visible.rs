//! Foreign text that a person must read whole before deciding, such as a command.

use crate::clean::is_hidden;

/// Text from outside in which everything can be seen, and whether it had to be cut at `max_chars` characters.
///
/// Nothing is taken out: line ends, tabs, control characters, characters that take no room or change the direction of
/// text, and unusual spaces are written as escapes (`\n`, `\u{202e}`).
pub fn visible(text: &str, max_chars: usize) -> (String, bool) {
    let mut shown = String::new();
    let mut left = max_chars;
    for character in text.chars() {
        let escaped = match character {
            '\n' => "\\n".to_owned(),
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

/// True when letters of other scripts stand among Latin ones, so that a word may not be the one it looks like.
pub fn mixes_scripts(text: &str) -> bool {
    let other = |character: char| character.is_alphabetic() && !is_latin(character);
    text.split(|character: char| !character.is_alphanumeric())
        .any(|word| word.chars().any(|letter| letter.is_ascii_alphabetic()) && word.chars().any(other))
}

fn is_latin(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

#[cfg(test)]
mod tests {
    use super::{mixes_scripts, visible};
    use crate::clean;
    use proptest::prelude::*;

    #[test]
    fn nothing_hides_in_a_command() {
        for (text, shown) in [
            ("rm -rf ./build", "rm -rf ./build"),
            ("ls\nrm -rf ~", "ls\\nrm -rf ~"),
            ("echo \u{202e}gnp.exe", "echo \\u{202e}gnp.exe"),
            ("a\u{200b}b\u{1b}[2Jc", "a\\u{200b}b\\u{1b}[2Jc"),
            ("two\u{a0}words\r\tend", "two\\u{a0}words\\r\\tend"),
        ] {
            assert_eq!(visible(text, 100), (shown.to_owned(), false));
        }
        assert_eq!(visible("abcdef", 3), ("abc".to_owned(), true));
        assert_eq!(visible("ab\ncd", 3), ("ab".to_owned(), true), "an escape is whole or not there");
    }

    #[test]
    fn words_of_two_alphabets_are_noticed_and_other_languages_are_not() {
        for text in ["rm \u{430}pt-get", "\u{440}aypal", "sud\u{3bf}"] {
            assert!(mixes_scripts(text), "{text}");
        }
        for text in ["apt-get install grün", "echo Привет", "mkdir café 日本"] {
            assert!(!mixes_scripts(text), "{text}");
        }
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
