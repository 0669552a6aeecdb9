//! Foreign text made fit for a bubble or a menu.

use super::Note;

const TITLE_CHARS: usize = 120;
const BODY_CHARS: usize = 800;
const LABEL_CHARS: usize = 40;
const ACTIONS: usize = 8;

/// One line of at most `max_chars` characters: line breaks and tabs become blanks, control and direction characters go.
pub(crate) fn line(text: &str, max_chars: usize) -> String {
    let text = cleaned(text, false);
    shortened(text.split_whitespace().collect::<Vec<_>>().join(" "), max_chars)
}

/// A note with all its text cleaned and bounded. Keys and action ids are the caller's own and stay.
pub(super) fn note(note: Note) -> Note {
    let actions = note.actions.into_iter().take(ACTIONS).map(|(id, label)| (id, line(&label, LABEL_CHARS))).collect();
    Note {
        title: line(&note.title, TITLE_CHARS),
        body: shortened(cleaned(&note.body, true).trim().to_owned(), BODY_CHARS),
        actions,
        ..note
    }
}

/// The text with `&`, `<` and `>` written so that a server which knows markup shows them as they are.
#[cfg(target_os = "linux")]
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            other => escaped.push(other),
        }
    }
    escaped
}

fn cleaned(text: &str, keep_line_breaks: bool) -> String {
    // More than this is never shown, whatever remains of it.
    text.chars().take(BODY_CHARS * 4).filter_map(|character| fit(character, keep_line_breaks)).collect()
}

fn fit(character: char, keep_line_breaks: bool) -> Option<char> {
    match character {
        '\n' if keep_line_breaks => Some('\n'),
        '\n' | '\t' | '\r' | '\u{2028}' | '\u{2029}' => Some(' '),
        other if other.is_control() || steers(other) => None,
        other => Some(other),
    }
}

/// Characters that show nothing and change how their neighbours are read: direction marks and overrides, joiners
/// without width, tags, byte order marks.
fn steers(character: char) -> bool {
    matches!(character,
        '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn shortened(text: String, max_chars: usize) -> String {
    if text.chars().count() <= max_chars {
        return text;
    }
    let mut short: String = text.chars().take(max_chars.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notify::{Expiry, Urgency};

    #[test]
    fn a_line_has_no_breaks_no_controls_and_no_direction_characters() {
        assert_eq!(line("a\n b\t\u{202E}gnp.exe\u{2069}\u{1b}[31m\u{0}", 50), "a b gnp.exe[31m");
        assert_eq!(line("   ", 50), "");
    }

    #[test]
    fn a_long_line_ends_in_an_ellipsis_within_its_bound() {
        assert_eq!(line(&"wide ü ".repeat(100), 20), "wide ü wide ü wide…", "no blank before the ellipsis");
        assert_eq!(line(&"ü".repeat(21), 20), format!("{}…", "ü".repeat(19)));
        assert_eq!(line(&"ü".repeat(20), 20), "ü".repeat(20));
    }

    #[test]
    fn a_note_is_bounded_and_its_body_keeps_its_lines() {
        let cleaned = note(Note {
            key: "k".into(),
            title: "T\nT".into(),
            body: format!("one\r\ntwo\u{200F} {}", "x".repeat(5_000)),
            urgency: Urgency::Low,
            actions: (0..20).map(|number| (number.to_string(), "Allow\n".repeat(30))).collect(),
            expires: Expiry::Usual,
        });
        assert_eq!(cleaned.title, "T T");
        assert!(cleaned.body.starts_with("one \ntwo x"), "{}", &cleaned.body[..20]);
        assert_eq!(cleaned.body.chars().count(), BODY_CHARS);
        assert_eq!(cleaned.actions.len(), ACTIONS);
        assert!(cleaned.actions.iter().all(|(_, label)| label.chars().count() <= LABEL_CHARS));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn markup_is_escaped_once() {
        assert_eq!(escaped("<b>a</b> & &amp;"), "&lt;b&gt;a&lt;/b&gt; &amp; &amp;amp;");
    }
}
