//! Numbers that have the digits of personal data and are none: dates, times, money, coordinates,
//! service numbers of officers, codes of budgets and of land tax.
//!
//! Only what has such a shape beyond doubt: a doubtful number stays open for [`super::numbers`].

use super::PersonalData;
use super::groups::{Group, gap};
use super::words::{Meaning, Said};

/// Digits of a NIP, the service number of an officer.
const NIP_DIGITS: usize = 18;
/// `35.78.130.001.012-0345.0`: the number of a taxed object.
const NOP: [usize; 7] = [2, 2, 3, 3, 3, 4, 1];
const NIP: [usize; 4] = [8, 6, 1, 3];
/// Parts of one amount or code; whoever writes more writes no amount.
const MAX_PARTS: usize = 12;

/// For each group, whether it belongs to such a number.
pub(super) fn public(text: &str, groups: &[Group], said: &[Option<Said>]) -> Vec<bool> {
    let row = Row { text, groups };
    let mut public = vec![false; groups.len()];
    let mut at = 0;
    while at < groups.len() {
        let is_nip = row.word_before(at, &["nip", "nipnya", "nrp"]);
        let is_phone = said[at].is_some_and(|said| {
            said.meaning == Meaning::Personal(PersonalData::Phone) && said.far == 0
        });
        let length = row
            .money(at)
            .or_else(|| row.service_number(at, is_nip))
            .or_else(|| row.lengths(at, &NOP))
            .or_else(|| row.date(at))
            .or_else(|| row.time(at))
            .or_else(|| row.thousands(at).filter(|_| !is_phone))
            .or_else(|| row.code(at))
            .or_else(|| row.degrees(at))
            .unwrap_or(0);
        public[at..at + length].fill(true);
        at += length.max(1);
    }
    public
}

struct Row<'a> {
    text: &'a str,
    groups: &'a [Group],
}

