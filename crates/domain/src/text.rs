//! What is written and what is seen: characters that nobody sees, and labels of one line.
//!
//! Never changes a text somebody sent; whoever prints a label asks for its one line.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Nobody sees it, though it may cut a word or turn the text around it: format characters (Unicode's
/// category Cf: soft hyphen, zero-width space and joiner, bidi marks) and letters without a shape.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}'
        | '\u{8e2}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
        | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0001}' | '\u{e0020}'..='\u{e007f}'
        // Fillers of Hangul are letters to Unicode and nothing to the eye.
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
    )
}

/// Turns the text behind it around.
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Begins a new line somewhere: in a terminal, a spreadsheet, a notification.
pub fn is_line_break(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// A title, a name, a category: on one line, with single spaces, without control characters and
/// without what nobody sees. Joiners stay where they join, as in 👩‍🔧.
///
/// ```
/// use tanggap_domain::text::one_line;
/// assert_eq!(one_line("Judul\u{2028}dua\u{b}baris \u{1b}[31m"), "Judul dua baris [31m");
/// ```
pub fn one_line(label: &str) -> Cow<'_, str> {
    if is_one_line(label) {
        return Cow::Borrowed(label);
    }
    let seen =
        |c: &char| c.is_whitespace() || !(c.is_control() || is_invisible(*c)) || is_joiner(*c);
    let plain: String = label.chars().filter(seen).collect();
    let mut line = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    Cow::Owned(line)
}

/// A text of many lines: every kind of line break becomes `\n`, tabs stay, other control characters are
/// gone. What turns text around stays: it was sent so, and a window keeps it to its own paragraph.
pub fn many_lines(text: &str) -> Cow<'_, str> {
    let strange =
        |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || (is_line_break(c) && c != '\n');
    if !text.contains(strange) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    let seen = |c: char| match c {
        _ if is_line_break(c) => Some('\n'),
        _ if strange(c) => None,
        _ => Some(c),
    };
    Cow::Owned(text.chars().filter_map(seen).collect())
}

/// As [`many_lines`], for a terminal: nothing in it turns around what stands beside it.
pub fn for_terminal(text: &str) -> String {
    many_lines(text).replace(is_bidi_control, "")
}

/// Most letters of a name that people give: of a clock, a template, an office.
pub const LONGEST_NAME: usize = 80;

/// Why a name is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameFault {
    #[error("holds line breaks, control characters or marks that nobody sees")]
    NotOneLine,
    #[error("is longer than {LONGEST_NAME} letters")]
    TooLong,
}

/// Names go round in files, and stand in every list and notification.
///
/// # Errors
/// [`NameFault`]; white space around a name is none.
pub fn check_name(name: &str) -> Result<(), NameFault> {
    let name = name.trim_matches(' ');
    let plain = |c: char| {
        c == ' ' || !(c.is_whitespace() || c.is_control() || (is_invisible(c) && !is_joiner(c)))
    };
    if !name.chars().all(plain) {
        return Err(NameFault::NotOneLine);
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(NameFault::TooLong);
    }
    Ok(())
}

/// What [`one_line`] would leave as it is.
fn is_one_line(label: &str) -> bool {
    let mut spaced = true;
    for c in label.chars() {
        let space = c == ' ';
        let strange =
            c.is_control() || (c.is_whitespace() && !space) || (is_invisible(c) && !is_joiner(c));
        if strange || (space && spaced) {
            return false;
        }
        spaced = space;
    }
    !spaced || label.is_empty()
}

/// Zero-width joiners, and the tags that spell a flag.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_on_one_line() {
        for (raw, expected) in [
            ("Jalan rusak", "Jalan rusak"),
            ("", ""),
            ("   ", ""),
            (" a  b ", "a b"),
            ("a\u{a0}\u{2009}b", "a b"),
            ("satu\ndua", "satu dua"),
            ("satu\r\ndua\rtiga", "satu dua tiga"),
            ("satu\u{b}dua\u{c}tiga\u{85}empat", "satu dua tiga empat"),
            ("satu\u{2028}dua\u{2029}tiga\tempat", "satu dua tiga empat"),
            ("\u{1b}[31mmerah\u{1b}[0m\u{7}", "[31mmerah[0m"),
            ("a\u{9b}31mb\u{80}", "a31mb"),
            ("Pimpinan \u{202e}RADNEL\u{202c}", "Pimpinan RADNEL"),
            ("\u{200f}a\u{61c}b\u{2066}c\u{2069}", "abc"),
            ("jem\u{ad}ba\u{200b}tan\u{feff}", "jembatan"),
            ("👩\u{200d}🔧 tukang", "👩\u{200d}🔧 tukang"),
            ("\u{202e}", ""),
        ] {
            assert_eq!(one_line(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn bodies_keep_their_lines() {
        for (raw, expected) in [
            ("satu\ndua\ttiga", "satu\ndua\ttiga"),
            ("satu\r\ndua\rtiga", "satu\ndua\ntiga"),
            (
                "satu\u{b}dua\u{c}tiga\u{85}empat\u{2028}lima",
                "satu\ndua\ntiga\nempat\nlima",
            ),
            ("a\u{1b}[31mb\u{9b}c\u{7}\u{0}", "a[31mbc"),
            ("a\u{202e}b jem\u{ad}batan", "a\u{202e}b jem\u{ad}batan"),
            ("", ""),
        ] {
            assert_eq!(many_lines(raw), expected, "{raw:?}");
        }
        assert_eq!(for_terminal("a\u{202e}b\u{2066}\u{1b}c\nd"), "abc\nd");
    }

    #[test]
    fn names_are_plain_and_short() {
        for name in [
            "Kabar <b>pertama</b> & <24 jam",
            "",
            " Tinjau lokasi ",
            "Tim 👩\u{200d}🔧",
        ] {
            assert_eq!(check_name(name), Ok(()), "{name:?}");
        }
        for name in [
            "a\nb",
            "a\tb",
            "a\u{1b}[31m",
            "a\u{202e}b",
            "a\u{2028}b",
            "a\u{85}b",
            "a\u{200b}b",
            "a\u{a0}b",
        ] {
            assert_eq!(check_name(name), Err(NameFault::NotOneLine), "{name:?}");
        }
        assert_eq!(check_name(&"é".repeat(LONGEST_NAME)), Ok(()));
        assert_eq!(
            check_name(&"é".repeat(LONGEST_NAME + 1)),
            Err(NameFault::TooLong)
        );
    }

    proptest::proptest! {
        #[test]
        fn a_line_stays_as_it_is(label in "(\\PC|[\\u{0}-\\u{a0}\\u{200b}-\\u{2069}]){0,30}") {
            let line = one_line(&label).into_owned();
            proptest::prop_assert_eq!(one_line(&line), line.as_str());
            proptest::prop_assert!(!line.chars().any(|c| c.is_control() || is_bidi_control(c)));
            proptest::prop_assert!(!line.chars().any(is_line_break));
        }
    }
}
