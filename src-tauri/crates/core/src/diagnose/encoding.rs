//! UTF-16, as Windows writes it, made UTF-8. Everything else is taken as it is.

use std::borrow::Cow;

/// How the text is written, known from its first two bytes.
#[derive(Debug, Default, PartialEq, Eq)]
enum Encoding {
    #[default]
    Unknown,
    AsItIs,
    LittleEndian,
    BigEndian,
}

/// Turns pieces of a text into UTF-8.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    encoding: Encoding,
    /// Bytes that do not make a character yet.
    held: Vec<u8>,
}

impl Decoder {
    /// The next piece.
    pub(super) fn utf8<'a>(&mut self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        if self.encoding == Encoding::AsItIs {
            return Cow::Borrowed(bytes);
        }
        self.held.extend_from_slice(bytes);
        if self.encoding == Encoding::Unknown {
            self.encoding = match self.held.as_slice() {
                [0xff, 0xfe, ..] => Encoding::LittleEndian,
                [0xfe, 0xff, ..] => Encoding::BigEndian,
                [] | [0xff | 0xfe] => return Cow::Borrowed(&[]),
                _ => Encoding::AsItIs,
            };
        }
        if self.encoding == Encoding::AsItIs {
            return Cow::Owned(std::mem::take(&mut self.held));
        }
        let little = self.encoding == Encoding::LittleEndian;
        let units: Vec<u16> = self
            .held
            .chunks_exact(2)
            .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
            .map(|pair| if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
            .collect();
        let half = units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit));
        let whole = units.len() - usize::from(half);
        self.held.drain(..whole * 2);
        let text: String = char::decode_utf16(units.into_iter().take(whole))
            .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
            .filter(|character| *character != '\u{feff}')
            .collect();
        Cow::Owned(text.into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::Decoder;

    #[test]
    fn both_orders_are_read_wherever_the_pieces_end() {
        let text = "gateway 🦞 ready\n";
        for big in [false, true] {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            let bytes: Vec<u8> =
                units.flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
            for size in [1, 2, 3, 1_000] {
                let mut decoder = Decoder::default();
                let read: Vec<u8> = bytes.chunks(size).flat_map(|piece| decoder.utf8(piece).into_owned()).collect();
                assert_eq!(String::from_utf8_lossy(&read), text, "pieces of {size}");
            }
        }
    }

    #[test]
    fn what_is_not_utf_16_is_left_as_it_is() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.utf8(b"\xffa\xfe"), &b"\xffa\xfe"[..]);
        assert_eq!(decoder.utf8(b"bc"), &b"bc"[..]);
    }
}
