//! Cuts foreign text to a size that can be kept and shown.

/// Returns at most `max_bytes` bytes of `text`, cut at a character border. Never longer, never invalid.
pub fn bounded(text: &str, max_bytes: usize) -> &str {
    if text.len() <= max_bytes {
        return text;
    }
    let mut end = max_bytes;
    while end > 0 && !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The longest message, reason or code kept from a gateway's error, in bytes.
pub(crate) const MESSAGE_BYTES: usize = 2048;

/// The longest identifier or code kept from a gateway, in bytes.
pub(crate) const CODE_BYTES: usize = 256;

#[cfg(test)]
mod tests {
    use super::bounded;

    #[test]
    fn cuts_at_a_character_border() {
        assert_eq!(bounded("grün", 3), "gr", "half a letter must not be kept");
        assert_eq!(bounded("grün", 4), "grü");
        assert_eq!(bounded("grün", 40), "grün");
        assert_eq!(bounded("ü", 0), "");
    }
}
