//! What kind of personal number some digits are, by their shape and by the words around them.
//!
//! One function a kind; none looks beyond the candidate.

mod phone;

use super::PersonalData;
use super::groups::Group;
use super::words::{Meaning, Said};

/// Digits that may be one number, with what stands inside and around it.
pub(super) struct Candidate<'a> {
    pub digits: &'a str,
    pub groups: &'a [Group],
    /// What stands between the groups.
    pub gaps: &'a [&'a str],
    /// The text before, in lower case.
    pub before: &'a str,
    pub said: Option<Said>,
    pub said_behind: Option<Meaning>,
}

impl Candidate<'_> {
    /// How many kinds of separators there are beyond the first; brackets and what stands behind a
    /// prefix do not count.
    pub fn mixed(&self) -> usize {
        let first = self.groups.first();
        let prefix = first.is_some_and(|first| first.plus || first.len() <= 4);
        let inner = self.gaps.iter().skip(usize::from(prefix)).copied();
        let mut marks: Vec<&str> = inner.filter(|gap| !gap.contains(['(', ')'])).collect();
        marks.sort_unstable();
        marks.dedup();
        marks.len().saturating_sub(1)
    }

    fn is_said(&self, kind: PersonalData) -> bool {
        self.said.map(|said| said.meaning) == Some(Meaning::Personal(kind))
    }

    /// Said right behind the number, and nothing before it.
    fn is_said_behind(&self, kind: PersonalData) -> bool {
        self.said.is_none() && self.said_behind == Some(Meaning::Personal(kind))
    }

    fn lengths(&self) -> impl Iterator<Item = usize> + '_ {
        self.groups.iter().map(Group::len)
    }

    /// Nothing but these between the groups.
    fn joined_by(&self, marks: &str) -> bool {
        self.gaps
            .iter()
            .all(|gap| gap.chars().all(|mark| marks.contains(mark)))
    }
}

/// Digits of a number that stands behind a NIK without a gap.
const SHORTEST_SECOND: usize = 9;

/// The kind of the candidate; none where it is nobody's number.
pub(super) fn kind_of(candidate: &Candidate) -> Option<PersonalData> {
    use PersonalData::{Account, Bpjs, Kk, Nik, Npwp, Phone};
    let by_shape = [
        (is_npwp_shape(candidate), Npwp),
        (is_resident_shape(candidate), resident_kind(candidate)),
        (phone::is_phone(candidate), Phone),
    ];
    let named = |kind| candidate.is_said(kind);
    let digits = candidate.digits.len();
    let tight = candidate.joined_by(" -.");
    let by_word = [
        (named(Nik) && tight && (15..=17).contains(&digits), Nik),
        (named(Kk) && tight && (15..=17).contains(&digits), Kk),
        (named(Npwp) && tight && matches!(digits, 15 | 16 | 22), Npwp),
        (named(Bpjs) && tight && matches!(digits, 11 | 13), Bpjs),
        (
            (named(Account) || candidate.is_said_behind(Account)) && is_account(candidate),
            Account,
        ),
    ];
    let mut kinds = by_shape.into_iter().chain(by_word);
    kinds.find_map(|(is, kind)| is.then_some(kind))
}

/// `09.254.294.3-407.000`.
fn is_npwp_shape(candidate: &Candidate) -> bool {
    candidate.lengths().eq([2, 3, 3, 1, 3, 3]) && candidate.joined_by(" .-")
}

/// 16 digits of a NIK or a KK: a region, then a day and a month (a woman's day of birth is raised by 40).
fn is_resident_shape(candidate: &Candidate) -> bool {
    let digits = candidate.digits;
    // A second number may follow without anything between them.
    let run_on = candidate.groups.len() == 1 && digits.len() >= 16 + SHORTEST_SECOND;
    if !(digits.len() == 16 || run_on) || !candidate.joined_by(" .-_") {
        return false;
    }
    let one_by_one = candidate.lengths().all(|length| length == 1);
    if candidate.lengths().any(|length| length == 1) && !one_by_one {
        return false;
    }
    let two = |at: usize| digits[at..at + 2].parse().unwrap_or(0);
    let province =
        matches!(two(0), 11..=21 | 31..=36 | 51..=53 | 61..=65 | 71..=76 | 81..=82 | 91..=97);
    let day = matches!(two(6), 1..=31 | 41..=71);
    province && day && matches!(two(8), 1..=12)
}

/// Region and date stand in both; only the word tells a family's number, a tax number or a card.
fn resident_kind(candidate: &Candidate) -> PersonalData {
    let word = candidate.said.map(|said| said.meaning);
    match word {
        Some(Meaning::Personal(
            kind @ (PersonalData::Kk
            | PersonalData::Npwp
            | PersonalData::Bpjs
            | PersonalData::Account),
        )) => kind,
        _ => PersonalData::Nik,
    }
}

/// `1234-01-012345-53-4`: by its word alone, since banks agree on nothing.
fn is_account(candidate: &Candidate) -> bool {
    (8..=18).contains(&candidate.digits.len()) && candidate.joined_by(" -.")
}
