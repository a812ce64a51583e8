//! Personal data inside free text: where it is, and the text without it.
//!
//! Reads the text as a person sees it ([`super::fold`]), divides its digits into numbers
//! ([`super::numbers`]) and looks for plates, passports and addresses beside them.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::fold::Folded;
use super::{email, numbers, signs};

/// What a place in a text tells of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PersonalData {
    /// Nomor Induk Kependudukan: 16 digits.
    Nik,
    /// Nomor Kartu Keluarga: 16 digits, a KK by its word only.
    Kk,
    /// Nomor Pokok Wajib Pajak: 15 or 16 digits.
    Npwp,
    /// A card of the health or work insurance: 13 or 11 digits behind its word.
    Bpjs,
    /// An account at a bank, behind its word.
    Account,
    Passport,
    /// Of a vehicle.
    Plate,
    Phone,
    Email,
}

/// A place in a text that holds personal data. The range counts bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub kind: PersonalData,
    pub range: Range<usize>,
}

/// Every place that looks like somebody's number or address, in order; none overlaps another. A range
/// begins and ends between characters.
///
/// Dates, times, money, coordinates, tracking ids, numbers of letters and the service numbers of
/// officers (NIP) are not personal. Where it is unclear which digits belong to a number, the range
/// holds one too many rather than one too few.
pub fn find_personal_data(text: &str) -> Vec<Finding> {
    let folded = Folded::of(text);
    let emails = email::find(&folded).into_iter();
    let mut found: Vec<Finding> = emails
        .map(|place| (PersonalData::Email, place))
        .chain(signs::find(&folded))
        .chain(numbers::find(&folded))
        .map(|(kind, place)| Finding {
            kind,
            range: folded.original(place),
        })
        .collect();
    found.sort_by_key(|finding| (finding.range.start, std::cmp::Reverse(finding.range.end)));
    // Stable: of two that overlap the first to begin gives the kind.
    found.dedup_by(|later, first| {
        let overlaps = later.range.start < first.range.end;
        if overlaps {
            first.range.end = first.range.end.max(later.range.end);
        }
        overlaps
    });
    found
}

/// The text with every finding replaced by its first characters and dots, e.g. `0812•••`. Nothing that
/// [`find_personal_data`] would find is left.
///
/// ```
/// use tanggap_domain::privacy::mask;
/// assert_eq!(mask("hubungi 0812-3456-7890 ya"), "hubungi 0812••• ya");
/// ```
pub fn mask(text: &str) -> String {
    let mut masked = masked_once(text, &find_personal_data(text));
    // What stood beside a finding may be read anew once that is gone; each round takes digits away.
    loop {
        let left = find_personal_data(&masked);
        if left.is_empty() {
            return masked;
        }
        masked = masked_once(&masked, &left);
    }
}

fn masked_once(text: &str, findings: &[Finding]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for Finding { kind, range } in findings {
        masked.push_str(&text[done..range.start]);
        masked.extend(text[range.clone()].chars().take(kind.kept()));
        masked.push_str("•••");
        done = range.end;
    }
    masked.push_str(&text[done..]);
    masked
}

impl PersonalData {
    /// Characters that stay when the rest is masked, so that its owner knows it again.
    fn kept(self) -> usize {
        match self {
            Self::Nik | Self::Kk | Self::Npwp | Self::Bpjs | Self::Account | Self::Phone => 4,
            Self::Passport | Self::Plate | Self::Email => 1,
        }
    }
}
