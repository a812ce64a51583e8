//! The reporter's own name inside texts: people sign what they write.
//!
//! Finds only the name that is known. Never keeps a text.

use std::collections::BTreeSet;
use std::ops::Range;

use tanggap_domain::complaint::Reporter;

/// After one of these a single word of the name is the name.
const CUES: [&str; 16] = [
    "saya", "nama", "bernama", "pelapor", "bapak", "ibu", "pak", "bu", "sdr", "sdri", "saudara",
    "saudari", "an", "hormat", "ttd", "oleh",
];

/// The words of the reporter's name, in lower case; of a joined complaint, of both names.
pub(super) struct ReporterWords(BTreeSet<String>);

impl ReporterWords {
    pub fn of<'a>(reporters: impl IntoIterator<Item = &'a Reporter>) -> Self {
        let names = reporters.into_iter().filter_map(|it| it.name.as_deref());
        let words = names.flat_map(|name| words(name).map(|range| name[range].to_lowercase()));
        // A single letter (an initial, a title) names nobody.
        Self(words.filter(|word| word.chars().count() > 1).collect())
    }

    /// The text with the name replaced by dots: two of its words in a row, one after a word that
    /// announces a name, or the one word of a name that has no other.
    pub fn mask(&self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut done = 0;
        for name in self.names_in(text) {
            masked.push_str(&text[done..name.start]);
            masked.push_str("•••");
            done = name.end;
        }
        masked.push_str(&text[done..]);
        masked
    }

    fn names_in(&self, text: &str) -> Vec<Range<usize>> {
        let mut names = Vec::new();
        let mut before = String::new();
        let mut run: Option<(Range<usize>, usize, bool)> = None;
        let mut end = |run: &mut Option<(Range<usize>, usize, bool)>| {
            if let Some((range, count, announced)) = run.take()
                && (count > 1 || announced || self.0.len() == 1)
            {
                names.push(range);
            }
        };
        for range in words(text) {
            let word = text[range.clone()].to_lowercase();
            if !self.0.contains(&word) {
                end(&mut run);
            } else if let Some((so_far, count, _)) = &mut run {
                so_far.end = range.end;
                *count += 1;
            } else {
                run = Some((range, 1, CUES.contains(&before.as_str())));
            }
            before = word;
        }
        end(&mut run);
        names
    }
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(char::is_alphanumeric)?;
        let len = text[start..].find(|c: char| !c.is_alphanumeric());
        rest = len.map_or(text.len(), |len| start + len);
        Some(start..rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, text: &str, expected: &str) {
        let reporter = Reporter {
            name: Some(name.to_owned()),
            ..Reporter::default()
        };
        assert_eq!(ReporterWords::of([&reporter]).mask(text), expected);
    }

    #[test]
    fn the_name_goes_and_the_place_stays() {
        let name = "Melati Sudirman";
        check(name, "Hormat kami, MELATI SUDIRMAN.", "Hormat kami, •••.");
        check(name, "Saya Melati, warga RT 3", "Saya •••, warga RT 3");
        check(name, "Nama: Sudirman", "Nama: •••");
        check(name, "Jl. Sudirman gelap", "Jl. Sudirman gelap");
        check(name, "Taman Melati rusak", "Taman Melati rusak");
        check("Slamet", "dari slamet di Plaju", "dari ••• di Plaju");
        check("", "tanpa nama", "tanpa nama");
        check("é", "é é", "é é");
    }
}
