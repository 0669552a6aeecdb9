//! Words that are not what they look like: letters of several alphabets in one word, and letters of another alphabet,
//! or another form of a letter, in place of plain ones.

use unicode_normalization::UnicodeNormalization;
use unicode_script::{Script, UnicodeScript};
use unicode_security::{MixedScript, skeleton};

/// Longest word named, characters.
const WORD_CHARS: usize = 60;

/// What a text is, which decides what of it is odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// A name of a person or a thing: written in any one alphabet.
    Name,
    /// A command, a path, a right: a word of another alphabet that reads like a plain one is odd by itself.
    Command,
}

/// The first word that may not be the one it looks like, its odd letters written as escapes (`\u{430}pt-get`).
pub fn look_alike(text: &str, wording: Wording) -> Option<String> {
    words(text).find(|word| is_odd(word, wording)).map(|word| escaped(word).chars().take(WORD_CHARS).collect())
}

/// A name in which the odd letters of such words are written as escapes; other names are as they were.
pub fn marked(name: &str) -> String {
    let mut shown = String::new();
    let mut rest = name;
    for word in words(name) {
        let Some(at) = rest.find(word) else { break };
        shown.push_str(&rest[..at]);
        shown.push_str(&if is_odd(word, Wording::Name) { escaped(word) } else { word.to_owned() });
        rest = &rest[at + word.len()..];
    }
    shown + rest
}

/// Pieces between spaces and plain punctuation. A character that only looks like punctuation is part of its word.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let ends = |character: char| character.is_whitespace() || (character.is_ascii() && !character.is_alphanumeric());
    text.split(ends).filter(|word| !word.is_ascii())
}

fn is_odd(word: &str, wording: Wording) -> bool {
    let letters: String = word.chars().filter(|character| character.is_alphanumeric()).collect();
    mixes(&letters)
        || letters.chars().any(is_dressed_up)
        || (wording == Wording::Command && (reads_as_plain(&letters) || word.chars().any(is_false_sign)))
}

/// Letters of several alphabets. Latin ones among Chinese, Japanese and Korean writing are usual.
fn mixes(word: &str) -> bool {
    let others = |character: &char| !matches!(character.script(), Script::Latin | Script::Common | Script::Inherited);
    let eastern = [Script::Han, Script::Hiragana, Script::Katakana, Script::Hangul, Script::Bopomofo];
    !word.is_single_script()
        && word.chars().filter(others).any(|character| !eastern.iter().any(|script| character.script() == *script))
}

/// Another form of a plain letter: wide, bold, in a circle.
fn is_dressed_up(character: char) -> bool {
    !character.is_ascii()
        && !matches!(character, 'ª' | 'º')
        && character.is_alphabetic()
        && std::iter::once(character).nfkc().all(|plain| plain.is_ascii_alphanumeric())
}

/// A whole word of another alphabet that reads like a plain one.
fn reads_as_plain(word: &str) -> bool {
    word.chars().any(|letter| letter.is_alphabetic() && letter.script() != Script::Latin && !letter.is_ascii())
        && skeleton(word).all(|letter| letter.is_ascii())
}

/// A sign that a shell does not know and that looks like one it knows. Those of written language are usual.
fn is_false_sign(character: char) -> bool {
    !character.is_ascii()
        && !character.is_alphanumeric()
        && !matches!(character, '’' | '‘' | '“' | '”' | '…' | '–' | '—' | '«' | '»' | '‹' | '›' | '·' | '•')
        && skeleton(character.encode_utf8(&mut [0; 4])).all(|plain| plain.is_ascii())
}

fn escaped(word: &str) -> String {
    let escape = |character: char| match character.is_ascii() {
        true => character.to_string(),
        false => character.escape_unicode().to_string(),
    };
    word.chars().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::{Wording, look_alike, marked};
    use proptest::prelude::*;

    #[test]
    fn words_that_are_not_what_they_look_like_are_named() {
        for (text, odd) in [
            ("rm \u{430}pt-get", "\\u{430}pt"),
            ("\u{440}aypal", "\\u{440}aypal"),
            ("sud\u{3bf}", "sud\\u{3bf}"),
            ("run \u{455}\u{441}\u{43e}\u{440}\u{435} now", "\\u{455}\\u{441}\\u{43e}\\u{440}\\u{435}"),
            ("\u{ff52}\u{ff4d} -rf", "\\u{ff52}\\u{ff4d}"),
            ("\u{1d42b}m", "\\u{1d42b}m"),
            ("cat etc\u{2215}passwd", "etc\\u{2215}passwd"),
            ("rm \u{2212}rf", "\\u{2212}rf"),
            ("ls\u{37e} true", "ls\\u{37e}"),
        ] {
            assert_eq!(look_alike(text, Wording::Command).as_deref(), Some(odd), "{text}");
        }
        for text in
            ["apt-get install grün", "echo Привет мир", "mkdir café 日本 日本version", "say it’s – fine…", "עברית", ""]
        {
            assert_eq!(look_alike(text, Wording::Command), None, "{text}");
        }
        assert!(look_alike(&format!("{}\u{430}", "a".repeat(500)), Wording::Name).unwrap().chars().count() <= 60);
    }

    #[test]
    fn a_name_in_one_alphabet_is_a_name_and_in_two_it_is_marked() {
        for name in ["Ann's phone", "Сара", "Işıl", "Æble", "日本の Mac", "Ελένη", "محمد"] {
            assert_eq!((look_alike(name, Wording::Name), marked(name)), (None, name.to_owned()));
        }
        assert_eq!(marked("My \u{430}pple, grün \u{430}nn!"), "My \\u{430}pple, grün \\u{430}nn!");
    }

    proptest! {
        #[test]
        fn marking_keeps_everything_else(text in any::<String>()) {
            let shown = marked(&text);
            prop_assert_eq!(shown == text, look_alike(&text, Wording::Name).is_none());
            prop_assert_eq!(marked(&shown), shown, "marking twice changes nothing");
        }

        #[test]
        fn plain_text_is_never_odd(text in "[ -~]{0,80}") {
            prop_assert_eq!(look_alike(&text, Wording::Command), None);
        }
    }
}
