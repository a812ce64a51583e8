//! What the guards mark as personal data in texts from a file. Needs no profile; the table for people
//! never shows what was marked.

use std::io::Read;
use std::path::Path;

use tanggap_domain::privacy::find_personal_data;

use crate::answer::{Answer, Failure, done, lines};
use crate::json::marked::Marked;
use crate::words::{Language, check as words};

pub fn check(file: &Path, language: Language) -> Result<Answer, Failure> {
    let read = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    let bytes = read.map_err(|cause| {
        Failure::refused("bad-input", words::unreadable(file, &cause, language))
    })?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::refused("bad-input", words::no_utf8(file, language)))?;
    let marked = marks(&text);
    let said = match marked.as_slice() {
        [] => words::nothing(language).to_owned(),
        marked => lines(marked.iter().map(|mark| words::marked(mark, language))),
    };
    done(&marked, said)
}

/// Every line is a text of its own; it ends with `\n` or `\r\n`. A byte order mark belongs to none.
fn marks(text: &str) -> Vec<Marked> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text
        .split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line));
    let marked = lines.enumerate().flat_map(|(i, line)| {
        // Counted on from the place before: a file may be one long line.
        let (mut byte, mut chars) = (0, 0);
        find_personal_data(line).into_iter().map(move |found| {
            let range = found.range;
            if range.start < byte {
                (byte, chars) = (0, 0);
            }
            chars += line[byte..range.start].chars().count();
            byte = range.start;
            Marked {
                line: i + 1,
                start: chars,
                end: chars + line[range].chars().count(),
                kind: found.kind,
            }
        })
    });
    marked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<(usize, usize, usize)> {
        let marked = marks(text).into_iter();
        marked
            .map(|mark| (mark.line, mark.start, mark.end))
            .collect()
    }

    #[test]
    fn places_count_characters_of_a_line() {
        assert_eq!(places("é👋 081200001234"), [(1, 3, 15)]);
        assert_eq!(
            places("satu\r\n\nHP 081200001234 081200005678\r\n"),
            [(3, 3, 15), (3, 16, 28)]
        );
        assert_eq!(places("\u{feff}081200001234"), [(1, 0, 12)]);
        assert_eq!(
            places("NIK 3578134501900001\nHP 081200001234"),
            [(1, 4, 20), (2, 3, 15)]
        );
        assert_eq!(places(""), []);
    }
}
