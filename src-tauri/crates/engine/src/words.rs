//! Foreign text made fit to be kept and shown: bounded, one line, without control and bidirectional characters.

/// Longest line kept, characters.
pub(crate) const LINE: usize = 1_000;

/// Longest name kept, characters.
pub(crate) const NAME: usize = 120;

/// Cleans `text` and cuts it at `most` characters. Line breaks and tabs become spaces, runs of spaces become one.
pub(crate) fn clean(text: &str, most: usize) -> String {
    // What is far beyond the cut need not be looked at.
    let text: String =
        text.chars().take(most.saturating_mul(8)).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let mut cleaned = String::new();
    for word in clawtray_platform::output::clean(&text).split(' ').filter(|word| !word.is_empty()) {
        if !cleaned.is_empty() {
            cleaned.push(' ');
        }
        cleaned.push_str(word);
    }
    if let Some((cut, _)) = cleaned.char_indices().nth(most) {
        cleaned.truncate(cut);
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// As [`clean`], for a field that may be absent; what is empty after cleaning is absent too.
pub(crate) fn clean_field(text: Option<&str>, most: usize) -> Option<String> {
    text.map(|text| clean(text, most)).filter(|text| !text.is_empty())
}

/// As [`clean`] for each entry of a list, at most `entries` of them, empty ones left out.
pub(crate) fn clean_list(texts: &[String], entries: usize) -> Vec<String> {
    texts.iter().take(entries).map(|text| clean(text, NAME)).filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn control_and_bidirectional_characters_go_and_lines_are_joined() {
        assert_eq!(clean("\u{1b}[31mred\u{202e}der\r\n  next\t\u{0}line ", 100), "redder next line");
    }

    #[test]
    fn text_is_cut_by_characters_and_never_ends_in_a_space() {
        assert_eq!(clean("grün und blau", 4), "grün");
        assert_eq!(clean("grün und blau", 5), "grün");
        assert_eq!(clean("  ", 5), "");
    }
}
