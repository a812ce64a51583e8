//! Who may see what, and personal data inside free text.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::Regex;
use serde::{Deserialize, Serialize};

/// Two independent flags of the national system: four combinations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Privacy {
    /// The reporter is hidden from the reported agency and the public.
    #[serde(default)]
    pub anonymous: bool,
    /// The whole report is hidden from the public.
    #[serde(default)]
    pub secret: bool,
}

impl Privacy {
    /// Reads `Tipe Laporan (Anonim/Rahasia)`: `-`, `Anonim`, `Rahasia`, `Anonim, Rahasia`.
    pub fn read(raw: &str) -> Self {
        let word = raw.to_lowercase();
        Self {
            anonymous: word.contains("anonim"),
            secret: word.contains("rahasia"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PersonalData {
    /// Nomor Induk Kependudukan: 16 digits.
    Nik,
    Phone,
    Email,
}

/// A place in a text that holds personal data. The range counts bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub kind: PersonalData,
    pub range: Range<usize>,
}

static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"));
static DIGITS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\+?[0-9](?:[ .()-]{0,2}[0-9]){7,19}"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant that the tests compile")
}

/// Every place that looks like a NIK, a phone number or an e-mail address, in order.
///
/// A run of 16 digits is a NIK where date and month of birth inside it are possible (women's day of
/// birth is raised by 40); Indonesian phone numbers start with 0, 62 or +62 and have 9–14 digits.
pub fn find_personal_data(text: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = EMAIL
        .find_iter(text)
        .map(|found| Finding {
            kind: PersonalData::Email,
            range: found.range(),
        })
        .collect();
    for found in DIGITS.find_iter(text) {
        let inside_email = findings
            .iter()
            .any(|f| f.range.start < found.end() && found.start() < f.range.end);
        if inside_email {
            continue;
        }
        if let Some(kind) = kind_of_digits(found.as_str()) {
            findings.push(Finding {
                kind,
                range: found.range(),
            });
        }
    }
    findings.sort_by_key(|finding| finding.range.start);
    findings
}

fn kind_of_digits(raw: &str) -> Option<PersonalData> {
    let digits: Vec<u8> = raw
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|b| b - b'0')
        .collect();
    let two = |at: usize| u32::from(digits[at]) * 10 + u32::from(digits[at + 1]);
    if digits.len() == 16 {
        let (day, month) = (two(6), two(8));
        let born = (1..=31).contains(&day) || (41..=71).contains(&day);
        return (born && (1..=12).contains(&month) && two(0) >= 11).then_some(PersonalData::Nik);
    }
    let international = digits.starts_with(&[6, 2]) && (10..=15).contains(&digits.len());
    let national = digits.first() == Some(&0)
        && matches!(digits.get(1), Some(2..=9))
        && (9..=14).contains(&digits.len());
    (international || national).then_some(PersonalData::Phone)
}

/// The text with every finding replaced by its first characters and dots, e.g. `0812•••`.
///
/// ```
/// use tanggap_domain::privacy::mask;
/// assert_eq!(mask("hubungi 0812-3456-7890 ya"), "hubungi 0812••• ya");
/// ```
pub fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for Finding { kind, range } in find_personal_data(text) {
        masked.push_str(&text[done..range.start]);
        let keep = match kind {
            PersonalData::Nik | PersonalData::Phone => 4,
            PersonalData::Email => 1,
        };
        masked.extend(text[range.clone()].chars().take(keep));
        masked.push_str("•••");
        done = range.end;
    }
    masked.push_str(&text[done..]);
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[PersonalData]) {
        let kinds: Vec<_> = find_personal_data(text)
            .into_iter()
            .map(|f| f.kind)
            .collect();
        assert_eq!(kinds, expected, "{text}");
    }

    #[test]
    fn personal_data_is_found_in_its_many_spellings() {
        use PersonalData::{Email, Nik, Phone};
        check("NIK 3578 1345 0190 0001 atas nama", &[Nik]);
        check("nik:3578135501900001,", &[Nik]);
        check("0812-3456-7890 / +62 812 3456 7890", &[Phone, Phone]);
        check("telp (031) 5345678", &[Phone]);
        check(
            "surel warga.satu@contoh.go.id dan 081234567890",
            &[Email, Phone],
        );
    }

    #[test]
    fn ordinary_numbers_are_left_alone() {
        check("Rp 1.250.000.000 tahun 2026", &[]);
        check("laporan 9165816 tanggal 06-08-2026", &[]);
        check("RT 03 RW 05 No. 12", &[]);
        check("nomor rekening 9999999999999999", &[]);
    }

    #[test]
    fn masking_keeps_the_rest() {
        assert_eq!(mask("é 081234567890 é"), "é 0812••• é");
        assert_eq!(mask("tanpa data"), "tanpa data");
    }

    #[test]
    fn four_combinations() {
        assert_eq!(Privacy::read("-"), Privacy::default());
        assert_eq!(
            Privacy::read("Anonim"),
            Privacy {
                anonymous: true,
                secret: false
            }
        );
        assert_eq!(
            Privacy::read("Rahasia"),
            Privacy {
                anonymous: false,
                secret: true
            }
        );
        assert_eq!(
            Privacy::read("Anonim, Rahasia"),
            Privacy {
                anonymous: true,
                secret: true
            }
        );
    }
}
