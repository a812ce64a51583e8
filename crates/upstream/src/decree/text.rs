//! Bytes to text, and words as they are compared. Never drops a character that could be a name.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

/// Texts of faults are shown on one line.
const LONGEST_SHOWN_CHARS: usize = 80;

/// UTF-8, or UTF-16 with its mark (Excel's "Unicode text"); else Windows-1252, in which every byte
/// is a character.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark_bytes..]);
        return text;
    }
    match str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// Lower case, letters and digits only, one space between words: `Is_National-Holiday ` becomes
/// `is national holiday`.
pub(super) fn words(text: &str) -> String {
    let lower = text.to_lowercase();
    lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// One line, single spaces.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tidied and cut, for a fault.
pub(super) fn shown(text: &str) -> String {
    let text = tidy(text);
    match text.char_indices().nth(LONGEST_SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_of_an_office_is_read() {
        for bytes in [
            "Jum’at".as_bytes(),
            b"\xef\xbb\xbfJum\xe2\x80\x99at",
            b"Jum\x92at",
            b"\xff\xfeJ\0u\0m\0\x19\x20a\0t\0",
            b"\xfe\xff\0J\0u\0m\x20\x19\0a\0t",
        ] {
            assert_eq!(decode(bytes), "Jum’at", "{bytes:?}");
        }
    }

    #[test]
    fn words_are_compared_without_their_dress() {
        assert_eq!(words(" Is_National-Holiday "), "is national holiday");
        assert_eq!(words("Hari/Tanggal"), "hari tanggal");
        assert_eq!(words("–"), "");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(shown(" a\n b "), "a b");
        let long = "é".repeat(200);
        assert_eq!(shown(&long).chars().count(), LONGEST_SHOWN_CHARS + 1);
    }
}
