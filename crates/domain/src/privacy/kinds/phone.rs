//! Telephone numbers: mobile, fixed line, foreign, in links; in every spelling the field has.

use super::Candidate;
use crate::privacy::PersonalData;
use crate::privacy::words::Said;

/// Area codes of two digits behind the zero; the others have three.
const BIG_CITIES: [&str; 5] = ["21", "22", "24", "31", "61"];
/// A mobile number without its zero or 62, in digits.
const MOBILE: std::ops::RangeInclusive<usize> = 8..=12;
/// A number inside a link, with its country.
const LINKED: std::ops::RangeInclusive<usize> = 8..=15;
/// A link ends so before its number.
const LINKS: [&str; 9] = [
    "wa.me/",
    "wa.me//",
    "phone=",
    "tel:",
    "tel://",
    "sms:",
    "whatsapp.com/",
    "callto:",
    "t.me/",
];
/// A first group of so many digits is a whole mobile number; nothing is added to it.
const WHOLE: usize = 11;

pub(super) fn is_phone(candidate: &Candidate) -> bool {
    let named =
        candidate.is_said(PersonalData::Phone) || candidate.is_said_behind(PersonalData::Phone);
    is_linked(candidate)
        || is_foreign(candidate)
        || National::of(candidate, named)
            .is_some_and(|number| number.is_mobile() || number.is_fixed_line())
        || is_local(candidate)
}

/// `wa.me/6281…`, `tel:…`, `…send?phone=%2B62…`.
fn is_linked(candidate: &Candidate) -> bool {
    let before = candidate.before.trim_end_matches(['+', ' ']);
    let before = before.strip_suffix("%2b").unwrap_or(before);
    candidate.groups.len() == 1
        && LINKED.contains(&candidate.digits.len())
        && LINKS.iter().any(|link| before.ends_with(link))
}

/// `+65 9123 4567`.
fn is_foreign(candidate: &Candidate) -> bool {
    let plus = candidate.groups[0].plus && !candidate.digits.starts_with("62");
    plus && (9..=15).contains(&candidate.digits.len()) && candidate.groups.len() <= 6
}

/// `telp 5345678`: no area code, behind the word for a telephone that stands somewhere.
fn is_local(candidate: &Candidate) -> bool {
    let beside = candidate.said.is_some_and(Said::is_fixed_line);
    let digits = candidate.digits;
    beside
        && (6..=8).contains(&digits.len())
        && !digits.starts_with(['0', '1'])
        && candidate.groups.len() <= 2
        && candidate.joined_by(" -")
}

/// A number of this country without its prefix.
struct National<'a> {
    /// Behind the zero or 62.
    rest: &'a str,
    /// Groups of the rest; the first lacks the prefix.
    parts: Vec<usize>,
    /// What stands between these groups.
    gaps: &'a [&'a str],
    /// A word says that it is a telephone, or a plus stands before it.
    sure: bool,
}

impl<'a> National<'a> {
    fn of(candidate: &Candidate<'a>, named: bool) -> Option<Self> {
        let digits = candidate.digits;
        let first = &candidate.groups[0];
        let prefix = if first.plus && digits.starts_with("62") {
            2
        } else if digits.starts_with("0062") {
            4
        } else if digits.starts_with("62") && is_country_code(candidate) {
            2
        } else if digits.starts_with('0') {
            1
        } else if digits.starts_with('8') && named {
            0
        } else {
            return None;
        };
        // +62 (0)812, 62 0812
        let prefix = prefix + usize::from(prefix > 1 && digits[prefix..].starts_with('0'));
        let mut left = prefix;
        let mut parts: Vec<usize> = Vec::with_capacity(candidate.groups.len());
        for group in candidate.groups {
            let taken = left.min(group.len());
            left -= taken;
            parts.push(group.len() - taken);
        }
        let empty = parts.iter().take_while(|part| **part == 0).count();
        parts.drain(..empty);
        Some(Self {
            rest: &digits[prefix..],
            gaps: candidate.gaps.get(empty..).unwrap_or_default(),
            parts,
            sure: named || first.plus,
        })
    }

    /// `812 3456 7890`
    fn is_mobile(&self) -> bool {
        let bytes = self.rest.as_bytes();
        let operator = bytes.first() == Some(&b'8') && matches!(bytes.get(1), Some(b'1'..=b'9'));
        // Whatever stands in one piece is covered: 081234567890081234567890 is two numbers.
        let alone = self.parts.len() == 1;
        let shortest = MOBILE.start() + usize::from(!alone && !self.sure);
        let length = self.rest.len();
        let fits = alone || (length <= *MOBILE.end() && self.is_laid_out(2));
        operator && length >= shortest && fits
    }

    /// `341 555012`, `21 555 1234`
    fn is_fixed_line(&self) -> bool {
        let big = BIG_CITIES.iter().any(|city| self.rest.starts_with(city));
        let area = if big { 2 } else { 3 };
        let known = matches!(self.rest.as_bytes().first(), Some(b'2'..=b'7' | b'9'));
        let Some(subscriber) = self.rest.len().checked_sub(area) else {
            return false;
        };
        let lengths = match (big, self.sure) {
            (true, false) => 7..=8,
            (false, false) => 5..=7,
            (_, true) => 5..=8,
        };
        // No exchange begins with 0 or 1.
        let begins = matches!(self.rest.as_bytes().get(area), Some(b'2'..=b'9'));
        let whole = self.parts.len() == 1 || self.parts.first() == Some(&area);
        known
            && begins
            && lengths.contains(&subscriber)
            && (whole || self.sure)
            && self.is_laid_out(area)
    }

    /// Groups as people write them: an operator or area, then groups of two or more digits; or digit by
    /// digit, or in pairs. A slash stands behind the area only, since numbers of letters have slashes
    /// too, unless a word says that it is a telephone.
    fn is_laid_out(&self, operator: usize) -> bool {
        let Some((first, others)) = self.parts.split_first() else {
            return false;
        };
        if others.is_empty() {
            return true;
        }
        if *first >= WHOLE - 1 {
            return false;
        }
        if self.sure {
            return true;
        }
        let slashed = |gaps: &[&str]| gaps.iter().any(|gap| gap.contains('/'));
        let letter = slashed(self.gaps.get(1..).unwrap_or_default())
            || (slashed(self.gaps) && operator == 2);
        let even = self.gaps.windows(2).all(|two| two[0] == two[1]);
        let one_by_one = self.parts.iter().all(|part| *part == 1);
        let in_pairs = even && others.iter().all(|part| *part == 2);
        let usual = *first >= operator
            && others.len() <= 4
            && others.iter().all(|part| (2..=8).contains(part));
        !letter && (one_by_one || in_pairs || usual)
    }
}

/// 62 stands alone or leads a mobile number; a tracking id of seven digits only begins with it, and an
/// amount goes on in threes.
fn is_country_code(candidate: &Candidate) -> bool {
    let first = &candidate.groups[0];
    let mobile = candidate.digits[2..]
        .trim_start_matches('0')
        .starts_with('8');
    let alone = candidate.groups.len() == 1;
    let amount = first.len() == 2
        && candidate.gaps.iter().all(|gap| *gap == ".")
        && candidate.lengths().skip(1).all(|length| length == 3);
    let said = candidate.is_said(PersonalData::Phone);
    match first.len() {
        2 => !amount || said,
        3..=6 => mobile || said,
        _ => alone && (mobile || said),
    }
}
