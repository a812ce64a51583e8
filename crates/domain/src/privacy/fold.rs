//! A text as its reader sees it, in plain characters: what nobody sees is gone, digits and letters of
//! every width and script are the ordinary ones, and each knows where it stood.
//!
//! Decides nothing about what it reads.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::{is_invisible, is_line_break};

/// Kinds of spaces become one space, of dashes `-`, of dots `.`, of line breaks `\n`.
pub(super) struct Folded {
    pub text: String,
    /// The same in lower case, byte for byte.
    pub lower: String,
    /// Where the character of each byte stood in the original, in bytes.
    origins: Vec<Range<u32>>,
}

impl Folded {
    pub fn of(original: &str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut origins = Vec::with_capacity(original.len());
        for (at, written) in original.char_indices() {
            let origin = at as u32..(at + written.len_utf8()) as u32;
            if is_invisible(written) {
                continue;
            }
            let plain = std::iter::once(written).nfkd().map(plain);
            for c in plain.filter(|c| !is_combining_mark(*c) && !is_invisible(*c)) {
                text.push(c);
                origins.resize(text.len(), origin.clone());
            }
        }
        Self {
            lower: text.to_ascii_lowercase(),
            text,
            origins,
        }
    }

    /// A place of this text as a place of the original; both count bytes.
    pub fn original(&self, place: Range<usize>) -> Range<usize> {
        let first = self.origins.get(place.start);
        let last = place.end.checked_sub(1).and_then(|at| self.origins.get(at));
        match first.zip(last) {
            Some((first, last)) => first.start as usize..last.end as usize,
            None => 0..0,
        }
    }
}

fn plain(c: char) -> char {
    if c.is_ascii() {
        return if is_line_break(c) {
            '\n'
        } else if c == '\t' {
            ' '
        } else {
            c
        };
    }
    match c {
        _ if is_line_break(c) => '\n',
        // Blank of braille: white, though no space to Unicode.
        '\u{2800}' => ' ',
        _ if c.is_whitespace() => ' ',
        '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2212}'
        | '\u{2e3a}'
        | '\u{2e3b}'
        | '\u{30fc}' => '-',
        '\u{58a}' | '\u{5be}' | '\u{1806}' | '\u{301c}' | '\u{2053}' => '-',
        '\u{b7}' | '\u{2027}' | '\u{2219}' | '\u{22c5}' | '\u{30fb}' => '.',
        '\u{2044}' | '\u{2215}' => '/',
        _ => digit_of(c).map_or(c, |digit| char::from(b'0' + digit)),
    }
}

/// The value of a decimal digit of any script.
fn digit_of(c: char) -> Option<u8> {
    let zero = ZEROS
        .partition_point(|zero| *zero <= c as u32)
        .checked_sub(1)?;
    u8::try_from(c as u32 - ZEROS[zero])
        .ok()
        .filter(|value| *value <= 9)
}

/// Zeros of the scripts whose digits stand in a row (Unicode's category Nd); those that Unicode itself
/// takes for forms of ASCII digits are folded before.
const ZEROS: [u32; 58] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0x104a0,
    0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0,
    0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1e140,
    0x1e2f0, 0x1e950,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(original: &str, expected: &str) {
        assert_eq!(Folded::of(original).text, expected, "{original:?}");
    }

    #[test]
    fn what_is_seen_becomes_plain() {
        check("081\u{ad}2\u{200b}3\u{2060}4\u{feff}", "081234");
        check("0812\u{a0}34\u{2009}56\u{202f}78", "0812 34 56 78");
        check("0812–34—56‑78−90", "0812-34-56-78-90");
        for dash in "֊־᠆〜⁓⁃⸺⸻ー".chars() {
            check(&format!("0812{dash}34"), "0812-34");
        }
        for dot in "·‧∙⋅・".chars() {
            check(&format!("08{dot}12"), "08.12");
        }
        // Blank of braille, space of Ogham.
        check("0812\u{2800}34\u{1680}56", "0812 34 56");
        check("０８１２（３４）", "0812(34)");
        check("٠٨١٢ ۰۸۱۲ ०८१२ ꧐꧘꧑꧒", "0812 0812 0812 0812");
        check("𝟎𝟖𝟏𝟐 𝟬𝟴 ⓪⑧①", "0812 08 081");
        check("0\u{fe0f}\u{20e3}8\u{fe0f}\u{20e3}", "08");
        check("0\u{336}8\u{336}", "08");
        check("a\r\nb\u{2028}c\u{85}d\te\u{b}f", "a\n\nb\nc\nd e\nf");
        check("08·12․34", "08.12.34");
        check("1⁄2 ½", "1/2 1/2");
        check("kafé", "kafe");
    }

    #[test]
    fn places_lead_back() {
        let original = "é０\u{200b}８ﬁ!";
        let folded = Folded::of(original);
        assert_eq!(folded.text, "e08fi!");
        let back = |place: Range<usize>| &original[folded.original(place)];
        assert_eq!(back(0..1), "é");
        assert_eq!(back(1..3), "０\u{200b}８");
        assert_eq!(back(3..4), "ﬁ");
        assert_eq!(back(2..6), "８ﬁ!");
        assert_eq!(Folded::of("").original(0..0), 0..0);
    }

    #[test]
    fn digits_have_their_values() {
        for zero in ZEROS {
            let digit = |value: u32| char::from_u32(zero + value).and_then(digit_of);
            assert_eq!(digit(0), Some(0), "{zero:x}");
            assert_eq!(digit(9), Some(9), "{zero:x}");
        }
        assert_eq!(digit_of('\u{66a}'), None);
        assert_eq!(digit_of('\u{65f}'), None);
        assert_eq!(digit_of('a'), None);
    }
}
