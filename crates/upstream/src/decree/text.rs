//! Bytes to text, and words as they are compared. Never drops a character that could be a name.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};
use tanggap_domain::text::one_line;

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

/// Folded lines of an iCalendar file made whole, before bytes become characters: some programs fold in
/// the middle of one. Files of another kind stay as they are, and so does UTF-16.
pub(super) fn unfolded(bytes: &[u8]) -> Cow<'_, [u8]> {
    let begins = |marker: &[u8]| {
        bytes
            .windows(marker.len())
            .take(LONGEST_PREAMBLE_BYTES)
            .any(|window| window.eq_ignore_ascii_case(marker))
    };
    if !begins(b"BEGIN:VCALENDAR") {
        return Cow::Borrowed(bytes);
    }
    let mut whole = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let folded = match bytes[at..] {
            [b'\r', b'\n', b' ' | b'\t', ..] => 3,
            [b'\n' | b'\r', b' ' | b'\t', ..] => 2,
            _ => 0,
        };
        if folded == 0 {
            whole.push(bytes[at]);
            at += 1;
        } else {
            at += folded;
        }
    }
    Cow::Owned(whole)
}

/// Before it begins, an iCalendar file has a mark or an empty line at most.
const LONGEST_PREAMBLE_BYTES: usize = 1024;

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

/// One line, single spaces, nothing that a terminal obeys or nobody sees.
pub(super) fn tidy(text: &str) -> String {
    one_line(text).into_owned()
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
    fn folds_are_undone_before_characters_are_read() {
        let head = b"BEGIN:VCALENDAR\r\n".to_vec();
        for fold in ["\r\n ", "\n ", "\n\t", "\r\n\t"] {
            // The fold splits the two bytes of an accented letter.
            let folded = [&head, &b"SUMMARY:Jum\xc3"[..], fold.as_bytes(), b"\xa9at"].concat();
            let text = decode(&unfolded(&folded)).into_owned();
            assert!(text.ends_with("SUMMARY:Jum\u{e9}at"), "{text:?}");
        }
        assert_eq!(*unfolded(b"Tanggal;Nama\n  1;a"), *b"Tanggal;Nama\n  1;a");
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
        assert_eq!(tidy("Hari\u{b}Raya \u{1b}[31m\u{202e}"), "Hari Raya [31m");
        let long = "é".repeat(200);
        assert_eq!(shown(&long).chars().count(), LONGEST_SHOWN_CHARS + 1);
    }
}