impl Row<'_> {
    /// What stands behind the group; none behind the last.
    fn gap(&self, at: usize) -> Option<&str> {
        let next = self.groups.get(at + 1)?;
        Some(gap(self.text, self.groups.get(at)?, next))
    }

    fn gap_before(&self, at: usize) -> Option<&str> {
        at.checked_sub(1).and_then(|before| self.gap(before))
    }

    fn value(&self, at: usize) -> Option<u32> {
        self.groups.get(at)?.digits.parse().ok()
    }

    fn len(&self, at: usize) -> usize {
        self.groups.get(at).map_or(0, Group::len)
    }

    /// How many groups from `at` on belong together, by the length of each and what stands before it.
    fn parts(&self, at: usize, belongs: impl Fn(usize, &str) -> bool) -> usize {
        let next = |part: &usize| {
            let gap = self.gap(at + part - 1);
            gap.is_some_and(|gap| belongs(self.len(at + part), gap))
        };
        1 + (1..MAX_PARTS).take_while(next).count()
    }

    fn word_before(&self, at: usize, words: &[&str]) -> bool {
        let before =
            self.text[..self.groups[at].start].trim_end_matches(|c: char| !c.is_alphanumeric());
        let word = before
            .rsplit(|c: char| !c.is_ascii_alphabetic())
            .next()
            .unwrap_or_default();
        words.iter().any(|known| word.eq_ignore_ascii_case(known))
    }

    fn word_behind(&self, at: usize, words: &[&str]) -> bool {
        let behind = self.text[self.groups[at].end..].trim_start_matches(' ');
        let word = behind
            .split(|c: char| !c.is_ascii_alphabetic())
            .next()
            .unwrap_or_default();
        words.iter().any(|known| word.eq_ignore_ascii_case(known))
    }

    /// Groups from `at` on that are held together by `joint`, with these lengths.
    fn lengths(&self, at: usize, lengths: &[usize]) -> Option<usize> {
        let fits = lengths.iter().enumerate().all(|(i, length)| {
            let joined = i == 0
                || self
                    .gap(at + i - 1)
                    .is_some_and(|gap| matches!(gap, "." | "-" | " "));
            joined && self.len(at + i) == *length
        });
        fits.then_some(lengths.len())
    }

    /// `Rp 62.500.000`, `62500000000 rupiah`.
    fn money(&self, at: usize) -> Option<usize> {
        let group = self.groups.get(at)?;
        let priced = self.word_before(at, &["rp", "rupiah", "idr", "usd"])
            && group.start
                - self.text[..group.start]
                    .trim_end_matches([' ', '.', ':'])
                    .len()
                <= 3;
        let length = self.parts(at, |length, gap| {
            matches!(gap, "." | ",") && matches!(length, 2 | 3)
        });
        let counted = [
            "rupiah", "juta", "jt", "ribu", "rb", "miliar", "milyar", "triliun",
        ];
        let priced = priced || self.word_behind(at + length - 1, &counted);
        (priced && !group.digits.starts_with('0')).then_some(length)
    }

    /// `6.250.000.000`.
    fn thousands(&self, at: usize) -> Option<usize> {
        let group = self.groups.get(at)?;
        if group.len() > 3 || group.digits.starts_with('0') || group.plus {
            return None;
        }
        let mark = self.gap(at).filter(|gap| matches!(*gap, "." | ","))?;
        let length = self.parts(at, |length, gap| gap == mark && length == 3);
        let longer = |gap: Option<&str>| gap.is_some_and(|gap| matches!(gap.trim(), "." | "-"));
        let whole = !longer(self.gap_before(at)) && !longer(self.gap(at + length - 1));
        (length > 1 && whole).then_some(length)
    }

    /// `06-08-2026`, `2026/8/6`, `06.08.26`; a longer number that holds one is no date.
    fn date(&self, at: usize) -> Option<usize> {
        let joint = self
            .gap(at)
            .filter(|gap| matches!(*gap, "-" | "/" | "." | " "))?;
        let (first, second, third) = (self.value(at)?, self.value(at + 1)?, self.value(at + 2)?);
        let year = |at: usize, value: u32| match self.len(at) {
            4 => (1900..=2099).contains(&value),
            // Two digits are a year beside a mark only.
            2 => joint != " ",
            _ => false,
        };
        let day = |at: usize, value: u32| self.len(at) <= 2 && (1..=31).contains(&value);
        let tied = |gap: Option<&str>| gap == Some(joint);
        let whole = tied(self.gap(at + 1))
            && !tied(self.gap_before(at))
            && (joint == " " || !tied(self.gap(at + 2)));
        let forward = day(at, first) && day(at + 1, second) && year(at + 2, third);
        let backward =
            self.len(at) == 4 && year(at, first) && day(at + 1, second) && day(at + 2, third);
        let months = first <= 12 || second <= 12;
        (whole && ((forward && months) || (backward && second <= 12))).then_some(3)
    }

    /// `08.30`, where no longer number holds it.
    fn time(&self, at: usize) -> Option<usize> {
        let (hour, minute) = (self.value(at)?, self.value(at + 1)?);
        let written = self.len(at) <= 2 && self.len(at + 1) == 2 && self.gap(at) == Some(".");
        let whole = self.gap_before(at) != Some(".") && self.gap(at + 1) != Some(".");
        (written && whole && hour <= 24 && minute < 60).then_some(2)
    }

    fn service_number(&self, at: usize, named: bool) -> Option<usize> {
        let born = |group: &Group| {
            let month = group.digits.get(4..6).and_then(|month| month.parse().ok());
            let century = group.digits.starts_with("19") || group.digits.starts_with("20");
            century && month.is_some_and(|month: u32| (1..=12).contains(&month))
        };
        let group = self.groups.get(at)?;
        if born(group) && group.len() == NIP_DIGITS {
            return Some(1);
        }
        if born(group)
            && let Some(length) = self.lengths(at, &NIP)
        {
            return Some(length);
        }
        if !named {
            return None;
        }
        let mut digits = group.len();
        let mut length = 1;
        while self
            .gap(at + length - 1)
            .is_some_and(|gap| matches!(gap, " " | "." | "-"))
            && digits + self.len(at + length) <= NIP_DIGITS
        {
            digits += self.len(at + length);
            length += 1;
        }
        Some(length)
    }

    /// `5.1.02.01.01.0024`: at least four parts, the first of one digit.
    fn code(&self, at: usize) -> Option<usize> {
        let length = self.parts(at, |_, gap| gap == ".");
        (length >= 4 && self.len(at) == 1).then_some(length)
    }

    /// `0.5071`, `-7.257472`, `112.7520883`: degrees that lie in this country.
    fn degrees(&self, at: usize) -> Option<usize> {
        let whole = self.gap_before(at) != Some(".") && self.gap(at + 1) != Some(".");
        let written = self.gap(at) == Some(".") && self.len(at) <= 3 && self.len(at + 1) >= 4;
        let value = self.value(at)?;
        let plain = self.len(at) == 1 || !self.groups[at].digits.starts_with('0');
        let here = value <= 11 || (95..=141).contains(&value);
        (whole && written && plain && here).then_some(2)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::Folded;
    use super::super::groups::groups;
    use super::super::words::said_before;
    use super::*;

    /// The digits of the groups that are public.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let folded = Folded::of(text);
        let groups = groups(&folded);
        let said = said_before(&folded, &groups);
        let public = public(&folded.text, &groups, &said);
        let found: Vec<&str> = groups
            .iter()
            .zip(public)
            .filter_map(|(group, public)| public.then_some(group.digits.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dates_and_times() {
        check("06-08-2026 13.45", &["06", "08", "2026", "13", "45"]);
        check("2026/8/6", &["2026", "8", "6"]);
        check("06.08.26", &["06", "08", "26"]);
        check(
            "31-08-2026, 08-31-2026",
            &["31", "08", "2026", "08", "31", "2026"],
        );
        check("31-31-2026", &[]);
        check("06 08 2026", &["06", "08", "2026"]);
        check("06 08 26", &[]);
        check("08-12-34-56-78-90", &[]);
        check("0812-06-08-2026", &[]);
        check("24.59 25.00 12.60 1.2.3", &["24", "59"]);
        check("08.12.34.56", &[]);
        check("06-08 2026", &[]);
        check("06-08-1899", &[]);
        check("45-08-2026", &[]);
        check("06-0008-2026", &[]);
        check("12.5", &[]);
    }

    #[test]
    fn money_and_measures() {
        check("Rp 62.500.000.000,00", &["62", "500", "000", "000", "00"]);
        check("Rp6250000", &["6250000"]);
        check("6281234567890 rupiah", &["6281234567890"]);
        check("62.500.000", &["62", "500", "000"]);
        check("Rp 081234567890", &[]);
        check("+62.812.345.678", &[]);
        check("081.234.567.890", &[]);
        check("62.500.000-1", &[]);
        check("628.123.456.789", &["628", "123", "456", "789"]);
        check("123,4", &[]);
        check("Rp 50.000 62 812", &["50", "000"]);
        check("Biaya yang diminta Rp ......... 6281234567890", &[]);
    }

    #[test]
    fn codes_and_service_numbers() {
        check(
            "NIP 19850412 201001 1 003",
            &["19850412", "201001", "1", "003"],
        );
        check("198504122010011003", &["198504122010011003"]);
        check("199904122010011003", &["199904122010011003"]);
        check("198599122010011003", &[]);
        check("NIP. 1985 0412 2010", &["1985", "0412", "2010"]);
        check(
            "NIP 19850412 2010 0110 03 081234567890",
            &["19850412", "2010", "0110", "03"],
        );
        check("5.1.02.01.01.0024", &["5", "1", "02", "01", "01", "0024"]);
        check(
            "35.78.130.001.012-0345.0",
            &["35", "78", "130", "001", "012", "0345", "0"],
        );
        check("6.2.002", &[]);
    }

    #[test]
    fn places_on_the_globe() {
        check("0.5071 101.4478", &["0", "5071", "101", "4478"]);
        check("-7.257472,112.7520883", &["7", "257472", "112", "7520883"]);
        check("021.5551234", &[]);
        check("62.81234567", &[]);
        check("8.1234.5678", &[]);
        check("5.8.1234", &[]);
    }
}
