//! What to say about a public reply before it leaves. Only warns, except for empty variables, which
//! stop it. Never changes the text.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::Regex;
use tanggap_domain::privacy::find_personal_data;
use tanggap_ipc::compose::{Mark, MarkKind};

/// Every mark of a reply, in the order of the text. A text without any day, date or time ends with one
/// empty [`MarkKind::NoDate`] mark.
pub fn marks(text: &str) -> Vec<Mark> {
    let mut found: Vec<(Range<usize>, MarkKind)> = find_personal_data(text)
        .into_iter()
        .map(|finding| {
            let kind = MarkKind::PersonalData { what: finding.kind };
            (finding.range, kind)
        })
        .collect();
    found.extend(variables(text).map(|(range, name)| {
        let kind = MarkKind::EmptyVariable {
            name: name.to_owned(),
        };
        (range, kind)
    }));
    found.extend(
        PLACEHOLDER
            .find_iter(text)
            .map(|phrase| (phrase.range(), MarkKind::Placeholder)),
    );
    found.sort_by_key(|(range, _)| (range.start, range.end));
    if !text.trim().is_empty() && !DATE.is_match(text) {
        found.push((text.len()..text.len(), MarkKind::NoDate));
    }
    in_utf16(text, found)
}

/// Variables that still wait for a value: their places in bytes, and their names.
pub fn variables(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    VARIABLE.captures_iter(text).filter_map(|captures| {
        let whole = captures.get(0)?;
        let name = captures.get(1)?;
        Some((whole.range(), name.as_str()))
    })
}

/// Byte ranges, in order of their start, as marks counted in UTF-16 code units.
pub fn in_utf16(text: &str, found: Vec<(Range<usize>, MarkKind)>) -> Vec<Mark> {
    let mut units = Utf16::of(text);
    found
        .into_iter()
        .map(|(range, kind)| Mark {
            range: units.at(range.start)..units.at(range.end),
            kind,
        })
        .collect()
}

/// Counts UTF-16 units up to byte positions; quick while the positions mostly rise.
struct Utf16<'a> {
    text: &'a str,
    byte: usize,
    unit: u32,
}

impl<'a> Utf16<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            byte: 0,
            unit: 0,
        }
    }

    fn at(&mut self, byte: usize) -> u32 {
        if byte < self.byte {
            (self.byte, self.unit) = (0, 0);
        }
        let between = self.text.get(self.byte..byte).unwrap_or_default();
        self.unit += between.encode_utf16().count() as u32;
        self.byte = byte;
        self.unit
    }
}

static VARIABLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\{\{\s*([^{}\n]{0,60}?)\s*\}\}"));

/// Answers that answer nothing, as they stand in published threads.
static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(akan (kami |segera |kami segera |segera kami )?(sampaikan|teruskan|koordinasikan|tindak ?lanjuti|proses|disampaikan|diteruskan|dikoordinasikan|ditindak ?lanjuti|diproses)|(sudah|telah) (kami )?(sampaikan|teruskan|disampaikan|diteruskan|koordinasikan|dikoordinasikan) (ke|kepada|dengan) (dinas|instansi|opd|pihak|bidang|unit|perangkat daerah)( terkait)?|mohon (ditunggu|menunggu|bersabar)|masih (dalam|menunggu) (proses|koordinasi)|terima kasih atas (laporan|aduan|informasi|masukan)(nya| anda| saudara| bapak/ibu)?\s*[.!]?\s*$)",
    )
});

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b([0-3]?[0-9][-/.][01]?[0-9][-/.](20)?[0-9]{2}|[0-3]?[0-9] (jan|feb|mar|apr|mei|jun|jul|agu|agt|ags|sep|okt|nov|des)[a-z]*|(januari|februari|maret|april|juni|juli|agustus|september|oktober|november|desember) 20[0-9]{2}|(hari|tanggal|tgl\.?) [0-3]?[0-9]|(hari )?(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu (depan|ini|lalu))|hari ini|besok|lusa|kemarin|(pukul|jam) [0-2]?[0-9]|[0-9]+ (x 24 jam|hari|jam|minggu|bulan)|(minggu|bulan|pekan|triwulan) (ini|depan|ke-?[0-9]|pertama|kedua|ketiga|keempat))",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant that the tests compile")
}

#[cfg(test)]
mod tests {
    use tanggap_domain::privacy::PersonalData;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, MarkKind)]) {
        let units: Vec<u16> = text.encode_utf16().collect();
        let found: Vec<(String, MarkKind)> = marks(text)
            .into_iter()
            .map(|mark| {
                let words = &units[mark.range.start as usize..mark.range.end as usize];
                (String::from_utf16(words).unwrap(), mark.kind)
            })
            .collect();
        let expected: Vec<(String, MarkKind)> = expected
            .iter()
            .map(|(words, kind)| ((*words).to_owned(), kind.clone()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_good_answer_has_no_marks() {
        check(
            "Yth. Ibu, penambalan di Jl. Melati selesai pada 12 Agustus 2026 oleh Dinas PUPR.",
            &[],
        );
        check("Petugas kami datang besok pukul 09.00.", &[]);
        check("", &[]);
    }

    #[test]
    fn answers_that_answer_nothing_are_marked() {
        check(
            "Laporan akan kami sampaikan.",
            &[
                ("akan kami sampaikan", MarkKind::Placeholder),
                ("", MarkKind::NoDate),
            ],
        );
        check(
            "Sudah diteruskan kepada dinas terkait pada 3 Mei.",
            &[(
                "Sudah diteruskan kepada dinas terkait",
                MarkKind::Placeholder,
            )],
        );
    }

    #[test]
    fn personal_data_and_variables_are_marked_in_utf16() {
        let phone = MarkKind::PersonalData {
            what: PersonalData::Phone,
        };
        check(
            "👋 Hubungi 0812-0000-1234 hari ini, {{ petugas }}",
            &[
                ("0812-0000-1234", phone),
                (
                    "{{ petugas }}",
                    MarkKind::EmptyVariable {
                        name: "petugas".into(),
                    },
                ),
            ],
        );
    }
}
